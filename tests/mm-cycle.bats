# mm-cycle: ids that only rise, one frame in flight, and a clock that neither
# drifts nor bunches.
load lib

lines_are() {
	[ "$(wc -l <"$1")" -eq "$2" ]
}

# drive OPTION...: mm-cycle in the background with a FIFO open as fd 7, writing to
# $MM_HOME/out.
drive() {
	mkfifo "$MM_HOME/ack"
	exec 7<>"$MM_HOME/ack"
	mm-cycle "$@" --ack "$MM_HOME/ack" >"$MM_HOME/out" 2>"$MM_HOME/err" 7<&- 3>&- &
	pid=$!
}

# ended CODE: the driven mm-cycle ends with this code.
ended() {
	local code=0
	wait "$pid" || code=$?
	pid=
	[ "$code" -eq "$1" ] || {
		echo "exit $code, not $1" >&2
		cat "$MM_HOME/err" >&2
		return 1
	}
}

teardown() {
	[ -z "${pid:-}" ] || kill "$pid" 2>/dev/null || true
}

@test "a damaged id is an error, not a fresh start" {
	for text in x '12 ' '0000000000000000012' $'00000000000000000x2\n' $'0000000000000000012\n1'; do
		printf %s "$text" >"$MM_HOME/cycle"
		run -1 mm-cycle --once
		[[ $output == "mm-cycle: $MM_HOME/cycle: damaged: "* ]]
	done
	: >"$MM_HOME/cycle"
	run -0 mm-cycle --once
}

@test "wrong usage is 2" {
	run -2 mm-cycle
	run -2 mm-cycle --once --every 1s
	run -2 mm-cycle --every 0s
	run -2 mm-cycle --every 1x
	run -2 mm-cycle --from-ms 1 --to-ms 2 --step 9223372036854775807ms
	run -2 mm-cycle --from-ms 1 --to-ms 2 --step 9007199254740993ms
	run -0 mm-cycle --from-ms 1 --to-ms 2 --step 9007199254740992ms
	run -2 mm-cycle --ts-ms 5
	run -2 mm-cycle --once --ts-ms 0
	run -2 mm-cycle --from-ms 5 --to-ms 4 --step 1ms
	run -2 mm-cycle --from-ms 5 --to-ms 6
	run -2 mm-cycle --once --timeout 0s
	run -2 mm-cycle --once extra
	run -2 mm-cycle --once --ack /dev/null
	[ "$output" = "mm-cycle: --ack: /dev/null: not a FIFO" ]
	run -2 mm-cycle --once --ack "$MM_HOME/none"
}

@test "a full disk under the records is 1" {
	run -1 bash -c 'mm-cycle --once >/dev/full'
	[ "$output" = "mm-cycle: <stdout>: No space left on device" ]
}

@test "a closed stdout or stderr is 1 or silence, never a line in a file of the bot" {
	run -1 bash -c 'mm-cycle --once --ts-ms 1000 2>&1 >&-'
	[ "$output" = "mm-cycle: <stdout>: Bad file descriptor" ]
	run -5 bash -c 'mm-cycle --once --ts-ms 999 >/dev/null 2>&-'
	[ -z "$output" ]
	[ "$(cat "$MM_HOME/cycle")" = 0000000000000001000 ]
}

@test "a full disk under the id stops simulated time, but not the clock" {
	limited='(trap "" XFSZ; ulimit -f 0; exec mm-cycle --once "$@") 2>&1 | cat; exit "${PIPESTATUS[0]}"'
	run -1 bash -c "$limited" - --ts-ms 9
	[ "$output" = "mm-cycle: cycle 9: not written down: File too large" ]
	run -1 bash -c "$limited" -
	[[ ${lines[0]} == "mm-cycle: cycle "*": not written down: File too large" ]]
	jqeq '.type == "cycle"' "${lines[1]}"
}

