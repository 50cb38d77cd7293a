#include "books.h"

#include <string.h>

/* ---- amounts of records, in smallest parts ---- */

static bool atoms(__int128 *out, struct dec amount, int64_t decimals)
{
	return !dec_coef(out, amount, (int)decimals) && *out >= 0;
}

static bool both(struct lp_amounts *out, const struct rec_position *p,
		 struct dec amount0, struct dec amount1)
{
	return atoms(&out->a0, amount0, p->decimals0) &&
	       atoms(&out->a1, amount1, p->decimals1);
}

static bool liquidity_of(struct u256 *out, struct dec liquidity)
{
	__int128 v;

	if (dec_is_none(liquidity) || !atoms(&v, liquidity, 0))
		return false;
	*out = u256_of_u128((unsigned __int128)v);
	return true;
}

static bool is_sound(const struct rec_position *p)
{
	return p->decimals0 >= 0 && p->decimals0 <= DEC_SCALE_MAX &&
	       p->decimals1 >= 0 && p->decimals1 <= DEC_SCALE_MAX;
}

/* ---- prices ---- */

bool books_price(struct lp_price *out, const struct books *b,
		 struct u256 sqrt_x96, struct dec quote)
{
	if (b->in == IS_TOKEN0)
		return !lp_price_in_token0(out, sqrt_x96);
	if (b->in == IS_TOKEN1)
		return !lp_price_in_token1(out, sqrt_x96);
	return !dec_is_none(quote) && b->decimals_n >= 0 &&
	       !lp_price_quoted(out, sqrt_x96, quote, (int)b->p->decimals1,
				b->decimals_n);
}

static void choose_numeraire(struct books *b, const struct seen *s,
			     const struct il_conf *c)
{
	const struct rec_position *p = b->p;

	if (!strcmp(p->token1, c->numeraire)) {
		b->in = IS_TOKEN1;
		b->decimals_n = (int)p->decimals1;
	} else if (!strcmp(p->token0, c->numeraire)) {
		b->in = IS_TOKEN0;
		b->decimals_n = (int)p->decimals0;
	} else {
		b->in = IS_OTHER;
		b->decimals_n = seen_decimals(s, c);
	}
}

/* ---- flows ---- */

/* What all flows come to on the way. */
struct running {
	struct lp_sum entry, put;
	struct lp_gas gas;
	unsigned __int128 wei;
};

/* v2: what is taken off is split into what was put in and what that earned. */
static bool take_share(struct books *b, const struct rec_flow *f,
		       struct lp_amounts *a)
{
	struct u256 liquidity;

	if (b->p->kind != POOL_V2)
		return true;
	if (!liquidity_of(&liquidity, f->liquidity))
		return false;
	if (f->flow == FLOW_INCREASE)
		return !lp_share_put(&b->share, *a, liquidity);
	return f->sqrt_price_x96.known &&
	       !lp_share_take(a, &b->share, f->sqrt_price_x96.v, *a, liquidity);
}

static bool add_tokens(struct books *b, const struct rec_flow *f,
		       struct lp_amounts *a)
{
	struct lp_amounts whole = *a;

	if (f->flow == FLOW_COLLECT)
		return !lp_amounts_add(&b->flows.paid, whole);
	if (!take_share(b, f, a))
		return false;
	if (f->flow == FLOW_INCREASE)
		return !lp_amounts_add(&b->flows.put, *a);
	/* a pair pays out what it takes off */
	return !lp_amounts_add(&b->flows.off, *a) &&
	       (b->p->kind != POOL_V2 ||
		!lp_amounts_add(&b->flows.paid, whole));
}

/* What was put in or taken off at the price of its time. */
static void add_value(struct books *b, struct running *r,
		      const struct rec_flow *f, struct lp_amounts a)
{
	struct lp_price price;

	if (f->flow == FLOW_COLLECT)
		return;
	if (!f->sqrt_price_x96.known ||
	    !books_price(&price, b, f->sqrt_price_x96.v, f->quote_price)) {
		b->has_entry = false;
		return;
	}
	if (f->flow == FLOW_DECREASE) {
		lp_sum_take(&r->entry, &price, a);
		return;
	}
	lp_sum_put(&r->entry, &price, a);
	if (b->closed)
		lp_sum_put(&r->put, &price, a);
}

