#include "seen.h"

#include "math/univ3_tick.h"

#include <stdlib.h>
#include <string.h>

static struct kept *place_of(struct seen *s, const struct rec_type *type)
{
	if (type == &rec_position_type)
		return &s->open;
	if (type == &rec_closed_type)
		return &s->closed;
	if (type == &rec_price_type)
		return &s->prices;
	if (type == &rec_pool_type)
		return &s->pools;
	if (type == &rec_token_type)
		return &s->tokens;
	if (type == &rec_holding_type)
		return &s->holdings;
	return &s->before;
}

void seen_keep(struct seen *s, struct arena *a, const struct rec_type *type,
	       const void *rec)
{
	struct kept *k = place_of(s, type);

	if (type == &rec_hedge_type) {
		s->hedge = rec;
		return;
	}
	if (!(k->n & (k->n - 1)))
		k->v = arena_grow(a, k->v, k->n * sizeof(*k->v),
				  (k->n ? 2 * k->n : 1) * sizeof(*k->v));
	k->v[k->n++] = rec;
}

const struct rec_pool *seen_pool(const struct seen *s,
				 const struct rec_position *p)
{
	for (size_t i = s->pools.n; i--;) {
		const struct rec_pool *r = s->pools.v[i];

		if (r->chain_id == p->chain_id && !strcmp(r->pool, p->pool))
			return r;
	}
	return NULL;
}

static struct dec price_of(const struct seen *s, const struct il_conf *c,
			   const char *asset, int64_t now_ms)
{
	for (size_t i = s->prices.n; i--;) {
		const struct rec_price *r = s->prices.v[i];

		if (rec_price_is_of(r, asset, c->numeraire))
			return r->age_ms <= c->price_age_ms &&
					       now_ms - r->ts_ms <=
						       c->price_age_ms &&
					       dec_sign(r->price) > 0
				       ? r->price
				       : DEC_NONE;
	}
	return DEC_NONE;
}

/* The other form of the native coin; NULL: it is neither. */
static const char *twin_of(const struct il_conf *c, const char *asset)
{
	const struct evm_asset *native = c->evm.native;
	const struct evm_asset *wrapped = c->evm.wrapped;

	if (!wrapped)
		return NULL;
	if (!strcmp(asset, native->name))
		return wrapped->name;
	return strcmp(asset, wrapped->name) ? NULL : native->name;
}

struct dec seen_price(const struct seen *s, const struct il_conf *c,
		      const char *asset, int64_t now_ms)
{
	struct dec price = price_of(s, c, asset, now_ms);
	const char *twin = twin_of(c, asset);

	if (!dec_is_none(price) || !twin)
		return price;
	if (!strcmp(twin, c->numeraire))
		return dec_make(1, 0);
	return price_of(s, c, twin, now_ms);
}

int seen_decimals(const struct seen *s, const struct il_conf *c)
{
	const struct evm_asset *asset = evm_conf_asset(&c->evm, c->numeraire);

	if (asset)
		return asset->decimals;
	for (size_t i = s->tokens.n; i--;) {
		const struct rec_token *r = s->tokens.v[i];

		if (!strcmp(r->asset, c->numeraire))
			return r->decimals <= DEC_SCALE_MAX ? (int)r->decimals
							    : -1;
	}
	return -1;
}

bool seen_root(struct u256 *out, struct seen_roots *roots, int32_t tick)
{
	uint32_t mixed = (uint32_t)tick * UINT32_C(0x9e3779b1);
	size_t i = mixed >> (32 - SEEN_ROOT_BITS);

	if (!roots->at[i].known || roots->at[i].tick != tick) {
		roots->at[i].known = false;
		if (univ3_sqrt_at_tick(&roots->at[i].root, tick))
			return false;
		roots->at[i].known = true;
		roots->at[i].tick = tick;
	}
	*out = roots->at[i].root;
	return true;
}

bool seen_covered(const struct seen *s, const char *position)
{
	const struct rec_covered *v;

	if (!s->hedge)
		return false;
	v = s->hedge->covered.v;
	for (size_t i = 0; i < s->hedge->covered.n; i++)
		if (v[i].closed && !strcmp(v[i].position, position))
			return true;
	return false;
}

static int by_name(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* The names of all positions of the frame, sorted. */
static const char **names_of(const struct seen *s, struct arena *a)
{
	size_t n = s->open.n + s->closed.n, at = 0;
	const char **names = arena_alloc(a, (n + 1) * sizeof(*names));

	for (size_t i = 0; i < s->open.n; i++)
		names[at++] =
			((const struct rec_position *)s->open.v[i])->position;
	for (size_t i = 0; i < s->closed.n; i++)
		names[at++] =
			((const struct rec_position *)s->closed.v[i])->position;
	qsort(names, n, sizeof(*names), by_name);
	return names;
}

/* A roll is over when it is; what was closed was told until the hedge knew. */
const struct rec_il *seen_vanished(const struct seen *s, struct arena *a)
{
	const char **names;

	if (!s->before.n)
		return NULL;
	names = names_of(s, a);
	for (size_t i = 0; i < s->before.n; i++) {
		const struct rec_il *il = s->before.v[i];

		if (!il->closed && !il->roll &&
		    !bsearch(&il->position, names, s->open.n + s->closed.n,
			     sizeof(*names), by_name))
			return il;
	}
	return NULL;
}