@test "one cycle: its id is its time" {
	local before after
	before=$(date +%s%3N)
	run --separate-stderr -0 mm-cycle --once
	after=$(date +%s%3N)
	[ -z "$stderr" ]
	jqeq ".id == .ts_ms and .id >= $before and .id <= $after and (keys | length) == 3" "$output"
	valid "$output"
	run -0 mm-cycle --once --ts-ms 9000000000000000
	[ "$output" = '{"type":"cycle","ts_ms":9000000000000000,"id":9000000000000000}' ]
}

@test "an id never comes twice, and never an older one" {
	mm-cycle --once --ts-ms 1000 >"$MM_HOME/out"
	run -5 mm-cycle --once --ts-ms 1000
	[ "$output" = "mm-cycle: not_rising: the last cycle was 1000" ]
	run -5 mm-cycle --once --ts-ms 999
	run -0 mm-cycle --once --ts-ms 1001
	for _ in 1 2 3 4 5; do mm-cycle --once & done >>"$MM_HOME/out"
	wait
	[ "$(wc -l <"$MM_HOME/out")" -eq 6 ]
	[ -z "$(sort "$MM_HOME/out" | uniq -d)" ]
}

@test "looking at the last id and taking the next is one step" {
	exec 8>>"$MM_HOME/cycle"
	flock 8
	mm-cycle --once --ts-ms 5 >"$MM_HOME/out" 8>&- 3>&- &
	pid=$!
	run -0 sleep 0.1
	[ ! -s "$MM_HOME/out" ]
	flock -u 8
	wait "$pid" && pid=
	lines_are "$MM_HOME/out" 1
}

@test "a clock behind the last cycle is said, and 4 when it is far" {
	local now
	now=$(date +%s%3N)
	printf '%019d\n' $((now + 600)) >"$MM_HOME/cycle"
	run --separate-stderr -0 mm-cycle --once
	jqeq ".id > $now + 600" "$output"
	printf '%019d\n' $((now + 3600000)) >"$MM_HOME/cycle"
	run --separate-stderr -4 mm-cycle --once
	[ -z "$output" ]
	[[ $stderr == *"ms behind the last cycle"* ]]
}

@test "simulated time, and again after it was interrupted" {
	run -0 mm-cycle --from-ms 10 --to-ms 35 --step 10ms
	[ "$(jq -c .id <<<"$output" | xargs)" = '10 20 30' ]
	run --separate-stderr -0 mm-cycle --from-ms 10 --to-ms 55 --step 10ms
	[ "$(jq -c .id <<<"$output" | xargs)" = '40 50' ]
	[ "$stderr" = 'mm-cycle: warning: cycles up to 30 have left before' ]
}

@test "killed at any moment, no id comes twice and none is left out" {
	for _ in 1 2 3 4 5 6 7 8; do
		timeout -s KILL 0.004 mm-cycle --from-ms 1 --to-ms 20000 --step 1ms >>"$MM_HOME/out" 2>/dev/null || true
	done
	mm-cycle --from-ms 1 --to-ms 20000 --step 1ms >>"$MM_HOME/out" 2>/dev/null
	[ -z "$(grep -v '"id":[0-9]*}$' "$MM_HOME/out")" ]
	# One id may be claimed and not have left; none comes twice.
	grep -o '"id":[0-9]*' "$MM_HOME/out" | cut -d: -f2 |
		awk '$1 <= last || $1 > last + 2 { bad = 1 } { last = $1 } END { exit bad || last != 20000 }'
}

@test "the next cycle leaves when the last one came out, and not before" {
	drive --from-ms 1 --to-ms 3 --step 1ms
	until_true lines_are "$MM_HOME/out" 1
	echo 'garbage' >&7
	echo '{"type":"cycle","ts_ms":7,"id":7}' >&7
	printf '{"type":"cycle",' >&7
	until_true grep -q 'cycle 7 is not in flight' "$MM_HOME/err"
	lines_are "$MM_HOME/out" 1
	echo '"ts_ms":1,"id":1}' >&7
	until_true lines_are "$MM_HOME/out" 2
	echo '{"type":"cycle","ts_ms":2,"id":2}' >&7
	until_true lines_are "$MM_HOME/out" 3
	echo '{"type":"cycle","ts_ms":3,"id":3,"signal":"x"}' >&7
	ended 0
	grep -q 'warning: --ack: not a cycle: ' "$MM_HOME/err"
}

