// market.mjs - the price and the book of one symbol.
//
// The book is a ladder on each side that takers walk; nobody of the world's accounts
// stands in it.  Made from the mark price (auto) it is whole again after every order; set
// by a control it is used up.
import { ONE, div, down, min, mul, text, up } from './num.mjs';

const LEVELS = 20, LEVEL_QUOTE = 100_000n * ONE, SPACING = ONE / 10_000n; // a level each 1/10000

export class Market {
	constructor(rule, mark, rate) {
		Object.assign(this, { rule, rate, auto: true, changes: 0, open: true, stale: 0 });
		this.move(mark);
	}

	move(mark, index = mark) {
		Object.assign(this, { mark, index });
		if (this.auto) this.refill();
	}

	refill() {
		const { tick, step } = this.rule.n;
		const level = (i, buy) => {
			const away = mul(this.mark, SPACING * BigInt(i + 1));
			const px = buy ? down(this.mark - away, tick) : up(this.mark + away, tick);
			return { px, qty: down(div(LEVEL_QUOTE, px), step) };
		};
		const side = (buy) => Array.from({ length: LEVELS }, (_, i) => level(i, buy));
		[this.bids, this.asks] = [side(true), side(false)];
		this.changes++;
	}

	// set: [[price, size]] as decimals, best first.
	set(bids, asks) {
		const side = (rows) => rows.map(([px, qty]) => ({ px, qty }));
		Object.assign(this, { auto: false, bids: side(bids), asks: side(asks), changes: this.changes + 1 });
	}

	// What somebody who buys (or sells) up to limit would get of qty, best first.
	walk(buy, qty, limit) {
		const out = [];
		for (const level of buy ? this.asks : this.bids) {
			if (qty === 0n || (buy ? level.px > limit : level.px < limit)) break;
			const part = min(qty, level.qty);
			if (part > 0n) out.push({ level, px: level.px, qty: part });
			qty -= part;
		}
		return out;
	}

	take(parts) {
		for (const { level, qty } of parts) level.qty -= qty;
		this.bids = this.bids.filter((l) => l.qty > 0n);
		this.asks = this.asks.filter((l) => l.qty > 0n);
		this.changes++;
		if (this.auto) this.refill();
	}

	// The worst price a market order accepts.
	bound(buy) {
		const { takeBand } = this.rule.n;
		return mul(this.mark, buy ? ONE + takeBand : ONE - takeBand);
	}

	price(n) {
		return text(n, this.rule.pricePlaces);
	}

	size(n) {
		return text(n, this.rule.qtyPlaces);
	}
}
