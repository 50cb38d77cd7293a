#!/usr/bin/env bash
# memory: what a stage holds does not grow with what passes through it.
. "${BASH_SOURCE[0]%/*}/lib.bash"

# Trades a minute apart: a window of a day holds as many at the end of a gigabyte
# as at its start.
trades() {
	awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++)
		printf "{\"type\":\"trade\",\"ts_ms\":%.0f,\"market\":\"SOL/USDT\",\"price\":\"%d.%02d\",\"size\":\"%d.5\",\"side\":\"%s\",\"id\":\"%d\",\"source\":\"tape\"}\n",
			1611100800000 + i * 60000, 100 + i % 50, i % 99 + 1, i % 1000, i % 2 ? "buy" : "sell", i }'
}

frames() {
	trades 100 >one
	for ((i = 0; i < $1; i++)); do
		cat one
		printf '{"type":"cycle","ts_ms":%d,"id":%d}\n' $((i + 1)) $((i + 1))
	done
}

trades 80000 >small
trades 8000000 >large
a=$(peak mm-pivot -o HISTORY_WINDOW_DAYS=1 <large) b=$(peak mm-pivot -o HISTORY_WINDOW_DAYS=1 <small)
cost 'memory of mm-pivot over 1 GB' 1.1 'its own over 10 MB' "$a" "$b" kB
rm large

frames 800 >some
for ((i = 0; i < 100; i++)); do cat some; done >many
a=$(peak order-diff <many) b=$(peak order-diff <some)
cost 'memory of order-diff over 1 GB in frames' 1.1 'its own over 10 MB' "$a" "$b" kB
