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
load world-evm

setup() { command -v strace >/dev/null || skip 'strace is missing'; }

setup_file() {
	# LeakSanitizer does not work where strace looks on.
	[[ $MM_OBJ != *-san ]] || export ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
	evm_modules >/dev/null
}

# campaign FROM COUNT FILE: in the background's own world.
campaign() {
	"$MM_TOP/tests/campaign-evm/campaign" "$BATS_TEST_TMPDIR/$1" "$1" "$2" >"$3" 2>&1
}

@test "as many of 200 runs as fit 90 s, at least 40 (make soak: 1,000): every one proven" {
	runs=100 least=20
	[ "${MM_SOAK:-1}" -gt 1 ] && runs=500 least=500
	[[ $MM_OBJ != *-san ]] || runs=5 least=5
	[ "${MM_SOAK:-1}" -gt 1 ] || export CAMPAIGN_S=75 CAMPAIGN_LEAST=$least
	cd "$BATS_TEST_TMPDIR"
	campaign 1 $runs one &
	campaign 100001 $runs other || { cat other && false; }
	wait $! || { cat one && false; }
	figures=$(tail -qn 1 one other)
	echo "# seeds from 1 and from 100001: ${figures/$'\n'/ }" >&3
	[ "$(jq -s 'map(.runs) | min' <<<"$figures")" -ge $least ]
}

# Judged by a campaign that cannot fail, nothing is proven.
@test "a planted bug turns it red (make soak: every one of bugs/)" {
	[[ $MM_OBJ != *-san ]] || skip 'as without sanitizers'
	bugs=(unknown-is-unsent)
	[ "${MM_SOAK:-1}" -eq 1 ] || {
		bugs=("$MM_TOP"/tests/campaign-evm/bugs/*.patch)
		bugs=("${bugs[@]##*/}") bugs=("${bugs[@]%.patch}")
	}
	run -0 "$MM_TOP/tests/campaign/plant" "$MM_TOP/tests/campaign-evm" "$BATS_TEST_TMPDIR" 60 "${bugs[@]}"
	echo "# ${output//$'\n'/; }" >&3
}
