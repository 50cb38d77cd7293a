# hedge.bash - the stages that hedge liquidity on exchanges, where HEDGE_VENUES names any;
# see lp-bot(1), hedge-sync(1).
#
# shellcheck shell=bash disable=SC2154 # bot.bash's variables

# shellcheck source=share/bash/lane.bash
. "${BASH_SOURCE[0]%/*}/lane.bash"

is_hedged() {
	[ -n "$(of HEDGE_VENUES)" ]
}

# The decision before: what it covers has to be told, what it knows to be closed not.
recall_hedge() {
	is_hedged || exec cat
	exec store-log get --last hedge,funding,fill
}

# keep_hedge [--adopt]
keep_hedge() {
	is_hedged || exec cat
	exec hedge-sync -c "$conf" --live "$@"
}

# A frame that hedges and does nothing else: what is on its way to the chain, and what
# holds back a roll, is not its business.  Under the kill switch hedge-sync still reduces.
# shellcheck disable=SC2034 # bot.bash reads codes
hedge_pipe() {
	job_frame | looked_up | watch_pools | read_pairs | recall_hedge | read_positions |
		store-log get --last il | il-calc -c "$conf" | keep_hedge "$@" |
		store-log put --only refusal,hedge,sync,fill,alert
	codes=("${PIPESTATUS[@]}")
}

# --- for people and programs that ask

# What was decided last, and what the accounts had then.
decided() {
	store-log get --last hedge,venue_account --now-ms 0 </dev/null 2>/dev/null
}

hedge_status() {
	decided | jq -r '
		select(.type == "hedge") | .legs[]?
		| "hedge     \(.venue) \(.instrument) \(.held) of \(.target)\(if .side then ", \(.side) \(.size)" else "" end)\(if .reason then ": " + .reason else "" end)"'
}

# name|meaning|key: gauges; of a hedge one for each leg, else for each account or decision.
hedge_metrics='hedge_position_contracts|position held, short below 0|held
hedge_target_contracts|position that is to be held|target
hedge_band_contracts|gap that is left alone|band
hedge_mark_price|price the exchange values it at|mark_price
hedge_confidence_ratio|how far what it rests on can be trusted|confidence
hedge_decided_seconds|when that was decided, Unix time|decided_s
hedge_equity|balance and unrealised profit of the account|equity
hedge_free|what new positions can be opened with|free'

# A text file that node_exporter reads, whole or not at all.
write_hedge_metrics() {
	local dir name
	dir=$(of METRICS_DIR)
	dir=${dir:-$home/metrics}
	name=${home##*/}
	name=${name//[^A-Za-z0-9._-]/_}
	(umask 022 && mkdir -p "$dir") 2>/dev/null
	{ decided | jq -rs --arg metrics "$hedge_metrics" --arg bot "$name" '
		[.[] | if .type == "hedge" then {decided_s: (.ts_ms / 1000)}, (.legs[]? | .symbol = .instrument) else . end] as $all
		| $metrics | split("\n")[] | split("|") as [$name, $meaning, $key]
		| "# HELP \($name) \($meaning)", "# TYPE \($name) gauge",
			($all[] | select(.[$key] != null)
			| "\($name){bot=\"\($bot)\"\([{venue, symbol} | to_entries[] | select(.value) | ",\(.key)=\"\(.value)\""] | join(""))} \(.[$key])")' >"$dir/lp-bot-$name.prom.new" &&
		mv -f "$dir/lp-bot-$name.prom.new" "$dir/lp-bot-$name.prom"; } 2>/dev/null ||
		say "warning: $dir/lp-bot-$name.prom: cannot be written"
}

# bot.bash calls it when a frame came out.
at_edge() {
	! is_hedged || write_hedge_metrics
}

# --- closing

# Who trades at an exchange and may hang, with the journal in its hand, is ended.
end_traders() {
	local file
	for file in "$home"/lock/{binance,bybit}:*; do
		end_holder hedge-sync "${file##*/}"
	done
}

# Every hedge of ours is closed; proven is what a read after that shows.  Its own
# configuration: that of the last frame that was right.
close_once() {
	hedge-sync close -c "$conf" --live >"$run/closed"
}

# The same until it is proven, or the time is over; ever more seldom: each time asks every
# exchange, and may not use up what one that is well allows in a minute.
close_hedges() {
	local code pause=1 until=$((SECONDS + ${clear_s:-300}))
	while :; do
		code=0
		close_once || code=$?
		((code != 0)) || return 0
		((code != 2 && SECONDS < until)) || return 6
		sleep "$pause"
		((pause == 8)) || pause=$((2 * pause))
	done
}

# What is left, one line each.
hedges_left() {
	jq -r 'select(.type == "venue_position" and .side != "flat") | "\(.venue) \(.symbol) \(.size)"' "$run/closed" 2>/dev/null
	hedge-sync list -c "$conf" 2>/dev/null
}
