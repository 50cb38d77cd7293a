# lib.bash - what every bats file loads.  Run by make check, or by hand from the
# top folder: bats tests/NAME.bats.
#
# The built programs and scripts are on PATH; each test has a MM_HOME of its own;
# no MM_ variable leaks in from the caller.
bats_require_minimum_version 1.5.0

MM_TOP=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
MM_OBJ=$(cd "$MM_TOP" && cd "${MM_OBJ:-obj}" && pwd)
for _v in ${!MM_@}; do
	[[ $_v =~ ^MM_(TOP|OBJ|REQUIRE|SOAK|CAMPAIGN_SECONDS|OPENBOOK_SO|DATA)$ ]] || unset "$_v"
done
unset _v
export MM_TOP MM_OBJ LC_ALL=C
export PATH=$MM_OBJ:$MM_TOP/scripts:$PATH
export MM_HOME=$BATS_TEST_TMPDIR/home
[ -z "${BATS_TEST_TMPDIR:-}" ] || mkdir -p "$MM_HOME"

# Before every command bats notes in which line it stands, which takes 0.2 ms, most of
# what a loop costs: it is enough to know when one fails.  bats --trace still sees all;
# and another version, whose own names these may not be, is left alone.
if [[ ${BATS_VERSION:-} == 1.8.* && ${BATS_TRACE_LEVEL:-0} -eq 0 ]]; then
	set +T
	# shellcheck disable=SC2034 # bats reads it
	bats_error_trap() {
		bats_check_status_from_trap
		bats_capture_stack_trace
		BATS_DEBUG_LAST_STACK_TRACE_IS_VALID=1
	}
fi

# The sources stay as they are: what is copied of them while other tests run is whole.
export PYTHONDONTWRITEBYTECODE=1

# Debian's, with its modules: what stands before it (pyenv) takes 0.1 s a start.
python3() { /usr/bin/python3 "$@"; }

# A crash is struck at every STRIDE-th call.  Which one it is makes no difference to what
# sanitizers see of what comes after it.
# shellcheck disable=SC2034
STRIDE=1
# shellcheck disable=SC2034
[[ $MM_OBJ != *-san ]] || STRIDE=4

# until_true COMMAND...: waits for the effect, at most 60 s: a machine may be busy.
until_true() {
	local end=$((SECONDS + 60))
	until "$@"; do
		((SECONDS < end)) || { echo "never true: $*" >&2 && return 1; }
		sleep 0.01
	done
}

# jqeq FILTER TEXT: FILTER is true of every record in TEXT, and there is one.
jqeq() {
	[ -n "$2" ] || { echo "jqeq: no records" >&2 && return 1; }
	jq -es "length > 0 and all(.[]; $1)" <<<"$2" >/dev/null || {
		printf 'not true: %s\nof:\n%s\n' "$1" "$2" >&2
		return 1
	}
}

# jqall FILTER TEXT: FILTER is true of the array of all records in TEXT.
jqall() {
	jq -es "$1" <<<"$2" >/dev/null || {
		printf 'not true: %s\nof:\n%s\n' "$1" "$2" >&2
		return 1
	}
}

# of_type TYPE TEXT: the records of one type, in order.
of_type() {
	grep "^{\"type\":\"$1\"" <<<"$2" || true
}

# valid TEXT: every line is a record its schema in share/schema accepts, by an
# independent validator.  Without TEXT: standard input.
valid() {
	if [ $# -gt 0 ]; then
		"$MM_TOP/tests/valid.py" <<<"$1"
	else
		"$MM_TOP/tests/valid.py"
	fi
}

# same WANT GOT: the texts are equal; else show how they differ.
same() {
	[ "$1" = "$2" ] || { diff <(printf '%s\n' "$1") <(printf '%s\n' "$2") >&2; return 1; }
}
