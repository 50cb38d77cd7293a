# lp-read's pools, ticks, wallets, holdings and vaults, against the contracts themselves.
# shellcheck disable=SC2154 # stderr is bats' own
load lib
load world-evm

setup_file() {
	evm_start --block-ms 0
}

teardown_file() {
	evm_stop
}

setup() {
	evm_here
	cd "$BATS_TEST_TMPDIR" || return
	pool3=$(evm_of .v3.pool) pool4=$(evm_of .v4.pool_id) pair=$(evm_of .v2.weth_usdc)
	{
		evm_conf lp alice
		echo "POOLS=v3:$pool3,v4:USDC/WETH/3000/60,v2:$pair"
	} >"$MM_HOME/mm.conf"
	cat >watch <<-END
		$pool3 event Initialize(uint160 sqrtPriceX96, int24 tick)
		$pool3 event Swap(address indexed sender, address indexed recipient, int256 amount0, int256 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick)
		$(evm_of .v4.manager) event Initialize(bytes32 indexed id, address indexed currency0, address indexed currency1, uint24 fee, int24 tickSpacing, address hooks, uint160 sqrtPriceX96, int24 tick)
		$(evm_of .v4.manager) event Swap(bytes32 indexed id, address indexed sender, int128 amount0, int128 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick, uint24 fee)
		$pair event Swap(address indexed sender, uint256 amount0In, uint256 amount1In, uint256 amount0Out, uint256 amount1Out, address indexed to)
		$pair event Sync(uint112 reserve0, uint112 reserve1)
	END
}

