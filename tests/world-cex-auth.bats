#!/usr/bin/env bats
# Who may ask the exchanges of tests/world/cex, and when: signatures made by openssl over
# the bytes curl sends.
load lib
load world-cex

setup_file() { cex_start --tls; }
teardown_file() { cex_stop; }
setup() {
	cex_here
	cex reset >/dev/null
	cex clock '{"hold":true,"set":1800000000000}' >/dev/null
	{ read -r BKEY && read -r BSECRET; } < <(cex_key binance main)
	{ read -r YKEY && read -r YSECRET; } < <(cex_key bybit main)
}
T=1800000000000

# raw METHOD PATH?QUERY [curl option ...]: sent as it stands.
raw() { cex_send -X "$1" -H "X-MBX-APIKEY: $BKEY" "${@:3}" "$CEX$2"; }
balance() { raw GET "/fapi/v3/balance?$1&signature=$(cex_hmac "$BSECRET" "$1")"; }
# wallet TIMESTAMP WINDOW [QUERY SIGNED]
wallet() {
	local query=${3:-accountType=UNIFIED}
	cex_send -H "X-BAPI-API-KEY: $YKEY" -H "X-BAPI-TIMESTAMP: $1" -H "X-BAPI-RECV-WINDOW: $2" -H "X-BAPI-SIGN: $(cex_hmac "$YSECRET" "$1$YKEY$2${4-$query}")" "$CEX/v5/account/wallet-balance?$query"
}

@test "Binance: the window is open to the last ms and closed at the next" {
	cex_says 200 '.[0].asset == "USDT"' "$(balance "timestamp=$((T - 5000))")"
	cex_says 400 '.code == -1021' "$(balance "timestamp=$((T - 5001))")"
	cex_says 200 '.[0].asset == "USDT"' "$(balance "timestamp=$((T + 999))")"
	cex_says 400 '.code == -1021 and (.msg | test("ahead"))' "$(balance "timestamp=$((T + 1000))")"
	cex_says 200 '.[0].asset == "USDT"' "$(balance "recvWindow=100&timestamp=$((T - 100))")"
	cex_says 400 '.code == -1021' "$(balance "recvWindow=100&timestamp=$((T - 101))")"
	cex_says 200 '.[0].asset == "USDT"' "$(balance "recvWindow=60000&timestamp=$((T - 60000))")"
	cex_says 400 '.code == -1131' "$(balance "recvWindow=60001&timestamp=$T")"
	cex clock '{"venue":"binance","skew":-3000}' >/dev/null
	cex_says 400 '.code == -1021' "$(balance "timestamp=$((T - 2000))")"
	cex_says 200 '.serverTime == 1799999997000' "$(cex_send "$CEX/fapi/v1/time")"
}

@test "Bybit: the window is open to the last ms and closed at the next" {
	cex_says 200 '.retCode == 0' "$(wallet $((T - 5000)) 5000)"
	cex_says 200 '.retCode == 10002' "$(wallet $((T - 5001)) 5000)"
	cex_says 200 '.retCode == 0' "$(wallet $((T + 999)) 5000)"
	cex_says 200 '.retCode == 10002' "$(wallet $((T + 1000)) 5000)"
	cex_says 200 '.retCode == 10002' "$(wallet $((T - 101)) 100)"
	cex_says 200 '.retCode == 0' "$(wallet $((T - 100)) 100)"
}

@test "Binance: a signature is of these bytes, and the last of them" {
	local q="timestamp=$T" s
	s=$(cex_hmac "$BSECRET" "$q")
	cex_says 200 'length == 1' "$(raw GET "/fapi/v3/balance?$q&signature=${s^^}")"
	cex_says 400 '.code == -1022' "$(raw GET "/fapi/v3/balance?$q&signature=${s/[0-4]/5}")"
	cex_says 400 '.code == -1022' "$(raw GET "/fapi/v3/balance?$q&signature=${s:1}")"
	cex_says 400 '.code == -1102' "$(raw GET "/fapi/v3/balance?$q")"
	cex_says 400 '.code == -1102' "$(raw GET "/fapi/v3/balance?signature=$s&$q")"
	cex_says 400 '.code == -1022' "$(raw GET "/fapi/v3/balance?recvWindow=5000&$q&signature=$s")"
	cex_says 400 '.code == -1102' "$(balance recvWindow=5000)"
	cex_says 401 '.code == -2014' "$(cex_send "$CEX/fapi/v3/balance?$q&signature=$s")"
	cex_says 401 '.code == -2015' "$(BKEY=${BKEY/[0-4]/5} raw GET "/fapi/v3/balance?$q&signature=$s")"
}

