# back-test: bad input first; then that it gives the paper pipe's fills, grids and
# orders byte for byte; then what it makes of them.
# shellcheck disable=SC2154 # stderr_lines is bats' own
load lib

T=1642809600000 # 2022-01-22
H=3600000

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	echo MARKET=SOL/USDT >"$MM_HOME/mm.conf"
}

# trade MS PRICE SIZE SIDE ID [MORE]: a print MS after T.
trade() {
	printf '{"type":"trade","ts_ms":%d,"market":"SOL/USDT","price":"%s","size":"%s","side":"%s","id":"%s","source":"t"%s}\n' \
		$((T + $1)) "$2" "$3" "$4" "$5" "${6:-}"
}

# A market at 100 that a seller, then a buyer visits.
small() {
	trade 0 100 5 buy 1
	trade $H 100 5 sell 2
	trade $((H + 1800000)) 90 500 sell 3
	trade $((2 * H)) 100 5 buy 4
	trade $((2 * H + 1800000)) 112 500 buy 5
	trade $((3 * H)) 100 5 sell 6
}

# demo FROM TO: that part of the demo tape.
demo() {
	gzip -dc "$MM_TOP/share/demo/sol_usdt.jsonl.gz" |
		awk -v a="$1" -v b="$2" '{ t = substr($0, 25, 13) } t >= a && t < b'
}

# walk LINES NAME: a random walk around 100, always the same: books now and then,
# prints that come twice, two orders of ours that met, other markets; prints are
# numbered behind NAME, behind a random number if it is x.
walk() {
	awk -v n="$1" -v name="$2" -v t="$T" '
	function rnd(k) { seed = (seed * 16807) % 2147483647; return seed % k }
	function trade(id, more) {
		printf "{\"type\":\"trade\",\"ts_ms\":%.0f,\"market\":\"SOL/USDT\",\"price\":\"%d.%02d\",\"size\":\"%d.%02d\",\"side\":\"%s\",\"id\":\"%s\",\"source\":\"t\"%s}\n",
			t, p / 100, p % 100, size / 100, size % 100, side, id, more
	}
	BEGIN {
		seed = 7; p = 10000
		for (i = 0; i < n; i++) {
			t += rnd(60000); p += rnd(41) - 20; size = 1 + rnd(3000); side = rnd(2) ? "buy" : "sell"
			if (rnd(50) == 0) {
				printf "{\"type\":\"book\",\"ts_ms\":%.0f,\"market\":\"SOL/USDT\",\"bids\":[[\"%d.%02d\",\"%d\"]],\"asks\":[[\"%d.%02d\",\"%d\"]],\"own_bids\":[],\"own_asks\":[],\"slot\":1}\n",
					t, (p - 1) / 100, (p - 1) % 100, 1 + rnd(40), (p + 9) / 100, (p + 9) % 100, 1 + rnd(40)
				continue
			}
			more = rnd(40) ? "" : ",\"own_maker\":true,\"own_taker\":true"
			id = name (name == "x" ? rnd(1000000) "-" : "") i
			trade(id, more)
			if (!more && rnd(30) == 0) trade(id, more)
			if (rnd(30) == 0) printf "{\"type\":\"trade\",\"ts_ms\":%.0f,\"market\":\"OTHER\",\"price\":\"1\",\"size\":\"1\",\"side\":\"buy\",\"id\":\"%d\",\"source\":\"t\"}\n", t, i
		}
	}'
}

# like_the_pipe FRAMES STEP: over ./tape, from T + STEP on, back-test writes what the
# shipped pipe stores.  Leaves ./fills and ./grids.
like_the_pipe() {
	local span=(--from-ms $((T + $2)) --to-ms $((T + $1 * $2)) --step "$2ms")
	echo "PAPER_TAPE=$PWD/tape" >>"$MM_HOME/mm.conf"
	run mm-bot loop "${span[@]}"
	[ "$status" -eq 0 ] || [ "$status" -eq 5 ]
	store-log get fill >want
	store-log get grid order >want-grids
	back-test -t tape "${span[@]}" --grid >all
	grep '^{"type":"fill"' all >fills
	grep -E '^{"type":"(grid|order)"' all >grids
	cmp want fills
	cmp want-grids grids
	[ "$(grep -c '"type":"grid"' grids)" -eq "$1" ]
}

