# range-roll: the program around lib/math/range*, whose rules the unit tests have; a
# roll's whole life by hand-made frames, and the decision against a model of its own.
# shellcheck disable=SC2086,SC2046 # lists of words
load lib

RANGE_FRAME=$MM_TOP/tests/range_frame.py
T=1795000000000
POOL=0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640
EARNS="fees0=800000 fees1=400 sigma=0.3" # worth a move
CENTRED="$EARNS lower=199140 upper=200880"

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cat >"$MM_HOME/mm.conf" <<-'CONF'
		VENUE=evm
		CHAIN_ID=1
		WALLETS=alice:0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266
		ASSETS=USDC:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48:6,WETH:0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2:18
		V2_ROUTER=0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D
		V3_ROUTER=0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45
		V3_MANAGER=0xC36442b4a4522E871399CD717aBDD847Ab11FE88
		V4_MANAGER=0xbD216513d74C8cf14cf4747E6AaA6420FF64ee9e
	CONF
}

# lp KEY=VALUE...: the frame of a pool and a position; see range_frame.py.
lp() { "$RANGE_FRAME" "$@"; }
cycle() { echo '{"type":"cycle","ts_ms":'"${1:-$T}"',"id":'"${1:-$T}"'}'; }
# holding ROLL ASSET AMOUNT DECIMALS
holding() { echo '{"type":"holding","ts_ms":1,"chain_id":1,"roll":"'"$1"'","asset":"'"$2"'","wallet":"alice","amount":"'"$3"'","decimals":'"$4"',"block":9}'; }
# pending ROLL ACTION STATE [SUBJECT]
pending() { echo '{"type":"pending","ts_ms":1,"intent_id":"i-'"$2"'","attempt":"0x'"$2"'","lane":"evm:1:alice","action":"'"$2"'","class":"risk","state":"'"$3"'","wallet":"alice",'"${4:+\"subject\":\"$4\",}"'"since_ms":1,"chain_id":1,"roll":"'"$1"'"}'; }
# capital deposit|withdrawal ASSET AMOUNT SHARES TOTAL LOG
capital() { echo '{"type":"capital","ts_ms":1,"chain_id":1,"vault":"v","cause":"c'"$6"'","event":"'"$1"'","owner":"0x1","asset":"'"$2"'","amount":"'"$3"'","shares":"'"$4"'","owner_shares":"0","total_shares":"'"$5"'","block":9,"log_index":'"$6"'}'; }
did() { jq -r 'select(.type == "action") | .action' <<<"$output" | paste -sd' '; }
decided() { jq -r 'select(.type == "range") | "\(.decision) \(.step // "-") \(.reason)"' <<<"$output"; }
key() { jq -r "select(.type == \"$1\") | .$2" <<<"$output"; }
refused() { jq -r 'select(.type == "refusal") | .reason' <<<"$output"; }
kept() { of_type range "$output"; }

@test "a bad line, a full disk, usage, an unfinished frame" {
	{ echo '{"type":"pool","pool":1}' && lp $EARNS tick=202500 && cycle; } >in
	run --separate-stderr -5 range-roll in
	[ "$(did)" = "" ]
	lp $EARNS tick=202500 >in
	run --separate-stderr -1 range-roll in
	[ -z "$(kept)" ]
	cycle >>in
	run -1 bash -c 'range-roll in >/dev/full'
	run -2 range-roll --nonsense
	run -2 range-roll -o LP_CAPITAL=USDC in
	run -2 range-roll -o LP_CAPITAL=DAI:5 in
	[[ $output == *"LP_CAPITAL: 'DAI' is not in ASSETS"* ]]
	run -2 range-roll -o LP_WALLET=bob in
	run -2 range-roll -o MAX_DEVIATION_PCT=11 in
}

