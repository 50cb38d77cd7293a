// bybit-reads.mjs - what Bybit only tells.
//
// An endpoint: perSecond (of an account), signed, right, takes (names of parameters,
// * must), run({venue, account, key, p}) -> {result}.
import { OPEN } from './account.mjs';
import { fillView, fundingView, idOf, instrumentView, orderView, positionView, tickerView, walletView } from './bybit-views.mjs';
import { text } from './num.mjs';
import { why } from './refusal.mjs';
import { waiting } from './waiting.mjs';

const WEEK = 7 * 86_400_000, DAY = 86_400_000;
const REALTIME_CLOSED = 500; // how many orders that are over the fast list keeps

export function market(venue, symbol) {
	const m = venue.markets.get(symbol);
	if (!m) throw why('symbol', symbol);
	return m;
}
const markets = (venue, symbol) => (symbol === undefined ? [...venue.markets.values()] : [market(venue, symbol)]);
const int = (name, value, most) => {
	if (!/^\d{1,16}$/.test(value) || Number(value) < 1 || Number(value) > most) throw why('data', name);
	return Number(value);
};

// A page of rows; the next begins after the row its cursor names, whatever came since.  A
// cursor is percent-encoded as it is told, to be sent back as it is; who encodes it once
// more (bybit-api) is understood too.
const mark = (row) => row.execId ?? row.orderId ?? row.id ?? `${row.symbol}.${row.positionIdx ?? ''}`;
function page(p, rows, initial, most) {
	const limit = p.limit === undefined ? initial : int('limit', p.limit, most);
	const after = p.cursor ? rows.findIndex((r) => [`page_token=${mark(r)}&`, encodeURIComponent(`page_token=${mark(r)}&`)].includes(p.cursor)) : -1;
	if (p.cursor && after < 0) throw why('data', 'cursor');
	const list = rows.slice(after + 1, after + 1 + limit), more = after + 1 + limit < rows.length;
	return { list, nextPageCursor: more ? encodeURIComponent(`page_token=${mark(list.at(-1))}&`) : '' };
}

function between(p, rows, t, now) {
	const from = p.startTime === undefined ? undefined : int('startTime', p.startTime, Number.MAX_SAFE_INTEGER), to = p.endTime === undefined ? undefined : int('endTime', p.endTime, Number.MAX_SAFE_INTEGER);
	if (from !== undefined && to !== undefined && to - from > WEEK) throw why('span');
	const first = from ?? (to ?? now) - WEEK, last = to ?? first + WEEK;
	return rows.filter((r) => t(r) >= first && t(r) <= last);
}

const asked = (p, o) => (!p.symbol || o.symbol === p.symbol) && (!p.orderId || o.id === idOf(p.orderId)) && (!p.orderLinkId || o.client === p.orderLinkId);

// The fast list: what is open and the newest of what is over, unless it was wiped.
function realtime({ venue, account, p }) {
	if (!p.symbol && !p.settleCoin && !p.baseCoin && !p.orderId && !p.orderLinkId) throw why('missing', 'symbol or settleCoin or baseCoin');
	const one = p.orderId || p.orderLinkId, over = account.orders.filter((o) => !OPEN.has(o.status)).slice(-REALTIME_CLOSED);
	const rows = account.orders.filter((o) => asked(p, o) && (OPEN.has(o.status) || ((one || p.openOnly === '1' || p.openOnly === '2') && over.includes(o))));
	const there = rows.filter((o) => (OPEN.has(o.status) || (!o.wiped && !(account.wipedBefore > o.changed))) && venue.visible(o)).reverse();
	if (p.orderFilter === 'StopOrder') there.length = 0;
	if (p.orderFilter !== 'Order') there.unshift(...waiting(account).filter((o) => asked(p, o)));
	return { result: { ...page(p, there.map((o) => orderView(venue, o)), 20, 50), category: 'linear' } };
}

// Orders that came to nothing are told for a day, others for two years.
function history({ venue, account, p }) {
	const now = venue.now();
	let rows = account.orders.filter((o) => asked(p, o) && !OPEN.has(o.status) && (o.executed > 0n || now - o.changed < DAY) && venue.visible(o));
	if (!p.orderId && !p.orderLinkId) rows = between(p, rows, (o) => o.created, now);
	return { result: { ...page(p, rows.reverse().map((o) => orderView(venue, o)), 20, 50), category: 'linear' } };
}

function executions({ venue, account, p }) {
	const fills = venue.listed(account, (f) => asked(p, f.order)).map((f) => ({ t: f.t, n: f.seq, v: fillView(venue, f) }));
	const fundings = p.orderId || p.orderLinkId ? [] : account.entries.filter((e) => e.kind === 'funding' && (!p.symbol || e.symbol === p.symbol)).map((e) => ({ t: e.t, n: e.id, v: fundingView(venue, e) }));
	let rows = [...fills, ...fundings].filter((r) => !p.execType || r.v.execType === p.execType);
	if (!p.orderId && !p.orderLinkId) rows = between(p, rows, (r) => r.t, venue.now());
	rows.sort((a, b) => b.t - a.t || (b.n > a.n ? 1 : -1));
	return { result: { ...page(p, rows.map((r) => r.v), 50, 100), category: 'linear' } };
}

