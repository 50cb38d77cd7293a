/* quoted.c - what token1 and the native coin were worth when a flow happened. */
#include "stored.h"
#include "story.h"

#include "base/conf.h"
#include "data/rec_price.h"
#include "math/pool_price.h"

#include <stdlib.h>
#include <string.h>

/* A pair whose price is looked for in the store. */
struct wanted {
	const char *asset, *numeraire;
	struct dec price;
};

/* ctx is a struct wanted. */
static bool take_stored(void *ctx, const struct rec_type *type, const void *rec)
{
	struct wanted *w = ctx;
	const struct rec_price *p = rec;

	(void)type;
	if (rec_price_is_of(p, w->asset, w->numeraire))
		w->price = p->price;
	return true;
}

/* The newest price of the store at that time or before, not older than a reference
 * may be. */
static struct dec stored(struct reader *r, const char *asset,
			 const char *numeraire, int64_t ts_ms)
{
	static const char *const types[] = { "price", NULL };
	const struct store_query q = { .types = types,
				       .from_ms =
					       ts_ms - conf_ms("REFERENCE_AGE"),
				       .to_ms = ts_ms + 1 };
	struct wanted w = { asset, numeraire, DEC_NONE };

	return stored_scan(r, &q, take_stored, &w) ? w.price : DEC_NONE;
}

/* That of the frame where the flow is as young, else that of the store.  Chains may
 * be ahead of our clock. */
static struct dec price_at(struct reader *r, const char *asset,
			   const char *numeraire, int64_t ts_ms)
{
	const struct rec_price *const *v = r->seen.prices.v;

	for (size_t i = r->seen.prices.n; i--;)
		if (rec_price_is_of(v[i], asset, numeraire) &&
		    llabs(v[i]->ts_ms - ts_ms) <= conf_ms("REFERENCE_AGE"))
			return v[i]->price;
	return stored(r, asset, numeraire, ts_ms);
}

static bool is_coin(const struct reader *r, const char *asset)
{
	return asset &&
	       (!strcmp(asset, r->conf.native->name) ||
		(r->conf.wrapped && !strcmp(asset, r->conf.wrapped->name)));
}

/* The coin in numeraire, where the pool is of these two. */
static struct dec price_in(const struct reader *r, const struct rec_position *p,
			   const struct rec_flow *f, const char *numeraire)
{
	struct u256 inverse, q192 = u256_shl(u256_of_u64(1), 192);
	struct dec price;

	if (!f->sqrt_price_x96.known)
		return DEC_NONE;
	if (is_coin(r, p->token0) && !strcmp(p->token1, numeraire))
		return pool_price_sqrt(&price, f->sqrt_price_x96.v,
				       (int)p->decimals0, (int)p->decimals1)
			       ? DEC_NONE
			       : price;
	if (is_coin(r, p->token1) && !strcmp(p->token0, numeraire))
		return u256_divmod(&inverse, NULL, q192, f->sqrt_price_x96.v) ||
				       pool_price_sqrt(&price, inverse,
						       (int)p->decimals1,
						       (int)p->decimals0)
			       ? DEC_NONE
			       : price;
	return DEC_NONE;
}

void quoted_put(struct telling *t, struct story *s)
{
	struct reader *r = t->r;
	const struct rec_position *p = s->p;
	const char *numeraire = conf_text("NUMERAIRE");
	bool quoted =
		!strcmp(p->token0, numeraire) || !strcmp(p->token1, numeraire);

	for (size_t i = 0; i < s->n_flows; i++) {
		struct rec_flow *f = &s->flows[i];

		if (!quoted)
			f->quote_price =
				price_at(r, p->token1, numeraire, f->ts_ms);
		f->native_price = is_coin(r, numeraire)
					  ? dec_make(1, 0)
					  : price_at(r, r->conf.native->name,
						     numeraire, f->ts_ms);
		if (dec_is_none(f->native_price) && r->conf.wrapped)
			f->native_price = price_at(r, r->conf.wrapped->name,
						   numeraire, f->ts_ms);
		if (dec_is_none(f->native_price))
			f->native_price = price_in(r, p, f, numeraire);
	}
}
