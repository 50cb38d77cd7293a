# venue-solana.bash - the market maker's pipes on Solana's OpenBook; see mm-bot(1).
#
# shellcheck shell=bash disable=SC2154 # mm-bot's variables
# shellcheck disable=SC2034 # how often clear tries, a second apart: what never lands is proven dead
# 150 blocks and their finality later, at some 400 ms each
clear_tries=240

# shellcheck source=share/bash/chain.bash
. "${BASH_SOURCE[0]%/*}/chain.bash"

read_book() {
	exec book-read -c "$conf" "$@"
}

# Only a fading seed follows an outside price.
read_prices() {
	[ "$(of PIVOT_MODE)" = fade ] || exec cat
	exec price-read -c "$conf"
}

# shellcheck disable=SC2034,SC2046 # bot.bash reads codes; two words or none
pipe() {
	drive "$@" | looked_up | store-log get --last trade,fill,event_queue | read_book | read_prices |
		mm-pivot -c "$conf" --store "$home/mm.db" | store-log get --last grid |
		mm-grid -c "$conf" | order-diff -c "$conf" | build | sign | send $(wait_ms "$@") |
		store-log put --only cycle,refusal | watch
	codes=("${PIPESTATUS[@]}")
}

# The history is not needed: what rests is on the chain, what is in flight in the
# journal.  run/cleared keeps the frame for whoever has to know what is left.  The last
# stage of a pipe is run by this shell itself: send, which replaces it, cannot be that.
# shellcheck disable=SC2034 # mm-bot reads codes
clear_pipe() {
	clear_frame | looked_up | read_book --no-trades |
		order-diff -c "$conf" --cancel-all --expect-none | build | sign | send |
		cat >"$run/cleared"
	codes=("${PIPESTATUS[@]:0:4}")
}

# --- jobs beside the bot: each a frame of its own; trades and fills are told by the
# bot alone, once
#
# shellcheck disable=SC2034 # bot.bash reads codes

job_treasury() {
	job_frame | looked_up | store-log get --last event_queue | read_book --no-trades | price-read -c "$conf" |
		mm-pivot -c "$conf" --store "$home/mm.db" | store-log get --last fund |
		fund-plan -c "$conf" | quote-read -c "$conf" | build | sign | send |
		store-log put >/dev/null
	codes=("${PIPESTATUS[@]}")
}

# Asked more often than RENT_RECOVERY_TIME it does nothing.
job_rent() {
	local last=$run/rent.last
	codes=(0)
	[ ! -e "$last" ] || (($(date +%s) - $(stat -c %Y "$last") >= $(duration "$(of RENT_RECOVERY_TIME)"))) || return 0
	: >"$last"
	job_frame | looked_up | store-log get --last event_queue | read_book --accounts |
		rent-reclaim -c "$conf" | build | sign | send | store-log put >/dev/null
	codes=("${PIPESTATUS[@]}")
}

# tx-build hands out the events that keep slots of ours from being used again.
job_crank() {
	job_frame | looked_up | store-log get --last event_queue | read_book --no-trades |
		build --crank | sign | send | store-log put >/dev/null
	codes=("${PIPESTATUS[@]}")
}

# What tips cost: those of landed transactions, each once, in lamports.
venue_status() {
	local spent budget now
	now=$(date +%s%3N)
	spent=$(store-log get receipt --from-ms $((now - 86400000)) --to-ms "$now" 2>/dev/null |
		jq -rn '[inputs | select(.tip and (.status == "confirmed" or .status == "finalized"))]
			| unique_by(.id) | map(.tip | tonumber * 1e9 | round) | add // 0') || return 0
	budget=$(of TIP_BUDGET_SOL_DAY)
	printf 'tips      %d.%09d SOL in 24 hours, of %s\n' $((spent / 1000000000)) $((spent % 1000000000)) "$budget"
}
