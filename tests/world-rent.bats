# rent-reclaim against a chain: what it says comes back does come back, to the lamport.
load lib
load world

setup_file() { world_start --slot-ms 0; }
teardown_file() { world_stop; }

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	world_conf alice bob >"$MM_HOME/mm.conf"
	echo SUBMIT_VIA=rpc >>"$MM_HOME/mm.conf"
	M=$WORLD_MARKET
}

frame() {
	world advanceSlots '[2]' >/dev/null
	{ cat && echo '{"type":"cycle","ts_ms":5000,"id":5000}'; } | book-read "$@"
}
# order WALLET SIDE SLOT PRICE SIZE
order() { echo '{"type":"action","ts_ms":1,"action":"place","intent_id":"'"$1$2$3"'","strategy":1,"market":"'"$M"'","wallet":"'"$1"'","side":"'"$2"'","price":"'"$4"'","size":"'"$5"'","client_id":"'$((1 << 48 | ($([ "$2" = sell ] && echo 1 || echo 0) << 15 | $3) << 32 | 7))'","since_ms":1,"max_ts":4000000000}'; }
lands() {
	tx-build >made
	"$MM_TOP/tests/world/sign-send.mjs" "$WORLD" <made >landed
	jqeq '.err == null' "$(cat landed)"
}
lamports() { world account "[\"$(jq -r .wallets."$1".pubkey "$WORLD_INFO")\"]" | jq -r .lamports; }
# reclaimed WALLET [option ...]: what is asked for is closed; the wallet has, to the
# lamport, what the actions said less the fees.
reclaimed() {
	local before told
	before=$(lamports "$1")
	frame --accounts </dev/null | rent-reclaim "${@:2}" | lands
	told=$(jq -s '[.[] | (select(.type == "action" and .action == "close").amount // "0" | tonumber), (select(.type == "tx").fee // "0" | -tonumber)] | add * 1e9 | round' made)
	[ $(($(lamports "$1") - before)) -eq "$told" ]
}

@test "an account with orders: nothing by itself; told so, all of it in one transaction" {
	for i in 1 2 3; do order bob buy $i 0.00001 5 && order bob sell $i 0.00002 5; done | frame --no-trades | lands
	[ "$(frame --accounts </dev/null | rent-reclaim | grep -c '"type":"action"')" -eq 0 ]
	[ "$(frame --accounts </dev/null | rent-reclaim --all | grep -c '"type":"action"')" -eq 0 ]
	base=$(frame --no-trades </dev/null | jq -c 'select(.type == "wallet" and .wallet == "bob").balances | [.BMV, .wSOL]')
	jqeq '.[0].locked == "15"' "$base"
	# The market is no longer in use; the token accounts of ASSETS still are.
	reclaimed bob --all -o MARKET=11111111111111111111111111111111
	[ "$(wc -l <landed)" -eq 1 ]
	jqeq '.amount == "0.02335776"' "$(grep '"action":"close"' made)"
	after=$(frame --no-trades </dev/null | jq -c 'select(.type == "wallet" and .wallet == "bob").balances | [.BMV, .wSOL]')
	jqeq '.[0] == {"free":"1000000","locked":"0","unsettled":"0"} and .[1].locked == "0"' "$after"
}

@test "an empty account, and empty token accounts" {
	order alice sell 1 0.00002 1 | frame --no-trades | lands
	reclaimed alice --all -o MARKET=11111111111111111111111111111111
	[ "$(frame --accounts </dev/null | grep -c '"type":"oo"')" -eq 0 ]
	# Nothing is left to do.
	[ "$(frame --accounts </dev/null | rent-reclaim | grep -c '"type":"action"')" -eq 0 ]
}
