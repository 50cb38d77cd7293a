# The chain record against anvil: what it says of the next block is what the next block
# turns out to be.
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
}

# chain_now: the chain record of a frame that is now.
chain_now() {
	mm-cycle --once | event-watch --watch "$MM_TOP/share/watch/erc20.watch" --at WETH | grep '^{"type":"chain"'
}

header() { evm_rpc eth_getBlockByNumber "[\"$1\",false]"; }

@test "the next base fee is that of the next block, full or empty" {
	local said i fee
	for ((i = 0; i < 6; i++)); do
		case $i in
		1 | 3) for ((k = 0; k < 30; k++)); do evm trade '[{"amount":"1000000000000000"}]' >/dev/null; done ;;
		4) evm baseFee '["123456789"]' >/dev/null && evm mine >/dev/null ;;
		esac
		said=$(chain_now)
		valid "$said"
		evm mine >/dev/null
		fee=$(header latest | jq -r .baseFeePerGas)
		[ "$(jq -r .next_base_fee_wei <<<"$said")" = $((fee)) ] || { echo "$i: $said, then $((fee))" >&2 && false; }
	done
}

@test "it is the node's newest block, and nothing of it is made up" {
	local said block
	said=$(chain_now)
	block=$(header latest)
	[ "$(jq -r .block_hash <<<"$said")" = "$(jq -r .hash <<<"$block")" ]
	[ "$(jq -r .parent_hash <<<"$said")" = "$(jq -r .parentHash <<<"$block")" ]
	[ "$(jq -r .block <<<"$said")" = $(($(jq -r .number <<<"$block"))) ]
	[ "$(jq -r .gas_limit <<<"$said")" = $(($(jq -r .gasLimit <<<"$block"))) ]
	[ "$(jq -r .block_ts_s <<<"$said")" = $(($(jq -r .timestamp <<<"$block"))) ]
	jqeq '.chain == "evm" and .chain_id == '"$(evm_of .chain_id)"' and .target_ts_s > .block_ts_s' "$said"
	jqeq '[.priority_wei | .p25, .p50, .p75, .p90, .p95 | tonumber] | . == sort and .[0] >= 0' "$said"
}
