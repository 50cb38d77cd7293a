# grid.bash - what a bot with a grid of orders is told, and tells its next one.
#
# shellcheck shell=bash disable=SC2034,SC2154 # bot.bash's variables
verbs+=('rebuild --reason TEXT')

# A reason to build the grid anew, for the next cycle to carry.
leave_signal() {
	{ printf '%s\n' "$1" >"$home/signal.$$" && mv -T "$home/signal.$$" "$home/signal"; } 2>/dev/null &&
		return
	say "$home/signal: cannot be written"
	return 1
}

verb_rebuild() {
	if [ $# -ne 2 ] || [ "$1" != --reason ] || [ -z "$2" ]; then usage 2; fi
	[ -d "$home" ] || die 1 "no bot in $home"
	leave_signal "$2" || exit 1
}

# The last grid would be held, and what was cancelled of it is over: whoever trades
# here next must build anew.
emptied() {
	[ -e "$home/signal" ] || leave_signal 'the book was emptied'
}
