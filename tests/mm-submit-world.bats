# mm-submit on the local Ethereum: what it sends, against a real node's words and its own
# reorganisations.
load lib
load world-evm

setup_file() { evm_start --block-ms 0; }
teardown_file() { evm_stop; }

# What is left over of one test is nothing to the next.
setup() {
	evm_here
	cd "$BATS_TEST_TMPDIR" || return
	who=${WHO[BATS_TEST_NUMBER - 1]}
	evm_conf "$who" >"$MM_HOME/mm.conf"
	key=$(evm key "[\"$who\"]" | jq -r .)
	case $key in 0x*) ;; *) key=0x$key ;; esac
	bob=$(evm_of .wallets.trader)
	from=$(evm_of ".wallets.$who")
	ts=$(date +%s%3N)
	# What a new transaction takes, and what it pays.
	nonce=$(($(evm_rpc eth_getTransactionCount "[\"$from\",\"latest\"]" | jq -r .)))
	high='{max_fee: "60000000000", priority: "4000000000"}'
}
WHO=(alice bob carol dave erin frank alice bob carol)

cycle() { echo '{"type":"cycle","ts_ms":'"$ts"',"id":'"$ts"'}'; }
mine() { evm mine "[${1:-1}]" >/dev/null; }
# tx N [MEMBER...]: a payment at the Nth nonce from here, with other members of its job.
tx() {
	jq -nc --arg key "$key" --arg who "$who" --arg to "$bob" --argjson n $((nonce + $1)) --arg id "$who-$1" '{$key, wallet: $who, nonce: $n, $to,
		value: "5", max_fee: "40000000000", priority: "2000000000",
		actions: [{action: "transfer", intent_id: $id, asset: "ETH", $to, amount: "0.000000000000000005"}]}'"${2:+ + $2}"
}
act() { echo '{actions: [{action: "'"$1"'", intent_id: "'"$who-$2"'"}]}'; }
frame() { printf '{"ts_ms":%s,"chain_id":31337,"txs":[%s]}' "$ts" "$(IFS=, && echo "$*")" | "$MM_TOP/tests/evm_tx.py" frame; }
submit() { { cat "$1" && cycle; } | mm-submit --live --wait-ms 0; }
send() { ts=$((ts + 1000)) && frame "$@" >sent && submit sent; }
pending() { ts=$((ts + 1000)) && cycle | mm-submit pending; }
receipts() { of_type receipt "$1" | jq -r '[.status, .error // empty] | join(" ")' | paste -sd, -; }
next() { of_type nonce "$1" | jq -r "[(.next | tonumber) - $nonce, .in_flight] | map(tostring) | join(\" \")"; }
ledger() { evm ledger "[\"$who\"]" | jq -c "[.[] | select(.nonce >= $nonce) | [.nonce - $nonce, .ok]]"; }

@test "a run of nonces, sent again, landed, final" {
	run -6 --separate-stderr send "$(tx 0)" "$(tx 1)" "$(tx 3)"
	[ "$(receipts "$output")" = sent,sent ]
	jqeq '.reason == "nonce_gap"' "$(of_type refusal "$output")"
	send >/dev/null || true # already imported, says the node
	[ "$(next "$(pending)")" = '2 2' ]
	mine
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = confirmed,confirmed ]
	mine
	run -0 --separate-stderr pending
	valid "$output"
	[ "$(receipts "$output")" = finalized,finalized ] && [ -z "$(mm-submit list)" ]
	[ "$(ledger)" = '[[0,true],[1,true]]' ]
}

@test "what a real node does not want: too poor, too old, too cheap a replacement" {
	run -0 --separate-stderr send "$(tx 0 '{value: "900000000000000000000000000"}')"
	[ "$(receipts "$output")" = 'failed insufficient_funds' ]
	send "$(tx 0)" >/dev/null || true
	run -0 --separate-stderr send "$(tx 0 '{value: "6"} + '"$(act bump poor)")"
	[ "$(receipts "$output")" = 'failed replacement_underpriced' ]
	run -6 --separate-stderr send "$(tx 0 "$high + $(act bump good)")"
	mine 2
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = 'replaced served,finalized' ]
	[ "$(ledger)" = '[[0,true]]' ]
}

