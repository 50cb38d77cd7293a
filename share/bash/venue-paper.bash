# venue-paper.bash - the market maker's pipe on the paper venue; see mm-bot(1).
#
# shellcheck shell=bash disable=SC2154 # mm-bot's variables
# shellcheck disable=SC2034 # how often clear tries: an order lands within a second
clear_tries=10

venue_read() {
	exec paper-trade read -c "$conf" --tape "$(of PAPER_TAPE)"
}

venue_submit() {
	exec paper-trade submit -c "$conf" --live
}

# shellcheck disable=SC2034 # bot.bash reads codes
pipe() {
	drive "$@" | store-log get --last trade,fill | venue_read |
		mm-pivot -c "$conf" --store "$home/mm.db" | store-log get --last grid |
		mm-grid -c "$conf" | order-diff -c "$conf" | venue_submit |
		store-log put --only cycle,refusal | watch
	codes=("${PIPESTATUS[@]}")
}

# shellcheck disable=SC2034 # mm-bot reads codes
clear_pipe() {
	clear_frame | venue_read | order-diff -c "$conf" --cancel-all --expect-none | venue_submit |
		store-log put >"$run/cleared"
	codes=("${PIPESTATUS[@]:0:3}")
}
