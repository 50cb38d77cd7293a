# world-evm.bash - an Ethereum for a bats file: started once, on a free port, and ended
# with the file.
#
#   setup_file: evm_start [option ...]      teardown_file: evm_stop
#
# There is a market of Aave 3.0; with evm_start --lend the pools to sell in what is
# pledged there; with evm_start --aave36 a market of Aave 3.6 and the pools; with
# evm_start --compound one of Compound v2.
#
# shellcheck shell=bash

# shellcheck source=tests/world-said.bash
. "${BASH_SOURCE[0]%/*}/world-said.bash"

# A process that hides its memory cannot be searched for leaks: mm-sign, key-vault.
export ASAN_OPTIONS=detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}

# evm_modules: where anvil and the contracts are, installed if they can be; once for this
# tree, whatever the build, as all of the world.  Where they cannot, the tests of the file
# are skipped, an error where MM_REQUIRE names evm.
#
# A file calls it, or evm_start, in setup_file, where nothing can be skipped, and evm_here
# first in setup.
evm_modules() {
	"$MM_TOP/tests/world/evm/install" "$MM_TOP/obj/world-evm" 2>/dev/null
}

evm_missing() {
	EVM_MISSING='anvil and the contracts cannot be installed (npm)'
	export EVM_MISSING
	[[ " ${MM_REQUIRE:-} " != *' evm '* ]] || {
		echo "required, but $EVM_MISSING" >&2
		return 1
	}
}

evm_here() {
	[ -z "${EVM_MISSING:-}" ] || skip "$EVM_MISSING"
}

# evm_aave36: the contracts of Aave 3.6, compiled.
evm_aave36() {
	"$MM_TOP/tests/world/evm/aave36/make" "$MM_TOP/obj/world-evm/aave36" 2>/dev/null
}

# evm_compound: the packages of Compound v2.
evm_compound() {
	"$MM_TOP/tests/world/evm/install" "$MM_TOP/obj/world-evm/compound" "$MM_TOP/tests/world/evm/compound" 2>/dev/null
}

# evm_start [--lend] [--aave36] [--compound] [option of main.mjs ...]: exports EVM (URL),
# EVM_WS and EVM_INFO (a file: what world_info says).
evm_start() {
	local modules option more=() dir=$BATS_FILE_TMPDIR/evm
	modules=$(evm_modules) || {
		evm_missing
		return
	}
	for option in "$@"; do
		case $option in
		--aave36) more+=(--lend --aave36 "$(evm_aave36)") ;;
		--compound) more+=(--compound "$(evm_compound)") ;;
		*) more+=("$option") ;;
		esac || {
			evm_missing
			return
		}
	done
	mkdir -p "$dir"
	[ -p "$dir/life" ] || mkfifo "$dir/life"
	node "$MM_TOP/tests/world/evm/main.mjs" --with-parent --modules "$modules" --cache "$MM_TOP/obj/world-evm/state" "${more[@]}" \
		<"$dir/life" >"$dir/said" 2>"$dir/err" 3>&- &
	echo $! >"$dir/pid"
	exec 9>"$dir/life"
	world_said "$dir" 60 || return
	EVM=$(jq -r .url "$dir/said")
	EVM_WS=$(jq -r .ws "$dir/said")
	EVM_INFO=$dir/info.json
	export EVM EVM_WS EVM_INFO
	evm info >"$EVM_INFO"
	jq -r 'paths(scalars) as $p | "." + ($p | map(tostring) | join(".")) + " " + (getpath($p) | tostring)' "$EVM_INFO" >"$EVM_INFO.paths"
}

evm_stop() {
	[ -e "$BATS_FILE_TMPDIR/evm/pid" ] || return 0
	exec 9>&-
	world_ended "$BATS_FILE_TMPDIR/evm"
}

# evm NAME [PARAMS]: a control call, its result.
evm() {
	evm_rpc "world_$1" "${2:-[]}"
}

