# campaign-cex: seeded runs of hedge-sync at two exchanges in trouble: replies that are
# lost, late, cut, empty or lie, orders nobody sees for a while, that are filled in part or
# refused later, limits and bans, clocks that are wrong, other hands in the account, forced
# closings, two of it at once, kill -9 at any call.  Judged by the exchanges' own books: the
# position is what it should be, nothing was executed twice, no request came before it was
# allowed to, every trade is in the store once, and no secret in anything.  A failure names
# its seed:
#
#   MM_SEED=N tests/campaign-cex/campaign
#
# repeats it, but for the moment at which a kill strikes, and tells its story.
load lib
load campaign
load world-cex

setup() {
	command -v node >/dev/null || skip 'there is no node'
	command -v strace >/dev/null || skip 'strace is missing'
}

setup_file() {
	# LeakSanitizer does not work where strace looks on.
	[[ $MM_OBJ != *-san ]] || export ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
}

@test "as many of 200 runs as fit, at least 40 (make soak: 10,000): every one proven" {
	campaign_proven campaign-cex 10000 4 # they mostly wait
}

@test "a planted bug turns it red (make soak: every one of bugs/)" {
	campaign_red campaign-cex round-twice
}
