# mm-panic: flat with proof, or 6 and the list; whatever else is broken.
load lib
load stages

setup() {
	printf '%s\n' MARKET=SOL/USDT "PAPER_TAPE=$MM_TOP/share/examples/trades.jsonl" >"$MM_HOME/mm.conf"
	hours=(--from-ms 1642809600000 --to-ms 1642816800000 --step 1h)
}

resting() {
	mm-cycle --once | paper-trade read --tape "$MM_TOP/share/examples/trades.jsonl" | grep -c '"type":"open_order"' || true
}

@test "usage is 2" {
	run -2 mm-panic --loud
	[[ $output == "usage: mm-panic "* ]]
	run -2 mm-panic --timeout soon
	[ ! -e "$MM_HOME/KILL" ]
}

@test "a wrong configuration is 2, but the kill switch is on" {
	echo 'MARKET=a b' >"$MM_HOME/mm.conf"
	run -2 mm-panic
	run -5 kill-switch status
}

@test "the configuration that was right last is used" {
	mm-bot loop "${hours[@]}"
	echo 'MARKET=a b' >"$MM_HOME/mm.conf"
	run -0 mm-panic
	[ "$(cat "$MM_HOME/KILL")" = mm-panic ]
}

@test "a book that cannot be read is 6" {
	printf '%s\n' MARKET=SOL/USDT PAPER_TAPE=/nowhere >"$MM_HOME/mm.conf"
	run -6 mm-panic --timeout 0
	[[ $output == *"mm-panic: not proven: an order may still rest"* ]]
	run -5 kill-switch status
}

@test "--hedges: closed and proven, else 6 and what is left; without exchanges it is 2" {
	run -2 mm-panic --hedges
	[[ $output == *"mm-panic: --hedges: HEDGE_VENUES names no exchange"* ]]
	stages hedge-sync
	echo HEDGE_VENUES=binance >>"$MM_HOME/mm.conf"
	echo 'exit 0' >"$MM_HOME/do/hedge-sync-close"
	run -0 mm-panic --hedges
	[[ $output == *"nothing rests and nothing is under way"*"mm-panic: no hedge is left"* ]]
	grep -qx "hedge-sync close -c $MM_HOME/mm.conf --live" "$MM_HOME/started"
	echo 'binance ETHUSDT mm0001-x unknown' >"$MM_HOME/under-way"
	echo 'echo "{\"type\":\"venue_position\",\"venue\":\"binance\",\"symbol\":\"ETHUSDT\",\"side\":\"short\",\"size\":\"-2\"}"; exit 6' >"$MM_HOME/do/hedge-sync-close"
	run -6 mm-panic --hedges --timeout 1
	# An exchange that is down keeps nothing resting on a chain.
	[[ $output == *"nothing rests and nothing is under way"*"not proven: a hedge may still be there"*"binance ETHUSDT -2"*"binance ETHUSDT mm0001-x unknown"* ]]
}

@test "beside a bot that holds its lock, with a broken store, it empties the book" {
	mm-bot loop "${hours[@]}"
	[ "$(resting)" -gt 0 ]
	printf 'not a database, and long enough to be looked at' >"$MM_HOME/mm.db"
	exec {held}>>"$MM_HOME/lock/bot"
	flock -n "$held"
	run -0 mm-panic --reason 'book is wrong'
	[[ $output == *"mm-panic: nothing rests and nothing is under way"* ]]
	[ "$(resting)" -eq 0 ]
	run -5 kill-switch status
	[ "$output" = "on: book is wrong" ]
}