// With a symbol also what is flat; with settleCoin only what is held.
function positions({ venue, account, p }) {
	if (!p.symbol && !p.settleCoin) throw why('missing', 'symbol or settleCoin');
	const seen = account.seen(venue.clock.now());
	const rows = markets(venue, p.symbol).flatMap(({ rule }) => account.sides().map((side) => seen.find((x) => x.symbol === rule.symbol && x.side === side) ?? account.position(rule.symbol, side)));
	return { result: { ...page(p, rows.filter((x) => p.symbol || x.qty !== 0n).map((x) => positionView(venue, account, x)), 20, 200), category: 'linear' } };
}

function book({ venue, p }) {
	const m = market(venue, p.symbol), limit = p.limit === undefined ? 25 : int('limit', p.limit, 500), rows = (side) => side.slice(0, limit).map((l) => [m.price(l.px), m.size(l.qty)]);
	return { result: { s: p.symbol, b: rows(m.bids), a: rows(m.asks), ts: venue.now() - m.stale, u: m.changes, seq: m.changes, cts: venue.now() - m.stale } };
}

function wallet({ venue, account, p }) {
	if (p.accountType !== 'UNIFIED') throw why('data', 'accountType');
	return { result: { list: [walletView(venue, account)] } };
}

// The transaction log: fundings are settlements.
function log({ venue, account, p }) {
	const row = (e) => ({ id: String(e.id), symbol: e.symbol, side: e.qty > 0n ? 'Buy' : 'Sell', funding: text(e.amount), orderLinkId: '', orderId: '', fee: '0', change: text(e.amount), cashFlow: '0', transactionTime: String(e.t),
		type: 'SETTLEMENT', feeRate: text(e.rate), bonusChange: '', size: text(e.qty), qty: text(e.qty), cashBalance: text(account.wallet), currency: 'USDT', category: 'linear', tradePrice: text(e.mark), tradeId: '', extraFees: '' });
	let rows = account.entries.filter((e) => e.kind === 'funding' && (!p.type || p.type === 'SETTLEMENT'));
	rows = between(p, rows, (e) => e.t, venue.now()).reverse();
	return { result: page(p, rows.map(row), 20, 50) };
}

const may = { signed: true, right: 'read', perSecond: 50 };
export const reads = {
	'GET /v5/market/time': { run: ({ venue }) => ({ result: { timeSecond: String(Math.floor(venue.now() / 1000)), timeNano: `${venue.now()}000000` } }) },
	'GET /v5/market/instruments-info': { takes: 'category* symbol status baseCoin limit cursor', run: ({ venue, p }) => ({ result: { category: 'linear',
		...page(p, markets(venue, p.symbol).map(instrumentView), 500, 1000) } }) },
	'GET /v5/market/tickers': { takes: 'category* symbol baseCoin', run: ({ venue, p }) => ({ result: { category: 'linear', list: markets(venue, p.symbol).map((m) => tickerView(venue, m)) } }) },
	'GET /v5/market/orderbook': { takes: 'category* symbol* limit', run: book },
	'GET /v5/account/wallet-balance': { ...may, takes: 'accountType* coin', run: wallet },
	'GET /v5/account/info': { ...may, run: ({ account }) => ({ result: { marginMode: account.marginMode, updatedTime: '1697078946000', unifiedMarginStatus: 6, dcpStatus: 'OFF', timeWindow: 10, smpGroup: 0,
		isMasterTrader: false, spotHedgingStatus: 'OFF' } }) },
	'GET /v5/account/fee-rate': { ...may, perSecond: 10, takes: 'category* symbol baseCoin', run: ({ venue, p }) => ({ result: { list: markets(venue, p.symbol).map(({ rule }) => ({ symbol: rule.symbol,
		takerFeeRate: text(venue.fees.taker), makerFeeRate: text(venue.fees.maker) })) } }) },
	'GET /v5/account/transaction-log': { ...may, takes: 'accountType category currency baseCoin type startTime endTime limit cursor', run: log },
	'GET /v5/position/list': { ...may, takes: 'category* symbol settleCoin baseCoin limit cursor', run: positions },
	'GET /v5/order/realtime': { ...may, takes: 'category* symbol settleCoin baseCoin orderId orderLinkId openOnly orderFilter limit cursor', run: realtime },
	'GET /v5/order/history': { ...may, takes: 'category* symbol settleCoin baseCoin orderId orderLinkId orderFilter orderStatus startTime endTime limit cursor', run: history },
	'GET /v5/execution/list': { ...may, takes: 'category* symbol orderId orderLinkId baseCoin startTime endTime execType limit cursor', run: executions },
};
