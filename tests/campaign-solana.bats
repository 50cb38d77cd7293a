# campaign-solana: seeded runs of the whole pipe against a Solana in trouble, with kill -9
# of both ends of mm-submit.  Judged by the world's chain: no intent twice or lost, no own
# orders ever matched, nothing left unknown.  A failure names its seed:
#
#   MM_TOP=$PWD MM_OBJ=$PWD/obj PATH=$PWD/obj:$PATH tests/campaign/campaign $(mktemp -d) SEED 1
#
# repeats it, but for the moment at which a kill strikes.
load lib
load campaign
load world

setup() { command -v strace >/dev/null || skip 'strace is missing'; }

setup_file() {
	# LeakSanitizer does not work where strace looks on.
	[[ $MM_OBJ != *-san ]] || export ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
	[ -n "$(world_modules)" ] || world_unproven 'on a stand-in for the OpenBook program'
}

@test "as many of 200 runs as fit, at least 40 (make soak: 1,000): every one proven" {
	campaign_proven campaign 1000
}

@test "a planted bug turns it red (make soak: every one of bugs/)" {
	campaign_red campaign bundle-believed
}
