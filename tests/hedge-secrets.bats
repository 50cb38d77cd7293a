# hedge-sync and its keys: to whom they are sent, and where their secrets are not.
# shellcheck disable=SC2154 # stderr is bats' own
load lib
load world-cex
load hedge
load rotate
load memory

setup_file() { cex_start --tls; }
teardown_file() { cex_stop; }
setup() { rotate_here; }
teardown() { [ -z "${pid:-}" ] || kill "$pid" 2>/dev/null || true; }

cycle() { echo '{"type":"cycle","ts_ms":'"$(cex_now)"',"id":'"$(cex_now)"'}'; }
# at URL: where both exchanges are.
at() { hedge_conf "BINANCE_FAPI_URL=$1" "BINANCE_SAPI_URL=$1" "BYBIT_URL=$1"; }

@test "a certificate of nobody known, or of another, gets no request" {
	for place in "$CEX_TLS_SELF $CEX_CA" "$CEX_TLS_NAME $CEX_CA" "$CEX_TLS /nowhere" "$CEX_TLS"; do
		read -r url ca <<<"$place"
		at "$url" && hedge_conf "VENUE_CA=$ca"
		run -4 hedge-sync doctor
		[[ $output == *unknown*venue_unreachable* ]]
		[ "$(cex requests)" = '[]' ]
	done
	at "$CEX_TLS" && hedge_conf "VENUE_CA=$CEX_CA"
	run -0 hedge-sync doctor
	[[ $output == *ok*rights* ]]
	at "${CEX_TLS/https/http}"
	run -4 hedge-sync doctor
}

@test "a redirect is not followed, whatever was asked" {
	for fault in /fapi/v3/account /fapi/v1/order /sapi/v1/account/apiRestrictions /v5/position/list /v5/user/query-api; do
		cex inject "{\"path\":\"$fault\",\"fault\":\"redirect\",\"times\":50}" >/dev/null
	done
	{ exposed 2 && cycle; } >in
	hedge-sync doctor >out 2>&1 || true
	hedge-sync --live --adopt --any-rights in >out 2>&1 || true
	[ "$(cex strayed)" = '[]' ]
}

# Secrets, a line each, as secrets/NAME.
secrets() {
	mkdir -p secrets
	for v in binance bybit; do
		sed -n 2p "$v.master" >"secrets/$v.master"
		cex_key "$v" main | tail -1 >"secrets/$v"
	done
}
shows_none() {
	local f
	for f in secrets/*; do
		! grep -rqF "$(cat "$f")" "$@" || { echo "$f is shown in:" >&2 && grep -rlF "$(cat "$f")" "$@" >&2 && return 1; }
	done
}

@test "no secret is in an output, an argument, a request or a file of MM_HOME" {
	command -v strace >/dev/null || skip 'strace is missing'
	secrets
	mkdir log
	{ exposed 2 && cycle; } >in
	for json in '' json; do
		export MM_LOG=$json
		strace -f -o "log/trace$json" -v -s 65535 -e trace=execve,sendto hedge-sync doctor >"log/doctor$json" 2>&1
		hedge-sync --live --adopt in >"log/live$json" 2>&1 || true
		cex inject '{"path":"/fapi/v3/account","fault":"says","status":401,"code":-2015,"text":"no"}' >/dev/null
		hedge-sync read in >"log/read$json" 2>&1 || true
		for v in binance bybit; do
			account=${v}_account
			strace -f -o "log/$v$json" -v -s 65535 -e trace=execve,sendto hedge-sync rotate --live --venue $v \
				--account "${!account}" --master-fd 3 3<$v.master >"log/rotate-$v$json" 2>&1
		done
	done
	shows_none log "$MM_HOME"
	grep -q X-MBX-APIKEY log/trace
	# Not even the API keys are in what is printed.
	for v in binance bybit; do
		head -1 $v.master >"secrets/$v.master"
		cex_key $v main | head -1 >"secrets/$v"
	done
	shows_none log/doctor* log/live* log/read* log/rotate*
}

@test "no secret is in memory that may be swapped, and no core is left" {
	secrets
	mkfifo in
	hedge-sync read in >out 2>err 3>&- &
	pid=$!
	exec 5>in
	cycle >&5
	until_true grep -q cycle out
	grep -q venue_account out
	[ "$(awk '/^Max core file size/ { print $5 $6 }' "/proc/$pid/limits")" = 00 ]
	# AddressSanitizer locks nothing; another's memory is root's to read.
	[[ $MM_OBJ == *-san ]] || [ "$(id -u)" -ne 0 ] || memory_shows_none "$pid"
	exec 5>&-
	wait "$pid"
}
