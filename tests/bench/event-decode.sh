#!/usr/bin/env bash
# event-decode: a day of a pool's logs on mainnet, a hundred times, from JSON to records.
. "${BASH_SOURCE[0]%/*}/lib.bash"

TIMES=${TIMES:-100} WANT=300000
data=${1:-${MM_DATA:-}}
day=$data/uniswap_v3/univ3_USDC_WETH_005_2024-01-05.raw.csv.gz
if [ ! -f "$day" ]; then
	echo "event-decode: not run: the recorded day is not there (MM_DATA or an argument names the folder of uniswap_v3/)"
	exit 0
fi
"$MM_TOP/tests/bench/logs.py" "$day" "$TIMES" >logs
n=$(wc -l <logs)
by_turns "event-watch --decode -w '$MM_TOP/share/watch/uniswap-v3.watch' logs" 'cat logs'
awk -v n="$n" -v ours="$ours" -v peer="$peer" -v want="$WANT" 'BEGIN {
	printf "event-watch --decode, logs a second, beside %d: %.2f (%.0f, cat %.0f)\n", want, n / ours / want, n / ours, n / peer }'
