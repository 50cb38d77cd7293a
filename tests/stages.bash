# stages.bash - a pipe on Ethereum without a chain: mm-cycle, mm-conf and kill-switch
# are real, the other stages do as a test says.
#
# shellcheck shell=bash disable=SC2016 # what a stage does stands in single quotes

# A stage: notes its start, and on each cycle does what $MM_HOME/do/NAME says.
stage='#!/usr/bin/env bash
name=${0##*/}
case "$name $1 $2" in
"store-log get action") exec cat "$MM_HOME/actions" ;;
"store-log get il") exec cat "$MM_HOME/il" ;;
"store-log get --last")
	[[ "$*" != *"--last hedge,venue_account --now-ms"* ]] || exec cat "$MM_HOME/hedge"
	name+=-$1
	;;
"store-log get liquidation") exec cat "$MM_HOME/liquidations" ;;
"mm-submit list "*) exec cat "$MM_HOME/under-way" ;;
"mm-submit pending "* | "store-log "*) name+=-$1 ;;
"hedge-sync close "*)
	echo "$name $*" >>"$MM_HOME/started"
	. "$MM_HOME/do/hedge-sync-close"
	exit
	;;
"hedge-sync list "*) exec cat "$MM_HOME/under-way" ;;
"event-watch "*) [[ " $* " != *" --drive "* ]] || drive=1 ;;
"lend-read "*) [[ " $* " != *" --check "* ]] || name+=-check ;;
esac
echo "$name $*" >>"$MM_HOME/started"
[ -z "${drive:-}" ] || exec mm-cycle $(<"$MM_HOME/drive") "${@: -2}"
while IFS= read -r line; do
	[[ $line != "{\"type\":\"cycle\","* || ! -e "$MM_HOME/do/$name" ]] || . "$MM_HOME/do/$name"
	printf "%s\n" "$line"
done'

# stages NAME...: this test's MM_HOME is that of a bot whose pipe is made of them.
stages() {
	mkdir -p "$MM_HOME/stub" "$MM_HOME/do"
	for name; do
		printf '%s\n' "$stage" >"$MM_HOME/stub/$name"
		chmod +x "$MM_HOME/stub/$name"
	done
	PATH=$MM_HOME/stub:$PATH
	: >"$MM_HOME/under-way"
	: >"$MM_HOME/actions"
}

# The liquidity manager's.
lp_stages() {
	stages mm-submit event-watch price-read lp-read store-log il-calc hedge-sync range-roll tx-build tx-sim mm-sign
	: >"$MM_HOME/hedge"
	local pool=v3:0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640
	printf '%s\n' VENUE=evm "POOLS=$pool" PRICE_PAIRS=WETH/USD:1 BLOCK_TIME_S=12 POOL_WINDOW=2h >"$MM_HOME/mm.conf"
}

# The liquidator's; what drives a resident one is in $MM_HOME/drive, options of mm-cycle.
liq_stages() {
	stages mm-submit event-watch lend-read lp-read liq-scan store-log tx-build tx-sim mm-sign
	local pool=v3:0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640
	printf '%s\n' VENUE=evm LEND_MARKETS=aave:0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2 "POOLS=$pool" LIQ_SHARDS=2 \
		SUBMIT_VIA=flashbots BREAKER_FAILURES=3 >"$MM_HOME/mm.conf"
	: >"$MM_HOME/liquidations"
	echo --every 1s >"$MM_HOME/drive"
}
