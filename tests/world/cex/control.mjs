// control.mjs - what a test or a person may do to the world: POST /_paper/NAME with its
// parameters as JSON.
import { OPEN } from './account.mjs';
import { email } from './keys.mjs';
import { judge } from './judge.mjs';
import { num, text } from './num.mjs';
import { wait } from './waiting.mjs';

const decimal = (name, value) => {
	const n = num(value);
	if (n === null) throw new Error(`${name}: no decimal: ${value}`);
	return n;
};

export function controls(world, info) {
	const { clock, faults, ledger } = world;
	const venueOf = (name) => {
		const v = world.venues().get(name);
		if (!v) throw new Error(`no venue '${name}'`);
		return v;
	};
	// One exchange where one is named, both where none is.
	const each = (p, f) => (p.venue ? [venueOf(p.venue)] : [...world.venues().values()]).map(f);
	const accountOf = (p) => {
		const a = venueOf(p.venue).accounts.get(p.account ?? 'main');
		if (!a) throw new Error(`no account '${p.account}'`);
		return a;
	};
	const marketOf = (v, symbol) => {
		const m = v.markets.get(symbol);
		if (!m) throw new Error(`no symbol '${symbol}'`);
		return m;
	};
	const keyView = (k) => ({ kind: k.kind, key: k.key, secret: k.secret, account: k.account });
	const levels = (side) => side.slice(0, 3).map((l) => [text(l.px), text(l.qty)]);
	const positionView = (p) => ({ symbol: p.symbol, side: p.side, position: text(p.qty) });
	const orderView = (o) => ({ id: String(o.id), client_id: o.client, symbol: o.symbol, side: o.buy ? 'buy' : 'sell', position_side: o.positionSide,
		status: o.status, size: text(o.qty), executed: text(o.executed),
		price: text(o.price), reduce_only: o.reduceOnly, cause: o.cause, forced: !!o.forced });
	const fillView = (f) => ({ id: String(f.id), client_id: f.order.client, symbol: f.symbol, side: f.buy ? 'buy' : 'sell', price: text(f.px),
		size: text(f.qty), fee: text(f.fee), realized: text(f.realized), kind: f.kind, t: f.t });
	const accountView = (a) => ({ wallet: text(a.wallet), hedge: a.hedge,
		positions: [...a.positions.values()].filter((p) => p.qty !== 0n).map(positionView), orders: a.orders.map(orderView), fills: a.fills.map(fillView),
		fundings: a.entries.filter((e) => e.kind === 'funding').map((e) => ({ symbol: e.symbol, amount: text(e.amount), t: e.t })) });
	const named = (p) => {
		const o = accountOf(p).byClient.get(p.client_id);
		if (!o) throw new Error(`no order '${p.client_id}'`);
		return o;
	};

	return {
		info: () => ({ ...info(), accounts: Object.fromEntries([...world.venues()].map(([name, v]) => [name,
			Object.fromEntries([...v.accounts.values()].map((a) => [a.name, { uid: a.uid, email: email(a) }]))])),
			keys: Object.fromEntries([...world.venues()].map(([name, v]) => [name, [...v.keys.values()].map(keyView)])) }),
		// reset {seed, balance, id_base}: everything from the beginning.
		reset: (p) => {
			world.reset(p);
			return {};
		},
		// clock {advance: ms, set: ms, hold: bool, venue, skew: ms}
		clock: (p) => {
			if (p.skew !== undefined) each(p, (v) => (v.skew = p.skew));
			clock.change(p);
			clock.run();
			return { now: clock.now(), ...Object.fromEntries([...world.venues()].map(([name, v]) => [name, v.now()])) };
		},
		// price {symbol, mark, index, venue}
		price: (p) => each(p, (v) => {
			marketOf(v, p.symbol);
			v.move(p.symbol, decimal('mark', p.mark), decimal('index', p.index ?? p.mark));
		}) && {},
		// book {venue, symbol, bids: [[price, size]], asks}: until book {auto: true}
		book: (p) => each(p, (v) => {
			const m = marketOf(v, p.symbol), side = (rows) => (rows ?? []).map(([px, qty]) => [decimal('price', px), decimal('size', qty)]);
			if (!p.auto) return m.set(side(p.bids), side(p.asks));
			m.auto = true;
			return m.refill();
		}) && {},
		// market {venue, symbol, open: bool, rate: funding, stale: ms}: stale: how old what is
		// told of it is
		market: (p) => each(p, (v) => {
			const m = marketOf(v, p.symbol);
			if (p.open !== undefined) m.open = p.open;
			if (p.stale !== undefined) m.stale = p.stale;
			if (p.rate !== undefined) m.rate = decimal('rate', p.rate);
		}) && {},
		// fund {venue, symbol}: its funding is paid now as well
		fund: (p) => each(p, (v) => v.fund(marketOf(v, p.symbol))) && {},
		// traits {venue, closing: clip|reject, acceptMs}
		traits: (p) => each(p, (v) => {
			const { venue: _, ...rest } = p;
			Object.assign(v.traits, rest);
		}) && {},
		// fees {venue, maker, taker}
		fees: (p) => each(p, (v) => Object.assign(v.fees, { maker: decimal('maker', p.maker), taker: decimal('taker', p.taker) })) && {},
		// limits {venue, weight, orders, requests, perSecond, grace: {read: ms, order: ms}}
		limits: (p) => each(p, (v) => {
			const { venue: _, ...rest } = p;
			world.side(v.name).limits.set(rest);
		}) && {},

		// account {venue, name, balance, hedge}: a new one, its keys
		account: (p) => world.account(venueOf(p.venue), p).map(keyView),
		// key {venue, account, kind, name, rights, ips, expires_ms, master}: a further key
		key: (p) => keyView(world.key(venueOf(p.venue), p)),
		// set {venue, account, leverage, isolated, symbol, hedge, trade, balance, pooled, worth}:
		// behind its owner's back; hedge only where nothing is held, as everywhere; pooled: all
		// assets are margin, the others being worth so much
		set: (p) => {
			const a = accountOf(p);
			if (p.leverage !== undefined) a.setting(p.symbol).leverage = decimal('leverage', p.leverage);
			if (p.isolated !== undefined) a.setting(p.symbol).isolated = p.isolated;
			if (p.hedge !== undefined && [...a.positions.values()].some((x) => x.qty !== 0n)) throw new Error('there are positions');
			if (p.hedge !== undefined) a.hedge = p.hedge;
			if (p.trade !== undefined) a.canTrade = p.trade;
			if (p.pooled !== undefined) [a.pooled, a.worth] = [p.pooled, decimal('worth', p.worth ?? '0')];
			if (p.balance !== undefined) [a.start, a.wallet] = [a.start + decimal('balance', p.balance) - a.wallet, decimal('balance', p.balance)];
			return {};
		},
		// order {venue, account, symbol, side, size, price, client_id, position_side}: by
		// another hand of the same account, at the market without a price; told when it has moved
		order: (p) => {
			const v = venueOf(p.venue);
			const o = v.place(accountOf(p), { symbol: p.symbol, client: p.client_id, buy: p.side === 'buy', type: p.price === undefined ? 'MARKET' : 'LIMIT',
				tif: p.price === undefined ? 'IOC' : 'GTC',
				qty: decimal('size', p.size), price: p.price === undefined ? 0n : decimal('price', p.price), reduceOnly: false, positionSide: p.position_side ?? 'BOTH' },
				{ queue_ms: null });
			return orderView(o);
		},
		// wait {venue, account, symbol, side, size, trigger, price, client_id, position_side}: such an
		// order that waits for a price; size 0 closes what is there
		wait: (p) => {
			const o = wait(venueOf(p.venue), accountOf(p), { symbol: p.symbol, client: p.client_id, buy: p.side === 'buy', kind: p.price === undefined ? 'STOP_MARKET' : 'STOP',
				type: p.price === undefined ? 'MARKET' : 'LIMIT', tif: 'GTC', qty: decimal('size', p.size), price: p.price === undefined ? 0n : decimal('price', p.price),
				trigger: decimal('trigger', p.trigger), reduceOnly: false, positionSide: p.position_side ?? 'BOTH' });
			return { id: String(o.id), client_id: o.client };
		},
		// fill {venue, account, client_id, share}: somebody takes some of a resting order
		fill: (p) => {
			const o = named(p);
			if (OPEN.has(o.status)) venueOf(p.venue).fillResting(accountOf(p), o, p.share ?? '1');
			return orderView(o);
		},
		// adl {venue, account, symbol, side, size}; liquidate: the same as a liquidation
		adl: (p) => force(p, 'adl'),
		liquidate: (p) => force(p, 'liquidation'),
		// wipe {venue, account}: the fast list of orders forgets those that are over
		wipe: (p) => {
			accountOf(p).wipedBefore = venueOf(p.venue).now() + 1;
			return {};
		},

		inject: (p) => faults.inject(p),
		injections: () => faults.told(),
		clear: () => {
			faults.clear();
			return {};
		},
		// dice {seed, rate, only, without, slow_ms, seconds}: faults at random (dice.mjs)
		dice: (p) => {
			faults.dice(p);
			return {};
		},
		// requests {since}: from that number on
		requests: (p) => ledger.requests().slice(p.since ?? 0),
		// strayed: what came to the place redirects lead to
		strayed: () => ledger.strays(),
		// position {venue, account, symbol, side}: contracts, signed
		position: (p) => text(accountOf(p).position(p.symbol, p.side ?? 'BOTH').qty),
		// judge {expect: [{venue, account, symbol, position, band}], one_sign, intent}: no venue:
		// over both
		judge: (p) => judge(world.venues(), ledger, p),
		state: () => Object.fromEntries([...world.venues()].map(([name, v]) => [name, {
			now: v.now(), blocks: world.side(name).limits.blocks(),
			markets: Object.fromEntries([...v.markets].map(([s, m]) => [s, { mark: text(m.mark), bids: levels(m.bids), asks: levels(m.asks) }])),
			accounts: Object.fromEntries([...v.accounts].map(([n, a]) => [n, accountView(a)])),
		}])),
	};

	function force(p, kind) {
		const a = accountOf(p), held = a.position(p.symbol, p.side ?? (a.hedge ? 'LONG' : 'BOTH'));
		if (held.qty === 0n) return {};
		const all = held.qty < 0n ? -held.qty : held.qty;
		return orderView(venueOf(p.venue).force(a, held, p.size === undefined ? all : decimal('size', p.size), kind));
	}
}
