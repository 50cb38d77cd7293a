# Lending markets through tx-build, tx-sim, mm-sign and mm-submit on the real contracts:
# each action does what it says, to the wei; liquidations are whole or not at all.
# shellcheck disable=SC2154 # stderr is bats' own
load lib
load world-evm

setup_file() {
	evm_start --aave36 --compound --block-ms 0
	[ -z "${EVM_MISSING:-}" ] || return 0
	make_home
	evm_keep
}

teardown_file() {
	evm_stop
}

setup() {
	evm_here
	evm_back
	evm_home_again
	cd "$BATS_TEST_TMPDIR" || return
}

# make_home: of all tests of this file.
make_home() {
	export MM_HOME=$BATS_FILE_TMPDIR/home
	mkdir "$MM_HOME"
	evm_home alice
	(umask 077 && echo "0x$(printf '7%.0s' {1..64})" >"$MM_HOME/relay.key")
	printf '%s\n' "LEND_MARKETS=$(evm_of '"aave:\(.aave.pool),aave:\(.aave36.pool),compound:\(.compound.comptroller)"')" \
		"FLASHBOTS_KEY_FILE=$MM_HOME/relay.key" BUNDLE_BLOCKS=1 >>"$MM_HOME/mm.conf"
	# shellcheck disable=SC2016 # jq's own
	jq '{contracts: ((.compound.markets | with_entries({key: "c\(.key)", value: {address: .value.address, kind: "compound_ctoken", underlying: .key}})) +
		{aave: {address: .aave.pool, kind: "aave_v3_pool"}, aave36: {address: .aave36.pool, kind: "aave_v3_pool"}, comptroller: {address: .compound.comptroller, kind: "compound_comptroller"}}),
		spenders: (({aave: .aave.pool, aave36: .aave36.pool} + (.compound.markets | with_entries({key: "c\(.key)", value: .value.address}))) | map_values({address: ., most: {WETH: "100", USDC: "200000"}}))}' "$EVM_INFO" >"$MM_HOME/more.json"
	MORE=".evm |= (.contracts += $(jq -c .contracts "$MM_HOME/more.json") | .spenders += $(jq -c .spenders "$MM_HOME/more.json"))" evm_policy alice
}

