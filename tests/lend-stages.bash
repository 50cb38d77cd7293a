# lend-stages.bash - lend-read that stays, for a bats file, in the test's own folder.
#
# shellcheck shell=bash

# resident: lend-read that stays, its frames one at a time by frame.
resident() {
	rm -f in out all done.*
	mkfifo in out
	lend-read <in >out 2>err 3>&- &
	echo $! >pid
	exec 7>in 8<out
}

# frame: what comes out of one frame, and into all.  MORE: records in it; SIGNAL.
frame() {
	local cycle
	cycle=$(mm-cycle --once)
	[ -z "${SIGNAL:-}" ] || cycle="${cycle%\}},\"signal\":\"$SIGNAL\"}"
	printf '%s\n' "${MORE:-}" "$cycle" | sed '/^$/d' >&7
	# One frame is in flight: sed takes nothing of another one.
	timeout 20 sed '/^{"type":"cycle"/q' <&8 >frame
	cat frame >>all
}

# ended: the rest of what it says, in rest; its exit code.
ended() {
	exec 7>&-
	cat <&8 >rest
	exec 8<&-
	wait "$(<pid)"
}
