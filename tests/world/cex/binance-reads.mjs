// binance-reads.mjs - what Binance only tells: time, rules, prices, accounts, orders, fills.
//
// An endpoint: weight (a number, or of the query), signed, right, takes (names of
// parameters, * must), run({venue, account, key, p}) -> what is told.
import { accountView, balanceView, everyPosition, fillView, orderView, places8, positionView, symbolView, waitingView } from './binance-views.mjs';
import { text } from './num.mjs';
import { why } from './refusal.mjs';
import { waiter, waiting } from './waiting.mjs';

const DAY = 86_400_000, WEEK = 7 * DAY;
export const LIMITS = { weight: 2400, orders10s: 300, orders1m: 1200 };
const ORDER_LIMITS = [{ rateLimitType: 'ORDERS', interval: 'MINUTE', intervalNum: 1, limit: LIMITS.orders1m }, { rateLimitType: 'ORDERS',
	interval: 'SECOND', intervalNum: 10, limit: LIMITS.orders10s }];
const without = (few, many) => (query) => (/(^|&)symbol=/.test(query) ? few : many);

export function market(venue, symbol) {
	const m = venue.markets.get(symbol);
	if (!m) throw why('symbol', symbol);
	return m;
}
const markets = (venue, symbol) => (symbol === undefined ? [...venue.markets.values()] : [market(venue, symbol)]);
// One where a symbol was named, a list where none was.
const oneOrAll = (venue, symbol, view) => {
	const rows = markets(venue, symbol).map(view);
	return symbol === undefined ? rows : rows[0];
};

const int = (name, value, most = Number.MAX_SAFE_INTEGER) => {
	if (!/^\d{1,16}$/.test(value) || Number(value) > most) throw why('data', name);
	return Number(value);
};
export const id = (name, value) => {
	if (!/^\d{1,19}$/.test(value)) throw why('data', name);
	return BigInt(value);
};

// The order a request names, or reason.
export function named(venue, account, p, reason, how) {
	market(venue, p.symbol);
	if (p.orderId === undefined && p.origClientOrderId === undefined) throw why('missing', 'orderId or origClientOrderId');
	const o = venue.find(account, { symbol: p.symbol, ...(p.orderId === undefined ? { client: p.origClientOrderId } : { id: id('orderId', p.orderId) }) }, how);
	if (!o) throw why(reason);
	return o;
}

// What is not told any more: orders that came to nothing after 3 days, all after 90.
const forgotten = (venue, o) => {
	const age = venue.now() - o.created, nothing = o.executed === 0n && (o.status === 'CANCELED' || o.status === 'EXPIRED');
	return age > 90 * DAY || (nothing && age > 3 * DAY);
};

// Rows between startTime and endTime, without either the last week.
function between(venue, p, rows, t) {
	const from = p.startTime === undefined ? undefined : int('startTime', p.startTime), to = p.endTime === undefined ? undefined : int('endTime', p.endTime);
	if (from !== undefined && to !== undefined && to - from > WEEK) throw why('span');
	const first = from ?? (to === undefined ? venue.now() - WEEK : to - WEEK), last = to ?? first + WEEK;
	return rows.filter((r) => t(r) >= first && t(r) <= last);
}

function trades({ venue, account, p }) {
	market(venue, p.symbol);
	const limit = p.limit === undefined ? 500 : int('limit', p.limit, 1000);
	let rows = venue.listed(account, (f) => f.symbol === p.symbol);
	if (p.orderId !== undefined) rows = rows.filter((f) => f.order.id === id('orderId', p.orderId));
	if (p.fromId !== undefined) {
		if (p.startTime !== undefined || p.endTime !== undefined) throw why('combination');
		return rows.filter((f) => f.id >= id('fromId', p.fromId)).slice(0, limit).map((f) => fillView(venue, f));
	}
	rows = between(venue, p, rows, (f) => f.t);
	return (p.startTime === undefined ? rows.slice(-limit) : rows.slice(0, limit)).map((f) => fillView(venue, f));
}

function incomes({ venue, account, p }) {
	const row = (r, type, amount, tradeId) => ({ symbol: r.symbol, incomeType: type, income: places8(amount), asset: 'USDT', info: type, time: r.t,
		tranId: r.seq ?? r.id, tradeId });
	let rows = [...account.entries.filter((e) => e.kind === 'funding').map((e) => row(e, 'FUNDING_FEE', e.amount, '')),
		...account.fills.flatMap((f) => [...(f.realized ? [row(f, 'REALIZED_PNL', f.realized, String(f.id))] : []), row(f, 'COMMISSION', -f.fee, String(f.id))])];
	rows = rows.filter((r) => (!p.symbol || r.symbol === p.symbol) && (!p.incomeType || r.incomeType === p.incomeType));
	rows = between(venue, p, rows, (r) => r.time).sort((a, b) => a.time - b.time);
	const limit = p.limit === undefined ? 100 : int('limit', p.limit, 1000), page = p.page === undefined ? 1 : int('page', p.page);
	return rows.slice((page - 1) * limit, page * limit);
}

