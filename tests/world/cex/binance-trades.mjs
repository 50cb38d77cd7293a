// binance-trades.mjs - what changes something at Binance: orders, leverage, modes.
import { refused } from './binance-codes.mjs';
import { id, market, named, waiterOf } from './binance-reads.mjs';
import { ackView, orderView, precision, waitingView } from './binance-views.mjs';
import { num, text } from './num.mjs';
import { Refusal, why } from './refusal.mjs';
import { unwait, wait } from './waiting.mjs';

const CLIENT = /^[.A-Z:/a-z0-9_-]{1,36}$/;
const ORDER = 'symbol* side* type* positionSide reduceOnly quantity price timeInForce newClientOrderId newOrderRespType priceMatch selfTradePreventionMode goodTillDate';
const WAITING = 'algoType* symbol* side* type* positionSide timeInForce quantity price triggerPrice workingType closePosition priceProtect reduceOnly clientAlgoId newOrderRespType';
const LATER = new Set(['STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET']);

// A decimal of at most so many places.
function decimal(name, value, most) {
	const n = num(value);
	if (n === null) throw why('missing', name);
	if ((/\.(\d*)$/.exec(value)?.[1].length ?? 0) > most) throw why('precision');
	return n;
}
const oneOf = (values, value, reason) => {
	if (!values.includes(value)) throw why(reason);
	return value;
};

// What is asked for, as the engine takes it.
function order(venue, account, p) {
	market(venue, p.symbol);
	if (LATER.has(p.type)) throw why('later');
	const type = oneOf(['LIMIT', 'MARKET'], p.type, 'type'), [priced, sized] = precision(p.symbol);
	const side = oneOf(['BUY', 'SELL'], p.side, 'side');
	if (p.quantity === undefined) throw why('missing', 'quantity');
	if (type === 'LIMIT') for (const name of ['price', 'timeInForce']) if (p[name] === undefined) throw why('missing', name);
	if (type === 'MARKET') for (const name of ['price', 'timeInForce']) if (p[name] !== undefined) throw why('needless', name);
	if (p.newClientOrderId !== undefined && !CLIENT.test(p.newClientOrderId)) throw why('client');
	if (p.newOrderRespType !== undefined) oneOf(['ACK', 'RESULT'], p.newOrderRespType, 'data');
	if (p.reduceOnly !== undefined) oneOf(['true', 'false'], p.reduceOnly, 'reduce_value');
	if (p.reduceOnly !== undefined && account.hedge) throw why('needless', 'reduceonly');
	return {
		symbol: p.symbol, client: p.newClientOrderId, buy: side === 'BUY', type, tif: type === 'MARKET' ? 'IOC' : oneOf(['GTC', 'IOC', 'FOK', 'GTX'], p.timeInForce, 'tif'),
		qty: decimal('quantity', p.quantity, sized), price: type === 'LIMIT' ? decimal('price', p.price, priced) : 0n, reduceOnly: p.reduceOnly === 'true',
		positionSide: oneOf(['BOTH', 'LONG', 'SHORT'], p.positionSide ?? 'BOTH', 'position_side'),
	};
}

function place({ venue, account, p, twist }) {
	const o = venue.place(account, order(venue, account, p), twist);
	return p.newOrderRespType === 'RESULT' ? orderView(venue, o) : ackView(venue, o);
}

function test({ venue, account, p }) {
	venue.check(account, order(venue, account, p));
	return {};
}

// Each of a batch is its own order; one that is refused does not stop the others.
function batch({ venue, account, p, twist }) {
	let list;
	try {
		list = JSON.parse(p.batchOrders);
	} catch {
		throw why('data', 'batchOrders');
	}
	if (!Array.isArray(list) || list.length < 1 || list.length > 5) throw why('batch');
	const known = new Set(ORDER.replaceAll('*', '').split(' '));
	return list.map((row) => {
		try {
			for (const [name, value] of Object.entries(row)) {
				if (!known.has(name)) throw why('unread', name);
				if (typeof value !== 'string') throw why('data', name);
			}
			for (const name of ['symbol', 'side', 'type']) if (!row[name]) throw why('missing', name);
			return place({ venue, account, p: row, twist });
		} catch (e) {
			if (!(e instanceof Refusal)) throw e;
			return refused(e).body;
		}
	});
}

function cancel({ venue, account, p, twist }) {
	const o = named(venue, account, p, 'cancel_unknown', { through: true });
	return orderView(venue, venue.cancel(account, o, twist));
}