@test "a revert, told in the contract's words" {
	usdc=$(evm_of .tokens.USDC.address)
	# transfer(trader, 2^128) of somebody who has less
	data=0xa9059cbb000000000000000000000000${bob#0x}00000000000000000000000000000001$(printf 0%.0s {1..32})
	send "$(tx 0 '{to: "'"$usdc"'", value: "0", data: "'"$data"'"}')" || true
	mine
	run -0 --separate-stderr pending
	[ -z "$(receipts "$output")" ]
	mine
	run -0 --separate-stderr pending
	valid "$output"
	jqeq '.status == "failed" and .error == "reverted" and (.text | length) > 3 and (.gas_used | tonumber) > 21000' "$(of_type receipt "$output")"
}

@test "a dropped transaction is sent again, and lands once" {
	send "$(tx 0)" || true
	pending >/dev/null
	evm_rpc anvil_dropAllTransactions >/dev/null
	mine
	[ "$(next "$(pending)")" = '1 1' ]
	run -0 send
	mine 2
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = finalized ] && [ "$(ledger)" = '[[0,true]]' ]
}

@test "a reorganisation takes a landing away: told, sent again, landed again" {
	send "$(tx 0)" || true
	mine
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = confirmed ]
	evm_rpc anvil_rollback '[1]' >/dev/null
	evm_rpc anvil_dropAllTransactions >/dev/null
	evm trade '[{"amount":"1000000000000000"}]' >/dev/null # so that the block is another one
	mine
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = reorged ] && [ "$(next "$output")" = '1 1' ]
	run -0 send
	mine 2
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = finalized ]
	jqeq '.turn == 1' "$(of_type receipt "$output")"
	[ "$(ledger)" = '[[0,true]]' ]
}

@test "a reorganisation moves one to another block" {
	send "$(tx 0)" || true
	mine
	one=$(pending)
	raw=$(jq -r 'select(.raw) | .raw' sent)
	# by somebody else: within a second it would be the same block
	evm_rpc anvil_setCoinbase '["0x00000000000000000000000000000000000000b0"]' >/dev/null
	evm_rpc anvil_reorg '[1,[["'"$raw"'",0]]]' >/dev/null
	two=$(pending)
	[ "$(receipts "$two")" = reorged,confirmed ]
	[ "$(of_type receipt "$one" | jq -r .block_hash)" = "$(of_type receipt "$two" | jq -r 'select(.status == "reorged").block_hash')" ]
	mine
	[ "$(receipts "$(pending)")" = finalized ]
}

@test "a reorganisation lands its replacement instead" {
	send "$(tx 0)" || true
	mine
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = confirmed ]
	other=$(frame "$(tx 0 "$high")" | jq -r 'select(.raw) | .raw')
	evm_rpc anvil_reorg '[1,[["'"$other"'",0]]]' >/dev/null
	run -0 --separate-stderr pending # not ours, as far as the journal knows
	[ "$(receipts "$output")" = reorged ]
	mine
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = 'expired nonce_used' ]
}

@test "the base fee doubles while one waits: repair, built, signed, landed" {
	evm_home "$who"
	echo BUMP_AFTER_BLOCKS=1 >>"$MM_HOME/mm.conf"
	send "$(tx 0)" || true
	evm_rpc anvil_setNextBlockBaseFeePerGas '["0x12a05f2000"]' >/dev/null # 80 gwei
	mine
	[ "$(next "$(pending)")" = '1 1' ]
	ts=$((ts + 1000))
	cycle | mm-submit repair -o MAX_FEE_GWEI=300 | tx-build -o MAX_FEE_GWEI=300 >built
	jqeq '.nonce == "'"$nonce"'" and .class == "risk"' "$(of_type tx "$(<built)")"
	run -6 --separate-stderr mm-submit --live --wait-ms 0 < <("$MM_TOP/tests/evm_tx.py" sign "$key" <built)
	mine 2
	run -0 --separate-stderr pending
	[ "$(receipts "$output")" = 'replaced served,finalized' ]
	[ "$(ledger)" = '[[0,true]]' ]
}

@test "mm-panic: with the real builder, policy and keys nothing is left under way" {
	evm_home "$who"
	mm-sign init >/dev/null
	evm_rpc anvil_setNextBlockBaseFeePerGas '["0x3b9aca00"]' >/dev/null # 1 gwei, whatever was before
	mine
	send "$(tx 0 '{max_fee: "1500000000", priority: "1"}')" "$(tx 1)" || true
	(for _ in {1..40}; do sleep 0.5 && evm mine >/dev/null; done) 3>&- &
	miner=$!
	evm_rpc anvil_setNextBlockBaseFeePerGas '["0x77359400"]' >/dev/null # 2 gwei
	run -0 --separate-stderr mm-panic --timeout 60
	kill "$miner"
	[ -z "$(mm-submit list)" ]
	jqall 'length == 2 and all(.[]; .ok and .to == "'"${from,,}"'")' "$(evm ledger "[\"$who\"]" | jq -c ".[] | select(.nonce >= $nonce)")"
	run -5 kill-switch status
}
