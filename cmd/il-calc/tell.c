#include "tell.h"

#include "base/tens.h"
#include "curve.h"
#include "math/pool_price.h"
#include "outlook.h"

#include <math.h>
#include <string.h>

#define UNKNOWN_MAX 8
#define ROLL_PREFIX "roll:"

#define BRIEF_DIGITS 12
#define BRIEF_LEAST  1e-10 /* the power of ten is one a double has exactly ... */
#define BRIEF_MOST   1e11  /* ... and not below 1 */

/* ---- what is not known ---- */

static void unknown(struct rec_il *il, struct arena *a, const char *what)
{
	const char **v = il->unknown.v;

	if (!v)
		il->unknown.v = v = arena_alloc(a, UNKNOWN_MAX * sizeof(*v));
	v[il->unknown.n++] = what;
}

static void say_unknown(struct rec_il *il, struct arena *a,
			const struct books *b)
{
	if (!b->known)
		unknown(il, a, "entry");
	else if (!b->has_entry)
		unknown(il, a, "entry_price");
	if (!b->priced)
		unknown(il, a, "price");
	if (b->known && !b->has_gas)
		unknown(il, a, "gas");
	if (isnan(il->sigma_ratio) && !il->closed)
		unknown(il, a, "sigma");
}

/* ---- amounts and values ---- */

static void set_pair(struct dec *out0, struct dec *out1, const struct books *b,
		     struct lp_amounts a)
{
	*out0 = dec_make(a.a0, (int)b->p->decimals0);
	*out1 = dec_make(a.a1, (int)b->p->decimals1);
}

static double percent(__int128 part, __int128 whole)
{
	return whole > 0 ? 100 * ((double)part / (double)whole) : NAN;
}

static void tell_tokens(struct rec_il *il, const struct books *b)
{
	set_pair(&il->amount0, &il->amount1, b, b->now);
	if (!b->known)
		return;
	set_pair(&il->hold0, &il->hold1, b, b->tokens.hold);
	set_pair(&il->il0, &il->il1, b, b->tokens.il);
	set_pair(&il->fees0, &il->fees1, b, b->tokens.fees);
}

/* Of a closed position nothing is held any more: its shares are of what went in. */
static void tell_entry(struct rec_il *il, const struct books *b)
{
	const struct lp_values *v = &b->values;
	__int128 net, base = il->closed ? b->value_put : b->value_entry;

	if (!b->has_entry)
		return;
	il->value_entry = dec_make(b->value_entry, b->decimals_n);
	if (!b->has_gas || lp_net_vs_entry(&net, v, b->gas, b->value_entry))
		return;
	il->net_vs_entry = dec_make(net, b->decimals_n);
	il->net_vs_entry_pct = percent(net, base);
}

/* What would be held, or of a closed position what was put in, at the price now. */
static __int128 held(const struct rec_il *il, const struct books *b)
{
	__int128 v;

	if (!il->closed)
		return b->values.hold;
	return lp_value_floor(&v, &b->price, b->flows.put) ? 0 : v;
}

static void tell_values(struct rec_il *il, const struct books *b)
{
	const struct lp_values *v = &b->values;
	__int128 net, base;

	il->value = dec_make(v->now, b->decimals_n);
	if (!b->known)
		return;
	base = held(il, b);
	il->value_hold = dec_make(v->hold, b->decimals_n);
	il->fees = dec_make(v->fees, b->decimals_n);
	il->il_amount = dec_make(v->il, b->decimals_n);
	il->il_pct = percent(v->il, base);
	il->fees_pct = percent(v->fees, base);
	tell_entry(il, b);
	if (!b->has_gas)
		return;
	il->gas_pct = percent(b->gas, base);
	if (lp_net_vs_hold(&net, v, b->gas))
		return;
	il->net_vs_hold = dec_make(net, b->decimals_n);
	il->net_vs_hold_pct = percent(net, base);
}

/* Positions of one pool have one price: the last one is kept. */
static struct dec price_of(struct seen *s, const struct rec_position *p)
{
	struct last_price *last = &s->last;

	if (last->known && last->decimals0 == p->decimals0 &&
	    last->decimals1 == p->decimals1 &&
	    !u256_cmp(last->sqrt_x96, p->sqrt_price_x96.v))
		return last->price;
	*last = (struct last_price){ true, p->sqrt_price_x96.v, p->decimals0,
				     p->decimals1, DEC_NONE };
	if (pool_price_sqrt(&last->price, last->sqrt_x96, (int)p->decimals0,
			    (int)p->decimals1) ||
	    !dec_sign(last->price))
		last->price = DEC_NONE; /* below what a decimal holds */
	return last->price;
}

static void tell_prices(struct rec_il *il, const struct books *b,
			struct seen *s)
{
	const struct rec_position *p = b->p;
	int d0 = (int)p->decimals0, d1 = (int)p->decimals1;
	double ratio;

	il->price = price_of(s, p);
	if (u256_is_zero(b->sqrt_entry))
		return;
	if (pool_price_sqrt(&il->price_entry, b->sqrt_entry, d0, d1) ||
	    !dec_sign(il->price_entry))
		il->price_entry = DEC_NONE;
	ratio = u256_to_double(p->sqrt_price_x96.v) /
		u256_to_double(b->sqrt_entry);
	if (isfinite(ratio * ratio))
		il->price_ratio = ratio * ratio;
}

