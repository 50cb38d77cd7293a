# mm-bot: what it does with the codes, refusals and requests it meets.  Its pipe is
# made of the real mm-cycle and kill-switch and of stages that do as a test says;
# tests/pipe.bats runs the real ones.
# shellcheck disable=SC2016,SC2028 # what a stage does stands in single quotes
load lib

# A stage: notes its start, and on each cycle does what $MM_HOME/do/NAME says (n is
# the frame's number in this process) before it passes the cycle on.
stage='#!/usr/bin/env bash
name=${0##*/}
[ "$name $1" != "store-log get" ] || [ "$2" != action ] || exec cat "$MM_HOME/actions"
[[ $name != paper-trade && $name != store-log ]] || name+=-$1
echo "$name $*" >>"$MM_HOME/started"
[ "$name" != paper-trade-submit ] || trap "" PIPE
n=0
while IFS= read -r line; do
	if [[ $line == "{\"type\":\"cycle\","* ]]; then
		n=$((n + 1))
		[ ! -e "$MM_HOME/do/$name" ] || . "$MM_HOME/do/$name"
	fi
	printf "%s\n" "$line"
done'

setup() {
	mkdir -p "$MM_HOME/stub" "$MM_HOME/do"
	for name in paper-trade mm-pivot store-log mm-grid order-diff; do
		printf '%s\n' "$stage" >"$MM_HOME/stub/$name"
		chmod +x "$MM_HOME/stub/$name"
	done
	PATH=$MM_HOME/stub:$PATH
	echo 'PAPER_TAPE=/dev/null' >"$MM_HOME/mm.conf"
	days=(--from-ms 86400000 --to-ms 432000000 --step 1d) # five frames
}

teardown() {
	[ -z "${pid:-}" ] || kill "$pid" 2>/dev/null || true
}

starts() {
	grep -c "^$1" "$MM_HOME/started" || true
}

# The output but what mm-cycle says when simulated time goes on.
said() {
	grep -v '^mm-cycle: warning: cycles up to [0-9]* have left before$' <<<"$output" || true
}

bot_exits() {
	local code=0
	wait "$pid" || code=$?
	pid=
	[ "$code" -eq "$1" ] || {
		echo "exit $code, not $1: $(cat "$MM_HOME/err")" >&2
		return 1
	}
}

worst() {
	bash -c 'prog=test; . "$MM_TOP/share/bash/bot.bash"; worst "$@"' - "$@"
}

@test "the worst of a pipe's codes, by 6 > 5 > 2 > 1 > 4 > 3 > 0" {
	while read -r want codes; do
		# shellcheck disable=SC2086 # many arguments
		run "-$want" worst $codes
	done <<-EOF
		0 0
		0 0 0 0
		3 0 3 0
		4 3 4 0
		1 4 1 3
		2 1 2 4
		5 2 5 1
		6 5 6 2
		6 6 5 0
		1 0 139 0
		1 127 0
		1 143 4
		5 139 5
		1 0 141 1
		4 141 141 4
		5 141 0 5
		3 141 3
		1 141
		1 1 141
		1 141 0
		6 141 6 141
	EOF
}

@test "wrong usage is 2, and starts nothing" {
	run -2 mm-bot
	run -2 mm-bot run
	run -2 mm-bot rebuild
	run -2 mm-bot rebuild --reason ''
	run -2 mm-bot stop now
	run -2 mm-bot status now
	run -0 mm-bot --help
	[ ! -e "$MM_HOME/started" ]
	run -2 mm-bot loop --step 1s
	[ "$(starts 'order-diff.* --cancel-all')" -eq 0 ]
}

@test "a wrong configuration is 2, and starts nothing" {
	echo 'IMPROVE=2' >>"$MM_HOME/mm.conf"
	run -2 mm-bot once
	[ "$output" = "mm-conf: $MM_HOME/mm.conf:2: 'IMPROVE': '2': not one of its words (0|1)" ]
	[ ! -e "$MM_HOME/started" ]
}

@test "once is one frame through every stage, under one configuration" {
	run --separate-stderr -0 mm-bot once
	[ -z "$output$stderr" ]
	same "mm-grid
mm-pivot
order-diff
paper-trade-read
paper-trade-submit
store-log-get
store-log-get
store-log-put" "$(cut -d ' ' -f 1 "$MM_HOME/started" | sort)"
	[ "$(starts ".* -c $MM_HOME/run/mm.conf")" -eq 5 ]
	cmp "$MM_HOME/mm.conf" "$MM_HOME/run/mm.conf"
	run -0 grep -x frames=1 "$MM_HOME/run/state"
}

@test "once ends with the worst code of its stages" {
	echo 'printf "%s\n" "$line"; exit 5' >"$MM_HOME/do/mm-grid"
	run -5 mm-bot once
	echo 'exit 4' >"$MM_HOME/do/store-log-get"
	run -4 mm-bot once
}

@test "one bot in one home" {
	echo 'sleep 9' >"$MM_HOME/do/mm-grid"
	mm-bot once 2>"$MM_HOME/err" 3>&- &
	pid=$!
	until_true test -s "$MM_HOME/started"
	run -4 mm-bot once
	[ "$output" = "mm-bot: another bot runs in $MM_HOME" ]
	run -4 mm-bot loop
	pkill -P "$pid" || true
}

@test "the kill switch: cancels everything, proves it, ends with 5" {
	kill-switch on --reason test
	run -5 mm-bot once
	same "mm-bot: kill switch is on: test
mm-bot: nothing rests" "$(said)"
	[ "$(starts 'order-diff.* --cancel-all --expect-none')" -eq 1 ]
	[ "$(starts 'mm-grid')" -eq 0 ]
}

@test "a KILL that cannot be examined is on" {
	ln -s loop "$MM_HOME/loop"
	ln -s loop "$MM_HOME/KILL"
	run -5 mm-bot once
	[[ ${lines[0]} == 'mm-bot: kill switch is on: KILL cannot be read: '* ]]
}

@test "what cannot be proven empty is 6" {
	kill-switch on --reason test
	echo 'printf "%s\n" "$line"; exit 5' >"$MM_HOME/do/order-diff"
	run -6 mm-bot once --ts-ms 1000
	[ "${lines[1]}" = "mm-bot: not proven: an order may still rest" ]
	[ "$(starts 'order-diff.* --cancel-all --expect-none')" -eq 10 ]
}

@test "a store that fails takes nothing from the proof" {
	kill-switch on --reason test
	echo 'exit 1' >"$MM_HOME/do/store-log-put"
	run -5 mm-bot once
}

@test "the loop runs simulated time to its end, every stage once" {
	run --separate-stderr -0 mm-bot loop "${days[@]}"
	[ -z "$output$stderr" ]
	run -0 grep -x frames=5 "$MM_HOME/run/state"
	run -0 grep -x last=432000000 "$MM_HOME/run/state"
	[ "$(starts mm-grid)" -eq 1 ]
}

@test "the kill switch in the middle of the loop" {
	echo '((n != 3)) || kill-switch on --reason enough' >"$MM_HOME/do/mm-grid"
	run -5 mm-bot loop "${days[@]}"
	same "mm-bot: kill switch is on: enough
mm-bot: nothing rests" "$(said)"
	[ "$(starts 'order-diff.* --cancel-all --expect-none')" -eq 1 ]
	[ "$(cat "$MM_HOME/cycle")" = 0000000000259201000 ] # a second behind the third
}

@test "a changed configuration comes at a frame edge, for every stage" {
	cat >"$MM_HOME/do/mm-grid" <<-'EOF'
		grep -hc IMPROVE "$MM_HOME/run/mm.conf" >>"$MM_HOME/grid.saw"
		if [ "$(wc -l <"$MM_HOME/grid.saw")" -eq 2 ]; then
			printf 'PAPER_TAPE=/dev/null\nIMPROVE=1\n' >"$MM_HOME/new"
			mv "$MM_HOME/new" "$MM_HOME/mm.conf"
		fi
	EOF
	echo 'grep -hc IMPROVE "$MM_HOME/run/mm.conf" >>"$MM_HOME/put.saw"' >"$MM_HOME/do/store-log-put"
	run -0 mm-bot loop "${days[@]}"
	[ "$(said)" = "mm-bot: configuration changed: $MM_HOME/mm.conf" ]
	[ "$(starts mm-grid)" -eq 2 ]
	[ "$(xargs <"$MM_HOME/grid.saw")" = '0 0 1 1 1' ]
	cmp "$MM_HOME/grid.saw" "$MM_HOME/put.saw"
}

@test "a wrong change is said once, and the old configuration stays" {
	cat >"$MM_HOME/do/mm-grid" <<-'EOF'
		((n != 2)) || echo 'IMPROVE=2' >"$MM_HOME/mm.conf"
		((n != 4)) || rm "$MM_HOME/mm.conf"
	EOF
	run -0 mm-bot loop "${days[@]}"
	[ "$output" = "mm-conf: $MM_HOME/mm.conf:1: 'IMPROVE': '2': not one of its words (0|1)" ]
	[ "$(starts mm-grid)" -eq 1 ]
	run -0 grep -x frames=5 "$MM_HOME/run/state"
}

# refusal [INTENTS]: what a stage does to write one.
refusal() {
	echo "echo '{\"type\":\"refusal\",\"ts_ms\":1,\"by\":\"x\",\"reason\":\"r\",\"text\":\"t\"${1:+,\"intents\":[$1]}}'"
}

@test "refused frames in a row cancel everything, once while nothing is placed" {
	refusal >"$MM_HOME/do/mm-pivot"
	run -0 mm-bot loop --from-ms 1000 --to-ms 9000 --step 1s
	same "mm-bot: 3 frames in a row were refused: cancelling everything
mm-bot: nothing rests" "$(said)"
	run -0 grep -x refused=8 "$MM_HOME/run/state"
}

@test "refused replaces and cancels count, refused places do not" {
	for action in place:i1 replace:i2 cancel:i3; do
		echo "{\"type\":\"action\",\"ts_ms\":1,\"action\":\"${action%:*}\",\"intent_id\":\"${action#*:}\"}"
	done >"$MM_HOME/actions" # of each frame, as the store has them
	refusal '"i1","i22"' >"$MM_HOME/do/order-diff"
	run -0 mm-bot loop --from-ms 1000 --to-ms 5000 --step 1s
	[ -z "$output" ]
	refusal '"i1","i3"' >"$MM_HOME/do/order-diff"
	run -0 mm-bot loop --from-ms 11000 --to-ms 17000 --step 1s
	# Other orders may have been placed: again after three more.
	[ "$(grep -c 'in a row were refused: cancelling everything' <<<"$output")" -eq 2 ]
}

@test "actions that cannot be read back count as held back" {
	refusal '"i1"' >"$MM_HOME/do/order-diff"
	run -0 mm-bot loop --from-ms 1000 --to-ms 3000 --step 1s
	[[ $output == *"3 frames in a row were refused"* ]]
}

@test "the count of refused frames goes on from one cron run to the next" {
	refusal >"$MM_HOME/do/mm-pivot"
	run -0 mm-bot once
	run -0 mm-bot once
	run -0 mm-bot once
	[ "${lines[1]}" = "mm-bot: nothing rests" ]
	: >"$MM_HOME/do/mm-pivot"
	run -0 mm-bot once
	run -0 grep -x refused=0 "$MM_HOME/run/state"
}

@test "a pipe that breaks is started again, and at last the bot stands down" {
	echo 'MAX_REFUSED_FRAMES=2' >>"$MM_HOME/mm.conf"
	echo '[ -e "$MM_HOME/once" ] || { : >"$MM_HOME/once"; exit 1; }' >"$MM_HOME/do/mm-grid"
	run -1 mm-bot loop "${days[@]}"
	[ "$(said)" = "mm-bot: the pipe ended with 1" ]
	run -0 grep -x frames=4 "$MM_HOME/run/state"
	rm "$MM_HOME/cycle"
	echo 'exit 4' >"$MM_HOME/do/mm-grid"
	run -4 mm-bot loop "${days[@]}"
	same "mm-bot: the pipe ended with 4
mm-bot: the pipe ended with 4
mm-bot: nothing rests" "$(said)"
}

@test "a stage that was killed is named by its place, in one line" {
	echo 'kill -9 $$' >"$MM_HOME/do/mm-grid"
	run -1 mm-bot once
	same "mm-bot: stage 6 of the pipe was killed by signal 9" "$(grep -v '^mm-cycle: ' <<<"$output")"
	rm "$MM_HOME/cycle"
	echo '[ -e "$MM_HOME/once" ] || { : >"$MM_HOME/once"; kill -9 $$; }' >"$MM_HOME/do/mm-grid"
	run -1 mm-bot loop "${days[@]}"
	same "mm-bot: stage 6 of the pipe was killed by signal 9
mm-bot: the pipe ended with 1" "$(said | grep -v '^mm-cycle: ')"
}

@test "what stands in the place of mm.conf and cannot be read changes nothing" {
	echo '((n != 2)) || { rm "$MM_HOME/mm.conf" && mkdir "$MM_HOME/mm.conf"; }' >"$MM_HOME/do/mm-grid"
	run -0 mm-bot loop "${days[@]}"
	[ "$output" = "mm-conf: $MM_HOME/mm.conf: Is a directory" ]
	run -0 grep -x frames=5 "$MM_HOME/run/state"
}

@test "stop leaves at once and empties the book, --keep leaves it" {
	for how in '' --keep; do
		: >"$MM_HOME/started"
		mm-bot loop 2>"$MM_HOME/err" 3>&- &
		pid=$!
		until_true grep -qsx frames=1 "$MM_HOME/run/state"
		run -0 mm-bot status
		[[ ${lines[0]} == "running   process $pid" && ${lines[1]} == 'kill      off' ]]
		# shellcheck disable=SC2086 # none or one
		run -0 mm-bot stop $how
		bot_exits 0
		[ "$(starts 'order-diff.* --cancel-all --expect-none')" -eq "$([ "$how" ] && echo 0 || echo 1)" ]
		rm "$MM_HOME/run/state"
	done
	run -0 mm-bot stop
	[ "$output" = "mm-bot: nothing rests" ]
}

@test "a bot that was killed: the next one ends its pipe, stop empties its book" {
	for verb in once stop; do
		rm -f "$MM_HOME/run/state"
		mm-bot loop 2>"$MM_HOME/err" 3>&- &
		pid=$!
		until_true grep -qsx frames=1 "$MM_HOME/run/state"
		kill -9 "$pid"
		bot_exits 137
		run -1 mm-bot status
		[ "${lines[0]}" = 'running   no: it was killed, and its pipe is left' ]
		run -0 timeout 30 mm-bot "$verb" # its stages would wait for two minutes
		[ "${lines[0]}" = "mm-bot: the last bot was killed: ending its pipe" ]
	done
	[ "${lines[1]}" = "mm-bot: nothing rests" ]
}

@test "what a bot did not live to prove, stop proves" {
	mm-bot loop 2>"$MM_HOME/err" 3>&- &
	pid=$!
	until_true grep -qsx frames=1 "$MM_HOME/run/state"
	echo '[ -e "$MM_HOME/died" ] || { : >"$MM_HOME/died" && kill -9 "$(cat "$MM_HOME/lock/bot")"; }' >"$MM_HOME/do/order-diff"
	run -0 mm-bot stop
	[ "$output" = "mm-bot: nothing rests" ]
	bot_exits 137
	run -0 grep -x exposed=0 "$MM_HOME/run/state"
}

@test "a home that cannot be written is said in one line" {
	rm -r "$MM_HOME/run" "$MM_HOME/lock" 2>/dev/null || true
	: >"$MM_HOME/run"
	for verb in once loop stop; do
		run -1 mm-bot "$verb"
		[ "$output" = "mm-bot: $MM_HOME: cannot be made or written" ]
	done
	mkdir "$MM_HOME/signal"
	run -1 mm-bot rebuild --reason x
	[ "$output" = "mm-bot: $MM_HOME/signal: cannot be written" ]
}

@test "after a simulation stop stays in its time" {
	run -0 mm-bot loop "${days[@]}"
	run -0 mm-bot stop
	[ "$(cat "$MM_HOME/cycle")" = 0000000000432001000 ]
	run -0 mm-bot stop
	[ "$(cat "$MM_HOME/cycle")" = 0000000000432002000 ]
}

@test "told to terminate it empties the book" {
	mm-bot loop 2>"$MM_HOME/err" 3>&- &
	pid=$!
	until_true grep -qsx frames=1 "$MM_HOME/run/state"
	kill "$pid"
	bot_exits 0
	[ "$(cat "$MM_HOME/err")" = "mm-bot: nothing rests" ]
}

@test "status: 0 running, 1 not, 5 killed" {
	run -1 mm-bot status
	same 'running   no
kill      off' "$output"
	run -0 mm-bot once --ts-ms 1642809600000
	run -1 mm-bot status
	same 'running   no
kill      off
frames    1 since it was started
frame     2022-01-22T00:00:00Z
refused   0 in a row' "$output"
	kill-switch on --reason x
	run -5 mm-bot status
}

@test "a person's reason to rebuild comes with the next cycle" {
	echo 'echo "$line" >>"$MM_HOME/saw"' >"$MM_HOME/do/mm-grid"
	run -0 mm-bot rebuild --reason 'new listing'
	run -0 mm-bot once
	jqeq '.signal == "new listing"' "$(cat "$MM_HOME/saw")"
	MM_HOME=$MM_HOME/typo run -1 mm-bot rebuild --reason x
}

@test "cron lines and units start verbs there are" {
	local n=0
	while read -r verb; do
		grep -qx "$verb() {" "$MM_TOP/share/bash/bot.bash" || grep -qx "job_$verb() {" "$MM_TOP/share/bash/venue-solana.bash" ||
			grep -qx "verb_$verb() {" "$MM_TOP/scripts/lp-bot"
		n=$((n + 1))
	done < <(grep -hv '^#' "$MM_TOP"/cron/* | grep -oP '(mm|lp|liq)-bot \K[a-z]+')
	[ "$n" -eq 20 ]
	command -v systemd-analyze >/dev/null || skip 'systemd-analyze is missing'
	for unit in "$MM_TOP"/cron/*@.{service,timer}; do
		sed -E "s:/usr/local/bin/(mm|lp|liq)-bot:$MM_TOP/scripts/\\1-bot:; /^User=/d" "$unit" >"$MM_HOME/${unit##*/}"
	done
	run -0 systemd-analyze --man=no verify "$MM_HOME"/*@.service "$MM_HOME"/*@.timer
}
