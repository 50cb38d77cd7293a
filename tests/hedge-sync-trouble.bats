# hedge-sync-trouble: orders that wait, ids that are taken, what happens behind our back, and
# certificates; at both exchanges, judged by their own books.
load hedge-exec

setup_file() { cex_start --tls; }
teardown_file() { cex_stop; }
setup() { cex_here; }

@test "the id is taken, says the exchange, and nothing is known of it" {
	for venue in binance bybit; do
		exec_home "$venue"
		struck "$venue" says "$([ "$venue" = binance ] && echo '{"status":400,"code":-4116,"text":"ClientOrderId is duplicated."}' || echo '{"status":200,"code":110072,"text":"OrderLinkedID is duplicate"}')"
		soon "$venue"
		sync 10 || true
		steady 10
		judged "$venue" -10
	done
}

# An order that should trade at once waits in the queue of the exchange, until it should
# long be over: it is canceled, and looked up.
waits() {
	for venue in binance bybit; do
		exec_home "$venue"
		struck "$venue" queue '{"ms":60000}'
		[ $# -eq 0 ] || cex inject "$(jq -nc --arg v "$venue" --arg p "$([ "$venue" = binance ] && echo /fapi/v1/order || echo /v5/order/cancel)" --arg m "$([ "$venue" = binance ] && echo DELETE || echo POST)" \
			--argjson share "$1" '{venue: $v, method: $m, path: $p, fault: "fill_on_cancel", share: $share}')" >/dev/null
		soon "$venue"
		sync 10 || true
		steady 10
		judged "$venue" -10
	done
}
@test "it waits, and is canceled" { waits; }
@test "it waits, and trades while it is canceled" { waits '"1"'; }
@test "it waits, and a part of it trades while it is canceled" { waits '"0.5"'; }

@test "liquidated between the reading and the order" {
	for venue in binance bybit; do
		exec_home "$venue"
		steady 10
		struck "$venue" first '{"do":"liquidate","params":{"venue":"'"$venue"'","symbol":"ETHUSDT"}}'
		sync 12 || true
		steady 12
		judged "$venue" -12
	done
}

@test "leverage and margin type set behind our back: seen in the next frame" {
	exec_home binance
	hedge_conf HEDGE_MARGIN_TYPE=cross MAX_LEVERAGE=5
	cex set '{"venue":"binance","symbol":"ETHUSDT","leverage":"3","isolated":false}' >/dev/null
	steady 10
	cex set '{"venue":"binance","symbol":"ETHUSDT","leverage":"3","isolated":true}' >/dev/null
	run ! sync 20
	[ "$(placed binance)" -eq 1 ]
	jq -se 'any(.[]; .type == "sync" and (.discrepancies[0].reason == "margin_type"))' out
}

@test "a certificate that must not be trusted: no key is shown" {
	exec_home binance
	hedge_conf "BINANCE_FAPI_URL=$CEX_TLS_SELF" "BINANCE_SAPI_URL=$CEX_TLS_SELF" "VENUE_CA=$CEX_CA"
	run ! sync 10
	[ "$(cex requests | jq '[.[] | select(.path | startswith("/fapi"))] | length')" -eq 0 ]
	hedge_conf "BINANCE_FAPI_URL=$CEX_TLS" "BINANCE_SAPI_URL=$CEX_TLS"
	steady 10
	judged binance -10
}
