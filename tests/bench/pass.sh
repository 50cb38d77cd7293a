#!/usr/bin/env bash
# pass: records that a stage does not read, and trades parsed and written anew.
. "${BASH_SOURCE[0]%/*}/lib.bash"

awk 'BEGIN { for (i = 0; i < 400000; i++)
	printf "{\"type\":\"foreign\",\"ts_ms\":%.0f,\"id\":\"%d\",\"name\":\"some text that says little\",\"value\":%d.%02d,\"list\":[1,2,3]}\n",
		1642636800000 + i, i, i % 977, i % 100 }' >foreign.jsonl
awk 'BEGIN { for (i = 0; i < 400000; i++)
	printf "{\"type\":\"trade\",\"ts_ms\":%.0f,\"market\":\"SOL/USDT\",\"price\":\"%d.%02d\",\"size\":\"%d.5\",\"side\":\"%s\",\"id\":\"%d\",\"source\":\"tape\"}\n",
		1642636800000 + i, 100 + i % 50, i % 99 + 1, i % 1000, i % 2 ? "buy" : "sell", i }' >trades.jsonl
for i in 1 2 3 4 5 6 7 8; do cat foreign.jsonl; done >many.jsonl

elapsed 'again many.jsonl' >/dev/null # the file is in memory from here on
for ((i = 0; i < RUNS; i++)); do elapsed 'again many.jsonl'; done >passed
rate 'foreign records' 500 "$(stat -c %s many.jsonl)" "$(median <passed)"
faster 'foreign records' 10 'jq -c .' 'again foreign.jsonl' 'jq -c . foreign.jsonl'
faster 'trades parsed and written' 8 'jq -c .' 'again trades.jsonl' 'jq -c . trades.jsonl'
