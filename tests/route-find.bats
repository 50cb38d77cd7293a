# route-find: what is bad or missing, which pools are left out and why, what a route says;
# then recorded pools of Ethereum.
load lib

H=0x0000000000000000000000000000000000000000000000000000000000000000
setup() { cd "$BATS_TEST_TMPDIR" || return; }
cycle() { echo '{"type":"cycle","ts_ms":5000,"id":5000}'; }
chain() { echo '{"type":"chain","ts_ms":4000,"chain":"ethereum","chain_id":1,"block":9,"block_hash":"'$H'","parent_hash":"'$H'","block_ts_s":4,"target_ts_s":16,"gas_limit":"30000000","next_base_fee_wei":"18000000000"}'; }
# pair POOL TOKEN0 TOKEN1 RESERVE0 RESERVE1 [KEYS]: of v2, no decimals.
pair() {
	jq -cn --arg p "$1" --arg a "$2" --arg b "$3" --arg x "$4" --arg y "$5" '{type: "pool", ts_ms: 1, chain_id: 1, pool: $p, venue: "uniswap", kind: "v2",
		token0: $a, token1: $b, decimals0: 0, decimals1: 0, fee: 3000, reserve0: $x, reserve1: $y, block: 9, block_hash: "'$H'"}'" * {${6:-}}"
}
# ticked POOL [KEYS]: of v3 at a price of 1, liquidity 10^12 from tick -6000 to 6000.
ticked() {
	jq -cn --arg p "$1" '{type: "pool", ts_ms: 1, chain_id: 1, pool: $p, venue: "uniswap", kind: "v3", token0: "A", token1: "B", decimals0: 0, decimals1: 0,
		fee: 500, tick_spacing: 60, sqrt_price_x96: "79228162514264337593543950336", tick: 0, liquidity: "1000000000000", word_low: -1, word_high: 0,
		block: 9, block_hash: "'$H'"}'" * {${2:-}}"
	jq -cn --arg p "$1" '{type: "pool_ticks", ts_ms: 1, chain_id: 1, pool: $p, word: (-1, 0)} | .ticks = (if .word < 0 then [[-6000, "1000000000000", "1000000000000"]]
		else [[6000, "-1000000000000", "1000000000000"]] end)'
}
# find [option ...]: A for B, the records of standard input.
find() { route-find --from A --to B "$@"; }
route() { find "$@" | grep '^{"type":"route"'; }

@test "a bad line, a cut frame, a full disk, wrong usage" {
	run --separate-stderr -1 find --amount 1 <<<'{"type":"pool","ts_ms":1}'
	[[ ${stderr_lines[0]} == "route-find: <stdin>:1: pool: "* ]]
	run -5 find --amount 1 <<<"$(pair 0x1 A B 1000 1000)"$'\n'"$(cycle)"$'\n''{"type":"pool","ts_ms":1}'$'\n'"$(pair 0x1 A B 1000 1000)"$'\n'"$(cycle)"
	run -1 route-find --from A --to B --amount 1 --now-ms 5000 <<<'{"type":"pool"'
	run -1 bash -c 'route-find --from A --to B --amount 100 >/dev/full <<<'"'$(pair 0x1 A B 1000 1000)'"
	run -2 route-find --from A --to B </dev/null
	run -2 route-find --from A --to A --amount 1 </dev/null
	run -2 find --amount 0 </dev/null
	run -2 find --amount 1e3 </dev/null
	run -2 find --amount 1 --hops 5 </dev/null
	run -2 find --amount 1 --venue nobody </dev/null
}

@test "refusals: no pool, no way that takes it, more decimals than there are" {
	run --separate-stderr -5 find --amount 1 <<<"$(pair 0x1 A C 1000 1000)"$'\n'"$(cycle)"
	valid "$output"
	jqeq '.reason == "no_pool"' "$(of_type refusal "$output")"
	run --separate-stderr -5 find --amount 1 <<<"$(pair 0x1 A B 1000 1000)"$'\n'"$(cycle)"
	jqeq '.reason == "no_route"' "$(of_type refusal "$output")"
	run --separate-stderr -5 find --amount 1.5 --amount 100 <<<"$(pair 0x1 A B 1000 1000)"$'\n'"$(cycle)"
	jqeq '.reason == "amount_unit"' "$(of_type refusal "$output")"
	jqeq '.amount_in == "100" and .amount_out == "90"' "$(of_type route "$output")"
}

