# price-read: when there is a price, when there is none, and what it says then.
load lib
load world-said

SWB=GvDMxPzN1sCj7L26YDK2HnMRXEQmQ2aemov8YBtPS7vR
FEED=ef0d8b6fda2ceba41da15d4095d1da392a0d2f8ed0c6c7bc0f4cfac8c280b56d

setup_file() {
	export SRC=$BATS_FILE_TMPDIR/prices
	server_start "$SRC" "$MM_TOP/tests/prices.py"
}
teardown_file() { server_stop "$SRC"; }

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	local url
	url=http://127.0.0.1:$(<"$SRC/port")
	rm -f "$SRC/log"
	printf '%s\n' "SOLANA_RPC=$url/" "HERMES_URL=$url/hermes" "BINANCE_URL=$url/binance" \
		"BYBIT_URL=$url/bybit" "JUPITER_URL=$url/jupiter" HTTP_TIMEOUT=500ms >"$MM_HOME/mm.conf"
	world .
	cycle >in
}

cycle() { echo '{"type":"cycle","ts_ms":5000,"id":5000}'; }

# world FILTER: the world as it is, changed by a jq filter.
world() {
	jq -n '{pyth: {price: "138.24", age: 3}, hermes: {price: "138.25", age: 5}, switchboard: {price: "138.22", age: 4},
		binance: {price: "138.30"}, bybit: {price: "138.20"}, jupiter: {price: "138.10"},
		"hermes:a995": {price: "1.085", conf: "0.0001"}, "binance:EURUSDT": {price: "1.086", conf: "0.0001"}}
		| '"$1" >"$SRC/world.json"
	rm -rf "$MM_HOME/breaker"
}

# from SOURCES... : SOL/USD from these alone, of which one is enough
from() {
	local s list=
	for s; do list+=,SOL/USD@$s; done
	printf '%s\n' PRICE_PAIRS=SOL/USD:1 "PRICE_SOURCES=${list#,}" >>"$MM_HOME/mm.conf"
}

said() { of_type refusal "$output" | sed -E 's/.*"text":"([^"]*)".*/\1/'; }
price() { of_type price "$output" | sed -E 's/.*"price":"([^"]*)".*/\1/'; }

@test "a bad line, a full disk, an unfinished frame, and nothing asked for it" {
	{ echo '{"type":"book","market":1}' && cycle; } >bad
	run --separate-stderr -5 price-read bad
	run -1 bash -c 'price-read in >/dev/full'
	rm -f "$SRC/log"
	run --separate-stderr -0 price-read </dev/null
	run --separate-stderr -1 price-read <<<'{"type":"fill"}'
	[ "$(of_type price "$output")" = "" ]
	[ ! -e "$SRC/log" ]
}

@test "a configuration that cannot be used is exit 2 and says which entry" {
	local way text
	while IFS='|' read -r way text; do
		run -2 price-read -o "$way" in
		[[ $output == "price-read: "*"$text"* ]] || { echo "$way: $output" >&2; return 1; }
	done <<-EOF
		PRICE_PAIRS=SOLUSD|PRICE_PAIRS: 'SOLUSD': not a pair like SOL/USD
		PRICE_PAIRS=SOL/USD/X|not a pair
		PRICE_PAIRS=SOL/USD:0|not a number of sources
		PRICE_PAIRS=SOL/USD:17|not a number of sources
		PRICE_PAIRS=SOL/USD:2:maybe|not the word optional
		PRICE_PAIRS=BMV/USD|a pair without a source
		PRICE_SOURCES=SOL/USD|not a source that is known
		PRICE_SOURCES=SOL/USD@kraken:X|not a source that is known
		PRICE_SOURCES=SOL/USD@pyth:ef0d|not a feed id
		PRICE_SOURCES=SOL/USD@switchboard:x|not the address of a feed
		PRICE_SOURCES=SOL/USD@binance|not a symbol
		PRICE_SOURCES=SOL/USD@jupiter:wSOL|not two assets
		PRICE_SOURCES=SOL/USD@jupiter:wSOL:USDC:0|not an amount
		PRICE_SOURCES=SOL/USD@jupiter:wSOL:EURC|no such mint
		PRICE_SOURCES=SOL/USD@book|MARKET is not set
		PRICE_SOURCES=SOL/USD@via:EUR|a cross of pairs that have no source
		PRICE_SOURCES=SOL/USD@via:EUR,SOL/EUR@via:USD,USD/EUR@binance:X|a cross that needs itself
		BINANCE_URL=http://example.org|BINANCE_URL: plain http to another machine
		SOLANA_RPC=|SOLANA_RPC: SOLANA_RPC is not set
		JUPITER_KEY_FILE=/nonexistent|JUPITER_KEY_FILE: cannot be opened
	EOF
	[ ! -e "$SRC/log" ]
}

