# book-read: what nodes answer becomes a whole frame or none, and every trade is told.
# The world's own program is in world-solana.bats; here a stand-in holds its bytes.
load lib
load world-said

M=GZCV6gEnyjzjzURjeBG2bQvQRU9kmG7TBGS9PBLCYTS3
W1=CMqyePWtpGe7WUN3M8JmkZsp716t8pEM6KRs5bsSLN5h
W2=2zDkZ9arTeisxS4MLegL5iN2uCqBRpCN52JcFN8LMYvf
OO1=Dhc1rZTvxHnXcT31Sa7yQbWXKwBUSKKsXhp12d4Zn8nU
BIDS=f4WXiDZy3q6NUbttYBkiXWL2JCLHtzyoDtLzLBcEwnr
ASKS=DZQiDGoyeLhijxGop97wYVWKaKHjzXrAbx122CD4XmKg
EVENTS=3V9T2aPBLWDCCaQzpS1Xc7oZHGDN4BfjvAPfLhMKW8kq
ATA1=BGxUvkUz3gJDBjP3M225oct6AvKwJMt92p6ef6U5mEgH
MINT=6xUD9U4bSAJtsbfuVS3X17kVTY4iSitHAUcR9MN8hfKW
VAULT=8iE4oCaWXEJVEUVHuhN5tD8kPc1LrfDoWQSHjVKj115C
SLOT=447552300

setup_file() {
	export NODE=$BATS_FILE_TMPDIR/node
	server_start "$NODE" "$MM_TOP/tests/node.py"
}
teardown_file() { server_stop "$NODE"; }

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	rm -f "$NODE/how" "$NODE/txs" "$NODE/log"
	printf '%s\n' "SOLANA_RPC=http://127.0.0.1:$(<"$NODE/port")" "MARKET=$M" "WALLETS=w1:$W1,w2:$W2" \
		"ASSETS=BMV:$MINT" SUBMIT_VIA=rpc HTTP_TIMEOUT=500ms >"$MM_HOME/mm.conf"
}

how() { echo "$1" >"$NODE/how"; }
cycle() { echo "{\"type\":\"cycle\",\"ts_ms\":${1:-5000},\"id\":${1:-5000}}"; }
lane() { echo "{\"type\":\"lane\",\"ts_ms\":1,\"lane\":\"$M:w1\",\"chain\":\"solana\",\"landed_slot\":$1}"; }
told() { echo "{\"type\":\"event_queue\",\"ts_ms\":4000,\"market\":\"$M\",\"seq\":$1,\"count\":0,\"capacity\":2978,\"own_waiting\":0,\"told\":$1,\"told_slot\":${2:-1},\"told_ms\":4000,\"slot\":${2:-1}}"; }
ids() { of_type trade "$1" | jq -r .id | xargs; }

but_supply() { grep -v '"type":"supply"' | sed 's/,"ts_max_err_ms":[0-9]*//'; }

# refused REASON: no book came, and that is why.
refused() {
	[ "$(of_type book "$output")$(of_type wallet "$output")$(of_type trade "$output")" = "" ]
	[ "$(of_type refusal "$output" | jq -r .reason)" = "$1" ] || {
		of_type refusal "$output" >&2
		return 1
	}
}

@test "a bad line, a full disk, wrong configuration, an unfinished frame" {
	run --separate-stderr -5 book-read <<<'{"type":"lane","lane":1}'$'\n'"$(cycle)"
	jqeq '.reason == "bad_record"' "$(of_type refusal "$output")"
	run -1 bash -c "book-read >/dev/full <<<'$(cycle)'"
	run --separate-stderr -1 book-read <<<"$(lane 1)"
	[ "$(of_type book "$output")" = "" ]
	run -2 book-read -m nobody
	run -2 book-read -o WALLETS=w1:nobody
	run -2 book-read -o SOLANA_RPC=
	run -2 book-read --accounts --backfill 1
	run -2 book-read -k
}

