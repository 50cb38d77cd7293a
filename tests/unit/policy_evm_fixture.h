/* policy_evm_fixture.h - the policy of tests/evm_oracle.py, for wallets of the secrets 1
 * and 2; every other address is one byte, twenty times. */
#ifndef MM_POLICY_EVM_FIXTURE_H
#define MM_POLICY_EVM_FIXTURE_H

/* clang-format off */
#define POLICY_EVM_TEXT \
	"{\"version\":1,\"allow\":[],\"wallets\":{},\"order_ttl_s\":60,\"ev" \
	"m\":{\"chain_ids\":[31337],\"wallets\":{\"a\":\"0x7e5f4552091a6912" \
	"5d5dfcb7b8c2659029395bdf\",\"b\":\"0x2b5ad5c4795c026514f8317c7a215" \
	"e218dccd6cf\"},\"deadline_s\":600,\"native\":\"ETH\",\"wrapped\":" \
	"\"WETH\",\"gas\":{\"limit\":500000,\"max_fee_wei\":\"50000000000\"" \
	",\"max_priority_fee_wei\":\"2000000000\"},\"assets\":{\"WETH\":{\"" \
	"address\":\"0x1111111111111111111111111111111111111111\",\"decimal" \
	"s\":18},\"USDC\":{\"address\":\"0x12121212121212121212121212121212" \
	"12121212\",\"decimals\":6}},\"contracts\":{\"router\":{\"address\"" \
	":\"0x1313131313131313131313131313131313131313\",\"kind\":\"uniswap" \
	"_v2_router\"},\"v3\":{\"address\":\"0x1414141414141414141414141414" \
	"141414141414\",\"kind\":\"uniswap_v3_router\"},\"v302\":{\"address" \
	"\":\"0x1515151515151515151515151515151515151515\",\"kind\":\"unisw" \
	"ap_v3_router02\"},\"aave\":{\"address\":\"0x1717171717171717171717" \
	"171717171717171717\",\"kind\":\"aave_v3_pool\"},\"permit2\":{\"add" \
	"ress\":\"0x1818181818181818181818181818181818181818\",\"kind\":\"p" \
	"ermit2\"},\"positions\":{\"address\":\"0x1616161616161616161616161" \
	"616161616161616\",\"kind\":\"uniswap_v3_positions\",\"positions\":" \
	"{\"7\":\"WETH/USDC\"}},\"vault\":{\"address\":\"0x1919191919191919" \
	"191919191919191919191919\",\"functions\":{\"deposit(uint256 amount" \
	", address to)\":\"out amount USDC 100; self to\",\"setFee(uint24 f" \
	"ee)\":\"one fee 500,3000\"}}},\"spenders\":{\"router\":{\"address" \
	"\":\"0x1313131313131313131313131313131313131313\",\"most\":{\"USDC" \
	"\":\"5000\"}},\"permit2\":{\"address\":\"0x18181818181818181818181" \
	"81818181818181818\",\"unlimited\":[\"WETH\"]}},\"destinations\":{" \
	"\"exchange\":{\"address\":\"0x1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a" \
	"1a1a\",\"asset\":\"USDC\"},\"exchange-eth\":{\"address\":\"0x1a1a1" \
	"a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a\",\"asset\":\"ETH\"}},\"create" \
	"\":{\"stub\":\"0x0dd9fc23b9e0972b48f0c93ebb805660239a90ba27a337a9f" \
	"24333a8703975cd\"},\"reference\":{\"WETH/USDC\":\"1500\"},\"limits" \
	"\":{\"tx\":{\"fees\":\"0.02\",\"out\":{\"ETH\":\"20\",\"WETH\":\"2" \
	"0\",\"USDC\":\"20000\"}},\"hour\":{\"fees\":\"0.5\",\"gas\":200000" \
	"00,\"transactions\":200,\"out\":{\"ETH\":\"30\",\"WETH\":\"30\",\"" \
	"USDC\":\"30000\"}},\"day\":{\"fees\":\"5\",\"gas\":200000000,\"tra" \
	"nsactions\":500,\"out\":{\"ETH\":\"50\",\"WETH\":\"50\",\"USDC\":" \
	"\"50000\"}}}},\"limits\":{\"tx\":{\"fees_sol\":\"0\",\"tips_sol\":" \
	"\"0\"},\"hour\":{\"fees_sol\":\"0\",\"tips_sol\":\"0\",\"transacti" \
	"ons\":0},\"day\":{\"fees_sol\":\"0\",\"tips_sol\":\"0\",\"transact" \
	"ions\":0}}}"
/* clang-format on */

#endif
