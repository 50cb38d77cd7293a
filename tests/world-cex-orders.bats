#!/usr/bin/env bats
# What becomes of orders at the exchanges of tests/world/cex: rules, reducing, both modes,
# margin, funding, liquidation, limits.
load lib
load world-cex

setup_file() { cex_start; }
teardown_file() { cex_stop; }
setup() { cex_still; }

# b PARAMS: an order at Binance; y JSON-members: one at Bybit.  Both in ETHUSDT unless told.
b() {
	local p=$1
	[[ $p == *symbol=* ]] || p="symbol=ETHUSDT&$p"
	[[ $p == *newOrderRespType=* ]] || p+='&newOrderRespType=RESULT'
	binance POST /fapi/v1/order "$p"
}
y() {
	local p=$1
	[[ $p == *'"symbol"'* ]] || p="\"symbol\":\"ETHUSDT\",$p"
	bybit POST /v5/order/create "{\"category\":\"linear\",$p}"
}
SELL='side=SELL&type=MARKET' BUY='side=BUY&type=MARKET'
YSELL='"side":"Sell","orderType":"Market"' YBUY='"side":"Buy","orderType":"Market"'
held() { cex position "{\"venue\":\"$1\",\"account\":\"${ACCOUNT:-main}\",\"symbol\":\"ETHUSDT\",\"side\":\"${2:-BOTH}\"}" | jq -r .; }
pos() { [ "$(held "$1" "${3:-BOTH}")" = "$2" ] || { echo "$1: $(held "$1" "${3:-BOTH}")" >&2; return 1; }; }

@test "Binance: every rule an order may break has its code" {
	local row
	for row in \
		'side=SELL&type=MARKET&quantity=0.0005 -1111' 'side=SELL&type=MARKET&quantity=0 -4003' 'side=SELL&type=MARKET&quantity=2000.001 -4005' \
		'side=SELL&type=LIMIT&timeInForce=IOC&price=1990&quantity=2000.001 -2019' 'side=SELL&type=LIMIT&timeInForce=IOC&price=1990&quantity=10000.001 -4005' \
		'side=SELL&type=LIMIT&timeInForce=IOC&price=1990.001&quantity=1 -1111' 'side=SELL&type=LIMIT&timeInForce=IOC&price=1899.99&quantity=1 -4024' \
		'side=BUY&type=LIMIT&timeInForce=IOC&price=2100.01&quantity=1 -4016' 'side=BUY&type=LIMIT&timeInForce=IOC&price=39.85&quantity=1 -4013' \
		'symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=60000.05&quantity=0.01 -4014' 'symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.001 -4164' \
		'symbol=1000PEPEUSDT&side=SELL&type=MARKET&quantity=1.5 -1111' 'symbol=NONE&side=SELL&type=MARKET&quantity=1 -1121' 'side=SELL&type=MARKET&quantity=0.009 -4164' \
		'side=SELL&type=STOP_MARKET&quantity=1 -4120' 'side=SELL&type=OTHER&quantity=1 -1116' 'side=Sell&type=MARKET&quantity=1 -1117' 'side=SELL&type=LIMIT&price=2000&quantity=1 -1102' \
		'side=SELL&type=LIMIT&timeInForce=X&price=2000&quantity=1 -1115' 'side=SELL&type=MARKET&price=2000&quantity=1 -1106' 'side=SELL&type=MARKET&quantity=1e3 -1102' \
		'side=SELL&type=MARKET&quantity=1&newClientOrderId=a%20b -4015' 'side=SELL&type=MARKET&quantity=1&newClientOrderId=1234567890123456789012345678901234567 -4015' \
		'side=SELL&type=MARKET&quantity=1&positionSide=LONG -4061' 'side=SELL&type=MARKET&quantity=1&reduceOnly=yes -4062' 'side=SELL&type=MARKET&quantity=1&reduceOnly=true -2022' \
		'side=SELL&type=LIMIT&timeInForce=GTX&price=1990&quantity=1 -5022' 'side=SELL&type=LIMIT&timeInForce=FOK&price=1999.5&quantity=400 -5021'; do
		run b "${row% *}"
		[[ $output == *"\"code\":${row#* },"* ]] || { echo "$row: $output" >&2; return 1; }
	done
	jqeq '.binance.accounts.main.orders == []' "$(cex state)"
}

