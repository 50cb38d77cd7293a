#include "chain/venues.h"

#include "base/hex.h"
#include "chain/keccak.h"

#define MAINNET  1
#define OPTIMISM 10
#define BSC      56
#define POLYGON  137
#define BASE     8453
#define ARBITRUM 42161

#define OWN_FEE (-1)

/* Creation codes that several venues use. */
#define UNI2 "96e8ac4277198ff8b6f785478aa9a39f403cb768dd02cbee326c3e7da348845f"
#define UNI3 "e34f199b19b2b4f47f68442619d555527d244f78a3297ea89325f843f87b8b54"
#define SUSHI2                                                                 \
	"e18a34eb0e04b04f7a0ac29a6e80748dca96319b42c54d679cb821dca90c6303"
#define CAKE2_BSC                                                              \
	"00fb7f630766e6a796048ea87d01acd3068e8ff67d078148a3fa3f4a84f69bd5"
#define CAKE2_MAINNET                                                          \
	"57224589c67f3f30a6b0d7a1b54cf3153ab84563bc609ef41dfb34f8b2974d2d"
#define CAKE3 "6ce8eb472fa82df5469c6ab6d485f17c3ad13c8cd7af59b3d4a8026c5ce0f7e2"

/* clang-format off */
const struct venue venues[] = {
	{ "uniswap", MAINNET, VENUE_V2,
	  "0x5C69bEe701ef814a2B6a3EDD4B1652CB9cc5aA6f", UNI2, 3000,
	  "0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D" },
	{ "uniswap", MAINNET, VENUE_V3,
	  "0x1F98431c8aD98523631AE4a59f267346ea31F984", UNI3, OWN_FEE,
	  "0xE592427A0AEce92De3Edee1F18E0157C05861564" },
	{ "uniswap", OPTIMISM, VENUE_V3,
	  "0x1F98431c8aD98523631AE4a59f267346ea31F984", UNI3, OWN_FEE,
	  "0xE592427A0AEce92De3Edee1F18E0157C05861564" },
	{ "uniswap", POLYGON, VENUE_V3,
	  "0x1F98431c8aD98523631AE4a59f267346ea31F984", UNI3, OWN_FEE,
	  "0xE592427A0AEce92De3Edee1F18E0157C05861564" },
	{ "uniswap", ARBITRUM, VENUE_V3,
	  "0x1F98431c8aD98523631AE4a59f267346ea31F984", UNI3, OWN_FEE,
	  "0xE592427A0AEce92De3Edee1F18E0157C05861564" },
	{ "uniswap", BASE, VENUE_V3,
	  "0x33128a8fC17869897dcE68Ed026d694621f6FDfD", UNI3, OWN_FEE, NULL },
	{ "uniswap", MAINNET, VENUE_V4,
	  "0x000000000004444c5dc75cB358380D2e3dE08A90", NULL, OWN_FEE, NULL },
	{ "sushiswap", MAINNET, VENUE_V2,
	  "0xC0AEe478e3658e2610c5F7A4A2E1777cE9e4f2Ac", SUSHI2, 3000,
	  "0xd9e1cE17f2641f24aE83637ab66a2cca9C378B9F" },
	{ "sushiswap", POLYGON, VENUE_V2,
	  "0xc35DADB65012eC5796536bD9864eD8773aBc74C4", SUSHI2, 3000,
	  "0x1b02dA8Cb0d097eB8D57A175b88c7D8b47997506" },
	{ "sushiswap", ARBITRUM, VENUE_V2,
	  "0xc35DADB65012eC5796536bD9864eD8773aBc74C4", SUSHI2, 3000,
	  "0x1b02dA8Cb0d097eB8D57A175b88c7D8b47997506" },
	{ "pancakeswap", BSC, VENUE_V2,
	  "0xcA143Ce32Fe78f1f7019d7d551a6402fC5350c73", CAKE2_BSC, 2500,
	  "0x10ED43C718714eb63d5aA57B78B54704E256024E" },
	{ "pancakeswap", MAINNET, VENUE_V2,
	  "0x1097053Fd2ea711dad45caCcc45EfF7548fCB362", CAKE2_MAINNET, 2500,
	  NULL },
	{ "pancakeswap", BSC, VENUE_V3,
	  "0x41ff9AA7e16B8B1a8a8dc4f0eFacd93D02d071c9", CAKE3, OWN_FEE, NULL },
	{ "pancakeswap", MAINNET, VENUE_V3,
	  "0x41ff9AA7e16B8B1a8a8dc4f0eFacd93D02d071c9", CAKE3, OWN_FEE, NULL },
	{ "quickswap", POLYGON, VENUE_V2,
	  "0x5757371414417b8C6CAad45bAeF941aBc7d3Ab32", UNI2, 3000,
	  "0xa5E0829CaCEd8fFDD4De3c43696c57F7D7A678ff" },
	{ NULL, 0, VENUE_OTHER, NULL, NULL, OWN_FEE, NULL },
};
/* clang-format on */

