# bot.bash - what the bot scripts share: one exit code for a pipe, one bot per
# MM_HOME, one configuration per frame, and the loop that watches the pipe's end.
#
# A script sets prog, defines two functions and ends with: bot "$@".
#
#   pipe    runs the whole pipe into watch, which takes cycle and refusal records
#           of stored frames, and sets codes to its PIPESTATUS.  Without arguments
#           one cycle drives it, with --ack FIFO those of the loop.  Every stage
#           reads the configuration $conf.  A function that is a stage ends with
#           exec, or its shell would hold the pipe open
#   clear   cancels everything and proves that nothing rests: 0, else 6
#
# and may define
#
#   job_NAME      a pipe of one frame beside the bot, for the verb NAME; sets codes
#   verb_NAME     what else it is told by the verb NAME; usage shows it with verbs
#   emptied       what is to be done once it is proven that nothing rests
#   venue_status  prints what only this bot can say
#   before_pipe   what has to be so before frames may come; it may end the bot
#   heard LINE    takes what else of stored frames the end of the pipe lets through
#   at_edge       what is to be done when a frame came out; it may set a wish
#   pipe_broke    the same where the pipe ended by itself
#
# shellcheck shell=bash disable=SC2154 # prog is the script's
set -uo pipefail
shopt -s lastpipe # so that the watcher's decisions outlive the pipe

