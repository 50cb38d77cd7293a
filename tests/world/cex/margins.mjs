// margins.mjs - what margin means for one position, as both exchanges tell it.
import { abs, div, mul } from './num.mjs';

// Where an account would have lost its maintenance margin if only this price moved.
export function liquidationPrice(venue, a, p) {
	if (p.qty === 0n) return 0n;
	const m = venue.markets.get(p.symbol), { equity, keep } = a.margin(venue.markets), size = abs(p.qty);
	const rest = equity - mul(p.qty, m.mark) - (keep - mul(mul(size, m.mark), m.rule.n.keep));
	const slope = mul(size, m.rule.n.keep) - p.qty;
	const px = div(rest, slope);
	return px > 0n ? px : 0n;
}
