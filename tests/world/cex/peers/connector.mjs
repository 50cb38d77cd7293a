// Binance's own connector: it puts every parameter into the query.
import { fill_view, order_params, order_view, position_view, rules_view } from './binance-shape.mjs';

export const venue = 'binance';

export function open({ need, url, kind, key, secret }) {
	const { DerivativesTradingUsdsFutures } = need('@binance/derivatives-trading-usds-futures');
	const rest = new DerivativesTradingUsdsFutures({ configurationRestAPI:
		{ apiKey: key, [kind === 'ed25519' ? 'privateKey' : 'apiSecret']: secret, basePath: url, retries: 0 } }).restAPI;
	const of = async (reply) => (await reply).data();
	return {
		time: async () => Number((await of(rest.checkServerTime())).serverTime),
		rules: async (symbol) => rules_view(await of(rest.exchangeInformation()), symbol),
		balance: async () => {
			const usdt = (await of(rest.futuresAccountBalanceV3())).find((b) => b.asset === 'USDT');
			return { wallet: +usdt.balance, free: +usdt.availableBalance };
		},
		leverage: (symbol, leverage) => of(rest.changeInitialLeverage({ symbol, leverage })),
		leverage_is: async (symbol) => Number((await of(rest.symbolConfiguration({ symbol })))[0].leverage),
		cross: (symbol) => of(rest.changeMarginType({ symbol, marginType: 'CROSSED' })),
		hedge: (on) => of(rest.changePositionMode({ dualSidePosition: String(on) })),
		hedge_is: async () => (await of(rest.getCurrentPositionMode())).dualSidePosition,
		place: (o) => of(rest.newOrder(order_params(o))),
		order: async (symbol, id) => order_view(await of(rest.queryOrder({ symbol, origClientOrderId: id }))),
		cancel: (symbol, id) => of(rest.cancelOrder({ symbol, origClientOrderId: id })),
		open_orders: async (symbol) => (await of(rest.currentAllOpenOrders({ symbol }))).map(order_view),
		positions: async (symbol) => (await of(rest.positionInformationV3({ symbol }))).map(position_view),
		fills: async (symbol) => (await of(rest.accountTradeList({ symbol }))).map(fill_view),
		fundings: async (symbol) =>
			(await of(rest.getIncomeHistory({ symbol, incomeType: 'FUNDING_FEE' }))).map((i) => +i.income),
		code: (e) => e.code,
	};
}
