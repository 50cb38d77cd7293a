# venue-evm.bash - clearing what is under way on a chain of Ethereum's kind; see
# mm-panic(1).
#
# shellcheck shell=bash disable=SC2154 # mm-bot's and mm-panic's variables
# shellcheck disable=SC2034 # how often clear tries, a second apart: a cancel waits for its
# block, for a higher fee, and for the blocks on top of it
clear_tries=900

# shellcheck source=share/bash/chain.bash
. "${BASH_SOURCE[0]%/*}/chain.bash"
# shellcheck source=share/bash/lane.bash
. "${BASH_SOURCE[0]%/*}/lane.bash"

# shellcheck disable=SC2034
unproven='a transaction may still land'

# There is no order book here, and so no pipe of a market maker; lp-bot has its own.
pipe() {
	die 2 "VENUE=evm: there is no market maker for it"
}

lanes() {
	local wallet
	for wallet in $(tr , ' ' <<<"$(of WALLETS)"); do
		[[ $wallet != *:0x* ]] || echo "evm:$(of CHAIN_ID):${wallet%%:*}"
	done
}

# What may still land is asked to be cancelled, and that goes through the signing policy
# like everything else.  Proven is what the journal then no longer waits for.
# shellcheck disable=SC2034,SC2119 # mm-bot reads codes
clear_pipe() {
	local lane
	for lane in $(lanes); do
		end_holder mm-submit "$lane"
	done
	clear_frame | looked_up | mm-submit repair -c "$conf" | build | sign | send --wait-ms 1000 |
		cat >"$run/cleared"
	codes=("${PIPESTATUS[@]:0:2}" 0)
	[ -z "$(venue_left)" ] || codes[2]=6
}

venue_left() {
	mm-submit list -c "$conf" || echo 'the journal cannot be read'
}
