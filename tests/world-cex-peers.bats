# The simulated exchange, driven by clients that are not ours: ccxt, Binance's own
# connector, binance and bybit-api.  What they understand of it, and it of them, is not
# what we made of the documents.
load lib
load world-cex

setup_file() {
	cex_modules
	cex_start
}

teardown_file() {
	cex_stop
}

setup() {
	cex_peers_here
}

# whole PEER [KIND]: it goes through all of it.
whole() {
	run -0 node "$MM_TOP/tests/world/cex/peers/life.mjs" "$CEX_MODULES" "$CEX" "$@"
	[ "${lines[-1]}" = 'a whole life' ]
}

@test "Binance's own connector" {
	whole connector
}

@test "Binance's own connector, with an Ed25519 key" {
	whole connector ed25519
}

@test "binance" {
	whole binance
}

@test "bybit-api" {
	whole bybit-api
}

@test "ccxt at Binance" {
	whole ccxt-binance
}

@test "ccxt at Binance, with an Ed25519 key" {
	whole ccxt-binance ed25519
}

@test "ccxt at Bybit" {
	whole ccxt-bybit
}
