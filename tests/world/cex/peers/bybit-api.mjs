// The npm package `bybit-api`: it hands on retCode and never throws for one, so that is
// done here.

export const venue = 'bybit';

const STATES = { New: 'open', PartiallyFilled: 'partial', Filled: 'filled', Cancelled: 'canceled', Rejected: 'refused' };
const order_view = (o) => ({ id: o.orderLinkId, order_id: o.orderId, state: STATES[o.orderStatus], executed: +o.cumExecQty,
	size: +o.qty, mean: +o.avgPrice, buy: o.side === 'Buy', why: o.rejectReason });
const position_view = (p) => ({ symbol: p.symbol, side: ['both', 'long', 'short'][p.positionIdx],
	size: p.side === 'Sell' ? -p.size : +p.size, entry: +p.avgPrice });

export const order_params = (o) => ({ category: 'linear', symbol: o.symbol, side: o.buy ? 'Buy' : 'Sell', qty: o.size,
	orderType: o.price ? 'Limit' : 'Market', orderLinkId: o.id,
	...(o.price && { price: o.price, timeInForce: { gtc: 'GTC', ioc: 'IOC', fok: 'FOK', maker: 'PostOnly' }[o.tif ?? 'gtc'] }),
	positionIdx: { both: 0, long: 1, short: 2 }[o.side ?? 'both'], ...(o.reduce && { reduceOnly: true }) });

class Refused extends Error {
	constructor(reply) {
		super(`${reply.retCode} ${reply.retMsg}`);
		this.code = reply.retCode;
	}
}

export function open({ need, url, key, secret }) {
	const { RestClientV5 } = need('bybit-api');
	const rest = new RestClientV5({ key, secret, baseUrl: url, enable_time_sync: false });
	const category = 'linear';
	const of = async (reply) => {
		const r = await reply;
		if (r.retCode !== 0) throw new Refused(r);
		return r.result;
	};
	// A list that may be longer than a page.
	async function all(ask, params) {
		const list = [];
		for (let cursor; ;) {
			const page = await of(ask.call(rest, { ...params, ...(cursor && { cursor }) }));
			list.push(...page.list);
			cursor = page.nextPageCursor;
			if (!cursor) return list;
		}
	}
	return {
		time: async () => Number((await of(rest.getServerTime())).timeNano) / 1e6,
		rules: async (symbol) => {
			const [s] = (await of(rest.getInstrumentsInfo({ category, symbol }))).list;
			return { tick: +s.priceFilter.tickSize, step: +s.lotSizeFilter.qtyStep,
				max_market: +s.lotSizeFilter.maxMktOrderQty, min_notional: +s.lotSizeFilter.minNotionalValue };
		},
		balance: async () => {
			const [account] = (await of(rest.getWalletBalance({ accountType: 'UNIFIED' }))).list;
			return { wallet: +account.coin.find((c) => c.coin === 'USDT').walletBalance, free: +account.totalAvailableBalance };
		},
		leverage: (symbol, n) => of(rest.setLeverage({ category, symbol, buyLeverage: String(n), sellLeverage: String(n) })),
		leverage_is: async (symbol) => +(await of(rest.getPositionInfo({ category, symbol }))).list[0].leverage,
		hedge: (on) => of(rest.switchPositionMode({ category, coin: 'USDT', mode: on ? 3 : 0 })),
		hedge_is: async (symbol) => (await of(rest.getPositionInfo({ category, symbol }))).list.length === 2,
		place: (o) => of(rest.submitOrder(order_params(o))),
		order: async (symbol, id) => {
			const asked = { category, symbol, orderLinkId: id };
			const [o] = (await of(rest.getActiveOrders(asked))).list;
			const [older] = o ? [] : (await of(rest.getHistoricOrders(asked))).list;
			return (o ?? older) && order_view(o ?? older);
		},
		cancel: (symbol, id) => of(rest.cancelOrder({ category, symbol, orderLinkId: id })),
		open_orders: async (symbol) => (await all(rest.getActiveOrders, { category, symbol, openOnly: 0, limit: 1 })).map(order_view),
		positions: async (symbol) => (await of(rest.getPositionInfo({ category, symbol }))).list.map(position_view),
		fills: async (symbol) => (await all(rest.getExecutionList, { category, symbol, execType: 'Trade', limit: 2 })).map((t) => ({
			order_id: t.orderId, id: t.orderLinkId, price: +t.execPrice, size: +t.execQty, fee: +t.execFee,
			buy: t.side === 'Buy', maker: t.isMaker })),
		fundings: async (symbol) => (await all(rest.getExecutionList, { category, symbol, execType: 'Funding' })).map((t) => -t.execFee),
		code: (e) => e.code,
	};
}
