# stat-calc: the program around lib/math/{stats,trips,wash}, whose rules the unit
# tests have; here its records, its account and what it must refuse.
load lib

T=1642723200000 H=3600000 D=86400000
setup() { cd "$BATS_TEST_TMPDIR" || return; }

# Times are days and hours behind T.
at() { echo $((T + $1 * D + $2 * H)); }
price() { printf '{"type":"price","ts_ms":%s,"pair":"%s","price":"%s","age_ms":0,"n_sources":1}\n' "$(at "$1" "$2")" "$4" "$3"; }
# trade DAY HOUR PRICE SIZE SIDE ID [MORE]
trade() { printf '{"type":"trade","ts_ms":%s,"market":"SOL/USDT","price":"%s","size":"%s","side":"%s","id":"%s","source":"t"%s}\n' "$(at "$1" "$2")" "$3" "$4" "$5" "$6" "${7:-}"; }
# wallet DAY HOUR NAME SOL USDT
wallet() {
	printf '{"type":"wallet","ts_ms":%s,"wallet":"%s","chain":"paper","balances":{"SOL":{"free":"%s","locked":"0","unsettled":"0"},"USDT":{"free":"0","locked":"%s","unsettled":"0"}}}\n' \
		"$(at "$1" "$2")" "$3" "$4" "$5"
}
# fill DAY HOUR ID SIDE PRICE SIZE FEE [FEE_ASSET [MAKER [TAG]]]
fill() {
	printf '{"type":"fill","ts_ms":%s,"id":"%s","venue":"paper","market":"SOL/USDT","wallet":"w1","side":"%s","price":"%s","size":"%s","fee":"%s","fee_asset":"%s","maker":%s,"order_id":"1","client_id":"%s"}\n' \
		"$(at "$1" "$2")" "$3" "$4" "$5" "$6" "$7" "${8:-USDT}" "${9:-true}" $((${10:-1} << 48 | 1))
}
# of FILTER: from the stats record in $output.
of() { of_type stats "$output" | jq -c "$1"; }
# worth: "value deposits withdrawals" of each equity record in $output.
worth() { of_type equity "$output" | jq -r '"\(.value) \(.deposits) \(.withdrawals)"'; }

@test "a bad line stops with 1, names its place, and nothing is made" {
	{ trade 0 0 100 1 buy 1 && echo '{"type":"trade","ts_ms":5}' && trade 0 1 100 1 buy 2; } >in
	run --separate-stderr -1 stat-calc in
	[ -z "$output" ]
	[ "$stderr" = "stat-calc: in:2: trade: 'market': missing" ]
	trade 0 0 0 1 buy 1 >in
	run --separate-stderr -1 stat-calc in
	[ "$stderr" = "stat-calc: in:1: 'price' or 'size': not above 0" ]
	price 0 0 100 SOLUSDT >in
	run --separate-stderr -1 stat-calc in
	[ "$stderr" = "stat-calc: in:1: 'pair': not BASE/QUOTE" ]
	{ trade 0 0 100 1 buy 1 && trade 0 0 100 1 buy 1 | sed 's,SOL/,BTC/,'; } >in
	run --separate-stderr -1 stat-calc in
	[ "$stderr" = "stat-calc: in:2: a second market 'BTC/USDT': choose one with -o MARKET=" ]
	run --separate-stderr -0 stat-calc -o MARKET=SOL/USDT in
	[ "$(of .tape.n)" = 1 ]
}

@test "-k skips bad lines and ends 3" {
	{ trade 0 0 100 1 buy 1 && echo 'x' && trade 0 1 100 2 buy 2 && printf '{"type":"trade"'; } >in
	run --separate-stderr -3 stat-calc -k in
	[ "$(of .tape.volume)" = '"3"' ]
	[ "${#stderr_lines[@]}" -eq 2 ]
	valid "$output"
}

