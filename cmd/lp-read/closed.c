#include "closed.h"

#include "base/conf.h"
#include "data/rec_hedge.h"
#include "stored.h"

#include <string.h>

/* What hedges say of a position. */
struct hedged {
	const char *position;
	bool any;      /* there is a hedge at all */
	bool released; /* one lists it as closed */
};

static void look(struct hedged *h, const struct rec_hedge *hedge)
{
	const struct rec_covered *covered = hedge->covered.v;

	h->any = true;
	for (size_t i = 0; i < hedge->covered.n; i++)
		if (covered[i].closed &&
		    !strcmp(covered[i].position, h->position))
			h->released = true;
}

/* ctx is a struct hedged. */
static bool take(void *ctx, const struct rec_type *type, const void *rec)
{
	struct hedged *h = ctx;

	(void)type;
	look(h, rec);
	return !h->released;
}

/* ctx is a struct hedged. */
static bool take_one(void *ctx, const struct rec_type *type, const void *rec)
{
	struct hedged *h = ctx;

	(void)type;
	(void)rec;
	h->any = true;
	return false;
}

/* When its last flow was, Unix ms. */
static int64_t ended_ms(const struct reader *r, const struct rec_position *p)
{
	const struct rec_flow *flows = p->flows.v;
	struct dec block_s = conf_dec("BLOCK_TIME_S");

	if (p->flows.n)
		return flows[p->flows.n - 1].ts_ms;
	return r->chain->block_ts_s * 1000 -
	       (int64_t)((double)(r->chain->block - p->block) *
			 dec_to_double(block_s) * 1000);
}

/* Whether it was told long enough.  A hedge that lets go of it is never older than
 * its last record: the first one behind that usually says so. */
static bool is_over(struct reader *r, const struct past_position *past)
{
	static const char *const types[] = { "hedge", NULL };
	const struct store_query behind = { .types = types,
					    .from_ms = past->p.ts_ms,
					    .to_ms = INT64_MAX };
	const struct store_query any = { .types = types, .newest = 1 };
	const struct rec_hedge *const *seen = r->seen.hedges.v;
	struct hedged h = { .position = past->p.position };

	if (!stored_scan(r, &behind, take, &h))
		return false;
	for (size_t i = 0; i < r->seen.hedges.n; i++)
		look(&h, seen[i]);
	if (!h.any && !stored_scan(r, &any, take_one, &h))
		return false;
	if (h.any)
		return h.released;
	return r->ts_ms - ended_ms(r, &past->p) > conf_ms("CLOSED_KEEP");
}

/* ---- what is gone ---- */

static bool is_empty(const struct rec_position *p)
{
	return !dec_sign(p->liquidity) && !dec_sign(p->uncollected0) &&
	       !dec_sign(p->uncollected1);
}

/* Its token is still there, and nothing behind it. */
static void sort_empty(struct reader *r)
{
	bool named = conf_isset("POSITIONS");
	size_t n = 0;

	for (size_t i = 0; i < r->n_positions; i++) {
		struct rec_position *p = r->positions[i];
		const struct past_position *past =
			past_find(&r->past, p->position);

		if (!is_empty(p) || (named && !past))
			r->positions[n++] = p;
		else if (past)
			reader_gone(r, p);
	}
	r->n_positions = n;
}

static void add_closed(struct reader *r)
{
	for (size_t i = 0; i < r->past.n; i++) {
		const struct past_position *past = &r->past.v[i];
		struct rec_position *p;

		if (!past->closed || reader_is_told(r, past->p.position))
			continue;
		p = arena_alloc(r->a, sizeof(*p));
		*p = past->p;
		reader_gone(r, p);
	}
}

static void drop_over(struct reader *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_gone; i++) {
		const struct past_position *past =
			past_find(&r->past, r->gone[i]->position);

		if (!past || !past->closed || !is_over(r, past))
			r->gone[n++] = r->gone[i];
	}
	r->n_gone = n;
}

void closed_sort(struct reader *r)
{
	sort_empty(r);
	add_closed(r);
	drop_over(r);
}
