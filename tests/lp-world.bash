# lp-world.bash - a liquidity manager on an Ethereum of its own, for a bats file that has
# loaded world-evm.
#
# shellcheck shell=bash disable=SC2016 # what is asked of a node stands in single quotes

# liquidity_conf [POOL]: ranges in v3's pool, and that, so narrow that a swap pushes the price
# out of them, and moves that may be made at once.
liquidity_conf() {
	printf '%s\n' "POOLS=v3:$(evm_of .v3.pool)${1:+,$1}" NUMERAIRE=USDC LP_CAPITAL=WETH:2,USDC:4000 \
		RANGE_SIGMA=0.1 RANGE_HORIZON=7d RANGE_Z=1.35 RISK_TOLERANCE=aggressive ROLL_MIN_INTERVAL=0s \
		MAX_DEVIATION_PCT=10 LP_SLIPPAGE_PCT=3 TWAP_S=60 POOL_WINDOW=1h \
		PRICE_PAIRS=WETH/USDC:1 "PRICE_SOURCES=WETH/USDC@chainlink:$(evm feed '[{"name":"ETH","answer":"200000000000"}]' | jq -r .)"
}

# The price of v3's pool is the one outside too; in a block.
tell_price() {
	local answer
	answer=$(evm-call -c "$MM_HOME/mm.conf" --to "$(evm_of .v3.pool)" 'slot0() view returns (uint160 price, int24 tick, uint16 a, uint16 b, uint16 c, uint8 d, bool e)' |
		python3 -c '
import json, sys
x = (int(json.load(sys.stdin)["values"]["price"]) / 2 ** 96) ** 2
print(round((x if sys.argv[1] == "WETH" else 1 / x) * 10 ** 20))' "$(evm_of '.v3.token0 as $t | .tokens | to_entries[] | select(.value.address == $t) | .key')")
	evm feed '[{"name":"ETH","answer":"'"$answer"'"}]' >/dev/null
	evm mine >/dev/null
}

blocks() { while sleep 0.1; do evm mine >/dev/null 2>&1 || return; done; }

# mining COMMAND...: blocks coming meanwhile.
mining() {
	local miner status=0
	blocks 3>&- &
	miner=$!
	"$@" || status=$?
	kill "$miner"
	wait "$miner" 2>/dev/null || true
	return $status
}

# swap KIND WETH: somebody sells so much.
swap() { evm swap '[{"kind":"'"$1"'","from":"WETH","to":"USDC","amount":"'"$2"'000000000000000000"}]' >/dev/null; }

last() { store-log get cycle | tail -n 1 | jq .id; }
# now TYPE: the records of the last frame.
now() { local at && at=$(last) && store-log get "$1" --from-ms "$at" --to-ms $((at + 1)); }

# frames N FILTER: at most so many, until the filter is true of all records of the last.
frames() {
	local n at
	for ((n = 0; n < $1; n++)); do
		mining lp-bot once || [ $? -ge 4 ] || return # what is refused or under way is looked at again
		at=$(last)
		store-log export --from-ms "$at" --to-ms $((at + 1)) >frame
		! jq -es "$2" frame >/dev/null || return 0
	done
	echo "never true: $2" >&2
	jq -c 'select(.type | IN("refusal", "range", "holding", "action"))' frame >&2
	return 1
}

# cut_off SECONDS...: frames that are killed so long after their start, every stage of them.
cut_off() {
	local s
	for s in "$@"; do
		setsid lp-bot once 3>&- 2>/dev/null &
		sleep "$s"
		kill -9 -- "-$!" 2>/dev/null || true
		wait "$!" 2>/dev/null || true
	done
}
