# lp-read against the contracts themselves: what it says of a position is what comes out
# when everything is taken out, and what it says went in and out is what the wallet's
# balances say, to the wei.
# shellcheck disable=SC2154 # stderr is bats' own
load lib
load world-evm

setup_file() {
	evm_start --block-ms 0
	[ -z "${EVM_MISSING:-}" ] || return 0
	evm allow '["alice"]' >/dev/null
}

teardown_file() {
	evm_stop
}

setup() {
	evm_here
	cd "$BATS_TEST_TMPDIR" || return
	evm setFaults '[{}]' >/dev/null
	evm_conf lp >"$MM_HOME/mm.conf"
}

# frame: one frame with a store, into $output and the store.
frame() {
	run --separate-stderr lp-read --store mm.db < <(mm-cycle --once)
	store-log put --db mm.db <<<"$output" >/dev/null
}

# told WHO CONTRACT SIGNATURE ARGUMENT...: a transaction, in the next block; send: in a
# block when this is done.
told() {
	evm_rpc eth_sendTransaction "[{\"from\":\"$(evm_of ".wallets.$1")\",\"to\":\"$2\",\"data\":\"$(evm-call --encode "${@:3}")\",\"gas\":\"0x7a120\"}]" >/dev/null
}
send() {
	told "$@"
	evm mine >/dev/null
}

# swapped KIND MEMBERS WETH: so much is sold, in the native coin where the members say so.
swapped() { evm swap '[{"kind":"'"$1"'","from":"'"$(eth "$2")"'","to":"USDC","amount":"'"$3"'"'"$2"'}]' >/dev/null; }
eth() { [ -z "$1" ] && echo WETH || echo ETH; }

# swaps KIND [MEMBERS]: the price goes down and up, fees fall due.
swaps() {
	swapped "$1" "${2:-}" 30000000000000000000
	evm swap '[{"kind":"'"$1"'","from":"USDC","to":"'"$(eth "${2:-}")"'","amount":"50000000000"'"${2:-}"'}]' >/dev/null
}

# as_said KIND [MEMBERS]: every position in $output is what the contracts say.
as_said() {
	local id
	of_type position "$output" | grep -F "\"kind\":\"$1\"" >are || return
	sed 's/.*"token_id":"\([0-9]*\)".*/\1/' are | while read -r id; do evm position '[{"kind":"'"$1"'","id":'"$id${2:-}"'}]'; done >said || return
	python3 - are said <<-'END' || { cat are said >&2 && return 1; }
		import json, sys
		from decimal import Decimal
		are, said = ([json.loads(line) for line in open(name)] for name in sys.argv[1:])
		def atoms(p, i): return sum(int(Decimal(p[k + i]).scaleb(p["decimals" + i])) for k in ("amount", "uncollected"))
		sys.exit([(p["liquidity"], atoms(p, "0"), atoms(p, "1")) for p in are] != [(s["liquidity"], int(s["all0"]), int(s["all1"])) for s in said])
	END
}

# purse WHO: what it has: token0, token1, native coin, in atoms.
purse() {
	local at data
	at=$(evm_of ".wallets.$1")
	data=$(evm-call --encode 'balanceOf(address)' "$at")
	for token in $(evm_of '.v3.token0, .v3.token1'); do
		evm_rpc eth_call "[{\"to\":\"$token\",\"data\":\"$data\"},\"latest\"]"
	done
	evm_rpc eth_getBalance "[\"$at\",\"latest\"]"
}

