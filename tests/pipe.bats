# pipe: the shipped pipe as a whole.  Its text is mm-bot's own function pipe; what
# each program eats and reads after the others is check-pipes' to walk.
# shellcheck disable=SC2016 # the pipes stand in single quotes
load lib

setup() {
	cat >"$MM_HOME/mm.conf" <<-EOF
		MARKET=SOL/USDT
		PAPER_TAPE=$MM_TOP/share/examples/trades.jsonl
		PAPER_WALLETS=w1:100:10000,w2:100:10000
		BUY_LEVELS=3
		SELL_LEVELS=2
	EOF
	first=1642637000000 # the tape's first print is 200 s before
	step=172800         # 1,000 frames over its two days
}

# one_shot N: N frames, every stage started anew for each; the shell too now and then, as
# cron does it: one shell that starts more processes than there are ids for them may fail.
one_shot() {
	local at n
	for ((at = 0; at < $1; at += n)); do
		n=$(($1 - at < 50 ? $1 - at : 50))
		bash -c '. "$MM_TOP/scripts/mm-bot"
		mkdir -p "$run" && take_conf
		for ((i = 0; i < $1; i++)); do
			given=(--ts-ms $(($2 + i * $3)))
			pipe
			worst "${codes[@]}" || exit
		done' - "$n" $((first + at * step)) "$step" || return
	done
}

@test "1,000 frames resident and one-shot: the same bytes" {
	frames=1000
	# Under the sanitizers 8,000 starts take minutes: a tenth, over the same days.
	[[ $MM_OBJ != *-san ]] || frames=100 step=$((10 * step))
	run -0 mm-bot loop --from-ms "$first" --to-ms $((first + (frames - 1) * step)) --step "${step}ms"
	store-log export >"$BATS_TEST_TMPDIR/resident"
	export MM_HOME=$BATS_TEST_TMPDIR/other
	mkdir "$MM_HOME" && cp "$BATS_TEST_TMPDIR/home/mm.conf" "$MM_HOME"
	one_shot $frames
	store-log export >"$BATS_TEST_TMPDIR/one-shot"
	cmp "$BATS_TEST_TMPDIR/resident" "$BATS_TEST_TMPDIR/one-shot"
	# It was no idle walk: both rebuilt, held, placed and were filled.
	run -0 jq -rs 'map(.type + ":" + (.decision // .action // "")) | unique | join(" ")' "$BATS_TEST_TMPDIR/one-shot"
	for want in cycle: fill: grid:rebuild grid:hold action:place action:replace action:cancel; do
		[[ " $output " == *" $want "* ]]
	done
	[ "$(grep -c '^{"type":"cycle"' "$BATS_TEST_TMPDIR/resident")" -eq $frames ]
}

@test "every record of a run is one its schema accepts" {
	run -0 mm-bot loop --from-ms "$first" --to-ms $((first + 200 * step)) --step "${step}ms"
	store-log export >"$BATS_TEST_TMPDIR/all"
	valid <"$BATS_TEST_TMPDIR/all"
}

# frame: what stands before mm-grid in the second frame, its cycle last.
frame() {
	one_shot 1
	mm-cycle --once --ts-ms $((first + step)) | store-log get --last trade,fill |
		paper-trade read --tape "$MM_TOP/share/examples/trades.jsonl" |
		mm-pivot --store "$MM_HOME/mm.db" | store-log get --last grid
}

# untouched: nothing was stored, sent, or written down to be sent since the last
# call.
untouched() {
	local now
	now=$(
		store-log get action order receipt | sort | sha256sum
		sqlite3 "$MM_HOME/paper.db" .dump | sha256sum
		sqlite3 "$MM_HOME/journal.db" .dump | sha256sum
	)
	[ -z "${seen:-}" ] || same "$seen" "$now"
	seen=$now
}

@test "a frame cut anywhere makes nothing that a later stage could send" {
	whole=$(frame)
	cycle=${whole##*$'\n'}
	[[ $cycle == '{"type":"cycle",'* ]]
	before=$((${#whole} - ${#cycle}))
	untouched
	# In the middle of lines and between them; then at every byte of the
	# cycle's own line before its newline.
	for n in $(seq 1 397 $before) $(seq $before ${#whole}); do
		run --separate-stderr -1 bash -c 'printf %s "$1" | mm-grid | order-diff | paper-trade submit --live |
			store-log put --only cycle,action,order; exit "${PIPESTATUS[1]}"' - "${whole:0:n}"
		[ -z "$output" ] || { echo "cut at $n: $output" && false; }
		[[ $stderr == *'mm-grid: frame not closed'* ]]
	done
	untouched
	# And it was a frame from which something is made.
	run -0 bash -c 'mm-grid <<<"$1" | order-diff | paper-trade submit --live | store-log put --only cycle,order' - "$whole"
	[ "$(of_type order "$output" | wc -l)" -gt 0 ]
}

@test "each stage by itself passes what it got and makes nothing of a cut frame" {
	frame >"$BATS_TEST_TMPDIR/whole"
	grep -v '^{"type":"cycle"' "$BATS_TEST_TMPDIR/whole" >"$BATS_TEST_TMPDIR/open"
	open=$(<"$BATS_TEST_TMPDIR/open")
	cycle=$(tail -n 1 "$BATS_TEST_TMPDIR/whole")
	untouched
	for stage in "store-log get --last grid" "mm-pivot --store $MM_HOME/mm.db" mm-grid order-diff \
		'paper-trade submit --live' "paper-trade read --tape $MM_TOP/share/examples/trades.jsonl" \
		'store-log put'; do
		for ((n = 0; n <= ${#cycle}; n++)); do
			code=0
			# shellcheck disable=SC2086 # a stage with its options
			printf '%s\n%s' "$open" "${cycle:0:n}" |
				$stage >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" || code=$?
			[ "$code" -eq 1 ] || { echo "$stage: cut at $n: exit $code" && false; }
			[[ $(<"$BATS_TEST_TMPDIR/err") == *'frame not closed'* ]]
			code=0
			grep -vxFf "$BATS_TEST_TMPDIR/open" "$BATS_TEST_TMPDIR/out" || code=$?
			[ "$code" -eq 1 ] || { echo "$stage: cut at $n: more came out" && false; }
		done
	done
	untouched
}

@test "a bot that emptied its book quotes again when it is started again" {
	resting() { sqlite3 "$MM_HOME/paper.db" 'select count(*) from resting'; }
	hours() { mm-bot loop --from-ms "$first" --to-ms $((first + $1 * 3600000)) --step 1h; }
	hours 1
	[ "$(resting)" -gt 0 ]
	kill-switch on --reason test
	run -5 hours 2
	[ "$(resting)" -eq 0 ]
	kill-switch off
	run -0 hours 4
	[ "$(resting)" -gt 0 ]
	jqeq '.signal == "the book was emptied"' "$(store-log get cycle | grep signal)"
	jqall 'map(select(.reason == "manual")) | length == 1' "$(store-log get grid)"
}
