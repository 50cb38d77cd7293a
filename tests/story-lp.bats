# The life of two positions, as lp-bot's user has it: the bot opens one on v3 and one on v4,
# somebody's swaps push the price out of their ranges, it rolls them, killed between any
# two steps, and takes them out; what it then says it made is what the wallet has, to the
# wei.
# shellcheck disable=SC2154 # stderr is bats' own
load lib
load world-evm
load lp-world

setup_file() {
	evm_start --block-ms 0
	[ -z "${EVM_MISSING:-}" ] || return 0
	export BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR MM_HOME=$BATS_FILE_TMPDIR/home # one bot for the file
	mkdir -m 700 "$MM_HOME"
	evm_home alice
	evm_policy alice >/dev/null
	liquidity_conf v4:WETH/USDC/3000/60 >>"$MM_HOME/mm.conf"
	tell_price
	evm balances '["alice"]' >"$BATS_FILE_TMPDIR/before"
}
teardown_file() { evm_stop; }

setup() {
	evm_here
	export MM_HOME=$BATS_FILE_TMPDIR/home
	cd "$BATS_FILE_TMPDIR" || return
}

held='[.[] | select(.type == "position") | .kind] == ["v3", "v4"] and ([.[] | select(.type == "range") | .decision] | all(. == "hold"))'

@test "it opens a position in each pool" {
	frames 8 "$held"
	[ "$(now position | jq -r .wallet | sort -u)" = alice ]
	jqeq '.in_range' "$(now il)"
	valid <frame
	now position | jq -r .position >first
}

@test "the price leaves the ranges: they are burned, swapped and minted again, whoever is killed" {
	swap v3 150
	swap v4 45
	tell_price
	mining cut_off 0.3 0.5 0.4 0.7 0.6 0.9 0.45 0.55
	frames 12 "$held and all(.[]; .type != \"position\" or (.position | IN($(sed 's/.*/"&"/' first | paste -sd,)) | not))"
	now position | jq -r .position >second
	# and nothing that was sent failed
	[ "$(evm ledger '["alice"]' | jq 'all(.[]; .ok)')" = true ]
}

@test "what was lost is too much: they are withdrawn, and no other is opened" {
	swap v3 20
	swap v4 5
	tell_price
	echo STOP_LOSS=0.0001 >>"$MM_HOME/mm.conf"
	frames 8 'all(.[]; .type != "position") and any(.[]; .type == "closed")'
	frames 2 'all(.[]; .type != "action")'
}

@test "what it says it made is what the wallet has, to the wei" {
	evm balances '["alice"]' >after
	now il | jq -c 'select(.closed)' >closed
	now closed >flows
	store-log get event | jq -c 'select(.name == "Swap") | {tx_hash, contract} + .args' >swaps
	evm ledger '["alice"]' | jq -r '.[].hash' | while read -r hash; do
		evm_rpc eth_getTransactionReceipt "[\"$hash\"]"
	done >ours
	same "$(cat first second | sort)" "$(jq -r .position closed | sort)"
	python3 - <<'END'
import json
from decimal import Decimal, getcontext
getcontext().prec = 60
def lines(name): return [json.loads(line) for line in open(name)]
def atoms(text, decimals):
    n = Decimal(text).scaleb(decimals)
    assert n == int(n), text
    return int(n)
before, after = (lines(name)[0] for name in ("before", "after"))
changed = {t: int(after[t]) - int(before[t]) for t in before}
made, gas = {"WETH": 0, "USDC": 0}, 0
decimals = {"WETH": 18, "USDC": 6}
for p in lines("closed"):
    for i in "01":
        token = p["token" + i]
        made[token] += atoms(p["il" + i], decimals[token]) + atoms(p["fees" + i], decimals[token])
    gas += int(p["gas_wei"])
    tokens = p["token0"], p["token1"]
fees = {r["transactionHash"]: int(r["gasUsed"], 16) * int(r["effectiveGasPrice"], 16) for r in lines("ours")}
ours = [s for s in lines("swaps") if s["tx_hash"] in fees]
for s in ours:  # v3's amounts are the pool's, v4's the swapper's
    for i in (0, 1):
        made[tokens[i]] += int(s["amount%d" % i]) * (1 if "id" in s else -1)
assert made == {t: changed[t] for t in made}, (made, changed)
assert sum(fees.values()) == -changed["ETH"], (sum(fees.values()), changed)
touched = {f["tx_hash"] for p in lines("flows") for f in p["flows"]}
assert gas == sum(fees[h] for h in touched) and len(touched) == 8 and len(ours) >= 2, (gas, touched, ours)
END
}

@test "mm-panic: without a price that holds nothing is taken out; with one everything, with proof" {
	local before
	evm allow '["alice"]' >/dev/null
	for kind in v3 v4; do
		evm mint '[{"who":"alice","kind":"'$kind'","lower":-206400,"upper":-194400,"amount0":"1000000000000000000","amount1":"2000000000","liquidity":"1000000000000000"}]' |
			jq -c --arg kind "$kind" '{kind: $kind, id: .token_id}'
	done >minted
	evm feed '[{"name":"ETH","answer":"290000000000"}]' >/dev/null
	evm mine >/dev/null
	before=$(evm balances '["alice"]')
	run -6 mining mm-panic --positions
	[[ $output == *"repeat with --at-any-price" ]]
	same "$before" "$(evm balances '["alice"]')"
	run -5 kill-switch status
	tell_price
	while read -r which; do evm position "[$which]"; done <minted >worth
	run -0 mining mm-panic --positions
	[ "$(tail -n 1 <<<"$output")" = 'mm-panic: no position is left' ]
	python3 - "$before" "$(evm balances '["alice"]')" worth <<-'END'
		import json, sys
		before, after = map(json.loads, sys.argv[1:3])
		worth = [json.loads(line) for line in open(sys.argv[3])]
		for token, key in ("WETH", "all0"), ("USDC", "all1"):
		    assert int(after[token]) - int(before[token]) == sum(int(w[key]) for w in worth), (token, before, after, worth)
	END
	run -0 mining mm-panic --positions --at-any-price # there is nothing left to take
}
