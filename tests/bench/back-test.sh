#!/usr/bin/env bash
# back-test: N trades of a walk around 100 that fills grids on both sides, a hundred
# of them a minute, in frames near and far apart; then the same frames through the
# resident pipe.
RUNS=${RUNS:-3}
. "${BASH_SOURCE[0]%/*}/lib.bash"

N=${N:-5000000}
first=1600000000000
pipe_frames=100

awk -v n="$N" -v t=$first 'BEGIN {
	srand(1); p = 10000
	for (i = 1; i <= n; i++) {
		p += int(rand() * 9) - 4 + (10000 - p) / 2000; t += int(rand() * 1200)
		printf "{\"type\":\"trade\",\"ts_ms\":%.0f,\"market\":\"SOL/USDT\",\"price\":\"%d.%02d\",\"size\":\"%d.%02d\",\"side\":\"%s\",\"id\":\"%d\",\"source\":\"tape\"}\n",
			t, p / 100, p % 100, rand() * 30, 1 + rand() * 99, rand() < 0.5 ? "buy" : "sell", i
	}
}' >trades.jsonl
printf '%s\n' MARKET=SOL/USDT "PAPER_TAPE=$scratch/trades.jsonl" PAPER_WALLETS=a:500:50000,b:500:50000 \
	BUY_CHANNEL_WIDTH_PCT=5 SELL_CHANNEL_WIDTH_PCT=5 >"$MM_HOME/mm.conf"

elapsed 'cat trades.jsonl' >/dev/null # it is in memory from here on
for step in 1h 1m 10s; do
	for ((i = 0; i < RUNS; i++)); do elapsed "back-test -q -t trades.jsonl --step $step"; done | median >"$step"
	back-test -t trades.jsonl --step "$step" | tail -n 1 |
		jq -r --argjson s "$(cat "$step")" --arg step "$step" '"back-test, a frame every \($step): "
			+ "\(.n_trades / $s / 1e4 | round / 100) million trades a second"
			+ " (\(.n_trades) trades, \(.n_frames) frames, \(.n_fills) fills in \($s) s; wanted 3)"'
done

span="--from-ms $((first + 60000)) --to-ms $((first + pipe_frames * 60000)) --step 1m"
head -n 20000 trades.jsonl >few && mv few trades.jsonl
faster "back-test over $pipe_frames frames" 10 'the resident pipe' "back-test -q -t trades.jsonl $span" \
	"rm -rf bot && mkdir bot && cp home/mm.conf bot && MM_HOME=$scratch/bot mm-bot loop $span"
