/* roll_capital.h - money that came to a pool through vaults, and money that left.
 * Layer: data. */
#ifndef MM_ROLL_CAPITAL_H
#define MM_ROLL_CAPITAL_H

#include "data/roll_rolls.h"

struct roll_capital {
	const struct roll_seen *s;
	const struct roll_knobs *k;
	int64_t block,
		log; /* up to here it is looked at; REC_NONE_INT: none was */
	int64_t seen_block, seen_log; /* up to here it was before this frame */
	struct roll_list
		told; /* const char *: pools whose idle money is told already */
};

void roll_capital_of(struct roll_capital *out, struct arena *a,
		     const struct roll_seen *s, const struct roll_knobs *k);

/* roll_capital_is_ours: a pool that POOLS names. */
bool roll_capital_is_ours(const struct roll_knobs *k, const struct rec_pool *r);

/* roll_capital_idle: deposits for a pool that are in none of its positions yet; empty where
 * another decision of this frame told them already.  Owner: a. */
struct rec_list roll_capital_idle(struct roll_capital *c, struct arena *a,
				  const struct roll_place *at,
				  const struct rolls *rolls);

/* roll_capital_keep: what a position has to come down to for withdrawals, its share of the
 * shares that are left; DEC_NONE: it may stay as it is. */
struct dec roll_capital_keep(const struct roll_capital *c,
			     const struct rec_position *p,
			     const struct rec_range *last);

/* roll_capital_budget: LP_CAPITAL for the tokens of a pool, and idle, as amounts by asset. */
struct rec_list roll_capital_budget(const struct roll_knobs *k, struct arena *a,
				    const struct roll_place *at,
				    const struct rec_list *idle);

#endif
