# mm-grid: the program around lib/math/grid, whose rules test_grid.c has, and
# lib/data/desk, whose conversions test_desk.c has.
load lib

M=SOL/USDT
T=1642755600000
setup() { cd "$BATS_TEST_TMPDIR" || return; }

# Records of a market at 100, tick 0.01, lot 0.1.
market() { echo '{"type":"market","ts_ms":'$T',"market":"'$M'","tick":"0.01","base_lot":"0.1","quote_lot":"0.001","base":{"asset":"SOL","decimals":9},"quote":{"asset":"USDT","decimals":6}}'; }
lane() { echo '{"type":"lane","ts_ms":'$T',"lane":"'$M':w1","chain":"paper"}'; }
# book BID ASK: each "PRICE" or nothing.
book() { echo '{"type":"book","ts_ms":'$T',"market":"'$M'","bids":['"${1:+[\"$1\",\"5\"]}"'],"asks":['"${2:+[\"$2\",\"5\"]}"'],"own_bids":[],"own_asks":[],"slot":1}'; }
# wallet NAME BASE QUOTE
wallet() { printf '{"type":"wallet","ts_ms":%s,"wallet":"%s","chain":"paper","balances":{"SOL":{"free":"%s","locked":"0","unsettled":"0"},"USDT":{"free":"%s","locked":"0","unsettled":"0"}}}\n' $T "$@"; }
# pivot PRICE [MORE]
pivot() { echo '{"type":"pivot","ts_ms":'$T',"market":"'$M'","price":"'"$1"'","mode":"vwap","window_days":365,"n_trades":1,"volume":"1"'"${2:-}"'}'; }
cycle() { echo '{"type":"cycle","ts_ms":'"${1:-$T}"',"id":'"${1:-$T}"'}'; }
world() { market && lane && book 99.9 100.1 && wallet w1 1000 100000 && pivot 100; }
small=(-o BUY_LEVELS=2 -o SELL_LEVELS=2 -o BUY_DENSITY=0)

# What mm-grid made, of the records on stdin.
made() { grep -E '^\{"type":"(grid|order)"'; }
# later SECONDS: the records on stdin, so much later.
later() { sed "s/$T/$((T + $1 * 1000))/g"; }
decisions() { sed -nE '/^\{"type":"grid"/s/.*"decision":"([^"]*)","reason":"([^"]*)".*"n_orders":([0-9]*).*/\1 \2 \3/p'; }
orders() { sed -nE '/^\{"type":"order"/s/.*"wallet":"([^"]*)".*"side":"([^"]*)".*"price":"([^"]*)","size":"([^"]*)".*/\1 \2 \3 \4/p'; }
refusals() { sed -nE '/^\{"type":"refusal"/s/.*"by":"mm-grid","reason":"([^"]*)".*/\1/p'; }

# pulls WHY: the frame on stdin is a pull, refused for that reason.
pulls() {
	run --separate-stderr -5 mm-grid
	same "pull $1 0" "$(decisions <<<"$output")"
	same "$1" "$(refusals <<<"$output")"
	[ -z "$(orders <<<"$output")" ]
	[[ $stderr == "mm-grid: $1: "* ]]
	valid "$output"
}

@test "a bad line is a refusal and is not passed on" {
	{ world && echo '{"type":"wallet","ts_ms":1,"wallet":7}' && cycle; } >in
	run --separate-stderr -5 mm-grid "${small[@]}" in
	[ "${stderr_lines[0]}" = "mm-grid: in:6: wallet: 'wallet': not a string" ]
	same bad_record "$(refusals <<<"$output")"
	same "rebuild first 4" "$(decisions <<<"$output")"
	run ! grep -q '"wallet":7' <<<"$output"
	# A bad line of the last grid: what rests is held, not quoted anew.
	{ mm-grid "${small[@]}" < <(world && cycle) | made | sed '3s/"level":2/"level":"2"/' && world && cycle; } >in
	run --separate-stderr -5 mm-grid "${small[@]}" in
	same "hold no_store 0" "$(decisions <<<"$output")"
}

@test "a cut frame makes nothing and ends 1" {
	{ world && cycle; } | head -c -1 >short
	run --separate-stderr -1 mm-grid short
	[ -z "$(made <<<"$output")" ]
	world >short
	run --separate-stderr -1 mm-grid short
	[ "$stderr" = "mm-grid: frame not closed" ]
	[ -z "$(made <<<"$output")" ]
	run --separate-stderr -0 mm-grid --now-ms $T "${small[@]}" short
	same "rebuild first 4" "$(decisions <<<"$output")"
	# Behind a cycle there is no frame left to close.
	{ world && cycle; } >whole
	run --separate-stderr -0 mm-grid --now-ms $((T + 1)) "${small[@]}" whole
	same "rebuild first 4" "$(decisions <<<"$output")"
}

