# crash-vault: kill -9 and a full disk at every call with which key-vault changes a
# vault, one after the other, and kill -9 at its end.  After each every key opens, by the passphrase before
# or by the one after, and the same again is done.
load lib
load crash

setup() {
	command -v strace >/dev/null || skip 'strace is missing'
	export ASAN_OPTIONS=detect_leaks=0 # which cannot be traced
	cd "$BATS_TEST_TMPDIR" || return
	umask 077
	mkdir bot && export MM_HOME=$PWD/bot/home
	echo one >pass && echo two >next
	key-vault new --memory 16 --passes 1 --passphrase pass
	for i in 1 2 3; do
		printf '%064d\n' "$i" >key
		key-vault import w$i key --from hex --chain solana --passphrase pass
	done >/dev/null
	key-vault unlock-file unlock --passphrase pass
	key-vault list >keys
	cp -r bot good && cp unlock unlock.good
}

wrong() { echo "$call $k (exit $code): $1" && cat err && return 1; }

fresh() { rm -rf bot unlock new && cp -r good bot && cp unlock.good unlock; }

# struck CALL K HOW VERB...: the verb on the good vault, struck at the K-th of these
# calls.
struck() {
	fresh
	code=0
	disturbed "$1" "$2" "$3" key-vault "${@:4}" >out 2>err || code=$?
	[ "$code" -eq 137 ] || grep -q INJECTED trace || wrong 'not struck'
	[ "$code" -ne 0 ] || [ "$3" != signal=KILL ] || wrong 'not killed'
	struck=$((struck + 1))
}

# strikes CALLS VERB...: at which of these calls, in the file strikes.
strikes() {
	fresh
	points "$1" "$STRIDE" key-vault "${@:2}"
}

# Nothing is lost: all keys are there and open.
whole() { # PASSPHRASE-FILE...
	local by
	same "$(cat keys)" "$(key-vault list 2>>err)" || wrong 'a key is not listed'
	for by in "$@"; do
		key-vault check --passphrase "$by" 2>>err && return
	done
	wrong 'a key does not open'
}

# campaign CALLS HOW VERB... -- OPENER...: at every call; then the same again, which
# must do it, whichever of the two it finds.
campaign() {
	local calls=$1 how=$2 call k code struck=0 verb=()
	shift 2
	while [ "$1" != -- ]; do verb+=("$1") && shift; done
	shift
	strikes "$calls" "${verb[@]}"
	[ "$how" != signal=KILL ] || at_the_end
	while read -r call k <&7; do
		struck "$call" "$k" "$how" "${verb[@]}"
		whole "$@"
		"after_${verb[0]}" || wrong 'cannot be done after that'
		whole "$@"
	done 7<strikes
	echo "# ${verb[0]}, $how: $struck calls" >&3
	((struck >= 6 / STRIDE))
}

after_rotate() { key-vault rotate --passphrase pass --unlock-file unlock 2>>err && key-vault check --unlock-file unlock 2>>err; }
after_passwd() {
	key-vault passwd --passphrase pass --new-passphrase next --memory 16 --passes 1 2>>err ||
		key-vault check --passphrase next 2>>err
}
after_import() { grep -q w4 <(key-vault list) || key-vault import w4 key --from hex --chain solana --passphrase pass >/dev/null 2>>err; }

@test "kill -9 at every call of rotate: every key opens, and it is finished" {
	campaign "$changes" signal=KILL rotate --passphrase pass --unlock-file unlock -- pass
}

@test "kill -9 at every call of passwd: one of the two passphrases opens it" {
	campaign "$changes" signal=KILL passwd --passphrase pass --new-passphrase next --memory 16 --passes 1 -- \
		pass next
}

@test "a full disk at every call of rotate and passwd: every key opens" {
	campaign 'write fsync rename' error=ENOSPC rotate --passphrase pass --unlock-file unlock -- pass
	campaign 'openat write fsync rename' error=ENOSPC passwd --passphrase pass --new-passphrase next --memory 16 --passes 1 -- \
		pass next
}

@test "kill -9 at every call of import and unlock-file: what was there stays" {
	local call k code struck=0 import=(import w4 key --from hex --chain solana --passphrase pass)
	strikes "$changes" "${import[@]}" && at_the_end
	while read -r call k <&7; do
		struck "$call" "$k" signal=KILL "${import[@]}"
		[ "$(key-vault list | head -n 3)" = "$(cat keys)" ] || wrong 'a key is gone'
		after_import || wrong 'cannot be imported after that'
		key-vault check --passphrase pass 2>>err || wrong 'a key does not open'
	done 7<strikes
	strikes "$changes" unlock-file new --passphrase pass && at_the_end
	while read -r call k <&7; do
		struck "$call" "$k" signal=KILL unlock-file new --passphrase pass
		whole pass
		key-vault check --unlock-file unlock 2>>err || key-vault check --unlock-file new 2>>err ||
			wrong 'no unlock file opens it'
		rm -f new
		key-vault unlock-file new --passphrase pass && key-vault check --unlock-file new
	done 7<strikes
	echo "# import, unlock-file: $struck calls" >&3
	((struck >= 7 / STRIDE))
}
