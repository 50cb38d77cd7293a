# hedge.bash - a bot that hedges, for a bats file that has loaded world-cex.
#
# shellcheck shell=bash

# What holds a key cannot be traced, and so not be looked through for leaks.
export ASAN_OPTIONS=detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}

# hedge_keys VENUE[:ACCOUNT[:KIND]]...: puts their keys into the vault of MM_HOME, a new one
# where there is none, which an unlock file opens.
hedge_keys() (
	umask 077
	echo passphrase >"$MM_HOME/pass"
	[ -e "$MM_HOME/keys/vault" ] || key-vault new --memory 16 --passes 1 -p "$MM_HOME/pass"
	for venue; do
		IFS=: read -r venue account kind <<<"$venue"
		cex_key "$venue" "${account:-main}" "${kind:-hmac}" >"$MM_HOME/secret"
		key-vault import "$venue" "$MM_HOME/secret" --from text -p "$MM_HOME/pass"
	done
	[ -e "$MM_HOME/unlock" ] || key-vault unlock-file "$MM_HOME/unlock" -p "$MM_HOME/pass"
	rm "$MM_HOME/secret" "$MM_HOME/pass"
) >/dev/null

# hedge_home VENUE[:ACCOUNT[:KIND]]...: makes this test's MM_HOME that of a bot with these
# exchanges, the first preferred: mm.conf and a vault with their keys, made once a file.
hedge_home() {
	local made=$BATS_FILE_TMPDIR/hedge/$* venue venues=''
	if [ -e "$MM_HOME/keys/vault" ]; then
		hedge_keys "$@"
	else
		[ -e "$made" ] || { mkdir -p "$made" && MM_HOME=$made hedge_keys "$@"; }
		cp -a "$made/." "$MM_HOME"
	fi
	for venue; do
		venues+=,${venue%%:*}
	done
	# shellcheck disable=SC2046 # a line is a word
	hedge_conf $(cex_conf) "VAULT_UNLOCK=$MM_HOME/unlock" "HEDGE_VENUES=${venues#,}" HEDGE_ASSETS=WETH:ETHUSDT NUMERAIRE=USDC
}

# hedge_conf KEY=VALUE...: instead of what mm.conf says.
hedge_conf() {
	local line gone=()
	for line; do
		gone+=(-e "/^${line%%=*}=/d")
	done
	[ ! -e "$MM_HOME/mm.conf" ] || sed -i "${gone[@]}" "$MM_HOME/mm.conf"
	printf '%s\n' "$@" >>"$MM_HOME/mm.conf"
}

# exposed AMOUNT [POSITION]: the il record of a position that is long so much WETH.
exposed() {
	echo '{"type":"il","ts_ms":1,"chain_id":1,"position":"'"${2:-v3:1}"'","strategy":1,"exposures":[{"asset":"WETH","amount":"'"$1"'","decimals":18}]}'
}

# held VENUE [SYMBOL]: what the exchange's own books say main holds there.
held() {
	local size
	size=$(cex position '{"venue":"'"$1"'","symbol":"'"${2:-ETHUSDT}"'"}')
	echo "${size//\"/}"
}
