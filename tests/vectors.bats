# obj/tests/vectors, the reader of golden lines: that it can fail.
load lib

setup() { vectors=$MM_OBJ/tests/vectors && cd "$MM_TOP/tests/vectors" || return; }

# wrong PICK: every golden line with one leaf of its `out` changed, the one that
# PICK takes from the list of their paths.
wrong() {
	jq -c '.out |= (([paths(type != "object" and type != "array")] | '"$1"') as $p
		| setpath($p; getpath($p) | if type == "number" then . * 1.01 + 1.5
			elif type == "boolean" then not
			elif type == "null" then 1
			elif test("^-?[0-9]+$") then . + "1"
			else . + "x" end))' ./*.jsonl
}

@test "what is golden passes, nothing is skipped" {
	run --separate-stderr -0 "$vectors" ./*.jsonl
	[[ $output =~ ^[1-9][0-9]*\ passed,\ 0\ failed,\ 0\ skipped$ ]]
	[ -z "$stderr" ]
}

@test "a line with a wrong leaf fails, be it the first, one within or the last" {
	n=$(cat ./*.jsonl | wc -l)
	for pick in first '.[length / 2 | floor]' last; do
		wrong "$pick" >"$BATS_TEST_TMPDIR/wrong"
		run --separate-stderr -1 "$vectors" "$BATS_TEST_TMPDIR/wrong"
		same "0 passed, $n failed, 0 skipped" "$output"
		[ "${#stderr_lines[@]}" -eq "$n" ]
	done
}

@test "an error that does not come, one that was not asked for, a missing field" {
	line='{"fn":"target_control","in":{"total_supply":"10","locked":"LOCKED","owned":"5"},"out":OUT,"tol":"exact"}'
	for case in '5 {"err":"OVERSUBSCRIBED"}' '6 {"target_ppm":0}' '5 {"target_ppm":0,"more":1}' '6 {"err":"NODATA"}' '5 {}'; do
		sed "s/LOCKED/${case%% *}/; s/OUT/${case#* }/" <<<"$line"
	done >"$BATS_TEST_TMPDIR/in"
	run --separate-stderr -1 "$vectors" "$BATS_TEST_TMPDIR/in"
	[ "$output" = '0 passed, 5 failed, 0 skipped' ]
	sed 's/"err":"NODATA"/"err":"OVERSUBSCRIBED"/; 4!d' "$BATS_TEST_TMPDIR/in" >"$BATS_TEST_TMPDIR/good"
	run --separate-stderr -0 "$vectors" "$BATS_TEST_TMPDIR/good"
	[ "$output" = '1 passed, 0 failed, 0 skipped' ]
}

@test "a tolerance that is not known fails, an fn that is not known is skipped" {
	{
		echo '{"fn":"compensated_sum","in":{"x":[1,2]},"out":{"sum":3},"tol":{"ulps":2}}'
		echo '{"fn":"compensated_sum","in":{"x":[1,2]},"out":{"sum":3.5},"tol":{"rel":0.1,"abs":0.2}}'
		echo '{"fn":"compensated_sum","in":{"x":[1,2]},"out":{"sum":3.5},"tol":{"rel":0,"abs":0,"abs_by_field":{"sum":0.5}}}'
		echo '{"fn":"compensated_sum","in":{"x":[1,"2"]},"out":{"sum":3},"tol":"exact"}'
		echo '{"fn":"a_new_one","in":{},"out":{"y":1},"tol":"exact"}'
	} >"$BATS_TEST_TMPDIR/in"
	run --separate-stderr -1 "$vectors" "$BATS_TEST_TMPDIR/in"
	[ "$output" = '2 passed, 2 failed, 1 skipped' ]
	[ "${stderr_lines[0]}" = "vectors: $BATS_TEST_TMPDIR/in:1: 'tol': form 'ulps' is not known" ]
}

@test "usage, a file that is not there, a line that is no object" {
	run --separate-stderr -2 "$vectors"
	[ "$stderr" = 'usage: vectors FILE...' ]
	run --separate-stderr -1 "$vectors" missing fiat_buffer.jsonl
	[[ $output == *' 0 failed, 0 skipped' ]]
	printf '[]\n{"fn":1}\n{"fn":"target_control"}\n\n{' >"$BATS_TEST_TMPDIR/in"
	run --separate-stderr -1 "$vectors" "$BATS_TEST_TMPDIR/in"
	[ "$output" = '0 passed, 4 failed, 0 skipped' ]
}
