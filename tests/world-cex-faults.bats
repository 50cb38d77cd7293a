#!/usr/bin/env bats
# What goes wrong at the exchanges of tests/world/cex on purpose: what is done, what is
# told, and what their own ledger says of it.
load lib
load world-cex

setup_file() { cex_start; }
teardown_file() { cex_stop; }
setup() { cex_still; }

# fault JSON-members: strikes the next order of both exchanges.
fault() {
	cex inject "{\"method\":\"POST\",\"path\":\"/fapi/v1/order\",$1}" >/dev/null
	cex inject "{\"method\":\"POST\",\"path\":\"/v5/order/create\",$1}" >/dev/null
}
b() { binance POST /fapi/v1/order "symbol=ETHUSDT&side=SELL&type=MARKET&quantity=1&newOrderRespType=RESULT&newClientOrderId=$1"; }
y() { bybit POST /v5/order/create '{"category":"linear","symbol":"ETHUSDT","side":"Sell","orderType":"Market","qty":"1","orderLinkId":"'"$1"'"}'; }
query() { binance GET /fapi/v1/order "symbol=ETHUSDT&origClientOrderId=$1"; }
realtime() { bybit GET /v5/order/realtime "category=linear&orderLinkId=$1"; }
held() { cex position "{\"venue\":\"$1\",\"symbol\":\"ETHUSDT\"}"; }
# both N: each holds so much; and the books are right.
both() {
	[ "$(held binance) $(held bybit)" = "\"$1\" \"$1\"" ] || { cex state >&2; return 1; }
	jqeq .ok "$(cex judge)"
}
# lost STATUS TEXT: curl had no answer.
lost() { [ "${1%%$'\n'*}" = 000 ] || { echo "$1" >&2; return 1; }; }
quick() { cex_send -m 0.1 "$@"; }

@test "lost before it came, lost after it was done, cut, empty, HTML, late" {
	for how in fin rst; do
		fault "\"fault\":\"lost_request\",\"how\":\"$how\""
		lost "$(b a)"
		lost "$(y a)"
	done
	both 0
	for how in fin rst; do
		fault "\"fault\":\"lost_reply\",\"how\":\"$how\""
		lost "$(b "a$how")"
		lost "$(y "a$how")"
	done
	both -2
	cex_says 200 '.status == "FILLED"' "$(query afin)"
	cex_says 200 '.result.list[0].orderStatus == "Filled"' "$(realtime arst)"
	fault '"fault":"truncated"'
	[[ $(b c) == 200*'{"orderId"'* ]]
	[[ $(y c) != *'}' ]]
	fault '"fault":"empty"'
	[ "$(b d)$(y d)" = 200200 ]
	fault '"fault":"html","status":502'
	[[ $(b e) == 502*'<html>'* && $(y e) == 502*'<html>'* ]]
	both -5
	fault '"fault":"stalled","ms":200'
	[[ $(b e1) == 200*'{"orderId"'* && $(y e1) != *'}' ]]
	fault '"fault":"slow","ms":300'
	[[ $(b f) == 200* && $(y f) == 200* ]]
	both -7
}

@test "what exchanges say of trouble of their own, and whether it was done" {
	local row
	for row in 'unknown_error 503 -1000 10016' 'timeout 408 -1007 10000' 'error1000 500 -1000 10016'; do
		read -r name status code ret <<<"$row"
		fault "\"fault\":\"$name\""
		cex_says "$status" ".code == $code" "$(b "$name")"
		[[ $(y "$name") == *"\"retCode\":$ret,"* ]]
		fault "\"fault\":\"$name\",\"done\":false"
		cex_says "$status" ".code == $code" "$(b "$name.")"
		[[ $(y "$name-") == *"\"retCode\":$ret,"* ]]
	done
	both -3
	for row in 'unavailable Service.Unavailable' 'internal Internal.error' 'throttled throttled'; do
		fault "\"fault\":\"${row% *}\""
		cex_says 503 ".msg | test(\"${row#* }\")" "$(b a)"
		[[ $(y a) != *'"retCode":0,'* ]]
	done
	both -3
	cex inject '[{"method":"POST","fault":"says","code":-4192,"text":"cooling off"},{"venue":"bybit","nth":2,"fault":"protected","done":false}]' >/dev/null
	cex_says 400 '.code == -4192' "$(b a)"
	[[ $(y a1) == 200* && $(y a) == 429*'"retCode":429,'* ]]
	[ "$(held binance) $(held bybit)" = '"-3" "-4"' ]
	# What only reduces is not throttled.
	fault '"fault":"throttled"'
	cex_says 200 '.status == "FILLED"' "$(binance POST /fapi/v1/order 'symbol=ETHUSDT&side=BUY&type=MARKET&quantity=1&reduceOnly=true&newOrderRespType=RESULT')"
}

