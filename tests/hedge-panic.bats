# hedge-panic: hedges are closed whatever else goes on.
load hedge-exec

setup_file() { cex_start; }
teardown_file() { cex_stop; }
setup() { cex_here; }
teardown() {
	[ -z "${holder:-}" ] || kill -KILL "$holder" 2>/dev/null || true
}

# hang: a resident hedge-sync that holds the lanes, and does nothing any more.
hang() {
	rm -f pipe
	mkfifo pipe
	hedge-sync --live <pipe >held 2>held.err 3>&- &
	holder=$!
	exec 5>pipe
	frame "$1" >&5
	until_true grep -q '^{"type":"cycle"' held
	kill -STOP "$holder"
	exec 5>&-
}

@test "a hedge-sync that hangs and holds the lanes: under the kill switch close closes" {
	for venue in binance bybit; do
		exec_home "$venue"
		steady 10
		hang 10
		run -6 hedge-sync close --live
		[ "$(held "$venue")" = -10 ]
		kill-switch on --reason test >/dev/null
		run -0 hedge-sync close --live
		[ "$(held "$venue")" = 0 ]
		kill -KILL "$holder"
		rm -f "$MM_HOME/KILL"
	done
}

@test "the kill switch turned on after the limits were looked at: nothing new leaves" {
	for venue in binance bybit; do
		exec_home "$venue"
		steady 10
		# The journal lets nothing be written for a while.
		python3 - "$MM_HOME/hedge.db" <<-'PY' 3>&- &
			import sqlite3, sys, time, os
			d = sqlite3.connect(sys.argv[1], isolation_level=None)
			d.execute("BEGIN IMMEDIATE")
			open("locked", "w").close()
			for _ in range(100):
			    if os.path.exists("free"): break
			    time.sleep(0.02)
			d.execute("ROLLBACK")
		PY
		until_true test -e locked
		(
			sleep 1 # it has read all by then
			kill-switch on --reason test >/dev/null
			: >free
		) 3>&- &
		sync 20 || true
		wait
		rm -f locked free
		[ "$(held "$venue")" = -10 ]
		[ -z "$(hedge-sync list)" ]
		rm "$MM_HOME/KILL"
		steady 20
		judged "$venue" -20
	done
}

@test "one exchange does not answer: the other is closed, and it is not called proven" {
	exec_home binance bybit
	hedge_conf MAX_POSITION_USD=12000
	steady 10
	[ "$(held binance) $(held bybit)" != '-10 0' ]
	hedge_conf BINANCE_FAPI_URL=http://127.0.0.1:9
	kill-switch on --reason test >/dev/null
	code=0
	timeout 60 hedge-sync close --live >closed 2>err || code=$?
	[ "$code" -eq 6 ] || { cat err >&2 && false; }
	[ "$(held bybit)" = 0 ]
}

@test "an exchange that does not answer uses up nothing of what another allows in a minute" {
	exec_home binance bybit
	steady 10
	cex inject '{"path":"/v5/position/list","fault":"lost_request","how":"rst","times":999}' >/dev/null
	run -6 hedge-sync close --live
	before=$(cex requests | jq length)
	run -6 hedge-sync close --live
	cex requests | jq -e --argjson n "$before" '[.[$n:][] | select(.path == "/fapi/v3/positionRisk")] | length | . > 0 and . <= 4'
}

@test "no key of one exchange: the other is closed, and it is not called proven" {
	exec_home binance bybit
	hedge_conf MAX_POSITION_USD=12000
	steady 10
	held=$(held binance)
	[ "$held $(held bybit)" != '-10 0' ]
	kill-switch on --reason test >/dev/null
	rm "$MM_HOME/keys/binance.key"
	run -6 hedge-sync close --live
	[[ $output == *"binance: no such key"* ]]
	[ "$(held binance) $(held bybit)" = "$held 0" ]
	# What is to hedge goes on with all of them or not at all.
	rm "$MM_HOME/KILL"
	code=0
	sync 10 || code=$?
	[ "$code $(held bybit)" = '2 0' ]
}

