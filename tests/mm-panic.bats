# mm-panic: flat with proof, or 6 and the list; whatever else is broken.
load lib

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