const struct venue *venue_of(const char *name, int64_t chain_id,
			     enum venue_curve curve)
{
	for (const struct venue *v = venues; v->name; v++)
		if (!strcmp(v->name, name) && v->chain_id == chain_id &&
		    v->curve == curve)
			return v;
	return NULL;
}

bool venue_knows(const char *name)
{
	for (const struct venue *v = venues; v->name; v++)
		if (!strcmp(v->name, name))
			return true;
	return false;
}

/* Of the 0xff, the maker, the salt and the hash of the code. */
static struct evm_address
create2(const struct venue *v, const unsigned char salt[static KECCAK256_LEN])
{
	static const unsigned char mark = 0xff;
	unsigned char code[KECCAK256_LEN] = { 0 }, hash[KECCAK256_LEN];
	struct evm_address maker = { .b = { 0 } };
	const struct hash_part parts[] = {
		{ &mark, 1 },
		{ maker.b, EVM_ADDRESS_LEN },
		{ salt, KECCAK256_LEN },
		{ code, KECCAK256_LEN },
	};

	/* the table is ours: its texts are right */
	if (!evm_address_parse(&maker, v->factory, strlen(v->factory)) ||
	    !hex_parse(code, sizeof(code), v->init_hash, strlen(v->init_hash)))
		return (struct evm_address){ .b = { 0 } };
	keccak256(hash, parts, sizeof(parts) / sizeof(*parts));
	return evm_address_at(hash + KECCAK256_LEN - EVM_ADDRESS_LEN);
}

static void sort_two(struct evm_address *a, struct evm_address *b)
{
	if (memcmp(a->b, b->b, EVM_ADDRESS_LEN) > 0) {
		struct evm_address c = *a;

		*a = *b;
		*b = c;
	}
}

struct evm_address venue_pair(const struct venue *v, struct evm_address a,
			      struct evm_address b)
{
	const struct hash_part parts[] = { { a.b, EVM_ADDRESS_LEN },
					   { b.b, EVM_ADDRESS_LEN } };
	unsigned char salt[KECCAK256_LEN];

	sort_two(&a, &b);
	keccak256(salt, parts, 2);
	return create2(v, salt);
}

struct evm_address venue_pool(const struct venue *v, struct evm_address a,
			      struct evm_address b, uint32_t fee)
{
	/* abi.encode of two addresses and a number */
	unsigned char words[3 * 32] = { 0 };
	const struct hash_part part = { words, sizeof(words) };
	unsigned char salt[KECCAK256_LEN];

	sort_two(&a, &b);
	memcpy(words + 12, a.b, EVM_ADDRESS_LEN);
	memcpy(words + 32 + 12, b.b, EVM_ADDRESS_LEN);
	for (int i = 0; i < 4; i++)
		words[95 - i] = (unsigned char)(fee >> 8 * i);
	keccak256(salt, &part, 1);
	return create2(v, salt);
}

const struct venue *venue_at(const struct evm_address *pool, int64_t chain_id,
			     enum venue_curve curve, struct evm_address a,
			     struct evm_address b, uint32_t fee)
{
	for (const struct venue *v = venues; v->name; v++) {
		struct evm_address at;

		if (v->chain_id != chain_id || v->curve != curve ||
		    !v->init_hash)
			continue;
		at = curve == VENUE_V2 ? venue_pair(v, a, b)
				       : venue_pool(v, a, b, fee);
		if (evm_address_eq(&at, pool))
			return v;
	}
	return NULL;
}

bool venue_trades(int64_t chain_id, enum venue_curve curve)
{
	for (const struct venue *v = venues; v->name; v++)
		if (v->chain_id == chain_id && v->curve == curve)
			return true;
	return false;
}
