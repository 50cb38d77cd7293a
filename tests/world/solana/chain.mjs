// chain.mjs - a chain around an engine: slots, blockhashes, what lands when, how sure it
// is, and what vanishes again.
import { SYSTEM, encode58, parse, resolve } from './wire.mjs';
import { describe, matches, seqOf } from './ledger.mjs';

const VALID = 150, FINAL = 32, MIN_TIP = 1000n;
// Errors of a transaction that never was: no fee, no trace.
const TRACELESS = ['AlreadyProcessed', 'SignatureFailure', 'AccountNotFound', 'InsufficientFundsForFee', 'SanitizeFailure',
	'BlockhashNotFound', 'ProgramAccountNotFound', 'AddressLookupTableNotFound', 'InvalidAddressLookupTableIndex'];

export const TIPS = ['96gYZGLnJYVFmbjzopPSU6QiEV5fGqZNyN9nmNhvrZU5', 'HFqU5x63VTqvQss8hp11i4wVV8bD44PvwucfZ2bU7gRe',
	'Cw8CFyM9FkoMi7K7Crf6HNQqf4uEMzpKw6QNghXLvLkY', 'ADaUMid9yfUytqMBgopwjb2DTLSokTSzL1zt6iGPaS49',
	'DfXygSm4jCyNCybVYYK6DwvWqjKee8pbDmJGcLWNDXjh', 'ADuUkR4vqLUMWXxW9gh6D6L8pMSawimctcNZ5pGwDcEt',
	'DttWaMuVvTiduZRnguLF7jNxTgiMBZ1hyAumKUiL2KRL', '3AVi9Tg9Uo68tJfuvoKvqKNWKkC5wPdSSdeBnizKZ6jT'];

