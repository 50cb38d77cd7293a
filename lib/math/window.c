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

/* The slot that holds the key, or the free one where the search ended. */
static uint32_t slot_find(const struct window *w, struct trade_key key)
{
	uint32_t hash = hashed(key), i = hash & w->slot_mask;

	for (; w->slot[i].used; i = (i + 1) & w->slot_mask)
		if (w->slot[i].hash == hash &&
		    trade_key_same(w->trade[w->slot[i].used - 1].key, key))
			break;
	return i;
}

static void slot_put(struct window *w, struct window_slot x)
{
	uint32_t i = x.hash & w->slot_mask;

	while (w->slot[i].used)
		i = (i + 1) & w->slot_mask;
	w->slot[i] = x;
}

/* Makes room for n keys. */
static void slots_reserve(struct window *w, uint32_t n)
{
	struct window_slot *old = w->slot;
	uint32_t had = old ? w->slot_mask + 1 : 0;
	uint32_t cap = had ? had : 2 * FIRST_CAP;

	while (n > cap / 8 * 5)
		cap *= 2;
	if (cap == had)
		return;
	w->slot_mask = cap - 1;
	w->slot = mem_alloc(cap, sizeof(*w->slot));
	for (uint32_t i = 0; i < had; i++)
		if (old[i].used)
			slot_put(w, old[i]);
	free(old);
}

static void slot_add(struct window *w, uint32_t i)
{
	slots_reserve(w, ++w->n_slots);
	slot_put(w, (struct window_slot){ .hash = hashed(w->trade[i].key),
					  .used = i + 1 });
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

/* --- the queue --- */

static struct window_trade *queue_at(const struct window *w, uint32_t pos)
{
	return &w->trade[w->queue[(w->head + pos) & (w->cap - 1)]];
}

/* The index of the key's trade where keys rise along the queue, or NIL. */
static uint32_t queue_find(const struct window *w, struct trade_key key)
{
	uint32_t low = 0, high = w->queued;

	if (!high || key.lo > queue_at(w, high - 1)->key.lo)
		return NIL;
	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (queue_at(w, mid)->key.lo < key.lo)
			low = mid + 1;
		else
			high = mid;
	}
	if (!trade_key_same(queue_at(w, low)->key, key) || !queue_at(w, low)->v)
		return NIL;
	return w->queue[(w->head + low) & (w->cap - 1)];
}

/* Whether this trade may stand at the end of a queue in which keys rise. */
static bool follows(const struct window *w, struct trade_key key, int64_t t)
{
	const struct window_trade *last;

	if (!w->queued)
		return true;
	last = queue_at(w, w->queued - 1);
	return t >= last->t && key.lo > last->key.lo;
}

/* From here on trades are found through the table. */
static void number_no_more(struct window *w)
{
	w->numbered = false;
	slots_reserve(w, w->queued);
	for (uint32_t i = 0; i < w->queued; i++)
		if (queue_at(w, i)->v)
			slot_add(w, w->queue[(w->head + i) & (w->cap - 1)]);
}

/* --- the window --- */

void window_init(struct window *w, int64_t span, int64_t t0)
{
	*w = (struct window){
		.now = t0, .span = span, .spare = NIL, .numbered = true
	};
}

void window_free(struct window *w)
{
	free(w->trade);
	free(w->queue);
	free(w->late);
	free(w->slot);
	*w = (struct window){ .spare = NIL };
}

/* The index of the key's trade, or NIL. */
static uint32_t find(const struct window *w, struct trade_key key)
{
	if (w->numbered)
		return queue_find(w, key);
	return w->slot[slot_find(w, key)].used - 1; /* NIL is 0 - 1 */
}

static void withdraw(struct window *w, uint32_t i)
{
	struct window_trade *trade = &w->trade[i];

	if (!w->numbered)
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

static void insert(struct window *w, struct window_trade trade)
{
	uint32_t i;

	if (!w->queued)
		w->numbered = true; /* nothing is live, late or in the table */
	if (w->numbered && !follows(w, trade.key, trade.t))
		number_no_more(w);
	i = storage_take(w);
	w->trade[i] = trade;
	if (w->queued && trade.t < queue_at(w, w->queued - 1)->t)
		late_push(w, i);
	else
		w->queue[(w->head + w->queued++) & (w->cap - 1)] = i;
	if (!w->numbered)
		slot_add(w, i);
}

enum window_verdict window_add(struct window *w, struct trade_key key,
			       int64_t t, int64_t p, int64_t v, int64_t wall)
{
	u128 traded;

	if (p <= 0 || v <= 0)
		return WINDOW_INVALID;
	if (t > wall)
		return WINDOW_FUTURE;
	window_advance(w, t);
	if (find(w, key) != NIL)
		return WINDOW_DUP;
	if (t <= horizon(w))
		return WINDOW_EXPIRED;
	if (w->queued + w->n_late == TRADES_MAX ||
	    __builtin_add_overflow(w->traded, (u128)v, &traded) ||
	    pivot_sums_add(&w->live, pivot_sums_of(p, v)))
		return WINDOW_OVERFLOW;
	w->traded = traded;
	insert(w, (struct window_trade){ .t = t, .p = p, .v = v, .key = key });
	return WINDOW_OK;
}

bool window_cancel(struct window *w, struct trade_key key)
{
	uint32_t i = find(w, key);

	if (i == NIL)
		return false;
	withdraw(w, i);
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