say() {
	if [ "${MM_LOG:-}" = json ]; then
		local text=${*//\\/\\\\}
		printf '{"type":"log","prog":"%s","text":"%s"}\n' "$prog" "${text//\"/\\\"}" >&2
	else
		printf '%s: %s\n' "$prog" "$*" >&2
	fi
}

die() {
	local code=$1
	shift
	say "$@"
	exit "$code"
}

# worst CODE...: what a pipe with these codes, in order, comes to, by 6 > 5 > 2 >
# 1 > 4 > 3 > 0.  Any other code is a stage that was stopped: 1.  A stage that
# died of SIGPIPE (141) before one that failed is not the cause.
worst() {
	local -A rank=([0]=0 [3]=1 [4]=2 [1]=3 [2]=4 [5]=5 [6]=6)
	local i code all=0
	for ((i = $#; i > 0; i--)); do
		code=${!i}
		((code != 141 || all == 0)) || continue
		[ -n "${rank[$code]:-}" ] || code=1
		((rank[$code] <= rank[$all])) || all=$code
	done
	return "$all"
}

# --- one bot per MM_HOME

home=$(mm-conf home) || exit
run=$home/run         # the pipe's FIFO, the configuration in use, the bot's state
conf=$run/mm.conf     # what every stage of a frame reads
lock_file=$home/lock/bot

# The lock is held by the stages too: while one of them lives, no second bot.  But
# what drives those of a bot that was killed waits for an answer nobody will give.
take_lock() {
	(umask 077 && mkdir -p "$run" "$home/lock" && : >>"$lock_file") 2>/dev/null ||
		die 1 "$home: cannot be made or written"
	exec {lock}>>"$lock_file"
	if ! flock -n "$lock"; then
		! has_bot || die 4 "another bot runs in $home"
		say "the last bot was killed: ending its pipe"
		[ ! -p "$run/ack" ] || echo end 1<>"$run/ack"
		flock -w 30 "$lock" || die 4 "its pipe has not ended yet"
	fi
	echo $$ >"$lock_file"
	rm -f "$run/stop"
}

# Of a home that is locked: does the bot itself live?
has_bot() {
	[ -e "/proc/$(<"$lock_file")" ]
}

is_running() {
	[ -e "$lock_file" ] && ! flock -n "$lock_file" true
}

# --- one configuration per frame

conf_used=       # text of the configuration in use
conf_refused=    # text that was looked at and found wrong
max_refused=3
limit_key=MAX_REFUSED_FRAMES # where that is said

of() {
	mm-conf get -c "$conf" "$1"
}

read_conf() {
	conf_now=
	[ -e "$home/mm.conf" ] || return
	IFS= read -r -d '' conf_now 2>/dev/null <"$home/mm.conf"
	return 0
}

# Makes what mm.conf says now the configuration of the next pipe.  False: it is
# wrong, or changing under our eyes; that is said, and the old one stays.
take_conf() {
	local text
	read_conf
	text=$conf_now
	conf_refused=$text
	if [ -e "$home/mm.conf" ]; then
		mm-conf check "$home/mm.conf" || return
		read_conf
		[ "$conf_now" = "$text" ] || return
	fi
	printf %s "$text" >"$conf.new" && mv -f "$conf.new" "$conf" || return
	conf_used=$text
	max_refused=$(of "$limit_key")
}

conf_changed() {
	if ! read_conf && [ -n "$conf_used" ]; then
		return 1 # between an editor's remove and its write
	fi
	[ "$conf_now" != "$conf_used" ] && [ "$conf_now" != "$conf_refused" ]
}

# --- the end of the pipe

wish=         # what the bot wants instead of the next frame: kill stop clear reload again
frames=0      # that came out since the start
last=0        # id of the last one
refused=0     # in a row whose refusals held back what must go
exposed=1     # an order may rest
refusals=()   # of the frame that is coming out
ack=          # descriptor of the FIFO; empty: one frame, nothing to answer
given=()      # drive options, for the script's pipe
verbs=()      # of the script, with their arguments
must_go='replace|cancel'            # actions that are missed when they are held back; empty: none
unproven='an order may still rest'  # what is to be said then

tell() {
	[ -z "$ack" ] || printf '%s\n' "$1" >&"$ack"
}

# The first look costs no process; what it cannot rule out kill-switch decides.
kill_is_on() {
	[ -e "$home/KILL" ] || [ -L "$home/KILL" ] || [ ! -x "$home" ] || return
	local said code=0
	said=$(kill-switch status) || code=$?
	((code != 0)) || return
	say "kill switch is $said"
}

# What the refusals of frame ID held back.  One that names no intents binds the
# frame, and nobody can say what it held back; but one of the store may have come
# after the orders left.
#   held    an action that must go
#   bound   everything that could place
judge_refusals() {
	local line ids=() names='"intents":\[([^]]*)\]'
	held='' bound=''
	((${#refusals[@]} > 0)) || return
	for line in "${refusals[@]}"; do
		if [[ $line =~ $names ]]; then
			ids+=("${BASH_REMATCH[1]//,/$'\n'}")
		else
			held=1
			[[ $line == *'"by":"store-log"'* ]] || bound=1
		fi
	done
	if [ -z "$held" ] && [ -n "$must_go" ]; then
		store-log get action --from-ms "$1" --to-ms $(($1 + 1)) |
			grep -E '"action":"('"$must_go"')"' | grep -qF "$(printf '%s\n' "${ids[@]}")"
		((PIPESTATUS[0] == 0 && PIPESTATUS[2] != 0)) || held=1
	fi
	refusals=()
}

# One write over what stands there, always as long: who reads it at any moment, or
# after a crash, finds it whole, and no frame pays for a process.
write_state() {
	local text
	printf -v text '%s\n' "frames=$frames" "last=$last" "refused=$refused" "exposed=$exposed"
	printf '%-127s\n' "$text" 2>/dev/null 1<>"$run/state" ||
		say "warning: $run/state: cannot be written"
}

# What the next bot has to know of the last one.
read_state() {
	local key value
	while IFS='=' read -r key value; do
		case $key in
		last) last=$value ;;
		refused) refused=$value ;;
		exposed) exposed=$value ;;
		esac
	done < <(cat "$run/state" 2>/dev/null)
}

# max_refused frames in a row were refused, or as many again.  False: that changes nothing.
at_limit() {
	((exposed)) || return
	say "$refused frames in a row were refused: cancelling everything"
	wish=clear
}

# The pipe broke as often in a row, or its configuration is wrong (2).
broken() {
	stand_down "$1"
}

# hook NAME [ARG ...]: what the script defines of that name, if it does.
hook() {
	! declare -F "$1" >/dev/null || "$@"
}

# A frame came out whole: is there to be another, just so?
frame_edge() {
	local line=$1 id='"id":([0-9]+)'
	[[ $line =~ $id ]] && last=${BASH_REMATCH[1]}
	frames=$((frames + 1))
	judge_refusals "$last"
	refused=$((held ? refused + 1 : 0))
	[ -n "$bound" ] || exposed=1
	write_state
	hook at_edge
	if [ -n "$wish" ]; then
		: # the pipe is running empty already
	elif kill_is_on; then
		wish='kill'
	elif [ -e "$run/stop" ]; then
		wish=stop
	elif ((refused > 0 && refused % max_refused == 0)) && at_limit; then
		:
	elif conf_changed && take_conf; then
		say "configuration changed: $home/mm.conf"
		wish=reload
	fi
	if [ -n "$wish" ]; then tell stop; else tell "$line"; fi
}

# Between frames.
look_around() {
	[ -z "$wish" ] || return
	if kill_is_on; then
		wish='kill'
	elif [ -e "$run/stop" ]; then
		wish=stop
	fi
	[ -z "$wish" ] || tell stop
}

# watch: reads the end of the pipe until there is no more.
watch() {
	local line='' part code
	while :; do
		code=0
		IFS= read -r -t 1 part || code=$?
		if ((code > 128)); then
			line+=$part
			look_around
			continue
		fi
		((code == 0)) || break
		line+=$part
		case $line in
		'{"type":"refusal",'*)
			refusals+=("$line")
			hook heard "$line"
			;;
		'{"type":"cycle",'*) frame_edge "$line" ;;
		*) hook heard "$line" ;;
		esac
		line=
	done
	tell end
	# What bash would now say of a killed stage run_pipe says.
	[ -z "${stderr:-}" ] || exec 2>/dev/null
}

