# mm-report: the sums of its table against a run worked out by hand, and a page that
# needs nothing else.
load lib

# A bot's store of three hourly frames: one wallet, 10 SOL and 1,000 USDT, price
# 100, then 110, then 90; it sells 2 at 105 and buys 1 at 95.
setup() {
	hour=3600000
	{
		trade 1 $((hour - 1000)) 100 sell
		cycle 1 rebuild
		trade 2 $((2 * hour - 2000)) 105 buy
		fill 1 $((2 * hour - 2000)) sell 105 2 0.21
		trade 3 $((2 * hour - 1000)) 110 buy
		cycle 2 hold
		trade 4 $((3 * hour - 2000)) 95 sell
		fill 2 $((3 * hour - 2000)) buy 95 1 0.095
		trade 5 $((3 * hour - 1000)) 90 sell
		cycle 3 pull
	} >"$BATS_TEST_TMPDIR/frames"
	store-log put --only none "$BATS_TEST_TMPDIR/frames" 2>"$BATS_TEST_TMPDIR/err" || cat "$BATS_TEST_TMPDIR/err"
}

trade() {
	echo "{\"type\":\"trade\",\"ts_ms\":$2,\"market\":\"SOL/USDT\",\"price\":\"$3\",\"size\":\"5\",\"side\":\"$4\",\"id\":\"$1\",\"source\":\"tape\"}"
}

fill() {
	echo "{\"type\":\"fill\",\"ts_ms\":$2,\"id\":\"$1\",\"venue\":\"paper\",\"market\":\"SOL/USDT\",\"wallet\":\"w1\",\"side\":\"$3\",\"price\":\"$4\",\"size\":\"$5\",\"fee\":\"$6\",\"fee_asset\":\"USDT\",\"maker\":true,\"order_id\":\"$1\",\"client_id\":\"281474976710656\"}"
}

cycle() {
	local ts=$(($1 * hour)) base=(10 8 9) quote=(1000 1209.79 1114.695)
	echo "{\"type\":\"market\",\"ts_ms\":$ts,\"market\":\"SOL/USDT\",\"tick\":\"0.01\",\"base_lot\":\"0.01\",\"quote_lot\":\"0.0001\",\"base\":{\"asset\":\"SOL\",\"decimals\":9},\"quote\":{\"asset\":\"USDT\",\"decimals\":6}}"
	echo "{\"type\":\"wallet\",\"ts_ms\":$ts,\"wallet\":\"w1\",\"chain\":\"paper\",\"balances\":{\"SOL\":{\"free\":\"${base[$1 - 1]}\",\"locked\":\"0\",\"unsettled\":\"0\"},\"USDT\":{\"free\":\"${quote[$1 - 1]}\",\"locked\":\"0\",\"unsettled\":\"0\"}},\"slot\":$ts}"
	echo "{\"type\":\"open_order\",\"ts_ms\":$ts,\"market\":\"SOL/USDT\",\"wallet\":\"w1\",\"side\":\"buy\",\"price\":\"80\",\"size\":\"1\",\"order_id\":\"9\",\"client_id\":\"281474976710657\"}"
	echo "{\"type\":\"open_order\",\"ts_ms\":$ts,\"market\":\"SOL/USDT\",\"wallet\":\"w1\",\"side\":\"sell\",\"price\":\"120\",\"size\":\"1\",\"order_id\":\"8\",\"client_id\":\"422212465065984\"}"
	echo "{\"type\":\"action\",\"ts_ms\":$ts,\"action\":\"replace\",\"intent_id\":\"i$1\",\"strategy\":1,\"market\":\"SOL/USDT\"}"
	echo "{\"type\":\"grid\",\"ts_ms\":$ts,\"market\":\"SOL/USDT\",\"decision\":\"$2\",\"reason\":\"first\",\"n_orders\":2,\"pivot\":\"100\",\"lower\":\"85\",\"upper\":\"130\",\"rebuild_ms\":$hour,\"rebuild_pivot\":\"100\",\"quote_used\":\"0\",\"base_used\":\"0\",\"control_ratio\":0,\"parameters\":{}}"
	echo "{\"type\":\"cycle\",\"ts_ms\":$ts,\"id\":$ts}"
}

