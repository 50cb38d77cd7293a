# hedge-sync-act: what may be sent, in which order, and whose the positions are.
load hedge-exec

setup_file() { cex_start; }
teardown_file() { cex_stop; }
setup() { cex_here; }

# other VENUE SIDE SIZE [MORE]: another hand trades in the same account.
other() { cex order "$(jq -nc --arg v "$1" --arg s "$2" --arg n "$3" --argjson more "${4:-"{}"}" '{venue: $v, symbol: "ETHUSDT", side: $s, size: $n} + $more')" >/dev/null; }

@test "a position of somebody else is exit 5; --adopt takes it over, --baseline leaves it" {
	for venue in binance bybit; do
		exec_home "$venue"
		other "$venue" sell 4
		code=0
		sync 10 || code=$?
		[ "$code" -eq 5 ]
		[ "$(refusals)" = not_ours ]
		[ "$(placed "$venue")" -eq 0 ]
		sync 10 --baseline
		steady 10
		[ "$(held "$venue")" = -14 ]
		sync 0 && steady 0
		[ "$(held "$venue")" = -4 ]
		sync 10 --adopt && steady 10
		[ "$(held "$venue")" = -14 ]
	done
}

@test "an adopted position is the hedge" {
	exec_home binance
	other binance sell 4
	sync 10 --adopt
	steady 10
	[ "$(held binance)" = -10 ]
}

@test "--adopt left in a command takes over once; --again takes over a seat that is named" {
	exec_home binance
	other binance sell 4
	sync 10 --adopt
	[ "$(held binance)" = -10 ]
	other binance sell 3
	code=0
	sync 10 --adopt || code=$?
	[ "$code $(refusals) $(held binance)" = '5 not_ours -13' ]
	grep -q -- '--adopt --again binance:ETHUSDT takes it over' err
	code=0
	sync 10 --adopt --again binance:BTCUSDT || code=$?
	[ "$code" -eq 2 ]
	sync 10 --adopt --again binance:ETHUSDT
	[ "$(held binance)" = -10 ]
	cex adl '{"venue":"binance","symbol":"ETHUSDT","size":"4"}' >/dev/null
	sync 10 --adopt
	[ "$(alerts) $(held binance)" = 'position_sync_error -10' ]
}

@test "--again takes over once, also where the frame is refused" {
	exec_home binance
	sync 10
	kill-switch on --reason test >/dev/null
	other binance sell 3
	cex inject '{"path":"/fapi/v3/positionRisk","fault":"first","nth":2,"do":"order","params":{"venue":"binance","symbol":"ETHUSDT","side":"sell","size":"2"}}' >/dev/null
	code=0
	{ frame 20 && exposed 20 && echo '{"type":"cycle","ts_ms":5000,"id":5000}'; } |
		hedge-sync --live --adopt --again binance:ETHUSDT >out 2>err || code=$?
	kill-switch off >/dev/null
	[ "$code $(refusals) $(held binance)" = '5 not_ours -15' ]
	grep -q 'holds -15, of which -13 is ours' err
}

@test "--adopt of a flat account takes over nothing that comes later" {
	exec_home binance
	sync 0 --adopt
	other binance sell 4
	code=0
	sync 0 --adopt || code=$?
	[ "$code $(refusals) $(held binance)" = '5 not_ours -4' ]
}

@test "an open order of somebody else is exit 5" {
	for venue in binance bybit; do
		exec_home "$venue"
		other "$venue" buy 1 '{"price":"1900","client_id":"byhand"}'
		code=0
		sync 10 || code=$?
		[ "$code" -eq 5 ]
		[ "$(refusals)" = not_ours ]
		[ "$(placed "$venue")" -eq 0 ]
	done
}

@test "an order of somebody else that waits for a price is seen, and exit 5; --baseline leaves it" {
	for venue in binance bybit; do
		exec_home "$venue"
		cex wait '{"venue":"'"$venue"'","symbol":"ETHUSDT","side":"buy","size":"1","trigger":"2100","client_id":"stop"}' >/dev/null
		code=0
		sync 10 || code=$?
		[ "$code" -eq 5 ]
		[ "$(refusals)" = not_ours ]
		grep -q 'which waits for 2100, is not ours' err
		jq -se 'any(.[]; .type == "venue_position" and any(.orders[]; .trigger_price == "2100" and .client_id == "stop"))' out
		[ "$(placed "$venue")" -eq 0 ]
		sync 10 --baseline
		[ "$(held "$venue")" = -10 ]
	done
}

