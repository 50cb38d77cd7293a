# tx-build on a chain of Ethereum's kind: what it refuses, what transactions pay, their
# nonces, alternatives.  What its calls do on the real contracts: world-evm-tx.bats.
# shellcheck disable=SC2154 # stderr is bats' own
load lib

A=0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc
B=0x976EA74026E726554dB657fA54763abd0C3a0aa9
USDC=0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512
WETH=0x5FbDB2315678afecb367f032d93F642f64180aa3
V2=0x0165878A594ca255338adfa4d48449f69242Eb8F
V3=0xA51c1fc2f0D1a1b8494Ed1FE312d7C3a78Ed91C0

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	printf '%s\n' VENUE=evm CHAIN_ID=31337 "WALLETS=alice:$A,bob:$B" "ASSETS=USDC:$USDC:6,WETH:$WETH:18" \
		"V2_ROUTER=$V2" "V3_ROUTER=$V3" "V3_MANAGER=$B" "V4_MANAGER=$B" >"$MM_HOME/mm.conf"
}

chain() { echo '{"type":"chain","ts_ms":5000000,"chain":"evm","chain_id":31337,"block":100,"block_hash":"0xab","next_base_fee_wei":"'"${1:-1000000000}"'","priority_wei":{"p50":"20000000","p75":"'"${2:-50000000}"'"}}'; }
nonce() { echo '{"type":"nonce","ts_ms":5000000,"chain_id":31337,"address":"'"${2:-$A}"'","wallet":"alice","next":"'"$1"'","in_flight":0}'; }
# act KIND INTENT KEYS [WALLET]
act() { echo '{"type":"action","ts_ms":5000000,"action":"'"$1"'","intent_id":"'"$2"'","strategy":1,"chain_id":31337,"wallet":"'"${4:-alice}"'"'"${3:+,$3}"'}'; }
cycle() { echo '{"type":"cycle","ts_ms":5000000,"id":5000000}'; }
pay='"asset":"USDC","to":"bob","amount":"1.5"'
swap='"asset":"USDC","amount":"1000","asset_out":"WETH","min_out":"0.45"'
# A position: what it is, and what of it.
lp='"kind":"v3","asset":"WETH","asset_b":"USDC","fee":3000'
at='"tick_lower":-600,"tick_upper":600,"tick_min":-10,"tick_max":10'
in='"amount":"1","amount_b":"2000"'
least='"min_a":"0.9","min_b":"1900"'
# built: what one action becomes, alone in a frame; -CODE if not 0
built() {
	{ chain && nonce 7 && act "$@" && cycle; } >in
	run --separate-stderr tx-build in
}
txs() { of_type tx "$output"; }
refused() { of_type refusal "$output" | jq -r '(.intents // ["-"] | .[]) + ":" + .reason' | paste -sd' ' -; }
numbered() { txs | jq -r '.intents[0] + ":" + .nonce' | paste -sd' ' -; }

@test "a bad line, a full disk, wrong configuration, an unfinished frame" {
	{ chain && nonce 7 && act transfer i1 '"amount":1.5' && cycle; } >in
	run --separate-stderr -5 tx-build in
	[ "$(txs)" = "" ]
	{ chain && nonce 7 && act transfer i1 "$pay" && cycle; } >in
	run -1 bash -c 'tx-build in >/dev/full'
	run --separate-stderr -1 tx-build <<<"$(chain && nonce 7 && act transfer i1 "$pay")"
	[ "$(txs)" = "" ]
	run -2 tx-build -o V2_ROUTER=0x0165878a594Ca255338adfa4d48449f69242Eb8F in
	[[ $output == *checksum* ]]
	run -2 tx-build -o MAX_FEE_GWEI=0.0000000001 in
}