# run_pipe ARG ...: pipe, and a word on each stage that was killed.
run_pipe() {
	local stderr i
	exec {stderr}>&2
	pipe "$@"
	exec 2>&"$stderr" {stderr}>&-
	for i in "${!codes[@]}"; do
		((codes[i] <= 128 || codes[i] == 130 || codes[i] == 141)) ||
			say "stage $((i + 1)) of the pipe was killed by signal $((codes[i] - 128))"
	done
}

# --- the verbs

# What every verb that trades begins with.  The kill switch stands above
# everything, a wrong configuration too: what rests is then cancelled under the
# last good one.
begin() {
	local code=0
	take_lock
	read_state
	echo "${given[*]}" >"$run/given"
	trap ': >"$run/stop"' INT TERM
	take_conf || code=2
	[ -e "$conf" ] || : >"$conf"
	! kill_is_on || stand_down 5
	((code == 0)) || exit "$code"
}

# Cancels everything and proves it.
empty_book() {
	clear || die 6 "not proven: $unproven"
	exposed=0
	write_state
	hook emptied
	say "nothing rests"
}

# ... and ends with this code.
stand_down() {
	empty_book
	exit "$1"
}

# Told to stop, with this code so far.
finish() {
	local how=
	read -r how <"$run/stop"
	[ "$how" != keep ] || exit "$1"
	stand_down "$1"
}

# One frame, each stage a process of its own: for cron.
once() {
	local codes code
	begin
	hook before_pipe
	run_pipe
	worst "${codes[@]}"
	code=$?
	case $wish in
	kill) stand_down 5 ;;
	stop) finish "$code" ;;
	clear) empty_book ;;
	esac
	exit "$code"
}

