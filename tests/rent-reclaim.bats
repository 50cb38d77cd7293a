# rent-reclaim: what is closed and what is not.  That the rent comes back to the
# lamport is asked of the chain in world-rent.bats.
load lib

A=CMqyePWtpGe7WUN3M8JmkZsp716t8pEM6KRs5bsSLN5h
B=2zDkZ9arTeisxS4MLegL5iN2uCqBRpCN52JcFN8LMYvf
MINT=6xUD9U4bSAJtsbfuVS3X17kVTY4iSitHAUcR9MN8hfKW
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	printf '%s\n' "WALLETS=alice:$A,bob:$B" MARKET=M >"$MM_HOME/mm.conf"
}

cycle() { echo '{"type":"cycle","ts_ms":5000,"id":5000}'; }
# oo NAME [KEYS [MARKET]]: an empty account of alice.
oo() { jq -cn --arg n "$1" --arg m "${3:-old}" '{type: "oo", ts_ms: 1, wallet: "alice", address: $n, market: $m, slots_free: 128, slots_waiting: 0, base_free: "0", base_total: "0", quote_free: "0", quote_total: "0", rent_lamports: "23357760", slot: 9}'" + {${2:-}}"; }
token() { jq -cn --arg n "$1" --arg m "$MINT" '{type: "token_account", ts_ms: 1, wallet: "alice", address: $n, mint: $m, amount: "0", decimals: 6, rent_lamports: "2039280", slot: 9}'" + {${2:-}}"; }
queue() { echo '{"type":"event_queue","ts_ms":1,"market":"old","seq":90,"count":'"$1"',"capacity":99,"own_waiting":1,"slot":9}'; }
resting() { echo '{"type":"open_order","ts_ms":1,"market":"old","wallet":"alice","side":"buy","price":"1","size":"1","order_id":"77","client_id":"5","account":"'"$1"'"}'; }
pending() { echo '{"type":"pending","ts_ms":1,"intent_id":"i","attempt":"a","lane":"old:alice","action":"settle","class":"reduce","state":"'"$1"'","market":"old","wallet":"alice","since_ms":1}'; }
# steps [option ...]: "action account" of each, of the records on standard input.
steps() { { cat && cycle; } | rent-reclaim "$@" | jq -r 'select(.type == "action") | "\(.action) \(.account)"' | xargs; }

@test "a bad line, a cut frame, a full disk, wrong usage" {
	run --separate-stderr -5 rent-reclaim <<<'{"type":"oo","ts_ms":1}'$'\n'"$(oo a)"$'\n'"$(cycle)"
	[[ ${stderr_lines[0]} == "rent-reclaim: <stdin>:1: oo: "* ]]
	[ "$(of_type action "$output")" = "" ]
	run --separate-stderr -1 rent-reclaim <<<"$(oo a)"
	[ "$(of_type action "$output")" = "" ]
	run -1 bash -c 'rent-reclaim >/dev/full <<<'"'$(cycle)'"
	run -2 rent-reclaim --live
	run -2 rent-reclaim -o WALLETS=alice:nobody
}

@test "an empty account is closed, and says what it returns" {
	run --separate-stderr -0 rent-reclaim <<<"$(oo a)"$'\n'"$(token t)"$'\n'"$(cycle)"
	valid "$output"
	jqall '[.[] | [.action, .account, .amount, .market, .mint]] ==
		[["close", "a", "0.02335776", "old", null], ["close", "t", "0.00203928", null, "'$MINT'"]]' "$(of_type action "$output")"
	same "$output" "$(rent-reclaim <<<"$(oo a)"$'\n'"$(token t)"$'\n'"$(cycle)")"
}

@test "what holds anything, is in use, in flight, or not ours alone stays" {
	for keys in 'quote_total: "1"' 'base_total: "0.5"' 'quote_free: "1", quote_total: "1"' 'base_free: "0.1"' 'wallet: "carol"'; do
		[ "$(oo a "$keys" | steps)" = "" ]
	done
	[ "$({ oo a && resting a; } | steps)" = "" ]
	[ "$({ oo a && pending sent; } | steps)" = "" ]
	[ "$({ oo a && pending unknown; } | steps)" = "" ]
	[ "$({ oo a && pending 'done'; } | steps)" = "close a" ]
	# The first on the market in use; a second one is not.
	[ "$({ oo a '' M && oo b '' M; } | steps)" = "close b" ]
	for keys in 'amount: "1"' 'frozen: true' "close_authority: \"$B\"" 'wallet: "carol"'; do
		[ "$({ oo a && token t "$keys"; } | steps)" = "close a" ]
	done
	for keys in "close_authority: \"$A\"" "delegate: \"$B\""; do
		[ "$({ oo a && token t "$keys"; } | steps)" = "close a close t" ]
	done
	[ "$({ oo a && token t 'associated: true'; } | steps)" = "close a close t" ]
	[ "$({ oo a && token t 'associated: true'; } | steps -o ASSETS=X:$MINT)" = "close a" ]
	[ "$({ oo a && token $B; } | steps -o LOCKED_ACCOUNTS=$B)" = "close a" ]
	[ "$({ oo a && echo '{"type":"refusal","ts_ms":1,"by":"book-read","reason":"book_torn","text":"x"}'; } | steps)" = "" ]
}

@test "what would not pay for its transaction waits" {
	[ "$({ token t && token u; } | steps)" = "" ]
	[ "$({ token t && token u && token v; } | steps)" = "close t close u close v" ]
	[ "$(token t | steps -o SUBMIT_VIA=rpc)" = "close t" ]
}

@test "slots that wait are cranked first, together with closing where that is sure" {
	[ "$({ oo a 'slots_free: 120, slots_waiting: 8' && queue 20; } | steps)" = "crank a close a" ]
	[ "$({ oo a 'slots_free: 120, slots_waiting: 8' && queue 400; } | steps)" = "crank a" ]
	[ "$(oo a 'slots_free: 120, slots_waiting: 8' | steps)" = "" ]
}

@test "told so: cancel, consume, settle, close, each behind the last" {
	{ oo a 'slots_free: 127, quote_total: "1"' && resting a && queue 3 && token t 'amount: "1500000"' && cycle; } >in
	run --separate-stderr -0 rent-reclaim --all in
	valid "$output"
	jqall '[.[] | [.action, .amount]] == [["cancel", null], ["crank", null], ["settle", null], ["close", "0.02335776"],
		["transfer", "1.5"], ["close", "0.00203928"]]' "$(of_type action "$output")"
	jqall '[.[].after] == [null, .[0].intent_id, .[1].intent_id, .[2].intent_id, null, .[4].intent_id]' "$(of_type action "$output")"
	[ "$({ oo a '' M && token t 'associated: true'; } | steps -o ASSETS=X:$MINT --home)" = "close a close t" ]
	[ "$({ oo a && token t 'associated: true, amount: "1"'; } | steps --all)" = "close a" ]
	[ "$({ oo a && token t 'amount: "1"' | jq -c '.mint = "So11111111111111111111111111111111111111112"'; } | steps --all)" = "close a close t" ]
}
