// bybit-trades.mjs - what changes something at Bybit.  An order that is taken moves later.
import { market } from './bybit-reads.mjs';
import { refused } from './bybit-codes.mjs';
import { idOf, linkOf, orderId } from './bybit-views.mjs';
import { ONE, num } from './num.mjs';
import { Refusal, why } from './refusal.mjs';
import { unwait, wait, waiter } from './waiting.mjs';

const LINK = /^[A-Za-z0-9_-]{1,36}$/;
const ORDER = 'symbol* side* orderType* qty* price timeInForce positionIdx orderLinkId reduceOnly closeOnTrigger isLeverage slippageToleranceType slippageTolerance triggerPrice triggerDirection triggerBy orderFilter';
const TIF = { GTC: 'GTC', IOC: 'IOC', FOK: 'FOK', PostOnly: 'GTX' };
const SIDES = ['BOTH', 'LONG', 'SHORT'];

const decimal = (name, value) => {
	const n = typeof value === 'string' ? num(value) : null;
	if (n === null) throw why('data', name);
	return n;
};
const oneOf = (values, value, reason) => {
	if (!values.includes(value)) throw why(reason);
	return value;
};

function order(venue, p) {
	market(venue, p.symbol);
	const type = oneOf(['Limit', 'Market'], p.orderType, 'type') === 'Limit' ? 'LIMIT' : 'MARKET', buy = oneOf(['Buy', 'Sell'], p.side, 'side') === 'Buy';
	if (type === 'LIMIT' && p.price === undefined) throw why('missing', 'price');
	if (p.orderLinkId !== undefined && !LINK.test(p.orderLinkId)) throw why('client');
	if (p.reduceOnly !== undefined && typeof p.reduceOnly !== 'boolean') throw why('data', 'reduceOnly');
	const side = SIDES[oneOf([0, 1, 2], p.positionIdx ?? 0, 'position_side')];
	return { symbol: p.symbol, client: p.orderLinkId, buy, type, tif: type === 'MARKET' ? 'IOC' : TIF[oneOf(Object.keys(TIF), p.timeInForce ?? 'GTC', 'tif')], qty: decimal('qty', p.qty),
		price: type === 'LIMIT' ? decimal('price', p.price) : 0n, reduceOnly: p.reduceOnly === true, positionSide: side };
}

const ids = (o) => ({ orderId: orderId(o), orderLinkId: linkOf(o) });

// One with a trigger price waits for it.
function create({ venue, account, p, twist }) {
	const o = order(venue, p);
	if (p.triggerPrice === undefined) return { result: ids(venue.place(account, o, twist)) };
	return { result: ids(wait(venue, account, { ...o, trigger: decimal('triggerPrice', p.triggerPrice), direction: oneOf([1, 2], p.triggerDirection, 'data') })) };
}

function batch({ venue, account, p, twist }) {
	if (!Array.isArray(p.request) || p.request.length < 1 || p.request.length > 10) throw why('data', 'request');
	const list = [], ext = [];
	for (const row of p.request) {
		try {
			const o = venue.place(account, order(venue, row), twist);
			list.push({ category: 'linear', symbol: o.symbol, ...ids(o), createAt: String(o.created) });
			ext.push({ code: 0, msg: 'OK' });
		} catch (e) {
			if (!(e instanceof Refusal)) throw e;
			list.push({ category: 'linear', symbol: row.symbol ?? '', orderId: '', orderLinkId: row.orderLinkId ?? '', createAt: '' });
			ext.push({ code: refused(e).code, msg: refused(e).msg });
		}
	}
	return { result: { list }, ext: { list: ext } };
}

function preCheck({ venue, account, p }) {
	venue.check(account, order(venue, p));
	return { result: { orderId: '', orderLinkId: p.orderLinkId ?? '', preImrE4: 0, preMmrE4: 0, postImrE4: 1, postMmrE4: 1 } };
}

function cancel({ venue, account, p, twist }) {
	market(venue, p.symbol);
	if (!p.orderId && !p.orderLinkId) throw why('missing', 'orderId or orderLinkId');
	const name = p.orderId ? { id: idOf(p.orderId) } : { client: p.orderLinkId };
	const o = venue.find(account, { symbol: p.symbol, ...name }, { through: true });
	if (!o) return { result: ids(unwait(venue, waiter(account, name, 'no_order'))) };
	venue.cancel(account, o, twist);
	return { result: ids(o) };
}

function cancelAll({ venue, account, p, twist }) {
	if (!p.symbol && !p.settleCoin && !p.baseCoin) throw why('missing', 'symbol or settleCoin or baseCoin');
	if (p.symbol) market(venue, p.symbol);
	const list = account.open(p.symbol);
	for (const o of list) venue.cancel(account, o, twist);
	return { result: { list: list.map(ids), success: '1' } };
}

function leverage({ venue, account, p }) {
	const { rule } = market(venue, p.symbol), n = decimal('buyLeverage', p.buyLeverage), s = account.setting(p.symbol);
	if (n !== decimal('sellLeverage', p.sellLeverage) || n < ONE || n > rule.n.maxLeverage) throw why('leverage');
	if (s.leverage === n) throw why('leverage_same');
	const was = s.leverage;
	s.leverage = n;
	if (n < was && account.margin(venue.markets).free < 0n) {
		s.leverage = was;
		throw why('leverage_margin');
	}
	return { result: {} };
}

function mode({ venue, account, p }) {
	if (p.symbol) market(venue, p.symbol);
	else if (!p.coin) throw why('missing', 'symbol or coin');
	const hedge = oneOf([0, 3], p.mode, 'data') === 3;
	if (account.hedge === hedge) throw why('mode_same');
	if ([...account.positions.values()].some((x) => x.qty !== 0n)) throw why('mode_position');
	if (account.open().length) throw why('mode_orders');
	account.hedge = hedge;
	return { result: {} };
}

function marginMode({ account, p }) {
	account.marginMode = oneOf(['REGULAR_MARGIN', 'ISOLATED_MARGIN', 'PORTFOLIO_MARGIN'], p.setMarginMode, 'data');
	return { result: { reasons: [] } };
}

const may = { signed: true, right: 'trade', perSecond: 10 };
export const trades = {
	'POST /v5/order/create': { ...may, takes: `category* ${ORDER}`, run: create },
	'POST /v5/order/create-batch': { ...may, takes: 'category* request*', run: batch },
	'POST /v5/order/pre-check': { ...may, takes: `category* ${ORDER}`, run: preCheck },
	'POST /v5/order/cancel': { ...may, takes: 'category* symbol* orderId orderLinkId orderFilter', run: cancel },
	'POST /v5/order/cancel-all': { ...may, takes: 'category* symbol settleCoin baseCoin orderFilter', run: cancelAll },
	'POST /v5/position/set-leverage': { ...may, takes: 'category* symbol* buyLeverage* sellLeverage*', run: leverage },
	'POST /v5/position/switch-mode': { ...may, takes: 'category* symbol coin mode*', run: mode },
	'POST /v5/account/set-margin-mode': { ...may, takes: 'setMarginMode*', run: marginMode },
};
