#!/usr/bin/env bash
# liq-marks: the marks that liquidators are told by, each with what it means here, on the
# Ethereum world.  BLOCKS=7200 is a day of them.
. "${BASH_SOURCE[0]%/*}/lib.bash"
. "$MM_TOP/tests/bench/liq.bash"

share() { awk -v n="$1" -v a="$2" -v b="$3" -v w="$4" 'BEGIN { printf "%s: %.2f %% (%g of %g; wanted %s)\n", n, b ? 100 * a / b : 0, a, b, w }'; }

# ---- gas: all transactions of a liquidation, against its liquidationCall alone
home
two_frames | readers | tee frames | liq-scan | tx-build | tx-sim >frame
jq -rn '[inputs | select(.type == "sim" or .type == "action")] as $all
	| ([$all[] | select(.action == "liquidate") | .intent_id]) as $calls
	| [$all[] | select(.type == "sim" and .group)] as $sims
	| ([$sims[] | .gas_used | tonumber] | add) as $gas
	| ([$sims[] | select(any(.intents[]; IN($calls[]))) | .gas_used | tonumber] | add) as $call
	| "gas of a liquidation with its approvals and swaps: \($gas / $call * 100 | round / 100) of the direct call (\($gas), \($call); \($calls | length) of them)"' frame

# ---- how long a block takes to be heard of: by WebSocket, and by polling twice a block
# heard OPTION...: milliseconds from a block to its frame, the median of 15.
heard() {
	local i line start
	event-watch --watch "$MM_TOP/share/watch/lend.watch" --from "$(($(evm_rpc eth_blockNumber | jq -r .)))" --drive -o BLOCK_TIME_S=2 "$@" </dev/null >&8 2>/dev/null 9>&- &
	for ((i = 0; i < 15; i++)); do
		while read -r line <&8 && [[ $line != '{"type":"cycle"'* ]]; do :; done
		((i == 0)) || awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { print (b - a) * 1000 }' >>"$scratch/heard"
		sleep "0.$((RANDOM % 9))3"
		start=$EPOCHREALTIME
		evm mine >/dev/null
	done
	kill $!
	wait $! 2>/dev/null || true
	median <"$scratch/heard"
	rm "$scratch/heard"
}
mkfifo told
exec 8<>told
cost 'a block is heard of by WebSocket' 1 'the time by polling' "$(heard)" "$(heard -o EVM_WS=)" ms
exec 8>&-

# ---- blocks of which every share of the accounts was judged; twelve seconds apart, the
# next as soon as the bot told of the last
BLOCKS=${BLOCKS:-100}
home
evm_rpc anvil_setBlockTimestampInterval '[12]' >/dev/null
liq_start
begin=$(($(evm_rpc eth_blockNumber | jq -r .) + 1))
block "$BLOCKS" || true
liq_kill
share "blocks judged, of $BLOCKS, 12 s apart" \
	"$(store-log get lend_scan | jq -rn --argjson begin "$begin" '[inputs | select(.block >= $begin) | {block, shard}] | unique | group_by(.block) | map(select(length == 2)) | length')" "$BLOCKS" '99.99'

# ---- landed of attempted, and net of repaid, where nodes and relays fail
attempted=0 landed=0
: >won
for ((seed = 1; seed <= ${FAULTS:-5}; seed++)); do
	home
	evm_rpc anvil_setBlockTimestampInterval '[1]' >/dev/null
	begin=$(($(evm_rpc eth_blockNumber | jq -r .) + 1))
	liq_start
	evm setFaults '[{"chance":{"lost_reply":0.02,"lost_request":0.02,"http500":0.02,"rate429":0.02,"never_includes":0.2,"includes_late":0.2},"seed":'"$seed"'}]' >/dev/null
	saw "$(fall)" 2>/dev/null || true
	for ((i = 0; i < 12; i++)); do
		block 2>/dev/null || true
	done
	evm setFaults '[{}]' >/dev/null
	block 6 || true
	liq_kill
	store-log get liquidation >told
	evm lend_liquidations '["aave",{"from":'"$begin"'}]' | jq '[.[] | select(.who == "alice")]' >liquidated
	attempted=$((attempted + $(sqlite3 "$MM_HOME/journal.db" 'SELECT DISTINCT intent_id FROM attempt' | sed 's,.*/,,' | grep -cxFf <(jq -r 'select(.decision == "go") | .intent_id' told))))
	landed=$((landed + $(jq length liquidated)))
	jq -rn --slurpfile told told --slurpfile is liquidated '$is[0][].user as $u | [$told[] | select(.user == $u and .decision == "go")] | first | [.net_base, .gross_base, .repay, .debt] | @tsv' >>won
done
share 'landed of attempted on the fault world' "$landed" "$attempted" 99
awk '{ net += $1; repaid += $3 * ($4 == "WETH" ? 1850 : $4 == "WBTC" ? 55000 : 1) }
END { printf "net of repaid: %.2f %% (%.2f of %.2f in base currency; wanted 1)\n", repaid ? 100 * net / repaid : 0, net, repaid }' won
