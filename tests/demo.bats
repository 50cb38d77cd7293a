# demo: the tape is what its description says, and a short run comes to a table and
# a page.
load lib

@test "the tape is as described, every record valid and in order" {
	zcat "$MM_TOP/share/demo/sol_usdt.jsonl.gz" >"$MM_HOME/tape"
	run -0 jq -rs '[length, (.[0].ts_ms / 1000 | todate), (.[-1].ts_ms / 1000 | todate),
		(map(.price | tonumber) | max, min), (map(.id) | unique | length),
		(map(.ts_ms) | . == sort), (map(.market + .source) | unique | join(" "))] | join(" ")' "$MM_HOME/tape"
	same '59424 2021-01-20T00:00:00Z 2022-09-30T23:45:00Z 260.064 2.5122 59424 true SOL/USDTtape' "$output"
	sed -n '1~97p' "$MM_HOME/tape" | valid
}

@test "what it runs with is the default but for the market and its wallets" {
	run -0 mm-conf list -c "$MM_TOP/share/demo/mm.conf"
	same "MARKET
PAPER_TAPE
PAPER_WALLETS" "$(awk -F'\t' '$3 != "default" { print $1 }' <<<"$output")"
}

@test "two days: a table of both windows, the back-test of each share, one page" {
	run -2 "$MM_TOP/scripts/demo" none
	# In a folder of programs of its own: obj/demo stays what make demo left.
	mkdir "$BATS_TEST_TMPDIR/obj" && ln -s "$MM_OBJ"/* "$BATS_TEST_TMPDIR/obj" && rm -f "$BATS_TEST_TMPDIR/obj/demo"
	export MM_OBJ=$BATS_TEST_TMPDIR/obj
	run -0 "$MM_TOP/scripts/demo" 2
	[[ $output =~ worth\ at\ the\ end,\ USDT\ +[0-9,]+\ +[0-9,]+ ]]
	[ "$(grep -cE '^(365|30) +(1|10|100) ' <<<"$output")" -eq 6 ]
	[ -s "$MM_OBJ/demo/report.html" ]
	# The back-test made the pipe's fills.
	for window in 365 30; do
		fills=$(store-log --db "$MM_OBJ/demo/window-$window/mm.db" get fill | wc -l)
		[ "$fills" -eq "$(awk -F'\t' -v w=$window '$1 == w && $2 == 10 { print $7 }' "$MM_OBJ/demo/back-test.tsv")" ]
	done
}