@test "what is held of symbols that are not ours is told once a run, and left alone" {
	for venue in binance bybit; do
		exec_home "$venue"
		cex order '{"venue":"'"$venue"'","symbol":"BTCUSDT","side":"buy","size":"0.5"}' >/dev/null
		{ frame 10 && exposed 10 && echo '{"type":"cycle","ts_ms":5000,"id":5000}'; } | hedge-sync --live >out
		jqall 'map(select(.type == "alert") | [.name, .market, .severity]) == [["position_beside", "'"$venue"':BTCUSDT", "warning"]]' "$(<out)"
		grep '^{"type":"alert"' out | valid
		[ "$(held "$venue") $(held "$venue" BTCUSDT)" = '-10 0.5' ]
	done
}

@test "closed behind our back: an alert, and hedged anew without waiting" {
	for venue in binance bybit; do
		exec_home "$venue"
		hedge_conf HEDGE_MIN_INTERVAL=1h
		steady 10
		cex adl '{"venue":"'"$venue"'","symbol":"ETHUSDT","size":"4"}' >/dev/null
		sync 10
		[ "$(alerts)" = position_sync_error ]
		[ "$(actions)" = filled ]
		jq -se 'any(.[]; .type == "sync" and .forced)' out
		[ "$(held "$venue")" = -10 ]
	done
}

@test "closed between the reading and the order: what was to be reduced is flat, and that is well" {
	for venue in binance bybit; do
		exec_home "$venue"
		steady 10
		struck "$venue" first '{"do":"adl","params":{"venue":"'"$venue"'","symbol":"ETHUSDT","size":"10"}}'
		sync 0
		[ "$(actions) $(whys)" = 'none already_flat' ]
		steady 0
		[ "$(held "$venue")" = 0 ]
	done
}

@test "the kill switch: what reduces passes, nothing else; close works under it" {
	exec_home binance
	steady 10
	kill-switch on --reason test >/dev/null
	sync 20 || true
	[ "$(held binance)" = -10 ]
	sync 4
	[ "$(actions)" = filled ]
	[ "$(held binance)" = -4 ]
	run -0 --separate-stderr hedge-sync close --live
	[ "$(held binance)" = 0 ]
	jqall 'any(.[]; .type == "venue_position" and .size == "0")' "$output"
}

@test "close without any history of ours" {
	for venue in binance bybit; do
		exec_home "$venue"
		steady 10
		rm "$MM_HOME"/hedge*.db*
		run -5 hedge-sync close
		[ "$(held "$venue")" = -10 ]
		run -0 hedge-sync close --live
		[ "$(held "$venue")" = 0 ]
		run -0 hedge-sync close --live
	done
}

@test "MAX_DRAWDOWN latches until a person clears it" {
	exec_home binance
	steady 10
	cex set '{"venue":"binance","balance":"80000"}' >/dev/null
	sync 20 || true
	[ "$(alerts)" = max_drawdown ]
	[ "$(held binance)" = -10 ]
	cex set '{"venue":"binance","balance":"100000"}' >/dev/null
	sync 20 || true
	[ "$(held binance)" = -10 ]
	sync 8
	[ "$(held binance)" = -8 ]
	run -0 hedge-sync clear
	[ "$output" = '1 account may trade again' ]
	steady 20
	[ "$(held binance)" = -20 ]
}

@test "the turnover of a day, orders that reduce left out" {
	exec_home binance
	hedge_conf HEDGE_MAX_TURNOVER_USD=30000
	steady 10
	steady 2
	sync 12 || true
	[ "$(held binance)" != -12 ]
	steady 0
	[ "$(held binance)" = 0 ]
}

@test "a large order in parts, each after the one before is shown" {
	for venue in binance bybit; do
		exec_home "$venue"
		hedge_conf HEDGE_MAX_ORDER_USD=8000
		sync 10
		[ "$(actions)" = 'filled filled filled' ]
		judged "$venue" -10
	done
}

@test "from long to short: two orders, what closes first" {
	for venue in binance bybit; do
		exec_home "$venue"
		steady 10
		sync -5 || true
		steady -5
		judged "$venue" 5
	done
}