@test "Bybit: every rule an order may break has its code" {
	local row limit='"orderType":"Limit","timeInForce":"IOC"'
	for row in "$YSELL,\"qty\":\"0.005\" 10001" "$YSELL,\"qty\":\"724.01\" 10001" "$YSELL,\"qty\":\"0.015\" 10001" "$YSELL,\"qty\":1 10001" "$YSELL,\"qty\":\"1\",\"positionIdx\":1 10001" \
		"$YSELL,\"qty\":\"1\",\"reduceOnly\":true 110017" "$YSELL,\"qty\":\"1\",\"orderLinkId\":\"a:b\" 10001" "\"side\":\"Sell\",$limit,\"qty\":\"1\",\"price\":\"1990.001\" 10001" \
		"\"side\":\"Sell\",$limit,\"qty\":\"1\",\"price\":\"1899.99\" 110003" "\"side\":\"Buy\",$limit,\"qty\":\"1\",\"price\":\"2100.01\" 110003" "\"side\":\"Buy\",$limit,\"qty\":\"7000\",\"price\":\"2000\" 110007" \
		"\"symbol\":\"1000PEPEUSDT\",$YSELL,\"qty\":\"150\" 10001" "\"symbol\":\"1000PEPEUSDT\",$YSELL,\"qty\":\"100\" 110094" "\"symbol\":\"NONE\",$YSELL,\"qty\":\"1\" 10001"; do
		run y "${row% *}"
		[[ $output == *"\"retCode\":${row##* },"* ]] || { echo "$row: $output" >&2; return 1; }
	done
	jqeq '.bybit.accounts.main.orders == []' "$(cex state)"
}

@test "an IOC order walks the ladder to its price, and its rest is over" {
	cex book '{"symbol":"ETHUSDT","bids":[["1999","1"],["1998","2"],["1990","5"]],"asks":[["2001","1"]]}' >/dev/null
	cex_says 200 '.status == "EXPIRED" and .executedQty == "3.000" and .avgPrice == "1998.33333" and .cumQuote == "5995.00000"' "$(b 'side=SELL&type=LIMIT&timeInForce=IOC&price=1995&quantity=4')"
	cex_says 200 '.status == "EXPIRED" and .executedQty == "0.000"' "$(b 'side=SELL&type=LIMIT&timeInForce=IOC&price=1995&quantity=4')"
	y '"side":"Sell","orderType":"Limit","timeInForce":"IOC","qty":"4","price":"1995","orderLinkId":"a"' >/dev/null
	cex_says 200 '.result.list[0] | .orderStatus == "Cancelled" and .cumExecQty == "3.00" and .leavesQty == "0.00" and .cumExecValue == "5995"' "$(bybit GET /v5/order/realtime 'category=linear&orderLinkId=a')"
	cex book '{"symbol":"ETHUSDT","bids":[["1000","10"]],"asks":[]}' >/dev/null
	cex_says 400 '.code == -4131' "$(b "$SELL&quantity=1")"
	cex_says 200 '.retCode == 110118' "$(y "$YSELL,\"qty\":\"1\"")"
	pos binance -3
	pos bybit -3
	jqeq .ok "$(cex judge)"
}

@test "reduce-only: cut to the position, or refused, never through it" {
	b "$SELL&quantity=2" >/dev/null
	y "$YSELL,\"qty\":\"2\"" >/dev/null
	cex_says 400 '.code == -2022' "$(b "$SELL&quantity=1&reduceOnly=true")"
	cex_says 200 '.status == "EXPIRED" and .executedQty == "2.000" and .origQty == "3.000"' "$(b "$BUY&quantity=3&reduceOnly=true")"
	y "$YBUY,\"qty\":\"3\",\"reduceOnly\":true,\"orderLinkId\":\"a\"" >/dev/null
	cex_says 200 '.result.list[0] | .orderStatus == "Filled" and .qty == "2.00"' "$(bybit GET /v5/order/realtime 'category=linear&orderLinkId=a')"
	pos binance 0
	pos bybit 0
	cex traits '{"closing":"reject"}' >/dev/null
	b "$SELL&quantity=2" >/dev/null
	cex_says 400 '.code == -2022' "$(b "$BUY&quantity=3&reduceOnly=true")"
	# Below the least notional it may be.
	cex_says 200 '.status == "FILLED"' "$(b "$BUY&quantity=0.001&reduceOnly=true")"
	# Without it, one order goes through zero.
	cex_says 200 '.status == "FILLED"' "$(b "$BUY&quantity=3")"
	pos binance 1.001
	jqeq .ok "$(cex judge)"
}

