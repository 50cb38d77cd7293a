/* pyth.h - a Pyth price in an account of Solana.  Layer: chain.
 * source: pyth-solana-receiver-sdk, PriceUpdateV2; pyth-push-oracle. */
#ifndef MM_PYTH_H
#define MM_PYTH_H

#include "base/dec.h"
#include "chain/pubkey.h"
#include "chain/token.h"

#define PYTH_FEED_LEN 32

extern const struct pubkey pyth_receiver; /* owns the accounts   */
extern const struct pubkey pyth_push;     /* derives the addresses */

struct pyth_price {
	uint8_t feed[PYTH_FEED_LEN];
	struct dec price; /* quote per base, above 0 */
	struct dec conf;  /* about one standard deviation, not below 0 */
	int64_t publish_s;
	uint64_t posted_slot;
};

/* pyth_account: where the price of a feed is kept; shard 0 is Pyth's own.
 * False: no such address. */
MM_CHECKED bool pyth_account(struct pubkey *out,
			     const uint8_t feed[static PYTH_FEED_LEN],
			     uint16_t shard);

/* pyth_decode: owner is the account's.  Anything but a price that all guardians
 * asked for have signed is ACCOUNT_STATE, and so is one that is not above 0. */
MM_CHECKED enum account_err pyth_decode(struct pyth_price *out,
					const struct pubkey *owner,
					const uint8_t *data, size_t len);

/* pyth_decimal: v * 10^expo.  False: it does not fit. */
MM_CHECKED bool pyth_decimal(struct dec *out, __int128 v, int32_t expo);

#endif
