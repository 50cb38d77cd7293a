/* seen.h - what tx-build has read of a frame.  Layer: cmd. */
#ifndef MM_TX_BUILD_SEEN_H
#define MM_TX_BUILD_SEEN_H

#include "base/mem.h"
#include "data/rec_action.h"
#include "data/rec_chain.h"
#include "data/rec_event_queue.h"
#include "data/rec_lut.h"
#include "data/rec_market.h"
#include "data/rec_oo.h"
#include "data/rec_open_order.h"
#include "data/rec_pending.h"
#include "data/rec_quote.h"
#include "data/rec_token_account.h"
#include "data/rec_wallet.h"

/* Records of one type in the order they came; v points to copies. */
struct kept {
	void **v;
	size_t n;
};

/* Zero at the beginning of a frame; everything in it lives in the frame's
 * arena. */
struct seen {
	const struct rec_chain *chain; /* of solana; NULL: none came */
	struct kept markets;           /* struct rec_market */
	struct kept wallets;           /* struct rec_wallet, of solana */
	struct kept oos;               /* struct rec_oo */
	struct kept token_accounts;    /* struct rec_token_account */
	struct kept luts;              /* struct rec_lut */
	struct kept queues;            /* struct rec_event_queue */
	struct kept orders;            /* struct rec_open_order */
	struct kept pending;           /* struct rec_pending */
	struct kept quotes;            /* struct rec_quote */
	struct kept actions;           /* struct rec_action */
};

/* seen_keep copies a record of any of the types above; others are ignored. */
void seen_keep(struct seen *s, struct arena *a, const struct rec_type *type,
	       const void *rec);

/* The record of that name or address; NULL: none came. */
const struct rec_market *seen_market(const struct seen *s, const char *market);
const struct rec_wallet *seen_wallet(const struct seen *s, const char *wallet);
const struct rec_oo *seen_oo(const struct seen *s, const char *address);
const struct rec_token_account *seen_token_account(const struct seen *s,
						   const char *address);
const struct rec_lut *seen_lut(const struct seen *s, const char *address);
const struct rec_event_queue *seen_queue(const struct seen *s,
					 const char *market);
const struct rec_quote *seen_quote(const struct seen *s, const char *intent_id);

/* seen_home_oo: the account a wallet places from: the first that came. */
const struct rec_oo *seen_home_oo(const struct seen *s, const char *wallet,
				  const char *market);

/* seen_balance: what the wallet has of an asset; NULL: not said. */
const struct rec_balance *seen_balance(const struct seen *s, const char *wallet,
				       const char *asset);

#endif
