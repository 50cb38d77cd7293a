// engine.mjs - one exchange: its accounts, orders, fills, funding and liquidations.  Its
// dialect (binance.mjs, bybit.mjs) only reads requests and writes replies.
//
// An order: received -> refused, or NEW -> PARTIAL -> FILLED | CANCELED | EXPIRED, the
// last two with what was executed; REJECTED after it was taken, with nothing executed.
// Where two exchanges differ, their traits say how.
import { Account, OPEN } from './account.mjs';
import { check } from './filters.mjs';
import { Market } from './market.mjs';
import { ONE, abs, div, min, mul, num } from './num.mjs';
import { FEES, MARKS, RULES } from './rules.mjs';
import { why } from './refusal.mjs';

// closing: what a reduce-only order larger than the position is: clip or reject.
// idsForEver: a client id is taken for good; else only while its order is open.
// acceptMs: from the answer to an order until it moves; null: before the answer.
const TRAITS = {
	binance: { idsForEver: false, closing: 'clip', acceptMs: null, clipsSize: false },
	bybit: { idsForEver: true, closing: 'clip', acceptMs: 5, clipsSize: true },
};
export const UID_BASE = 104_274_000;
const RATE = num('0.0001');

export class Venue {
	constructor(name, clock, { idBase }) {
		Object.assign(this, { name, clock, skew: 0, rules: RULES[name], fees: { ...FEES[name] }, traits: { ...TRAITS[name] }, accounts: new Map(), keys: new Map(),
			markets: new Map(), orders: new Map(), next: { order: BigInt(idBase), waiting: 2_148_719n, fill: 1n, seq: 1n, key: 1n } });
		for (const rule of this.rules.values()) this.market(rule);
	}

	market(rule) {
		const m = new Market(rule, num(MARKS[rule.symbol]), RATE);
		this.markets.set(rule.symbol, m);
		this.fundingAt(m, (Math.floor(this.clock.now() / rule.fundingMs) + 1) * rule.fundingMs);
	}

	// The time this exchange has: the world's, with its own error.
	now() {
		return this.clock.now() + this.skew;
	}

	account(name, options) {
		const a = new Account(name, UID_BASE + this.accounts.size + 1, { ...options, now: this.now() });
		this.accounts.set(name, a);
		return a;
	}

	id(kind, step = 1n) {
		const id = this.next[kind];
		this.next[kind] += step;
		return id;
	}

	// --- orders

	// place takes an order or throws a Refusal.  o: symbol, client, buy, type (LIMIT,
	// MARKET), tif (GTC, IOC, FOK, GTX), qty, price, reduceOnly, positionSide.  twist: what
	// goes wrong with it on purpose (faults.mjs); queue_ms: null moves it before it is told.
	place(a, o, twist = {}) {
		this.check(a, o);
		const order = this.record(a, o, twist);
		const wait = twist.queue_ms === undefined ? this.traits.acceptMs : twist.queue_ms;
		if (wait === null) this.execute(a, order, twist);
		else this.clock.at(this.clock.now() + wait, () => OPEN.has(order.status) && this.execute(a, order, twist));
		return order;
	}

	check(a, o) {
		check(this, a, o);
	}

	record(a, o, twist) {
		const now = this.now(), id = this.id('order', 2n);
		const order = { ...o, id, client: o.client ?? `auto${id}`, named: o.client !== undefined && !o.forced, account: a.name, status: 'NEW', executed: 0n,
			spent: 0n, fee: 0n, created: now, changed: now, asked: o.qty, cause: null,
			hidden: { until: this.clock.now() + (twist.hide_ms ?? 0), calls: twist.hide_calls ?? 0 },
			unlisted: { until: this.clock.now() + (twist.fills_ms ?? 0), calls: twist.fills_calls ?? 0 }, wiped: !!twist.wipe, moved: false };
		if (order.type === 'MARKET') order.price = 0n;
		a.orders.push(order);
		a.byClient.set(order.client, order);
		this.orders.set(id, order);
		return order;
	}

