# lp-read without a chain: what it refuses, and how it ends.  tests/lp-read-world.bats
# holds what it reads against the contracts.
load lib

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	printf '%s\n' VENUE=evm CHAIN_ID=31337 EVM_RPC=http://127.0.0.1:1 HTTP_TIMEOUT=1s \
		WALLETS=alice:0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 >"$MM_HOME/mm.conf"
}

cycle='{"type":"cycle","ts_ms":5000,"id":5000}'
chain() { echo '{"type":"chain","ts_ms":5000,"chain":"evm","chain_id":31337,"block":'"$1"',"block_hash":"0x'"$(printf 'ab%.0s' {1..32})"'"}'; }

@test "no node answers: a refusal, and no position" {
	run --separate-stderr lp-read <<<"$cycle"
	[ "$status" -eq 5 ]
	jqall 'map(.type) == ["refusal", "cycle"] and .[0].reason == "no_chain"' "$output"
	valid "$output"
}

@test "a block that names no hash, or is older than our newest landing" {
	run --separate-stderr lp-read <<<"$(chain 7)
{\"type\":\"lane\",\"ts_ms\":5000,\"lane\":\"evm:31337:alice\",\"chain\":\"evm\",\"landed_slot\":8}
$cycle"
	[ "$status" -eq 5 ]
	jqall 'map(select(.type == "refusal").reason) == ["block_behind"]' "$output"
	run --separate-stderr lp-read <<<"$(chain 7 | jq -c 'del(.block_hash)')
$cycle"
	jqall 'map(select(.type == "refusal").reason) == ["no_chain"]' "$output"
}

@test "an address that is none, a store that is none" {
	run lp-read -o V3_MANAGER=0x12 <<<"$cycle"
	[ "$status" -eq 2 ]
	[[ $output == *V3_MANAGER* ]]
	echo 'no database' >store
	run --separate-stderr lp-read --store store <<<"$cycle"
	[ "$status" -eq 5 ]
	jqall 'map(select(.type == "refusal").reason) == ["store_unreadable"]' "$output"
}
