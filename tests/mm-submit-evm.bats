# mm-submit for Ethereum and its kin, over a node that makes blocks when it is told to: what
# it sends lands once, leaves no gap, and what became of it is known, told once, and true.
load lib
load world-said

key=0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80
alice=0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266
bob=0x70997970C51812dc3A010C7d01b50e0d17dc79C8

setup_file() {
	server_start "$BATS_FILE_TMPDIR/node" "$MM_TOP/tests/evm_pool.py"
	url=http://127.0.0.1:$(<"$BATS_FILE_TMPDIR/node/port")
	export url
}
teardown_file() { server_stop "$BATS_FILE_TMPDIR/node"; }

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	ln -s "$BATS_FILE_TMPDIR/node" .
	rm -f node/how* node/log
	world reset >/dev/null
	cat >"$MM_HOME/mm.conf" <<-END
		VENUE=evm
		CHAIN_ID=31337
		EVM_RPC=$url/a
		WALLETS=alice:$alice
		ASSETS=WETH:0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2:18
		SUBMIT_VIA=rpc
		ALLOW_PUBLIC=1
		CONFIRMATIONS=3
		HTTP_TIMEOUT=2s
	END
	ts=1000000
	mine 5
}

set_conf() {
	for line; do
		sed -i "/^${line%%=*}=/d" "$MM_HOME/mm.conf"
		echo "$line" >>"$MM_HOME/mm.conf"
	done
}
world() {
	local reply
	reply=$(curl -s -m 10 "$url/a" -d '{"jsonrpc":"2.0","id":1,"method":"world_'"$1"'","params":['"${2:-}"']}')
	reply=${reply#*'"result":'}
	echo "${reply%\}}"
}
mine() { world mine '{"n":'"${1:-1}"'}' >/dev/null; }
how() { echo "$1" >"node/how${2:+.$2}"; }
well() { rm -f node/how* && rm -rf "$MM_HOME/breaker"; }
ledger() { world ledger | jq -c '[.[] | [.nonce, .ok]]'; }
cycle() { echo '{"type":"cycle","ts_ms":'"$ts"',"id":'"$ts"'}'; }

# tx NONCE [MEMBER...]: a payment of alice's, with other or further members of its job.
tx() {
	local member
	printf '{"key":"%s","wallet":"alice","nonce":%s,"to":"%s","value":"5","actions":[{"action":"transfer","intent_id":"i%s",' $key "$1" $bob "$1"
	printf '"asset":"ETH","to":"%s","amount":"0.000000000000000005"}]' $bob
	for member in "${@:2}"; do printf ',%s' "$member"; done # of two with a name the last
	printf '}'
}
# act KIND ID: the action of a job.
act() { echo '"actions":[{"action":"'"$1"'","intent_id":"'"$2"'","nonce":"0"}]'; }
cancel='"to":"'$alice'","value":"0","class":"reduce","max_fee":"20000000000","priority":"2000000000"'
bump='"max_fee":"20000000000","priority":"2000000000"'

# frame TX...: the records of a frame with these transactions, without its cycle.
frame() { curl -s -m 10 "$url/frame" -d "$(printf '{"ts_ms":%s,"chain_id":31337,"txs":[%s]}' "$ts" "$(IFS=, && echo "$*")")"; }
submit() { { cat "$1" && cycle; } | mm-submit --live --wait-ms 0 "${@:2}"; }
# send TX...: a frame of them, at once.
send() { ts=$((ts + 1000)) && frame "$@" >sent && submit sent; }
pending() { ts=$((ts + 1000)) && cycle | mm-submit pending; }
repair() { ts=$((ts + 1000)) && cycle | mm-submit repair; }
# told TYPE TEXT KEY...: of each record of that type the values of the keys it has.
told() {
	local line key words
	while read -r line; do
		words=
		for key in "${@:3}"; do [[ ! $line =~ \"$key\":\"?([^\",\}]*) ]] || words+=" ${BASH_REMATCH[1]}"; done
		echo "${words# }"
	done < <(of_type "$1" "$2")
}
receipts() { told receipt "$1" status error | paste -sd, -; }
next() { told nonce "$1" next in_flight; }
reasons() { told refusal "$1" reason | paste -sd, -; }
actions() { told action "$1" action nonce | paste -sd, -; }

# ---- what is wrong ----

@test "usage: another way, no consent to be seen, no node, another chain" {
	run -2 --separate-stderr mm-submit --via jito
	[ "$stderr" = "mm-submit: --via: 'flashbots', 'protect', 'private' or 'rpc', not 'jito'" ]
	run -2 mm-submit -o ALLOW_PUBLIC=0 --live
	run -2 mm-submit -o EVM_RPC= pending
	run -5 --separate-stderr mm-submit -o CHAIN_ID=1 pending
	run -2 mm-submit --via private -o PRIVATE_RPC= --live
}

@test "a transaction that is not what it says is not sent" {
	frame "$(tx 0)" >f
	for wrong in '.raw = "0x02"' '.raw = "nonsense"' '.raw += "00"' '.id = "0x" + "1" * 64' '.nonce = "1"' \
		'.from = "'$bob'"' '.chain_id = 1' '.chain = "solana"' '.raw = "0x03" + .raw[4:]' 'del(.from)'; do
		jq -c 'if .type == "signed_tx" then '"$wrong"' else . end' f >bad
		run -5 --separate-stderr submit bad
		jqeq '.reason == "bad_tx" and .intents == ["i0"]' "$(of_type refusal "$output")"
	done
	set_conf "WALLETS=bob:$bob"
	run -5 --separate-stderr submit f
	[ "$(reasons "$output")" = bad_tx ]
	[ "$(world pool)" = '[]' ] && [ -z "$(mm-submit list)" ]
}

@test "an unfinished frame, a full disk" {
	frame "$(tx 0)" >f
	run -1 --separate-stderr mm-submit --live <f
	[[ $stderr == *'frame not closed' ]]
	run -6 bash -c 'mm-submit --live --wait-ms 0 >/dev/full' < <(cat f && cycle)
	[ "$(mm-submit list | wc -l)" -eq 1 ]
}

# ---- a dry run ----

@test "without --live a node tries the first of a sender" {
	frame "$(tx 1)" "$(tx 0)" >f
	run -0 --separate-stderr mm-submit < <(cat f && cycle)
	valid "$output"
	[ "$(receipts "$output")" = 'not_simulated depends,simulated' ]
	how '{"revert":"0x08c379a000000000000000000000000000000000000000000000000000000000000000200000000000000000000000000000000000000000000000000000000000000002343500000000000000000000000000000000000000000000000000000000000000"}'
	run -0 --separate-stderr mm-submit < <(cat f && cycle)
	jqeq '.status != "simulated" or .error == "reverted"' "$(of_type receipt "$output")"
	[ "$(world pool)" = '[]' ] && [ ! -e "$MM_HOME/journal.db" ]
}

# ---- landing ----

@test "sent, confirmed, finalized; each told once" {
	run -6 --separate-stderr send "$(tx 0)" "$(tx 1)"
	[ "$(receipts "$output")" = sent,sent ]
	valid "$output"
	run -0 --separate-stderr pending
	[ "$(next "$output")" = '2 2' ]
	jqeq '.state == "sent" and .chain_id == 31337 and .lane == "evm:31337:alice"' "$(of_type pending "$output")"
	valid "$output"
	mine
	all=$(pending && pending)
	[ "$(receipts "$all")" = confirmed,confirmed ] && [ -z "$(of_type pending "$all")" ]
	jqeq '.landed_slot == 6' "$(of_type lane "$all")"
	mine 2
	all=$(pending && pending)
	valid "$all"
	[ "$(receipts "$all")" = finalized,finalized ]
	jqeq '.fee == "0.000042" and .gas_used == "21000" and .slot == 6 and (.block_hash | length) == 66' "$(of_type receipt "$all")"
	[ -z "$(mm-submit list)" ]
}

@test "waiting: known in the frame itself" {
	frame "$(tx 0)" >f
	(sleep 0.5 && mine) 3>&- &
	run -0 --separate-stderr submit f --wait-ms 10000
	[ "$(receipts "$output")" = sent,confirmed ]
	wait $!
}

@test "what reverts is not done: failed once that is final, and why" {
	send "$(tx 0)" || true
	world revert && mine
	run -0 --separate-stderr pending
	[ -z "$(receipts "$output")" ]
	mine 2
	how '{"revert":"0x08c379a0000000000000000000000000000000000000000000000000000000000000002000000000000000000000000000000000000000000000000000000000000000023435000000000000000000000000000000000000000000000000000000000000"}'
	run -0 --separate-stderr pending
	valid "$output"
	[ "$(receipts "$output")" = 'failed reverted' ]
	jqeq '.gas_used == "21000" and (.text | startswith("45"))' "$(of_type receipt "$output")"
	well
	run -6 --separate-stderr send "$(tx 1 "$(act transfer i0)")"
	[ "$(receipts "$output")" = sent ]
}

@test "an intent is sent once: not again, not in another transaction" {
	send "$(tx 0)" || true
	run -6 --separate-stderr submit sent
	[ -z "$(receipts "$output")" ]
	mine
	run -0 --separate-stderr send "$(tx 1 "$(act transfer i0)")"
	[ -z "$(receipts "$output")" ] && [ "$(world pool)" = '[]' ]
	[ "$(ledger)" = '[[0,true]]' ]
}

# ---- the run of nonces ----

@test "only the run that begins at the next nonce is sent" {
	run -6 --separate-stderr send "$(tx 3)" "$(tx 1)" "$(tx 0)"
	[ "$(receipts "$output")" = sent,sent ]
	jqeq '.reason == "nonce_gap" and .intents == ["i3"]' "$(of_type refusal "$output")"
	# In flight counts, and what is used does not.
	run -6 --separate-stderr send "$(tx 1 '"value":"6"' "$(act transfer other)")" "$(tx 3)" "$(tx 2)"
	[ "$(receipts "$output")" = sent,sent ]
	jqeq '.reason == "nonce_gap" and .intents == ["other"]' "$(of_type refusal "$output")"
	mine
	[ "$(ledger)" = '[[0,true],[1,true],[2,true],[3,true]]' ]
}

@test "a policy refusal in the middle: what stands behind it waits for the next frame" {
	ts=$((ts + 1000))
	{ frame "$(tx 0)" "$(tx 2)" && echo '{"type":"refusal","ts_ms":1,"by":"mm-sign","reason":"policy","text":"x","intents":["i1"]}'; } >f
	run -6 --separate-stderr submit f
	[ "$(receipts "$output")" = sent ]
	[ "$(reasons "$output")" = policy,nonce_gap ]
	run -6 --separate-stderr send "$(tx 1 "$(act transfer i2)")"
	[ "$(receipts "$output")" = sent ]
	mine
	[ "$(ledger)" = '[[0,true],[1,true]]' ]
}

@test "two pipes on one sender: the second is refused" {
	mkdir -p "$MM_HOME/lock"
	exec 8>"$MM_HOME/lock/evm:31337:alice" && flock 8
	frame "$(tx 0)" "$(tx 1 "$cancel")" >f
	run -5 --separate-stderr submit f
	[ "$(reasons "$output")" = lane_held,lane_held ] && [ "$(world pool)" = '[]' ]
	exec 8>&-
	run -6 --separate-stderr submit f
	[ "$(receipts "$output")" = sent,sent ]
}

@test "what does not leave holds back what stands behind it" {
	how '{"only":"eth_sendRawTransaction","error":[-32000,"insufficient funds for gas * price + value"]}'
	run -0 --separate-stderr send "$(tx 0)" "$(tx 1)"
	[ "$(receipts "$output")" = 'failed insufficient_funds,failed nonce_gap' ]
	well
	run -0 --separate-stderr pending
	[ "$(next "$output")" = '0 0' ]
	# The same to the byte: told as another turn, once each in a store.
	how '{"only":"eth_sendRawTransaction","error":[-32000,"txpool is full"]}'
	run -0 --separate-stderr send "$(tx 0)"
	jqeq '.status == "failed" and .turn == 1' "$(of_type receipt "$output")"
	well
	run -6 --separate-stderr send "$(tx 0)" "$(tx 1)"
	[ "$(receipts "$output")" = sent,sent ]
	run -0 --separate-stderr pending
	[ "$(next "$output")" = '2 2' ]
}

# ---- a node's answers ----

@test "already known is taken; a lost answer may be; nonce too low is looked up" {
	how '{"only":"eth_sendRawTransaction","error":[-32000,"already known"]}'
	run -6 --separate-stderr send "$(tx 0)"
	[ "$(receipts "$output")" = sent ]
	well && send || true

	how '{"only":"eth_sendRawTransaction","lose":1}'
	run -6 --separate-stderr send "$(tx 1)" "$(tx 2)"
	[[ $(receipts "$output") == 'unknown '*',failed lane_unknown' ]]
	well
	run -6 --separate-stderr send "$(tx 2)" # not yet looked up
	[ "$(reasons "$output")" = lane_unknown ]
	run -0 --separate-stderr pending
	[ "$(next "$output")" = '2 2' ]
	mine && pending >/dev/null

	how '{"only":"eth_sendRawTransaction","error":[-32000,"nonce too low"]}'
	run -6 --separate-stderr send "$(tx 2)"
	[[ $(receipts "$output") == 'unknown nonce_too_low' ]]
	well
	world foreign '{"from":"'$alice'","nonce":2}' >/dev/null
	run -0 --separate-stderr pending
	jqeq '.state == "sent"' "$(of_type pending "$output")"
	mine 2
	run -0 --separate-stderr pending
	[[ $(receipts "$output") == *'expired nonce_used'* ]]
}

@test "a node that does not want it does not have it" {
	for text in 'replacement transaction underpriced' 'transaction underpriced' 'insufficient funds for transfer' \
		'intrinsic gas too low' 'exceeds block gas limit' 'txpool is full' 'nonce too high'; do
		how '{"only":"eth_sendRawTransaction","error":[-32000,"'"$text"'"]}'
		run -0 --separate-stderr send "$(tx 0)"
		[[ $(receipts "$output") == 'failed '* ]] || { echo "$text: $output" && false; }
		rm -rf "$MM_HOME"/journal.db*
	done
	how '{"only":"eth_sendRawTransaction","error":[-32000,"the moon is in the wrong house"]}'
	run -6 --separate-stderr send "$(tx 0)"
	[ "$(receipts "$output")" = 'unknown refused_-32000' ]
}

@test "receipts that are null at first, half an answer, garbage, 500: nothing is concluded" {
	send "$(tx 0)" || true
	mine
	for trouble in '{"late":1}' '{"half":1}' '{"body":"{}"}' '{"status":500}' '{"only":"eth_getTransactionReceipt","error":[-32000,"x"]}' \
		'{"only":"eth_getTransactionCount","lose":1}' '{"only":"eth_getBlockByNumber","body":"[]"}'; do
		how "$trouble"
		run ! --separate-stderr mm-submit resume --wait-ms 0
		[ -z "$output" ] || { echo "$trouble: $output" && false; }
		well
	done
	mine 5
	how '{"late":1}'
	run -6 mm-submit resume --wait-ms 0
	well
	run -0 --separate-stderr mm-submit resume --wait-ms 4000
	[ "$(receipts "$output")" = finalized ]
}

# ---- a chain that reorganises ----

@test "a landing that vanishes is told, sent again, and lands again" {
	send "$(tx 0)" || true
	mine && pending >/dev/null
	world reorg '{"depth":1,"keep":false}' >/dev/null && mine 2
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = reorged ] && [ "$(next "$output")" = '1 1' ]
	valid "$output"
	send >/dev/null
	[ "$(world pool | jq length)" -eq 1 ]
	mine
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = confirmed ]
	jqeq '.turn == 1 and .slot == 8' "$(of_type receipt "$output")"
}

@test "a landing that moves to another block of the same height" {
	send "$(tx 0)" || true
	mine && one=$(pending)
	world reorg '{"depth":1}' >/dev/null && mine
	two=$(pending)
	[ "$(receipts "$two")" = reorged,confirmed ]
	same "$(of_type receipt "$one" | jq -r .block_hash)" "$(of_type receipt "$two" | jq -r 'select(.status == "reorged") | .block_hash')"
	# And back: A, B, A.
	world reorg '{"depth":1}' >/dev/null && world mine '{"n":1,"salt":0}' >/dev/null
	three=$(pending)
	[ "$(receipts "$three")" = reorged,confirmed ]
	jqeq '.turn == 2' "$(of_type receipt "$three" | grep confirmed)"
	same "$(of_type receipt "$one" | jq -r .block_hash)" "$(of_type receipt "$three" | jq -r 'select(.status == "confirmed") | .block_hash')"
	valid "$two"$'\n'"$three"
}

@test "a foreign transaction of the same nonce: dead when it is deep, then sent anew" {
	send "$(tx 0)" || true
	world foreign '{"from":"'$alice'","nonce":0}' >/dev/null
	run -0 --separate-stderr pending
	[ "$(next "$output")" = '1 1' ] && [ -z "$(receipts "$output")" ]
	run -0 --separate-stderr send "$(tx 1 "$(act transfer i0)")"
	[ -z "$(receipts "$output")" ]
	mine 2
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = 'expired nonce_used' ]
	run -6 --separate-stderr send "$(tx 1 "$(act transfer i0)")"
	[ "$(receipts "$output")" = sent ]
}

