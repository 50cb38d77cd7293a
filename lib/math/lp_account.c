#include "math/lp_account.h"

#define Q96 96

static enum status add(__int128 *out, __int128 a, __int128 b)
{
	__int128 sum;

	if (__builtin_add_overflow(a, b, &sum))
		return ST_OVERFLOW;
	*out = sum;
	return ST_OK;
}

static enum status sub(__int128 *out, __int128 a, __int128 b)
{
	__int128 rest;

	if (__builtin_sub_overflow(a, b, &rest))
		return ST_OVERFLOW;
	*out = rest;
	return ST_OK;
}

enum status lp_amounts_add(struct lp_amounts *to, struct lp_amounts a)
{
	struct lp_amounts sum;

	if (add(&sum.a0, to->a0, a.a0) || add(&sum.a1, to->a1, a.a1))
		return ST_OVERFLOW;
	*to = sum;
	return ST_OK;
}

static enum status minus(struct lp_amounts *out, struct lp_amounts a,
			 struct lp_amounts b)
{
	return sub(&out->a0, a.a0, b.a0) || sub(&out->a1, a.a1, b.a1)
		       ? ST_OVERFLOW
		       : ST_OK;
}

enum status lp_tokens(struct lp_tokens *out, const struct lp_flows *flows,
		      struct lp_amounts now, struct lp_amounts owed)
{
	struct lp_amounts come = flows->paid;
	struct lp_tokens t;

	if (lp_amounts_add(&come, owed) ||
	    minus(&t.hold, flows->put, flows->off) ||
	    minus(&t.il, now, t.hold) || minus(&t.fees, come, flows->off))
		return ST_OVERFLOW;
	if (t.fees.a0 < 0 || t.fees.a1 < 0)
		return ST_DOMAIN;
	*out = t;
	return ST_OK;
}

enum status lp_values(struct lp_values *out, const struct lp_price *p,
		      struct lp_amounts now, const struct lp_tokens *t)
{
	struct lp_values v;

	if (lp_value_floor(&v.now, p, now) ||
	    lp_value_floor(&v.hold, p, t->hold) ||
	    lp_value_floor(&v.fees, p, t->fees) || sub(&v.il, v.now, v.hold))
		return ST_OVERFLOW;
	*out = v;
	return ST_OK;
}

enum status lp_net_vs_hold(__int128 *out, const struct lp_values *v,
			   __int128 gas)
{
	__int128 net;

	if (add(&net, v->il, v->fees) || sub(&net, net, gas))
		return ST_OVERFLOW;
	*out = net;
	return ST_OK;
}

enum status lp_net_vs_entry(__int128 *out, const struct lp_values *v,
			    __int128 gas, __int128 entry)
{
	__int128 net;

	if (add(&net, v->now, v->fees) || sub(&net, net, gas) ||
	    sub(&net, net, entry))
		return ST_OVERFLOW;
	*out = net;
	return ST_OK;
}

/* ---- a share of a pair ---- */

/* The square root, rounded down: Newton from above. */
static struct u256 root_of(struct u256 x)
{
	struct u256 r = u256_shl(u256_of_u64(1), (u256_bits(x) + 1) / 2), next;

	if (u256_is_zero(x))
		return x;
	for (;;) {
		if (u256_divmod(&next, NULL, x, r))
			return r;
		next = u256_shr(u256_add_mod(next, r), 1);
		if (u256_cmp(next, r) >= 0)
			return r;
		r = next;
	}
}

static struct u256 of_amount(__int128 a)
{
	return u256_of_u128((unsigned __int128)a);
}

enum status lp_share_put(struct lp_share *s, struct lp_amounts a,
			 struct u256 liquidity)
{
	struct lp_share sum;
	struct u256 product;

	if (u256_mul(&product, of_amount(a.a0), of_amount(a.a1)) ||
	    u256_add(&sum.root, s->root, root_of(product)) ||
	    u256_add(&sum.held, s->held, liquidity))
		return ST_OVERFLOW;
	*s = sum;
	return ST_OK;
}

/* The smaller of both; with is below 2^127. */
static __int128 at_most(struct u256 x, __int128 with)
{
	unsigned __int128 v;

	if (u256_to_u128(&v, x) || v > (unsigned __int128)with)
		return with;
	return (__int128)v;
}

/* Token0 of it is root / s, token1 root * s; what does not fit is over `with`. */
static enum status worth(struct lp_amounts *out, struct u256 root,
			 struct u256 s, struct lp_amounts with)
{
	struct u256 one = u256_shl(u256_of_u64(1), Q96), x, y;

	if (u256_is_zero(s))
		return ST_DIVZERO;
	if (u256_mul_div_floor(&x, root, one, s))
		x = U256_MAX;
	if (u256_mul_shr_floor(&y, root, s, Q96))
		y = U256_MAX;
	out->a0 = at_most(x, with.a0);
	out->a1 = at_most(y, with.a1);
	return ST_OK;
}

enum status lp_share_worth(struct lp_amounts *out, const struct lp_share *s,
			   struct u256 sqrt_x96, struct lp_amounts with)
{
	return worth(out, s->root, sqrt_x96, with);
}

enum status lp_share_take(struct lp_amounts *out, struct lp_share *s,
			  struct u256 sqrt_x96, struct lp_amounts with,
			  struct u256 liquidity)
{
	struct lp_amounts part;
	struct lp_share left;
	struct u256 root;
	enum status st;

	if (u256_sub(&left.held, s->held, liquidity))
		return ST_DOMAIN;
	st = u256_mul_div_floor(&root, s->root, liquidity, s->held);
	if (st || u256_sub(&left.root, s->root, root))
		return st ? st : ST_OVERFLOW;
	st = worth(&part, root, sqrt_x96, with);
	if (st)
		return st;
	*out = part;
	*s = left;
	return ST_OK;
}
