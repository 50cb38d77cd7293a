# tx-build in lending markets: what it refuses, groups that are whole or not at all, the
# sizes that stand in for them, approvals, fees.  What its calls do on the real contracts:
# lend-build-world.bats.
# shellcheck disable=SC2154 # stderr is bats' own
load lib

A=0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc
B=0x976EA74026E726554dB657fA54763abd0C3a0aa9
USDC=0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512
WETH=0x5FbDB2315678afecb367f032d93F642f64180aa3
V2=0x0165878A594ca255338adfa4d48449f69242Eb8F
POOL=0xA51c1fc2f0D1a1b8494Ed1FE312d7C3a78Ed91C0

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	printf '%s\n' VENUE=evm CHAIN_ID=31337 "WALLETS=alice:$A" "ASSETS=USDC:$USDC:6,WETH:$WETH:18" "V2_ROUTER=$V2" "LEND_MARKETS=aave:$POOL" SUBMIT_VIA=flashbots >"$MM_HOME/mm.conf"
}

chain() { echo '{"type":"chain","ts_ms":5000000,"chain":"evm","chain_id":31337,"block":100,"block_hash":"0xab","next_base_fee_wei":"1000000000","priority_wei":{"p75":"50000000"}}'; }
nonce() { echo '{"type":"nonce","ts_ms":5000000,"chain_id":31337,"address":"'$A'","wallet":"alice","next":"7","in_flight":0}'; }
act() { echo '{"type":"action","ts_ms":5000000,"action":"'"$1"'","intent_id":"'"$2"'","strategy":1,"chain_id":31337,"wallet":"alice"'"${3:+,$3}"'}'; }
allowed() { echo '{"type":"wallet","ts_ms":1,"wallet":"alice","address":"'$A'","chain":"evm","balances":{},"allowances":['"$1"']}'; }
may() { echo '{"asset":"'"$1"'","spender":"'"$2"'","atoms":"'"$3"'"}'; }
# group NAME [SIZE [KEYS of its liquidation]]: a liquidation and what belongs to it.
group() {
	local n=${2:-1000} as=',"group":"'"$1"'"'
	act approve "$1a" '"asset":"USDC","to":"'$POOL'","amount":"'"$n"'"'"$as"
	act liquidate "$1l" '"after":"'"$1"'a","kind":"aave","pool":"'$POOL'","user":"'$B'","asset":"USDC","asset_b":"WETH","amount":"'"$n"'","amount_b":"0.5"'"$as${3:+,$3}"
	act approve "$1b" '"after":"'"$1"'l","asset":"WETH","to":"'$V2'","amount":"0.5"'"$as"
	act swap "$1s" '"after":"'"$1"'b","asset":"WETH","amount":"0.5","asset_out":"USDC","min_out":"'"${LEAST:-1001}"'","min_delta":{"USDC":"1"}'"$as"
}
# build FILTER...: what becomes of the actions on standard input.
build() {
	{ chain && nonce && cat && echo '{"type":"cycle","ts_ms":5000000,"id":5000000}'; } >in
	run --separate-stderr tx-build "$@" in
	[ -z "$(of_type tx "$output")" ] || valid "$(of_type tx "$output")"
}
told() { of_type tx "$output" | jq -r '.intents[0] + ":" + .nonce + ":" + (.bundle | if . then "\(.id)\(.index)/\(.count)" else "-" end) + ":" + (.alternative_of // "-")' | paste -sd' ' -; }
refused() { of_type refusal "$output" | jq -r '(.intents // ["-"] | .[]) + ":" + .reason' | paste -sd' ' -; }