@test "429 holds until Retry-After; who goes on is banned and found out" {
	cex inject '{"venue":"binance","fault":"limited","seconds":2}' >/dev/null
	[[ $(b a) == 429* ]]
	cex clock '{"advance":1999}' >/dev/null
	jqeq .ok "$(cex judge)"
	cex limits '{"grace":{"order":-1}}' >/dev/null
	[[ $(b a) == 418* ]]
	cex clock '{"advance":119999}' >/dev/null
	[[ $(b a) == 418* ]]
	cex clock '{"advance":1}' >/dev/null
	NOW=$((NOW + 121999))
	[[ $(b a) == 200* ]]
	jqeq '.ok == false and (.errors | length) == 2' "$(cex judge)"
	cex inject '{"venue":"bybit","fault":"limited","seconds":2}' >/dev/null
	[[ $(y a) == 403* && $(y a) == 403* ]]
	cex clock '{"advance":2001}' >/dev/null
	NOW=$((NOW + 2001))
	[[ $(y a) == 200* ]]
	cex inject '{"venue":"bybit","fault":"visits"}' >/dev/null
	cex_says 200 '.retCode == 10006' "$(y b)"
}

@test "who got the 429 knows of it at once, who asked beside it a little later" {
	cex limits '{"grace":{"read":10000}}' >/dev/null
	cex inject '{"venue":"binance","fault":"limited","seconds":60}' >/dev/null
	cex_send "$CEX/fapi/v1/ping" >/dev/null
	[[ $(cex_send "$CEX/fapi/v1/ping") == 429* ]]
	jqeq .ok "$(cex judge)"
	cex reset >/dev/null
	cex inject '{"venue":"binance","fault":"limited","seconds":60}' >/dev/null
	cex_send "$CEX/fapi/v1/ping" --next -s "$CEX/fapi/v1/ping" >/dev/null
	jqeq '.errors == ["binance: GET /fapi/v1/ping (request 1) before the end of Retry-After"]' "$(cex judge)"
}

@test "an order that queries do not know for a while, or only the history" {
	fault '"fault":"hide","calls":2'
	b a >/dev/null
	y a >/dev/null
	for i in 1 2; do
		cex_says 400 '.code == -2013' "$(query a)"
		cex_says 200 '.result.list == []' "$(realtime a)"
	done
	cex_says 200 '.status == "FILLED"' "$(query a)"
	cex_says 200 '.result.list[0].cumExecQty == "1.00"' "$(realtime a)"
	fault '"fault":"hide","ms":500'
	b b >/dev/null
	cex clock '{"advance":499}' >/dev/null
	cex_says 400 '.code == -2013' "$(query b)"
	cex_says 200 'length == 1' "$(binance GET /fapi/v1/userTrades symbol=ETHUSDT)"
	cex clock '{"advance":1}' >/dev/null
	cex_says 200 '.status == "FILLED"' "$(query b)"
	cex clear >/dev/null
	cex inject '{"method":"POST","path":"/v5/order/create","fault":"wiped"}' >/dev/null
	y b >/dev/null
	cex_says 200 '.result.list == []' "$(realtime b)"
	cex_says 200 '.result.list[0].orderStatus == "Filled"' "$(bybit GET /v5/order/history 'category=linear&orderLinkId=b')"
	cex wipe '{"venue":"bybit"}' >/dev/null
	cex_says 200 '.result.list == []' "$(realtime a)"
	both -2
}

@test "an order that comes late is judged then: inside its window it is done" {
	fault '"fault":"late","ms":5000'
	lost "$(b a)"
	lost "$(y a)"
	cex clock '{"advance":4999}' >/dev/null
	both 0
	# However far the clock is moved at once.
	cex clock '{"advance":60000}' >/dev/null
	both -1
	NOW=$((NOW + 64999))
	fault '"fault":"late","ms":5001'
	lost "$(b b)"
	lost "$(y b)"
	cex clock '{"advance":60000}' >/dev/null
	both -1
	NOW=$((NOW + 60000))
	cex_says 400 '.code == -2013' "$(query b)"
	# In the window when it came, moved when it is long over.
	fault '"fault":"queue","ms":9000'
	b c >/dev/null
	y c >/dev/null
	cex clock '{"advance":8999}' >/dev/null
	both -1
	NOW=$((NOW + 8999))
	cex_says 400 '.code == -2013' "$(query c)"
	cex clock '{"advance":1}' >/dev/null
	both -2
}