function positions3({ venue, account, p }) {
	if (p.symbol !== undefined) market(venue, p.symbol);
	const there = (x) => x.qty !== 0n || account.open(x.symbol).some((o) => o.positionSide === x.side);
	const rows = everyPosition(venue, account).filter((x) => (!p.symbol || x.symbol === p.symbol) && there(x));
	return rows.map((x) => positionView(venue, account, x, 3));
}

function depth({ venue, p }) {
	const m = market(venue, p.symbol), limit = p.limit === undefined ? 500 : int('limit', p.limit);
	if (![5, 10, 20, 50, 100, 500, 1000].includes(limit)) throw why('data', 'limit');
	const rows = (side) => side.slice(0, limit).map((l) => [m.price(l.px), m.size(l.qty)]);
	return { lastUpdateId: m.changes, E: venue.now() - m.stale, T: venue.now() - m.stale, bids: rows(m.bids), asks: rows(m.asks) };
}
const depthWeight = (query) => {
	const limit = Number(/(?:^|&)limit=(\d+)/.exec(query)?.[1] ?? 500);
	return limit <= 50 ? 2 : limit <= 100 ? 5 : limit <= 500 ? 10 : 20;
};

const exchangeInfo = ({ venue }) => ({
	timezone: 'UTC', serverTime: venue.now(), futuresType: 'U_MARGINED', rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE',
		intervalNum: 1, limit: LIMITS.weight }, ...ORDER_LIMITS],
	exchangeFilters: [], assets: [{ asset: 'USDT', marginAvailable: true, autoAssetExchange: '-10000' }],
	symbols: [...venue.markets.values()].map((m) => ({ ...symbolView(m.rule), status: m.open ? 'TRADING' : 'SETTLING' })),
});
const premium = ({ venue, p }) => oneOrAll(venue, p.symbol, (m) => ({ symbol: m.rule.symbol, markPrice: places8(m.mark), indexPrice: places8(m.index),
	estimatedSettlePrice: places8(m.index),
	lastFundingRate: places8(m.rate), interestRate: '0.00010000', nextFundingTime: m.nextFunding, time: venue.now() - m.stale }));
const best = ({ venue, p }) => oneOrAll(venue, p.symbol, (m) => ({ symbol: m.rule.symbol, bidPrice: m.price(m.bids[0]?.px ?? 0n), bidQty: m.size(m.bids[0]?.qty ?? 0n),
	askPrice: m.price(m.asks[0]?.px ?? 0n), askQty: m.size(m.asks[0]?.qty ?? 0n), time: venue.now() - m.stale, lastUpdateId: m.changes }));
const brackets = ({ venue, p }) => markets(venue, p.symbol).map(({ rule }) => ({ symbol: rule.symbol, notionalCoef: 1, brackets: [{ bracket: 1,
	initialLeverage: Number(rule.maxLeverage),
	notionalCap: Number(rule.maxPosition), notionalFloor: 0, maintMarginRatio: Number(rule.keep), cum: 0 }] }));
const settings = ({ venue, account, p }) => markets(venue, p.symbol).map(({ rule }) => {
	const s = account.setting(rule.symbol);
	return { symbol: rule.symbol, marginType: s.isolated ? 'ISOLATED' : 'CROSSED', isAutoAddMargin: false, leverage: Number(text(s.leverage)),
		maxNotionalValue: text(rule.n.maxPosition) };
});

const query = ({ venue, account, p }) => {
	const o = named(venue, account, p, 'no_order');
	if (forgotten(venue, o)) throw why('no_order');
	return orderView(venue, o, 'query');
};
const everyOrder = ({ venue, account, p }) => {
	market(venue, p.symbol);
	let rows = account.orders.filter((o) => o.symbol === p.symbol && !forgotten(venue, o) && venue.visible(o));
	if (p.orderId !== undefined) rows = rows.filter((o) => o.id >= id('orderId', p.orderId));
	else rows = between(venue, p, rows, (o) => o.created);
	return rows.slice(-(p.limit === undefined ? 500 : int('limit', p.limit, 1000))).map((o) => orderView(venue, o, 'query'));
};
const openOrders = ({ venue, account, p }) => {
	if (p.symbol !== undefined) market(venue, p.symbol);
	return account.open(p.symbol).filter((o) => venue.visible(o)).map((o) => orderView(venue, o, 'query'));
};
const openOrder = (q) => {
	const o = named(q.venue, q.account, q.p, 'no_order');
	if (!q.account.open().includes(o)) throw why('no_order');
	return orderView(q.venue, o, 'query');
};
const openWaiting = ({ venue, account, p }) => {
	if (p.symbol !== undefined) market(venue, p.symbol);
	return waiting(account, p.symbol).map((o) => waitingView(venue, o));
};
// waiterOf: the order that waits a request names.
export function waiterOf(account, p, reason) {
	if (p.algoId === undefined && p.clientAlgoId === undefined) throw why('missing', 'algoId or clientAlgoId');
	return waiter(account, p.algoId === undefined ? { client: p.clientAlgoId } : { id: id('algoId', p.algoId) }, reason);
}

