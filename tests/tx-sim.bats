# tx-sim: what goes through and what does not, gas, nonces, alternatives, gains; and a
# node that fails.  tests/world-tx-sim.bats does it on a real chain.
load lib
load world-said

A=0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266
B=0x70997970C51812dc3A010C7d01b50e0d17dc79C8
TO=0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC
HASH=0x$(printf 'ab%.0s' {1..32})

setup_file() {
	export NODE=$BATS_FILE_TMPDIR/node
	server_start "$NODE" "$MM_TOP/tests/simulate.py"
}
teardown_file() { server_stop "$NODE"; }

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	rm -f "$NODE/how" "$NODE/log"
	printf '%s\n' VENUE=evm CHAIN_ID=31337 "EVM_RPC=http://127.0.0.1:$(<"$NODE/port")" "WALLETS=alice:$A,bob:$B" \
		ASSETS=USDC:0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512:6,WETH:0x5FbDB2315678afecb367f032d93F642f64180aa3:18 \
		HTTP_TIMEOUT=2s >"$MM_HOME/mm.conf"
}

# word N...: numbers as a contract reads them.
word() { printf '%064x' "$@"; }
chain() { echo '{"type":"chain","ts_ms":5000,"chain":"evm","chain_id":31337,"block":100,"block_hash":"'"$HASH"'","block_ts_s":1000,"target_ts_s":1012,"gas_limit":"30000000","base_fee_wei":"900000000","next_base_fee_wei":"1000000000"}'; }
# tx INTENT NONCE DATA [EXTRA-KEYS [FROM]]
tx() { echo '{"type":"tx","ts_ms":5000,"chain":"evm","signers":["alice"],"intents":["'"$1"'"],"class":"risk","chain_id":31337,"from":"'"${5:-$A}"'","nonce":"'"$2"'","to":"'"$TO"'","value_wei":"0","data":"'"$3"'","gas":"1000000","max_fee_wei":"3000000000","max_priority_fee_wei":"100000000"'"${4:+,$4}"'}'; }
# action INTENT EXTRA-KEYS
action() { echo '{"type":"action","ts_ms":5000,"action":"call","intent_id":"'"$1"'","strategy":1,"chain_id":31337,"wallet":"alice"'"${2:+,$2}"'}'; }
nonce() { echo '{"type":"nonce","ts_ms":5000,"chain_id":31337,"address":"'"$A"'","wallet":"alice","next":"'"$1"'","in_flight":0}'; }
cycle() { echo '{"type":"cycle","ts_ms":5000,"id":5000}'; }
ok() { echo "0x01$(word "${1:-50000}" "${2:-0}")"; }
# left: the transactions that came out, as INTENT:NONCE:GAS ...
left() { of_type tx "$output" | jq -r '.intents[0] + ":" + .nonce + ":" + .gas' | paste -sd' ' -; }
# refused: INTENT:REASON ..., in order
refused() { of_type refusal "$output" | jq -r '(.intents // ["-"] | .[]) + ":" + .reason' | paste -sd' ' -; }

@test "a bad line, a full disk, wrong configuration, an unfinished frame" {
	{ chain && tx i1 0 "$(ok)" | sed 's/"nonce":"0"/"nonce":0.5/' && cycle; } >bad
	run --separate-stderr -5 tx-sim bad
	[ "$(left)" = "" ]
	{ chain && tx i1 0 "$(ok)" && cycle; } >in
	run -1 bash -c 'tx-sim in >/dev/full'
	run --separate-stderr -1 tx-sim <<<"$(tx i1 0 "$(ok)")"
	[ "$(left)" = "" ]
	run -2 tx-sim -o WALLETS=alice:0xnothing in
	run -2 tx-sim -o EVM_RPC=http://example.org in
	run -2 tx-sim -o EVM_RPC= in
}

@test "what goes through comes out with 5/4 and a tenth of the gas it used" {
	{ chain && tx i1 7 "$(ok 50000)" && tx i2 8 "$(ok 999999)" && cycle; } >in
	run --separate-stderr -0 tx-sim in
	valid "$output"
	[ "$(left)" = "i1:7:68750 i2:8:1000000" ]
	jqeq '.block_hash == "'"$HASH"'" and .wallet == "alice" and .chain_id == 31337' "$(of_type sim "$output")"
	jqall '[.[] | .gas_used] == ["50000", "999999"] and .[0].fee_wei == "55000000000000"' "$(of_type sim "$output")"
	# the header of the block it aims at
	jqeq '.params[0].blockStateCalls[0].blockOverrides | .time == "0x3f4" and .number == "0x65" and .baseFeePerGas == "0x3b9aca00" and .gasLimit == "0x1c9c380"' \
		"$(grep eth_simulateV1 "$NODE/log")"
	jqeq '.params[1] == {blockHash: "'"$HASH"'", requireCanonical: true} or .params[1] == "'"$HASH"'"' "$(grep eth_simulateV1 "$NODE/log")"
}

