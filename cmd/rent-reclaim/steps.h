/* steps.h - how an account comes to be closed.  Layer: cmd. */
#ifndef MM_RENT_RECLAIM_STEPS_H
#define MM_RENT_RECLAIM_STEPS_H

#include "data/frame.h"
#include "data/rec_action.h"
#include "holdings.h"

/* The actions that close accounts of one wallet, in order. */
struct steps {
	struct frame *f;
	const struct holdings *h;
	const struct reclaim_conf *conf;
	int64_t ts_ms;
	struct rec_action *v;
	size_t n, cap;
	struct dec rent; /* SOL they return */
};

/* Each adds what it takes, one after another in one transaction, or nothing: it is
 * not to be closed, or not yet. */
void steps_oo(struct steps *s, const struct rec_oo *oo);
void steps_token(struct steps *s, const struct rec_token_account *t);

/* steps_emit writes them, unless they return less than a transaction costs. */
void steps_emit(struct steps *s);

#endif
