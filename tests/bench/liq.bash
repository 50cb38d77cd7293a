# liq.bash - the Ethereum world with 20 borrowers of Aave 3.0 and 13 pools, and a bot's
# home there, for benches of liquidations.  Loaded after lib.bash; where the world cannot
# be, the bench says so and ends.
#
# shellcheck shell=bash disable=SC2154 # lib.bash's scratch

export BATS_FILE_TMPDIR=$scratch/world BATS_TEST_TMPDIR=$scratch
mkdir "$BATS_FILE_TMPDIR"
# shellcheck source=tests/world-evm.bash
. "$MM_TOP/tests/world-evm.bash"
# shellcheck source=tests/liq-world.bash
. "$MM_TOP/tests/liq-world.bash"

evm_start --lend --block-ms 0 || exit
[ -z "${EVM_MISSING:-}" ] || {
	echo "${0##*/}: skipped: $EVM_MISSING"
	exit 0
}
trap 'liq_kill; evm_stop; rm -rf "$scratch"' EXIT
liq_prepare

# prices WETH WBTC: the feeds say so, and that stablecoins are stable; the block they are in.
prices() { evm lend_oracle "[{\"WETH\":$1,\"WBTC\":$2,\"USDC\":1,\"DAI\":1}]" | jq '.[-1].block'; }
before_fall() { prices 2000 60000 >/dev/null; }
fall() { prices 1850 55000; }

# home: a home of a bot, and a chain on which nobody is below 1 and pools
# trade at the prices to come.
home() {
	export MM_HOME=$scratch/home
	rm -rf "$MM_HOME" && mkdir "$MM_HOME"
	liq_home aave
	fall >/dev/null
	evm lend_level >/dev/null
	before_fall
}

# readers: what stands before liq-scan, one frame a cycle.
readers() {
	mm-submit pending | event-watch --watch "$MM_TOP/share/watch/lend.watch" --store "$MM_HOME/mm.db" | lend-read | lp-read --pools
}
was_read() { grep -qs '^{"type":"cycle"' frames; }
# two_frames: a whole one, and one after the fall.
two_frames() {
	mm-cycle --once
	while ! was_read; do sleep 0.05; done
	fall >/dev/null
	mm-cycle --once
}
