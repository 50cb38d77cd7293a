#include "curve.h"

#include "base/dec.h"
#include "math/univ3_amounts.h"
#include "outlook.h"

#include <math.h>
#include <string.h>

#define ROOT_LEAST 0x1p32
#define ROOT_MOST  0x1p160

/* The root nearest to that of a price: to 53 bits. */
static bool root_at(struct u256 *out, const struct lp_place *place,
		    double price)
{
	double s = sqrt(price) *
		   pow(10, (place->decimals1 - place->decimals0) / 2.0) *
		   0x1p96;
	int exponent;
	double mantissa = frexp(s, &exponent);
	struct u256 m;

	if (!(s >= ROOT_LEAST && s < ROOT_MOST))
		return false;
	m = u256_of_u64((uint64_t)ldexp(mantissa, 53));
	*out = exponent < 53 ? u256_shr(m, 53 - exponent)
			     : u256_shl(m, exponent - 53);
	return true;
}

static bool amounts_of(struct lp_amounts *out, struct u256 amount0,
		       struct u256 amount1)
{
	unsigned __int128 a0, a1;

	if (u256_to_u128(&a0, amount0) || u256_to_u128(&a1, amount1) ||
	    a0 >> 127 || a1 >> 127)
		return false;
	*out = (struct lp_amounts){ (__int128)a0, (__int128)a1 };
	return true;
}

/* Of a pair what was put in alone counts, as in its accounts. */
static bool worth_at(struct lp_amounts *out, const struct books *b,
		     const struct lp_place *place, struct u256 s)
{
	static const struct lp_amounts most = {
		(__int128)(~(unsigned __int128)0 >> 1),
		(__int128)(~(unsigned __int128)0 >> 1),
	};
	struct univ3_amounts a;

	if (b->p->kind == POOL_V2)
		return !lp_share_worth(out, &b->share, s, most);
	return !univ3_amounts_floor(&a, s, place->lower, place->upper,
				    place->liquidity) &&
	       amounts_of(out, a.amount0, a.amount1);
}

bool curve_at(struct curve_point *out, const struct books *b,
	      const struct lp_place *place, double price)
{
	struct u256 s;

	return root_at(&s, place, price) && worth_at(&out->now, b, place, s) &&
	       books_price(&out->price, b, s, b->quote) &&
	       !lp_values(&out->values, &out->price, out->now, &b->tokens);
}

static void add_point(struct rec_il *il, const struct books *b,
		      const struct curve_point *at, double price)
{
	struct rec_il_point *v = il->curve.v;
	const struct lp_values *x = &at->values;

	v[il->curve.n++] = (struct rec_il_point){
		.price = price,
		.amount0 = dec_make(at->now.a0, (int)b->p->decimals0),
		.amount1 = dec_make(at->now.a1, (int)b->p->decimals1),
		.value = dec_make(x->now, b->decimals_n),
		.value_hold = dec_make(x->hold, b->decimals_n),
		.il_amount = dec_make(x->il, b->decimals_n),
		.il_pct = x->hold > 0 ? 100 * ((double)x->il / (double)x->hold)
				      : NAN,
	};
}

void curve_add(struct rec_il *il, struct arena *a, const struct books *b,
	       const struct il_conf *c)
{
	struct curve_point at;
	struct lp_place place;

	if (!c->n_at || !b->known || !b->priced || !outlook_place(&place, b))
		return;
	il->curve.v = arena_alloc(a, c->n_at * sizeof(struct rec_il_point));
	for (size_t i = 0; i < c->n_at; i++)
		if (curve_at(&at, b, &place, c->at[i]))
			add_point(il, b, &at, c->at[i]);
}

size_t curve_prices(double **v, struct arena *a, const char *const *texts,
		    int n)
{
	size_t count = 0, room = 0;

	for (int i = 0; i < n; i++)
		room += strlen(texts[i]) / 2 + 1;
	*v = arena_alloc(a, room * sizeof(**v));
	for (int i = 0; i < n; i++) {
		const char *s = texts[i];

		while (*(s += strspn(s, ", "))) {
			size_t len = strcspn(s, ", ");
			struct dec d;

			if (dec_parse(&d, s, len) || dec_sign(d) <= 0)
				mm_die(MM_USAGE, "--at: '%.*s' is no price",
				       (int)len, s);
			(*v)[count++] = dec_to_double(d);
			s += len;
		}
	}
	return count;
}