@test "a part is done and the rest over; Bybit refuses what it took" {
	fault '"fault":"partial","share":"0.3"'
	cex_says 200 '.status == "EXPIRED" and .executedQty == "0.300"' "$(b a)"
	y a >/dev/null
	cex_says 200 '.result.list[0] | .orderStatus == "Cancelled" and .cumExecQty == "0.30"' "$(realtime a)"
	cex inject '{"method":"POST","path":"/v5/order/create","fault":"refuse","reason":"EC_NoImmediateQtyToFill"}' >/dev/null
	cex_says 200 '.retCode == 0' "$(y b)"
	cex_says 200 '.result.list[0] | .orderStatus == "Rejected" and .rejectReason == "EC_NoImmediateQtyToFill" and .cumExecQty == "0.00"' "$(realtime b)"
	both -0.3
}

@test "somebody takes it while it is canceled" {
	binance POST /fapi/v1/order 'symbol=ETHUSDT&side=SELL&type=LIMIT&timeInForce=GTC&price=2010&quantity=1&newClientOrderId=a' >/dev/null
	bybit POST /v5/order/create '{"category":"linear","symbol":"ETHUSDT","side":"Sell","orderType":"Limit","timeInForce":"GTC","price":"2010","qty":"1","orderLinkId":"a"}' >/dev/null
	cex inject '{"method":"DELETE","path":"/fapi/v1/order","fault":"fill_on_cancel"}' >/dev/null
	cex inject '{"method":"POST","path":"/v5/order/cancel","fault":"fill_on_cancel","share":"0.4"}' >/dev/null
	cex_says 400 '.code == -2011' "$(binance DELETE /fapi/v1/order 'symbol=ETHUSDT&origClientOrderId=a')"
	cex_says 200 '.status == "FILLED" and .executedQty == "1.000"' "$(query a)"
	cex_says 200 '.retCode == 0' "$(bybit POST /v5/order/cancel '{"category":"linear","symbol":"ETHUSDT","orderLinkId":"a"}')"
	cex_says 200 '.result.list[0] | .orderStatus == "Cancelled" and .cumExecQty == "0.40"' "$(realtime a)"
	jqeq .ok "$(cex judge)"
}

@test "positions that lag, and what changes behind one's back" {
	fault '"fault":"lag","calls":1'
	b a >/dev/null
	y a >/dev/null
	cex_says 200 '. == []' "$(binance GET /fapi/v3/positionRisk symbol=ETHUSDT)"
	cex_says 200 '.[0].positionAmt == "-1.000"' "$(binance GET /fapi/v3/positionRisk symbol=ETHUSDT)"
	cex_says 200 '.result.list[0].size == "0.00"' "$(bybit GET /v5/position/list 'category=linear&symbol=ETHUSDT')"
	cex_says 200 '.result.list[0].size == "1.00"' "$(bybit GET /v5/position/list 'category=linear&symbol=ETHUSDT')"
	cex inject '{"venue":"binance","fault":"first","do":"adl","params":{"venue":"binance","symbol":"ETHUSDT","size":"0.25"}}' >/dev/null
	b b >/dev/null
	[ "$(held binance)" = '"-1.75"' ]
	cex inject '{"venue":"bybit","fault":"first","do":"liquidate","params":{"venue":"bybit","symbol":"ETHUSDT"}}' >/dev/null
	y b >/dev/null
	[ "$(held bybit)" = '"-1"' ]
	cex set '{"venue":"binance","symbol":"ETHUSDT","leverage":"50","isolated":true}' >/dev/null
	cex_says 200 '.[0] | .leverage == 50 and .marginType == "ISOLATED"' "$(binance GET /fapi/v1/symbolConfig symbol=ETHUSDT)"
	cex_says 200 '[.result.list[].execType] == ["Trade", "BustTrade", "Trade"]' "$(bybit GET /v5/execution/list 'category=linear&symbol=ETHUSDT')"
	jqeq .ok "$(cex judge)"
}

@test "a list of fills that does not know them yet" {
	fault '"fault":"fills_lag","calls":1'
	b a >/dev/null
	y a >/dev/null
	cex_says 200 '.status == "FILLED"' "$(query a)"
	cex_says 200 '.result.list[0].orderStatus == "Filled"' "$(realtime a)"
	cex_says 200 '. == []' "$(binance GET /fapi/v1/userTrades symbol=ETHUSDT)"
	cex_says 200 'length == 1' "$(binance GET /fapi/v1/userTrades symbol=ETHUSDT)"
	cex_says 200 '.result.list == []' "$(bybit GET /v5/execution/list 'category=linear&orderLinkId=a')"
	cex_says 200 '.result.list | length == 1' "$(bybit GET /v5/execution/list 'category=linear&orderLinkId=a')"
}