/* ---- exposures ---- */

static void expose(struct rec_il *il, const struct il_conf *c,
		   const char *asset, struct dec amount, int64_t decimals)
{
	struct rec_il_exposure *v = il->exposures.v;

	if (dec_sign(amount) <= 0 || !strcmp(asset, c->numeraire))
		return;
	v[il->exposures.n++] =
		(struct rec_il_exposure){ asset, amount, decimals };
}

/* What the liquidity is worth, and what can be collected. */
static void tell_exposures(struct rec_il *il, struct arena *a,
			   const struct books *b, const struct il_conf *c)
{
	const struct rec_position *p = b->p;
	struct lp_amounts all = b->now;
	struct dec amount0, amount1;

	if (il->closed || lp_amounts_add(&all, b->owed))
		return;
	set_pair(&amount0, &amount1, b, all);
	il->exposures.v = arena_alloc(a, 2 * sizeof(struct rec_il_exposure));
	expose(il, c, p->token0, amount0, p->decimals0);
	expose(il, c, p->token1, amount1, p->decimals1);
}

/* ---- records ---- */

/* To 12 or 13 digits: what stands behind them is the rounding of the arithmetic. */
static double brief(double x)
{
	uint64_t bits;
	double ten;

	if (!(fabs(x) >= BRIEF_LEAST && fabs(x) < BRIEF_MOST))
		return x;
	memcpy(&bits, &x, sizeof(bits));
	/* its power of ten, or one less: 1233/4096 is just below log10(2) */
	ten = tens_exact[BRIEF_DIGITS - 1 -
			 (((int)(bits >> 52 & 2047) - 1023) * 1233 >> 12)];
	return (double)(int64_t)(x * ten + (x < 0 ? -0.5 : 0.5)) / ten;
}

static void shorten(struct rec_il *il)
{
	double *const reals[] = {
		&il->price_ratio,
		&il->il_pct,
		&il->fees_pct,
		&il->gas_pct,
		&il->net_vs_hold_pct,
		&il->net_vs_entry_pct,
		&il->lvr_year,
		&il->lvr_pct,
		&il->fee_apr_pct,
		&il->delta,
		&il->gamma,
		&il->exit_probability,
		&il->outside_probability,
		&il->mean_exit_s,
		&il->breakeven_s,
	};

	for (size_t i = 0; i < sizeof(reals) / sizeof(*reals); i++)
		*reals[i] = brief(*reals[i]);
}

void tell_position(struct rec_il *il, struct arena *a, const struct books *b,
		   struct seen *s, const struct il_conf *c, int64_t ts_ms)
{
	const struct rec_position *p = b->p;

	*il = c->blank;
	il->ts_ms = ts_ms;
	il->chain_id = p->chain_id;
	il->position = p->position;
	il->strategy = p->strategy;
	il->kind = p->kind;
	il->wallet = p->wallet;
	il->pool = p->pool;
	il->token0 = p->token0;
	il->token1 = p->token1;
	il->closed = b->closed;
	il->numeraire = c->numeraire;
	il->block = p->block;
	tell_prices(il, b, s);
	tell_tokens(il, b);
	if (b->known && b->has_wei)
		il->gas_wei = b->gas_wei;
	if (b->known && b->has_gas)
		il->gas = dec_make(b->gas, b->decimals_n);
	if (b->priced)
		tell_values(il, b);
	tell_exposures(il, a, b, c);
	if (!b->closed) {
		outlook_add(il, b, seen_pool(s, p), c);
		curve_add(il, a, b, c);
	}
	shorten(il);
	say_unknown(il, a, b);
}

static void roll_of(struct rec_il *il, struct arena *a,
		    const struct rec_holding *h, const struct seen *s,
		    const struct il_conf *c, int64_t ts_ms)
{
	*il = c->blank;
	il->ts_ms = ts_ms;
	il->chain_id = h->chain_id;
	il->position = arena_printf(a, ROLL_PREFIX "%s", h->roll);
	il->strategy = c->strategy;
	il->wallet = h->wallet;
	il->pool = h->pool;
	il->roll = h->roll;
	il->numeraire = c->numeraire;
	il->block = h->block;
	il->exposures.v =
		arena_alloc(a, s->holdings.n * sizeof(struct rec_il_exposure));
	for (size_t i = 0; i < s->holdings.n; i++) {
		const struct rec_holding *x = s->holdings.v[i];

		if (x->chain_id == h->chain_id && !strcmp(x->roll, h->roll))
			expose(il, c, x->asset, x->amount, x->decimals);
	}
}

/* Whether holding i is the first of its roll. */
static bool is_first(const struct seen *s, size_t i)
{
	const struct rec_holding *h = s->holdings.v[i];

	while (i--) {
		const struct rec_holding *x = s->holdings.v[i];

		if (x->chain_id == h->chain_id && !strcmp(x->roll, h->roll))
			return false;
	}
	return true;
}

void tell_rolls(struct frame *f, const struct seen *s, const struct il_conf *c,
		int64_t ts_ms)
{
	struct rec_il il;

	for (size_t i = 0; i < s->holdings.n; i++) {
		if (!is_first(s, i))
			continue;
		roll_of(&il, &f->arena, s->holdings.v[i], s, c, ts_ms);
		frame_emit(f, &rec_il_type, &il);
	}
}
