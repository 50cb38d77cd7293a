# evm-call and the nodes: every answer whole, of one block, or none.  A stand-in for a
# node does what goes wrong; real contracts are in evm-call-world.bats.
load lib
load world-said

A=0x00000000000000000000000000000000000000
H64=0x$(printf '64%.0s' {1..32})

setup_file() {
	export NODE=$BATS_FILE_TMPDIR/node
	server_start "$NODE" "$MM_TOP/tests/evm_node.py"
}
teardown_file() { server_stop "$NODE"; }

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	rm -f "$NODE/how" "$NODE/log"
	printf '%s\n' "EVM_RPC=http://127.0.0.1:$(<"$NODE/port")" HTTP_TIMEOUT=500ms >"$MM_HOME/mm.conf"
}

how() { echo "$1" >"$NODE/how"; }
cycle() { echo "{\"type\":\"cycle\",\"ts_ms\":${1:-5000},\"id\":${1:-5000}}"; }
chain() { echo "{\"type\":\"chain\",\"ts_ms\":1,\"chain\":\"evm\",\"chain_id\":${2:-1},\"block\":$1,\"block_hash\":\"0x$(printf "$(printf %02x "$1")%.0s" {1..32})\"}"; }
lane() { echo "{\"type\":\"lane\",\"ts_ms\":1,\"lane\":\"evm:${2:-1}:hot\",\"chain\":\"evm\",\"landed_slot\":$1}"; }
call() { printf '{"type":"call","ts_ms":1,"chain_id":1,"contract":"'$A'%s","signature":"f()(uint256 x)"}\n' "$@"; }
asked() { jq -r "select(.method == \"$1\") | .method" "$NODE/log" | wc -l; }

# refused REASON: no answer came, and that is why.
refused() {
	[ "$(of_type result "$output")" = "" ]
	[ "$(of_type refusal "$output" | jq -r .reason)" = "$1" ] || {
		of_type refusal "$output" >&2
		return 1
	}
}

@test "bad lines, -k, a full disk, an unfinished frame" {
	while IFS='|' read -r line said; do
		run --separate-stderr -5 evm-call < <(lane 1 && echo "$line" && cycle)
		jqeq '.reason == "bad_record"' "$(of_type refusal "$output")"
		[[ $stderr == *"$said"* ]] || { echo "$stderr" >&2 && false; }
	done <<-'EOT'
		{"type":"call","ts_ms":1}|'chain_id'
		{"type":"call","ts_ms":1,"chain_id":2,"contract":"0x0000000000000000000000000000000000000011","signature":"f()"}|2 is not CHAIN_ID
		{"type":"call","ts_ms":1,"chain_id":1,"contract":"0x11","signature":"f()"}|'0x11' is no address
		{"type":"call","ts_ms":1,"chain_id":1,"contract":"0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266","signature":"f()"}|its checksum is wrong
		{"type":"call","ts_ms":1,"chain_id":1,"contract":"0x0000000000000000000000000000000000000011","signature":"f(uint257)"}|signature:
		{"type":"call","ts_ms":1,"chain_id":1,"contract":"0x0000000000000000000000000000000000000011","signature":"event E(address indexed a)"}|is no function
		{"type":"call","ts_ms":1,"chain_id":1,"contract":"0x0000000000000000000000000000000000000011","signature":"f(uint8)","args":["256"]}|argument
		{"type":"call","ts_ms":1,"chain_id":1,"contract":"0x0000000000000000000000000000000000000011","signature":"f(uint8)"}|argument
	EOT
	[ ! -e "$NODE/log" ]
	run --separate-stderr -1 evm-call <<<'{"type":"call"}'
	run --separate-stderr -3 evm-call -k <<<'{"type":"call"}'$'\n'"$(call 11)"
	jqeq '.values == {x: "17"}' "$(of_type result "$output")"
	run -1 bash -c "evm-call >/dev/full <<<'$(call 11)'"
	run --separate-stderr -1 evm-call <<<"$(cycle)"$'\n'"$(call 11)"
	[ "$(of_type result "$output")" = "" ]
}

@test "wrong usage: no function, no block, no such Multicall" {
	run -2 evm-call --to ${A}11
	run -2 evm-call --to ${A}11 --block 0x12 'f()'
	run -2 evm-call --block -1 /dev/null
	run -2 evm-call --to 0x11 'f()'
	run -2 evm-call --to ${A}11 'f(uint8)' 1 2
	run -2 evm-call -o MULTICALL=0x11 --to ${A}11 'f()'
	run -2 evm-call -o EVM_RPC= --to ${A}11 'f()'
	run -2 evm-call -o EVM_RPC=http://example.org --to ${A}11 'f()'
	[ ! -e "$NODE/log" ]
}

