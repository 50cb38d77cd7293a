// judge.mjs - whether a run did right, by the exchanges' own books.  It shares nothing with
// hedge-sync but the formats: what it was given, and what it said.
import { ASSETS } from './plan.mjs';
import { held } from './world.mjs';

const EPSILON = 1e-9; // of sizes, which are doubles here
const RULES = { binance: { ETHUSDT: [0.001, 20], BTCUSDT: [0.001, 100], '1000PEPEUSDT': [1, 5] }, bybit: { ETHUSDT: [0.01, 5], BTCUSDT: [0.001, 5], '1000PEPEUSDT': [100, 5] } }; // step, least notional
const LEAST = 50; // HEDGE_BAND_MIN_NOTIONAL

// What should be held of an asset, in contracts, and how far from it is left alone.
export function wanted(plan, positions, asset, books) {
	const { symbol, units } = ASSETS[asset], exposure = positions.reduce((sum, p) => sum + (p.amounts[asset] ?? 0), 0);
	const target = -(Number(plan.ratio) * exposure) / units;
	const each = plan.venues.map((v) => {
		const [step, notional] = RULES[v][symbol];
		return Math.max(LEAST / books[v].marks[symbol], notional / books[v].marks[symbol] + step, step) + step;
	});
	return { symbol, target, band: (Math.abs(target) * Number(plan.band)) / 100 + each.reduce((a, b) => a + b, 0) };
}

// Where what is held is not what is wanted.
export function gaps(plan, positions, books) {
	return plan.assets.flatMap((asset) => {
		const { symbol, target, band } = wanted(plan, positions, asset, books), is = plan.venues.map((v) => held(books[v], symbol)), sum = is.reduce((a, b) => a + b, 0);
		return [
			...(Math.abs(sum - target) > band + EPSILON ? [`${symbol}: ${sum} is held (${plan.venues.map((v, i) => `${v} ${is[i]}`).join(', ')}), ${target} is wanted, ${band} is left alone`] : []),
			...is.filter((x) => x > EPSILON).map((x) => `${symbol}: a long position of ${x}`)];
	});
}

const plain = (decimal) => decimal.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
const line = (f) => [f.venue, f.symbol, f.client_id, f.side, plain(f.price), plain(f.size)].join(' ');

function count(list) {
	const n = new Map();
	for (const x of list) n.set(x, (n.get(x) ?? 0) + 1);
	return n;
}

// Every trade of ours is in the store, once, and nothing else is.
function fills({ plan, books, stored }) {
	const done = count(plan.venues.flatMap((venue) => books[venue].fills.filter((f) => f.client_id.startsWith('mm')).map((f) => line({ ...f, venue }))));
	const told = count(stored.map((f) => line({ ...f, symbol: f.market, client_id: f.attempt })));
	return [...new Set([...done.keys(), ...told.keys()])].filter((k) => done.get(k) !== told.get(k)).map((k) => `fill ${k}: ${done.get(k) ?? 0} times at the exchange, ${told.get(k) ?? 0} in the store`);
}

export const judge = (e) => [
	...e.world.errors, ...e.said,
	...(e.code === 0 ? [] : [`the last frame ended ${e.code}`]),
	...(e.resumed === 0 ? [] : [`resume ended ${e.resumed}`]),
	...(e.open ? [`still open: ${e.open.split('\n')[0]}`] : []),
	...e.strayed.map((s) => `a redirect was followed: ${s.method} ${s.path}`),
	...e.leaks.map((l) => `a secret in ${l}`),
	...gaps(e.plan, e.plan.last, e.books),
	...fills(e)];
