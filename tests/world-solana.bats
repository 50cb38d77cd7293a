# The Solana world itself: its stand-in is held against the real programs, and what it
# does wrong on purpose is wrong in that way.
load lib
load world

setup_file() { world_start --slot-ms 0; }
teardown_file() { world_stop; }

setup() {
	cd "$BATS_TEST_TMPDIR" && world setFaults '[{}]' >/dev/null
}

taker() { world take '[{"name":"'"$1"'","side":"'"$2"'","price":"'"$3"'","size":"'"$4"'","type":"'"${5:-ioc}"'"}]'; }

@test "the stand-in and the real programs: the same accounts, the same errors" {
	world_real
	run -0 timeout 300 node "$MM_TOP/tests/world/solana/differential.mjs" "$(world_modules)" $((4 * ${MM_SOAK:-1})) "$((${MM_SOAK:-1} * 7 + 1))"
	[[ $output == *" 0 different"* ]]
}

@test "the rules of the world, on the stand-in" {
	run -0 node "$MM_TOP/tests/world/solana/check.mjs"
}

@test "the rules of the world, on the real programs" {
	world_real
	run -0 node "$MM_TOP/tests/world/solana/check.mjs" "$(world_modules)"
}

@test "a stranger's client finds its way: @solana/web3.js" {
	modules=$(world_modules)
	[ -n "$modules" ] || skip 'npm: @solana/web3.js'
	run -0 node "$MM_TOP/tests/world/solana/peer.mjs" "$modules" "$WORLD"
}

@test "a world ends with whoever started it" {
	run -0 timeout 10 node "$MM_TOP/tests/world/solana/main.mjs" --with-parent </dev/null
	jqeq '.engine == "standin"' "$output"
}

@test "an order rests, one that crosses it is a match in the ledger, with both sides" {
	jqeq '.err == null' "$(taker alice sell 11000 5 limit)"
	jqeq '.err == null' "$(taker bob buy 11000 3)"
	m=$(world ledger | jq -c '[.[].matches[]]')
	jqeq '.[0].taker_owner != .[0].maker_owner and .[0].received != null' "$m"
	jqeq '.asks[0].size == "2"' "$(world book)"
	[ "$(world crank)" -gt 0 ]
	jqeq '.events == []' "$(world book)"
}

@test "a snapshot is the whole world, and comes back" {
	a=$(world book)
	s=$(world snapshot)
	taker carol sell 12000 1 limit >/dev/null
	[ "$(world book)" != "$a" ]
	world restore "[$s]" >/dev/null
	[ "$(world book)" = "$a" ]
}

@test "time stands still, and a blockhash is good for 150 slots" {
	h=$(rpc getLatestBlockhash '[{"commitment":"confirmed"}]' | jq -r .result.value.blockhash)
	world advanceSlots '[150]' >/dev/null
	jqeq '.result.value' "$(rpc isBlockhashValid "[\"$h\"]")"
	world advanceSlots '[1]' >/dev/null
	jqeq '.result.value | not' "$(rpc isBlockhashValid "[\"$h\"]")"
}

@test "a node that is behind says so" {
	slot=$(world slot)
	world setFaults '[{"next":{"behind":1},"amount":{"behind":5}}]' >/dev/null
	jqeq '.error.code == -32016' "$(rpc getMultipleAccounts "[[],{\"minContextSlot\":$slot}]")"
	jqeq '.result.context.slot == '"$slot" "$(rpc getMultipleAccounts "[[],{\"minContextSlot\":$slot}]")"
}

@test "each fault of the network comes once, as asked" {
	world setFaults '[{"next":{"rate429":1},"amount":{"retryAfter":3}}]' >/dev/null
	run -0 curl -s -i "$WORLD" -d '{"jsonrpc":"2.0","id":1,"method":"getSlot"}'
	[[ ${output,,} == *" 429 "*"retry-after: 3"* ]]
	for fault in http500 garbage close half lose; do
		world setFaults '[{"next":{"'$fault'":1}}]' >/dev/null
		run curl -s -f -m 5 "$WORLD" -d '{"jsonrpc":"2.0","id":1,"method":"getSlot"}'
		[ "$status" -ne 0 ] || ! jq -e .result <<<"$output" >/dev/null 2>&1 || { echo "$fault" >&2; return 1; }
		jqeq '.result > 0' "$(rpc getSlot)"
	done
	# Lost is the reply, not what was asked for.
	key=$(world key '["loser"]' | jq -r .key)
	world setFaults '[{"next":{"lose":1}}]' >/dev/null
	run ! curl -s -f -m 5 "$WORLD" -d '{"jsonrpc":"2.0","id":1,"method":"requestAirdrop","params":["'"$key"'",5]}'
	jqeq '.result.value == 5' "$(rpc getBalance "[\"$key\"]")"
}

@test "a tip that is missing, too many members: no bundle" {
	jqeq '.error.message | test("at least one transaction")' "$(rpc sendBundle '[[],{"encoding":"base64"}]' /api/v1/bundles)"
	jqeq '.result | length == 8' "$(rpc getTipAccounts '[]' /api/v1/bundles)"
	jqeq '.[0].landed_tips_50th_percentile > 0' "$(curl -s "$WORLD/api/v1/bundles/tip_floor")"
}

@test "get-openbook reads a program of either loader, and nothing else" {
	so=$BATS_TEST_TMPDIR/program.so
	{ printf '\x7fELF' && head -c 5000 /dev/urandom; } >"$so"
	key=$(world key '["aprogram"]' | jq -r .key) data=$(world key '["itsdata"]' | jq -r .key)
	set_account() { # KEY FILE
		world setAccount "$(jq -cn --arg k "$1" --arg d "$(base64 -w0 "$2")" '[$k, {lamports: "1000000000", data: $d, owner: "11111111111111111111111111111111"}]')" >/dev/null
	}
	set_account "$key" "$so"
	OPENBOOK_PROGRAM=$key run -0 get-openbook "$WORLD" out.so
	cmp out.so "$so"
	{ head -c 45 /dev/zero && cat "$so"; } >with-head && set_account "$data" with-head
	{ printf '\2\0\0\0' && node -e 'import(process.argv[1]).then((w) => process.stdout.write(w.key32(process.argv[2])))' "$MM_TOP/tests/world/solana/wire.mjs" "$data"; } >pointer
	set_account "$key" pointer
	OPENBOOK_PROGRAM=$key run -0 get-openbook "$WORLD" again.so
	cmp again.so "$so"
	[[ $output == "again.so: 5004 bytes, sha256 $(sha256sum <"$so" | cut -c1-64)" ]]
	echo 'no program' >text && set_account "$key" text
	OPENBOOK_PROGRAM=$key run -1 get-openbook "$WORLD" bad.so
	[ ! -e bad.so ]
	OPENBOOK_PROGRAM=$data run -1 get-openbook http://127.0.0.1:1 bad.so
}
