#!/usr/bin/env bash
# grid: mm-grid over one frame, against an empty C program; then how it grows, from
# a first grid and with everything resting.
. "${BASH_SOURCE[0]%/*}/lib.bash"
export MM_GRID_SPACING=geometric MM_FEE_RESERVE_PCT=0

# frame WALLETS: a market around 1000 with so many wallets.
frame() {
	awk -v n="$1" 'BEGIN {
		t = "\"ts_ms\":1642755600000"
		printf "{\"type\":\"market\",%s,\"market\":\"M\",\"tick\":\"0.00001\",\"base_lot\":\"0.001\",\"quote_lot\":\"0.00000001\",\"base\":{\"asset\":\"B\",\"decimals\":9},\"quote\":{\"asset\":\"Q\",\"decimals\":9}}\n", t
		printf "{\"type\":\"book\",%s,\"market\":\"M\",\"bids\":[[\"999.9\",\"5\"]],\"asks\":[[\"1000.1\",\"5\"]],\"own_bids\":[],\"own_asks\":[],\"slot\":1}\n", t
		printf "{\"type\":\"pivot\",%s,\"market\":\"M\",\"price\":\"1000\",\"mode\":\"vwap\",\"window_days\":365,\"n_trades\":1,\"volume\":\"1\"}\n", t
		for (i = 0; i < n; i++) {
			printf "{\"type\":\"lane\",%s,\"lane\":\"M:w%d\",\"chain\":\"paper\"}\n", t, i
			printf "{\"type\":\"wallet\",%s,\"wallet\":\"w%d\",\"chain\":\"paper\",\"balances\":{\"B\":{\"free\":\"1000\",\"locked\":\"0\",\"unsettled\":\"0\"},\"Q\":{\"free\":\"1000000\",\"locked\":\"0\",\"unsettled\":\"0\"}}}\n", t, i
		}
	}'
	echo '{"type":"cycle","ts_ms":1642755600000,"id":1642755600000}'
}

# The grid of a frame and its orders, all of them resting, a person asking for it
# anew a minute later.
again() {
	grep -E '^\{"type":"(grid|order)"' "$1"
	sed -n '/"type":"order"/{s/"type":"order"/"type":"open_order"/; s/"level":[0-9]*/"order_id":"1"/; s/,"since_ms":[0-9]*//; p}' "$1"
	grep -vE '^\{"type":"(grid|order|event|cycle)"' "$1"
	echo '{"type":"cycle","ts_ms":1642755660000,"id":1642755660000,"signal":"again"}'
}

# took FILE: microseconds mm-grid takes over it, and the empty program in $empty.
took() {
	local name us grid=0
	while read -r name us; do
		[ "$name" = empty ] && empty=$us || grid=$us
	done < <(starts -i "$1" "$2" empty mm-grid)
	echo "$grid $empty"
}

frame 4 >small.jsonl
read -r us empty < <(MM_BUY_LEVELS=67 MM_SELL_LEVELS=33 took small.jsonl 300)
cost '100 levels, 4 wallets' 2 'an empty program' "$us" "$empty" us

for kind in first again; do
	last=
	for wallets in 32 320 3200; do
		runs=$((RUNS * 320 / wallets + 1))
		frame $wallets >in.jsonl
		if [ $kind = again ]; then
			mm-grid in.jsonl >out.jsonl
			again out.jsonl >in.jsonl
		fi
		read -r us empty < <(took in.jsonl $runs)
		awk -v k="$kind" -v w="$wallets" -v us="$us" -v last="$last" 'BEGIN {
			printf "grid of %d levels, %d wallets, %s: %.1f ms", w * 32, w, k, us / 1000
			if (last) printf ", %.1f times that of a tenth (n log n: %.1f)", us / last, 10 * log(w * 32) / log(w * 3.2)
			print "" }'
		last=$us
	done
done
