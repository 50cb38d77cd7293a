# The Ethereum world's relay and what goes wrong in it on purpose: each fault does what its
# name says, and nothing else.
load lib
load world-evm

setup_file() {
	evm_start --block-ms 0
	MODULES=$MM_TOP/obj/world-evm/node_modules
	export MODULES
}

teardown_file() {
	evm_stop
}

setup() {
	evm_here
	evm setFaults '[{}]'
	evm mine >/dev/null
	alice=$(evm_of .wallets.alice)
}

# signed N: alice's payment to bob, n nonces ahead; broken N: a call that reverts.
signed() { unquoted "$(evm sign '[{"from":"alice","to":"bob","value":1,"ahead":'"$1"'}]')"; }
broken() { unquoted "$(evm sign '[{"from":"alice","to":"'"$(evm_of .tokens.USDC.address)"'","data":"0xdeadbeef","ahead":'"$1"'}]')"; }
key=0x00000000000000000000000000000000000000000000000000000000deadbeef
# relay METHOD PARAMS [KEY]: its whole reply; KEY: who signs, else nobody does.
relay() {
	local body by=${3-$key}
	body='{"jsonrpc":"2.0","id":1,"method":"'$1'","params":'$2'}'
	[ -z "$by" ] || by=$(evm header "[\"$by\",\"${body//\"/\\\"}\"]")
	curl -s -m 5 "$EVM/relay" ${by:+-H "x-flashbots-signature: ${by//\"/}"} -d "$body"
}
# bundle AHEAD RAW...: for the block so many ahead.
bundle() {
	local txs
	txs=$(printf ',"%s"' "${@:2}")
	printf '[{"txs":[%s],"blockNumber":"0x%x","replacementUuid":"u"}]' "${txs:1}" $(($(head_block) + $1))
}
unquoted() { echo "${1//\"/}"; }
nonce() { echo $(($(unquoted "$(evm_rpc eth_getTransactionCount "[\"$alice\",\"${1:-latest}\"]")"))); }
raw_post() { curl -s -m 5 "$EVM" -d '{"jsonrpc":"2.0","id":1,"method":"'"$1"'","params":'"$2"'}' "${@:3}"; }
send_raw() { raw_post eth_sendRawTransaction "[\"$1\"]"; }
next() { evm setFaults '[{"next":{"'"$1"'":1}}]' >/dev/null; }

@test "a fresh build is the same chain to the bit; a cached one is there at once" {
	local before
	node "$MM_TOP/tests/world/evm/main.mjs" --with-parent --modules "$MODULES" --cache "$BATS_TEST_TMPDIR/state" <<<'' >/dev/null 3>&-
	same "$(jq -c .head "$EVM_INFO")" "$(jq -c .info.head "$BATS_TEST_TMPDIR"/state/*.json)"
	before=$(date +%s%N)
	node "$MM_TOP/tests/world/evm/main.mjs" --with-parent --modules "$MODULES" --cache "$BATS_TEST_TMPDIR/state" <<<'' >/dev/null 3>&-
	echo "# cached start and end: $((($(date +%s%N) - before) / 1000000)) ms" >&3
}

@test "a relay hears only who signs, and as who they are" {
	jqeq '.error.message == "signature is required"' "$(relay eth_sendBundle "$(bundle 1 0x)" '')"
	jqeq '.error.message == "unable to decode txs"' "$(relay eth_sendBundle "$(bundle 1 0x)")"
	jqeq '.error.message | contains("future block")' "$(relay eth_sendBundle "$(bundle 0 "$(signed 0)")")"
	jqeq '.error.message == "unsupported method"' "$(relay eth_chainId '[]')"
	run curl -s "$EVM/relay" -H "x-flashbots-signature: $alice:0x11" -d '{"jsonrpc":"2.0","id":1,"method":"eth_sendBundle","params":[]}'
	jqeq '.error.message == "invalid signature"' "$output"
}

@test "what a relay tries leaves no trace, and says what fails" {
	local was said
	was=$(nonce)
	said=$(relay eth_callBundle "$(bundle 1 "$(signed 0)" "$(broken 1)")")
	jqeq '.result.results | length == 2 and (.[0] | has("error") | not) and .[1].error == "execution reverted"' "$said"
	[ "$(nonce pending)" = "$was" ]
	evm mine && [ "$(nonce)" = "$was" ]
}

@test "a bundle is whole or not at all, in its block or never" {
	local was
	was=$(nonce)
	relay eth_sendBundle "$(bundle 1 "$(signed 0)" "$(broken 1)")"
	evm mine && [ "$(nonce)" = "$was" ]
	relay eth_sendBundle "$(bundle 2 "$(signed 0)" "$(signed 1)")"
	evm mine && [ "$(nonce pending)" = "$was" ]
	evm mine && [ "$(nonce)" -eq $((was + 2)) ]
	relay eth_sendBundle "$(bundle 1 "$(signed 0)")"
	relay eth_cancelBundle '[{"replacementUuid":"u"}]'
	evm mine '[3]' && [ "$(nonce)" -eq $((was + 2)) ]
}

@test "a relay that does not include, includes late, or shows what it was given" {
	local was
	was=$(nonce)
	next never_includes
	relay eth_sendBundle "$(bundle 1 "$(signed 0)")"
	evm mine && evm mine && [ "$(nonce)" = "$was" ]
	next includes_late
	relay eth_sendBundle "$(bundle 1 "$(signed 0)")"
	evm mine && [ "$(nonce)" = "$was" ]
	evm mine && [ "$(nonce)" -eq $((was + 1)) ]
	next unbundles
	relay eth_sendBundle "$(bundle 1 "$(signed 0)" "$(broken 1)")"
	evm mine && [ "$(nonce)" -eq $((was + 2)) ]
}

@test "a private transaction is in no pool, and may be taken back" {
	local was
	was=$(nonce)
	relay eth_sendPrivateTransaction "[{\"tx\":\"$(signed 0)\"}]"
	[ "$(nonce pending)" = "$was" ]
	evm mine && [ "$(nonce)" -eq $((was + 1)) ]
	said=$(relay eth_sendPrivateTransaction "[{\"tx\":\"$(signed 0)\"}]" | jq -r .result)
	jqeq .result "$(relay eth_cancelPrivateTransaction "[{\"txHash\":\"$said\"}]")"
	evm mine && [ "$(nonce)" -eq $((was + 1)) ]
}

@test "what a node says of a transaction, and what it does with it" {
	local was fault raw
	for fault in lost_request nonce_low underpriced dropped; do
		was=$(nonce) raw=$(signed 0)
		next $fault
		run send_raw "$raw"
		evm mine && [ "$(nonce)" = "$was" ] || { echo "$fault: it is there" >&2 && false; }
	done
	for fault in lost_reply known unknown_error garbage truncated; do
		was=$(nonce) raw=$(signed 0)
		next $fault
		run send_raw "$raw"
		[[ $output != *'"result"'* ]]
		evm mine && [ "$(nonce)" -eq $((was + 1)) ] || { echo "$fault: it is not there" >&2 && false; }
	done
}

@test "answers that are late, refused, or none" {
	evm setFaults '[{"next":{"rate429":1},"amount":{"retry_after":7}}]'
	run raw_post eth_chainId '[]' -i
	[[ $output == *429* && ${output,,} == *'retry-after: 7'* ]]
	next http500
	run raw_post eth_chainId '[]' -o /dev/null -w '%{http_code}'
	[ "$output" = 500 ]
	evm setFaults '[{"next":{"delay":1},"amount":{"delay":300}}]'
	run raw_post eth_chainId '[]' -o /dev/null -w '%{time_total}'
	[ "${output/./}" -ge 0300000 ]
	evm setFaults '[{"amount":{"no_method":"eth_simulateV1"}}]'
	jqeq '.error.code == -32601' "$(raw_post eth_simulateV1 '[]')"
	jqeq .result "$(raw_post eth_chainId '[]')"
	send_raw "$(signed 0)" && evm mine
	hash=$(evm ledger '["alice"]' | jq -r '.[-1].hash')
	next no_receipt
	jqeq '.result == null' "$(raw_post eth_getTransactionReceipt "[\"$hash\"]")"
	jqeq '.result.status == "0x1"' "$(raw_post eth_getTransactionReceipt "[\"$hash\"]")"
}

@test "logs: too many, twice, out of order, one missing this time" {
	local all ask
	evm trade '[{"amount":"1000000000000000"}]' && evm mine
	ask='[{"fromBlock":"'$(printf '0x%x' $(($(head_block) - 3)))'","toBlock":"'$(printf '0x%x' "$(head_block)")'"}]'
	all=$(raw_post eth_getLogs "$ask" | jq -c .result)
	[ "$(jq length <<<"$all")" -gt 2 ]
	next logs_twice
	[ "$(raw_post eth_getLogs "$ask" | jq '.result | length')" -eq $(($(jq length <<<"$all") + 1)) ]
	next logs_missing
	[ "$(raw_post eth_getLogs "$ask" | jq '.result | length')" -eq $(($(jq length <<<"$all") - 1)) ]
	next logs_shuffled
	same "$(jq -c reverse <<<"$all")" "$(raw_post eth_getLogs "$ask" | jq -c .result)"
	same "$all" "$(raw_post eth_getLogs "$ask" | jq -c .result)"
	evm setFaults '[{"amount":{"too_many":2}}]'
	jqeq '.error.message | startswith("query returned more than")' "$(raw_post eth_getLogs "$ask")"
	evm setFaults '[{}]' && evm setFaults '[{"amount":{"range":2}}]'
	jqeq '.error.message | contains("range")' "$(raw_post eth_getLogs "$ask")"
}

@test "reorganisations: in another block, not at all, in a block of another time" {
	local was block
	for how in keep move remove; do
		was=$(nonce)
		send_raw "$(signed 0)" && evm mine '[2]'
		block=$(evm ledger '["alice"]' | jq -c '.[-1].block')
		evm reorg "[2,\"$how\"]"
		case $how in
		keep) [ "$(evm ledger '["alice"]' | jq -c '.[-1].block')" -eq "$block" ] ;;
		move) [ "$(evm ledger '["alice"]' | jq -c '.[-1].block')" -eq $((block + 1)) ] ;;
		remove) [ "$(nonce)" = "$was" ] && [ "$(nonce pending)" = "$was" ] ;;
		esac || { echo "$how" >&2 && false; }
	done
}

@test "the chain comes back to what it was, with what a relay held" {
	local at was
	was=$(head_block) at=$(evm snapshot)
	relay eth_sendPrivateTransaction "[{\"tx\":\"$(signed 0)\"}]"
	send_raw "$(signed 0)" && evm mine '[3]'
	evm restore "[$at]"
	[ "$(head_block)" = "$was" ]
	nonce=$(nonce)
	evm mine && [ "$(nonce)" = "$nonce" ]
}

@test "a node that is behind: newer blocks it has never heard of" {
	local hash head
	head=$(evm mine '[3]')
	hash=$(evm_rpc eth_getBlockByNumber '["latest",false]' | jq .hash)
	evm setFaults '[{"amount":{"behind":2}}]' >/dev/null
	[ "$(head_block)" -eq $((head - 2)) ]
	[ "$(($(evm_rpc eth_getBlockByNumber '["latest",false]' | jq -r .number)))" -eq $((head - 2)) ]
	[ "$(evm_rpc eth_getBlockByNumber "[\"$(printf 0x%x "$head")\",false]")" = null ]
	run evm_rpc eth_getBalance "[\"$(evm_of .wallets.alice)\",{\"blockHash\":$hash}]"
	[[ $output == *'header not found'* ]]
	evm setFaults '[{}]' >/dev/null
	evm_rpc eth_getBalance "[\"$(evm_of .wallets.alice)\",{\"blockHash\":$hash}]" >/dev/null
}
