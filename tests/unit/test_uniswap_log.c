/* test_uniswap_log - logs of Uniswap's contracts: topics against their signatures,
 * what is not what its topics promise, then words of every kind. */
#include "chain/keccak.h"
#include "chain/uniswap_log.h"
#include "check.h"

#include <string.h>

static const char *const signatures[UNISWAP_EVENTS] = {
	[LOG_TRANSFER] = "Transfer(address,address,uint256)",
	[LOG_NFT] = "Transfer(address,address,uint256)",
	[LOG_INCREASE] = "IncreaseLiquidity(uint256,uint128,uint256,uint256)",
	[LOG_DECREASE] = "DecreaseLiquidity(uint256,uint128,uint256,uint256)",
	[LOG_COLLECT] = "Collect(uint256,address,uint256,uint256)",
	[LOG_PAID] = "Collect(address,address,int24,int24,uint128,uint128)",
	[LOG_START] = "Initialize(uint160,int24)",
	[LOG_SWAP] =
		"Swap(address,address,int256,int256,uint160,uint128,int24)",
	[LOG_START4] = "Initialize(bytes32,address,address,uint24,int24,"
		       "address,uint160,int24)",
	[LOG_SWAP4] = "Swap(bytes32,address,int128,int128,uint160,uint128,"
		      "int24,uint24)",
	[LOG_MODIFY] =
		"ModifyLiquidity(bytes32,address,int24,int24,int256,bytes32)",
	[LOG_MINT] = "Mint(address,uint256,uint256)",
	[LOG_BURN] = "Burn(address,uint256,uint256,address)",
	[LOG_SYNC] = "Sync(uint112,uint112)",
};

#define Z   "000000000000000000000000"
#define W1  Z "0000000000000000000000000000000000000001"
#define W2  Z "0000000000000000000000000000000000000002"
#define NEG "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff88"
#define POS "0000000000000000000000000000000000000000000000000000000000000078"
#define BIG "0000000000000000000000000000000100000000000000000000000000000000"

static void test_topics(void)
{
	for (int e = 0; e < UNISWAP_EVENTS; e++) {
		const struct hash_part part = { signatures[e],
						strlen(signatures[e]) };
		uint8_t hash[KECCAK256_LEN];
		char text[2 + 2 * KECCAK256_LEN + 1] = "0x";

		keccak256(hash, &part, 1);
		for (size_t i = 0; i < sizeof(hash); i++)
			CHECK(snprintf(text + 2 + 2 * i, 3, "%02x", hash[i]) ==
			      2);
		CHECK(!strcmp(text, uniswap_topic((enum uniswap_event)e)));
	}
}

static bool read(struct uniswap_log *out, enum uniswap_event e, size_t n,
		 const char *data)
{
	const char *const topics[] = { uniswap_topic(e), "0x" W1, "0x" W2,
				       "0x" POS };

	return uniswap_log_read(out, topics, n, data,
				(strlen(data) - 2) / 64 * 32);
}

static void test_refusals(void)
{
	const char *const foreign = "0x" W1;
	const char *const broad[] = { uniswap_topic(LOG_TRANSFER), "0x" NEG,
				      "0x" W2 };
	struct uniswap_log l;

	CHECK(!uniswap_log_read(&l, NULL, 0, "0x", 0));
	CHECK(!uniswap_log_read(&l, &foreign, 1, "0x" W1 W1, 64));
	CHECK(!read(&l, LOG_TRANSFER, 2, "0x" W1)); /* topics missing */
	CHECK(!read(&l, LOG_TRANSFER, 3, "0x"));    /* data missing   */
	CHECK(!read(&l, LOG_TRANSFER, 3, "0x" W1 W1));
	CHECK(!read(&l, LOG_INCREASE, 2, "0x" BIG W1 W1)); /* 129 bits */
	CHECK(!read(&l, LOG_START, 1, "0x" NEG POS));      /* over 160 bits */
	CHECK(!read(&l, LOG_START, 1, "0x" POS BIG));      /* no tick */
	/* an address with something above it */
	CHECK(!uniswap_log_read(&l, broad, 3, "0x" W1, 32));
}

static void test_words(void)
{
	struct uniswap_log l;

	CHECK(read(&l, LOG_TRANSFER, 3, "0x" POS) && l.event == LOG_TRANSFER);
	CHECK(l.from.b[19] == 1 && l.to.b[19] == 2 &&
	      l.amount0.limb[0] == 0x78);
	CHECK(read(&l, LOG_NFT, 4, "0x") && l.event == LOG_NFT &&
	      l.id.limb[0] == 0x78);
	CHECK(read(&l, LOG_MODIFY, 3, "0x" NEG POS NEG W2));
	CHECK(l.pool.limb[0] == 1 && l.from.b[19] == 2 && l.lower == -0x78 &&
	      l.upper == 0x78 && l.negative && l.liquidity == 0x78 &&
	      l.id.limb[0] == 2);
	CHECK(read(&l, LOG_SWAP4, 3, "0x" NEG POS W1 W2 NEG W1));
	CHECK(l.negative0 && !l.negative1 && l.amount0.limb[0] == 0x78 &&
	      l.amount1.limb[0] == 0x78 && l.sqrt_x96.limb[0] == 1 &&
	      l.liquidity == 2 && l.tick == -0x78);
	CHECK(read(&l, LOG_START4, 4, "0x" W1 W1 W1 POS NEG));
	CHECK(l.pool.limb[0] == 1 && l.sqrt_x96.limb[0] == 0x78 &&
	      l.tick == -0x78);
	CHECK(read(&l, LOG_PAID, 4, "0x" W2 W1 POS));
	CHECK(l.from.b[19] == 1 && l.lower == 2 && l.upper == 0x78 &&
	      l.amount0.limb[0] == 1 && l.amount1.limb[0] == 0x78);
	CHECK(read(&l, LOG_COLLECT, 2, "0x" W2 W1 POS) && l.id.limb[0] == 1);
	CHECK(read(&l, LOG_SYNC, 1, "0x" W2 POS) && l.amount1.limb[0] == 0x78);
}

int main(void)
{
	test_topics();
	test_refusals();
	test_words();
	printf("test_uniswap_log: pass\n");
	return 0;
}