# summary FILTER: of the backtest record of the last run.
summary() { tail -n 1 <<<"$output" | jq -r "$1"; }

@test "a bad line ends it at its place, and with -k is passed over" {
	{ small && echo '{"type":"trade"' && trade $((4 * H)) 100 1 buy 7; } >tape
	run --separate-stderr -1 back-test -t tape
	[[ $stderr == "back-test: tape:7: "* ]]
	[[ $output != *backtest* ]]
	run --separate-stderr -3 back-test -k -t tape
	[ "${#stderr_lines[@]}" -eq 1 ]
	[ "$(summary .n_trades)" -eq 6 ]
	# Out of order, and not ended.
	{ small && trade 0 100 1 buy 7; } >tape
	run --separate-stderr -1 back-test -t tape
	[ "$stderr" = "back-test: tape:7: earlier than the line before it" ]
	small | head -c -1 >tape
	run --separate-stderr -1 back-test -t tape
	[ "$stderr" = "back-test: tape:6: last line is not ended" ]
	run --separate-stderr -3 back-test -k -t tape
	[ "$(summary .n_trades)" -eq 4 ]
	# In a history it is the same.
	small >tape
	echo nonsense >old
	run --separate-stderr -1 back-test -t tape --history old
	[[ $stderr == "back-test: old:1: "* ]]
	run --separate-stderr -3 back-test -k -t tape --history old
	[ "$(summary .n_trades)" -eq 5 ]
}

@test "a tape without the market, or none at all" {
	: >tape
	run --separate-stderr -1 back-test -t tape
	[ "$stderr" = "back-test: tape: no print of 'SOL/USDT'" ]
	[ -z "$output" ]
	small | sed 's/SOL/BMV/' >tape
	run --separate-stderr -1 back-test -t tape
	[ "$stderr" = "back-test: tape: no print of 'SOL/USDT'" ]
	run --separate-stderr -1 back-test -t nowhere
	[ "$stderr" = "back-test: nowhere: No such file or directory" ]
	small >tape
	run --separate-stderr -1 back-test -t tape --history nowhere
	[ "$stderr" = "back-test: nowhere: No such file or directory" ]
	run -1 back-test -t /tmp
}

@test "a full disk is 1, wrong usage is 2" {
	small >tape
	run -1 bash -c 'back-test -t tape >/dev/full'
	run -1 bash -c 'back-test -t tape --sweep BUY_DENSITY=1,2 >/dev/full'
	for wrong in '' '-t tape x' '-t tape --step 0s' '-t tape --from-ms 9 --to-ms 8' '-t tape --records' \
		'-t tape -j 2' '-t tape --sweep X=1' '-t tape --sweep BUY_DENSITY' '-t tape --sweep BUY_DENSITY=1,many' \
		'-t tape --sweep BUY_DENSITY=1 --sweep BUY_DENSITY=2' '-t tape --sweep BUY_DENSITY=1 --grid' \
		'-t tape -o PIVOT_MODE=seeded' '-t tape -o PAPER_BASE=SOL' '-t tape -o MARKET=' \
		'-t tape -o MIN_ORDER_SIZE=9999999999999999'; do
		# shellcheck disable=SC2086 # several words
		run --separate-stderr -2 back-test $wrong
		[ -z "$output" ] && [ "${#stderr_lines[@]}" -eq 1 ]
	done
}

@test "no history is no grid: 5 where no frame had any" {
	small >tape
	run --separate-stderr -5 back-test -t tape --to-ms $((T + H)) --from-ms $((T - H)) --step 2h -o HISTORY_MAX_AGE_S=1
	[ "$stderr" = "back-test: warning: no pivot in 2 of 2 frames: stale_history" ]
	[ "$(summary '"\(.n_pulls) \(.n_no_pivot) \(.n_placed)"')" = "2 2 0" ]
	run --separate-stderr -0 back-test -t tape --from-ms $((T - H))
	[ "$stderr" = "back-test: warning: no pivot in 2 of 6 frames: no_history" ]
	# A history from before the tape makes up for it.
	trade $((-2 * H)) 100 5 buy 0 >old
	run --separate-stderr -0 back-test -t tape --from-ms $((T - H)) --history old
	[ -z "$stderr" ]
	[ "$(summary '"\(.n_no_pivot) \(.n_history) \(.n_trades)"')" = "0 1 6" ]
}

