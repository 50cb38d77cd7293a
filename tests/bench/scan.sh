#!/usr/bin/env bash
# scan: the in-place scanner against cJSON, in one process, and how large each is.
. "${BASH_SOURCE[0]%/*}/lib.bash"

awk 'BEGIN { for (i = 0; i < 200000; i++)
	printf "{\"type\":\"trade\",\"ts_ms\":%.0f,\"market\":\"SOL/USDT\",\"price\":\"%d.%02d\",\"size\":\"%d.5\",\"side\":\"%s\",\"id\":\"%d\",\"source\":\"tape\"}\n",
		1642636800000 + i, 100 + i % 50, i % 99 + 1, i % 1000, i % 2 ? "buy" : "sell", i }' >trades.jsonl
read -r _ ours peer < <(scan trades.jsonl)
awk -v a="$ours" -v b="$peer" 'BEGIN {
	printf "scanner: %.1f times as fast as cJSON (%.0f ns, %.0f ns a trade; wanted 3)\n", b / a, a, b }'
text=$(nm -S -t d "$MM_OBJ/lib/data/json.o" | awk 'NF == 4 { n += $2 } END { print n }')
library=$(ldconfig -p | awk '/libcjson\.so/ { print $NF; exit }')
peer=$(nm -D -S -t d "$library" | awk 'NF == 4 && $3 == "T" { n += $2 } END { print n }')
cost 'scanner size' 1 cJSON "$text" "$peer" bytes
