// splitmix64.mjs - chance from a seed, so that what happened can happen again.
// source: G. Steele, D. Lea, C. Flood, Fast Splittable Pseudorandom Number Generators (2014).

// Whole numbers of 64 bits, one after the other.
export function splitmix64(seed) {
	let state = BigInt(seed);
	return () => {
		let z = (state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n));
		z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
		z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
		return z ^ (z >> 31n);
	};
}

// One of 0 up to 1, from 53 of those bits.
export const share = (random) => Number(random() >> 11n) / 2 ** 53;
