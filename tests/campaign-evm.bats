# campaign-evm: seeded runs of the whole pipe on an Ethereum in trouble: nodes and relays
# that fail or lie, blocks that are replaced, fees that jump, transactions that are lost,
# kill -9 of both ends of mm-submit.  Judged by anvil's chain: no intent twice or lost, no
# nonce left behind a gap, and after every frame event-watch's events, less what it took
# back, are those of the chain.  A failure names its seed:
#
#   MM_TOP=$PWD MM_OBJ=$PWD/obj PATH=$PWD/obj:$PATH tests/campaign-evm/campaign $(mktemp -d) SEED 1
#
# repeats it, but for the moment at which a kill strikes.
load lib
load campaign
load world-evm

setup() {
	evm_here
	command -v strace >/dev/null || skip 'strace is missing'
}

setup_file() {
	# LeakSanitizer does not work where strace looks on.
	[[ $MM_OBJ != *-san ]] || export ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
	evm_modules >/dev/null || evm_missing
}

@test "as many of 200 runs as fit, at least 40 (make soak: 1,000): every one proven" {
	campaign_proven campaign-evm 1000
}

@test "a planted bug turns it red (make soak: every one of bugs/)" {
	campaign_red campaign-evm unknown-is-unsent
}
