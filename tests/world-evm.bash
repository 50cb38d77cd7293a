# world-evm.bash - an Ethereum for a bats file: started once, on a free port, and ended
# with the file.
#
#   setup_file: evm_start [option ...]      teardown_file: evm_stop
#
# shellcheck shell=bash

# A process that hides its memory cannot be searched for leaks: mm-sign, key-vault.
export ASAN_OPTIONS=detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}

# evm_modules: where anvil and the contracts are, installed if they can be; else the test
# or file is skipped, an error where MM_REQUIRE names evm.
evm_modules() {
	"$MM_TOP/tests/world/evm/install" "$MM_OBJ/world-evm" 2>/dev/null && return
	if [[ " ${MM_REQUIRE:-} " == *' evm '* ]]; then
		echo 'required, but anvil and the contracts cannot be installed (npm)' >&2
		return 1
	fi
	skip 'anvil and the contracts cannot be installed (npm)'
}

# evm_start [option of main.mjs ...]: exports EVM (URL), EVM_WS and EVM_INFO (a file:
# what world_info says).
evm_start() {
	local modules dir=$BATS_FILE_TMPDIR/evm
	modules=$(evm_modules) || return
	mkdir -p "$dir"
	[ -p "$dir/life" ] || mkfifo "$dir/life"
	node "$MM_TOP/tests/world/evm/main.mjs" --with-parent --modules "$modules" --cache "$MM_OBJ/world-evm/state" "$@" \
		<"$dir/life" >"$dir/said" 2>"$dir/err" 3>&- &
	echo $! >"$dir/pid"
	exec 9>"$dir/life"
	for ((i = 0; i < 1200; i++)); do
		[ ! -s "$dir/said" ] || break
		kill -0 "$(<"$dir/pid")" 2>/dev/null || break
		sleep 0.05
	done
	[ -s "$dir/said" ] || {
		cat "$dir/err" >&2
		return 1
	}
	EVM=$(jq -r .url "$dir/said")
	EVM_WS=$(jq -r .ws "$dir/said")
	EVM_INFO=$dir/info.json
	export EVM EVM_WS EVM_INFO
	evm info >"$EVM_INFO"
}

evm_stop() {
	[ -e "$BATS_FILE_TMPDIR/evm/pid" ] || return 0
	exec 9>&-
	wait "$(<"$BATS_FILE_TMPDIR/evm/pid")" 2>/dev/null || true
}

# evm NAME [PARAMS]: a control call, its result.
evm() {
	evm_rpc "world_$1" "${2:-[]}"
}

# evm_rpc METHOD [PARAMS]: any call, its result.
evm_rpc() {
	local reply
	reply=$(curl -s -m 30 "$EVM" -d '{"jsonrpc":"2.0","id":1,"method":"'"$1"'","params":'"${2:-[]}"'}')
	jq -e 'has("error") | not' <<<"$reply" >/dev/null || {
		echo "$1: $reply" >&2
		return 1
	}
	jq -c .result <<<"$reply"
}

# evm_of FILTER: of what the world says of itself: evm_of .v2.router
evm_of() {
	jq -r "$1" "$EVM_INFO"
}

# evm_conf NAME...: the lines of mm.conf for these wallets.
evm_conf() {
	jq -r --arg url "$EVM" --arg ws "$EVM_WS" '. as $w | [
		"VENUE=evm", "CHAIN_ID=\(.chain_id)", "EVM_RPC=\($url)", "EVM_WS=\($ws)", "MULTICALL=\(.multicall)",
		"V2_ROUTER=\(.v2.router)", "V3_ROUTER=\(.v3.router02)", "V3_ROUTER_KIND=router02", "SUBMIT_VIA=rpc", "ALLOW_PUBLIC=1", "FLASHBOTS_URL=\($url)/relay", "PROTECT_URL=\($url)/protect",
		"CONFIRMATIONS=2", "BLOCK_TIME_S=1",
		"ASSETS=" + ([.tokens | to_entries[] | "\(.key):\(.value.address):\(.value.decimals)"] | join(",")),
		"WALLETS=" + ([$ARGS.positional[] | "\(.):\($w.wallets[.])"] | join(","))] | .[]' "$EVM_INFO" --args "$@"
}

# evm_home NAME...: makes this test's MM_HOME that of a bot with these wallets: mm.conf and
# a vault that an unlock file opens.
evm_home() {
	local name
	{
		evm_conf "$@"
		echo "VAULT_UNLOCK=$MM_HOME/unlock"
	} >"$MM_HOME/mm.conf"
	(
		umask 077
		echo passphrase >"$MM_HOME/pass"
		key-vault new -p "$MM_HOME/pass" >/dev/null
		for name in "$@"; do
			evm key "[\"$name\"]" | jq -r . >"$MM_HOME/$name.hex"
			key-vault import "$name" "$MM_HOME/$name.hex" --from hex --chain ethereum -p "$MM_HOME/pass" >/dev/null
			rm "$MM_HOME/$name.hex"
		done
		key-vault unlock-file "$MM_HOME/unlock" -p "$MM_HOME/pass"
		rm "$MM_HOME/pass"
	)
}

# evm_policy NAME...: what these wallets may have signed (world/evm/policy.jq); changed by
# the jq filter MORE.
evm_policy() {
	jq -f "$MM_TOP/tests/world/evm/policy.jq" "$EVM_INFO" --args "$@" | jq "${MORE:-.}" >"$MM_HOME/policy.json"
	mm-sign check
}