@test "what is missing or wrong is a refusal that names it" {
	local kind keys reason text
	while IFS='|' read -r kind keys reason text; do
		built "$kind" i1 "$keys"
		[ "$status" -eq 5 ]
		[ "$(refused)" = "i1:$reason" ] || { echo "$kind $keys: $(refused) $stderr" >&2 && return 1; }
		[[ $stderr == *"$text"* ]] || { echo "$kind $keys: $stderr" >&2 && return 1; }
		[ "$(txs)" = "" ]
	done <<-EOT
		transfer|"asset":"DOGE","to":"bob","amount":"1"|asset_unknown|not one of ASSETS
		transfer|"to":"bob","amount":"1"|asset_unknown|missing
		transfer|"asset":"USDC","to":"bob","amount":"0.0000001"|amount|not an amount
		transfer|"asset":"USDC","to":"bob","amount":"0"|amount|not an amount
		transfer|"asset":"USDC","to":"bob","amount":"-1"|amount|not an amount
		transfer|"asset":"USDC","to":"bob"|amount|missing
		transfer|"asset":"USDC","to":"0x976ea74026E726554dB657fA54763abd0C3a0aa9","amount":"1"|address|checksum
		transfer|"asset":"USDC","to":"nobody","amount":"1"|address|not 0x
		approve|"asset":"ETH","to":"$V2","amount":"1"|asset_native|wrap
		swap|"asset":"USDC","amount":"1000","asset_out":"WETH"|amount|min_out
		swap|$swap,"exact":"both"|exact|in or out
		swap|$swap,"path":["USDC","WETH","USDC"]|path|path
		swap|$swap,"kind":"v3"|path|path
		swap|$swap,"kind":"v3","path":["USDC","0","WETH"]|path|path
		swap|$swap,"kind":"v3","path":["USDC","1000000","WETH"]|path|path
		swap|$swap,"kind":"v5"|path|path
		swap|$swap,"kind":"v4","fee":3000,"tick_spacing":60|no_router|V4_ROUTER
		approve|"kind":"v3","asset":"USDC","to":"$V2","amount":"1"|kind|permit2
		approve|"kind":"permit2","asset":"ETH","to":"$V2","amount":"1"|asset_native|wrap
		mint|${lp/v3/v2},$at,$in,$least|kind|v3 or v4
		mint|${lp#*,},$at,$in,$least|kind|v3 or v4
		mint|${lp/WETH/DOGE},$at,$in,$least|asset_unknown|asset
		mint|${lp/WETH/ETH},$at,$in,$least|asset_native|wrap
		mint|"kind":"v3","asset":"USDC","asset_b":"WETH","fee":3000,$at,$in,$least|pool|token0
		mint|"kind":"v3","asset":"USDC","asset_b":"USDC","fee":3000,$at,$in,$least|pool|token0
		mint|"kind":"v4","asset":"WETH","asset_b":"ETH","fee":3000,$at,$in,"liquidity":"1"|asset_native|asset_b
		mint|${lp/3000/1000001},"tick_spacing":60,$at,$in,$least|pool|fee
		mint|${lp/3000/3001},$at,$in,$least|pool|tick_spacing
		mint|$lp,"tick_spacing":0,$at,$in,$least|pool|tick_spacing
		mint|$lp,"hooks":"$A",$at,$in,$least|pool|hooks
		mint|${lp/v3/v4},$at,$in,"liquidity":"1"|pool|tick_spacing
		mint|${lp/v3/v4},"tick_spacing":60,"hooks":"0x12",$at,$in,"liquidity":"1"|address|hooks
		mint|$lp,${at/600/601},$in,$least|ticks|spacing
		mint|$lp,"tick_spacing":7,$at,$in,$least|ticks|spacing
		mint|$lp,"tick_lower":600,"tick_upper":600,"tick_min":-10,"tick_max":10,$in,$least|ticks|range
		mint|$lp,"tick_lower":-887280,"tick_upper":600,"tick_min":-10,"tick_max":10,$in,$least|ticks|range
		mint|$lp,"tick_lower":-600,"tick_min":-10,"tick_max":10,$in,$least|ticks|range
		mint|$lp,"tick_lower":-600,"tick_upper":600,"tick_min":-10,$in,$least|interval|tick_max
		mint|$lp,"tick_lower":-600,"tick_upper":600,"tick_min":10,"tick_max":10,$in,$least|interval|tick_max
		mint|$lp,$at,"amount":"1",$least|amount|amount_b
		mint|$lp,$at,"amount":"0","amount_b":"0",$least|amount|amount
		mint|$lp,$at,"amount":"1","amount_b":"0",$least|amount|amount_b
		mint|$lp,$at,$in,"min_a":"0.9"|amount|min_b
		mint|$lp,$at,$in,"min_a":"0","min_b":"0"|amount|min_a
		mint|$lp,$at,$in,"min_a":"0.9","min_b":"0"|amount|min_b
		mint|$lp,$at,$in,"min_a":"0.9","min_b":"0.0000001"|amount|min_b
		mint|$lp,"tick_lower":-600,"tick_upper":600,"tick_min":-700,"tick_max":-599,$in,"min_a":"0.9","min_b":"0"|amount|min_b
		mint|$lp,"tick_lower":-600,"tick_upper":600,"tick_min":599,"tick_max":700,$in,"min_a":"0","min_b":"1"|amount|min_a
		mint|${lp/v3/v4},"tick_spacing":60,$at,$in|amount|liquidity
		mint|${lp/v3/v4},"tick_spacing":60,$at,$in,"liquidity":"1.5"|amount|liquidity
		increase|$lp,$at,$in,$least|position|token_id
		increase|$lp,$at,$in,$least,"token_id":"7","position":"v4:7"|position|another
		decrease|$lp,$at,$least,"token_id":"7"|amount|liquidity
		decrease|$lp,$at,$least,"token_id":"7","liquidity":"0"|amount|liquidity
		decrease|$lp,$least,"token_id":"7","liquidity":"5"|interval|tick_min
		decrease|$lp,"tick_min":700,"tick_max":710,"token_id":"7","liquidity":"5","min_a":"0","min_b":"5"|amount|min_a
		decrease|$lp,$at,"token_id":"7","liquidity":"5","min_a":"0","min_b":"5"|amount|min_a
		burn|$lp,$at,"token_id":"7","liquidity":"5","min_a":"0","min_b":"0"|amount|min_a
		burn|$lp,$at,$least,"token_id":"0","liquidity":"5"|position|token_id
		burn|$lp,$at,$least,"token_id":"7x","liquidity":"5"|position|token_id
		burn|${lp/v3/v4},$at,$least,"token_id":"7","liquidity":"0"|amount|liquidity
		collect|$lp|position|token_id
		swap|"asset":"ETH","amount":"1","asset_out":"USDC","min_out":"1"|asset_native|wrap
		call|"signature":"f()"|address|missing
		call|"contract":"$V2"|bad_call|signature
		call|"contract":"$V2","signature":"f(uint8)","args":["256"]|bad_call|argument
		call|"contract":"$V2","signature":"f(uint8)","args":[]|bad_call|argument
		call|"contract":"$V2","signature":"f(uint7)","args":["1"]|bad_call|uint7
		fly|"amount":"1"|action|fly
		bump|"contract":"$V2","data":"0x1","gas":"100000","nonce":"5","max_fee_wei":"9","max_priority_fee_wei":"1"|bad_call|hex
		bump|"contract":"$V2","gas":"100000","nonce":"5"|fee_ceiling|missing
		bump|"contract":"$V2","gas":"100000","nonce":"5","max_fee_wei":"100000000001","max_priority_fee_wei":"1"|fee_ceiling|MAX_FEE_GWEI
		bump|"contract":"$V2","gas":"100000","nonce":"5","max_fee_wei":"9","max_priority_fee_wei":"10"|fee_ceiling|over max_fee_wei
		cancel_nonce|"max_fee_wei":"9","max_priority_fee_wei":"1"|nonce|missing
	EOT
	built transfer i1 "$pay" carol
	[ "$(refused)" = i1:no_wallet ]
	{ chain && nonce 7 && act transfer i1 "$pay" | sed s/31337/1/ && cycle; } >in
	run --separate-stderr -5 tx-build in
	[ "$(refused)" = i1:chain ]
	built swap i1 "$swap"
	run --separate-stderr -5 tx-build -o V2_ROUTER= in
	[ "$(refused)" = i1:no_router ]
	for kind in v3 v4; do
		built burn i1 "${lp/v3/$kind},$at,$least"',"token_id":"7","liquidity":"5"'
		[ "$status" -eq 0 ]
		run --separate-stderr -5 tx-build -o "${kind^^}_MANAGER=" in
		[ "$(refused)" = i1:no_manager ]
	done
	{ nonce 7 && act transfer i1 "$pay" && cycle; } >in
	run --separate-stderr -5 tx-build in
	[ "$(refused)" = i1:no_chain ]
	{ chain && nonce 7 $B && act transfer i1 "$pay" && cycle; } >in
	run --separate-stderr -5 tx-build in
	[ "$(refused)" = i1:no_nonce ]
}

@test "a transaction has every key, and no other" {
	built transfer i1 "$pay"
	[ "$status" -eq 0 ]
	valid "$output"
	jqeq 'del(.ts_ms) == {type: "tx", chain: "evm", signers: ["'$A'"], intents: ["i1"], class: "risk", chain_id: 31337, from: "'$A'", nonce: "7",
		to: "'$USDC'", value_wei: "0", data: "0xa9059cbb000000000000000000000000976ea74026e726554db657fa54763abd0c3a0aa9000000000000000000000000000000000000000000000000000000000016e360",
		gas: "3000000", max_fee_wei: "2050000000", max_priority_fee_wei: "50000000", fee: "0.00615"}' "$(txs)"
	built transfer i1 '"asset":"ETH","to":"'$B'","amount":"0.000000000000000001","gas":"21000"'
	jqeq '.to == "'$B'" and .value_wei == "1" and .data == "0x" and .gas == "21000"' "$(txs)"
}

