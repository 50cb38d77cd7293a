#!/usr/bin/env bash
# Health factors of Aave beside @aave/math-utils.
. "${BASH_SOURCE[0]%/*}/lib.bash"

: >ours && : >peer
aave lines 20000 >accounts
modules=$("$MM_TOP/tests/world/evm/install" "$MM_OBJ/aave-math" "$MM_TOP/tests/world/aave-math" 2>/dev/null) || modules=
for ((i = 0; i < RUNS; i++)); do
	aave rate 1000000 2>/dev/null >>ours
	[ -z "$modules" ] || node "$MM_TOP/tests/bench/aave_sdk.mjs" "$modules" accounts >>peer
done
ours=$(median <ours)
awk -v a="$ours" 'BEGIN { printf "aave: %.1f million health factors a second on one core, accounts of two and three holdings (%.0f ns; wanted 5)\n", 1e3 / a, a }'
if [ -s peer ]; then
	awk -v a="$ours" -v b="$(median <peer)" 'BEGIN {
		printf "aave: health factors %.0f times as fast as @aave/math-utils (%.0f ns, %.0f ns; wanted 60)\n", b / a, a, b }'
else
	echo 'aave: the peer was not run: @aave/math-utils is not there (npm)'
fi