@test "no answer, half of one, garbage, too late, too many, an error: no book" {
	local fault reason only
	while read -r reason fault; do
		for only in getMultipleAccounts getProgramAccounts getLatestBlockhash; do
			rm -rf "$MM_HOME/breaker"
			how "{\"only\":\"$only\",$fault}"
			run --separate-stderr -5 book-read <<<"$(cycle)"
			refused "$reason" || { echo "$only $fault" >&2; return 1; }
		done
	done <<-'EOF'
		rpc_http "status":500
		rpc_limited "status":429
		rpc_garbage "body":"<html>"
		rpc_garbage "body":"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"context\":{\"slot\":1}}}"
		rpc_lost "half":1
		rpc_lost "stall":0.7
		rpc_refused "error":[-32603,"Internal error"]
	EOF
}

@test "accounts that are absent, of another program, cut, or hold what cannot be: no book" {
	local reason fault
	while read -r reason fault; do
		rm -rf "$MM_HOME/breaker"
		how "{$fault}"
		run --separate-stderr -5 book-read <<<"$(cycle)"
		refused "$reason" || { echo "$fault" >&2; return 1; }
	done <<-EOF
		account_absent "absent":["$M"]
		account_absent "absent":["$BIDS"]
		account_absent "absent":["$EVENTS"]
		account_absent "absent":["$MINT"]
		account_owner "owner":{"$M":"TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"}
		account_owner "owner":{"$ASKS":"TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"}
		account_owner "owner":{"$ATA1":"srmqPvymJeFKQ4zGQed1GFppgkRHL9kaELCbyksJtPX"}
		account_bad "cut":{"$M":387}
		account_bad "cut":{"$ASKS":65540}
		account_bad "cut":{"$ATA1":164}
		account_bad "poke":[["$M",5,"09"]]
		account_bad "poke":[["$BIDS",5,"41"]]
		account_bad "poke":[["$BIDS",0,"00"]]
		account_bad "poke":[["$BIDS",37,"ff03000000000000"]]
		account_bad "poke":[["$BIDS",69,"0000000000000000"]]
		account_bad "poke":[["$EVENTS",21,"ffff000000000000"]]
		account_bad "poke":[["$EVENTS",7429,"ff"]]
		account_bad "poke":[["$EVENTS",7445,"01"]]
		account_bad "poke":[["$OO1",77,"ffffffffffffff0f"]]
		account_bad "poke":[["$M",349,"0000000000000000"]]
		book_torn "poke":[["$OO1",141,"00"]]
		market_steps "poke":[["$M",349,"0300000000000000"]]
	EOF
}

@test "one frame: everything as of one slot, and the sums agree" {
	run --separate-stderr -0 book-read <<<"$(lane "$SLOT")"$'\n'"$(cycle)"
	[ -z "$stderr" ]
	valid "$output"
	[ "$(jq -r .type <<<"$output" | uniq | xargs)" = "lane chain market book open_order oo event_queue wallet supply trade fill trade fill trade fill cycle" ]
	jqeq ".slot == $SLOT" "$(grep -E '^\{"type":"(book|oo|event_queue|wallet|chain)"' <<<"$output")"
	jqeq '(.base.asset == "BMV") and (.quote.asset == "wSOL") and .tick == "0.000000001" and .base_lot == "1"' "$(of_type market "$output")"
	# What an independent decoder found.
	jqeq '.bids[0] == ["0.0000109","39"] and .asks[0] == ["0.0000111","48"] and
		(.bids | length) == 15 and ([.bids[][1] | tonumber] | add) == 1493 and (.asks | length) == 17 and ([.asks[][1] | tonumber] | add) == 1116' "$(of_type book "$output")"
	jqeq '.seq == 95 and .count == 35 and (.head_owners | length) == 3 and .told == 95' "$(of_type event_queue "$output")"
	# Own levels are the own orders; what stands in an account is locked or free.
	jqall 'def n: tonumber; (map(select(.type == "open_order" and .side == "sell") | .size | n) | add) ==
		(map(select(.type == "book").own_asks[][1] | n) | add)' "$output"
	jqall 'def n: tonumber; [.[] | select(.type == "oo" and .wallet == "w1")][0] as $o |
		[.[] | select(.type == "wallet" and .wallet == "w1")][0].balances.BMV as $b |
		($b.locked | n) == ($o.base_total | n) - ($o.base_free | n) and $b.unsettled == $o.base_free and $b.free == "999536"' "$output"
	# A trade is its two orders; the fee is the taker's, the rebate the maker's.
	same "120-28 121-13 122-21" "$(ids "$output")"
	jqall '[.[] | select(.type == "fill") | [.wallet, .side, .price, .size, .fee, .maker, .client_id]] ==
		[["w2","sell","0.0000109","37","0.000000162",false,"121"],["w2","sell","0.0000111","19","-0.000000042",true,"14"],["w1","buy","0.0000111","3","0.000000014",false,"123"]]' "$output"
	# One request for all of it.
	[ "$(jq -c 'select(.method == "getMultipleAccounts") | .params[0] | index("'$OO1'") and index("'$ATA1'") and index("'$EVENTS'")' "$NODE/log" | grep -c true)" = 1 ]
}

