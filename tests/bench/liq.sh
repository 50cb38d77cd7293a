#!/usr/bin/env bash
# liq: a liquidator's speed on the Ethereum world: 20 borrowers, prices that fall, 50 pools
# to sell over (those of the world, and copies whose fee keeps them out of every route).
. "${BASH_SOURCE[0]%/*}/lib.bash"
. "$MM_TOP/tests/bench/liq.bash"
home
two_frames | readers >frames

# From the oracle's record to the signed liquidation, ledger and all, through the stages
# between the readers and mm-submit; what tx-sim waits for the node is told beside.
# shellcheck disable=SC2016 # tx-sim's node is known there
"$MM_TOP/tests/bench/liq_latency.py" frames "$(evm_of .node)" "${FALLS:-30}" \
	'liq-scan | tx-build | tx-sim -o EVM_RPC="$EVM_RPC" | mm-sign' >falls
ms=$(jq '.ms - .node_ms' falls | median) node_ms=$(jq .node_ms falls | median)
cost "$(jq .signed falls | median) liquidations, from the oracle's record to the signature" 1 'the limit' "$ms" 10 ms
printf '  and %.3g ms of the node in tx-sim\n' "$node_ms"

# Accounts below 1 a second, each with its best pair and size, routed.
"$MM_TOP/tests/bench/liq_crowd.py" frames 100 1 >one
"$MM_TOP/tests/bench/liq_crowd.py" frames 100 11 >many
liq-scan <one >out
n=$(jq -rn '[inputs | select(.type == "liquidation")] | length' out)
by_turns 'liq-scan <many' 'liq-scan <one'
awk -v n="$n" -v a="$ours" -v b="$peer" 'BEGIN { printf "candidates judged and routed over 50 pools: %.0f a second (%d in a fall; wanted 1000)\n", n * 10 / (a - b), n }'
