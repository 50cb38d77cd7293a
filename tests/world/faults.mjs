// faults.mjs - what goes wrong on purpose: the next n times, or with a probability from
// a seed.
//
//   set({next: {name: n}, chance: {name: p}, amount: {name: x}, seed})
//
// names: those there are; others are refused.
import { share, splitmix64 } from '../splitmix64.mjs';

export function faults(names) {
	let count = {}, chance = {}, amount = {}, source = splitmix64(1), hits = {};
	const random = () => share(source);
	return {
		random,
		// set({next: {name: n}, chance: {name: p}, amount: {name: x}, seed}); what is left
		// out stays; {} clears all.
		set(f) {
			const known = (o) => Object.keys(o ?? {}).forEach((k) => {
				if (!names.includes(k)) throw new Error(`no fault '${k}'`);
			});
			[f.next, f.chance, f.amount].forEach(known);
			if (!Object.keys(f).length) [count, chance, amount] = [{}, {}, {}];
			Object.assign(count, f.next);
			Object.assign(chance, f.chance);
			Object.assign(amount, f.amount);
			if (f.seed !== undefined) source = splitmix64(f.seed);
			return { count, chance, amount, hits };
		},
		// Does it happen now?  False, or its amount (1 unless set).
		hit(name) {
			if (count[name] > 0) count[name]--;
			else if (!(chance[name] && random() < chance[name])) return false;
			hits[name] = (hits[name] ?? 0) + 1;
			return amount[name] ?? 1;
		},
		amount: (name) => amount[name],
	};
}
