# mm-pivot: the program around lib/math/{window,pivot,pivot_rules}, whose rules
# test_window.c, test_pivot.c and test_pivot_rules.c have.
load lib

DAY=86400000
T=1700000000000 # a moment, not at the start of a minute

setup() { cd "$BATS_TEST_TMPDIR" || return; }

# trade MS PRICE SIZE ID [MORE]: a trade MS after T.
trade() {
	printf '{"type":"trade","ts_ms":%d,"market":"M","price":"%s","size":"%s","side":"buy","id":"%s","source":"t"%s}\n' \
		$((T + $1)) "$2" "$3" "$4" "${5:-}"
}
# reference MS PRICE AGE_MS
reference() { printf '{"type":"price","ts_ms":%d,"pair":"SOL/USD","price":"%s","age_ms":%d,"n_sources":2}\n' $((T + $1)) "$2" "$3"; }
cycle() { echo '{"type":"cycle","ts_ms":'$((T + $1))',"id":'$((T + $1))'}'; }
pivots() { of_type pivot "$1" | jq -r .price; }
refusals() { of_type refusal "$1" | jq -r .reason; }

@test "a bad line stops a file at its place, and with -k is skipped" {
	{ trade 0 10 1 1 && echo '{"type":"trade"' && trade 1 20 1 2; } >in
	run --separate-stderr -1 mm-pivot <in
	[ -z "$output" ]
	[[ $stderr == "mm-pivot: <stdin>:2: "* ]]
	run --separate-stderr -3 mm-pivot -k in
	[ "$(pivots "$output")" = 15 ]
	[[ $stderr == "mm-pivot: in:2: "* ]]
	trade 0 10 1 1 | head -c -1 >in
	run --separate-stderr -1 mm-pivot in
	[ "$stderr" = "mm-pivot: in:1: last line is not ended" ]
}

@test "what no market prints is a bad line" {
	for bad in "$(trade 0 0 1 1)" "$(trade 0 -1 1 1)"; do
		run --separate-stderr -1 mm-pivot <<<"$bad"
		[ "$stderr" = "mm-pivot: <stdin>:1: trade: 'price': not above 0" ]
	done
	run --separate-stderr -1 mm-pivot <<<"$(trade 0 1 0 1)"
	[ "$stderr" = "mm-pivot: <stdin>:1: trade: 'size': not above 0" ]
	run --separate-stderr -3 mm-pivot -k <<<"$(trade 0 10 1 1 && trade 0 10000000000.0000000001 1 2)"
	[ "$stderr" = "mm-pivot: <stdin>:2: trade: price and size have too many digits for one sum" ]
	[ "$(pivots "$output")" = 10 ]
}

@test "a full disk is 1, wrong usage is 2" {
	trade 0 10 1 1 >in
	run -1 bash -c 'mm-pivot in >/dev/full'
	for wrong in --now-ms=-1 --frob '--store x' '--store x -m M -k' '--store x -m M --make-seed' \
		'-o PIVOT_MODE=other' '-o PIVOT_MODE=seeded' '-o PIVOT_MODE=fade'; do
		# shellcheck disable=SC2086 # several words
		run --separate-stderr -2 mm-pivot $wrong in
		[ -z "$output" ] && [ "${#stderr_lines[@]}" -eq 1 ]
	done
	run --separate-stderr -2 mm-pivot -o PIVOT_MODE=seeded -o SEED_PRICE=0 -o SEED_TIME=1 -o SEED_MASS=1 in
	[ "$stderr" = "mm-pivot: PIVOT_MODE=seeded needs SEED_PRICE" ]
	run -1 mm-pivot nowhere
}

@test "the mean by volume, rounded down, with what it rests on" {
	{ trade 0 10 1 1 && trade 60000 20.5 2 2 ',"own_maker":true' && trade 1000 15 0.25 3; } >in
	run --separate-stderr -0 mm-pivot in
	valid "$output" && [ -z "$stderr" ]
	jqeq '. == {type: "pivot", ts_ms: 1700000060000, market: "M", price: "16.846153846153",
		mode: "vwap", window_days: 365, n_trades: 3, volume: "3.25", newest_ms: 1700000060000,
		last_price: "15", last_ms: 1700000001000, partial: true}' "$output"
	same "$output" "$(mm-pivot - <in)"
	run --separate-stderr -0 mm-pivot --explain in
	same "mm-pivot: 'M': 3 trades after 1668464060000 up to 1700000060000 (365 days)