@test "a node that keeps no old state cannot say who it was: unknown stays unknown" {
	send "$(tx 0)" || true
	world foreign '{"from":"'$alice'","nonce":0}' >/dev/null
	mine 9
	how '{"pruned":4}'
	run -6 --separate-stderr mm-submit resume --wait-ms 0
	[ -z "$output" ]
	jqeq '.state == "unknown"' "$(of_type pending "$(pending)")"
	well
	run -0 --separate-stderr mm-submit resume --wait-ms 0
	[ "$(receipts "$output")" = 'expired nonce_used' ]
}

@test "of two nodes the one that is behind is not believed" {
	set_conf "EVM_RPC=$url/a,$url/b"
	send "$(tx 0)" || true
	mine && pending >/dev/null
	how '{"behind":3}' b
	run -0 --separate-stderr pending
	[ -z "$(receipts "$output")" ]
	mine 3
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = finalized ]
}

# ---- replacing ----

@test "a bump: one of the two lands, the other is replaced, and its intent is served" {
	send "$(tx 0)" || true
	run -6 --separate-stderr send "$(tx 0 "$bump" "$(act bump b0)")"
	[ "$(receipts "$output")" = sent ]
	run -0 --separate-stderr pending
	[ "$(next "$output")" = '1 1' ]
	mine
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = confirmed ] && [ -z "$(of_type pending "$output")" ]
	mine 2
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = 'replaced served,finalized' ]
	valid "$output"
	# Paid: not again.
	run -0 --separate-stderr send "$(tx 1 "$(act transfer i0)")"
	[ -z "$(receipts "$output")" ] && [ "$(ledger)" = '[[0,true]]' ]
}

