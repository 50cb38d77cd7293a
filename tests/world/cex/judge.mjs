// judge.mjs - whether all of it was right: the exchanges' own judgement, made of their own
// books and never of what a client says.
//
// An order's client id is mm, four hex digits, '-', what it means, its attempt; whatever
// the attempt, what it means may be executed once.
import { abs, num, text } from './num.mjs';

const INTENT = /^(mm[0-9a-f]{4}-.{24})..$/; // the last two: which attempt
const DUST = 1_000_000n; // 1e-12: averages are cut

const sum = (rows, f) => rows.reduce((s, r) => s + f(r), 0n);
const signed = (f) => (f.buy ? f.qty : -f.qty);

// Fills make the positions and what was executed, entries make the wallet.
function books(venue, a, say) {
	const name = `${venue.name} ${a.name}`, held = new Map(), executed = new Map();
	const add = (map, key, n) => map.set(key, (map.get(key) ?? 0n) + n);
	for (const f of a.fills) {
		add(held, `${f.symbol}/${f.side}`, signed(f));
		add(executed, f.order, f.qty);
	}
	for (const [key, p] of a.positions) if ((held.get(key) ?? 0n) !== p.qty) say(`${name} ${key}: position ${text(p.qty)}, fills make ${text(held.get(key) ?? 0n)}`);
	const wallet = a.start + sum(a.fills, (f) => f.realized - f.fee) + sum(a.entries, (e) => e.amount);
	if (abs(wallet - a.wallet) > DUST) say(`${name}: wallet ${text(a.wallet)}, entries make ${text(wallet)}`);
	for (const o of a.orders) {
		const filled = executed.get(o) ?? 0n;
		if (filled !== o.executed || o.executed > o.qty) say(`${name} ${o.client}: executed ${text(o.executed)} of ${text(o.qty)}, fills make ${text(filled)}`);
	}
}

// At most one execution of a client id, and of what ids of several attempts mean.
function executions(venue, a, intent, say) {
	const by = (key) => {
		const out = new Map();
		for (const o of a.orders) {
			const k = o.forced || o.executed === 0n ? null : key(o);
			if (k) out.set(k, [...(out.get(k) ?? []), o]);
		}
		return out;
	};
	for (const [id, list] of by((o) => o.client)) if (list.length > 1) say(`${venue.name} ${a.name}: client id ${id} executed ${list.length} times`);
	for (const [id, list] of by((o) => intent.exec(o.client)?.[1]))
		if (new Set(list.map((o) => o.client)).size > 1) say(`${venue.name} ${a.name}: intent ${id} executed ${list.length} times`);
}

// All fills once more, in their order: how far each net position ever went, and when those
// of one owner (accounts of one name) had opposite signs at two exchanges.
function path(venues) {
	const of = (v, a) => a.fills.map((f) => ({ f, venue: v.name, account: a.name }));
	const fills = [...venues.values()].flatMap((v) => [...v.accounts.values()].flatMap((a) => of(v, a))).sort((x, y) => x.f.n - y.f.n);
	const at = new Map(), extremes = {}, opposed = [];
	for (const { f, venue, account } of fills) {
		const owner = `${account} ${f.symbol}`, here = at.get(owner) ?? {}, q = (here[venue] = (here[venue] ?? 0n) + signed(f)), name = `${venue} ${owner}`;
		at.set(owner, here);
		const e = (extremes[name] ??= { min: 0n, max: 0n });
		if (q < e.min) e.min = q;
		if (q > e.max) e.max = q;
		if (Object.values(here).some((x) => x > 0n) && Object.values(here).some((x) => x < 0n)) opposed.push(`${owner} after ${venue} ${f.order.client}`);
	}
	return { extremes: Object.fromEntries(Object.entries(extremes).map(([name, e]) => [name, { min: text(e.min), max: text(e.max) }])), opposed };
}

// A net position as it is expected to be, at one exchange or over all of them.
function expected(venues, { venue, account = 'main', symbol, position, band = '0' }, say) {
	const there = [...venues.values()].filter((v) => !venue || v.name === venue).flatMap((v) => [...(v.accounts.get(account)?.positions.values() ?? [])]);
	const net = sum(there.filter((p) => p.symbol === symbol), (p) => p.qty);
	if (abs(net - num(position)) > num(band)) say(`${venue ?? 'all'} ${account} ${symbol}: position ${text(net)}, expected ${position} within ${band}`);
}

// -> {ok, errors, held, extremes, opposed, requests, faults}; intent: another form of client
// ids; expect: positions; one_sign: opposite ones are an error.
export function judge(venues, ledger, { intent, expect = [], one_sign = false }) {
	const errors = [], say = (e) => errors.push(e), held = [], form = intent ? new RegExp(intent) : INTENT;
	for (const v of venues.values())
		for (const a of v.accounts.values()) {
			books(v, a, say);
			executions(v, a, form, say);
			for (const p of a.positions.values()) if (p.qty !== 0n) held.push({ venue: v.name, account: a.name, symbol: p.symbol, side: p.side, position: text(p.qty) });
		}
	for (const e of expect) expected(venues, e, say);
	for (const r of ledger.requests()) if (r.too_soon) say(`${r.venue}: ${r.method} ${r.path} (request ${r.n}) before the end of Retry-After`);
	for (const l of ledger.leaks()) say(`${l.what} in ${l.method} ${l.path} at ${l.where}`);
	const way = path(venues);
	if (one_sign) for (const o of way.opposed) say(`opposite signs: ${o}`);
	return { ok: errors.length === 0, errors, held, ...way, requests: ledger.requests().length, faults: ledger.requests().filter((r) => r.fault).length };
}
