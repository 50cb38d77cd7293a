# il-calc: a life reckoned by hand, what is not known, what is refused; then thousands
# of random positions against fractions (il_model.py).
load lib

USDC=0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48
WETH=0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2
ROOT_4=158456325028528675187087900672000 # 4 USDC per XYZ: 4000000 parts a part
ROOT_9=237684487542793012780631851008000
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	printf '%s\n' STRATEGY_ID=7 NUMERAIRE=USDC "ASSETS=USDC:$USDC:6,WETH:$WETH:18" >"$MM_HOME/mm.conf"
}

cycle() { echo '{"type":"cycle","ts_ms":5000,"id":5000}'; }
# position [KEYS]: 100 XYZ (no decimals) and 400 USDC put in at 4, now at 9.
position() {
	jq -cn --arg four $ROOT_4 --arg nine $ROOT_9 '{type: "position", ts_ms: 1, chain_id: 1, position: "v3:1", strategy: 7, kind: "v3", wallet: "alice",
		manager: "0xm", token_id: "1", pool: "0xp", token0: "XYZ", token1: "USDC", decimals0: 0, decimals1: 6, fee: 3000, tick_spacing: 60,
		tick_lower: 138120, tick_upper: 165780, liquidity: "1000000000", sqrt_price_x96: $nine, tick: 160120, pool_liquidity: "4000000000", amount0: "66", amount1: "606",
		uncollected0: "1", uncollected1: "2.5", entry: "known", block: 9, block_hash: "0xb",
		flows: [{block: 1, log_index: 1, tx_hash: "0xt", ts_ms: 1, flow: "increase", liquidity: "1000000000", amount0: "100", amount1: "400",
			sqrt_price_x96: $four, gas_wei: "10000000000000000", native_price: "2000"}]}'" * {${1:-}}"
}
pool() { echo '{"type":"pool","ts_ms":1,"chain_id":1,"pool":"0xp","venue":"uniswap","kind":"v3","token0":"XYZ","token1":"USDC","decimals0":0,"decimals1":6,"window_s":86400,"fees0":"1","fees1":"11","sigma_ratio":0.8,"block":9,"block_hash":"0xb"}'; }
price() { echo '{"type":"price","ts_ms":4000,"pair":"'"$1"'","price":"'"$2"'","age_ms":'"${3:-0}"',"n_sources":2}'; }
# il [option ...]: the il records of the frame of the records on standard input.
il() { { cat && cycle; } | il-calc "$@" | grep '^{"type":"il"' || true; }
# is FILTER: it is true of the one il record of standard input's frame.
is() { jqeq "$1" "$(il "${@:2}")"; }

@test "a bad line, a cut frame, a full disk, wrong usage" {
	run --separate-stderr -5 il-calc <<<'{"type":"position","ts_ms":1}'$'\n'"$(position)"$'\n'"$(cycle)"
	[[ ${stderr_lines[0]} == "il-calc: <stdin>:1: position: "* ]]
	run -1 il-calc <<<"$(position)"
	run -1 bash -c 'il-calc >/dev/full <<<'"'$(cycle)'"
	run -1 il-calc --plot /nowhere/x.svg <<<"$(position)"$'\n'"$(cycle)"
	run -2 il-calc --at 0 </dev/null
	run -2 il-calc --at 1,x </dev/null
	run -2 il-calc --sigma -1 </dev/null
	run -2 il-calc --live </dev/null
}

@test "a life by hand: each of V, H, F, V0 and gas, and what they make" {
	run --separate-stderr -0 il-calc <<<"$(position)"$'\n'"$(pool)"$'\n'"$(cycle)"
	valid "$output"
	jqeq '[.amount0, .amount1, .hold0, .hold1, .il0, .il1, .fees0, .fees1] == ["66", "606", "100", "400", "-34", "206", "1", "2.5"]' "$(of_type il "$output")"
	jqeq '[.value, .value_hold, .fees, .value_entry, .gas, .gas_wei] == ["1200", "1300", "11.5", "800", "20", "10000000000000000"]' "$(of_type il "$output")"
	jqeq '[.il_amount, .net_vs_hold, .net_vs_entry] == ["-100", "-108.5", "391.5"]' "$(of_type il "$output")"
	jqeq '[.price, .price_entry, .price_ratio] == ["9", "4", 2.25] and (.il_pct + 100 / 13 | fabs < 1e-9) and .closed == null and .unknown == null' "$(of_type il "$output")"
	jqeq '.exposures == [{"asset": "XYZ", "amount": "67", "decimals": 0}]' "$(of_type il "$output")"
	same "$(of_type position "$output")" "$(position)"
}

