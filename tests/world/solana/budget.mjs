// budget.mjs - what a transaction asks of the compute budget, and what it costs.
import { BUDGET, SYSTEM } from './wire.mjs';

// What an instruction may use unless the transaction says: less, where no program runs.
const UNITS = 200000n, NATIVE_UNITS = 3000n, MAX_UNITS = 1400000n, SIGNATURE_FEE = 5000n, MICRO = 1000000n;

// {units, price in micro-lamports}, or {err}: the error of the transaction.
export function budgetOf(tx) {
	let units = null, price = 0n, usual = 0n;
	const seen = new Set();
	for (const [i, ix] of tx.instructions.entries()) {
		usual += [BUDGET, SYSTEM].includes(tx.keys[ix.program]) ? NATIVE_UNITS : UNITS;
		if (tx.keys[ix.program] !== BUDGET) continue;
		const d = ix.data, size = { 1: 5, 2: 5, 3: 9, 4: 5 }[d[0]];
		if (d.length !== size) return { err: { InstructionError: [i, 'InvalidInstructionData'] } };
		if (seen.has(d[0])) return { err: { DuplicateInstruction: i } };
		seen.add(d[0]);
		if (d[0] === 2) units = BigInt(d.readUInt32LE(1));
		if (d[0] === 3) price = d.readBigUInt64LE(1);
	}
	units = units ?? usual;
	return { units: units < MAX_UNITS ? units : MAX_UNITS, price };
}

// Lamports: for each signature, and for the units asked for (not the units used).
export function feeOf(tx) {
	const { units = 0n, price = 0n } = budgetOf(tx);
	return SIGNATURE_FEE * BigInt(tx.header.required) + (units * price + MICRO - 1n) / MICRO;
}