@test "fees: the percentile within its bounds, twice the base fee within the ceiling" {
	fees() { { chain "$1" "$2" && nonce 0 && act transfer i1 "$pay" && cycle; } >in && run --separate-stderr tx-build "${@:3}" in && txs | jq -r '.max_fee_wei + "/" + .max_priority_fee_wei'; }
	[ "$(fees 1000000000 50000000)" = 2050000000/50000000 ]
	[ "$(fees 1000000001 50000000 -o BASE_FEE_HEADROOM=1.5)" = 1550000002/50000000 ]
	[ "$(fees 1000000000 1)" = 2010000000/10000000 ]
	[ "$(fees 1000000000 9000000000)" = 7000000000/5000000000 ]
	[ "$(fees 1000000000 50000000 -o PRIORITY_FEE_PCTL=p50)" = 2020000000/20000000 ]
	[ "$(fees 60000000000 50000000)" = 100000000000/50000000 ]
	[ "$(fees 99950000000 50000000)" = 100000000000/50000000 ]
	run fees 99950000001 50000000
	[ "$output" = "" ]
	# a chain without a base fee
	{ echo '{"type":"chain","ts_ms":5000000,"chain":"evm","chain_id":31337,"block":100,"gas_price_wei":"3000000000"}' && nonce 0 && act transfer i1 "$pay" && cycle; } >in
	run --separate-stderr -0 tx-build in
	jqeq '.gas_price_wei == "3000000000" and (has("max_fee_wei") | not)' "$(txs)"
}

