# home.bash - the home every run begins with: a vault with the keys of both exchanges, a
# configuration.  The exchanges are started; MM_HOME is made.
#
# shellcheck shell=bash

# secret NAME VENUE ACCOUNT [KIND]
secret() {
	cex_key "${@:2}" >"$MM_HOME/key"
	key-vault import "$1" "$MM_HOME/key" --from text -p "$MM_HOME/pass"
	rm "$MM_HOME/key"
}

make_home() {
	local account
	umask 077
	echo passphrase >"$MM_HOME/pass"
	cex_conf >"$MM_HOME/mm.conf"
	cat >>"$MM_HOME/mm.conf" <<-END
		STRATEGY_ID=1
		VAULT_UNLOCK=$MM_HOME/unlock
		VENUE_TIMEOUT=1s
		RECV_WINDOW_MS=2000
		ORDER_HORIZON_MS=500
		CLOCK_MAX_MS=60000
		HEDGE_MIN_INTERVAL=0s
		HEDGE_MAX_TURNOVER_USD=100000000
	END
	key-vault new --memory 16 --passes 1 -p "$MM_HOME/pass"
	for account in main hedge; do
		secret "binance-$account-hmac" binance "$account" hmac
		secret "binance-$account-ed25519" binance "$account" ed25519
		secret "bybit-$account" bybit "$account"
	done
	key-vault unlock-file "$MM_HOME/unlock" -p "$MM_HOME/pass"
}