@test "the end of a run hides nothing: a refused frame is 5, whatever ends it" {
	{ cycle && world; } >short
	run --separate-stderr -5 mm-grid short
	[ "${stderr_lines[-1]}" = "mm-grid: frame not closed" ]
	run --separate-stderr -5 bash -c 'mm-grid short >/dev/full'
	[ "${stderr_lines[-1]}" = "mm-grid: <stdout>: No space left on device" ]
	# What was refused in the frame that is cut never came out.
	{ world && echo '{"type":"wallet","ts_ms":1,"wallet":7}'; } >short
	run -1 mm-grid short
}

@test "wrong usage is 2, a full disk is 1" {
	run -2 mm-grid --nothing
	run -2 mm-grid --now-ms soon
	run -2 mm-grid -o BUY_CHANNEL_WIDTH_PCT=100
	run -2 mm-grid -o SELL_LEVELS=many
	{ world && cycle; } >in
	run -1 bash -c 'mm-grid in >/dev/full'
	run -1 mm-grid nowhere
}

@test "what a grid needs and does not have pulls it, and says so" {
	for what in market lane book wallet pivot; do
		{ world && cycle; } | grep -v "\"type\":\"$what\"" >in
		code=no_$what
		[ $what != lane ] || code=no_pending
		pulls $code <in
	done
	{ world | grep -v '"book"' && book 100.1 100.1 && cycle; } | pulls crossed_book
	{ world | sed '/"pivot"/s/'$T'/'$((T - 61000))'/' && cycle; } | pulls no_pivot
	{ world | sed '/"market"/s/"0.001"/"0.01"/' && cycle; } | pulls no_market
	{ world | sed '/"wallet"/s/SOL/BTC/' && cycle; } | pulls no_wallet
	{ world | grep -v '"pivot"' && pivot 1000000000000 && cycle; } | pulls no_pivot
	{ cycle; } >in
	run --separate-stderr -5 mm-grid in
	same no_market "$(refusals <<<"$output")"
	run --separate-stderr -5 mm-grid -o MARKET=$M in
	same "pull no_market 0" "$(decisions <<<"$output")"
}

@test "a wallet with orders is not there any more: pulled, then without it" {
	{ world && wallet w2 1000 100000 && cycle; } >first
	mm-grid "${small[@]}" first | made | sed '4s/"w1"/"w2"/' >last
	{ cat last && world | later 60 && cycle $((T + 60000)); } >in
	pulls no_wallet <in
	[ "$stderr" = "mm-grid: no_wallet: no wallet 'w2', which the last grid has orders on" ]
	{ made <<<"$output"; world | later 90 && cycle $((T + 90000)); } >in
	run --separate-stderr -0 mm-grid "${small[@]}" in
	same "rebuild resume 4" "$(decisions <<<"$output")"
}

@test "two markets and none named: nothing is decided" {
	{ world && book 1 2 | sed 's/SOL/BTC/' && cycle; } >in
	run --separate-stderr -5 mm-grid in
	same many_markets "$(refusals <<<"$output")"
	[ -z "$(made <<<"$output")" ]
	run --separate-stderr -0 mm-grid -o MARKET=$M "${small[@]}" in
	same "rebuild first 4" "$(decisions <<<"$output")"
}

@test "an empty book: the last price keeps orders from crossing it" {
	{ world | grep -vE '"(book|pivot)"' && book && pivot 100 ',"last_price":"90","last_ms":'$T && cycle; } >in
	run --separate-stderr -0 mm-grid "${small[@]}" in
	same "w1 buy 89.99 55.5
w1 buy 85 58.7
w1 sell 115 50
w1 sell 130 50" "$(orders <<<"$output")"
	jqeq '.price == "90"' "$(of_type grid "$output")"
	# Neither book nor price: still a grid, and it says that it is blind.
	{ world | grep -v '"book"' && book && cycle; } >in
	run --separate-stderr -0 mm-grid "${small[@]}" in
	same "rebuild first 4" "$(decisions <<<"$output")"
	{ made <<<"$output"; world | grep -v '"book"'; book; cycle; } | later 0 >again
	run --separate-stderr -0 mm-grid "${small[@]}" again
	same "hold no_price 4" "$(decisions <<<"$output")"
}

@test "a budget too small for one lot, more levels than wallets can hold" {
	{ world | grep -v '"wallet"' && wallet w1 0.1 10 && cycle; } >in
	run --separate-stderr -0 mm-grid "${small[@]}" in
	same "rebuild first 0" "$(decisions <<<"$output")"
	jqeq '.too_small == 4 and .quote_used == "0"' "$(of_type grid "$output")"
	{ world && cycle; } >in
	run --separate-stderr -0 mm-grid -o BUY_LEVELS=30 -o SELL_LEVELS=10 in
	jqeq '.no_wallet == 8 or .no_wallet + .would_cross >= 8' "$(of_type grid "$output")"
	[[ $stderr == "mm-grid: warning: "*" levels found no wallet with the funds and a free place" ]]
	[ "$(orders <<<"$output" | wc -l)" -eq 32 ]
	valid "$output"
}

@test "a last grid that excludes the pivot does not bind it" {
	{ echo '{"type":"grid","ts_ms":'$((T - 1000))',"market":"'$M'","decision":"hold","reason":"unchanged","n_orders":0,"lower":"101","upper":"99"}' && world && cycle; } >in
	run --separate-stderr -0 mm-grid -o BOUND_INERTIA_S=1000000 in
	jqeq '.lower == "85" and .upper == "130"' "$(of_type grid "$output")"
}

