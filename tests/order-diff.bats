# order-diff: the program around lib/math/diff, whose rules test_diff.c and
# test_diff_worlds.c have.
load lib

M=SOL/USDT
setup() { cd "$BATS_TEST_TMPDIR" || return; }

# cid SIDE SLOT [GENERATION [TAG]]: a client id.
cid() {
	echo $((${4:-1} << 48 | ($([ "$1" = sell ] && echo 1 || echo 0) << 15 | $2) << 32 | ${3:-5}))
}

market() { echo '{"type":"market","ts_ms":1,"market":"'$M'","tick":"0.01","base_lot":"0.1","quote_lot":"0.001","base":{"asset":"SOL","decimals":9},"quote":{"asset":"USDT","decimals":6}}'; }
book() { echo '{"type":"book","ts_ms":1,"market":"'$M'","bids":[],"asks":[],"own_bids":[],"own_asks":[],"slot":1}'; }
# order WALLET SIDE PRICE SIZE CLIENT_ID
order() { printf '{"type":"order","ts_ms":1,"market":"%s","wallet":"%s","side":"%s","price":"%s","size":"%s","level":1,"client_id":"%s","since_ms":7}\n' $M "$@"; }
open_order() { printf '{"type":"open_order","ts_ms":1,"market":"%s","wallet":"%s","side":"%s","price":"%s","size":"%s","order_id":"1","client_id":"%s"}\n' $M "$@"; }
# pending ACTION STATE WALLET SIDE PRICE SIZE CLIENT_ID
pending() { printf '{"type":"pending","ts_ms":1,"intent_id":"%s%s","attempt":"a","lane":"%s:%s","action":"%s","class":"risk","state":"%s","market":"%s","wallet":"%s","side":"%s","price":"%s","size":"%s","client_id":"%s","since_ms":5}\n' "$1" "$7" $M "$3" "$1" "$2" $M "${@:3}"; }
# grid N_ORDERS [DECISION]
grid() { echo '{"type":"grid","ts_ms":1,"market":"'$M'","decision":"'"${2:-rebuild}"'","reason":"first","n_orders":'"$1"'}'; }
refusal() { echo '{"type":"refusal","ts_ms":1,"by":"mm-grid","reason":"stale","text":"x"'"${1:+,\"intents\":[\"$1\"]}"'}'; }
cycle() { echo '{"type":"cycle","ts_ms":'"${1:-5000}"',"id":'"${1:-5000}"'}'; }

# What rests: one to keep, one to move, one to cancel; what is wanted: the first
# two and a new one.
resting() {
	open_order w1 buy 10 1 "$(cid buy 0)"
	open_order w1 buy 9 1 "$(cid buy 1)"
	open_order w2 sell 12 1 "$(cid sell 0)"
	open_order w2 sell 13 1 "$(cid sell 0 5 2)"
}
wanted() {
	grid 3
	order w1 buy 10 1 "$(cid buy 0)"
	order w1 buy 9.5 1 "$(cid buy 1)"
	order w1 buy 8 2.5 "$(cid buy 2)"
}
frame() { market && book && resting && wanted && cycle; }

# actions: "action wallet client_id price" of each action on stdin.
actions() { jq -r 'select(.type == "action") | [.action, .wallet, .client_id, .price // "-"] | join(" ")'; }
refusals() { jq -r 'select(.type == "refusal" and .by == "order-diff") | .reason'; }

@test "a bad line is a refusal, is not passed on, and leaves only cancels" {
	{ market && book && resting && echo '{"type":"open_order","market":1}' && wanted && cycle && cycle 6000; } >in
	run --separate-stderr -5 order-diff in
	[ "${stderr_lines[0]}" = "order-diff: in:7: open_order: 'market': not a string" ]
	[ "$(actions <<<"$output")" = "cancel w2 $(cid sell 0) -" ]
	same $'bad_record\nno_grid' "$(refusals <<<"$output")"
	valid "$output"
	run ! grep -q '"market":1' <<<"$output"
	# What a pending order must have.
	pending place sent w1 buy 10 1 "$(cid buy 0)" | sed 's/"price":"10",//' >in
	run --separate-stderr -5 order-diff --now-ms 5000 in
	[ "${stderr_lines[0]}" = "order-diff: in:1: pending: 'price', 'size': missing" ]
}

@test "a cut frame makes nothing and ends 1" {
	frame | head -c -1 >short
	run --separate-stderr -1 order-diff short
	[ -z "$(actions <<<"$output")" ]
	frame | head -n -1 >short
	run --separate-stderr -1 order-diff short
	[ "$stderr" = "order-diff: frame not closed" ]
	[ -z "$(actions <<<"$output")" ]
	run --separate-stderr -0 order-diff --now-ms 5000 short
	[ "$(actions <<<"$output" | wc -l)" -eq 3 ]
}

