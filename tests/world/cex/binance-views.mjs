// binance-views.mjs - orders, positions and accounts as Binance writes them.
import { liquidationPrice } from './margins.mjs';
import { abs, div, mul, text } from './num.mjs';

const PRECISION = { BTCUSDT: [2, 3], ETHUSDT: [2, 3], '1000PEPEUSDT': [7, 0] }; // price, quantity
export const precision = (symbol) => PRECISION[symbol];
const STATUS = { NEW: 'NEW', PARTIAL: 'PARTIALLY_FILLED', FILLED: 'FILLED', CANCELED: 'CANCELED', EXPIRED: 'EXPIRED', REJECTED: 'REJECTED' };
export const places8 = (n) => text(n, 8);

// how: query says when it was made; place and cancel say cumQty.
export function orderView(venue, o, how) {
	const m = venue.markets.get(o.symbol), type = o.forced ? 'LIMIT' : o.type;
	return {
		orderId: o.id, symbol: o.symbol, status: STATUS[o.status], clientOrderId: o.client, price: m.price(o.price), avgPrice: text(venue.mean(o), 5), origQty: m.size(o.qty),
		executedQty: m.size(o.executed), ...(how === 'query' ? {} : { cumQty: m.size(o.executed) }), cumQuote: text(o.spent, 5),
			timeInForce: o.type === 'MARKET' ? 'GTC' : o.tif, type,
		reduceOnly: o.reduceOnly && o.positionSide === 'BOTH', closePosition: false, side: o.buy ? 'BUY' : 'SELL', positionSide: o.positionSide, stopPrice: m.price(0n),
		workingType: 'CONTRACT_PRICE', priceProtect: false, origType: type, priceMatch: 'NONE', selfTradePreventionMode: 'NONE', goodTillDate: 0,
		...(how === 'query' ? { time: o.created } : {}), updateTime: o.changed,
	};
}

// An order that waits for a price.
export function waitingView(venue, o) {
	const m = venue.markets.get(o.symbol);
	return {
		algoId: o.id, clientAlgoId: o.client, algoType: 'CONDITIONAL', orderType: o.kind, symbol: o.symbol, side: o.buy ? 'BUY' : 'SELL', positionSide: o.positionSide,
		timeInForce: o.tif, quantity: m.size(o.qty), algoStatus: STATUS[o.status], triggerPrice: m.price(o.trigger), price: m.price(o.price), icebergQuantity: null,
		selfTradePreventionMode: 'EXPIRE_MAKER', workingType: 'CONTRACT_PRICE', priceMatch: 'NONE', closePosition: o.qty === 0n, priceProtect: false, reduceOnly: o.reduceOnly,
		createTime: o.created, updateTime: o.changed, triggerTime: 0, goodTillDate: 0,
	};
}

// newOrderRespType ACK: as it was taken, whatever became of it since.
export function ackView(venue, o) {
	const zero = venue.markets.get(o.symbol).size(0n);
	return { ...orderView(venue, o), status: 'NEW', avgPrice: '0.00', executedQty: zero, cumQty: zero, cumQuote: '0.00' };
}

export function positionView(venue, a, p, version) {
	const m = venue.markets.get(p.symbol), s = a.setting(p.symbol), entry = a.entry(p), notional = mul(p.qty, m.mark);
	const orders = a.open(p.symbol).filter((o) => o.positionSide === p.side), orderMargin = orders.reduce((sum, o) => sum + (o.reduceOnly ? 0n : a.orderMargin(o)), 0n);
	const waiting = (buy) => orders.filter((o) => o.buy === buy).reduce((sum, o) => sum + mul(o.qty - o.executed, o.price), 0n);
	const initial = div(abs(notional), s.leverage), fee = mul(entry, venue.fees.taker);
	const shared = { symbol: p.symbol, positionSide: p.side, positionAmt: m.size(p.qty), entryPrice: p.qty === 0n ? '0.0' : text(entry),
		breakEvenPrice: p.qty === 0n ? '0.0' : text(p.qty > 0n ? entry + fee : entry - fee),
		markPrice: places8(m.mark), unRealizedProfit: places8(a.upnl(p, m.mark)), liquidationPrice: p.qty === 0n ? '0' : places8(liquidationPrice(venue, a,
			p)), isolatedMargin: s.isolated ? places8(initial) : '0.00000000',
		notional: places8(notional), isolatedWallet: s.isolated ? places8(initial) : '0' };
	if (version === 2)
		return { ...shared, marginType: s.isolated ? 'isolated' : 'cross', isAutoAddMargin: 'false', leverage: text(s.leverage),
			maxNotionalValue: text(m.rule.n.maxPosition), updateTime: p.changed };
	return { ...shared, marginAsset: 'USDT', initialMargin: places8(initial + orderMargin), maintMargin: places8(mul(abs(notional), m.rule.n.keep)),
		positionInitialMargin: places8(initial),
		openOrderInitialMargin: places8(orderMargin), adl: p.qty === 0n ? 0 : 2, bidNotional: places8(waiting(true)), askNotional: places8(waiting(false)),
			updateTime: p.changed };
}

export function balanceView(venue, a) {
	const { upnl, free } = a.margin(venue.markets), usable = places8(free > 0n ? free : 0n);
	return { accountAlias: 'SgsR', asset: 'USDT', balance: places8(a.wallet), crossWalletBalance: places8(a.wallet), crossUnPnl: places8(upnl),
		availableBalance: usable, maxWithdrawAmount: usable,
		marginAvailable: true, updateTime: a.changed };
}

