# A hedge from end to end, as lp-bot's user has it: a bot opens a position on Uniswap and is
# short of it on two exchanges; the price moves, the range is rolled, the hedge follows it
# through every step, whoever is killed; an exchange that is down, a position nobody tells
# of, the kill switch; and everything closed, with proof.  The exchanges' own books judge.
# shellcheck disable=SC2154 # stderr is bats' own
load lib
load world-evm
load world-cex
load lp-world
load hedge

setup_file() {
	evm_start --block-ms 0
	[ -z "${EVM_MISSING:-}" ] || return 0
	cex_start
	export BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR MM_HOME=$BATS_FILE_TMPDIR/home # one bot for the file
	mkdir -m 700 "$MM_HOME"
	evm_home alice
	evm_policy alice >/dev/null
	liquidity_conf >>"$MM_HOME/mm.conf"
	hedge_home binance bybit
	hedge_conf HEDGE_RATIO=1 HEDGE_BAND_PCT=2 HEDGE_BAND_MIN_NOTIONAL=20 HEDGE_MIN_INTERVAL=0s \
		RECV_WINDOW_MS=1000 ORDER_HORIZON_MS=500 VENUE_TIMEOUT=1s
	tell_price
}
teardown_file() {
	cex_stop
	evm_stop
}

setup() {
	evm_here
	cex_here
	export MM_HOME=$BATS_FILE_TMPDIR/home
	cd "$BATS_FILE_TMPDIR" || return
	# What an hour of frames asks for comes in a minute here.
	cex limits '{"weight":1000000,"requests":1000000,"perSecond":1000}' >/dev/null
	rm -rf "$MM_HOME/quota"
}

# The hedge of the last frame is what its il records ask for, within the band, and what the
# exchanges' own books hold; nothing was executed twice.
follows() {
	local at exposure sum
	at=$(last)
	exposure=$(store-log get il --from-ms "$at" --to-ms $((at + 1)) | jq -s '[.[].exposures[]? | select(.asset == "WETH") | .amount | tonumber] | add // 0')
	sum=$(jq -n "$(held binance) + $(held bybit)")
	jq -en --argjson e "$exposure" --argjson h "$sum" '($h + $e | fabs) <= ([0.02 * $e, 0.03] | max)' >/dev/null || {
		echo "exposed $exposure, held $sum" >&2
		store-log export --from-ms "$at" --to-ms $((at + 1)) | jq -c 'select(.type | IN("refusal", "hedge", "sync", "il"))' >&2
		return 1
	}
	cex judge | jq -e '.errors == []' >/dev/null
}

positions='[.[] | select(.type == "position")]'

@test "nothing is opened before it is known what the hedge covers" {
	mining lp-bot once || [ $? -eq 5 ]
	[ "$(now refusal | jq -r .reason | sort -u)" = no_positions ]
	run -0 lp-bot hedge --adopt
	frames 8 "$positions | length == 1"
	follows
	valid <frame
	[ "$(held binance)" != 0 ]
	run -1 lp-bot status
	[[ $output == *"hedge     binance ETHUSDT -"* ]]
}

@test "the price leaves the range: through burn, swap and mint the hedge follows, whoever is killed" {
	now position | jq -r .position >first
	swap v3 300
	tell_price
	mining cut_off 0.5 0.7 0.9 0.6
	local n
	for ((n = 0; n < 10; n++)); do
		mining lp-bot once || [ $? -ge 4 ]
		follows
		[ -z "$(now position)" ] || [ "$(now position | jq -r .position)" = "$(<first)" ] || break
	done
	((n < 10))
}

@test "the closed position is released: told once more as closed, then no longer" {
	jqall "any(.[]; .position == \"$(<first)\" and .closed)" "$(store-log get hedge | jq -c '.covered[]?')"
	mining lp-bot once
	mining lp-bot once
	[ -z "$(now closed)" ]
	jqall "all(.[]; .position != \"$(<first)\")" "$(now il)"
	follows
}

# requests METHOD: how many came so far.
requests() { cex requests | jq --arg m "$1" '[.[] | select(.method == $m)] | length'; }

@test "a position nobody tells of is not one that is gone: nothing is done" {
	local before
	before=$(requests POST)
	{ mm-cycle --once; } | store-log get --last hedge >in
	run --separate-stderr -5 hedge-sync --live in
	[ "$(of_type refusal "$output" | jq -r .reason)" = position_missing ]
	[ -z "$(of_type fill "$output")" ]
	[ "$(requests POST)" -eq "$before" ]
	follows
}

@test "an exchange that is down: nothing is done, no range is moved; then it goes on" {
	local before orders
	before=$(held binance)
	orders=$(requests POST)
	cex inject '{"path":"/fapi/v3/positionRisk","fault":"lost_request","how":"rst","times":999}' >/dev/null
	swap v3 100
	tell_price
	mining lp-bot once || [ $? -eq 5 ]
	[ "$(now refusal | jq -r 'select(.by == "hedge-sync") | .reason')" = venue_unreachable ]
	[ -z "$(now action | jq -c 'select(.action == "mint" or .action == "swap")')" ]
	[ "$before" = "$(held binance)" ]
	[ "$(requests POST)" -eq "$orders" ]
	cex clear >/dev/null
	frames 12 "$positions | length == 1 and all([.[] | select(.type == \"range\")] | .[]; .decision == \"hold\")"
	mining lp-bot once || [ $? -ge 4 ]
	follows
}

@test "a reply that is lost, and the bot with it: the order is found, not sent again" {
	swap v3 20
	cex inject '{"method":"POST","path":"/fapi/v1/order","fault":"lost_reply","how":"rst"}' >/dev/null
	mining cut_off 0.8 1.2
	cex clear >/dev/null
	mining lp-bot once || [ $? -ge 4 ]
	mining lp-bot once || [ $? -ge 4 ]
	follows
	# every fill the exchanges made is in the store, once
	same "$(cex state | jq -r '.[] | .accounts.main.fills[] | select(.kind == "trade") | .client_id + " " + .size' | sort)" \
		"$(store-log get fill | jq -r 'select(.attempt) | .attempt + " " + .size' | sort)"
}

@test "the kill switch: what reduces passes, what adds does not" {
	local before
	kill-switch on --reason test
	before=$(held binance)
	{ store-log get --last hedge < <(mm-cycle --once) | grep -v '"type":"cycle"'; now il | sed 's/"amount":"[0-9.]*"/"amount":"99"/'; mm-cycle --once; } >frame.more
	run -5 hedge-sync --live frame.more || [ "$status" -eq 4 ]
	[ "$(held binance)" = "$before" ]
	{ grep -v '"type":"cycle"' frame.more | sed 's/"amount":"99"/"amount":"1"/'; mm-cycle --once; } >frame.less
	run --separate-stderr hedge-sync --live frame.less
	jqall '[.[] | select(.type == "fill") | .side] | length > 0 and all(. == "buy")' "$output"
	kill-switch off
	mining lp-bot once || [ $? -ge 4 ]
	follows
}

@test "mm-panic --hedges: nothing is held any more, with proof; an exchange that is down is 6" {
	cex inject '{"path":"/v5/position/list","fault":"lost_request","how":"rst","times":999}' >/dev/null
	run -6 mining mm-panic --hedges --timeout 3
	[[ $output == *"not proven: a hedge may still be there"* ]]
	cex clear >/dev/null
	run -0 mining mm-panic --hedges
	[[ $output == *"mm-panic: no hedge is left"* ]]
	[ "$(held binance)" = 0 ]
	[ "$(held bybit)" = 0 ]
	cex judge | jq -e '.errors == []' >/dev/null
}
