# lib/math/univ3 against what happened on chain: recorded days, where they are given.
load lib

setup() {
	[ -n "${MM_DATA:-}" ] || skip 'the recorded days are not there (MM_DATA)'
	[ -x "$MM_OBJ/tests/vectors" ] || skip 'tests/vectors is not built'
}

# all_of FLOOR WHAT ARGUMENT...: at least so many lines of pool_replay.py, all of them pass.
all_of() {
	local floor=$1 n
	shift
	python3 "$MM_TOP/tests/pool_replay.py" "$@" >"$BATS_TEST_TMPDIR/lines"
	run "$MM_OBJ/tests/vectors" "$BATS_TEST_TMPDIR/lines"
	echo "$output" | tail -n 5 >&2
	n=${output%% *}
	[ "$output" = "$n passed, 0 failed, 0 skipped" ] && [ "$n" -ge "$floor" ]
	echo "# $n $1 replayed to the wei" >&3
}

@test "a day of mainnet's USDC/WETH 0.05 %: each swap the one before it decides" {
	all_of 5374 swaps 500 10 "$MM_DATA/uniswap_v3/univ3_USDC_WETH_005_2024-01-05.raw.csv.gz"
}

@test "mints and burns outside the price, on Katana" {
	all_of 2468 liquidity "$MM_DATA"/uniswap_v3/katana_WBTC_USDC_{mints,burns}.csv.gz
}

@test "one wei more or less is found" {
	python3 "$MM_TOP/tests/pool_replay.py" swaps 500 10 \
		"$MM_DATA/uniswap_v3/univ3_USDC_WETH_005_2024-01-05.raw.csv.gz" | head -n 200 |
		jq -c '.in.amount1 |= (if endswith("9") then .[:-1] + "8" else .[:-1] + "9" end)
			| .out.amount1 = .in.amount1' >"$BATS_TEST_TMPDIR/lines"
	run -1 "$MM_OBJ/tests/vectors" "$BATS_TEST_TMPDIR/lines"
	[[ $output == *'0 passed, 200 failed, 0 skipped' ]]
}