@test "a pair by hand: amounts, gas, slippage; a file and a frame say the same" {
	{ chain && pair 0x1 A WETH 1000000 2000000 'sigma_ratio: 0.5'; } >in
	run --separate-stderr -0 route-find --from A --to WETH --amount 1000 --slippage-bps 100 in
	valid "$output"
	# 1000 * 997 * 2000000 / (1000000 * 1000 + 1000 * 997), 105,000 gas at 20 gwei
	jqeq '[.amount_out, .gas, .gas_out, .net_out, .min_out] == ["1992", 105000, "1", "1991", "1972"]' "$(of_type route "$output")"
	jqeq '.block == 9 and .ts_ms == 4000 and .noise_slippage_bps == 9 and .slippage_bps == 100' "$(of_type route "$output")"
	jqeq '.sandwich_slippage_bps == null and .private_only == null and .impact_ratio > 0.0009 and .impact_ratio < 0.0012' "$(of_type route "$output")"
	jqeq '.legs == [{kind: "v2", amount_in: "1000", amount_out: "1992", path: ["A", "3000", "WETH"], pools: ["0x1"], venue: "uniswap"}]' "$(of_type route "$output")"
	{ cat in && cycle; } >frame
	jqeq '.ts_ms == 5000 and .amount_out == "1992"' "$(route-find --from A --to WETH --amount 1000 frame | of_type route "$(cat)")"
	# a large one: a sandwich gains whatever it costs
	jqeq '.private_only and .sandwich_slippage_bps < 9' "$(route-find --from A --to WETH --amount 400000 in | of_type route "$(cat)")"
}

@test "what cannot be quoted is left out, and says why" {
	{
		pair 0xgood A B 1000000 1000000
		pair 0xfee A B 1000000 1000000 'fee: null' | jq -c 'del(.fee)'
		pair 0xempty A B 0 1000000
		pair 0xblock A B 1000000 1000000 'block: 8'
		pair 0xgood A B 1000000 1000000
		pair 0xcurve A B 1000000 1000000 'venue: "curve"'
		pair 0xquick A B 1000000 1000000 'venue: "quickswap", kind: "v3"'
		pair 0xunit A B 1000000 1000000 'decimals0: 1'
		ticked 0xwords 'word_low: null' | jq -c 'if .word_low == null then del(.word_low) else . end'
		ticked 0xhook 'kind: "v4", hooks: "0x0000000000000000000000000000000000000080"'
		ticked 0xdynamic 'kind: "v4", dynamic_fee: true'
		ticked 0xplain 'kind: "v4", hooks: "0x0000000000000000000000000000000000001000"'
	} >in
	run --separate-stderr -0 find --amount 1000 --legs 4 in
	valid "$output"
	same '0xblock: it is of another block
0xcurve: its venue is not known
0xdynamic: a hook says its fee
0xempty: a reserve is empty
0xfee: its fee is not told
0xgood: it is told twice
0xhook: a hook acts on its swaps
0xquick: its venue has no such pools
0xunit: a token with other decimals elsewhere
0xwords: its ticks are not told' "$(of_type route "$output" | jq -r '.skipped[]' | sort)"
	jqeq '.legs[0].pools == ["0xplain"] and .legs[0].kind == "v4"' "$(of_type route "$output")"
}

@test "ticks that are not told as far as the amount goes" {
	{ ticked 0xt 'word_high: 0' && pair 0x1 A B 1000000000000000 900000000000000; } >in
	jqeq '.legs[0].pools == ["0xt"] and .skipped == null' "$(route --amount 100000000000 in)"
	jqeq '.legs[0].pools == ["0x1"] and .skipped == ["0xt: its ticks are not told as far"]' "$(route --amount 2000000000000 --legs 1 in)"
}

@test "hops, legs, venues; a leg is one call of a router, unless mixed" {
	{
		pair 0x1 A C 1000000 1000000 && pair 0x2 C B 1000000 1000000 'venue: "sushiswap"'
		pair 0x3 C B 1000000 900000 && pair 0x4 A B 1000000 700000 && pair 0x5 A B 1000000 690000 'venue: "sushiswap"'
	} >in
	jqeq '[.legs[0] | .pools, .venue, .mixed] == [["0x1", "0x3"], "uniswap", null]' "$(route --amount 1000 --legs 1 in)"
	jqeq '[.legs[0] | .pools, .venue, .mixed] == [["0x1", "0x2"], null, true]' "$(route --amount 1000 --legs 1 --mixed in)"
	jqeq '.legs[0].pools == ["0x4"]' "$(route --amount 1000 --legs 1 --hops 1 in)"
	jqeq '.legs[0].pools == ["0x5"]' "$(route --amount 1000 --venue sushiswap in)"
	# the most of all 300,001 ways to part it
	best=$(python3 -c 'f = lambda a, y: a * 997 * y // (10**9 + a * 997)
print(max(f(a, 700000) + f(300000 - a, 690000) for a in range(300001)))')
	jqeq '(.legs | length) == 2 and ([.legs[].amount_in | tonumber] | add == 300000) and .amount_out == "'"$best"'"' "$(route --amount 300000 --hops 1 --legs 2 in)"
}

@test "recorded pools of Ethereum: 15 with all their ticks" {
	file=${MM_DATA:-}/routing/tycho_uniswap_pools_state_15.json
	[ -f "$file" ] || skip "the recorded pools are not there (MM_DATA)"
	python3 "$MM_TOP/tests/route_pools.py" "$file" >in
	valid <in
	run --separate-stderr -0 route-find --from WETH --to USDC --amount 1 --amount 1000 -o WRAPPED_NATIVE=WETH in
	valid "$(of_type route "$output")"
	jqall 'length == 2 and .[0].amount_out == "2721.322229" and (.[1].legs | length) == 3' "$(of_type route "$output")"
	jqeq '(.skipped // []) == []' "$(of_type route "$output")"
}
