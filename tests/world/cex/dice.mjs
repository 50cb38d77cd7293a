// dice.mjs - faults at random, the same ones for the same seed.
//
// What strikes a request is drawn from the seed and from how many there were of its kind
// (exchange, method, path) before it: not from what else is asked meanwhile.
import crypto from 'node:crypto';
import { share, splitmix64 } from '../../splitmix64.mjs';

const one = (of) => (random) => of[Math.floor(share(random) * of.length)];
const upTo = (n) => (random) => Math.floor(share(random) * n);
const half = one([true, false]);
const how = one(['fin', 'rst']);

// [fault, weight, amounts]: what can happen to any request, to orders, to cancels.
const ANY = [
	['lost_request', 3, { how }], ['lost_reply', 3, { how }], ['slow', 1], ['truncated', 2], ['stalled', 1],
	['empty', 2, { status: one([200, 502]) }], ['html', 2, { status: one([200, 502, 504]), done: half }],
	['unknown_error', 2, { done: half }], ['timeout', 2, { done: half }], ['error1000', 2, { done: half }], ['unavailable', 2], ['internal', 1],
	['limited', 1], ['redirect', 1, { status: one([301, 302, 307, 308]) }], ['numbers', 1], ['extra', 1], ['twice', 1],
];
const ORDERS = [
	['late', 3, { ms: upTo(8000) }], ['queue', 2, { ms: upTo(3000) }], ['throttled', 1], ['partial', 4, { share: one(['0', '0.25', '0.5', '0.9']) }],
	['hide', 3, { ms: upTo(3000) }], ['hide', 2, { calls: upTo(4) }], ['wiped', 2],
	['lag', 2, { ms: upTo(2000) }], ['lag', 1, { calls: upTo(3) }], ['fills_lag', 2, { calls: upTo(4) }],
];
const BYBIT_ORDERS = [['refuse', 2], ['visits', 1], ['protected', 1, { done: half }]];
const CANCELS = [['fill_on_cancel', 4, { share: one(['0.5', '1']) }]];
const IS_ORDER = /^POST .*\/order(\/create)?$/, IS_CANCEL = /^(DELETE .*\/order|POST .*\/order\/cancel)$/;
// What happens to an order besides: its answer may be lost as well.
const TWISTS = new Set(['queue', 'hide', 'wiped', 'partial', 'lag', 'fills_lag', 'refuse']);

export function dice() {
	let settings = { rate: 0 }, counts = new Map();

	function table(venue, what) {
		const rows = [...ANY, ...(IS_ORDER.test(what) ? [...ORDERS, ...(venue === 'bybit' ? BYBIT_ORDERS : [])] : []), ...(IS_CANCEL.test(what) ? CANCELS : [])];
		return settings.only ? rows.filter(([fault]) => settings.only.includes(fault)) : rows.filter(([fault]) => !settings.without?.includes(fault));
	}

	function draw(rows, random) {
		let at = share(random) * rows.reduce((sum, r) => sum + r[1], 0);
		const [fault, , amounts = {}] = rows.find((r) => (at -= r[1]) < 0) ?? rows.at(-1);
		return { fault, seconds: settings.seconds ?? 1, ...(fault === 'slow' || fault === 'stalled' ? { ms: settings.slow_ms ?? 300 } : {}),
			...Object.fromEntries(Object.entries(amounts).map(([name, f]) => [name, f(random)])) };
	}

	return {
		// {seed, rate (share of requests), only, without (names), slow_ms, seconds}; rate 0:
		// no more of it.
		set(p) {
			settings = { seed: 1, rate: 0, ...p };
			counts = new Map();
		},
		throw(venue, q) {
			if (!(settings.rate > 0)) return [];
			const what = `${q.method} ${q.path}`, name = `${venue} ${what}`, n = counts.get(name) ?? 0;
			counts.set(name, n + 1);
			const random = splitmix64(crypto.createHash('sha256').update(`${settings.seed} ${name} ${n}`).digest().readBigUInt64BE());
			const rows = table(venue, what);
			if (share(random) >= settings.rate || !rows.length) return [];
			const first = draw(rows, random), others = rows.filter(([fault]) => !TWISTS.has(fault));
			return TWISTS.has(first.fault) && others.length && share(random) < 0.5 ? [first, draw(others, random)] : [first];
		},
	};
}