@test "what cannot be worked with is held, with a reason, and nothing is sent" {
	for bad in "lower=198001:bad_position" "upper=198000:bad_position" \
		"sigma=0:no_sigma" "kind=v2:v2" "spacing=0:bad_pool"; do
		run --separate-stderr range-roll <<<"$(lp tick=202500 "${bad%:*}" |
			sed 's/"pool":null,//'; cycle)"
		[ "$(did)" = "" ]
		[ "$(decided)" = "hold - ${bad#*:}" ] || { echo "$bad: $(decided)"; return 1; }
	done
	run --separate-stderr -0 range-roll <<<"$(lp | sed 's/"sqrt_price_x96":"[0-9]*"/"sqrt_price_x96":"0"/'; cycle)"
	[ "$(decided)" = "hold - uninitialised" ]
	# without anything there is nothing to decide
	run --separate-stderr -0 range-roll <<<"$(lp without=pool,position,il; cycle)"
	[ -z "$(kept)$(did)" ]
}

@test "each trigger alone, and a low yield alone never" {
	hold() { run --separate-stderr -0 range-roll "${@:2}" <<<"$(lp $1; cycle)"; }
	hold "$CENTRED" -o APY_THRESHOLD=0
	[ "$(decided)" = "hold - no_trigger" ]
	hold "$CENTRED" -o APY_THRESHOLD=1000
	[ "$(decided)" = "hold - apy_alone" ]
	[ "$(key range 'triggers[]')" = apy ]
	hold "$CENTRED window=86399" -o APY_THRESHOLD=1000
	[ "$(decided)" = "hold - no_trigger" ]
	hold "$EARNS tick=202020" -o APY_THRESHOLD=0 -o CAPITAL_EFFICIENCY=0
	[ "$(decided)" = "roll burn out_of_range" ]
	hold "$EARNS tick=202019" -o APY_THRESHOLD=0 -o CAPITAL_EFFICIENCY=0 -o RISK_TOLERANCE=aggressive
	[ "$(key range 'triggers[]')" = proximity ]
	hold "$EARNS lower=190020 upper=210000" -o APY_THRESHOLD=0
	[ "$(decided)" = "roll burn efficiency" ]
	hold "$CENTRED il=-20" -o APY_THRESHOLD=0
	[ "$(decided)" = "exit burn max_il" ]
	[ "$(did)" = burn ]
	[ "$(key action final)" = true ]
	hold "$CENTRED il=-19.9 net=-25" -o APY_THRESHOLD=0
	[ "$(decided)" = "exit burn stop_loss" ]
	hold "$CENTRED il=-19.9 net=-24.9" -o APY_THRESHOLD=0
	[ "$(did)" = "" ]
}

@test "no move that costs more than it gains, too soon, too dear or at unknown cost" {
	run --separate-stderr -0 range-roll <<<"$(lp tick=202500; cycle)"
	[ "$(decided)" = "hold - gain" ]
	jqeq '.urgency == 1 and (.cost | tonumber) > (.gain | tonumber)' "$(kept)"
	run --separate-stderr -0 range-roll <<<"$(lp $EARNS tick=202500 gwei=99; cycle)"
	[ "$(decided)" = "hold - gas_price" ]
	run --separate-stderr -0 range-roll -o V3_ROUTER= -o V2_ROUTER= <<<"$(lp $EARNS tick=202500; cycle)"
	[ "$(decided)" = "hold - unknown" ]
	last='{"type":"range","ts_ms":1,"chain_id":1,"pool":"'$POOL'","position":"v3:1","strategy":1,"decision":"hold","reason":"x","last_roll_ms":'$((T - 3599000))'}'
	run --separate-stderr -0 range-roll <<<"$(lp $EARNS tick=202500; echo "$last"; cycle)"
	[ "$(decided)" = "hold - interval" ]
	[ "$(key range last_roll_ms)" = $((T - 3599000)) ]
	run --separate-stderr -0 range-roll -o ROLL_MIN_INTERVAL=3599s <<<"$(lp $EARNS tick=202500; echo "$last"; cycle)"
	[ "$(did)" = burn ]
	# dear gas does not hold a stop back
	run --separate-stderr -0 range-roll <<<"$(lp il=-30 gwei=99; cycle)"
	[ "$(did)" = burn ]
}

