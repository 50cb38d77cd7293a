# hedge-sync: what it refuses, what it reads, and what it makes of a frame.
# shellcheck disable=SC2154 # stderr is bats' own
load lib
load world-cex
load hedge

setup_file() { cex_start; }
teardown_file() { cex_stop; }

setup() {
	cex_here
	cd "$BATS_TEST_TMPDIR" || return
	cex reset >/dev/null
}

cycle() { echo '{"type":"cycle","ts_ms":'"$(cex_now)"',"id":'"$(cex_now)"'}'; }
reasons() { of_type refusal "$output" | jq -r .reason | sort | xargs; }

@test "wrong usage is exit 2 and says what" {
	run -2 hedge-sync </dev/null
	[ "$output" = "hedge-sync: HEDGE_VENUES names no exchange" ]
	run -2 hedge-sync read </dev/null
	[ "$output" = "hedge-sync: HEDGE_VENUES names no exchange" ]
	echo HEDGE_VENUES=binance >"$MM_HOME/mm.conf"
	run -2 hedge-sync --adopt --baseline </dev/null
	[ "$output" = "hedge-sync: --adopt and --baseline: one of them" ]
	run -2 hedge-sync --again positions </dev/null
	run -2 hedge-sync --baseline --again positions -o HEDGE_ASSETS=WETH:ETHUSDT </dev/null
	[ "$output" = "hedge-sync: --again positions: with --adopt" ]
	run -2 hedge-sync plan --again positions </dev/null
	run -2 hedge-sync plan --adopt --again binance:ETHUSDT </dev/null
	[ "$output" = "hedge-sync: --again: positions, with --adopt" ]
	run -2 hedge-sync read -o HEDGE_VENUES=kraken </dev/null
	run -2 hedge-sync read -o HEDGE_ASSETS=WETH </dev/null
}

@test "without a vault, a key in it or one that is a key: nothing is asked" {
	printf '%s\n' HEDGE_VENUES=binance HEDGE_ASSETS=WETH:ETHUSDT >"$MM_HOME/mm.conf"
	run -2 hedge-sync read </dev/null
	rm "$MM_HOME/mm.conf"
	hedge_home binance
	run -2 hedge-sync read -o BINANCE_KEY=other </dev/null
	[[ $output == "hedge-sync: binance: "*other* ]]
	hedge_conf BINANCE_FAPI_URL=http://192.0.2.1
	run -2 hedge-sync read </dev/null
	[ "$(cex requests)" = '[]' ]
}

@test "a bad line, a frame that was not closed, a full disk" {
	hedge_home binance
	run --separate-stderr -5 hedge-sync read <<<'{"type":"funding","id":1}'$'\n'"$(cycle)"
	[[ $(reasons) == bad_record ]]
	run --separate-stderr -1 hedge-sync read <<<'{"type":"price","pair":"X/Y"}'
	[ "$stderr" = "hedge-sync: frame not closed" ]
	cycle >in
	run -1 bash -c 'hedge-sync read in >/dev/full'
}

@test "read: both exchanges, every symbol, flat ones too; schemas hold" {
	hedge_home binance bybit
	hedge_conf HEDGE_ASSETS=WETH:ETHUSDT,WBTC:BTCUSDT,PEPE:1000PEPEUSDT:1000
	cex order '{"venue":"binance","symbol":"ETHUSDT","side":"sell","size":"2.5"}' >/dev/null
	cex order '{"venue":"bybit","symbol":"BTCUSDT","side":"buy","size":"0.2"}' >/dev/null
	cex order '{"venue":"bybit","symbol":"ETHUSDT","side":"buy","size":"1","price":"1900","client_id":"other"}' >/dev/null
	cycle >in
	run --separate-stderr -0 hedge-sync read in
	[ -z "$stderr" ]
	valid "$output"
	jqall '[.[] | select(.type == "venue_account") | [.venue, .account, .asset, .mode]] == [["binance","binance","USDT","one_way"],["bybit","bybit","USDT","one_way"]]' "$output"
	jqall '[.[] | select(.type == "venue_position") | {(.venue + .symbol): .size}] | add ==
		{binanceETHUSDT: "-2.5", binanceBTCUSDT: "0", binance1000PEPEUSDT: "0", bybitETHUSDT: "0", bybitBTCUSDT: "0.2", bybit1000PEPEUSDT: "0"}' "$output"
	jqall '[.[] | select(.type == "venue_position" and .orders) | [.venue, .symbol, (.orders[] | .client_id, .side, .price, .size, .filled)]] == [["bybit","ETHUSDT","other","buy","1900","1","0"]]' "$output"
	jqall '[.[] | select(.type == "instrument" and .symbol == "1000PEPEUSDT") | .multiplier] == ["1000","1000"]' "$output"
	jqall '.[-1].type == "cycle"' "$output"
}

