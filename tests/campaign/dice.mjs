// dice.mjs - chance from a seed, so that a run repeats.
import { share, splitmix64 } from '../splitmix64.mjs';

// The seed goes through the generator itself: its state is a counter, and the streams of
// seeds that only a factor sets apart are one stream, entered at other places.
export function dice(seed) {
	const random = splitmix64(splitmix64(seed)()), next = () => share(random);
	const below = (n) => Math.floor(next() * n);
	return { below, between: (a, b) => a + below(b - a + 1), often: (p) => next() < p, one: (list) => list[below(list.length)] };
}
