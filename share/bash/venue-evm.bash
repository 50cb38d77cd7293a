# venue-evm.bash - clearing what is under way on a chain of Ethereum's kind; see
# mm-panic(1).
#
# shellcheck shell=bash disable=SC2154 # mm-bot's and mm-panic's variables
# shellcheck disable=SC2034 # how often clear tries, a second apart: a cancel waits for its
# block, for a higher fee, and for the blocks on top of it
clear_tries=900

# shellcheck disable=SC2034
unproven='a transaction may still land'

# There is no order book here, and so no pipe of a market maker.
pipe() {
	die 2 "VENUE=evm: there is no market maker for it"
}

# end_holder LANE: ends the process that sends on it, if one does: what it has under way
# is to be cancelled by another one.  The lock names it while it lives.
end_holder() {
	local file=$home/lock/$1 fd pid
	[ -e "$file" ] || return 0
	exec {fd}<"$file"
	if ! flock -n "$fd"; then
		pid=$(<"$file")
		if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = mm-submit ]; then
			say "ending process $pid, which sends on $1"
			kill -TERM "$pid" 2>/dev/null
			flock -w 5 "$fd" || kill -KILL "$pid" 2>/dev/null
		fi
		flock -w 5 "$fd" || say "$1 is still held"
	fi
	exec {fd}<&-
}

lanes() {
	local wallet
	for wallet in $(tr , ' ' <<<"$(of WALLETS)"); do
		[[ $wallet != *:0x* ]] || echo "evm:$(of CHAIN_ID):${wallet%%:*}"
	done
}

# What may still land is asked to be cancelled, and that goes through the signing policy
# like everything else.  Proven is what the journal then no longer waits for.
# shellcheck disable=SC2034 # mm-bot reads codes
clear_pipe() {
	local lane
	for lane in $(lanes); do
		end_holder "$lane"
	done
	clear_frame | mm-submit pending -c "$conf" | mm-submit repair -c "$conf" | tx-build -c "$conf" |
		mm-sign -c "$conf" | mm-submit -c "$conf" --via "$(of SUBMIT_VIA)" --live --wait-ms 1000 |
		cat >"$run/cleared"
	codes=("${PIPESTATUS[@]:0:2}" 0)
	[ -z "$(venue_left)" ] || codes[2]=6
}

venue_left() {
	mm-submit list -c "$conf" || echo 'the journal cannot be read'
}