mm-pivot: sum of price * size 54750 / 10^3, sum of size 325 / 10^2
mm-pivot: left out: 0 own against own, 0 seen before, 0 too late, 0 from the future
mm-pivot: pivot 2190 / 13 / 10^1 = 16.846153846153" "$stderr"
}

@test "small prices keep twelve digits" {
	{ trade 0 0.000000001 1 1 && trade 1 0.000000002 2 2; } >in
	[ "$(pivots "$(mm-pivot in)")" = 0.00000000166666666666 ]
}

@test "late trades count while the window reaches them, repeated ones never" {
	{
		trade 0 10 1 1
		trade $DAY 40 1 2
		trade $((DAY - 1)) 30 1 3 # late
		trade 0 50 1 4            # exactly one day old: gone
		trade 5 50 1 2            # says otherwise, but the first wins
	} >in
	run --separate-stderr -0 mm-pivot -o HISTORY_WINDOW_DAYS=1 --explain in
	[ "$(pivots "$output")" = 35 ]
	[ "${stderr_lines[2]}" = "mm-pivot: left out: 0 own against own, 1 seen before, 1 too late, 0 from the future" ]
	jqeq '.n_trades == 2 and (has("partial") | not)' "$output"
	# A trade that left and came again is a new one.
	trade $DAY 20 3 1 >>in
	jqeq '.price == "26" and .n_trades == 3' "$(mm-pivot -o HISTORY_WINDOW_DAYS=1 in)"
}

@test "--now-ms leaves out what is later, and warns of what should not be" {
	{ trade 0 10 1 1 && trade 100 20 1 2 && trade 60099 30 1 3 && trade 60100 40 1 4; } >in
	run --separate-stderr -0 mm-pivot --now-ms $((T + 99)) in
	[ "$(pivots "$output")" = 10 ]
	[ "$stderr" = "mm-pivot: warning: 'M': trades dated 60 s ahead or more, left out: 1" ]
	jqeq '.ts_ms == '$((T + 99)) "$output"
	run --separate-stderr -0 mm-pivot --now-ms $((T + 100)) in
	[ "$(pivots "$output")" = 15 ] && [ -z "$stderr" ]
}

@test "a trade between two own orders does not count" {
	{ trade 0 10 1 1 && trade 1 99 5 2 ',"own_maker":true,"own_taker":true' && trade 2 20 1 3 ',"own_taker":true'; } >in
	run --separate-stderr -0 mm-pivot in
	jqeq '.price == "15" and .last_price == "10"' "$output"
}

@test "one market: named, or the only one" {
	{ trade 0 10 1 1 && trade 1 30 1 1 | sed 's/"M"/"N"/'; } >in
	run --separate-stderr -1 mm-pivot in
	[ "$stderr" = "mm-pivot: in:2: trade: market 'N' after 'M': say --market" ]
	[ "$(pivots "$(mm-pivot -m N in)")" = 30 ]
	[ "$(pivots "$(MM_MARKET=M mm-pivot in)")" = 10 ]
}

@test "history that is empty or old is a refusal" {
	run --separate-stderr -5 mm-pivot </dev/null
	[ -z "$output" ] && [[ $stderr == "mm-pivot: no_history: "* ]]
	trade 0 10 1 1 >in
	run --separate-stderr -5 mm-pivot --now-ms $((T + DAY + 1)) in
	[ -z "$output" ] && [[ $stderr == "mm-pivot: stale_history: 'M': newest trade at $T, "* ]]
	run -0 mm-pivot --now-ms $((T + DAY)) in
	run --separate-stderr -5 mm-pivot -o HISTORY_WINDOW_DAYS=1 --now-ms $((T + DAY)) in
	[[ $stderr == "mm-pivot: no_history: "* ]]
}

@test "a seed of trades becomes configuration, and stands in for them" {
	run --separate-stderr -5 mm-pivot --make-seed <<<"$(trade 0 10 1 1)"
	[[ $stderr == "mm-pivot: no_history: 'M': no two trades at different times" ]]
	{ trade 0 10 1 1 && trade $DAY 13 2 2; } >in
	run --separate-stderr -0 mm-pivot --make-seed in
	same $'SEED_PRICE=12\nSEED_MASS=1095\nSEED_TIME='$((T + DAY)) "$output"
	echo "$output" >"$MM_HOME/mm.conf"
	export MM_PIVOT_MODE=seeded
	trade $((DAY + 1)) 30 95 3 >now
	jqeq '.price == "13.561643835616" and .seed_ratio == 1000 / 1095 and .mode == "seeded"' "$(mm-pivot now)"
	# After a quarter of the window time has displaced more than trades have.
	jqeq '.price == "13.866302864938"' \
		"$(mm-pivot -o HISTORY_MAX_AGE_S=9999999 --now-ms $((T + DAY * 9225 / 100)) now)"
	jqeq '.price == "30" and .seed_ratio == 0' "$(mm-pivot -o SEED_DECAY=none now)"
}