	execute(a, o, twist) {
		const m = this.markets.get(o.symbol);
		o.moved = true;
		if (twist.refuse) return this.end(o, 'REJECTED', twist.refuse === true ? 'EC_NoEnoughQtyToFill' : twist.refuse);
		let qty = o.qty;
		if (o.reduceOnly) {
			const held = this.closable(a, o);
			if (held === 0n) return this.end(o, this.traits.acceptMs === null ? 'EXPIRED' : 'CANCELED', 'REDUCE_ONLY');
			if (qty > held) qty = held;
			if (this.traits.clipsSize) o.qty = qty;
		}
		if (twist.partial !== undefined) qty = this.part(m, qty, twist.partial);
		const limit = o.type === 'MARKET' ? m.bound(o.buy) : o.price;
		const parts = m.walk(o.buy, qty, limit), total = parts.reduce((s, p) => s + p.qty, 0n);
		if (o.tif === 'FOK' && total < qty) return this.end(o, 'EXPIRED', 'FOK');
		if (o.tif === 'GTX' && total > 0n) return this.end(o, 'EXPIRED', 'POST_ONLY');
		for (const p of parts) this.fill(a, o, p.px, p.qty, { maker: false, lag: twist.lag });
		m.take(parts);
		const rests = o.type === 'LIMIT' && (o.tif === 'GTC' || o.tif === 'GTX');
		if (o.executed === o.qty) this.end(o, 'FILLED');
		else if (rests && twist.partial === undefined) o.status = o.executed > 0n ? 'PARTIAL' : 'NEW';
		else this.end(o, rests ? 'CANCELED' : 'EXPIRED', total === 0n ? 'NO_LIQUIDITY' : 'REST');
	}

	// A share of a size, in steps, never all of it.
	part(m, qty, share) {
		const { step } = m.rule.n, part = mul(qty, num(share));
		return min(part - (part % step), qty - step);
	}

	end(o, status, cause = null) {
		Object.assign(o, { status, cause, changed: this.now() });
	}

	// What an order that only reduces could close now.
	closable(a, o) {
		const { qty } = a.position(o.symbol, o.positionSide);
		return qty === 0n || qty > 0n === o.buy ? 0n : abs(qty);
	}

	fill(a, o, px, qty, { maker, lag, kind = 'trade' }) {
		if (lag) a.lagging(lag, this.clock.now());
		const now = this.now(), p = a.position(o.symbol, o.positionSide);
		const { realized, closed } = a.apply(p, o.buy, px, qty, now);
		const value = mul(px, qty), fee = mul(value, maker ? this.fees.maker : this.fees.taker);
		a.wallet += realized - fee;
		o.executed += qty;
		o.spent += value;
		o.fee += fee;
		o.changed = now;
		a.fills.push({ n: this.clock.stamp(), id: this.id('fill'), seq: this.id('seq'), order: o, symbol: o.symbol, side: o.positionSide, buy: o.buy, px,
			qty, value, fee, realized, closed, maker, kind, t: now,
			left: o.qty - o.executed, mark: this.markets.get(o.symbol).mark });
		a.changed = now;
	}

	mean(o) {
		return o.executed === 0n ? 0n : div(o.spent, o.executed);
	}

	// find: by id or client id, or null; as a query sees it: what is hidden yet is not there.
	find(a, { id, client, symbol }, { through = false } = {}) {
		const o = id !== undefined ? this.orders.get(id) : a.byClient.get(client);
		if (!o || o.account !== a.name || (symbol && o.symbol !== symbol)) return null;
		return through || this.visible(o) ? o : null;
	}

	visible(o) {
		if (!o.moved && o.status === 'NEW') return false;
		return this.over(o.hidden);
	}

	// Is what holds something back over, in time and in how often it was asked for?
	over(held) {
		if (this.clock.now() < held.until) return false;
		return held.calls === 0 || --held.calls < 0;
	}

