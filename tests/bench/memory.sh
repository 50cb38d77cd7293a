#!/usr/bin/env bash
# memory: what a program holds does not grow with its input, but with what it has
# promised to remember: a record, a frame, a window.
. "${BASH_SOURCE[0]%/*}/lib.bash"

MEGABYTES=${MEGABYTES:-1000}

# records TYPE MEGABYTES [MS]: that much of trades or of a type nobody reads, so
# many milliseconds apart.
records() {
	awk -v t="$1" -v n="$(($2 * 1000000 / 128))" -v ms="${3:-1}" 'BEGIN { for (i = 0; i < n; i++)
		printf "{\"type\":\"%s\",\"ts_ms\":%d,\"market\":\"SOL/USDT\",\"price\":\"%d.%02d\",\"size\":\"%d.5\",\"side\":\"%s\",\"id\":\"%08d\",\"source\":\"tape\"}\n",
			t, 1 + i * ms, 100 + i % 50, i % 90 + 10, i % 900 + 100, i % 2 ? "sell" : "buy", i }'
}

# framed: a cycle behind every 100 lines.
framed() {
	awk '{ print } NR % 100 == 0 { printf "{\"type\":\"cycle\",\"ts_ms\":%d,\"id\":%d}\n", NR, NR }'
}

# grows NAME COMMAND: its peak at 10 MB beside that at MEGABYTES.
grows() {
	cost "$1: memory at $MEGABYTES MB" 1.1 '10 MB' \
		"$(bash -c "$2" <large 2>/dev/null)" "$(bash -c "$2" <small 2>/dev/null)" KiB
}

records foreign 10 | framed >small
records foreign "$MEGABYTES" | framed >large
grows 'a framed program, records of others' 'peak order-diff'
records trade 10 >small
records trade "$MEGABYTES" >large
grows 'trades parsed and written' 'peak again'
records trade 10 1000000 >small
records trade "$MEGABYTES" 1000000 >large
grows 'mm-pivot on stdin, 365 days of a trade every 1000 s' 'peak mm-pivot'
