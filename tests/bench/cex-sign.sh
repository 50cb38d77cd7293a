#!/usr/bin/env bash
# Orders to exchanges, written and signed, beside what ccxt takes for the same.
. "${BASH_SOURCE[0]%/*}/lib.bash"

modules=$("$MM_TOP/tests/world/cex/install" "$MM_OBJ/world-cex" 2>/dev/null) || modules=
for ((i = 0; i < RUNS; i++)); do
	cex_sign >>ours
	[ -z "$modules" ] || node "$MM_TOP/tests/bench/cex_sign.mjs" "$modules" >>peer
done

# of FILE VENUE: median of its times.
of() { awk -v v="$2" '$1 == v { print $2 }' "$1" | median; }

for venue in binance bybit ed25519; do
	ours=$(of ours "$venue")
	cost "cex-sign: $venue" 1 '50,000 a second' "$ours" 20 us
	[ "$venue" != ed25519 ] || continue
	if [ -s peer ]; then
		awk -v v="$venue" -v a="$ours" -v b="$(of peer "$venue")" 'BEGIN {
			printf "cex-sign: %s %.0f times as fast as ccxt (%.2f us, %.2f us; wanted 5)\n", v, b / a, a, b }'
	else
		echo 'cex-sign: the peer was not run: ccxt is not there (npm)'
	fi
done
