/* story.h - the history of positions in the making: their new logs, and what becomes
 * of them. */
#ifndef MM_LP_READ_STORY_H
#define MM_LP_READ_STORY_H

#include "logs.h"
#include "math/univ3_amounts.h"
#include "reader.h"

/* A transaction that changed a position of ours. */
struct landed {
	const char *tx_hash, *block_hash;
	int64_t block;
	int64_t ts_ms; /* of its block */
	bool known;    /* its receipt was read: the rest is set */
	bool ours;     /* a wallet of ours paid for it */
	struct u256 gas_wei;
	bool charged; /* a flow has the gas already */
	struct logs logs;
};

struct story {
	struct rec_position *p;
	const struct rec_position *past; /* its last record; NULL: none */
	bool gone;
	struct u256 id;             /* of its token */
	struct evm_address manager; /* that it is held through */
	struct evm_address pool_at; /* v2, v3: its pool */
	struct u256 pool_id;        /* v4: its pool */
	struct evm_address wallet;  /* v2: whose */
	int64_t known; /* up to this block all is final; -1: nothing is */
	bool born;     /* the log that made its token was seen */
	const struct log **logs; /* new ones, in the order of the chain */
	size_t n_logs;
	struct rec_flow *flows; /* made of them */
	size_t n_flows;
	const char *why; /* its entry is unknown; NULL: it is known so far */
};

/* Prices of a pool that were read last. */
struct window {
	const struct story *s; /* of this one's pool; NULL: none yet */
	int64_t to;            /* all up to this block */
	struct logs logs;
};

struct telling {
	struct reader *r;
	struct asker *asker;
	struct story *v;
	size_t n;
	int64_t head, final; /* the frame's block; what is final by now */
	struct landed *landed;
	size_t n_landed;
	struct window window;
	struct evm_no *no;
};

/* ---- story.c ---- */

/* stories_begin: one for each position found or gone that can be told apart. */
void stories_begin(struct telling *t);

/* story_unknown: the first reason stays. */
void story_unknown(struct story *s, const char *why);

/* story_has: the log is one of its history, or a move of its token. */
bool story_has(const struct telling *t, const struct story *s,
	       const struct log *l);

/* story_moved takes a move of its token: it was made, or came from somebody. */
void story_moved(struct telling *t, struct story *s, const struct log *l);

/* story_log adds a log; story_sort puts them in the order of the chain. */
void story_log(struct telling *t, struct story *s, const struct log *l);
void story_sort(struct story *s);

/* ---- story_logs.c ---- */

/* story_read_new: the logs of v3 and v4 since what is final; story_read_past: all
 * those of positions never seen.  False: *no says why. */
MM_CHECKED bool story_read_new(struct telling *t);
MM_CHECKED bool story_read_past(struct telling *t);

/* ---- shares.c ---- */

/* shares_read reads the new logs of all shares of v2.  False: *no says why. */
MM_CHECKED bool shares_read(struct telling *t);

/* ---- landed.c ---- */

/* landed_read reads the receipt and the time of every transaction of the stories'
 * new logs.  False: *no says why. */
MM_CHECKED bool landed_read(struct telling *t);

/* landed_of: never NULL for a log of a story. */
struct landed *landed_of(const struct telling *t, const struct log *l);

/* ---- before.c ---- */

/* A pool just before a log. */
struct before {
	bool found; /* false: no log of its price is that old */
	struct u256 sqrt_x96;
	int32_t tick;
};

/* before_read: of the story's pool, before that place.  False: *no says why. */
MM_CHECKED bool before_read(struct before *out, struct telling *t,
			    const struct story *s, int64_t block,
			    int64_t index);

/* ---- flows.c ---- */

/* flows_make makes the flows of the new logs of every story.  False: *no says why. */
MM_CHECKED bool flows_make(struct telling *t);

/* flows_add: an empty flow of that log, at the end; it lives until the next. */
struct rec_flow *flows_add(struct telling *t, struct story *s,
			   const struct log *l, int flow);

/* What goes into a flow; where it does not fit, the entry is unknown. */
void flows_amounts(struct story *s, struct rec_flow *f, struct u256 amount0,
		   struct u256 amount1);
void flows_liquidity(struct story *s, struct rec_flow *f,
		     unsigned __int128 liquidity);

/* flows_before: the pool just before the flow, and its price into the flow.  False:
 * *no says why. */
MM_CHECKED bool flows_before(struct before *out, struct telling *t,
			     struct story *s, struct rec_flow *f);

/* flows_principal: what that liquidity is at that price, as the pool counts it. */
MM_CHECKED enum status flows_principal(struct univ3_amounts *out,
				       const struct before *b, int32_t lower,
				       int32_t upper,
				       unsigned __int128 liquidity,
				       bool negative);

/* ---- flows_v2.c ---- */

/* The flow of a move of shares. */
MM_CHECKED bool flows_v2(struct telling *t, struct story *s,
			 const struct log *l);

/* ---- flows_v4.c ---- */

/* The flows of a log of v4 that changes liquidity. */
MM_CHECKED bool flows_v4(struct telling *t, struct story *s,
			 const struct log *l);

/* ---- flows_growth.c ---- */

/* flows_growth: the fees that the position's words say its transaction paid.  False:
 * nodes do not have them any more, or the block did more to it. */
MM_CHECKED bool flows_growth(struct u256 fees[static 2], struct telling *t,
			     const struct story *s, const struct log *l);

/* ---- quoted.c ---- */

/* quoted_put gives each new flow the prices of its time, where they are known. */
void quoted_put(struct telling *t, struct story *s);

#endif
