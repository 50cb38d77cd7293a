#!/usr/bin/env bash
# Ticks, positions and swaps of Uniswap v3 beside @uniswap/v3-sdk; swaps over the tick map
# of a recorded pool, every result equal to the sdk's.
. "${BASH_SOURCE[0]%/*}/lib.bash"

snapshot=${MM_DATA:-}/uniswap_v3/pool_snapshot_USDC_ETH_030_event15488.json.gz

modules=$("$MM_TOP/tests/world/evm/install" "$MM_OBJ/v3-sdk" "$MM_TOP/tests/world/v3-sdk" 2>/dev/null) || {
	echo 'univ3: not run: @uniswap/v3-sdk is not there (npm)'
	exit 0
}
sdk() { node "$MM_TOP/tests/bench/univ3_sdk.mjs" "$modules" "$@"; }

# beside NAME WHAT: microseconds of one, ours and the sdk's, by turns.
beside() {
	local i
	: >ours && : >peer
	for ((i = 0; i < RUNS; i++)); do
		univ3 "$2" 500000 2>/dev/null >>ours
		sdk "$2" 30000 >>peer
	done
	awk -v n="$1" -v a="$(median <ours)" -v b="$(median <peer)" 'BEGIN {
		printf "univ3: %s %.0f times as fast as @uniswap/v3-sdk (%.3f us, %.3f us; wanted 40)\n", n, b / a, a, b }'
}
beside 'tick to sqrt price and back' ticks
beside 'valuation of a position' positions

[ -f "$snapshot" ] || {
	echo "univ3: swaps not run: the recorded pool is not there (MM_DATA)"
	exit 0
}
zcat "$snapshot" | jq -r '"pool \(.sqrtPriceX96) \(.tickCurrent) \(.liquidity) 3000 60",
	(.ticks.ticks_json | map(.value) | sort_by(.tickIndex)[] | select(.liquidityNet != "0") |
		"tick \(.tickIndex) \(.liquidityNet)")' >tick_map
sdk swaps tick_map >results 2>took
read -r n ms < <(univ3 swaps results)
awk -v n="$n" -v a="$ms" -v b="$(cat took)" 'BEGIN {
	printf "univ3: %d swaps over a recorded pool, each equal to the sdk'"'"'s: %.2f ms (sdk %.0f ms; wanted 10)\n", n, a, b }'