@test "nonces go on without a gap, sender by sender, around what is refused" {
	{ chain && nonce 7 && nonce 0 $B && act transfer i1 "$pay" && act transfer b1 "$pay" bob && act swap i2 '"asset":"USDC"' && act transfer i3 "$pay" && act transfer b2 "$pay" bob && cycle; } >in
	run --separate-stderr -5 tx-build in
	[ "$(numbered)" = "i1:7 b1:0 i3:8 b2:1" ]
}

@test "an intent twice, on its way, or bound is not built" {
	{ chain && nonce 7 && act transfer i1 "$pay" && act transfer i1 "$pay" && act transfer i2 "$pay" && act transfer i3 "$pay" &&
		echo '{"type":"pending","ts_ms":5000000,"intent_id":"i2","attempt":"x","lane":"evm:31337:alice","action":"transfer","class":"risk","state":"sent","since_ms":1,"chain_id":31337,"nonce":"6"}' &&
		echo '{"type":"refusal","ts_ms":5000000,"by":"x","reason":"y","text":"z","intents":["i3"]}' && cycle; } >in
	run --separate-stderr tx-build in
	[ "$(numbered)" = "i1:7" ]
}

@test "what stands behind something that is not made is not made" {
	{ chain && nonce 7 && act approve i1 '"asset":"DOGE"' && act swap i2 "$swap,\"after\":\"i1\"" && act transfer i3 "$pay,\"after\":\"i2\"" && act transfer i4 "$pay" && cycle; } >in
	run --separate-stderr -5 tx-build in
	[ "$(numbered)" = "i4:7" ]
	[ "$(refused)" = "i1:asset_unknown i2:depends i3:depends" ]
}