@test "what could not be cancelled is listed" {
	mm-bot loop "${hours[@]}"
	mkdir "$MM_HOME/bin"
	printf '#!/bin/sh\nexec cat\n' >"$MM_HOME/bin/stage" && chmod +x "$MM_HOME/bin/stage"
	ln -s "$(command -v paper-trade)" "$MM_HOME/bin/real"
	printf '#!/bin/sh\n[ "$1" = submit ] && exec cat\nexec "%s" "$@"\n' "$MM_HOME/bin/real" >"$MM_HOME/bin/paper-trade"
	chmod +x "$MM_HOME/bin/paper-trade"
	PATH=$MM_HOME/bin:$PATH run -6 mm-panic --timeout 0
	[ "$(grep -c '^open_order rests' <<<"$output")" -gt 0 ]
}

# A chain whose range-roll says what to do, and whose lp-read shows v3:7 until
# $MM_HOME/gone is there.
on_chain() {
	rm -f "$MM_HOME/mm.conf"
	lp_stages
	echo 'p() { echo "{\"type\":\"position\",\"position\":\"$1\",\"wallet\":\"lp\",\"liquidity\":\"$2\"}"; }
		p v3:1 0; [ -e "$MM_HOME/gone" ] || p v3:7 99' >"$MM_HOME/do/lp-read"
	echo '[ -e "$MM_HOME/gone" ] || echo "{\"type\":\"action\",\"action\":\"burn\",\"intent_id\":\"i1\"}"' >"$MM_HOME/do/range-roll"
	echo '! grep -q exit-all "$MM_HOME/started" || : >"$MM_HOME/gone"' >"$MM_HOME/do/mm-submit"
}

@test "--positions: burned, and a read after shows none" {
	on_chain
	run -0 mm-panic --positions --timeout 20
	same 'mm-panic: nothing rests and nothing is under way
mm-panic: no position is left' "$output"
	[ "$(grep -c '^range-roll .*--exit-all' "$MM_HOME/started")" -eq 2 ]
	[ "$(grep -c at-any-price "$MM_HOME/started")" -eq 0 ]
	run -5 kill-switch status
}

@test "--positions: without a price nothing is taken out, and what to say then is said" {
	on_chain
	echo 'echo "{\"type\":\"refusal\",\"by\":\"range-roll\",\"reason\":\"no_reference\",\"text\":\"v3:7: no price\"}"' >"$MM_HOME/do/range-roll"
	: >"$MM_HOME/do/mm-submit"
	run -6 mm-panic --positions --timeout 20
	same 'mm-panic: not proven: a position may still be there
v3:7 of lp: liquidity 99
range-roll: no_reference: v3:7: no price
mm-panic: without a price to hold the pool against nothing is taken out: repeat with --at-any-price' "$(tail -n +2 <<<"$output")"
	[ "$(grep -c '^range-roll .*--exit-all' "$MM_HOME/started")" -eq 1 ]
	run -6 mm-panic --positions --at-any-price --timeout 0
	[ "$(grep -c '^range-roll .*--exit-all --at-any-price' "$MM_HOME/started")" -eq 1 ]
}

@test "--positions: a frame that was not read is no proof; a store that cannot be read is left out" {
	on_chain
	: >"$MM_HOME/gone"
	no() { echo 'echo "{\"type\":\"refusal\",\"by\":\"lp-read\",\"reason\":\"'"$1"'\",\"text\":\"down\"}"'; }
	no no_chain >"$MM_HOME/do/lp-read"
	run -6 mm-panic --positions --timeout 0
	[[ $output == *"lp-read: no_chain: down"* ]]
	echo "[[ \" \$* \" != *' --store '* ]] || $(no store_unreadable)" >"$MM_HOME/do/lp-read"
	: >"$MM_HOME/started"
	run -0 mm-panic --positions --timeout 20
	[ "$(grep -c '^lp-read .*--store' "$MM_HOME/started")" -eq 1 ]
	[ "$(grep '^lp-read' "$MM_HOME/started" | grep -vc -e --store)" -eq 1 ]
}

@test "--positions: where there are none, and wrong usage" {
	run -2 mm-panic --at-any-price
	run -2 mm-panic --positions
	[ "${lines[-1]}" = 'mm-panic: --positions: VENUE=paper has none' ]
}
