// balances.mjs - what the accounts of a transaction hold, as getTransaction tells it.
import { TOKEN, encode58 } from './wire.mjs';

const TOKEN_SPACE = 165;

// An amount of a mint's atoms in the four forms of the RPC.
export function amountOf(atoms, decimals) {
	const digits = atoms.toString().padStart(decimals + 1, '0'), point = digits.length - decimals;
	const text = decimals ? `${digits.slice(0, point)}.${digits.slice(point)}`.replace(/\.?0+$/, '') : digits;
	return { amount: atoms.toString(), decimals, uiAmount: Number(text), uiAmountString: text };
}

export const isToken = (a) => a?.owner === TOKEN && a.data.length === TOKEN_SPACE;

// held: the accounts in the transaction's order, null where there is none.
export function balances(engine, held) {
	const tokens = held.map((a, accountIndex) => ({ a, accountIndex })).filter(({ a }) => isToken(a)).map(({ a, accountIndex }) => {
		const mint = encode58(a.data.subarray(0, 32));
		return { accountIndex, mint, owner: encode58(a.data.subarray(32, 64)), programId: TOKEN,
			uiTokenAmount: amountOf(a.data.readBigUInt64LE(64), engine.get(mint)?.data[44] ?? 0) };
	});
	return { lamports: held.map((a) => a?.lamports ?? 0n), tokens };
}
