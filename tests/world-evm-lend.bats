# The lending markets of the Ethereum world: both versions of Aave, their borrowers, what
# is done to them, and the judge.
load lib
load world-evm

setup_file() {
	evm_start --aave36 --block-ms 0
	evm_keep
}

teardown_file() {
	evm_stop
}

setup() {
	evm_here
	evm_back
}

# below MARKET: the numbers of the borrowers that are.
below() {
	evm lend_healths "[\"$1\"]" | jq -c 'to_entries | map(select(.value.health | length < 19) | .key)'
}

@test "twenty borrowers of both versions are sound until prices fall; then the same four are not" {
	local m
	for m in aave aave36; do
		jqeq 'length == 20 and all(.health | length == 19)' "$(evm lend_healths "[\"$m\"]")"
	done
	evm lend_oracle '[{"WETH":1850,"WBTC":55000}]'
	same '[0,16,17,18] [0,16,17,18]' "$(below aave) $(below aave36)"
}

@test "accounts act in both markets, and what they have and owe is what they did" {
	local m said
	for m in aave aave36; do
		evm lend_do "[[{\"market\":\"$m\",\"who\":\"bob\",\"do\":\"supply\",\"asset\":\"WETH\",\"amount\":\"300000000000000000000\"},
			{\"market\":\"$m\",\"who\":\"bob\",\"do\":\"borrow\",\"asset\":\"USDC\",\"amount\":\"5000000\"},
			{\"market\":\"$m\",\"who\":\"bob\",\"do\":\"withdraw\",\"asset\":\"WETH\",\"amount\":\"1\"},
			{\"market\":\"$m\",\"who\":\"bob\",\"do\":\"repay\",\"asset\":\"USDC\",\"amount\":\"4000000\"},
			{\"market\":\"$m\",\"who\":\"bob\",\"do\":\"collateral\",\"asset\":\"WETH\",\"use\":true}]]" >/dev/null
		said=$(evm lend_account "[\"$m\",\"bob\"]")
		# what is borrowed and repaid is rounded to the nearest scaled unit, each at its index
		jqeq '.owes.USDC.amount | tonumber | . >= 999999 and . <= 1000002' "$said"
		jqeq '.has.WETH.amount | startswith("29999999999999999999") or startswith("30000000000000000")' "$said"
		evm lend_do "[{\"market\":\"$m\",\"who\":\"bob\",\"do\":\"repay\",\"asset\":\"USDC\",\"amount\":\"max\"}]" >/dev/null
		jqeq '.owes == {} and (.health | length) == 78' "$(evm lend_account "[\"$m\",\"bob\"]")"
		evm lend_do "[{\"market\":\"$m\",\"who\":\"taker\",\"do\":\"flash\",\"asset\":\"USDC\",\"amount\":\"1000000000\"}]" >/dev/null
	done
}

@test "a competitor liquidates who is below 1, and nobody who is not" {
	local m
	evm lend_oracle '[{"WETH":1850,"WBTC":55000}]'
	for m in aave aave36; do
		run ! evm lend_do "[{\"market\":\"$m\",\"who\":\"taker\",\"do\":\"liquidate\",\"collateral\":\"WETH\",\"debt\":\"DAI\",\"user\":1,\"amount\":\"max\"}]"
		jqeq '.[0].ok == false' "$(evm lend_do "[{\"market\":\"$m\",\"who\":\"taker\",\"do\":\"liquidate\",\"collateral\":\"WETH\",\"debt\":\"DAI\",\"user\":1,\"amount\":\"max\"},{\"may_fail\":true}]")"
		evm lend_do "[{\"market\":\"$m\",\"who\":\"taker\",\"do\":\"liquidate\",\"collateral\":\"WETH\",\"debt\":\"USDC\",\"user\":0,\"amount\":\"max\"}]"
		jqeq '(.health | length) == 19' "$(evm lend_account "[\"$m\",0]")"
	done
}

@test "who runs a market lists an asset, freezes and pauses; the feeds are stale or say nothing" {
	local m
	for m in aave aave36; do
		evm lend_do "[[{\"market\":\"$m\",\"do\":\"list\",\"asset\":\"GOLD\",\"decimals\":6,\"usd\":2500},
			{\"market\":\"$m\",\"who\":\"bob\",\"do\":\"supply\",\"asset\":\"GOLD\",\"amount\":\"4000000\"},
			{\"market\":\"$m\",\"do\":\"freeze\",\"asset\":\"DAI\",\"on\":true}, {\"market\":\"$m\",\"do\":\"pause\",\"asset\":\"WBTC\",\"on\":true},
			{\"market\":\"$m\",\"do\":\"caps\",\"asset\":\"WETH\",\"supply\":100000}, {\"market\":\"$m\",\"do\":\"sentinel\",\"open\":false}]]" >/dev/null
		jqeq '.collateral == "1000000000000" and .has.GOLD.amount == "4000000"' "$(evm lend_account "[\"$m\",\"bob\"]")"
		run ! evm lend_do "[{\"market\":\"$m\",\"who\":\"bob\",\"do\":\"supply\",\"asset\":\"WBTC\",\"amount\":\"1\"}]"
	done
	evm lend_oracle '[{"GOLD":"0","WETH":"1","WBTC":55000},{"updated_s":1700000000,"quiet":true}]'
	run ! evm lend_account '["aave","bob"]' # without a price there is no account
	evm lend_oracle '[{"GOLD":1}]'
	jqeq '.collateral == "400000000"' "$(evm lend_account '["aave36","bob"]')"
}

@test "the judge: what it says a liquidation seizes is seized; what gas eats is not worth it" {
	local m said later before
	evm lend_oracle '[{"WETH":1850,"WBTC":55000}]'
	evm lend_level
	for m in aave aave36; do
		later=$(($(evm_now_s) + 60))
		said=$(evm lend_judge "[{\"market\":\"$m\",\"only\":[0,16],\"sizes\":5,\"at_s\":$later,\"gas_wei\":\"50000000000\"}]")
		jqeq 'map(.number) == [0,16] and (.[0].best | (.net | tonumber) > 200 and .gas > 400000)' "$said"
		[ "$m" = aave36 ] || jqeq '.[1].best | (.gross | tonumber) > 0 and (.net | tonumber) < 0' "$said"
		before=$(evm balances '["liquidator"]')
		evm_rpc evm_setNextBlockTimestamp "[$later]"
		evm lend_do "[$(jq -c --arg m "$m" '.[0].best | {market: $m, who: "liquidator", do: "liquidate", collateral, debt, user: 0, amount: .repay}' <<<"$said")]"
		same "$(jq -r '.[0].best | "\(.seized) -\(.repay)"' <<<"$said")" \
			"$(jq -rn '[inputs]' <<<"$before $(evm balances '["liquidator"]')" | node -e '
				const [a, b] = JSON.parse(require("fs").readFileSync(0)); console.log(`${BigInt(b.WETH) - BigInt(a.WETH)} ${BigInt(b.USDC) - BigInt(a.USDC)}`)')"
	done
	same '[]' "$(evm lend_judge '[{"only":[5]}]')"
}