# step ACTION NONCE [KEYS]: a transaction that is one of the roll R-1.
step() { tx "$2" '"actions":[{"action":"'"$1"'","intent_id":"r'"$2"'","roll":"R-1","position":"v3:7"'"${3:+,$3}"'}]'; }
# rolled OUTPUT: "state action intent" of what pending shows of it.
rolled() { of_type pending "$1" | jq -r 'select(.roll == "R-1" and .subject == "v3:7") | "\(.state) \(.action) \(.intent_id)"' | paste -sd, -; }

@test "a roll: its landed steps are shown until the last one lands; what vanished is none" {
	send "$(step burn 0)" "$(tx 1)" || true
	run -0 --separate-stderr pending
	[ "$(rolled "$output")" = 'sent burn r0' ]
	mine
	run -0 --separate-stderr pending
	valid "$output"
	[ "$(rolled "$output")" = 'done burn r0' ]
	jqeq '.attempt == "'"$(world ledger | jq -r '.[0].hash')"'" and .wallet == "alice" and .nonce == "0"' "$(of_type pending "$output")"
	world reorg '{"depth":1,"keep":false}' >/dev/null && mine 2
	run -0 --separate-stderr pending
	[ "$(rolled "$output")" = 'sent burn r0' ]
	send >/dev/null
	mine
	send "$(step swap 2 '"asset":"WETH","amount":"1","asset_b":"USDC","amount_b":"2"')" || true
	run -0 --separate-stderr pending
	[ "$(rolled "$output")" = 'sent swap r2,done burn r0' ]
	jqeq '.spends == {WETH: "1", USDC: "2"}' "$(of_type pending "$output" | grep '"state":"sent"')"
	mine 9
	pending >/dev/null
	[ "$(rolled "$(pending)")" = 'done burn r0,done swap r2' ]
	send "$(step mint 3 '"final":true')" || true
	[ "$(rolled "$(pending)")" = 'sent mint r3,done burn r0,done swap r2' ]
	mine
	[ -z "$(rolled "$(pending)")" ]
	world reorg '{"depth":1,"keep":false}' >/dev/null && mine
	[ "$(rolled "$(pending)")" = 'sent mint r3,done burn r0,done swap r2' ]
}