@test "a fade follows its reference, and does without it only in the end" {
	export MM_PIVOT_MODE=fade MM_SEED_PRICE=2.5 MM_SEED_TIME=$T MM_REF_START_PRICE=100 MM_FADE_DAYS=4
	trade $((DAY - 1)) 9 1 1 >in
	run --separate-stderr -5 mm-pivot --now-ms $((T + DAY)) in
	[ "$stderr" = "mm-pivot: no_reference: no price of 'SOL/USD'" ]
	{ cat in && reference $DAY 50 300001; } >old
	run --separate-stderr -5 mm-pivot --now-ms $((T + DAY)) old
	[[ $stderr == "mm-pivot: stale_reference: "* ]]
	{ cat in && reference $DAY 50 300000 && reference $((DAY - 1)) 70 300000; } >new
	run --separate-stderr -0 mm-pivot --now-ms $((T + DAY)) --explain new
	jqeq '.price == "6" and .seed_ratio == 0.75' "$(of_type pivot "$output")"
	same "$(grep price new | grep -v trade)" "$(of_type price "$output")"
	[ "${stderr_lines[3]}" = "mm-pivot: fade from 2.5: reference moves it to 5, trades weigh 0.25" ]
	{ cat in && reference $DAY 0 1; } >bad
	run --separate-stderr -1 mm-pivot bad
	[ "$stderr" = "mm-pivot: bad:2: price: 'price': not above 0" ]
	jqeq '.price == "9"' "$(mm-pivot -o HISTORY_MAX_AGE_S=9999999 --now-ms $((T + 4 * DAY)) in)"
}

@test "foreign records pass a file as they are" {
	{ echo '{"type":"x", "n":1.0}' && trade 0 10 1 1 && cycle 5; } >in
	run -0 mm-pivot in
	same "$(grep -v trade in)" "$(grep -v '"pivot"' <<<"$output")"
}

# --- frames ---

@test "an unfinished frame makes nothing, wherever it is cut" {
	{ trade 0 10 1 1 && cycle 5; } >whole
	for ((n = 1; n < $(wc -c <whole); n += 13)); do
		head -c "$n" whole >part
		run -1 mm-pivot -s none -m M part
		run ! grep -q '"pivot"' <<<"$output"
	done
	run -5 mm-pivot -s none -m M --now-ms $((T + 5)) <<<"$(head -n 1 whole)x"
	run -0 mm-pivot -s none -m M --now-ms $((T + 5)) <<<"$(head -n 1 whole)"
	jqeq '.price == "10" and .ts_ms == '$((T + 5)) "$(of_type pivot "$output")"
}

@test "a frame's pivot stands before its cycle and sees what is before it" {
	{
		trade 0 10 1 1
		trade 0 30 1 1 # again
		trade 5 40 1 2 # the frame's own millisecond is the next frame's
		trade 4 20 1 3
		trade 0 99 1 4 ',"own_maker":true,"own_taker":true'
		trade 0 99 1 5 | sed 's/"M"/"N"/'
		trade 60005 99 1 6
		cycle 5
		cycle 6
	} >in
	run --separate-stderr -5 mm-pivot -s none -m M in
	same "$(cat in)" "$(grep -vE '"type":"(pivot|refusal)"' <<<"$output")"
	valid "$output"
	[ "$(tail -n 4 <<<"$output" | jq -r .type | xargs)" = "pivot cycle refusal cycle" ]
	jqeq '.price == "15" and .n_trades == 2 and .ts_ms == '$((T + 5))' and .newest_ms == '$((T + 4)) \
		"$(of_type pivot "$output")"
	[ "$(refusals "$output")" = no_history ]
	[ "${stderr_lines[0]}" = "mm-pivot: warning: 'M': trades dated 60 s ahead or more, left out: 1" ]
}

@test "a bad trade in a frame is a refusal beside the pivot" {
	run --separate-stderr -5 mm-pivot -s none -m M <<<"$(trade 0 10 1 1 && trade 0 0 1 2 && cycle 5)"
	[ "$(refusals "$output")" = bad_record ]
	[ "$(pivots "$output")" = 10 ]
	run ! grep -q '"id":"2"' <<<"$output"
	[[ $stderr == "mm-pivot: <stdin>:2: trade: 'price': not above 0"* ]]
}

