# crash-store: kill -9 and a full disk at every write and fsync of store-log put, one
# after the other.  After each the store holds whole frames, those whose cycle passed
# among them, and the same input again makes it what it should be.
load lib
load crash

setup() {
	command -v strace >/dev/null || skip 'strace is missing'
	cd "$BATS_TEST_TMPDIR" || return
	export MM_HOME=$PWD/bot/home
	mkdir bot
}

alert() { printf '{"type":"alert","ts_ms":%s,"by":"x","name":"n","text":"%01500d","severity":"info"}\n' "$1" 1; }
cycle() { printf '{"type":"cycle","ts_ms":%s,"id":%s}\n' "$1" "$1"; }
trade() { printf '{"type":"trade","ts_ms":%s,"market":"M","price":"5.5","size":"2","side":"buy","id":"%s","source":"t"}\n' "$1" "$1"; }
fill() { printf '{"type":"fill","ts_ms":%s,"id":"%s","venue":"paper","market":"M","wallet":"w1","side":"buy","price":"5","size":"2","fee":"0","fee_asset":"Q","maker":true,"order_id":"1","client_id":"7"}\n' "$1" "$1"; }

# Each frame: a record of its own, a fill it shares with the one before, trades of
# two minutes, one of which it shares with the next.
frames() {
	for f in 1 2 3; do
		alert $f && fill $((f - 1)) && fill $f && trade $((f * 40000)) && trade $((f * 40000 + 1)) && cycle $f
	done
}

# stored: the records; none where there is no store yet.
stored() {
	store-log export 2>export.err || grep -q ': not found$' export.err || { cat export.err >&2 && return 1; }
}

fresh() { rm -rf bot && mkdir bot; }

# struck CALL K HOW: put of the input, struck at the K-th of these calls.
struck() {
	fresh
	code=0
	disturbed "$1" "$2" "$3" store-log put input >out 2>err || code=$?
	[ $code -eq 137 ] || grep -q INJECTED trace || wrong 'not struck'
	struck=$((struck + 1))
}

# strikes CALLS STEP: at which of these calls, in the file strikes.
strikes() {
	fresh
	points "$1" $(($2 * STRIDE)) store-log put input
}

wrong() { echo "$call $k (exit $code): $1" && cat err && return 1; }

# The same input again, and nothing is lost or doubled.
again() {
	store-log put input >/dev/null 2>>err || wrong 'cannot be put again'
	stored | sort >got || wrong 'cannot be read then'
	cmp sorted got || wrong 'not as it should be'
	store-log check || wrong 'check'
}

# killed STEP ENDS: kill -9 at every STEP-th call, and at the end.  What is stored then is
# the beginning of what should be, up to a record ENDS matches, and has every cycle that
# passed.
killed() {
	local call k n struck=0
	strikes "$changes" "$1" && at_the_end
	while read -r call k <&7; do
		struck "$call" "$k" signal=KILL
		[ "$code" -eq 137 ] || wrong 'not killed'
		stored >got || wrong 'cannot be read'
		n=$(wc -l <got)
		head -n "$n" want | cmp -s - got || wrong 'the store has something else'
		[ "$n" -eq 0 ] || tail -n 1 got | grep -qE "$2" || wrong 'the store ends inside a frame'
		! grep '"cycle".*}$' out | grep -vxFf got || wrong 'a cycle passed before it was stored'
		again
	done 7<strikes
	echo "# kill -9: $struck calls" >&3
	((struck > 20 / STRIDE))
}

@test "kill -9 at every write and fsync: whole frames, nothing lost, nothing doubled" {
	frames >input
	store-log put input >/dev/null
	stored >want && sort want >sorted
	[ "$(wc -l <want)" -eq 20 ]
	killed 1 '"type":"cycle"'
}

@test "kill -9 inside a file: whole batches" {
	trade @ | awk '{ for (i = 1; i <= 1500; i++) { line = $0; gsub(/@/, i, line); print line } }' >input
	store-log put input >/dev/null
	stored >want && sort want >sorted
	killed $((${MM_SOAK:-1} > 1 ? 1 : 16)) '"id":"1[05]00"'
}

@test "a full disk at every write and fsync: a frame is stored, or refused and whole" {
	local call k f struck=0
	for f in 1 2 3; do alert $f >"alert$f" && cycle $f >"cycle$f"; done
	frames >input
	store-log put input >/dev/null
	stored >want && sort want >sorted
	strikes "$fills" 1
	while read -r call k <&7; do
		struck "$call" "$k" error=ENOSPC
		[ $code -le 1 ] || wrong 'another exit code'
		stored >got || wrong 'cannot be read'
		for f in 1 2 3; do
			[ "$(grep -cxFf "alert$f" got)" -eq "$(grep -cxFf "cycle$f" got)" ] || wrong 'a frame is not whole'
			! grep -B 1 -xFf "cycle$f" out | head -n 1 | grep -v store_unwritable >/dev/null ||
				grep -qxFf "cycle$f" got || wrong 'a cycle passed as if it were stored'
		done
		again
	done 7<strikes
	echo "# full disk: $struck calls" >&3
	((struck > 20 / STRIDE))
}
