# event-watch: watch files, logs decoded without a node, and nodes that fail.
# tests/event-watch-world.bats does it on a real chain that reorganises.
load lib

DATA=${MM_DATA:-} # a folder with recorded days
swaps='any event Swap(address indexed sender, address indexed recipient, int256 amount0, int256 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick)'

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	echo "$swaps" >swaps
	head -n 1 "$MM_TOP/tests/vectors/logs/univ3.jsonl" >log
}

decode() { event-watch --decode -w swaps "$@"; }

@test "a line that is no log stops it, with its place" {
	{ cat log; echo '{"address":"0x12"}'; cat log; } >logs
	run --separate-stderr -1 decode logs
	[ "${#lines[@]}" -eq 1 ]
	[ "$stderr" = "event-watch: logs:2: a log in a shape that is not known" ]
	run --separate-stderr -1 decode <<<'no json'
	[[ $stderr == "event-watch: <stdin>:1: "* ]]
}

@test "-k skips bad lines and exits 3" {
	run --separate-stderr -3 decode -k - < <(cat log; echo '[]'; echo '{}'; cat log)
	[ "${#lines[@]}" -eq 2 ]
	[ "${#stderr_lines[@]}" -eq 2 ]
}

@test "a line that was cut off is no log" {
	run --separate-stderr -1 decode < <(printf %s "$(<log)")
	[ -z "$output" ]
}

@test "a full disk is an error" {
	run -1 bash -c 'event-watch --decode -w swaps log >/dev/full'
}

@test "usage" {
	run -2 event-watch --decode log
	run -2 event-watch -w nowhere --decode log
	run -2 event-watch -w swaps
	run -2 event-watch -w swaps -k
	run -2 event-watch -w swaps --decode --to 5
	run -2 event-watch -w swaps --from 6 --to 5
	run -2 event-watch -w swaps --ack nothing
	run -2 event-watch -w swaps --drive --to 5
	run -2 event-watch -w swaps --drive --ack swaps -o EVM_RPC=http://127.0.0.1:1
	run -2 event-watch -w swaps -a nobody --decode log
}

