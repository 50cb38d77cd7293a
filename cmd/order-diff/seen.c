#include "seen.h"

#include <stdlib.h>
#include <string.h>

_Static_assert((int)DIFF_SENT == PENDING_SENT &&
		       (int)DIFF_UNKNOWN == PENDING_UNKNOWN &&
		       (int)DIFF_CANCELLING == PENDING_CANCELLING &&
		       (int)DIFF_DONE == PENDING_DONE,
	       "a pending record's states are the diff's");

static struct entry *push(struct entries *e, struct arena *a)
{
	if (e->n == e->cap) {
		size_t cap = e->cap ? 2 * e->cap : 64;

		e->v = arena_grow(a, e->v, e->cap * sizeof(*e->v),
				  cap * sizeof(*e->v));
		e->cap = cap;
	}
	return &e->v[e->n++];
}

bool seen_is_ours(struct seen *s, struct arena *a, const char *configured,
		  const char *market)
{
	if (!s->market)
		s->market = arena_strdup(a, *configured ? configured : market);
	if (!strcmp(s->market, market))
		return true;
	if (!*configured && !s->other)
		s->other = arena_strdup(a, market);
	return false;
}

void seen_order(struct seen *s, struct arena *a, const struct rec_order *r)
{
	*push(&s->desired, a) = (struct entry){
		.wallet = arena_strdup(a, r->wallet),
		.price = r->price,
		.size = r->size,
		.client_id = r->client_id,
		.since_ms = r->since_ms,
		.side = r->side,
	};
}

void seen_open_order(struct seen *s, struct arena *a,
		     const struct rec_open_order *r)
{
	*push(&s->resting, a) = (struct entry){
		.wallet = arena_strdup(a, r->wallet),
		.price = r->price,
		.size = r->size,
		.client_id = r->client_id,
		.side = r->side,
	};
}

const char *seen_pending(struct seen *s, struct arena *a,
			 const struct rec_pending *r, const char *wallet)
{
	enum diff_verb verb = diff_verb_of(r->action);

	if (verb != DIFF_OTHER) {
		if (!r->client_id)
			return "'client_id': missing";
		if (r->side < 0)
			return "'side': missing";
		if (verb != DIFF_CANCEL &&
		    (dec_is_none(r->price) || dec_is_none(r->size)))
			return "'price', 'size': missing";
	}
	*push(&s->pending, a) = (struct entry){
		.wallet = arena_strdup(a, wallet),
		.price = r->price,
		.size = r->size,
		.client_id = r->client_id,
		.since_ms = r->since_ms,
		.side = r->side,
		.verb = verb,
		.state = (enum diff_state)r->state,
	};
	return NULL;
}

static int cmp_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char **names_of(const char **name, const struct entries *e)
{
	for (size_t i = 0; i < e->n; i++)
		*name++ = e->v[i].wallet;
	return name;
}

/* Every wallet's name once, sorted.  Returns how many. */
static size_t name_wallets(const struct seen *s, struct arena *a,
			   const char ***out)
{
	size_t most = s->desired.n + s->resting.n + s->pending.n, n = 0;
	const char **name = arena_alloc(a, most * sizeof(*name));

	names_of(names_of(names_of(name, &s->desired), &s->resting),
		 &s->pending);
	if (most)
		qsort(name, most, sizeof(*name), cmp_name);
	for (size_t i = 0; i < most; i++) {
		if (!n || strcmp(name[n - 1], name[i]))
			name[n++] = name[i];
	}
	*out = name;
	return n;
}

/* How prices and wallets become numbers in this frame. */
struct scale {
	const struct rec_market *steps;
	const char **wallets;
	size_t n_wallets;
};

static bool in_steps(const struct rec_market *steps, const struct entry *e,
		     struct order *o)
{
	return steps && !dec_units(&o->price, e->price, steps->tick) &&
	       !dec_units(&o->size, e->size, steps->base_lot) && o->price > 0 &&
	       o->price < PRICE_MAX && o->size > 0 && o->size < SIZE_MAX_LOTS;
}

/* False: the price or size is not in whole steps; then *o reaches least far. */
static bool set_order(const struct scale *to, const struct entry *e,
		      struct order *o)
{
	const char **wallet = bsearch(&e->wallet, to->wallets, to->n_wallets,
				      sizeof(*to->wallets), cmp_name);

	o->wallet = (int)(wallet - to->wallets);
	if (e->verb == DIFF_OTHER)
		return true;
	o->client_id = e->client_id;
	o->since_ms = e->since_ms;
	o->side = (enum side)e->side;
	if (!dec_is_none(e->price) && in_steps(to->steps, e, o))
		return true;
	diff_unpriced(o);
	return e->verb == DIFF_CANCEL && dec_is_none(e->price);
}

/* Sets *bad to the first that is not in whole steps, unless one was before. */
static struct order *orders_of(const struct scale *to, const struct entries *e,
			       struct arena *a, const struct entry **bad)
{
	struct order *o = arena_alloc(a, e->n * sizeof(*o));

	for (size_t i = 0; i < e->n; i++) {
		if (!set_order(to, &e->v[i], &o[i]) && !*bad)
			*bad = &e->v[i];
	}
	return o;
}

static struct diff_pending *pending_of(const struct scale *to,
				       const struct entries *e, struct arena *a,
				       const struct entry **bad)
{
	struct diff_pending *p = arena_alloc(a, e->n * sizeof(*p));

	for (size_t i = 0; i < e->n; i++) {
		p[i].verb = e->v[i].verb;
		p[i].state = e->v[i].state;
		if (!set_order(to, &e->v[i], &p[i].order) && !*bad)
			*bad = &e->v[i];
	}
	return p;
}

const struct entry *seen_ordered(const struct seen *s, struct arena *a,
				 struct ordered *out)
{
	struct scale to = { .steps = s->steps };
	const struct entry *bad = NULL;
	struct diff_frame *f = &out->frame;

	to.n_wallets = name_wallets(s, a, &to.wallets);
	*out = (struct ordered){ .wallets = to.wallets };
	f->desired = orders_of(&to, &s->desired, a, &bad);
	f->n_desired = s->desired.n;
	f->resting = orders_of(&to, &s->resting, a, &bad);
	f->n_resting = s->resting.n;
	f->pending = pending_of(&to, &s->pending, a, &bad);
	f->n_pending = s->pending.n;
	f->blind = !s->book;
	return s->desired.n ? bad : NULL;
}
