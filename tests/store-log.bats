# store-log: whole frames, every record once, and what it says when it cannot.  The
# store itself is tested in tests/unit/test_store*.c, crashes in crash-store.bats.
load lib

setup() { cd "$BATS_TEST_TMPDIR" || return; }
teardown() { [ -z "${pid:-}" ] || kill "$pid" 2>/dev/null || true; }

cycle() { printf '{"type":"cycle","ts_ms":%s,"id":%s}\n' "$1" "$1"; }
# trade MS ID [PRICE [MARKET]]
trade() { printf '{"type":"trade","ts_ms":%s,"market":"%s","price":"%s","size":"2","side":"buy","id":"%s","source":"t"}\n' "$1" "${4:-M}" "${3:-5}" "$2"; }
# fill MS ID
fill() { printf '{"type":"fill","ts_ms":%s,"id":"%s","venue":"paper","market":"M","wallet":"w1","side":"buy","price":"5","size":"2","fee":"0","fee_asset":"Q","maker":true,"order_id":"1","client_id":"7"}\n' "$1" "$2"; }
# grid MS MARKET N
grid() { printf '{"type":"grid","ts_ms":%s,"market":"%s","decision":"hold","reason":"none","n_orders":%s,"parameters":{}}\n' "$1" "$2" "$3"; }
# order MS MARKET CLIENT_ID
order() { printf '{"type":"order","ts_ms":%s,"market":"%s","wallet":"w1","side":"buy","price":"5","size":"2","level":1,"client_id":"%s","since_ms":1}\n' "$1" "$2" "$3"; }
# stored: everything that is stored.
stored() { store-log export; }

# holder: another process that holds the store's lock until it is killed.
hold_lock() {
	store-log put --only none <<<"$(cycle 1)"
	coproc sqlite3 "$MM_HOME/mm.db"
	pid=$COPROC_PID
	echo 'BEGIN IMMEDIATE; SELECT 1;' >&"${COPROC[1]}"
	read -r _ <&"${COPROC[0]}"
}

@test "wrong usage is 2" {
	run -2 store-log
	run -2 store-log push
	run -2 store-log get
	run -2 store-log get trade --from-ms
	run -2 store-log get --to-ms 0 trade
	run -2 store-log get --last grid --from-ms 5
	run -2 store-log get --last grid,
	run -2 store-log put --only ,grid </dev/null
	run -2 store-log export --csv
	run -2 store-log export --csv trade fill
	run -2 store-log export --csv nonsense
	run -2 store-log check now
	run -2 store-log vacuum --keep-days x
}

@test "a bad line of a file is named and ends it with 1, or is skipped with -k" {
	{ trade 1 a && echo '{"type":"trade","ts_ms":2}' && trade 3 c 0 && trade 4 d; } >in
	run --separate-stderr -1 store-log put in
	[ "$stderr" = "store-log: in:2: trade: 'market': missing" ]
	run --separate-stderr -3 store-log put -k in
	[ "${stderr_lines[1]}" = "store-log: in:3: trade: 'price': not above 0" ]
	same "$(trade 1 a && trade 4 d)" "$output"
	same "$(trade 1 a && trade 4 d)" "$(stored)"
}

@test "a bad line of a frame is a refusal, the rest is stored" {
	{ grid 1 M 0 && echo '{"type":"order","ts_ms":1}' && cycle 1 && grid 2 M 0 && cycle 2; } >in
	run --separate-stderr -5 store-log put in
	jqall 'map(.type) == ["grid", "refusal", "cycle", "grid", "cycle"]' "$output"
	jqeq '.by == "store-log" and .reason == "bad_record"' "$(of_type refusal "$output")"
	valid "$output"
	same "$(grid 1 M 0 && cycle 1 && grid 2 M 0 && cycle 2)" "$(stored)"
}

@test "a bad line before the first frame: what waits for cycles has frames to come" {
	{ echo '{"type":"order","ts_ms":1}' && grid 1 M 0 && cycle 1; } >in
	run --separate-stderr -5 store-log put --only cycle,refusal in
	jqall 'map(.type) == ["refusal", "cycle"]' "$output"
	same "$(grid 1 M 0 && cycle 1)" "$(stored)"
	echo '{"type":"trade","ts_ms":2}' >in
	run --separate-stderr -1 store-log put --only cycle in
	[ "${stderr_lines[1]}" = "store-log: frame not closed" ]
}

