# world.bash - a Solana world for a bats file: started once, on a free port, and ended
# with the file.
#
#   setup_file: world_start [option ...]      teardown_file: world_stop
#
# On the real programs where MM_OPENBOOK_SO is set and LiteSVM is installed
# (world_modules), else on the stand-in; world_proven says which.
#
# shellcheck shell=bash

# shellcheck source=tests/world-said.bash
. "${BASH_SOURCE[0]%/*}/world-said.bash"

# A process that hides its memory cannot be searched for leaks: mm-sign, key-vault.
export ASAN_OPTIONS=detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}

# Where LiteSVM is, installed if it can be.  Nothing: it cannot, or is not asked for.
world_modules() {
	[ -n "${MM_OPENBOOK_SO:-}" ] || return 0
	"$MM_TOP/tests/world/solana/install-litesvm" "$MM_OBJ/world-solana" 2>/dev/null || true
}

# world_unproven WHY: says so; an error where MM_REQUIRE names solana.
world_unproven() {
	if [[ " ${MM_REQUIRE:-} " == *' solana '* ]]; then
		echo "required, but $1 (MM_OPENBOOK_SO, npm)" >&2
		return 1
	fi
	echo "# NOT PROVEN: $1" >&3
}

# world_real: skips a test that is about the real programs where they are not.
world_real() {
	[ -z "$(world_modules)" ] || return 0
	world_unproven 'MM_OPENBOOK_SO or LiteSVM is missing'
	skip 'NOT PROVEN: MM_OPENBOOK_SO or LiteSVM is missing'
}

# world_start [option of main.mjs ...]: exports WORLD (URL), WORLD_ENGINE, WORLD_MARKET
# and WORLD_INFO (a file: what world_info says).
world_start() {
	local modules dir=$BATS_FILE_TMPDIR/world
	mkdir -p "$dir"
	modules=$(world_modules)
	[ -p "$dir/life" ] || mkfifo "$dir/life"
	node "$MM_TOP/tests/world/solana/main.mjs" --with-parent ${modules:+--modules "$modules"} "$@" \
		<"$dir/life" >"$dir/said" 2>"$dir/err" 3>&- &
	echo $! >"$dir/pid"
	exec 8>"$dir/life"
	world_said "$dir" 30 || return
	WORLD=$(jq -r .url "$dir/said")
	WORLD_ENGINE=$(jq -r .engine "$dir/said")
	WORLD_MARKET=$(jq -r .market "$dir/said")
	WORLD_INFO=$dir/info.json
	export WORLD WORLD_ENGINE WORLD_MARKET WORLD_INFO
	world info >"$WORLD_INFO"
	[ "$WORLD_ENGINE" = litesvm ] || world_unproven 'on a stand-in for the OpenBook program'
}

world_stop() {
	exec 8>&-
	world_ended "$BATS_FILE_TMPDIR/world"
}

# world NAME [PARAMS]: a control call, its result as the world wrote it: no program is
# asked, for there are thousands of calls.
world() {
	local reply
	reply=$(rpc "world_$1" "${2:-[]}")
	[[ $reply == '{"jsonrpc":"2.0","result":'*',"id":1}' ]] || {
		echo "world $1: $reply" >&2
		return 1
	}
	reply=${reply#*'"result":'}
	printf '%s\n' "${reply%',"id":1}'}"
}

# rpc METHOD [PARAMS]: any call, the whole reply.
rpc() {
	http_post "$WORLD${3:-}" '{"jsonrpc":"2.0","id":1,"method":"'"$1"'","params":'"${2:-[]}"'}'
}

# world_conf NAME...: the lines of mm.conf for these wallets.
world_conf() {
	jq -r --arg url "$WORLD" '$ARGS.positional as $names | . as $w | [
		"VENUE=solana", "MARKET=\(.market.market)", "MINT=\(.market.baseMint)",
		"SOLANA_RPC=\($url)", "JITO_URL=\($url)/api/v1", "JITO_TIP_FLOOR_URL=\($url)/api/v1/bundles/tip_floor",
		"JITO_RPS=1000", "JUPITER_URL=\($url)/swap/v1", "HERMES_URL=\($url)", "BINANCE_URL=\($url)", "BYBIT_URL=\($url)", "ASSETS=BMV:\(.market.baseMint),USDC:\(.usdc)",
		"WALLETS=" + ([$names[] | "\(.):\($w.wallets[.].pubkey)"] | join(","))] | .[]' "$WORLD_INFO" --args "$@"
}

# world_secret NAME: the wallet's id.json.
world_secret() {
	world key "[\"$1\"]" | jq -c .secretKey
}

# world_home NAME...: makes this test's MM_HOME trade on the world with these wallets:
# mm.conf, a vault that an unlock file opens, a policy wide enough for all that the bot
# does there.
world_home() {
	local name swap
	world_conf "$@" >"$MM_HOME/mm.conf"
	printf '%s\n' PIVOT_MODE=seeded SEED_PRICE=0.000011 SEED_MASS=1000000 "SEED_TIME=$(date +%s%3N)" \
		"VAULT_UNLOCK=$MM_HOME/unlock" >>"$MM_HOME/mm.conf"
	(
		umask 077
		echo passphrase >"$MM_HOME/pass"
		key-vault new --memory 16 --passes 1 -p "$MM_HOME/pass" >/dev/null
		for name in "$@"; do
			world_secret "$name" >"$MM_HOME/$name.json"
			key-vault import "$name" "$MM_HOME/$name.json" --from id-json -p "$MM_HOME/pass" >/dev/null
			rm "$MM_HOME/$name.json"
		done
		key-vault unlock-file "$MM_HOME/unlock" -p "$MM_HOME/pass"
		rm "$MM_HOME/pass"
	) || return
	mm-sign init 2>/dev/null || return
	world_policy '.assets.USDC = {mint: "'"$(jq -r .usdc "$WORLD_INFO")"'", decimals: 6}'
	swap=$(jq -r .swapMarket.market "$WORLD_INFO")
	for name in "$WORLD_MARKET" "$swap"; do
		mm-cycle --once | book-read -o "MARKET=$name" | mm-sign pin-market "$name" --yes "$name" >/dev/null || return
	done
	world_policy '.allow += ["take"] | .markets[].max_order_base = "5000000" | .markets[].max_order_quote = "50000"
		| .limits |= with_entries(
			.value.placed = {BMV: "100000000", wSOL: "100000", USDC: "1000000"} |
			.value.out = {BMV: "10000000", wSOL: "10000", SOL: "1000", USDC: "1000000"})'
	mm-sign check
}

# world_policy FILTER: changes the policy.
world_policy() {
	jq "$1" "$MM_HOME/policy.json" >"$MM_HOME/policy.new" && cat "$MM_HOME/policy.new" >"$MM_HOME/policy.json"
}
