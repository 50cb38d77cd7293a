# campaign-liq: seeded runs of the liquidator on an Ethereum in trouble: prices that fall
# and come back, rivals and borrowers who are first, nodes that fail, lie or are behind,
# sockets that are cut or silent, relays that do not include, gas that jumps, blocks that
# are replaced, kill -9 of every process of the bot at once.  Judged by anvil's chain: no
# block that has something of ours costs more than it brings or leaves the wallet less of
# anything, nothing is done twice, nobody worth it is left, the bot knows who is below 1.
# A failure names its seed:
#
#   MM_TOP=$PWD MM_OBJ=$PWD/obj PATH=$PWD/obj:$PWD/scripts:$PATH tests/campaign-liq/campaign $(mktemp -d) SEED 1
#
# repeats it, but for the moment at which a kill strikes.
load lib
load campaign
load world-evm

setup() {
	evm_here
}

setup_file() {
	{ evm_modules && evm_aave36; } >/dev/null || evm_missing
}

@test "as many of 200 runs as fit, at least 40 (make soak: 1,000): every one proven" {
	campaign_proven campaign-liq 1000
}

@test "a planted bug turns it red (make soak: every one of bugs/)" {
	campaign_red campaign-liq unheard
}