# chain: the record of the newest block.
chain() {
	local head key number hash timestamp
	head=$(evm_rpc eth_getBlockByNumber '["latest",false]')
	for key in number hash timestamp; do
		[[ $head =~ \"$key\":\"(0x[0-9a-f]+) ]] && printf -v "$key" %s "${BASH_REMATCH[1]}"
	done
	echo '{"type":"chain","ts_ms":1,"chain":"evm","chain_id":31337,"block":'$((number))',"block_hash":"'"$hash"'","target_ts_s":'$((timestamp + 12))',"gas_limit":"30000000","next_base_fee_wei":"1000000000","priority_wei":{"p75":"50000000"}}'
}
# act KIND KEYS: an action of alice's, each with an intent of its own.
act() {
	echo >>acts
	echo '{"type":"action","ts_ms":1,"action":"'"$1"'","intent_id":"i'"$BATS_TEST_NUMBER-$(wc -l <acts)"'","strategy":1,"chain_id":31337,"wallet":"alice",'"$2"'}'
}
# in_frame: the actions on standard input, as a frame.
in_frame() {
	chain
	cat
	mm-cycle --once
}
# did ACTION...: all of the pipe, blocks coming meanwhile, and everything landed.
did() {
	local mining
	while sleep 0.1; do evm mine >/dev/null 2>&1 || return; done 3>&- &
	mining=$!
	printf '%s\n' "$@" | in_frame >in
	mm-submit pending in | tx-build | tx-sim | mm-sign | mm-submit --via rpc --live --wait-ms 20000 >out 2>err || status=$?
	kill "$mining"
	wait "$mining" 2>/dev/null || true
	# shellcheck disable=SC2016 # jq's own
	jqall '(map(select(.type == "receipt" and (.status == "confirmed" or .status == "finalized")).intents[]) as $landed | map(select(.type == "asked").id) - $landed) == []' \
		"$(of_type receipt "$(<out)")$(printf '%s\n' "$@" | jq -c '{type: "asked", id: .intent_id}')" || { cat err out >&2 && return 1; }
}
# gain BEFORE AFTER: what alice has more of: WETH USDC, in the smallest parts.
gain() { python3 -c 'import json, sys
a, b = (json.loads(s) for s in sys.argv[1:])
print(*(int(b[k]) - int(a[k]) for k in ("WETH", "USDC")))' "$1" "$2"; }
has() { evm balances '["alice"]'; }
# simulated FILE: the same as its sims say, of all that were sent.
simulated() {
	of_type sim "$(<"$1")" | python3 -c 'import json, sys
from decimal import Decimal
deltas = [json.loads(line).get("delta", {}) for line in sys.stdin]
print(*(sum(int(Decimal(d.get(k, "0")).scaleb(n)) for d in deltas) for k, n in (("WETH", 18), ("USDC", 6))))'
}

@test "400 actions of every kind become what ethers makes of them" {
	oracle() { node "$MM_TOP/tests/lend_build_oracle.mjs" "$(evm_modules)" "$EVM_INFO" "$@"; }
	oracle many 400 >asked
	{ chain && jq -c '{type: "nonce", ts_ms: 1, chain_id: .chain_id, address: .wallets.alice, wallet: "alice", next: "0", in_flight: 0}' "$EVM_INFO" && cat asked && mm-cycle --once; } | tx-build -o SUBMIT_VIA=flashbots >out
	jq -r 'select(.type == "tx") | "\(.to) \(.value_wei) \(.data)"' out >got
	oracle calls <asked | diff - got >differ || { head -c 2000 differ && false; }
	[ "$(jq -r 'select(.type == "action") | "\(.action) \(.kind)"' out | sort -u | wc -l)" -eq 13 ]
}

@test "Aave 3.0 and 3.6: supplied, borrowed, pledged, repaid, withdrawn" {
	local m pool before at
	# 3.6 rounds the deposit and each of two withdrawals against us, 3.0 to the nearest;
	# what interest adds to that depends on the clock.
	local -A least=([aave]=0 [aave36]=-3)
	for m in aave aave36; do
		pool=$(evm_of ".$m.pool")
		at='"kind":"aave","pool":"'$pool'"'
		before=$(has)
		did "$(act approve '"asset":"WETH","to":"'"$pool"'","amount":"2"')" "$(act supply "$at"',"asset":"WETH","amount":"2"')" "$(act borrow "$at"',"asset":"USDC","amount":"1000"')"
		same "$(gain "$before" "$(has)")" '-2000000000000000000 1000000000'
		same "$(simulated out)" '-2000000000000000000 1000000000'
		did "$(act approve '"asset":"USDC","to":"'"$pool"'","amount":"1001"')" "$(act repay "$at"',"asset":"USDC","amount":"400"')" "$(act repay "$at"',"asset":"USDC"')" \
			"$(act leave "$at"',"asset":"WETH"')" "$(act enter "$at"',"asset":"WETH"')" "$(act leave "$at"',"asset":"WETH"')" "$(act withdraw "$at"',"asset":"WETH","amount":"0.5"')" "$(act withdraw "$at"',"asset":"WETH"')"
		jqeq '.owes == {} and .has == {}' "$(evm lend_account "[\"$m\",\"alice\"]")"
		[ "$(gain "$before" "$(has)" | cut -d' ' -f1)" -ge "${least[$m]}" ]
	done
}

@test "Compound: minted, entered, borrowed, repaid, left, redeemed; what only says it failed is not sent" {
	local at weth usdc before
	at='"kind":"compound","pool":"'$(evm_of .compound.comptroller)'"'
	weth="$at"',"asset":"WETH","contract":"'$(evm_of .compound.markets.WETH.address)'"'
	usdc="$at"',"asset":"USDC","contract":"'$(evm_of .compound.markets.USDC.address)'"'
	before=$(has)
	did "$(act approve '"asset":"WETH","to":"'"$(evm_of .compound.markets.WETH.address)"'","amount":"2"')" "$(act supply "$weth"',"amount":"2"')" \
		"$(act enter "$weth")" "$(act borrow "$usdc"',"amount":"500"')"
	same "$(gain "$before" "$(has)")" '-2000000000000000000 500000000'
	same "$(simulated out)" '-2000000000000000000 500000000'
	# it may not leave while it owes: the Comptroller says so by an event alone
	act leave "$weth" | in_frame >in
	run bash -c 'mm-submit pending in | tx-build | tx-sim'
	[ "$status" -ne 0 ]
	jqeq '.by == "tx-sim" and .reason == "reverted"' "$(of_type refusal "$output")"
	did "$(act approve '"asset":"USDC","to":"'"$(evm_of .compound.markets.USDC.address)"'","amount":"501"')" "$(act repay "$usdc")" "$(act leave "$weth")" "$(act withdraw "$weth"',"amount":"1"')"
	[ "$(gain "$before" "$(has)" | cut -d' ' -f1)" = -1000000000000000000 ]
}

# group NAME MARKET BORROWER DEBT REPAY COLLATERAL RECEIVED [KEYS]: a liquidation of alice's that swaps what it gets through v3,
# and has to gain FLOOR, a dollar.
group() {
	local pool router as=',"group":"'"$1"'"' id last=
	pool=$(evm_of ".$2.pool") router=$(evm_of .v3.router02)
	act_in() {
		id=$1-$2
		echo '{"type":"action","ts_ms":1,"action":"'"$3"'","intent_id":"'"$id"'","strategy":1,"chain_id":31337,"wallet":"alice","since_ms":1,'"$4$as${last:+,\"after\":\"$last\"}"'}'
		last=$id
	}
	act_in "$1" 1 approve '"asset":"'"$4"'","to":"'"$pool"'","amount":"'"$5"'"'
	act_in "$1" 2 liquidate '"kind":"aave","pool":"'"$pool"'","user":"'"$(evm_of ".$2.borrowers[$3].address")"'","asset":"'"$4"'","asset_b":"'"$6"'","amount":"'"$5"'","amount_b":"'"$7"'"'"${8:+,$8}"
	act_in "$1" 3 approve '"asset":"'"$6"'","to":"'"$router"'","amount":"'"$7"'"'
	act_in "$1" 4 swap '"kind":"v3","asset":"'"$6"'","asset_out":"'"$4"'","amount":"'"$7"'","min_out":"'"$5"'","path":["'"$6"'","3000","'"$4"'"],"min_delta":{"'"$4"'":"'"${FLOOR:-1}"'"}'
}
prices() { jq -c --arg pool "$(evm_of .aave.pool)" -n '{type: "oracle", ts_ms: 1, chain_id: 31337, pool: $pool, source: $pool, block: 1} + ({asset: "WETH", price_base: "185000000000"}, {asset: "USDC", price_base: "100000000"})'; }
# sign_all: actions on standard input, to what is signed, in signed; its sims in sims.
sign_all() {
	{ prices && cat; } | in_frame >in
	mm-submit pending in | tx-build -o SUBMIT_VIA=flashbots | tx-sim | tee sims | mm-sign >signed
}
# submit: what is signed, to the relay; its records in out.
submit() { mm-submit --via flashbots --live --wait-ms 1 signed >out 2>err || true; }
# next_block: it comes, and what there is to know of ours is in out.
next_block() {
	evm mine >/dev/null
	mm-cycle --once | mm-submit pending >out
}
told() { of_type receipt "$(<out)" | jq -r '"\(.intents[0]):\(.status)" + (if .error then ":\(.error)" else "" end)' | paste -sd' ' -; }
next_nonce() { of_type nonce "$(<out)" | jq -r .next; }
eth() { jq -r .ETH <<<"$1"; }
# ours: how many transactions of alice's are in the chain.
ours() { echo $(($(evm_rpc eth_getTransactionCount '["'"$(evm_of .wallets.alice)"'","latest"]' | jq -r .))); }
crash() { evm lend_oracle '[{"WETH":1850,"WBTC":55000}]' >/dev/null; }

@test "a liquidation gains what it was said to, to the wei, on both versions" {
	local m before
	crash
	for m in aave aave36; do
		before=$(has)
		group "$m" $m 0 USDC 4000 WETH 2.2 | sign_all
		submit
		next_block
		[ "$(told)" = "$m-1:confirmed $m-2:confirmed $m-3:confirmed $m-4:confirmed" ] || { cat err sims out; false; }
		same "$(gain "$before" "$(has)")" "$(simulated sims)"
		[ "$(gain "$before" "$(has)" | cut -d' ' -f2)" -gt 1000000 ]
		jqall 'map(.group) == ["'"$m"'", "'"$m"'", "'"$m"'", "'"$m"'"]' "$(of_type sim "$(<sims)")"
		evm mine >/dev/null
	done
}

@test "a size that would not pay is not sent, a smaller one stands in" {
	crash
	{ FLOOR=900 group g aave 0 USDC 4000 WETH 2.2 '"alternatives":["h-2"]' && group h aave 0 USDC 2000 WETH 1.1; } | sign_all
	[ "$(of_type signed_tx "$(<signed)" | jq -r '"\(.intents[0]):\(.bundle.id)"' | paste -sd' ' -)" = 'h-1:h h-2:h h-3:h h-4:h' ]
	# without a bundle: refused by who sends, whoever built it
	run -5 mm-submit --via protect --live --wait-ms 1 signed
	jqeq '.reason == "no_bundle"' "$(of_type refusal "$output")"
}

@test "a competitor who is first costs nothing: the blocks are over, the nonces are given out again" {
	local before nonce
	crash
	before=$(has) nonce=$(ours)
	group g aave 0 USDC 4000 WETH 2.2 | sign_all
	submit
	# under way: who, and what for
	mm-cycle --once | mm-submit pending >out
	jqall 'map(.subject // "-")[1] == "'"$(evm_of '.aave.borrowers[0].address')"'/USDC/WETH" and .[1].spends == {"USDC": "4000"} and .[3].spends == {"WETH": "2.2"} and (map(.spends.USDC // empty) == ["4000"])' "$(of_type pending "$(<out)")"
	[ "$(next_nonce)" = $((nonce + 4)) ]
	evm lend_do '[{"market":"aave","who":"taker","do":"liquidate","collateral":"WETH","debt":"USDC","user":0,"amount":"max"},{"mine":false,"first":true}]' >/dev/null
	next_block
	[ "$(told)" = 'g-1:expired:bundle_over g-2:expired:bundle_over g-3:expired:bundle_over g-4:expired:bundle_over' ]
	valid "$(<out)"
	[ "$(next_nonce)" = "$nonce" ]
	[ -z "$(of_type pending "$(<out)")" ]
	same "$before" "$(has)"
	# told once; and the same again with the same nonces, at another account
	mm-cycle --once | mm-submit pending >out
	[ -z "$(told)" ]
	sleep 1.1 # in another second, so that its swap has another deadline
	group k aave36 0 USDC 4000 WETH 2.2 | sign_all
	submit
	next_block
	[ "$(told)" = 'k-1:confirmed k-2:confirmed k-3:confirmed k-4:confirmed' ] || { cat err out; false; }
	[ "$(ours)" = $((nonce + 4)) ]
	next_block
	[ "$(told | tr ' ' '\n' | grep ^g | sort | paste -sd' ' -)" = 'g-1:replaced g-2:replaced g-3:replaced:served g-4:replaced' ]
}

@test "of two groups one fails at the relay: the one before it goes all the same" {
	local nonce
	crash
	nonce=$(ours)
	{ group g aave 0 USDC 2000 WETH 1.1 && group h aave36 0 USDC 2000 WETH 1.1; } | sign_all
	[ "$(of_type signed_tx "$(<signed)" | wc -l)" -eq 8 ]
	evm lend_do '[[{"market":"aave36","who":"taker","do":"liquidate","collateral":"WETH","debt":"USDC","user":0,"amount":"max"}]]' >/dev/null
	submit
	[[ $(<err) == *'a group is left out'* ]]
	[ "$(told)" = 'g-1:sent g-2:sent g-3:sent g-4:sent h-1:failed:reverted h-2:failed:reverted h-3:failed:reverted h-4:failed:reverted' ]
	next_block
	[ "$(told)" = 'g-1:confirmed g-2:confirmed g-3:confirmed g-4:confirmed' ]
	[ "$(ours)" = $((nonce + 4)) ]
	[ "$(next_nonce)" = $((nonce + 4)) ]
}

@test "of two groups the first fails at the relay: nothing goes, and the frame after it sends the other one" {
	local nonce
	crash
	nonce=$(ours)
	{ group g aave 0 USDC 2000 WETH 1.1 && group h aave36 0 USDC 2000 WETH 1.1; } >asked
	sign_all <asked
	evm lend_do '[[{"market":"aave","who":"taker","do":"liquidate","collateral":"WETH","debt":"USDC","user":0,"amount":"max"}]]' >/dev/null
	submit
	[ "$(told)" = 'g-1:failed:reverted g-2:failed:reverted g-3:failed:reverted g-4:failed:reverted h-1:failed:nonce_gap h-2:failed:nonce_gap h-3:failed:nonce_gap h-4:failed:nonce_gap' ]
	next_block
	[ "$(next_nonce)" = "$nonce" ]
	sign_all <asked || true
	submit
	next_block
	[ "$(told)" = 'h-1:confirmed h-2:confirmed h-3:confirmed h-4:confirmed' ]
	[ "$(ours)" = $((nonce + 4)) ]
}

@test "one that was shown to somebody may land later: it is followed, and nothing is done twice" {
	local nonce raw
	crash
	nonce=$(ours)
	group g aave 0 USDC 2000 WETH 1.1 | sign_all
	evm setFaults '[{"chance":{"never_includes":1}}]' >/dev/null
	submit
	next_block
	evm setFaults '[{}]' >/dev/null
	[[ $(told) == 'g-1:expired:bundle_over '* ]]
	[ "$(next_nonce)" = "$nonce" ]
	# its first transaction is shown by who had it, and lands
	raw=$(of_type signed_tx "$(<signed)" | jq -r .raw | head -1)
	evm_rpc eth_sendRawTransaction "[\"$raw\"]" >/dev/null
	next_block
	[ "$(told)" = g-1:confirmed ]
	[ "$(next_nonce)" = $((nonce + 1)) ]
	# the next frame goes on behind it; the intents of before are not done a second time beside it
	group g aave 0 USDC 2000 WETH 1.1 | sed 's/g-1/g-0/g' | sign_all
	submit
	[[ $(of_type refusal "$(<out)" | jq -r .text) == *'may still land with another nonce'* ]]
	group k aave 0 USDC 2000 WETH 1.1 | sign_all
	submit
	next_block
	[ "$(told | tr ' ' '\n' | grep -c ^k-.:confirmed)" -ge 3 ]
	# the rest of the first are told as what they are
	next_block
	[[ $(told) == *'g-2:replaced'* ]]
	[ "$(evm ledger '["alice"]' | jq 'map(select(.status == "0x0" or .ok == false)) | length')" -eq 0 ]
}

@test "races that are lost again and again cost nothing to follow, and the oldest is still known" {
	local nonce raw size
	crash
	nonce=$(ours)
	evm setFaults '[{"chance":{"never_includes":1}}]' >/dev/null
	for size in 2000 2001 2002; do
		group "g$size" aave 0 USDC "$size" WETH 1.1 | sign_all
		[ "$size" != 2000 ] || raw=$(of_type signed_tx "$(<signed)" | jq -r .raw | head -1)
		submit
		next_block
		[[ $(told) == "g$size-1:expired:bundle_over "* ]]
	done
	evm setFaults '[{}]' >/dev/null
	# of twelve that may still land nobody is asked while their nonces are not used
	evm asked >/dev/null
	next_block
	jqeq '[.eth_getTransactionReceipt, .eth_getTransactionByHash] == [null, null] and add <= 12' "$(evm asked)"
	[ "$(next_nonce)" = "$nonce" ]
	# nor does a frame in which no node answers tell them anew
	mm-cycle --once | mm-submit pending -o EVM_RPC=http://127.0.0.1:9 >out || true
	next_block
	[ -z "$(told)" ]
	# the oldest is shown by who had it, and lands: only its nonce is asked for
	evm_rpc eth_sendRawTransaction "[\"$raw\"]" >/dev/null
	evm asked >/dev/null
	next_block
	[ "$(told)" = g2000-1:confirmed ]
	[ "$(evm asked | jq .eth_getTransactionReceipt)" -eq 3 ]
	[ "$(next_nonce)" = $((nonce + 1)) ]
	# from then on only the one that landed is asked for, till the others are told
	evm asked >/dev/null
	next_block
	[ "$(told | tr ' ' '\n' | sort | paste -sd' ' -)" = 'g2000-1:finalized g2001-1:replaced g2002-1:replaced' ]
	[ "$(evm asked | jq .eth_getTransactionReceipt)" -eq 1 ]
}

@test "without a bundle what was seized stays, and a competitor who is first sells nothing of ours" {
	local before
	crash
	before=$(has)
	{ group g aave 0 USDC 2000 WETH 1.1 && group h aave36 0 USDC 2000 WETH 1.1; } | sign_all
	run -6 mm-submit --via rpc --live --wait-ms 1 -o ACCEPT_INVENTORY=1 signed
	jqall 'map([.reason, .intents]) == [["inventory", ["g-3", "g-4"]], ["inventory", ["h-3", "h-4"]], ["nonce_gap", ["h-1"]], ["nonce_gap", ["h-2"]]]' "$(of_type refusal "$output")"
	evm lend_do '[{"market":"aave","who":"taker","do":"liquidate","collateral":"WETH","debt":"USDC","user":0,"amount":"max"},{"mine":false,"first":true}]' >/dev/null
	next_block
	[ "$(told)" = 'g-1:confirmed' ]
	next_block
	[[ $(told) == *'g-2:failed'* ]]
	same "$(gain "$before" "$(has)")" '0 0'
	# nobody is first: the debt is paid and the collateral is there
	group k aave36 0 USDC 2000 WETH 1.1 | sign_all
	run -6 mm-submit --via rpc --live --wait-ms 1 -o ACCEPT_INVENTORY=1 signed
	next_block
	[ "$(told)" = 'k-1:confirmed k-2:confirmed' ]
	[ "$(gain "$before" "$(has)" | cut -d' ' -f2)" = -2000000000 ]
	[ "$(gain "$before" "$(has)" | cut -d' ' -f1)" -gt 1000000000000000000 ]
}
