# Random values of random types against two others who know the ABI: ethers in one
# process, and cast, 11 ms a question.
load lib
load world-evm

setup_file() {
	evm_modules >/dev/null || evm_missing || return
	MODULES=$MM_TOP/obj/world-evm/node_modules
	export MODULES CAST=$MODULES/@foundry-rs/cast-linux-amd64/bin/cast
}

# agree SEED N [CAST]: N random calls are what the other says they are.
agree() {
	echo "seed $1" >&2
	node "$MM_TOP/tests/abi_oracle.mjs" "$MODULES" "$@" >"$BATS_TEST_TMPDIR/lines"
	run "$MM_OBJ/tests/vectors" "$BATS_TEST_TMPDIR/lines"
	echo "$output" | tail -n 5 >&2
	[ "${output##*$'\n'}" = "$2 passed, 0 failed, 0 skipped" ]
}

seed=${MM_FUZZ_SEED:-4}

setup() {
	evm_here
	[ -x "$MM_OBJ/tests/vectors" ] || skip 'tests/vectors is not built'
}

@test "ethers: 10,000 calls" {
	agree "$seed" 10000
}

@test "cast: 200 calls, 10,000 in soak" {
	agree "$seed" $((${MM_SOAK:-1} > 1 ? 10000 : 200)) "$CAST"
}

@test "a difference is found" {
	node "$MM_TOP/tests/abi_oracle.mjs" "$MODULES" "$seed" 20 |
		sed '7s/"call":"\(......\)./"call":"\1g/' >"$BATS_TEST_TMPDIR/lines"
	run -1 "$MM_OBJ/tests/vectors" "$BATS_TEST_TMPDIR/lines"
	[[ $output == *'19 passed, 1 failed'* ]]
}