@test "the pipe's fills byte for byte: demo tape, four wallets, 400 frames" {
	demo 1640995200000 $((T + 420 * H)) >tape
	printf '%s\n' HISTORY_WINDOW_DAYS=30 PAPER_PARTICIPATION_PCT=0.02 PAPER_WALLETS=zed:400:9000,mid:0:50000,alpha:500:20000,x:50:7000 \
		>>"$MM_HOME/mm.conf"
	like_the_pipe 400 $H
	# It was no idle walk: partial fills on both sides, rebuilds, holds, replaces.
	[ "$(wc -l <fills)" -gt 200 ]
	[ "$(jq -r .wallet fills | sort -u | wc -l)" -ge 3 ]
	[ "$(jq -r .side fills | sort -u | wc -l)" -eq 2 ]
	grep -q '"id":"[0-9]*-2"' fills
	jqeq '.n_rebuilds > 50 and .n_holds > 50 and .n_replaced > 500 and .n_kept > 500' "$(tail -n 1 all)"
}

@test "the same with depth, latency over a frame, a budget and prints that come twice" {
	walk 6000 x >tape
	printf '%s\n' PAPER_WALLETS=b:300:30000,a:500:20000 PAPER_LATENCY=15m PAPER_PARTICIPATION_PCT=100 \
		DIFF_BUDGET=10 DIFF_TOLERANCE_TICKS=2 IMPROVE=1 REFILL_ON_HOLD=1 BUY_CHANNEL_WIDTH_PCT=4 \
		SELL_CHANNEL_WIDTH_PCT=4 OUT_OF_CHANNEL=one_side BOUND_INERTIA_S=7200 ORDER_TTL_S=3600 \
		PIVOT_MODE=seeded SEED_PRICE=99.5 SEED_MASS=5000 SEED_TIME=$((T + 5 * H)) HISTORY_WINDOW_DAYS=1 \
		>>"$MM_HOME/mm.conf"
	like_the_pipe 200 600000
	[ "$(wc -l <fills)" -gt 100 ]
}

@test "a tape in ticks and lots that are not the market's" {
	walk 2000 '' >tape
	printf '%s\n' PAPER_TICK=0.05 PAPER_LOT=0.5 PAPER_MAKER_FEE_PCT=-0.01 PAPER_POST_ONLY=0 BUY_CHANNEL_WIDTH_PCT=3 \
		SELL_CHANNEL_WIDTH_PCT=3 GRID_SPACING=geometric SKEW_GAMMA=1 >>"$MM_HOME/mm.conf"
	like_the_pipe 60 600000
	[ "$(wc -l <fills)" -gt 10 ]
	jqeq '.fees | startswith("-")' "$(tail -n 1 all)"
}

