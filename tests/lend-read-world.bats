# lend-read against Aave itself: what it tells, reckoned by another's hand, is what the
# Pools say of every account, to the unit (tests/lend_oracle.py).
# shellcheck disable=SC2154 # stderr is bats' own
load lib
load world-evm
load lend-stages

setup_file() {
	evm_start --aave36 --block-ms 0
}

teardown_file() {
	evm_stop
}

setup() {
	evm_here
	cd "$BATS_TEST_TMPDIR" || return
	{
		evm_conf liquidator alice
		evm_lend_conf aave aave36
	} >"$MM_HOME/mm.conf"
}

# held MARKET: every frame so far against the market.
dump() { jq -c "select(.type|test(\"user_reserve|reserve|market|refusal\"))" frame >&2; cat err >&2; }
held() {
	local named
	mapfile -t named < <(evm_of ".$1.borrowers[].address, .wallets.supplier, .wallets.liquidator")
	"$MM_TOP/tests/lend_oracle.py" "$EVM" "$(evm_of ".$1.pool")" --skip "$(cat "done.$1" 2>/dev/null || echo 0)" "${named[@]}" <all
	n=$(grep -c '^{"type":"cycle"' all)
	echo "$n" >"done.$1"
}
act() { evm lend_do "[$1]" >/dev/null; }
# accounts: those the last frame tells of.
accounts() { sed -n 's/^{"type":"user_reserve".*"user":"\([^"]*\)".*/\1/p' frame | sort -u; }
# borrower MARKET N
borrower() { evm_of ".$1.borrowers[$2].address"; }
# reasons: of the refusals of the last frame.
reasons() { sed -n 's/^{"type":"refusal".*"reason":"\([^"]*\)".*/\1/p' frame; }
# sent FROM TO SIGNATURE ARGUMENT ...: a transaction, not yet in a block.
sent() {
	local data
	data=$(evm-call --encode "${@:3}")
	evm_rpc anvil_impersonateAccount "[\"$1\"]" >/dev/null
	evm_rpc eth_sendTransaction '[{"from":"'"$1"'","to":"'"$2"'","data":"'"$data"'","gas":"0x7a120"}]' >/dev/null
	evm_rpc anvil_stopImpersonatingAccount "[\"$1\"]" >/dev/null
}
# give MARKET ASSET FROM TO AMOUNT: deposits change hands.
give() {
	local token
	token=$(of_type reserve "$(<all)" | jq -r --arg pool "$(evm_of ".$1.pool")" 'select(.pool == $pool and .asset == "'"$2"'").a_token' | head -1)
	sent "$3" "$token" 'transfer(address,uint256)' "$4" "$5"
	evm mine >/dev/null
}

@test "a market as it stands: every account of both versions, to the unit" {
	resident
	frame
	valid <frame
	same '1 22' "$(held aave)"
	same '1 22' "$(held aave36)"
	jqall 'map(select(.type == "lend_market") | [.whole, .revision, .liquidations_open, .users]) == [[true, 1, true, 21], [true, 10, true, 21]]' "$(<frame)"
	jqall 'map(select(.type == "emode").label) == ["Stablecoins", "Stablecoins"]' "$(<frame)"
	jqall 'map(select(.type == "token").asset) == ["WETH", "USDC", "DAI", "WBTC"]' "$(<frame)"
	# Nothing changed: prices, our own, and no more.
	frame
	[ -z "$(accounts)$(of_type reserve "$(<frame)")$(of_type emode "$(<frame)")" ]
	jqall '(map(select(.type == "lend_market")) | all(has("whole") | not)) and (map(select(.type == "oracle")) | length == 8)' "$(<frame)"
	same '1 22' "$(held aave)"
	ended
}

