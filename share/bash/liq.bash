# liq.bash - the stages of a pipe that liquidates, and when it stops trusting itself; see
# liq-bot(1).
#
# shellcheck shell=bash disable=SC2154,SC2034 # bot.bash's and mm-bot's variables

known=(--store "$home/mm.db") # where earlier frames are

# --- stages

follow_market() {
	exec event-watch -c "$conf" --watch "$lib/../watch/lend.watch" "${known[@]}" "$@"
}

# A resident bot is driven by the chain, one of cron by its clock; what the market said
# comes with either.
opened() {
	[ $# -eq 0 ] || follow_market --drive --timeout "$(of FRAME_TIMEOUT)" "${given[@]}" "$@"
	exec mm-cycle --once "${given[@]}"
}

listen() {
	[ $# -eq 0 ] || exec cat
	follow_market
}

read_market() {
	exec lend-read -c "$conf"
}

read_pools() {
	[ -n "$(of POOLS)" ] || exec cat
	exec lp-read -c "$conf" --pools "${known[@]}"
}

share() {
	exec liq-scan -c "$conf" --shard "$1"
}

# scan [I [N]]: from that share of the accounts on, a process each, one behind the other.
scan() {
	local i=${1:-0} n=${2:-$(shares)}
	if ((i + 1 >= n)); then
		share "$i/$n"
	fi
	shopt -u lastpipe
	share "$i/$n" | scan $((i + 1)) "$n"
	worst "${PIPESTATUS[@]}"
}

shares() {
	local n
	n=$(of LIQ_SHARDS)
	[ "$n" != auto ] || n=$(nproc)
	echo "${n:-1}" # without a configuration liq-scan says what is wrong
}

# What landed before is not built again.
build_known() {
	exec tx-build -c "$conf" "${known[@]}"
}

run_beforehand() {
	exec tx-sim -c "$conf"
}

# The next block is not waited for where the next frame comes with it.
send() {
	exec mm-submit -c "$conf" --via "$(of SUBMIT_VIA)" --live ${1:+--wait-ms 0}
}

# --- before it begins

# What mm-conf cannot see: keys that only this bot needs.
is_fit() {
	[ -n "$(of LEND_MARKETS)" ] || { say 'LEND_MARKETS: no market is named'; return 1; }
	if [ "$(of LIQ_FUND)" = flash ] && [ -z "$(of LIQUIDATOR_CONTRACT)" ]; then
		say 'LIQ_FUND=flash: no LIQUIDATOR_CONTRACT'
		return 1
	fi
	if [ "$(of SUBMIT_VIA)" = rpc ] && [ "$(of ALLOW_PUBLIC)" != 1 ]; then
		say 'SUBMIT_VIA=rpc: everybody sees a liquidation before it lands; it takes ALLOW_PUBLIC=1'
		return 1
	fi
}

# Reads all of the market anew, holds what was followed of it against that, and keeps
# what was read: 0 where they are the same.  Where they are not, the list of accounts is
# not trusted either: the next proof makes it anew.
prove() {
	local proof
	job_frame | event-watch -c "$conf" --watch "$lib/../watch/lend.watch" "${known[@]}" |
		lend-read -c "$conf" --check >"$run/proof"
	proof=("${PIPESTATUS[@]}")
	! grep -q '"reason":"state_differs"' "$run/proof" || rm -f "$home"/lend-*.accounts
	worst "${proof[@]}"
}

# before_pipe [resident]: a bot that was tripped proves that it knows the market, before
# anything is decided again; one of cron ends where it cannot, the resident one goes on
# trying.
before_pipe() {
	local n=0 code
	is_fit || exit 2
	[ -n "$metrics_file" ] || open_metrics
	[ -e "$tripped" ] || return 0
	say "$(<"$tripped"): reading everything anew"
	while :; do
		prove && break
		code=$?
		write_metrics
		[ -n "${1:-}" ] || die 5 'not proven: nothing is done'
		say 'not proven: it is tried again'
		! kill_is_on || stand_down 5
		[ ! -e "$run/stop" ] || finish "$code"
		n=$((n + 1))
		sleep $((n < 5 ? 1 << n : 30))
	done
	rm -f "$tripped"
	refused=0
	counted[liquidator_tripped]=0
	counted[liquidator_losses_in_row]=0
	count liquidator_resyncs_total
	write_metrics
	say 'what is known of the market is proven'
}

# --- the circuit breaker

tripped=$run/tripped
limit_key=BREAKER_FAILURES
must_go='' # what is held back is only a gain that is missed

# Nothing more before everything was read anew; why outlives the bot.
trip() {
	echo "$1" >"$tripped"
	counted[liquidator_tripped]=1
	write_metrics
}

at_limit() {
	trip "$refused frames in a row were refused"
	wish=again
}

pipe_broke() {
	count liquidator_errors_total
	write_metrics
}

broken() {
	(($1 != 2)) || stand_down 2
	trip "the pipe broke $failed times in a row"
	failed=0
}

# A loss is a transaction that was paid for and did nothing.
at_edge() {
	local n=${counted[liquidator_losses_in_row]:-0}
	if [ -z "$wish" ] && ((n >= max_refused)); then
		trip "$n losses in a row"
		wish=again
	fi
	meter_frame
}
