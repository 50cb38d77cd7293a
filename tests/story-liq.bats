# Liquidations on Aave 3.0 and 3.6, as liq-bot's user has them: the oracle moves, and the
# bot liquidates exactly those worth it, as brute force has it, and its wallet then has to
# the wei what tx-sim foresaw.  Then all that can come between: competitors, borrowers who
# repay, gas, reorganisations, sockets that fail and a node that is behind.
# shellcheck disable=SC2094 # what is read was written before
load lib
load world-evm
load liq-world

setup_file() {
	evm_start --aave36 --block-ms 0
	[ -n "${EVM_MISSING:-}" ] || liq_prepare
}
teardown_file() { evm_stop; }

setup() {
	evm_here
	cd "$BATS_TEST_TMPDIR" || return
}
teardown() { liq_kill; }

low='"WETH":1850,"WBTC":55000'
# prices THEM: the feeds say so, and that stablecoins are stable; the block they are in.
prices() { block_of "$(evm lend_oracle "[{$1,\"USDC\":1,\"DAI\":1}]")"; }
# block_of RESULT: that of the last transaction.
block_of() {
	local n=${1##*'"block":'}
	echo "${n%%[!0-9]*}"
}

# watching MARKET [KEY=VALUE ...]: a bot that sees nobody below 1, while what is pledged
# can be sold at prices to come.
watching() {
	market=$1
	liq_home "$@"
	prices "$low" >/dev/null
	evm lend_level >/dev/null
	prices '"WETH":2000,"WBTC":60000' >/dev/null
	begin=$(head_block)
	evm balances '["alice"]' >before
	liq_start
}

# crash: prices fall; the bot has seen it.
crash() { saw "$(prices "$low")"; }

liquidated() { evm lend_liquidations "[\"$market\",{\"from\":$begin}]"; }
# ours: the numbers of those whom alice liquidated.
ours() { liquidated | jq -c '[.[] | select(.who == "alice") | .number] | unique'; }
# settled: blocks until three of them in a row bring no liquidation.
settled() {
	local n=0 i was is
	was=$(liquidated)
	for ((i = 0; i < 20 && n < 3; i++)); do
		block
		is=$(liquidated)
		if [ "$is" = "$was" ]; then n=$((n + 1)); else n=0; fi
		was=$is
	done
	[ "$n" -eq 3 ]
}
worth() { evm lend_judge "[{\"market\":\"$market\",\"who\":\"alice\",\"sizes\":50}]"; }

# foreseen: what alice has more is the sum of what tx-sim foresaw of what landed, in the
# frame it was sent from; and nothing of hers failed.
foreseen() {
	evm balances '["alice"]' >after
	evm ledger '["alice"]' | jq -c ".[] | select(.block >= $begin)" >ledger
	store-log get sim receipt >said
	python3 - <<-'PY'
		import json
		from decimal import Decimal
		def lines(name): return [json.loads(line) for line in open(name)]
		before, after = lines("before")[0], lines("after")[0]
		decimals = {"ETH": 18, "WETH": 18, "USDC": 6, "DAI": 18, "WBTC": 8}
		landed = lines("ledger")
		assert all(t["ok"] for t in landed), landed
		hashes = {t["hash"] for t in landed}
		sims, sent = {}, {}
		for r in lines("said"):
		    if r["type"] == "sim":
		        sims[tuple(r["intents"])] = r
		    elif r["id"] in hashes and r["id"] not in sent:
		        sent[r["id"]] = sims[tuple(r["intents"])]
		assert set(sent) == hashes, (hashes, sent)
		want = {asset: 0 for asset in decimals}
		for sim in sent.values():
		    want["ETH"] -= int(sim["fee_wei"])
		    for asset, n in sim.get("delta", {}).items():
		        want[asset] += int(Decimal(n).scaleb(decimals[asset]))
		got = {a: int(after[a]) - int(before[a]) for a in decimals}
		assert got == want, (got, want)
	PY
}

# everybody_worth_it MARKET: the whole of it, on one version.
everybody_worth_it() {
	watching "$1"
	[ "$(ours)" = '[]' ]
	crash
	worth >judged
	settled
	# who is worth it was liquidated, and nobody else
	same "$(jq -c '[.[] | select(.best.net // "0" | tonumber > 5) | .number]' judged)" "$(ours)"
	# and is not worth it any more
	jqeq 'all(.[]; (.best.net // "0" | tonumber) < 5)' "$(worth)"
	foreseen
	# nor did brute force find a better way for any of them
	store-log get liquidation | jq -c 'select(.decision == "go") | {user, net: .net_base | tonumber}' >chosen
	jq -es '.[0] as $judged | .[1:] as $chosen | $judged | all(.[] | select(.best.net // "0" | tonumber > 5);
		.user as $user | (.best.net | tonumber) * 0.99 - 1 < ([$chosen[] | select(.user == $user) | .net] | max))' judged chosen
	jqeq '.metrics | .liquidator_losses_total == 0 and .liquidations_total == '"$(liquidated | jq length)" "$(liq-bot status)"
	python3 "$MM_TOP/tests/prom.py" "$MM_HOME"/metrics/*.prom >/dev/null
}

@test "Aave 3.0: the oracle moves, exactly those worth it are liquidated, to the wei" {
	everybody_worth_it aave
}

@test "Aave 3.6: the same" {
	everybody_worth_it aave36
}

# nothing_lost: alice has what she had, or more.
nothing_lost() {
	evm balances '["alice"]' >after
	jq -es '.[0] as $a | .[1] | to_entries | all((.value | tonumber) >= ($a[.key] | tonumber) or .key == "ETH")' before after >/dev/null
	[ "$(evm ledger '["alice"]' | jq "[.[] | select(.block >= $begin and (.ok | not))] | length")" -eq 0 ]
}
untouched() { same "$(cat before)" "$(evm balances '["alice"]')"; }

@test "a competitor is first: it costs nothing" {
	watching aave
	crash
	evm lend_do '[[{"market":"aave","who":"liquidator","do":"liquidate","collateral":"WETH","debt":"USDC","user":0,"amount":"max"},
		{"market":"aave","who":"liquidator","do":"liquidate","collateral":"WETH","debt":"DAI","user":16,"amount":"max"},
		{"market":"aave","who":"liquidator","do":"liquidate","collateral":"WETH","debt":"DAI","user":17,"amount":"max"},
		{"market":"aave","who":"liquidator","do":"liquidate","collateral":"WETH","debt":"USDC","user":18,"amount":"max"}], {"first":true,"mine":false}]' >/dev/null
	block
	[ "$(liquidated | jq '[.[] | select(.who == "liquidator")] | length')" -eq 4 ]
	[ "$(ours)" = '[]' ]
	untouched
	settled
	nothing_lost
}

@test "the borrower repays in the same block: it costs nothing" {
	watching aave36
	crash
	for n in 0 18; do
		evm lend_do '[[{"market":"aave36","who":'$n',"do":"repay","asset":"USDC","amount":"max"}], {"first":true,"mine":false}]' >/dev/null
	done
	for n in 16 17; do
		evm lend_do '[[{"market":"aave36","who":'$n',"do":"repay","asset":"DAI","amount":"max"}], {"first":true,"mine":false}]' >/dev/null
	done
	block
	[ "$(liquidated)" = '[]' ]
	untouched
	settled
	[ "$(liquidated)" = '[]' ]
	untouched
}

@test "gas rises: what no longer pays is left, and taken when gas has fallen" {
	watching aave
	crash
	evm baseFee '["2000000000000"]' >/dev/null
	block
	[ "$(ours)" = '[]' ]
	untouched
	evm baseFee '["2000000000000"]' >/dev/null
	block
	[ "$(ours)" = '[]' ]
	untouched
	evm baseFee '["7"]' >/dev/null
	block
	settled
	[ "$(ours)" = '[0,16,17,18]' ]
	nothing_lost
}

@test "the block of a liquidation is taken back: it is made again, once" {
	local once
	watching aave36
	crash
	block
	once=$(liquidated)
	[ "$once" != '[]' ]
	evm reorg '[1,"remove"]' >/dev/null
	[ "$(liquidated)" = '[]' ]
	block
	settled
	[ "$(ours)" = '[0,16,17,18]' ]
	nothing_lost
	[ "$(liq-bot status | jq .metrics.liquidations_total)" -eq "$(liquidated | jq length)" ]
}

@test "a socket that goes silent is not relied on" {
	watching aave
	evm mute '[true]' >/dev/null
	crash
	settled
	[ "$(ours)" = '[0,16,17,18]' ]
	nothing_lost
}

@test "what happened while nothing was heard is known afterwards" {
	watching aave36
	evm cut '[true]' >/dev/null
	evm setFaults '[{"chance":{"lost_request":1}}]' >/dev/null
	# one who would be below pays back, another comes who will be
	evm lend_do '[[{"market":"aave36","who":0,"do":"repay","asset":"USDC","amount":"max"},
		{"market":"aave36","who":"bob","do":"supply","asset":"WETH","amount":"10000000000000000000"},
		{"market":"aave36","who":"bob","do":"borrow","asset":"USDC","amount":"15900000000"}]]' >/dev/null
	evm mine '[3]' >/dev/null
	evm setFaults '[{}]' >/dev/null
	evm cut '[false]' >/dev/null
	crash
	settled
	jqeq '[.[].number] | unique == [-1,16,17,18]' "$(liquidated)"
	nothing_lost
}

# said_behind: it was refused to believe the node.
said_behind() { grep -q '"reason":"block_behind"' <(store-log get refusal); }

@test "a node that is behind what was seen: nothing is done on its word" {
	watching aave
	evm setFaults '[{"amount":{"behind":9}}]' >/dev/null # of which three come now
	prices "$low" >/dev/null
	evm mine '[2]' >/dev/null
	until_true said_behind
	[ "$(ours)" = '[]' ]
	evm setFaults '[{}]' >/dev/null
	block
	settled
	[ "$(ours)" = '[0,16,17,18]' ]
	nothing_lost
}

@test "prices that are too old: nobody is liquidated" {
	watching aave36 ORACLE_AGE=1h
	saw "$(block_of "$(evm lend_oracle "[{$low},{\"updated_s\":$((EPOCHSECONDS - 7200))}]")")"
	settled
	[ "$(ours)" = '[]' ]
	untouched
	same '"stale_price"' "$(store-log get liquidation | jq .why | sort -u)"
	jqeq '.metrics.liquidator_accounts_below == 4' "$(liq-bot status)"
}
