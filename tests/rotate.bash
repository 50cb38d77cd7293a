# rotate.bash - keys that are turned, for a bats file that has loaded world-cex and hedge.
#
# shellcheck shell=bash disable=SC2154 # accounts are named by their venue

# rotate_here: a bot at both exchanges, whose keys masters look after.
rotate_here() {
	cex_here
	cd "$BATS_TEST_TMPDIR" || return
	cex reset >/dev/null
	umask 077
	for v in binance bybit; do
		cex account "{\"venue\":\"$v\",\"name\":\"owner\"}" >/dev/null
		cex key "{\"venue\":\"$v\",\"account\":\"owner\",\"name\":\"master\",\"master\":true,\"rights\":{\"transfer\":true,\"trade\":false}}" |
			jq -r '.key, .secret' >"$v.master"
	done
	cex info >accounts.json
	binance_account=$(jq -r .accounts.binance.main.email accounts.json)
	bybit_account=$(jq -r .accounts.bybit.main.uid accounts.json)
	hedge_home binance bybit
	hedge_conf SERVER_IP=127.0.0.1 RECV_WINDOW_MS=1000 ORDER_HORIZON_MS=0 CLOCK_MAX_MS=60000
}

# rotate VENUE [OPTION ...]
rotate() {
	local account=$1_account
	hedge-sync rotate --venue "$1" --account "${!account}" --master-fd 3 "${@:2}" 3<"$1.master"
}
sub=/sapi/v1/sub-account/subAccountApi
# by FILE COMMAND ...: signed by the key in the file.
by() { KEY=$(head -1 "$1") SECRET=$(sed -n 2p "$1") "${@:2}"; }
# keys_of VENUE: names of the account's keys, those it began with left out.
keys_of() {
	case $1 in
	binance) by binance.master binance GET $sub "email=$binance_account" | tail -1 | jq -r '.rows[] | select(.apiName | startswith("mm-")) | .apikey' ;;
	bybit) by bybit.master bybit GET /v5/user/sub-apikeys "subMemberId=$bybit_account" | tail -1 | jq -r '.result.result[] | select(.note | startswith("mm-")) | .apiKey' ;;
	esac
}
# The vault's key reads, trades and is the only one of ours.
one_good_key() {
	hedge-sync doctor -o "HEDGE_VENUES=$1" >looked || { cat looked >&2 && return 1; }
	[ "$(keys_of "$1" | wc -l)" -le 1 ] || { keys_of "$1" >&2 && return 1; }
	[ ! -e "$MM_HOME/rotate/$1" ]
}
works() { hedge-sync doctor -o "HEDGE_VENUES=$1" >looked || { cat looked >&2 && return 1; }; }
alerts() { jq -r 'select(.type == "alert") | .name' <<<"$output" | sort | uniq | xargs; }
# What no output may show: secrets of master and vault, old and new.
shown() { sed -n 2p binance.master bybit.master && cex_key binance main | tail -1 && cex_key bybit main | tail -1; }