@test "what is to be expected: LVR, pace, exit, by the pool's volatility or one's own" {
	{ position && pool; } >in
	# sigma^2 L sqrt(P) / 4 in parts of a millionth; a quarter of 20 a day
	is '(.lvr_year / (0.64 * 1e9 * 3000 / 4 / 1e6) - 1 | fabs < 1e-9) and .sigma_ratio == 0.8 and .in_range' <in
	is '(.fee_apr_pct / .lvr_pct * 480000 / (5 * 365) - 1 | fabs < 1e-9) and (.breakeven_s / (108.5 / 5 * 86400) - 1 | fabs < 1e-9)' <in
	is '.horizon_s == 604800 and .exit_probability > 0 and .exit_probability < 1 and .outside_probability < .exit_probability and .mean_exit_s > 604800' <in
	is '.lvr_year == (0.01 * 1e9 * 3000 / 4 / 1e6) and .sigma_ratio == 0.1' --sigma 0.1 <in
	is '.exit_probability > 0.99 and .horizon_s == 31536000' --sigma 9 -o RANGE_HORIZON=365d <in
	# out of the range nothing is lost to arbitrage, nothing earned
	is '[.in_range, .exit_probability, .mean_exit_s, .lvr_year, .fee_apr_pct, .gamma] == [null, 1, 0, 0, 0, 0]' < <(position 'tick_upper: 160080' && pool)
	# what a minute paid is not what a year pays: it stands for a day
	same "$({ position && pool; } | il | jq .fee_apr_pct)" "$({ position && pool | sed 's/86400/60/'; } | il | jq .fee_apr_pct)"
	is '.fee_apr_pct > 0' < <(position && pool | sed 's/86400/60/')
	is '.unknown == ["sigma"] and .exit_probability == null and .lvr_year == null and .delta > 0' < <(position)
}

@test "whatever is not known is named, and what needs it is absent" {
	is '.unknown[0] == "entry" and .hold0 == null and .fees0 == null and .il_amount == null and .gas == null and .value == "1200" and (.exposures | length) == 1' \
		< <(position 'entry: "unknown", entry_why: "a log is missing"')
	position | jq -c 'del(.flows[0].native_price)' >in
	is '.unknown[0] == "gas" and .gas == null and .gas_wei == "10000000000000000" and .net_vs_hold == null and .il_amount == "-100"' <in
	position | jq -c 'del(.flows[0].gas_wei)' >in
	is '.unknown[0] == "gas" and .gas_wei == null' <in
	position | jq -c 'del(.flows[0].sqrt_price_x96)' >in
	is '.unknown[0] == "entry_price" and .value_entry == null and .net_vs_entry == null and .net_vs_hold == "-108.5" and .price_ratio == null' <in
	is '.unknown[0] == "price" and .value == null and .il_amount == null and .hold0 == "100" and .il0 == "-34"' < <(position 'sqrt_price_x96: "0"')
	# no liquidity: all of it was taken off and waits
	position 'liquidity: "0", amount0: "0", amount1: "0", uncollected0: "67", uncollected1: "608.5"' |
		jq -c '.flows += [.flows[0] + {flow: "decrease", amount0: "66", amount1: "606", log_index: 2, gas_wei: "0"}]' >in
	is '.value == "0" and .hold0 == "34" and .fees == "11.5" and .exposures[0].amount == "67"' <in
}