@test "a hedge-sync that hangs with the journal in its hand: mm-panic ends it and closes" {
	exec_home bybit
	steady 10
	hang 10
	# The journal is locked for as long as it lives, as by a transaction of its own.
	python3 - "$MM_HOME/hedge.db" "$holder" <<-'PY' 3>&- &
		import sqlite3, sys, time
		d = sqlite3.connect(sys.argv[1], isolation_level=None)
		d.execute("BEGIN IMMEDIATE")
		open("locked", "w").close()
		for _ in range(1500):
		    if open(f"/proc/{sys.argv[2]}/stat").read().split()[2] == "Z": break
		    time.sleep(0.02)
	PY
	until_true test -e locked
	run mm-panic --hedges --timeout 5
	[[ $output == *"ending process $holder, which sends on bybit:"* && $output == *'no hedge is left'* ]]
	[ "$(held bybit)" = 0 ]
}

@test "a clock that is far off keeps nothing from closing" {
	exec_home binance
	steady 10
	hedge_conf CLOCK_MAX_MS=100
	cex clock '{"advance":3600000}' >/dev/null
	run hedge-sync close --live
	[ "$status" -eq 0 ] || { echo "$output" >&2 && false; }
	[ "$(held binance)" = 0 ]
}

@test "an exchange that is named no more, and still holds: not hedged again elsewhere, and close says so" {
	exec_home binance bybit
	steady 10
	[ "$(held binance) $(held bybit)" = '-10 0' ]
	hedge_conf HEDGE_VENUES=bybit
	code=0
	sync 10 || code=$?
	[ "$code $(refusals)" = '5 seat_dropped' ]
	[ "$(held binance) $(held bybit)" = '-10 0' ]
	run -6 hedge-sync close --live
	[[ $output == *"binance:binance:ETHUSDT: -10 of ours"* ]]
	# It comes back, or a person says that it is left alone.
	hedge_conf HEDGE_VENUES=binance,bybit
	steady 10
	[ "$(held binance) $(held bybit)" = '-10 0' ]
	hedge_conf HEDGE_VENUES=bybit
	sync 10 --baseline
	steady 10
	[ "$(held binance) $(held bybit)" = '-10 -10' ]
	run -0 hedge-sync close --live
	[ "$(held binance) $(held bybit)" = '-10 0' ]
}

# other VENUE ACCOUNT SIDE SIZE [MORE]: another hand trades there.
other() { cex order "$(jq -nc --arg v "$1" --arg a "$2" --arg s "$3" --arg n "$4" --argjson more "${5:-"{}"}" '{venue: $v, account: $a, symbol: "ETHUSDT", side: $s, size: $n} + $more')" >/dev/null; }

@test "what was left alone became smaller: no frame opens it again" {
	for venue in binance bybit; do
		exec_home "$venue"
		other "$venue" main buy 4
		sync 0 --baseline
		other "$venue" main sell 3
		sync 0
		grep -q '^{"type":"alert".*not opened again' out
		sync 0
		[ "$(held "$venue")" = 1 ]
		[ "$(placed "$venue")" -eq 0 ]
	done
}

@test "what was left alone became smaller: close does not open it again" {
	for venue in binance bybit; do
		exec_home "$venue"
		other "$venue" main buy 4
		sync 0 --baseline
		other "$venue" main sell 3
		run -0 hedge-sync close
		run -0 hedge-sync close --live
		[ "$(held "$venue")" = 1 ]
		[ "$(placed "$venue")" -eq 0 ]
	done
}

@test "a long and a short position beside each other are both closed" {
	for venue in binance bybit; do
		exec_home "$venue:hedge"
		other "$venue" hedge buy 5 '{"position_side":"LONG"}'
		other "$venue" hedge sell 5 '{"position_side":"SHORT"}'
		[ "$(cex state | jq --arg v "$venue" '[.[$v].accounts.hedge.positions[] | select(.position | tonumber != 0)] | length')" -eq 2 ]
		run -0 hedge-sync close --live
		[ "$(cex state | jq --arg v "$venue" '[.[$v].accounts.hedge.positions[] | select(.position | tonumber != 0)] | length')" -eq 0 ]
	done
}

@test "a position that is not told for a moment, long after it was traded, is not hedged twice" {
	for case in binance bybit 'binance --adopt' 'bybit --baseline'; do
		read -r venue again <<<"$case"
		exec_home "$venue"
		hedge_conf HEDGE_MAX_AGE=1h
		cex clock '{"advance":-50000}' >/dev/null
		struck "$venue" lag '{"calls":3}'
		sync 10
		[ "$(held "$venue")" = -10 ]
		cex clock '{"advance":100000}' >/dev/null
		code=0
		sync 10 ${again:+"$again" --again "$venue:ETHUSDT"} || code=$?
		[ "$code $(refusals) $(held "$venue")" = '5 position_lags -10' ]
		steady 10
		judged "$venue" -10
	done
}