@test "a roll: what lands in the place of a step is that step" {
	local keys hash
	set_conf BUMP_AFTER_BLOCKS=1
	send "$(step burn 0)" || true
	mine 0
	world base '{"wei":20000000000}' >/dev/null && mine 2
	keys=$(repair | of_type action "$(cat)" | jq -c '{actions: [. + {intent_id: "b0"}], max_fee: .max_fee_wei, priority: .max_priority_fee_wei}')
	jqeq '.actions[0] | .action == "bump" and .roll == "R-1" and .position == "v3:7"' "$keys"
	send "$(tx 0 "${keys:1:-1}")" || true
	mine
	for n in 0 2; do # not final, and final
		mine $n
		run -0 --separate-stderr pending
		[ "$(rolled "$output")" = 'done burn r0' ]
		hash=$(world ledger | jq -r '.[0].hash')
		jqeq '.attempt == "'"$hash"'"' "$(of_type pending "$output")"
		[ "$hash" != "$(jq -r 'select(.type == "receipt" and .intents == ["r0"]).id' <<<"$output" | head -1)" ]
	done
}

@test "a bump too late: the first one lands" {
	send "$(tx 0)" || true
	first=$(world pool | jq -r '.[0].hash')
	send "$(tx 0 "$bump" "$(act bump b0)")" || true
	world force '{"hash":"'"$first"'"}' >/dev/null
	mine 2
	run -0 --separate-stderr pending
	jqeq '.status == "finalized" and .id == "'"$first"'" or .status == "replaced" and .error == "served"' "$(of_type receipt "$output")"
}

