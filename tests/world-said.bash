# world-said.bash - what the worlds and the stand-ins have in common: they live as long as
# the FIFO they read from is held open.
#
# shellcheck shell=bash

# world_said DIR SECONDS: waits until the world whose files are in DIR (pid, said, err) has
# said where it is; where it ends before, or says nothing, what it complained of.
world_said() {
	local i
	for ((i = 0; i < 20 * $2; i++)); do
		[ ! -s "$1/said" ] || return 0
		kill -0 "$(<"$1/pid")" 2>/dev/null || break
		sleep 0.05
	done
	[ -s "$1/said" ] || {
		cat "$1/err" >&2
		return 1
	}
}

# world_ended DIR: waits until the world whose files are in DIR has ended, now that nobody
# should hold its FIFO open; one that a stray process keeps alive is told so, and killed.
world_ended() {
	local pid i
	pid=$(<"$1/pid")
	for ((i = 0; i < 200; i++)); do
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.05
	done
	! kill -9 "$pid" 2>/dev/null || echo "# ${1##*/}: something still holds the world open; killed" >&3
	wait "$pid" 2>/dev/null || true
}

# server_start DIR PROGRAM, server_stop DIR: a stand-in for a server that keeps its files
# in DIR, and its port in DIR/port.
server_start() {
	mkdir -p "$1" && mkfifo "$1/life"
	"$2" "$1" <"$1/life" 3>&- &
	echo $! >"$1/pid"
	exec 7>"$1/life"
	until_true test -s "$1/port"
}
server_stop() {
	exec 7>&-
	world_ended "$1"
}

# http_post URL BODY: the body of what a server on this machine answers, within 30 s.  By
# the shell alone: there are thousands of calls, and to start a program takes ten times as
# long as the answer.
http_post() {
	local at=${1#http://} fd reply
	local host=${at%%/*} path=${at#"${at%%/*}"}
	{ exec {fd}<>"/dev/tcp/${host/:/\/}"; } 2>/dev/null || return
	printf 'POST %s HTTP/1.0\r\nHost: %s\r\nContent-Length: %d\r\n\r\n%s' "${path:-/}" "$host" ${#2} "$2" >&"$fd"
	# A count of bytes is read in blocks, what ends at a mark byte by byte.
	IFS= read -r -t 30 -N 100000000 reply <&"$fd" || true
	exec {fd}>&-
	printf '%s' "${reply#*$'\r\n\r\n'}"
}
