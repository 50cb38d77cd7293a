// The npm package `binance`: parameters of a POST in the query, its time from Date.now.
import { fill_view, order_params, order_view, position_view, rules_view } from './binance-shape.mjs';

export const venue = 'binance';

export function open({ need, url, key, secret }) {
	const { USDMClient } = need('binance');
	const rest = new USDMClient({ api_key: key, api_secret: secret, baseUrl: url, disableTimeSync: true });
	return {
		time: () => rest.getServerTime(),
		rules: async (symbol) => rules_view(await rest.getExchangeInfo(), symbol),
		balance: async () => {
			const usdt = (await rest.getBalanceV3()).find((b) => b.asset === 'USDT');
			return { wallet: +usdt.balance, free: +usdt.availableBalance };
		},
		leverage: (symbol, leverage) => rest.setLeverage({ symbol, leverage }),
		leverage_is: async (symbol) => +(await rest.getFuturesSymbolConfig({ symbol }))[0].leverage,
		cross: (symbol) => rest.setMarginType({ symbol, marginType: 'CROSSED' }),
		hedge: (on) => rest.setPositionMode({ dualSidePosition: String(on) }),
		hedge_is: async () => (await rest.getCurrentPositionMode()).dualSidePosition,
		place: (o) => rest.submitNewOrder(order_params(o)),
		order: async (symbol, id) => order_view(await rest.getOrder({ symbol, origClientOrderId: id })),
		cancel: (symbol, id) => rest.cancelOrder({ symbol, origClientOrderId: id }),
		open_orders: async (symbol) => (await rest.getAllOpenOrders({ symbol })).map(order_view),
		positions: async (symbol) => (await rest.getPositionsV3({ symbol })).map(position_view),
		fills: async (symbol) => (await rest.getAccountTrades({ symbol })).map(fill_view),
		fundings: async (symbol) =>
			(await rest.getIncomeHistory({ symbol, incomeType: 'FUNDING_FEE' })).map((i) => +i.income),
		code: (e) => e.code,
	};
}
