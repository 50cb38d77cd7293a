# fund-plan: the program around lib/math/fund, whose rules test_fund.c has.
load lib

setup() { cd "$BATS_TEST_TMPDIR" || return; }

price() { echo '{"type":"price","ts_ms":5000,"pair":"SOL/USD","price":"'"${1:-100}"'","age_ms":'"${2:-0}"',"n_sources":3}'; }
# book BID ASK
book() { echo '{"type":"book","ts_ms":5000,"market":"M","bids":[["'"$1"'","1"]],"asks":[["'"$2"'","1"]],"own_bids":[],"own_asks":[],"slot":1}'; }
pivot() { echo '{"type":"pivot","ts_ms":5000,"market":"M","price":"1","mode":"vwap","window_days":365,"n_trades":9,"volume":"10"}'; }
# wallet NAME SOL WSOL_FREE WSOL_LOCKED USDC
wallet() {
	printf '{"type":"wallet","ts_ms":5000,"wallet":"%s","chain":"solana","balances":{"SOL":{"free":"%s","locked":"0","unsettled":"0"},"wSOL":{"free":"%s","locked":"%s","unsettled":"0"},"USDC":{"free":"%s","locked":"0","unsettled":"0"}}}\n' "$@"
}
pending() { echo '{"type":"pending","ts_ms":1,"intent_id":"x","attempt":"a","lane":"'"$1"'","action":"swap","class":"risk","state":"'"$2"'","since_ms":5}'; }
cycle() { echo '{"type":"cycle","ts_ms":5000,"id":5000}'; }
did() { jq -r 'select(.type == "action") | [.action, .amount, .asset, .min_out // .to // "-"] | join(" ")' <<<"$output"; }
decision() { jq -r 'select(.type == "fund") | "\(.decision) \(.reason)"' <<<"$output"; }

@test "shares that would fight each other are a configuration error" {
	run -2 fund-plan -o MIN_SOL_RESERVE_PCT=70 </dev/null
	[[ $output == *"MIN_SOL_RESERVE_PCT"*"not below 100 less"* ]]
	run -2 fund-plan -o INJECT_TARGET_PCT=60 </dev/null
	[[ $output == *"INJECT_TARGET_PCT"*"below MIN_SOL_RESERVE_PCT"* ]]
}

@test "a bad line, a full disk, an unfinished frame" {
	{ echo '{"type":"price","price":1}' && pivot && book 1.3 1.31 && wallet w1 1 100 0 0 && cycle; } >in
	run --separate-stderr -5 fund-plan in
	[ "$(did)" = "" ]
	{ price && pivot && book 1.3 1.31 && wallet w1 1 100 0 0; } >in
	run --separate-stderr -1 fund-plan in
	[ "$(did)" = "" ]
	cycle >>in
	fund-plan in >out
	run -1 bash -c 'fund-plan in >/dev/full'
}

@test "without price, pivot or wallet nothing moves" {
	local missing
	for missing in price pivot wallet; do
		{ [ $missing = price ] || price; [ $missing = pivot ] || pivot; book 1.3 1.31
		  [ $missing = wallet ] || wallet w1 1 100 0 0; cycle; } >in
		run --separate-stderr -5 fund-plan in
		[ "$(did)" = "" ]
		[[ $output == *'"type":"refusal"'* ]]
	done
	{ price 100 61000 && pivot && book 1.3 1.31 && wallet w1 1 100 0 0 && cycle; } >in
	run --separate-stderr -5 fund-plan in
	[[ $output == *'"reason":"no_price"'* ]]
}

@test "at the upper bound SOL is sold, at the lower USDC is spent, SOL never" {
	{ price && pivot && book 1.3 1.31 && wallet w1 0.05 100 0 0 && cycle; } >in
	run --separate-stderr -0 fund-plan -o FUND_FEE_PCT=0 in
	valid "$output"
	[ "$(did)" = "swap 30 wSOL 2985" ]
	{ price && pivot && book 0.84 0.85 && wallet w1 0.05 100 0 500 && cycle; } >in
	run --separate-stderr -0 fund-plan in
	[ "$(did)" = "swap 500 USDC 4.975" ]
	jqeq 'select(.type == "action") | .reason == "convert"' "$(of_type action "$output")"
	{ price && pivot && book 0.84 0.85 && wallet w1 0.05 100 0 0 && cycle; } >in
	run --separate-stderr -0 fund-plan in
	[ "$(did)" = "" ]
	[ "$(decision)" = "hold in_band" ]
}

@test "where we are alone the middle is between our own orders, a trade of others goes before it" {
	own='{"type":"book","ts_ms":5000,"market":"M","bids":[["1.29","1"]],"asks":[["1.31","1"]],"own_bids":[["1.29","1"]],"own_asks":[["1.31","1"]],"slot":1}'
	{ price && pivot && echo "$own" && wallet w1 0.05 100 0 0 && cycle; } >in
	run --separate-stderr -0 fund-plan in
	jqeq '.price == "1.3"' "$(of_type fund "$output")"
	sed 's/"volume":"10"/&,"last_price":"1.1","last_ms":4000/' in >traded
	run --separate-stderr -0 fund-plan traded
	jqeq '.price == "1.1"' "$(of_type fund "$output")"
	sed 's/1[.]29/0.5/g' in >wide
	run --separate-stderr -5 fund-plan wide
	[[ $output == *'"reason":"no_price"'* ]]
}

