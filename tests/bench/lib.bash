# lib.bash - what every benchmark loads.  Run by make bench; each prints ratios and
# the two times behind them, and none of them fails for being slow:
#
#   name: ratio (ours, peer)
#
# Ours and the peer take turns, so that a busy machine slows both; each time is the
# median of RUNS.
set -euo pipefail

MM_TOP=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)
MM_OBJ=$(cd "$MM_TOP/${MM_OBJ:-obj}" && pwd)
RUNS=${RUNS:-5}
export MM_TOP MM_OBJ LC_ALL=C PATH=$MM_OBJ:$MM_OBJ/tests/bench:$MM_TOP/scripts:$PATH
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export MM_HOME=$scratch/home
mkdir "$MM_HOME"
cd "$scratch"

# elapsed COMMAND: seconds that bash -c COMMAND takes, its exit code not looked at.
elapsed() {
	local start=$EPOCHREALTIME
	bash -c "$1" >/dev/null 2>&1 || true
	awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.6f\n", b - a }'
}

median() {
	sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# by_turns OURS PEER: their median seconds in $ours and $peer.
by_turns() {
	local i
	: >"$scratch/ours" && : >"$scratch/peer"
	for ((i = 0; i < RUNS; i++)); do
		elapsed "$1" >>"$scratch/ours"
		elapsed "$2" >>"$scratch/peer"
	done
	ours=$(median <"$scratch/ours") peer=$(median <"$scratch/peer")
}

# faster NAME WANTED PEER_NAME OURS PEER: how many times faster ours is.
faster() {
	by_turns "$4" "$5"
	awk -v n="$1" -v w="$2" -v p="$3" -v a="$ours" -v b="$peer" 'BEGIN {
		printf "%s: %.1f times as fast as %s (%.3f s, %.3f s; wanted %s)\n", n, b / a, p, a, b, w }'
}

# cost NAME WANTED PEER_NAME OURS PEER: how much of the peer's time ours takes, both
# given in any one unit that is then named.
cost() {
	awk -v n="$1" -v w="$2" -v p="$3" -v a="$4" -v b="$5" -v u="${6:-s}" 'BEGIN {
		printf "%s: %.2f of %s (%.4g %s, %.4g %s; wanted at most %s)\n", n, a / b, p, a, u, b, u, w }'
}

# rate NAME WANTED BYTES SECONDS: megabytes a second.
rate() {
	awk -v n="$1" -v w="$2" -v b="$3" -v s="$4" 'BEGIN { printf "%s: %.0f MB/s (wanted %s)\n", n, b / s / 1e6, w }'
}
