// bybit-codes.mjs - the codes and words of Bybit v5 for each refusal: [retCode, retMsg,
// HTTP status; 200 unless said, as for almost all of them].
const parameter = (name) => `params error: ${name} invalid`;

const CODES = {
	other: [10001, 'params error'],
	path: [10017, 'Route not found.', 404],
	missing: [10001, (name) => `params error: ${name} is required`],
	data: [10001, parameter],
	side: [10001, 'Side invalid'],
	type: [10001, 'OrderType invalid'],
	tif: [10001, 'timeInForce invalid'],
	key: [10003, 'API key is invalid.'],
	key_expired: [33004, 'Your api key has expired.'],
	signature: [10004, 'Error sign, please check your signature generation algorithm.'],
	permission: [10005, 'Permission denied, please check your API key permissions.'],
	late: [10002, "invalid request, please check your server timestamp or recv_window param."],
	ahead: [10002, "invalid request, please check your server timestamp or recv_window param."],
	ip: [10010, 'Unmatched IP, please check your API key\'s bound IP addresses.'],
	symbol: [10001, 'Not supported symbols'],
	closed: [110074, 'This contract is not live'],
	no_trade: [10027, 'Trading Banned'],
	qty_zero: [10001, 'Qty invalid'],
	qty_low: [10001, 'The number of contracts below minimum limit allowed'],
	qty_high: [10001, 'The number of contracts exceeds maximum limit allowed'],
	step: [10001, 'Qty invalid'],
	price_zero: [10001, 'Price invalid'],
	price_low: [10001, 'Price invalid'],
	price_high: [10001, 'Price invalid'],
	tick: [10001, 'Price invalid'],
	band_high: [110003, 'Order price exceeds the allowable range.'],
	band_low: [110003, 'Order price exceeds the allowable range.'],
	client: [10001, 'OrderLinkId invalid'],
	duplicate: [110072, 'OrderLinkedID is duplicate'],
	too_many: [110020, 'Not allowed to have more than 500 active orders'],
	position_side: [10001, 'position idx not match position mode'],
	reduce_only: [110017, 'Reduce-only rule not satisfied'],
	notional: [110094, 'Order does not meet minimum order value 5USDT'],
	thin: [110118, 'No liquidity for the market price order.'],
	margin: [110007, 'ab not enough for new order'],
	position_limit: [110090, 'Order placement failed as your position may exceed the max limit.'],
	over: [110001, 'order not exists or too late to cancel'],
	no_order: [110001, 'order not exists or too late to cancel'],
	leverage_margin: [110012, 'Insufficient available balance'],
	leverage: [110013, 'cannot set leverage due to risk limit'],
	leverage_same: [110043, 'leverage not modified'],
	mode_same: [110025, 'Position mode is not modified'],
	mode_orders: [110028, 'You have existing open orders, so you cannot switch position mode'],
	mode_position: [110024, 'You have an existing position, so you cannot switch position mode'],
	span: [10001, 'The time range between startTime and endTime cannot exceed 7 days'],
};

// A refusal as a reply: {status, code, msg}.
export function refused(e) {
	const [code, msg, status = 200] = CODES[e.reason] ?? CODES.other;
	return { status, code, msg: typeof msg === 'function' ? msg(e.detail ?? '') : msg };
}
