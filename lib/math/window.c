#include "math/window.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

typedef unsigned __int128 u128;

#define FIRST_CAP  ((uint32_t)1024)
#define TRADES_MAX (UINT32_C(1) << 30)
#define NIL        UINT32_MAX

struct window_trade {
	int64_t t, p, v; /* v 0: cancelled, waits for its time to pass */
	struct trade_key key;
};

/* The hash is kept so that the table can grow and close gaps without looking at
 * the trades. */
struct window_slot {
	uint32_t hash;
	uint32_t used; /* index + 1; 0: free */
};

/* --- trades by key: open addressing, linear probing, no tombstones --- */

/* Venues number their trades: eight neighbours share a cache line of slots, and
 * only the lines are scattered. */
static uint32_t hashed(struct trade_key key)
{
	uint64_t z = trade_key_mix(key.lo >> 3 ^
				   key.hi * UINT64_C(0x9e3779b97f4a7c15));

	return (uint32_t)(z >> 32 & ~UINT64_C(7)) | (uint32_t)(key.lo & 7);
}

/* The slot that holds the key, or the free one where it would go. */
static uint32_t slot_find(const struct window *w, struct trade_key key)
{
	uint32_t hash = hashed(key), i = hash & w->slot_mask;

	for (; w->slot[i].used; i = (i + 1) & w->slot_mask)
		if (w->slot[i].hash == hash &&
		    trade_key_same(w->trade[w->slot[i].used - 1].key, key))
			break;
	return i;
}

static void slots_grow(struct window *w)
{
	struct window_slot *old = w->slot;
	uint32_t n = old ? w->slot_mask + 1 : 0;

	w->slot_mask = n ? 2 * n - 1 : 2 * FIRST_CAP - 1;
	w->slot = mem_alloc((size_t)w->slot_mask + 1, sizeof(*w->slot));
	for (uint32_t i = 0; i < n; i++) {
		uint32_t to = old[i].hash & w->slot_mask;

		if (!old[i].used)
			continue;
		while (w->slot[to].used)
			to = (to + 1) & w->slot_mask;
		w->slot[to] = old[i];
	}
	free(old);
}

/* Entries after the gap move up unless that would take one before its home. */
static void slot_erase(struct window *w, uint32_t gap)
{
	uint32_t mask = w->slot_mask;

	for (uint32_t i = (gap + 1) & mask; w->slot[i].used;
	     i = (i + 1) & mask) {
		uint32_t home = w->slot[i].hash & mask;

		if (((i - home) & mask) < ((i - gap) & mask))
			continue;
		w->slot[gap] = w->slot[i];
		gap = i;
	}
	w->slot[gap].used = 0;
	w->n_slots--;
}

/* --- storage --- */

/* The ring doubles in place: what had wrapped round moves behind the rest. */
static void storage_grow(struct window *w)
{
	uint32_t cap = w->cap ? 2 * w->cap : FIRST_CAP;

	w->trade = mem_realloc(w->trade, cap, sizeof(*w->trade));
	w->queue = mem_realloc(w->queue, cap, sizeof(*w->queue));
	if (w->head + w->queued > w->cap)
		memcpy(w->queue + w->cap, w->queue,
		       (w->head + w->queued - w->cap) * sizeof(*w->queue));
	w->cap = cap;
}

/* An index for one more trade; there is room in the queue as well. */
static uint32_t storage_take(struct window *w)
{
	uint32_t i = w->spare;

	if (i != NIL) {
		w->spare = (uint32_t)w->trade[i].key.lo;
		return i;
	}
	if (w->fresh == w->cap)
		storage_grow(w);
	return w->fresh++;
}

static void storage_release(struct window *w, uint32_t i)
{
	w->trade[i].key.lo = w->spare;
	w->spare = i;
}

/* --- late trades: a binary heap, the earliest on top --- */

static int64_t late_time(const struct window *w, uint32_t pos)
{
	return w->trade[w->late[pos]].t;
}

static void late_push(struct window *w, uint32_t i)
{
	uint32_t pos = w->n_late++, up;

	if (pos == w->late_cap) {
		w->late_cap = pos ? 2 * pos : FIRST_CAP;
		w->late = mem_realloc(w->late, w->late_cap, sizeof(*w->late));
	}
	for (; pos; pos = up) {
		up = (pos - 1) / 2;
		if (late_time(w, up) <= w->trade[i].t)
			break;
		w->late[pos] = w->late[up];
	}
	w->late[pos] = i;
}

