# lane.bash - lanes of which another process is to let go; see mm-panic(1).
#
# shellcheck shell=bash disable=SC2154 # mm-bot's and mm-panic's variables

# end_holder PROGRAM LANE: ends the process of that program that sends on it, if one does:
# what it has under way is for another one to end.  The lock names it while it lives.
end_holder() {
	local file=$home/lock/$2 fd pid
	[ -e "$file" ] || return 0
	exec {fd}<"$file"
	if ! flock -n "$fd"; then
		pid=$(<"$file")
		if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$1" ]; then
			say "ending process $pid, which sends on $2"
			kill -TERM "$pid" 2>/dev/null
			flock -w 5 "$fd" || kill -KILL "$pid" 2>/dev/null
		fi
		flock -w 5 "$fd" || say "$2 is still held"
	fi
	exec {fd}<&-
}
