# paper-trade: both ends of the venue.  The rules of the engine itself are in
# test_match.c and test_match_campaign.c, the file in test_paper_db.c, the tape in
# test_tape.c, kill -9 in crash-paper.bats.
load lib

M=SOL/USDT
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	printf '%s\n' MARKET=$M PAPER_WALLETS=w1:100:10000,w2:100:10000 PAPER_QUEUE_PCT=0 \
		PAPER_PARTICIPATION_PCT=50 PAPER_MAKER_FEE_PCT=0.1 >"$MM_HOME/mm.conf"
	prints >tape
}

# print TS PRICE SIZE SIDE
print() { printf '{"type":"trade","ts_ms":%s,"market":"%s","price":"%s","size":"%s","side":"%s","id":"%s","source":"t"}\n' "$1" $M "${@:2}" "$1"; }
# A seller takes the market down, a buyer back up, one print each 1000.
prints() {
	print 1000 100 10 buy && print 2000 99 10 sell && print 3000 98 10 sell
	print 4000 99 10 buy && print 5000 101 10 buy && print 6000 97 10 sell
}
cid() { echo $((${4:-1} << 48 | ($([ "$1" = sell ] && echo 1 || echo 0) << 15 | $2) << 32 | ${3:-5})); }
cycle() { echo '{"type":"cycle","ts_ms":'"$1"',"id":'"$1"'}'; }
# action KIND INTENT SIDE PRICE SIZE CLIENT_ID [WALLET [MAX_TS [AFTER]]]
action() {
	printf '{"type":"action","ts_ms":1,"action":"%s","intent_id":"%s","strategy":1,"market":"%s","wallet":"%s","side":"%s"' "$1" "$2" $M "${7:-w1}" "$3"
	[ "$1" = cancel ] || printf ',"price":"%s","size":"%s"' "$4" "$5"
	[ "$1" = cancel ] || printf ',"max_ts":%s' "${8:-9999}"
	printf ',"client_id":"%s","since_ms":1%s}\n' "$6" "${9:+,\"after\":\"$9\"}"
}
read_at() { cycle "$1" | paper-trade read -t tape; }
live_at() { { cat && cycle "$1"; } | paper-trade submit --live; }
receipts() { jq -r 'select(.type == "receipt") | [.status, .error // "-", .intents[]] | join(" ")'; }
resting() { jq -r 'select(.type == "open_order") | [.wallet, .side, .price, .size] | join(" ")'; }
fills() { jq -r 'select(.type == "fill") | [.id, .price, .size, .fee, .ts_ms] | join(" ")'; }
db() { sqlite3 "$MM_HOME/paper.db" "$1"; }

@test "usage and configuration that make no venue end 2" {
	run -2 paper-trade
	run -2 paper-trade trade
	run --separate-stderr -2 paper-trade read </dev/null
	[ "$stderr" = "paper-trade: read: --tape is needed" ]
	run --separate-stderr -2 paper-trade read -t none </dev/null
	[ "$stderr" = "paper-trade: none: No such file or directory" ]
	run --separate-stderr -2 paper-trade init -o PAPER_LOT=0.0000000001
	[ "$stderr" = "paper-trade: PAPER_LOT is not from 1 to 2^40 whole atoms of PAPER_BASE" ]
	run --separate-stderr -2 paper-trade init -o PAPER_TICK=0.00001
	[[ $stderr == *"PAPER_TICK times PAPER_LOT is not"* ]]
	for wallets in w1 w1:1 :1:1 w1:1:1,w1:2:2 w1:-1:1 w1:1:0.0000001; do
		run -2 paper-trade init -o PAPER_WALLETS="$wallets"
	done
	run -2 paper-trade init -o PAPER_BASE=SOL
	run -2 paper-trade init -o PAPER_QUOTE=SOL:9
	[ ! -e "$MM_HOME/paper.db" ]
	paper-trade init
	run --separate-stderr -2 paper-trade submit -o PAPER_TICK=0.05 </dev/null
	[ "$stderr" = "paper-trade: PAPER_TICK is not what the venue was made with; a new one: paper-trade reset" ]
}

