# Positions of Uniswap v3 and v4 through tx-build, tx-sim, mm-sign and mm-submit on the real
# contracts: each action does what it says, to the wei.
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
	evm_home alice
	evm_policy alice
}

# chain: the record of the newest block.
chain() {
	jq -c '{type: "chain", ts_ms: 1, chain: "evm", chain_id: 31337, block: (.number | ltrimstr("0x") | explode |
		reduce .[] as $c (0; . * 16 + (if $c > 96 then $c - 87 else $c - 48 end))), block_hash: .hash, target_ts_s: (now | floor),
		gas_limit: "30000000", next_base_fee_wei: "1000000000", priority_wei: {p75: "50000000"}}' <<<"$(evm_rpc eth_getBlockByNumber '["latest",false]')"
}
# act KIND KEYS: an action of alice's, each with an intent of its own.
act() {
	echo >>acts
	echo '{"type":"action","ts_ms":1,"action":"'"$1"'","intent_id":"i'"$BATS_TEST_NUMBER-$(wc -l <acts)"'","strategy":1,"chain_id":31337,"wallet":"alice",'"$2"'}'
}
# pool KIND KEYS: of the pool of that kind, valid at any price.
pool() {
	jq -r --arg kind "$1" '.[$kind] as $p | "\"kind\":\"\($kind)\",\"pool\":\"\($p.pool // $p.pool_id)\",\"fee\":\($p.fee),\"tick_spacing\":60,\"tick_min\":-887272,\"tick_max\":887273"' "$EVM_INFO"
}
pair='"asset":"WETH","asset_b":"USDC"'
# frame ACTION...: all of the pipe, blocks coming meanwhile; its records in out.
frame() {
	local mining
	while sleep 0.1; do evm mine >/dev/null 2>&1 || return; done 3>&- &
	mining=$!
	{ chain && { [ $# -eq 0 ] || printf '%s\n' "$@"; } && mm-cycle --once; } >in
	status=0
	mm-submit pending in | tx-build | tx-sim | mm-sign | mm-submit --via rpc --live --wait-ms 20000 >out 2>err || status=$?
	kill "$mining"
	wait "$mining" 2>/dev/null || true
}
# did ACTION...: and everything landed.
did() {
	frame "$@"
	valid "$(<out)"
	# shellcheck disable=SC2016 # jq's own
	jqall '(map(select(.type == "receipt" and (.status == "confirmed" or .status == "finalized")).intents[]) as $landed | map(select(.type == "asked").id) - $landed) == []' \
		"$(of_type receipt "$(<out)")$(printf '%s\n' "$@" | jq -c '{type: "asked", id: .intent_id}')" || { cat err out >&2 && return 1; }
}
# gained ACTION...: what alice has more of after that, in the smallest parts: WETH USDC.
gained() {
	local before
	before=$(evm balances '["alice"]')
	did "$@"
	python3 -c 'import json, sys
old, new = (json.loads(s) for s in sys.argv[1:])
print(*(int(new[k]) - int(old[k]) for k in ("WETH", "USDC")))' "$before" "$(evm balances '["alice"]')"
}
# simulated: the same as tx-sim said it would be, all of it together.
simulated() {
	of_type sim "$(<out)" | python3 -c 'import json, sys
from decimal import Decimal
deltas = [json.loads(line).get("delta", {}) for line in sys.stdin]
print(*(sum(int(Decimal(d.get(k, "0")).scaleb(n)) for d in deltas) for k, n in (("WETH", 18), ("USDC", 6))))'
}
# comes_to KIND ID: all there is in a position, by the contracts: LIQUIDITY WETH USDC.
comes_to() {
	evm position '[{"kind":"'"$1"'","id":'"$2"'}]' | jq -r '"\(.liquidity) \(.all0) \(.all1)"'
}
# allow_v4 ACTION...: what v4 is paid through: Permit2 may take, and from it the manager.
allow_v4() {
	local permit2 manager
	permit2=$(evm_of .permit2) manager=$(evm_of .v4.positions)
	did "$(act approve '"asset":"WETH","to":"'"$permit2"'","amount":"5"')" "$(act approve '"asset":"USDC","to":"'"$permit2"'","amount":"20000"')" \
		"$(act approve '"kind":"permit2","asset":"WETH","to":"'"$manager"'","amount":"5"')" "$(act approve '"kind":"permit2","asset":"USDC","to":"'"$manager"'","amount":"20000"')" "$@"
}
wide='"tick_lower":-207000,"tick_upper":-193020'
least='"min_a":"0.0001","min_b":"0.1"'

@test "400 actions of every kind become what ethers makes of them" {
	oracle() { node "$MM_TOP/tests/lp_oracle.mjs" "$(evm_modules)" "$EVM_INFO" "$@"; }
	oracle many 400 >asked
	{ chain && jq -c '{type: "nonce", ts_ms: 1, chain_id: .chain_id, address: .wallets.alice, wallet: "alice", next: "0", in_flight: 0}' "$EVM_INFO" && cat asked && mm-cycle --once; } | tx-build >out
	jq -r 'select(.type == "tx") | "\(.to) \(.value_wei) \(.data)"' out >got
	oracle calls <asked | diff - got >differ || { head -c 2000 differ && false; }
	[ "$(jq -r 'select(.type == "action") | "\(.action) \(.kind)"' out | sort -u | wc -l)" -eq 12 ]
	# what only takes out says so
	jqall 'map(.[0] + ":" + .[1]) | unique == ["approve:risk", "burn:reduce", "collect:reduce", "decrease:reduce", "increase:risk", "mint:risk", "swap:risk"]' \
		"$(jq -sc '(map(select(.type == "action")) | map({(.intent_id): .action}) | add) as $a | .[] | select(.type == "tx") | [$a[.intents[0]], .class]' out)"
}

# both KIND KEYS3 KEYS4: the action on v3 and on v4.
both() {
	act "$1" "$(pool v3),$pair,$2"
	act "$1" "$(pool v4),$pair,$3"
}
# sum COLUMN: of both positions, what comes_to says: 2 WETH, 3 USDC.
sum() { echo $(($(comes_to v3 6 | cut -d' ' -f"$1") + $(comes_to v4 4 | cut -d' ' -f"$1"))); }

@test "v3 and v4: minted, increased, decreased, collected, burned" {
	local manager id3='"position":"v3:6","token_id":"6"' id4='"position":"v4:4","token_id":"4"' liquidity=144146642517967 most='"amount":"1","amount_b":"2000"'
	manager=$(evm_of .v3.positions)
	MORE='.evm.contracts |= (.["v3-positions"].positions = {"6": "WETH/USDC"} | .["v4-positions"].positions = {"4": "WETH/USDC"})' evm_policy alice
	allow_v4 "$(act approve '"asset":"WETH","to":"'"$manager"'","amount":"5"')" "$(act approve '"asset":"USDC","to":"'"$manager"'","amount":"20000"')"
	gained "$(both mint "$wide,$most,"'"min_a":"0.9","min_b":"1700"' "$wide"',"amount":"2","amount_b":"4000","liquidity":"'$liquidity'"')" >got
	same "$(simulated)" "$(<got)"
	# in it was rounded up, out it is rounded down
	same "-$(($(sum 2) + 2)) -$(($(sum 3) + 2))" "$(<got)"
	for kind in v3 v4; do
		evm swap '[{"kind":"'$kind'","from":"WETH","to":"USDC","amount":"1000000000000000000"}]' >/dev/null
		evm swap '[{"kind":"'$kind'","from":"USDC","to":"WETH","amount":"1000000000"}]' >/dev/null
	done
	gained "$(both collect "$id3" "$id4")" >got
	same "$(simulated)" "$(<got)"
	[ "$(cut -d' ' -f1 got)" -gt 0 ]
	# on v4 the fees of a swap are more than what goes in
	evm swap '[{"kind":"v4","from":"WETH","to":"USDC","amount":"1000000000000000000"}]' >/dev/null
	gained "$(both increase "$id3,$wide,$most,$least" "$id4,$wide,$most"',"liquidity":"10000"')" >got
	same "$(simulated)" "$(<got)"
	jqeq '.delta.WETH | startswith("-") | not' "$(of_type sim "$(<out)" | tail -1)"
	gained "$(both decrease "$id3,$wide,$least"',"liquidity":"1000000000000"' "$id4,$wide,$least"',"liquidity":"1000000010000"')" >got
	same "$(simulated)" "$(<got)"
	[ "$(comes_to v4 4 | cut -d' ' -f1)" = 143146642517967 ]
	liquidity=$(comes_to v3 6 | cut -d' ' -f1)
	same "$(sum 2) $(sum 3)" "$(gained "$(both burn "$id3,$wide,$least"',"liquidity":"'"$liquidity"'"' "$id4,$wide,$least"',"liquidity":"143146642517967"')")"
	for id in '"v3","id":6' '"v4","id":4'; do
		run evm position '[{"kind":'"$id"'}]'
		[ "$status" -ne 0 ]
	done
}

@test "v4: a swap through the router, both ways" {
	local got permit2 router key='"kind":"v4","fee":3000,"tick_spacing":60'
	permit2=$(evm_of .permit2) router=$(evm_of .v4.router)
	did "$(act approve '"asset":"WETH","to":"'"$permit2"'","amount":"1"')" "$(act approve '"asset":"USDC","to":"'"$permit2"'","amount":"2000"')" \
		"$(act approve '"kind":"permit2","asset":"WETH","to":"'"$router"'","amount":"1"')" "$(act approve '"kind":"permit2","asset":"USDC","to":"'"$router"'","amount":"2000"')"
	got=$(gained "$(act swap "$key"',"asset":"WETH","asset_out":"USDC","amount":"1","min_out":"1500"')")
	[ "$got" = "$(simulated)" ] && [ "${got% *}" = -1000000000000000000 ] && [ "${got#* }" -ge 1500000000 ]
	got=$(gained "$(act swap "$key"',"asset":"USDC","asset_out":"WETH","amount":"2000","min_out":"0.9"')")
	[ "$got" = "$(simulated)" ] && [ "${got#* }" = -2000000000 ] && [ "${got% *}" -ge 900000000000000000 ]
	# more than the pool gives
	frame "$(act approve '"asset":"WETH","to":"'"$permit2"'","amount":"1"')" "$(act approve '"kind":"permit2","asset":"WETH","to":"'"$router"'","amount":"1"')" \
		"$(act swap "$key"',"asset":"WETH","asset_out":"USDC","amount":"1","min_out":"2500"')"
	jqeq '.by == "tx-sim" and .reason == "reverted" and (.text | contains("V4TooLittleReceived"))' "$(of_type refusal "$(<out)")"
}

@test "v4: a pool of the native coin is paid in coin, and what is too much comes back" {
	local manager data before after gas key id kept
	manager=$(evm_of .v4.manager)
	key='"kind":"v4","pool":"0x00","asset":"ETH","asset_b":"USDC","fee":3000,"tick_spacing":60,"tick_min":-201000,"tick_max":-200000'
	data=$({ chain && echo '{"type":"nonce","ts_ms":1,"chain_id":31337,"address":"'"$(evm_of .wallets.alice)"'","wallet":"alice","next":"0","in_flight":0}' &&
		act call '"contract":"'"$manager"'","signature":"initialize((address,address,uint24,int24,address) key, uint160 price)","args":["(0x0000000000000000000000000000000000000000,'"$(evm_of .tokens.USDC.address)"',3000,60,0x0000000000000000000000000000000000000000)","3361300000000000000000000"]' &&
		mm-cycle --once; } | tx-build | jq -r 'select(.type == "tx") | .data')
	evm_rpc eth_sendTransaction '[{"from":"'"$(evm_of .wallets.lp)"'","to":"'"$manager"'","gas":"0xf4240","data":"'"$data"'"}]' >/dev/null
	evm mine
	allow_v4
	before=$(evm balances '["alice"]')
	did "$(act mint "$key,$wide"',"amount":"2","amount_b":"4000","liquidity":"144146642517967"')"
	after=$(evm balances '["alice"]')
	gas=$(of_type receipt "$(<out)" | jq -r 'select(.fee) | .fee' | tail -1)
	python3 -c 'import json, sys
from decimal import Decimal
old, new, delta = (json.loads(s) for s in sys.argv[1:4])
gas = int(Decimal(sys.argv[4]).scaleb(18))
paid = int(old["ETH"]) - int(new["ETH"]) - gas
assert paid > 10**18 and paid == -int(Decimal(delta["ETH"]).scaleb(18)), (paid, delta)
assert int(old["USDC"]) - int(new["USDC"]) == -int(Decimal(delta["USDC"]).scaleb(6))' "$before" "$after" "$(of_type sim "$(<out)" | jq -c .delta)" "$gas"
	[ "$(evm_rpc eth_getBalance '["'"$(evm_of .v4.positions)"'","latest"]')" = '"0x0"' ]
	did "$(act swap '"kind":"v4","fee":3000,"tick_spacing":60,"asset":"ETH","asset_out":"USDC","amount":"0.001","min_out":"1.7"')"
	jqeq '.delta.ETH == "-0.001" and (.delta.USDC | tonumber) >= 1.7' "$(of_type sim "$(<out)")"
	[ "$(evm_rpc eth_getBalance '["'"$(evm_of .v4.router)"'","latest"]')" = '"0x0"' ]
	id=$(($(evm_rpc eth_call '[{"to":"'"$(evm_of .v4.positions)"'","data":"0x75794a3c"},"latest"]' | jq -r .) - 1)) # nextTokenId()
	did "$(act burn "$key,$wide,$least"',"position":"v4:'$id'","token_id":"'$id'","liquidity":"144146642517967"')"
	after=$(evm balances '["alice"]')
	# nobody else is in the pool: what it rounds is all it keeps
	kept=$(($(jq -r .USDC <<<"$before") - $(jq -r .USDC <<<"$after")))
	[ "$kept" -ge 1 ] && [ "$kept" -le 3 ]
}

@test "what cannot pass takes along what stands behind it, and the rest moves up" {
	local made id other
	evm allow '["alice"]' >/dev/null
	made='[{"who":"alice","lower":-207000,"upper":-193020,"amount0":"1000000000000000000","amount1":"2000000000"}]'
	other=$(evm mint "$made" | jq -r .token_id)
	made=$(evm mint "$made")
	id=$(jq -r .token_id <<<"$made")
	frame "$(act mint "$(pool v3),$pair,$wide"',"amount":"1","amount_b":"2000","min_a":"0.9","min_b":"1999"')" \
		"$(act collect "$(pool v3),$pair"',"position":"v3:'"$id"'","token_id":"'"$id"'","after":"i'"$BATS_TEST_NUMBER"'-1"')" \
		"$(act decrease "$(pool v3),$pair,$wide,$least"',"position":"v3:'"$other"'","token_id":"'"$other"'","liquidity":"1000000000000","min_delta":{"WETH":"1"}')" \
		"$(act burn "$(pool v3),$pair,$wide,$least"',"position":"v3:'"$id"'","token_id":"'"$id"'","liquidity":"'"$(jq -r .liquidity <<<"$made")"'","min_delta":{"WETH":"0.9","USDC":"1700"}')"
	valid "$(<out)"
	jqall 'map(.reason) == ["reverted", "depends", "not_profitable"]' "$(of_type refusal "$(<out)")"
	jqall '.[0].text | contains("Price slippage check")' "$(of_type refusal "$(<out)")"
	jqall 'map(.status) | last | . == "confirmed" or . == "finalized"' "$(of_type receipt "$(<out)")"
	jqall '.[0].next == .[1].nonce' "$(of_type nonce "$(<out)")$(of_type receipt "$(<out)" | head -1 | jq -c '{nonce}')"
}

@test "a roll on the chain: a landed step is done until its block is gone" {
	local made step at
	rolled() { mm-cycle --once | mm-submit pending | jq -r 'select(.type == "pending" and .roll == "ROLL-9") | "\(.state) \(.action) \(.subject) \(.attempt)"'; }
	evm allow '["alice"]' >/dev/null
	made=$(evm mint '[{"who":"alice","lower":-207000,"upper":-193020,"amount0":"1000000000000000000","amount1":"2000000000"}]')
	step=$(jq -r '"\"position\":\"v3:\(.token_id)\",\"token_id\":\"\(.token_id)\",\"liquidity\":\"\(.liquidity)\""' <<<"$made")
	at=$(evm ledger '["alice"]' | jq length)
	sed -i s/CONFIRMATIONS=2/CONFIRMATIONS=50/ "$MM_HOME/mm.conf"
	did "$(act burn "$(pool v3),$pair,$wide,$least,$step"',"roll":"ROLL-9"')"
	step=v3:$(jq -r .token_id <<<"$made")
	at=$(evm ledger '["alice"]' | jq -c ".[$at]")
	for _ in 1 2; do
		[ "$(rolled)" = "done burn $step $(jq -r .hash <<<"$at")" ]
	done
	evm reorg '['$(($(evm_rpc eth_blockNumber | jq -r .) - $(jq .block <<<"$at") + 1))',"remove"]' >/dev/null
	evm mine >/dev/null
	[ "$(rolled)" = "sent burn $step $(jq -r .hash <<<"$at")" ]
	frame
	evm mine >/dev/null
	[[ "$(rolled)" == "done burn $step "* ]]
	did "$(act approve '"asset":"WETH","to":"'"$(evm_of .v3.router02)"'","amount":"0","roll":"ROLL-9","final":true')"
	[ -z "$(rolled)" ]
}
