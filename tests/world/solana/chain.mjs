// chain.mjs - a chain around an engine: slots, blockhashes, what lands when, how sure it
// is, and what vanishes again.
import { SYSTEM, addressesOf, encode58, parse, resolve } from './wire.mjs';
import { balances } from './balances.mjs';
import { feeOf } from './budget.mjs';
import { remembering } from './history.mjs';
import { describe, matches, seqOf } from './ledger.mjs';

const VALID = 150, FINAL = 32, MIN_TIP = 1000n;
// Errors of a transaction that never was: no fee, no trace.
const TRACELESS = ['AlreadyProcessed', 'SignatureFailure', 'AccountNotFound', 'InsufficientFundsForFee', 'SanitizeFailure',
	'BlockhashNotFound', 'ProgramAccountNotFound', 'AddressLookupTableNotFound', 'InvalidAddressLookupTableIndex'];

export const TIPS = ['96gYZGLnJYVFmbjzopPSU6QiEV5fGqZNyN9nmNhvrZU5', 'HFqU5x63VTqvQss8hp11i4wVV8bD44PvwucfZ2bU7gRe',
	'Cw8CFyM9FkoMi7K7Crf6HNQqf4uEMzpKw6QNghXLvLkY', 'ADaUMid9yfUytqMBgopwjb2DTLSokTSzL1zt6iGPaS49',
	'DfXygSm4jCyNCybVYYK6DwvWqjKee8pbDmJGcLWNDXjh', 'ADuUkR4vqLUMWXxW9gh6D6L8pMSawimctcNZ5pGwDcEt',
	'DttWaMuVvTiduZRnguLF7jNxTgiMBZ1hyAumKUiL2KRL', '3AVi9Tg9Uo68tJfuvoKvqKNWKkC5wPdSSdeBnizKZ6jT'];

// slotMs 0: time stands still but for advance().  start: when it began, in ms.
export function chain(bare, faults, { slotMs, landSlots, start = Date.now() }) {
	const engine = remembering(bare);
	const base = engine.slot(), startSeconds = Math.floor(start / 1000);
	let added = 0, last = base, frozen = !slotMs, thawed = 0;
	let statuses = new Map(), ledger = [];
	const hashes = new Map([[engine.blockhash(), base]]);
	const bundles = new Map();
	let waiting = [], undo = [];
	const markets = [];

	const seconds = () => (frozen ? startSeconds + Math.floor((added + thawed) * 0.4) : Math.floor(Date.now() / 1000));
	const now = () => base + added + (frozen ? thawed : Math.floor((Date.now() - start) / slotMs));

	// A new blockhash, of this slot; one that never was, also after going back.
	function expire() {
		do engine.expire(); while (hashes.has(engine.blockhash()));
		hashes.set(engine.blockhash(), last);
	}

	function tick() {
		const slot = now();
		if (slot > last) {
			last = slot;
			expire();
			for (const [h, s] of hashes) if (slot - s > VALID) hashes.delete(h);
		}
		engine.clock(last, seconds());
		for (const u of undo.filter((x) => x.at <= last)) revert(u);
		const due = waiting.filter((w) => w.at <= last);
		waiting = waiting.filter((w) => w.at > last);
		for (const w of due) w.land();
	}

	function airdrop(key, lamports) {
		const a = engine.get(key) ?? { lamports: 0n, data: Buffer.alloc(0), owner: SYSTEM, executable: false };
		engine.set(key, { ...a, lamports: a.lamports + lamports });
	}

	const snapshot = () => ({ engine: engine.snapshot(), statuses: new Map(statuses), ledger: ledger.slice() });

	function restore(s) {
		engine.restore(s.engine);
		engine.clock(last, seconds());
		statuses = new Map(s.statuses);
		ledger = s.ledger.slice();
		expire();
	}

	// A fork that loses takes all that was built on it, too.
	function revert(u) {
		undo = undo.filter((x) => x.slot < u.slot);
		restore(u.before);
	}

	const table = (key) => addressesOf(engine.get(key));

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
		const seqs = markets.map((m) => seqOf(engine, m)), tips = tipped();
		const vanishes = faults.hit('vanish'), before = vanishes && snapshot();
		const keys = keysOf(tx), had = keys.map(engine.get), balancesBefore = balances(engine, had);
		const r = engine.execute(wire);
		if (TRACELESS.includes(r.err)) return r;
		const has = keys.map(engine.get), fee = feeOf(tx);
		statuses.set(tx.id, { slot: last, err: r.err, logs: r.logs, cu: r.cu, wire, seconds: seconds(), fee, keys,
			before: balancesBefore, after: balances(engine, has) });
		// An account the transaction made or closed is known from its other end.
		const held = new Map(keys.map((k, i) => [k, has[i] ?? had[i]]));
		ledger.push({ slot: last, id: tx.id, payer: tx.keys[0], err: r.err, fee, tip: tipped() - tips,
			instructions: r.err ? [] : describe(tx, keys),
			matches: r.err ? [] : markets.flatMap((m, i) => matches(m, engine.get(m.events).data, seqs[i], (k) => held.get(k) ?? engine.get(k))) });
		if (before) undo.push({ before, slot: last, at: last + 2 + vanishes });
		return r;
	}

	// The addresses of a transaction in its order; none where it does not load.
	function keysOf(tx) {
		try {
			return resolve(tx, table).map((a) => a.key);
		} catch {
			return [];
		}
	}

	const tipped = () => TIPS.reduce((sum, t) => sum + (engine.get(t)?.lamports ?? 0n), 0n);

	function landBundle(b) {
		const before = snapshot(), tips = tipped();
		const bad = b.fails || b.wires.some((w) => execute(w).err) || tipped() - tips < MIN_TIP;
		if (bad) {
			restore(before);
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
		note: (id, key) => statuses.set(id, { slot: last, err: null, logs: [], seconds: seconds(), keys: [key] }),
		airdrop,
		resolve: (tx) => resolve(tx, table),
		// How sure a landing is, and what is as sure as asked for.
		commitment: (slot) => (last - slot >= FINAL ? 'finalized' : last - slot >= 1 ? 'confirmed' : 'processed'),
		depth: (level) => (level === 'finalized' ? FINAL : level === 'confirmed' ? 1 : 0),
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
		expire,
		snapshot,
		restore(s) {
			restore(s);
			waiting = [];
			undo = [];
		},
	};
}