@test "a bad action leaves only cancels; a cut frame sends nothing" {
	read_at 1500 >frame
	live_at 1500 <<<"$(action place i1 buy 95 1 "$(cid buy 0)")" >/dev/null
	read_at 2500 >frame
	{ echo '{"type":"action","ts_ms":1}' && action place i2 buy 94 1 "$(cid buy 1)" && action cancel i3 buy - - "$(cid buy 0)"; } >actions
	run --separate-stderr -5 live_at 2500 <actions
	[ "${stderr_lines[0]}" = "paper-trade: <stdin>:1: action: 'action': missing" ]
	same 'sent - i3' "$(receipts <<<"$output")"
	valid "$output"
	{ action place i4 buy 93 1 "$(cid buy 3)" && cycle 2500 | head -c -1; } >short
	run -1 paper-trade submit --live short
	[ "$(db 'SELECT count(*) FROM request')" -eq 2 ]
	[ "$(sqlite3 "$MM_HOME/journal.db" 'SELECT count(*) FROM attempt')" -eq 2 ]
}

@test "actions that name no order of this venue fail and are not sent" {
	read_at 1500 >frame
	{
		action place i1 buy 95 1 "$(cid buy 0)" w9
		action place i2 buy 95.001 1 "$(cid buy 0)"
		action place i3 buy 95 0.001 "$(cid buy 0)"
		action settle i4 buy 95 1 "$(cid buy 0)"
		action place i5 buy 95 1 "$(cid buy 0)" | sed 's/"price":"95",//'
		action place i6 buy 95 1 "$(cid buy 0)" | sed 's/"client_id":"[0-9]*",//'
		action place i7 buy 95 1 "$(cid buy 0)" | sed "s,$M,ETH/USDT,"
	} >in
	run live_at 1500 <in
	same 'failed unknown_wallet i1
failed off_step i2
failed off_step i3
failed unknown_action i4
failed no_terms i5
failed no_client_id i6' "$(receipts <<<"$output")"
	[ "$(db 'SELECT count(*) FROM request')" -eq 0 ]
}

@test "a bad tape, an old frame, a database that is not ours: refused" {
	{ prints && echo '{"type":"trade"}'; } >tape
	run --separate-stderr -5 read_at 9000
	[[ $stderr == "paper-trade: tape: tape:7: "* ]]
	jqall '[.[].type] == ["refusal", "cycle"] and .[0].reason == "tape"' "$output"
	[ "$(db 'SELECT frame_ms FROM progress')" = -9223372036854775808 ]
	prints >tape
	read_at 3000 >frame
	run --separate-stderr -5 read_at 2000
	jqall '.[0].reason == "clock_back"' "$output"
	db 'PRAGMA user_version = 99'
	run --separate-stderr -1 read_at 4000
	[[ $stderr == *"made by a newer version of mmutils"* ]]
	echo trash >"$MM_HOME/paper.db"
	rm -f "$MM_HOME"/paper.db-*
	run --separate-stderr -1 read_at 4000
	[[ $stderr == *"not a database"* ]]
}

@test "a venue that does not balance is not traded on" {
	read_at 3000 >frame
	db "UPDATE wallet SET quote_free = quote_free + 1 WHERE name = 'w2'"
	run --separate-stderr -1 read_at 4000
	[[ $stderr == *"the ledger does not balance"* ]]
}

@test "a full disk at stdout ends 1, and what did not leave leaves later" {
	read_at 1500 >frame
	run --separate-stderr -1 bash -c "echo '$(cycle 2500)' | paper-trade read -t tape >/dev/full"
	jqall 'map(select(.type == "trade").ts_ms) == [2000, 3000]' "$(read_at 3500)"
	jqall 'map(select(.type == "trade").ts_ms) == [4000]' "$(read_at 4500)"
}

