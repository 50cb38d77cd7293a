# crash-hedge: kill -9 at every third write, fsync, send and answer of hedge-sync, one after
# the other (of the pages SQLite writes at every 25th; make soak: at every one), at both
# exchanges, for orders that open and orders that reduce.  Judged by the exchange's books:
# every frame's target is reached, once, and every fill is told.
load hedge-exec

setup_file() { cex_start; }
teardown_file() { cex_stop; }
setup() {
	command -v strace >/dev/null || skip 'strace is missing'
	cex_here
}

# struck_sync CALL K AMOUNT: a frame that ends at the Kth call.
struck_sync() {
	local code=0
	ts=$((ts + 1000))
	frame "$3" >job
	{ strace -D -o trace -e trace="$1" -e inject="$1:$strike:when=$2" hedge-sync --live <job >out 2>err || code=$?; } 2>/dev/null
	keep
	return "$code"
}

# begin VENUE: the files are there already: what is struck is the daily way.
begin() {
	exec_home "$1"
	amount=10
	steady 10
}

# rounds VENUE N: struck at every call, at least N of them, then run again as a bot does.
rounds() {
	local call n=0 code k step amount strike=signal=KILL
	begin "$1"
	for call in pwrite64 fdatasync write sendto recvfrom; do
		step=$STRIDE
		[[ ${MM_SOAK:-1} -gt 1 ]] || case $call in
		pwrite64) step=$((25 * STRIDE)) ;;
		*) step=$((3 * STRIDE)) ;;
		esac
		for ((k = 1; ; k += step)); do
			amount=$((24 - amount)) code=0
			struck_sync "$call" "$k" "$amount" || code=$?
			steady "$amount"
			judged "$1" "-$amount" || { echo "$call $k" >&2 && return 1; }
			[ "$code" -eq 137 ] || break
			n=$((n + 1))
			# The clock of the world, set on, is not to be too far from ours, and no more
			# is to be asked for than a minute of the exchange allows.
			((n % 5)) || begin "$1"
		done
	done
	echo "# $n calls" >&3
	((n >= $2 / STRIDE))
}

# Every write from the Kth on fails, and then there is room again.
@test "a full disk: nothing is sent that is not written down, and what was sent is found" {
	local strike=error=ENOSPC amount code k room
	begin bybit
	for ((k = 1; ; k += 7)); do
		amount=$((24 - amount)) code=0 room=$(placed bybit)
		struck_sync pwrite64 "$k+" "$amount" || code=$?
		[ "$code" -ne 0 ] || break
		[[ $code -eq 1 || $code -eq 4 || $code -eq 5 || $code -eq 6 ]] || { echo "code $code" >&2 && return 1; }
		[ "$(placed bybit)" -le $((room + 1)) ]
		steady "$amount"
		judged bybit "-$amount" || { echo "$k" >&2 && return 1; }
		((k % 70 != 1)) || begin bybit
	done
	echo "# $((k / 7)) writes" >&3
	((k > 56))
}

@test "Binance: kill -9 at every call, and each target is reached once" { rounds binance 10; }
@test "Bybit: kill -9 at every call, and each target is reached once" { rounds bybit 10; }