@test "what cannot be reported is said" {
	MM_HOME=/none run -1 mm-report
	[ "$output" = "mm-report: /none/mm.db: not there" ]
	mkdir "$MM_HOME/other"
	store-log --db "$MM_HOME/other/mm.db" put --only none "$MM_TOP/share/examples/trades.jsonl"
	run -1 mm-report "$MM_HOME/other"
	[ "$output" = "mm-report: $MM_HOME/other/mm.db: no grid in it" ]
	run -2 mm-report --from-ms soon
	run -2 mm-report --html
	run -2 mm-report --colour red
	run -0 mm-report --help
}

@test "the table, worked out by hand" {
	# Kept: 10 SOL at 90 and 1,000.  Made: 9 SOL at 90 and 1,114.695.
	run -0 mm-report one="$MM_HOME"
	same " one
from 1970-01-01
to 1970-01-01
frames 3
worth at the start, USDT 2,000
worth at the end, USDT 1,925
profit, USDT -75
profit -3.8 %
holding instead -5.0 %
against holding, USDT 25
against holding 1.2 %
deepest fall 7.9 %
deepest fall, holding 9.5 %
fills 2
volume, SOL 3
turnover, USDT 305
fees, USDT 0
inventory at the start, SOL 10
inventory at the end, SOL 9
orders placed 0
orders moved 3
orders cancelled 0
orders at rest, a frame 2.0
of them kept in place 50.0 %
grids rebuilt 1
time pulled 33.3 %
frames refused 0" "$(tr -s ' ' <<<"$output")"
}

@test "several bots stand side by side, further tables below" {
	printf '\tshare\nmine\t1\n' >"$MM_HOME/more"
	run -0 mm-report --table "other shares=$MM_HOME/more" a="$MM_HOME" b="$MM_HOME"
	[[ ${lines[0]} =~ ^\ +a\ +b$ ]]
	[[ ${lines[3]} =~ ^frames\ +3\ +3$ ]]
	[ "${lines[-3]}" = 'other shares' ]
	[ "${lines[-1]}" = 'mine      1' ]
}

@test "the page is whole and needs nothing else" {
	run -0 mm-report --title 'A <b>' --note 'x & y' --html "$MM_HOME/r.html" 'one<two'="$MM_HOME"
	grep -q '<title>A &lt;b&gt;</title>' "$MM_HOME/r.html"
	grep -q '<p>x &amp; y</p>' "$MM_HOME/r.html"
	grep -q '<h2>one&lt;two</h2>' "$MM_HOME/r.html"
	run ! grep -qE 'https?:|nan|inf\b|@import|src=' "$MM_HOME/r.html"
	for class in price pivot channel bid ask buy sell pulled own hold inventory; do
		grep -q "class=\"$class\" " "$MM_HOME/r.html"
	done
	# Every picture is XML, and what the pointer reads is JSON with a row a column.
	sed -n '/<svg/,/<\/svg>/p' "$MM_HOME/r.html" | sed 's/.*<svg/<svg/; s/<\/svg>.*/<\/svg>/' |
		python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.stdin)'
	grep -o '{"left".*}' "$MM_HOME/r.html" | jq -e '(.rows | length) == 521 and (.rows[-1][4] == 1925)'
}

@test "too little for a picture is said, not drawn" {
	mkdir "$MM_HOME/other"
	grep -m 1 -B 99 '"cycle"' "$BATS_TEST_TMPDIR/frames" | store-log --db "$MM_HOME/other/mm.db" put --only none
	run -0 timeout 20 mm-report --html "$MM_HOME/r.html" "$MM_HOME/other"
	grep -q 'Too few frames' "$MM_HOME/r.html"
}