@test "one frame shows the whole venue, by the schemas" {
	run read_at 3500
	[ "$status" -eq 0 ]
	valid "$output"
	jqall 'map(.type) == ["market", "lane", "lane", "book", "trade", "trade", "trade", "wallet", "wallet", "cycle"]' "$output"
	jqall '.[3] | .synthetic and .bids == [] and .asks == []' "$output"
	same "$(prints | head -n 3)" "$(of_type trade "$output")"
	live_at 3500 <<<"$(action place i1 sell 103 1.5 "$(cid sell 0)" w2)" >/dev/null
	run read_at 4500
	valid "$output"
	jqall 'map(select(.type == "book"))[0] | .asks == [["103", "1.5"]] and .own_asks == .asks' "$output"
	jqall 'map(select(.wallet == "w2" and .type == "wallet"))[0].balances.SOL == {free: "98.5", locked: "1.5", unsettled: "0"}' "$output"
	jqall 'map(select(.type == "pending"))[0] | .state == "done" and .intent_id == "i1"' "$output"
	jqall 'map(select(.type == "lane") | .landed_slot) == [null, 4000]' "$output"
}

@test "orders fill from the tape: queue, share, fee, price, to the last atom" {
	read_at 1500 >frame
	{ action place i1 buy 98 3 "$(cid buy 0)" && action place i2 sell 101 20 "$(cid sell 0)" w2; } | live_at 1500 >frame
	run read_at 5500
	same 'confirmed - i1
confirmed - i2' "$(receipts <<<"$output")"
	same '1-1 98 3 0.294 3000
2-1 101 5 0.505 5000' "$(fills <<<"$output")"
	same 'w2 sell 101 15' "$(resting <<<"$output")"
	jqall 'map(select(.type == "wallet"))[0].balances.USDT.free == "9705.706"' "$output"
	same '' "$(read_at 5900 | fills)"
}

@test "an intent is sent once, however often its frame is run" {
	read_at 1500 >frame
	action place i1 buy 95 1 "$(cid buy 0)" >in
	same 'sent - i1' "$(live_at 1500 <in | receipts)"
	same '' "$(live_at 1500 <in | receipts)"
	same 'confirmed - i1' "$(read_at 2500 | receipts)"
	same '' "$(live_at 2500 <in | receipts)"
	action place i2 buy 101 1 "$(cid buy 1)" | live_at 2500 >frame
	same 'not_posted would_cross i2' "$(read_at 3500 | receipts)"
	action place i2 buy 101 1 "$(cid buy 1)" >in
	same '' "$(live_at 2500 <in | receipts)"
	same 'sent - i2' "$(live_at 3500 <in | receipts)"
	[ "$(db 'SELECT count(*) FROM request')" -eq 3 ]
}

@test "what never arrived is dead after its time, and may be sent anew" {
	read_at 1500 >frame
	action place i1 buy 95 1 "$(cid buy 0)" w1 2 | live_at 1500 >frame
	db 'DELETE FROM request'
	jqall 'map(select(.type == "pending"))[0] | .state == "sent" and .spends.USDT == "95.095"' "$(read_at 2500)"
	run read_at 3500
	same 'expired not_arrived i1' "$(receipts <<<"$output")"
	valid "$output"
	same '' "$(of_type pending "$output")"
	action place i1 buy 95 1 "$(cid buy 0)" >in
	same 'sent - i1' "$(live_at 3500 <in | receipts)"
	# Too late for the venue: it is at 5500 already.
	action place i2 buy 94 1 "$(cid buy 1)" w1 4 >in
	read_at 5500 >frame
	same 'expired late i2' "$(live_at 4500 <in | receipts)"
}

