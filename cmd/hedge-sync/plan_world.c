/* plan_world.c - the frame as lib/math/hedge.h asks for it. */
#include "plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define YEAR_S   31536000.0
#define MOVE_MAX 10e6 /* 1/10^6 */
#define PPM_ONE  1e6

/* ---- exposures ---- */

static size_t asset_at(struct plan_job *j, const char *name)
{
	size_t i = 0;

	while (i < j->w.n_assets && strcmp(j->assets[i].name, name) != 0)
		i++;
	if (i < j->w.n_assets)
		return i;
	j->assets[j->w.n_assets++] = (struct hedge_asset){
		.name = name,
		.exposure = DEC_ZERO,
		.since_ms = -1,
		.move_ppm = -1,
	};
	return i;
}

static void add_unhedged(struct plan_job *j, const struct rec_il_exposure *e)
{
	struct rec_list *l = &j->unhedged;
	struct rec_amount *v = l->v;
	size_t i = 0;

	while (i < l->n && strcmp(v[i].name, e->asset) != 0)
		i++;
	if (i == l->n) {
		l->v = v = arena_grow(j->a, v, l->n * sizeof(*v),
				      (l->n + 1) * sizeof(*v));
		v[l->n++] = (struct rec_amount){ e->asset, DEC_ZERO };
	}
	if (dec_add(&v[i].amount, v[i].amount, e->amount))
		frame_refuse(j->g->f, "overflow", "'%s': does not fit",
			     e->asset);
}

/* Mean absolute move of the price within the horizon of the il record: of a normal
 * one, sigma sqrt(t) sqrt(2 / pi). */
static int64_t move_of(const struct rec_il *il)
{
	double x;

	if (isnan(il->sigma_ratio) || il->horizon_s == REC_NONE_INT ||
	    il->horizon_s <= 0)
		return -1;
	x = PPM_ONE * il->sigma_ratio *
	    sqrt((double)il->horizon_s / YEAR_S * 2 / M_PI);
	return x >= 0 && x < MOVE_MAX ? (int64_t)x : -1;
}

static void expose(struct plan_job *j, const struct rec_il *il)
{
	const struct rec_il_exposure *v = il->exposures.v;
	int64_t move = move_of(il);

	for (size_t i = 0; i < il->exposures.n; i++) {
		const char *name = hedge_conf_asset(j->c, v[i].asset);
		struct hedge_asset *a;

		if (!strcmp(v[i].asset, j->c->numeraire))
			continue;
		if (!name) {
			add_unhedged(j, &v[i]);
			continue;
		}
		a = &j->assets[asset_at(j, name)];
		if (dec_add(&a->exposure, a->exposure, v[i].amount))
			frame_refuse(j->g->f, "overflow", "'%s': does not fit",
				     v[i].asset);
		if (move > a->move_ppm)
			a->move_ppm = move;
	}
}

static int by_name(const void *a, const void *b)
{
	const struct rec_amount *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* When an order was last asked for of that asset; -1: never. */
static int64_t asked_ms(const struct plan_job *j, const char *asset)
{
	const struct rec_hedge *last = j->g->last;
	const struct rec_hedge_leg *v = last ? last->legs.v : NULL;
	int64_t at = -1;

	for (size_t i = 0; last && i < last->legs.n; i++)
		if (!strcmp(v[i].asset, asset) && v[i].traded_ms > at)
			at = v[i].traded_ms;
	return at;
}

void plan_exposures(struct plan_job *j)
{
	j->assets = arena_alloc(j->a, (j->c->n_names + 1) * sizeof(*j->assets));
	for (size_t i = 0; i < j->c->n_pairs; i++)
		asset_at(j, j->c->pairs[i].asset);
	for (size_t i = 0; i < j->n_ils; i++)
		expose(j, j->ils[i]);
	for (size_t i = 0; i < j->w.n_assets; i++) {
		int64_t at = asked_ms(j, j->assets[i].name);

		if (at >= 0)
			j->assets[i].since_ms = j->g->ts_ms - at;
	}
	if (j->unhedged.n)
		qsort(j->unhedged.v, j->unhedged.n, sizeof(struct rec_amount),
		      by_name);
	j->w.assets = j->assets;
}

/* ---- what is left alone ---- */

struct dec plan_base(const struct plan_job *j,
		     const struct hedge_conf_pair *pair)
{
	const struct hedge_conf_venue *at = &j->c->venues[pair->venue];
	const struct rec_hedge *last = j->g->last;
	const struct rec_hedge_leg *v = last ? last->legs.v : NULL;
	const struct seat_base *b =
		gather_base(j->g, at->name, at->account, pair->symbol);

	if (b)
		return b->size;
	for (size_t i = 0; !j->g->bases.n && last && i < last->legs.n; i++)
		if (!strcmp(v[i].venue, at->name) &&
		    !strcmp(v[i].account, at->account) &&
		    !strcmp(v[i].instrument, pair->symbol) &&
		    !dec_is_none(v[i].base))
			return v[i].base;
	return DEC_ZERO;
}
