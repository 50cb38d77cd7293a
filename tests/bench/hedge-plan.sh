#!/usr/bin/env bash
# hedge-plan: from the records of a frame to its plan: 1,000 positions over two
# exchanges, in a few assets and in many; milliseconds a frame beside a program that only
# passes the same lines on.
. "${BASH_SOURCE[0]%/*}/lib.bash"
N=${N:-100}

# frames N ASSETS: N frames of 1,000 positions in so many assets at two exchanges.
frames() {
	/usr/bin/python3 - "$1" "$2" <<-'END'
		import json, sys
		frames, assets = int(sys.argv[1]), int(sys.argv[2])
		say = lambda **x: print(json.dumps(x, separators=(",", ":")))
		for i in range(frames):
		    ts = 1763700000000 + i * 60000
		    say(type="hedge", ts_ms=ts - 1, strategy=1, covered=[{"position": f"v3:{n}"} for n in range(1000)])
		    for n in range(1000):
		        say(type="il", ts_ms=ts, chain_id=1, position=f"v3:{n}", strategy=1, sigma_ratio=0.8, horizon_s=86400,
		            exposures=[{"asset": f"A{n % assets}", "amount": f"{n % 7 + 1}.123456789012345678", "decimals": 18}])
		    for venue in ("binance", "bybit"):
		        say(type="venue_account", ts_ms=ts, venue=venue, account=venue, asset="USDT", equity="9000000", free="9000000",
		            mode="one_way", can_trade=True, server_ms=ts, offset_ms=0)
		        for a in range(assets):
		            say(type="venue_position", ts_ms=ts, venue=venue, account=venue, symbol=f"A{a}USDT", position_side="both",
		                side="short", size=str(-(a + i) % 9), taker_ratio="0.0005", leverage="20", margin_type="cross")
		            say(type="instrument", ts_ms=ts, venue=venue, symbol=f"A{a}USDT", base="A", quote="USDT", trading=True, tick="0.01",
		                step="0.001", min_size="0.001", max_size="10000", min_notional="20", multiplier="1", mark_price="3000",
		                index_price="3000", bids=[[f"{2999.9 - k * 0.2:.1f}", "0.9"] for k in range(20)],
		                asks=[[f"{3000.1 + k * 0.2:.1f}", "0.9"] for k in range(20)], market_ms=ts)
		    say(type="cycle", ts_ms=ts, id=ts)
	END
}

# milliseconds COMMAND...: of a core that a frame takes, the median of RUNS.
milliseconds() {
	local TIMEFORMAT='%U %S'
	for ((i = 0; i < RUNS; i++)); do
		{ time "$@" in.jsonl >/dev/null 2>&1; } 2>&1 | awk -v n="$N" '{ print 1000 * ($1 + $2) / n }'
	done | median
}

for assets in 5 50; do
	frames "$N" "$assets" >in.jsonl
	printf '%s\n' HEDGE_VENUES=binance,bybit "HEDGE_ASSETS=$(seq -f 'A%g' -s, 0 $((assets - 1)) | sed 's/A[0-9]*/&:&USDT/g')" >"$MM_HOME/mm.conf"
	plan=$(milliseconds hedge-sync plan) pass=$(milliseconds rent-reclaim)
	awk -v k="$assets" -v a="$plan" -v b="$pass" 'BEGIN {
		printf "hedge-plan: %.2f ms a frame of 1,000 positions in %d assets at two exchanges, of which passing it on is %.2f ms (wanted under 5)\n", a, k, b }'
done
