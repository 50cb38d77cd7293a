/* roll_rolls.h - rolls that are under way, as the journal and the chain tell it.
 * Layer: data. */
#ifndef MM_ROLL_ROLLS_H
#define MM_ROLL_ROLLS_H

#include "data/roll_steps.h"

struct roll {
	const char *id;
	const char *subject; /* position it began with; NULL: none */
	const char *wallet;
	bool in_flight; /* an attempt of it has no outcome yet */
	bool landed;    /* a step of it has landed              */
	bool burnt;     /* the position it began with is gone   */
};

struct rolls {
	struct roll *v;
	size_t n;
};

/* rolls_of: one for each roll that `pending` names, in the order they come. */
void rolls_of(struct rolls *out, struct arena *a, const struct roll_seen *s);

/* NULL: none. */
const struct roll *rolls_named(const struct rolls *r, const char *id);
const struct roll *rolls_about(const struct rolls *r, const char *position);

/* rolls_busy: something of that position or roll (either may be NULL) has no outcome
 * yet, whoever sent it. */
bool rolls_busy(const struct roll_seen *s, const char *position,
		const char *roll);

/* rolls_have: what the landed steps of a roll left of the place's tokens, and the budget
 * it began with (amounts by asset) besides.
 * returns: NULL, or why not: "no_holding" (nothing says what it holds), "amount". */
MM_CHECKED const char *rolls_have(struct roll_have *out,
				  const struct roll_seen *s,
				  const struct roll_knobs *k,
				  const struct roll_place *at, const char *roll,
				  const struct rec_list *budget);

#endif
