# lend-read against Compound itself: every market with its interest, every account, and
# what the Comptroller says of our own, to the unit.
# shellcheck disable=SC2154 # stderr is bats' own
load lib
load world-evm
load lend-stages

setup_file() {
	evm_start --compound --block-ms 0
}

teardown_file() {
	evm_stop
}

setup() {
	evm_here
	cd "$BATS_TEST_TMPDIR" || return
	conf "$(evm_of .compound.comptroller)"
}

# conf COMPTROLLER
conf() {
	{
		evm_conf alice bob
		echo "LEND_MARKETS=compound:$1"
	} >"$MM_HOME/mm.conf"
}

act() { evm comp_do "[$1]" >/dev/null; }
# accounts: those the last frame tells of.
accounts() { of_type user_reserve "$(<frame)" | jq -r .user | sort -u; }
borrower() { evm_of ".compound.borrowers[$1].address"; }

# all_held: the newest frame is what the contracts say at its block: each market as
# accrueInterest would leave it, each account of the frame as it is stored, and our own.
all_held() {
	local asset id=0 who said
	for asset in WETH USDC DAI WBTC; do
		said=$(evm comp_market "[\"$asset\"]")
		jq -es --argjson m "$said" --argjson id $((id++)) 'map(select(.type == "reserve" and .id == $id))[0] |
			$m.accrued as $a | .asset == "'$asset'" and .liquidity_index == $a.exchangeRateStored and .borrow_index == $a.borrowIndex and
			.scaled_debt == $a.totalBorrows and .scaled_supply == $a.totalSupply and .available == $a.getCash and
			.borrow_rate == $m.stored.borrowRatePerBlock and .liquidity_rate == $m.stored.supplyRatePerBlock and .updated_s == $m.block' \
			<frame >/dev/null || { echo "$asset: $said" >&2 && return 1; }
	done
	for who in $(accounts); do
		said=$(evm comp_account "[\"$who\"]")
		jq -es --argjson m "$said" '[["WETH", "USDC", "DAI", "WBTC"] as $names | .[] |
			select(.type == "user_reserve" and .user == $m.user and (.scaled_supply or .scaled_debt)) |
			{ key: $names[.reserve], value: { tokens: (.scaled_supply // "0"), debt: (.scaled_debt // "0"), entered: (.collateral // false) } }] | from_entries ==
			($m.markets | map_values(select(.tokens != "0" or .debt != "0") | del(.rate)))' <frame >/dev/null || { echo "$said" >&2 && return 1; }
	done
	for who in alice bob; do
		said=$(evm comp_account "[\"$who\"]")
		jq -es --argjson m "$said" '
			def wei: split(".") | .[0] + ((.[1] // "") + "000000000000000000")[:18] | ltrimstr("0") | sub("^0+"; "") | if . == "" then "0" else . end;
			map(select(.type == "lend_account" and .wallet == "'$who'"))[0] |
			(.available_base | wei) == $m.liquidity and (.shortfall_base // "0" | wei) == $m.shortfall' <frame >/dev/null || { echo "$said" >&2 && return 1; }
	done
}

@test "a market as it stands: interest, accounts and prices, to the unit" {
	act '[{"who":"bob","do":"mint","asset":"WETH","amount":"20000000000000000000"},{"who":"bob","do":"enter","asset":"WETH"},
		{"who":"bob","do":"mint","asset":"USDC","amount":"3000000"},{"who":"bob","do":"borrow","asset":"DAI","amount":"12345678901234567890123"}]'
	evm mine '[50]' >/dev/null
	resident
	frame
	ended
	valid <frame
	all_held
	jqeq '.users == 8 and .whole and .kind == "compound" and .close_factor == "0.5" and .incentive == "1.08"' "$(of_type lend_market "$(<frame)")"
	# the supplier, six borrowers and bob
	[ "$(accounts | wc -l)" = 8 ]
	jqall 'map([.asset, .lt_bps, .bonus_bps, .reserve_factor_bps]) ==
		[["WETH",8250,10800,2000],["USDC",8550,10800,750],["DAI",8300,10800,1500],["WBTC",7000,10800,2000]]' "$(of_type reserve "$(<frame)")"
	jqall 'map([.asset, .price_base]) == [["WETH","2000000000000000000000"],["USDC","1000000000000000000"],
		["DAI","1000000000000000000"],["WBTC","60000000000000000000000"]]' "$(of_type oracle "$(<frame)")"
	# Its blocks are of 3 s by its own model, whatever BLOCK_TIME_S says.
	# shellcheck disable=SC2016 # jq reads it
	jqall '.[0] as $r | .[1] | ($r.borrow_rate | tonumber / 1e18 * 10512000) as $apr |
		(.borrow_apr_ratio - $apr | fabs) < 1e-12 and (.borrow_apy_ratio - (($apr | exp) - 1) | fabs) < 1e-9 and .borrow_apy_ratio > .borrow_apr_ratio' \
		"$(jq -c 'select(.asset == "DAI" and (.type == "reserve" or .type == "lend_rate"))' frame)"
	jqeq '.collateral == ["WETH"] and .supplied.USDC == "2.999999" and (.borrowed.DAI | startswith("12345.67")) and (.hf | tonumber | . > 2.6 and . < 2.7)' \
		"$(jq -c 'select(.type == "lend_account" and .wallet == "bob")' frame)"
}

@test "accounts that act, are liquidated, pay each other or leave are told of, and no others" {
	resident
	frame
	act '{"who":1,"do":"repay","asset":"DAI","amount":"1000000000000000000"}'
	frame
	same "$(borrower 1)" "$(accounts)"
	all_held
	act '[{"who":5,"do":"enter","asset":"DAI"},{"who":5,"do":"transfer","asset":"WETH","to":"alice","amount":"4999999998"}]'
	frame
	same "$(printf '%s\n' "$(borrower 5)" "$(evm_of .wallets.alice)" | sort)" "$(accounts)"
	jqeq '.scaled_supply == null and .collateral == null' "$(of_type user_reserve "$(<frame)" | jq -c --arg u "$(borrower 5)" 'select(.user == $u and .reserve == 0)')"
	all_held
	act '[{"who":5,"do":"exit","asset":"DAI"},{"who":5,"do":"redeem","asset":"DAI","amount":"499999999999"}]'
	frame
	jqeq '(.scaled_supply // .scaled_debt) == null' "$(of_type user_reserve "$(<frame)")"
	evm comp_oracle '[{"WETH":1800}]' >/dev/null
	frame
	[ -z "$(accounts)" ]
	act '{"who":"taker","do":"liquidate","debt":"USDC","collateral":"WETH","user":0,"amount":"3000000000"}'
	frame
	same "$(printf '%s\n' "$(borrower 0)" "$(evm_of .wallets.taker)" | sort)" "$(accounts)"
	all_held
	ended
	valid <all
	[ ! -s err ]
	# What was followed is what there is, of debts too, though theirs grow unheard.
	evm mine '[20]' >/dev/null
	act '{"who":"alice","do":"accrue","asset":"USDC"}'
	mm-cycle --once | lend-read --check >checked
	jqall 'map(select(.type == "refusal")) == []' "$(<checked)"
}

@test "our own below what it owes; a market without a price; rules that change" {
	act '[{"who":"bob","do":"mint","asset":"WETH","amount":"10000000000000000000"},{"who":"bob","do":"enter","asset":"WETH"},
		{"who":"bob","do":"borrow","asset":"USDC","amount":"9000000000"}]'
	evm comp_oracle '[{"WETH":700}]' >/dev/null
	resident
	frame
	all_held
	jqeq '(.shortfall_base | tonumber) > 0 and .available_base == "0" and (.hf | tonumber) < 1' "$(jq -c 'select(.type == "lend_account" and .wallet == "bob")' frame)"
	evm comp_oracle '[{"WETH":"0"}]' >/dev/null
	act '[{"do":"factor","asset":"USDC","mantissa":"123456789012345678"},{"do":"reserve_factor","asset":"DAI","mantissa":"250000000000000000"},
		{"do":"incentive","mantissa":"1100000000000000000"}]'
	frame
	ended
	valid <all
	jqeq '.price_base == "0"' "$(jq -c 'select(.type == "oracle" and .asset == "WETH")' frame)"
	jqall 'map(.wallet) == ["alice"]' "$(of_type lend_account "$(<frame)")"
	[[ $(<err) == *"warning: bob: its account in "* ]]
	jqall 'map([.lt_bps, .bonus_bps, .reserve_factor_bps])[1:3] == [[1234,11000,750],[8300,11000,2500]]' "$(of_type reserve "$(<frame)")"
}

# A market that counts seconds, of the chain's own coin: what its contracts say is made up.
@test "a market that counts seconds, and whose asset is the native coin" {
	local now main token model said
	now=$(jq -r .timestamp <<<"$(evm_rpc eth_getBlockByNumber '["latest",false]')")
	now=$((now))
	model=$(evm says '["model",{"timestampsPerYear()":["31536000"]}]')
	token=$(evm says '["token",{"getCash()":["900000000000000000000"],"totalBorrows()":["100000000000000000000"],"totalReserves()":["1000000000000000000"],
		"totalSupply()":["4995000000000"],"borrowIndex()":["1200000000000000000"],"exchangeRateStored()":["200000000000000000000000000"],
		"reserveFactorMantissa()":["100000000000000000"],"interestRateModel()":['"$model"'],"accrualBlockTimestamp()":["'$((now - 1000))'"],
		"borrowRatePerTimestamp()":["1000000000"],"supplyRatePerTimestamp()":["90000000"],"getAccountSnapshot(address)":["0","500000000000","1000000000000000000","200000000000000000000000000"]}]')
	main=$(evm says '["main",{"getAllMarkets()":["32","1",'"$token"'],"oracle()":['"$(evm says '["prices",{"getUnderlyingPrice(address)":["2000000000000000000000"]}]')"'],
		"closeFactorMantissa()":["500000000000000000"],"liquidationIncentiveMantissa()":["1080000000000000000"],"markets(address)":["1","800000000000000000","0"],
		"mintGuardianPaused(address)":["1"],"borrowCaps(address)":["5000000000000000000000"],"getAssetsIn(address)":["32","1",'"$token"'],
		"getAccountLiquidity(address)":["0","158000000000000000000000","0"]}]')
	conf "$(jq -r . <<<"$main")"
	said=$(mm-cycle --once | lend-read)
	valid "$said"
	# 1,000 s at 1e-9 a second: a millionth, of the index and of what is owed.
	jqeq '.updated_s == '"$now"' and .borrow_index == "1200001200000000000" and .scaled_debt == "100000100000000000000" and
		.frozen and .borrow_cap == "5000" and .address == "0x0000000000000000000000000000000000000000" and .asset == .address and
		.liquidity_index == "200000018018018018018018018"' "$(of_type reserve "$said")"
	jqeq '.available_base == "158000" and .collateral_base == "160000" and .debt_base == "2000" and .hf == "80" and
		(.borrowed | to_entries[0].value) == "1.000001"' "$(of_type lend_account "$said" | head -n 1)"
}

@test "what is no Comptroller is refused, and nothing of it told" {
	local at
	for at in "$(evm_of .compound.oracle)" 0x00000000000000000000000000000000000000ff; do
		conf "$at"
		run -5 --separate-stderr lend-read <<<"$(mm-cycle --once)"
		jqall 'map(select(.type == "refusal").reason) == ["market_unread"]' "$output"
		jqall 'map(select(.type | test("lend|reserve|oracle"))) == []' "$output"
	done
}