@test "what is under way is shown until the venue answers" {
	read_at 1500 >frame
	action place i1 sell 105 2 "$(cid sell 0)" | live_at 1500 >frame
	read_at 2500 >frame
	action cancel i2 sell - - "$(cid sell 0)" | sed 's/"side":"sell",//' | live_at 2500 >frame
	action replace i3 sell 106 3 "$(cid sell 1)" | live_at 2500 >frame
	run read_at 2900
	valid "$output"
	jqall 'map(select(.type == "pending") | [.action, .state, .side, .class, .spends.SOL])
		== [["cancel", "sent", "sell", "reduce", null], ["replace", "sent", "sell", "risk", "3"],
		["place", "done", "sell", "risk", null]]' "$output"
	same 'w1 sell 105 2' "$(resting <<<"$output")"
	same 'w1 sell 106 3' "$(read_at 3000 | resting)"
}

@test "a dry run sends nothing and says what would become" {
	read_at 1500 >frame
	action place i0 buy 95 99 "$(cid buy 0)" | live_at 1500 >frame
	read_at 2500 >frame
	{
		action place i1 buy 96 1 "$(cid buy 1)"
		action place i2 buy 99.01 1 "$(cid buy 2)"
		action place i3 buy 95 20 "$(cid buy 3)"
		action cancel i4 buy - - "$(cid buy 0)"
		action place i5 buy 95 20 "$(cid buy 4)"
		cycle 2500
	} >in
	run paper-trade submit in
	same 'simulated - i1
simulated would_cross i2
simulated no_funds i3
simulated - i4
not_simulated no_funds i5' "$(receipts <<<"$output")"
	valid "$output"
	[ "$(db 'SELECT count(*) FROM request')" -eq 1 ]
}

@test "the kill switch and refusals let only cancels pass" {
	read_at 1500 >frame
	action place i0 buy 95 1 "$(cid buy 0)" | live_at 1500 >frame
	read_at 2500 >frame
	{ action replace i1 buy 96 1 "$(cid buy 0)" && action place i2 buy 94 1 "$(cid buy 1)" && action cancel i3 buy - - "$(cid buy 0)"; } >in
	echo '{"type":"refusal","ts_ms":1,"by":"x","reason":"stale","text":"t"}' >whole
	run --separate-stderr live_at 2500 < <(cat whole in)
	same 'sent - i3' "$(receipts <<<"$output")"
	kill-switch on -r 'a test'
	run --separate-stderr -5 live_at 2600 < <(sed 's/i3/i4/' in)
	[ "$stderr" = "paper-trade: kill_switch: a test" ]
	same 'sent - i4' "$(receipts <<<"$output")"
	jqall 'map(select(.type == "refusal"))[0].reason == "kill_switch"' "$output"
	kill-switch off
	# A refusal that names one holds back that one and what stands behind it.
	{
		echo '{"type":"refusal","ts_ms":1,"by":"x","reason":"y","text":"t","intents":["j1"]}'
		action place j1 buy 90 1 "$(cid buy 5)"
		action place j2 buy 91 1 "$(cid buy 6)" w1 9999 j1
		action place j3 buy 92 1 "$(cid buy 7)" w1 9999 j2
		action place j4 buy 93 1 "$(cid buy 8)"
	} >in
	same 'sent - j4' "$(live_at 2700 <in | receipts)"
}

@test "a lane that another process holds ends 4" {
	read_at 1500 >frame
	mkfifo hold
	paper-trade submit --live <hold >/dev/null 3>&- &
	exec 7>hold
	until_true test -s "$MM_HOME/lock/SOL%2FUSDT:w2"
	run --separate-stderr -4 paper-trade submit --live </dev/null
	[[ $stderr == "paper-trade: lane 'SOL/USDT:w1': "* ]]
	exec 7>&-
	wait
	paper-trade submit --live </dev/null
}

