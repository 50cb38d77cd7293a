#!/usr/bin/env bash
# Routes over 50 pools: beside @uniswap/v3-sdk's search for the best path, every answer
# equal; paths, splits and sizes against the thousand candidates a second that are wanted.
. "${BASH_SOURCE[0]%/*}/lib.bash"

routes 2000 >took
awk '{ t[$1] = $2 } END {
	printf "route: over 50 pools %d paths, %d splits of up to 4 legs, %d other sizes a second on a core (wanted 1000); the graph %.2f ms a frame\n",
		1e6 / t["path"], 1e6 / t["split"], 1e6 / t["follow"], t["graph"] / 1e3 }' took

modules=$("$MM_TOP/tests/world/evm/install" "$MM_OBJ/v3-sdk" "$MM_TOP/tests/world/v3-sdk" 2>/dev/null) || {
	echo 'route: the peer is not run: @uniswap/v3-sdk is not there (npm)'
	exit 0
}
routes peer 5 >asks
read -r peer equal < <(node "$MM_TOP/tests/bench/routes_sdk.mjs" "$modules" asks)
awk -v peer="$peer" -v equal="$equal" '$1 == "took" {
	printf "route: best path of 2 hops over 50 pools of v3 %.0f times as fast as @uniswap/v3-sdk (%.1f us, %.0f us; %s equal)\n", peer / $2, $2, peer, equal }' asks
