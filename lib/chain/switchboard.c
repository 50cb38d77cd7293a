#include "chain/switchboard.h"

#include "base/le.h"

#define FEED_LEN 3208
#define SCALE    18 /* of every decimal */

/* clang-format off */
/* SBondMDrcV3K4kxZR1HNVT7osZxAHVHgYXL5Ze1oMUv */
const struct pubkey switchboard_program = { {
	0x06, 0x73, 0xbd, 0x46, 0xf2, 0xe4, 0x7e, 0x04,
	0xf1, 0x2b, 0xd9, 0x2f, 0xb7, 0x31, 0x96, 0x8e,
	0xcd, 0x9d, 0x97, 0x57, 0xc2, 0x74, 0xda, 0x87,
	0x47, 0x6f, 0x46, 0x5c, 0x04, 0x0c, 0x65, 0x73,
} };

static const uint8_t discriminator[8] = {
	0xc4, 0x1b, 0x6c, 0xc4, 0x0a, 0xd7, 0xdb, 0x28,
};
/* clang-format on */

/* A decimal of the feed, 0 < v or 0 <= v, below 10^38.  False: it is not. */
static bool decimal(struct dec *out, const uint8_t *p, bool may_be_zero)
{
	__int128 v = (__int128)le_u128(p), most = 1;

	for (int i = 0; i < 38; i++)
		most *= 10;
	if (v < 0 || v >= most || (!v && !may_be_zero))
		return false;
	*out = dec_make(v, SCALE);
	return true;
}

enum account_err switchboard_decode(struct switchboard_price *out,
				    const struct pubkey *owner,
				    const uint8_t *data, size_t len)
{
	struct switchboard_price p;

	if (!pubkey_eq(owner, &switchboard_program))
		return ACCOUNT_OWNER;
	if (len != FEED_LEN)
		return ACCOUNT_SIZE;
	if (memcmp(data, discriminator, sizeof(discriminator)) != 0)
		return ACCOUNT_STATE;
	p.samples = data[2360];
	p.slot = le_u64(data + 2368);
	p.max_staleness = le_u32(data + 2392);
	if (!decimal(&p.price, data + 2264, false) ||
	    !decimal(&p.std_dev, data + 2280, true) || !p.samples || !p.slot)
		return ACCOUNT_STATE;
	*out = p;
	return ACCOUNT_OK;
}
