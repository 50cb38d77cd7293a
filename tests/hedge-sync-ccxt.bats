# hedge-sync beside ccxt: given the same account both read the same, and ccxt writes every
# request that hedge-sync makes to the same bytes.
load lib
load world-cex

setup_file() {
	cex_modules
	cex_start
}

teardown_file() {
	cex_stop
}

setup() {
	cex_peers_here
	cex reset >/dev/null
	bot "$CEX" main
}

symbols=(ETHUSDT BTCUSDT 1000PEPEUSDT)

# bot URL ACCOUNT [VENUES]: a home that trades for this account.
bot() {
	printf '%s\n' "BINANCE_FAPI_URL=$1" "BINANCE_SAPI_URL=$1" "BYBIT_URL=$1" "HEDGE_VENUES=${3:-binance,bybit}" \
		HEDGE_ASSETS=WETH:ETHUSDT,WBTC:BTCUSDT,PEPE:1000PEPEUSDT:1000 "VAULT_UNLOCK=$MM_HOME/unlock" >"$MM_HOME/mm.conf"
	(
		umask 077
		rm -rf "$MM_HOME/keys" "$MM_HOME/unlock"
		echo passphrase >"$MM_HOME/pass"
		key-vault new --memory 16 --passes 1 -p "$MM_HOME/pass" >/dev/null
		for venue in binance bybit; do
			cex_key "$venue" "$2" | key-vault import "$venue" - --from text -p "$MM_HOME/pass" >/dev/null
		done
		key-vault unlock-file "$MM_HOME/unlock" -p "$MM_HOME/pass"
	)
}

# frame WETH [option ...]: a frame of a position that holds so much.
frame() {
	mm-cycle --once | jq -c --arg n "$1" '{type: "il", ts_ms, chain_id: 1, position: "v3:1", strategy: 1, exposures: [{asset: "WETH", amount: $n, decimals: 18}]}, .' |
		store-log get --last hedge,funding,fill | hedge-sync "${@:2}" | store-log put --only hedge,sync,fill,funding
}

traded() { cex order "{\"venue\":\"$1\",\"account\":\"$2\",\"symbol\":\"$3\",\"side\":\"$4\",\"size\":\"$5\",\"position_side\":\"${6:-BOTH}\"}" >/dev/null; }

# ours, theirs ACCOUNT: accounts and positions that are not flat, as numbers, in order.
numbers='map(with_entries(if .key | IN("equity", "free", "size", "entry_price", "mark_price", "unrealised") then .value |= (tonumber * 1e8 | round / 1e8) else . end)) | sort'
ours() {
	hedge-sync read --now-ms "$(cex_now)" </dev/null | jq -cs '[.[] | if .type == "venue_account" then {venue, equity, free}
		elif .type == "venue_position" and .side != "flat" then {venue, symbol, position_side, size, entry_price, mark_price, unrealised} else empty end] | '"$numbers"
}
keys() {
	local venue
	for venue in binance bybit; do
		cex_key "$venue" "$1" | paste -sd' ' | sed "s/^/$venue /"
	done
}
theirs() {
	keys "$1" | node "$MM_TOP/tests/world/cex/peers/read.mjs" "$CEX_MODULES" "$CEX" "${symbols[@]}" | jq -cs "$numbers"
}
same_read() {
	local got
	got=$(ours)
	same "$(theirs "$1" | jq .)" "$(jq . <<<"$got")"
	jq length <<<"$got"
}

@test "an empty account" {
	[ "$(same_read main)" -eq 2 ]
}

@test "one position a symbol: long, short, several, after prices moved" {
	traded binance main ETHUSDT sell 1.507
	traded binance main BTCUSDT buy 0.123
	traded binance main 1000PEPEUSDT sell 123457
	traded bybit main ETHUSDT buy 2.51
	traded bybit main BTCUSDT sell 0.077
	traded bybit main 1000PEPEUSDT buy 98700
	[ "$(same_read main)" -eq 8 ]
	cex price '{"symbol":"ETHUSDT","mark":"1951.37"}' >/dev/null
	cex price '{"symbol":"1000PEPEUSDT","mark":"0.0130001"}' >/dev/null
	traded binance main ETHUSDT sell 0.113
	traded bybit main ETHUSDT sell 3.02
	[ "$(same_read main)" -eq 8 ]
}

