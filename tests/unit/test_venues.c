/* test_venues - the table of venues: pools that stand on the chains are where it says. */
#include "chain/venues.h"
#include "check.h"

#define USDC   "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"
#define WETH   "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"
#define WBNB   "0xbb4CdB9CBd36B01bD1cBaEBF2De08d9173bc095c"
#define BUSD   "0xe9e7CEA3DedcA5984780Bafc599bD69ADd087D56"
#define USDT_B "0x55d398326f99059fF775485246999027B3197955"
#define USDC_P "0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174"
#define WPOL   "0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270"
#define WETH_P "0x7ceB23fD6bC0adD59E62ac25578270cFf1b9f619"
#define WETH_A "0x82aF49447D8a07e3bd95BD0d56f35241523fBab1"
#define USDC_A "0xFF970A61A04b1cA14834A43f5dE4533eBDDB5CC8"
#define WETH_B "0x4200000000000000000000000000000000000006"
#define USDC_B "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"

static const struct {
	const char *name;
	int64_t chain;
	enum venue_curve curve;
	const char *a, *b;
	uint32_t fee;
	const char *pool;
} pools[] = {
	{ "uniswap", 1, VENUE_V2, USDC, WETH, 0,
	  "0xB4e16d0168e52d35CaCD2c6185b44281Ec28C9Dc" },
	{ "uniswap", 1, VENUE_V3, USDC, WETH, 500,
	  "0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640" },
	{ "uniswap", 1, VENUE_V3, WETH, USDC, 3000,
	  "0x8ad599c3A0ff1De082011EFDDc58f1908eb6e6D8" },
	{ "uniswap", 137, VENUE_V3, USDC_P, WETH_P, 500,
	  "0x45dDa9cb7c25131DF268515131f647d726f50608" },
	{ "uniswap", 42161, VENUE_V3, WETH_A, USDC_A, 500,
	  "0xC31E54c7a869B9FcBEcc14363CF510d1c41fa443" },
	{ "uniswap", 8453, VENUE_V3, WETH_B, USDC_B, 500,
	  "0xd0b53D9277642d899DF5C87A3966A349A798F224" },
	{ "sushiswap", 1, VENUE_V2, USDC, WETH, 0,
	  "0x397FF1542f962076d0BFE58eA045FfA2d347ACa0" },
	{ "sushiswap", 137, VENUE_V2, USDC_P, WETH_P, 0,
	  "0x34965ba0ac2451A34a0471F04CCa3F990b8dea27" },
	{ "sushiswap", 42161, VENUE_V2, WETH_A, USDC_A, 0,
	  "0x905dfCD5649217c42684f23958568e533C711Aa3" },
	{ "pancakeswap", 56, VENUE_V2, WBNB, BUSD, 0,
	  "0x58F876857a02D6762E0101bb5C46A8c1ED44Dc16" },
	{ "pancakeswap", 1, VENUE_V2, USDC, WETH, 0,
	  "0x2E8135bE71230c6B1B4045696d41C09Db0414226" },
	{ "pancakeswap", 56, VENUE_V3, USDT_B, WBNB, 500,
	  "0x36696169C63e42cd08ce11f5deeBbCeBae652050" },
	{ "pancakeswap", 1, VENUE_V3, USDC, WETH, 500,
	  "0x1ac1A8FEaAEa1900C4166dEeed0C11cC10669D36" },
	{ "quickswap", 137, VENUE_V2, WPOL, USDC_P, 0,
	  "0x6e7a5FAFcec6BB1e78bAE2A1F0B612012BF14827" },
};

static struct evm_address at(const char *text)
{
	struct evm_address a = { .b = { 0 } };

	CHECK(evm_address_parse(&a, text, strlen(text)));
	return a;
}

static void test_pools(void)
{
	for (size_t i = 0; i < COUNT(pools); i++) {
		const struct venue *v =
			venue_of(pools[i].name, pools[i].chain, pools[i].curve);
		struct evm_address a = at(pools[i].a), b = at(pools[i].b), got;
		char text[EVM_ADDRESS_STR_SZ];

		CHECK(v);
		got = pools[i].curve == VENUE_V2
			      ? venue_pair(v, a, b)
			      : venue_pool(v, a, b, pools[i].fee);
		evm_address_format(text, &got);
		CHECK(!strcmp(text, pools[i].pool));
		CHECK(venue_at(&got, pools[i].chain, pools[i].curve, b, a,
			       pools[i].fee) == v);
		got.b[0] ^= 1;
		CHECK(!venue_at(&got, pools[i].chain, pools[i].curve, a, b,
				pools[i].fee));
	}
}

static void test_names(void)
{
	CHECK(!venue_of("uniswap", 56, VENUE_V2) && !venue_of("", 1, VENUE_V2));
	CHECK(!venue_of("quickswap", 137, VENUE_V3));
	CHECK(venue_of("pancakeswap", 56, VENUE_V2)->fee == 2500);
	CHECK(venue_trades(56, VENUE_V2) && !venue_trades(31337, VENUE_V2));
	CHECK(venue_knows("quickswap") && !venue_knows("Uniswap"));
	for (const struct venue *v = venues; v->name; v++) {
		CHECK(venue_of(v->name, v->chain_id, v->curve) == v);
		at(v->factory);
		if (v->router)
			at(v->router);
	}
}

int main(void)
{
	test_pools();
	test_names();
	printf("test_venues: pass\n");
	return 0;
}
