# home.bash - the home every run of a campaign begins with: a vault, a policy, a
# configuration.  The world is started; MM_HOME is made.
#
# shellcheck shell=bash

wallets='alice bob carol'

# A few orders on each side that follow every trade, so that frames have work.
campaign_conf() {
	# shellcheck disable=SC2086 # a word each
	world_conf $wallets
	cat <<-END
		PIVOT_MODE=seeded
		SEED_PRICE=0.000011
		SEED_MASS=3000000
		BUY_LEVELS=4
		SELL_LEVELS=4
		ORDERS_PER_WALLET=4
		DIFF_TOLERANCE_SIZE_PCT=0
		REFILL_ON_HOLD=1
		MIN_REBUILD_S=0
		REBALANCE_THRESHOLD_PCT=0.2
		REBALANCE_INTERVAL_S=60
		HTTP_TIMEOUT=400ms
		VAULT_UNLOCK=$MM_HOME/unlock
	END
}

# Limits so wide that no run meets them; the world's clock runs ahead of ours.
wide_policy() {
	jq '.order_ttl_s = 1000000 | .markets[].max_order_base = "5000000" | .markets[].max_order_quote = "500"
		| .limits |= with_entries(.value.placed = {BMV: "100000000", wSOL: "100000"}
			| .value.out = {BMV: "1000000", wSOL: "1000", SOL: "100"})' "$MM_HOME/policy.json"
}

make_home() {
	local name
	umask 077
	echo passphrase >"$MM_HOME/pass"
	campaign_conf >"$MM_HOME/mm.conf"
	key-vault new --memory 16 --passes 1 -p "$MM_HOME/pass"
	for name in $wallets; do
		world_secret "$name" >"$MM_HOME/$name.json"
		key-vault import "$name" "$MM_HOME/$name.json" --from id-json -p "$MM_HOME/pass"
	done
	key-vault unlock-file "$MM_HOME/unlock" -p "$MM_HOME/pass"
	mm-sign init
	mm-cycle --once --ts-ms 1000 | book-read >"$MM_HOME/first"
	mm-sign pin-market "$WORLD_MARKET" --yes "$WORLD_MARKET" <"$MM_HOME/first"
	wide_policy >"$MM_HOME/wide" && cat "$MM_HOME/wide" >"$MM_HOME/policy.json"
	mm-sign check
}
