#!/usr/bin/env node
// life.mjs MODULES URL PEER [KIND]: a client that is not ours goes through a whole life of an
// account on the simulated exchange: rules, settings, orders of every kind, both position
// modes, fills, funding, refusals.  It prints a line for each thing that holds, and ends 1
// with the first that does not.  PEER: ccxt-binance, ccxt-bybit, connector, binance,
// bybit-api; KIND: of its key, hmac (default) or ed25519.
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';
import path from 'node:path';
import { clock, world } from './control.mjs';

const CODES = {
	binance: { margin: -2019, tick: -4014, step: -1111, notional: -4164, duplicate: -4116, signature: -1022, key: -2015,
		clock: -1021, reduce: -2022, fok: -5021, maker: -5022, cross: -4046, no_order: -2013, no_cancel: -2011, side: -4061, symbol: -1121 },
	bybit: { margin: 110007, tick: 10001, step: 10001, notional: 110094, duplicate: 110072, signature: 10004, key: 10003,
		clock: 10002, reduce: 110017, no_cancel: 110001, side: 10001, symbol: 10001 },
};
const TAKER = { binance: 0.0005, bybit: 0.00055 };
const S = 'ETHUSDT';

const near = (got, want, what) => assert.ok(Math.abs(got - want) <= 1e-9 * Math.max(1, Math.abs(want)),
	`${what}: ${got}, not ${want}`);
const said = (what) => console.log(what);

// A peer and what the life asks of it again and again.
class Account {
	constructor(peer, venue, prefix) {
		Object.assign(this, { peer, venue, prefix, n: 0, codes: CODES[venue] });
	}

	id() {
		return `${this.prefix}-${++this.n}`;
	}

	// place: an order, and its view once it is over or rests.
	async place(o) {
		const id = o.id ?? this.id();
		await this.peer.place({ symbol: S, ...o, id });
		return this.rests_or_over(id, !o.price || o.over || ['ioc', 'fok'].includes(o.tif));
	}

	async rests_or_over(id, over) {
		for (const until = Date.now() + 3000; Date.now() < until;) {
			const o = await this.peer.order(S, id);
			if (o && (!over || !['open', 'partial'].includes(o.state))) return o;
		}
		throw new Error(`${id}: neither rests nor over`);
	}

	// refused: what the client throws carries the venue's own number.
	async refused(name, doing) {
		const e = await doing().then(() => null, (thrown) => thrown);
		assert.ok(e, `${name}: it was not refused`);
		assert.equal(this.peer.code(e), this.codes[name], `${name}: ${e.message ?? e}`);
		return e;
	}

	// nothing: an order that comes to nothing, refused by one exchange, canceled by another.
	async nothing(name, order) {
		if (this.codes[name]) return this.refused(name, () => this.peer.place({ symbol: S, ...order, id: this.id() }));
		const o = await this.place({ ...order, over: true });
		assert.deepEqual([o.state, o.executed], ['canceled', 0], name);
	}

	async position(side = 'both') {
		return (await this.peer.positions(S)).find((p) => p.side === side && p.size !== 0)?.size ?? 0;
	}
}

async function beginning(a) {
	assert.ok(Math.abs(await a.peer.time() - Date.now()) < 500, 'time');
	assert.deepEqual(await a.peer.rules(S), { binance: { tick: 0.01, step: 0.001, max_market: 2000, min_notional: 20 },
		bybit: { tick: 0.01, step: 0.01, max_market: 724, min_notional: 5 } }[a.venue]);
	assert.deepEqual(await a.peer.balance(), { wallet: 10000, free: 10000 });
	assert.equal(await a.position(), 0);
	await a.peer.leverage(S, 5);
	assert.equal(await a.peer.leverage_is(S), 5);
	assert.equal(await a.peer.hedge_is(S), false);
	if (a.peer.cross) await a.refused('cross', () => a.peer.cross(S));
	said('time, rules, balance, leverage');
}

async function resting(a) {
	const o = await a.place({ buy: true, size: '0.5', price: '1900' });
	assert.deepEqual([o.state, o.executed, o.size, o.buy], ['open', 0, 0.5, true]);
	assert.deepEqual((await a.peer.open_orders(S)).map((x) => x.id), [o.id]);
	near((await a.peer.balance()).free, 10000 - 0.5 * 1900 / 5, 'bound by an order', 1e-6);
	await a.refused('duplicate', () => a.peer.place({ symbol: S, buy: true, size: '0.5', price: '1900', id: o.id }));
	await a.peer.cancel(S, o.id);
	assert.equal((await a.rests_or_over(o.id, true)).state, 'canceled');
	assert.deepEqual(await a.peer.open_orders(S), []);
	await a.refused('no_cancel', () => a.peer.cancel(S, o.id));
	await a.nothing('maker', { buy: true, size: '0.1', price: '2100', tif: 'maker' });
	said('limit, query by id, duplicate, open orders, cancel');
}