@test "what it makes is what its schemas accept, and adds up" {
	small >tape
	run --separate-stderr -0 back-test -t tape --equity --grid -o HISTORY_WINDOW_DAYS=1
	valid "$output"
	[ -z "$stderr" ]
	[ "$(of_type equity "$output" | wc -l)" -eq 4 ]
	[ "$(of_type grid "$output" | wc -l)" -eq 4 ]
	fills=$(of_type fill "$output")
	jqall 'map(.side) | unique == ["buy", "sell"]' "$fills"
	# Money is in decimals: compared in whole atoms.
	# shellcheck disable=SC2016 # jq's own
	jqeq 'def atoms: . as $s | ($s | ltrimstr("-") | split(".")) as $p
			| (($p[0] + (($p[1] // "") + "000000")[:6]) | tonumber) * (if $s[:1] == "-" then -1 else 1 end);
		(.base_end | atoms) == (.base_start | atoms) + (.bought | atoms) - (.sold | atoms)
		and (.pnl | atoms) == (.equity_end | atoms) - (.equity_start | atoms)
		and (.pnl_vs_hold | atoms) == (.equity_end | atoms) - (.hold_end | atoms)
		and .base_start == "1000" and .quote_start == "100000" and .equity_start == "200000"
		and .n_frames == 4 and .n_history == 1 and .n_trades == 5
		and .n_rebuilds + .n_holds + .n_pulls == .n_frames
		and .parameters == { MARKET: "SOL/USDT", HISTORY_WINDOW_DAYS: "1" }' "$(tail -n 1 <<<"$output")"
	[ "$(summary .n_fills)" -eq "$(wc -l <<<"$fills")" ]
	# The equity of the last frame is the result's.
	[ "$(of_type equity "$output" | tail -n 1 | jq -r .value)" = "$(summary .equity_end)" ]
	run --separate-stderr -0 back-test -q -o PAPER_TAPE=tape
	[ "${#lines[@]}" -eq 1 ]
	jqeq '.tape == "tape" and .parameters == { MARKET: "SOL/USDT" } and (has("history") | not)' "$output"
}

@test "history is what stands before the first frame, on the tape or beside it" {
	demo 0 $((T + 60 * H)) >tape
	demo 0 $T >old
	demo $T $((T + 60 * H)) >new
	run -0 back-test -t tape --from-ms $((T + 2 * H)) -o PAPER_QUEUE_PCT=0
	whole=$output
	[ "$(of_type fill "$whole" | wc -l)" -gt 10 ]
	# The venue hears only the tape: with no queue it makes no difference.
	run -0 back-test -t new --history old --from-ms $((T + 2 * H)) -o PAPER_QUEUE_PCT=0
	same "$(of_type fill "$whole")" "$(of_type fill "$output")"
	[ "$(summary .n_history)" -eq "$(tail -n 1 <<<"$whole" | jq .n_history)" ]
	# What the history has of the tape's own time does not count again.
	run -0 back-test -t new --history tape --from-ms $((T + 2 * H)) -o PAPER_QUEUE_PCT=0
	same "$(of_type fill "$whole")" "$(of_type fill "$output")"
}

@test "a sweep runs every combination and tells them apart" {
	demo 0 $((T + 60 * H)) >tape
	run --separate-stderr -0 back-test -t tape --from-ms $T --sweep BUY_DENSITY=0,3 \
		--sweep PAPER_PARTICIPATION_%=0.0001,10,100 --records -j 3
	[ "$stderr" = "back-test: warning: 6 configurations were tried on one tape: the best of them owes some of it to luck; try it on a tape it was not chosen by" ]
	valid "$output"
	same '0 0.0001
0 10
0 100
3 0.0001
3 10
3 100' "$(jq -r '.parameters | "\(.BUY_DENSITY) \(.PAPER_PARTICIPATION_PCT)"' <<<"$output")"
	[ "$(jq -r .config_id <<<"$output" | sort -u | wc -l)" -eq 6 ]
	# Each is what a run of its own gives.
	run -0 back-test -q -t tape --from-ms $T -o BUY_DENSITY=3 -o PAPER_PARTICIPATION_PCT=10
	alone=$output
	[ "$(summary .n_fills)" -gt 10 ]
	run --separate-stderr -0 back-test -t tape --from-ms $T --sweep BUY_DENSITY=3 -o PAPER_PARTICIPATION_PCT=10 --records
	same "$alone" "$output"
	[ -z "$stderr" ]
	# The table has a line for each.
	run --separate-stderr -0 back-test -t tape --from-ms $T --sweep PAPER_PARTICIPATION_PCT=0.0001,100
	[ "${#lines[@]}" -eq 3 ]
	[[ ${lines[0]} == "PAPER_PARTICIPATION_PCT "*" pnl_vs_hold "* ]]
	[ "$(awk 'NR == 1 { print $6 }' <<<"$output")" = fills ]
	[ "$(awk 'NR == 2 { print $6 }' <<<"$output")" -lt "$(awk 'NR == 3 { print $6 }' <<<"$output")" ]
	# One that cannot run is a line of its own, and the code.
	run --separate-stderr -2 back-test -t tape --from-ms $T --sweep PAPER_LOT=0.01,0.0000000001
	[[ ${lines[2]} == *failed* ]]
	[[ $stderr == *"PAPER_LOT is not from 1 to 2^40 whole atoms"* ]]
}