@test "a cancel: what it was for may be sent anew" {
	send "$(tx 0)" || true
	run -6 --separate-stderr send "$(tx 0 "$cancel" "$(act cancel_nonce c0)")"
	[ "$(receipts "$output")" = sent ]
	mine 3
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = replaced,finalized ]
	run -6 --separate-stderr send "$(tx 1 "$(act transfer i0)")"
	[ "$(receipts "$output")" = sent ]
}

@test "repair: nothing at first, then a bump under caps, at most so often" {
	set_conf BUMP_AFTER_BLOCKS=2 BUMP_MAX=1
	send "$(tx 0)" "$(tx 1)" || true
	world base '{"wei":20000000000}' >/dev/null
	mine
	run -0 --separate-stderr repair
	[ -z "$(actions "$output")" ]
	mine
	run -0 --separate-stderr repair
	valid "$output"
	[ "$(actions "$output")" = 'bump 0,bump 1' ] # neither pays the base fee
	jqeq '.contract == "'$bob'" and .value_wei == "5" and .data == "0x" and .gas == "100000" and .max_priority_fee_wei == "1125000000" and
		(.max_fee_wei | tonumber) > 36e9 and (.max_fee_wei | tonumber) < 100e9 and (.attempt | length) == 66' "$(of_type action "$output")"
	same "$(actions "$output")" "$(actions "$(repair)")"
	fee=$(of_type action "$output" | jq -r 'select(.nonce == "0") | .max_fee_wei')
	send "$(tx 0 '"max_fee":"'"$fee"'","priority":"1125000000"' "$(act bump b0)")" || true
	mine 1 # the base fee is met: it lands
	run -0 --separate-stderr repair
	world base '{"wei":60000000000}' >/dev/null
	mine 2 && pending >/dev/null
	MM_MAX_FEE_GWEI=30 run -5 --separate-stderr repair
	jqeq '.reason == "fee_ceiling" and .intents == ["i1"]' "$(of_type refusal "$output")"
	send "$(tx 1 '"max_fee":"40000000000","priority":"1125000000"' "$(act bump b1)")" || true
	mine 2
	run -5 --separate-stderr repair
	jqeq '.reason == "bump_max" and .intents == ["b1"]' "$(of_type refusal "$output")"
}

