#!/usr/bin/env bats
# The exchanges of tests/world/cex: what they take and what they refuse, asked by openssl
# and curl.
load lib
load world-cex

setup_file() { cex_start; }
teardown_file() { cex_stop; }
setup() {
	cex_here
	cex reset >/dev/null
}

# held VENUE: main's position in ETHUSDT as the books have it.
held() { cex state | jq -r ".$1.accounts.main.positions[] | select(.symbol == \"ETHUSDT\").position"; }

@test "both tell the time, the rules, the price and the book" {
	cex_says 200 '.serverTime > 0' "$(cex_send "$CEX/fapi/v1/time")"
	cex_says 200 '[.symbols[].symbol] == ["BTCUSDT", "ETHUSDT", "1000PEPEUSDT"] and (.symbols[1].filters[] | select(.filterType == "MARKET_LOT_SIZE").maxQty) == "2000"' "$(cex_send "$CEX/fapi/v1/exchangeInfo")"
	cex_says 200 '.markPrice == "2000.00000000"' "$(cex_send "$CEX/fapi/v1/premiumIndex?symbol=ETHUSDT")"
	cex_says 200 '(.bids | length) == 5 and .asks[0][0] == "2000.20"' "$(cex_send "$CEX/fapi/v1/depth?symbol=ETHUSDT&limit=5")"
	cex_says 200 '.retCode == 0 and (.result.timeNano | length) == 19' "$(cex_send "$CEX/v5/market/time")"
	cex_says 200 '.result.list[0].lotSizeFilter.qtyStep == "0.01"' "$(cex_send "$CEX/v5/market/instruments-info?category=linear&symbol=ETHUSDT")"
	cex_says 200 '.result.list[0].markPrice == "2000.00"' "$(cex_send "$CEX/v5/market/tickers?category=linear&symbol=ETHUSDT")"
}

@test "what is on its way at a reset never comes, and connections end when told to" {
	local host=${CEX#http://} key secret now query reply
	cex_signer binance
	query="symbol=ETHUSDT&side=SELL&type=MARKET&quantity=1&recvWindow=60000&timestamp=$now"
	query+="&signature=$(cex_hmac "$secret" "$query")"
	exec 5<>"/dev/tcp/${host%:*}/${host#*:}"
	printf 'POST /fapi/v1/order?%s HTTP/1.1\r\nHost: x\r\nX-MBX-APIKEY: %s\r\n' "$query" "$key" >&5
	cex reset >/dev/null
	printf '\r\n' >&5 2>/dev/null || true
	reply=$(timeout 1 cat <&5 || true)
	exec 5>&-
	[ -z "$reply" ]
	jqeq '.requests == 0' "$(cex judge)"
	cex idle '{"ms":1}' >/dev/null
	cex_send "$CEX/fapi/v1/time" --next -s -w '\n%{http_code}' "$CEX/fapi/v1/time" >/dev/null
	cex_send "$CEX/fapi/v1/time" >/dev/null
	cex idle '{"ms":60000}' >/dev/null
	jqeq '[.[].kept] == [false, true, false]' "$(cex requests)"
}

@test "prices may be old, and a symbol closed" {
	cex clock '{"hold":true,"set":1800000000000}' >/dev/null
	cex market '{"symbol":"ETHUSDT","stale":20000,"open":false,"rate":"-0.0003"}' >/dev/null
	cex_says 200 '.time == 1799999980000 and .lastFundingRate == "-0.00030000"' "$(cex_send "$CEX/fapi/v1/premiumIndex?symbol=ETHUSDT")"
	cex_says 200 '.result.ts == 1799999980000' "$(cex_send "$CEX/v5/market/orderbook?category=linear&symbol=ETHUSDT")"
	cex_says 400 '.code == -4140' "$(NOW=1800000000000 binance POST /fapi/v1/order 'symbol=ETHUSDT&side=SELL&type=MARKET&quantity=1')"
}

@test "Binance: an order is taken once, found, and moves the position" {
	run binance POST /fapi/v1/order 'symbol=ETHUSDT&side=SELL&type=LIMIT&timeInForce=IOC&price=1990&quantity=1.5&newClientOrderId=a&newOrderRespType=RESULT'
	cex_says 200 '.status == "FILLED" and .executedQty == "1.500" and .clientOrderId == "a"' "$output"
	[[ $output == *'"orderId":90071992'* ]]
	cex_says 200 '.status == "FILLED" and .cumQuote != "0"' "$(binance GET /fapi/v1/order 'symbol=ETHUSDT&origClientOrderId=a')"
	cex_says 200 '.[0].positionAmt == "-1.500"' "$(binance GET /fapi/v3/positionRisk 'symbol=ETHUSDT')"
	cex_says 200 'map(.qty) == ["1.500"]' "$(binance GET /fapi/v1/userTrades symbol=ETHUSDT)"
	[ "$(held binance)" = -1.5 ]
	jqeq .ok "$(cex judge)"
}

@test "Bybit: an order is answered before it moves" {
	cex traits '{"venue":"bybit","acceptMs":2000}' >/dev/null
	run bybit POST /v5/order/create '{"category":"linear","symbol":"ETHUSDT","side":"Sell","orderType":"Limit","timeInForce":"IOC","qty":"1.5","price":"1990","orderLinkId":"a"}'
	cex_says 200 '.retCode == 0 and .result.orderLinkId == "a"' "$output"
	[ -z "$(held bybit)" ]
	cex_says 200 '.result.list == []' "$(bybit GET /v5/order/realtime 'category=linear&orderLinkId=a')"
	cex clock '{"advance":2000}' >/dev/null
	cex_says 200 '.result.list[0] | .orderStatus == "Filled" and .cumExecQty == "1.50"' "$(bybit GET /v5/order/realtime 'category=linear&orderLinkId=a')"
	cex_says 200 '.result.list[0] | .side == "Sell" and .size == "1.50"' "$(bybit GET /v5/position/list 'category=linear&symbol=ETHUSDT')"
	[ "$(held bybit)" = -1.5 ]
	jqeq .ok "$(cex judge)"
}

@test "a client id: at Binance free again after its order, at Bybit never" {
	local order='symbol=ETHUSDT&side=SELL&type=MARKET&quantity=1&newClientOrderId=a' json='{"category":"linear","symbol":"ETHUSDT","side":"Sell","orderType":"Market","qty":"1","orderLinkId":"a"}'
	binance POST /fapi/v1/order "$order" >/dev/null
	cex_says 200 '.status == "NEW" and .executedQty == "0.000"' "$(binance POST /fapi/v1/order "$order")"
	[ "$(held binance)" = -2 ]
	jqeq '.ok == false and (.errors[0] | test("client id a executed 2 times"))' "$(cex judge)"
	bybit POST /v5/order/create "$json" >/dev/null
	cex_says 200 '.retCode == 110072' "$(bybit POST /v5/order/create "$json")"
	cex clock '{"advance":100}' >/dev/null
	[ "$(held bybit)" = -1 ]
}
