# kill-switch: whatever goes wrong, in doubt it is on.
load lib

@test "a KILL that cannot be read or examined is on, and says why" {
	mkdir "$MM_HOME/KILL"
	run -5 kill-switch status
	[ "$output" = "on: KILL cannot be read: Is a directory" ]
	rmdir "$MM_HOME/KILL"
	ln -s nowhere "$MM_HOME/KILL"
	run -5 kill-switch status
	[ "$output" = "on: KILL cannot be read: No such file or directory" ]
	MM_HOME=/dev/null run -5 kill-switch status
	[ "$output" = "on: KILL cannot be examined: Not a directory" ]
	: >"$MM_HOME/x" && rm "$MM_HOME/KILL" && mkfifo "$MM_HOME/KILL"
	run -5 timeout 5 kill-switch status
	[ "$output" = "on: no reason given" ]
}

@test "on a full disk it goes on without its reason, and says so" {
	run -1 bash -c 'trap "" XFSZ; ulimit -f 0; kill-switch on --reason "book is wrong"'
	[ "$output" = "kill-switch: on, but $MM_HOME/KILL is not safe on disk: File too large" ]
	run -5 kill-switch status
	[ "$output" = "on: no reason given" ]
}

@test "where no bot lives it is not on, and does not pretend to be" {
	MM_HOME=$MM_HOME/typo run -1 kill-switch on --reason test
	[[ $output == "kill-switch: not on: "*"/typo/KILL: No such file or directory" ]]
	mkdir "$MM_HOME/KILL"
	run -1 kill-switch off
	[[ $output == "kill-switch: not off: "* ]]
}

@test "wrong usage is 2, a full disk under the answer is 1" {
	run -2 kill-switch
	run -2 kill-switch on
	run -2 kill-switch on --reason ''
	run -2 kill-switch off now
	run -1 bash -c 'kill-switch status >/dev/full'
	run -0 kill-switch status
	[ "$output" = off ]
}

@test "on, status, off" {
	run -0 kill-switch on --reason 'price feed is wrong'
	[ -z "$output" ]
	[ "$(cat "$MM_HOME/KILL")" = 'price feed is wrong' ]
	run -5 kill-switch status
	[ "$output" = 'on: price feed is wrong' ]
	run -0 kill-switch off
	[ -z "$output" ] && [ ! -e "$MM_HOME/KILL" ]
	run -0 kill-switch off
	run -0 kill-switch status
}

@test "the first reason stays" {
	kill-switch on --reason first
	run -0 kill-switch on --reason second
	[ "$output" = "kill-switch: warning: already on: 'first'" ]
	[ "$(kill-switch status || true)" = 'on: first' ]
}

@test "a reason is one line of at most 254 bytes" {
	kill-switch on --reason $'two\nlines'
	[ "$(cat "$MM_HOME/KILL")" = 'two lines' ]
	kill-switch off
	kill-switch on --reason "$(printf '%300s' x | tr ' ' y)"
	[ "$(wc -c <"$MM_HOME/KILL")" -eq 255 ]
	[ "$(kill-switch status | wc -c)" -eq 259 ]
}

@test "on and off are on disk before they are said to be" {
	export ASAN_OPTIONS=detect_leaks=0 # which cannot be traced
	run -0 strace -f -e trace=openat,write,fsync,unlink -o "$MM_HOME/trace" kill-switch on --reason x
	grep -A9 'KILL.*O_EXCL' "$MM_HOME/trace" | grep -c fsync | grep -qx 2
	run -0 strace -f -e trace=unlink,fsync -o "$MM_HOME/trace" kill-switch off
	grep -A9 'unlink(.*KILL' "$MM_HOME/trace" | grep -q fsync
}
