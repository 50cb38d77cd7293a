# crash.bash - where a program can be struck, for the bats files that strike it with strace.
#
# kill -9 takes nothing back that the kernel was given, synced or not.  So what is found
# after it differs only by the calls that changed something before it: a kill as each of
# these begins, and one at the end, leaves every state there is.  At a call between two of
# them (an fsync, a close, an openat that makes nothing, whatever fails) it would leave the
# state that the next one leaves.
#
# shellcheck shell=bash

# shellcheck disable=SC2034
changes='openat write pwrite64 ftruncate rename unlink mkdir'
# What a disk that is full refuses.
# shellcheck disable=SC2034
fills='write pwrite64 ftruncate fsync fdatasync rename mkdir'

# points CALLS EVERY PROGRAM...: runs it to its end.  The file strikes gets a line "call k"
# for every EVERY-th of these calls that did something, in their order: the k-th of its
# kind, as strace counts.
points() {
	strace -D -o points -e trace="${1// /,}" "${@:3}" >points.out 2>points.err || true
	awk -F '(' -v every="$2" '
	{ k[$1]++ }
	!/^[a-z0-9_]+\(/ || / = -1 E/ || $1 == "openat" && !/O_CREAT/ { next }
	n++ % every == 0 { print $1, k[$1] }' points >strikes
}
# at_the_end: a strike more, when all is done.
at_the_end() { echo exit_group 1 >>strikes; }

# disturbed CALL K HOW PROGRAM...: the program, struck at its K-th CALL; as our child, so
# that its end is its own.
disturbed() {
	strace -D -o trace -e trace="$1" -e inject="$1:$3:when=$2" "${@:4}"
}