@test "out of range it is one token: the other's minimum is 0 where there is none of it" {
	run --separate-stderr -0 range-roll <<<"$(lp $EARNS tick=202500; cycle)"
	valid "$output"
	jqeq '.min_a == "0" and (.min_b | tonumber) > 4400 and .tick_min == 202451 and .tick_max == 202550
		and .roll and .max_ts == 1795000120 and .liquidity == "1000000000000000000"' "$(of_type action "$output")"
	run --separate-stderr -0 range-roll <<<"$(lp $EARNS tick=202030; cycle)"
	jqeq '.tick_min == 202020 and .min_a == "0"' "$(of_type action "$output")"
	run --separate-stderr -0 range-roll <<<"$(lp $EARNS tick=197990; cycle)"
	jqeq '.tick_max == 198000 and .min_b == "0" and .min_a != "0"' "$(of_type action "$output")"
	# inside, both are asked for, however near the end
	run --separate-stderr -0 range-roll <<<"$(lp $EARNS tick=198001; cycle)"
	jqeq '.tick_min == 198000 and .min_b != "0" and .min_a != "0"' "$(of_type action "$output")"
}

@test "a spot that was pushed: no action at all, a refusal with the numbers in range" {
	for kind in roll exit open; do
		case $kind in
		roll) args="$EARNS tick=202500 price=1600" more= ;;
		exit) args="il=-30 twap=199700 price=2063" more= ;;
		open) args="without=position,il twap=199700" more=LP_CAPITAL=USDC:1000 ;;
		esac
		run --separate-stderr -5 range-roll -o POOLS=v3:$POOL ${more:+-o $more} <<<"$(lp ${args/price=1600/twap=202200}; cycle)"
		[ "$(did)" = "" ]
		[ "$(refused)" = price_deviation ] || { echo "$kind: $output"; return 1; }
		jqeq '.reason == "price_deviation" and (.deviation_ratio | fabs) > 0.02 and .spot and .reference' "$(kept)"
		jqeq '.intents | length == 1' "$(of_type refusal "$output")"
	done
	# the other reference agreeing is not enough
	run --separate-stderr -5 range-roll <<<"$(lp il=-30 price=2200; cycle)"
	[ "$(refused)" = price_deviation ]
	run --separate-stderr -5 range-roll <<<"$(lp il=-30 age=5400001; cycle)"
	[ "$(refused)" = stale_price ]
	run --separate-stderr -5 range-roll <<<"$(lp il=-30 twap=none without=price; cycle)"
	[ "$(refused)" = no_reference ]
	[ "$(did)" = "" ]
	run --separate-stderr -0 range-roll <<<"$(lp il=-30 twap=none; cycle)"
	[ "$(did)" = burn ]
	run --separate-stderr -0 range-roll <<<"$(lp il=-30 without=price; cycle)"
	[ "$(did)" = burn ]
	run --separate-stderr -0 range-roll <<<"$(lp il=-30 pair=USDC/WETH price=0.000484; cycle)"
	[ "$(did)" = burn ]
}

@test "a refused frame and the kill switch: withdrawn is withdrawn, nothing begins" {
	refusal='{"type":"refusal","ts_ms":1,"by":"lp-read","reason":"x","text":"x"}'
	run --separate-stderr -0 range-roll <<<"$(lp $EARNS tick=202500; echo "$refusal"; cycle)"
	[ "$(decided)" = "hold - refused" ]
	run --separate-stderr -0 range-roll <<<"$(lp il=-30; echo "$refusal"; cycle)"
	[ "$(did)" = burn ]
	echo test >"$MM_HOME/KILL"
	run --separate-stderr -0 range-roll <<<"$(lp $EARNS tick=202500; cycle)"
	[ "$(decided)" = "hold - kill" ]
	run --separate-stderr -0 range-roll -o LP_CAPITAL=USDC:1000 -o POOLS=v3:$POOL <<<"$(lp without=position,il; cycle)"
	[ "$(decided)" = "hold - kill" ]
	run --separate-stderr -0 range-roll <<<"$(lp without=position,il; pending R burn "done" v3:1; holding R WETH 1 18; lp | grep '"position"' | sed 's/"position"/"closed"/;s/"closed":"v3/"position":"v3/'; cycle)"
	[ "$(did)" = "" ]
	run --separate-stderr -0 range-roll <<<"$(lp il=-30; cycle)"
	[ "$(did)" = burn ]
}

