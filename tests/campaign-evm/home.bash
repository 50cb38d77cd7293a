# home.bash - the home every run of a campaign begins with: a vault, a policy, a
# configuration.  The world is started; MM_HOME is made.
#
# shellcheck shell=bash

wallets='alice bob'

make_home() {
	local name
	umask 077
	# shellcheck disable=SC2086 # a word each
	evm_home $wallets
	cat >>"$MM_HOME/mm.conf" <<-END
		HTTP_TIMEOUT=400ms
		CONFIRMATIONS=4
		REORG_DEPTH=12
		BUMP_AFTER_BLOCKS=1
		CANCEL_AFTER_BLOCKS=12
		BUMP_MAX=20
		BUNDLE_BLOCKS=3
		FLASHBOTS_KEY_FILE=$MM_HOME/relay.hex
	END
	sed -i '0,/^CONFIRMATIONS=/{/^CONFIRMATIONS=/d}' "$MM_HOME/mm.conf"
	echo "0x$(printf '%064x' 3735928559)" >"$MM_HOME/relay.hex"
	# shellcheck disable=SC2086 # a word each
	evm_policy $wallets
	# What is swapped was approved once.
	for name in $wallets; do
		evm approve "[\"$name\",\"WETH\",\"$(evm_of .v2.router)\",\"1000000000000000000000\"]"
	done
	evm mine '[6]'
}
