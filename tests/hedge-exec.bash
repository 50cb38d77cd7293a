# hedge-exec.bash - hedge-sync as a bot calls it, for tests of how its orders are sent.
#
# shellcheck shell=bash disable=SC2034,SC2154

load lib
load world-cex
load hedge

# exec_home VENUE...: a bot whose outcomes are known soon, and a fresh world.
exec_home() {
	cex_here
	cd "$BATS_TEST_TMPDIR" || return
	rm -rf "$MM_HOME" last fills
	mkdir -p "$MM_HOME"
	hedge_home "$@"
	hedge_conf HEDGE_POSITIONS=v3:1 STRATEGY_ID=7 HEDGE_RATIO=1 HEDGE_MIN_INTERVAL=0s RECV_WINDOW_MS=500 \
		ORDER_HORIZON_MS=500 VENUE_TIMEOUT=1s CLOCK_MAX_MS=60000 HEDGE_MAX_AGE=1m MAX_LEVERAGE=20
	cex reset >/dev/null
	cex limits '{"weight":1000000,"requests":100000}' >/dev/null
	ts=1000
	: >fills
}

# frame AMOUNT: of a position that is long so much.
frame() {
	exposed "$1"
	[ ! -s last ] || cat last
	echo '{"type":"cycle","ts_ms":'"$ts"',"id":'"$ts"'}'
}

# keep: what a store would keep of the last frame.
keep() {
	local line
	while read -r line || [ -n "$line" ]; do
		case $line in
		'{"type":"hedge"'*'}') echo "$line" >last ;;
		'{"type":"fill"'*'}') echo "$line" >>fills ;;
		esac
	done <out
}

# sync AMOUNT [option ...]: a frame; out and err are what came, its exit code is that.
sync() {
	local amount=$1 code=0
	shift
	ts=$((ts + 1000))
	frame "$amount" | hedge-sync --live "$@" >out 2>err || code=$?
	keep
	return "$code"
}

# steady AMOUNT: frames until one asks for nothing, some time after each that failed.
steady() {
	for _ in {1..8}; do
		if sync "$1"; then
			[[ $(<out) == *'"actions":[{'* ]] || return 0
		else
			cex clock '{"advance":3000}' >/dev/null
			rm -rf "$MM_HOME/quota"
		fi
	done
	cat err >&2
	return 1
}

# actions: states of the orders of the last frame; whys: and why; refusals: their reasons.
actions() { jq -rs '[.[] | select(.type == "sync") | .actions[].state] | join(" ")' out; }
whys() { jq -rs '[.[] | select(.type == "sync") | .actions[].why // empty] | join(" ")' out; }
refusals() { jq -rs '[.[] | select(.type == "refusal") | .reason] | unique | join(" ")' out; }
alerts() { jq -rs '[.[] | select(.type == "alert") | .name] | unique | join(" ")' out; }

# placed VENUE: how many orders of ours reached it.
placed() { cex state | jq --arg v "$1" '[.[$v].accounts.main.orders[] | select(.client_id | startswith("mm"))] | length'; }

# judged VENUE POSITION: the exchange's own books are whole and nothing was executed twice;
# it holds that much; the fills that were told are those it made, each under one name; no
# order is open, here or there.
judged() {
	local books list
	books=$(cex judge)
	[[ $books == '{"ok":true'* ]] || { echo "$books" >&2 && return 1; }
	list=$(hedge-sync list || echo broken)
	[ -z "$list" ] || { echo "open: $list" >&2 && return 1; }
	cex state | jq -e --arg v "$1" --arg held "$2" --slurpfile fills fills '
		def line(id): [id, .side, .price, .size] | join(" ");
		.[$v].accounts.main as $at | [$fills[] | select(.venue == $v)] | unique as $told
		| {held: $held, told: ($told | map(line(.attempt)) | sort), twice: ($told | map(.id) | length - (unique | length))} as $ours
		| {held: ($at.positions[0].position // "0"), told: ([$at.fills[] | select(.client_id | startswith("mm")) | line(.client_id)] | sort), twice: 0} as $theirs
		| $ours == $theirs or ("theirs \($theirs), ours \($ours)\n" | stderr | false)' >/dev/null
}

# place_of VENUE, query_of VENUE: the paths.
place_of() { [ "$1" = binance ] && echo /fapi/v1/order || echo /v5/order/create; }
query_of() { [ "$1" = binance ] && echo /fapi/v1/order || echo /v5/order/realtime; }

# struck VENUE FAULT [AMOUNTS]: the next order meets it.
struck() {
	local more=${3:+,${3#\{}}
	cex inject '{"venue":"'"$1"'","fault":"'"$2"'","method":"POST","path":"'"$(place_of "$1")"'"'"${more:-\}}" >/dev/null
}
# soon VENUE: when it is asked for the order, so much time has passed that it is known.  At
# Bybit it is asked there once before, for what is open.
soon() {
	local nth=1
	[ "$1" = binance ] || nth=2
	cex inject '{"venue":"'"$1"'","fault":"first","method":"GET","path":"'"$(query_of "$1")"'","nth":'$nth',"do":"clock","params":{"advance":3000}}' >/dev/null
}