@test "whatever accounts do: who changed is told, and nobody else, and it is what the Pools say" {
	local market user other=0x00000000000000000000000000000000000000b1
	resident
	frame
	for market in aave aave36; do
		act '[{"market":"'$market'","who":"alice","do":"supply","asset":"WETH","amount":"3000000000000000000"}]'
		frame
		same "$(evm_of .wallets.alice)" "$(accounts)"
		act '[{"market":"'$market'","who":"alice","do":"borrow","asset":"USDC","amount":"2000000000"},
			{"market":"'$market'","who":1,"do":"repay","asset":"DAI","amount":"max"}]'
		frame
		[ "$(accounts | wc -l)" -eq 2 ]
		user=$(borrower $market 1)
		jqall 'any(.reserve == 2 and .user == "'"$user"'" and (has("scaled_debt") or has("scaled_supply") | not))' "$(of_type user_reserve "$(<frame)")"
		act '[{"market":"'$market'","who":1,"do":"collateral","asset":"WETH","use":false},
			{"market":"'$market'","who":"alice","do":"supply","asset":"DAI","amount":"1000000000000000000"}]'
		frame
		jqall 'any(.user == "'"$user"'" and .reserve == 0 and has("scaled_supply") and (has("collateral") | not))' "$(of_type user_reserve "$(<frame)")"
		# Deposits that change hands, to somebody nobody has heard of; all of them.
		give $market WETH "$user" "$other" 1000000000000000000
		frame
		[ "$(accounts | wc -l)" -eq 2 ]
		act '[{"market":"'$market'","who":1,"do":"withdraw","asset":"WETH","amount":"max"}]'
		frame
		jqall 'all(.user == "'"$user"'" and (has("scaled_supply") | not))' "$(of_type user_reserve "$(<frame)")"
		# A category of efficiency mode: it stays while a reserve is emptied.
		act '[{"market":"'$market'","who":7,"do":"supply","asset":"WBTC","amount":"100"}]'
		frame
		act '[{"market":"'$market'","who":7,"do":"withdraw","asset":"WBTC","amount":"max"}]'
		frame
		jqall 'all(.emode == 1) and any(.reserve == 3 and (has("scaled_supply") | not))' "$(of_type user_reserve "$(<frame)")"
		held $market
		act '[{"market":"'$market'","who":7,"do":"repay","asset":"DAI","amount":"40000000000000000000000"},{"market":"'$market'","who":7,"do":"emode","category":0}]'
		frame
		same "$(borrower $market 7)" "$(accounts)"
		jqall 'all(has("emode") | not)' "$(of_type user_reserve "$(<frame)")"
	done
	evm lend_oracle '[{"WETH":1500,"WBTC":45000}]' >/dev/null
	frame
	[ -z "$(accounts)" ]
	# A liquidation, for the asset and for the deposit.
	for market in aave aave36; do
		act '[{"market":"'$market'","who":"liquidator","do":"liquidate","collateral":"WETH","debt":"USDC","user":0,"amount":"max"},
			{"market":"'$market'","who":"liquidator","do":"liquidate","collateral":"WBTC","debt":"USDC","user":4,"amount":"max","receive_a":true}]'
		frame
		accounts | grep -Fx "$(evm_of .wallets.liquidator)"
		accounts | grep -Fx "$(borrower $market 0)"
		held $market
	done
	evm lend_oracle '[{"WETH":2000,"WBTC":60000}]' >/dev/null
	frame
	jqall 'map(select(.wallet == "liquidator")) | all(.supplied.WBTC | tonumber > 0.1)' "$(of_type lend_account "$(<frame)")"
	ended
	# All of it from nothing, by one frame, is the same.
	mm-cycle --once | lend-read --check >fresh
	jqall 'any(.type == "refusal") | not' "$(<fresh)"
	# A list of another chain is made anew: its last block is not there.
	sed -i "1s/0x[0-9a-f]*\$/0x$(printf 'ab%.0s' {1..32})/; 3,\$d" "$MM_HOME/lend-31337-$(evm_of .aave.pool).accounts"
	echo 'end 1' >>"$MM_HOME/lend-31337-$(evm_of .aave.pool).accounts"
	mm-cycle --once | lend-read >again
	same "$(of_type lend_market "$(<fresh)" | jq -r .users)" "$(of_type lend_market "$(<again)" | jq -r .users)"
}