static uint32_t late_pop(struct window *w)
{
	uint32_t top = w->late[0], last = w->late[--w->n_late];
	uint32_t pos = 0, down;

	for (; (down = 2 * pos + 1) < w->n_late; pos = down) {
		if (down + 1 < w->n_late &&
		    late_time(w, down + 1) < late_time(w, down))
			down++;
		if (w->trade[last].t <= late_time(w, down))
			break;
		w->late[pos] = w->late[down];
	}
	w->late[pos] = last;
	return top;
}

/* --- the window --- */

void window_init(struct window *w, int64_t span, int64_t t0)
{
	*w = (struct window){ .now = t0, .span = span, .spare = NIL };
	slots_grow(w);
}

void window_free(struct window *w)
{
	free(w->trade);
	free(w->queue);
	free(w->late);
	free(w->slot);
	*w = (struct window){ .spare = NIL };
}

static void withdraw(struct window *w, uint32_t i)
{
	struct window_trade *trade = &w->trade[i];

	slot_erase(w, slot_find(w, trade->key));
	pivot_sums_sub(&w->live, pivot_sums_of(trade->p, trade->v));
	trade->v = 0;
}

static void expire(struct window *w, uint32_t i)
{
	if (w->trade[i].v)
		withdraw(w, i);
	storage_release(w, i);
}

/* The latest time that is out of the window. */
static int64_t horizon(const struct window *w)
{
	int64_t t;

	return __builtin_sub_overflow(w->now, w->span, &t) ? INT64_MIN : t;
}

void window_advance(struct window *w, int64_t t)
{
	int64_t out;

	if (t <= w->now)
		return;
	w->now = t;
	out = horizon(w);
	while (w->queued && w->trade[w->queue[w->head]].t <= out) {
		expire(w, w->queue[w->head]);
		w->head = (w->head + 1) & (w->cap - 1);
		w->queued--;
	}
	while (w->n_late && late_time(w, 0) <= out)
		expire(w, late_pop(w));
}

static bool came_late(const struct window *w, int64_t t)
{
	uint32_t newest = (w->head + w->queued - 1) & (w->cap - 1);

	return w->queued && t < w->trade[w->queue[newest]].t;
}

static void insert(struct window *w, uint32_t slot, struct window_trade trade)
{
	uint32_t i = storage_take(w);

	w->trade[i] = trade;
	w->slot[slot] = (struct window_slot){ .hash = hashed(trade.key),
					      .used = i + 1 };
	if (came_late(w, trade.t))
		late_push(w, i);
	else
		w->queue[(w->head + w->queued++) & (w->cap - 1)] = i;
	if (++w->n_slots > w->slot_mask / 8 * 5)
		slots_grow(w);
}

enum window_verdict window_add(struct window *w, struct trade_key key,
			       int64_t t, int64_t p, int64_t v, int64_t wall)
{
	uint32_t slot;
	u128 traded;

	if (p <= 0 || v <= 0)
		return WINDOW_INVALID;
	if (t > wall)
		return WINDOW_FUTURE;
	window_advance(w, t);
	slot = slot_find(w, key);
	if (w->slot[slot].used)
		return WINDOW_DUP;
	if (t <= horizon(w))
		return WINDOW_EXPIRED;
	if (w->queued + w->n_late == TRADES_MAX ||
	    __builtin_add_overflow(w->traded, (u128)v, &traded) ||
	    pivot_sums_add(&w->live, pivot_sums_of(p, v)))
		return WINDOW_OVERFLOW;
	w->traded = traded;
	insert(w, slot,
	       (struct window_trade){ .t = t, .p = p, .v = v, .key = key });
	return WINDOW_OK;
}

bool window_cancel(struct window *w, struct trade_key key)
{
	uint32_t slot = slot_find(w, key);

	if (!w->slot[slot].used)
		return false;
	withdraw(w, w->slot[slot].used - 1);
	return true;
}

enum status window_rescale(struct window *w, uint64_t price_factor,
			   uint64_t size_factor)
{
	struct pivot_sums live = w->live;
	u128 traded;
	int64_t p, v;

	for (uint32_t i = 0; i < w->fresh; i++)
		if (w->trade[i].v &&
		    (__builtin_mul_overflow(w->trade[i].p, price_factor, &p) ||
		     __builtin_mul_overflow(w->trade[i].v, size_factor, &v)))
			return ST_OVERFLOW;
	if (__builtin_mul_overflow(w->traded, (u128)size_factor, &traded) ||
	    pivot_sums_rescale(&live, price_factor, size_factor))
		return ST_OVERFLOW;
	for (uint32_t i = 0; i < w->fresh; i++) {
		if (!w->trade[i].v)
			continue;
		w->trade[i].p *= (int64_t)price_factor;
		w->trade[i].v *= (int64_t)size_factor;
	}
	w->live = live;
	w->traded = traded;
	return ST_OK;
}
