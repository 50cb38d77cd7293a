// bybit.mjs - the dialect of Bybit v5, category linear.
//
// source: its API documentation.  HTTP 200 says little: retCode does.
import { bybitSigned } from './auth.mjs';
import { refused } from './bybit-codes.mjs';
import { reads } from './bybit-reads.mjs';
import { trades } from './bybit-trades.mjs';
import { bybitKeys } from './keys.mjs';
import { json } from './num.mjs';
import { Refusal, why } from './refusal.mjs';

// The query of a GET, the JSON body of a POST.  takes: names, with * those that must be;
// others are not looked at (ccxt sends some).
function read(q, takes) {
	if (q.method === 'POST' && !/^application\/json\b/.test(q.headers['content-type'] ?? '')) throw why('data', 'Content-Type');
	let sent;
	try {
		sent = q.method === 'GET' ? Object.fromEntries(q.query.split('&').filter(Boolean).map((part) => {
			const i = part.indexOf('=');
			return [part.slice(0, i), decodeURIComponent(part.slice(i + 1).replace(/\+/g, ' '))];
		})) : JSON.parse(q.body || '{}');
	} catch {
		throw why('data', 'body');
	}
	if (sent === null || typeof sent !== 'object' || Array.isArray(sent)) throw why('data', 'body');
	const known = new Map(takes.split(' ').filter(Boolean).map((t) => [t.replace('*', ''), t.endsWith('*')]));
	for (const [name, must] of known) if (must && (sent[name] === undefined || sent[name] === '')) throw why('missing', name);
	if (known.has('category') && sent.category !== 'linear') throw why('data', 'category');
	return sent;
}

export const envelope = (venue, retCode, retMsg, result, retExtInfo = {}) => ({ retCode, retMsg, result, retExtInfo, time: venue.now() });

const TABLE = { ...reads, ...trades, ...bybitKeys };

export function bybit(venue) {
	return {
		venue,
		// perSecond: how often an account may ask this; orders: how many of it at once.
		cost(q) {
			return { weight: 1, perSecond: TABLE[`${q.method} ${q.path}`]?.perSecond ?? 50, orders: 0 };
		},
		answer(q) {
			const e = TABLE[`${q.method} ${q.path}`];
			let key;
			try {
				if (!e) throw why('path');
				if (q.method === 'GET' && q.body !== '') return { status: 403, body: '' };
				if (e.signed) key = bybitSigned(venue, q);
				const p = read(q, e.takes ?? '');
				if (e.right && !key.rights[e.right]) throw why('permission');
				const account = key && venue.accounts.get(key.account);
				const { result, ext } = e.run({ venue, account, key, p, twist: q.twist ?? {} });
				return { status: 200, code: 0, body: json(envelope(venue, 0, 'OK', result, ext)), account: key?.account };
			} catch (x) {
				if (!(x instanceof Refusal)) throw x;
				const r = refused(x);
				return { status: r.status, code: r.code, body: json(envelope(venue, r.code, r.msg, {})), account: key?.account };
			}
		},
	};
}
