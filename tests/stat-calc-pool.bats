# stat-calc pool: volatility, fees and time in range by window, against another reckoning.
# shellcheck disable=SC2154 # stderr is bats' own
load lib

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

@test "bad lines, what was taken back, an order that is none, usage" {
	"$MM_TOP/tests/pool_span.py" make 1 3 >in
	sed '2s/"amount0":"[^"]*"/"amount0":"one"/' in >bad
	run --separate-stderr -1 stat-calc pool bad
	[[ $stderr == "stat-calc: bad:2: "* ]]
	run --separate-stderr -3 stat-calc pool -k bad
	tac in >back
	run --separate-stderr -1 stat-calc pool back
	[[ $stderr == *"older than the one before it" ]]
	echo '{"type":"removed","ts_ms":1,"name":"Swap","cause":"c","chain_id":1,"block":1,"block_hash":"0xab","tx_hash":"0xcd","log_index":1,"turn":0,"reason":"reorg"}' >gone
	run -1 stat-calc pool gone
	run -2 stat-calc pool --tick-lower 5 in
	run -2 stat-calc pool --tick-lower 5 --tick-upper 5 in
	run -2 stat-calc pool --every 1ms in
	run -1 bash -c 'stat-calc pool in >/dev/full'
}

@test "random tapes: every window as another program reckons it, with a range and without" {
	local seed
	for seed in 1 2 3; do
		"$MM_TOP/tests/pool_span.py" make $seed 1500 >in
		stat-calc pool --fee-ppm 500 in >said
		valid <said
		"$MM_TOP/tests/pool_span.py" judge in said 500 86400
		stat-calc pool --fee-ppm 3000 --every 6h --tick-lower 4900 --tick-upper 5100 in >said
		valid <said
		"$MM_TOP/tests/pool_span.py" judge in said 3000 21600 4900 5100
	done
}

@test "the interval holds the volatility the tape was made with" {
	# a return of 1 in 10,000 up or down every 300 s: sqrt(365 * 288) / 10,000
	python3 - >in <<-'END'
		import json, random
		rng, log, e = random.Random(7), 0, 2.718281828459045
		for i in range(2000):
		    log += rng.choice([-1e-4, 1e-4])
		    print(json.dumps({"type": "event", "ts_ms": (1_700_000_100 + 300 * i) * 1000, "name": "Swap", "cause": f"c{i}", "contract": "0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640",
		        "signature": "Swap(address,address,int256,int256,uint160,uint128,int24)", "args": {"sender": "s", "recipient": "r", "amount0": "1", "amount1": "-1",
		        "sqrtPriceX96": str(int(e ** (log / 2) * 2**96)), "liquidity": "5", "tick": "0"}}))
	END
	run --separate-stderr -0 stat-calc pool --every 10d in
	jqall 'map(.n_samples) | add > 1900' "$output"
	jqeq '(.sigma_ratio - ((365 * 288 | sqrt) / 10000) | fabs) < 1e-6 and .sigma_low_ratio < .sigma_ratio and .sigma_ratio < .sigma_high_ratio' "$(tail -n 1 <<<"$output")"
}

@test "v2: price and liquidity from the reserves" {
	local sync='{"type":"event","ts_ms":1000000,"name":"Sync","cause":"s","contract":"0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640","signature":"Sync(uint112,uint112)","args":{"reserve0":"1000000","reserve1":"4000000"}}'
	local swap='{"type":"event","ts_ms":2000000,"name":"Swap","cause":"t","contract":"0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640","signature":"Swap(address,uint256,uint256,uint256,uint256,address)","args":{"sender":"s","amount0In":"10000","amount1In":"0","amount0Out":"0","amount1Out":"39000","to":"t"}}'
	printf '%s\n' "$sync" "$swap" >in
	run --separate-stderr -0 stat-calc pool in
	valid "$output"
	# fees 30 of token0 at price 4, in a pool worth 8,000,000: 120 / 8,000,000 in 1,000 s
	jqeq '.kind == "v2" and .price_last == "4" and .fees0 == "30" and .in_range_ratio == 1
		and (.fee_apr_pct - 120 / 8000000 * 31536000 / 1000 * 100 | fabs) < 1e-6' "$output"
}

@test "the whole day, where it is given (MM_DATA)" {
	[ -n "${MM_DATA:-}" ] || skip 'the recorded day is not there (MM_DATA)'
	"$MM_TOP/tests/bench/logs.py" "$MM_DATA/uniswap_v3/univ3_USDC_WETH_005_2024-01-05.raw.csv.gz" >logs
	event-watch --decode -w "$MM_TOP/share/watch/uniswap-v3.watch" logs | grep '"Swap"' >events
	stat-calc pool --fee-ppm 500 --every 1h --tick-lower 199000 --tick-upper 200000 events >said
	"$MM_TOP/tests/pool_span.py" judge events said 500 3600 199000 200000
	[ "$(jq -s 'map(.n) | add' said)" -eq 6046 ]
}
