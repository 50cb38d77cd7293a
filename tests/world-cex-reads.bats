#!/usr/bin/env bats
# What the exchanges of tests/world/cex tell beside orders, for how long, in how many pages;
# settings and who may not change them.
load lib
load world-cex

setup_file() { cex_start; }
teardown_file() { cex_stop; }
setup() { cex_still; }

get() { cex_says 200 "$2" "$(binance GET "$1" "${3:-}")"; }
yget() { cex_says 200 "$2" "$(bybit GET "$1" "${3:-}")"; }
# refused CODE METHOD PATH PARAMS: of Binance; yrefused: of Bybit.
refused() { cex_says 400 ".code == $1" "$(binance "${@:2}")"; }
yrefused() { cex_says 200 ".retCode == $1" "$(bybit "${@:2}")"; }
b() { binance POST /fapi/v1/order "symbol=ETHUSDT&$1" >/dev/null; }
y() { bybit POST /v5/order/create "{\"category\":\"linear\",\"symbol\":\"ETHUSDT\",$1}" >/dev/null; }
later() {
	NOW=$((NOW + $1))
	cex clock "{\"advance\":$1}" >/dev/null
}
SELL='side=SELL&type=MARKET&quantity=1' WAITING='side=SELL&type=LIMIT&timeInForce=GTC&price=2050&quantity=1'
YSELL='"side":"Sell","orderType":"Market","qty":"1"' YWAITING='"side":"Sell","orderType":"Limit","timeInForce":"GTC","price":"2050","qty":"1"'

@test "Binance: market, account and settings in all their versions" {
	b "$SELL"
	cex_says 200 '.bidPrice == "1999.80" and .askPrice == "2000.20"' "$(cex_send "$CEX/fapi/v1/ticker/bookTicker?symbol=ETHUSDT")"
	cex_says 200 'length == 3' "$(cex_send "$CEX/fapi/v1/ticker/bookTicker")"
	cex_says 200 'map("\(.symbol) \(.fundingIntervalHours)") == ["1000PEPEUSDT 4"]' "$(cex_send "$CEX/fapi/v1/fundingInfo")"
	get /fapi/v2/balance '.[0].asset == "USDT"'
	get /fapi/v2/account '.canTrade and .positions[1].positionAmt == "-1.000" and .positions[1].leverage == "20"'
	get /fapi/v2/positionRisk 'length == 3 and .[1].marginType == "cross" and .[1].leverage == "20"'
	get /fapi/v2/positionRisk 'length == 1' symbol=BTCUSDT
	get /fapi/v3/positionRisk 'map(.symbol) == ["ETHUSDT"]'
	get /fapi/v1/accountConfig '.canTrade and .dualSidePosition == false'
	get /fapi/v1/positionSide/dual '. == {"dualSidePosition": false}'
	get /fapi/v1/commissionRate '.takerCommissionRate == "0.000500"' symbol=ETHUSDT
	get /fapi/v1/rateLimit/order 'map("\(.interval) \(.limit)") == ["MINUTE 1200", "SECOND 300"]'
	get /fapi/v1/leverageBracket '.[0].brackets[0].initialLeverage == 100' symbol=ETHUSDT
	cex set '{"venue":"binance","trade":false,"balance":"5"}' >/dev/null
	get /fapi/v1/accountConfig '.canTrade == false'
	get /fapi/v3/balance '.[0].balance == "5.00000000"'
	refused -4088 POST /fapi/v1/order "symbol=ETHUSDT&$SELL"
	jqeq .ok "$(cex judge)"
}

@test "Bybit: market, account and settings" {
	y "$YSELL"
	cex_says 200 '.result | .s == "ETHUSDT" and .b[0][0] == "1999.80" and (.a | length) == 20' "$(cex_send "$CEX/v5/market/orderbook?category=linear&symbol=ETHUSDT")"
	yget /v5/account/fee-rate '.result.list[0].takerFeeRate == "0.00055"' 'category=linear&symbol=ETHUSDT'
	yget /v5/account/wallet-balance '.result.list[0] | .accountType == "UNIFIED" and .coin[0].availableToWithdraw == ""' accountType=UNIFIED
	yget /v5/position/list '[.result.list[] | "\(.symbol) \(.side) \(.size)"] == ["ETHUSDT Sell 1.00"]' 'category=linear&settleCoin=USDT'
	yrefused 10001 GET /v5/position/list category=linear
	yrefused 10001 GET /v5/position/list 'category=inverse&symbol=ETHUSDT'
	yrefused 10001 GET /v5/order/realtime category=linear
	yrefused 110013 POST /v5/position/set-leverage '{"category":"linear","symbol":"ETHUSDT","buyLeverage":"101","sellLeverage":"101"}'
	yrefused 110013 POST /v5/position/set-leverage '{"category":"linear","symbol":"ETHUSDT","buyLeverage":"5","sellLeverage":"6"}'
	yrefused 0 POST /v5/account/set-margin-mode '{"setMarginMode":"ISOLATED_MARGIN"}'
	yget /v5/account/info '.result.marginMode == "ISOLATED_MARGIN"'
	yget /v5/account/wallet-balance '.result.list[0].totalAvailableBalance == ""' accountType=UNIFIED
	yrefused 110025 POST /v5/position/switch-mode '{"category":"linear","coin":"USDT","mode":0}'
	yrefused 0 POST /v5/order/pre-check "{\"category\":\"linear\",\"symbol\":\"ETHUSDT\",$YSELL}"
	later 28800000
	yget /v5/account/transaction-log '.result.list | map(.funding) == ["0.2"]' 'accountType=UNIFIED&category=linear&type=SETTLEMENT'
	yget /v5/execution/list '.result.list | map(.execFee) == ["-0.2"]' 'category=linear&symbol=ETHUSDT&execType=Funding'
	yget /v5/execution/list '.result.list | map(.execType) == ["Funding", "Trade"]' 'category=linear&symbol=ETHUSDT'
}

