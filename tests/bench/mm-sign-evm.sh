#!/usr/bin/env bash
# mm-sign on Ethereum: EIP-1559 records of a swap with 228 bytes of data in frames of 100,
# decoded, held against the policy, counted and signed, beside libsecp256k1 signing
# digests and nothing else; then ethers, where the world's packages are.
. "${BASH_SOURCE[0]%/*}/lib.bash"
umask 077

FRAMES=${FRAMES:-100}
IN_FRAME=100
oracle() { python3 "$MM_TOP/tests/evm_oracle.py" "$@"; }

echo bench >pass
printf '%064d' 1 >secret
key-vault new --memory 16 --passes 1 -p pass >/dev/null
key-vault import a secret --from hex --chain ethereum -p pass >/dev/null
oracle policy | jq '.evm.limits |= ((.hour, .day) |= (.transactions = 1000000000 | .fees = "1000000000" |
	.gas = 1000000000000 | .out = { ETH: "1000000000" }))' >"$MM_HOME/policy.json"
oracle tx swap-eth | sed 's/"nonce": "0"/"nonce": "@"/' >record

# frames FILE COUNT FIRST: so many frames, every transaction with a nonce of its own.
frames() {
	awk -v n="$2" -v m=$IN_FRAME -v first="$3" '{ split($0, part, "@")
		for (i = 0; i < n; i++) {
			for (k = 0; k < m; k++) print part[1] first + i * m + k part[2]
			printf "{\"type\":\"cycle\",\"ts_ms\":%d,\"id\":%d}\n", i + 1, i + 1
		} }' record >"$1"
}
for ((i = 0; i < RUNS; i++)); do
	frames "large$i" "$FRAMES" $((1000000 * (i + 1)))
	frames "first$i" 1 $((100000000 * (i + 1)))
done

for ((i = 0; i < RUNS; i++)); do
	elapsed "mm-sign -p pass large$i" >>long
	elapsed "mm-sign -p pass first$i" >>short
	secp_raw 20000 >>raw
done
ours=$(awk -v a="$(median <long)" -v b="$(median <short)" -v n=$(((FRAMES - 1) * IN_FRAME)) 'BEGIN { print (a - b) / n * 1e6 }')
raw=$(median <raw)
awk -v a="$ours" -v b="$raw" 'BEGIN {
	printf "mm-sign (Ethereum): %.2f of the speed of libsecp256k1 alone (%.1f us, %.1f us; wanted 0.5)\n", b / a, a, b }'

if modules=$("$MM_TOP/tests/world/evm/install" "$MM_OBJ/world-evm" 2>/dev/null); then
	head -n $IN_FRAME large0 >records
	cp "$MM_TOP/tests/bench/sign_ethers.mjs" .
	ln -s "$modules" node_modules
	ethers=$(node sign_ethers.mjs 5 <records)
	awk -v a="$ours" -v b="$ethers" 'BEGIN {
		printf "mm-sign (Ethereum): %.1f times as fast as ethers, which decodes nothing (%.1f us, %.1f us; wanted 8)\n", b / a, a, b }'
else
	echo 'mm-sign (Ethereum): ethers is not there (npm)'
fi
