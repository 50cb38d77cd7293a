#!/usr/bin/env bash
# mm-sign: records of transactions of 14 orders, decoded, held against the policy and
# signed, beside libsodium signing the same messages and nothing else; then a frame of
# 24 in a process that runs already, its ledger synced; then @solana/web3.js, where
# the world's packages are.
. "${BASH_SOURCE[0]%/*}/lib.bash"
umask 077

FRAMES=${FRAMES:-200}
IN_FRAME=24

echo bench >pass
printf '01%.0s' {1..32} >seed
key-vault new --memory 16 --passes 1 -p pass >/dev/null
key-vault import a seed --from hex --chain solana -p pass >/dev/null
txs policy | jq '.limits |= ((.hour, .day) |= (.transactions = 100000000 | .fees_sol = "1000000" |
	.placed = { TOK: "1000000000000", wSOL: "1000000000" }))' >"$MM_HOME/policy.json"
txs -n 500 refresh >records

# frames N FILE COUNT: so many frames of the first N records.
frames() {
	head -n "$1" records >one
	awk -v n="$3" 'BEGIN { while ((getline line <"one") > 0) all = all line "\n"
		for (i = 1; i <= n; i++) printf "%s{\"type\":\"cycle\",\"ts_ms\":%d,\"id\":%d}\n", all, i, i }' >"$2"
}
frames 500 large 20
frames $IN_FRAME small "$FRAMES"
frames $IN_FRAME first 1

# per FILE ITEMS: microseconds each takes once the program runs.
per() {
	local i
	for ((i = 0; i < RUNS; i++)); do elapsed "mm-sign -p pass $1"; done | median >long
	for ((i = 0; i < RUNS; i++)); do elapsed "mm-sign -p pass first"; done | median >short
	awk -v a="$(cat long)" -v b="$(cat short)" -v n="$2" 'BEGIN { print (a - b) / n * 1e6 }'
}

ours=$(per large $((20 * 500)))
raw=$(for ((i = 0; i < RUNS; i++)); do sign_raw 20 <records; done | median)
awk -v a="$ours" -v b="$raw" 'BEGIN {
	printf "mm-sign: %.2f of the speed of libsodium alone (%.1f us, %.1f us; wanted 0.5)\n", b / a, a, b }'
frame_ms=$(awk -v us="$(per small "$FRAMES")" 'BEGIN { print us / 1e3 }')
cost "a resident frame of $IN_FRAME transactions" 1 'its limit' "$frame_ms" 10 ms

node_modules=$MM_OBJ/world-solana/node_modules # of tests/world.bash
if [ -d "$node_modules/@solana/web3.js" ]; then
	cp "$MM_TOP/tests/bench/sign_web3.cjs" .
	web3=$(NODE_PATH=$node_modules node sign_web3.cjs 5 <records)
	awk -v a="$ours" -v b="$web3" 'BEGIN {
		printf "mm-sign: %.1f times as fast as @solana/web3.js, which decodes nothing (%.1f us, %.1f us)\n", b / a, a, b }'
else
	echo "mm-sign: @solana/web3.js is not there: $node_modules"
fi
