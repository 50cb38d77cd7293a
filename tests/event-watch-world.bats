# event-watch on a real chain: blocks that are replaced, nodes that fail, crashes.  The
# judge is a fresh scan of the whole chain.
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
	{
		evm_conf alice
		echo REORG_DEPTH=12
		echo HTTP_TIMEOUT=30s
	} >"$MM_HOME/mm.conf"
	printf 'any event Swap(address indexed sender, uint256 amount0In, uint256 amount1In, uint256 amount0Out, uint256 amount1Out, address indexed to)
any event Sync(uint112 reserve0, uint112 reserve1)
any event Transfer(address indexed from, address indexed to, uint256 value)\n' >watch
	evm setFaults '[{}]'
	evm cut '[false]' # take new connections
	first=$(($(head_block) + 1))
}

teardown() {
	[ -z "${pid:-}" ] || kill -9 "$pid" 2>/dev/null || true
	evm setFaults '[{}]' >/dev/null
}

watch() { event-watch -w watch -f "$first" "$@"; }
# frame: one frame of a bot, stored.
frame() { mm-cycle --once | watch -s "$MM_HOME/mm.db" | store-log put >/dev/null; }
# trades N: as many blocks with a trade each.
trades() {
	local i
	for ((i = 0; i < $1; i++)); do
		evm trade '[{"amount":"1000000000000000'"$((RANDOM % 900 + 100))"'"}]'
		evm mine
	done >/dev/null
}
# What was told and not taken back; and what a fresh scan finds.
told() {
	store-log get event removed | jq -r --slurp '
		(map(select(.type == "removed") | .cause)) as $gone
		| .[] | select(.type == "event" and (.cause as $c | $gone | index($c) | not))
		| [.block, .log_index, .name, .block_hash, .tx_hash, (.args | tojson)] | join(" ")' | sort
}
scan() {
	event-watch -w watch -f "$first" -t "$(head_block)" |
		jq -r '[.block, .log_index, .name, .block_hash, .tx_hash, (.args | tojson)] | join(" ")' | sort
}
agrees() { same "$(scan)" "$(told)"; }
removed() { store-log get removed | wc -l; }

@test "what is new comes once, in order" {
	trades 3
	mm-cycle --once | watch >frame
	valid <frame
	[ "$(grep -c '"name":"Swap"' frame)" -eq 3 ]
	[ "$(jq -r .type frame | uniq | paste -sd,)" = chain,event,watch,cycle ]
	jqall '[.[] | select(.type == "event") | [.block, .log_index]] | . == sort' "$(<frame)"
	jqall '(map(select(.type == "event") | .block) | max) == .[0].block' "$(<frame)"
	frame
	agrees
	frame
	[ "$(removed)" -eq 0 ]
	agrees
}

@test "blocks that are replaced: their events are moved, taken back, kept in others" {
	local how
	trades 4
	frame
	for how in move remove keep move; do
		evm reorg "[3,\"$how\"]"
		frame
		agrees
		trades 2
		frame
		agrees
	done
	[ "$(removed)" -gt 0 ]
	valid "$(store-log get removed watch chain)"
	# Each is taken back once, after it was told.
	jqall 'group_by(.cause) | all(length == 1)' "$(store-log get removed)"
}

@test "a run that was told of by the store only, behind many blocks" {
	trades 4
	frame
	evm reorg '[3,"move"]'
	trades 2
	evm mine '[40]'
	frame
	agrees
	[ "$(removed)" -gt 0 ]
}

@test "deeper than settled: refused, and nothing is told over it" {
	trades 2
	frame
	evm mine '[14]'
	frame
	evm reorg '[16,"remove"]'
	frame
	jqeq '.reason == "reorg_deep"' "$(store-log get refusal)"
}

