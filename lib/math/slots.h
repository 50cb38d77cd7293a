/* slots.h - what is known of each order slot, and under which id the next order
 * of a slot goes.  Layer: math.
 *
 * A slot (market, wallet, side and number) holds at most one order.  Its id may
 * be used again, as a replace, while that order is not proven over; once it is,
 * the generation rises.
 */
#ifndef MM_SLOTS_H
#define MM_SLOTS_H

#include "base/mem.h"
#include "math/client_id.h"
#include "math/diff.h"

#include <stdbool.h>
#include <stddef.h>

/* Each of the four is the newest of its kind, or NULL. */
struct slot {
	int wallet;
	uint16_t key;               /* client_id_slot: side and number        */
	uint32_t generation;        /* the newest known                       */
	const struct order *rests;  /* on the book                            */
	const struct order *flying; /* a place or replace that may still land */
	const struct order *done;   /* landed once                            */
	const struct order
		*planned; /* by the last grid                       */
};

struct slots {
	struct slot *v; /* by wallet, then key */
	size_t n;
};

/* slots_of: every slot of this strategy that anything is known of.
 *
 * in:   orders of other strategies are passed over; planned may be NULL with 0.
 * owner: mem; the orders stay the caller's.
 * cost: n log n. */
struct slots slots_of(struct arena *mem, uint16_t strategy,
		      const struct order *resting, size_t n_resting,
		      const struct diff_pending *pending, size_t n_pending,
		      const struct order *planned, size_t n_planned);

static inline enum side slot_side(const struct slot *s)
{
	return client_id_side((uint64_t)s->key << 32);
}

/* slots_from: the index of the first slot at or after that wallet and key. */
size_t slots_from(const struct slots *s, int wallet, uint16_t key);

/* slots_find: NULL where nothing is known. */
const struct slot *slots_find(const struct slots *s, int wallet, uint16_t key);

/* slot_order: the order a slot stands for, if none more is sent: in flight, else
 * resting, else planned and never landed; NULL if it is free. */
const struct order *slot_order(const struct slot *s);

/* slot_next: the generation after the last order of a slot is over; slot may be
 * NULL: nothing known. */
uint32_t slot_next(const struct slot *s, int64_t now_ms);

#endif
