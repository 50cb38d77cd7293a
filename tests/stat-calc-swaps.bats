# stat-calc swaps: prices, impact and volume of the swaps in pools, against another
# decoder and by hand.
# shellcheck disable=SC2154 # stderr is bats' own
load lib

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

POOL=0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640
# event N NAME SIGNATURE ARGS [CONTRACT]
event() {
	echo '{"type":"event","ts_ms":'"$1"000',"name":"'"$2"'","cause":"1:0xab:0xcd:'"$1"':0","chain_id":1,"block":1,"block_hash":"0xab","tx_hash":"0xcd","log_index":'"$1"',"turn":0,"contract":"'"${5:-$POOL}"'","signature":"'"$3"'","args":{'"$4"'}}'
}
v2='Swap(address,uint256,uint256,uint256,uint256,address)'
v3='Swap(address,address,int256,int256,uint160,uint128,int24)'
v4='Swap(bytes32,address,int128,int128,uint160,uint128,int24,uint24)'
sync() { event "$1" Sync 'Sync(uint112,uint112)' '"reserve0":"'"$2"'","reserve1":"'"$3"'"'; }
swap2() { event "$1" Swap "$v2" '"sender":"s","amount0In":"'"$2"'","amount1In":"'"$3"'","amount0Out":"'"$4"'","amount1Out":"'"$5"'","to":"t"'; }
swap3() { event "$1" Swap "$v3" '"sender":"s","recipient":"r","amount0":"'"$2"'","amount1":"'"$3"'","sqrtPriceX96":"'"$4"'","liquidity":"5","tick":"0"'; }

@test "a bad line, -k, a full disk, usage" {
	{ swap3 1 1 -1 79228162514264337593543950336 && echo '{"type":"event","ts_ms":1' && swap3 2 1 -1 79228162514264337593543950336; } >in
	run --separate-stderr -1 stat-calc swaps in
	[[ $stderr == "stat-calc: in:2: "* ]]
	run --separate-stderr -3 stat-calc swaps -k in
	[ "$(of_type swap "$output" | wc -l)" -eq 2 ]
	swap3 1 1 -1 79228162514264337593543950336 >in
	run -1 bash -c 'stat-calc swaps in >/dev/full'
	run -2 stat-calc swaps --decimals0 39 in
}

@test "arguments that are none, and what was taken back" {
	swap3 1 one -1 79228162514264337593543950336 >in
	run --separate-stderr -1 stat-calc swaps in
	[[ $stderr == "stat-calc: in:1: an argument that is no number" ]]
	event 1 Swap "$v3" '"amount0":"1"' >in
	run --separate-stderr -1 stat-calc swaps in
	[[ $stderr == *"not the arguments of its signature" ]]
	echo '{"type":"removed","ts_ms":1,"name":"Swap","cause":"c","chain_id":1,"block":1,"block_hash":"0xab","tx_hash":"0xcd","log_index":1,"turn":0,"reason":"reorg"}' >in
	run --separate-stderr -1 stat-calc swaps in
	[[ $stderr == *"taken back"* ]]
	swap3 1 170141183460469231731687303715884105728 -1 79228162514264337593543950336 >in
	run --separate-stderr -1 stat-calc swaps in
	[[ $stderr == *"over 38 digits" ]]
}

@test "events of other kinds are nothing to it; no swap, no sum" {
	event 1 Transfer 'Transfer(address,address,uint256)' '"from":"a","to":"b","value":"1"' >in
	run --separate-stderr -0 stat-calc swaps in
	[ "$output" = "" ]
	sync 1 1000 2000 >in
	run --separate-stderr -0 stat-calc swaps in
	[ "$output" = "" ]
}

