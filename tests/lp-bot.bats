# lp-bot: its pipe, and what it is told.  What it shares with mm-bot tests/mm-bot.bats
# tests; tests/story-lp.bats runs the real programs on a chain.  Here mm-cycle, mm-conf and
# kill-switch are real, the other stages do as a test says.
# shellcheck disable=SC2016 # what a stage does stands in single quotes
load lib
load stages

setup() {
	lp_stages
}

starts() { grep -c "^$1" "$MM_HOME/started" || true; }

@test "usage; another venue and a wrong configuration are 2, and start nothing" {
	run -2 lp-bot
	run -2 lp-bot run
	run -2 lp-bot treasury
	run -2 lp-bot rebuild --reason x
	run -0 lp-bot --help
	[[ $output == "usage: lp-bot once "* && $output != *rebuild* ]]
	sed -i s/^VENUE=evm/VENUE=paper/ "$MM_HOME/mm.conf"
	run -2 lp-bot once
	[ "$output" = 'lp-bot: VENUE=paper: liquidity is managed with VENUE=evm' ]
	sed -i s/^VENUE=paper/VENUE=evm/ "$MM_HOME/mm.conf"
	echo TWAP_S=1 >>"$MM_HOME/mm.conf"
	run -2 lp-bot once
	[ ! -e "$MM_HOME/started" ]
}

@test "a frame: every stage in its place, under one configuration" {
	for name in mm-submit-pending event-watch price-read lp-read store-log-get il-calc range-roll tx-build tx-sim mm-sign mm-submit store-log-put; do
		echo 'echo "$name" >>"$MM_HOME/order"' >"$MM_HOME/do/$name"
	done
	run -0 lp-bot once
	same 'mm-submit-pending event-watch price-read lp-read store-log-get il-calc store-log-get range-roll tx-build tx-sim mm-sign mm-submit store-log-put' \
		"$(xargs <"$MM_HOME/order")"
	[ "$(grep -vc -e "-c $MM_HOME/run/mm.conf" "$MM_HOME/started")" -eq 3 ] # store-log, which has none
	grep -qx "event-watch -c .* --watch .*share/watch/lp.watch --store $MM_HOME/mm.db --last-blocks 601" <(sed 's|scripts/../share/bash/../|share/|' "$MM_HOME/started")
	grep -q "^lp-read .* --store $MM_HOME/mm.db" "$MM_HOME/started"
	grep -q '^mm-submit .*--live' "$MM_HOME/started"
}

@test "hedged: what was decided is recalled first, orders come before the range; --live" {
	echo HEDGE_VENUES=binance >>"$MM_HOME/mm.conf"
	for name in price-read lp-read store-log-get il-calc hedge-sync range-roll; do
		echo 'echo "$name" >>"$MM_HOME/order"' >"$MM_HOME/do/$name"
	done
	run -0 lp-bot once
	same 'price-read store-log-get lp-read store-log-get il-calc hedge-sync store-log-get range-roll' "$(xargs <"$MM_HOME/order")"
	grep -qx 'store-log-get get --last hedge,funding,fill' "$MM_HOME/started"
	grep -qx "hedge-sync -c $MM_HOME/run/mm.conf --live" "$MM_HOME/started"
}

@test "hedged: a file of metrics when a frame came out, none otherwise" {
	run -0 lp-bot once
	[ ! -e "$MM_HOME/metrics" ]
	echo HEDGE_VENUES=binance >>"$MM_HOME/mm.conf"
	printf '%s\n' '{"type":"hedge","ts_ms":5000,"legs":[{"venue":"binance","instrument":"ETHUSDT","held":"-1","target":"-1.5","band":"0.1","mark_price":"2000","confidence":0.5}]}' \
		'{"type":"venue_account","venue":"binance","equity":"100","free":"50"}' >"$MM_HOME/hedge"
	run -0 lp-bot once
	local file=$MM_HOME/metrics/lp-bot-home.prom
	"$MM_TOP/tests/prom.py" "$file"
	grep -qx 'hedge_position_contracts{bot="home",venue="binance",symbol="ETHUSDT"} -1' "$file"
	grep -qx 'hedge_decided_seconds{bot="home"} 5' "$file"
	grep -qx 'hedge_free{bot="home",venue="binance"} 50' "$file"
	[ "$(grep -c '^# TYPE' "$file")" -eq 8 ]
}