	// The fills that readers see, of those of f.
	listed(a, f) {
		const known = new Map();
		const seen = (o) => {
			if (!known.has(o)) known.set(o, this.visible(o) && this.over(o.unlisted));
			return known.get(o);
		};
		return a.fills.filter((x) => f(x) && seen(x.order));
	}

	// cancel an open order, where orders are answered before they move (acceptMs) after the
	// answer: then it may have been filled instead.  twist.fill: somebody takes it first.
	cancel(a, o, twist = {}) {
		const { acceptMs } = this.traits;
		if (!OPEN.has(o.status)) throw why('over');
		if (acceptMs !== null) this.clock.at(this.clock.now() + acceptMs, () => this.canceled(a, o, twist));
		else if (!this.canceled(a, o, twist)) throw why('over');
		return o;
	}

	canceled(a, o, twist) {
		if (twist.fill !== undefined && OPEN.has(o.status)) this.fillResting(a, o, twist.fill);
		if (!OPEN.has(o.status)) return false;
		this.end(o, 'CANCELED', 'USER');
		return true;
	}

	// A share of what is open of a resting order, as its maker.
	fillResting(a, o, share = '1') {
		const m = this.markets.get(o.symbol), left = o.qty - o.executed;
		let qty = num(share) === ONE ? left : this.part(m, left, share);
		if (o.reduceOnly) qty = min(qty, this.closable(a, o));
		if (qty > 0n) this.fill(a, o, o.price, qty, { maker: true });
		if (o.executed === o.qty) this.end(o, 'FILLED');
		else o.status = o.executed > 0n ? 'PARTIAL' : 'NEW';
	}

	// --- what happens by itself

	// move: the price of a symbol; resting orders it crosses are filled, accounts that
	// cannot bear it are liquidated.
	move(symbol, mark, index) {
		const m = this.markets.get(symbol);
		m.move(mark, index);
		for (const a of this.accounts.values()) {
			for (const o of a.open(symbol)) {
				const best = (o.buy ? m.asks : m.bids)[0];
				if (o.moved && best && (o.buy ? best.px <= o.price : best.px >= o.price)) this.fillResting(a, o);
			}
			this.watch(a);
		}
	}

	fundingAt(m, at) {
		m.nextFunding = at;
		this.clock.at(at - this.skew, () => {
			this.fund(m);
			this.fundingAt(m, at + m.rule.fundingMs);
		});
	}

	// Longs pay shorts what the rate says of the notional.
	fund(m) {
		for (const a of this.accounts.values())
			for (const p of a.positions.values()) {
				if (p.symbol !== m.rule.symbol || p.qty === 0n) continue;
				const amount = -mul(mul(p.qty, m.mark), m.rate);
				a.wallet += amount;
				a.entries.push({ id: this.id('seq'), kind: 'funding', symbol: p.symbol, side: p.side, amount, qty: p.qty, mark: m.mark, rate: m.rate, t: this.now() });
			}
		for (const a of this.accounts.values()) this.watch(a);
	}

	// An account below its maintenance margin loses all it holds, at the mark price.
	watch(a) {
		const { equity, keep } = a.margin(this.markets);
		if (keep === 0n || equity >= keep) return;
		for (const o of a.open()) this.end(o, 'CANCELED', 'LIQUIDATION');
		for (const p of [...a.positions.values()]) if (p.qty !== 0n) this.force(a, p, abs(p.qty), 'liquidation');
	}

	// Closes some of a position in spite of its owner: kind liquidation or adl.
	force(a, p, qty, kind) {
		const buy = p.qty < 0n, prefix = kind === 'adl' ? 'adl_autoclose' : 'autoclose-';
		const o = this.record(a, { symbol: p.symbol, client: `${prefix}${this.next.order}`, buy, type: 'LIMIT', tif: 'IOC', qty, price: this.markets.get(p.symbol).mark,
			reduceOnly: true, positionSide: p.side, forced: true }, {});
		o.moved = true;
		this.fill(a, o, o.price, qty, { maker: false, kind });
		this.end(o, 'FILLED');
		return o;
	}
}
