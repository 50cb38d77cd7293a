// account.mjs - what one account holds: wallet, positions, margin.
//
// Cross margin: one wallet stands for all positions, and with pooled (several assets as
// margin) what other assets are worth.  The margin type of a symbol is kept
// and told; an isolated position is reckoned as a cross one all the same.
import { ONE, abs, div, min, mul } from './num.mjs';

export const OPEN = new Set(['NEW', 'PARTIAL']); // of an order

export class Account {
	constructor(name, uid, { balance, now, hedge = false, leverage = 20n * ONE }) {
		Object.assign(this, { name, uid, wallet: balance, start: balance, hedge, leverage, canTrade: true, pooled: false, worth: 0n, marginMode: 'REGULAR_MARGIN',
			positions: new Map(), settings: new Map(), orders: [], waiting: [], byClient: new Map(), fills: [], entries: [], counts: new Map(), lag: null, changed: now });
	}

	sides() {
		return this.hedge ? ['LONG', 'SHORT'] : ['BOTH'];
	}

	position(symbol, side) {
		const key = `${symbol}/${side}`;
		if (!this.positions.has(key)) this.positions.set(key, { symbol, side, qty: 0n, cost: 0n, realized: 0n, made: 0, changed: 0, status: 'Normal' });
		return this.positions.get(key);
	}

	setting(symbol) {
		if (!this.settings.has(symbol)) this.settings.set(symbol, { leverage: this.leverage, isolated: false });
		return this.settings.get(symbol);
	}

	// open orders, of a symbol.
	open(symbol) {
		return this.orders.filter((o) => OPEN.has(o.status) && (!symbol || o.symbol === symbol));
	}

	// What is held as readers see it: after a fill their copy may lag (lagging).
	seen(now) {
		if (this.lag && (this.lag.calls > 0 || now < this.lag.until)) {
			if (this.lag.calls > 0) this.lag.calls--;
			return this.lag.rows;
		}
		this.lag = null;
		return [...this.positions.values()];
	}

	// From now on readers see what is held now, for so many ms or readings.
	lagging({ ms = 0, calls = 0 }, now) {
		this.lag = { until: now + ms, calls, rows: [...this.positions.values()].map((p) => ({ ...p })) };
	}

	entry(p) {
		return p.qty === 0n ? 0n : abs(div(p.cost, p.qty));
	}

	// cost is what was paid for what is held, signed as the position.
	upnl(p, mark) {
		return mul(p.qty, mark) - p.cost;
	}

	// Takes a fill; returns what was realized and how much of it closed.
	apply(p, buy, px, qty, now) {
		const signed = buy ? qty : -qty;
		let closed = 0n, realized = 0n;
		if (p.qty !== 0n && p.qty > 0n !== buy) {
			closed = min(qty, abs(p.qty));
			const cost = (p.cost * closed) / abs(p.qty), value = mul(closed, px) * (p.qty > 0n ? 1n : -1n);
			realized = value - cost;
			p.cost -= cost;
		}
		p.cost += mul(buy ? qty - closed : closed - qty, px);
		p.qty += signed;
		if (p.qty === 0n) p.cost = 0n;
		p.realized += realized;
		Object.assign(p, { made: p.made || now, changed: now });
		return { realized, closed };
	}

	// How much of an order does not close anything.
	opening(symbol, side, buy, qty) {
		const held = this.position(symbol, side).qty;
		if (held === 0n || held > 0n === buy) return qty;
		return qty > abs(held) ? qty - abs(held) : 0n;
	}

	// All that margin is made of; marks: symbol -> Market.
	margin(markets) {
		const out = { upnl: 0n, position: 0n, order: 0n, keep: 0n, notional: 0n };
		for (const p of this.positions.values()) {
			if (p.qty === 0n) continue;
			const m = markets.get(p.symbol), notional = mul(abs(p.qty), m.mark);
			out.upnl += this.upnl(p, m.mark);
			out.position += div(notional, this.setting(p.symbol).leverage);
			out.keep += mul(notional, m.rule.n.keep);
			out.notional += notional;
		}
		for (const o of this.open()) if (!o.reduceOnly) out.order += this.orderMargin(o);
		out.equity = this.wallet + out.upnl + (this.pooled ? this.worth : 0n);
		out.initial = out.position + out.order;
		out.free = out.equity - out.initial;
		return out;
	}

	orderMargin(o) {
		const qty = this.opening(o.symbol, o.positionSide, o.buy, o.qty - o.executed);
		return div(mul(qty, o.price), this.setting(o.symbol).leverage);
	}
}