@test "nothing but gas and nonce is changed" {
	tx i1 7 "$(ok)" '"access_list":{"'"$TO"'":{"storage_keys":["'"$HASH"'"]}},"fee":"0.001"' >one
	{ chain && cat one && cycle; } >in
	run --separate-stderr -0 tx-sim in
	same "$(jq -c 'del(.gas, .nonce)' one)" "$(of_type tx "$output" | jq -c 'del(.gas, .nonce)')"
	echo '{"type":"tx","ts_ms":5000,"chain":"solana","signers":["w"],"intents":["s"],"class":"risk","message":"AAAA","valid_until_height":5}' >one
	{ cat one && cycle; } >in
	run --separate-stderr -0 tx-sim in
	same "$(<one)" "$(of_type tx "$output")"
}

@test "a revert is refused with its reason, and its sender's nonces close up" {
	{ chain && nonce 7 && tx i1 7 0x02 && tx i2 8 "$(ok)" && tx b1 3 "$(ok)" "" $B && tx i3 9 0x02 && tx i4 10 "$(ok)" && cycle; } >in
	run --separate-stderr -5 tx-sim in
	[ "$(left)" = "i2:7:68750 b1:3:68750 i4:8:68750" ]
	[ "$(refused)" = "i1:reverted i3:reverted" ]
	jqeq '.text | contains("no luck")' "$(of_type refusal "$output")"
}

@test "more gas on the way than in the end: 5/4 is enough, or it is refused" {
	{ chain && tx i1 0 "$(ok 80000 20000)" && tx i2 1 "$(ok 80000 40000)" && cycle; } >in
	run --separate-stderr -5 tx-sim in
	[ "$(left)" = "i1:0:110000" ]
	[ "$(refused)" = "i2:out_of_gas" ]
}

@test "what needs an earlier one sees it, and falls with it" {
	{ chain && tx i1 0 "0x05$(word 60000 9)" && tx i2 1 "0x04$(word 50000 9)" && cycle; } >in
	run --separate-stderr -0 tx-sim in
	[ "$(left)" = "i1:0:82500 i2:1:68750" ]
	{ chain && action i1 && action i2 '"after":"i1"' && tx i1 0 0x02 && tx i2 1 "$(ok)" && tx i3 2 "0x04$(word 50000 9)" && tx i4 3 "$(ok)" && cycle; } >in
	run --separate-stderr -5 tx-sim in
	[ "$(left)" = "i4:0:68750" ]
	[ "$(refused)" = "i1:reverted i2:depends i3:reverted" ]
}

@test "a bundle is whole or nothing" {
	bundle() { echo '"bundle":{"id":"b","index":'"$1"',"count":2}'; }
	{ chain && tx i1 0 "$(ok)" "$(bundle 0)" && tx i2 1 0x02 "$(bundle 1)" && tx i3 2 "$(ok)" && cycle; } >in
	run --separate-stderr -5 tx-sim in
	[ "$(left)" = "i3:0:68750" ]
	[ "$(refused)" = "i2:reverted i1:depends" ]
}

@test "alternatives are tried in order, behind the same transactions" {
	alt() { echo '"alternative_of":"i1"'; }
	{ chain && action i1 '"alternatives":["i1b","i1c"]' && tx i0 0 "0x05$(word 60000 9)" && tx i1 1 0x02 && tx i1b 1 "0x04$(word 50000 9)" "$(alt)" &&
		tx i1c 1 "$(ok 70000)" "$(alt)" && tx i2 2 "$(ok)" && cycle; } >in
	run --separate-stderr -0 tx-sim in
	[ "$(left)" = "i0:0:82500 i1b:1:68750 i2:2:68750" ]
	# none goes through: one reason for all
	{ chain && tx i1 1 0x02 && tx i1b 1 0x02 "$(alt)" && tx i2 2 "$(ok)" && cycle; } >in
	run --separate-stderr -5 tx-sim in
	[ "$(left)" = "i2:1:68750" ]
	[ "$(refused)" = "i1:reverted i1b:reverted" ]
}