@test "what was refused when it last came goes last, and what stands behind it" {
	{ echo '{"type":"refusal","ts_ms":4000000,"by":"mm-sign","reason":"spender","text":"t","intents":["i1"]}' && echo '{"type":"refusal","ts_ms":4000000,"by":"tx-sim","reason":"reverted","text":"t","intents":["i4"]}' &&
		echo '{"type":"cycle","ts_ms":4000000,"id":4000000}'; } | store-log put >/dev/null
	{ chain && nonce 7 && act transfer i1 "$pay" && act transfer i2 "$pay,\"after\":\"i1\"" && act transfer i3 "$pay" && act transfer i4 "$pay" && cycle; } >in
	run --separate-stderr -0 tx-build in
	[ "$(numbered)" = "i1:7 i2:8 i3:9 i4:10" ]
	run --separate-stderr -0 tx-build --store "$MM_HOME/mm.db" in
	[ "$(numbered)" = "i1:9 i2:10 i3:7 i4:8" ]
	# what has landed is not built, what was taken back or failed is, and what stands behind is
	receipt() { echo '{"type":"receipt","ts_ms":4000000,"id":"0x'"$1$2"'","status":"'"$2"'","block_hash":"0x'"$3"'","intents":["'"$1"'"]}'; }
	{ receipt i1 confirmed 1 && receipt i1 finalized 1 && receipt i3 confirmed 1 && receipt i3 reorged 1 && receipt i4 failed 2; } | store-log put >/dev/null
	run --separate-stderr -0 tx-build --store "$MM_HOME/mm.db" in
	[ "$(numbered)" = "i2:7 i3:8 i4:9" ]
	# what failed in a relay's trial goes last too, until it was sent
	receipt i2 failed 3 | sed 's/"block_hash":"0x3"/"error":"reverted"/' | store-log put >/dev/null
	run --separate-stderr -0 tx-build --store "$MM_HOME/mm.db" in
	[ "$(numbered)" = "i2:9 i3:7 i4:8" ]
	receipt i2 sent 4 | store-log put >/dev/null
	run --separate-stderr -0 tx-build --store "$MM_HOME/mm.db" in
	[ "$(numbered)" = "i2:7 i3:8 i4:9" ]
	# a store that is not there, or is none
	run --separate-stderr -0 tx-build --store none in
	[ "$(numbered)" = "i1:7 i2:8 i3:9 i4:10" ]
	echo nothing >broken
	run --separate-stderr -0 tx-build --store broken in
	[ "$(numbered)" = "i1:7 i2:8 i3:9 i4:10" ]
}

@test "alternatives have one nonce and say what they stand in for" {
	{ chain && nonce 7 && act transfer i0 "$pay" && act swap i1 "$swap,\"alternatives\":[\"i1b\",\"i1c\"]" && act swap i1b "$swap,\"path\":[\"USDC\",\"3000\",\"WETH\"]" &&
		act transfer i2 "$pay" && act swap i1c "$swap,\"path\":[\"USDC\",\"500\",\"WETH\"]" && cycle; } >in
	run --separate-stderr -0 tx-build in
	[ "$(numbered)" = "i0:7 i1:8 i1b:8 i2:9 i1c:8" ]
	jqall 'map(select(.alternative_of)) | map(.intents[0] + ">" + .alternative_of) == ["i1b>i1", "i1c>i1"]' "$(txs)"
	# the first cannot be made: the second stands for all, and what is behind them is made
	{ chain && nonce 7 && act swap i1 '"asset":"DOGE","alternatives":["i1b","i1c"]' && act swap i1b "$swap" && act swap i1c "$swap" && act transfer i2 "$pay,\"after\":\"i1\"" && cycle; } >in
	run --separate-stderr -5 tx-build in
	[ "$(numbered)" = "i1b:7 i1c:7 i2:8" ]
	jqall 'map(.alternative_of // "-") == ["-", "i1b", "-"]' "$(txs)"
}