@test "the whole life of a roll: one step a frame, each sized by what the last one left" {
	{ lp $EARNS tick=202500; cycle; } >in
	run --separate-stderr -0 range-roll in
	[ "$(decided)" = "roll burn out_of_range" ]
	roll=$(key range roll)
	[[ $roll == ROLL-???????????????? ]]
	kept >last
	# sent: nothing new, the roll is remembered
	{ lp $EARNS tick=202500 ts=$((T + 1)); pending $roll burn sent v3:1; cat last; cycle $((T + 1)); } >in
	run --separate-stderr -0 range-roll in
	[ "$(did)" = "" ]
	[ "$(decided)" = "wait - in_flight" ]
	[ "$(key range roll)" = "$roll" ]
	kept >last
	# burnt: 4800 WETH, of which half is swapped
	{ lp $EARNS tick=202500 without=position,il; pending $roll burn "done" v3:1
	  holding $roll WETH 4800 18; cat last; cycle $((T + 2)); } >in
	run --separate-stderr -0 range-roll in
	valid "$output"
	[ "$(did)" = "approve swap" ]
	[ "$(decided)" = "roll swap out_of_range" ]
	swap=$(jq -c 'select(.action == "swap")' <<<"$output")
	jqeq '(.amount | tonumber) > 2200 and (.amount | tonumber) < 2600 and .path == ["WETH", "3000", "USDC"]
		and (.min_out | tonumber) > (.amount | tonumber) * 1606 * 0.98 and .roll == "'$roll'" and .final == null' "$swap"
	jqeq '.to == "0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45" and .asset == "WETH"' "$(jq -c 'select(.action == "approve")' <<<"$output")"
	kept >last
	# a crash: the same frame again asks for the same
	same "$output" "$(range-roll in)"
	# the swap is out; then it has landed; the price has moved meanwhile
	{ lp $EARNS tick=202400 without=position,il; pending $roll burn "done" v3:1; pending $roll swap unknown v3:1
	  holding $roll WETH 4800 18; cat last; cycle $((T + 3)); } >in
	run --separate-stderr -0 range-roll in
	[ "$(did)" = "" ]
	[ "$(key range roll)" = "$roll" ]
	{ lp $EARNS tick=202400 without=position,il; pending $roll burn "done" v3:1; pending $roll swap "done" v3:1
	  holding $roll WETH 2400 18; holding $roll USDC 3860000 6; cat last; cycle $((T + 4)); } >in
	run --separate-stderr -0 range-roll in
	valid "$output"
	[ "$(did)" = "approve approve mint" ]
	jqeq '.amount == "3860000" and .amount_b == "2400" and (.min_a | tonumber) > 3500000
		and (.min_b | tonumber) > 2000 and .final and .roll == "'$roll'" and .tick_lower < 202400
		and .tick_upper > 202400 and .tick_lower % 60 == 0 and .tick_upper % 60 == 0' \
		"$(jq -c 'select(.action == "mint")' <<<"$output")"
	kept >last
	# without the store: by the journal and the chain alone
	grep -v '"type":"range"' in >lost
	closed=$(lp tick=202500 | grep '"type":"position"' | sed 's/"type":"position"/"type":"closed"/')
	{ grep -v '"type":"cycle"' lost; echo "$closed"; cycle $((T + 4)); } >in
	run --separate-stderr -0 range-roll in
	[ "$(did)" = "approve approve mint" ]
	[ "$(key range roll)" = "$roll" ]
	# landed: the roll is over, a new one waits its time
	{ lp $EARNS tick=206000 position=2; cat last; cycle $((T + 5)); } >in
	run --separate-stderr -0 range-roll in
	[ "$(decided)" = "hold - interval" ]
	[ "$(key range last_roll_ms)" = $T ]
	[ "$(key range position)" = v3:2 ]
}

