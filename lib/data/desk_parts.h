/* desk_parts.h - what the parts of desk_input share; for desk_*.c only.
 * Layer: data. */
#ifndef MM_DESK_PARTS_H
#define MM_DESK_PARTS_H

#include "base/err.h"
#include "data/desk.h"

/* A wallet's place among them, by name. */
struct place {
	const char *name;
	int index;
};

/* What own resting orders lock of a wallet, and what else is on its way out. */
struct binding {
	int64_t locked[2];   /* by side: quote lots, lots */
	struct dec going[2]; /* by side: quote, base      */
};

struct turning {
	const struct desk *d;
	struct desk_frame *f;
	struct arena *a;
	struct place *places;  /* sorted by name */
	struct binding *bound; /* by wallet */
};

/* desk_lacks: something the grid needs is not there; the first reason of a kind
 * is kept. */
void desk_lacks(struct turning *t, enum grid_reason what, const char *fmt, ...)
	MM_PRINTF(3, 4);

/* desk_stale: a record of that time is too old, which has been noted. */
bool desk_stale(struct turning *t, enum grid_reason what, const char *name,
		int64_t ts_ms);

/* desk_micro: a price in millionths of a tick, rounded down; 0 for none and for
 * what is out of range. */
int64_t desk_micro(const struct turning *t, struct dec price);

/* desk_wallet: the index of a wallet, or -1. */
int desk_wallet(const struct turning *t, const char *name);

/* Each reads its part of the frame into the input, in this order. */
void desk_name_wallets(struct turning *t);
void desk_read_open_orders(struct turning *t);
void desk_read_pending(struct turning *t);
void desk_read_wallets(struct turning *t);
void desk_read_last(struct turning *t);

#endif