@test "each source alone: what it says, and nothing where it says something else" {
	local source name want how
	while read -r source name want; do
		sed -i '/^PRICE_/d' "$MM_HOME/mm.conf"
		from "$source"
		world .
		run --separate-stderr -0 price-read in
		valid "$output"
		[ "$(price)" = "$want" ]
		jqeq '.pair == "SOL/USD" and .n_sources == 1 and .spread_bps == 0 and .ts_ms == 5000
			and .sources == ["'"$source"'"]' "$(of_type price "$output")"
		for how in 500 429 garbage half slow close other; do
			case $name.$how in pyth.[45gshc]* | switchboard.*) continue ;; esac
			world ".$name.how = \"$how\""
			run --separate-stderr -5 price-read in
			[ "$(of_type price "$output")" = "" ]
			[ -z "$(of_type refusal "$output" | grep -v '"reason":"no_price"')" ]
			[[ $output != *'"intents"'* ]]
			[[ $(said) == "SOL/USD: 0 of 1 sources agree; $source: "* ]]
		done
	done <<-EOF
		pyth:$FEED pyth 138.24
		hermes:0x$FEED hermes 138.25
		switchboard:$SWB switchboard 138.22
		binance:SOLUSDT binance 138.3
		bybit:SOLUSDT bybit 138.2
		jupiter:wSOL:USDC:10 jupiter 138.1
	EOF
}

@test "an account that is not what it should be is no price" {
	local what how text
	from "pyth:$FEED" "switchboard:$SWB"
	sed -i 's/USD:1/USD:2/' "$MM_HOME/mm.conf"
	while read -r what how text; do
		world ".$what.how = \"$how\""
		run --separate-stderr -5 price-read in
		[[ $(said) == *"1 of 2 sources agree"*"$what:"*": $text"* ]] || { said >&2; return 1; }
	done <<-EOF
		pyth partial not initialised or not what it should be
		pyth stranger owned by another program
		pyth short not a length such an account has
		pyth other of another feed
		switchboard stranger owned by another program
		switchboard short not a length such an account has
	EOF
	world 'del(.pyth)'
	run --separate-stderr -5 price-read in
	[[ $(said) == *"no such account"* ]]
	world '.switchboard.staleness = 9'
	run --separate-stderr -5 price-read in
	[[ $(said) == *"older than the feed itself allows"* ]]
	world '.node = {how: "500"}'
	run --separate-stderr -5 price-read in
	[[ $(said) == *"pyth:$FEED: an HTTP error, switchboard:$SWB: an HTTP error" ]]
}

