# lp.bash - the stages of a pipe that manages liquidity; see lp-bot(1).
#
# shellcheck shell=bash disable=SC2154 # bot.bash's and mm-bot's variables

known=(--store "$home/mm.db") # where earlier frames are

# What came out of the pools since they are looked at, and what vaults took in: from a
# window back on.  It also names the frame's block.
watch_pools() {
	[ -n "$(of POOLS)$(of VAULTS)" ] || exec cat
	exec event-watch -c "$conf" --watch "$lib/../watch/lp.watch" "${known[@]}" --last-blocks "$(window_blocks)"
}

window_blocks() {
	awk -v window="$(duration "$(of POOL_WINDOW)")" -v block="$(of BLOCK_TIME_S)" 'BEGIN { print int(window / block) + 1 }'
}

# Only pairs that somebody chose: those by default are of another chain.
read_pairs() {
	! mm-conf list -c "$conf" | grep -q $'^PRICE_PAIRS\t[^\t]*\tdefault\t' || exec cat
	exec price-read -c "$conf"
}

read_positions() {
	exec lp-read -c "$conf" "${known[@]}"
}

# What landed before is not built again.
build_known() {
	exec tx-build -c "$conf" "${known[@]}"
}

run_beforehand() {
	exec tx-sim -c "$conf"
}

# --- everything out

# Every position is burned to its own wallet.  The store is a help, not a need.
# shellcheck disable=SC2119
withdraw_pipe() {
	clear_frame | looked_up | watch_pools | read_pairs | read_positions |
		range-roll -c "$conf" --exit-all ${at_any_price:+--at-any-price} |
		build_known | run_beforehand | sign | send --wait-ms 1000 |
		cat >"$run/withdrawn"
}

withdrawn() {
	jq -r "$1" "$run/withdrawn" 2>/dev/null
}

# What the frame showed of positions that hold something, one line each; a frame that was
# not read whole shows nothing, and that is no proof.
positions_left() {
	withdrawn 'select(.type == "position" and ([.liquidity, .uncollected0, .uncollected1] | any(. != null and . != "0")))
		| "\(.position) of \(.wallet): liquidity \(.liquidity)"'
	withdrawn 'select(.type == "refusal" and (.by | IN("mm-submit", "lp-read", "range-roll"))) | "\(.by): \(.reason): \(.text)"'
	[ "$(withdrawn 'select(.type == "cycle") | 1')" = 1 ] || echo 'the frame was not read'
}

# Positions for which there is no price to hold the pool's against.
without_price() {
	withdrawn 'select(.type == "refusal" and .by == "range-roll" and (.reason | IN("no_reference", "stale_price", "price_deviation"))) | .text'
}

# withdraw: takes every position out and proves it by a read after: 0, else 6.  What is
# refused for want of a price is left as soon as nothing else is under way.
withdraw() {
	local n until=$((SECONDS + ${clear_s:-86400}))
	for ((n = 0; n < clear_tries; n++)); do
		withdraw_pipe
		[ -n "$(positions_left)$(venue_left)" ] || return 0
		[ -z "$(withdrawn 'select(.reason == "store_unreadable") | 1')" ] || known=()
		[ -z "$(without_price)" ] || [ -n "$(withdrawn 'select(.type == "action") | 1')$(venue_left)" ] || break
		((SECONDS < until)) || break
		sleep 1
	done
	return 6
}
