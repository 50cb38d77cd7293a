# tx-build and tx-sim on the real contracts: every kind of action goes through there, and
# does what it says.
# shellcheck disable=SC2154 # stderr is bats' own
load lib
load world-evm

setup_file() {
	evm_start --block-ms 0
}

teardown_file() {
	evm_stop
}

setup() {
	evm_here
	cd "$BATS_TEST_TMPDIR" || return
	evm_conf alice bob >"$MM_HOME/mm.conf"
}

# head: the chain and nonce records of the newest block.
head_of() {
	jq -c --argjson now "$(date +%s000)" '{type: "chain", ts_ms: $now, chain: "evm", chain_id: 31337, block: (.number | ltrimstr("0x") | explode |
		reduce .[] as $c (0; . * 16 + (if $c > 96 then $c - 87 else $c - 48 end))), block_hash: .hash, target_ts_s: ($now / 1000 + 1),
		gas_limit: "30000000", next_base_fee_wei: "1000000000", priority_wei: {p75: "50000000"}}' <<<"$(evm_rpc eth_getBlockByNumber '["latest",false]')"
	for name in alice bob; do
		echo '{"type":"nonce","ts_ms":1,"chain_id":31337,"address":"'"$(evm_of ".wallets.$name")"'","wallet":"'$name'","next":"'"$(($(evm_rpc eth_getTransactionCount "[\"$(evm_of ".wallets.$name")\",\"latest\"]" | jq -r .)))"'","in_flight":0}'
	done
}
act() { echo '{"type":"action","ts_ms":1,"action":"'"$1"'","intent_id":"'"$2"'","strategy":1,"chain_id":31337,"wallet":"alice"'"${3:+,$3}"'}'; }
cycle() { echo '{"type":"cycle","ts_ms":'"$(date +%s000)"',"id":1}'; }
# tried ACTION...: what tx-build and tx-sim make of the actions.
tried() {
	{ head_of && printf '%s\n' "$@" && cycle; } >in
	run --separate-stderr bash -o pipefail -c 'tx-build in | tx-sim'
	[ "$status" -eq 0 ] || { echo "$stderr" >&2 && return 1; }
	valid "$output"
}
delta() { of_type sim "$output" | jq -cs ".[$1].delta // {}"; }

@test "approve and swap on v2, exact in and exact out" {
	local to
	to=$(evm_of .v2.router)
	tried "$(act approve a1 '"asset":"WETH","to":"'"$to"'","amount":"3"')" "$(act swap s1 '"asset":"WETH","amount":"1","asset_out":"USDC","min_out":"1900","after":"a1"')" \
		"$(act swap s2 '"asset":"WETH","amount":"1","asset_out":"USDC","min_out":"1000","exact":"out"')" "$(act approve a2 '"asset":"WETH","to":"'"$to"'","amount":"0"')"
	jqall '.[0].WETH == "-1" and (.[0].USDC | tonumber) > 1900 and .[1].USDC == "1000" and (.[1].WETH | tonumber) < -0.5 and (.[1].WETH | tonumber) > -1' "$(delta 1 && delta 2)"
	jqall 'all(.gas | tonumber | . > 21000 and . < 300000)' "$(of_type tx "$output")"
	# without the approval the contract's own words
	{ head_of && act swap s3 '"asset":"WETH","amount":"1","asset_out":"USDC","min_out":"1900"' && cycle; } >in
	run --separate-stderr bash -o pipefail -c 'tx-build in | tx-sim'
	jqeq '.reason == "reverted" and (.text | contains("TRANSFER_FROM_FAILED"))' "$(of_type refusal "$output")"
	{ head_of && act approve a1 '"asset":"WETH","to":"'"$to"'","amount":"3"' && act swap s1 '"asset":"WETH","amount":"1","asset_out":"USDC","min_out":"2100","after":"a1"' && cycle; } >in
	run --separate-stderr bash -o pipefail -c 'tx-build in | tx-sim'
	jqeq '.intents == ["s1"] and .reason == "reverted" and (.text | contains("INSUFFICIENT_OUTPUT_AMOUNT"))' "$(of_type refusal "$output")"
}