@test "v2: before and after from the reserves, the fee in the price paid" {
	# 100 of token0 into 1000/2000: 2000 * 99.7 / 1099.7 = 181 out
	{ sync 1 1100 1819 && swap2 2 100 0 0 181; } >in
	run --separate-stderr -0 stat-calc swaps in
	valid "$output"
	jqeq '.kind == "v2" and .amount0 == "100" and .amount1 == "-181" and .price == "1.81" and .price_before == "2" and .price_after == "1.65363636363636363"
		and (.impact_bps - (1819 / 1100 / 2 - 1) * 10000 | fabs) < 1e-9' "$(of_type swap "$output")"
	# its Sync was not seen: only what was paid
	swap2 2 100 0 0 181 >in
	run --separate-stderr -0 stat-calc swaps in
	jqeq '.price == "1.81" and (has("price_before") or has("price_after") or has("impact_bps") | not)' "$(of_type swap "$output")"
	# both ways at once: a flash swap that pays back in kind
	{ sync 1 1001 2000 && swap2 2 101 0 100 0; } >in
	run --separate-stderr -0 stat-calc swaps in
	jqeq '.amount0 == "1" and .amount1 == "0" and .price == "0"' "$(of_type swap "$output")"
}

@test "v3: from swap to swap, beginning with what Initialize said" {
	{ event 1 Initialize 'Initialize(uint160,int24)' '"sqrtPriceX96":"79228162514264337593543950336","tick":"0"' && swap3 2 -1000000 1500000000000000000 158456325028528675187087900672; } >in
	run --separate-stderr -0 stat-calc swaps --decimals0 6 --decimals1 18 in
	jqeq '.price == "1.5" and .price_before == "0.000000000001" and .price_after == "0.000000000004" and .impact_bps == 30000 and .amount0 == "-1" and .amount1 == "1.5"' "$(of_type swap "$output")"
	jqeq '.n == 1 and .volume0 == "1" and .volume1 == "1.5" and .price_first == "0.000000000001" and .price_last == "0.000000000004" and .max_impact_bps == 30000' "$(of_type swaps "$output")"
}

@test "v4: a pool for each id, amounts from the pool's side" {
	swap4() { event "$1" Swap "$v4" '"id":"'"$2"'","sender":"s","amount0":"'"$3"'","amount1":"'"$4"'","sqrtPriceX96":"'"$5"'","liquidity":"5","tick":"0","fee":"3000"'; }
	{ swap4 1 0xaa -10 20 79228162514264337593543950336 && swap4 2 0xbb 5 -5 79228162514264337593543950336 && swap4 3 0xaa 4 -2 158456325028528675187087900672; } >in
	run --separate-stderr -0 stat-calc swaps in
	valid "$output"
	jqall 'map([.pool, .amount0, .amount1, .impact_bps]) == [["0xaa", "10", "-20", null], ["0xbb", "-5", "5", null], ["0xaa", "-4", "2", 30000]]' "$(of_type swap "$output")"
	jqall 'map([.pool, .n, .volume0, .volume1]) == [["0xaa", 2, "14", "22"], ["0xbb", 1, "5", "5"]]' "$(of_type swaps "$output")"
}

# against LOGS TWIN: a decoder that is not ours says the same.
against() {
	event-watch --decode -w "$MM_TOP/share/watch/uniswap-v3.watch" "$1" >events
	stat-calc swaps --decimals0 6 --decimals1 18 events >said
	valid <said
	"$MM_TOP/tests/swaps.py" "$2" said 6 18
}

@test "fifty logs of a day on mainnet, as another decoder has them" {
	against "$MM_TOP/tests/vectors/logs/univ3.jsonl" "$MM_TOP/tests/vectors/logs/univ3.csv"
}

@test "the whole day, where it is given (MM_DATA)" {
	[ -n "${MM_DATA:-}" ] || skip 'the recorded day is not there (MM_DATA)'
	local day=$MM_DATA/uniswap_v3/univ3_USDC_WETH_005_2024-01-05
	"$MM_TOP/tests/bench/logs.py" "$day.raw.csv.gz" >logs
	"$MM_TOP/tests/bench/logs.py" --twin "$day.pool.tick.csv.gz" >twin
	against logs twin
	[ "$(jq -r 'select(.type == "swaps") | .n' said)" -eq 6046 ]
}