@test "what depends on the first of alternatives is not judged before they were tried" {
	{ chain && tx i1 0 0x02 && tx i1b 0 "0x05$(word 60000 9)" '"alternative_of":"i1"' && tx i2 1 "0x04$(word 50000 9)" && cycle; } >in
	run --separate-stderr -0 tx-sim in
	[ "$(left)" = "i1b:0:82500 i2:1:68750" ]
}

@test "a gain below min_delta is refused, the fee counted" {
	price() { echo '{"type":"price","ts_ms":5000,"pair":"ETH/USDC","price":"2000","age_ms":1,"n_sources":2}'; }
	# gas 50000 at 1.1 gwei is 0.000055 ETH, at 2000 that is 0.11 USDC
	# gains ATOMS COMMAND
	gains() { chain && "$2" && action i1 '"min_delta":{"USDC":"5"}' && tx i1 0 "0x03$(word 50000 "$1")" && cycle; }
	gains 5110000 price >in
	run --separate-stderr -0 tx-sim in
	jqeq '.delta == {USDC: "5.11"}' "$(of_type sim "$output")"
	gains 5109999 price >in
	run --separate-stderr -5 tx-sim in
	[ "$(refused)" = i1:not_profitable ]
	jqeq '.text == "gains 4.999999 USDC, fees counted; 5 asked for"' "$(of_type refusal "$output")"
	gains 9000000 true >in
	run --separate-stderr -5 tx-sim in
	jqeq '.reason == "not_profitable" and (.text | contains("ETH/USDC"))' "$(of_type refusal "$output")"
}

@test "a gain in the native coin pays its own fee" {
	gains() { chain && action i1 '"min_delta":{"ETH":"'"$1"'"}' && tx i1 0 "0x07$(word 50000 1000000000000000)" && cycle; }
	gains 0.000945 >in
	run --separate-stderr -0 tx-sim in
	jqeq '.delta == {ETH: "0.001", USDC: "-1000000000"}' "$(of_type sim "$output")"
	gains 0.000945000000000001 >in
	run --separate-stderr -5 tx-sim in
	[ "$(refused)" = i1:not_profitable ]
}

@test "nonces: those of transactions on their way stay, the rest has no gap" {
	{ chain && nonce 8 && tx bump 5 "$(ok)" && tx i1 8 0x02 && tx i2 9 "$(ok)" && tx gap 7 "$(ok)" && cycle; } >in
	run --separate-stderr -5 tx-sim in
	[ "$(left)" = "bump:5:68750 gap:7:68750 i2:8:68750" ]
}

@test "a sender that cannot pay for what goes before it and it" {
	# each is at most 68750 * 3 gwei = 206,250 gwei
	echo '{"balance":412500000000000}' >"$NODE/how"
	{ chain && tx i1 0 "$(ok)" && tx i2 1 "$(ok)" && cycle; } >in
	run --separate-stderr -0 tx-sim in
	echo '{"balance":412499999999999}' >"$NODE/how"
	run --separate-stderr -5 tx-sim in
	[ "$(left)" = "i1:0:68750" ]
	[ "$(refused)" = "i2:insufficient_funds" ]
}

@test "one transaction the node takes no block with is found" {
	{ chain && tx i1 0 "$(ok)" && tx i2 1 0x06 && tx i3 2 "$(ok)" && cycle; } >in
	run --separate-stderr -5 tx-sim in
	[ "$(left)" = "i1:0:68750 i3:1:68750" ]
	jqeq '.intents == ["i2"] and (.text | contains("insufficient funds"))' "$(of_type refusal "$output")"
}

@test "without eth_simulateV1: the first of each sender, and nothing behind it" {
	echo '{"without":["eth_simulateV1"]}' >"$NODE/how"
	{ chain && tx i1 0 "$(ok)" && tx i2 1 "$(ok)" && tx b1 4 0x02 "" $B && tx b2 5 "$(ok)" "" $B && cycle; } >in
	run --separate-stderr -5 tx-sim in
	[ "$(left)" = "i1:0:68750" ]
	[ "$(refused)" = "i2:cannot_simulate b1:reverted b2:cannot_simulate" ]
	jqeq 'has("delta") | not' "$(of_type sim "$output")"
	{ chain && action i1 '"min_delta":{"USDC":"1"}' && tx i1 0 "$(ok)" && cycle; } >in
	run --separate-stderr -5 tx-sim in
	[ "$(refused)" = "i1:cannot_simulate" ]
}