@test "old, ahead of the clock, unsure, apart: does not count" {
	from binance:SOLUSDT bybit:SOLUSDT "hermes:$FEED"
	sed -i 's/USD:1/USD:3/' "$MM_HOME/mm.conf"
	run --separate-stderr -0 price-read in
	[ "$(price)" = 138.25 ]
	jqeq '.n_sources == 3 and .spread_bps == 8 and .age_ms >= 5000' "$(of_type price "$output")"
	world '.hermes.age = 62'
	run --separate-stderr -5 price-read in
	[[ $(said) == *"2 of 3 sources agree; binance:SOLUSDT: agrees, bybit:SOLUSDT: agrees, hermes:$FEED: too old"* ]]
	world '.bybit.age = -12'
	run --separate-stderr -5 price-read in
	[[ $(said) == *"bybit:SOLUSDT: too old, or ahead of the clock"* ]]
	world '.binance.conf = "1.5"'
	run --separate-stderr -5 price-read in
	[[ $(said) == *"binance:SOLUSDT: too unsure of itself"* ]]
	world '.bybit.price = "136.8"'
	run --separate-stderr -5 price-read in
	[[ $(said) == *"bybit:SOLUSDT: too far from the others"* ]]
	run --separate-stderr -0 price-read -o PRICE_PAIRS=SOL/USD:2 in
	[ "$(price)" = 138.275 ] # and does not move the median either
	run --separate-stderr -0 price-read -o PRICE_APART_PCT=2 in
	run --separate-stderr -0 price-read -o PRICE_PAIRS=SOL/USD:3:optional in
	[ "$(of_type price "$output")" = "" ]
	[ "$(of_type refusal "$output")" = "" ]
	[[ $stderr == "price-read: warning: SOL/USD: 2 of 3 sources agree; "* ]]
}

@test "by default five sources of SOL, Pyth counted once" {
	run --separate-stderr -0 price-read in
	valid "$output"
	jqeq '.price == "138.22" and .n_sources == 4 and (.sources[0] | startswith("pyth:"))' "$(of_type price "$output")"
	world '.pyth.age = 9'
	run --separate-stderr -0 price-read in
	jqeq '.n_sources == 4 and (.sources[0] | startswith("hermes:"))' "$(of_type price "$output")"
	world '{binance}'
	run --separate-stderr -5 price-read in
	[[ $(said) == "SOL/USD: 1 of 2 sources agree; "* ]]
	jqeq '.id == 5000' "$(of_type cycle "$output")"
}

@test "crosses: over a third asset, either way round, as sure as their legs" {
	run --separate-stderr -0 price-read -o PRICE_PAIRS=SOL/EUR,EUR/USD in
	valid "$output"
	jqall 'map(select(.type == "price")) | map(.pair) == ["EUR/USD", "SOL/EUR"]
		and .[0].price == "1.0855" and .[1].price == "127.333026255181"
		and .[1].n_sources == 2 and .[1].age_ms > 1000 and .[1].sources == ["via:USD"]' "$output"
	# a product, and legs listed the other way round
	printf '%s\n' PRICE_PAIRS=BMV/EUR:1,EUR/BMV:1 MARKET=m1 \
		PRICE_SOURCES=BMV/SOL@book,SOL/USD@binance:SOLUSDT,EUR/USD@binance:EURUSDT,SOL/EUR@via:USD,BMV/EUR@via:SOL,EUR/BMV@via:SOL \
		PRICE_AGREE=1 >>"$MM_HOME/mm.conf"
	{ echo '{"type":"book","ts_ms":4000,"market":"m1","bids":[["0.0000119","5"]],"asks":[["0.0000121","5"]],"own_bids":[],"own_asks":[],"slot":1}' && cycle; } >book
	run --separate-stderr -0 price-read book
	jqall 'map(select(.type == "price")) | .[0].price == "0.0015281767955801" and .[1].price == "654.37454808388"' "$output"
	world 'del(.["binance:EURUSDT"]) | .binance.how = "500"'
	run --separate-stderr -5 price-read book
	[[ $(said) == *"via:SOL: no price of SOL/EUR"* ]]
}

