# back-test lp: bad input first; then its accounts to the atom against a model of its own
# (lp_tape.py), for a position that stays, rolls and an exit; then that it knows no future.
# shellcheck disable=SC2154 # stderr is bats' own
load lib

LP_TAPE=$MM_TOP/tests/lp_tape.py
POOL=0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640
FUNDS=(100000000000 20000000000000000000)
NARROW=(-o RANGE_HORIZON=1h -o RISK_TOLERANCE=aggressive -o ROLL_MIN_INTERVAL=1m)

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cat >"$MM_HOME/mm.conf" <<-CONF
		VENUE=evm
		CHAIN_ID=1
		WALLETS=alice:0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266
		ASSETS=USDC:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48:6,WETH:0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2:18
		V3_ROUTER=0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45
		V3_MANAGER=0xC36442b4a4522E871399CD717aBDD847Ab11FE88
		POOLS=v3:$POOL
		LP_CAPITAL=USDC:100000,WETH:20
		RANGE_HORIZON=1d
	CONF
	"$LP_TAPE" begin >pool
}

# lp SEED N SIGMA OPTION...: the run over that tape, judged; `said` is what it told.
lp() {
	"$LP_TAPE" make "$1" "$2" "$3" >tape
	back-test lp "${@:4}" -g 1 --positions --equity pool tape >said
	valid <said
	"$LP_TAPE" judge pool tape said 1 "${FUNDS[@]}"
}
result() { tail -n 1 said | jq -r "$1"; }

@test "files and lines that cannot be played" {
	"$LP_TAPE" make 1 200 >tape
	run -1 back-test lp -g 1 none tape
	run -1 back-test lp -g 1 pool none
	run --separate-stderr -1 back-test lp -g 1 tape tape
	[ "$stderr" = "back-test: tape: no pool record" ]
	for bad in '"v3"/"v2"' '"fee": 500/"fee": 0' '"tick_spacing": 10/"tick_spacing": 0' '"liquidity": "/"liquidity": "-' \
		'"sqrt_price_x96": "[0-9]*"/"sqrt_price_x96": "1"'; do
		sed "s/$bad/" pool >other
		run --separate-stderr -1 back-test lp -g 1 other tape
		[[ $stderr == *"other:1: not a pool of v3 with fee"* ]]
	done
	sed '3s/"amount0": "[^"]*"/"amount0": "one"/' tape >bad
	run --separate-stderr -1 back-test lp -g 1 pool bad
	[[ $stderr == "back-test: bad:3: "* ]]
	run --separate-stderr -3 back-test lp -k -g 1 pool bad
	tac tape >back
	run --separate-stderr -1 back-test lp -g 1 pool back
	[[ $stderr == *"an event older than the one before it" ]]
	sed "s/$POOL/0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2/" tape >others
	run --separate-stderr -1 back-test lp -g 1 pool others
	[[ $stderr == *"no event of pool '$POOL'" ]]
	echo '{"type":"removed","ts_ms":1,"name":"Swap","cause":"c","chain_id":1,"block":1,"block_hash":"0xab","tx_hash":"0xcd","log_index":1,"turn":0,"reason":"reorg"}' >gone
	run -1 back-test lp -g 1 pool gone
	run -1 bash -c 'back-test lp -g 1 pool tape >/dev/full'
}

@test "usage, and keys that do not fit the pool" {
	"$LP_TAPE" make 1 200 >tape
	for bad in "" "pool" "pool tape more" "--step 0s pool tape" "--from-ms 2 --to-ms 1 pool tape" \
		"--records pool tape" "-j 2 pool tape" "--equity --sweep RANGE_Z=1 pool tape" \
		"-g x pool tape" "-g -1 pool tape"; do
		# shellcheck disable=SC2086 # words
		run -2 back-test lp $bad
	done
	run --separate-stderr -2 back-test lp pool tape
	[[ $stderr == *"neither --gas-gwei nor a chain record on the tape" ]]
	for bad in LP_CAPITAL= LP_CAPITAL=DAI:5 LP_CAPITAL=USDC:0.0000001 LP_CAPITAL=USDC:x NUMERAIRE=DAI LP_WALLET=bob \
		WALLETS= WRAPPED_NATIVE=WBNB; do
		run -2 back-test lp -g 1 -o "$bad" pool tape
	done
	# Where the programs that decide do not run nothing is decided.
	mkdir alone && ln -s "$(command -v back-test)" alone/
	run --separate-stderr -2 env PATH="$PWD/alone" back-test lp -g 1 pool tape
	[[ $stderr == *"il-calc and range-roll do not run with this configuration" ]]
	echo testing >"$MM_HOME/KILL"
	run --separate-stderr -5 back-test lp -g 1 pool tape
	[[ $stderr == *"the kill switch is on"*testing ]]
}

@test "where nothing may be opened the result says so" {
	"$LP_TAPE" make 1 200 >tape
	run --separate-stderr -5 back-test lp -g 1 -o POOLS= pool tape
	valid "$output"
	[[ $stderr == *"no position was opened"* ]]
	jqeq '.n_mints == 0 and .equity_end == .hold_end and .full_end == .hold_end and .gas == "0"' "$output"
}