@test "no block, no node, no sense: risk is held back, what reduces it goes on" {
	{ chain && tx i1 0 "$(ok)" && tx c1 1 "$(ok)" && cycle; } >in
	sed -i '/"c1"/s/"class":"risk"/"class":"reduce"/' in
	local how reason
	while IFS='|' read -r how reason; do
		echo "$how" >"$NODE/how"
		run --separate-stderr -5 tx-sim in
		[ "$(left)" = "c1:0:1000000" ] || { echo "$how: $(left)" >&2 && return 1; }
		[[ " $(refused) " == *" -:$reason "* ]] || { echo "$how: $(refused)" >&2 && return 1; }
	done <<-'EOT'
		{"gone":1}|block_gone
		{"error":[-32000,"some internal error"]}|no_simulation
		{"body":"{}"}|no_simulation
		{"body":"{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":[]}"}|no_simulation
	EOT
	run --separate-stderr -5 tx-sim -o EVM_RPC=http://127.0.0.1:1 in
	[[ " $(refused) " == *" -:no_simulation "* ]]
	rm "$NODE/how"
	grep -v '"chain","ts_ms"' in >none
	run --separate-stderr -5 tx-sim none
	[[ " $(refused) " == *" -:no_chain "* ]]
}

@test "another chain: its transactions are refused, and a node of it is not asked" {
	{ chain && tx i1 0 "$(ok)" | sed 's/31337/1/' && cycle; } >in
	run --separate-stderr -5 tx-sim in
	[ "$(refused)" = i1:chain ]
	{ chain && tx i1 0 "$(ok)" && cycle; } >in
	echo '{"chain":1}' >"$NODE/how"
	run --separate-stderr tx-sim in
	[ "$status" -eq 5 ]
	[ "$(left)" = "" ]
	[[ $(<"$NODE/log") != *simulate* ]]
}

@test "a refusal from before holds its transactions back" {
	{ chain && nonce 0 && tx i1 0 "$(ok)" && tx i2 1 "$(ok)" && echo '{"type":"refusal","ts_ms":5000,"by":"x","reason":"y","text":"z","intents":["i1"]}' && cycle; } >in
	run --separate-stderr tx-sim in
	[ "$(left)" = "i2:0:68750" ]
}

# A group: in GROUP INDEX COUNT, or instead of the intent behind it.
member() { echo '"bundle":{"id":"'"$1"'","index":'"$2"',"count":'"$3"'}'"${4:+,\"alternative_of\":\"$4\"}"; }
pays() { echo "0x08$(word 50000 "$1")"; }
gains() { echo "0x03$(word 50000 "$1")"; }
# asks GROUP FLOOR: the last of it asks for that much of the whole.
asks() { action "$1"2 '"group":"'"$1"'","min_delta":{"USDC":"'"$2"'"}'; }
# group NAME NONCE IN OUT [INTENT]: pays, and gains.
group() {
	tx "$1"1 "$2" "$(pays "$3")" "$(member "$1" 0 2 "${5:-}")"
	tx "$1"2 $(($2 + 1)) "$4" "$(member "$1" 1 2 "${5:-}")"
}
# oracles: what a market takes ether and the dollar for.
oracles() {
	echo '{"type":"oracle","ts_ms":1,"chain_id":31337,"pool":"'$TO'","asset":"WETH","price_base":"200000000000","source":"'$TO'","block":100}'
	echo '{"type":"oracle","ts_ms":1,"chain_id":31337,"pool":"'$TO'","asset":"USDC","price_base":"100000000","source":"'$TO'","block":100}'
}

@test "a group gains what all of it gains, all fees counted, at the prices of a market's oracle" {
	# 100000 gas at 1.1 gwei at 2000: 0.22
	{ chain && oracles && asks g 5 && group g 0 1000000000 "$(gains 1005220000)" && cycle; } >in
	run --separate-stderr -0 tx-sim in
	valid "$(of_type sim "$output")"
	[ "$(left)" = "g1:0:68750 g2:1:68750" ]
	jqall 'map(.group) == ["g", "g"] and map(.delta.USDC) == ["-1000", "1005.22"]' "$(of_type sim "$output")"
	sed -i 's/"5"/"5.000001"/' in
	run --separate-stderr -5 tx-sim in
	[ "$(refused)" = "g1:not_profitable g2:depends" ]
	jqeq '.text == "gains 5 USDC, fees counted; 5.000001 asked for"' "$(of_type refusal "$output" | head -1)"
	# a price that is not there, or is 0
	for price in '/"WETH"/d' 's/"200000000000"/"0"/'; do
		{ chain && oracles | sed "$price" && asks g 5 && group g 0 1000000000 "$(gains 1009000000)" && cycle; } >in
		run --separate-stderr -5 tx-sim in
		[[ $stderr == *"no price ETH/USDC"* ]]
	done
}