# later S: the next block is so much later.
later() { evm_rpc evm_setNextBlockTimestamp "[$(($(evm_now_s) + $1))]" >/dev/null; }
# swaps: one in each pool.
swaps() {
	local side='"from":"WETH","to":"USDC"' n=$((RANDOM % 9 + 1))
	((RANDOM % 2)) || side='"from":"USDC","to":"WETH"'
	[[ $side == *\"from\":\"WETH* ]] && n=${n}00000000000000000 || n=${n}00000000
	evm swap "[{$side,\"amount\":\"$n\"}]"
	evm swap "[{\"kind\":\"v4\",$side,\"amount\":\"$n\"}]"
	evm trade "[{$side,\"amount\":\"$n\"}]"
	evm mine
} >/dev/null
# frame: one frame of a bot, stored; what came out of it.
frame() { mm-cycle --once | event-watch -w watch -f 0 -s "$MM_HOME/mm.db" | lp-read --pools --store "$MM_HOME/mm.db" "$@" | tee frame | store-log put >/dev/null; }
# window: what the last frame says of the pools is what all events told so far come to.
window() {
	{
		of_type pool "$(<frame)"
		store-log get event removed
	} | "$MM_TOP/tests/lp_pools.py" window "$(evm_now_s)" "$@"
}

@test "wallets: balances and allowances as the contracts have them" {
	run --separate-stderr lp-read < <(mm-cycle --once)
	[ "$status" -eq 0 ]
	valid "$output"
	local balances name
	for name in lp alice; do
		balances=$(evm balances "[\"$name\"]")
		python3 - "$output" "$balances" "$name" <<-'END'
			import json, sys
			from decimal import Decimal
			rows = [json.loads(l) for l in sys.argv[1].splitlines()]
			said, name = json.loads(sys.argv[2]), sys.argv[3]
			decimals = {"ETH": 18, "WETH": 18, "USDC": 6, "DAI": 18, "WBTC": 8}
			w, = [r for r in rows if r["type"] == "wallet" and r["wallet"] == name]
			ours = {a: str(int(Decimal(b["free"]).scaleb(decimals[a]))) for a, b in w["balances"].items()}
			assert ours == said, (ours, said)
		END
	done
	jqall '(map(select(.wallet == "lp"))[0].allowances) as $all
		| [$all[] | select(.asset == "WETH" and .spender == "'"$(evm_of .v2.router)"'" and (has("via") | not)) | .atoms]
			== ["115792089237316195423570985008687907853269984665640564039457584007913129639935"]
		and ([$all[] | select(.asset == "USDC" and .spender == "'"$(evm_of .v4.positions)"'" and .via == "permit2") | [.atoms, .expires_s]]
			== [["1461501637330902918203684832716283019655932542975", 281474976710655]])' "$(of_type wallet "$output")"
	jqall 'map(select(.wallet == "alice"))[0].allowances | length > 0 and all(.atoms == "0")' "$(of_type wallet "$output")"
}

@test "pools that are none" {
	local none
	for none in v5:$pool3 v3:0x12 v3: v4:WETH/USDC/3000 v4:WETH/XYZ/3000/60 v4:WETH/USDC/3000/0 \
		v4:WETH/USDC/3000/60/0x12 v4:WETH/USDC/3000/60/$pair/x "v3:$pool3,v3:${pool3,,}"; do
		run lp-read --pools -o "POOLS=$none" < <(mm-cycle --once)
		[ "$status" -eq 2 ]
		[[ $output == *POOLS* ]]
	done
	run --separate-stderr lp-read --pools -o "POOLS=v3:$pair,v4:WETH/USDC/500/10,v2:$pool3,v3:$(evm_of .tokens.WETH.address)" < <(mm-cycle --once)
	[ "$status" -eq 5 ]
	valid "$output"
	jqall 'map(select(.type == "refusal").reason) == ["pool_unread", "pool_unread", "pool_unread", "pool_unread"]
		and (map(select(.type == "refusal").text)[1] | test("no price yet"))
		and (any(.type == "pool" or .type == "pool_ticks") | not)' "$output"
}

@test "a token without a name" {
	sed -i 's/,USDC:[^,]*//; s/USDC:[^,]*,//; /^POOLS/s/=.*/='"v3:$pool3"'/' "$MM_HOME/mm.conf"
	run --separate-stderr lp-read --pools < <(mm-cycle --once)
	[ "$status" -eq 5 ]
	jqall 'map(select(.type == "refusal").reason) == ["asset_unknown"] and (any(.type == "pool") | not)' "$output"
}

@test "the state and the ticks of a pool say what a swap brings, as the quoters do" {
	local zero amount from to weth usdc said
	weth=$(evm_of .tokens.WETH.address) usdc=$(evm_of .tokens.USDC.address)
	run --separate-stderr lp-read --pools --all-ticks < <(mm-cycle --once)
	echo "$stderr"
	[ "$status" -eq 0 ]
	valid "$output"
	jqall 'map(select(.type == "pool")) | map(.kind) == ["v3", "v4", "v2"] and (map(.block_hash) | unique | length == 1)
		and map(.word_low) == [-58, -58, null] and map(.word_high) == [57, 57, null]' "$output"
	for zero in "1 2000000000000000 $weth $usdc" "1 90000000000000000000 $weth $usdc" "0 70000000 $usdc $weth" "0 250000000000 $usdc $weth"; do
		read -r zero amount from to <<<"$zero"
		said=$(evm-call --to "$(evm_of .v3.quoter)" 'quoteExactInputSingle((address,address,uint256,uint24,uint160))(uint256,uint160,uint32,uint256)' \
			"($from,$to,$amount,3000,0)" | jq -r .values.arg0)
		"$MM_TOP/tests/lp_pools.py" out "$pool3" "$zero" "$amount" "$said" <<<"$output"
		said=$(evm-call --to "$(evm_of .v4.quoter)" 'quoteExactInputSingle(((address,address,uint24,int24,address),bool,uint128,bytes))(uint256,uint256)' \
			"(($weth,$usdc,3000,60,0x0000000000000000000000000000000000000000),$([ "$zero" = 1 ] && echo true || echo false),$amount,0x)" | jq -r .values.arg0)
		"$MM_TOP/tests/lp_pools.py" out "$pool4" "$zero" "$amount" "$said" <<<"$output"
	done
	# A map that does not hold together: one more in range than begins below the price.
	local was slot='"0x0000000000000000000000000000000000000000000000000000000000000004"'
	was=$(evm_rpc eth_getStorageAt "[\"$pool3\",$slot,\"latest\"]")
	evm_rpc anvil_setStorageAt "[\"$pool3\",$slot,\"0x$(printf %064x 468177225274053354)\"]" >/dev/null
	evm mine >/dev/null
	run --separate-stderr lp-read --pools --all-ticks < <(mm-cycle --once)
	evm_rpc anvil_setStorageAt "[\"$pool3\",$slot,$was]" >/dev/null
	evm mine >/dev/null
	[ "$status" -eq 5 ]
	jqall '(map(select(.type == "refusal").text)[0] | test("not what is in range")) and (map(select(.type == "pool").kind) == ["v4", "v2"])' "$output"
}

@test "what was swapped, the volatility and the mean tick are those of the events" {
	local i
	evm_rpc eth_sendTransaction '[{"from":"'"$(evm_of .wallets.lp)"'","to":"'"$pool3"'","data":"0x32148f670000000000000000000000000000000000000000000000000000000000000064"}]' # increaseObservationCardinalityNext(100)
	evm mine
	frame
	jqall 'map(select(.type == "pool")) | all(has("window_why") | not)' "$(<frame)"
	for ((i = 0; i < 9; i++)); do
		later $((450 + 97 * i))
		swaps
	done
	frame
	valid <frame
	window 86400 1800
	jqall 'map(select(.type == "pool")) | all(.n_swaps > 8 and .window_s == 86400)' "$(<frame)"
	# The window ends where the events do: what was swapped before it is not in it.
	frame -o POOL_WINDOW=90m
	window 5400 1800
	jqall 'map(select(.type == "pool")) | all(.n_swaps > 3 and .n_swaps < 9 and has("sigma_ratio"))' "$(<frame)"
	# What is taken back, and what comes in its place.
	evm reorg '[3,"move"]' >/dev/null
	later 3000 # past the time of what was taken back
	evm mine >/dev/null
	frame
	[ "$(store-log get removed | wc -l)" -gt 0 ]
	window 86400 1800
	# A swap that nobody told of.
	swaps
	mm-cycle --once | lp-read --pools --store "$MM_HOME/mm.db" >frame
	jqall 'map(select(.type == "pool")) | all((.window_why | test("last swap")) and (has("volume0") or has("n_swaps") | not))
		and (map(has("twap_tick")) == [true, false, false])' "$(<frame)"
}

# turn [RECORD ...]: a frame of alice's with these records in it, stored; $output.
turn() {
	local cycle
	cycle=$(mm-cycle --once)
	run --separate-stderr lp-read --store "$MM_HOME/mm.db" < <(printf '%s\n' "$@" "$cycle" | sed '/^$/d')
	{ [ $# -eq 0 ] || printf '%s\n' "$@"; printf '%s\n' "$output"; } | store-log put >/dev/null
}
# hedge POSITION CLOSED
hedge() { echo '{"type":"hedge","ts_ms":'"$(date +%s%3N)"',"strategy":1,"covered":[{"position":"'"$1"'","closed":'"$2"'}]}'; }

@test "a position that is no more is told until the hedge lets go of it" {
	local id flows later
	evm_conf alice >"$MM_HOME/mm.conf"
	evm allow '["alice"]' >/dev/null
	id=$(evm mint '[{"who":"alice","lower":-202200,"upper":-198600,"amount0":"1000000000000000000","amount1":"2000000000"}]' | jq -r .token_id)
	turn
	jqall 'map(select(.type == "position").position) == ["v3:'"$id"'"]' "$output"
	# Empty is gone, though its token is there; and it may come back.
	evm decrease '[{"who":"alice","id":'"$id"',"liquidity":"'"$(of_type position "$output" | jq -r .liquidity)"'"}]' >/dev/null
	turn
	jqall 'map(select(.type == "position" or .type == "closed") | [.type, .position, .entry]) == [["closed", "v3:'"$id"'", "known"]]' "$output"
	evm increase '[{"who":"alice","id":'"$id"',"amount0":"1000000000000000000","amount1":"2000000000"}]' >/dev/null
	turn
	jqall 'map(select(.type == "position" or .type == "closed") | [.type, (.flows | length)]) == [["position", 4]]' "$output"
	evm burn '[{"who":"alice","id":'"$id"'}]' >/dev/null
	turn
	flows=$(of_type closed "$output" | jq -c '[.flows, .sqrt_price_x96, .block]')
	jqall '.[0][0] | length == 6' "$flows"
	evm mine '[5]' >/dev/null
	turn
	valid "$output"
	same "$flows" "$(of_type closed "$output" | jq -c '[.flows, .sqrt_price_x96, .block]')"
	# Without a hedge, for CLOSED_KEEP; with one, until it says that it is closed.
	later=$((($(evm_now_s) + 60) * 1000))
	run --separate-stderr lp-read --store "$MM_HOME/mm.db" -o CLOSED_KEEP=59s <<<'{"type":"cycle","ts_ms":'$later',"id":'$later'}'
	[ "$status" -eq 0 ]
	[ -z "$(of_type closed "$output")" ]
	turn "$(hedge "v3:$id" false)"
	[ -n "$(of_type closed "$output")" ]
	turn
	[ -n "$(of_type closed "$output")" ]
	turn "$(hedge "v3:$id" true)"
	[ -z "$(of_type closed "$output")" ]
	turn "$(hedge v3:0 false)"
	[ "$status" -eq 0 ]
	[ -z "$(of_type closed "$output")" ]
	# An empty one that nobody knew of is nothing.
	rm "$MM_HOME/mm.db"
	turn
	[ "$status" -eq 0 ]
	jqall 'any(.type == "closed" or .type == "position") | not' "$output"
}

# step HASH [SUBJECT]: a landed step of the roll ROLL-1 of alice.
step() { echo '{"type":"pending","ts_ms":1,"intent_id":"i","attempt":"'"$1"'","lane":"evm:31337:alice","action":"call","class":"risk","state":"done","wallet":"alice","since_ms":1,"chain_id":31337,"roll":"ROLL-1"'"${2:+,\"subject\":\"$2\"}"'}'; }
# made BEFORE: by how much alice's balances are others than BEFORE; native coins without GAS wei.
made() {
	python3 - "$1" "$(evm balances '["alice"]')" "${GAS:-}" <<-'END'
		import json, sys
		from decimal import Decimal
		a, b = map(json.loads, sys.argv[1:3])
		digits = {"ETH": 18, "WETH": 18, "USDC": 6, "DAI": 18, "WBTC": 8}
		if sys.argv[3]: b["ETH"] = int(b["ETH"]) + int(sys.argv[3])
		else: del b["ETH"]
		for k in sorted(b):
		    d = int(b[k]) - int(a[k])
		    if d: print(k, format(Decimal(d).scaleb(-digits[k]).normalize(), "f"))
	END
}
# holds: what the frame says that the roll holds, in the same words.
holds() { of_type holding "$output" | jq -r '[.asset, .amount] | join(" ")' | sort; }
gas_of() {
	local hash sum=0
	for hash; do sum=$((sum + $(evm_rpc eth_getTransactionReceipt "[\"$hash\"]" | jq -r '[.gasUsed, .effectiveGasPrice] | join("*")'))); done
	echo $sum
}

@test "what a roll holds is what its landed steps moved, to the wei" {
	local before id burn swap mint
	evm_conf alice >"$MM_HOME/mm.conf"
	evm allow '["alice"]' >/dev/null
	id=$(evm mint '[{"who":"alice","lower":-202200,"upper":-198600,"amount0":"1000000000000000000","amount1":"2000000000"}]' | jq -r .token_id)
	evm swap '[{"from":"WETH","to":"USDC","amount":"70000000000000000000"}]' >/dev/null
	turn
	[ -z "$(of_type holding "$output")" ]
	before=$(evm balances '["alice"]')
	burn=$(evm burn '[{"who":"alice","id":'"$id"'}]' | jq -r .)
	turn "$(step "$burn" "v3:$id")"
	[ "$status" -eq 0 ]
	valid "$output"
	same "$(made "$before")" "$(holds)"
	jqall 'map(select(.type == "holding")) | length == 2 and all(.position == "v3:'"$id"'" and .wallet == "alice" and .pool == "'"$pool3"'")' "$output"
	swap=$(evm swap '[{"who":"alice","from":"WETH","to":"USDC","amount":"300000000000000000"}]' | jq -r .)
	mint=$(evm mint '[{"who":"alice","lower":-201000,"upper":-199800,"amount0":"600000000000000000","amount1":"1500000000"}]')
	evm trade '[{"from":"USDC","to":"WETH","amount":"900000000"}]' >/dev/null # of others
	evm mine >/dev/null
	turn "$(step "$burn" "v3:$id")" "$(step "$swap")" "$(step "$burn" "v3:$id")" "$(step "$(jq -r .hash <<<"$mint")")"
	same "$(made "$before")" "$(holds)"
	# A step that cannot be found: nothing is said of the roll.
	turn "$(step "$burn" "v3:$id")" "$(step "0x$(printf '5a%.0s' {1..32})")"
	[ "$status" -eq 5 ]
	jqall '(any(.type == "holding") | not) and (map(select(.type == "refusal").reason) == ["holding_unread"])' "$output"
}

@test "native coins of a roll in v4, which leave no log" {
	local before id burn swap
	evm_conf alice >"$MM_HOME/mm.conf"
	evm native >/dev/null
	evm allow '["alice"]' >/dev/null
	evm mint '[{"who":"lp","kind":"v4","native":true,"lower":-887220,"upper":887220,"liquidity":"10000000000000000"}]' >/dev/null
	id=$(evm mint '[{"who":"alice","kind":"v4","native":true,"lower":-202200,"upper":-198600,"liquidity":"3000000000000000"}]' | jq -r .token_id)
	evm swap '[{"kind":"v4","native":true,"from":"ETH","to":"USDC","amount":"3000000000000000000"}]' >/dev/null
	turn
	before=$(evm balances '["alice"]')
	burn=$(evm burn '[{"who":"alice","kind":"v4","native":true,"id":'"$id"'}]' | jq -r .)
	swap=$(evm swap '[{"who":"alice","kind":"v4","native":true,"from":"USDC","to":"ETH","amount":"1000000000"}]' | jq -r .)
	turn "$(step "$burn" "v4:$id")" "$(step "$swap")"
	[ "$status" -eq 0 ]
	GAS=$(gas_of "$burn" "$swap")
	same "$(GAS=$GAS made "$before")" "$(holds)"
	[ "$(holds | wc -l)" -eq 2 ]
	# Something else of the wallet's in the block of a step: it cannot be told apart.
	evm_rpc evm_setAutomine '[false]' >/dev/null
	evm_rpc eth_sendTransaction '[{"from":"'"$(evm_of .wallets.alice)"'","to":"'"$(evm_of .wallets.lp)"'","value":"0x1"}]' >/dev/null
	swap=$(evm swap '[{"who":"alice","kind":"v4","native":true,"from":"USDC","to":"ETH","amount":"1000000000"}]' | jq -r .)
	evm_rpc evm_setAutomine '[true]' >/dev/null
	turn "$(step "$burn" "v4:$id")" "$(step "$swap")"
	[ "$status" -eq 5 ]
	jqall '(any(.type == "holding") | not) and (map(select(.type == "refusal").text)[0] | test("other transactions"))' "$output"
}
