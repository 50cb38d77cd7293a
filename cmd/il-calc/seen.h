/* seen.h - what il-calc keeps of a frame.  Layer: cmd. */
#ifndef MM_IL_CALC_SEEN_H
#define MM_IL_CALC_SEEN_H

#include "data/evm_conf.h"
#include "data/frame.h"
#include "data/rec_hedge.h"
#include "data/rec_holding.h"
#include "data/rec_il.h"
#include "data/rec_pool.h"
#include "data/rec_position.h"
#include "data/rec_price.h"
#include "data/rec_token.h"

struct kept {
	const void **v;
	size_t n;
};

/* A price of a pool as its record has it. */
struct last_price {
	bool known;
	struct u256 sqrt_x96;
	int64_t decimals0, decimals1;
	struct dec price; /* DEC_NONE: there is none */
};

/* Roots of ticks, each at a place of its own: ranges of one pool share their ends. */
#define SEEN_ROOT_BITS 6
struct seen_roots {
	struct {
		bool known;
		int32_t tick;
		struct u256 root;
	} at[1 << SEEN_ROOT_BITS];
};

/* Zero at the beginning of a frame; all of it lives in the frame's arena. */
struct seen {
	struct kept open;              /* struct rec_position */
	struct kept closed;            /* struct rec_position */
	struct kept prices;            /* struct rec_price */
	struct kept pools;             /* struct rec_pool */
	struct kept tokens;            /* struct rec_token */
	struct kept holdings;          /* struct rec_holding */
	struct kept before;            /* struct rec_il: of the frame before */
	const struct rec_hedge *hedge; /* the last; NULL: none */
	struct last_price last;
	struct seen_roots roots;
};

/* What configuration and options say. */
struct il_conf {
	struct evm_conf evm;
	const char *numeraire;
	int64_t strategy;
	int64_t price_age_ms;
	int64_t horizon_ms;
	double sigma; /* 0: as each pool's record has it */
	double *at;   /* prices, token1 per token0 */
	size_t n_at;
	struct rec_il blank; /* no key set */
};

/* A type that is only kept, as the frame keeps it. */
void seen_keep(struct seen *s, struct arena *a, const struct rec_type *type,
	       const void *rec);

/* The pool of that position; NULL: not read. */
const struct rec_pool *seen_pool(const struct seen *s,
				 const struct rec_position *p);

/* The numeraire's price of an asset that is fresh at that time, the native coin and
 * its wrapped form being worth the same; DEC_NONE: none. */
struct dec seen_price(const struct seen *s, const struct il_conf *c,
		      const char *asset, int64_t now_ms);

/* The numeraire's decimals where it is no token of the pool; below 0: not known. */
int seen_decimals(const struct seen *s, const struct il_conf *c);

/* The square root of the price of a tick.  False: there is none. */
MM_CHECKED bool seen_root(struct u256 *out, struct seen_roots *roots,
			  int32_t tick);

/* The hedge knows that it is closed. */
bool seen_covered(const struct seen *s, const char *position);

/* A position of the frame before that is not in this one; NULL: all are there. */
const struct rec_il *seen_vanished(const struct seen *s, struct arena *a);

#endif