@test "other content under a stored identity is refused, the first stays" {
	{ trade 1 a && trade 1 a 6 && trade 2 b; } >in
	run --separate-stderr -5 store-log put in
	[ "$stderr" = "store-log: conflict: trade a is stored with other content" ]
	same "$(trade 1 a && trade 2 b)" "$(stored)"
	{ fill 5 a | sed 's/"5"/"6"/' && grid 5 M 0 && grid 5 M 1 && cycle 5; } >in
	store-log put <<<"$(fill 5 a && cycle 4)" >/dev/null
	run --separate-stderr -5 store-log put in
	jqall 'map(select(.type == "refusal").text) ==
		["fill \"a\" is stored with other content", "grid \"M\" is stored with other content"]' "$output"
	[ "$(of_type grid "$(stored)")" = "$(grid 5 M 0)" ]
}

@test "a frame that is not closed leaves nothing, wherever it was cut" {
	local frame at
	frame=$(grid 5 M 1 && order 5 M 7 && fill 5 a && cycle 5)
	store-log put <<<"$(cycle 4)" >/dev/null
	for at in 1 60 $((${#frame} - 20)) $((${#frame} - 1)) ${#frame}; do
		run -1 store-log put < <(printf %s "${frame:0:at}")
		[[ $output != *'"cycle"'* ]]
		same "$(cycle 4)" "$(stored)"
	done
	run -0 store-log put <<<"$frame"
}

@test "a disk that is full: the cycle passes with a refusal, and the next frame is stored" {
	store-log put <<<"$(cycle 1)" >/dev/null
	big=$(printf '{"type":"alert","ts_ms":2,"by":"x","name":"n","text":"%0200000d","severity":"info"}' 1)
	run --separate-stderr -1 bash -c '(trap "" XFSZ; ulimit -f 128; store-log put --only cycle,refusal)' <<<"$big"$'\n'"$(cycle 2 && grid 3 M 0 && cycle 3)"
	jqall 'map(.type) == ["refusal", "cycle", "cycle"] and .[0].reason == "store_unwritable" and .[0].ts_ms == 2' "$output"
	[[ $stderr == "store-log: store_unwritable: $MM_HOME/mm.db: cannot be read or written: "* ]]
	same "$(cycle 1 && grid 3 M 0 && cycle 3)" "$(stored)"
	trade 1 a >in
	run -1 bash -c '(trap "" XFSZ; ulimit -f 0; store-log put in)'
	[[ $output == "store-log: $MM_HOME/mm.db: cannot be read or written: "* ]]
}

@test "a locked store is 4, of a frame and of a file" {
	hold_lock
	trade 1 a >in
	store-log put in >file.out 2>&1 3>&- &
	run --separate-stderr -4 store-log put <<<"$(grid 2 M 0 && cycle 2)"
	jqall 'map(.type) == ["grid", "refusal", "cycle"] and .[1].reason == "store_locked"' "$output"
	valid "$output"
	[ "$stderr" = "store-log: store_locked: $MM_HOME/mm.db: locked by another process" ]
	run -4 wait $!
	[ "$(cat file.out)" = "store-log: $MM_HOME/mm.db: locked by another process" ]
	# Reading waits for nobody.
	same "$(cycle 1)" "$(stored)"
	kill "$pid" && pid=
	run -0 store-log put --only cycle <<<"$(grid 2 M 0 && cycle 2)"
	same "$(cycle 1 && grid 2 M 0 && cycle 2)" "$(stored)"
}

@test "no lock is held while a frame is still coming" {
	mkfifo pipe
	exec 7<>pipe
	store-log put <pipe >out 2>err 7<&- 3>&- &
	pid=$!
	grid 5 M 0 >&7
	run -0 store-log put <<<"$(cycle 4)"
	cycle 5 >&7
	until_true grep -q '"cycle","ts_ms":5,' out
	same "$(cycle 4 && grid 5 M 0 && cycle 5)" "$(stored)"
}

# cannot TEXT: every verb says that of the store, with 1; in frames with a refusal.
cannot() {
	local verb
	for verb in 'get trade' tail export check vacuum; do
		# shellcheck disable=SC2086 # verbs with operands
		run --separate-stderr -1 store-log $verb
		[[ -z $output && $stderr == "store-log: $MM_HOME/mm.db: $1"* ]]
	done
	run --separate-stderr -1 store-log put <<<"$(cycle 2)"
	jqall 'map(.type) == ["refusal", "cycle"] and .[0].reason == "store_unwritable"' "$output"
	[[ $stderr == "store-log: store_unwritable: $MM_HOME/mm.db: $1"* ]]
	run --separate-stderr -5 store-log get --last grid <<<"$(cycle 2)"
	jqall 'map(.type) == ["refusal", "cycle"] and .[0].reason == "store_unreadable"' "$output"
	valid "$output"
}

@test "a corrupt, newer or foreign store is said by every verb" {
	yes garbage | head -c 20000 >"$MM_HOME/mm.db"
	cannot 'not a database, or damaged'
	rm "$MM_HOME/mm.db"
	store-log put <<<"$(cycle 1)" >/dev/null
	sqlite3 "$MM_HOME/mm.db" 'PRAGMA user_version=99'
	cannot 'made by a newer version of mmutils'
	sqlite3 "$MM_HOME/mm.db" 'PRAGMA user_version=1; PRAGMA application_id=7'
	cannot 'not a database of this kind'
}

@test "a store that is not there: an error by hand, nothing in a first frame" {
	for verb in 'get trade' tail export check vacuum; do
		# shellcheck disable=SC2086
		run -1 store-log $verb
		[ "$output" = "store-log: $MM_HOME/mm.db: not found" ]
	done
	[ ! -e "$MM_HOME/mm.db" ]
	run --separate-stderr -0 store-log get --last grid <<<"$(cycle 1)"
	[ -z "$stderr" ]
	same "$(cycle 1)" "$output"
}

@test "a full disk under the records is 1" {
	store-log put <<<"$(cycle 1)" >/dev/null
	for verb in 'get cycle' tail export 'put in'; do
		trade 1 a >in
		run -1 bash -c "store-log $verb >/dev/full"
		[ "$output" = "store-log: <stdout>: No space left on device" ]
	done
}

@test "frames come back as they were, each record once" {
	for f in 1 2 3; do
		grid $f M 1 && order $f M 7 && fill 1 a && trade 1 a && echo '{"type":"foreign", "x": 1e400}' && cycle $f
	done >in
	run --separate-stderr -0 store-log put in
	[ -z "$stderr" ]
	run -0 store-log put in
	run -0 store-log put --only cycle in
	grep -vF "$(fill 1 a)" in | grep -vF "$(trade 1 a)" >rest
	{ head -n 5 in && grep ORDER_FILL <(stored) && tail -n +4 rest; } >once
	same "$(cat once)" "$(stored)"
	run -0 store-log check
	[ -z "$output" ]
}

@test "a fill makes ORDER_FILL once, across restarts, stored with it" {
	run -0 store-log put <<<"$(fill 5 a && cycle 6)"
	jqall 'map(.type) == ["fill", "event", "cycle"]' "$output"
	jqeq '.ts_ms == 5 and .name == "ORDER_FILL" and .cause == "a" and .market == "M" and
		.wallet == "w1" and .price == "5" and .volume == "2"' "$(of_type event "$output")"
	valid "$output"
	run -0 store-log put <<<"$(fill 5 a && cycle 7 && fill 8 b && cycle 8)"
	jqall 'map(select(.type == "event").cause) == ["b"]' "$output"
	run -0 store-log put --only cycle,refusal <<<"$(fill 9 c && cycle 9)"
	same "$(cycle 9)" "$output"
	jqall 'map(.cause) == ["a", "b", "c"]' "$(store-log get event)"
}

@test "a file of trades needs no frame; a frame after it is one" {
	for i in {1..2500}; do trade "$i" "$i"; done >in
	run -0 bash -c 'store-log put in | cmp - in'
	same "$(cat in)" "$(store-log get trade)"
	{ trade 1 x && trade 2 y && grid 9 M 0 && cycle 9; } >frame
	run -0 store-log put --only none frame
	same "$(cat in frame)" "$(stored)"
	run -0 store-log put --now-ms 11 <<<"$(grid 11 M 0)"
	run -0 store-log get --last grid --now-ms 12 </dev/null
	same "$(grid 11 M 0)" "$output"
}

@test "get --last: the newest grid and its orders, before the cycle" {
	for f in 10 20; do
		grid $f M 1 && order $f M 7 && grid $f N 1 && order $f N 8 && cycle $f
	done | store-log put >/dev/null
	store-log put <<<"$(order 30 M 9 && fill 29 a && cycle 30)" >/dev/null
	run -0 store-log get --last grid --market M <<<"$(trade 1 a && cycle 40 && cycle 50)"
	same "$(trade 1 a && grid 20 M 1 && order 20 M 7 && cycle 40 &&
		grid 20 M 1 && order 20 M 7 && cycle 50)" "$output"
	run -0 store-log get --last fill,grid,none <<<"$(cycle 40)"
	same "$(fill 29 a && grid 20 M 1 && order 20 M 7 && grid 20 N 1 && order 20 N 8 && cycle 40)" "$output"
	run --separate-stderr -1 store-log get --last grid <<<"$(trade 1 a)"
	[ "$stderr" = "store-log: frame not closed" ]
}

@test "get and export by type, market and time" {
	{ trade 10 a && trade 20 b 5 N && trade 30 c && fill 15 f; } >in
	store-log put in >/dev/null
	same "$(trade 10 a && trade 30 c)" "$(store-log get --market M trade)"
	same "$(trade 30 c)" "$(store-log get trade --from-ms 20 nothing -m M)"
	[ -z "$(store-log get -- nothing --market M)" ]
	same "$(trade 20 b 5 N && trade 30 c)" "$(store-log get --from-ms 20 trade)"
	same "$(trade 10 a && fill 15 f)" "$(store-log get --to-ms 20 fill trade)"
	same "$(trade 20 b 5 N)" "$(store-log export --from-ms 20 --to-ms 30)"
	[ -z "$(store-log get nothing)" ]
	same "$(cat in)" "$(store-log export trade fill)"
}

@test "export --csv: the plain keys, quoted where they must be" {
	{ trade 10 'a"b,c' | sed 's/"b,/\\"b,/' && trade 20 b | sed 's/}/,"own_maker":true}/'; } >in
	store-log put in >/dev/null
	run -0 store-log export --csv trade
	same 'ts_ms,market,price,size,side,id,source,own_maker,own_taker,ts_max_err_ms
10,M,5,2,buy,"a""b,c",t,,,
20,M,5,2,buy,b,t,true,,' "$output"
}

@test "what is exported can be put again" {
	for f in 1 2 3; do grid $f M 1 && order $f M 7 && fill $f $f && trade $f $f && cycle $f; done |
		store-log put >/dev/null
	stored >all
	run -0 bash -c 'store-log put --db other.db <all | cmp - all'
	run -0 bash -c 'store-log export --db other.db | cmp - all'
	run -0 store-log check --db other.db
}

@test "tail: the newest, and what comes" {
	for i in {1..20}; do trade "$i" "$i"; done | store-log put >/dev/null
	same "$(for i in {11..20}; do trade "$i" "$i"; done)" "$(store-log tail)"
	same "$(trade 20 20)" "$(store-log tail -n 1 trade)"
	[ -z "$(store-log tail -n 0)" ]
	[ -z "$(store-log tail fill)" ]
	store-log tail -f -n 1 trade >out 3>&- &
	pid=$!
	until_true test -s out
	{ grid 30 M 0 && trade 30 x && cycle 30; } | store-log put >/dev/null
	until_true grep -q '"ts_ms":30,' out
	same "$(trade 20 20 && trade 30 x)" "$(cat out)"
}

@test "check finds a record, an identity and a sum that changed" {
	for harm in "UPDATE record SET body = '{\"type\":\"trade\"'" \
		"UPDATE record SET identity = '5 x' WHERE seq = 2" \
		"UPDATE record SET ts_ms = 6 WHERE seq = 2" \
		"UPDATE record SET type = (SELECT type FROM record WHERE seq = 3) WHERE seq = 2" \
		"UPDATE trade_sum SET n = 2"; do
		rm -f "$MM_HOME"/mm.db*
		store-log put <<<"$(trade 5 a && grid 5 M 0 && cycle 5)" >/dev/null
		store-log check
		sqlite3 "$MM_HOME/mm.db" "$harm"
		run -1 store-log check
		[[ $output == "store-log: $MM_HOME/mm.db: "* ]]
	done
}

@test "vacuum removes what is old, keeps the last, and the sums stay right" {
	day=86400000
	for i in {1..9}; do
		trade $((i * day)) "$i" && fill $((i * day)) "$i" && cycle $((i * day))
	done | store-log put >/dev/null
	store-log put <<<"$(grid $day M 0 && cycle $((day + 1)))" >/dev/null
	run -0 store-log vacuum
	[ "$(store-log get trade | wc -l)" -eq 9 ]
	run -0 store-log vacuum --keep-days 3 --now-ms $((9 * day + 5))
	same "$(for i in 6 7 8 9; do trade $((i * day)) "$i"; done)" "$(store-log get trade)"
	same "$(grid $day M 0)" "$(store-log get grid)"
	run -0 store-log vacuum --keep-days 0 --now-ms $((100 * day))
	same "$(trade $((9 * day)) 9)" "$(store-log get trade)"
	jqeq '.cause == "9"' "$(store-log get event)"
	run -0 store-log check
}
