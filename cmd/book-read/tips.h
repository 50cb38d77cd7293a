/* tips.h - what the chain says of itself: blockhash, height, fees, tips. */
#ifndef MM_BOOK_READ_TIPS_H
#define MM_BOOK_READ_TIPS_H

#include "data/rec_chain.h"
#include "net.h"
#include "venue/jito_rpc.h"

/* Jito's part, asked for at most once a minute.  Zero: not asked. */
struct tips {
	struct jito *jito;
	struct http *http;
	struct pubkey account[JITO_TIP_ACCOUNTS];
	size_t n_accounts;
	struct jito_floor floor;
	bool has_floor;
	int64_t asked_ms; /* frame */
};

/* tips_ask, where SUBMIT_VIA=jito.  Who takes tips changes hardly ever: while the
 * block engine does not say, those of Jito's documentation count. */
void tips_ask(struct tips *t, int64_t ts_ms);
void tips_close(struct tips *t);

/* chain_ask writes CHAIN_ASKED requests, from number at on; keys: accounts our
 * transactions write to. */
#define CHAIN_ASKED 3
void chain_ask(struct net *n, size_t at, const struct pubkey *keys,
	       size_t n_keys, int64_t min_slot);

/* chain_take reads their replies.  Fees are left out where the node does not say
 * them.  False: as net_fault. */
MM_CHECKED bool chain_take(struct rec_chain *out, struct net *n, size_t at,
			   const struct tips *t, struct arena *a,
			   struct openbook_fault *fault);

#endif
