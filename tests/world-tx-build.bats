# tx-build against a chain: what it builds is signed with the world's keys, sent one by
# one, and read back.  tx-build.bats looks at the bytes.
load lib
load world

setup_file() {
	world_start --slot-ms 0 || return
	cd "$BATS_FILE_TMPDIR" || return
	mkfifo send sent
	"$MM_TOP/tests/world/sign-send.mjs" "$WORLD" --frames <send >sent 3>&- &
	exec 7>send 6<sent
}

teardown_file() {
	exec 7>&- 6<&-
	world_stop
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	world_conf alice bob carol >"$MM_HOME/mm.conf"
	M=$WORLD_MARKET
}

# frame [option of book-read]: actions on standard input in a frame of the world.
frame() {
	world advanceSlots '[2]' >/dev/null
	{ cat && echo '{"type":"cycle","ts_ms":5000,"id":5000}'; } | book-read --no-trades "$@"
}
cid() { echo $((1 << 48 | ($([ "$1" = sell ] && echo 1 || echo 0) << 15 | $2) << 32 | 7)); }
# act KIND WALLET KEYS [INTENT]
act() { echo '{"type":"action","ts_ms":1,"action":"'"$1"'","intent_id":"'"${4:-$1$2$RANDOM$RANDOM}"'","strategy":1,"wallet":"'"$2"'"'"${3:+,$3}"'}'; }
on() { act "$1" "$2" '"market":"'"$M"'"'"${3:+,$3}" "${@:4}"; }
# order KIND WALLET SIDE SLOT PRICE SIZE [KEYS]
order() { on "$1" "$2" '"side":"'"$3"'","price":"'"$5"'","size":"'"$6"'","client_id":"'"$(cid "$3" "$4")"'","since_ms":1,"max_ts":4000000000'"${7:+,$7}"; }
cancel() { on cancel "$1" '"side":"'"$2"'","client_id":"'"$(cid "$2" "$3")"'"'"${4:+,$4}" "${@:5}"; }
# lands [option of tx-build]: the frame is built and sent; all of it succeeds.
lands() {
	tx-build "$@" >made
	cat made >&7
	: >landed
	while read -r -t 60 line <&6 && [ -n "$line" ]; do echo "$line" >>landed; done
	jqeq '.err == null' "$(cat landed)"
}
of_wallet() { frame --accounts </dev/null | jq -c 'select(.type == "'"$2"'" and .wallet == "'"$1"'")'; }
n_orders() { frame </dev/null | jq -c 'select(.type == "open_order" and .wallet == "'"$1"'")' | wc -l; }
lamports() { world account "[\"$(jq -r .wallets."$1".pubkey "$WORLD_INFO")\"]" | jq -r .lamports; }

@test "a crank where more fills wait than one instruction can hand out" {
	oo=$(world take '[{"name":"dave","side":"sell","price":"900","size":"20","type":"limit"}]' | jq -r .oo)
	for _ in {1..20}; do taker=$(world take '[{"name":"erin","side":"buy","price":"900","size":"1"}]' | jq -r .oo); done
	jqeq '[.events[] | select(.fill)] | length > 30' "$(world book)"
	on crank bob '"accounts":["'"$oo"'","'"$taker"'"]' | frame | lands
	jqeq '.events == []' "$(world book)"
}