@test "the grid, its orders, its events, in order" {
	{ world && wallet w2 1000 100000 && cycle; } >in
	run --separate-stderr -0 mm-grid "${small[@]}" -o MAX_ORDER_PCT=25 -o MAX_LEVEL_PCT=100 in
	[ -z "$stderr" ]
	valid "$output"
	same "w1 buy 92.5 270
w1 buy 85 293.8
w1 sell 115 250
w1 sell 130 250" "$(orders <<<"$output")"
	same "market lane book wallet pivot wallet grid order order order order event cycle" \
		"$(jq -r .type <<<"$output" | xargs)"
	jqeq '.cause == "'$T:$M:w1'" and .trigger == "first" and .pivot == "100"' "$(of_type event "$output")"
	jqeq '.parameters.BUY_LEVELS == "2" and .parameters.wallets == "2"' "$(of_type grid "$output")"
	jqeq '.quote_used == "49948" and .base_used == "500" and .deviation_ratio == 0' "$(of_type grid "$output")"
}

@test "the last grid is eaten; a hundred frames at rest say the same" {
	{ world && cycle; } >first
	mm-grid "${small[@]}" first | made >last
	orders <last >want
	for i in $(seq 30 30 3000); do
		{ cat last && world | later "$i" && cycle $((T + i * 1000)); } | mm-grid "${small[@]}" >out
		made <out >last
		same "hold unchanged 4" "$(decisions <last)"
		cmp want <(orders <last)
	done
	[ "$(grep -c '"type":"grid"' out)" -eq 1 ]
}

@test "a person, a configuration, a wallet more: rebuilt, but not too soon" {
	{ world && cycle; } >first
	mm-grid "${small[@]}" first | made >last
	{ cat last && world | later 10 && cycle $((T + 10000)) | sed 's/}$/,"signal":"fed up"}/'; } | mm-grid "${small[@]}" | made >waits
	same "hold manual 4" "$(decisions <waits)"
	{ cat waits && world | later 30 && cycle $((T + 30000)); } | mm-grid "${small[@]}" | made >out
	same "rebuild manual 4" "$(decisions <out)"
	{ cat last && world | later 30 && cycle $((T + 30000)); } | mm-grid "${small[@]}" -o BUY_LEVELS=3 | made >out
	same "rebuild config 5" "$(decisions <out)"
	{ cat last && { world && wallet w2 1 1; } | later 30 && cycle $((T + 30000)); } | mm-grid "${small[@]}" | made >out
	same "rebuild config 4" "$(decisions <out)"
}

@test "a price out of the channel: pulled, one alert, quoted again inside" {
	{ world && cycle; } >first
	mm-grid "${small[@]}" first | made >last
	{ cat last && { world | grep -v '"book"' && book 80 80.1; } | later 30 && cycle $((T + 30000)); } >gone
	run --separate-stderr -0 mm-grid "${small[@]}" gone
	same "pull out_of_channel 0" "$(decisions <<<"$output")"
	jqeq '.severity == "warning" and .text == "price 80.05 is outside the channel 85 - 130"' "$(of_type alert "$output")"
	[ "$stderr" = "mm-grid: out_of_channel: price 80.05 is outside the channel 85 - 130" ]
	valid "$output"
	{ made <<<"$output"; { world | grep -v '"book"' && book 80 80.1; } | later 60 && cycle $((T + 60000)); } >still
	run --separate-stderr -0 mm-grid "${small[@]}" still
	[ -z "$(of_type alert "$output")" ]
	{ made <<<"$output"; world | later 90 && cycle $((T + 90000)); } >back
	run --separate-stderr -0 mm-grid "${small[@]}" back
	same "rebuild resume 4" "$(decisions <<<"$output")"
	run --separate-stderr -0 mm-grid "${small[@]}" -o OUT_OF_CHANNEL=one_side gone
	jqeq '.side_pulled == "buy"' "$(of_type grid "$output")"
	same "w1 sell 115 50
w1 sell 130 50" "$(orders <<<"$output")"
}

@test "a store that cannot be read: what rests is held" {
	{ echo '{"type":"refusal","ts_ms":'$T',"by":"store-log","reason":"locked","text":"x"}' && world &&
		echo '{"type":"open_order","ts_ms":'$T',"market":"'$M'","wallet":"w1","side":"buy","price":"95","size":"2","order_id":"1","client_id":"281476676710656"}' &&
		cycle; } >in
	run --separate-stderr -0 mm-grid in
	same "hold no_store 1" "$(decisions <<<"$output")"
	same "w1 buy 95 2" "$(orders <<<"$output")"
}

@test "the same frame gives the same bytes" {
	{ world && cycle; } >in
	mm-grid in >out
	[ "$(made <out | wc -l)" -gt 20 ]
	cmp out <(mm-grid in)
	cmp out <(MM_LOG=json mm-grid -o BUY_LEVELS=auto <in)
}
