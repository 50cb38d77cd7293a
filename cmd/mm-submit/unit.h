/* unit.h - what is sent together: a whole bundle, or one transaction.
 * Layer: cmd. */
#ifndef MM_SUBMIT_UNIT_H
#define MM_SUBMIT_UNIT_H

#include "attempt.h"
#include "data/frame.h"

struct unit {
	struct attempt **v; /* in the order of the bundle */
	size_t n;
	const char *bundle; /* NULL: a transaction of its own */
	bool reduces;       /* none of them can add risk      */
};

struct units {
	struct unit *v;
	size_t n;
};

/* units_of groups attempts: first those units that only reduce risk, then the
 * others, each in the order they came.
 *
 * out: whole[i]: v[i] is all of its bundle. */
struct units units_of(struct arena *a, struct attempt *const *v, size_t n,
		      bool **whole);

/* units_keep keeps those that are whole. */
void units_keep(struct units *all, const bool *whole);

/* units_single: each transaction on its own, in the same order. */
struct units units_single(struct arena *a, const struct units *all);

/* unit_intents: of all its transactions. */
struct rec_list unit_intents(struct arena *a, const struct unit *u);

#endif
