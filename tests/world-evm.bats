# The Ethereum world itself: that it is always the same chain, with real contracts, and
# that what it says of itself is so.
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
}

@test "the contracts stand where they always stand" {
	[ "$(evm_of .tokens.WETH.address)" = 0x5FbDB2315678afecb367f032d93F642f64180aa3 ]
	[ "$(evm_of .v2.weth_usdc)" = 0x5924F7Af6Bf2C63EA9D8BD4144bB07925594099d ]
	[ "$(evm_of .v3.pool)" = 0x83885737b45e1a8A9284067A1EB83f8B8A9e85E9 ]
	local where
	for where in .tokens.USDC.address .multicall .permit2 .v2.router .v3.router .v3.router02 .v3.positions .v3.quoter \
		.v4.manager .v4.positions .v4.view .v4.quoter .aave.pool .aave.configurator .aave.data .aave.oracle; do
		[ "$(evm_rpc eth_getCode "[\"$(evm_of "$where")\",\"latest\"]" | wc -c)" -gt 1000 ] || { echo "$where" >&2 && return 1; }
	done
}

@test "its clock is this machine's" {
	local now
	now=$(jq -r .timestamp <<<"$(evm_rpc eth_getBlockByNumber '["latest",false]')")
	(($(date +%s) - now < 120 && now - $(date +%s) < 5))
}

@test "a wallet's key is that of its address, and it holds something" {
	evm_home alice bob
	run -0 key-vault list
	[[ $output == *"$(evm_of .wallets.alice)"* ]]
	jqeq '.WETH == "100000000000000000000" and .USDC == "200000000000"' "$(evm balances '["alice"]')"
	mm-conf check "$MM_HOME/mm.conf"
}

@test "a block comes when it is told to, and a trade in it" {
	local before after
	before=$(evm_rpc eth_blockNumber | jq -r .)
	evm trade '[{"amount":"1000000000000000000"}]'
	sleep 0.1
	[ "$(evm_rpc eth_blockNumber | jq -r .)" = "$before" ]
	after=$(evm mine)
	((after == before + 1))
	jqall 'length == 1 and .[0].ok' "$(evm ledger '["trader"]' | jq -c '.[]')"
}

# what a function of a contract answers: view CONTRACT SIGNATURE ARGUMENT...
view() {
	evm_conf alice >"$MM_HOME/mm.conf"
	evm-call --to "$@" | jq -c 'select(.type == "result") | .values'
}

@test "a pool of v4 trades at about v3's price; its positions hold what they were made with" {
	local v3 v4 position
	v3=$(view "$(evm_of .v3.pool)" 'slot0()(uint160, int24 tick, uint16, uint16, uint16, uint8, bool)')
	v4=$(view "$(evm_of .v4.view)" 'getSlot0(bytes32)(uint160, int24 tick, uint24 protocol, uint24 fee)' "$(evm_of .v4.pool_id)")
	jqeq '.[0].fee == "3000" and (((.[0].tick | tonumber) - (.[1].tick | tonumber)) | fabs) < 2000' "[$v4,$v3]"
	for ((i = 0; i < 3; i++)); do
		position=$(evm_of ".v4.made[$i]")
		jqeq ".arg0 == $(jq .liquidity <<<"$position")" \
			"$(view "$(evm_of .v4.positions)" 'getPositionLiquidity(uint256)(uint128)' "$(jq .token_id <<<"$position")")"
	done
}

account() { view "$(evm_of .aave.pool)" 'getUserAccountData(address)(uint256, uint256 owed, uint256, uint256, uint256, uint256 health)' "$1"; }

@test "a price that is none, or of nothing, changes nothing" {
	local before
	before=$(evm_rpc eth_getTransactionCount "[\"$(evm_of .wallets.deployer)\",\"pending\"]")
	run ! evm lend_oracle '[{"WETH":"much"}]'
	run ! evm lend_oracle '[{"GOLD":1}]'
	[ "$(evm_rpc eth_getTransactionCount "[\"$(evm_of .wallets.deployer)\",\"pending\"]")" = "$before" ]
}

@test "Aave: every borrower is sound until a price falls; then one is liquidated" {
	local who data
	# of 18 digits behind the point: between 1 and 10
	jqeq 'length == 20 and all(.health | length == 19)' "$(evm lend_healths '["aave"]')"
	who=$(evm_of '.aave.borrowers[0].address')
	data=$(evm-call --encode 'liquidationCall(address,address,address,uint256,bool)' "$(evm_of .tokens.WETH.address)" \
		"$(evm_of .tokens.USDC.address)" "$who" 1000000000 false)
	liquidate() { evm_rpc eth_sendTransaction "[{\"from\":\"$(evm_of .wallets.liquidator)\",\"to\":\"$(evm_of .aave.pool)\",\"data\":\"$data\",\"gas\":\"0xf4240\"}]"; }
	liquidate
	evm mine
	evm lend_oracle '[{"WETH":1850}]'
	jqeq '.health | test("^9[0-9]{17}$")' "$(account "$who")"
	liquidate
	evm mine
	# Refused at the old price ("45": the health factor is not below), done at the new one.
	jqall 'map(.ok) == [false, true]' "$(evm ledger '["liquidator"]' | jq -c '.[]')"
	jqeq '.owed | tonumber < 1550000000000' "$(account "$who")"
}

@test "liquidity is put in and taken out by ethers, and what it is worth is what comes out" {
	local q id said before after
	evm allow '["carol"]' >/dev/null
	evm native >/dev/null
	for q in '"kind":"v3"' '"kind":"v4"' '"kind":"v4","native":true'; do
		id=$(evm mint '[{"who":"carol",'"$q"',"lower":-201000,"upper":-199800,"amount0":"1000000000000000000","amount1":"5000000000","liquidity":"1000000000000000"}]' | jq -r .token_id)
		evm swap '[{'"$q"',"from":"USDC","to":"'"$([[ $q == *native* ]] && echo ETH || echo WETH)"'","amount":"100000000"}]' >/dev/null
		said=$(evm position "[{$q,\"id\":$id}]")
		before=$(evm balances '["carol"]')
		evm burn "[{\"who\":\"carol\",$q,\"id\":$id}]" >/dev/null
		after=$(evm balances '["carol"]')
		[[ $q == *native* ]] || [ "$(jq -r .all0 <<<"$said")" = "$(($(jq -r .WETH <<<"$after") - $(jq -r .WETH <<<"$before")))" ]
		[ "$(jq -r .all1 <<<"$said")" = "$(($(jq -r .USDC <<<"$after") - $(jq -r .USDC <<<"$before")))" ]
		run evm position "[{$q,\"id\":$id}]"
		[ "$status" -ne 0 ]
	done
}