@test "what is locked in orders counts, but is not sold" {
	{ price && pivot && book 1.3 1.31 && wallet w1 0.05 20 80 0 && cycle; } >in
	run --separate-stderr -0 fund-plan in
	[ "$(did)" = "swap 20 wSOL 1990" ]
}

@test "SOL that has to be wrapped first is, and swapped in the next frame" {
	{ price && pivot && book 1.3 1.31 && wallet w1 50.05 50 0 0 && cycle; } >in
	run --separate-stderr -0 fund-plan -o FUND_FEE_PCT=0 in
	[ "$(did)" = "swap 30 wSOL 2985" ]
	{ price && pivot && book 1.3 1.31 && wallet w1 90.05 10 0 0 && cycle; } >in
	run --separate-stderr -0 fund-plan -o FUND_FEE_PCT=0 in
	[ "$(did)" = "wrap 20 SOL -" ]
	[ "$(decision)" = "convert sell_sol" ]
}

@test "an injection goes in parts to the target, and is remembered" {
	{ price && pivot && book 1.3 1.31 && wallet w1 0.05 60 0 4000 && cycle; } >in
	run --separate-stderr -0 fund-plan -o FUND_MAX_USDC=600 -o FUND_FEE_PCT=0 in
	[ "$(decision)" = "inject sol_share" ]
	[ "$(did)" = "swap 600 USDC 5.97" ]
	jqeq '.reason == "inject"' "$(of_type action "$output")"
	jqeq '.injecting == true' "$(of_type fund "$output")"
	# 66 % is above the limit, but below the target
	{ of_type fund "$output" && price && pivot && book 1.3 1.31 && wallet w1 0.05 66 0 3400 && cycle; } >in
	run --separate-stderr -0 fund-plan -o FUND_MAX_USDC=600 -o FUND_FEE_PCT=0 in
	[ "$(did)" = "swap 399.999999 USDC 3.979999991" ] # down, and never up, to the unit
	[ "$(grep -c '"type":"fund"' <<<"$output")" -eq 1 ]
	jqeq 'has("injecting") | not' "$(of_type fund "$output")"
	sed -i 1d in
	run --separate-stderr -0 fund-plan -o FUND_MAX_USDC=600 -o FUND_FEE_PCT=0 in
	[ "$(decision)" = "convert buy_sol" ] # no longer an injection: back to 30 %
}

@test "one kind of step a frame: fees first, then swaps, then shares, then wrapping" {
	{ price && pivot && book 1.3 1.31 && wallet w1 10 100 0 0 && wallet w2 0.01 0 0 0 && cycle; } >in
	run --separate-stderr -0 fund-plan in
	[ "$(did)" = "transfer 0.04 SOL w2" ]
	{ price && pivot && book 0.9999 1.0001 && wallet w1 10 100 0 0 && wallet w2 0.05 0 0 0 && cycle; } >in
	run --separate-stderr -0 fund-plan in
	[ "$(did)" = "transfer 50 wSOL w2" ]
	{ price && pivot && book 0.9999 1.0001 && wallet w1 10 50 0 0 && wallet w2 0.05 50 0 0 && cycle; } >in
	run --separate-stderr -0 fund-plan in
	[ "$(did)" = "wrap 9.95 SOL -" ]
}

@test "it waits while a move has no outcome, and while the frame is refused" {
	{ price && pivot && book 1.3 1.31 && wallet w1 0.05 100 0 0 && pending solana:w1 unknown && cycle; } >in
	run --separate-stderr -0 fund-plan in
	[ "$(did)" = "" ]
	[ "$(decision)" = "hold in_flight" ]
	sed -i 's/unknown/done/' in
	run --separate-stderr -0 fund-plan in
	[ "$(did)" != "" ]
	sed -i '1i {"type":"refusal","ts_ms":1,"by":"book-read","reason":"x","text":"x"}' in
	run --separate-stderr -0 fund-plan in
	[ "$(decision)" = "hold refused" ]
	[ "$(did)" = "" ]
}

@test "the same frame gives the same intents, another frame others" {
	{ price && pivot && book 1.3 1.31 && wallet w1 0.05 100 0 0 && cycle; } >in
	a=$(fund-plan in | jq -r '.intent_id // empty')
	[ "$a" = "$(fund-plan in | jq -r '.intent_id // empty')" ]
	[ "$a" != "$(sed 's/"id":5000/"id":5001/; s/cycle","ts_ms":5000/cycle","ts_ms":5001/' in | fund-plan | jq -r '.intent_id // empty')" ]
}