@test "Binance: what is signed is what is sent, encoded, in query and body as one" {
	local id='a%3Ab%2Fc' q="symbol=ETHUSDT&side=SELL&type=LIMIT" b s form=(-H 'Content-Type: application/x-www-form-urlencoded')
	b="timeInForce=GTC&price=2100&quantity=1&timestamp=$T&newClientOrderId=$id"
	s=$(cex_hmac "$BSECRET" "$q$b")
	cex_says 200 '.clientOrderId == "a:b/c"' "$(raw POST "/fapi/v1/order?$q" "${form[@]}" -d "$b&signature=$s")"
	# Signed before it was encoded.
	b=${b/$id/d:e}
	s=$(cex_hmac "$BSECRET" "$q$b")
	cex_says 400 '.code == -1022' "$(raw POST "/fapi/v1/order?$q" "${form[@]}" -d "${b/d:e/d%3Ae}&signature=$s")"
	# With an & between query and body, which is not there.
	s=$(cex_hmac "$BSECRET" "$q&$b")
	cex_says 400 '.code == -1022' "$(raw POST "/fapi/v1/order?$q" "${form[@]}" -d "$b&signature=$s")"
	# Everything in the query, nothing in the body; a name in both counts as in the query.
	s=$(cex_hmac "$BSECRET" "$q&$b")
	cex_says 200 '.clientOrderId == "d:e"' "$(raw POST "/fapi/v1/order?$q&$b&signature=$s")"
	s=$(cex_hmac "$BSECRET" "symbol=ETHUSDTsymbol=BTCUSDT&timestamp=$T")
	cex_says 200 'length == 0' "$(raw DELETE "/fapi/v1/allOpenOrders?symbol=ETHUSDT" "${form[@]}" -d "symbol=BTCUSDT&timestamp=$T&signature=$s" | sed 's/{.*/[]/')"
	jqeq '[.binance.accounts.main.orders[].status] == ["CANCELED", "CANCELED"]' "$(cex state)"
	# The signature in the query is of the body, too.
	s=$(cex_hmac "$BSECRET" "symbol=ETHUSDTtimestamp=$T")
	cex_says 200 '.code == 200' "$(raw DELETE "/fapi/v1/allOpenOrders?symbol=ETHUSDT&signature=$s" "${form[@]}" -d "timestamp=$T")"
	s=$(cex_hmac "$BSECRET" symbol=ETHUSDT)
	cex_says 400 '.code == -1022' "$(raw DELETE "/fapi/v1/allOpenOrders?symbol=ETHUSDT&signature=$s" "${form[@]}" -d "timestamp=$T")"
	# What is twice in one of them, or that nobody reads.
	cex_says 400 '.code == -1101' "$(balance "timestamp=$T&timestamp=$T")"
	cex_says 400 '.code == -1104' "$(balance "timestamp=$T&colour=red")"
	cex_says 400 '.code == -1105' "$(balance "timestamp=$T&recvWindow=")"
	cex_says 404 '.code == -5000' "$(raw GET /fapi/v1/nothing)"
	# No other body than a form is read.
	s=$(cex_hmac "$BSECRET" "symbol=ETHUSDT&timestamp=$T")
	cex_says 400 '.code == -1102' "$(raw DELETE /fapi/v1/allOpenOrders -H 'Content-Type: application/json' -d "symbol=ETHUSDT&timestamp=$T&signature=$s")"
}