@test "hedge mode: each side is its own, and closes no more than it holds" {
	export ACCOUNT=hedge
	cex_says 400 '.code == -4061' "$(b "$SELL&quantity=1")"
	cex_says 400 '.code == -1106' "$(b "$SELL&quantity=1&positionSide=SHORT&reduceOnly=true")"
	b "$SELL&quantity=2&positionSide=SHORT" >/dev/null
	b "$BUY&quantity=1&positionSide=LONG" >/dev/null
	cex_says 200 'map("\(.positionSide) \(.positionAmt)") == ["LONG 1.000", "SHORT -2.000"]' "$(binance GET /fapi/v3/positionRisk)"
	cex_says 400 '.code == -2022' "$(b "$BUY&quantity=2.001&positionSide=SHORT")"
	cex_says 200 '.status == "FILLED" and .reduceOnly == false' "$(b "$BUY&quantity=2&positionSide=SHORT")"
	y "$YSELL,\"qty\":\"2\",\"positionIdx\":2" >/dev/null
	cex_says 200 '.retCode == 110017' "$(y "$YBUY,\"qty\":\"2.01\",\"positionIdx\":2")"
	cex_says 200 '[.result.list[] | "\(.positionIdx) \(.side) \(.size)"] == ["1  0.00", "2 Sell 2.00"]' "$(bybit GET /v5/position/list 'category=linear&symbol=ETHUSDT')"
	cex_says 200 '.retCode == 110024' "$(bybit POST /v5/position/switch-mode '{"category":"linear","coin":"USDT","mode":0}')"
	cex_says 400 '.code == -4068' "$(binance POST /fapi/v1/positionSide/dual dualSidePosition=false)"
	jqeq .ok "$(cex judge)"
}

@test "margin, leverage, fees, funding, liquidation: the wallet adds up" {
	cex_says 400 '.code == -4046' "$(binance POST /fapi/v1/marginType 'symbol=ETHUSDT&marginType=CROSSED')"
	cex_says 200 '.leverage == 5' "$(binance POST /fapi/v1/leverage 'symbol=ETHUSDT&leverage=5')"
	cex_says 400 '.code == -4028' "$(binance POST /fapi/v1/leverage 'symbol=ETHUSDT&leverage=101')"
	cex_says 200 '.retCode == 0' "$(bybit POST /v5/position/set-leverage '{"category":"linear","symbol":"ETHUSDT","buyLeverage":"5","sellLeverage":"5"}')"
	cex_says 200 '.retCode == 110043' "$(bybit POST /v5/position/set-leverage '{"category":"linear","symbol":"ETHUSDT","buyLeverage":"5","sellLeverage":"5"}')"
	cex book '{"symbol":"ETHUSDT","bids":[["2000","1000"]],"asks":[["2000","1000"]]}' >/dev/null
	cex_says 400 '.code == -2019' "$(b "$SELL&quantity=250")"
	b "$SELL&quantity=200" >/dev/null
	# 400000 of it: 80000 margin, 200 fee of 0.0005.
	cex_says 200 '.totalPositionInitialMargin == "80000.00000000" and .totalWalletBalance == "99800.00000000" and .availableBalance == "19800.00000000"' "$(binance GET /fapi/v3/account)"
	cex clock '{"advance":28800000}' >/dev/null
	NOW=$((NOW + 28800000))
	# A short is paid 0.0001 of its notional; then the price goes up.
	cex_says 200 'map(.income) == ["40.00000000"]' "$(binance GET /fapi/v1/income 'symbol=ETHUSDT&incomeType=FUNDING_FEE')"
	cex price '{"symbol":"ETHUSDT","mark":"2400"}' >/dev/null
	pos binance -200
	cex price '{"symbol":"ETHUSDT","mark":"2490"}' >/dev/null
	pos binance 0
	cex_says 200 'last | .clientOrderId | startswith("autoclose-")' "$(binance GET /fapi/v1/allOrders symbol=ETHUSDT)"
	jqeq .ok "$(cex judge)"
}

