// What Binance's own reply shapes mean, for clients that hand them on as they came.
// Numbers beyond 2^53 may be bigints, so identities are compared as text.

const STATES = { NEW: 'open', PARTIALLY_FILLED: 'partial', FILLED: 'filled', CANCELED: 'canceled',
	EXPIRED: 'canceled', EXPIRED_IN_MATCH: 'canceled', REJECTED: 'refused' };

export const order_view = (o) => ({ id: o.clientOrderId, order_id: String(o.orderId), state: STATES[o.status],
	executed: +o.executedQty, size: +o.origQty, mean: +o.avgPrice, buy: o.side === 'BUY' });

export const position_view = (p) => ({ symbol: p.symbol, side: p.positionSide.toLowerCase(), size: +p.positionAmt,
	entry: +p.entryPrice });

export const fill_view = (t) => ({ order_id: String(t.orderId), price: +t.price, size: +t.qty, fee: +t.commission,
	buy: t.buyer, maker: t.maker });

export function rules_view(info, symbol) {
	const s = info.symbols.find((x) => x.symbol === symbol);
	const filter = (type) => s.filters.find((f) => f.filterType === type);
	return { tick: +filter('PRICE_FILTER').tickSize, step: +filter('LOT_SIZE').stepSize,
		max_market: +filter('MARKET_LOT_SIZE').maxQty, min_notional: +filter('MIN_NOTIONAL').notional };
}

// The parameters of an order, as text where the venue wants text.
export const order_params = (o) => ({
	symbol: o.symbol, side: o.buy ? 'BUY' : 'SELL', type: o.price ? 'LIMIT' : 'MARKET', quantity: o.size,
	newClientOrderId: o.id, newOrderRespType: 'RESULT',
	...(o.price && { price: o.price, timeInForce: { gtc: 'GTC', ioc: 'IOC', fok: 'FOK', maker: 'GTX' }[o.tif ?? 'gtc'] }),
	...(o.side && { positionSide: o.side.toUpperCase() }),
	...(o.reduce && { reduceOnly: 'true' }),
});
