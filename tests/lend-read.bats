# lend-read without a chain: what it refuses, and how it ends.  tests/lend-read-world.bats
# holds what it reads against the contracts.
load lib

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	printf '%s\n' VENUE=evm CHAIN_ID=31337 EVM_RPC=http://127.0.0.1:1 HTTP_TIMEOUT=1s LEND_MARKETS=aave:$pool \
		WALLETS=alice:0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 >"$MM_HOME/mm.conf"
}

pool=0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2
cycle='{"type":"cycle","ts_ms":5000,"id":5000}'
chain() { echo '{"type":"chain","ts_ms":5000,"chain":"evm","chain_id":31337,"block":'"$1"',"block_hash":"0x'"$(printf 'ab%.0s' {1..32})"'"}'; }

@test "no node answers: a refusal, nothing else, and no list of accounts" {
	run --separate-stderr lend-read <<<"$cycle"
	[ "$status" -eq 5 ]
	jqall 'map(.type) == ["refusal", "cycle"] and .[0].reason == "no_chain"' "$output"
	valid "$output"
	run --separate-stderr lend-read <<<"$(chain 7)
$cycle"
	[ "$status" -eq 5 ]
	jqall 'map(.type) == ["chain", "refusal", "cycle"] and .[1].reason == "no_chain"' "$output"
	[ -z "$(ls "$MM_HOME"/*.accounts 2>/dev/null)" ]
}

@test "a block that names no hash, or is older than our newest landing" {
	run --separate-stderr lend-read <<<"$(chain 7)
{\"type\":\"lane\",\"ts_ms\":5000,\"lane\":\"evm:31337:alice\",\"chain\":\"evm\",\"landed_slot\":8}
$cycle"
	[ "$status" -eq 5 ]
	jqall 'map(select(.type == "refusal").reason) == ["block_behind"]' "$output"
	run --separate-stderr lend-read <<<"$(chain 7 | jq -c 'del(.block_hash)')
$cycle"
	jqall 'map(select(.type == "refusal").reason) == ["no_chain"]' "$output"
}

@test "a frame that is not closed, a bad line" {
	run --separate-stderr lend-read <<<"$(chain 7)"
	[ "$status" -eq 1 ]
	run --separate-stderr lend-read <<<"{\"type\":\"chain\",\"ts_ms\":
$cycle"
	[ "$status" -eq 5 ]
	jqall 'map(select(.type == "refusal").reason) | index("bad_record") != null' "$output"
}

@test "markets that are none" {
	local markets
	for markets in '' aave:0x12 aave: "spark:$pool" "$pool" "aave:$pool,aave:${pool,,}"; do
		run lend-read -o "LEND_MARKETS=$markets" <<<"$cycle"
		[ "$status" -eq 2 ]
		[[ $output == *LEND_MARKETS* ]]
	done
	run lend-read -o PERMIT2=0x12 <<<"$cycle"
	[ "$status" -eq 2 ]
}

@test "a list of accounts that is damaged, cut or of another market is searched for anew" {
	local kept=$MM_HOME/lend-31337-$pool.accounts account hash=0123456789abcdef in=0000000000000000000000000000000f at
	at=0x$(printf 'ab%.0s' {1..32})
	account="0x15d34aaf54267db7d7c367839aaf71a00a2c6a65 $in $hash"
	list() { printf '%s\n' "$@" >"$kept"; }
	warned() {
		run --separate-stderr lend-read <<<"$cycle"
		[ "$status" -eq 5 ]
		[[ $stderr == *"warning: $kept: "*"anew"* ]]
	}
	list "lend-read 1 31337 $pool 0 100 $at" "$account" 'end 1'
	run --separate-stderr lend-read <<<"$cycle"
	[[ $stderr != *anew* ]]
	list "lend-read 1 31337 $pool 5 100 $at" "$account" 'end 1' && warned
	list "lend-read 1 31337 $pool 0 100" "$account" 'end 1' && warned
	list "lend-read 2 31337 $pool 0 100 $at" "$account" 'end 1' && warned
	list "lend-read 1 1 $pool 0 100 $at" "$account" 'end 1' && warned
	list "lend-read 1 31337 $pool 0 1e5 $at" "$account" 'end 1' && warned
	list "lend-read 1 31337 $pool 0 99999999999999999999 $at" "$account" 'end 1' && warned
	list "lend-read 1 31337 $pool 0 -1 $at" "$account" 'end 1' && warned
	list "lend-read 1 31337 $pool 0 100 $at" "$account" 'end 2' && warned
	list "lend-read 1 31337 $pool 0 100 $at" "$account" "$account" 'end 2' && warned
	list "lend-read 1 31337 $pool 0 100 $at" "$account" && warned
	list "lend-read 1 31337 $pool 0 100 $at" "${account/f0/zz}" "${account/15d/}" 'end 2' && warned
	list "lend-read 1 31337 $pool 0 100 $at" "${account/ 0000/ 00g0}" 'end 1' && warned
	list "lend-read 1 31337 $pool 0 100 $at" "$account$account$account$account" 'end 1' && warned
	printf 'lend-read 1 31337 %s 0 100 %s\nend 0' "$pool" "$at" >"$kept" && warned
	: >"$kept" && warned
	head -c 5000 /dev/zero >"$kept" && warned
}

@test "a full disk" {
	run bash -c "lend-read <<<'$cycle' >/dev/full"
	[ "$status" -eq 5 ] || [ "$status" -eq 1 ]
	[[ $output == *stdout* ]]
}
