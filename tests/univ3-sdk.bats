# lib/math/univ3 against @uniswap/v3-sdk: random inputs, every output equal.
load lib

setup_file() {
	MODULES=$("$MM_TOP/tests/world/evm/install" "$MM_OBJ/v3-sdk" "$MM_TOP/tests/world/v3-sdk" 2>/dev/null) || true
	export MODULES
}

setup() {
	[ -n "$MODULES" ] || [[ " ${MM_REQUIRE:-} " == *' v3-sdk '* ]] || skip '@uniswap/v3-sdk cannot be installed (npm)'
	[ -x "$MM_OBJ/tests/vectors" ] || skip 'tests/vectors is not built'
}

oracle() { node "$MM_TOP/tests/univ3_oracle.mjs" "$MODULES" "$@"; }

seed=${MM_FUZZ_SEED:-5}

@test "100,000 inputs, 1,000,000 in soak" {
	local n=$((${MM_SOAK:-1} > 1 ? 1000000 : 100000))
	echo "seed $seed" >&2
	oracle "$seed" "$n" >"$BATS_TEST_TMPDIR/lines"
	run "$MM_OBJ/tests/vectors" "$BATS_TEST_TMPDIR/lines"
	echo "$output" | tail -n 5 >&2
	[ "${output##*$'\n'}" = "$n passed, 0 failed, 0 skipped" ]
}

@test "a difference is found, in each kind of input" {
	oracle "$seed" 1000 | grep -v '"err"' |
		jq -c '(.out | keys_unsorted[-1]) as $k | .out[$k] |= if type == "number" then . + 1 else "1" + . end' \
			>"$BATS_TEST_TMPDIR/lines"
	[ "$(jq -r .fn "$BATS_TEST_TMPDIR/lines" | sort -u | wc -l)" -eq 8 ]
	run -1 "$MM_OBJ/tests/vectors" "$BATS_TEST_TMPDIR/lines"
	[[ $output == *'0 passed, '* ]]
}