static void add_gas(struct books *b, struct running *r,
		    const struct rec_flow *f, const struct il_conf *c)
{
	struct dec price = f->native_price;
	__int128 wei;

	if (dec_is_none(f->gas_wei) || !atoms(&wei, f->gas_wei, 0)) {
		b->has_wei = b->has_gas = false;
		return;
	}
	if (__builtin_add_overflow(r->wei, (unsigned __int128)wei, &r->wei))
		b->has_wei = b->has_gas = false;
	if (!wei)
		return;
	if (dec_is_none(price) && !strcmp(c->evm.native->name, c->numeraire))
		price = dec_make(1, 0);
	if (dec_is_none(price) || dec_sign(price) < 0)
		b->has_gas = false;
	else
		lp_gas_add(&r->gas, (unsigned __int128)wei, price);
}

static void settle(struct books *b, const struct running *r)
{
	b->has_entry = b->has_entry &&
		       !lp_sum_ceil(&b->value_entry, &r->entry) &&
		       !lp_sum_ceil(&b->value_put, &r->put);
	b->has_wei = b->has_wei && !(r->wei >> 127);
	if (b->has_wei)
		b->gas_wei = dec_make((__int128)r->wei, 0);
	b->has_gas = b->has_gas && b->decimals_n >= 0 &&
		     !lp_gas_ceil(&b->gas, &r->gas, b->decimals_n);
}

static const char *walk_flows(struct books *b, const struct il_conf *c)
{
	const struct rec_flow *f = b->p->flows.v;
	struct running r = { .wei = 0 };

	b->has_entry = b->has_wei = b->has_gas = true;
	for (size_t i = 0; i < b->p->flows.n; i++) {
		struct lp_amounts a;

		if (!both(&a, b->p, f[i].amount0, f[i].amount1) ||
		    !add_tokens(b, &f[i], &a))
			return "a flow cannot be";
		if (f[i].flow == FLOW_INCREASE && u256_is_zero(b->sqrt_entry) &&
		    f[i].sqrt_price_x96.known)
			b->sqrt_entry = f[i].sqrt_price_x96.v;
		add_value(b, &r, &f[i], a);
		add_gas(b, &r, &f[i], c);
	}
	settle(b, &r);
	return NULL;
}

/* v2: what is above the worth of what was put in are fees. */
static const char *split_share(struct books *b)
{
	struct lp_amounts *now = &b->now, fees;

	if (b->p->kind != POOL_V2 || u256_is_zero(b->share.held))
		return NULL;
	if (lp_share_worth(now, &b->share, b->p->sqrt_price_x96.v, b->with))
		return "no price";
	fees.a0 = b->with.a0 - now->a0;
	fees.a1 = b->with.a1 - now->a1;
	return lp_amounts_add(&b->owed, fees) ? "its amounts cannot be" : NULL;
}

/* A value that no record can hold is as good as none. */
static void value(struct books *b)
{
	const struct lp_tokens none = { .hold = { 0, 0 } };

	b->priced = b->priced && !lp_values(&b->values, &b->price, b->now,
					    b->known ? &b->tokens : &none);
}

/* The price of a closed position is that of its last flow. */
static void price_now(struct books *b, const struct seen *s,
		      const struct il_conf *c, int64_t now_ms)
{
	const struct rec_flow *f = b->p->flows.v;
	size_t n = b->p->flows.n;

	b->quote = DEC_NONE;
	if (b->in == IS_OTHER && b->closed)
		b->quote = n ? f[n - 1].quote_price : DEC_NONE;
	else if (b->in == IS_OTHER)
		b->quote = seen_price(s, c, b->p->token1, now_ms);
	b->priced = books_price(&b->price, b, b->p->sqrt_price_x96.v, b->quote);
}

bool books_make(struct books *b, const char **why, struct seen *s,
		const struct il_conf *c, const struct rec_position *p,
		bool closed, int64_t now_ms)
{
	*b = (struct books){ .p = p, .roots = &s->roots, .closed = closed };
	*why = "its amounts cannot be";
	if (!is_sound(p) || !both(&b->with, p, p->amount0, p->amount1) ||
	    !both(&b->owed, p, p->uncollected0, p->uncollected1))
		return false;
	b->now = b->with;
	choose_numeraire(b, s, c);
	price_now(b, s, c, now_ms);
	b->known = p->entry == ENTRY_KNOWN;
	*why = NULL;
	if (b->known)
		*why = walk_flows(b, c);
	if (b->known && !*why)
		*why = split_share(b);
	if (b->known && !*why &&
	    lp_tokens(&b->tokens, &b->flows, b->now, b->owed))
		*why = "more was taken off than paid out: a flow is missing";
	if (!*why)
		value(b);
	return !*why;
}