@test "read: where all assets are margin the totals of the account count" {
	hedge_home binance
	cex order '{"venue":"binance","symbol":"ETHUSDT","side":"sell","size":"10"}' >/dev/null
	cycle >in
	run --separate-stderr -0 hedge-sync read in
	one=$(of_type venue_account "$output")
	cex set '{"venue":"binance","pooled":true,"worth":"5000"}' >/dev/null
	run --separate-stderr -0 hedge-sync read in
	jqall 'map([.equity, .free, .margin | tonumber]) | .[1] == [.[0][0] + 5000, .[0][1] + 5000, .[0][2]]' "$one$(of_type venue_account "$output")"
}

@test "read: the hedge mode has two positions; an Ed25519 key reads the same" {
	hedge_home binance:hedge:ed25519 bybit:hedge
	cex order '{"venue":"binance","account":"hedge","symbol":"ETHUSDT","side":"sell","size":"3","position_side":"SHORT"}' >/dev/null
	cycle >in
	run --separate-stderr -0 hedge-sync read in
	jqall '[.[] | select(.type == "venue_account") | .mode] == ["hedge", "hedge"]' "$output"
	jqall '[.[] | select(.type == "venue_position") | {(.venue + .position_side): [.side, .size]}] | add ==
		{binancelong: ["flat", "0"], binanceshort: ["short", "-3"], bybitlong: ["flat", "0"], bybitshort: ["flat", "0"]}' "$output"
}

@test "read: an answer that does not come is a refusal with a reason, never a zero" {
	hedge_home binance bybit
	cex order '{"venue":"binance","symbol":"ETHUSDT","side":"sell","size":"1"}' >/dev/null
	local fault path reason
	while read -r path fault reason; do
		rm -rf "$MM_HOME/quota"
		cex clear >/dev/null
		cex inject '{"path":"'"$path"'","times":9,'"$fault"'}' >/dev/null
		cycle >in
		run --separate-stderr -5 hedge-sync read -o VENUE_TIMEOUT=300ms in
		[ "$(reasons)" = "$reason" ] || { echo "$path $fault: $output" >&2; return 1; }
		jqall '[.[] | select(.type == "venue_position") | .venue] == ["bybit"]' "$output"
	done <<-'END'
		/fapi/v3/positionRisk "fault":"lost_request","how":"rst" venue_unreachable
		/fapi/v3/positionRisk "fault":"lost_reply","how":"fin" venue_unreachable
		/fapi/v3/positionRisk "fault":"truncated" venue_unreachable
		/fapi/v3/positionRisk "fault":"empty","status":200 venue_unreachable
		/fapi/v3/positionRisk "fault":"html","status":200 venue_unreachable
		/fapi/v3/positionRisk "fault":"slow","ms":1000 venue_unreachable
		/fapi/v3/positionRisk "fault":"internal" venue_overloaded
		/fapi/v3/positionRisk "fault":"redirect","status":302 venue_unreachable
		/fapi/v1/premiumIndex "fault":"truncated" venue_unreachable
		/fapi/v3/positionRisk "fault":"limited","seconds":30 rate_limited
	END
	[ "$(cex strayed)" = '[]' ] # who was redirected to
}

@test "read: an exchange that is down, and one whose clock is off" {
	hedge_home binance bybit
	hedge_conf BYBIT_URL=http://127.0.0.1:1
	cycle >in
	run --separate-stderr -5 hedge-sync read in
	[ "$(reasons)" = venue_unreachable ]
	jqall '[.[] | select(.type == "venue_position") | .venue] == ["binance"]' "$output"
	# what is asked is signed with the exchange's own time
	hedge_conf "$(cex_conf | grep BYBIT_URL)"
	cex clock '{"venue":"bybit","skew":-30000}' >/dev/null
	run --separate-stderr -0 hedge-sync read in
	jqall '[.[] | select(.type == "venue_account" and .venue == "bybit") | .offset_ms] | .[0] < -29000 and .[0] > -31000' "$output"
}

@test "read: no secret in anything it says" {
	local key secret
	hedge_home binance bybit
	cycle >in
	cex inject '{"times":99,"fault":"refuse"}' >/dev/null
	run hedge-sync read -o BINANCE_FAPI_URL=http://127.0.0.1:1 in
	{ read -r key && read -r secret; } < <(cex_key binance main)
	[[ $output != *"$key"* && $output != *"$secret"* && $output != *signature* ]]
}