# Frames without end, each stage resident.
loop() {
	local codes code all=0 before failed=0
	begin
	while :; do
		wish='' before=$frames
		hook before_pipe resident
		rm -f "$run/ack"
		mkfifo "$run/ack" || exit 1
		exec {ack}<>"$run/ack"
		run_pipe --ack "$run/ack"
		exec {ack}>&-
		ack=
		# What drives the pipe ends with 1 when told to, or because a
		# stage is gone: the cause, then, is elsewhere.
		worst 0 "${codes[@]:1}"
		code=$?
		((code != 0)) || [ -n "$wish" ] || code=${codes[0]}
		worst "$all" "$code"
		all=$?
		[ -n "$wish" ] || [ ! -e "$run/stop" ] || wish=stop
		((frames == before)) || failed=0
		case $wish in
		kill) stand_down 5 ;;
		stop) finish "$all" ;;
		clear) empty_book ;;
		reload | again) ;;
		*)
			((codes[0] != 0)) || exit "$all" # time is over: simulated
			failed=$((failed + 1))
			say "the pipe ended with $code"
			((code != 2 || frames > 0)) || exit 2 # it never began
			hook pipe_broke
			((code != 2 && failed < max_refused)) || broken "$code"
			sleep $((failed < 5 ? 1 << failed : 30))
			;;
		esac
	done
}

# Prints what is known without asking any venue.
status() {
	local key value code=0 said
	if is_running && has_bot; then
		echo "running   process $(<"$lock_file")"
	elif is_running; then
		echo 'running   no: it was killed, and its pipe is left'
		code=1
	else
		echo 'running   no'
		code=1
	fi
	said=$(kill-switch status) || code=5
	echo "kill      $said"
	[ -e "$run/state" ] || exit "$code"
	while IFS='=' read -r key value; do
		case $key in
		last) echo "frame     $(date -u -d "@$((value / 1000))" +%Y-%m-%dT%H:%M:%SZ)" ;;
		frames) echo "frames    $value since it was started" ;;
		refused) echo "refused   $value in a row" ;;
		esac
	done <"$run/state"
	hook venue_status
	exit "$code"
}

# One frame of another pipe, beside the bot and without its lock, on a configuration
# that is checked and stays as it is.
job() {
	local codes
	(umask 077 && mkdir -p "$run" "$home/lock") 2>/dev/null || die 1 "$home: cannot be made or written"
	exec {lock}>>"$home/lock/job-$1"
	flock -n "$lock" || die 4 "another $prog $1 runs in $home"
	conf=$run/$1.conf
	cat "$home/mm.conf" >"$conf" || exit 1
	mm-conf check "$conf" || exit 2
	! kill_is_on || exit 5
	"job_$1"
	worst "${codes[@]}"
	exit
}

stop() {
	local how=${1:-}
	[ $# -eq 0 ] || [ "$how" = --keep ] || usage 2
	[ -d "$home" ] || die 1 "no bot in $home"
	if is_running && has_bot; then
		echo "${how#--}" >"$run/stop"
		flock -w 300 "$lock_file" true || die 4 "it is still running"
		read_state
		((exposed)) || return 0
	fi
	[ -z "$how" ] || return 0
	# In that bot's time: after a simulation now would be years ahead.
	[ ! -e "$run/given" ] || read -ra given <"$run/given"
	begin
	stand_down 0
}

usage() {
	((${1:-0} == 0)) || exec >&2
	cat <<-EOF
	usage: $prog once [drive option ...]
	       $prog loop [drive option ...]
	       $prog status
	       $prog stop [--keep]
	EOF
	((${#verbs[@]} == 0)) || printf "       $prog %s\n" "${verbs[@]}"
	compgen -A function job_ | sed "s/^job_/       $prog /"
	exit "${1:-0}"
}

# bot VERB ...: the script's main.
bot() {
	local verb=${1:-}
	[ $# -eq 0 ] || shift
	case $verb in
	once | loop)
		# shellcheck disable=SC2034 # the script's pipe reads it
		given=("$@")
		"$verb"
		;;
	status)
		[ $# -eq 0 ] || usage 2
		status
		;;
	stop) stop "$@" ;;
	-h | --help) usage ;;
	*)
		! declare -F "verb_$verb" >/dev/null || { "verb_$verb" "$@"; exit; }
		if [ $# -gt 0 ] || ! declare -F "job_$verb" >/dev/null; then usage 2; fi
		job "$verb"
		;;
	esac
}
