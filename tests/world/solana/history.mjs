// history.mjs - an engine that remembers what its accounts were some slots ago, so that
// a node that lags can answer with it.
import { addressesOf, parse, resolve } from './wire.mjs';

const KEPT = 64; // slots

// The engine with at(key, slot) and ownedAt(program, slot): as at the end of that slot.
export function remembering(engine) {
	const past = new Map(); // key: [[slot, what was there before that slot changed it]], oldest first

	function note(key) {
		const slot = engine.slot(), all = past.get(key) ?? [];
		if (all.length && all[all.length - 1][0] === slot) return;
		past.set(key, [...all.filter(([s]) => slot - s <= KEPT), [slot, engine.get(key)]]);
	}

	function at(key, slot) {
		const change = past.get(key)?.find(([s]) => s > slot);
		return change ? change[1] : engine.get(key);
	}

	function writable(wire) {
		try {
			return resolve(parse(wire), (key) => addressesOf(engine.get(key))).filter((a) => a.writable);
		} catch {
			return []; // it does not load, and changes nothing
		}
	}

	return {
		...engine,
		at,
		ownedAt(program, slot) {
			const keys = new Set([...engine.owned(program).map(([k]) => k), ...past.keys()]);
			return [...keys].map((k) => [k, at(k, slot)]).filter(([, a]) => a?.owner === program);
		},
		set(key, account) {
			note(key);
			engine.set(key, account);
		},
		execute(wire) {
			for (const a of writable(wire)) note(a.key);
			return engine.execute(wire);
		},
		// The chain went back: what was before is not known any more.
		restore(state) {
			past.clear();
			engine.restore(state);
		},
	};
}