@test "read: what was paid as funding, from where the store ends" {
	hedge_home binance bybit
	cex order '{"venue":"binance","symbol":"ETHUSDT","side":"sell","size":"10"}' >/dev/null
	cex order '{"venue":"bybit","symbol":"ETHUSDT","side":"sell","size":"5"}' >/dev/null
	cex clock '{"advance":28800000}' >/dev/null
	cycle | hedge-sync read >first
	jqall '[.[] | select(.type == "funding") | [.venue, .symbol, .amount, .asset]] | sort == [["binance","ETHUSDT","2","USDT"],["bybit","ETHUSDT","1","USDT"]]' "$(<first)"
	valid <first
	grep '"type":"funding"' first >known
	cex clock '{"advance":28800000}' >/dev/null
	{ cat known && cycle; } | hedge-sync read | grep '"type":"funding"' >second
	# what is known passes, and may be told once more; what is new is
	jqall '[.[].id] | unique | length == 4' "$(cat known second)"
	jqall 'all(.[]; .id != null and .strategy == 1)' "$(<second)"
	# the time of a frame that is replayed is not asked for
	run --separate-stderr -0 hedge-sync read <<<'{"type":"cycle","ts_ms":5000,"id":5000}'
	[ -z "$stderr" ]
}

# placed: orders that reached an exchange.
placed() { cex state | jq '[.[].accounts.main.orders[]] | length'; }

@test "without --live it prints its plan and sends nothing; with it the same is filled" {
	hedge_home binance bybit
	hedge_conf HEDGE_POSITIONS=v3:1
	{ exposed 10 && cycle; } >in
	run --separate-stderr -0 hedge-sync in
	valid "$output"
	jqall '[.[] | select(.type == "sync") | .actions[] | [.venue, .side, .size, .state]] == [["binance","sell","8","planned"]]' "$output"
	[ "$(placed)" -eq 0 ]
	# the plan from its records alone is the same, to the byte
	grep -vE '"type":"(hedge|sync)"' <<<"$output" >kept
	same "$(grep -E '"type":"(hedge|sync)"' <<<"$output")" "$(hedge-sync plan kept | grep -E '"type":"(hedge|sync)"')"
	run --separate-stderr -0 hedge-sync --live in
	valid "$output"
	jqall '[.[] | select(.type == "sync") | .actions[].state] == ["filled"]' "$output"
	jqall '[.[] | select(.type == "fill") | .size | tonumber] | add == 8' "$output"
	[ "$(held binance)" = -8 ]
	# and nothing is left to do
	{ exposed 10 && grep '"type":"hedge"' <<<"$output" && cycle; } >in
	run --separate-stderr -0 hedge-sync --live in
	[ "$(placed)" -eq 1 ]
}

@test "resident: a position that goes missing is missed, also after --adopt; nothing is sent" {
	hedge_home binance
	mkfifo in
	hedge-sync --live --adopt <in >out 2>err 3>&- &
	exec 6>in
	{ exposed 5 && cycle; } >&6
	until_true grep -qs '"type":"cycle"' out
	[ "$(held binance)" = -4 ]
	{ grep '"type":"hedge"' out && cycle; } >&6
	exec 6>&-
	local code=0
	wait $! || code=$?
	[ "$code" -eq 5 ]
	jqeq '.reason == "position_missing"' "$(grep '"type":"refusal"' out)"
	[ "$(held binance)" = -4 ]
}

@test "what others hold: refused, left alone, or taken over" {
	hedge_home binance
	cex order '{"venue":"binance","symbol":"ETHUSDT","side":"buy","size":"3"}' >/dev/null
	hedge_conf HEDGE_POSITIONS=v3:1
	{ exposed 10 && cycle; } >in
	run --separate-stderr -5 hedge-sync --live in
	[ "$(reasons)" = not_ours ]
	run --separate-stderr -0 hedge-sync --live --baseline in
	[ "$(held binance)" = -5 ] # ours is -8, on top of 3
	rm "$MM_HOME"/hedge*.db*
	cex reset >/dev/null
	cex order '{"venue":"binance","symbol":"ETHUSDT","side":"buy","size":"3"}' >/dev/null
	{ exposed 10 && cycle; } >in
	run --separate-stderr hedge-sync --live --adopt in
	{ exposed 10 && grep '"type":"hedge"' <<<"$output" && cycle; } >in
	run --separate-stderr -0 hedge-sync -o HEDGE_MIN_INTERVAL=0s --live in
	[ "$(held binance)" = -8 ]
}

@test "a refusal from before: nothing is sent, and no decision is told" {
	hedge_home binance
	hedge_conf HEDGE_POSITIONS=v3:1
	{ exposed 10 && echo '{"type":"refusal","ts_ms":1,"by":"lp-read","reason":"block_gone","text":"x"}' && cycle; } >in
	run --separate-stderr hedge-sync --live in
	[ "$(placed)" -eq 0 ]
	[ -z "$(of_type hedge "$output")" ]
	run --separate-stderr -1 hedge-sync --live < <(exposed 10)
	[ "$(placed)" -eq 0 ]
}