@test "accounts with a long and a short position beside each other" {
	for venue in binance bybit; do
		exec_home "$venue:hedge"
		steady 10
		[ "$(cex state | jq -c --arg v "$venue" '[.[$v].accounts.hedge.positions[] | [.side, .position]]')" = '[["SHORT","-10"]]' ]
		sync 4
		[ "$(actions)" = filled ]
		struck "$venue" lost_reply
		sync 12 || true
		steady 12
		[ "$(cex state | jq -c --arg v "$venue" '[.[$v].accounts.hedge.positions[] | [.side, .position]]')" = '[["SHORT","-12"]]' ]
		run -0 hedge-sync close --live
		cex judge | jq -e .ok
	done
}

@test "not enough margin, says the exchange: an alert, and no second try in the frame" {
	for venue in binance bybit; do
		exec_home "$venue"
		struck "$venue" first '{"do":"set","params":{"venue":"'"$venue"'","balance":"1"}}'
		code=0
		sync 10 || code=$?
		[ "$code" -eq 4 ]
		[ "$(actions)" = rejected ]
		[ "$(alerts)" = insufficient_margin ]
		[ "$(held "$venue")" = 0 ]
		[ -z "$(hedge-sync list)" ]
	done
}

@test "another process holds the lane: nothing is done, exit 4" {
	exec_home binance
	steady 10
	exec 8>"$MM_HOME/lock/binance:binance:ETHUSDT"
	flock 8
	code=0
	sync 20 || code=$?
	exec 8>&-
	[ "$code" -eq 5 ] || [ "$code" -eq 4 ]
	[ "$(refusals)" = lane_held ]
	[ "$(held binance)" = -10 ]
}

@test "a journal or a ledger that cannot be used: nothing is sent" {
	exec_home binance
	steady 10
	for file in hedge.db hedge-ledger.db; do
		cp "$MM_HOME/$file" kept
		head -c 4096 /dev/urandom >"$MM_HOME/$file"
		run -1 hedge-sync --live < <(frame 20)
		[[ ${lines[0]} == *"$file"* ]]
		cp kept "$MM_HOME/$file"
		[ "$(held binance)" = -10 ]
	done
	rm "$MM_HOME"/hedge-ledger.db
	code=0
	sync 20 || code=$?
	[ "$code" -eq 5 ]
	[ "$(refusals)" = not_ours ]
}

@test "what is not known: exit 6, list names it, resume settles it" {
	exec_home bybit
	hedge_conf ORDER_HORIZON_MS=600000
	struck bybit lost_request
	frame 10 | timeout -s KILL 1 hedge-sync --live >out 2>err || true
	run -0 hedge-sync list
	[[ $output == *bybit:bybit:ETHUSDT*'sell 10'* ]]
	code=0
	sync 10 || code=$?
	[ "$code" -eq 6 ]
	[ "$(refusals)" = unknown_order ]
	run -6 hedge-sync resume --wait-ms 0
	cex clock '{"advance":700000}' >/dev/null
	run -0 hedge-sync resume --wait-ms 3000
	run -0 hedge-sync list
	[ -z "$output" ]
	[ "$(placed bybit)" -eq 0 ]
}

@test "a clock that is off: nothing new, and what is open is still settled" {
	for skew in -30000 30000; do
		exec_home binance
		hedge_conf CLOCK_MAX_MS=1000
		steady 10
		struck binance lost_reply
		cex clock '{"skew":'"$skew"'}' >/dev/null
		sync 20 || true
		sync 20 || true
		[ "$(held binance)" = -10 ]
		cex clock '{"skew":0}' >/dev/null
		cex clear >/dev/null
		steady 20
		judged binance -20
	done
}

@test "setup: leverage and margin type are set when a person says so" {
	for venue in binance bybit; do
		exec_home "$venue"
		hedge_conf DEFAULT_LEVERAGE=4 HEDGE_MARGIN_TYPE=cross
		run -5 hedge-sync setup
		[ "$output" = "hedge-sync: $venue:$venue:ETHUSDT: leverage is 20, DEFAULT_LEVERAGE 4" ]
		run -5 hedge-sync setup
		run -0 hedge-sync setup --live
		run -0 hedge-sync setup
		[ -z "$output" ]
	done
	exec_home binance
	hedge_conf DEFAULT_LEVERAGE=20 HEDGE_MARGIN_TYPE=isolated
	run -0 hedge-sync setup --live
	run -0 hedge-sync setup
}
