#!/usr/bin/env bash
# frame: one frame through the whole resident paper pipe, eight programs, a year of
# history in the store, every decision and outcome stored.
. "${BASH_SOURCE[0]%/*}/lib.bash"

FRAMES=${FRAMES:-500}
first=1642809600000 hour=3600000 # 2022-01-22
gzip -dc "$MM_TOP/share/demo/sol_usdt.jsonl.gz" >tape.jsonl

# frames N: that many hourly frames, in a home of their own; seconds.
frames() {
	export MM_HOME=$scratch/bot
	rm -rf "$MM_HOME" && mkdir "$MM_HOME"
	printf '%s\n' MARKET=SOL/USDT "PAPER_TAPE=$scratch/tape.jsonl" >"$MM_HOME/mm.conf"
	awk -v n="$first" 'match($0, /"ts_ms":[0-9]+/) && substr($0, RSTART + 8, 13) < n' tape.jsonl |
		store-log put >/dev/null
	elapsed "mm-bot loop --from-ms $first --to-ms $((first + ($1 - 1) * hour)) --step 1h"
}

for ((i = 0; i < 3; i++)); do frames "$FRAMES"; done >many
for ((i = 0; i < 3; i++)); do frames 1; done >one
ms=$(awk -v a="$(median <many)" -v b="$(median <one)" -v n="$FRAMES" 'BEGIN { print (a - b) / (n - 1) * 1000 }')
cost 'a resident frame of the paper pipe' 1 'its limit' "$ms" 5 ms