@test "swap on v3 through either router, exact in and exact out" {
	local kind router
	for kind in router router02; do
		router=$(evm_of ".v3.$kind")
		printf '%s\n' "V3_ROUTER=$router" "V3_ROUTER_KIND=$kind" | cat <(grep -v V3_ROUTER "$MM_HOME/mm.conf") - >conf && cat conf >"$MM_HOME/mm.conf"
		tried "$(act approve a1 '"asset":"WETH","to":"'"$router"'","amount":"3"')" "$(act swap s1 '"kind":"v3","path":["WETH","3000","USDC"],"asset":"WETH","amount":"1","asset_out":"USDC","min_out":"1900"')" \
			"$(act swap s2 '"kind":"v3","path":["WETH","3000","USDC"],"asset":"WETH","amount":"1","asset_out":"USDC","min_out":"1000","exact":"out"')"
		jqall '.[0].WETH == "-1" and (.[0].USDC | tonumber) > 1900 and .[1].USDC == "1000" and (.[1].WETH | tonumber) < -0.5' "$(delta 1 && delta 2)"
	done
}

@test "a swap after its deadline reverts" {
	local router
	router=$(evm_of .v3.router02)
	{ head_of && act approve a1 '"asset":"WETH","to":"'"$router"'","amount":"3"' && act swap s1 '"path":["WETH","3000","USDC"],"asset":"WETH","amount":"1","asset_out":"USDC","min_out":"1900","max_ts":1700000000' && cycle; } >in
	run --separate-stderr bash -o pipefail -c 'tx-build in | tx-sim'
	jqeq '.intents == ["s1"] and .reason == "reverted"' "$(of_type refusal "$output")"
}

@test "liquidity of v2 in and out, transfers, the wrapped coin, a call by its signature" {
	local to
	to=$(evm_of .v2.router)
	tried "$(act approve a1 '"asset":"WETH","to":"'"$to"'","amount":"1"')" "$(act approve a2 '"asset":"USDC","to":"'"$to"'","amount":"2100"')" \
		"$(act add_liquidity l1 '"asset":"WETH","amount":"1","min_a":"0.9","asset_b":"USDC","amount_b":"2100","min_b":"1900"')" \
		"$(act call c1 '"contract":"'"$(evm_of .v2.weth_usdc)"'","signature":"approve(address,uint256)","args":["'"$to"'","1000000000000"]')" \
		"$(act remove_liquidity l2 '"asset":"WETH","asset_b":"USDC","amount":"0.000001","min_a":"0.00001","min_b":"0.01"')" \
		"$(act transfer t1 '"asset":"USDC","to":"bob","amount":"5"')" "$(act transfer t2 '"asset":"ETH","to":"bob","amount":"0.5"')" \
		"$(act wrap w1 '"amount":"0.25"')" "$(act unwrap w2 '"amount":"0.125"')"
	jqall '(.[0].WETH | tonumber) <= -0.9 and (.[1].WETH | tonumber) > 0 and .[2] == {USDC: "-5"} and .[3] == {ETH: "-0.5"} and .[4] == {ETH: "-0.25", WETH: "0.25"} and .[5] == {ETH: "0.125", WETH: "-0.125"}' \
		"$(delta 2 && delta 4 && delta 5 && delta 6 && delta 7 && delta 8)"
}

@test "a node without eth_simulateV1, and one in trouble" {
	evm setFaults '[{"amount":{"no_method":"eth_simulateV1"}}]'
	{ head_of && act transfer t1 '"asset":"USDC","to":"bob","amount":"5"' && act transfer t2 '"asset":"USDC","to":"bob","amount":"5"' && cycle; } >in
	run --separate-stderr bash -o pipefail -c 'tx-build in | tx-sim'
	jqeq '.intents == ["t1"]' "$(of_type tx "$output")"
	jqeq '.intents == ["t2"] and .reason == "cannot_simulate"' "$(of_type refusal "$output")"
	for fault in lost_reply http500 garbage truncated; do
		evm setFaults '[{}]' && evm setFaults '[{"chance":{"'$fault'":1}}]'
		run --separate-stderr bash -o pipefail -c 'tx-build in | tx-sim'
		[ "$(of_type tx "$output")" = "" ]
		jqeq '.reason == "no_simulation"' "$(of_type refusal "$output")"
	done
	evm setFaults '[{}]'
}
