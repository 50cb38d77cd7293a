# liq-scan: what is bad or missing, what changes an account, what is kept between frames.
load lib

POOL=0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2
A=0x0000000000000000000000000000000000000001 B=0x0000000000000000000000000000000000000002
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	echo CHAIN_ID=1 >"$MM_HOME/mm.conf"
}

# head_of BLOCK [KEYS]: the chain and the market at that block, keys added to the market.
head_of() {
	jq -cn --argjson b "$1" --arg pool $POOL '({type: "chain", ts_ms: 1, chain: "evm", chain_id: 1, block: $b, block_hash: "0xb\($b)", parent_hash: "0xa",
		block_ts_s: (2000 + 12 * $b), target_ts_s: (2012 + 12 * $b), gas_limit: "30000000"}),
		({type: "lend_market", ts_ms: 1, chain_id: 1, pool: $pool, kind: "aave", revision: 1, oracle: "0x54", base_unit: "100000000", users: 2,
		from_block: 1, block: $b, block_hash: "0xb\($b)"}'" * {${2:-}})"
}
# reserves BLOCK [KEYS]: WETH and USDC, keys added to WETH.
reserves() {
	jq -cn --argjson b "$1" --arg pool $POOL '["WETH", 8250, 18], ["USDC", 8500, 6] | {type: "reserve", ts_ms: 1, chain_id: 1, pool: $pool,
		id: (if .[0] == "WETH" then 0 else 1 end), asset: .[0], address: "0xa\(.[0])", decimals: .[2], a_token: "0xa", ltv_bps: 8000, lt_bps: .[1],
		bonus_bps: 10500, fee_bps: 1000, reserve_factor_bps: 1500, active: true, liquidity_index: "1000000000000000000000000000",
		liquidity_rate: "0", borrow_index: "1000000000000000000000000000", borrow_rate: "0", updated_s: 1000, block: $b}
		| . * (if .asset == "WETH" then {'"${2:-}"'} else {} end)'
}
# prices BLOCK WETH [USDC] [KEYS]
prices() {
	jq -cn --argjson b "$1" --arg pool $POOL --arg w "$2" --arg u "${3:-100000000}" '["WETH", $w], ["USDC", $u] | {type: "oracle", ts_ms: 1,
		chain_id: 1, pool: $pool, asset: .[0], price_base: .[1], source: "0xfeed", block: $b} * {'"${4:-}"'}'
}
# has BLOCK USER RESERVE KEYS
has() {
	jq -cn --argjson b "$1" --arg pool $POOL --arg user "$2" --argjson r "$3" \
		'{type: "user_reserve", ts_ms: 1, chain_id: 1, pool: $pool, user: $user, reserve: $r, block: $b} * {'"$4"'}'
}
deposit='scaled_supply: "1000000000000000000", collateral: true'
cycle() { echo '{"type":"cycle","ts_ms":'$((2000000 + 12000 * $1))',"id":'$((2000000 + 12000 * $1))'}'; }
# whole: at block 1, WETH at 2000: A owes 1500 (HF 1.1), B 1000 (HF 1.65).
whole() {
	head_of 1 'whole: true' && reserves 1 && prices 1 200000000000
	has 1 $A 0 "$deposit" && has 1 $A 1 'scaled_debt: "1500000000"'
	has 1 $B 0 "$deposit" && has 1 $B 1 'scaled_debt: "1000000000"'
	cycle 1
}
# frame BLOCK WETH: nothing but new prices.
frame() { head_of "$1" && prices "$1" "$2" && cycle "$1"; }
# states: user, state and health factor of every health record of standard input.
states() { liq-scan "$@" 2>err | jq -r 'select(.type == "health") | "\(.user[41:]) \(.was // "new") \(.state) \(.hf // .why // "-")"'; }
# refusals: their reasons.
refusals() { liq-scan "$@" 2>err | jq -r 'select(.type == "refusal") | .reason'; }

@test "a bad line, a cut frame, a full disk, wrong usage" {
	run --separate-stderr -5 liq-scan <<<'{"type":"reserve","ts_ms":1}'$'\n'"$(cycle 1)"
	[[ ${stderr_lines[0]} == "liq-scan: <stdin>:1: reserve: "* ]]
	run -1 liq-scan <<<"$(head_of 1)"
	run -1 bash -c 'liq-scan >/dev/full <<<'"'$(whole)'"
	for wrong in --shard=2/2 --shard=x --below=0.5 --user=0x12 --top=0 --live; do run -2 liq-scan "$wrong" </dev/null; done
}

