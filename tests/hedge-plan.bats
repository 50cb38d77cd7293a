# hedge-sync plan: what the records of a frame ask for, without a socket; random frames
# against fractions (hedge_model.py).
# shellcheck disable=SC2154 # stderr is bats' own
load lib

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	printf '%s\n' HEDGE_VENUES=binance,bybit HEDGE_ASSETS=WETH:ETHUSDT,ETH:ETHUSDT >"$MM_HOME/mm.conf"
}

# il POSITION ASSET AMOUNT [MORE]: an exposure; seat VENUE SIZE [RULES]: a whole seat.
il() { echo '{"type":"il","ts_ms":60000,"chain_id":1,"position":"'"$1"'","strategy":1,"exposures":[{"asset":"'"$2"'","amount":"'"$3"'","decimals":18}]'"${4:-}"'}'; }
seat() {
	cat <<-END
		{"type":"venue_account","ts_ms":60000,"venue":"$1","account":"$1","asset":"USDT","equity":"50000","free":"50000","mode":"one_way","can_trade":true,"server_ms":60010,"offset_ms":${OFFSET:-5}}
		{"type":"venue_position","ts_ms":60000,"venue":"$1","account":"$1","symbol":"ETHUSDT","position_side":"both","side":"short","size":"$2","taker_ratio":"0.0005","leverage":"20","margin_type":"${MARGIN:-cross}"}
		{"type":"instrument","ts_ms":60000,"venue":"$1","symbol":"ETHUSDT","base":"ETH","quote":"USDT","trading":${TRADING:-true},"tick":"0.01","step":"0.001","min_size":"0.001","max_size":"10000","min_notional":"20","multiplier":"1","mark_price":"3000","index_price":"3000","bids":[["2999.9","50"]],"asks":[["3000.1","50"]],"market_ms":${MARKET:-60005}}
	END
}
last() { echo '{"type":"hedge","ts_ms":1000,"strategy":1,"covered":['"$1"']}'; }
covered() { last '{"position":"v3:1"}'; }
cycle() { echo '{"type":"cycle","ts_ms":60020,"id":60020}'; }
seats() { seat binance "${1:-0}" && seat bybit "${2:-0}"; }
frame() { covered && il v3:1 WETH 10 && seats "$@" && cycle; }

# plan CODE FILTER: of standard input the hedge is like that, and it ends so; whatever
# it makes is valid.
plan() {
	run -"$1" --separate-stderr hedge-sync plan "${@:3}" -
	valid "$output"
	jqeq "$2" "$(of_type hedge "$output")"
}

@test "a bad line, a cut frame, a full disk, usage" {
	plan 5 '.decision == "refuse" and .reason == "frame_refused" and .covered == [{position: "v3:1"}]' \
		< <(covered && echo '{"type":"il","ts_ms":1}' && cycle)
	[ "$(of_type refusal "$output" | jq -r .reason)" = bad_record ]
	run -1 --separate-stderr hedge-sync plan - < <(frame | head -4)
	[ -z "$(of_type hedge "$output")" ]
	run -1 bash -c 'hedge-sync plan >/dev/full' < <(frame)
	run -2 hedge-sync plan --live
}

@test "a long text is cut, and what is told is still UTF-8" {
	local long
	for first in a aa; do
		printf -v long '%300s' ''
		plan 5 '.reason == "exposure_unknown"' --adopt < <(il "$first${long// /é}" WETH 10 ',"unknown":["exposures"]' && seats && cycle)
		iconv -f utf-8 -t utf-16 <<<"$output" >/dev/null
	done
}

