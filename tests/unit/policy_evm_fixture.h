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
	"{\"7\":\"WETH/USDC\"},\"pools\":[\"WETH/USDC/3000\"]},\"positions4" \
	"\":{\"address\":\"0x1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b\",\"k" \
	"ind\":\"uniswap_v4_positions\",\"positions\":{\"7\":\"WETH/USDC\"}" \
	",\"pools\":[\"WETH/USDC/3000/60\",\"ETH/USDC/3000/60\",\"WETH/USDC" \
	"/8388608/60/0x1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a\"]},\"unive" \
	"rsal\":{\"address\":\"0x1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c\"" \
	",\"kind\":\"uniswap_universal_router\",\"pools\":[\"WETH/USDC/3000" \
	"/60\",\"ETH/USDC/3000/60\"]},\"cusdc\":{\"address\":\"0x1d1d1d1d1d" \
	"1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d\",\"kind\":\"compound_ctoken\",\"un" \
	"derlying\":\"USDC\"},\"ceth\":{\"address\":\"0x1e1e1e1e1e1e1e1e1e1" \
	"e1e1e1e1e1e1e1e1e1e1e\",\"kind\":\"compound_cether\",\"underlying" \
	"\":\"ETH\"},\"cbare\":{\"address\":\"0x1f1f1f1f1f1f1f1f1f1f1f1f1f1" \
	"f1f1f1f1f1f1f\",\"kind\":\"compound_ctoken\"},\"comptroller\":{\"a" \
	"ddress\":\"0x2020202020202020202020202020202020202020\",\"kind\":" \
	"\"compound_comptroller\"},\"vault\":{\"address\":\"0x1919191919191" \
	"919191919191919191919191919\",\"functions\":{\"deposit(uint256 amo" \
	"unt, address to)\":\"out amount USDC 100; self to\",\"setFee(uint2" \
	"4 fee)\":\"one fee 500,3000\"}}},\"spenders\":{\"router\":{\"addre" \
	"ss\":\"0x1313131313131313131313131313131313131313\",\"most\":{\"US" \
	"DC\":\"5000\"}},\"permit2\":{\"address\":\"0x181818181818181818181" \
	"8181818181818181818\",\"unlimited\":[\"WETH\"]}},\"destinations\":" \
	"{\"exchange\":{\"address\":\"0x1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1" \
	"a1a1a\",\"asset\":\"USDC\"},\"exchange-eth\":{\"address\":\"0x1a1a" \
	"1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a\",\"asset\":\"ETH\"}},\"creat" \
	"e\":{\"stub\":\"0x0dd9fc23b9e0972b48f0c93ebb805660239a90ba27a337a9" \
	"f24333a8703975cd\"},\"reference\":{\"WETH/USDC\":\"1500\"},\"limit" \
	"s\":{\"tx\":{\"fees\":\"0.02\",\"out\":{\"ETH\":\"20\",\"WETH\":\"" \
	"20\",\"USDC\":\"20000\"}},\"hour\":{\"fees\":\"0.5\",\"gas\":20000" \
	"000,\"transactions\":200,\"out\":{\"ETH\":\"30\",\"WETH\":\"30\"," \
	"\"USDC\":\"30000\"}},\"day\":{\"fees\":\"5\",\"gas\":200000000,\"t" \
	"ransactions\":500,\"out\":{\"ETH\":\"50\",\"WETH\":\"50\",\"USDC\"" \
	":\"50000\"}}}},\"limits\":{\"tx\":{\"fees_sol\":\"0\",\"tips_sol\"" \
	":\"0\"},\"hour\":{\"fees_sol\":\"0\",\"tips_sol\":\"0\",\"transact" \
	"ions\":0},\"day\":{\"fees_sol\":\"0\",\"tips_sol\":\"0\",\"transac" \
	"tions\":0}}}"
/* clang-format on */

#endif