@test "both sides of a symbol" {
	bot "$CEX" hedge
	traded binance hedge ETHUSDT sell 1.5 SHORT
	traded binance hedge ETHUSDT buy 0.7 LONG
	traded bybit hedge ETHUSDT buy 0.4 LONG
	traded bybit hedge ETHUSDT sell 2.4 SHORT
	traded bybit hedge BTCUSDT sell 0.01 SHORT
	cex price '{"symbol":"ETHUSDT","mark":"2033.33"}' >/dev/null
	[ "$(same_read hedge)" -eq 7 ]
}

@test "an account whose margin is isolated, where sums over it are empty texts" {
	traded bybit main ETHUSDT sell 1
	bybit POST /v5/account/set-margin-mode '{"setMarginMode":"ISOLATED_MARGIN"}' | grep -q '"retCode":0'
	bybit GET /v5/account/wallet-balance accountType=UNIFIED | grep -q '"totalAvailableBalance":""'
	[ "$(same_read main)" -eq 3 ]
}

@test "an order of ccxt that waits for a price" {
	local got
	keys main | node "$MM_TOP/tests/world/cex/peers/stop.mjs" "$CEX_MODULES" "$CEX" ETHUSDT | jq -cs "$numbers" >"$BATS_TEST_TMPDIR/stops"
	jqeq 'map(.venue) == ["binance", "bybit"] and all(.[]; [.client_id, .side, .price, .trigger_price, .size] == ["byhand", "sell", 1890, 1900, 1.5])' "$(<"$BATS_TEST_TMPDIR/stops")"
	got=$(hedge-sync read --now-ms "$(cex_now)" </dev/null | jq -cs '[.[] | select(.type == "venue_position") | .venue as $v | .orders[]? |
		{venue: $v, client_id, side, price: (.price | tonumber), trigger_price: (.trigger_price | tonumber), size}] | '"$numbers")
	same "$(jq . "$BATS_TEST_TMPDIR/stops")" "$(jq . <<<"$got")"
}

# watched: the world, seen by a witness; its URL.
watched() {
	local life=$BATS_TEST_TMPDIR/life
	mkfifo "$life"
	node "$MM_TOP/tests/world/cex/peers/witness.mjs" "$CEX_MODULES" "$CEX" <"$life" >"$BATS_TEST_TMPDIR/said" 3>&- &
	exec 8>"$life"
	until_true test -s "$BATS_TEST_TMPDIR/said"
	url=$(<"$BATS_TEST_TMPDIR/said")
}
# turned VENUE ACCOUNT: its key is made anew by a master's.
turned() {
	cex account "{\"venue\":\"$1\",\"name\":\"owner\"}" >/dev/null
	(umask 077 && cex key "{\"venue\":\"$1\",\"account\":\"owner\",\"name\":\"master\",\"master\":true,\"rights\":{\"transfer\":true,\"trade\":false}}" |
		jq -r '.key, .secret' >"$BATS_TEST_TMPDIR/master")
	hedge-sync rotate --live --venue "$1" --account "$2" --master-fd 3 -o SERVER_IP=127.0.0.1 3<"$BATS_TEST_TMPDIR/master"
}

@test "what hedge-sync asks and orders is written by ccxt to the same bytes" {
	local url odd
	watched
	# The type of margin is one for the whole account at Bybit.
	for venue in binance:isolated bybit:any; do
		margin=${venue#*:} venue=${venue%:*}
		rm -rf "${MM_HOME:?}"/*
		bot "$url" main "$venue"
		hedge-sync setup --live -o HEDGE_MARGIN_TYPE="$margin"
		frame 3 --adopt --live
		frame 2 --live
		hedge-sync close --live >/dev/null
		turned "$venue" "$(jq -r '.accounts[$v].main | if $v == "binance" then .email else .uid end' --arg v "$venue" "$CEX_INFO")"
	done
	run curl -s "$url/_witness"
	# The same value, encoded in another way, is seen.
	NOW=$(cex_now) CEX=$url binance GET /fapi/v3/positionRisk 'symbol=%45THUSDT' >/dev/null
	odd=$(curl -s "$url/_witness")
	exec 8>&-
	wait
	jqeq '.differ | length == 1 and .[0].what == "GET /fapi/v3/positionRisk"' "$odd"
	jqeq '.differ == [] and .signed["POST /fapi/v1/order"] == 3 and .signed["POST /v5/order/create"] == 3' "$output"
	jqeq '.signed | .["POST /fapi/v1/leverage"] and .["POST /v5/position/set-leverage"] and .["POST /fapi/v1/marginType"]
		and .["POST /sapi/v1/sub-account/subAccountApi"] and .["POST /v5/user/create-sub-api"] and length > 25' "$output"
}