@test "Binance: Ed25519, base64 and percent-encoded" {
	local q="timestamp=$T" s encoded
	cex_key binance main ed25519 >"$BATS_TEST_TMPDIR/pem"
	BKEY=$(head -1 "$BATS_TEST_TMPDIR/pem")
	sed -i 1d "$BATS_TEST_TMPDIR/pem"
	for ((i = 0; i < 20; i++)); do # until there is one that needs it
		q="recvWindow=$((5000 + i))&timestamp=$T"
		printf %s "$q" >"$BATS_TEST_TMPDIR/text"
		s=$(openssl pkeyutl -sign -inkey "$BATS_TEST_TMPDIR/pem" -rawin -in "$BATS_TEST_TMPDIR/text" | base64 -w0)
		[[ $s != *+* ]] || break
	done
	encoded=${s//+/%2B}
	encoded=${encoded//\//%2F}
	cex_says 200 'length == 1' "$(raw GET "/fapi/v3/balance?$q&signature=${encoded//=/%3D}")"
	cex_says 400 '.code == -1022' "$(raw GET "/fapi/v3/balance?$q&signature=$(printf %s "$s" | jq -sRr '.[:-4] + "AA=="')")"
	# An HMAC of the text of that key is no signature of it.
	cex_says 400 '.code == -1022' "$(raw GET "/fapi/v3/balance?$q&signature=$(cex_hmac "$(<"$BATS_TEST_TMPDIR/pem")" "$q")")"
}

@test "Bybit: a signature is of time, key, window and these bytes" {
	local j='{"category":"linear","symbol":"ETHUSDT","buyLeverage":"5","sellLeverage":"5"}' head
	cex_says 200 '.retCode == 10004' "$(wallet $T 5000 accountType=UNIFIED 'accountType=UNIFIED&')"
	cex_says 200 '.retCode == 10004' "$(wallet $T 5000 'accountType=UNIFIED&coin=USDT' 'coin=USDT&accountType=UNIFIED')"
	cex_says 200 '.retCode == 0' "$(NOW=$T bybit POST /v5/position/set-leverage "$j")"
	head=(-H "X-BAPI-API-KEY: $YKEY" -H "X-BAPI-TIMESTAMP: $T" -H "X-BAPI-RECV-WINDOW: 5000" -H 'Content-Type: application/json')
	cex_says 200 '.retCode == 10004' "$(cex_send "${head[@]}" -H "X-BAPI-SIGN: $(cex_hmac "$YSECRET" "$T${YKEY}5000$j")" -d "${j//,/, }" "$CEX/v5/position/set-leverage")"
	cex_says 200 '.retCode == 10003' "$(YKEY=${YKEY/[0-4]/5} wallet $T 5000)"
	cex_says 200 '.retCode == 10001' "$(cex_send "$CEX/v5/account/wallet-balance?accountType=UNIFIED")"
	[ "$(cex_send -X GET "${head[@]}" -d '{}' "$CEX/v5/account/wallet-balance" | head -1)" = 403 ]
	cex_says 404 '.retCode == 10017' "$(cex_send "$CEX/v5/nothing")"
}

@test "a key has its rights, its addresses and its end" {
	local order='symbol=ETHUSDT&side=SELL&type=MARKET&quantity=1'
	key() { # VENUE JSON
		{ read -r BKEY && read -r BSECRET; } < <(cex key "{\"venue\":\"$1\",\"account\":\"main\",\"name\":\"more\",$2}" | jq -r '.key, .secret')
		YKEY=$BKEY YSECRET=$BSECRET
	}
	key binance '"rights":{"trade":false}'
	cex_says 200 'length == 1' "$(balance "timestamp=$T")"
	cex_says 401 '.code == -2015' "$(raw POST "/fapi/v1/order?$order&timestamp=$T&signature=$(cex_hmac "$BSECRET" "$order&timestamp=$T")")"
	key binance '"ips":["192.0.2.1"]'
	cex_says 401 '.code == -2015' "$(balance "timestamp=$T")"
	key bybit '"ips":["192.0.2.1"]'
	cex_says 200 '.retCode == 10010' "$(wallet $T 5000)"
	key bybit "\"expires_ms\":$T"
	cex_says 200 '.retCode == 33004' "$(wallet $T 5000)"
	key bybit '"rights":{"trade":false}'
	cex_says 200 '.retCode == 0' "$(wallet $T 5000)"
}

@test "https: with the authority, and not with another certificate" {
	run curl -s --cacert "$CEX_CA" "$CEX_TLS/fapi/v1/ping"
	[ "$output" = '{}' ]
	run curl -s --cacert "$CEX_CA" "$CEX_TLS_SELF/fapi/v1/ping"
	[ "$status" -eq 60 ]
	run curl -s --cacert "$CEX_CA" "$CEX_TLS_NAME/fapi/v1/ping"
	[ "$status" -eq 60 ]
}