@test "a step that never left is decided anew; a burn that is undone by the chain too" {
	{ lp $EARNS tick=202500; cycle; } >in
	run --separate-stderr -0 range-roll in
	kept >last
	{ lp $EARNS tick=202500; cat last; cycle $((T + 9)); } >in
	run --separate-stderr -0 range-roll in
	[ "$(did)" = burn ]
	{ lp $EARNS tick=202500; pending "$(key range roll)" burn "done" v3:1; cat last; cycle $((T + 9)); } >in
	run --separate-stderr -0 range-roll in
	[ "$(did)" = "" ]
	[ "$(decided)" = "wait - in_flight" ]
}

@test "what a roll holds comes from its steps: without a record of that nothing is minted" {
	closed=$(lp tick=202500 | grep '"type":"position"' | sed 's/"type":"position"/"type":"closed"/')
	run --separate-stderr -5 range-roll <<<"$(lp $EARNS without=position,il; pending R burn "done" v3:1; echo "$closed"; cycle)"
	[ "$(did)" = "" ]
	[ "$(refused)" = no_holding ]
	run --separate-stderr -5 range-roll <<<"$(lp $EARNS without=position,il; pending R burn "done" v3:7; cycle)"
	[ "$(refused)" = roll_unknown ]
	run --separate-stderr -5 range-roll -o V3_ROUTER= -o V2_ROUTER= <<<"$(lp $EARNS without=position,il
		pending R burn "done" v3:1; echo "$closed"; holding R WETH 48 18; cycle)"
	[ "$(refused)" = no_route ]
	[ "$(decided)" = "wait - no_route" ]
}

@test "a pool without a position gets what LP_CAPITAL says, not what rolls hold" {
	open() { run --separate-stderr range-roll -o POOLS=v3:$POOL -o LP_CAPITAL=USDC:1000,WETH:0.4 "${@:2}" <<<"$(lp without=position,il $1; cycle)"; }
	open
	valid "$output"
	[ "$(decided)" = "open mint capital" ] || [ "$(decided)" = "open swap capital" ]
	jqeq '.budget == {"USDC":"1000","WETH":"0.4"}' "$(kept)"
	open "wallet0=999"
	[ "$(decided)" = "hold - no_funds" ]
	open "" -o POSITIONS=v3:5
	[ "$(decided)" = "hold - positions_listed" ]
	open "" -o LP_CAPITAL=
	[ "$(decided)" = "hold - no_capital" ]
	open "gwei=99"
	[ "$(decided)" = "hold - gas_price" ]
	open "" -o POOLS=v3:0x8ad599c3A0ff1De082011EFDDc58f1908eb6e6D8
	[ -z "$(kept)$(did)" ]
	# all in one token: half of it is swapped, then minted with what is left of both
	open "" -o LP_CAPITAL=USDC:1000
	[ "$(did)" = "approve swap" ]
	roll=$(key range roll)
	kept >last
	{ lp without=position,il; pending $roll swap "done"; holding $roll USDC -497 6
	  holding $roll WETH 0.24 18; cat last; cycle $((T + 5)); } >in
	run --separate-stderr -0 range-roll -o POOLS=v3:$POOL -o LP_CAPITAL=USDC:1000 in
	[ "$(did)" = "approve approve mint" ]
	jqeq '.amount == "503" and .amount_b == "0.24" and .final' "$(jq -c 'select(.action == "mint")' <<<"$output")"
	# the same without the store
	grep -v '"type":"range"' in >lost
	run --separate-stderr -0 range-roll -o POOLS=v3:$POOL -o LP_CAPITAL=USDC:1000 lost
	jqeq '.amount == "503" and .amount_b == "0.24"' "$(jq -c 'select(.action == "mint")' <<<"$output")"
}

@test "after an exit the pool gets no other position" {
	{ lp il=-30; cycle; } >in
	run --separate-stderr -0 range-roll -o POOLS=v3:$POOL -o LP_CAPITAL=USDC:1000 in
	roll=$(key range roll)
	for i in 1 2 3; do
		kept >last
		{ lp il=-30 $([ $i = 1 ] || echo without=position,il); [ $i != 1 ] || pending $roll burn sent v3:1
		  cat last; cycle $((T + i * 86400000)); } >in
		run --separate-stderr -0 range-roll -o POOLS=v3:$POOL -o LP_CAPITAL=USDC:1000 in
		[ "$(did)" = "" ]
	done
	[ "$(decided)" = "hold - exited" ]
}