@test "an account that does not exist holds nothing; one that is not ours is not ours" {
	how "{\"absent\":[\"$ATA1\",\"$OO1\"]}"
	run --separate-stderr -0 book-read -o "WALLETS=w1:$W1" <<<"$(cycle)"
	jqeq '.balances.BMV == {"free":"0","locked":"0","unsettled":"0"}' "$(of_type wallet "$output")"
	[ "$(of_type oo "$output")$(of_type open_order "$output")$(of_type fill "$output")" = "" ]
	jqeq '.own_bids == [] and (.bids | length) > 10' "$(of_type book "$output")"
}

@test "too much for one request: the same records out of several" {
	run --separate-stderr -0 book-read <<<"$(cycle)"
	but_supply <<<"$output" >one
	rm "$NODE/log"
	run --separate-stderr -0 book-read -o "LOCKED_ACCOUNTS=$VAULT,$("$MM_TOP/tests/node.py" --keys 95)" <<<"$(cycle)"
	same "$(<one)" "$(but_supply <<<"$output")"
	jqeq '.locked == "1412" and .total == "3000000"' "$(of_type supply "$output")"
	[ "$(jq -c 'select(.method == "getMultipleAccounts") | .params[0] | index("'$OO1'")' "$NODE/log" | grep -vc null)" = 2 ]
	# A settlement in between is not counted twice: 83 of the market's are the wallet's.
	how "{\"later\":[[\"$OO1\",77,\"0000000000000000\"],[\"$OO1\",85,\"0060e31600000000\"],[\"$ATA1\",64,\"c076efbde8000000\"]]}"
	run --separate-stderr -0 book-read -o "LOCKED_ACCOUNTS=$("$MM_TOP/tests/node.py" --keys 95)" <<<"$(cycle)"
	jqeq '.balances.BMV == {"free":"999619","locked":"384","unsettled":"0"}' "$(of_type wallet "$output" | head -n 1)"
	how '{"more":95}'
	run -2 book-read <<<"$(cycle)"
	[[ $output == *"at most 96 "* ]]
}

@test "never from before our landing, the last frame or what was told" {
	local later=$((SLOT + 1))
	run --separate-stderr -5 book-read <<<"$(lane $later)"$'\n'"$(cycle)"
	refused book_behind
	run --separate-stderr -5 book-read <<<"$(told 60 $later)"$'\n'"$(cycle)"
	refused book_behind
	how '{"back":1}'
	run --separate-stderr -5 book-read <<<"$(lane $later)"$'\n'"$(cycle)"
	refused book_behind
	# A resident run whose node goes back, and comes round.
	how "{\"slot\":$later}"
	mkfifo in
	book-read <in >out 2>err 3>&- &
	exec 8>in
	cycle 5000 >&8
	until_true grep -q '"id":5000' out
	how '{"back":1}'
	cycle 6000 >&8
	until_true grep -q '"id":6000' out
	how "{\"slot\":$later}"
	cycle 7000 >&8
	exec 8>&-
	wait $! || [ $? -eq 5 ]
	[ "$(jq -r 'select(.type == "book" or .type == "refusal") | "\(.ts_ms) \(.reason)"' out | xargs)" = "5000 null 6000 book_behind 7000 null" ]
}

