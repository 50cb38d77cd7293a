#include "chain/pyth.h"

#include "base/le.h"
#include "chain/pda.h"

#define FULL_LEN 133 /* what is read; accounts are 134 bytes */
#define EXPO_MAX 18  /* of either sign: what Pyth uses is -12..0 */

/* clang-format off */
/* rec5EKMGg6MxZYaMdyBfgwp4d5rB9T1VQH5pJv5LtFJ */
const struct pubkey pyth_receiver = { {
	0x0c, 0xb7, 0xfa, 0xbb, 0x52, 0xf7, 0xa6, 0x48,
	0xbb, 0x5b, 0x31, 0x7d, 0x9a, 0x01, 0x8b, 0x90,
	0x57, 0xcb, 0x02, 0x47, 0x74, 0xfa, 0xfe, 0x01,
	0xe6, 0xc4, 0xdf, 0x98, 0xcc, 0x38, 0x58, 0x81,
} };

/* pythWSnswVUd12oZpeFP8e9CVaEqJg25g1Vtc2biRsT */
const struct pubkey pyth_push = { {
	0x0c, 0x4a, 0xa0, 0x12, 0x8e, 0x95, 0xd3, 0xe1,
	0x62, 0x2a, 0xa5, 0x01, 0xc5, 0x85, 0xa9, 0xeb,
	0x07, 0xb3, 0x73, 0x54, 0xc1, 0x08, 0xea, 0x0b,
	0x79, 0x1b, 0x45, 0x6d, 0xc7, 0xee, 0xa3, 0x36,
} };

static const uint8_t discriminator[8] = {
	0x22, 0xf1, 0x23, 0x63, 0x9d, 0x7e, 0xf4, 0xcd,
};
/* clang-format on */

bool pyth_account(struct pubkey *out, const uint8_t feed[static PYTH_FEED_LEN],
		  uint16_t shard)
{
	uint8_t number[2];
	const struct hash_part seeds[] = { { number, sizeof(number) },
					   { feed, PYTH_FEED_LEN } };

	le_put(number, shard, sizeof(number));
	return pda_find(out, NULL, seeds, 2, &pyth_push);
}

bool pyth_decimal(struct dec *out, __int128 v, int32_t expo)
{
	struct dec d = dec_make(v, 0);

	if (expo > EXPO_MAX || expo < -EXPO_MAX)
		return false;
	for (; expo > 0; expo--)
		if (dec_mul(&d, d, dec_make(10, 0)))
			return false;
	*out = expo < 0 ? dec_make(v, -expo) : d;
	return true;
}

enum account_err pyth_decode(struct pyth_price *out, const struct pubkey *owner,
			     const uint8_t *data, size_t len)
{
	struct pyth_price p;
	int64_t price;
	int32_t expo;

	if (!pubkey_eq(owner, &pyth_receiver))
		return ACCOUNT_OWNER;
	if (len < FULL_LEN)
		return ACCOUNT_SIZE;
	/* 8..40: who may write it; 40: 1 = verified by a full quorum. */
	if (memcmp(data, discriminator, sizeof(discriminator)) != 0 ||
	    data[40] != 1)
		return ACCOUNT_STATE;
	memcpy(p.feed, data + 41, PYTH_FEED_LEN);
	price = (int64_t)le_u64(data + 73);
	expo = (int32_t)le_u32(data + 89);
	p.publish_s = (int64_t)le_u64(data + 93);
	p.posted_slot = le_u64(data + 125);
	if (price <= 0 || p.publish_s <= 0 ||
	    !pyth_decimal(&p.price, price, expo) ||
	    !pyth_decimal(&p.conf, le_u64(data + 81), expo))
		return ACCOUNT_STATE;
	*out = p;
	return ACCOUNT_OK;
}
