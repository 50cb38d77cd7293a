/* lend_state.h - the lending markets of a chain, kept from frame to frame.
 * Layer: data.
 *
 * What a frame tells is a draft until its cycle comes.  Only a frame that is whole and
 * refused by nobody commits it; the draft of one that is refused waits for the next
 * that is not, so nothing lend-read told is lost.  A line that was refused is: then
 * there is a gap, and the market stands still until it is told whole again.
 *
 * After a commit a market is at its block, its moment chain.target_ts_s.
 */
#ifndef MM_LEND_STATE_H
#define MM_LEND_STATE_H

#include "data/rec_chain.h"
#include "data/rec_emode.h"
#include "data/rec_lend_market.h"
#include "data/rec_oracle.h"
#include "data/rec_reserve.h"
#include "data/rec_user_reserve.h"
#include "math/lend_market.h"

#define LEND_STATE_ID_SZ 33 /* 16 bytes in hex */

/* A record kept on its own: replaced often, never grows. */
struct lend_kept {
	struct arena mem;
	const void *rec; /* NULL: none */
};

/* What an account has in a reserve, until it is committed. */
struct lend_told {
	struct lend_address user;
	uint8_t emode;
	struct aave_hold hold;
};

/* What was told since the last commit. */
struct lend_draft {
	struct arena mem;
	const struct rec_lend_market *lend; /* of this frame; NULL: none yet */
	const struct rec_reserve *reserve[AAVE_RESERVES];
	const struct rec_emode *emode[AAVE_EMODES];
	const struct rec_oracle **oracle; /* of this frame */
	size_t n_oracles;
	struct lend_told *told; /* where the market is not told whole */
	size_t n_told, told_cap;
	struct lend_market *whole; /* it is: what takes its place */
	bool mixed;                /* records of several blocks */
	uint64_t fold[2];          /* of all user_reserve, in order */
};

/* What is wrong with the price of a reserve. */
enum lend_price { PRICE_FINE, PRICE_MISSING, PRICE_ZERO, PRICE_STALE };

struct lend_pool {
	char *pool;                 /* checksummed */
	bool other;                 /* not of Aave: nothing is kept */
	struct lend_market *market; /* as committed; NULL: nothing yet */
	struct lend_kept lend;      /* struct rec_lend_market */
	struct lend_kept reserve[AAVE_RESERVES];
	struct lend_kept emode[AAVE_EMODES];
	struct lend_kept oracle[AAVE_RESERVES];
	enum lend_price price[AAVE_RESERVES];
	int64_t target_ts_s, block_ts_s; /* of the chain, at that commit */
	int64_t as_of; /* block what was told reaches, the draft included */
	bool gap; /* something was lost: nothing is decided until it is whole */
	bool waits;   /* something was told that is not committed */
	bool current; /* committed in the last frame */
	struct lend_draft draft;
	char id[LEND_STATE_ID_SZ]; /* of the market as committed; "": nothing */
};

struct lend_state {
	int64_t chain_id;
	int64_t oracle_age_s;
	struct lend_params params;
	unsigned shard, shards; /* which accounts are ours: shard < shards */
	struct lend_pool **pool;
	size_t n;
	char **reason; /* texts that were said of accounts */
	size_t n_reasons;
};

/* What lend_accounts.said holds: nothing, that its health was told, or for what reason
 * it is left alone. */
#define LEND_SAID_HEALTH 1
#define LEND_SAID_REASON 2
#define LEND_REASONS_MAX (UINT8_MAX - LEND_SAID_REASON + 1)

/* lend_state_said: the mark of that reason; NULL, or one too many: LEND_SAID_HEALTH.
 * lend_state_reason: the reason of a mark; NULL: none.  It lives as long as s. */
uint8_t lend_state_said(struct lend_state *s, const char *reason);
const char *lend_state_reason(const struct lend_state *s, uint8_t said);

/* What became of a record. */
enum lend_took { LEND_TOOK, LEND_OTHER_SHARD, LEND_BAD };

void lend_state_free(struct lend_state *s);

/* lend_state_take: lend_market, reserve, emode, user_reserve or oracle.  Of another
 * chain or of Compound: nothing is done.  LEND_BAD: *why (constant text). */
enum lend_took lend_state_take(struct lend_state *s,
			       const struct rec_type *type, const void *rec,
			       const char **why);

/* lend_state_hold: the same of a user_reserve whose parts are known. */
enum lend_took lend_state_hold(struct lend_state *s, const char *pool,
			       size_t pool_len, const struct lend_told *told,
			       int64_t block, const char **why);

/* lend_state_check: can the draft of that market be committed?
 * in:      chain: what names the frame's block; NULL: nothing did.
 * returns: NULL, or why not: a reason code; *text says more, in the arena. */
MM_CHECKED const char *lend_state_check(const struct lend_pool *p,
					const struct rec_chain *chain,
					struct arena *a, const char **text);

/* lend_state_commit: the market is what was told, at the frame's block and target.
 * in: lend_state_check said so, of every market of the frame. */
void lend_state_commit(struct lend_pool *p, const struct lend_state *s,
		       const struct rec_chain *chain);

/* How much of what a frame told is there. */
enum lend_heard {
	LEND_ALL,
	LEND_PART, /* its reader could not do all: it will tell the rest later */
	LEND_LOST, /* a line was refused: nobody tells it again */
};

/* lend_pool_restore: a record of a market as it was committed; false: it is none, or
 * cannot be used.  lend_pool_resume: all of its records and accounts are there; false:
 * it cannot be what was committed. */
MM_CHECKED bool lend_pool_restore(struct lend_pool *p,
				  const struct rec_type *type, const void *rec);
MM_CHECKED bool lend_pool_resume(struct lend_pool *p,
				 const struct lend_state *s);

/* lend_state_over: the frame is over: what was told only for it is forgotten. */
void lend_state_over(struct lend_state *s, enum lend_heard heard);

/* lend_state_follows: what this frame tells are changes of what was told before.
 * in: p->draft.lend is not NULL. */
bool lend_state_follows(const struct lend_pool *p);

/* lend_state_ours: the account is of our shard. */
bool lend_state_ours(const struct lend_state *s, const struct lend_address *a);

#endif