@test "usage, and a file that is not there" {
	run --separate-stderr -2 stat-calc --series best
	[ "$stderr" = "stat-calc: --series: 'best' is not auto, equity, trade or price" ]
	run --separate-stderr -2 stat-calc --every 0s
	run --separate-stderr -2 stat-calc --confidence-bps 10000
	run --separate-stderr -2 stat-calc --nonsense
	run --separate-stderr -1 stat-calc missing
	[ "$stderr" = "stat-calc: missing: No such file or directory" ]
	run --separate-stderr -1 stat-calc --store missing
	[[ "$stderr" == "stat-calc: missing: "* ]]
}

@test "a full disk is an error" {
	trade 0 0 100 1 buy 1 >in
	run -1 bash -c 'stat-calc in >/dev/full'
}

@test "nothing in, nothing out; what is not its own passes" {
	run --separate-stderr -0 stat-calc /dev/null
	[ -z "$output$stderr" ]
	echo '{"type":"cycle","ts_ms":1,"id":1}' >in
	run --separate-stderr -0 stat-calc in
	same "$(<in)" "$output"
}

@test "an account by hand: fills, a deposit, a withdrawal, costs" {
	{
		price 0 1 100 SOL/USDT && wallet 0 1 w1 10 1000
		price 1 1 110 SOL/USDT && fill 1 2 a sell 110 2 0.22          # 8, 1219.78
		wallet 2 1 w1 8 1219.78 && price 2 2 120 SOL/USDT             # as told by the fill
		wallet 3 1 w1 8 1719.78 && price 3 1 120 SOL/USDT             # 500 came in
		wallet 4 1 w1 7.999 1719.78 && price 4 1 130 SOL/USDT         # rent: 0.13
		wallet 5 1 w1 2.999 1719.78 && price 5 1 130 SOL/USDT         # 5 SOL went out
		wallet 6 1 w1 2.999 1719.78 && wallet 6 1 w2 1 0              # a new wallet: 130
	} >in
	run --separate-stderr -0 stat-calc in
	same '2000 0 0
2099.78 0 0
2179.78 0 0
2679.78 500 0
2759.65 500 0
2109.65 500 650
2239.65 630 650' "$(worth)"
	# Flows are no returns: one share grew as without them.
	of_type stats "$output" | jq -e '.returns.total_ratio as $got
		| (2099.78 / 2000) * (2179.78 / 2099.78) * (2759.65 / 2679.78) - 1
		| . - $got | fabs < 1e-12' >/dev/null
	[ "$(of '.exposure.w2 | [.value, (.share_ratio * 10000 | round)]')" = '["130",580]' ]
	valid "$output"
	# Its own equity records give the same again, and are passed on.
	stat-calc in | grep '^{"type":"equity"' >again
	first=$(of .returns)
	run --separate-stderr -0 stat-calc again
	same "$first" "$(of .returns)"
	same "$(<again)" "$(of_type equity "$output")"
}

@test "edges: a fill at the time of a snapshot is in it, a flow of just 1 % is one" {
	{
		price 0 1 100 SOL/USDT && wallet 0 1 w1 10 980
		wallet 1 1 w1 10 1000 && price 1 1 100 SOL/USDT
		fill 2 1 a buy 100 1 0 && wallet 2 1 w1 11 900 && price 2 1 110 SOL/USDT
		wallet 3 1 w1 11 919.99 && price 4 5 110 SOL/USDT && price 3 1 100 SOL/USDT
		price 4 5 120 SOL/USDT && price 4 1 90 SOL/USDT
	} >in
	run --separate-stderr -0 stat-calc in
	same '1980 0 0
2000 20 0
2110 20 0
2019.99 20 0
2239.99 20 0' "$(worth)"
}