// The best ask has 2; behind it, 2010, 20.
async function taking(a) {
	const ioc = await a.place({ buy: true, size: '3', price: '2005', tif: 'ioc' });
	assert.deepEqual([ioc.state, ioc.executed, ioc.mean], ['canceled', 2, 2001]);
	await a.nothing('fok', { buy: true, size: '3', price: '2005', tif: 'fok' });
	await a.world.book();
	const market = await a.place({ buy: false, size: '2.5' });
	assert.deepEqual([market.state, market.executed], ['filled', 2.5]);
	near(market.mean, (2 * 1999 + 0.5 * 1990) / 2.5, 'mean price', 1e-4);
	near(await a.position(), -0.5, 'position');
	// By its side, not its id: one client cuts ids to 2^53.
	const fills = (await a.peer.fills(S)).filter((f) => !f.buy);
	assert.deepEqual(fills.map((f) => [f.price, f.size]).sort(), [[1990, 0.5], [1999, 2]]);
	for (const f of fills) near(f.fee, f.price * f.size * TAKER[a.venue], 'fee');
	said('IOC filled in part, FOK not at all, market over two levels, fills and fees');
}

async function reducing(a) {
	await a.world.book();
	const more = await a.place({ buy: true, size: '2', reduce: true });
	assert.deepEqual([more.state, more.executed].slice(1), [0.5], 'no more than there is');
	assert.equal(await a.position(), 0);
	await a.refused('reduce', () => a.peer.place({ symbol: S, buy: true, size: '1', reduce: true, id: a.id() }));
	said('reduce only');
}

async function both_sides(a) {
	await a.world.book();
	await a.peer.hedge(true);
	assert.equal(await a.peer.hedge_is(S), true);
	await a.refused('side', () => a.peer.place({ symbol: S, buy: true, size: '1', id: a.id() }));
	await a.place({ buy: true, size: '1', side: 'long' });
	await a.place({ buy: false, size: '1.5', side: 'short' });
	assert.deepEqual([await a.position('long'), await a.position('short')], [1, -1.5]);
	await a.place({ buy: false, size: '1', side: 'long' });
	await a.place({ buy: true, size: '1.5', side: 'short' });
	assert.deepEqual([await a.position('long'), await a.position('short')], [0, 0]);
	await a.peer.hedge(false);
	said('both sides of a symbol at once');
}

async function funding(a) {
	await a.world.book();
	await a.place({ buy: false, size: '1' });
	const before = (await a.peer.balance()).wallet;
	await a.world.funding('0.0001');
	const [paid] = await a.peer.fundings(S);
	near(paid, 2000 * 0.0001, 'a short position receives');
	near((await a.peer.balance()).wallet - before, 0.2, 'and has it');
	await a.place({ buy: true, size: '1', reduce: true });
	said('funding');
}

async function refusals(a, reopen) {
	const exact = a.peer.place_exactly ?? a.peer.place;
	const order = (more) => ({ symbol: S, buy: true, size: '1', price: '1900', id: a.id(), ...more });
	await a.refused('margin', () => a.place({ buy: true, size: '100', price: '1999', tif: 'gtc' }));
	await a.refused('tick', () => exact(order({ symbol: 'BTCUSDT', size: '0.01', price: '60000.05' })));
	await a.refused('step', () => exact(order({ size: '1.0001' })));
	await a.refused('notional', () => exact(order({ size: '0.01', price: a.venue === 'binance' ? '1950' : '450' })));
	const stranger = await reopen({ kind: 'hmac', secret: 'not-the-secret-of-this-key' });
	await a.refused('signature', () => stranger.balance());
	const nobody = await reopen({ key: 'nobody-has-this-key' });
	await a.refused('key', () => nobody.balance());
	for (const ms of [-11_000, 1500]) // ccxt's window is 10 s at Binance
		await clock.skewed(ms, () => a.refused('clock', () => a.peer.balance()));
	if (a.codes.no_order) await a.refused('no_order', () => a.peer.order(S, 'never-sent'));
	else assert.equal(await a.peer.order(S, 'never-sent'), undefined);
	assert.deepEqual(await a.peer.open_orders(S), []);
	said('refusals: margin, tick, step, notional, signature, key, clock, unknown order');
}

async function main([modules, url, name, kind = 'hmac']) {
	const need = createRequire(path.join(path.resolve(modules), '..', 'package.json'));
	const [file, venue] = name.split(/-(?=binance$|bybit$)/);
	const { open, load, venue: own } = await import(`./${file}.mjs`);
	const ccxt = venue && (await load(modules));
	const here = await world(url, own ?? venue, `${name}-${kind}`, kind);
	const as = (other) => (venue ? open(venue) : open)({ need, ccxt, url, ...here.creds, ...other });
	const a = new Account(await as(), own ?? venue, `${name.slice(0, 8)}-${kind}`);
	a.world = here;
	for (const part of [beginning, resting, taking, reducing, both_sides, funding])
		await part(a);
	await refusals(a, as);
	said('a whole life');
}

await main(process.argv.slice(2));
process.exit(0);