# evm_rpc METHOD [PARAMS]: any call, its result as the world wrote it.
evm_rpc() {
	local reply
	reply=$(http_post "$EVM" '{"jsonrpc":"2.0","id":1,"method":"'"$1"'","params":'"${2:-[]}"'}')
	[[ $reply == '{"jsonrpc":"2.0","id":1,"result":'*'}' ]] || {
		echo "$1: $reply" >&2
		return 1
	}
	reply=${reply#*'"result":'}
	printf '%s\n' "${reply%\}}"
}

# head_block: the number of the newest block.
head_block() {
	local n
	n=$(evm_rpc eth_blockNumber)
	echo $((${n//\"/}))
}

# evm_now_s: the time of the newest block.  After jumps it is not the machine's.
evm_now_s() {
	[[ $(evm_rpc eth_getBlockByNumber '["latest",false]') =~ \"timestamp\":\"(0x[0-9a-f]+)\" ]] && echo $((BASH_REMATCH[1]))
}

# evm_keep: the chain as it stands; evm_back: it is so again, any number of times.
evm_keep() {
	evm snapshot >"$BATS_FILE_TMPDIR/kept"
}

evm_back() {
	evm restore "[$(<"$BATS_FILE_TMPDIR/kept")]" >"$BATS_FILE_TMPDIR/kept.new"
	mv "$BATS_FILE_TMPDIR/kept.new" "$BATS_FILE_TMPDIR/kept"
}

# evm_of FILTER: of what the world says of itself.  The path of one thing, as evm_of
# .v2.router, the shell finds itself: a start of jq takes ten times as long.
evm_of() {
	local all
	all=$'\n'$(<"$EVM_INFO.paths")
	if [[ $all =~ $'\n'"$1 "([^$'\n']*) ]]; then
		printf '%s\n' "${BASH_REMATCH[1]}"
	else
		jq -r "$1" "$EVM_INFO"
	fi
}

# evm_conf NAME...: the lines of mm.conf for these wallets.
evm_conf() {
	jq -r --arg url "$EVM" --arg ws "$EVM_WS" '. as $w | [
		"VENUE=evm", "CHAIN_ID=\(.chain_id)", "EVM_RPC=\($url)", "EVM_WS=\($ws)", "MULTICALL=\(.multicall)",
		"V2_ROUTER=\(.v2.router)", "V3_ROUTER=\(.v3.router02)", "V3_ROUTER_KIND=router02", "SUBMIT_VIA=rpc", "ALLOW_PUBLIC=1", "FLASHBOTS_URL=\($url)/relay", "PROTECT_URL=\($url)/protect",
		"V2_FACTORY=\(.v2.factory)", "V3_FACTORY=\(.v3.factory)", "V3_MANAGER=\(.v3.positions)", "V4_POOL_MANAGER=\(.v4.manager)", "V4_MANAGER=\(.v4.positions)", "V4_ROUTER=\(.v4.router)",
		"CONFIRMATIONS=2", "BLOCK_TIME_S=1",
		"ASSETS=" + ([.tokens | to_entries[] | "\(.key):\(.value.address):\(.value.decimals)"] | join(",")),
		"WALLETS=" + ([$ARGS.positional[] | "\(.):\($w.wallets[.])"] | join(","))] | .[]' "$EVM_INFO" --args "$@"
}

# evm_lend_conf MARKET...: the further lines for lending markets (aave, aave36) and all the
# pools there are.
evm_lend_conf() {
	jq -r '. as $w | "LEND_MARKETS=" + ([$ARGS.positional[] | "aave:\($w[.].pool)"] | join(",")),
		"POOLS=" + ([.pools[].name] | join(","))' "$EVM_INFO" --args "$@"
}

# evm_home NAME...: makes this test's MM_HOME that of a bot with these wallets: mm.conf and
# a vault that an unlock file opens, of a passphrase that costs no time.
evm_home() {
	local name
	{
		evm_conf "$@"
		echo "VAULT_UNLOCK=$MM_HOME/unlock"
	} >"$MM_HOME/mm.conf"
	(
		umask 077
		echo passphrase >"$MM_HOME/pass"
		key-vault new --memory 16 --passes 1 -p "$MM_HOME/pass" >/dev/null
		for name in "$@"; do
			evm key "[\"$name\"]" | tr -d '"' >"$MM_HOME/$name.hex"
			key-vault import "$name" "$MM_HOME/$name.hex" --from hex --chain ethereum -p "$MM_HOME/pass" >/dev/null
			rm "$MM_HOME/$name.hex"
		done
		key-vault unlock-file "$MM_HOME/unlock" -p "$MM_HOME/pass"
		rm "$MM_HOME/pass"
	)
}

# evm_home_again: this test's MM_HOME is a copy of what evm_home and more made in setup_file
# in $BATS_FILE_TMPDIR/home, as it was its MM_HOME.
evm_home_again() {
	rmdir "$MM_HOME"
	cp -a "$BATS_FILE_TMPDIR/home" "$MM_HOME"
	sed -i "s:$BATS_FILE_TMPDIR/home:$MM_HOME:" "$MM_HOME/mm.conf"
}

# evm_policy NAME...: what these wallets may have signed (world/evm/policy.jq); changed by
# the jq filter MORE.
evm_policy() {
	jq "$(<"$MM_TOP/tests/world/evm/policy.jq") | ${MORE:-.}" "$EVM_INFO" --args "$@" >"$MM_HOME/policy.json"
	mm-sign check
}