@test "--exit-all: everything, whatever else holds it; at any price only if told so" {
	echo test >"$MM_HOME/KILL"
	all() { run --separate-stderr range-roll --exit-all "${@:2}" <<<"$(lp $1; cycle)"; }
	all "$EARNS without=il gwei=900"
	valid "$output"
	[ "$status" -eq 0 ]
	[ "$(did)" = burn ]
	[ "$(decided)" = "exit burn panic" ]
	all "price=2140 twap=190000 without=il" # the price is fresher than the mean
	[ "$(did)" = burn ]
	all "age=99999999 without=il"
	[ "$(did)" = burn ]
	all "price=2200"
	[ "$status" -eq 5 ]
	[ "$(refused) $(did)" = "price_deviation " ]
	[[ $output == *'"text":"v3:1: '* ]]
	all "without=price twap=none"
	[ "$(refused)" = no_reference ]
	all "without=price twap=none" --at-any-price
	valid "$output"
	[ "$status $(did)" = "0 burn" ]
	jqeq '.min_a == "0.000001" and .min_b == "0.000000000000000001"' "$(of_type action "$output")"
	all "tick=202500 liquidity=0 owed0=5" # fees alone
	[ "$(did)" = burn ]
	jqeq '.liquidity == "0" and .final' "$(of_type action "$output")"
	all "lower=198001"
	[ "$(refused)" = bad_position ]
	all "liquidity=1"
	[ "$(refused)" = boundary ]
	for decimals in "d0=0 d1=0" "d0=0 d1=30" "d0=30 d1=30"; do
		all "$decimals without=price"
		[ "$(did)" = burn ] || { echo "$decimals: $output"; return 1; }
	done
	for edge in "tick=887270 lower=887000 upper=887272" "tick=-887272 lower=-887272 upper=-887000"; do
		all "$edge spacing=1 without=price"
		[ "$status $(did)" = "5 " ]
	done
}

@test "capital is put into the position there is, once; a withdrawal takes its share" {
	vault() { range-roll -o POOLS=v3:$POOL -o APY_THRESHOLD=0 "$@"; }
	{ lp $CENTRED; cycle; } >in
	vault in | grep '"type":"range"' >last
	{ lp $CENTRED; capital deposit USDC 500 5 100 1; cat last; cycle; } >in
	run --separate-stderr -0 vault in
	[ "$(decided)" = "open swap capital" ]
	jqeq '.idle == {"USDC":"500"} and .budget == {"USDC":"500"} and .capital_log == 1' "$(kept)"
	roll=$(key range roll)
	kept >last
	# the event again is no other deposit
	{ lp $CENTRED; capital deposit USDC 500 5 100 1; cat last; cycle; } >in
	run --separate-stderr -0 vault in
	jqeq '.idle == {"USDC":"500"}' "$(kept)"
	{ lp $CENTRED; pending $roll swap "done" v3:1; holding $roll USDC -251 6; holding $roll WETH 0.12 18; cat last; cycle; } >in
	run --separate-stderr -0 vault in
	valid "$output"
	[ "$(did)" = "approve approve increase" ]
	jqeq '.amount == "249" and .amount_b == "0.12" and .token_id == "1" and .final and .tick_lower == 199140' \
		"$(jq -c 'select(.action == "increase")' <<<"$output")"
	kept >last
	{ lp $CENTRED liquidity=1000100000000000000; cat last; cycle; } >in
	run --separate-stderr -0 vault in
	[ "$(did)" = "" ]
	jqeq '.idle == null' "$(kept)"
	kept >last
	# 25 of 125 shares leave: a fifth of the liquidity, asked for until it is gone
	{ lp $CENTRED liquidity=1000000000000000000; capital withdrawal USDC 500 25 100 2; cat last; cycle; } >in
	run --separate-stderr -0 vault in
	valid "$output"
	[ "$(did)" = decrease ]
	jqeq '.liquidity == "200000000000000000" and .final' "$(of_type action "$output")"
	kept >last
	{ lp $CENTRED liquidity=1000000000000000000; cat last; cycle; } >in
	run --separate-stderr -0 vault in
	[ "$(did)" = decrease ]
	{ lp $CENTRED liquidity=800000000000000000; cat last; cycle; } >in
	run --separate-stderr -0 vault in
	[ "$(did)" = "" ]
	jqeq '.keep_liquidity == null' "$(kept)"
}