@test "what is missing or wrong is a refusal that names it" {
	local kind keys reason text at='"kind":"aave","pool":"'$POOL'","asset":"USDC"' c='"kind":"compound","pool":"'$POOL'"'
	while IFS='|' read -r kind keys reason text; do
		build <<<"$(act "$kind" i1 "$keys")"
		[ "$status" -eq 5 ]
		[ "$(refused)" = "i1:$reason" ] || { echo "$kind $keys: $(refused) $stderr" >&2 && return 1; }
		[[ $stderr == *"$text"* ]] || { echo "$kind $keys: $stderr" >&2 && return 1; }
	done <<-EOT
		supply|$at|amount|missing
		supply|$at,"amount":"0"|amount|not an amount
		supply|$at,"amount":"0.0000001"|amount|not an amount
		supply|"pool":"$POOL","asset":"USDC","amount":"1"|kind|aave or compound
		supply|"kind":"euler","pool":"$POOL","asset":"USDC","amount":"1"|kind|aave or compound
		supply|"kind":"aave","asset":"USDC","amount":"1"|address|'pool': missing
		supply|"kind":"aave","pool":"0x12","asset":"USDC","amount":"1"|address|pool
		supply|"kind":"aave","pool":"$POOL","asset":"ETH","amount":"1"|asset_native|wrap
		supply|"kind":"aave","pool":"$POOL","asset":"DOGE","amount":"1"|asset_unknown|ASSETS
		borrow|$at|amount|missing
		withdraw|$at,"amount":"-1"|amount|not an amount
		supply|$c,"asset":"USDC","amount":"1"|address|'contract': missing
		withdraw|$c,"asset":"USDC","contract":"$B"|amount|liquidity
		repay|$c,"asset":"ETH","contract":"$B"|amount|native
		liquidate|$c,"asset":"USDC","contract":"$B","asset_b":"WETH","user":"$B","amount":"1"|kind|aave
		liquidate|$at,"asset_b":"WETH","amount":"1"|address|'user': missing
		liquidate|$at,"user":"$B","amount":"1"|asset_unknown|asset_b
		liquidate|$at,"asset_b":"WETH","user":"$B"|amount|missing
		liquidate|$at,"asset_b":"WETH","user":"$A","amount":"1"|self|itself
	EOT
}

@test "a group is one bundle, in its order" {
	build <<<"$(group g && act transfer t '"asset":"USDC","to":"'$B'","amount":"1"')"
	[ "$status" -eq 0 ]
	[ "$(told)" = "ga:7:g0/4:- gl:8:g1/4:- gb:9:g2/4:- gs:10:g3/4:- t:11:-:-" ]
	jqall 'map(.class) | unique == ["risk"]' "$(of_type tx "$output")"
}

@test "without a bundle it is refused, unless what is seized may stay" {
	build -o SUBMIT_VIA=private <<<"$(group g)"
	[ "$status" -eq 5 ]
	[ "$(refused)" = "gl:no_bundle ga:depends gb:depends gs:depends" ]
	for way in '-o ACCEPT_INVENTORY=1' --accept-inventory; do
		# shellcheck disable=SC2086 # two words
		build -o SUBMIT_VIA=private $way <<<"$(group g)"
		[ "$status" -eq 0 ]
		[ "$(told)" = "ga:7:g0/4:- gl:8:g1/4:- gb:9:g2/4:- gs:10:g3/4:-" ]
	done
	build -o LIQ_FUND=flash <<<"$(group g)"
	[ "$(refused)" = "gl:no_flash ga:depends gb:depends gs:depends" ]
}

@test "one that cannot be made takes its group along, and no other" {
	build <<<"$(group g && LEAST=0 group h && group i)"
	[ "$status" -eq 5 ]
	[ "$(refused)" = "hs:amount ha:depends hl:depends hb:depends" ]
	[ "$(told)" = "ga:7:g0/4:- gl:8:g1/4:- gb:9:g2/4:- gs:10:g3/4:- ia:11:i0/4:- il:12:i1/4:- ib:13:i2/4:- is:14:i3/4:-" ]
	# a part of it on its way, or not in the frame
	build <<<"$(group g && echo '{"type":"pending","ts_ms":1,"intent_id":"gb","attempt":"0x1","lane":"evm:31337:alice","action":"approve","class":"risk","state":"sent","chain_id":31337,"wallet":"alice","since_ms":1}')"
	[ "$(told)" = "" ]
	build <<<"$(group g | sed '/"gl"/d')"
	[ "$(told)" = "" ]
}

@test "smaller sizes stand in for it, each whole, with its numbers" {
	build <<<"$(group g 1000 '"alternatives":["hl","il"]' && group h 500 && group i 200 && group k)"
	[ "$status" -eq 0 ]
	[ "$(told)" = "ga:7:g0/4:- gl:8:g1/4:- gb:9:g2/4:- gs:10:g3/4:- ha:7:h0/4:gl hl:8:h1/4:gl hb:9:h2/4:gl hs:10:h3/4:gl ia:7:i0/4:gl il:8:i1/4:gl ib:9:i2/4:gl is:10:i3/4:gl ka:11:k0/4:- kl:12:k1/4:- kb:13:k2/4:- ks:14:k3/4:-" ]
	# the first that can be made stands for the rest
	build <<<"$(LEAST=0 group g 1000 '"alternatives":["hl","il"]' && group h 500 && group i 200)"
	[ "$(told)" = "ha:7:h0/4:- hl:8:h1/4:- hb:9:h2/4:- hs:10:h3/4:- ia:7:i0/4:hl il:8:i1/4:hl ib:9:i2/4:hl is:10:i3/4:hl" ]
}

