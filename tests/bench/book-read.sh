#!/usr/bin/env bash
# book-read: a full market from the text of an RPC reply to its records, against what
# cJSON and sodium take for the same text alone, and against 3 ms.
. "${BASH_SOURCE[0]%/*}/lib.bash"

read -r _ ours peer bytes < <(book)
awk -v a="$ours" -v b="$peer" -v n="$bytes" 'BEGIN {
	printf "book-read: %.2f of 3 ms (%.2f ms for 910 orders and 32 accounts in %.0f kB; wanted at most 1)\n", a / 3000, a / 1000, n / 1e3
	printf "book-read: %.1f times as fast as cJSON and sodium on the text alone (%.2f ms, %.2f ms; wanted 1)\n", b / a, a / 1000, b / 1000 }'