@test "health is told on change, by the contract's own rounding" {
	run states <<<"$(whole; frame 2 199999999999; frame 3 180000000000; frame 4 120000000000; frame 5 200000000000)"
	[ "$output" = "1 safe near 1.099999999993333333
1 near below 0.99
2 safe below 0.99
1 below safe 1.1
2 below safe 1.65" ]
	out=$(whole | liq-scan --top 1) && valid "$out"
	jqeq 'select(.type == "health") | .user == "'$A'" and .state == "safe" and .debt_base == "1500"' "$(grep '"health"' <<<"$out")"
	jqeq 'select(.type == "lend_scan") | .debtors == 2 and .hf["1.1"] == "1" and .hf_sum == "2.75"' "$(grep '"lend_scan"' <<<"$out")"
}

@test "what an account does is what it is from then on" {
	run states <<<"$(whole
		head_of 2 && prices 2 200000000000 && has 2 $B 1 'scaled_debt: "1700000000"' && cycle 2
		head_of 3 && prices 3 200000000000 && has 3 $B 1 '' && cycle 3)"
	[ "$output" = "2 safe below 0.970588235294117647
2 below gone -" ]
}

@test "a market told whole again is all there is" {
	run states <<<"$(whole; frame 2 180000000000
		head_of 3 'whole: true' && reserves 3 && prices 3 180000000000 && has 3 $B 0 "$deposit" && has 3 $B 1 'scaled_debt: "1400000000"' && cycle 3)"
	[ "$output" = "1 safe below 0.99
1 below gone -
2 safe near 1.060714285714285714" ]
}

@test "what cannot be reckoned is unknown, never safe" {
	run states <<<"$(whole
		head_of 2 && prices 2 0 && cycle 2
		head_of 3 && prices 3 200000000000 && has 3 $B 7 "$deposit" && cycle 3
		head_of 4 && prices 4 200000000000 | grep WETH && cycle 4)"
	[ "$output" = "1 safe unknown price_zero
2 safe unknown price_zero
1 unknown safe 1.1
1 safe unknown price_missing" ]
	run liq-scan --user $B <<<"$(whole; head_of 2 && prices 2 200000000000 && has 2 $B 7 "$deposit" && cycle 2)"
	[ "$(jq -r 'select(.type == "health" and .block == 2) | .state + " " + .why' <<<"$output")" = "unknown reserve_unknown" ]
}

@test "a frame that cannot be trusted decides nothing, and says why" {
	run refusals <<<"$(cycle 1; frame 1 200000000000)"
	[ "$output" = "market_missing
market_unknown" ]
	run refusals <<<"$(whole; frame 2 200000000000 | grep -v '"type":"chain"'; frame 0 200000000000; cycle 3
		head_of 4 && prices 5 200000000000 && cycle 4; frame 5 200000000000 | sed s/2060000/3060000/g)"
	[ "$output" = "chain_missing
block_behind
market_missing
block_mixed
stale_block" ]
	run refusals <<<"$(whole | sed 's/"revision":1,/"revision":2,/')"
	[ "$output" = revision_unknown ]
	run refusals <<<"$(whole | sed 's/"base_unit":"100000000"/"base_unit":"3"/')"
	[ "$output" = base_unit ]
	[ -z "$(liq-scan 2>err <<<"$(whole; frame 2 180000000000 | sed 's/"chain_id":1,"block":2/"chain_id":1,"block":3/')" | grep '"health".*"block":2')" ]
}

@test "what a refused frame told waits; what a bad line told is lost until all is told" {
	late() { head_of 2 && prices 2 200000000000 && has 2 $B 1 'scaled_debt: "1700000000"' && "$@" && cycle 2; }
	refused='{"type":"refusal","ts_ms":1,"by":"lp-read","reason":"timeout","text":"x"}'
	run states <<<"$(whole; late echo "$refused"; frame 3 200000000000)"
	[ "$output" = "2 safe below 0.970588235294117647" ]
	run --separate-stderr liq-scan <<<"$(whole; late echo '{"type":"user_reserve","ts_ms":1}'; frame 3 200000000000; whole | sed 's/"block":1,/"block":4,/; s/0xb1"/0xb4"/; s/"block":1}/"block":4}/; s/2012000/2048000/g')"
	[ "$(jq -r 'select(.type == "refusal") | .reason' <<<"$output" | paste -sd' ')" = "bad_record state_gap" ]
	[ "$(grep -c lend_scan <<<"$output")" = 2 ]
	run refusals <<<"$(whole; head_of 3 'after_block: 2' && prices 3 200000000000 && cycle 3)"
	[ "$output" = state_gap ]
	whole_told() { whole | grep -v '"cycle"' && echo "$1" && cycle 1; } # but refused
	run refusals <<<"$(whole_told "$refused"; head_of 3 'after_block: 2' && prices 3 200000000000 && cycle 3)"
	[ "$output" = $'timeout\nstate_gap' ]
	run states <<<"$(whole_told "$refused"; head_of 3 'after_block: 1' && prices 3 199999999999 && cycle 3)"
	[ "$output" = "1 new near 1.099999999993333333" ]
	run refusals <<<"$(whole_told "${refused/lp-read/lend-read}"; head_of 3 && prices 3 200000000000 && cycle 3)"
	[ "$output" = $'timeout\nstate_gap' ]
	run refusals <<<"$(whole; head_of 3 'after_block: 1' && prices 3 200000000000 && cycle 3)"
	[ -z "$output" ]
	run -1 liq-scan <<<"$(whole; head_of 2 && prices 2 0)"
}

@test "a stale feed is told of, and its accounts are not touched" {
	run states <<<"$(whole; head_of 2 && prices 2 120000000000 100000000 'updated_s: 2000' && cycle 2)" -o ORACLE_AGE=25h
	[ "$output" = "1 safe below 0.66
2 safe below 0.99" ]
	out=$(liq-scan -o ORACLE_AGE=10s <<<"$(whole; head_of 2 && prices 2 120000000000 100000000 'updated_s: 2000' && cycle 2)" | grep '"health"')
	jqeq '.state == "below" and .why == "stale_price"' "$(head -n 1 <<<"$out")"
}

@test "shards part the accounts between them, and pass on what is not theirs" {
	(whole; frame 2 120000000000) >frames
	liq-scan --shard 0/2 frames >first && liq-scan --shard 1/2 first >second
	[ "$(grep -c '"user_reserve"' first)" = 2 ]
	[ "$(grep -c '"user_reserve"' second)" = 0 ]
	[ "$(jq -r 'select(.type == "health") | .user' second | sort)" = "$(printf '%s\n' $A $B)" ]
	[ "$(jq -r 'select(.type == "lend_scan" and .block == 2) | "\(.shard) \(.users)"' second | paste -sd' ')" = "0/2 1 1/2 1" ]
	sed 's/"user_reserve","ts_ms"/"user_reserve", "ts_ms"/' frames | liq-scan --shard 0/2 >spaced
	[ "$(grep -c '"user_reserve", "ts_ms"' spaced)" = 2 ] # by the general reader, as it was
}

@test "a saved state goes on as if it had never stopped" {
	(whole; frame 2 199999999999; frame 3 180000000000) >before
	(frame 4 120000000000; head_of 5 && prices 5 200000000000 && has 5 $B 1 'scaled_debt: "1700000000"' && cycle 5; frame 6 178000000000) >after
	cat before after | liq-scan --save whole >all
	liq-scan --save half before >told && liq-scan --load half --save rest after >>told
	cmp told all
	cmp whole rest
	for edit in 's/^l 0/l 1/' 's/"lt_bps":8250/"lt_bps":8251/' '$d' '$a more' '2d' 's/state 1/state 2/'; do
		sed "$edit" half >bad
		run --separate-stderr -1 liq-scan --load bad after
		[ -z "$output" ]
		[[ $stderr == "liq-scan: --load: bad: it is "* ]]
	done
	run -1 liq-scan --load nowhere after
	run -1 liq-scan --save /nowhere/x before
	run -1 liq-scan --load half -o CHAIN_ID=2 after
	(cat before; frame 4 120000000000 | head -n 2) | (! liq-scan --save cut)
	cmp cut half # the frame that was not closed is read anew
}