@test "neither token is the numeraire: a fresh price of token1, or no values at all" {
	p=$(position 'token1: "WETH", decimals1: 6')
	is '.value == null and .il_amount == null and .net_vs_hold == null and .il1 == "206" and .unknown[0:2] == ["entry_price", "price"]' <<<"$p"
	is '.value == "1800" and .il_amount == "-150" and (.unknown | index("price")) == null and [.exposures[].asset] == ["XYZ", "WETH"]' < <(echo "$p" && price WETH/USDC 1.5)
	is '.value == "1800"' < <(echo "$p" && price ETH/USDC 1.5)
	is '.value == null' < <(echo "$p" && price WETH/USDC 1.5 5400001)
	is '.value == null' < <(echo "$p" && price WETH/USDC 1.5 | jq -c '.ts_ms = -5400000')
	is '.value == null' < <(echo "$p" && price WETH/USDC 1.5 && price WETH/USDC 1.5 5400001)
	is '.value_entry == "400" and .unknown == ["sigma"]' < <(jq -c '.flows[0].quote_price = "0.5"' <<<"$p" && price WETH/USDC 1.5)
	# token0 is the numeraire: the other is the leg
	is '.value == "701.437056" and .exposures == [{"asset": "XYZ", "amount": "608", "decimals": 0}]' \
		< <(position 'token0: "USDC", token1: "XYZ", decimals0: 6, decimals1: 0, uncollected1: "2", sqrt_price_x96: "77371252455336267181195264"')
}

@test "a position that vanished is refused in every frame until it is back or closed" {
	il=$(position | il)
	{ echo "$il" && cycle; } >in
	run --separate-stderr -5 il-calc in
	jqall '[.[].reason // empty] == ["position_vanished"]' "$(of_type refusal "$output")"
	[ "$(of_type il "$output")" = "" ]
	# nor is anything told of the others: the last record stays the newest
	{ echo "$il" && position 'position: "v3:2"' && cycle; } >in
	run --separate-stderr -5 il-calc in
	[ "$(of_type il "$output")" = "" ]
	# one that could not be read has a refusal already
	{ echo "$il" && echo '{"type":"refusal","ts_ms":1,"by":"lp-read","reason":"rpc","text":"x"}' && cycle; } >in
	run --separate-stderr il-calc in
	[ "$(of_type refusal "$output" | jq -r .by)" = lp-read ]
	is '.position == "v3:1"' < <(echo "$il" && position)
	is '.closed' < <(echo "$il" && position 'type: "closed", amount0: "0", amount1: "0", uncollected0: "0", uncollected1: "0"')
	# what was closed, and rolls, may go
	{ jq -c '.closed = true' <<<"$il" && jq -c '.roll = "R"' <<<"$il" && cycle; } >in
	run --separate-stderr -0 il-calc in
	[ "$(of_type il "$output")" = "" ]
}

@test "a closed position: final accounts, nothing to hedge, until the hedge knows" {
	position 'type: "closed", liquidity: "0", amount0: "0", amount1: "0", uncollected0: "0", uncollected1: "0"' |
		jq -c '.flows += [.flows[0] + {flow: "decrease", amount0: "66", amount1: "606", log_index: 2, gas_wei: "0", sqrt_price_x96: .sqrt_price_x96},
			.flows[0] + {flow: "collect", amount0: "67", amount1: "608.5", log_index: 3, gas_wei: "0"}]' >closed
	is '.closed and .exposures == [] and .value == "0" and .value_hold == "100" and .il_amount == "-100" and .fees == "11.5" and .net_vs_hold == "-108.5"' <closed
	is '.value_entry == "-400" and .net_vs_entry == "391.5" and (.net_vs_entry_pct / (39150 / 800) - 1 | fabs < 1e-9) and (.il_pct + 100 / 13 | fabs < 1e-9)' <closed
	h='{"type":"hedge","ts_ms":1,"strategy":7,"covered":[{"position":"v3:1"'
	is '.closed' < <(cat closed && echo "$h}]}")
	[ "$({ cat closed && echo "$h,\"closed\":true}]}"; } | il)" = "" ]
}

@test "what a roll holds between its steps is to be hedged" {
	h() { echo '{"type":"holding","ts_ms":1,"chain_id":1,"roll":"'"$1"'","asset":"'"$2"'","wallet":"alice","pool":"0xp","amount":"'"$3"'","decimals":18,"block":9}'; }
	got=$({ h R1 WETH 2.5 && h R1 USDC 100 && h R2 XYZ 7 && h R1 XYZ 0; } | il)
	valid "$got"
	jqall '[.[] | [.position, .roll, [.exposures[] | .asset, .amount]]] == [["roll:R1", "R1", ["WETH", "2.5"]], ["roll:R2", "R2", ["XYZ", "7"]]]' "$got"
	jqall 'all(.[]; .strategy == 7 and .wallet == "alice" and .pool == "0xp")' "$got"
}