@test "repair: what would fail is cancelled in the end, the first of its sender alone" {
	local why='{"revert":"0x08c379a000000000000000000000000000000000000000000000000000000000000000200000000000000000000000000000000000000000000000000000000000000002343500000000000000000000000000000000000000000000000000000000000000"}'
	set_conf BUMP_AFTER_BLOCKS=1 CANCEL_AFTER_BLOCKS=3 BUMP_MAX=1
	send "$(tx 0)" "$(tx 1)" || true
	world base '{"wei":40000000000}' >/dev/null
	for is in 1 3; do # what would not is never cancelled, however long it waits
		mine $is
		[ "$(actions "$(repair)")" = 'bump 0,bump 1' ]
	done
	how "$why"
	run -0 --separate-stderr repair
	valid "$output"
	[ "$(actions "$output")" = 'cancel_nonce 0,bump 1' ]
	jqeq '.reason == "fails" and (.attempt | length) == 66 and (.max_fee_wei | tonumber) > 40e9' "$(of_type action "$output" | head -1)"
	kill-switch on --reason test # as it did before, and what only reduces too
	[ "$(actions "$(repair)")" = 'cancel_nonce 0,cancel_nonce 1' ]
	kill-switch off
	# A bump that was sent has its time, and BUMP_MAX is of bumps.
	send "$(tx 0 "$bump" "$(act bump b0)")" || true
	mine
	run -5 --separate-stderr repair
	[ "$(reasons "$output")" = bump_max ] && [ "$(actions "$output")" = 'bump 1' ]
	mine 2
	run -0 --separate-stderr repair
	[ "$(actions "$output")" = 'cancel_nonce 0,bump 1' ]
	send "$(tx 0 '"to":"'$alice'","value":"0","class":"reduce","max_fee":"90000000000","priority":"3000000000"' "$(act cancel_nonce c0)")" || true
	how '{}'
	mine 3
	run -0 --separate-stderr pending
	[[ ,$(receipts "$output"), == *,replaced,replaced,finalized,* ]]
	[[ $(actions "$(repair)") != *' 0'* ]]
}