@test "orders by their ids, all of them canceled, a dead man's switch" {
	local id
	b "$WAITING&newClientOrderId=a"
	id=$(cex state | jq -r '.binance.accounts.main.orders[0].id')
	get /fapi/v1/order '.clientOrderId == "a"' "symbol=ETHUSDT&orderId=$id"
	get /fapi/v1/openOrder '.clientOrderId == "a"' "symbol=ETHUSDT&orderId=$id"
	refused -2013 GET /fapi/v1/order "symbol=BTCUSDT&orderId=$id"
	refused -2013 GET /fapi/v1/order "symbol=ETHUSDT&orderId=${id%?}0"
	refused -1102 GET /fapi/v1/order symbol=ETHUSDT
	refused -1130 GET /fapi/v1/order "symbol=ETHUSDT&orderId=x"
	refused -4047 POST /fapi/v1/marginType 'symbol=ETHUSDT&marginType=ISOLATED'
	refused -4067 POST /fapi/v1/positionSide/dual dualSidePosition=true
	refused -4059 POST /fapi/v1/positionSide/dual dualSidePosition=false
	cex_says 200 '.countdownTime == "5000"' "$(binance POST /fapi/v1/countdownCancelAll 'symbol=ETHUSDT&countdownTime=5000')"
	later 4999
	get /fapi/v1/openOrders 'length == 1'
	later 1
	get /fapi/v1/openOrders 'length == 0'
	b "$WAITING"
	cex_says 200 '.code == 200' "$(binance DELETE /fapi/v1/allOpenOrders symbol=ETHUSDT)"
	get /fapi/v1/openOrders 'length == 0' symbol=ETHUSDT
	y "$YWAITING,\"orderLinkId\":\"a\""
	id=$(bybit GET /v5/order/realtime 'category=linear&orderLinkId=a' | jq -r '.result?.list[0].orderId // empty')
	yget /v5/order/realtime '.result.list[0].orderLinkId == "a"' "category=linear&orderId=$id"
	yrefused 110028 POST /v5/position/switch-mode '{"category":"linear","coin":"USDT","mode":3}'
	yrefused 0 POST /v5/order/cancel "{\"category\":\"linear\",\"symbol\":\"ETHUSDT\",\"orderId\":\"$id\"}"
	yrefused 110001 POST /v5/order/cancel '{"category":"linear","symbol":"ETHUSDT","orderLinkId":"b"}'
	y "$YWAITING"
	cex_says 200 '.result.list | length == 1' "$(bybit POST /v5/order/cancel-all '{"category":"linear","settleCoin":"USDT"}')"
	b "$SELL"
	refused -4048 POST /fapi/v1/marginType 'symbol=ETHUSDT&marginType=ISOLATED'
}

@test "what came to nothing is forgotten: after three days, after one" {
	b "$WAITING&newClientOrderId=a"
	b "$SELL&newClientOrderId=b"
	binance DELETE /fapi/v1/order 'symbol=ETHUSDT&origClientOrderId=a' >/dev/null
	y "$YWAITING,\"orderLinkId\":\"a\""
	bybit POST /v5/order/cancel '{"category":"linear","symbol":"ETHUSDT","orderLinkId":"a"}' >/dev/null
	later $((86400000 - 1))
	yget /v5/order/history '.result.list[0].orderStatus == "Cancelled"' 'category=linear&orderLinkId=a'
	later 1
	yget /v5/order/history '.result.list == []' 'category=linear&orderLinkId=a'
	later $((2 * 86400000))
	get /fapi/v1/order '.status == "CANCELED"' 'symbol=ETHUSDT&origClientOrderId=a'
	later 1
	refused -2013 GET /fapi/v1/order 'symbol=ETHUSDT&origClientOrderId=a'
	get /fapi/v1/order '.status == "FILLED"' 'symbol=ETHUSDT&origClientOrderId=b'
	later $((87 * 86400000))
	refused -2013 GET /fapi/v1/order 'symbol=ETHUSDT&origClientOrderId=b'
}

