# From `make world-cex` to a hedged position: what it prints is pasted, step by step, as a
# person would.
load lib
load world-cex

setup() {
	command -v node >/dev/null || skip 'there is no node'
	"$MM_TOP/scripts/world-cex" "${MM_OBJ#"$MM_TOP"/}" >"$BATS_TEST_TMPDIR/said" 3>&- &
	person=$!
	until_true grep -qs '^8\.' "$BATS_TEST_TMPDIR/said"
}

teardown() {
	[ -z "${person:-}" ] || kill "$person"
}

# step N: what stands below its line, up to the next one that is not to be pasted.
step() { awk -v n="$1." '$1 == n { on = 1 } on && p && !NF { exit } on && p { print } on && !NF { p = 1 }' "$BATS_TEST_TMPDIR/said"; }

@test "five commands to a hedged position; a lost reply; out again" {
	cd "$MM_TOP"
	for n in 2 3 4 5 6 7 8; do
		step "$n" >"$BATS_TEST_TMPDIR/$n"
		[ -s "$BATS_TEST_TMPDIR/$n" ]
		# shellcheck disable=SC1090 # it is what was printed
		. "$BATS_TEST_TMPDIR/$n" >"$BATS_TEST_TMPDIR/$n.out"
	done
	cd "$BATS_TEST_TMPDIR"
	jqall '[.[] | select(.type == "sync") | .actions[].state] == ["planned"]' "$(<4.out)"
	jqall 'any(.[]; .type == "sync" and .actions[0].state == "filled") and (.[-1] | .type == "sync" and .actions == [])' "$(<5.out)"
	jqeq '.ok and (.held | length == 1 and .[0].position == "-8")' "$(<6.out)"
	jqeq '.ok and .faults >= 1 and (.held | length == 1 and .[0].position == "-4.8")' "$(tail -n 1 7.out)"
	jqall 'any(.[]; .type == "hedge_report" and .funding == "1.52")' "$(<8.out)"
	jqeq '.ok and .held == []' "$(world judge)"
}
