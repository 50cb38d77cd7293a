/* switchboard.h - a Switchboard On-Demand price in an account of Solana.
 * Layer: chain.  source: switchboard-on-demand, PullFeedAccountData. */
#ifndef MM_SWITCHBOARD_H
#define MM_SWITCHBOARD_H

#include "base/dec.h"
#include "chain/pubkey.h"
#include "chain/token.h"

extern const struct pubkey switchboard_program; /* owns the feeds */

struct switchboard_price {
	struct dec price;   /* above 0 */
	struct dec std_dev; /* of what the oracles said, not below 0 */
	int samples;
	uint64_t slot;          /* it was true at */
	uint64_t max_staleness; /* slots the feed itself allows; 0: none said */
};

/* switchboard_decode: owner is the account's.  A feed without a result is
 * ACCOUNT_STATE. */
MM_CHECKED enum account_err switchboard_decode(struct switchboard_price *out,
					       const struct pubkey *owner,
					       const uint8_t *data, size_t len);

#endif
