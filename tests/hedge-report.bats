# hedge-sync report: how good the hedge was; by hand, from a store, and over a simulated
# time against accounts of cash and positions (hedge_history.py).
# shellcheck disable=SC2154 # stderr is bats' own
load lib

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	printf '%s\n' HEDGE_VENUES=binance,bybit HEDGE_ASSETS=WETH:ETHUSDT,PEPE@binance:1000PEPEUSDT:1000 >"$MM_HOME/mm.conf"
}

# hedge MINUTE HELD MARK [MORE]: a decision; fill MINUTE SIDE SIZE PRICE [ID]
hedge() { echo '{"type":"hedge","ts_ms":'"$1"'000,"strategy":1,"decision":"trade"'"${4:-}"',"legs":[{"asset":"WETH","venue":"binance","account":"binance","instrument":"ETHUSDT","exposure":"10","target":"0","held":"'"$2"'","gap":"0","band":"0","mark_price":"'"$3"'"}]}'; }
fill() { echo '{"type":"fill","ts_ms":'"$1"'001,"id":"'"${5:-$1}"'","venue":"binance","market":"ETHUSDT","wallet":"binance","side":"'"$2"'","price":"'"$4"'","size":"'"$3"'","fee":"1","fee_asset":"'"${FEE:-USDT}"'","maker":false,"order_id":"1","client_id":"281474976710657","attempt":"mm0001-1"}'; }
paid() { echo '{"type":"funding","ts_ms":'"$1"'002,"id":"f'"$1"'","venue":"binance","account":"binance","symbol":"ETHUSDT","amount":"'"$2"'","asset":"USDT","strategy":1}'; }
lost() { echo '{"type":"il","ts_ms":'"$1"'000,"chain_id":1,"position":"v3:1","strategy":1,"exposures":[],"il_amount":"'"$2"'"}'; }

# From 100 to 110 and back, hedged whole after the first frame.
whole() { hedge 60 0 100 && fill 60 sell 10 100 && hedge 120 -10 110 && paid 120 2 && lost 60 0 && hedge 180 -10 100 && lost 180 -50; }

# report FILTER: of standard input.
report() {
	run -0 --separate-stderr hedge-sync report "${@:2}" -
	valid "$output"
	jqeq "$1" "$output"
}

@test "a bad line, a store that is none, usage, nothing at all" {
	run -1 hedge-sync report <<<'{"type":"fill","ts_ms":1}'
	run -3 --separate-stderr hedge-sync report -k < <(whole && echo '{"type":"fill","ts_ms":1}')
	jqeq '.frames == 3' "$output"
	run -1 hedge-sync report --store nowhere/db
	run -2 hedge-sync report -o HEDGE_VENUES= /dev/null
	run -2 hedge-sync report --from-ms x /dev/null
	run -1 bash -c 'hedge-sync report >/dev/full' < <(whole)
	run -0 hedge-sync report /dev/null
	[ -z "$output" ]
}

@test "by hand" {
	report '.effectiveness_ratio == 1 and .hedge_pnl == "0" and .fees == "1" and .funding == "2" and .il_amount == "-50"
		and .il_offset_ratio == 0.02 and .frames == 3 and .from_ms == 60000 and .to_ms == 180000 and .ts_ms == 180000
		and .residual == {WETH: "0"} and .residual_mean == {WETH: "3.333333333"} and .quote == "USDT"' < <(whole)
	# half of it is hedged: a quarter of the variance is left
	report '.effectiveness_ratio == 0.75 and .residual == {WETH: "5"}' \
		< <(hedge 60 -5 100 && hedge 120 -5 110 && hedge 180 -5 100)
	# sold at 99, a loss of 10; bought back at 112, which nobody saw held
	report '.hedge_pnl == "-130"' < <(hedge 60 0 100 && fill 60 sell 10 99 && hedge 120 -10 110 && fill 120 buy 10 112 && hedge 180 0 100)
	# what changed without a trade counts as traded at the mark
	report '.hedge_pnl == "-100"' < <(hedge 60 0 100 && hedge 120 -10 110)
	# one change has no variance, no move has none
	report '.effectiveness_ratio == null' < <(hedge 60 -5 100 && hedge 120 -5 110)
	report '.effectiveness_ratio == null and .il_offset_ratio == null and .quote == "USDC"' < <(hedge 60 -5 100 && hedge 120 -5 100 && hedge 180 -5 100)
}

@test "what is not ours, not measured, told twice or out of time does not count" {
	report '.effectiveness_ratio == 1 and .fees == "1" and .frames == 3' \
		< <(whole && fill 60 sell 10 100 && paid 120 2 && fill 120 sell 1 1 x | sed 's/,"attempt":"mm0001-1"//' &&
			fill 120 sell 1 1 y | sed 's/281474976710657/562949953421313/' && fill 120 sell 1 1 z | sed 's/ETHUSDT/BTCUSDT/' &&
			hedge 130 7 1 | sed 's/"strategy":1/"strategy":2/' &&
			hedge 140 7 1 ',"reason":"position_missing"' | sed s/trade/refuse/)
	report '.frames == 2 and .from_ms == 120000 and .fees == "0" and .quote == "USDT"' --from-ms 120000 < <(whole)
	report '.frames == 1 and .to_ms == 60000' --to-ms 120000 < <(whole)
	report '.fees == "1"' < <(whole && FEE=BNB fill 61 sell 0.1 100)
	[[ $stderr == *"fees and funding in another asset than 'USDT' are left out"* ]]
}

@test "from a store as from a file" {
	{ whole && echo '{"type":"cycle","ts_ms":200000,"id":200000}'; } | sed '/"il"/d' >in
	# a frame has one decision
	awk '{ print } /"hedge"/ { n++; printf "{\"type\":\"cycle\",\"ts_ms\":%d,\"id\":%d}\n", n * 60000 + 5, n * 60000 + 5 }' in | store-log put -d db >/dev/null
	hedge-sync report --store db >got
	grep -v cycle in | hedge-sync report | cmp got
	[ -s got ]
}

@test "over a simulated time against its accounts" {
	for seed in $(seq $((3 * ${MM_SOAK:-1}))); do
		"$MM_TOP/tests/hedge_history.py" make "$seed" 150 >in
		shuf --random-source=<(yes "$seed") in | hedge-sync report >out
		"$MM_TOP/tests/hedge_history.py" judge in out
	done
	valid <out
}