@test "a node of another chain is never asked" {
	how '{"chain": 5}'
	run --separate-stderr -5 evm-call --to ${A}11 'f()(uint256)'
	[[ $stderr == *"is on chain 5, CHAIN_ID is 1"* ]]
	[ "$output" = "" ]
	run jq -r .method "$NODE/log"
	[ "$output" = eth_chainId ]
	how '{"only": "eth_chainId", "body": "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x\"}"}'
	run --separate-stderr -5 evm-call --to ${A}11 'f()(uint256)'
	[[ $stderr == *"does not say its chain"* ]]
	# One that does not say so at first is asked before anything else.
	how '{"only": "eth_chainId", "status": 500}'
	run --separate-stderr -4 evm-call --to ${A}11 'f()(uint256)'
	run jq -r .method "$NODE/log"
	[[ $output != *eth_call* && $output != *eth_getBlock* ]]
}

@test "whatever a node does wrong: no answer, and 4, for nothing was done" {
	for fault in '"stall": 1' '"half": 1' '"status": 503' '"status": 429' '"body": "x"' '"body": "[]"' \
		'"body": "{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":\"0x\"}"' '"error": [-32603, "internal error"]' \
		'"error": [-32005, "daily request count exceeded, request rate limited"]' \
		'"body": "{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":null}"' \
		'"body": "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"0xabc\"}"'; do
		for method in eth_getBlockByNumber eth_call; do
			rm -rf "$MM_HOME/breaker"
			how "{\"only\": \"$method\", $fault}"
			run --separate-stderr evm-call --to ${A}11 'f()(uint256)'
			# A call's own answer that is no data is the answer to that call.
			[ "$status" -eq 4 ] || [[ $method == eth_call && $status -eq 0 && $(jq -r .error <<<"$output") == *data* ]]
			run --separate-stderr evm-call <<<"$(call 11 12)"$'\n'"$(cycle)"
			[ "$status" -eq 5 ]
			refused no_chain
			[ "$(of_type call "$output" | wc -l)" -eq 2 ]
		done
	done
}

@test "what is said of it: the node's words, or the status of HTTP" {
	how '{"only": "eth_call", "error": [-32603, "the disk is full"]}'
	run --separate-stderr -4 evm-call --to ${A}11 'f()(uint256)'
	[[ $stderr == *'no_chain: views of contracts: the disk is full'* ]]
	how '{"only": "eth_getBlockByNumber", "status": 401, "body": "no"}'
	run --separate-stderr -4 evm-call --to ${A}11 'f()(uint256)'
	[[ $stderr == *'no_chain: the block: HTTP status 401'* ]]
}

@test "the second node answers where the first does not" {
	sed -i 's|^EVM_RPC=.*|EVM_RPC=http://127.0.0.1:1,&|; s|,EVM_RPC=|,|' "$MM_HOME/mm.conf"
	run --separate-stderr -0 evm-call --to ${A}11 'f()(uint256)'
	jqeq '.values == {arg0: "17"}' "$output"
	valid "$output"
}

@test "a function by hand: its values, a revert, nobody there, another answer" {
	run --separate-stderr -0 evm-call -t ${A}11 'function f(uint8 a, address b) view returns (uint256 x)' 7 ${A}22
	jqeq '.values == {x: "17"} and .args == ["7", "'${A}22'"] and .block == 100 and .block_hash == "'"$H64"'"' "$output"
	jqeq '(has("error") | not) and .chain_id == 1 and (.ts_ms > 1000)' "$output"
	valid "$output"
	run --separate-stderr -0 evm-call -t ${A}fe 'f()(uint256 x)'
	jqeq '.error == "reverted: no" and (has("values") | not)' "$output"
	valid "$output"
	run --separate-stderr -0 evm-call -t ${A}fd 'f()(uint256 x)'
	jqeq '.error == "reverted: no reason"' "$output"
	run --separate-stderr -0 evm-call -t ${A}fc 'f()(uint256 x)'
	jqeq '.error == "no answer: there is no contract"' "$output"
	run --separate-stderr -0 evm-call -t ${A}fb 'f()(uint256 x)'
	jqeq '.error == "out of gas"' "$output"
	run --separate-stderr -0 evm-call -t ${A}ff 'f()(uint8)'
	jqeq '.values == {arg0: "255"}' "$output"
	run --separate-stderr -0 evm-call -t ${A}ff 'f()(bool)'
	jqeq '.error | startswith("another answer: ")' "$output"
	run --separate-stderr -0 evm-call -t ${A}ff 'f()(uint256 a, uint256 b)'
	jqeq '.error | startswith("another answer: ")' "$output"
}