@test "rules that change, reserves that come and go" {
	local market user slot
	resident
	frame
	for market in aave aave36; do
		act '[{"market":"'$market'","do":"pause","asset":"DAI","on":true},{"market":"'$market'","do":"terms","asset":"USDC","ltv":7000,"threshold":7500,"bonus":10500},
			{"market":"'$market'","do":"caps","asset":"WETH","supply":100000,"borrow":7}]'
		frame
		[ -z "$(accounts)" ]
		jqall 'sort_by(.id) | map(.id) == [0, 1, 2] and .[0].supply_cap == "100000" and .[0].borrow_cap == "7" and .[1].lt_bps == 7500 and .[2].paused' "$(of_type reserve "$(<frame)")"
		act '[{"market":"'$market'","do":"pause","asset":"DAI","on":false},{"market":"'$market'","do":"list","asset":"GOLD","decimals":6,"usd":100}]'
		act '[{"market":"'$market'","who":3,"do":"supply","asset":"GOLD","amount":"5000000"}]'
		frame
		jqall 'any(.id == 4 and .decimals == 6 and .asset == .address)' "$(of_type reserve "$(<frame)")"
		same "$(borrower $market 3)" "$(accounts)"
		valid <frame
		evm_rpc evm_increaseTime '[86400]' >/dev/null
		act '[{"market":"'$market'","do":"sentinel","open":false}]'
		frame
		jqall 'any(has("liquidations_open") | not)' "$(of_type lend_market "$(<frame)")"
		act '[{"market":"'$market'","do":"sentinel","open":true}]'
		frame
		held $market
	done
	# A reserve that goes, and a bit of an account that names none.
	act '[{"market":"aave","do":"list","asset":"LEAD","decimals":8,"usd":2}]'
	frame
	jqall 'any(.decimals == 8 and .id == 5)' "$(of_type reserve "$(<frame)")"
	rule aave 'dropReserve(address)' "$(evm lend_token '["LEAD"]' | tr -d '"')"
	evm mine >/dev/null
	frame
	jqall 'map(.whole) == [true, null]' "$(of_type lend_market "$(<frame)")"
	user=$(borrower aave 12)
	slot=$(evm-call --hash "0x$(printf %064s "${user:2}" | tr ' ' 0)$(printf %064x 53)")
	evm_rpc anvil_setStorageAt "[\"$(evm_of .aave.pool)\",\"$slot\",\"0x$(printf %064x $((1 << 40 | 6)))\"]" >/dev/null
	evm mine >/dev/null
	same $((1 << 40 | 6)) "$(evm-call --to "$(evm_of .aave.pool)" 'getUserConfiguration(address)(uint256)' "$user" | jq -r .values.arg0)"
	SIGNAL=resync frame
	[ -z "$(reasons)" ]
	held aave
	evm_rpc anvil_setStorageAt "[\"$(evm_of .aave.pool)\",\"$slot\",\"0x$(printf %064x 6)\"]" >/dev/null
	evm lend_oracle '[{"WETH":"0"}]' >/dev/null
	frame
	jqall 'map(select(.asset == "WETH").price_base) == ["0", "0"]' "$(of_type oracle "$(<frame)")"
	evm lend_oracle '[{"WETH":2000}]' >/dev/null
	ended
}

# rule MARKET SIGNATURE ARGUMENT ...: a call of its configurator, by who runs it.
rule() { sent "$(evm_of .wallets.deployer)" "$(evm_of ".$1.configurator")" "${@:2}"; }

