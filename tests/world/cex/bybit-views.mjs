// bybit-views.mjs - orders, positions, wallets and fills as Bybit v5 writes them: all
// numbers are texts, some of them empty, times too.
import { ONE, abs, div, mul, text } from './num.mjs';
import { liquidationPrice } from './margins.mjs';

const STATUS = { NEW: 'New', PARTIAL: 'PartiallyFilled', FILLED: 'Filled', CANCELED: 'Cancelled', EXPIRED: 'Cancelled', REJECTED: 'Rejected' };
const IDX = { BOTH: 0, LONG: 1, SHORT: 2 };
const TIF = { GTC: 'GTC', IOC: 'IOC', FOK: 'FOK', GTX: 'PostOnly' };
const CAUSES = { USER: ['CancelByUser', 'EC_PerCancelRequest'], REDUCE_ONLY: ['CancelByReduceOnly', 'EC_ReduceOnly'], LIQUIDATION: ['CancelByPrepareLiq', 'EC_CancelByPrepareLiq'],
	POST_ONLY: ['UNKNOWN', 'EC_PostOnlyWillTakeLiquidity'], FOK: ['UNKNOWN', 'EC_CancelForNoFullFill'], REST: ['UNKNOWN', 'EC_CancelForNoFullFill'], NO_LIQUIDITY: ['UNKNOWN', 'EC_CancelForNoFullFill'] };

// The ids of orders and fills are UUIDs with the number in them.
export const uuid = (n, kind) => {
	const hex = (kind + n.toString(16).padStart(20, '0')).padEnd(32, '0');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};
export const orderId = (o) => uuid(o.id, 'fd4300ae');
export const idOf = (given) => {
	const m = /^fd4300ae([0-9a-f]{20})0000$/.exec(String(given).replaceAll('-', ''));
	return m ? BigInt(`0x${m[1]}`) : -1n;
};

// Who sends no id has none.
export const linkOf = (o) => (o.named ? o.client : '');

export function orderView(venue, o) {
	const m = venue.markets.get(o.symbol), left = ['NEW', 'PARTIAL'].includes(o.status) ? o.qty - o.executed : 0n;
	const [cancelType, known] = CAUSES[o.cause] ?? ['UNKNOWN', 'EC_NoError'], rejectReason = o.status === 'REJECTED' ? o.cause : known;
	return {
		orderId: orderId(o), orderLinkId: linkOf(o), blockTradeId: '', symbol: o.symbol, price: m.price(o.type === 'MARKET' ? m.bound(o.buy) : o.price), qty: m.size(o.qty),
		side: o.buy ? 'Buy' : 'Sell', isLeverage: '', positionIdx: IDX[o.positionSide], orderStatus: o.waits && o.status === 'NEW' ? 'Untriggered' : STATUS[o.status], cancelType, rejectReason, avgPrice: o.executed === 0n ? '' : text(venue.mean(o)),
		leavesQty: m.size(left), leavesValue: text(mul(left, o.price)), cumExecQty: m.size(o.executed), cumExecValue: text(o.spent), cumExecFee: text(o.fee), timeInForce: TIF[o.tif],
		orderType: o.type === 'MARKET' ? 'Market' : 'Limit', stopOrderType: o.waits ? 'Stop' : '', orderIv: '', triggerPrice: o.waits ? m.price(o.trigger) : '', takeProfit: '', stopLoss: '', tpTriggerBy: '', slTriggerBy: '', triggerDirection: o.direction ?? 0,
		triggerBy: o.waits ? 'LastPrice' : '', lastPriceOnCreated: m.price(o.mark ?? m.mark), reduceOnly: o.reduceOnly, closeOnTrigger: false, smpType: 'None', smpGroup: 0, smpOrderId: '', tpslMode: '', tpLimitPrice: '',
		slLimitPrice: '', placeType: '', createdTime: String(o.created), updatedTime: String(o.changed), cumFeeDetail: { USDT: text(o.fee) }, createType: o.forced ? 'CreateByLiq' : 'CreateByUser',
	};
}