@test "approvals that are there are left out, for each size anew, and behind them the worst counts" {
	local sizes
	sizes=$(group g 1000 '"alternatives":["hl"]' && group h 1400 && group k 600)
	# 2000 may be taken: of two sizes only one is; behind the larger there are 600
	build <<<"$(allowed "$(may USDC $POOL 2000000000),$(may WETH $V2 1000000000000000000)" && echo "$sizes")"
	[ "$(told)" = "gl:7:g0/2:- gs:8:g1/2:- hl:7:h0/2:gl hs:8:h1/2:gl kl:9:k0/2:- ks:10:k1/2:-" ]
	build <<<"$(allowed "$(may USDC $POOL 1999000000),$(may WETH $V2 999999999999999999)" && echo "$sizes")"
	[ "$(told)" = "gl:7:g0/2:- gs:8:g1/2:- hl:7:h0/2:gl hs:8:h1/2:gl ka:9:k0/4:- kl:10:k1/4:- kb:11:k2/4:- ks:12:k3/4:-" ]
	# the larger size needs more than there is; what it would leave nobody knows
	build <<<"$(allowed "$(may USDC $POOL 1399999999),$(may WETH $V2 9000000000000000000)" && echo "$sizes")"
	[ "$(told)" = "gl:7:g0/2:- gs:8:g1/2:- ha:7:h0/3:gl hl:8:h1/3:gl hs:8:h2/3:gl ka:9:k0/3:- kl:10:k1/3:- ks:11:k2/3:-" ]
}

@test "an approval of it that landed alone stands for the group that comes again; more than that and it is not built" {
	receipt() { echo '{"type":"receipt","ts_ms":4000000,"id":"0x'"$1"'","status":"confirmed","block_hash":"0x1","intents":["'"$1"'"]}'; }
	receipt ga | store-log put >/dev/null
	build --store "$MM_HOME/mm.db" <<<"$(allowed "$(may USDC $POOL 1000000000)" && group g)"
	[ "$(told)" = "gl:7:g0/3:- gb:8:g1/3:- gs:9:g2/3:-" ]
	receipt gl | store-log put >/dev/null
	build --store "$MM_HOME/mm.db" <<<"$(allowed "$(may USDC $POOL 1000000000)" && group g)"
	[ "$(told)" = "" ]
}

@test "a group pays the priority fee its liquidation offers, within bounds" {
	build <<<"$(group g 1000 '"max_priority_fee_wei":"900000000"' && group h)"
	jqall 'map(.max_priority_fee_wei) == (["900000000", "900000000", "900000000", "900000000"] + ["50000000", "50000000", "50000000", "50000000"])' "$(of_type tx "$output")"
	build -o PRIORITY_MAX_GWEI=0.5 <<<"$(group g 1000 '"max_priority_fee_wei":"900000000"')"
	jqall 'map(.max_priority_fee_wei) | unique == ["500000000"]' "$(of_type tx "$output")"
}

@test "a debt of one's own paid back reduces risk, and passes where the frame is refused" {
	local no='{"type":"refusal","ts_ms":1,"by":"lend-read","reason":"block_gone","text":"gone"}'
	build <<<"$(echo "$no" && act repay r '"kind":"aave","pool":"'$POOL'","asset":"USDC"' && act withdraw w '"kind":"aave","pool":"'$POOL'","asset":"USDC"' &&
		act supply s '"kind":"aave","pool":"'$POOL'","asset":"USDC","amount":"1"' && act leave l '"kind":"aave","pool":"'$POOL'","asset":"USDC"' &&
		act repay x '"kind":"aave","pool":"'$V2'","asset":"USDC"' && group g)"
	[ "$(told)" = "r:7:-:-" ]
	jqeq '.class == "reduce"' "$(of_type tx "$output")"
}