@test "what only some versions have: prices of categories, ceilings, grace, deficits" {
	local market dai usdc
	usdc=$(evm_of .tokens.USDC.address) dai=$(evm_of .tokens.DAI.address)
	resident
	frame
	# 3.0: all of a category at the price of one.
	rule aave 'setEModeCategory(uint8,uint16,uint16,uint16,address,string)' 1 9700 9750 10100 "$dai" stable
	evm lend_oracle '[{"DAI":0.97}]' >/dev/null
	frame
	jqall 'map([.price_base, .label]) == [["97000000", "stable"]]' "$(of_type emode "$(<frame)")"
	held aave
	rule aave 'setEModeCategory(uint8,uint16,uint16,uint16,address,string)' 1 9700 9750 10100 0x0000000000000000000000000000000000000000 ''
	rule aave36 'setEModeCategory(uint8,uint16,uint16,uint16,string)' 9 9000 9200 10200 far
	rule aave36 'setAssetCollateralInEMode(address,uint8,bool)' "$usdc" 9 true
	rule aave36 'setReservePause(address,bool,uint40)' "$dai" false 3600
	evm lend_oracle '[{"DAI":1}]' >/dev/null
	frame
	jqall 'map([.price_base, .label]) == [[null, null]]' "$(of_type emode "$(<frame)")"
	jqall 'map(select(.asset == "DAI")) | length == 1 and .[0].grace_until_s > '"$(date +%s)"' - 86400' "$(of_type reserve "$(<frame)")"
	# A category far behind the others is found by who is in it.
	act '[{"market":"aave36","who":9,"do":"repay","asset":"USDC","amount":"max"},{"market":"aave36","who":9,"do":"emode","category":9}]' 
	frame
	same emode_unread "$(reasons)"
	frame
	jqall 'any(.id == 9 and .collateral == "2" and .label == "far")' "$(of_type emode "$(<frame)")"
	same "$(borrower aave36 9)" "$(accounts)"
	# 3.0: debts at a stable rate, which grow by themselves.
	rule aave 'setReserveStableRateBorrowing(address,bool)' "$usdc" true
	act '[{"market":"aave","who":"alice","do":"supply","asset":"WBTC","amount":"100000000"}]'
	sent "$(evm_of .wallets.alice)" "$(evm_of .aave.pool)" 'borrow(address,uint256,uint256,uint16,address)' "$usdc" 5000000000 1 0 "$(evm_of .wallets.alice)"
	evm mine >/dev/null
	frame
	jqall 'any(.reserve == 1 and (.stable_debt | tonumber >= 5000000000))' "$(of_type user_reserve "$(<frame)")"
	held aave
	sent "$(evm_of .wallets.alice)" "$(evm_of .aave.pool)" 'swapBorrowRateMode(address,uint256)' "$usdc" 1
	evm mine >/dev/null
	frame
	jqall 'any(.reserve == 1 and has("scaled_debt") and (has("stable_debt") | not))' "$(of_type user_reserve "$(<frame)")"
	# What the treasury is owed becomes a deposit of its.
	for market in aave aave36; do
		sent "$(evm_of .wallets.alice)" "$(evm_of ".$market.pool")" 'mintToTreasury(address[])' "[$usdc]"
		evm mine >/dev/null
		frame
		[ "$(accounts | wc -l)" -eq 1 ]
		jqall 'any(.reserve == 1 and has("scaled_supply"))' "$(of_type user_reserve "$(<frame)")"
		held $market
	done
	# Isolation: a ceiling on an asset that nobody has pledged yet.
	for market in aave aave36; do
		act '[{"market":"'$market'","do":"list","asset":"TIN","decimals":18,"usd":5}]'
		rule $market 'setDebtCeiling(address,uint256)' "$(evm lend_token '["TIN"]' | tr -d '"')" 1000050
		rule $market 'setBorrowableInIsolation(address,bool)' "$dai" true
		act '[{"market":"'$market'","who":"alice","do":"supply","asset":"TIN","amount":"1000000000000000000000"}]'
		frame
		jqall 'any(.debt_ceiling == "10000.5" and .isolation_debt == "0") and any(.asset == "DAI" and .isolation_borrow)' "$(of_type reserve "$(<frame)")"
		held $market
	done
	# Bad debt: nobody owes it any more, from 3.3 on.
	evm lend_oracle '[{"WETH":400}]' >/dev/null
	frame
	act '[{"market":"aave36","who":"liquidator","do":"liquidate","collateral":"WETH","debt":"USDC","user":18,"amount":"max"}]'
	frame
	jqall 'any(.asset == "USDC" and (.deficit | tonumber > 0))' "$(of_type reserve "$(<frame)")"
	jqall 'map(select(.user == "'"$(borrower aave36 18)"'")) | length == 2 and all(has("scaled_debt") or has("scaled_supply") | not)' "$(of_type user_reserve "$(<frame)")"
	valid <all
	evm lend_oracle '[{"WETH":2000}]' >/dev/null
	ended || [ $? -eq 5 ]
}