@test "a block by number, hash or name" {
	run --separate-stderr -0 evm-call --block 37 -t ${A}11 'f()(uint256 x)'
	jqeq '.block == 37 and .block_hash == "0x'"$(printf '25%.0s' {1..32})"'"' "$output"
	run --separate-stderr -0 evm-call --block "$H64" -t ${A}11 'f()(uint256 x)'
	jqeq '.block == 100' "$output"
	run --separate-stderr -0 evm-call --block finalized -t ${A}11 'f()(uint256 x)'
	run --separate-stderr -4 evm-call --block 101 -t ${A}11 'f()(uint256 x)'
	[[ $stderr == *'block_gone: no node has that block'* ]]
	run --separate-stderr -4 evm-call --block 0x"$(printf '65%.0s' {1..32})" -t ${A}11 'f()(uint256 x)'
	[[ $stderr == *block_gone* ]]
}

@test "many questions: one request, each with its own answer" {
	call 11 fe fd fc fb 12 >calls
	run --separate-stderr -0 evm-call calls
	same "$(<calls)" "$(of_type call "$output")"
	valid "$output"
	jqall 'map(.values.x // .error | sub("reverted.*"; "reverted")) ==
		["17", "reverted", "reverted", "no answer: there is no contract", "out of gas", "18"]' "$(of_type result "$output")"
	# Behind the contract that took all gas, what failed was asked alone.
	[ "$(asked eth_call)" -eq 4 ]
	# The same from a file without a cycle, and in a frame.
	run --separate-stderr -0 evm-call --now-ms 7000 calls
	jqall 'length == 6 and all(.[]; .ts_ms == 7000)' "$(of_type result "$output")"
}

@test "a node that takes few at a time is asked for fewer; none is lost" {
	for ((i = 1; i <= 700; i++)); do
		printf '{"type":"call","ts_ms":1,"chain_id":1,"contract":"0x%040x","signature":"f(uint256)(uint256 x)","args":["%d"]}\n' $((i * 256)) "$i"
	done >calls
	how '{"most": 90}'
	run --separate-stderr -0 evm-call calls
	jqall 'length == 700 and ([.[].values.x | tonumber] == [range(1; 701) | . * 256])' "$(of_type result "$output")"
	how '{"bare": 1}'
	head -40 calls >few
	run --separate-stderr -0 evm-call few
	jqall 'length == 40 and ([.[].values.x | tonumber] == [range(1; 41) | . * 256])' "$(of_type result "$output")"
}

@test "answers as of several blocks, or from what is no Multicall3, are none" {
	for ((i = 1; i <= 700; i++)); do
		printf '{"type":"call","ts_ms":1,"chain_id":1,"contract":"0x%040x","signature":"f()(uint256 x)"}\n' $((i * 256))
	done >calls
	how '{"torn": 1}'
	run --separate-stderr -5 evm-call - < <(cat calls && cycle)
	refused block_gone
	for lie in 00 "$(printf '0%.0s' {1..63})1" "$(printf 'f%.0s' {1..256})"; do
		how "{\"lies\": \"$lie\"}"
		run --separate-stderr -5 evm-call - < <(call 11 12 && cycle)
		refused no_chain
	done
}

@test "in a frame: at the block of its first chain record, never before our landing" {
	run --separate-stderr -0 evm-call < <(chain 5 2 && chain 37 && chain 40 && lane 37 && lane 99 2 && call 11 && cycle)
	jqeq '.block == 37 and .ts_ms == 5000' "$(of_type result "$output")"
	valid "$output"
	run jq -r 'select(.method == "eth_call") | .params[1].blockHash' "$NODE/log"
	[ "$output" = "0x$(printf '25%.0s' {1..32})" ]
	run --separate-stderr -5 evm-call < <(chain 37 && lane 38 && call 11 && cycle)
	refused block_behind
	run --separate-stderr -5 evm-call < <(lane 101 && call 11 && cycle)
	refused block_behind
	how '{"head": 30}'
	run --separate-stderr -5 evm-call < <(chain 37 && call 11 12 && cycle)
	refused block_gone
	# The next frame is a frame of its own.
	how '{}'
	run --separate-stderr -5 evm-call < <(chain 37 && lane 38 && call 11 && cycle && chain 36 && call 12 && cycle 6000)
	jqall 'length == 1 and .[0].block == 36 and .[0].values.x == "18" and .[0].ts_ms == 6000' "$(of_type result "$output")"
}

@test "a frame without a question asks nobody" {
	run --separate-stderr -0 evm-call -o EVM_RPC=http://127.0.0.1:1 < <(chain 37 && cycle)
	same "$(chain 37 && cycle)" "$output"
	[ ! -e "$NODE/log" ]
}