@test "what is closed is realized, the rest keeps its price" {
	cex book '{"symbol":"ETHUSDT","bids":[["2000","10"]],"asks":[["2000","10"]]}' >/dev/null
	b "$SELL&quantity=2" >/dev/null
	cex book '{"symbol":"ETHUSDT","bids":[["1900","10"]],"asks":[["1900","10"]]}' >/dev/null
	b "$BUY&quantity=0.5" >/dev/null
	cex_says 200 '.[0] | .entryPrice == "2000" and .positionAmt == "-1.500" and .unRealizedProfit == "0.00000000"' "$(binance GET /fapi/v3/positionRisk symbol=ETHUSDT)"
	# Through zero: all of the short is realized, the long begins at its own price.
	b "$BUY&quantity=2" >/dev/null
	cex_says 200 '.[0] | .entryPrice == "1900" and .positionAmt == "0.500" and .unRealizedProfit == "50.00000000"' "$(binance GET /fapi/v3/positionRisk symbol=ETHUSDT)"
	cex_says 200 'map(.realizedPnl) == ["0.00000000", "50.00000000", "150.00000000"]' "$(binance GET /fapi/v1/userTrades symbol=ETHUSDT)"
	# Fees of 0.0005 from 4000, 950 and 3800.
	cex_says 200 '.[0].balance == "100195.62500000"' "$(binance GET /fapi/v3/balance)"
	jqeq .ok "$(cex judge)"
}

@test "resting orders wait for their price; cancel says what was executed" {
	b 'side=SELL&type=LIMIT&timeInForce=GTC&price=2010&quantity=1&newClientOrderId=a' >/dev/null
	cex_says 200 'map(.clientOrderId) == ["a"]' "$(binance GET /fapi/v1/openOrders symbol=ETHUSDT)"
	cex_says 400 '.code == -4116' "$(b 'side=SELL&type=LIMIT&timeInForce=GTC&price=2010&quantity=1&newClientOrderId=a')"
	cex fill '{"venue":"binance","client_id":"a","share":"0.25"}' >/dev/null
	cex_says 200 '.status == "CANCELED" and .executedQty == "0.250"' "$(binance DELETE /fapi/v1/order 'symbol=ETHUSDT&origClientOrderId=a')"
	cex_says 400 '.code == -2011' "$(binance DELETE /fapi/v1/order 'symbol=ETHUSDT&origClientOrderId=a')"
	cex_says 400 '.code == -2013' "$(binance GET /fapi/v1/order 'symbol=ETHUSDT&origClientOrderId=b')"
	y '"side":"Sell","orderType":"Limit","timeInForce":"GTC","qty":"1","price":"2010","orderLinkId":"a"' >/dev/null
	cex price '{"symbol":"ETHUSDT","mark":"2011"}' >/dev/null
	cex_says 200 '.retCode == 110001' "$(bybit POST /v5/order/cancel '{"category":"linear","symbol":"ETHUSDT","orderLinkId":"a"}')"
	cex_says 200 '.result.list[0] | .execPrice == "2010.00" and .isMaker' "$(bybit GET /v5/execution/list 'category=linear&symbol=ETHUSDT')"
	pos binance -0.25
	pos bybit -1
	jqeq .ok "$(cex judge)"
}

@test "an order in parts of a list: each is its own" {
	local list='[{"symbol":"ETHUSDT","side":"SELL","type":"MARKET","quantity":"1","newClientOrderId":"a"},{"symbol":"ETHUSDT","side":"SELL","type":"MARKET","quantity":"0"}]'
	cex_says 200 '.[0].clientOrderId == "a" and .[1].code == -4003' "$(binance POST /fapi/v1/batchOrders "batchOrders=$(jq -rn --arg l "$list" '$l | @uri')")"
	list='{"category":"linear","request":[{"symbol":"ETHUSDT","side":"Sell","orderType":"Market","qty":"1","orderLinkId":"a"},{"symbol":"ETHUSDT","side":"Sell","orderType":"Market","qty":"1","orderLinkId":"a"}]}'
	cex_says 200 '.retCode == 0 and [.retExtInfo.list[].code] == [0, 110072]' "$(bybit POST /v5/order/create-batch "$list")"
	cex_says 200 '. == {}' "$(binance POST /fapi/v1/order/test 'symbol=ETHUSDT&side=SELL&type=MARKET&quantity=1')"
	pos binance -1
	pos bybit -1
}