// slotMs 0: time stands still but for advance().
export function chain(engine, faults, { slotMs, landSlots }) {
	const base = engine.slot(), start = Date.now(), startSeconds = Math.floor(start / 1000);
	let added = 0, last = base, frozen = !slotMs, thawed = 0;
	let hashes = new Map([[engine.blockhash(), base]]), statuses = new Map(), ledger = [];
	const bundles = new Map();
	let waiting = [], undo = [];
	const markets = [];

	const seconds = () => (frozen ? startSeconds + Math.floor((added + thawed) * 0.4) : Math.floor(Date.now() / 1000));
	const now = () => base + added + (frozen ? thawed : Math.floor((Date.now() - start) / slotMs));

	function tick() {
		const slot = now();
		if (slot > last) {
			last = slot;
			engine.expire();
			hashes.set(engine.blockhash(), slot);
			for (const [h, s] of hashes) if (slot - s > VALID) hashes.delete(h);
		}
		engine.clock(last, seconds());
		for (const u of undo.filter((x) => x.at <= last)) revert(u);
		const due = waiting.filter((w) => w.at <= last);
		waiting = waiting.filter((w) => w.at > last);
		for (const w of due) w.land();
	}

	function revert(u) {
		undo = undo.filter((x) => x !== u);
		// Only if nothing was built on it: a fork that loses takes all of it.
		engine.restore(u.state);
		statuses = new Map(u.statuses);
		ledger = u.ledger.slice();
		undo = undo.filter((x) => x.slot < u.slot);
	}

	const table = (key) => {
		const d = engine.get(key)?.data;
		return d ? Array.from({ length: (d.length - 56) / 32 }, (_, i) => encode58(d.subarray(56 + 32 * i, 88 + 32 * i))) : null;
	};

	// A blockhash of the last slots, or a durable nonce that is advanced first.
	function fresh(tx) {
		if (hashes.has(tx.blockhash)) return true;
		const ix = tx.instructions[0];
		if (!ix || tx.keys[ix.program] !== SYSTEM || ix.data.length !== 4 || ix.data.readUInt32LE(0) !== 4) return false;
		const nonce = engine.get(tx.keys[ix.accounts[0]]);
		return nonce?.data.length === 80 && nonce.data.readUInt32LE(4) === 1 && encode58(nonce.data.subarray(40, 72)) === tx.blockhash;
	}

	function execute(wire) {
		const tx = parse(wire);
		if (!fresh(tx)) return { err: 'BlockhashNotFound', logs: [] };
		const before = markets.map((m) => seqOf(engine, m));
		const vanishes = faults.hit('vanish');
		const state = vanishes && { state: engine.snapshot(), statuses: new Map(statuses), ledger: ledger.slice() };
		const payer = engine.get(tx.keys[0])?.lamports ?? 0n;
		const tips = tipped();
		const r = engine.execute(wire);
		if (TRACELESS.includes(r.err)) return r;
		const accounts = resolve(tx, table), fee = payer - (engine.get(tx.keys[0])?.lamports ?? 0n);
		const status = { slot: last, err: r.err, logs: r.logs, cu: r.cu, wire, seconds: seconds(), fee, keys: accounts.map((a) => a.key) };
		statuses.set(tx.id, status);
		ledger.push({ slot: last, id: tx.id, payer: tx.keys[0], err: r.err, tip: (tipped() - tips).toString(),
			instructions: r.err ? [] : describe(tx, accounts),
			matches: r.err ? [] : markets.flatMap((m, i) => matches(engine, m, before[i])) });
		if (state) undo.push({ ...state, slot: last, at: last + 2 + vanishes });
		return r;
	}

	const tipped = () => TIPS.reduce((sum, t) => sum + (engine.get(t)?.lamports ?? 0n), 0n);

	function landBundle(b) {
		const state = engine.snapshot(), had = [new Map(statuses), ledger.slice()], tips = tipped();
		const bad = b.fails || b.wires.some((w) => execute(w).err) || tipped() - tips < MIN_TIP;
		if (bad) {
			engine.restore(state);
			[statuses, ledger] = had;
			b.status = 'Failed';
			return;
		}
		b.status = 'Landed';
		b.slot = last;
	}

	return {
		engine, faults, markets, bundles,
		tick, execute, fresh,
		slot: () => last,
		seconds,
		hashes: () => hashes,
		validUntil: (hash) => hashes.get(hash) + VALID,
		status: (id) => statuses.get(id) ?? null,
		statuses: () => statuses,
		ledger: () => ledger,
		note: (id, s) => statuses.set(id, s),
		resolve: (tx) => resolve(tx, table),
		// How sure a landing is, and what is as sure as asked for.
		commitment: (slot) => (last - slot >= FINAL ? 'finalized' : last - slot >= 1 ? 'confirmed' : 'processed'),
		height: (level) => (level === 'finalized' ? last - FINAL : level === 'confirmed' ? last - 1 : last),
		// A transaction sent on its own lands by the next slot, or as the faults have it.
		send(wire) {
			if (faults.hit('drop')) return;
			const late = faults.hit('delay');
			if (late) waiting.push({ at: last + late, land: () => execute(wire) });
			else execute(wire);
		},
		sendBundle(b) {
			bundles.set(b.id, b);
			b.status = 'Pending';
			b.at = last;
			if (faults.hit('jitoPending')) return;
			if (faults.hit('jitoAlone')) {
				const alone = b.wires[Math.floor(faults.random() * b.wires.length)];
				waiting.push({ at: last + landSlots, land: () => execute(alone) });
				return;
			}
			b.fails = !!faults.hit('jitoFail');
			waiting.push({ at: last + landSlots, land: () => landBundle(b) });
			if (!landSlots) tick();
		},
		advance(n) {
			added += n;
			tick();
			return last;
		},
		freeze(yes) {
			if (yes && !frozen) thawed = now() - base - added;
			frozen = frozen || yes;
			return frozen;
		},
		snapshot: () => ({ engine: engine.snapshot(), statuses: new Map(statuses), ledger: ledger.slice() }),
		restore(s) {
			engine.restore(s.engine);
			statuses = new Map(s.statuses);
			ledger = s.ledger.slice();
			waiting = [];
			undo = [];
		},
	};
}