@test "told stop it closes the pipe and stays until told end" {
	mkfifo "$MM_HOME/ack"
	exec 7<>"$MM_HOME/ack"
	mkfifo "$MM_HOME/pipe"
	{ cat "$MM_HOME/pipe" >"$MM_HOME/out" && : >"$MM_HOME/drained"; } 7<&- 3>&- &
	mm-cycle --every 1h --ack "$MM_HOME/ack" >"$MM_HOME/pipe" 2>"$MM_HOME/err" 7<&- 3>&- &
	pid=$!
	until_true lines_are "$MM_HOME/out" 1
	echo stop >&7
	until_true test -e "$MM_HOME/drained"
	kill -0 "$pid"
	cat "$MM_HOME/out" >&7 # the frame that was in flight comes out now
	echo end >&7
	ended 1
}

@test "stop and end are 1, also between frames" {
	drive --every 1h
	until_true lines_are "$MM_HOME/out" 1
	cat "$MM_HOME/out" >&7
	echo stop >&7
	echo end >&7
	ended 1
	lines_are "$MM_HOME/out" 1
}

@test "a frame that does not come out ends the run with 1" {
	drive --every 1h --timeout 50ms
	ended 1
	grep -q 'did not come out in 50 ms' "$MM_HOME/err"
}

@test "a pipe without a reader ends the run with 1" {
	mkfifo "$MM_HOME/ack"
	run -1 bash -c 'mm-cycle --every 1h --ack "$MM_HOME/ack" | head -n 1 >/dev/null; exit "${PIPESTATUS[0]}"'
	[ "$output" = "mm-cycle: <stdout>: nobody reads it" ]
}

@test "by the clock: at multiples of the time, and what a slow frame missed is skipped" {
	drive --every 100ms
	until_true lines_are "$MM_HOME/out" 1
	sleep 0.35
	for n in {2..16}; do
		tail -n 1 "$MM_HOME/out" >&7
		until_true lines_are "$MM_HOME/out" "$n"
	done
	echo end >&7
	ended 1
	# The second begins 350 ms or more after the first, each other in another tenth of a
	# second; most soon after a multiple, as a machine that is busy lets them.
	jq -es 'map(.id) | .[1] - .[0] >= 350 and (map(. / 100 | floor) | . == unique) and
		([.[1:][] | select(. % 100 < 30)] | length) >= 8' "$MM_HOME/out"
}

@test "a person's reason comes once, whole and fit for a record" {
	printf 'book looks wrong\nsecond line\n' >"$MM_HOME/signal"
	run -0 mm-cycle --once
	jqeq '.signal == "book looks wrong"' "$output"
	valid "$output"
	[ ! -e "$MM_HOME/signal" ] && [ ! -e "$MM_HOME/signal.taken" ]
	run -0 mm-cycle --once
	jqeq 'has("signal") | not' "$output"
	printf 'a\tb\xff"\\' >"$MM_HOME/signal"
	run -0 mm-cycle --once
	jqeq '.signal == "a?b?\"\\"' "$output"
	: >"$MM_HOME/signal"
	run -0 mm-cycle --once --leave-signal
	jqeq 'has("signal") | not' "$output"
	run -0 mm-cycle --once
	jqeq '.signal == "no reason given"' "$output"
}

@test "a reason that a crash left behind still comes, one that cannot be read stays" {
	echo forgotten >"$MM_HOME/signal.taken"
	run -0 mm-cycle --once
	jqeq '.signal == "forgotten"' "$output"
	mkdir "$MM_HOME/signal"
	run --separate-stderr -0 mm-cycle --once
	jqeq 'has("signal") | not' "$output"
	[ "$stderr" = "mm-cycle: warning: $MM_HOME/signal.taken: Is a directory" ]
}
