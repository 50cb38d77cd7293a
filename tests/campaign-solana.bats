# campaign-solana: seeded runs of the whole pipe against a Solana in trouble, with kill -9
# of both ends of mm-submit.  Judged by the world's chain: no intent twice or lost, no own
# orders ever matched, nothing left unknown.  A failure names its seed:
#
#   MM_TOP=$PWD MM_OBJ=$PWD/obj PATH=$PWD/obj:$PATH tests/campaign/campaign $(mktemp -d) SEED 1
#
# repeats it, but for the moment at which a kill strikes.
load lib
load world

setup() { command -v strace >/dev/null || skip 'strace is missing'; }

setup_file() {
	# LeakSanitizer does not work where strace looks on.
	[[ $MM_OBJ != *-san ]] || export ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
	[ -n "$(world_modules)" ] || world_unproven 'on a stand-in for the OpenBook program'
}

# campaign FROM COUNT FILE: in the background's own world.
campaign() {
	"$MM_TOP/tests/campaign/campaign" "$BATS_TEST_TMPDIR/$1" "$1" "$2" >"$3" 2>&1
}

@test "200 runs (make soak: 1,000): every one proven" {
	runs=$((200 * (${MM_SOAK:-1} + 3) / 4 / 2))
	[[ $MM_OBJ != *-san ]] || runs=10
	cd "$BATS_TEST_TMPDIR"
	campaign 1 $runs one &
	campaign 100001 $runs other || { cat other && false; }
	wait $! || { cat one && false; }
	figures=$(tail -qn 1 one other)
	echo "# ${figures/$'\n'/ }" >&3
	[ "$(jq -s 'map(.runs) | add' <<<"$figures")" -eq $((2 * runs)) ]
}

# Judged by a campaign that cannot fail, nothing is proven.
@test "a planted bug turns it red (make soak: every one of bugs/)" {
	[[ $MM_OBJ != *-san ]] || skip 'as without sanitizers'
	bugs=(bundle-believed)
	[ "${MM_SOAK:-1}" -eq 1 ] || {
		bugs=("$MM_TOP"/tests/campaign/bugs/*.patch)
		bugs=("${bugs[@]##*/}") bugs=("${bugs[@]%.patch}")
	}
	run -0 "$MM_TOP/tests/campaign/plant" "$MM_TOP/tests/campaign" "$BATS_TEST_TMPDIR" 60 "${bugs[@]}"
	echo "# ${output//$'\n'/; }" >&3
}
