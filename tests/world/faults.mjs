// faults.mjs - what goes wrong on purpose: the next n times, or with a probability from
// a seed.
//
//   set({next: {name: n}, chance: {name: p}, amount: {name: x}, seed})
//
// names: those there are; others are refused.
export function faults(names) {
	let count = {}, chance = {}, amount = {}, state = 1n, hits = {};

	// splitmix64, so that a run repeats.
	function random() {
		state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
		let z = state;
		z = BigInt.asUintN(64, (z ^ z >> 30n) * 0xbf58476d1ce4e5b9n);
		z = BigInt.asUintN(64, (z ^ z >> 27n) * 0x94d049bb133111ebn);
		return Number((z ^ z >> 31n) >> 11n) / 2 ** 53;
	}
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
			if (f.seed !== undefined) state = BigInt(f.seed);
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