@test "wrong usage is 2, a full disk is 1" {
	run -2 order-diff --nothing
	run -2 order-diff -o STRATEGY_ID=0
	run -2 order-diff -o DIFF_BUDGET=-1
	run -2 order-diff --now-ms soon
	frame >in
	run -1 bash -c 'order-diff in >/dev/full'
	run -1 order-diff nowhere
}

@test "one whole grid of the market, or nothing" {
	{ market && book && resting && cycle; } >none
	{ market && book && resting && grid 3 && wanted && cycle; } >many
	{ market && book && resting && wanted | head -n -1 && cycle; } >incomplete
	for why in none:no_grid many:many_grids incomplete:grid_incomplete; do
		run --separate-stderr -5 order-diff "${why%:*}"
		[ "$(refusals <<<"$output")" = "${why#*:}" ]
		[ -z "$(actions <<<"$output")" ]
	done
	{ frame | sed '/"grid"/s/SOL/BTC/'; } >other
	run --separate-stderr -5 order-diff other
	[ "$(refusals <<<"$output")" = many_markets ]
	run --separate-stderr -5 order-diff -o MARKET=$M other
	[ "$(refusals <<<"$output")" = no_grid ]
}

@test "a grid that cannot be is refused" {
	{ market && book && grid 2 && order w1 buy 10 1 "$(cid buy 0)" && order w2 sell 10 1 "$(cid sell 0)" && cycle; } >crossed
	{ market && book && grid 1 && order w1 buy 10 1 "$(cid buy 0 5 2)" && cycle; } >tag
	for f in crossed tag; do
		run --separate-stderr -5 order-diff $f
		[ "$(refusals <<<"$output")" = bad_grid ]
		[ -z "$(actions <<<"$output")" ]
	done
	{ market && book && grid 1 && order w1 buy 10.005 1 "$(cid buy 0)" && cycle; } >step
	run --separate-stderr -5 order-diff step
	[ "$(refusals <<<"$output")" = off_step ]
	frame | sed '/"market",/d' >steps
	run --separate-stderr -5 order-diff steps
	[ "$(refusals <<<"$output")" = no_market ]
}

@test "cancels first, then what moves, then what is new" {
	frame >in
	run --separate-stderr -0 order-diff in
	[ -z "$stderr" ]
	same "cancel w2 $(cid sell 0) -
replace w1 $(cid buy 1) 9.5
place w1 $(cid buy 2) 8" "$(actions <<<"$output")"
	valid "$output"
	jqeq 'select(.type == "action") | .strategy == 1 and .ts_ms == 5000 and .market == "'$M'" and
		(if .action == "cancel" then .since_ms == 5000 and (has("price") or has("max_ts") | not)
		else .since_ms == 7 and .max_ts == 125 end)' "$(grep '"action"' <<<"$output")"
	# All else passes byte for byte, in order.
	same "$(cat in)" "$(grep -v '"action"' <<<"$output")"
}

@test "the same frame gives the same bytes, and intents of their own" {
	{ frame && frame; } >in
	order-diff in >one
	order-diff <in >two
	cmp one two
	[ "$(grep -c '"action"' one)" -eq 6 ]
	[ "$(jq -r 'select(.action) | .intent_id' one | sort -u | wc -l)" -eq 3 ]
	# The cancel of the next frame is another one, the place is not.
	{ frame | sed '$d' && cycle 6000; } | order-diff | jq -r 'select(.action) | .intent_id' | sort >later
	[ "$(jq -r 'select(.action) | .intent_id' one | sort -u | comm -12 - later | wc -l)" -eq 2 ]
}

@test "tolerance and budget come from the configuration" {
	frame >in
	run -0 order-diff -o DIFF_TOLERANCE_TICKS=50 in
	same "cancel w2 $(cid sell 0) -
place w1 $(cid buy 2) 8" "$(actions <<<"$output")"
	run -0 order-diff -o DIFF_BUDGET=2 in
	same "cancel w2 $(cid sell 0) -
replace w1 $(cid buy 1) 9.5" "$(actions <<<"$output")"
	{ market && book && open_order w1 buy 10 1 "$(cid buy 0)" && grid 1 && order w1 buy 10 1.2 "$(cid buy 0)" && cycle; } >in
	[ -z "$(order-diff -o DIFF_TOLERANCE_SIZE_PCT=20 in | actions)" ]
	[ -n "$(order-diff -o DIFF_TOLERANCE_SIZE_PCT=10 in | actions)" ]
}

@test "a refusal binds the frame, or the intents it names" {
	{ refusal && frame; } >in
	run --separate-stderr -0 order-diff in
	same "cancel w2 $(cid sell 0) -" "$(actions <<<"$output")"
	intent=$(frame | order-diff | jq -r 'select(.action == "replace") | .intent_id')
	{ refusal "$intent" && frame; } >in
	run --separate-stderr -0 order-diff in
	same "cancel w2 $(cid sell 0) -
place w1 $(cid buy 2) 8" "$(actions <<<"$output")"
}