@test "a market that changes its lots or accounts under a resident run" {
	mkfifo in
	book-read <in >out 2>err 3>&- &
	exec 8>in
	cycle 5000 >&8
	until_true grep -q '"id":5000' out
	how "{\"poke\":[[\"$M\",349,\"4142\"]]}"
	cycle 6000 >&8
	until_true grep -q '"id":6000' out
	how "{\"poke\":[[\"$M\",285,\"4142\"]]}"
	cycle 7000 >&8
	exec 8>&-
	wait $! || [ $? -eq 5 ]
	[ "$(jq -r 'select(.type == "book" or .type == "refusal") | "\(.ts_ms) \(.reason)"' out | xargs)" = "5000 null 6000 market_changed 7000 market_changed" ]
}

@test "every trade is told once, whatever was killed in between" {
	frame() { { cycle "$1" | store-log get --last event_queue,trade,fill | book-read; } 2>>err; }
	how '{"ring":[128,86]}'
	frame 5000 | store-log put >/dev/null
	how '{"ring":[128,91]}'
	frame 6000 >/dev/null # killed before it was stored
	frame 7000 | head -n 3 | store-log put >/dev/null 2>&1 || true
	frame 8000 | store-log put >/dev/null
	how '{}'
	frame 9000 | store-log put >/dev/null
	frame 10000 | store-log put >/dev/null
	same "120-28 121-13 122-21" "$(store-log get trade | jq -r .id | xargs)"
	[ "$(store-log get fill | wc -l)" -eq 3 ]
	# Between the frame before and the reading.
	jqall '.[1] | .ts_ms >= 6500 and .ts_ms < 7500 and .ts_ms - 5000 <= .ts_max_err_ms' "$(store-log get trade)"
	# A job beside the bot tells none, and takes the cursor along.
	{ cycle 11000 | store-log get --last event_queue | book-read --no-trades | store-log put >/dev/null; } 2>>err
	run --separate-stderr -0 frame 12000
	[ "$(of_type trade "$output" | jq -r .ts_ms | xargs)" = "$(store-log get --last trade <<<"$(cycle)" | jq -r 'select(.type == "trade").ts_ms')" ]
	[ ! -s err ]
}

@test "a queue that is not the one that was told is read, wherever that left off" {
	local n whole
	for n in $(seq 86 95); do
		run --separate-stderr -0 book-read <<<"$(told "$n")"$'\n'"$(cycle)"
		whole=$(of_type trade "$output" | jq -r .id | xargs)
		if [[ $stderr == *"not the one of which $n events were told"* ]]; then
			within="$within $n"
			[ "$whole" = "120-28 121-13 122-21" ]
		else
			[ -z "$stderr" ] && [[ "120-28 121-13 122-21" == *"$whole" ]]
		fi
	done
	[ -n "$within" ]
}

# Transactions: the queue's events since 60 in three of them, one that failed, one of
# another program that logs what looks like fills.
txs() {
	cat >"$NODE/txs" <<-EOF
		[{"signature":"5","slot":90,"time":95,"events":[89,${1:-95}]},
		 {"signature":"4","slot":80,"time":90,"events":[84,89],"by":"MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr"},
		 {"signature":"3","slot":70,"time":85,"events":[84,89],"failed":true},
		 {"signature":"2","slot":60,"time":80,"events":[85,89]},
		 {"signature":"1","slot":50,"time":75,"events":[60,85]}]
	EOF
}