# tape N: N trades of about a week, some at the same moment, some of our own.
tape() {
	awk -v n="$1" -v t=$T 'BEGIN { srand(3)
		for (i = 1; i <= n; i++) {
			t += int(rand() * 3) * int(rand() * 400000)
			printf "{\"type\":\"trade\",\"ts_ms\":%.0f,\"market\":\"M\",\"price\":\"%d.%02d\",\"size\":\"0.%03d\",\"side\":\"buy\",\"id\":\"%d\",\"source\":\"t\"%s}\n",
				t, 50 + i % 70, i % 100, 1 + i * 7 % 999, i,
				i % 13 ? i % 11 ? "" : ",\"own_taker\":true" : ",\"own_maker\":true,\"own_taker\":true"
		} }'
}

@test "from the store a pivot is what it is from the file, at any moment" {
	tape 3000 >all
	store-log --db db put all >/dev/null
	n=0
	for ((i = 0; i < 12; i++)); do
		# At a trade, and when it is about to leave the window.
		t=$(sed -n "$((i * 97 + 300))p" all | jq .ts_ms)
		[ $((i % 3)) -ne 1 ] || t=$((t + 2 * DAY))
		[ $((i % 3)) -ne 2 ] || t=$((t + 2 * DAY - 1))
		for set in '' "MM_PIVOT_MODE=seeded MM_SEED_PRICE=70.5 MM_SEED_MASS=900.0001 MM_SEED_TIME=$((T + DAY))"; do
			# shellcheck disable=SC2086 # several words
			file=$(env $set mm-pivot -o HISTORY_WINDOW_DAYS=2 --now-ms "$t" all 2>/dev/null) || true
			# shellcheck disable=SC2086
			frame=$(env $set mm-pivot -o HISTORY_WINDOW_DAYS=2 -s db -m M --now-ms $((t + 1)) </dev/null) || true
			same "$(jq -c 'del(.ts_ms)' <<<"$file")" "$(jq -c 'del(.ts_ms)' <<<"$frame")"
			n=$((n + ${#frame} / 100))
		done
	done
	[ "$n" -ge 40 ] # pivots were given
}

@test "stored and fresh trades are joined by what they are" {
	tape 600 >all
	head -n 400 all | store-log --db db put - >/dev/null
	{ tail -n 300 all && tail -n 250 all && cycle $((30 * DAY)); } >in
	export MM_HISTORY_MAX_AGE_S=31536000
	file=$(mm-pivot --now-ms $((T + 30 * DAY - 1)) all)
	jqeq '.n_trades == 554 and .partial' "$file"
	same "$(jq -c 'del(.ts_ms)' <<<"$file")" "$(mm-pivot -s db -m M in | grep '"pivot"' | jq -c 'del(.ts_ms)')"
}

@test "what left the window before the store had it displaces a seed all the same" {
	export MM_HISTORY_WINDOW_DAYS=1 MM_PIVOT_MODE=seeded MM_SEED_PRICE=10 MM_SEED_MASS=100 MM_SEED_TIME=$T MM_SEED_DECAY=volume
	{ trade 1 20 60 1 && trade $((3 * DAY)) 30 10 2; } >all
	# 70 of the 100 are displaced, 10 are in the window.
	same 15 "$(mm-pivot all | jq -r .price)"
	{ cat all && head -n 1 all && cycle $((3 * DAY + 1)); } >in
	same 15 "$(pivots "$(mm-pivot -s db -m M in)")"
	store-log --db db put all >/dev/null
	same 15 "$(pivots "$(mm-pivot -s db -m M in)")"
}

@test "a store that cannot be read refuses the frame, and is tried again" {
	echo 'not a database, but long enough to look like one' >db
	{ trade 0 10 1 1 && cycle 5; } >in
	run --separate-stderr -5 mm-pivot -s db -m M in
	[ "$(refusals "$output")" = store_unreadable ]
	[ -z "$(of_type pivot "$output")" ]
	mkfifo pipe
	mm-pivot -s db -m M <pipe >out 2>/dev/null 3>&- &
	exec 7>pipe
	cat in >&7
	until_true grep -q '"cycle"' out
	rm db
	{ trade 6 20 1 2 && cycle 10; } >&7
	exec 7>&-
	wait $! || [ $? -eq 5 ]
	[ "$(pivots "$(cat out)")" = 20 ]
}
