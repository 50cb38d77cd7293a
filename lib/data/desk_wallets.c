/* Wallets by name, and what each can spend. */
#include "data/desk_parts.h"

#include <stdlib.h>
#include <string.h>

static int by_name(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;

	return strcmp(a->name, b->name);
}

void desk_name_wallets(struct turning *t)
{
	const struct desk_list *l = &t->d->wallets;
	struct grid_input *in = &t->f->input;

	t->places = arena_alloc(t->a, l->n * sizeof(*t->places));
	t->bound = arena_alloc(t->a, l->n * sizeof(*t->bound));
	t->f->wallets = arena_alloc(t->a, l->n * sizeof(char *));
	in->n_wallets = (int)l->n;
	for (size_t i = 0; i < l->n; i++) {
		const struct rec_wallet *w = l->v[i];

		t->f->wallets[i] = w->wallet;
		t->places[i] = (struct place){ w->wallet, (int)i };
	}
	qsort(t->places, l->n, sizeof(*t->places), by_name);
	for (size_t i = 1; i < l->n; i++)
		if (!by_name(&t->places[i - 1], &t->places[i]))
			desk_lacks(t, GRID_NO_WALLET,
				   "wallet '%s' stands twice",
				   t->places[i].name);
	if (!l->n)
		desk_lacks(t, GRID_NO_WALLET, "no wallet");
}

int desk_wallet(const struct turning *t, const char *name)
{
	const struct place key = { name, 0 };
	const struct place *p =
		bsearch(&key, t->places, (size_t)t->f->input.n_wallets,
			sizeof(key), by_name);

	return p ? p->index : -1;
}

static const struct rec_balance *balance_of(const struct rec_wallet *w,
					    const char *asset)
{
	const struct rec_balance *v = w->balances.v;

	for (size_t i = 0; i < w->balances.n; i++)
		if (!strcmp(v[i].asset, asset))
			return &v[i];
	return NULL;
}

/* What our orders lock, at most: with their fee. */
static struct dec lockable(const struct turning *t, const struct binding *b,
			   enum side side)
{
	int64_t n = b->locked[side];

	if (side == SIDE_SELL)
		return steps_times(n, t->f->steps.lot);
	n += (int64_t)((__int128)n * t->f->conf.fee_ppm / PPM) + 1;
	return steps_times(n, t->f->steps.quote);
}

/* Free, locked by our orders and unsettled, less what is on its way out and the
 * reserve, in whole steps.  False: out of range. */
static bool means_of(const struct turning *t, const struct rec_balance *b,
		     const struct binding *bound, enum side side, int64_t *out)
{
	bool buy = side == SIDE_BUY;
	struct dec locked = lockable(t, bound, side), sum;
	struct dec unit = buy ? t->f->steps.quote : t->f->steps.lot;
	struct dec reserve =
		buy ? t->f->conf.reserve_quote : t->f->conf.reserve_base;

	if (dec_cmp(b->locked, locked) < 0)
		locked = b->locked;
	if (dec_add(&sum, b->free, locked) ||
	    dec_add(&sum, sum, b->unsettled) ||
	    dec_sub(&sum, sum, bound->going[side]) ||
	    dec_sub(&sum, sum, reserve))
		return false;
	if (dec_sign(sum) <= 0) {
		*out = 0;
		return true;
	}
	if (dec_units_floor(out, sum, unit))
		return false;
	if (buy)
		*out = (int64_t)((__int128)*out * PPM /
				 (PPM + t->f->conf.fee_ppm));
	return true;
}

static void read_wallet(struct turning *t, int i, struct means *out)
{
	const struct rec_wallet *w = t->d->wallets.v[i];
	const char *quote = t->d->steps->quote.asset;
	const char *base = t->d->steps->base.asset;
	const struct rec_balance *q = balance_of(w, quote);
	const struct rec_balance *b = balance_of(w, base);

	if (!q || !b)
		desk_lacks(t, GRID_NO_WALLET, "wallet '%s' has no '%s'",
			   w->wallet, q ? base : quote);
	else if (!means_of(t, q, &t->bound[i], SIDE_BUY, &out->quote) ||
		 !means_of(t, b, &t->bound[i], SIDE_SELL, &out->base))
		desk_lacks(t, GRID_NO_WALLET,
			   "the balances of '%s' are out of range", w->wallet);
	desk_stale(t, GRID_NO_WALLET, "wallet", w->ts_ms);
}

void desk_read_wallets(struct turning *t)
{
	struct grid_input *in = &t->f->input;
	struct means *v = arena_alloc(t->a, (size_t)in->n_wallets * sizeof(*v));

	for (int i = 0; i < in->n_wallets; i++)
		read_wallet(t, i, &v[i]);
	in->means = v;
}