@test "replies of another form, and ids a double does not hold" {
	[[ $(b a) == *'"orderId":900719925'*[13579]',"symbol"'* ]]
	cex inject '{"path":"/fapi/v3/balance","fault":"twice"}' >/dev/null
	[[ $(binance GET /fapi/v3/balance) == *'"accountAlias":"SgsR","accountAlias":"SgsR"'* ]]
	cex inject '{"path":"/fapi/v3/balance","fault":"numbers"}' >/dev/null
	[[ $(binance GET /fapi/v3/balance) == *'"balance":9'* ]]
	cex inject '{"path":"/fapi/v3/balance","fault":"blanks"}' >/dev/null
	[[ $(binance GET /fapi/v3/balance) == *'"balance":""'* ]]
	cex inject '{"path":"/fapi/v3/balance","fault":"extra"}' >/dev/null
	cex_says 200 '.[0] | .aFieldNobodyKnows and .balance' "$(binance GET /fapi/v3/balance)"
}

@test "a redirect leads elsewhere, where keys must not come" {
	cex inject '{"path":"/fapi/v3/balance","fault":"redirect","times":2}' >/dev/null
	[[ $(binance GET /fapi/v3/balance) == 307* ]]
	jqeq .ok "$(cex judge)"
	local key secret now
	cex_signer binance
	cex_send -L -H "X-MBX-APIKEY: $key" "$CEX/fapi/v3/balance?timestamp=$NOW&signature=$(cex_hmac "$secret" "timestamp=$NOW")" >/dev/null
	jqeq 'length == 1' "$(cex strayed)"
	jqeq '.ok == false and (.errors | any(test("^key of main .*elsewhere"))) and (.errors | any(test("^a signature .*elsewhere")))' "$(cex judge)"
}

@test "the judge: a secret that was sent, a key sent to the other, what was done twice" {
	# shellcheck disable=SC2034 # now: cex_signer sets it
	local key secret now
	cex_signer bybit
	cex_send -H "X-MBX-APIKEY: $key" "$CEX/fapi/v1/time" >/dev/null
	cex_send "$CEX/fapi/v1/time?x=$secret" >/dev/null
	jqeq '.errors == ["key of main in GET /fapi/v1/time at binance", "secret of main in GET /fapi/v1/time at binance"]' "$(cex judge)"
	cex reset >/dev/null
	cex clock "{\"hold\":true,\"set\":$NOW}" >/dev/null
	b mm0001-abcdefghijklmnopqrstuvwx01 >/dev/null
	jqeq .ok "$(cex judge)"
	b mm0001-abcdefghijklmnopqrstuvwx02 >/dev/null
	jqeq '.errors == ["binance main: intent mm0001-abcdefghijklmnopqrstuvwx executed 2 times"]' "$(cex judge)"
}

@test "the judge: positions as expected, how far they went, opposite signs" {
	b a >/dev/null
	jqeq .ok "$(cex judge '{"one_sign":true,"expect":[{"venue":"binance","symbol":"ETHUSDT","position":"-1.02","band":"0.02"},{"symbol":"ETHUSDT","position":"-1"}]}')"
	cex order '{"venue":"bybit","symbol":"ETHUSDT","side":"buy","size":"3"}' >/dev/null
	cex order '{"venue":"bybit","symbol":"ETHUSDT","side":"sell","size":"3"}' >/dev/null
	jqeq '.ok and .extremes["bybit main ETHUSDT"] == {"min": "0", "max": "3"} and (.opposed | length) > 0' "$(cex judge '{"expect":[{"symbol":"ETHUSDT","position":"-1"}]}')"
	jqeq '.errors[0] | startswith("opposite signs: main ETHUSDT after bybit")' "$(cex judge '{"one_sign":true}')"
	jqeq '.errors == ["binance main ETHUSDT: position -1, expected -1.03 within 0.02"]' "$(cex judge '{"expect":[{"venue":"binance","symbol":"ETHUSDT","position":"-1.03","band":"0.02"}]}')"
}

@test "on a kept connection, and dice that fall the same way again" {
	cex inject '{"path":"/fapi/v1/time","kept":true,"fault":"lost_reply","how":"rst"}' >/dev/null
	run cex_send "$CEX/fapi/v1/ping" --next -s -w '\n%{http_code}' "$CEX/fapi/v1/time"
	jqall 'map(.status) == [200, 0, 200]' "$(cex requests | jq -c '.[]')" # curl asks again
	local first
	dice() {
		cex reset '{"seed":3}' >/dev/null
		cex dice '{"seed":5,"rate":0.5,"without":["slow"],"seconds":1}' >/dev/null
		for ((i = 0; i < 12; i++)); do cex_send "$CEX/fapi/v1/time" >/dev/null; cex clock '{"advance":130000}' >/dev/null; done
		cex requests | jq -c 'map(.fault)'
	}
	first=$(dice)
	[ "$first" = "$(dice)" ]
	jqeq '(map(select(.)) | length) > 2' "$first"
	cex dice '{"rate":0}' >/dev/null
	for ((i = 0; i < 5; i++)); do cex_says 200 .serverTime "$(cex_send "$CEX/fapi/v1/time")"; done
}