@test "order of lines and lines that come twice change nothing" {
	cd "$MM_TOP/share/examples" || return
	stat-calc account.jsonl trades.jsonl >"$BATS_TEST_TMPDIR/once"
	sort -R --random-source=/dev/zero account.jsonl | stat-calc - trades.jsonl >"$BATS_TEST_TMPDIR/mixed"
	cat account.jsonl account.jsonl | stat-calc - trades.jsonl >"$BATS_TEST_TMPDIR/twice"
	cmp "$BATS_TEST_TMPDIR/once" "$BATS_TEST_TMPDIR/mixed"
	cmp "$BATS_TEST_TMPDIR/once" "$BATS_TEST_TMPDIR/twice"
	valid "$(<"$BATS_TEST_TMPDIR/once")"
	sort -R --random-source=/dev/zero trades.jsonl >"$BATS_TEST_TMPDIR/trades"
	run --separate-stderr -0 stat-calc trades.jsonl
	in_order=$(of .returns)
	run --separate-stderr -0 stat-calc "$BATS_TEST_TMPDIR/trades"
	same "$in_order" "$(of .returns)"
	# A print known by its identity counts once.
	{ trade 0 0 100 1 buy 1 && trade 0 0 100 1 buy 1 && trade 0 0 100 1 buy 2; } >"$BATS_TEST_TMPDIR/in"
	run --separate-stderr -0 stat-calc "$BATS_TEST_TMPDIR/in"
	[ "$(of '[.tape.n, .tape.volume]')" = '[2,"2"]' ]
}

@test "an asset without a price is a refusal, not zero" {
	{ price 0 1 100 SOL/USDT && wallet 0 1 w1 1 1 | sed 's/"USDT"/"BONK"/' && fill 0 2 a buy 100 1 0; } >in
	run --separate-stderr -5 stat-calc in
	[ "$stderr" = "stat-calc: no_price: no price of 'BONK' in 'USDT'" ]
	[ -z "$(of_type equity "$output")" ]
	[ "$(of .returns.series)" = '"price"' ]
	[ "$(of .fills.n)" = 1 ]
	# A price through a third asset will do.
	{ cat in && price 0 1 0.5 BONK/SOL; } >hop
	run --separate-stderr -0 stat-calc hop
	same '150 0 0' "$(worth | head -n 1)"
	# An address does not name its assets.
	{ wallet 0 1 w1 1 1 && trade 0 1 100 1 buy 1 | sed 's,SOL/USDT,B9coHrCx,'; } >in
	run --separate-stderr -5 stat-calc in
	[[ "$stderr" == "stat-calc: no_quote: "* ]]
}

@test "fills: cadence, maker share, round trips, fees in other assets" {
	{
		fill 0 0 a buy 100 2 0.2 && fill 0 2 b sell 110 1 0.001 SOL false # fee 0.11
		fill 0 6 c sell 105 2 0 && price 0 9 90 SOL/USDT
	} >in
	run --separate-stderr -0 stat-calc in
	same '[3,"5","520","0.31",10800000]' "$(of '.fills | [.n, .volume, .turnover, .fees, .cadence_ms]')"
	same '[1,21600000,"14.69",14.69,1,"14.69","15","-1"]' \
		"$(of '.fills | [.n_round_trips, .round_trip_ms, .round_trip_pnl, .round_trip_mean_pnl, .round_trip_win_ratio, .realized_pnl, .unrealized_pnl, .inventory]')"
	of_type stats "$output" | jq -e '.fills.maker_ratio - 410 / 520 | fabs < 1e-15' >/dev/null
	# Another strategy's fills are not ours; a fee that cannot be valued is said.
	fill 0 7 d buy 100 1 5 BONK >>in
	fill 0 8 e buy 100 7 0 USDT true 2 >>in
	run --separate-stderr -0 stat-calc in
	[ "$(of '[.fills.n, .fills.fees]')" = '[4,"0.31"]' ]
	[ "$stderr" = "stat-calc: warning: fees in an asset without a price are left out" ]
	[ "$(of .fills.warning_fees)" != null ]
	fill 0 0 a buy 100 2 0.2 >in
	run --separate-stderr -0 stat-calc in
	[ "$(of '.fills | has("cadence_ms") or has("round_trip_ms") or has("unrealized_pnl")')" = false ]
}