@test "a node behind our newest landing is refused" {
	local cycle='{"type":"cycle","ts_ms":5000,"id":5000}' lane='{"type":"lane","ts_ms":5000,"lane":"evm:31337:alice","chain":"evm","landed_slot":'
	run -0 --separate-stderr watch < <(echo "$lane$(head_block)}" && echo "$cycle")
	run -5 --separate-stderr watch < <(echo "$lane$(($(head_block) + 1))}" && echo "$cycle")
	jqeq '.reason == "block_behind"' "$(of_type refusal "$output")"
}

@test "only what is deep enough" {
	trades 4
	run -0 --separate-stderr watch -d 2 <<<'{"type":"cycle","ts_ms":5000,"id":5000}'
	jqall '.[0].block - (map(select(.type == "event") | .block) | max) == 2' "$output"
}

@test "answers that are too large, twice, out of order, or late" {
	evm setFaults '[{"amount":{"too_many":3}}]'
	trades 5
	evm mine '[30]'
	frame
	agrees
	evm setFaults '[{}]'
	evm setFaults '[{"amount":{"range":2}}]'
	trades 3
	frame
	agrees
	evm setFaults '[{}]'
	evm setFaults '[{"next":{"logs_shuffled":1,"rate429":1,"http500":1}}]'
	trades 3
	frame
	evm setFaults '[{"next":{"logs_twice":1}}]'
	frame
	evm setFaults '[{"next":{"logs_missing":1}}]'
	trades 2
	frame
	evm setFaults '[{}]'
	frame
	agrees
	[ "$(removed)" -eq 0 ]
}

@test "killed at any time: nothing lost, nothing twice" {
	local i pid
	trades 6
	for ((i = 0; i < 6 * ${MM_SOAK:-1}; i++)); do
		mm-cycle --once >cycle
		event-watch -w watch -f "$first" -s "$MM_HOME/mm.db" <cycle >frame 3>&- &
		pid=$!
		sleep "0.0$((RANDOM % 6))"
		kill -9 $pid 2>/dev/null || true
		wait $pid || true
		store-log put <frame >/dev/null || true
		((i % 2)) || evm reorg '[2,"move"]'
		trades 1
	done
	frame
	agrees
}

# What a node keeps back is found while its block can still be replaced: an honest answer
# comes before that, 12 blocks (REORG_DEPTH) after the last one at the latest.
@test "at random: whatever happens between two frames, a scan finds what was told" {
	local i honest faults seed=${SEED:-$RANDOM}
	echo "SEED=$seed"
	RANDOM=$seed
	faults='"chance":{"logs_missing":0.2,"logs_twice":0.2,"logs_shuffled":0.3,"http500":0.02},"amount":{"range":7}'
	trades 4
	honest=$first
	for ((i = 0; i < 12 * ${MM_SOAK:-1}; i++)); do
		evm setFaults "[{$faults,\"seed\":$((seed + i))}]"
		case $((RANDOM % 6)) in
		0) evm reorg '[2,"move"]' ;;
		1) evm reorg '[3,"remove"]' ;;
		2) evm reorg '[2,"keep"]' ;;
		*) trades $((RANDOM % 4)) ;;
		esac >/dev/null
		trades $((RANDOM % 2))
		((RANDOM % 3)) || frame 2>/dev/null
		evm setFaults '[{}]'
		(($(head_block) - honest > 8)) || continue
		frame
		honest=$(head_block)
	done
	frame
	agrees
}