@test "the first orders of a wallet, their account with them, without a table and with" {
	for i in 1 2 3 4 5 6 7 8; do
		order place alice buy $i 0.00001$i $i
		order place alice sell $i 0.00002$i $i
	done >orders
	frame <orders | lands
	[ "$(n_orders alice)" -eq 16 ]
	# Replaced, through a table, in one.
	held=$(frame --accounts </dev/null | jq -sc --slurpfile i "$WORLD_INFO" '[.[] | select(.type == "oo").address]
		+ ($i[0].market | [.market, .requests, .events, .bids, .asks, .baseVault, .quoteVault])
		+ ($i[0].wallets.alice | [.base, .quote])
		+ ["TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "SysvarRent111111111111111111111111111111111"]')
	lut=$(world table "[\"t\",$held]" | jq -r .)
	sed 's/"place"/"replace"/g; s/"size":"/"size":"1/' orders | frame -o LUTS="$lut" | lands -o LUTS="$lut" -o SUBMIT_VIA=rpc
	[ "$(wc -l <landed)" -eq 1 ]
	jqeq '.size <= 1232' "$(cat landed)"
	[ "$(n_orders alice)" -eq 16 ]
	jqeq '.size | startswith("1")' "$(frame </dev/null | jq -c 'select(.type == "open_order")')"
}

@test "a bid locks exactly its value, a crossing one does not take" {
	order place bob buy 1 0.000012345 7 | frame | lands
	jqeq '.quote_total == "0.000086415" and .quote_free == "0"' "$(of_wallet bob oo)"
	order place bob buy 2 0.00002 9 | frame | lands # alice asks 0.0000201
	before=$(frame </dev/null | grep -c '"type":"open_order"')
	order place bob buy 3 0.000025 9 | frame | lands
	[ "$(frame </dev/null | grep -c '"type":"open_order"')" -eq "$before" ]
}

@test "a smaller order in front of a larger one where only both together are paid for" {
	# Carol has quote for 100 SOL: 60 and 30 rest, they become 20 and 70.
	order place carol buy 1 0.000001 60000000 >two
	order place carol buy 2 0.000002 15000000 >>two
	frame <two | lands
	order replace carol buy 2 0.000002 35000000 >swapped
	order replace carol buy 1 0.000001 20000000 >>swapped
	frame <swapped | lands
	[ "$(n_orders carol)" -eq 2 ]
	jqeq '.quote_total == "90"' "$(of_wallet carol oo)"
}

@test "cancels, by client id and by the venue's; crank; settle" {
	for i in 1 2 3 4 5 6 7 8 9; do order place bob sell $i 0.00005 1; done | frame | lands
	{ cancel bob sell 1 && cancel bob sell 2 && cancel bob sell 77; } | frame | lands
	jqeq '.class == "reduce"' "$(cat landed)"
	left=$(frame </dev/null | jq -c 'select(.type == "open_order" and .wallet == "bob" and .side == "sell")')
	[ "$(wc -l <<<"$left")" -eq 7 ]
	on cancel bob '"side":"sell","client_id":"0","order_id":"'"$(head -1 <<<"$left" | jq -r .order_id)"'"' | frame | lands
	oo=$(of_wallet bob oo | jq -r .address)
	for _ in 1 2 3; do on crank bob '"accounts":["'"$oo"'"]' | frame | lands; done
	jqeq '.slots_waiting == 0 and (.base_free | tonumber) > 0' "$(of_wallet bob oo)"
	on settle bob '"account":"'"$oo"'"' | frame | lands
	jqeq '.base_free == "0" and .quote_free == "0"' "$(of_wallet bob oo)"
}

@test "wrap, transfer, unwrap; a transfer brings home what is free on the market" {
	{ act wrap carol '"amount":"1.5"' && act transfer carol '"asset":"SOL","amount":"0.5","to":"alice"'; } | frame | lands
	cancel carol buy 1 | frame | lands
	jqeq '.quote_free == "20"' "$(of_wallet carol oo)"
	act transfer carol '"asset":"wSOL","amount":"25","to":"alice"' | frame | lands
	jqeq '.quote_free == "0"' "$(of_wallet carol oo)"
	act transfer carol '"asset":"BMV","amount":"3","to":"alice"' | frame | lands
	act unwrap carol | frame | lands
	jqeq '.balances.wSOL.free == "0"' "$(of_wallet carol wallet)"
}

@test "a swap, as it was quoted" {
	act swap alice '"asset":"wSOL","amount":"1","asset_out":"USDC","max_slippage_bps":100' | frame | quote-read | lands
	jqeq '.balances.USDC.free | tonumber > 20100' "$(of_wallet alice wallet)"
}

@test "a lookup table, made with its first entries, extended, put out of use" {
	act lut_create alice '"accounts":["'"$M"'"]' | frame | lands
	jqeq '.class == "risk"' "$(cat landed)"
	slot=$(jq -r 'select(.type == "chain").slot' made)
	lut=$("$MM_TOP/tests/tx_build.py" lut "$(jq -r .wallets.alice.pubkey "$WORLD_INFO")" "$slot")
	act lut_extend alice '"account":"'"$lut"'","accounts":["'"$(jq -r .market.bids "$WORLD_INFO")"'"]' | frame -o LUTS="$lut" | lands -o LUTS="$lut"
	jqeq '(.addresses | length) == 2 and (has("deactivated") | not)' "$(frame -o LUTS="$lut" </dev/null | jq -c 'select(.type == "lut")')"
	act lut_close alice '"account":"'"$lut"'"' | frame -o LUTS="$lut" | lands -o LUTS="$lut"
	jqeq '.deactivated' "$(frame -o LUTS="$lut" </dev/null | jq -c 'select(.type == "lut")')"
}

@test "cancel, crank, settle, close: the rent of an account, to the lamport" {
	act wrap carol '"amount":"2"' | frame | lands
	order place carol buy 5 0.0000001 1 | frame | lands
	{ cancel carol buy 2 && cancel carol buy 5; } | frame | lands
	order place carol buy 6 0.0000001 1 | frame | lands
	for _ in 1 2 3 4; do on crank alice '"accounts":["'"$(of_wallet carol oo | jq -r .address)"'"]' | frame | lands; done
	oo=$(of_wallet carol oo | jq -r .address) before=$(lamports carol)
	{
		cancel carol buy 6 '' k1
		on crank carol '"accounts":["'"$oo"'"],"after":"k1"' k2
		on settle carol '"account":"'"$oo"'","after":"k2"' k3
		on close carol '"account":"'"$oo"'","after":"k3"' k4
	} | frame | lands -o SUBMIT_VIA=rpc
	[ "$(wc -l <landed)" -eq 1 ]
	[ "$(world account "[\"$oo\"]")" = null ]
	fee=$(of_type tx "$(cat made)" | jq -r '.fee | tonumber * 1e9 | round')
	[ $(($(lamports carol) - before)) -eq $((23357760 - fee)) ]
}
