# world-cex.bash - two exchanges of futures for a bats file: started once, on a free port,
# and ended with the file.
#
#   setup_file: cex_start      setup: cex_here; cex reset      teardown_file: cex_stop
#
# shellcheck shell=bash

# shellcheck source=tests/world-said.bash
. "${BASH_SOURCE[0]%/*}/world-said.bash"

# cex_here: the tests of a file are skipped where there is no node, an error where
# MM_REQUIRE names cex.
cex_here() {
	[ -z "${CEX_MISSING:-}" ] || skip "$CEX_MISSING"
}

# cex_modules: exports CEX_MODULES, where clients of the exchanges are that are not ours,
# installed if they can be.  Where npm cannot, tests that begin with cex_peers_here are
# skipped, an error where MM_REQUIRE names cex.
cex_modules() {
	CEX_MODULES=$("$MM_TOP/tests/world/cex/install" "$MM_TOP/obj/world-cex" 2>/dev/null) || [[ " ${MM_REQUIRE:-} " != *' cex '* ]] || {
		echo 'required, but npm cannot install the clients of the exchanges' >&2
		return 1
	}
	export CEX_MODULES
}

cex_peers_here() {
	cex_here
	[ -n "$CEX_MODULES" ] || skip 'clients of the exchanges cannot be installed (npm)'
}

# cex_start [--tls] [option of main.mjs ...]: exports CEX (URL) and CEX_INFO (a file: what
# cex info says); with --tls there are CEX_TLS (https), CEX_CA (the authority of its
# certificate), CEX_TLS_SELF and CEX_TLS_NAME (whose certificates must not be trusted).
cex_start() {
	local dir=$BATS_FILE_TMPDIR/cex
	if [ "${1:-}" = --tls ]; then
		mkdir -p "$dir/tls"
		set -- --tls "$dir/tls" "${@:2}"
	fi
	command -v node >/dev/null || {
		export CEX_MISSING='there is no node'
		[[ " ${MM_REQUIRE:-} " != *' cex '* ]] || {
			echo "required, but $CEX_MISSING" >&2
			return 1
		}
		return 0
	}
	mkdir -p "$dir"
	[ -p "$dir/life" ] || mkfifo "$dir/life"
	node "$MM_TOP/tests/world/cex/main.mjs" --with-parent "$@" <"$dir/life" >"$dir/said" 2>"$dir/err" 3>&- 9>&- &
	echo $! >"$dir/pid"
	exec 5>"$dir/life"
	world_said "$dir" 20 || return
	{ read -r CEX && read -r CEX_TLS && read -r CEX_TLS_SELF && read -r CEX_TLS_NAME && read -r CEX_CA; } < <(jq -r '.url, .tls, .tls_self, .tls_name, .ca' "$dir/said")
	CEX_INFO=$dir/info.json
	export CEX CEX_TLS CEX_TLS_SELF CEX_TLS_NAME CEX_CA CEX_INFO
	cex info >"$CEX_INFO"
	jq -r '.keys | to_entries[] | .key as $v | .value[] | select(.kind == "hmac") | "\($v) \(.account) \(.key) \(.secret)"' "$CEX_INFO" >"$CEX_INFO.hmac"
}

cex_stop() {
	[ -e "$BATS_FILE_TMPDIR/cex/pid" ] || return 0
	exec 5>&-
	world_ended "$BATS_FILE_TMPDIR/cex"
}

# cex NAME [PARAMS]: a control call (world/cex/control.mjs), its result.
cex() {
	local reply
	reply=$(http_post "$CEX/_paper/$1" "${2:-"{}"}")
	[[ -n $reply && $reply != '{"error":'* ]] || {
		echo "$1: $reply" >&2
		return 1
	}
	printf '%s\n' "$reply"
}