@test "what contradicts itself is refused" {
	for keys in 'amount0: "-1"' 'amount0: "0.5"' 'decimals0: 39' 'uncollected1: "0.0000001"'; do
		run --separate-stderr -5 il-calc <<<"$(position "$keys")"$'\n'"$(cycle)"
		[ "$(of_type refusal "$output" | jq -r .reason)" = position_unsound ]
		[ "$(of_type il "$output")" = "" ]
	done
	# taken off and never paid out: a flow is missing
	position | jq -c '.flows += [.flows[0] + {flow: "decrease", log_index: 2}]' >in
	run --separate-stderr -5 il-calc <<<"$(cat in)"$'\n'"$(cycle)"
	[[ $stderr == *"a flow is missing" ]]
}

@test "prices at the ends of the domain: what does not fit a decimal is absent" {
	for root in 4295128739 1461446703485210103287273052203988822378723970341; do
		got=$(position "sqrt_price_x96: \"$root\", tick_lower: -887272, tick_upper: 887272, decimals0: 30, decimals1: 0" | jq -c '.amount0 = "66.000000000000000000000000000001" | .amount1 = "606" | .uncollected1 = "2"' | il --sigma 1 --at 1 --plot x.svg)
		valid "$got"
		jqeq '.il0 == "-33.999999999999999999999999999999" and .exposures == [{"asset": "XYZ", "amount": "67.000000000000000000000000000001", "decimals": 30}]' "$got"
	done
}

@test "a pair of v2: what is above the share put in are fees" {
	# 1,000 and 4,000 at 4; at 1 that is 2,000 of each
	p=$(position 'kind: "v2", position: "v2:alice:0xp", decimals1: 0, liquidity: "2000", amount0: "2010", amount1: "2020", uncollected0: "0", uncollected1: "0",
		sqrt_price_x96: "79228162514264337593543950336"' | jq -c 'del(.tick_lower, .tick_upper) |
		.flows[0] += {amount0: "1000", amount1: "4000", liquidity: "2000", sqrt_price_x96: "158456325028528675187087900672"}')
	is '[.amount0, .amount1, .fees0, .fees1, .value, .value_hold, .fees, .il_amount] == ["2000", "2000", "10", "20", "4000", "5000", "30", "-1000"] and .in_range' <<<"$p"
	is '.il_pct == -20 and .exposures == [{"asset": "XYZ", "amount": "2010", "decimals": 0}] and (.gamma + 1007 | fabs < 1)' <<<"$p"
}

@test "--at: the accounts at other prices; --plot draws them" {
	p=$(position)
	got=$(il --at 4,9 --at '2 100' --plot x.svg <<<"$p")
	valid "$got"
	jqeq '[.curve[].price] == [4, 9, 2, 100] and ([.curve[] | .il_amount] | length) == 4' "$got"
	jqeq '.curve[0].value_hold == "800" and .curve[1].value_hold == "1300" and .curve[3].amount0 == "0" and .curve[2].value_hold == "600"' "$got"
	[ "$(grep -c '<polyline' x.svg)" = 2 ]
	python3 -c 'import sys, xml.dom.minidom as m; m.parse("x.svg")'
	# text of records is text in the drawing
	il --plot x.svg <<<"$(position 'position: "<&\"x"')" >/dev/null
	python3 -c 'import sys, xml.dom.minidom as m; m.parse("x.svg")'
	is '.curve == null' --at 4 < <(position 'entry: "unknown"')
}

@test "thousands of random lives against fractions" {
	for seed in $(seq $((3 * ${MM_SOAK:-1}))); do
		"$MM_TOP/tests/il_model.py" make "$seed" 700 >in
		il-calc in >out
		"$MM_TOP/tests/il_model.py" judge in out
	done
	head -300 out | valid
}
