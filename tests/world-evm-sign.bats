# Random transactions, signed by us, against two others who know what is signed: ethers
# in one process, and cast, 11 ms a question.
load lib
load world-evm

export PATH=$MM_OBJ/tests/bench:$PATH

setup_file() {
	evm_modules >/dev/null || evm_missing || return
	export MODULES=$MM_TOP/obj/world-evm/node_modules
	export CAST=$MODULES/@foundry-rs/cast-linux-amd64/bin/cast
}

seed=${MM_FUZZ_SEED:-4}
soak() { ((${MM_SOAK:-1} > 1)); }

setup() {
	evm_here
	cd "$BATS_TEST_TMPDIR" || return
}

@test "ethers: 2,000 transactions, 10,000 in soak" {
	echo "seed $seed" >&2
	n=2000
	! soak || n=10000
	evm_txs "$n" "$seed" | node "$MM_TOP/tests/evm_judge.mjs" "$MODULES" >said
	[ "$(cat said)" = "$n agree" ]
}

@test "cast: 200 transactions, 10,000 in soak" {
	echo "seed $seed" >&2
	n=200
	! soak || n=10000
	evm_txs "$n" "$seed" >lines
	while read -r raw; do
		"$CAST" decode-transaction "$raw" | jq -c 'if type == "string" then fromjson else . end | [.hash, (.signer // .from)]'
	done < <(jq -r .raw lines) >theirs
	jq -c '[.hash, (.from | ascii_downcase)]' lines | diff - theirs
}

@test "a difference is found" {
	evm_txs 20 "$seed" | sed '7s/"value":"/&1/' >lines
	run -1 node "$MM_TOP/tests/evm_judge.mjs" "$MODULES" <lines
	[[ $output == *value* ]]
}