@test "a bad watch file: its place, and what is wrong" {
	local text
	# line of the file | what is said
	while IFS='|' read -r text want; do
		printf '# a comment\n\n%s\n' "$text" >bad
		run --separate-stderr -2 event-watch --decode -w bad log
		[[ $stderr == "event-watch: bad:3: "*"$want"* ]] || {
			printf '%s\n%s\n' "$text" "$stderr" >&2
			return 1
		}
	done <<-'EOF'
		any Swap(address)|no event NAME(...)
		any event|no event NAME(...)
		any event Swap(address|no event NAME(...)
		any event Swap(adress a)|
		any event E(uint256 a, uint256 a)|two arguments are called 'a'
		any event E() anonymous|
		nobody event E()|no contract is named 'nobody'
		0x12 event E()|'0x12' is no address
		0x5FbDB2315678afecb367f032d93F642f64180aA3 event E()|no address, or its checksum is wrong
		any = 0x5FbDB2315678afecb367f032d93F642f64180aa3|'any' cannot be a name
		any event E(uint256 a) where a=1|'a' is no indexed argument
		any event E(uint256 indexed a) where b=1|'b' is no indexed argument
		any event E(uint8 indexed a) where a=256|
		any event E(uint8 indexed a) where a=1 a=2|two filters on 'a'
		any event E(uint8 indexed a) where a|'a' is no NAME=VALUE
	EOF
	printf '# nothing\n' >bad
	run --separate-stderr -2 event-watch --decode -w bad log
	[ "$stderr" = "event-watch: bad: no event in it" ]
}

@test "pools and vaults of the configuration, by the names of their groups" {
	local pool
	pool=$(jq -r 'select(.topics[0] | startswith("0xc42079f9")) | .address' "$MM_TOP/tests/vectors/logs/univ3.jsonl" | sort | uniq -c | sort -rn | awk 'NR == 1 { print $2 }')
	pool=$(decode "$MM_TOP/tests/vectors/logs/univ3.jsonl" | jq -r --arg a "$pool" 'select((.contract | ascii_downcase) == ($a | ascii_downcase)).contract' | head -n 1)
	lp() { event-watch --decode -w "$MM_TOP/share/watch/lp.watch" "$@"; }
	run -0 decode "$MM_TOP/tests/vectors/logs/univ3.jsonl"
	want=$(grep -F "$pool" <<<"$output")
	run -0 lp -o "POOLS=v3:$pool" "$MM_TOP/tests/vectors/logs/univ3.jsonl"
	same "$want" "$output"
	# none: nothing to watch for
	run -2 --separate-stderr lp log
	[[ $stderr == *"lp.watch: no event in it" ]]
	# the pool's id is the keccak of its key
	manager=0x000000000004444c5dc75cB358380D2e3dE08A90
	id=0x21c67e77068de97969ba93d4aab21826d33ca12bb9f565d8496e8fda8a82ca27
	log4() { printf '{"address":"%s","topics":["0x40e9cecb9f5f1f1c5b9c97dec2917b7ee92e57ba5563708daca94dd84ad7112f","%s","0x%064d"],"data":"0x%0384d","blockNumber":"0x1","blockTimestamp":"0x65000000","transactionHash":"0x%064d","transactionIndex":"0x0","blockHash":"0x%064d","logIndex":"0x0","removed":false}\n' "$manager" "$1" 7 1 2 3; }
	assets=USDC:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48:6
	run -0 lp -o "V4_POOL_MANAGER=$manager" -o "ASSETS=$assets" -o POOLS=v4:USDC/ETH/500/10 < <(log4 $id; log4 "${id/21c/31c}")
	jqall 'length == 1 and .[0].args.id == "'$id'"' "$output"
	# what cannot be
	while read -r pools why; do
		run -2 --separate-stderr lp -o "V4_POOL_MANAGER=$manager" -o "ASSETS=$assets" -o "POOLS=$pools" log
		same "event-watch: POOLS: '${pools##*,}': $why" "$stderr"
	done <<-END
		v5:$pool not v2:, v3: or v4:
		v3:$pool,v3:$pool stands twice
		v3:0x12 no address, or its checksum is wrong
		v4:USDC/ETH/500 not asset/asset/fee/spacing or asset/asset/fee/spacing/hook
		v4:USDC/DAI/500/10 an asset that ASSETS does not have
		v4:USDC/ETH/500/0 a spacing of 0
		v4:USDC/ETH/half/10 a fee or a spacing that is none
		v4:USDC/ETH/500/10/x a hook that is no address
	END
	run -2 --separate-stderr lp -o "VAULTS=v:0x12:USDC" log
	same "event-watch: VAULTS: 'v:0x12:USDC': no address, or its checksum is wrong" "$stderr"
	# a mistake of a group's line is where it stands in the file
	printf '\n\nv3_pools event Swap(\n' >bad
	run -2 --separate-stderr event-watch --decode -w bad -o "POOLS=v3:$pool" log
	[[ $stderr == "event-watch: bad:3: "* ]]
}

@test "a swap of a real pool" {
	run --separate-stderr -0 decode log
	valid "$output"
	jqeq '.name == "Swap" and .chain_id == 1 and .block == 18937382 and .turn == 0 and .log_index == 169
		and .contract == "0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640"
		and .cause == "1:\(.block_hash):\(.tx_hash):169:0"
		and .args == {sender: "0x3fC91A3afd70395Cd496C647d5a6CC9D4B2b7FAD", recipient: "0x3fC91A3afd70395Cd496C647d5a6CC9D4B2b7FAD",
			amount0: "-22686110", amount1: "10000000000000000", sqrtPriceX96: "1662995104975155420368771254341874",
			liquidity: "12453647101533358277", tick: "199045"}' "$output"
}

@test "one that a node marked as removed takes the event back" {
	jq -c '.removed = true' log >gone
	run -0 decode gone
	valid "$output"
	jqeq '.type == "removed" and .name == "Swap" and .turn == 0 and .log_index == 169' "$output"
}

@test "only what is watched for: contract, filter, topic" {
	local pool=0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640 other=0x5FbDB2315678afecb367f032d93F642f64180aa3
	[ "$(decode -a $pool log | wc -l)" -eq 1 ]
	[ "$(decode -a $other log | wc -l)" -eq 0 ]
	[ "$(decode -a $other -a $pool log | wc -l)" -eq 1 ]
	{ echo "pool = $pool"; echo "${swaps/any/pool} where sender=$other|0x3fC91A3afd70395Cd496C647d5a6CC9D4B2b7FAD # us"; } >swaps
	[ "$(decode log | wc -l)" -eq 1 ]
	echo "${swaps/any/$pool} where recipient=$other" >swaps
	[ "$(decode log | wc -l)" -eq 0 ]
	echo 'any event Swap(address sender)' >swaps
	[ "$(decode log | wc -l)" -eq 0 ]
}

@test "data that are not what the signature says are left out, and that is said" {
	jq -c '.data = "0x12"' log >hostile
	run --separate-stderr -0 decode hostile log
	[ "${#lines[@]}" -eq 1 ]
	[ "$stderr" = "event-watch: warning: 1 logs are not what their signature says" ]
}

@test "a time that the node does not say is asked for" {
	jq -c 'del(.blockTimestamp)' log >timeless
	run --separate-stderr -1 decode timeless
	[[ $stderr == *"no blockTimestamp"* ]]
	jqeq '.ts_ms == 7' "$(decode --now-ms 7 timeless)"
}

@test "fifty logs of a day on mainnet, as another decoder has them" {
	decode -w "$MM_TOP/share/watch/uniswap-v3.watch" "$MM_TOP/tests/vectors/logs/univ3.jsonl" >events
	valid <events
	same "$(<"$MM_TOP/tests/vectors/logs/univ3.csv")" "$(twin events)"
}

@test "events of Uniswap and Aave, as ethers has them" {
	local logs=$MM_TOP/tests/vectors/logs all=() f
	for f in "$MM_TOP"/share/watch/*.watch; do all+=(-w "$f"); done
	event-watch --decode "${all[@]}" "$logs/world.jsonl" >events
	valid <events
	same "$(<"$logs/world.txt")" "$(jq -r '[.block, .log_index, .name, .contract, (.args | to_entries[] | "\(.key)=\(.value)")] | join(" ")' events)"
}

@test "the whole day, where it is given (MM_DATA)" {
	[ -n "$DATA" ] || skip 'the recorded day is not there (MM_DATA)'
	local day=$DATA/uniswap_v3/univ3_USDC_WETH_005_2024-01-05
	"$MM_TOP/tests/bench/logs.py" "$day.raw.csv.gz" >logs
	decode -w "$MM_TOP/share/watch/uniswap-v3.watch" logs >events
	[ "$(jq -r 'select(.name == "Swap") | .name' events | wc -l)" -eq 6046 ]
	same "$("$MM_TOP/tests/bench/logs.py" --twin "$day.pool.tick.csv.gz")" "$(twin events)"
}

# What the decoded twin says too, a line for each event.
twin() {
	jq -r '[.block, .log_index, (.name | ascii_upcase), .args.amount0, .args.amount1, .args.sqrtPriceX96 // "", .args.tick // "",
		.args.tickLower // "", .args.tickUpper // ""] | join(",")' "$1"
}

@test "the store: an event is stored once, other content under its name is refused, removed too" {
	decode log >event
	jq -c '.removed = true' log | event-watch --decode -w swaps >gone
	cat event gone | store-log put
	cat event gone | store-log put
	[ "$(store-log get event removed | wc -l)" -eq 2 ]
	run ! store-log put < <(jq -c '.args.tick = "1"' event)
	run ! store-log put < <(jq -c '.reason = "other"' gone)
	[ "$(store-log get event removed | wc -l)" -eq 2 ]
}

@test "no node: the frame is refused and comes out" {
	run --separate-stderr -5 event-watch -w swaps -o EVM_RPC=http://127.0.0.1:1 <<<'{"type":"cycle","ts_ms":5000,"id":5000}'
	valid "$output"
	jqeq '.reason == "no_chain"' "$(of_type refusal "$output")"
	[ "$(of_type cycle "$output" | wc -l)" -eq 1 ]
	run --separate-stderr -1 event-watch -w swaps -o EVM_RPC=http://127.0.0.1:1 <<<'{"type":"lane","ts_ms":5000,"lane":"x","chain":"evm"}'
}