@test "v4: liquidity that the maxima pay for; swaps go through another pool of the pair" {
	conf="-o V3_ROUTER= -o POOLS=v4:ETH/USDC/500/10 -o V4_POOL_MANAGER=0x000000000004444c5dc75cB358380D2e3dE08A90"
	v4="kind=v4 fee=500 spacing=10 t0=ETH t1=USDC d0=18 d1=6 tick=-200000 lower=-202020 upper=-198000"
	v2='{"type":"pool","ts_ms":1,"chain_id":1,"pool":"0xB4e16d0168e52d35CaCD2c6185b44281Ec28C9Dc","venue":"uniswap","kind":"v2","token0":"USDC","token1":"WETH","decimals0":6,"decimals1":18,"reserve0":"20632000","reserve1":"10000","block":9,"block_hash":"0x09"}'
	run --separate-stderr -0 range-roll $conf -o LP_CAPITAL=ETH:1 <<<"$(lp $v4 price=2063.2 without=position,il; echo "$v2"; cycle)"
	valid "$output"
	[ "$(did)" = "wrap approve swap" ]
	jqeq '.kind == "v2" and .asset == "WETH" and .asset_out == "USDC" and (.amount | tonumber) > 0.4' \
		"$(jq -c 'select(.action == "swap")' <<<"$output")"
	roll=$(key range roll)
	kept >last
	# which was pushed
	run --separate-stderr -5 range-roll $conf -o LP_CAPITAL=ETH:1 <<<"$(lp $v4 price=2063.2 without=position,il
		echo "${v2/20632000/20000000}"; cycle)"
	[ "$(refused) $(did)" = "price_deviation " ]
	{ lp $v4 price=2063.2 without=position,il; echo "$v2"; pending $roll swap "done"; holding $roll ETH -0.5 18
	  holding $roll WETH 0.01 18; holding $roll USDC 1020 6; cat last; cycle; } >in
	run --separate-stderr -0 range-roll $conf -o LP_CAPITAL=ETH:1 in
	valid "$output"
	[ "$(did)" = "unwrap approve approve mint" ]
	mint=$(jq -c 'select(.action == "mint")' <<<"$output")
	jqeq '.kind == "v4" and .amount == "0.51" and .amount_b == "1020" and (.liquidity | tonumber) > 0 and .min_a == null and .final' "$mint"
	jqeq '.kind == "permit2" and .to == "0xbD216513d74C8cf14cf4747E6AaA6420FF64ee9e"' \
		"$(jq -c 'select(.action == "approve" and .kind)' <<<"$output")"
	# with a router for v4 in the pool itself, without wrapping
	run --separate-stderr -0 range-roll $conf -o V4_ROUTER=0x66a9893cC07D91D95644AEDD05D03f95e1dBA8Af \
		-o LP_CAPITAL=USDC:1000 <<<"$(lp $v4 wallet1=5000 price=2063.2 without=position,il; cycle)"
	valid "$output"
	[ "$(did)" = "approve approve swap" ]
	jqeq '.kind == "v4" and .path == null and .fee == 500 and .tick_spacing == 10 and .asset_out == "ETH"' \
		"$(jq -c 'select(.action == "swap")' <<<"$output")"
	run --separate-stderr -0 range-roll $conf -o V4_ROUTER=0x66a9893cC07D91D95644AEDD05D03f95e1dBA8Af \
		-o LP_CAPITAL=ETH:1 <<<"$(lp $v4 price=2063.2 without=position,il; cycle)"
	[ "$(did)" = swap ]
}

@test "on random frames it decides as a model of its own does" {
	run -0 "$MM_TOP/tests/range_model.py" 7 $((300 * ${MM_SOAK:-1}))
	[[ $output == *" 0 otherwise"* ]]
}
