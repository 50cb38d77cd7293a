# liq-world.bash - a liquidator, alice, on the Ethereum world, driven block by block.
#
#   setup_file: evm_start --aave36 --block-ms 0; liq_prepare
#   setup: evm_here; liq_home MARKET [KEY=VALUE ...]        teardown: liq_kill
#
# The chain's clock goes a second a block, from some minutes ahead of ours, so that a block
# is of the second it was foreseen for: one whose time has passed already is foreseen for
# the next time there may be one.
#
# shellcheck shell=bash

# Of all tests of a file: a vault, a policy, and the chain they begin with.
liq_prepare() {
	export MM_HOME=$BATS_FILE_TMPDIR/home
	mkdir -m 700 "$MM_HOME"
	evm_home alice
	sed -i 's/^SUBMIT_VIA=.*/SUBMIT_VIA=flashbots/; s/^ALLOW_PUBLIC=.*/ALLOW_PUBLIC=0/' "$MM_HOME/mm.conf"
	(umask 077 && printf '0x%064x\n' 3735928559 >"$MM_HOME/relay.hex")
	printf '%s\n' "FLASHBOTS_KEY_FILE=$MM_HOME/relay.hex" BUNDLE_BLOCKS=2 LIQ_SHARDS=2 LIQ_MIN_NET=5 HTTP_TIMEOUT=5s \
		MAX_FEE_GWEI=50 >>"$MM_HOME/mm.conf"
	# shellcheck disable=SC2016 # jq's variables
	jq -n --argjson w "$(<"$EVM_INFO")" '{WETH: "1000", USDC: "2000000", DAI: "2000000", WBTC: "30"} as $most
		| [$w | to_entries[] | select(.key | startswith("aave"))] as $markets
		| reduce $markets[] as $m ({}; .contracts[$m.key] = {address: $m.value.pool, kind: "aave_v3_pool"} | .spenders[$m.key] = {address: $m.value.pool})
		| .most = $most | .pools = [$w.pools[] | select(.kind == "v4") | .name[3:]]' >"$MM_HOME/more"
	# shellcheck disable=SC2016
	MORE='input as $more | .evm.contracts += $more.contracts | .evm.contracts.v4.pools = $more.pools | .evm.reference = {}
		| .evm.spenders = (.evm.spenders + $more.spenders | map_values(.most = $more.most)) | .evm.limits |= map_values(.out = ($more.most + {ETH: "100"}))'
	jq -f "$MM_TOP/tests/world/evm/policy.jq" "$EVM_INFO" --args alice | jq "$MORE" /dev/stdin "$MM_HOME/more" >"$MM_HOME/policy.json"
	mm-sign check >/dev/null
	evm_rpc anvil_setBlockTimestampInterval '[1]' >/dev/null
	evm_keep
}

# liq_home MARKET [KEY=VALUE ...]: this test's MM_HOME is that of a bot on that market, and
# the chain is as it was.
liq_home() {
	local m=$1
	shift
	evm setFaults '[{}]' >/dev/null
	evm mute '[false]' >/dev/null
	evm_back
	evm_rpc evm_setNextBlockTimestamp "[$((EPOCHSECONDS + 600))]" >/dev/null
	evm mine >/dev/null
	evm_home_again
	{
		evm_lend_conf "$m"
		printf '%s\n' LEND_FROM=0 TX_DEADLINE_S=7200
		[ $# -eq 0 ] || printf '%s\n' "$@"
	} >>"$MM_HOME/mm.conf"
}

# The resident bot; it has seen the newest block.
liq_start() {
	setsid liq-bot loop 2>>"$MM_HOME/err" 3>&- 9>&- &
	liq_pid=$!
	saw "$(head_block)"
}

# As a power cut has it: every process of the bot at once.
liq_kill() {
	[ -n "${liq_pid:-}" ] || return 0
	kill -9 -- "-$liq_pid" 2>/dev/null || true
	wait "$liq_pid" 2>/dev/null || true
	liq_pid=
}

# saw BLOCK: waits for its frame, a hundredth of a second at a time; neither that nor a look
# at what it counts starts a program.
saw() {
	local i said='' never counts=$MM_HOME/metrics/liq-bot-home.prom frame="liquidator_last_block\{[^}]*\} $1"
	exec {never}<> <(:)
	for ((i = 0; i < 3000; i++)); do
		[ ! -e "$counts" ] || read -r -d '' said <"$counts" || true
		[[ ! $'\n'$said =~ $'\n'$frame$'\n' ]] || break
		read -r -t 0.01 -u "$never" || true
	done
	exec {never}>&-
	((i < 3000)) || {
		echo "no frame of block $1" >&2
		tail "$MM_HOME/err" >&2
		return 1
	}
}

# block [N]: so many blocks, one after the other, each with the bot's frame of it.
block() {
	local n
	for ((n = ${1:-1}; n > 0; n--)); do
		saw "$(evm mine)" || return
	done
}