export function accountView(venue, a, version) {
	const g = a.margin(venue.markets), usable = places8(g.free > 0n ? g.free : 0n), other = a.pooled ? a.worth : 0n;
	const asset = { asset: 'USDT', walletBalance: places8(a.wallet), unrealizedProfit: places8(g.upnl), marginBalance: places8(g.equity - other),
		maintMargin: places8(g.keep), initialMargin: places8(g.initial),
		positionInitialMargin: places8(g.position), openOrderInitialMargin: places8(g.order), crossWalletBalance: places8(a.wallet),
			crossUnPnl: places8(g.upnl), availableBalance: usable,
		maxWithdrawAmount: usable, ...(version === 2 ? { marginAvailable: true } : {}), updateTime: a.changed };
	const rows = version === 2 ? everyPosition(venue, a) : a.seen(venue.clock.now()).filter((p) => p.qty !== 0n || a.open(p.symbol).length);
	return {
		...(version === 2 ? { feeTier: 0, feeBurn: true, canTrade: a.canTrade, canDeposit: true, canWithdraw: true, updateTime: 0, multiAssetsMargin: a.pooled,
			tradeGroupId: -1 } : {}),
		totalInitialMargin: places8(g.initial), totalMaintMargin: places8(g.keep), totalWalletBalance: places8(a.wallet + other),
			totalUnrealizedProfit: places8(g.upnl), totalMarginBalance: places8(g.equity),
		totalPositionInitialMargin: places8(g.position), totalOpenOrderInitialMargin: places8(g.order), totalCrossWalletBalance: places8(a.wallet),
			totalCrossUnPnl: places8(g.upnl),
		availableBalance: usable, maxWithdrawAmount: usable, assets: [asset], positions: rows.map((p) => accountPosition(venue, a, p, version)),
	};
}

function accountPosition(venue, a, p, version) {
	const v = positionView(venue, a, p, 3), s = a.setting(p.symbol);
	const shared = { symbol: p.symbol, positionSide: p.side, positionAmt: v.positionAmt, unrealizedProfit: v.unRealizedProfit,
		initialMargin: v.initialMargin, maintMargin: v.maintMargin, updateTime: p.changed };
	if (version === 3) return { ...shared, isolatedMargin: v.isolatedMargin, notional: v.notional, isolatedWallet: v.isolatedWallet };
	return { ...shared, positionInitialMargin: v.positionInitialMargin, openOrderInitialMargin: v.openOrderInitialMargin, leverage: text(s.leverage),
		isolated: s.isolated, entryPrice: v.entryPrice,
		maxNotional: text(venue.rules.get(p.symbol).n.maxPosition), bidNotional: v.bidNotional, askNotional: v.askNotional };
}

// A row for every symbol and side, held or not.
export function everyPosition(venue, a) {
	const seen = a.seen(venue.clock.now());
	return [...venue.rules.keys()].flatMap((symbol) => a.sides().map((side) => seen.find((p) => p.symbol === symbol && p.side === side) ?? a.position(symbol, side)));
}

export function fillView(venue, f) {
	const m = venue.markets.get(f.symbol);
	return { symbol: f.symbol, id: f.id, orderId: f.order.id, side: f.buy ? 'BUY' : 'SELL', price: m.price(f.px), qty: m.size(f.qty),
		realizedPnl: places8(f.realized), quoteQty: text(f.value, 7),
		commission: places8(f.fee), commissionAsset: 'USDT', time: f.t, positionSide: f.side, maker: f.maker, buyer: f.buy };
}

export function symbolView(rule) {
	const [pricePrecision, quantityPrecision] = precision(rule.symbol);
	return {
		symbol: rule.symbol, pair: rule.symbol, contractType: 'PERPETUAL', deliveryDate: 4133404800000, onboardDate: 1569398400000, status: 'TRADING',
			maintMarginPercent: '2.5000',
		requiredMarginPercent: '5.0000', baseAsset: rule.base, quoteAsset: rule.quote, marginAsset: rule.quote, pricePrecision, quantityPrecision,
			baseAssetPrecision: 8, quotePrecision: 8,
		underlyingType: 'COIN', underlyingSubType: ['PoW'], settlePlan: 0, triggerProtect: '0.0500', liquidationFee: '0.012500',
			marketTakeBound: rule.takeBand, maxMoveOrderLimit: 10000,
		filters: [
			{ filterType: 'PRICE_FILTER', minPrice: rule.minPrice, maxPrice: rule.maxPrice, tickSize: rule.tick },
			{ filterType: 'LOT_SIZE', minQty: rule.minQty, maxQty: rule.maxQty, stepSize: rule.step },
			{ filterType: 'MARKET_LOT_SIZE', minQty: rule.minQty, maxQty: rule.maxMarket, stepSize: rule.step },
			{ filterType: 'MAX_NUM_ORDERS', limit: rule.maxOrders },
			{ filterType: 'MAX_NUM_ALGO_ORDERS', limit: 10 },
			{ filterType: 'MIN_NOTIONAL', notional: rule.minNotional },
			{ filterType: 'PERCENT_PRICE', multiplierUp: rule.upBand, multiplierDown: rule.downBand, multiplierDecimal: '4' },
		],
		orderTypes: ['LIMIT', 'MARKET', 'STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'], timeInForce: ['GTC', 'IOC', 'FOK', 'GTX', 'GTD'],
	};
}