@test "the book of the frame: without our own orders, without an invented depth" {
	local book
	book='{"type":"book","ts_ms":4000,"market":"m1","bids":[["9.99","5"],["9.9","5"]],"asks":[["10.05","5"],["10.1","5"]],"own_bids":[["9.99","5"]],"own_asks":[],"slot":1}'
	from book:m1
	{ echo "$book" && cycle; } >frame
	run --separate-stderr -0 price-read frame
	[ "$(price)" = 9.975 ]
	jqeq '.age_ms == 1000' "$(of_type price "$output")"
	{ echo "${book/'"own_asks":[]'/'"own_asks":[["10.05","5"],["10.1","5"]]'}" && cycle; } >frame
	run --separate-stderr -5 price-read frame
	[[ $(said) == *"a book without a middle" ]]
	{ echo "${book/'"slot":1'/'"slot":1,"synthetic":true'}" && cycle; } >frame
	run --separate-stderr -5 price-read frame
	[[ $(said) == *"a book without real depth" ]]
	{ echo "$book" && cycle && cycle | sed 's/5000/6000/g'; } >frame
	run --separate-stderr -5 price-read frame
	[[ $(said) == *"no book in the frame" ]] # the next frame has none
	[ "$(price)" = 9.975 ]
}

@test "a service that fails three times is left alone, and not only by this process" {
	from binance:SOLUSDT
	world '.binance.how = "500"'
	for _ in 1 2 3; do run --separate-stderr -5 price-read in; done
	[[ $(said) == *"HTTP status 500" ]]
	rm "$SRC/log"
	run --separate-stderr -5 price-read in
	[[ $(said) == *"left alone for now" ]]
	[ ! -e "$SRC/log" ]
}

@test "only what is wanted is asked, all feeds of Hermes at once" {
	run --separate-stderr -0 price-read -o PRICE_PAIRS=EUR/USD in
	[ "$(cut -d/ -f2 "$SRC/log" | sort | xargs)" = "binance hermes" ]
	rm "$SRC/log"
	run --separate-stderr -0 price-read -o PRICE_PAIRS=SOL/USD,EUR/USD in
	[ "$(cut -d/ -f2 "$SRC/log" | sort | xargs)" = "binance binance bybit hermes jupiter" ]
	[ "$(grep -c '^/$' "$SRC/log")" = 1 ] # the node
	grep -q 'ids%5B%5D=ef0d.*&ids%5B%5D=a995' "$SRC/log"
}

@test "a server nobody vouches for is not talked to" {
	command -v openssl >/dev/null || skip "no openssl"
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=localhost \
		-addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem 2>/dev/null
	openssl s_server -accept 127.0.0.1:0 -key key.pem -cert cert.pem -www >said 2>&1 3>&- &
	local server=$! port
	until_true grep -q '^ACCEPT .*:[0-9]*$' said
	port=$(sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' said)
	from binance:SOLUSDT
	run --separate-stderr -5 price-read -o "BINANCE_URL=https://127.0.0.1:$port" in
	kill "$server"
	[[ $(said) == *"binance:SOLUSDT: SSL "* ]]
	[ -n "$port" ]
}

@test "a key in a node's URL comes from a file nobody else reads, and goes nowhere" {
	local url
	url=http://127.0.0.1:$(<"$SRC/port")
	from "pyth:$FEED"
	printf '%s\n' 'http://127.0.0.1:1/?api-key=HUSH' "$url/?api-key=HUSH" >nodes
	chmod 0640 nodes
	run -2 price-read -o "SOLANA_RPC=@$PWD/nodes" in
	[[ $output == *"others may read or write it"* ]]
	chmod 0600 nodes
	run -0 price-read -o "SOLANA_RPC=@$PWD/nodes" in # the second node answers
	jqeq '.price == "138.24"' "$(of_type price "$output")"
	[ "$(<"$SRC/log")" = "/?api-key=HUSH" ]
	world '.node.how = "500"'
	run -5 price-read -o "SOLANA_RPC=@$PWD/nodes" in
	[[ $output != *HUSH* ]]
	echo 'ftp://HUSH' >nodes
	run -2 price-read -o "SOLANA_RPC=@$PWD/nodes" in
	[[ $output != *HUSH* ]]
	run ! grep -r HUSH "$MM_HOME"
}
