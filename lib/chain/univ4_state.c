#include "chain/univ4_state.h"

#include "chain/abi.h"
#include "chain/uniswap.h"

#include <string.h>

#define POOLS_SLOT     6
#define PPM            1000000
#define KEY_WORDS      5
#define POSITION_BYTES (EVM_ADDRESS_LEN + 3 + 3 + ABI_WORD)

static struct u256 hashed(const void *bytes, size_t n)
{
	const struct hash_part part = { bytes, n };
	uint8_t hash[KECCAK256_LEN];

	keccak256(hash, &part, 1);
	return u256_of_be(hash);
}

/* A value in the mapping at that slot. */
static struct u256 in_mapping(struct u256 key, struct u256 slot)
{
	uint8_t bytes[2 * ABI_WORD];

	u256_put_be(bytes, key);
	u256_put_be(bytes + ABI_WORD, slot);
	return hashed(bytes, sizeof(bytes));
}

struct u256 univ4_after(struct u256 slot, uint64_t n)
{
	return u256_add_mod(slot, u256_of_u64(n));
}

struct u256 univ4_pool_id(const struct univ4_key *key)
{
	uint8_t bytes[KEY_WORDS * ABI_WORD] = { 0 };
	const size_t pad = ABI_WORD - EVM_ADDRESS_LEN;

	memcpy(bytes + pad, key->currency0.b, EVM_ADDRESS_LEN);
	memcpy(bytes + ABI_WORD + pad, key->currency1.b, EVM_ADDRESS_LEN);
	u256_put_be(bytes + 2 * ABI_WORD, u256_of_u64(key->fee));
	u256_put_be(bytes + 3 * ABI_WORD, uniswap_of_int(key->tick_spacing));
	memcpy(bytes + 4 * ABI_WORD + pad, key->hooks.b, EVM_ADDRESS_LEN);
	return hashed(bytes, sizeof(bytes));
}

struct u256 univ4_slot(struct u256 pool_id, enum univ4_word word)
{
	return univ4_after(in_mapping(pool_id, u256_of_u64(POOLS_SLOT)),
			   (uint64_t)word);
}

struct u256 univ4_tick_slot(struct u256 pool_id, int32_t tick)
{
	return in_mapping(uniswap_of_int(tick),
			  univ4_slot(pool_id, UNIV4_TICKS));
}

struct u256 univ4_bitmap_slot(struct u256 pool_id, int32_t word)
{
	return in_mapping(uniswap_of_int(word),
			  univ4_slot(pool_id, UNIV4_BITMAP));
}

static void put_int24(uint8_t *out, int32_t n)
{
	out[0] = (uint8_t)((uint32_t)n >> 16);
	out[1] = (uint8_t)((uint32_t)n >> 8);
	out[2] = (uint8_t)n;
}

struct u256 univ4_position_slot(struct u256 pool_id,
				const struct evm_address *owner, int32_t lower,
				int32_t upper, struct u256 salt)
{
	uint8_t bytes[POSITION_BYTES];

	memcpy(bytes, owner->b, EVM_ADDRESS_LEN);
	put_int24(bytes + EVM_ADDRESS_LEN, lower);
	put_int24(bytes + EVM_ADDRESS_LEN + 3, upper);
	u256_put_be(bytes + EVM_ADDRESS_LEN + 6, salt);
	return in_mapping(hashed(bytes, sizeof(bytes)),
			  univ4_slot(pool_id, UNIV4_POSITIONS));
}

/* ---- words ---- */

/* The n bits (up to 24) from bit `at` on. */
static uint32_t bits(struct u256 word, unsigned at, unsigned n)
{
	uint64_t low = word.limb[at / 64] >> at % 64;

	if (at % 64 && at / 64 + 1 < U256_LIMBS)
		low |= word.limb[at / 64 + 1] << (64 - at % 64);
	return (uint32_t)(low & ((UINT64_C(1) << n) - 1));
}

static int32_t int24(uint32_t x)
{
	return x >> 23 ? (int32_t)x - (1 << 24) : (int32_t)x;
}

struct univ4_slot0 univ4_slot0_of(struct u256 word)
{
	struct univ4_slot0 s = {
		.sqrt_x96 = word,
		.tick = int24(bits(word, 160, 24)),
		.protocol_fee = bits(word, 184, 24),
		.lp_fee = bits(word, 208, 24),
	};

	s.sqrt_x96.limb[2] &= UINT32_MAX;
	s.sqrt_x96.limb[3] = 0;
	return s;
}

uint32_t univ4_protocol_fee(const struct univ4_slot0 *s, int token)
{
	return (token ? s->protocol_fee >> 12 : s->protocol_fee) & 0xfff;
}

uint32_t univ4_fee(const struct univ4_slot0 *s, int token)
{
	uint64_t protocol = univ4_protocol_fee(s, token);

	return (uint32_t)(protocol + s->lp_fee - protocol * s->lp_fee / PPM);
}

void univ4_liquidity_of(unsigned __int128 *gross, __int128 *net,
			struct u256 word)
{
	*gross = (unsigned __int128)word.limb[1] << 64 | word.limb[0];
	*net = (__int128)((unsigned __int128)word.limb[3] << 64 | word.limb[2]);
}

void univ4_info_of(int32_t *lower, int32_t *upper, struct u256 word)
{
	*lower = int24(bits(word, 8, 24));
	*upper = int24(bits(word, 32, 24));
}
