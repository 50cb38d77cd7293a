# lib/math/aave against a model of its rules, and against what was recorded.
load lib

setup() {
	[ -x "$MM_OBJ/tests/vectors" ] || skip 'tests/vectors is not built'
}

seed=${MM_FUZZ_SEED:-7}

# passes FLOOR WHAT: lines of standard input, at least so many, all of them pass.
passes() {
	local n
	cat >"$BATS_TEST_TMPDIR/lines"
	run "$MM_OBJ/tests/vectors" "$BATS_TEST_TMPDIR/lines"
	echo "$output" | tail -n 5 >&2
	n=${output%% *}
	[ "$output" = "$n passed, 0 failed, 0 skipped" ] && [ "$n" -ge "$1" ]
	echo "# $n $2" >&3
}

recorded() {
	[ -n "${MM_DATA:-}" ] || skip 'the recorded days are not there (MM_DATA)'
}

@test "accounts and liquidations of every version, as the model has them" {
	echo "seed $seed" >&2
	python3 "$MM_TOP/tests/aave_model.py" "$seed" $((6000 * ${MM_SOAK:-1})) |
		passes 6000 'accounts and liquidations equal the model'"'s"
}

@test "one more or less is found" {
	python3 "$MM_TOP/tests/aave_model.py" "$seed" 400 | grep -v '"err"' |
		jq -c '(.out | keys_unsorted[0]) as $k | .out[$k] |= "1" + .' >"$BATS_TEST_TMPDIR/lines"
	run -1 "$MM_OBJ/tests/vectors" "$BATS_TEST_TMPDIR/lines"
	[[ $output == *'0 passed, '* ]]
}

@test "a day of Polygon's USDC: each borrow index follows from the one before" {
	recorded
	python3 "$MM_TOP/tests/aave_data.py" indexes "$MM_DATA/aave/polygon_aave_v3_USDC_2024-01-06.raw.csv.gz" |
		passes 1138 'borrow indexes follow to the ray'
}

@test "accounts of Lido's studies have the health factor the chain gave" {
	recorded
	python3 "$MM_TOP/tests/aave_data.py" lido "$MM_DATA"/aave/lido_positions_*.csv |
		passes 1211 'health factors are the chain'"'s to 2e-10"
}