@test "own orders against each other are counted and said" {
	{ fill 0 0 a buy 100 2 0 && fill 0 0 b sell 100 3 0 USDT false && fill 0 1 c sell 100 3 0 USDT false; } >in
	run --separate-stderr -0 stat-calc in
	[ "$(of .fills.own_against_own)" = '"2"' ]
	[ "$stderr" = "stat-calc: warning: own orders traded with each other" ]
	{ trade 0 0 100 10 buy 1 && trade 0 2 100 10 buy 2; } >>in
	run --separate-stderr -0 stat-calc in
	[ "$(of .tape.own_ratio)" = 0.4 ] # all 8 filled, counted once
	{
		trade 0 0 100 6 buy 1 && trade 0 1 100 3 buy 2 ',"own_maker":true'
		trade 0 2 100 1 buy 3 ',"own_maker":true,"own_taker":true'
	} >in
	run --separate-stderr -0 stat-calc in
	[ "$(of '.tape | [.own_ratio, .own_against_own]')" = '[0.4,"1"]' ]
	[ "$stderr" = "stat-calc: warning: the tape shows own orders against each other" ]
}

@test "prints that bounce are suspected, those that repeat stand beside them" {
	bounce='{"type":"trade","ts_ms":TS,"market":"SOL/USDT","price":"100","size":"7","side":"SIDE","id":"TS","source":"t"}'
	for ts in 1000:buy 9000:sell 30000:buy 31000:buy; do
		sed "s/TS/${ts%:*}/g; s/SIDE/${ts#*:}/" <<<"$bounce"
	done >in
	run --separate-stderr -0 stat-calc in
	[ "$(of '.tape | [.bounced, .bounced_ratio, .repeated_ratio, .wash_window_ms]')" = '["14",0.5,0.5,10000]' ]
	run --separate-stderr -0 stat-calc -w 5s in
	[ "$(of '.tape | [.bounced, .repeated_ratio]')" = '["0",0.5]' ]
	[ "$(of '.tape | has("own_ratio")')" = false ] # no fills were read: not 0
}

@test "what is not defined is left out" {
	for hour in 0 24 48 72 96; do trade 0 "$hour" 100 1 buy "$hour"; done >in
	run --separate-stderr -0 stat-calc in
	[ "$(of '.returns | [.n, .total_ratio, .volatility_ratio, .max_drawdown_ratio, .win_ratio]')" = '[4,0,0,0,0]' ]
	[ "$(of '.returns | [has("sharpe", "sortino", "skew", "calmar", "cagr_ratio", "peak_ms", "skew_lo", "var_cf_ratio")] | any')" = false ]
	! grep -qE 'null|nan|inf' <<<"$output" || false
	# A year later: 365 spans, 360 of them empty; long enough for a CAGR.
	trade 365 0 200 1 buy x >>in
	run --separate-stderr -0 stat-calc in
	[ "$(of '.returns | [.n, .n_gaps, .cagr_ratio, has("calmar")]')" = '[5,360,1,false]' ]
	# One sample has no returns, and an account of nothing none either.
	head -n 1 in >one
	run --separate-stderr -0 stat-calc one
	[ "$(of '.returns | [.n, has("mean_ratio")]')" = '[0,false]' ]
	{ price 0 0 1 SOL/USDT && wallet 0 0 w1 0 0 && wallet 1 0 w1 0 5; } >none
	run --separate-stderr -0 stat-calc -q USDT none
	[ "$stderr" = "stat-calc: warning: the equity is not above 0 throughout: no returns" ]
	[ "$(of '.returns | has("total_ratio")')" = false ]
}

@test "the same bytes every time, with --from-ms and --to-ms cutting both ends" {
	cd "$MM_TOP/share/examples" || return
	run --separate-stderr -0 stat-calc -e 1h trades.jsonl
	first=$output
	run --separate-stderr -0 stat-calc -e 1h trades.jsonl
	same "$first" "$output"
	first_ms=$(head -n 1 trades.jsonl | jq .ts_ms) last_ms=$(tail -n 1 trades.jsonl | jq .ts_ms)
	run --separate-stderr -0 stat-calc -b 0 --from-ms "$((first_ms + 1))" --to-ms "$last_ms" trades.jsonl
	[ "$(of .tape.n)" = 190 ]
	[ "$(of '.returns | has("skew_lo")')" = false ]
}

