#!/usr/bin/env bash
# tx-build: 320 orders of ten wallets, how many transactions and how long in a resident
# frame.
. "${BASH_SOURCE[0]%/*}/lib.bash"

"$MM_TOP/tests/tx_build.py" conf 1 >"$MM_HOME/mm.conf"
"$MM_TOP/tests/tx_build.py" frame 1 wallets=10 orders=32 table=1 >frame.jsonl

# 16 orders fill a transaction, 14 one with a tip; ten wallets of 32, a tip for five:
# two wallets take the tips in, with three transactions each.
cost 'transactions of 320 orders, ten wallets' 1 'the least there can be' \
	"$(tx-build frame.jsonl | grep -c '^{"type":"tx"')" 22 tx

FRAMES=${FRAMES:-100}
for ((i = 0; i < FRAMES; i++)); do cat frame.jsonl; done >many.jsonl
by_turns 'tx-build many.jsonl' 'tx-build frame.jsonl'
ms=$(awk -v a="$ours" -v b="$peer" -v n="$FRAMES" 'BEGIN { print (a - b) / (n - 1) * 1000 }')
cost 'a frame of 320 orders built' 1 'its share of 30 ms' "$ms" 5 ms
