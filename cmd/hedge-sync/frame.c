#include "frame.h"

#include <string.h>

static struct gathered_list *place_of(struct gathered *g,
				      const struct rec_type *type)
{
	if (type == &rec_il_type)
		return &g->ils;
	if (type == &rec_holding_type)
		return &g->holdings;
	if (type == &rec_venue_account_type)
		return &g->accounts;
	if (type == &rec_venue_position_type)
		return &g->positions;
	if (type == &rec_instrument_type)
		return &g->instruments;
	if (type == &rec_funding_type)
		return &g->fundings;
	if (type == &rec_fill_type)
		return &g->fills;
	return NULL;
}

void gather_take(struct gathered *g, struct arena *a,
		 const struct rec_type *type, const void *rec)
{
	struct gathered_list *k = place_of(g, type);

	if (type == &rec_hedge_type)
		g->last = rec_copy(a, type, rec);
	if (!k)
		return;
	if (!(k->n & (k->n - 1)))
		k->v = arena_grow(a, k->v, k->n * sizeof(*k->v),
				  (k->n ? 2 * k->n : 1) * sizeof(*k->v));
	k->v[k->n++] = rec_copy(a, type, rec);
}

bool gather_record(struct frame *f, const struct rec_type *type,
		   const void *rec)
{
	gather_take(f->ctx, &f->arena, type, rec);
	return true;
}

void gather_close(struct gathered *g, struct frame *f, int64_t ts_ms)
{
	g->f = f;
	g->ts_ms = ts_ms;
	g->refused = f->refused;
}

void gather_clear(struct gathered *g)
{
	*g = (struct gathered){ .adopt = g->adopt,
				.again = g->again,
				.live = g->live };
}

const struct rec_venue_account *
gather_account(const struct gathered *g, const char *venue, const char *account)
{
	for (size_t i = g->accounts.n; i--;) {
		const struct rec_venue_account *r = g->accounts.v[i];

		if (!strcmp(r->venue, venue) && !strcmp(r->account, account))
			return r;
	}
	return NULL;
}

const struct rec_instrument *gather_instrument(const struct gathered *g,
					       const char *venue,
					       const char *symbol)
{
	for (size_t i = g->instruments.n; i--;) {
		const struct rec_instrument *r = g->instruments.v[i];

		if (!strcmp(r->venue, venue) && !strcmp(r->symbol, symbol))
			return r;
	}
	return NULL;
}

const struct rec_venue_position *gather_position(const struct gathered *g,
						 const char *venue,
						 const char *account,
						 const char *symbol,
						 enum cex_position_side side)
{
	for (size_t i = g->positions.n; i--;) {
		const struct rec_venue_position *r = g->positions.v[i];

		if (!strcmp(r->venue, venue) && !strcmp(r->account, account) &&
		    !strcmp(r->symbol, symbol) && r->position_side == (int)side)
			return r;
	}
	return NULL;
}

const struct seat_base *gather_base(const struct gathered *g, const char *venue,
				    const char *account, const char *symbol)
{
	const struct seat_base *b = g->bases.v;

	for (size_t i = 0; i < g->bases.n; i++)
		if (!strcmp(b[i].venue, venue) &&
		    !strcmp(b[i].account, account) &&
		    !strcmp(b[i].symbol, symbol))
			return &b[i];
	return NULL;
}