@test "a position that never rolls: amounts, fees and worth at every frame" {
	lp 1 2500 0.0004
	[ "$(result .n_mints)" -eq 1 ]
	[ "$(result .n_rolls)" -eq 0 ]
	[ "$(result '.fees0 != "0" and .fees1 != "0" and .in_range_ratio > 0.9')" = true ]
	# of one token alone, and the other way round
	FUNDS=(0 50000000000000000000)
	lp 7 1500 0.0004 -o LP_CAPITAL=WETH:50
	[ "$(result .n_rebalances)" -ge 1 ]
}

@test "rolls, swaps, an exit, time out of range" {
	lp 5 2500 0.0005 "${NARROW[@]}"
	[ "$(result .n_rolls)" -ge 3 ]
	[ "$(result '.out_of_range_ratio > 0 and .n_rebalances > 3')" = true ]
	[ "$(jq -r 'select(.type == "position") | .position' said | uniq | wc -l)" -eq "$(result .n_mints)" ]
	lp 2 2000 0.001 "${NARROW[@]}" -o MAX_IL=0.01
	[ "$(result .n_exits)" -eq 1 ]
}

@test "what is late meets another price, and does not always land" {
	lp 5 2000 0.0008 "${NARROW[@]}" --latency 150s -o LP_SLIPPAGE_PCT=0.1
	[ "$(result '.n_failed > 0 and .n_mints > 0')" = true ]
	lp 5 1000 0.0005 "${NARROW[@]}" --latency 0s --step 5m
}

@test "no look-ahead: without the rest of the tape the frames before are the same" {
	lp 6 2000 0.0005 "${NARROW[@]}"
	cut=$(sed -n 1200p tape | jq .ts_ms)
	cp said whole
	head -n 1200 tape >half
	back-test lp "${NARROW[@]}" -g 1 --positions --equity pool half |
		jq -c "select(.ts_ms < $cut and .type != \"backtest_lp\")" >short
	jq -c "select(.ts_ms < $cut and .type != \"backtest_lp\")" whole >long
	[ "$(wc -l <short)" -gt 1000 ]
	cmp short long
}

@test "gas as recorded; the first frame and the last; a sweep" {
	"$LP_TAPE" make 5 1500 0.0005 >tape
	back-test lp "${NARROW[@]}" -g 10 pool tape >flat
	{ echo '{"type":"chain","ts_ms":1600000000000,"chain":"evm","slot":1,"chain_id":1,"base_fee_wei":"10000000000"}' && cat tape; } >priced
	run -0 back-test lp "${NARROW[@]}" pool priced
	same "$(jq -c 'del(.tape)' flat)" "$(jq -c 'del(.tape)' <<<"$output")"
	{ cat priced && head -n 1 priced | sed 's/1600000000000/1900000000000/; s/"10000000000"/"99000000000"/'; } >dearer
	run -0 back-test lp "${NARROW[@]}" pool dearer
	same "$(jq -c 'del(.tape)' flat)" "$(jq -c 'del(.tape)' <<<"$output")"
	{ cat dearer && head -n 1 priced; } >back
	run --separate-stderr -1 back-test lp pool back
	[[ $stderr == *"a price of gas older than the one before it" ]]
	run -0 back-test lp "${NARROW[@]}" -g 10 --from-ms 1700010000000 --to-ms 1700020000000 pool tape
	jqeq '.from_ms == 1700010000000 and .to_ms <= 1700020000000 and .n_mints > 0' "$output"
	run --separate-stderr -0 back-test lp "${NARROW[@]}" -g 10 --sweep RISK_TOLERANCE=aggressive,conservative --records pool tape
	valid "$output"
	same "$(jq -c 'del(.config_id)' flat)" "$(head -n 1 <<<"$output" | jq -c 'del(.config_id)')"
	[ "$(jq -r .n_rolls <<<"$output" | sort -u | wc -l)" -eq 2 ]
	[[ $stderr == *"2 configurations were tried on one tape"* ]]
	run --separate-stderr -0 back-test lp -g 10 --sweep RANGE_Z=1,2 pool tape
	[[ ${lines[0]} == "RANGE_Z "*" pnl_vs_hold "*" in_range_%" ]]
	[ "${#lines[@]}" -eq 3 ]
}

@test "the whole day, where it is given (MM_DATA)" {
	[ -n "${MM_DATA:-}" ] || skip 'the recorded day is not there (MM_DATA)'
	"$MM_TOP/tests/bench/logs.py" "$MM_DATA/uniswap_v3/univ3_USDC_WETH_005_2024-01-05.raw.csv.gz" >logs
	event-watch --decode -w "$MM_TOP/share/watch/uniswap-v3.watch" logs | grep '"Swap"' >tape
	read -r -a at < <(head -n 1 tape | jq -r '.args | "\(.sqrtPriceX96) \(.tick) \(.liquidity)"')
	"$LP_TAPE" begin "${at[@]}" >pool
	back-test lp -o RANGE_HORIZON=3h -g 20 --positions --equity pool tape >said
	"$LP_TAPE" judge pool tape said 20 "${FUNDS[@]}"
	[ "$(result .n_mints)" -ge 1 ]
	[ "$(result .n_swaps)" -gt 6000 ]
}