@test "--backfill: trades and fills out of logs, pairs across transactions and pages" {
	txs
	how '{"page":2}'
	run --separate-stderr -0 book-read --backfill 36500 </dev/null
	valid "$output"
	same "122-21 121-13 120-28" "$(ids "$output")"
	[ "$(of_type trade "$output" | jq -r .ts_ms | xargs)" = "95000 80000 75000" ]
	[ "$(of_type fill "$output" | jq -r .wallet | xargs)" = "w1 w2 w2" ]
	# Known ones pass and are not made again; the ring's twin is the same trade.
	grep -E '120-28' <<<"$output" >known
	run --separate-stderr -0 book-read --backfill 36500 known
	[ "$(of_type fill "$output" | wc -l)" -eq 3 ]
	same "120-28 122-21 121-13" "$(ids "$output")"
	book-read --backfill 36500 </dev/null | store-log put >/dev/null
	{ cycle | store-log get --last trade | book-read | store-log put >/dev/null; } 2>err
	[ ! -s err ]
	[ "$(store-log get trade | wc -l)" -eq 3 ]
	# Not before the days asked for.
	run --separate-stderr -0 book-read --backfill 1 </dev/null
	[ -z "$output" ]
}

@test "--backfill: what is not kept whole is said, what it pairs with is not guessed" {
	txs
	jq '.[0].logs = ["Program data: abc", "Log truncated"] | del(.[0].events)' "$NODE/txs" >t && mv t "$NODE/txs"
	run --separate-stderr -3 book-read --backfill 36500 </dev/null
	same "120-28" "$(ids "$output")"
	[[ $stderr == *"the logs of 1 transactions"* ]]
	jq '.[3].logs = null | del(.[3].events)' "$NODE/txs" >t && mv t "$NODE/txs"
	run --separate-stderr -3 book-read --backfill 36500 </dev/null
	[ -z "$(ids "$output")" ]
}

@test "a wrapped ring: the lost trades come out of the logs, once, and in order" {
	local capacity
	# The ring begins between two trades, with a maker's event, inside a pair.
	for capacity in 9 8 6; do
		txs
		how "{\"ring\":[$capacity,95,95]}"
		run --separate-stderr -0 book-read <<<"$(told 60)"$'\n'"$(cycle)"
		[[ $stderr == *"$((35 - capacity)) events of the queue were missed"* && $stderr != *lost* ]]
		same "120-28 121-13 122-21" "$(ids "$output")"
		jqeq '.told == 95 and .gap == null and .last_trade == "122-21"' "$(of_type event_queue "$output")"
	done
	# Its second half is not consumed yet, so in no log.
	txs 89
	how '{"ring":[6,95,89]}'
	run --separate-stderr -0 book-read <<<"$(told 60)"$'\n'"$(cycle)"
	[[ $stderr != *lost* ]]
	same "120-28 121-13 122-21" "$(ids "$output")"
}

@test "a gap that cannot be filled now holds the trades back, one that never can is said" {
	txs
	how '{"ring":[8,95],"only":"getTransaction","status":500}'
	run --separate-stderr -0 book-read --gap-wait 100ms <<<"$(told 60)"$'\n'"$(cycle)"
	[ -z "$(ids "$output")" ]
	jqeq '.gap == 27 and .told == 60 and .last_trade == null' "$(of_type event_queue "$output")"
	jqeq '.bids[0] == ["0.0000109","39"]' "$(of_type book "$output")"
	rm -rf "$MM_HOME/breaker"
	how '{"ring":[8,95],"unsure":1}'
	run --separate-stderr -0 book-read --gap-wait 100ms <<<"$(told 60)"$'\n'"$(cycle)"
	[ -z "$(ids "$output")" ]
	[[ $stderr == *"not final yet"* ]]
	how '{"ring":[8,95]}'
	echo '[]' >"$NODE/txs"
	run --separate-stderr -0 book-read <<<"$(told 60)"$'\n'"$(cycle)"
	same "121-13 122-21" "$(ids "$output")"
}

@test "--accounts: every open-orders and token account of the wallets" {
	run --separate-stderr -0 book-read --accounts -o "WALLETS=w1:$W1" <<<"$(cycle)"
	valid "$output"
	jqall '[.[] | select(.type == "token_account") | [.wallet, .amount, .rent_lamports, .associated]] ==
		[["w1","999536000000","2039280",true],["w1","99993578000","2039280",true]]' "$output"
	jqeq '.wallet == "w1" and .slots_waiting == 9 and .rent_lamports == "23357760"' "$(of_type oo "$output")"
	[ "$(of_type trade "$output")" = "" ]
	jqeq 'has("told") | not' "$(of_type event_queue "$output")"
}