const may = { signed: true, right: 'read' };
export const reads = {
	'GET /fapi/v1/ping': { weight: 1, run: () => ({}) },
	'GET /fapi/v1/time': { weight: 1, run: ({ venue }) => ({ serverTime: venue.now() }) },
	'GET /fapi/v1/exchangeInfo': { weight: 1, run: exchangeInfo },
	'GET /fapi/v1/premiumIndex': { weight: without(1, 10), takes: 'symbol', run: premium },
	'GET /fapi/v1/fundingInfo': { weight: 0, run: ({ venue }) => markets(venue).filter(({ rule }) => rule.fundingHours !== 8).map(({ rule }) => ({ symbol: rule.symbol,
		adjustedFundingRateCap: '0.02000000', adjustedFundingRateFloor: '-0.02000000', fundingIntervalHours: rule.fundingHours, disclaimer: false })) },
	'GET /fapi/v1/ticker/bookTicker': { weight: without(2, 5), takes: 'symbol', run: best },
	'GET /fapi/v1/depth': { weight: depthWeight, takes: 'symbol* limit', run: depth },
	'GET /fapi/v2/balance': { ...may, weight: 5, run: ({ venue, account }) => [balanceView(venue, account)] },
	'GET /fapi/v3/balance': { ...may, weight: 5, run: ({ venue, account }) => [balanceView(venue, account)] },
	'GET /fapi/v2/account': { ...may, weight: 5, run: ({ venue, account }) => accountView(venue, account, 2) },
	'GET /fapi/v3/account': { ...may, weight: 5, run: ({ venue, account }) => accountView(venue, account, 3) },
	'GET /fapi/v1/accountConfig': { ...may, weight: 5, run: ({ account }) => ({ feeTier: 0, canTrade: account.canTrade, canDeposit: true,
		canWithdraw: true, dualSidePosition: account.hedge,
		updateTime: 0, multiAssetsMargin: account.pooled, tradeGroupId: -1 }) },
	'GET /fapi/v1/symbolConfig': { ...may, weight: 5, takes: 'symbol', run: settings },
	'GET /fapi/v2/positionRisk': { ...may, weight: 5, takes: 'symbol', run: ({ venue, account, p }) => everyPosition(venue,
		account).filter((x) => !p.symbol || x.symbol === market(venue, p.symbol).rule.symbol)
		.map((x) => positionView(venue, account, x, 2)) },
	'GET /fapi/v3/positionRisk': { ...may, weight: 5, takes: 'symbol', run: positions3 },
	'GET /fapi/v1/positionSide/dual': { ...may, weight: 30, run: ({ account }) => ({ dualSidePosition: account.hedge }) },
	'GET /fapi/v1/order': { ...may, weight: 1, takes: 'symbol* orderId origClientOrderId', run: query },
	'GET /fapi/v1/openOrder': { ...may, weight: 1, takes: 'symbol* orderId origClientOrderId', run: openOrder },
	'GET /fapi/v1/openOrders': { ...may, weight: without(1, 40), takes: 'symbol', run: openOrders },
	'GET /fapi/v1/openAlgoOrders': { ...may, weight: without(1, 40), takes: 'symbol algoType algoId', run: openWaiting },
	'GET /fapi/v1/algoOrder': { ...may, weight: 1, takes: 'algoId clientAlgoId', run: ({ venue, account, p }) => waitingView(venue, waiterOf(account, p, 'no_order')) },
	'GET /fapi/v1/allOrders': { ...may, weight: 5, takes: 'symbol* orderId startTime endTime limit', run: everyOrder },
	'GET /fapi/v1/userTrades': { ...may, weight: 5, takes: 'symbol* orderId startTime endTime fromId limit', run: trades },
	'GET /fapi/v1/income': { ...may, weight: 30, takes: 'symbol incomeType startTime endTime page limit', run: incomes },
	'GET /fapi/v1/rateLimit/order': { ...may, weight: 1, run: () => ORDER_LIMITS },
	'GET /fapi/v1/commissionRate': { ...may, weight: 20, takes: 'symbol*', run: ({ venue, p }) => ({ symbol: market(venue, p.symbol).rule.symbol,
		makerCommissionRate: text(venue.fees.maker, 6),
		takerCommissionRate: text(venue.fees.taker, 6), rpiCommissionRate: '0.000050' }) },
	'GET /fapi/v1/leverageBracket': { ...may, weight: 1, takes: 'symbol', run: brackets },
};