@test "repair: a gap is filled, by a nonce that nobody has" {
	send "$(tx 0)" "$(tx 1)" "$(tx 2)" || true
	# As a crash and a lost disk page would leave it.
	python3 -c "import sqlite3; c = sqlite3.connect('$MM_HOME/journal.db'); c.execute(\"delete from attempt where intent_id like '%/i1'\"); c.commit()"
	world drop >/dev/null && pending >/dev/null
	send || true # what is known is sent again
	run -0 --separate-stderr repair
	valid "$output"
	[ "$(actions "$output")" = 'fill_nonce 1' ]
	run -6 --separate-stderr send "$(tx 1 "$cancel" "$(act fill_nonce f1)")"
	mine
	[ "$(ledger)" = '[[0,true],[1,true],[2,true]]' ]
}

@test "the kill switch: repair asks for cancels, and nothing that adds risk is sent again" {
	send "$(tx 0)" || true
	world drop >/dev/null
	kill-switch on --reason test
	run -5 --separate-stderr send "$(tx 1)"
	[ "$(reasons "$output")" = kill_switch ] && [ "$(world pool)" = '[]' ]
	run -0 --separate-stderr repair
	[ "$(actions "$output")" = 'cancel_nonce 0' ]
	run -6 --separate-stderr send "$(tx 0 "$cancel" "$(act cancel_nonce c0)")"
	[ "$(receipts "$output")" = sent ]
	run -0 --separate-stderr repair
	[ -z "$(actions "$output")" ]
	mine 3
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = replaced,finalized ]
}