# settled BEFORE AFTER RECORD: the flows of the record are the change of the purse, and
# its fees are none below 0.
settled() {
	python3 - "$@" <<-'END'
		import json, sys
		from decimal import Decimal
		before, after = ([int(json.loads(x), 16) for x in t.split()] for t in sys.argv[1:3])
		p = json.loads(sys.argv[3])
		def sums(i, kind):
		    return sum(int(Decimal(f["amount" + i]).scaleb(p["decimals" + i])) for f in p["flows"] if f["flow"] == kind)
		change = [a - b for a, b in zip(after, before)]
		gas = sum(int(f["gas_wei"]) for f in p["flows"])
		paid = "decrease" if p["kind"] == "v2" else "collect"
		own = [sums(i, paid) - sums(i, "increase") for i in "01"]
		wanted = [0, own[1], own[0] - gas] if p["token0"] == "ETH" else [*own, -gas]
		assert change == wanted, (change, wanted)
		assert all(sums(i, paid) >= sums(i, "decrease") for i in "01"), "fees"
		assert all("sqrt_price_x96" in f and "native_price" in f for f in p["flows"])
		assert p["entry"] == "known", p
	END
}

# reckoned: $output and what il-calc makes of it are valid, and that is what fractions
# say; of what is closed, token for token, what came back less what was put in.
reckoned() {
	il-calc <<<"$output" >il
	{ echo "$output" && cat il; } | valid
	"$MM_TOP/tests/il_model.py" judge <(printf '%s\n' "$output") il
	[[ $output == *'"type":"closed"'* ]] || return 0
	python3 - "$output" il <<-'END'
		import json, sys
		from fractions import Fraction as F
		closed = {p["position"]: p for p in map(json.loads, sys.argv[1].splitlines()) if p["type"] == "closed"}
		for il in (x for x in map(json.loads, open(sys.argv[2])) if x["type"] == "il"):
		    if not il.get("closed"):
		        continue
		    p = closed[il["position"]]
		    back = "decrease" if p["kind"] == "v2" else "collect"
		    for i in "01":
		        gained = sum(F(f["amount" + i]) * ((f["flow"] == back) - (f["flow"] == "increase")) for f in p["flows"])
		        assert gained == F(il["fees" + i]) - F(il["hold" + i]), il
	END
}

# token_id: of the position that standard input says was minted.
token_id() { sed 's/.*"token_id":"\{0,1\}\([0-9]*\).*/\1/'; }