@test "the chain moves: what was taken back is told again" {
	local how
	evm mine '[9]' >/dev/null
	resident
	frame
	for how in move remove keep; do
		act '[{"market":"aave","who":"alice","do":"supply","asset":"DAI","amount":"700000000000000000000"},{"market":"aave36","who":"alice","do":"supply","asset":"USDC","amount":"5000000"}]'
		frame
		[ "$(accounts | wc -l)" -ge 1 ]
		evm reorg '[4,"'$how'"]' >/dev/null
		evm mine >/dev/null
		frame
		[ -z "$(reasons)" ]
		held aave
		held aave36
	done
	# Deeper than what is heard again: everything anew.
	evm mine '[6]' >/dev/null
	frame
	act '[{"market":"aave","who":"alice","do":"supply","asset":"DAI","amount":"900000000000000000000"}]'
	evm mine '[5]' >/dev/null
	frame
	evm mine '[2]' >/dev/null
	frame
	evm reorg '[12,"remove"]' >/dev/null
	evm mine >/dev/null
	frame
	jqall 'all(.whole)' "$(of_type lend_market "$(<frame)")"
	held aave
	# So deep, and the frame is refused when all of it is known: the next that is not.
	act '[{"market":"aave36","who":"liquidator","do":"supply","asset":"DAI","amount":"900000000000000000000"}]'
	frame
	act '[{"market":"aave36","who":"alice","do":"supply","asset":"DAI","amount":"900000000000000000000"}]'
	frame
	evm mine '[12]' >/dev/null
	frame
	evm reorg '[13,"remove"]' >/dev/null
	rule aave36 'setEModeCategory(uint8,uint16,uint16,uint16,string)' 20 9000 9200 10200 away
	evm mine >/dev/null
	act '[{"market":"aave36","who":"liquidator","do":"emode","category":20}]'
	frame
	same emode_unread "$(reasons)"
	frame
	jqall 'all(.whole)' "$(of_type lend_market "$(<frame)")"
	held aave36
	frame
	jqall 'all(has("whole") | not)' "$(of_type lend_market "$(<frame)")"
	ended || [ $? -eq 5 ]
}