# cex_still: this test's exchanges stand still at NOW, take orders at once and many of them
# in a second.
cex_still() {
	cex_here
	cex reset >/dev/null
	cex clock '{"hold":true,"set":1800000000000}' >/dev/null
	cex traits '{"venue":"bybit","acceptMs":0}' >/dev/null
	cex limits '{"venue":"bybit","perSecond":50}' >/dev/null
	export NOW=1800000000000
}

# cex_hmac_key VENUE ACCOUNT: sets key and secret to its HMAC key.
cex_hmac_key() {
	local venue account
	while read -r venue account key secret; do
		[ "$venue $account" != "$1 $2" ] || return 0
	done <"$CEX_INFO.hmac"
	return 1
}

# cex_key VENUE ACCOUNT [hmac|ed25519]: an API key as it stands in a vault: the key, then
# its secret.
cex_key() {
	local key secret
	if [ "${3:-hmac}" = hmac ]; then
		cex_hmac_key "$1" "$2" && printf '%s\n' "$key" "$secret"
		return
	fi
	jq -r --arg v "$1" --arg a "$2" --arg k "$3" '.keys[$v][] | select(.account == $a and .kind == $k) | .key, (.secret | rtrimstr("\n"))' "$CEX_INFO"
}

# cex_conf: the lines of mm.conf for these exchanges.
cex_conf() {
	printf '%s\n' "BINANCE_FAPI_URL=$CEX" "BINANCE_SAPI_URL=$CEX" "BYBIT_URL=$CEX"
}

# cex_now: the time of the world, ms.
cex_now() {
	local times
	times=$(cex clock)
	times=${times#'{"now":'}
	echo "${times%%,*}"
}

# cex_says STATUS FILTER TEXT: that status came back, and a body of which FILTER is true.
cex_says() {
	[ "${3%%$'\n'*}" = "$1" ] || { echo "$3" >&2; return 1; }
	jqeq "$2" "${3#*$'\n'}"
}

# --- a client that has nothing of ours: openssl signs, curl sends.  What comes back is the
# status, a line, then the body.

# cex_hmac SECRET TEXT
cex_hmac() {
	local said
	said=$(openssl dgst -sha256 -mac HMAC -macopt "key:$1" < <(printf %s "$2"))
	printf %s "${said##*= }"
}

cex_send() {
	local said
	said=$(curl -s -m 10 -w '\n%{http_code}' "$@")
	printf '%s\n%s\n' "${said##*$'\n'}" "${said%$'\n'*}"
}

# cex_signer VENUE: sets key and secret to the HMAC key of main, or ACCOUNT, or to KEY and
# SECRET; now to NOW, or the time of the world.  Nothing is started that need not be.
cex_signer() {
	now=${NOW:-$(cex_now)}
	if [ -n "${KEY:-}" ]; then
		key=$KEY secret=${SECRET:?}
	else
		cex_hmac_key "$1" "${ACCOUNT:-main}"
	fi
}

# binance METHOD PATH [PARAMS]: signed; with a timestamp unless there is one.
binance() {
	local key secret now query=${3:-}
	cex_signer binance
	[[ $query == *timestamp=* ]] || query+="${query:+&}timestamp=$now"
	cex_send -X "$1" -H "X-MBX-APIKEY: $key" "$CEX$2?$query&signature=$(cex_hmac "$secret" "$query")"
}

# bybit GET PATH [QUERY], bybit POST PATH JSON
bybit() {
	local key secret now head
	cex_signer bybit
	head=(-H "X-BAPI-API-KEY: $key" -H "X-BAPI-TIMESTAMP: $now" -H "X-BAPI-RECV-WINDOW: 5000" -H "X-BAPI-SIGN: $(cex_hmac "$secret" "$now${key}5000${3:-}")")
	if [ "$1" = GET ]; then
		cex_send "${head[@]}" "$CEX$2?${3:-}"
	else
		cex_send "${head[@]}" -H 'Content-Type: application/json' -d "$3" "$CEX$2"
	fi
}