# holds ALLOWANCE...: a wallet record of alice's: ASSET:SPENDER:ATOMS[:EXPIRES], p2 after an asset: of Permit2.
holds() {
	printf '%s\n' "$@" | jq -Rc 'split(":") | {asset: (.[0] | rtrimstr("/p2")), spender: .[1], atoms: .[2]} + (if .[0] | endswith("/p2") then {via: "permit2"} else {} end) +
		(if .[3] then {expires_s: (.[3] | tonumber)} else {} end)' | jq -sc '{type: "wallet", ts_ms: 5000000, wallet: "alice", chain: "evm", balances: {}, allowances: .}'
}
# approved ACTION...: "intent:nonce" of what is built of them, with the records in have.jsonl.
approved() {
	{ chain && nonce 7 && cat have.jsonl && printf '%s\n' "$@" && cycle; } >in
	run --separate-stderr tx-build -o "ASSETS=USDC:$USDC:6,WETH:$WETH:18,USDT:$B:6" in
	[ "$status" -eq 0 ] || echo "$stderr" >&2
	numbered
}

@test "an approval that is there is left out, and what stands behind it goes on" {
	local one two late
	one=$(act approve a1 '"asset":"USDC","to":"'$V2'","amount":"1"') two=$(act swap s1 "$swap,\"after\":\"a1\"")
	: >have.jsonl
	[ "$(approved "$one" "$two")" = "a1:7 s1:8" ]
	holds USDC:$V2:1000000 >have.jsonl
	[ "$(approved "$one" "$two")" = "s1:7" ]
	holds USDC:$V2:999999 USDC:$V3:1000000 WETH:$V2:1000000 USDC/p2:$V2:1000000 >have.jsonl
	[ "$(approved "$one" "$two")" = "a1:7 s1:8" ]
	# two are there only if both fit
	holds USDC:${V2,,}:1999999 >have.jsonl
	[ "$(approved "$one" "$(act approve a2 '"asset":"USDC","to":"'$V2'","amount":"1"')")" = "a2:7" ]
	# taken back only where there is something
	holds USDC:$V2:0 WETH:$V2:5 >have.jsonl
	[ "$(approved "$(act approve z1 '"asset":"USDC","to":"'$V2'","amount":"0"')" "$(act approve z2 '"asset":"WETH","to":"'$V2'","amount":"0"')")" = "z2:7" ]
	# of Permit2, as long as it is asked for: 120 s after the frame
	late=$(act approve a3 '"kind":"permit2","asset":"USDC","to":"'$V2'","amount":"1"')
	holds USDC/p2:$V2:1000000:5120 >have.jsonl
	[ "$(approved "$late")" = "" ]
	holds USDC/p2:$V2:1000000:5119 USDC:$V2:1000000 >have.jsonl
	[ "$(approved "$late")" = "a3:7" ]
	# what is on its way may take it; what is done has
	holds USDC:$V2:1000000 >have.jsonl
	echo '{"type":"pending","ts_ms":5000000,"intent_id":"x","attempt":"x","lane":"evm:31337:alice","action":"swap","class":"risk","state":"sent","since_ms":1,"chain_id":31337,"wallet":"alice"}' >>have.jsonl
	[ "$(approved "$one")" = "a1:7" ]
	sed -i s/'"state":"sent"/"state":"done"'/ have.jsonl
	[ "$(approved "$one")" = "" ]
}

