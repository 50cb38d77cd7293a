# chain.bash - the ends of every pipe on a chain: what was sent before is looked up before
# anything is read, and what is made goes through the signing policy to the chain.
#
# shellcheck shell=bash disable=SC2154 # mm-bot's variables

looked_up() {
	exec mm-submit pending -c "$conf"
}

build() {
	exec tx-build -c "$conf" "$@"
}

sign() {
	exec mm-sign -c "$conf"
}

send() {
	exec mm-submit -c "$conf" --via "$(of SUBMIT_VIA)" --live "$@"
}

# A frame that does not wait for its landing, when the next one comes soon.
wait_ms() {
	[ $# -eq 0 ] || echo --wait-ms 2000
}

# duration TEXT: 250ms, 30s, 5m, 1h, 7d in seconds, rounded down.
duration() {
	local -A unit=([s]=1 [m]=60 [h]=3600 [d]=86400)
	[[ $1 != *ms ]] || { echo 0 && return; }
	echo $((${1%?} * ${unit[${1: -1}]}))
}