# life KIND [native]: a position of alice from its mint to its end, changed many times.
life() {
	local kind=$1 id before beside of=
	evm_conf alice >"$MM_HOME/mm.conf"
	# on CALL MEMBERS: done by alice to a position of that kind.
	on() { evm "$1" "[{\"who\":\"alice\",\"kind\":\"$kind\"$of,$2}]"; }
	[ "${2:-}" != native ] || of=',"native":true'
	# One beside it in the same range of the same pool, often collected: what a manager
	# is owed in a pool may be a little less than what it owes.
	beside="\"kind\":\"$kind\"$of"
	beside+=",\"id\":$(evm mint "[{$beside,\"lower\":-202200,\"upper\":-198600,\"amount0\":\"700000000000000000\",\"amount1\":\"1900000001\",\"liquidity\":\"777777777777\"}]" | token_id)"
	before=$(purse alice)
	id=$(on mint '"lower":-202200,"upper":-198600,"amount0":"5000000000000000000","amount1":"10000000000","liquidity":"3000000000000000"' | token_id)
	frame
	jqall "map(select(.type == \"position\").position) == [\"$kind:$id\"]" "$output"
	swaps "$kind" "$of"
	on increase "\"id\":$id,\"amount0\":\"1000000000000000000\",\"amount1\":\"2000000000\",\"liquidity\":\"700000000000000\"" >/dev/null
	swaps "$kind" "$of"
	frame
	as_said "$kind" "$of"
	on collect "\"id\":$id" >/dev/null
	for _ in 1 2 3 4 5; do
		swaps "$kind" "$of"
		evm collect "[{$beside}]" >/dev/null
	done
	evm mine '[5]' >/dev/null
	swaps "$kind" "$of"
	frame
	as_said "$kind" "$of"
	on decrease "\"id\":$id,\"liquidity\":\"900000000000000\",\"collect\":$([ "$kind" = v4 ] && echo true || echo false)" >/dev/null
	frame
	as_said "$kind" "$of"
	reckoned
	# Out of its range, and back.
	local at
	at=$(evm snapshot)
	swapped "$kind" "$of" 2000000000000000000000
	run --separate-stderr lp-read < <(mm-cycle --once)
	jqeq '.tick < .tick_lower and .amount1 == "0"' "$(of_type position "$output")"
	as_said "$kind" "$of"
	evm restore "[$at]" >/dev/null
	swaps "$kind" "$of"
	evm burn "[{$beside}]" >/dev/null
	on burn "\"id\":$id" >/dev/null
	frame
	[ "$status" -eq 0 ]
	valid "$output"
	jqeq '.liquidity == "0" and .amount0 == "0" and .uncollected1 == "0"' "$(of_type closed "$output")"
	reckoned
	settled "$before" "$(purse alice)" "$(of_type closed "$output")"
}

@test "positions of v3 and v4 are what the contracts say, also by StateView" {
	swaps v3
	swaps v4
	run --separate-stderr lp-read < <(mm-cycle --once)
	[ "$status" -eq 0 ]
	valid "$output"
	jqall 'map(select(.type == "position").position) == ["v3:1", "v3:2", "v3:3", "v3:4", "v3:5", "v4:1", "v4:2", "v4:3"]' "$output"
	jqeq '.wallet == "lp" and .entry == "known"' "$(of_type position "$output")"
	as_said v3
	as_said v4
	reckoned
	local storage
	storage=$(of_type position "$output" | jq -c 'del(.ts_ms)')
	run --separate-stderr lp-read -o "V4_STATE_VIEW=$(evm_of .v4.view)" < <(mm-cycle --once)
	[ "$(of_type position "$output" | jq -c 'del(.ts_ms)')" = "$storage" ]
}

@test "the life of a position of v3: its flows are the wallet's balances" {
	life v3
}

@test "the life of a position of v4: its flows are the wallet's balances" {
	life v4
}

@test "the life of a position of v4 in the native coin, whose moves leave no log" {
	evm native >/dev/null
	evm mint '[{"kind":"v4","native":true,"lower":-887220,"upper":887220,"liquidity":"10000000000000000"}]' >/dev/null
	life v4 native
}

@test "the life of a share of v2: its flows are the wallet's balances, its amounts what a burn pays" {
	local me pair router weth usdc before
	me=$(evm_of .wallets.alice) pair=$(evm_of .v2.weth_usdc) router=$(evm_of .v2.router)
	weth=$(evm_of .tokens.WETH.address) usdc=$(evm_of .tokens.USDC.address)
	evm_conf alice >"$MM_HOME/mm.conf"
	echo "POOLS=v2:$pair" >>"$MM_HOME/mm.conf"
	for token in "$weth" "$usdc" "$pair"; do send alice "$token" 'approve(address,uint256)' "$router" 1000000000000000000000000000; done
	frame
	jqall 'any(.type == "position") | not' "$output"
	before=$(purse alice)
	add() { send alice "$router" 'addLiquidity(address,address,uint256,uint256,uint256,uint256,address,uint256)' "$weth" "$usdc" "$1" "$2" 0 0 "$me" 4102444800; }
	off() { send alice "$router" 'removeLiquidity(address,address,uint256,uint256,uint256,address,uint256)' "$weth" "$usdc" "$1" 0 0 "$me" 4102444800; }
	add 3000000000000000000 6000000000
	frame
	jqeq ".position == \"v2:alice:$pair\" and .entry == \"known\"" "$(of_type position "$output")"
	send trader "$router" 'swapExactTokensForTokens(uint256,uint256,address[],address,uint256)' 20000000000000000000 0 "[$weth,$usdc]" "$(evm_of .wallets.trader)" 4102444800
	add 1000000000000000000 2000000000
	evm mine '[4]' >/dev/null
	off 5000000000000
	frame
	jqeq '.entry == "known" and (.flows | map(.flow) == ["increase", "increase", "decrease"])' "$(of_type position "$output")"
	reckoned
	local worth
	worth=$(of_type position "$output")
	off "$(jq -r .liquidity <<<"$worth")"
	frame
	[ "$status" -eq 0 ]
	reckoned
	jqeq ".flows[-1] | .amount0 == $(jq .amount0 <<<"$worth") and .amount1 == $(jq .amount1 <<<"$worth")" "$(of_type closed "$output")"
	settled "$before" "$(purse alice)" "$(of_type closed "$output")"
}

@test "what the store holds is not read again, and makes no difference" {
	local plain
	frame
	plain=$(of_type position "$output" | jq -c 'del(.ts_ms)')
	evm mine '[3]' >/dev/null
	evm asked >/dev/null
	frame
	[ "$(evm asked | jq add)" -le 6 ]
	[ "$(of_type position "$output" | jq -c 'del(.ts_ms, .block, .block_hash, .history_block)')" = \
		"$(jq -c 'del(.block, .block_hash, .history_block)' <<<"$plain")" ]
	jqeq '.history_block == .block - 2' "$(of_type position "$output")"
	# Known up to different blocks: what is final of one is new to another.
	evm increase '[{"kind":"v3","id":2,"amount0":"1000000000000000000","amount1":"2000000000"}]' >/dev/null
	evm mine '[4]' >/dev/null
	echo POSITIONS=v3:2 >>"$MM_HOME/mm.conf"
	frame
	sed -i /POSITIONS/d "$MM_HOME/mm.conf"
	frame
	jqeq '.entry == "known"' "$(of_type position "$output")"
}

@test "prices of the frame count for what is as young, and stay" {
	local now
	evm increase '[{"kind":"v3","id":1,"amount0":"1000000000000000000","amount1":"2000000000"}]' >/dev/null
	now=$(($(evm_rpc eth_getBlockByNumber '["latest",false]' | jq -r .timestamp) * 1000 + 5000))
	price() { echo '{"type":"price","ts_ms":'"$now"',"pair":"'"$1"'","price":"'"$2"'","age_ms":0,"n_sources":1}'; }
	run --separate-stderr lp-read --store mm.db -o NUMERAIRE=DAI --now-ms "$now" < <(price USDC/DAI 1.001 && price ETH/DAI 2002)
	[ "$status" -eq 0 ]
	jqall 'map(select(.position == "v3:1"))[0].flows | (.[-1] | .quote_price == "1.001" and .native_price == "2002") and (.[0] | has("quote_price") or has("native_price") | not)' "$output"
}

@test "a reorganisation takes a flow back" {
	frame
	local before
	before=$(of_type position "$output" | jq -s 'map(.flows | length)')
	# A swap behind it in its block is not of the price before it.
	told lp "$(evm_of .v3.positions)" 'increaseLiquidity((uint256,uint256,uint256,uint256,uint256,uint256))' '(1,1000000000000000000,2000000000,0,0,4102444800)'
	send trader "$(evm_of .v3.router02)" 'exactInputSingle((address,address,uint24,address,uint256,uint256,uint160))' \
		"($(evm_of .tokens.WETH.address),$(evm_of .tokens.USDC.address),3000,$(evm_of .wallets.trader),9000000000000000000,0,0)"
	frame
	jqall 'map(select(.position == "v3:1"))[0] | .entry == "known" and .flows[-1].flow == "increase" and .flows[-1].block == .block' "$output"
	evm reorg '[1, "remove"]' >/dev/null
	frame
	[ "$(of_type position "$output" | jq -s 'map(.flows | length)')" = "$before" ]
	jqeq '.entry == "known"' "$(of_type position "$output")"
}

@test "logs in small pieces, shuffled and twice make no difference; a missing one is no guess" {
	run --separate-stderr lp-read < <(mm-cycle --once)
	local plain
	plain=$(of_type position "$output" | jq -c 'del(.ts_ms)')
	evm setFaults '[{"amount":{"range":40},"next":{"logs_twice":3,"logs_shuffled":3}}]' >/dev/null
	run --separate-stderr lp-read < <(mm-cycle --once)
	[ "$(of_type position "$output" | jq -c 'del(.ts_ms)')" = "$plain" ]
	evm setFaults '[{"chance":{"logs_missing":1}}]' >/dev/null
	run --separate-stderr lp-read < <(mm-cycle --once)
	[ "$status" -eq 5 ]
	jqeq '.reason == "positions_unread"' "$(of_type refusal "$output")"
	valid "$output"
	jqall 'map(select(.type == "position")) | any(.entry == "unknown") and all(.entry == "known" or (.entry_why | length > 0))' "$output"
	evm setFaults '[{}]' >/dev/null
}

@test "logs that cannot be read are a refusal; the next frame goes on" {
	frame
	evm increase '[{"kind":"v4","id":2,"liquidity":"1000000000000"}]' >/dev/null
	evm setFaults '[{"amount":{"no_method":"eth_getTransactionReceipt"}}]' >/dev/null
	frame
	[ "$status" -eq 5 ]
	jqeq '.reason == "no_logs"' "$(of_type refusal "$output")"
	jqeq '.entry == "unknown" and .entry_why == "its logs could not be read"' "$(of_type position "$output")"
	evm setFaults '[{}]' >/dev/null
	frame
	[ "$status" -eq 0 ]
	jqeq '.entry == "known"' "$(of_type position "$output")"
}

# give FROM TO KIND ID: the token of a position changes hands.
give() {
	send "$1" "$(evm_of ".$3.positions")" 'transferFrom(address,address,uint256)' "$(evm_of ".wallets.$1")" "$(evm_of ".wallets.$2")" "$4"
}

@test "a position that came from a stranger has no entry; one that went is no more ours" {
	evm_conf alice >"$MM_HOME/mm.conf"
	frame
	give lp alice v3 4
	give lp alice v4 2
	frame
	[ "$status" -eq 0 ]
	jqall 'map(select(.type == "position")) | map(.position) == ["v3:4", "v4:2"] and all(.entry == "unknown" and .entry_why == "it came from an owner who is none of WALLETS")' "$output"
	give alice lp v3 4
	give alice lp v4 2
	frame
	[ "$status" -eq 0 ]
	jqall 'any(.type == "position" or .type == "closed") | not' "$output"
	run --separate-stderr lp-read -o POSITIONS=v3:4 < <(mm-cycle --once)
	[ "$status" -eq 5 ]
	jqeq '.reason == "position_foreign"' "$(of_type refusal "$output")"
	run --separate-stderr lp-read -o POSITIONS=v4:999 < <(mm-cycle --once)
	jqeq '.reason == "position_unknown"' "$(of_type refusal "$output")"
}

@test "a position of the past that nothing is known of any more is refused" {
	frame
	run --separate-stderr lp-read --store mm.db -o V3_MANAGER= < <(mm-cycle --once)
	[ "$status" -eq 5 ]
	jqall 'map(select(.type == "refusal")) | length == 5 and all(.reason == "position_vanished")' "$output"
	valid "$output"
}

@test "an emptied position whose token stays is closed, and not looked for again" {
	evm_conf alice >"$MM_HOME/mm.conf"
	sed -i /V3_MANAGER/d "$MM_HOME/mm.conf"
	local id
	id=$(evm mint '[{"who":"alice","kind":"v4","lower":-202200,"upper":-198600,"liquidity":"3000000000000"}]' | token_id)
	frame
	evm decrease "[{\"who\":\"alice\",\"kind\":\"v4\",\"id\":$id,\"liquidity\":\"3000000000000\"}]" >/dev/null
	evm mine '[3]' >/dev/null
	frame
	jqeq ".position == \"v4:$id\"" "$(of_type closed "$output")"
	evm asked >/dev/null
	frame
	[ "$status" -eq 0 ]
	jqeq ".position == \"v4:$id\" and .entry == \"known\"" "$(of_type closed "$output")"
	[ "$(evm asked | jq -r .eth_getLogs)" -eq 1 ]
	evm increase "[{\"who\":\"alice\",\"kind\":\"v4\",\"id\":$id,\"liquidity\":\"5000000000000\"}]" >/dev/null
	frame
	jqeq '.liquidity == "5000000000000" and .entry == "known" and (.flows | length == 4)' "$(of_type position "$output")"
	evm burn "[{\"who\":\"alice\",\"kind\":\"v4\",\"id\":$id}]" >/dev/null
}

@test "a token without a name is refused, never called by its own" {
	sed -i 's/^ASSETS=.*/ASSETS=USDC:'"$(evm_of .tokens.USDC.address)"':6/' "$MM_HOME/mm.conf"
	run --separate-stderr lp-read < <(mm-cycle --once)
	[ "$status" -eq 5 ]
	jqall 'map(select(.type == "position")) | all(.token0 == "ETH")' "$output"
	jqall 'map(select(.type == "refusal").reason) | (map(select(. == "asset_unknown")) | length == 1) and index("position_unread")' "$output"
}

@test "any decimals, and the tokens in the other order" {
	local weth usdc
	weth=$(evm_of .tokens.WETH.address) usdc=$(evm_of .tokens.USDC.address)
	run --separate-stderr lp-read -o "ASSETS=WETH:$weth:0,USDC:$usdc:30" -o POSITIONS=v3:1 < <(mm-cycle --once)
	[ "$status" -eq 0 ]
	valid "$output"
	as_said v3
	# The native coin is token1 now, and the numeraire token0.
	run --separate-stderr lp-read -o "ASSETS=USDC:$weth:18,WETH:$usdc:6" -o POSITIONS=v3:1 < <(mm-cycle --once)
	[ "$status" -eq 0 ]
	as_said v3
	jqeq '.token0 == "USDC" and (.flows[0].native_price | tonumber | . > 0.00049 and . < 0.00051)' "$(of_type position "$output")"
}

@test "growth of fees that wraps, a position without liquidity, a pool without a price" {
	local pool at id top
	top=0x$(printf 'f%.0s' {1..44})$(printf '0%.0s' {1..20})
	pool=$(evm_of .v3.pool) at=$(evm snapshot)
	evm_conf alice >"$MM_HOME/mm.conf"
	for slot in 0x1 0x2; do evm_rpc anvil_setStorageAt "[\"$pool\",\"$slot\",\"$top\"]" >/dev/null; done
	id=$(evm mint '[{"who":"alice","kind":"v3","lower":-203400,"upper":-197400,"amount0":"5000000000000000000","amount1":"10000000000"}]' | token_id)
	swaps v3
	for slot in 0x1 0x2; do
		jq -e 'startswith("0x00")' < <(evm_rpc eth_getStorageAt "[\"$pool\",\"$slot\",\"latest\"]") >/dev/null # it wrapped
	done
	run --separate-stderr lp-read < <(mm-cycle --once)
	jqeq '.uncollected0 != "0" and .uncollected1 != "0" and .entry == "known"' "$(of_type position "$output")"
	as_said v3
	evm decrease "[{\"who\":\"alice\",\"kind\":\"v3\",\"id\":$id,\"liquidity\":$(of_type position "$output" | jq .liquidity),\"collect\":false}]" >/dev/null
	run --separate-stderr lp-read < <(mm-cycle --once)
	[ "$status" -eq 0 ]
	valid "$output"
	jqeq '.liquidity == "0" and .amount0 == "0" and .amount1 == "0" and .uncollected0 != "0" and .entry == "known"' "$(of_type position "$output")"
	as_said v3
	evm_rpc anvil_setStorageAt "[\"$pool\",\"0x0\",\"0x$(printf '0%.0s' {1..64})\"]" >/dev/null
	evm mine >/dev/null
	run --separate-stderr lp-read < <(mm-cycle --once)
	[ "$status" -eq 5 ]
	jqall 'map(select(.type == "refusal")) | map(.text) == ["v3:'"$id"': its pool has no price yet"]' "$output"
	evm restore "[$at]" >/dev/null
}

@test "a position minted and burned in one block is no trouble" {
	local at token0 token1 manager me id n mint burn
	at=$(evm snapshot)
	token0=$(evm_of .v3.token0) token1=$(evm_of .v3.token1) manager=$(evm_of .v3.positions) me=$(evm_of .wallets.alice)
	evm_conf alice lp >"$MM_HOME/mm.conf"
	frame
	read -r id n < <(evm mint '[{"who":"alice","kind":"v3","lower":-203400,"upper":-197400,"amount0":"1000000000000000000","amount1":"2000000000"}]' | jq -r '"\(.token_id) \(.liquidity)"')
	at=$(evm restore "[$at]")
	mint=$(evm-call --encode 'mint((address,address,uint24,int24,int24,uint256,uint256,uint256,uint256,address,uint256))' \
		"($token0,$token1,3000,-203400,-197400,1000000000000000000,2000000000,0,0,$me,4102444800)")
	burn=$(evm-call --encode 'multicall(bytes[])' "[$(evm-call --encode 'decreaseLiquidity((uint256,uint128,uint256,uint256,uint256))' "($id,$n,0,0,4102444800)"),$(
		evm-call --encode 'collect((uint256,address,uint128,uint128))' "($id,$me,340282366920938463463374607431768211455,340282366920938463463374607431768211455)"),$(
		evm-call --encode 'burn(uint256)' "$id")]")
	for data in "$mint" "$burn"; do
		evm_rpc eth_sendTransaction "[{\"from\":\"$me\",\"to\":\"$manager\",\"data\":\"$data\",\"gas\":\"0x7a120\"}]" >/dev/null
	done
	evm mine >/dev/null
	[ "$(evm_rpc eth_call "[{\"to\":\"$manager\",\"data\":\"$(evm-call --encode 'ownerOf(uint256)' "$id")\"},\"latest\"]" 2>&1 | grep -c nonexistent)" -eq 1 ]
	frame
	[ "$status" -eq 0 ]
	jqall 'map(select(.type == "position" or .type == "closed")) | all(.wallet == "lp" and .entry == "known")' "$output"
	evm restore "[$at]" >/dev/null
}

@test "a block that is not there, a factory that is none, replies cut short: refusals, and nothing made up" {
	run --separate-stderr lp-read < <(lp-read < <(mm-cycle --once) | jq -c 'select(.type == "chain" or .type == "cycle") | if .block_hash then .block_hash = "0x" + "12" * 32 else . end')
	[ "$status" -eq 5 ]
	jqall 'map(.type) | index("position") == null' "$output"
	jqeq '.reason == "block_gone"' "$(of_type refusal "$output")"
	run --separate-stderr lp-read -o "V3_FACTORY=$(evm_of .tokens.WETH.address)" -o POSITIONS=v3:1 < <(mm-cycle --once)
	[ "$status" -eq 5 ]
	jqeq '.reason == "position_unread"' "$(of_type refusal "$output")"
	evm setFaults '[{"chance":{"truncated":1}}]' >/dev/null
	run --separate-stderr lp-read < <(mm-cycle --once)
	evm setFaults '[{}]' >/dev/null
	[ "$status" -eq 5 ]
	jqall 'map(.type) == ["refusal", "cycle"]' "$output"
}
