# evm-call on anvil with the real contracts: what they answer, at which block, and that
# no trouble of the way makes it another answer.
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
	evm_conf alice >"$MM_HOME/mm.conf"
	evm setFaults '[{}]' >/dev/null
	PAIR=$(evm_of .v2.weth_usdc)
}

reserves() { evm-call --to "$PAIR" "$@" 'getReserves()(uint112 r0, uint112 r1, uint32)'; }
balance() { printf '{"type":"call","ts_ms":1,"chain_id":%s,"contract":"%s","signature":"balanceOf(address)(uint256)","args":["%s"]}\n' "$(evm_of .chain_id)" "$1" "$2"; }

@test "the page's first example prices the pair" {
	local example
	example=$(sed -n '/^\.Sh EXAMPLES/,/^\.Ed/p' "$MM_TOP/man/evm-call.1" | sed '1,/^\.Bd/d; /^\.Ed/d')
	[[ $example == *getReserves* ]]
	export PAIR
	run -0 bash -c "$example"
	# WETH is token 0, of 18 decimals; USDC has 6: about 2000 USDC.
	awk -v p="$output" 'BEGIN { exit !(p > 1500 && p < 2500) }'
}

@test "what is not there, reverts or is no such function" {
	run -0 evm-call --to 0x00000000000000000000000000000000000000aa 'f()(uint8)'
	jqeq '.error == "no answer: there is no contract"' "$output"
	run -0 evm-call --to "$PAIR" 'balanceOf(address)(uint256,uint256)' "$(evm_of .v2.router)"
	jqeq '.error | startswith("another answer")' "$output"
	run -0 evm-call --to "$PAIR" 'noSuchFunction()(uint256)'
	jqeq '.error == "reverted: no reason"' "$output"
	run -0 evm-call --to "$(evm_of .v2.router)" 'getAmountsOut(uint256,address[])(uint256[] amounts)' 1 "[$PAIR]"
	jqeq '.error == "reverted: UniswapV2Library: INVALID_PATH"' "$output"
	valid "$output"
}

@test "arguments and results of every shape, as the contracts have them" {
	local weth usdc
	weth=$(evm_of .tokens.WETH.address) usdc=$(evm_of .tokens.USDC.address)
	run -0 evm-call --to "$(evm_of .v2.router)" 'getAmountsOut(uint256 amountIn, address[] path) view returns (uint256[] amounts)' \
		1000000000000000000 "[$weth,$usdc]"
	jqeq '.values.amounts | test("^\\[1000000000000000000,[0-9]{10}\\]$")' "$output"
	run -0 evm-call --to "$usdc" 'symbol()(string)'
	jqeq '.values == {arg0: "USDC"}' "$output"
	run -0 evm-call --to "$(evm_of .v3.pool)" 'slot0()(uint160 sqrtPriceX96, int24 tick, uint16, uint16, uint16, uint8, bool unlocked)'
	jqeq '(.values.tick | test("^-?[0-9]+$")) and .values.unlocked == "true" and (.values | length) == 7' "$output"
	run -0 evm-call --to "$weth" 'balanceOf(address)(uint256)' "$(evm_of .wallets.alice)"
	[ "$(jq -r .values.arg0 <<<"$output")" = "$(evm balances '["alice"]' | jq -r .WETH)" ]
	valid "$output"
}

@test "many at once: what each alone would be, at one block" {
	local t who
	for t in WETH USDC DAI WBTC; do
		for who in alice bob carol trader; do
			balance "$(evm_of ".tokens.$t.address // .tokens.WETH.address")" "$(evm_of ".wallets.$who // .wallets.alice")"
		done
	done | sort -u >calls
	run -0 evm-call calls
	jqall 'length > 3 and (map(.block_hash) | unique | length) == 1 and all(.[]; .values.arg0)' "$(of_type result "$output")"
	valid "$output"
	of_type result "$output" >many
	while read -r line; do
		run -0 evm-call --to "$(jq -r .contract <<<"$line")" 'balanceOf(address)(uint256)' "$(jq -r '.args[0]' <<<"$line")"
		[ "$(jq -r .values.arg0 <<<"$output")" = "$(jq -r .values.arg0 <<<"$line")" ]
	done <many
}

@test "at a block before, and at one that a reorganisation took away" {
	local was
	was=$(reserves)
	evm trade '[{"amount":"1000000000000000000"}]'
	evm mine >/dev/null
	[ "$(reserves | jq -r .values.r0)" != "$(jq -r .values.r0 <<<"$was")" ]
	same "$(jq -c .values <<<"$was")" "$(reserves --block "$(jq -r .block <<<"$was")" | jq -c .values)"
	same "$(jq -c .values <<<"$was")" "$(reserves --block "$(jq -r .block_hash <<<"$was")" | jq -c .values)"
	was=$(reserves)
	evm reorg '[1,"remove"]'
	run -4 reserves --block "$(jq -r .block_hash <<<"$was")"
	[[ $output == *block_gone* ]]
	run -5 evm-call < <(
		jq -c '{type: "chain", ts_ms: 1, chain: "evm", chain_id, block, block_hash}' <<<"$was"
		balance "$PAIR" "$PAIR"
		echo '{"type":"cycle","ts_ms":5000,"id":5000}'
	)
	jqeq '.reason == "block_gone"' "$(of_type refusal "$output")"
	[ "$(of_type result "$output")" = "" ]
}

@test "trouble on the way: the same answer, or none and 4" {
	local want fault
	want=$(reserves | jq -c .values)
	echo HTTP_TIMEOUT=400ms >>"$MM_HOME/mm.conf"
	for fault in lost_request lost_reply delay rate429 http500 garbage truncated; do
		evm setFaults '[{}]' >/dev/null
		evm setFaults "[{\"chance\":{\"$fault\":0.5}}]" >/dev/null
		for _ in 1 2 3; do
			rm -rf "$MM_HOME/breaker"
			run reserves
			case $status in
			0) same "$want" "$(jq -c .values <<<"$output")" ;;
			4) [[ $output != *'"result"'* ]] ;;
			*) false ;;
			esac
		done
	done
	rm -rf "$MM_HOME/breaker"
	evm setFaults '[{"chance":{"garbage":1}}]' >/dev/null
	run -4 reserves
}
