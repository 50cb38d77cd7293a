#!/usr/bin/env bash
# hedge-sync: from an il record to an order that an exchange on this machine took, all
# connections warm; and the whole of it as one process, beside ccxt that loads, reads and
# orders.
. "${BASH_SOURCE[0]%/*}/lib.bash"
export BATS_FILE_TMPDIR=$scratch
# shellcheck source=tests/world-cex.bash
. "$MM_TOP/tests/world-cex.bash"
# shellcheck source=tests/campaign-cex/home.bash
. "$MM_TOP/tests/campaign-cex/home.bash"

cex_start
trap 'cex_stop; rm -rf "$scratch"' EXIT
make_home >/dev/null 2>&1
sed -i '/^VENUE_TIMEOUT=/d' "$MM_HOME/mm.conf"
cat >>"$MM_HOME/mm.conf" <<-END
	HEDGE_VENUES=binance
	HEDGE_ASSETS=WETH:ETHUSDT
	HEDGE_POSITIONS=p1
	HEDGE_RATIO=1
	BINANCE_KEY=binance-main-hmac
END

figures=$(node "$MM_TOP/tests/bench/hedge_latency.mjs" "$CEX" 60)
cost 'hedge-sync: il record to order accepted, warm' 1 '15 ms' "$(jq .order_ms <<<"$figures")" 15 ms

# Each run asks for another size, so that each has an order to send.
cat >one-shot <<-'END'
	n=$(($(cat n) + 1)) ts=$(date +%s%3N)
	echo "$n" >n
	printf '%s\n' '{"type":"il","ts_ms":'"$ts"',"chain_id":1,"position":"p1","strategy":1,"exposures":[{"asset":"WETH","amount":"'$((n % 2 + 1))'","decimals":18}]}' \
		'{"type":"cycle","ts_ms":'"$ts"',"id":'"$ts"'}' >in
	hedge-sync --live in
END
echo 1 >n # the last of the frames before was as run 0 would be
orders() { cex state | jq '[.binance.accounts.main.orders[] | select(.executed != "0")] | length'; }
before=$(orders)
modules=$("$MM_TOP/tests/world/cex/install" "$MM_TOP/obj/world-cex" 2>/dev/null) || {
	echo 'hedge-sync: no ccxt (npm): not measured beside it'
	exit 0
}
{ read -r key && read -r secret; } < <(cex_key binance hedge)
faster 'hedge-sync: one process that reads and orders' '25; ours below 0.040 s' ccxt '. ./one-shot' \
	"node $MM_TOP/tests/bench/hedge_ccxt.mjs $modules $CEX $key $secret"
[ $(($(orders) - before)) -eq "$RUNS" ] || echo "hedge-sync: $(($(orders) - before)) orders in $RUNS runs: the figure above is none"
