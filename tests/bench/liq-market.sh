#!/usr/bin/env bash
# liq-market: a lending market of 1,000,000 borrowers, drawn from recorded snapshots of
# Aave: loaded from JSON lines by liq-scan, then ticks of its largest reserve.
. "${BASH_SOURCE[0]%/*}/lib.bash"

USERS=${USERS:-1000000}
echo CHAIN_ID=1 >"$MM_HOME/mm.conf"
liq_market "$USERS" >market.jsonl
elapsed 'liq-scan market.jsonl' >/dev/null # the file is in memory from here on
for ((i = 0; i < RUNS; i++)); do elapsed 'liq-scan market.jsonl'; done >loads
cost "$USERS borrowers loaded and reckoned" 1 'its limit' "$(median <loads)" 4
cost "memory of $USERS borrowers" 1 'its limit' "$(($(peak liq-scan <market.jsonl) / 1024))" 512 MB
while read -r what ms reckoned changed; do
	case $what in
	still) cost "a price that puts nobody below 1 ($reckoned reckoned, $changed past 1.1)" 1 'its limit' "$ms" 1 ms ;;
	cross) cost "a price that puts $changed below 1, found and ranked" 1 'its limit' "$ms" 50 ms ;;
	marks) echo "a price that takes $changed past 1 or 1.1: $ms ms" ;;
	esac
done < <(liq_tick market.jsonl)
