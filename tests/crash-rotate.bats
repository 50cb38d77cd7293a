# crash-rotate: kill -9 of hedge-sync rotate at its writes, syncs, sends and answers, one
# after the other (make soak: at every one), and of the key-vault it hands the key to.
# Judged by the exchange: the vault holds a key that works, then and after the next run,
# which leaves no other.
load lib
load world-cex
load hedge
load rotate

setup_file() { cex_start; }
teardown_file() { cex_stop; }
setup() {
	command -v strace >/dev/null || skip 'strace is missing'
	rotate_here
	# Folders and state are there already: what is struck is the daily way.
	rotate binance --live >/dev/null && rotate bybit --live >/dev/null
}

# struck VENUE CALL K [OPTION ...]: it dies at the Kth of those calls.  False: it had no
# so many.
struck() {
	local account=$1_account
	rm -rf "$MM_HOME/quota" # thousands a request
	strace -D "${@:4}" -o trace -e trace="$2" -e inject="$2:signal=KILL:when=$3" hedge-sync rotate --live \
		--venue "$1" --account "${!account}" --master-fd 3 3<"$1.master" >out 2>err || true
	# strace goes on for a moment after what it traced.
	for _ in {1..50}; do
		! grep -q 'killed by SIGKILL' trace || return 0
		! grep -q 'exited with' trace || return 1
		sleep 0.02
	done
	return 1
}

# What a key-vault was still doing is done when the lane is free.
settled() { flock -w 5 "$MM_HOME/lock/rotate:$1" true; }

# finished VENUE: the same command again ends it.
finished() {
	settled "$1" && works "$1" || return 1
	cex clock '{"advance":2100}' >/dev/null
	rm -rf "$MM_HOME/quota"
	rotate "$1" --live >out 2>err || { cat out err >&2 && return 1; }
	one_good_key "$1"
}

# every VENUE CALL STEP: at each STEPth of those calls.
every() {
	local k n=0 step=$3
	[ -z "${MM_SOAK:-}" ] || step=1
	for ((k = 1; ; k += step)); do
		struck "$1" "$2" "$k" || break
		n=$((n + 1))
		finished "$1" || { echo "$1: $2 $k" >&2 && return 1; }
	done
	works "$1" && [ "$n" -ge 1 ]
}

@test "killed at what it writes down" {
	every binance fsync 2
	every bybit rename 1
	every binance unlink 3
}

@test "killed at a send or before an answer" {
	every binance sendto 3
	every bybit recvfrom 6
}

@test "killed while key-vault has the new key; key-vault killed at its own steps" {
	every bybit wait4 1
	for call in fsync rename; do
		for k in 1 2; do
			# In the child: the parent's own are its state, which it would be
			# killed at first.
			printf '#!/bin/sh\nexec strace -D -o "%s/child" -e trace=%s -e inject=%s:signal=KILL:when=%s %s "$@"\n' \
				"$PWD" "$call" "$call" "$k" "$(command -v key-vault)" >bin-vault && chmod 700 bin-vault
			mkdir -p bin && mv bin-vault bin/key-vault
			PATH=$PWD/bin:$PATH rotate binance --live >out 2>err || true
			finished binance
		done
	done
}
