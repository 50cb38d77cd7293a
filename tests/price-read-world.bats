# price-read's Chainlink feeds on a chain: what counts as a price, what does not, and as
# of which block.
# shellcheck disable=SC2154 # stderr is bats' own
load lib
load world-evm

setup_file() {
	evm_start --block-ms 0
}

teardown_file() {
	evm_stop
}

setup() {
	evm_here
	cd "$BATS_TEST_TMPDIR" || return
	evm_conf alice >"$MM_HOME/mm.conf"
	now=$(date +%s)
}

# feed KEYS: what the feed ETH says from the next block on; its address.
feed() {
	local at
	at=$(evm feed "[{\"name\":\"ETH\",$1}]" | jq -r .)
	evm mine >/dev/null
	echo "$at"
}
# read_from ARG [LINE ...]: a frame with these lines before its cycle.
read_from() {
	local arg=$1
	shift
	run --separate-stderr price-read -o PRICE_PAIRS=WETH/USDC:1 -o "PRICE_SOURCES=WETH/USDC@chainlink:$arg" \
		< <([ $# -eq 0 ] || printf '%s\n' "$@"; mm-cycle --once)
}
refused() { [[ $(of_type refusal "$output" | jq -r .text) == *"$1"* ]]; }

@test "an answer within the heartbeat is the price, with the decimals of the feed" {
	read_from "$(feed '"answer":"200012345678","updated_s":'$((now - 3000)))"
	[ "$status" -eq 0 ]
	valid "$output"
	jqeq '.price == "2000.12345678" and .age_ms >= 3000000' "$(of_type price "$output")"
	read_from "$(feed '"answer":"1999000000000000000000","decimals":18')"
	jqeq '.price == "1999"' "$(of_type price "$output")"
}

@test "an answer older than the heartbeat is none" {
	local at
	at=$(feed '"answer":"200000000000","updated_s":'$((now - 3700)))
	read_from "$at"
	[ "$status" -eq 5 ]
	refused 'too old'
	read_from "$at:86400"
	[ "$status" -eq 0 ]
	read_from "$at:0"
	[ "$status" -eq 2 ]
}

@test "zero, below zero, a round carried over or not complete, no feed at all" {
	local at
	for keys in '"answer":"0"' '"answer":"-1"' '"answer":"1","round":9,"answered_in":8' '"answer":"1","updated_s":0' '"answer":"1","decimals":31'; do
		read_from "$(feed "$keys")"
		[ "$status" -eq 5 ] || { echo "$keys: $output" >&2 && return 1; }
		[ -z "$(of_type price "$output")" ]
	done
	read_from "$(evm_of .tokens.WETH.address)"
	refused 'does not answer'
	read_from 0x00000000000000000000000000000000000000aa
	refused 'not a feed'
	read_from 0x12
	[ "$status" -eq 2 ]
}

@test "it is read at the frame's block, and not where that is gone" {
	local at chain
	at=$(feed '"answer":"100000000000"')
	chain=$(event-watch -w "$MM_TOP/share/watch/uniswap-v3.watch" -a "$(evm_of .v3.pool)" < <(mm-cycle --once) | grep '"type":"chain"')
	feed '"answer":"300000000000"' >/dev/null
	read_from "$at"
	jqeq '.price == "3000"' "$(of_type price "$output")"
	read_from "$at" "$(jq -c '.block_hash = "0x'"$(printf 'ab%.0s' {1..32})"'"' <<<"$chain")"
	[ "$status" -eq 5 ]
	[ -z "$(of_type price "$output")" ]
}
