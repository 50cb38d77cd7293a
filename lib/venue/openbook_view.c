#include "venue/openbook_view.h"

#include <stdlib.h>

static int by_address(const void *pa, const void *pb)
{
	const struct openbook_own *const *a = pa, *const *b = pb;

	return pubkey_cmp(&(*a)->address, &(*b)->address);
}

const struct openbook_own *openbook_view_own(const struct openbook_view *v,
					     const struct pubkey *oo)
{
	size_t lo = 0, hi = v->n_own;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = pubkey_cmp(oo, &v->sorted[mid]->address);

		if (!c)
			return v->sorted[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

static bool bad(struct openbook_fault *fault, struct arena *a, const char *what,
		const struct solana_account *s, enum openbook_err e)
{
	return openbook_faulty(fault, a, "account_bad", "%s '%s': %s", what,
			       pubkey_text(a, &s->address),
			       openbook_strerror(e));
}

static bool read_side(struct openbook_view *v, struct arena *a,
		      enum openbook_side side, const struct solana_account *s,
		      struct openbook_fault *fault)
{
	static const char *const names[] = { "bids", "asks" };
	struct openbook_slab *slab = &v->side[side];
	enum openbook_err e;

	if (!openbook_account_of(s, &openbook_program, names[side], a, fault))
		return false;
	e = openbook_slab_decode(a, slab, s->data, s->len);
	if (!e && slab->side != side)
		e = OPENBOOK_FLAGS;
	return !e || bad(fault, a, names[side], s, e);
}

static bool read_events(struct openbook_view *v, struct arena *a,
			const struct solana_account *s,
			struct openbook_fault *fault)
{
	enum openbook_err e;

	if (!openbook_account_of(s, &openbook_program, "event queue", a, fault))
		return false;
	e = openbook_events_decode(&v->events, s->data, s->len);
	return !e || bad(fault, a, "event queue", s, e);
}

bool openbook_own_read(struct openbook_own *o,
		       const struct openbook_place *place,
		       const struct solana_account *s, struct arena *a,
		       struct openbook_fault *fault)
{
	enum openbook_err e;

	o->lamports = s->lamports;
	o->resting = 0;
	/* An account that was closed and sent lamports is the system's. */
	o->exists = s->exists &&
		    (!pubkey_eq(&s->owner, &sol_system_program) || s->len);
	if (!o->exists)
		return true;
	if (!openbook_account_of(s, &openbook_program, "open orders", a, fault))
		return false;
	e = openbook_oo_decode(&o->oo, s->data, s->len);
	if (!e && (!pubkey_eq(&o->oo.market, &place->market.address) ||
		   !pubkey_eq(&o->oo.owner, &o->wallet->key)))
		e = OPENBOOK_CORRUPT;
	return !e || bad(fault, a, "open orders", s, e);
}

/* Every order of ours on one side stands in its account as well. */
static bool match_side(struct openbook_view *v, struct arena *a,
		       enum openbook_side side, struct openbook_fault *fault)
{
	const struct openbook_slab *slab = &v->side[side];

	for (size_t i = 0; i < slab->n; i++) {
		const struct openbook_leaf *l = &slab->leaves[i];
		const struct openbook_own *found =
			openbook_view_own(v, &l->open_orders);
		struct openbook_own *o;

		if (!found)
			continue;
		o = &v->own[found - v->own];
		if (!o->exists || !openbook_oo_used(&o->oo, l->slot) ||
		    openbook_oo_side(&o->oo, l->slot) != side ||
		    o->oo.orders[l->slot] != l->order_id)
			return openbook_faulty(
				fault, a, "book_torn",
				"open orders '%s' does not know order %s",
				pubkey_text(a, &l->open_orders),
				openbook_id_text(a, l->order_id));
		o->resting |= (unsigned __int128)1 << l->slot;
	}
	return true;
}

bool openbook_view_read(struct openbook_view *v, struct arena *a,
			const struct solana_accounts *accounts,
			struct openbook_fault *fault)
{
	const struct solana_account *s = accounts->v;

	v->slot = accounts->slot;
	if (!openbook_place_same(v->place, a, &s[OPENBOOK_AT_MARKET], fault) ||
	    !read_side(v, a, OPENBOOK_BID, &s[OPENBOOK_AT_BIDS], fault) ||
	    !read_side(v, a, OPENBOOK_ASK, &s[OPENBOOK_AT_ASKS], fault) ||
	    !read_events(v, a, &s[OPENBOOK_AT_EVENTS], fault))
		return false;
	v->sorted = arena_alloc(a, (v->n_own + 1) * sizeof(*v->sorted));
	for (size_t i = 0; i < v->n_own; i++) {
		if (!openbook_own_read(&v->own[i], v->place,
				       &s[OPENBOOK_AT_OO + i], a, fault))
			return false;
		v->sorted[i] = &v->own[i];
	}
	qsort(v->sorted, v->n_own, sizeof(*v->sorted), by_address);
	return match_side(v, a, OPENBOOK_BID, fault) &&
	       match_side(v, a, OPENBOOK_ASK, fault);
}

/* ---- the book ---- */

/* Leaves of one price are one level; own: only ours. */
static bool levels(struct rec_list *out, const struct openbook_view *v,
		   struct arena *a, enum openbook_side side, bool own,
		   struct openbook_fault *fault)
{
	const struct openbook_slab *slab = &v->side[side];
	struct rec_level *level = arena_alloc(a, slab->n * sizeof(*level));
	uint64_t price = 0, size = 0;

	*out = (struct rec_list){ level, 0 };
	for (size_t i = 0; i < slab->n; i++) {
		const struct openbook_leaf *l = &slab->leaves[i];

		if (own && !openbook_view_own(v, &l->open_orders))
			continue;
		if (!out->n || l->price != price) {
			price = l->price;
			size = 0;
			if (!openbook_price_of(&level[out->n++].price, v->place,
					       price, a, fault))
				return false;
		}
		if (__builtin_add_overflow(size, l->size, &size))
			return openbook_faulty(fault, a, "account_bad",
					       "a level of the book is too "
					       "large");
		if (!openbook_size_of(&level[out->n - 1].size, v->place, size,
				      a, fault))
			return false;
	}
	return true;
}

bool openbook_book_record(struct rec_book *out, const struct openbook_view *v,
			  struct arena *a, int64_t ts_ms,
			  struct openbook_fault *fault)
{
	rec_clear(&rec_book_type, out);
	out->ts_ms = ts_ms;
	out->market = v->place->name;
	out->slot = v->slot;
	return levels(&out->bids, v, a, OPENBOOK_BID, false, fault) &&
	       levels(&out->asks, v, a, OPENBOOK_ASK, false, fault) &&
	       levels(&out->own_bids, v, a, OPENBOOK_BID, true, fault) &&
	       levels(&out->own_asks, v, a, OPENBOOK_ASK, true, fault);
}

/* ---- our orders ---- */

bool openbook_orders(struct rec_list *out, const struct openbook_view *v,
		     struct arena *a, int64_t ts_ms,
		     struct openbook_fault *fault)
{
	size_t most = v->side[OPENBOOK_BID].n + v->side[OPENBOOK_ASK].n;
	struct rec_open_order *order = arena_alloc(a, most * sizeof(*order));

	*out = (struct rec_list){ order, 0 };
	for (int side = OPENBOOK_BID; side <= OPENBOOK_ASK; side++)
		for (size_t i = 0; i < v->side[side].n; i++) {
			const struct openbook_leaf *l =
				&v->side[side].leaves[i];
			const struct openbook_own *o =
				openbook_view_own(v, &l->open_orders);
			struct rec_open_order *r = &order[out->n];

			if (!o)
				continue;
			rec_clear(&rec_open_order_type, r);
			r->ts_ms = ts_ms;
			r->market = v->place->name;
			r->wallet = o->wallet->name;
			r->side =
				(int)openbook_side_of((enum openbook_side)side);
			r->order_id = openbook_id_text(a, l->order_id);
			r->client_id = l->client_id;
			r->account = pubkey_text(a, &o->address);
			if (!openbook_price_of(&r->price, v->place, l->price, a,
					       fault) ||
			    !openbook_size_of(&r->size, v->place, l->size, a,
					      fault))
				return false;
			out->n++;
		}
	return true;
}

static int count_bits(unsigned __int128 x)
{
	return __builtin_popcountll((uint64_t)x) +
	       __builtin_popcountll((uint64_t)(x >> 64));
}

struct rec_oo openbook_oo_record(const struct openbook_view *v, struct arena *a,
				 const struct openbook_own *o, int64_t ts_ms)
{
	int base = v->place->lots.base_decimals;
	int quote = v->place->lots.quote_decimals;
	int n_free = openbook_oo_slots_free(&o->oo);
	struct rec_oo r;

	rec_clear(&rec_oo_type, &r);
	r.ts_ms = ts_ms;
	r.wallet = o->wallet->name;
	r.address = pubkey_text(a, &o->address);
	r.market = v->place->name;
	r.slots_free = n_free;
	r.slots_waiting = OPENBOOK_OO_SLOTS - n_free - count_bits(o->resting);
	r.base_free = atoms_dec(o->oo.base_free, base);
	r.base_total = atoms_dec(o->oo.base_total, base);
	r.quote_free = atoms_dec(o->oo.quote_free, quote);
	r.quote_total = atoms_dec(o->oo.quote_total, quote);
	r.rent_lamports = dec_make((__int128)o->lamports, 0);
	r.slot = v->slot;
	return r;
}

/* ---- the event queue ---- */

static bool seen(const struct pubkey *v, size_t n, const struct pubkey *k)
{
	for (size_t i = 0; i < n; i++)
		if (pubkey_eq(&v[i], k))
			return true;
	return false;
}

bool openbook_queue_record(struct rec_event_queue *out,
			   const struct openbook_view *v, struct arena *a,
			   int64_t ts_ms, struct openbook_fault *fault)
{
	const struct openbook_events *q = &v->events;
	struct pubkey owner[OPENBOOK_HEAD_OWNERS];
	const char **text =
		arena_alloc(a, OPENBOOK_HEAD_OWNERS * sizeof(*text));
	struct openbook_event e;
	size_t n = 0;

	rec_clear(&rec_event_queue_type, out);
	out->ts_ms = ts_ms;
	out->market = v->place->name;
	out->seq = (int64_t)q->next;
	out->count = (int64_t)q->count;
	out->capacity = (int64_t)q->capacity;
	out->own_waiting = 0;
	out->slot = v->slot;
	for (uint64_t seq = q->next - q->count; seq < q->next; seq++) {
		if (openbook_events_get(&e, q, seq))
			return openbook_faulty(fault, a, "account_bad",
					       "event %llu is none",
					       (unsigned long long)seq);
		if (openbook_view_own(v, &e.open_orders))
			out->own_waiting++;
		if (n < OPENBOOK_HEAD_OWNERS &&
		    !seen(owner, n, &e.open_orders)) {
			owner[n] = e.open_orders;
			text[n++] = pubkey_text(a, &e.open_orders);
		}
	}
	out->head_owners = (struct rec_list){ text, n };
	return true;
}
