/* wash.h - volume of others that looks made by one hand.  Layer: math.
 *
 * Two prints bounce if they have the same price and the same size, opposite
 * takers, and are no further apart than the window: what someone leaves behind
 * who sells to himself and buys back.  Each print bounces at most once, with the
 * youngest that fits.  Chance does this too, the more the rounder sizes are; so
 * the same pairs are also counted with equal takers, which no such hand makes.
 * What bounces beyond what repeats is suspect; nothing here proves intent.
 */
#ifndef MM_WASH_H
#define MM_WASH_H

#include "base/dec.h"
#include "math/order.h"

#include <stdbool.h>
#include <stdint.h>

struct wash_print {
	int64_t ts_ms;
	uint64_t id; /* a hash of what identifies the print */
	struct dec price;
	struct dec size;
	enum side side; /* of the taker */
	bool ours; /* an own order on either side: remembered, never paired */
};

enum wash_verdict { WASH_NEW, WASH_KNOWN };

struct wash_slot;

/* Owner: caller, wash_free. */
struct wash {
	int64_t window_ms;
	struct dec bounced;  /* size of all prints that bounced             */
	struct dec repeated; /* of all that have a like one, taker included */
	/* private: prints inside the window, in chains of equal hash */
	struct wash_slot *slots;
	uint64_t *heads;
	uint64_t cap, oldest, next;
	int64_t newest_ms;
};

/* wash_init: in: window_ms >= 0. */
void wash_init(struct wash *w, int64_t window_ms);
void wash_free(struct wash *w);

/* wash_add: the next print; one somewhat late is compared with those the window
 * still holds.  *verdict: WASH_KNOWN for one with the id, price and size of
 * another there, which counts for nothing.
 *
 * returns: ST_OK or ST_OVERFLOW.
 * cost:    memory and time follow the prints in one window. */
MM_CHECKED enum status wash_add(enum wash_verdict *verdict, struct wash *w,
				const struct wash_print *print);

#endif
