# scenario: small made tapes through the whole paper pipe, a process start a frame.
load lib

M=SOL/USDT
T=1700000000000
MINUTE=60000
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	: >"$MM_HOME/mm.conf"
	conf MARKET=$M PAPER_WALLETS=w1:1000:100000 HISTORY_WINDOW_DAYS=1 BUY_LEVELS=6 SELL_LEVELS=3 PAPER_QUEUE_PCT=0
	at=$T printed=0 edit=
	: >tape
	prints 60 100 10 # an hour of history
	at=$((at + 60 * MINUTE))
}

# conf KEY=VALUE...: from now on.
conf() {
	local set
	for set; do
		sed -i "/^${set%%=*}=/d" "$MM_HOME/mm.conf"
		echo "$set" >>"$MM_HOME/mm.conf"
	done
}

# prints N PRICE SIZE: one before each of the next N frames, sellers and buyers by
# turns.
prints() {
	local i
	for ((i = 0; i < $1; i++)); do
		printf '{"type":"trade","ts_ms":%d,"market":"%s","price":"%s","size":"%s","side":"%s","id":"%d","source":"t"}\n' \
			$((at + i * MINUTE - MINUTE / 2)) $M "$2" "$3" "$([ $((i % 2)) = 0 ] && echo sell || echo buy)" $((printed++)) >>tape
	done
}

# frame: the next minute's, into the file frame; $edit is what is otherwise than the
# venue says.
frame() {
	mm-cycle --once --ts-ms "$at" | paper-trade read -t tape | sed "$edit" | mm-pivot --store "$MM_HOME/mm.db" |
		store-log get --last grid | mm-grid | order-diff | paper-trade submit --live | store-log put >frame
	at=$((at + MINUTE))
}
frames() {
	local n=$1
	for ((; n > 0; n--)); do frame; done
}

grid() { jq -r "select(.type == \"grid\") | $1" frame; }
decision() { grid '"\(.decision) \(.reason)"'; }
count() { grep -c "^{\"type\":\"$1\"" frame || true; }
# price SIDE BEST: a side's lowest or highest wanted price.
price() { jq -r 'select(.type == "order" and .side == "'"$1"'").price' frame | sort -g | sed -n "$([ "$2" = low ] && echo 1 || echo \$)p"; }
above() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a > b) }'; }

@test "price up: pivot and SELL zone rise, BUY follows" {
	frame
	[ "$(decision)" = "rebuild first" ]
	pivot=$(grid .pivot) sell=$(price sell low) buy=$(price buy high) top=$(grid .upper)
	prints 5 108 200
	frames 5
	above "$(grid .pivot)" "$pivot"
	above "$(price sell low)" "$sell"
	above "$(price buy high)" "$buy"
	above "$(grid .upper)" "$top"
	[ "$(grid .price)" = 108 ]
	[ "$(count open_order)" -eq 9 ]
}

@test "price down: target control enlarges the BUY budget, no SELL below the pivot" {
	# What others hold grows as they are the ones who are sold to.
	supply() { edit='/^{"type":"cycle"/i {"type":"supply","ts_ms":1,"mint":"m","total":"1000","locked":"0","owned":"'"$1"'"}'; }
	conf PAPER_TICK=0.5 MAX_LEVEL_PCT=100
	supply 800
	frame
	same 0.2 "$(grid .control_ratio)"
	before=$(grid .quote_used)
	supply 200
	prints 2 98.5 1
	frames 2
	same 0.8 "$(grid .control_ratio)"
	# (1 + 0.5 * 0.8) / (1 + 0.5 * 0.2) = 1.27
	above "$(grid .quote_used)" "$(awk -v q="$before" 'BEGIN { print 1.26 * q }')"
	for price in 96 93.5 90; do
		prints 2 $price 20
		for _ in 1 2; do
			frame
			above "$(price sell low)" "$(grid .pivot)"
			above "$(grid .pivot)" "$(price buy high)"
		done
		above "$(grid .price)" "$(price buy high)"
	done
	[ "$(count open_order)" -gt 5 ]
	store-log get fill | grep -q '"side":"buy"'
}

@test "flat: zones stand, nothing is done" {
	prints 21 100 1
	frame
	pivot=$(grid .pivot)
	jq -c 'select(.type == "order") | [.price, .size, .client_id]' frame >want
	for _ in {1..20}; do
		frame
		[ "$(decision)" = "hold unchanged" ]
		[ "$(count action)" -eq 0 ]
		cmp want <(jq -c 'select(.type == "order") | [.price, .size, .client_id]' frame)
	done
	same "$pivot" "$(grid .pivot)"
	[ "$(count open_order)" -eq 9 ]
}

@test "a gap through the channel: pulled with an alert, empty, then back" {
	prints 2 100 1
	frames 2
	prints 1 70 0.1
	frame
	[ "$(decision)" = "pull out_of_channel" ]
	jqeq '.name == "out_of_channel" and .severity == "warning"' "$(of_type alert "$(<frame)")"
	frame
	[ "$(decision)" = "pull out_of_channel" ]
	[ "$(count alert)" -eq 0 ]
	frame
	[ "$(count open_order)" -eq 0 ]
	order-diff --expect-none frame >/dev/null
	prints 4 99 1
	frames 4
	[ "$(decision)" = "hold unchanged" ]
	[ "$(count open_order)" -ge 7 ]
	store-log get grid | jq -r '"\(.decision) \(.reason)"' | grep -qx 'rebuild resume'
}

@test "one wallet drained: its levels move to the other" {
	conf PAPER_WALLETS=w1:1000:100000,w2:1000:100000
	prints 10 100 1
	frames 2
	[ "$(jq -r 'select(.type == "open_order").wallet' frame | sort -u | xargs)" = "w1" ]
	edit='/"wallet":"w1"/s/"\(free\|locked\)":"[0-9.]*"/"\1":"0"/g'
	frame
	[ "$(decision)" = "hold unchanged" ]
	conf REBALANCE_INTERVAL_S=60
	frames 3
	[ "$(jq -r 'select(.type == "order").wallet' frame | sort -u | xargs)" = "w2" ]
	frame
	[ "$(jq -r 'select(.type == "open_order").wallet' frame | sort -u | xargs)" = "w2" ]
}

@test "a wallet added: the grid extends" {
	conf BUY_LEVELS=auto SELL_LEVELS=auto ORDERS_PER_WALLET=9
	prints 10 100 1
	frames 2
	[ "$(count open_order)" -eq 9 ]
	conf PAPER_WALLETS=w1:1000:100000,w2:1000:100000
	frame
	[ "$(decision)" = "rebuild config" ]
	[ "$(grid .n_orders)" -eq 18 ]
	frame
	[ "$(decision)" = "hold unchanged" ]
	[ "$(count open_order)" -eq 18 ]
	[ "$(jq -r 'select(.type == "open_order").wallet' frame | sort -u | xargs)" = "w1 w2" ]
}