export function positionView(venue, a, p) {
	const m = venue.markets.get(p.symbol), s = a.setting(p.symbol), size = abs(p.qty), value = abs(p.cost), liquidation = liquidationPrice(venue, a, p);
	const initial = div(mul(size, m.mark), s.leverage), keep = mul(mul(size, m.mark), m.rule.n.keep);
	return {
		positionIdx: IDX[p.side], riskId: 1, riskLimitValue: m.rule.maxPosition, symbol: p.symbol, side: p.qty === 0n ? '' : p.qty > 0n ? 'Buy' : 'Sell', size: m.size(size),
		avgPrice: p.qty === 0n ? '0' : text(a.entry(p)), positionValue: p.qty === 0n ? '' : text(value), tradeMode: 0, positionStatus: p.status, autoAddMargin: 0, adlRankIndicator: p.qty === 0n ? 0 : 2,
		leverage: text(s.leverage), breakEvenPrice: '', positionBalance: '0', markPrice: text(m.mark), liqPrice: liquidation === 0n ? '' : m.price(liquidation), bustPrice: '',
		positionMM: p.qty === 0n ? '' : text(keep), positionMMByMp: '', positionIM: p.qty === 0n ? '' : text(initial), positionIMByMp: '', tpslMode: 'Full', takeProfit: '', stopLoss: '', trailingStop: '0',
		unrealisedPnl: p.qty === 0n ? '' : text(a.upnl(p, m.mark)), curRealisedPnl: text(p.realized), cumRealisedPnl: text(p.realized), seq: p.changed === 0 ? -1 : Number(venue.next.seq), isReduceOnly: false,
		mmrSysUpdateTime: '', leverageSysUpdatedTime: '', sessionAvgPrice: '', createdTime: String(p.made), updatedTime: String(p.changed),
	};
}

export function walletView(venue, a) {
	const g = a.margin(venue.markets), rate = (n) => (g.equity > 0n ? text(div(n, g.equity), 4) : '0'), usable = g.free > 0n ? g.free : 0n;
	const realized = [...a.positions.values()].reduce((sum, p) => sum + p.realized, 0n);
	const isolated = a.marginMode === 'ISOLATED_MARGIN', whole = (n) => (isolated ? '' : text(n));
	return {
		totalEquity: text(g.equity), accountIMRate: isolated ? '' : rate(g.initial), accountIMRateByMp: '', totalMarginBalance: whole(g.equity), totalInitialMargin: whole(g.initial), totalInitialMarginByMp: '',
		accountType: 'UNIFIED', totalAvailableBalance: whole(usable), accountMMRate: isolated ? '' : rate(g.keep), accountMMRateByMp: '', totalPerpUPL: text(g.upnl), totalWalletBalance: text(a.wallet),
		accountLTV: '0', totalMaintenanceMargin: whole(g.keep), totalMaintenanceMarginByMp: '',
		coin: [{ availableToBorrow: '', bonus: '0', accruedInterest: '0', availableToWithdraw: '', totalOrderIM: text(g.order), equity: text(g.equity), totalPositionMM: text(g.keep), usdValue: text(g.equity),
			spotHedgingQty: '0', unrealisedPnl: text(g.upnl), collateralSwitch: true, borrowAmount: '0', totalPositionIM: text(g.position), walletBalance: text(a.wallet), cumRealisedPnl: text(realized), locked: '0',
			marginCollateral: true, coin: 'USDT', spotBorrow: '0' }],
	};
}

export const fillView = (venue, f) => {
	const m = venue.markets.get(f.symbol), o = f.order;
	return {
		symbol: f.symbol, orderType: o.type === 'MARKET' ? 'Market' : 'Limit', underlyingPrice: '', orderLinkId: linkOf(o), side: f.buy ? 'Buy' : 'Sell', indexPrice: '', orderId: orderId(o),
		stopOrderType: 'UNKNOWN', leavesQty: m.size(f.left), execTime: String(f.t), feeCurrency: '', isMaker: f.maker, execFee: text(f.fee), feeRate: text(f.maker ? venue.fees.maker : venue.fees.taker),
		execId: uuid(f.id, 'e0cbe81d'), tradeIv: '', blockTradeId: '', markPrice: m.price(f.mark), execPrice: m.price(f.px), markIv: '', orderQty: m.size(o.qty), orderPrice: m.price(o.price), execValue: text(f.value),
		execType: { trade: 'Trade', liquidation: 'BustTrade', adl: 'AdlTrade' }[f.kind], execQty: m.size(f.qty), closedSize: m.size(f.closed), extraFees: '', seq: f.seq,
	};
};