@test "nodes that fail, lie and forget" {
	local fault
	resident
	frame
	act '[{"market":"aave36","who":5,"do":"supply","asset":"DAI","amount":"900000000000000000000"}]'
	for fault in '"garbage":2' '"http500":2' '"truncated":2'; do
		evm setFaults '[{"next":{'"$fault"'}}]' >/dev/null
		frame
		evm setFaults '[{}]' >/dev/null
	done
	frame
	held aave36
	# Logs that a node does not have yet are heard later.
	act '[{"market":"aave36","who":5,"do":"withdraw","asset":"DAI","amount":"100000000000000000000"}]'
	evm setFaults '[{"next":{"logs_missing":2}}]' >/dev/null
	frame
	evm setFaults '[{}]' >/dev/null
	frame
	same "$(borrower aave36 5)" "$(accounts)"
	# Ranges that are too large, from the first block on.
	ended || [ $? -eq 5 ]
	rm "$MM_HOME"/*.accounts
	evm setFaults '[{"amount":{"too_many":40},"next":{"logs_shuffled":9}}]' >/dev/null
	resident
	frame
	evm setFaults '[{}]' >/dev/null
	held aave
	held aave36
	# A node that falls behind, and catches up.
	act '[{"market":"aave","who":3,"do":"repay","asset":"WETH","amount":"1000000000000000"}]'
	frame
	evm setFaults '[{"amount":{"behind":2}}]' >/dev/null
	frame
	evm setFaults '[{}]' >/dev/null
	held aave
	frame
	held aave
	# Answers as of another block: nothing may be believed.
	MORE='{"type":"chain","ts_ms":5000,"chain":"evm","chain_id":31337,"block":3,"block_hash":"0x'$(printf 'ab%.0s' {1..32})'","block_ts_s":1}' frame
	same block_gone "$(reasons)"
	[ -z "$(of_type lend_market "$(<frame)")" ]
	MORE=$(of_type chain "$(<all)" | head -1 | jq -c '.block_ts_s += 1') frame
	same block_gone "$(reasons)"
	frame
	held aave
	ended || [ $? -eq 5 ]
	# What is no market.
	run --separate-stderr lend-read -o "LEND_MARKETS=aave:$(evm_of .tokens.WETH.address)" < <(mm-cycle --once)
	[ "$status" -eq 5 ]
	jqall 'map(select(.type == "refusal").reason) == ["market_unread"]' "$output"
	sed -i 's/\(USDC:[^:]*:\)6/\18/' "$MM_HOME/mm.conf"
	run --separate-stderr lend-read < <(mm-cycle --once)
	jqall 'map(select(.type == "refusal").reason) == ["reserve_unread"]' "$output"
}

@test "a list that is kept, a state that is proved" {
	local kept user
	mm-cycle --once | lend-read >fresh
	kept=$MM_HOME/lend-31337-$(evm_of .aave.pool).accounts
	[ "$(stat -c %a "$kept")" = 600 ]
	evm mine '[70]' >/dev/null
	act '[{"market":"aave","who":6,"do":"supply","asset":"WETH","amount":"900000000000000000"}]'
	# The next run looks only at what is new, and knows them all.
	resident
	frame
	held aave
	SIGNAL=resync frame
	jqall 'all(.whole)' "$(of_type lend_market "$(<frame)")"
	held aave
	ended
	run --separate-stderr lend-read --check < <(mm-cycle --once)
	[ "$status" -eq 0 ]
	jqall 'map(select(.type == "lend_market").whole) == [true, true]' "$output"
	# One account is not as it was held; then that is what is held.
	rm "$kept"
	mm-cycle --once | lend-read >fresh
	evm mine '[70]' >/dev/null
	sed -i '2{s/0$/1/;t;s/.$/0/}' "$kept"
	run --separate-stderr lend-read --check < <(mm-cycle --once; mm-cycle --once)
	[ "$status" -eq 5 ]
	jqall 'map(select(.type == "refusal")) | map(.reason) == ["state_differs"] and (.[0].text | test(": 1 accounts"))' "$output"
	jqall 'map(select(.type == "lend_market")) | length == 2' "$output"
	# An account that nobody told of does not stay unknown to a full search.
	user=$(borrower aave 6)
	sed -i "/${user,,}/d; s/^end.*/end 99/" "$kept"
	run --separate-stderr lend-read < <(mm-cycle --once)
	[[ $stderr == *"not whole"* ]]
	[ "$(of_type lend_market "$output" | jq -r .users | head -1)" = "$(of_type lend_market "$(<fresh)" | jq -r .users | head -1)" ]
}

@test "what event-watch tells is heard, and changes nothing" {
	mm-cycle --once | event-watch -w "$MM_TOP/share/watch/lend.watch" | lend-read >/dev/null
	act '[{"market":"aave","who":6,"do":"supply","asset":"WETH","amount":"900000000000000000"}]'
	resident
	MORE=$(mm-cycle --once | event-watch -w "$MM_TOP/share/watch/lend.watch" -n 3 | grep -v '"type":"cycle"') frame
	jqall 'map(select(.name == "Supply")) | length == 1' "$(of_type event "$(<frame)")"
	held aave
	MORE=$(of_type event "$(<frame)") frame
	[ -z "$(accounts)" ]
	# An event of a log that no node told of.
	MORE=$(of_type event "$(<all)" | tail -1 | jq -c '.log_index = 999') frame
	same "$(borrower aave 6)" "$(accounts)"
	held aave
	# The lines of the watch are what lend-read hears.
	same "$(sed -n 's/^lend_pools //p' "$MM_TOP/share/watch/lend.watch")" \
		"$(sed -n 's/^\t"\(event .*\)",$/\1/p' "$MM_TOP/lib/data/aave_event.c" | grep -v BalanceTransfer)"
	ended
}
