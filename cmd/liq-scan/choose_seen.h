/* choose_seen.h - what a frame says that a liquidation needs besides the market: what
 * wallets have and what of it is spoken for, what is under way, prices.  Layer: cmd. */
#ifndef MM_LIQ_SCAN_CHOOSE_SEEN_H
#define MM_LIQ_SCAN_CHOOSE_SEEN_H

#include "choose_conf.h"
#include "data/rec_chain.h"
#include "data/rec_liquidation.h"
#include "data/rec_pending.h"
#include "data/rec_price.h"
#include "data/rec_wallet.h"

/* What a liquidation of this frame takes from a wallet. */
struct choose_taken {
	const char *wallet, *asset;
	struct dec amount;
};

/* All of it in the frame's arena. */
struct choose_seen {
	struct arena *a;
	const struct rec_wallet **wallet;
	const struct rec_pending **pending;
	const struct rec_price **price;
	struct choose_taken *taken;
	const char **payer; /* a wallet for each liquidation */
	size_t n_wallets, n_pending, n_prices, n_taken, n_payers;
};

/* choose_seen_take keeps a record of one of these types; of others nothing. */
void choose_seen_take(struct choose_seen *s, struct arena *a,
		      const struct choose_conf *c, const struct rec_type *type,
		      const void *rec);

/* choose_seen_spend: so much is spoken for from now on. */
void choose_seen_spend(struct choose_seen *s, const char *wallet,
		       const char *asset, struct dec amount);

/* choose_seen_pays: that wallet pays for one more liquidation of this frame.
 * choose_seen_groups: for so many. */
void choose_seen_pays(struct choose_seen *s, const char *wallet);
size_t choose_seen_groups(const struct choose_seen *s, const char *wallet);

/* choose_seen_free: what of an asset a wallet has left to spend; 0 where the frame does
 * not tell, or what is spoken for is more. */
struct dec choose_seen_free(const struct choose_seen *s, const char *wallet,
			    const char *asset);

/* choose_seen_under_way: a liquidation of that account may still land. */
bool choose_seen_under_way(const struct choose_seen *s, const char *user);

/* choose_seen_price: of base in quote; NULL: the frame does not tell. */
const struct rec_price *choose_seen_price(const struct choose_seen *s,
					  const char *base, const char *quote);

#endif