// Funding is an execution as well: its fee is what is paid, below 0 what is received.
export const fundingView = (venue, e) => {
	const m = venue.markets.get(e.symbol);
	return { symbol: e.symbol, orderType: 'UNKNOWN', underlyingPrice: '', orderLinkId: '', side: e.qty > 0n ? 'Buy' : 'Sell', indexPrice: '', orderId: uuid(e.id, 'fd4300af'), stopOrderType: 'UNKNOWN', leavesQty: '0',
		execTime: String(e.t), feeCurrency: '', isMaker: false, execFee: text(-e.amount), feeRate: text(e.rate), execId: uuid(e.id, 'e0cbe81e'), tradeIv: '', blockTradeId: '', markPrice: m.price(e.mark),
		execPrice: m.price(e.mark), markIv: '', orderQty: '0', orderPrice: '0', execValue: text(mul(abs(e.qty), e.mark)), execType: 'Funding', execQty: m.size(abs(e.qty)), closedSize: '0', extraFees: '', seq: e.id };
};

export const instrumentView = (m) => {
	const { rule } = m;
	return {
		symbol: rule.symbol, contractType: 'LinearPerpetual', status: m.open ? 'Trading' : 'Closed', baseCoin: rule.base, quoteCoin: 'USDT', launchTime: '1585526400000', deliveryTime: '0', deliveryFeeRate: '',
		priceScale: String(rule.pricePlaces), leverageFilter: { minLeverage: '1', maxLeverage: rule.maxLeverage, leverageStep: '0.01' }, priceFilter: { minPrice: rule.minPrice, maxPrice: rule.maxPrice, tickSize: rule.tick },
		lotSizeFilter: { maxOrderQty: rule.maxQty, minOrderQty: rule.minQty, qtyStep: rule.step, postOnlyMaxOrderQty: rule.maxQty, maxMktOrderQty: rule.maxMarket, minNotionalValue: rule.minNotional },
		unifiedMarginTrade: true, fundingInterval: rule.fundingHours * 60, settleCoin: 'USDT', copyTrading: 'both', upperFundingRate: '0.00375', lowerFundingRate: '-0.00375', isPreListing: false, preListingInfo: null,
		riskParameters: { priceLimitRatioX: text(rule.n.upBand - ONE), priceLimitRatioY: text(rule.n.upBand - ONE) },
	};
};

export function tickerView(venue, m) {
	const [bid, ask] = [m.bids[0], m.asks[0]], at = (l) => (l ? [m.price(l.px), m.size(l.qty)] : ['', '']);
	return {
		symbol: m.rule.symbol, lastPrice: m.price(m.mark), indexPrice: m.price(m.index), markPrice: m.price(m.mark), prevPrice24h: m.price(m.mark), price24hPcnt: '0', highPrice24h: m.price(m.mark), lowPrice24h: m.price(m.mark),
		prevPrice1h: m.price(m.mark), openInterest: '100000', openInterestValue: text(100000n * m.mark, 4), turnover24h: '1000000', volume24h: '500', fundingRate: text(m.rate), nextFundingTime: String(m.nextFunding),
		predictedDeliveryPrice: '', basisRate: '', deliveryFeeRate: '', deliveryTime: '0', ask1Size: at(ask)[1], bid1Price: at(bid)[0], ask1Price: at(ask)[0], bid1Size: at(bid)[1], basis: '', preOpenPrice: '', preQty: '',
		curPreListingPhase: '', fundingIntervalHour: String(m.rule.fundingHours), basisRateYear: '', fundingCap: '0.00375',
	};
}