@test "lists: a week at a time, from an id, by pages" {
	for _ in 1 2 3; do
		b "$SELL"
		y "$YSELL"
		later 1000
	done
	get /fapi/v1/userTrades 'length == 3'  symbol=ETHUSDT
	get /fapi/v1/userTrades 'length == 1' "symbol=ETHUSDT&startTime=$((NOW - 1000))"
	get /fapi/v1/userTrades 'length == 2' "symbol=ETHUSDT&startTime=$((NOW - 9000))&endTime=$((NOW - 1500))"
	refused -4165 GET /fapi/v1/userTrades "symbol=ETHUSDT&startTime=1&endTime=604800002"
	get /fapi/v1/userTrades 'map(.id) == [2, 3]' 'symbol=ETHUSDT&fromId=2'
	get /fapi/v1/userTrades 'map(.id) == [3]' 'symbol=ETHUSDT&limit=1'
	refused -1128 GET /fapi/v1/userTrades 'symbol=ETHUSDT&fromId=2&startTime=1'
	refused -1130 GET /fapi/v1/userTrades 'symbol=ETHUSDT&limit=1001'
	get /fapi/v1/income 'map(.incomeType) == ["COMMISSION", "COMMISSION"]' 'limit=2'
	get /fapi/v1/income 'length == 1' 'limit=2&page=2'
	local cursor
	yget /v5/execution/list '.result | (.list | length) == 2 and .nextPageCursor != ""' 'category=linear&symbol=ETHUSDT&limit=2'
	cursor=$(bybit GET /v5/execution/list 'category=linear&symbol=ETHUSDT&limit=2' | jq -r '.result?.nextPageCursor // empty')
	yget /v5/execution/list '.result | (.list | length) == 1 and .nextPageCursor == ""' "category=linear&symbol=ETHUSDT&limit=2&cursor=$cursor"
	yrefused 10001 GET /v5/execution/list 'category=linear&symbol=ETHUSDT&cursor=x'
	yrefused 10001 GET /v5/execution/list 'category=linear&symbol=ETHUSDT&startTime=1&endTime=604800002'
}

@test "too many orders in ten seconds: -1015 and when to come again" {
	cex limits '{"venue":"binance","orders":[["10S",10000,2],["1M",60000,9]]}' >/dev/null
	b "$SELL"
	[[ $(cex_signer binance && q="symbol=ETHUSDT&$SELL&timestamp=$NOW" && cex_send -D - -X POST -H "X-MBX-APIKEY: $key" "$CEX/fapi/v1/order?$q&signature=$(cex_hmac "$secret" "$q")") == *'X-MBX-ORDER-COUNT-10S: 2'*'X-MBX-ORDER-COUNT-1M: 2'* ]]
	cex_says 429 '.code == -1015' "$(binance POST /fapi/v1/order "symbol=ETHUSDT&$SELL")"
	later 10000
	cex_says 200 .orderId "$(binance POST /fapi/v1/order "symbol=ETHUSDT&$SELL")"
	[ "$(cex position '{"venue":"binance","symbol":"ETHUSDT"}')" = '"-3"' ]
}

@test "a liquidation takes open orders with it, and what waits is margin" {
	b "$WAITING&newClientOrderId=a"
	get /fapi/v3/account '.totalOpenOrderInitialMargin == "102.50000000" and .positions[0].symbol == "ETHUSDT"'
	b 'side=SELL&type=MARKET&quantity=900'
	cex price '{"symbol":"ETHUSDT","mark":"2200","venue":"binance"}' >/dev/null
	jqeq '[.binance.accounts.main.orders[] | select(.client_id == "a")][0].status | IN("CANCELED", "FILLED")' "$(cex state)"
	jqeq '.binance.accounts.main.positions == []' "$(cex state)"
	y "$YWAITING,\"orderLinkId\":\"a\""
	cex fill '{"venue":"bybit","client_id":"a","share":"0.5"}' >/dev/null
	cex liquidate '{"venue":"bybit","symbol":"ETHUSDT"}' >/dev/null
	jqeq .ok "$(cex judge)"
}

@test "dice: the same orders meet the same faults, whatever is asked in between" {
	round() {
		local n=0
		cex reset '{"seed":2}' >/dev/null
		cex clock '{"hold":true,"set":1800000000000}' >/dev/null
		NOW=1800000000000
		cex dice '{"seed":11,"rate":0.7,"without":["slow","stalled","limited"]}' >/dev/null
		for n in 1 2 3 4 5 6 7 8; do
			b "$SELL&newClientOrderId=a$n"
			[ -z "$1" ] || cex_send "$CEX/fapi/v1/ping" >/dev/null
			y "$YSELL,\"orderLinkId\":\"a$n\""
			later 20000
		done
		cex dice '{"rate":0}' >/dev/null
		cex requests | jq -c '[.[] | select(.method == "POST").fault]'
		cex state | jq -c '[.[].accounts.main.positions]'
		cex judge | jq -e '.errors == []'
	}
	same "$(round '')" "$(round more)"
}
