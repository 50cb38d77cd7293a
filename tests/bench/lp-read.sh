#!/usr/bin/env bash
# lp-read: the requests a frame with 100 positions takes, their history being in the
# store; and its time, beside that of the same frame without a store.
. "${BASH_SOURCE[0]%/*}/lib.bash"
export BATS_FILE_TMPDIR=$scratch
skip() {
	echo "lp-read: not run: $1"
	exit 0
}
# shellcheck source=tests/world-evm.bash
. "$MM_TOP/tests/world-evm.bash"

N=${N:-50} WANT=6
evm_start --block-ms 0
evm_conf alice >"$MM_HOME/mm.conf"
evm allow '["alice"]' >/dev/null
for ((i = 0; i < N; i++)); do
	range="\"lower\":$((-202200 - 60 * i)),\"upper\":$((-198600 + 60 * i))"
	evm mint "[{\"who\":\"alice\",\"kind\":\"v3\",$range,\"amount0\":\"1000000000000000\",\"amount1\":\"2000000\"}]" >/dev/null
	evm mint "[{\"who\":\"alice\",\"kind\":\"v4\",$range,\"liquidity\":\"1000000000000\"}]" >/dev/null
done
evm mine '[3]' >/dev/null

# frame FILE <CHAIN: one frame; fails where it is not whole.
frame() {
	lp-read --store "$MM_HOME/mm.db" >"$1"
	[ "$(grep -c '^{"type":"position".*"entry":"known"' "$1")" -eq $((2 * N)) ]
}

# requests NAME <CHAIN: of one frame.
requests() {
	local asked
	evm asked >/dev/null
	frame again
	asked=$(evm asked)
	cost "lp-read, requests for $((2 * N)) positions$1 ($(jq -r 'to_entries | map("\(.value) \(.key)") | join(", ")' <<<"$asked"))" 1 "$WANT" \
		"$(jq 'add' <<<"$asked")" "$WANT" requests
}

frame first < <(mm-cycle --once)
store-log put first >/dev/null
requests '' < <(mm-cycle --once)
echo "POOLS=v3:$(evm_of .v3.pool),v4:WETH/USDC/3000/60" >>"$MM_HOME/mm.conf"
mm-cycle --once | event-watch -w "$MM_TOP/share/watch/lp.watch" >heard
requests ' and two pools behind event-watch' <heard
by_turns "mm-cycle --once | lp-read --store '$MM_HOME/mm.db'" 'mm-cycle --once | lp-read'
cost "lp-read, a frame of $((2 * N)) positions" 1 'one without a store' "$ours" "$peer"
evm_stop
