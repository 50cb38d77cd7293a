// ccxt, pointed at this machine.  What it needs for that: every address of urls.api
// replaced; no look at currencies, which live elsewhere; on Binance the table of errors
// named, for it is found by the host of the request; on Bybit the kind of account told.

import path from 'node:path';
import { order_params as binance_params } from './binance-shape.mjs';
import { order_params as bybit_params } from './bybit-api.mjs';

const STATES = { open: 'open', closed: 'filled', canceled: 'canceled', expired: 'canceled', rejected: 'refused' };

const order_view = (o) => ({ id: o.clientOrderId, order_id: o.id,
	state: o.status === 'open' && o.filled > 0 ? 'partial' : STATES[o.status],
	executed: o.filled, size: o.amount, mean: o.average ?? 0, buy: o.side === 'buy' });

const redirect = (urls, to) => {
	for (const [name, value] of Object.entries(urls)) {
		if (typeof value === 'string') urls[name] = value.replace(/^https:\/\/[^/]+/, to);
		else redirect(value, to);
	}
};

function exchange(ccxt, venue, { url, key, secret }) {
	const common = { apiKey: key, secret, enableRateLimit: false };
	const it = venue === 'binance' ? new ccxt.binanceusdm(common)
		: new ccxt.bybit({ ...common, options: { defaultType: 'swap', fetchMarkets: { types: ['linear'] },
			enableUnifiedMargin: false, enableUnifiedAccount: true, unifiedMarginStatus: 6 } });
	if (venue === 'binance') it.getExceptionsByUrl = (_url, kind) => it.exceptions.linear[kind] ?? {};
	redirect(it.urls.api, url);
	it.has.fetchCurrencies = false;
	return it;
}

// load MODULES: the two of its exchanges; all of them take three times as long.
export async function load(modules) {
	const one = async (name) => (await import(path.join(path.resolve(modules), `ccxt/js/src/${name}.js`))).default;
	return { binanceusdm: await one('binanceusdm'), bybit: await one('bybit') };
}

export const open = (venue) => async ({ ccxt, ...at }) => {
	const it = exchange(ccxt, venue, at);
	await it.loadMarkets();
	const binance = venue === 'binance';
	const market = (symbol) => it.markets_by_id[symbol].find((m) => m.swap && m.linear).symbol;
	const by_id = (id) => (binance ? { origClientOrderId: id } : { orderLinkId: id });
	const order = async (symbol, id) => {
		if (binance) return order_view(await it.fetchOrder(undefined, market(symbol), by_id(id)));
		const [open] = await it.fetchOpenOrders(market(symbol), undefined, undefined, by_id(id));
		const [older] = open ? [] : await it.fetchCanceledAndClosedOrders(market(symbol), undefined, undefined, by_id(id));
		return (open ?? older) && order_view(open ?? older);
	};
	return {
		it, market,
		time: () => it.fetchTime(),
		rules: async (symbol) => {
			const m = it.market(market(symbol));
			return { tick: m.precision.price, step: m.precision.amount, min_notional: m.limits.cost.min,
				max_market: binance ? m.limits.market.max : +m.info.lotSizeFilter.maxMktOrderQty };
		},
		balance: async () => {
			const all = await it.fetchBalance(binance ? {} : { accountType: 'UNIFIED' });
			const wallet = binance ? all.info.assets.find((a) => a.asset === 'USDT').walletBalance
				: all.info.result.list[0].coin.find((c) => c.coin === 'USDT').walletBalance;
			return { wallet: +wallet, free: binance ? all.USDT.free : +all.info.result.list[0].totalAvailableBalance };
		},
		leverage: (symbol, n) => it.setLeverage(n, market(symbol)),
		leverage_is: async (symbol) => (await it.fetchLeverage(market(symbol))).longLeverage,
		...(binance && { cross: (symbol) => it.fapiPrivatePostMarginType({ symbol, marginType: 'CROSSED' }) }),
		hedge: (on) => it.setPositionMode(on, binance ? undefined : market('ETHUSDT')),
		hedge_is: async (symbol) => (binance ? (await it.fetchPositionMode()).hedged
			: (await it.privateGetV5PositionList({ category: 'linear', symbol })).result.list.length === 2),
		place: (o) => it.createOrder(market(o.symbol), o.price ? 'limit' : 'market', o.buy ? 'buy' : 'sell', o.size, o.price, {
			clientOrderId: o.id, ...(o.tif === 'maker' ? { postOnly: true } : o.tif && { timeInForce: o.tif.toUpperCase() }),
			...(o.reduce && { reduceOnly: true }),
			...(o.side && (binance ? { positionSide: o.side.toUpperCase() } : { positionIdx: o.side === 'long' ? 1 : 2 })) }),
		// Without its rounding.
		place_exactly: (o) => (binance ? it.fapiPrivatePostOrder(binance_params(o)) : it.privatePostV5OrderCreate(bybit_params(o))),
		order,
		cancel: (symbol, id) => it.cancelOrder(undefined, market(symbol), by_id(id)),
		open_orders: async (symbol) => (await it.fetchOpenOrders(market(symbol))).map(order_view),
		positions: async (symbol) => (await it.fetchPositions([market(symbol)])).map((p) => ({ symbol,
			side: p.hedged ? p.side : 'both', size: p.side === 'short' ? -p.contracts : p.contracts, entry: p.entryPrice })),
		fills: async (symbol) => (await it.fetchMyTrades(market(symbol))).map((t) => ({ order_id: t.order, price: t.price,
			size: t.amount, fee: t.fee.cost, buy: t.side === 'buy', maker: t.takerOrMaker === 'maker' })),
		// On Bybit it hands on the fee of the execution: above 0 is paid.
		fundings: async (symbol) => (await it.fetchFundingHistory(market(symbol))).map((f) => (binance ? f.amount : -f.amount)),
		code: (e) => Number(/"(?:code|retCode)": ?(-?\d+)/.exec(e.message)?.[1]),
		kind: (e) => e.constructor.name,
	};
};