# drive [option ...]: event-watch drives a pipe that stores; $pid, and the FIFO ack, which
# is open here too: who writes to it never waits.
drive() {
	mkfifo ack
	exec 6<>ack
	acked=0
	event-watch -w watch -f "$first" --drive --ack ack -s "$MM_HOME/mm.db" "$@" <"${input:-/dev/null}" 2>err >frames 3>&- 6>&- 8>&- 9>&- &
	pid=$!
}
cycles() { grep '^{"type":"cycle".*}$' frames; }
# Acknowledges each frame that came out.
hear() {
	while (($(cycles | wc -l) > acked)); do
		acked=$((acked + 1))
		cycles | sed -n "${acked}p" >&6
	done
}
came() { hear && ((acked >= $1)); }
# The block of the last frame that is whole.
framed() {
	awk -F '"block":' '/^{"type":"chain"/ { split($2, n, ",") }
	/^{"type":"cycle".*}$/ { last = n[1] }
	END { print last + 0 }' frames
}
reached() {
	local block
	block=$(framed)
	hear && ((block >= $1))
}
# heard N: so many frames came out; heard_all: one of the chain's head.  Each is
# acknowledged as it comes.
heard() { until_true came "$1" || { cat err >&2 && return 1; }; }
heard_all() { until_true reached "$(head_block)" || { cat err >&2 && return 1; }; }
stop() {
	printf '%s\n' stop end >&6
	exec 6>&-
	wait "$pid" || true
}

@test "the chain drives: a frame for each block, one at a time" {
	drive -o EVM_WS=
	heard 1
	trades 1
	heard 2
	trades 3 # in flight: nobody acknowledges
	sleep 0.3
	[ "$(cycles | wc -l)" -le 3 ]
	heard_all
	stop
	valid <frames
	store-log put <frames >/dev/null
	agrees
	jqall '[.[] | select(.type == "cycle") | .id] | . == (unique)' "$(<frames)"
}

has_socket() { [ "$(evm sockets)" -gt 0 ]; }

@test "a socket tells of blocks; cut, it is opened again and nothing is missed" {
	drive -o BLOCK_TIME_S=60
	heard 1
	until_true has_socket
	sleep 0.3
	trades 1
	heard_all
	evm cut '[true]'
	trades 2
	evm reorg '[1,"keep"]'
	evm cut '[false]'
	heard_all
	evm inject '[["no json","{}","{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"result\":{}}}","[[[["]]'
	trades 1
	heard_all
	stop
	[ "$(wc -l <err)" -ge 1 ]
	store-log put <frames >/dev/null
	agrees
}

@test "a socket that goes silent, open as it is: blocks are looked for, until it speaks again" {
	drive -o BLOCK_TIME_S=1
	heard 1
	until_true has_socket
	sleep 0.3
	evm mute '[true]'
	trades 1
	heard 2
	[ "$(evm sockets)" -eq 1 ]
	evm mute '[false]'
	trades 1
	heard 3
	stop
	run ! grep ws: err
	store-log put <frames >/dev/null
	agrees
}

@test "prices open frames too" {
	mkfifo prices
	exec 8<>prices
	input=prices
	drive --prices
	heard 1
	echo '{"type":"price","ts_ms":5000,"pair":"ETH/USDC","price":"2000","age_ms":1,"n_sources":1,"spread_bps":0,"sources":["a"]}' >&8
	echo '{"type":"fill"}' >&8
	heard 2
	stop
	exec 8>&-
	[ "$(of_type price "$(<frames)" | wc -l)" -eq 1 ]
	[[ $(<err) == *'<stdin>: not a price'* ]]
}

connected() { [ -s node/log ] && [ "$(wc -l <node/log)" -ge "$1" ]; }

@test "a socket that is hostile is opened again, and frames come meanwhile" {
	mkdir node
	mkfifo node/life
	echo binary utf8 big cut refused http fine >node/how
	"$MM_TOP/tests/ws.py" node <node/life 3>&- &
	exec 7>node/life
	until_true test -e node/port
	drive -o BLOCK_TIME_S=0.2 -o "EVM_WS=ws://127.0.0.1:$(<node/port)"
	heard 1
	until_true connected 7
	[ "$(head -n 7 node/log | paste -sd' ')" = 'binary utf8 big cut refused http fine' ]
	trades 1
	heard_all
	stop
	exec 7>&-
	grep -q 'a message that is no text' err
	grep -q 'a message over the limit' err
	grep -q 'takes no subscription' err
}