@test "the paper venue's records: no flow, and what the account made is what the fills made" {
	printf '%s\n' MARKET=SOL/USDT PAPER_WALLETS=w1:100:10000,w2:100:10000 PAPER_QUEUE_PCT=0 \
		PAPER_PARTICIPATION_PCT=50 PAPER_MAKER_FEE_PCT=0.1 >"$MM_HOME/mm.conf"
	for ts in 1000:100:buy 2000:99:sell 3000:98:sell 4000:101:buy 5000:97:sell 6000:99:buy; do
		IFS=: read -r ms price side <<<"$ts"
		printf '{"type":"trade","ts_ms":%s,"market":"SOL/USDT","price":"%s","size":"10","side":"%s","id":"%s","source":"t"}\n' "$ms" "$price" "$side" "$ms"
	done >tape
	# order INTENT SIDE PRICE SIZE SLOT WALLET
	order() {
		printf '{"type":"action","ts_ms":1,"action":"place","intent_id":"%s","strategy":1,"market":"SOL/USDT","wallet":"%s","side":"%s","price":"%s","size":"%s","max_ts":9999,"client_id":"%s","since_ms":1}\n' \
			"$1" "$6" "$2" "$3" "$4" $((1 << 48 | ($([ "$2" = sell ] && echo 1 || echo 0) << 15 | $5) << 32 | 5))
	}
	{
		for ts in 1500 2500 3500 4500 5500 6500; do
			cycle='{"type":"cycle","ts_ms":'$ts',"id":'$ts'}'
			paper-trade read -t tape <<<"$cycle"
			case $ts in
			1500) order i1 buy 99 3 0 w1 && order i2 sell 101 2 0 w2 && echo "$cycle" ;;
			2500) order i3 buy 97.5 2 1 w2 && echo "$cycle" ;;
			esac | paper-trade submit --live >/dev/null
		done
	} >stream
	run --separate-stderr -0 stat-calc -e 1s -b 0 stream
	[ -z "$stderr" ]
	[ "$(of '[.fills.n > 1, .fills.maker_ratio, .fills.own_against_own]')" = '[true,1,"0"]' ]
	[ "$(worth | cut -d ' ' -f 2,3 | sort -u)" = '0 0' ]
	# 200 SOL were there from the start; the rest is what the fills made.
	of_type equity "$output" | jq -s '(.[-1].value | tonumber) - (.[0].value | tonumber)' >made
	of '.fills | [.realized_pnl, .unrealized_pnl] | map(tonumber) | add' >traded
	moved=$(jq -s 'map(select(.type == "trade").price | tonumber) | (.[-1] - .[0]) * 200' stream)
	jq -e -n --slurpfile made made --slurpfile traded traded "(\$made[0] - \$traded[0] - $moved) | fabs < 1e-9" >/dev/null
}

@test "a store gives what its records give; a bad row is a bad line" {
	account=$MM_TOP/share/examples/account.jsonl
	awk '{ print; printf "{\"type\":\"cycle\",\"ts_ms\":%d,\"id\":%d}\n", NR, NR }' "$account" | store-log put -d db >/dev/null
	stat-calc "$account" >want
	stat-calc --store db >got
	cmp want got
	# Both together are the same records twice.
	stat-calc --store db "$account" >got
	cmp want got
	sqlite3 db "UPDATE record SET body = CAST('{}' AS BLOB) WHERE CAST(body AS TEXT) LIKE '%\"id\":\"f2\"%'"
	run --separate-stderr -1 stat-calc --store db
	[[ $stderr == "stat-calc: db: row "*": fill: 'ts_ms': missing" ]]
	[ -z "$output" ]
	run --separate-stderr -3 stat-calc -k --store db
	[ "$(of .fills.n)" = 2 ]
	# What is no store is not taken for an empty one.
	head -c 8192 /dev/zero >zeros
	run -1 --separate-stderr stat-calc --store zeros
	[[ $stderr == "stat-calc: zeros: "* ]]
}