// An order that waits for a price.  What trails or closes all is taken as one that waits.
function algo({ venue, account, p }) {
	market(venue, p.symbol);
	oneOf(['CONDITIONAL'], p.algoType, 'data');
	if (!LATER.has(p.type)) throw why('type');
	if (p.triggerPrice === undefined) throw why('missing', 'triggerPrice');
	if ((p.quantity === undefined) !== (p.closePosition === 'true')) throw why('missing', 'quantity');
	if ((p.price === undefined) === ['STOP', 'TAKE_PROFIT'].includes(p.type)) throw why('missing', 'price');
	if (p.clientAlgoId !== undefined && !CLIENT.test(p.clientAlgoId)) throw why('client');
	const [priced, sized] = precision(p.symbol);
	return waitingView(venue, wait(venue, account, {
		symbol: p.symbol, client: p.clientAlgoId, buy: oneOf(['BUY', 'SELL'], p.side, 'side') === 'BUY', kind: p.type, type: p.price === undefined ? 'MARKET' : 'LIMIT',
		tif: oneOf(['GTC', 'IOC', 'FOK', 'GTX'], p.timeInForce ?? 'GTC', 'tif'), qty: p.quantity === undefined ? 0n : decimal('quantity', p.quantity, sized),
		price: p.price === undefined ? 0n : decimal('price', p.price, priced), trigger: decimal('triggerPrice', p.triggerPrice, priced), reduceOnly: p.reduceOnly === 'true',
		positionSide: oneOf(['BOTH', 'LONG', 'SHORT'], p.positionSide ?? 'BOTH', 'position_side') }));
}

function cancelAlgo({ venue, account, p }) {
	const o = unwait(venue, waiterOf(account, p, 'cancel_unknown'));
	return { algoId: o.id, clientAlgoId: o.client, code: '200', msg: 'success' };
}

function cancelAll({ venue, account, p, twist }) {
	market(venue, p.symbol);
	for (const o of account.open(p.symbol)) venue.cancel(account, o, twist);
	return { code: 200, msg: 'The operation of cancel all open order is done.' };
}

function leverage({ venue, account, p }) {
	const { rule } = market(venue, p.symbol), n = num(p.leverage);
	if (!/^\d{1,3}$/.test(p.leverage) || n < num('1') || n > rule.n.maxLeverage) throw why('leverage');
	const s = account.setting(p.symbol), was = s.leverage;
	s.leverage = n;
	if (n < was && account.margin(venue.markets).free < 0n) {
		s.leverage = was;
		throw why('leverage_margin');
	}
	return { leverage: Number(p.leverage), maxNotionalValue: text(rule.n.maxPosition), symbol: p.symbol };
}

const held = (account, symbol) => [...account.positions.values()].some((x) => x.qty !== 0n && (!symbol || x.symbol === symbol));

function marginType({ venue, account, p }) {
	market(venue, p.symbol);
	const isolated = oneOf(['ISOLATED', 'CROSSED'], p.marginType, 'data') === 'ISOLATED', s = account.setting(p.symbol);
	if (s.isolated === isolated) throw why('margin_same');
	if (account.open(p.symbol).length) throw why('margin_orders');
	if (held(account, p.symbol)) throw why('margin_position');
	s.isolated = isolated;
	return { code: 200, msg: 'success' };
}

function mode({ account, p }) {
	const hedge = oneOf(['true', 'false'], p.dualSidePosition.toLowerCase(), 'data') === 'true';
	if (account.hedge === hedge) throw why('mode_same');
	if (account.open().length) throw why('mode_orders');
	if (held(account)) throw why('mode_position');
	account.hedge = hedge;
	return { code: 200, msg: 'success' };
}

// The dead man's switch: all orders of a symbol are canceled unless this is asked again.
function countdown({ venue, account, p }) {
	market(venue, p.symbol);
	const ms = Number(id('countdownTime', p.countdownTime)), s = account.setting(p.symbol), turn = (s.countdown ?? 0) + 1;
	s.countdown = turn;
	if (ms > 0)
		venue.clock.at(venue.clock.now() + ms, () => {
			if (s.countdown === turn) for (const o of account.open(p.symbol)) venue.cancel(account, o);
		});
	return { symbol: p.symbol, countdownTime: String(ms) };
}

const may = { signed: true, right: 'trade', weight: 1 };
export const trades = {
	'POST /fapi/v1/order': { ...may, weight: 0, orders: 1, takes: ORDER, run: place },
	'POST /fapi/v1/order/test': { ...may, takes: ORDER, run: test },
	'POST /fapi/v1/batchOrders': { ...may, weight: 5, orders: 1, takes: 'batchOrders*', run: batch },
	'DELETE /fapi/v1/order': { ...may, takes: 'symbol* orderId origClientOrderId', run: cancel },
	'POST /fapi/v1/algoOrder': { ...may, weight: 0, orders: 1, takes: WAITING, run: algo },
	'DELETE /fapi/v1/algoOrder': { ...may, takes: 'algoId clientAlgoId', run: cancelAlgo },
	'DELETE /fapi/v1/allOpenOrders': { ...may, takes: 'symbol*', run: cancelAll },
	'POST /fapi/v1/countdownCancelAll': { ...may, weight: 10, takes: 'symbol* countdownTime*', run: countdown },
	'POST /fapi/v1/leverage': { ...may, takes: 'symbol* leverage*', run: leverage },
	'POST /fapi/v1/marginType': { ...may, takes: 'symbol* marginType*', run: marginType },
	'POST /fapi/v1/positionSide/dual': { ...may, takes: 'dualSidePosition*', run: mode },
};