@test "a place stands behind the move that makes room, and falls with it" {
	{
		market && book && open_order w1 sell 12 1 "$(cid sell 0)" && grid 2
		order w1 sell 15 1 "$(cid sell 0)" && order w1 buy 13 1 "$(cid buy 0)" && cycle
	} >in
	run --separate-stderr -0 order-diff in
	same "replace w1 $(cid sell 0) 15
place w1 $(cid buy 0) 13" "$(actions <<<"$output")"
	jqall '[.[] | select(.action)] | .[1].after == .[0].intent_id and (.[0] | has("after") | not)' "$output"
	valid "$output"
	intent=$(jq -r 'select(.action == "replace") | .intent_id' <<<"$output")
	{ refusal "$intent" && cat in; } >bound
	run --separate-stderr -0 order-diff bound
	[ -z "$(actions <<<"$output")" ]
}

@test "what is in flight counts, each id once" {
	{ market && book && resting && pending place sent w1 buy 8 2.5 "$(cid buy 2)" &&
		pending cancel unknown w2 sell 12 1 "$(cid sell 0)" && pending place sent w1 buy 10 1 "$(cid buy 0)" &&
		wanted && cycle; } >in
	run -0 order-diff in
	same "replace w1 $(cid buy 1) 9.5" "$(actions <<<"$output")"
	# A lane with an unknown outcome takes no risk, whatever it is about.
	echo '{"type":"pending","ts_ms":1,"intent_id":"s","attempt":"a","lane":"'$M':w1","action":"settle","class":"reduce","state":"unknown","since_ms":5}' >>lane
	{ sed '$d' in && cat lane && cycle; } >unknown
	run -0 order-diff unknown
	[ -z "$(actions <<<"$output")" ]
	sed -i 's/:w1"/:w2"/' lane
	{ sed '$d' in && cat lane && cycle; } >unknown
	run -0 order-diff unknown
	[ -n "$(actions <<<"$output")" ]
}

@test "a pull cancels all of ours, without market or whole ticks" {
	{ resting && pending place sent w3 buy 1.005 1 "$(cid buy 9)" && book && refusal && grid 0 pull && cycle; } >in
	run --separate-stderr -0 order-diff in
	same "cancel w1 $(cid buy 0) -
cancel w1 $(cid buy 1) -
cancel w3 $(cid buy 9) -
cancel w2 $(cid sell 0) -" "$(actions <<<"$output")"
	valid "$output"
	# Orders in a pull are not wanted.
	frame | sed '/"grid"/s/rebuild/pull/' >in
	run --separate-stderr -0 order-diff in
	[ "$(actions <<<"$output" | grep -c '^cancel')" -eq 3 ]
	[ "$(actions <<<"$output" | wc -l)" -eq 3 ]
}

@test "--cancel-all needs no grid; without a book what is done is cancelled too" {
	{ pending place "done" w1 buy 10 1 "$(cid buy 0)" && pending replace unknown w1 buy 9 1 "$(cid buy 1)" &&
		pending cancel sent w2 sell 12 1 "$(cid sell 0)" && pending place "done" w2 sell 13 1 "$(cid sell 0 5 2)"; } >in
	run --separate-stderr -0 order-diff --cancel-all --now-ms 5000 in
	same "cancel w1 $(cid buy 0) -
cancel w1 $(cid buy 1) -" "$(actions <<<"$output")"
	{ book && cat in; } >readable
	run --separate-stderr -0 order-diff --cancel-all --now-ms 5000 readable
	same "cancel w1 $(cid buy 1) -" "$(actions <<<"$output")"
	frame >in
	run --separate-stderr -0 order-diff --cancel-all in
	[ "$(actions <<<"$output" | cut -d' ' -f1 | sort | uniq -c | xargs)" = "3 cancel" ]
}

@test "without a book nothing is placed" {
	frame | sed '/"book"/d; /"open_order"/d' >in
	run --separate-stderr -5 order-diff in
	[ "$(refusals <<<"$output")" = no_book ]
	[ -z "$(actions <<<"$output")" ]
}

@test "--expect-none refuses whatever rests or may come to rest" {
	{ book && open_order w2 sell 13 1 "$(cid sell 0 5 2)" && pending place "done" w1 buy 10 1 "$(cid buy 0)" && cycle; } >none
	run --separate-stderr -0 order-diff --expect-none none
	[ -z "$stderr$(actions <<<"$output")" ]
	sed '/"book"/d' none >blind
	run --separate-stderr -5 order-diff --expect-none blind
	[ "$(refusals <<<"$output")" = no_book ]
	{ pending place sent w1 buy 10 1 "$(cid buy 0)" && cat none; } >flight
	run --separate-stderr -5 order-diff --expect-none flight
	[ "$stderr" = "order-diff: not_empty: 0 orders of ours rest, 1 are in flight" ]
	frame >in
	run --separate-stderr -5 order-diff --expect-none --cancel-all in
	[ "$(refusals <<<"$output")" = not_empty ]
	[ "$(actions <<<"$output" | wc -l)" -eq 3 ]
}
