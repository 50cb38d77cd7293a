# What a person does with an Ethereum bot, from end to end: a swap is built, refused by the
# policy, allowed, run beforehand, signed, sent, confirmed, and its event seen; privately
# and publicly.
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
	evm_home alice bob
	ROUTER=$(evm_of .v2.router)
	sed "s/any/$(evm_of .v2.weth_usdc)/" "$MM_TOP/share/watch/uniswap-v2.watch" >pair.watch
	policy '{}' '{}' >"$MM_HOME/policy.json"
	chmod 0600 "$MM_HOME/policy.json"
}

# policy CONTRACTS SPENDERS: one that lets that be called and approved.
policy() {
	jq -n --argjson w "$(<"$EVM_INFO")" --argjson contracts "$1" --argjson spenders "$2" '
		{fees_sol: "0", tips_sol: "0"} as $no | ($no + {transactions: 0}) as $none | {ETH: "10", WETH: "10", USDC: "50000"} as $out | {
		version: 1, allow: [], wallets: {}, order_ttl_s: 60, limits: {tx: $no, hour: $none, day: $none},
		evm: {chain_ids: [31337], wallets: {alice: $w.wallets.alice, bob: $w.wallets.bob}, gas: {limit: 3000000, max_fee_wei: "100000000000", max_priority_fee_wei: "20000000000"},
			deadline_s: 86400, native: "ETH", wrapped: "WETH", assets: ($w.tokens | map_values({address, decimals})), contracts: $contracts, spenders: $spenders,
			destinations: {}, create: {}, reference: {"WETH/USDC": "1500"},
			limits: {tx: {fees: "0.5", out: $out}, hour: {fees: "5", gas: 200000000, transactions: 100, out: $out}, day: {fees: "50", gas: 2000000000, transactions: 1000, out: $out}}}}'
}
act() { echo '{"type":"action","ts_ms":1,"action":"'"$1"'","intent_id":"'"$2"'","strategy":1,"chain_id":31337,"wallet":"alice"'"${3:+,$3}"'}'; }
# blocks: one after the other, until it is ended.
blocks() { while sleep 0.1; do evm mine >/dev/null 2>&1 || return; done; }
# frame ACTIONS WAY [--live]: the whole pipe, blocks coming meanwhile.
frame() {
	local mining status=0
	set -o pipefail
	blocks 3>&- &
	mining=$!
	mm-cycle --once >cycle
	printf '%s\n' "$1" | cat - cycle | mm-submit pending | event-watch -w pair.watch --store "$MM_HOME/mm.db" |
		tx-build --store "$MM_HOME/mm.db" | tx-sim | mm-sign |
		mm-submit --via "$2" ${3:+"$3"} --wait-ms 20000 | tee out | store-log put >/dev/null || status=$?
	kill "$mining"
	wait "$mining" 2>/dev/null || true
	return $status
}
# landed INTENT...: receipts say so.
landed() {
	local id
	for id in "$@"; do
		jqall 'any((.status | . == "confirmed" or . == "finalized") and .intents == ["'"$id"'"])' "$(of_type receipt "$(<out)")"
	done
}
allow() { policy "{\"v2\":{\"address\":\"$ROUTER\",\"kind\":\"uniswap_v2_router\"}}" "{\"v2\":{\"address\":\"$ROUTER\",\"most\":{\"WETH\":\"10\"}}}" >"$MM_HOME/policy.json"; }
swap='"asset":"WETH","amount":"1","asset_out":"USDC","min_out":"1800","after":"a1"'
both() { act approve "a$1" '"asset":"WETH","to":"'"$ROUTER"'","amount":"1"' && act swap "s$1" "${swap/a1/a$1}"; }

@test "refused by the policy, allowed, run, signed, sent publicly, confirmed, its event seen" {
	local before
	before=$(evm balances '["alice"]')
	# nothing is allowed yet
	run frame "$(both 1)" rpc --live
	[ "$status" -eq 5 ]
	[ -z "$(of_type signed_tx "$(<out)")" ]
	jqall 'map(.by + ":" + .reason) == ["mm-sign:spender", "mm-sign:contract"]' "$(of_type refusal "$(<out)")"
	# a dry run sends nothing
	allow
	run frame "$(both 1)" rpc
	jqall 'map(.status) | length == 2 and all(. == "simulated" or . == "not_simulated")' "$(of_type receipt "$(<out)")"
	same "$before" "$(evm balances '["alice"]')"
	# and now it is meant
	run frame "$(both 1)" rpc --live
	[ "$status" -eq 0 ]
	landed a1 s1
	jqall '(.[1].WETH | tonumber) == (.[0].WETH | tonumber) - 1000000000000000000 and (.[1].USDC | tonumber) > (.[0].USDC | tonumber) + 1800000000' "$before$(evm balances '["alice"]')"
	# its event comes in a later frame, once
	evm mine '[3]'
	run frame "" rpc --live
	store-log get event >events
	jqall 'map(select(.name == "Swap")) | length == 1 and .[0].args.amount0In == "1000000000000000000"' "$(<events)"
	# and the same frame again changes nothing
	before=$(evm balances '["alice"]')
	run frame "$(both 1)" rpc --live
	same "$(jq -c 'del(.ETH)' <<<"$before")" "$(jq -c 'del(.ETH)' <<<"$(evm balances '["alice"]')")"
}