@test "a token that asks for it has an approval taken back before the next" {
	local one
	one=$(act approve a1 '"asset":"USDT","to":"'$V2'","amount":"1","max_ts":9,"roll":"R","final":true')
	holds USDT:$V2:5 >have.jsonl
	approved "$one" "$(act swap s1 "$swap,\"after\":\"a1\"")" >got
	grep -qx '[0-9a-f]\{32\}:7 a1:8 s1:9' got
	valid "$output"
	jqall '.[0].class == "reduce" and .[1].class == "risk" and (.[0].data | endswith("0" * 64)) and (.[0].data[:74] == .[1].data[:74])' "$(txs)"
	jqall 'map(select(.amount == "0"))[0] | .action == "approve" and .roll == "R" and (has("final") | not) and .wallet == "alice"' "$(of_type action "$output")"
	same "$output" "$(tx-build -o "ASSETS=USDC:$USDC:6,WETH:$WETH:18,USDT:$B:6" in)"
	# unknown is not nothing; nothing needs none
	: >have.jsonl
	approved "$one" | grep -qx '[0-9a-f]\{32\}:7 a1:8'
	holds USDT:$V2:0 >have.jsonl
	[ "$(approved "$one")" = "a1:7" ]
	# again over what was approved a moment ago
	approved "$one" "${one/a1/a2}" | grep -qx 'a1:7 [0-9a-f]\{32\}:8 a2:9'
	: >have.jsonl
	echo APPROVE_ZERO_FIRST=DAI >>"$MM_HOME/mm.conf"
	[ "$(approved "$one")" = "a1:7" ]
}

@test "repairs keep their nonce and what they pay; the rest goes on as if they were not there" {
	{ chain && nonce 7 && act bump b1 '"contract":"'$V2'","data":"0x12345678","value_wei":"5","gas":"100000","nonce":"5","attempt":"0x1","max_fee_wei":"3000000000","max_priority_fee_wei":"60000000"' &&
		act cancel_nonce c1 '"nonce":"6","max_fee_wei":"3000000000","max_priority_fee_wei":"60000000"' && act fill_nonce f1 '"nonce":"4","max_fee_wei":"3000000000","max_priority_fee_wei":"60000000"' && act transfer i1 "$pay" && cycle; } >in
	run --separate-stderr -0 tx-build in
	[ "$(numbered)" = "b1:5 c1:6 f1:4 i1:7" ]
	jqall '.[0] | .to == "'$V2'" and .data == "0x12345678" and .value_wei == "5" and .gas == "100000" and .max_fee_wei == "3000000000"' "$(txs)"
	jqall '.[1:3] | all(.to == "'$A'" and .data == "0x" and .value_wei == "0" and .gas == "21000" and .class == "reduce")' "$(txs)"
}

@test "what reduces risk says so, and alone passes where a refusal binds the frame" {
	{ chain && nonce 7 && act approve i1 '"asset":"USDC","to":"'$V2'","amount":"0"' && act approve i2 '"asset":"USDC","to":"'$V2'","amount":"1"' && act unwrap i3 '"amount":"1"' && act wrap i4 '"amount":"1"' &&
		act remove_liquidity i5 '"asset":"USDC","asset_b":"WETH","amount":"1","min_a":"1","min_b":"1"' && act add_liquidity i6 '"asset":"USDC","asset_b":"WETH","amount":"1","amount_b":"1","min_a":"1","min_b":"1"' && cycle; } >in
	run --separate-stderr -0 tx-build in
	jqall 'map(.intents[0] + ":" + .class) | join(" ") == "i1:reduce i2:risk i3:reduce i4:risk i5:reduce i6:risk"' "$(txs)"
	sed -i '1i {"type":"refusal","ts_ms":5000000,"by":"x","reason":"y","text":"z"}' in
	run --separate-stderr tx-build in
	[ "$(numbered)" = "i1:7 i3:8 i5:9" ]
}

@test "the Solana half and this one do not see each other's actions" {
	{ chain && nonce 7 && act transfer i1 "$pay" && echo '{"type":"action","ts_ms":5000000,"action":"transfer","intent_id":"s1","strategy":1,"wallet":"w","asset":"SOL","amount":"1","to":"v"}' && cycle; } >in
	run --separate-stderr -5 tx-build in
	[ "$(numbered)" = "i1:7" ]
	[ "$(refused)" = "s1:no_chain" ]
}