@test "behind a store it goes on after the last stored print and fill" {
	read_at 1500 >frame
	{ action place i1 buy 98 1 "$(cid buy 0)" && action place i2 buy 97 1 "$(cid buy 1)"; } | live_at 1500 >frame
	read_at 3500 >frame
	same '1-1' "$(jq -r 'select(.type == "fill").id' frame)"
	{ print 2000 99 10 sell && cycle 4500; } >in
	run paper-trade read -t tape in
	jqall 'map(select(.type == "trade").ts_ms) == [2000, 3000, 4000]' "$output"
	same '1-1' "$(jq -r 'select(.type == "fill").id' <<<"$output")"
	{ prints | sed -n 4p && of_type fill "$(cat frame)" && cycle 6500; } >in
	run paper-trade read -t tape in
	jqall 'map(select(.type == "trade").ts_ms) == [4000, 5000, 6000]' "$output"
	same $'1-1\n2-1' "$(jq -r 'select(.type == "fill").id' <<<"$output")"
	# A print the tape does not have: all of its millisecond come again.
	{ print 3000 98 10 sell | sed 's/"id":"3000"/"id":"other"/' && cycle 6600; } >in
	jqall 'map(select(.type == "trade" and .source == "t").ts_ms) == [3000, 3000, 4000, 5000, 6000]' "$(paper-trade read -t tape in)"
}

@test "a lost store is made anew from the tape, and the fills come again" {
	whole() { cycle "$1" | store-log get --last trade,fill | paper-trade read -t tape | mm-pivot -s "$MM_HOME/mm.db" | store-log put; }
	pivot() { jq -r 'select(.type == "pivot").price' <<<"$1"; }
	whole 1500 >/dev/null
	action place i1 buy 98 1 "$(cid buy 0)" | live_at 1500 >frame
	whole 4500 >frame
	same '1-1' "$(jq -r 'select(.type == "fill").id' frame)"
	rm "$MM_HOME"/mm.db*
	store-log put tape
	frame=$(whole 5500)
	same 99.4 "$(pivot "$frame")" # (100 + 99 + 98 + 99 + 101) / 5
	whole 6600 >/dev/null
	same '1-1' "$(store-log get fill | jq -r .id)"
}

@test "resident and frame by frame are the same" {
	frames() { for t in 1500 2500 3500 4500 5500 6500; do cycle $t; done; }
	frames | paper-trade read -t tape >resident
	paper-trade reset
	frames | while read -r c; do paper-trade read -t tape <<<"$c"; done >single
	cmp resident single
}

@test "the displayed depth is the queue and the market, also for a new process" {
	{
		echo '{"type":"book","ts_ms":500,"market":"'$M'","bids":[["98","4"]],"asks":[["102","7"]],"own_bids":[],"own_asks":[],"slot":1}'
		prints
	} >tape
	read_at 1500 >frame
	jqall 'map(select(.type == "book"))[0] | .synthetic == null and .bids == [["98", "4"]]' "$(cat frame)"
	{ action place i1 buy 98 5 "$(cid buy 0)" && action place i2 buy 102 1 "$(cid buy 1)"; } | live_at 1500 >frame
	run read_at 2500
	same 'confirmed - i1
not_posted would_cross i2' "$(receipts <<<"$output")"
	jqall 'map(select(.type == "book"))[0] | .bids == [["98", "9"]] and .own_bids == [["98", "5"]]' "$output"
	same '1-1 98 5 0.49 3000' "$(read_at 3500 | fills)"
}

@test "init makes a venue once, reset makes it anew, a new wallet comes with funds" {
	paper-trade init
	run --separate-stderr -1 paper-trade init
	[ "$stderr" = "paper-trade: there is a venue already; a new one: paper-trade reset" ]
	read_at 1500 >frame
	action place i1 buy 98 1 "$(cid buy 0)" >in
	live_at 1500 <in >first
	read_at 3500 >frame
	paper-trade reset
	read_at 1500 >frame
	live_at 1500 <in >again
	cmp first again
	same '1-1 98 1 0.098 3000' "$(read_at 3500 | fills)"
	export MM_PAPER_WALLETS=w1:100:10000,w2:100:10000,w3:7:0
	jqall 'map(select(.type == "wallet") | .balances.SOL.free) == ["101", "100", "7"]' "$(read_at 4500)"
}