@test "a dropped transaction is sent again" {
	send "$(tx 0)" || true
	pending >/dev/null && world drop >/dev/null
	run -0 --separate-stderr pending
	[ "$(next "$output")" = '1 1' ]
	send >/dev/null
	mine && [ "$(ledger)" = '[[0,true]]' ]
}

@test "through private nodes: the public ones never see it" {
	set_conf "PRIVATE_RPC=$url/p" ALLOW_PUBLIC=0
	ts=$((ts + 1000)) && frame "$(tx 0)" >f
	run -6 --separate-stderr submit f --via private
	[ "$(receipts "$output")" = sent ]
	grep -q '^/p eth_sendRawTransaction' node/log
	run ! grep -q '^/a eth_sendRawTransaction' node/log
}

# ---- panic ----

# signs: mm-sign stands aside; what signs has no policy, and the key in its text.
signs() {
	mkdir bin
	printf '#!/bin/sh\nexec "%s" sign %s\n' "$MM_TOP/tests/evm_tx.py" "$key" >bin/mm-sign
	chmod +x bin/mm-sign
	PATH=$PWD/bin:$PATH
}

@test "mm-panic ends who sends, cancels what is under way, and proves it" {
	signs
	set_conf CONFIRMATIONS=2
	send "$(tx 0)" "$(tx 1)" || true
	# A pipe that hangs with the lane in its hand.
	mkfifo hang
	mm-submit --live --wait-ms 0 <hang >/dev/null 2>&1 3>&- &
	holder=$!
	exec 8>hang
	{ frame "$(tx 2)" && cycle; } >&8
	waiting() { [ "$(world pool | jq length)" -ge "$1" ]; }
	until_true waiting 3
	(for _ in {1..12}; do sleep 0.5 && mine; done) 3>&- &
	miner=$!
	world base '{"wei":20000000000}' >/dev/null # nothing lands at these fees
	run -0 --separate-stderr mm-panic --timeout 30
	[[ $stderr == *"ending process $holder"* && $stderr == *'nothing is under way' ]]
	exec 8>&-
	run ! kill -0 "$holder"
	[ -z "$(mm-submit list)" ] && [ "$(world ledger | jq length)" -eq 3 ]
	run -5 kill-switch status
	wait "$miner"
}

@test "mm-panic that cannot prove it ends 6 with the list" {
	signs
	send "$(tx 0)" || true
	run -6 --separate-stderr mm-panic --timeout 0
	[[ $stderr == *'not proven: a transaction may still land'* && $output == *transfer* ]]
}
