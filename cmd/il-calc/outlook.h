/* outlook.h - what is to be expected of a position: how it changes with the price,
 * what it earns and loses a year, when it leaves its range.  Doubles, for analytics.
 * Layer: cmd. */
#ifndef MM_IL_CALC_OUTLOOK_H
#define MM_IL_CALC_OUTLOOK_H

#include "books.h"
#include "math/lp_view.h"

/* outlook_place: the range and liquidity of a position; of v2 the whole line.
 * False: it has none. */
MM_CHECKED bool outlook_place(struct lp_place *out, const struct books *b);

/* outlook_add fills in_range, delta, gamma, and what follows from volatility and
 * the pool's pace, each where it is defined. */
void outlook_add(struct rec_il *il, const struct books *b,
		 const struct rec_pool *pool, const struct il_conf *c);

#endif