@test "hedge: one frame that hedges and sends nothing to a chain, under the kill switch too" {
	run -2 lp-bot hedge
	[ "$output" = 'lp-bot: HEDGE_VENUES names no exchange' ]
	run -2 lp-bot hedge --now
	echo HEDGE_VENUES=binance >>"$MM_HOME/mm.conf"
	kill-switch on --reason test
	run -0 lp-bot hedge --adopt
	grep -qx "hedge-sync -c $MM_HOME/run/hedge.conf --live --adopt" "$MM_HOME/started"
	[ "$(starts range-roll)" -eq 0 ]
	[ "$(starts mm-sign)" -eq 0 ]
	[ "$(starts 'mm-submit ')" -eq 0 ]
	exec {held}>>"$MM_HOME/lock/job-hedge"
	flock -n "$held"
	run -4 lp-bot hedge
}

@test "without pools nothing is watched, without pairs no price is read" {
	sed -i '/^POOLS=/d; /^PRICE_PAIRS=/d' "$MM_HOME/mm.conf"
	run -0 lp-bot once
	[ "$(starts event-watch)" -eq 0 ]
	[ "$(starts price-read)" -eq 0 ]
	[ "$(starts lp-read)" -eq 1 ]
}

@test "the kill switch: nothing new begins, what is under way is cancelled, 5" {
	kill-switch on --reason test
	run -5 lp-bot once
	same "lp-bot: kill switch is on: test
lp-bot: nothing rests" "$output"
	[ "$(starts range-roll)" -eq 0 ]
	[ "$(starts 'mm-submit repair')" -eq 1 ]
	[ ! -e "$MM_HOME/signal" ]
}

@test "what may still land is 6, and listed by name" {
	kill-switch on --reason test
	echo attempt >"$MM_HOME/under-way"
	run -6 bash -c '. "$MM_TOP/scripts/lp-bot"; clear_tries=1; bot once'
	[[ $output == *"lp-bot: not proven: a transaction may still land" ]]
}

@test "refused withdrawals count, refused mints do not" {
	echo MAX_REFUSED_FRAMES=2 >>"$MM_HOME/mm.conf"
	echo 'echo "{\"type\":\"refusal\",\"intents\":[\"i1\"]}"' >"$MM_HOME/do/mm-sign"
	action() { echo '{"type":"action","action":"'"$1"'","intent_id":"i1"}' >"$MM_HOME/actions"; }
	action mint
	for _ in 1 2 3; do run -0 lp-bot once; done
	grep -qx refused=0 "$MM_HOME/run/state"
	action burn
	run -0 lp-bot once
	grep -qx refused=1 "$MM_HOME/run/state"
	run -0 lp-bot once
	[[ $output == *"2 frames in a row were refused: cancelling everything"* ]]
	[ "$(starts 'mm-submit repair')" -eq 1 ]
}

@test "the loop: every stage once, stop ends it with nothing under way" {
	local pid
	echo FRAME_INTERVAL=1s >>"$MM_HOME/mm.conf"
	lp-bot loop 2>"$MM_HOME/err" 3>&- &
	pid=$!
	until_true grep -qsx 'frames=[1-9].*' "$MM_HOME/run/state"
	run -0 lp-bot status
	[[ ${lines[0]} == "running   process $pid" ]]
	run -0 lp-bot stop
	wait "$pid"
	[ "$(starts range-roll)" -eq 1 ]
	[ "$(tail -n 1 "$MM_HOME/err")" = "lp-bot: nothing rests" ]
}

@test "status: what the last frame said of each position" {
	cat >"$MM_HOME/il" <<-'END'
		{"type":"il","position":"v3:7","in_range":false,"numeraire":"USDC","net_vs_hold":"-12.5"}
		{"type":"il","position":"v4:2","in_range":true,"numeraire":"USDC"}
		{"type":"il","position":"v4:1","closed":true,"numeraire":"USDC","net_vs_hold":"3"}
		{"type":"range","position":"v3:7","pool":"0x1","decision":"roll","step":"burn","reason":"out_of_range"}
	END
	echo '{"type":"hedge","legs":[{"venue":"bybit","instrument":"ETHUSDT","held":"-1","target":"-1.5","side":"sell","size":"0.5"},
		{"venue":"binance","instrument":"ETHUSDT","held":"0","target":"0","reason":"band"}]}' >"$MM_HOME/hedge"
	run -0 lp-bot once
	run -1 lp-bot status
	same 'hedge     bybit ETHUSDT -1 of -1.5, sell 0.5
hedge     binance ETHUSDT 0 of 0: band
position  v3:7 out of range, -12.5 USDC against holding
position  v4:2 an unknown amount of USDC against holding
position  v4:1 closed, 3 USDC against holding
range     v3:7 roll burn: out_of_range' "$(tail -n 6 <<<"$output")"
}