@test "a configuration that cannot be meant is exit 2, and says why" {
	wrong() { run -2 hedge-sync plan -o "$1" /dev/null && [[ $output == *"$2"* ]]; }
	wrong HEDGE_VENUES=kraken "'kraken' is no exchange"
	wrong HEDGE_VENUES=BINANCE "'BINANCE' is no exchange"
	wrong HEDGE_VENUES=binance,binance "'binance' twice"
	wrong HEDGE_ASSETS=WETH "'WETH': not asset:symbol"
	wrong HEDGE_ASSETS=:ETHUSDT 'no asset'
	wrong HEDGE_ASSETS=WETH:ethusdt 'A-Z and 0-9'
	wrong HEDGE_ASSETS=WETH:ETHUSDT:0 'no number above 0'
	wrong HEDGE_ASSETS=WETH:ETHUSDT:1:2 'no number above 0'
	wrong HEDGE_ASSETS=USDC:USDCUSDT 'NUMERAIRE is not hedged'
	wrong HEDGE_ASSETS=WETH@okx:ETHUSDT 'not in HEDGE_VENUES'
	wrong HEDGE_ASSETS=WETH:ETHUSDT,WETH:ETHPERP 'that asset twice'
	wrong HEDGE_ASSETS=WETH@bybit:A,WETH@bybit:B 'that asset twice'
	wrong HEDGE_ASSETS=WETH:ETHUSDT,ETH:ETHUSDT:2 'from which it differs'
	wrong HEDGE_ASSETS=WETH:ETHUSDT,ETH@bybit:ETHUSDT 'from which it differs'
	wrong HEDGE_POSITIONS=a,,b 'an element is empty'
}

@test "missing is never zero" {
	plan 5 '.decision == "refuse" and .reason == "no_positions" and .covered == null' < <(il v3:1 WETH 10 && seats && cycle)
	plan 5 '.reason == "position_missing"' -o HEDGE_POSITIONS=v3:1,v3:2 < <(il v3:1 WETH 10 && seats && cycle)
	[[ $stderr == *"'v3:2' was hedged and is not told any more"* ]]
	plan 5 '.reason == "position_missing" and .covered == [{position: "v3:1"}, {position: "v3:2"}]' \
		< <(last '{"position":"v3:1"},{"position":"v3:2"}' && il v3:1 WETH 10 && seats && cycle)
	plan 5 '.reason == "exposure_unknown"' < <(covered && il v3:1 WETH 10 ',"unknown":["exposures"]' && seats && cycle)
	plan 5 '.reason == "roll_missing"' < <(covered && il v3:1 WETH 10 && seats &&
		echo '{"type":"holding","ts_ms":60000,"chain_id":1,"roll":"r1","asset":"WETH","wallet":"w","amount":"1","decimals":18,"block":1}' && cycle)
	# a seat that is not told may hold anything
	plan 5 '.decision == "refuse" and .reason == "not_read"' < <(covered && il v3:1 WETH 10 && seat binance 0 && cycle)
	jqeq '.actions == []' "$(of_type sync "$output")"
	# what was said to be closed may be gone, and need not be told
	plan 0 '.decision == "trade" and .covered == [{position: "v3:1"}]' < <(last '{"position":"v3:1"},{"position":"v3:2","closed":true}' && il v3:1 WETH 10 && seats && cycle)
}

@test "what was read too long ago, or by a wrong clock, is not acted on" {
	MARKET=50004 plan 5 '.reason == "stale_price" and .decision == "refuse"' < <(MARKET=49000 frame)
	plan 5 '.reason == "clock_offset"' < <(OFFSET=1001 frame)
	plan 5 '.reason == "clock_offset"' < <(OFFSET=-1001 frame)
	plan 5 '.reason == "stale_position"' -o HEDGE_MAX_AGE=10s < <(frame | sed 's/"cycle","ts_ms":60020,"id":60020/"cycle","ts_ms":70021,"id":70021/')
	plan 5 '.reason == "stale_position"' < <(frame | sed '/venue_position.*bybit/s/"ts_ms":60000/"ts_ms":49000/')
	plan 0 '.reason == "not_trading" and .decision == "refuse"' < <(TRADING=false frame)
	plan 0 '.reason == "margin_type" and .decision == "refuse"' -o HEDGE_MARGIN_TYPE=isolated < <(frame)
	plan 0 '.reason == "leverage_set"' < <(MARGIN=isolated frame)
	# reducing goes on
	plan 0 '.decision == "trade" and .legs[0].reduce' < <(MARGIN=isolated frame -20)
}

