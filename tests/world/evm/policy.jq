# A policy for wallets of the world (its names in $ARGS.positional), out of what
# world_info says: trade on Uniswap, pay each other and dave, nothing without a limit.
. as $w | {
	version: 1, allow: [], wallets: {}, order_ttl_s: 60,
	limits: ({fees_sol: "0", tips_sol: "0"} as $no | {tx: $no, hour: ($no + {transactions: 0}), day: ($no + {transactions: 0})}),
	evm: {
		chain_ids: [.chain_id],
		wallets: ([$ARGS.positional[] | {(.): $w.wallets[.]}] | add),
		gas: {limit: 3000000, max_fee_wei: "100000000000", max_priority_fee_wei: "20000000000"},
		deadline_s: 86400,
		native: "ETH", wrapped: "WETH",
		assets: (.tokens | map_values({address, decimals})),
		contracts: {
			"v2": {address: .v2.router, kind: "uniswap_v2_router"},
			"v3": {address: .v3.router02, kind: "uniswap_v3_router02"},
			"v3-positions": {address: .v3.positions, kind: "uniswap_v3_positions", pools: ["WETH/USDC/3000"]},
			"v4-positions": {address: .v4.positions, kind: "uniswap_v4_positions", pools: ["WETH/USDC/3000/60", "ETH/USDC/3000/60"]},
			"v4": {address: .v4.router, kind: "uniswap_universal_router", pools: ["WETH/USDC/3000/60", "ETH/USDC/3000/60"]},
			"permit2": {address: .permit2, kind: "permit2"}},
		spenders: ({most: {WETH: "100", USDC: "200000"}} as $most | {
			"v2": ({address: .v2.router} + $most),
			"v3": ({address: .v3.router02} + $most),
			"v3-positions": ({address: .v3.positions} + $most),
			"v4-positions": ({address: .v4.positions} + $most),
			"v4": ({address: .v4.router} + $most),
			"permit2": ({address: .permit2} + $most)}),
		destinations: {"dave-usdc": {address: .wallets.dave, asset: "USDC"}, "dave-eth": {address: .wallets.dave, asset: "ETH"}},
		create: {},
		reference: {"WETH/USDC": "1500"},
		limits: ({ETH: "100", WETH: "100", USDC: "200000"} as $out | {
			tx: {fees: "0.5", out: $out},
			hour: {fees: "5", gas: 200000000, transactions: 1000, out: $out},
			day: {fees: "50", gas: 2000000000, transactions: 10000, out: $out}})}}
