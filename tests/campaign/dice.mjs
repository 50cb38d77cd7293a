// dice.mjs - chance from a seed, so that a run repeats.
// splitmix64
export function dice(seed) {
	let state = BigInt(seed) * 0x9e3779b97f4a7c15n;
	const next = () => {
		state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
		let z = state;
		z = BigInt.asUintN(64, (z ^ z >> 30n) * 0xbf58476d1ce4e5b9n);
		z = BigInt.asUintN(64, (z ^ z >> 27n) * 0x94d049bb133111ebn);
		return Number((z ^ z >> 31n) >> 11n) / 2 ** 53;
	};
	const below = (n) => Math.floor(next() * n);
	return { below, between: (a, b) => a + below(b - a + 1), often: (p) => next() < p, one: (list) => list[below(list.length)] };
}
