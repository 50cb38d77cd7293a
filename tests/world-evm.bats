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

@test "the contracts stand where they always stand" {
	[ "$(evm_of .tokens.WETH.address)" = 0x5FbDB2315678afecb367f032d93F642f64180aa3 ]
	[ "$(evm_of .v2.weth_usdc)" = 0x5924F7Af6Bf2C63EA9D8BD4144bB07925594099d ]
	[ "$(evm_of .v3.pool)" = 0x83885737b45e1a8A9284067A1EB83f8B8A9e85E9 ]
	local where
	for where in .tokens.USDC.address .multicall .permit2 .v2.router .v3.router .v3.router02 .v3.positions .v3.quoter; do
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
