#include "math/slices.h"

#include "base/mem.h"
#include "math/gcd.h"

#include <stdlib.h>

#define FIRST_CAP 64

void slices_init(struct slices *s, int64_t span, int64_t origin, int64_t step)
{
	*s = (struct slices){
		.now = origin - span,
		.span = span,
		.width = gcd(span, step),
		.origin = origin,
	};
}

void slices_free(struct slices *s)
{
	free(s->ring);
	*s = (struct slices){ .n = 0 };
}

static struct slice *at(const struct slices *s, size_t i)
{
	return &s->ring[(s->head + i) & (s->cap - 1)];
}

static void grow(struct slices *s)
{
	size_t cap = s->cap ? 2 * s->cap : FIRST_CAP;
	struct slice *ring = mem_alloc(cap, sizeof(*ring));

	for (size_t i = 0; i < s->n; i++)
		ring[i] = *at(s, i);
	free(s->ring);
	s->ring = ring;
	s->cap = cap;
	s->head = 0;
}

/* The end of the slice t lies in. */
static int64_t end_of(const struct slices *s, int64_t t)
{
	int64_t past = (t - s->origin) % s->width;

	if (past > 0)
		past -= s->width;
	return t - past;
}

/* The newest slice, which t lies in. */
static struct slice *slice_for(struct slices *s, int64_t t)
{
	struct slice *newest = s->n ? at(s, s->n - 1) : NULL;

	if (newest && t <= newest->end)
		return newest;
	if (s->n == s->cap)
		grow(s);
	newest = at(s, s->n++);
	*newest = (struct slice){ .end = end_of(s, t) };
	return newest;
}

enum status slices_add(struct slices *s, int64_t t, struct pivot_sums trade)
{
	struct pivot_sums *sums;

	if (pivot_sums_add(&s->live, trade))
		return ST_OVERFLOW;
	/* It fits: a slice's sums are no larger than all together. */
	sums = &slice_for(s, t)->sums;
	sums->pv += trade.pv;
	sums->v += trade.v;
	sums->n += trade.n;
	return ST_OK;
}

void slices_advance(struct slices *s, int64_t now)
{
	s->now = now;
	while (s->n && at(s, 0)->end <= now - s->span) {
		pivot_sums_sub(&s->live, at(s, 0)->sums);
		s->head = (s->head + 1) & (s->cap - 1);
		s->n--;
	}
}

enum status slices_rescale(struct slices *s, uint64_t price_factor,
			   uint64_t size_factor)
{
	struct pivot_sums live = s->live;

	if (pivot_sums_rescale(&live, price_factor, size_factor))
		return ST_OVERFLOW;
	s->live = live;
	for (size_t i = 0; i < s->n; i++)
		if (pivot_sums_rescale(&at(s, i)->sums, price_factor,
				       size_factor))
			return ST_OVERFLOW; /* not where their sum fits */
	return ST_OK;
}