@test "a smaller size stands in whole, and what is behind moves up or down with it" {
	local g
	g=$(asks g 5 && asks h 5 && group g 0 1000000000 "$(gains 1001000000)" && group h 0 500000000 "$(gains 506000000)" g2 &&
		tx k1 2 "$(ok)" && tx i1 0 "$(ok)" "$(member i 0 1 g2)")
	{ chain && oracles && echo "$g" && cycle; } >in
	run --separate-stderr -0 tx-sim in
	[ "$(left)" = "h1:0:68750 h2:1:68750 k1:2:68750" ]
	# one that is longer, and one that is shorter
	{ chain && oracles && echo "${g//$(gains 506000000)/0x02}" && cycle; } >in
	run --separate-stderr -0 tx-sim in
	[ "$(left)" = "i1:0:68750 k1:1:68750" ]
	[[ $stderr == *"another size is tried: reverted"* ]]
	# what it stands in for is not there: one of the sizes all the same
	{ chain && oracles && grep -v '"g[12]"\]' <<<"$g" && cycle; } >in
	run --separate-stderr -0 tx-sim in
	[ "$(left)" = "h1:0:68750 h2:1:68750 k1:2:68750" ]
	# a size of which a part is missing is none; without any it is refused
	{ chain && oracles && grep -v '"h2"\]' <<<"$g" && cycle; } >in
	run --separate-stderr -0 tx-sim in
	[ "$(left)" = "i1:0:68750 k1:1:68750" ]
	{ chain && grep -v '"h2"\]\|"g1"\]\|"i1"\]' <<<"$g" && cycle; } >in
	run --separate-stderr -5 tx-sim in
	[ "$(left)" = "k1:0:68750" ]
	[ "$(refused)" = "h1:bundle g2:depends" ]
}

@test "one failing group never blocks the others; those that left no trace fail in one round" {
	{ chain && oracles && for g in a b c d; do group $g 0 1 0x02 | sed "s/$(pays 1)/0x02/"; done && asks e 5 && group e 8 1000000 "$(gains 7000000)" &&
		group f 10 1 0x02 && group g 12 1 "$(gains 2)" && cycle; } >in
	run --separate-stderr -5 tx-sim in
	[ "$(left)" = "e1:0:68750 e2:1:68750 g1:2:68750 g2:3:68750" ]
	[ "$(refused)" = "a1:reverted a2:depends b1:reverted b2:depends c1:reverted c2:depends d1:reverted d2:depends f2:reverted f1:depends" ]
	[ "$(grep -c eth_simulateV1 "$NODE/log")" -eq 3 ]
}

@test "a group that a node cannot run whole is not sent in parts" {
	echo '{"without":["eth_simulateV1"]}' >"$NODE/how"
	{ chain && oracles && asks g 5 && group g 0 1 "$(gains 9000000)" && cycle; } >in
	run --separate-stderr -5 tx-sim in
	[ "$(left)" = "" ]
	# nor where one of it was refused before, or what it reduces is all that may go
	rm "$NODE/how"
	{ chain && oracles && group g 0 1 "$(gains 9)" && echo '{"type":"refusal","ts_ms":5000,"by":"x","reason":"y","text":"z","intents":["g1"]}' && cycle; } >in
	run --separate-stderr -5 tx-sim in
	[ "$(left)" = "" ]
	{ chain && oracles && group g 0 1 "$(gains 9)" | sed '/"g2"/s/"class":"risk"/"class":"reduce"/' && echo '{"type":"refusal","ts_ms":5000,"by":"x","reason":"y","text":"z"}' && cycle; } >in
	run --separate-stderr -5 tx-sim in
	[ "$(left)" = "" ]
}

@test "a contract that only says it failed has failed" {
	{ chain && tx i1 0 "0x09$(word 50000)" && tx i2 1 "$(ok)" && cycle; } >in
	run --separate-stderr -5 tx-sim in
	[ "$(left)" = "i2:0:68750" ]
	[ "$(refused)" = "i1:reverted" ]
	jqeq '.text | contains("error 3, 9")' "$(of_type refusal "$output")"
}