@test "limits: weight and orders are counted, 429, then 418; 10006; 403" {
	run cex_send -D - "$CEX/fapi/v1/depth?symbol=ETHUSDT&limit=1000"
	[[ ${output,,} == *'x-mbx-used-weight-1m: 20'* ]]
	cex limits '{"venue":"binance","weight":22}' >/dev/null
	cex_says 200 '.serverTime' "$(cex_send "$CEX/fapi/v1/time")"
	cex_says 429 '.code == -1003' "$(cex_send "$CEX/fapi/v1/depth?symbol=ETHUSDT&limit=5")"
	jqeq .ok "$(cex judge)"
	cex limits '{"grace":{"order":-1}}' >/dev/null
	run cex_send -D - -X POST "$CEX/fapi/v1/order"
	[[ ${output,,} == *'retry-after: 120'* && $output == *'418'* && $output == *banned* ]]
	jqeq '.ok == false and (.errors[0] | test("Retry-After"))' "$(cex judge)"
	cex clock '{"advance":121000}' >/dev/null
	cex_says 200 '.serverTime' "$(cex_send "$CEX/fapi/v1/time")"
	cex limits '{"venue":"bybit","perSecond":1}' >/dev/null
	export NOW=1800000121000
	cex_says 200 '.retCode == 0' "$(bybit GET /v5/account/info)"
	cex_says 200 '.retCode == 10006' "$(bybit GET /v5/account/info)"
	cex limits '{"venue":"bybit","requests":5}' >/dev/null
	for ((i = 0; i < 5; i++)); do run cex_send "$CEX/v5/market/time"; done
	[ "${lines[0]}" = 403 ]
}

@test "a leverage that what is held cannot bear is not set" {
	b "$SELL&quantity=60" >/dev/null
	y "$YSELL,\"qty\":\"60\"" >/dev/null
	cex_says 200 '.leverage == 2' "$(binance POST /fapi/v1/leverage 'symbol=ETHUSDT&leverage=2')"
	cex_says 400 '.code == -2028' "$(binance POST /fapi/v1/leverage 'symbol=ETHUSDT&leverage=1')"
	cex_says 200 '.[0].leverage == 2' "$(binance GET /fapi/v1/symbolConfig symbol=ETHUSDT)"
	cex_says 200 '.retCode == 110012' "$(bybit POST /v5/position/set-leverage '{"category":"linear","symbol":"ETHUSDT","buyLeverage":"1","sellLeverage":"1"}')"
	cex_says 200 '.result.list[0].leverage == "20"' "$(bybit GET /v5/position/list 'category=linear&symbol=ETHUSDT')"
}

@test "Bybit: a cancel is answered before it moves, and may come too late" {
	cex traits '{"venue":"bybit","acceptMs":5}' >/dev/null
	y '"side":"Sell","orderType":"Limit","timeInForce":"GTC","qty":"1","price":"2010"' >/dev/null
	cex clock '{"advance":10}' >/dev/null
	export NOW=1800000000010
	cex_says 200 '.result.list[0] | .orderLinkId == "" and .orderStatus == "New"' "$(bybit GET /v5/order/realtime 'category=linear&symbol=ETHUSDT')"
	id=$(bybit GET /v5/order/realtime 'category=linear&symbol=ETHUSDT' | tail -n 1 | jq -r '.result.list[0].orderId')
	cex_says 200 '.retCode == 0' "$(bybit POST /v5/order/cancel "{\"category\":\"linear\",\"symbol\":\"ETHUSDT\",\"orderId\":\"$id\"}")"
	cex_says 200 '.result.list[0].orderStatus == "New"' "$(bybit GET /v5/order/realtime "category=linear&orderId=$id")"
	cex price '{"symbol":"ETHUSDT","mark":"2011"}' >/dev/null
	cex clock '{"advance":10}' >/dev/null
	NOW=1800000000020
	cex_says 200 '.result.list[0].orderStatus == "Filled"' "$(bybit GET /v5/order/realtime "category=linear&orderId=$id")"
	pos bybit -1
}

@test "Bybit: a body that is not said to be JSON is none" {
	local key secret
	{ read -r key && read -r secret; } < <(cex_key bybit main)
	run cex_send -H 'Content-Type: text/plain' -H "X-BAPI-API-KEY: $key" -H "X-BAPI-TIMESTAMP: $NOW" -H 'X-BAPI-RECV-WINDOW: 5000' \
		-H "X-BAPI-SIGN: $(cex_hmac "$secret" "$NOW${key}5000{}")" -d '{}' "$CEX/v5/order/create"
	jqeq '.retCode == 10001 and (.retMsg | contains("Content-Type"))' "${lines[-1]}"
}
