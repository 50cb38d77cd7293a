#include "chain/uniswap.h"

#include <string.h>

static const struct {
	const char *signature;
	size_t n_words;
} views[UNISWAP_VIEWS] = {
	[ERC20_BALANCE] = { "balanceOf(address)", 1 },
	[ERC20_ALLOWANCE] = { "allowance(address,address)", 2 },
	[NFT_OWNER] = { "ownerOf(uint256)", 1 },
	[NFT_OF_OWNER] = { "tokenOfOwnerByIndex(address,uint256)", 2 },
	[V3_POSITION] = { "positions(uint256)", 1 },
	[V3_FACTORY_POOL] = { "getPool(address,address,uint24)", 3 },
	[V3_SLOT0] = { "slot0()", 0 },
	[V3_LIQUIDITY] = { "liquidity()", 0 },
	[V3_GROWTH0] = { "feeGrowthGlobal0X128()", 0 },
	[V3_GROWTH1] = { "feeGrowthGlobal1X128()", 0 },
	[V3_TICK] = { "ticks(int24)", 1 },
	[V3_SPACING] = { "tickSpacing()", 0 },
	[V3_FEE] = { "fee()", 0 },
	[V3_BITMAP] = { "tickBitmap(int16)", 1 },
	[V3_OBSERVE] = { "observe(uint32[])", 4 },
	[POOL_TOKEN0] = { "token0()", 0 },
	[POOL_TOKEN1] = { "token1()", 0 },
	[V2_RESERVES] = { "getReserves()", 0 },
	[V2_SUPPLY] = { "totalSupply()", 0 },
	[V2_K_LAST] = { "kLast()", 0 },
	[V2_FEE_TO] = { "feeTo()", 0 },
	[V4_EXTSLOAD] = { "extsload(bytes32)", 1 },
	[PERMIT2_ALLOWANCE] = { "allowance(address,address,address)", 3 },
	[NATIVE_BALANCE] = { "getEthBalance(address)", 1 },
	[V4_INFO] = { "getPoolAndPositionInfo(uint256)", 1 },
	[V4_STORAGE] = { "extsload(bytes32,uint256)", 2 },
	[V4_SLOT0] = { "getSlot0(bytes32)", 1 },
	[V4_LIQUIDITY] = { "getLiquidity(bytes32)", 1 },
	[V4_INSIDE] = { "getFeeGrowthInside(bytes32,int24,int24)", 3 },
	[V4_POSITION] = { "getPositionInfo(bytes32,address,int24,int24,"
			  "bytes32)",
			  5 },
};

struct abi_bytes uniswap_call(struct arena *a, enum uniswap_view what,
			      const struct u256 *words)
{
	return abi_words_call(a, views[what].signature, words,
			      views[what].n_words);
}

struct u256 uniswap_word(const uint8_t *data, size_t i)
{
	return u256_of_be(data + i * ABI_WORD);
}

struct u256 uniswap_of_address(const struct evm_address *a)
{
	uint8_t word[ABI_WORD] = { 0 };

	memcpy(word + ABI_WORD - EVM_ADDRESS_LEN, a->b, EVM_ADDRESS_LEN);
	return u256_of_be(word);
}

struct u256 uniswap_of_int(int64_t n)
{
	struct u256 word = n < 0 ? U256_MAX : U256_ZERO;

	word.limb[0] = (uint64_t)n;
	return word;
}

bool uniswap_to_address(struct evm_address *out, struct u256 word)
{
	uint8_t bytes[ABI_WORD];

	if (u256_bits(word) > 8 * EVM_ADDRESS_LEN)
		return false;
	u256_put_be(bytes, word);
	*out = evm_address_at(bytes + ABI_WORD - EVM_ADDRESS_LEN);
	return true;
}

bool uniswap_to_tick(int32_t *out, struct u256 word)
{
	int64_t n = (int64_t)word.limb[0];

	if (n < -(1 << 23) || n >= 1 << 23 || u256_cmp(word, uniswap_of_int(n)))
		return false;
	*out = (int32_t)n;
	return true;
}