@test "a frame without a hedge, then with it, then with another sign" {
	plan 0 '.decision == "trade" and .ratio == "0.8" and .traded_ms == null and .legs[0].venue == "binance"
		and .legs[0].size == "8" and .legs[0].price == "2991" and .legs[0].severity == "critical"' < <(frame)
	jqeq '.total == 2 and .synced == 1 and (.actions | length) == 1 and .actions[0].state == "planned"' "$(of_type sync "$output")"
	plan 0 '.decision == "hold" and .legs[0].target == "-8"' < <(frame -8)
	plan 0 '.decision == "hold" and .legs[0].reason == "band" and .reason == null' < <(frame -7.7)
	plan 0 '.decision == "trade"' < <(frame 0 5)
	jqeq '[.actions[] | [.venue, .side, .size, .reduce]] == [["bybit","sell","5",true],["binance","sell","8",null]]' "$(of_type sync "$output")"
}

@test "positions, rolls and names of one asset are netted; each counts once" {
	plan 0 '.legs[0].exposure == "16.5" and (.covered | map(.position)) == ["v3:1", "v4:2"]' \
		< <(covered && il v3:1 WETH 99 && il v3:1 WETH 10 && il v4:2 ETH 5 && il roll:7 WETH 1.5 &&
			echo '{"type":"holding","ts_ms":60000,"chain_id":1,"roll":"7","asset":"WETH","wallet":"w","amount":"1.5","decimals":18,"block":1}' && seats && cycle)
	plan 0 '.legs[0].exposure == "0" and .covered == [{position: "v3:1", closed: true}]' \
		< <(covered && echo '{"type":"il","ts_ms":60000,"chain_id":1,"position":"v3:1","strategy":1,"closed":true,"exposures":[]}' && seats && cycle)
	plan 0 '.decision == "hold" and .reason == "asset_unhedged" and .unhedged == {ARB: "7"}' \
		< <(covered && il v3:1 ARB 7 && il v3:2 USDC 100 && seats && cycle)
	plan 0 '(.legs | length) == 2' --adopt < <(il v3:9 WETH 10 && seats && cycle)
	# Where something is covered it is missed; a person may say that it is gone.
	plan 5 '.reason == "position_missing"' --adopt < <(covered && il v3:9 WETH 10 && seats && cycle)
	plan 0 '.covered == [{position: "v3:9"}]' --adopt --again positions < <(covered && il v3:9 WETH 10 && seats && cycle)
}

@test "too soon after the last orders nothing is opened; too little margin is told" {
	traded() { last '{"position":"v3:1"}' | sed 's/"covered"/"legs":[{"asset":"WETH","venue":"binance","account":"binance","instrument":"ETHUSDT","exposure":"1","target":"0","held":"0","gap":"0","band":"0","mark_price":"1","traded_ms":'"$1"',"base":"-2"}],&/'; }
	plan 0 '.decision == "hold" and .reason == "interval" and .legs[0].traded_ms == 21' < <(traded 21 && il v3:1 WETH 10 && seats -2 && cycle)
	plan 0 '.decision == "trade" and .legs[0].base == "-2" and .legs[0].held == "0"' < <(traded 20 && il v3:1 WETH 10 && seats -2 && cycle)
	plan 0 '.reason == "insufficient_margin" and .decision == "refuse"' < <(frame | sed 's/"free":"50000"/"free":"0","margin":"0"/')
	jqeq '.name == "insufficient_margin"' "$(of_type alert "$output" | head -1)"
}

@test "the order of the records does not matter, and a frame that was kept is planned again" {
	frame 3 -2 >in
	hedge-sync plan in | grep -E '^{"type":"(hedge|sync)"' >one
	{ head -n -1 in | tac && tail -1 in; } | hedge-sync plan | grep -E '^{"type":"(hedge|sync)"' >two
	cmp one two
	hedge-sync plan - <in | grep -E '^{"type":"(hedge|sync)"' | cmp one
}

@test "random frames of two exchanges against fractions" {
	for seed in $(seq $((4 * ${MM_SOAK:-1}))); do
		"$MM_TOP/tests/hedge_model.py" make "$seed" 60 "$MM_HOME/mm.conf" >in
		hedge-sync plan in >out 2>err || [ $? = 5 ]
		"$MM_TOP/tests/hedge_model.py" judge "$MM_HOME/mm.conf" in out
	done
	grep -E '^{"type":"(hedge|sync)"' out | head -40 | valid
}