@test "privately: a node that shows nothing, and a bundle through a relay" {
	local before
	allow
	before=$(evm balances '["alice"]')
	run frame "$(both 2)" protect --live
	[ "$status" -eq 0 ]
	landed a2 s2
	umask 077
	echo "0x$(printf '7%.0s' {1..64})" >"$MM_HOME/relay.key"
	echo "FLASHBOTS_KEY_FILE=$MM_HOME/relay.key" >>"$MM_HOME/mm.conf"
	run frame "$(both 3)" flashbots --live
	[ "$status" -eq 0 ] || { cat out >&2 && return 1; }
	landed a3 s3
	jqall '(.[1].WETH | tonumber) == (.[0].WETH | tonumber) - 2000000000000000000' "$before$(evm balances '["alice"]')"
	# both of the bundle in one block, and the relay knew who asked
	jqall '[.[-2:][].block] | unique | length == 1' "$(evm ledger '["alice"]' | jq -c '.[]')"
	jqeq '.told | length == 1' "$(evm relay)"
}

@test "a relay that never includes: nothing lands, nothing is lost; the key that holds something is refused" {
	local before mining
	allow
	before=$(evm ledger '["alice"]' | jq length)
	umask 077
	echo "0x$(printf '8%.0s' {1..64})" >"$MM_HOME/relay.key"
	printf '%s\n' "FLASHBOTS_KEY_FILE=$MM_HOME/relay.key" BUNDLE_BLOCKS=2 >>"$MM_HOME/mm.conf"
	evm setFaults '[{"chance":{"never_includes":1}}]' >/dev/null
	printf '%s\n' "$(both 4)" | cat - <(mm-cycle --once) | mm-submit pending | event-watch -w pair.watch | tx-build | tx-sim | mm-sign >signed
	blocks 3>&- &
	run --separate-stderr mm-submit --via flashbots --live --wait-ms 3000 signed
	kill $!
	wait $! 2>/dev/null || true
	[ "$status" -eq 6 ]
	[ "$(evm ledger '["alice"]' | jq length)" -eq "$before" ]
	evm setFaults '[{}]' >/dev/null
	blocks 3>&- &
	mining=$!
	# a later frame sends it again
	run bash -c 'mm-cycle --once | mm-submit --via flashbots --live'
	run mm-submit resume --wait-ms 15000
	kill $mining
	wait $mining 2>/dev/null || true
	[ "$(evm ledger '["alice"]' | jq length)" -eq "$((before + 2))" ]
	evm_rpc anvil_setBalance "[\"$(evm relay | jq -r '.told[-1]')\",\"0x1\"]" >/dev/null
	run --separate-stderr -5 mm-submit --via flashbots --live signed
	[[ $stderr == *"holds something"* ]]
}

@test "refused by the policy in the middle of a run: what stands behind it goes in the next frame" {
	local other run
	allow
	other=$(evm_of .v3.router02)
	run=$(act approve p1 '"asset":"WETH","to":"'"$ROUTER"'","amount":"2"' && act approve p2 '"asset":"WETH","to":"'"$other"'","amount":"2"' &&
		act approve p3 '"asset":"WETH","to":"'"$ROUTER"'","amount":"3"')
	run frame "$run" rpc --live
	[ "$status" -eq 5 ]
	landed p1
	jqall 'map(.by + ":" + .reason + ":" + .intents[0]) == ["mm-sign:spender:p2", "mm-submit:nonce_gap:p3"]' "$(of_type refusal "$(<out)")"
	run frame "$run" rpc --live
	landed p3
	[ "$(evm allowance '["alice","WETH","'"$other"'"]')" = '"0"' ]
	[ "$(evm allowance '["alice","WETH","'"$ROUTER"'"]')" = '"3000000000000000000"' ]
}
