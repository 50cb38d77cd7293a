#!/usr/bin/env bash
# solana-frame: from the cycle to the first bundle at the block engine on loopback, a
# frame that moves 128 orders of four wallets, beyond the world's own time: in a pipe
# that runs already, then with every stage started for it.
. "${BASH_SOURCE[0]%/*}/lib.bash"
export BATS_FILE_TMPDIR=$scratch
# shellcheck source=tests/world.bash
. "$MM_TOP/tests/world.bash"

FRAMES=${FRAMES:-15}
exec 3>/dev/null
world_start --slot-ms 0
world_home alice bob carol dave
printf '%s\n' MIN_REBUILD_S=0 JITO_RPS=1000 >"$MM_HOME/more"
sed -i /JITO_RPS/d "$MM_HOME/mm.conf" && cat "$MM_HOME/more" >>"$MM_HOME/mm.conf"

db=$MM_HOME/mm.db
stages="mm-submit pending | store-log get --last trade,fill,event_queue | book-read | mm-pivot --store $db |
	store-log get --last grid | mm-grid | order-diff | tx-build | mm-sign |
	mm-submit --via jito --live --wait-ms 0 | store-log put --only cycle"
read -r resident n < <(node "$MM_TOP/tests/bench/solana-frame.mjs" "$WORLD" "$FRAMES" "$stages")
cost "a resident frame of 128 orders, cycle to bundle ($WORLD_ENGINE, $n frames)" 1 'its limit' "$resident" 30 ms

# One-shot: the whole pipe as a process each, ended with its frame.
one() {
	world take "[{\"name\":\"taker\",\"side\":\"$1\",\"price\":\"$2\",\"size\":\"150000\"}]" >/dev/null
	world times '[true]' >/dev/null
	local began=${EPOCHREALTIME/./} t
	bash -c "mm-cycle --once | $stages" >/dev/null 2>&1 || true
	t=$(world times)
	world advanceSlots '[4]' >/dev/null
	world crank >/dev/null
	jq -r --argjson b "$began" 'select(.bundle_at_us > 0) | (.bundle_at_us - $b - .busy_us) / 1000' <<<"$t"
}
for ((i = 0; i < FRAMES; i++)); do
	echo bench >"$MM_HOME/signal"
	if ((i % 2)); then one buy 13000; else one sell 9400; fi
done >shots
cost "the one-shot pipe, cycle to bundle ($(wc -l <shots) frames)" 1 'its limit' "$(median <shots)" 80 ms
world_stop
