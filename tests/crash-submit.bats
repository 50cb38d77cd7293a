# crash-submit: kill -9 at every write, fsync and send of mm-submit, one after the other,
# and of the stage that looks up; of the pages SQLite writes at every fourth (make soak:
# at every one).  Judged by the world's own ledger: every intent is
# executed once, and what became of it is known and told.
load lib
load world

calls='write pwrite64 ftruncate fsync fdatasync unlink sendto recvfrom'

setup_file() { world_start --slot-ms 0; }
teardown_file() { world_stop; }

setup() {
	command -v strace >/dev/null || skip 'strace is missing'
	cd "$BATS_TEST_TMPDIR" || return
	{ world_conf alice bob && echo ALLOW_PUBLIC=1; } >"$MM_HOME/mm.conf"
	ts=$(date +%s%3N) k=0
	: >told
	# Journal and locks are there already: what is struck is the daily way.
	echo '{"type":"cycle","ts_ms":1,"id":1}' | mm-submit pending >/dev/null
}

cycle() { echo '{"type":"cycle","ts_ms":'"$ts"',"id":'"$ts"'}'; }
land() { world advanceSlots '[1]' >/dev/null && world advanceSlots '[1]' >/dev/null; }

# Two payments that nothing but their amounts tells apart, and an order of the frame's
# own price; each a bundle.
job() {
	local i=$1
	cat <<-END
		{"ts_ms":$ts,"txs":[
		{"wallet":"alice","tip":5000,"bundle":{"id":"$ts-0","index":0,"count":1},"actions":[
			{"action":"transfer","intent_id":"p$i","to":"bob","lamports":$((1000 + i))}]},
		{"wallet":"alice","tip":5000,"bundle":{"id":"$ts-1","index":0,"count":1},"actions":[
			{"action":"replace","intent_id":"o$i","side":"buy","price":$((5000 + i)),"size":1,"client_id":$((1 << 48 | 5))}]}]}
	END
}
signed() { http_post "$WORLD/sign" "$(job "$1")" >frame; }
landed() { world landed '["alice"]'; }

submit() { { cat frame && cycle; } | "$@" >out 2>err; }
pending() { ts=$((ts + 1)) && cycle | "$@" mm-submit pending >out 2>err; }
keep() { grep '^{"type":"receipt".*}$' out >>told || true; }
# disturbed CALL K PROGRAM...
disturbed() { strace -D -o trace -e trace="$1" -e inject="$1:signal=KILL:when=$2" "${@:3}"; }

# told_once INTENT: it was told as confirmed, of one transaction alone.
told_once() {
	local ids
	ids=$(grep '"status":"confirmed".*"intents":\["'"$1"'"\]' told | grep -o '"id":"[^"]*"' | sort -u)
	[[ $ids == '"id":'* && $ids != *$'\n'* ]] || { echo "$1 is not told" >&2 && return 1; }
}

# judge N I: everything of round I is known, was executed once, N having landed before, and
# told: one landing for each intent.
judge() {
	local n=$(($(landed) - $1))
	[ -z "$(mm-submit list | grep -v confirmed)" ] || { mm-submit list >&2 && return 1; }
	[ "$n" -eq 2 ] || { echo "$n landed" >&2 && return 1; }
	told_once "p$2" && told_once "o$2" || return 1
	# The same record, byte for byte, or another one.
	[ -z "$(sort -u told | grep -oE '"id":"[^"]*","status":"[^"]*"(,"turn":[0-9]+)?' | sort | uniq -d)" ]
}

# rounds STRIKE AGAIN N: struck at every call, more than N of them, then run again.
rounds() {
	local call n=0 code i=0 from step
	for call in $calls; do
		step=$STRIDE
		[[ $call != pwrite64 || ${MM_SOAK:-1} -gt 1 ]] || step=$((4 * STRIDE))
		for ((k = 1; ; k += step)); do
			i=$((i + 1)) ts=$((ts + 10))
			world advanceSlots '[1]' >/dev/null
			signed "$i"
			from=$(landed)
			code=0
			"$1" "$call" "$k" || code=$?
			keep
			"$2" "$i"
			judge "$from" "$i" || { echo "$call $k" >&2 && return 1; }
			[ "$code" -eq 137 ] || break
			n=$((n + 1))
		done
	done
	echo "# $n calls" >&3
	((n > $3 / STRIDE))
}

# Until it landed, by what a bot does: look up, ask for the same in new transactions.
again() {
	pending && keep
	for _ in 1 2 3; do
		signed "$1"
		submit mm-submit --live --wait-ms 0 --via "$via" || [ $? -eq 6 ]
		keep
		land
		pending && keep
		! mm-submit list | grep -qv confirmed || continue
		break
	done
}

strike_submit() { submit disturbed "$1" "$2" mm-submit --live --wait-ms 0 --via "$via"; }
strike_pending() {
	submit mm-submit --live --wait-ms 0 --via "$via" || [ $? -eq 6 ]
	keep
	land
	pending disturbed "$1" "$2"
}

@test "bundles: kill -9 at every call, and each lands once" {
	via=jito
	rounds strike_submit again 25
}

@test "plain nodes: kill -9 at every send and answer, and each lands once" {
	via=rpc
	[ "${MM_SOAK:-1}" -gt 1 ] || calls='sendto recvfrom'
	rounds strike_submit again 3
}

@test "looking up: kill -9 at every call, and each outcome is told" {
	via=rpc
	[ "${MM_SOAK:-1}" -gt 1 ] || calls='write fsync fdatasync sendto'
	rounds strike_pending again 8
}
