#!/usr/bin/env bash
# il: il-calc over frames of 100 positions with their flows, positions a second of one
# core, beside a program that only passes the same lines on.
. "${BASH_SOURCE[0]%/*}/lib.bash"
N=${N:-100000}

# frames N: so many positions, like those of the examples, each with a name of its own.
frames() {
	awk -v n="$1" '
	/"type":"pool"/ { pool = $0 }
	/"type":"position"/ { p[k++] = $0 }
	END {
		for (i = 0; i < n; i++) {
			if (i % 100 == 0)
				print pool
			line = p[i % k]
			sub(/"position":"[^"]*"/, "\"position\":\"v3:" i "\"", line)
			print line
			if (i % 100 == 99)
				printf "{\"type\":\"cycle\",\"ts_ms\":%d,\"id\":%d}\n", 1763700000000 + i, 1763700000000 + i
		}
	}' "$MM_TOP/share/examples/positions.jsonl"
}

# seconds PROGRAM: of a core that it takes over them, the median of RUNS.
seconds() {
	local TIMEFORMAT='%U %S'
	for ((i = 0; i < RUNS; i++)); do
		{ time "$1" in.jsonl >/dev/null 2>&1; } 2>&1 | awk '{ print $1 + $2 }'
	done | median
}

frames "$N" >in.jsonl
awk -v n="$N" -v a="$(seconds il-calc)" -v b="$(seconds rent-reclaim)" 'BEGIN {
	printf "il-calc: %.0f positions a second of a core (%.3f s, of which passing them on is %.3f s; wanted 300000)\n", n / a, a, b }'
