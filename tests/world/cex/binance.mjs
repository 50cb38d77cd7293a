// binance.mjs - the dialect of Binance USD-M futures: /fapi, and /sapi for keys.
//
// source: its API documentation and the source of its official connector; numbers are
// texts with as many decimals as the symbol has, ids are integers beyond 2^53.
import { binanceSigned, inWindow } from './auth.mjs';
import { refused } from './binance-codes.mjs';
import { reads } from './binance-reads.mjs';
import { trades } from './binance-trades.mjs';
import { binanceKeys } from './keys.mjs';
import { json } from './num.mjs';
import { Refusal, why } from './refusal.mjs';

const MAX_WINDOW = 60_000;

// name=value&... as names and values; twice the same name is an error.
function params(raw) {
	const out = new Map();
	for (const part of raw === '' ? [] : raw.split('&')) {
		const i = part.indexOf('='), [name, value] = i < 0 ? [part, ''] : [part.slice(0, i), part.slice(i + 1)];
		let decoded;
		try {
			decoded = decodeURIComponent(value.replace(/\+/g, ' '));
		} catch {
			throw why('illegal', name);
		}
		if (out.has(name)) throw why('twice', name);
		out.set(name, decoded);
	}
	return out;
}

// What came in query and body; a name in both counts as the query has it.  takes: names,
// with * those that must be there.
function read(q, takes, signed) {
	const form = q.method !== 'GET' && /^application\/x-www-form-urlencoded\b/.test(q.headers['content-type'] ?? '');
	const sent = new Map([...params(form ? q.body : ''), ...params(q.query)]);
	const known = new Map(takes.split(' ').filter(Boolean).map((t) => [t.replace('*', ''), t.endsWith('*')]));
	if (signed) for (const [name, must] of [['timestamp', true], ['recvWindow', false], ['signature', true]]) known.set(name, must);
	for (const [name, must] of known) {
		if (must && !sent.get(name)) throw why('missing', name);
		if (sent.get(name) === '') throw why('empty', name);
	}
	for (const name of sent.keys()) if (!known.has(name)) throw why('unread', name);
	return Object.fromEntries(sent);
}

function window(venue, p) {
	if (!/^\d{1,16}$/.test(p.timestamp)) throw why('missing', 'timestamp');
	if (p.recvWindow !== undefined && !/^\d{1,9}$/.test(p.recvWindow)) throw why('missing', 'recvWindow');
	const size = Number(p.recvWindow ?? 5000);
	if (size > MAX_WINDOW) throw why('window');
	inWindow(venue, Number(p.timestamp), size);
}

const TABLE = { ...reads, ...trades, ...binanceKeys };

export function binance(venue) {
	return {
		venue,
		// What an endpoint counts, before anything else is known of a request.
		cost(q) {
			const e = TABLE[`${q.method} ${q.path}`];
			return { weight: typeof e?.weight === 'function' ? e.weight(q.query) : e?.weight ?? 1, orders: e?.orders ?? 0 };
		},
		// -> {status, body, account}; q: method, path, query, body, headers, ip, twist.
		answer(q) {
			const e = TABLE[`${q.method} ${q.path}`];
			let key;
			try {
				if (!e) throw why('path');
				if (e.signed) key = binanceSigned(venue, q);
				const p = read(q, e.takes ?? '', e.signed);
				if (e.signed) window(venue, p);
				if (e.right && !key.rights[e.right]) throw why('permission');
				const account = key && venue.accounts.get(key.account);
				return { status: 200, body: json(e.run({ venue, account, key, p, twist: q.twist ?? {} })), account: key?.account };
			} catch (x) {
				if (!(x instanceof Refusal)) throw x;
				const r = refused(x);
				return { ...r, body: json(r.body), code: r.body.code, account: key?.account };
			}
		},
	};
}
