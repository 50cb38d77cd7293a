/* liq.c - what a liquidation of a given size gains; the best pair of an account. */
#include "math/liq.h"

#include <math.h>
#include <stdlib.h>

#define GAS_UNIT 1000000000 /* gas_base is of so much */

static enum status signed_of(__int128 *out, struct u256 x)
{
	unsigned __int128 n;
	enum status st = u256_to_u128(&n, x);

	if (st || n >> 126)
		return ST_OVERFLOW;
	*out = (__int128)n;
	return ST_OK;
}

/* Parts of an asset in base. */
static enum status base_of(__int128 *out, struct u256 amount, struct u256 price,
			   struct u256 unit, enum aave_round how)
{
	struct u256 x;
	enum status st = aave_value(&x, amount, price, unit, how);

	return st ? st : signed_of(out, x);
}

/* So much gas, at a price for GAS_UNIT of it. */
static enum status gas_value(__int128 *out, struct u256 price, uint64_t gas)
{
	struct u256 x;
	enum status st = u256_mul_div_ceil(&x, u256_of_u64(gas), price,
					   u256_of_u64(GAS_UNIT));

	return st ? st : signed_of(out, x);
}

enum status liq_weigh(struct liq_offer *o, const struct liq_terms *terms)
{
	const struct aave_pair *p = &o->pair;
	struct u256 premium;
	__int128 in, out, seized, gain, most = 0;
	enum status st = aave_flash_premium(&premium, p->rules, o->liq.repay,
					    terms->premium_bps);

	if (!st)
		st = base_of(&in, o->liq.repay, p->price_d, p->unit_d,
			     AAVE_CEIL);
	if (!st)
		st = base_of(&o->premium, premium, p->price_d, p->unit_d,
			     AAVE_CEIL);
	if (!st)
		st = base_of(&out, o->swap.out, p->price_d, p->unit_d,
			     AAVE_FLOOR);
	if (!st)
		st = base_of(&seized, o->liq.receive, p->price_c, p->unit_c,
			     AAVE_FLOOR);
	o->gas = terms->gas + o->swap.gas;
	if (!st)
		st = gas_value(&o->gas_cost, terms->gas_base, o->gas);
	if (st)
		return st;
	o->gross = seized - in;
	o->swap_cost = seized - out;
	gain = out - in - o->premium - o->gas_cost;
	/* No share of more than is there: a million times a gain fits where the
	 * gain is below 2^106. */
	if (gain >> 106 > 0)
		return ST_OVERFLOW;
	o->tip = gain > 0 ? gain * terms->tip_ppm / LIQ_PPM : 0;
	if (terms->tip_gas) {
		st = gas_value(&most, *terms->tip_gas, o->gas);
		o->tip = o->tip < most ? o->tip : most;
	}
	o->net = gain - o->tip;
	return st;
}

enum status liq_size(struct liq_offer *out, enum aave_verdict *verdict,
		     const struct aave_pair *pair,
		     const struct liq_terms *terms, struct u256 cover,
		     bool fresh)
{
	struct liq_offer o = { .pair = *pair };
	enum status st = aave_liquidate(&o.liq, verdict, pair, cover);

	if (st || *verdict) {
		out->liq = o.liq;
		return st;
	}
	if (pair->collateral == pair->debt) {
		o.swap.out = o.liq.receive;
	} else if (u256_is_zero(o.liq.receive)) {
		return ST_RANGE;
	} else if (terms->quote(terms->ctx, &o.swap, pair->collateral,
				pair->debt, o.liq.receive, fresh)) {
		return ST_NODATA;
	}
	st = liq_weigh(&o, terms);
	if (!st)
		*out = o;
	return st;
}

/* No size of the pair leaves more than this: what is received gives no more than at the
 * price of an endless small amount, and the swap's gas is free.  A part in a million
 * more, for it is reckoned in real numbers. */
static double at_most(const struct aave_pair *p, const struct liq_terms *terms)
{
	struct aave_liq l;
	enum aave_verdict v;
	__int128 gas;
	double out;

	if (!terms->spot || p->collateral == p->debt ||
	    aave_liquidate(&l, &v, p,
			   terms->capital ? terms->capital[p->debt]
					  : U256_MAX) ||
	    gas_value(&gas, terms->gas_base, terms->gas))
		return INFINITY;
	out = u256_to_double(l.receive) *
	      terms->spot(terms->ctx, p->collateral, p->debt) * (1 + 1e-6);
	out -= u256_to_double(l.repay);
	return fmax(out, 0) * u256_to_double(p->price_d) /
		       u256_to_double(p->unit_d) -
	       (double)gas + 1;
}

/* Which of two reasons tells more: the later the search got, the more. */
static void tell(enum liq_none *none, enum aave_verdict *verdict,
		 enum liq_none new_none, enum aave_verdict new_verdict)
{
	if (new_none > *none || (new_none == *none && new_verdict > *verdict)) {
		*none = new_none;
		*verdict = new_verdict;
	}
}

/* Pairs of an account that are compared before they are searched; any more are searched
 * as they come. */
#define PAIRS 32

/* A pair, and what it leaves at most. */
struct prospect {
	struct aave_pair pair;
	double most;
};

/* What is known of an account while its pairs are gone through. */
struct tour {
	const struct liq_terms *terms;
	struct liq_offer *best;
	enum liq_none none;
	enum aave_verdict verdict;
	bool found;
	bool tried; /* some pair could be reckoned */
	struct prospect pair[PAIRS];
	size_t n;
};

static enum status try_pair(struct tour *w, const struct aave_pair *pair,
			    bool at_bound)
{
	enum liq_none none = LIQ_REFUSED;
	enum aave_verdict v = AAVE_FINE;
	struct liq_offer o;
	enum status st = liq_pair_best(&o, &none, &v, pair, w->terms, at_bound);

	if (st)
		return st;
	w->tried = true;
	if (none) {
		tell(&w->none, &w->verdict, none, v);
	} else if (!w->found || o.net > w->best->net) {
		*w->best = o;
		w->found = true;
	}
	return ST_OK;
}

static enum status meet(struct tour *w, const struct aave_tick *t,
			const struct aave_account *account,
			const struct aave_hold *holds, size_t n, uint8_t emode,
			uint8_t collateral, uint8_t debt, bool open)
{
	struct prospect p;
	enum aave_verdict v = AAVE_FINE;
	enum status st = aave_pair(&p.pair, &v, t, account, holds, n, emode,
				   collateral, debt, open);

	if (st)
		return st;
	w->tried = true;
	if (v) {
		tell(&w->none, &w->verdict, LIQ_REFUSED, v);
		return ST_OK;
	}
	if (w->n == PAIRS)
		return try_pair(w, &p.pair, false);
	p.most = at_most(&p.pair, w->terms);
	w->pair[w->n++] = p;
	return ST_OK;
}

static int by_most(const void *a, const void *b)
{
	const struct prospect *x = a, *y = b;

	if (x->most != y->most)
		return x->most > y->most ? -1 : 1;
	if (x->pair.collateral != y->pair.collateral)
		return x->pair.collateral < y->pair.collateral ? -1 : 1;
	return (x->pair.debt > y->pair.debt) - (x->pair.debt < y->pair.debt);
}

/* The most promising first; none that cannot gain what it has to, nor more than the
 * best. */
static enum status search_pairs(struct tour *w)
{
	const struct liq_terms *terms = w->terms;
	enum status first = ST_OK;

	qsort(w->pair, w->n, sizeof(*w->pair), by_most);
	for (size_t i = 0; i < w->n; i++) {
		double most = w->pair[i].most;
		enum status st;

		if (most < (double)terms->least ||
		    (w->found && most < (double)w->best->net))
			break;
		st = try_pair(w, &w->pair[i].pair, false);
		first = first ? first : st;
	}
	if (w->n && !w->found && w->pair[0].most < (double)terms->least &&
	    (!terms->told || try_pair(w, &w->pair[0].pair, true)))
		tell(&w->none, &w->verdict, LIQ_NO_SWAP, AAVE_FINE);
	return first;
}

enum status liq_best(struct liq_offer *out, enum liq_none *none,
		     enum aave_verdict *verdict, const struct aave_tick *t,
		     const struct aave_account *account,
		     const struct aave_hold *holds, size_t n, uint8_t emode,
		     bool open, const struct liq_terms *terms)
{
	struct tour w = { .terms = terms, .best = out };
	enum status first = ST_OK, st;

	for (size_t i = 0; i < n * n; i++) {
		const struct aave_hold *c = &holds[i / n], *d = &holds[i % n];

		if (!c->collateral || !c->supply || (!d->debt && !d->stable))
			continue;
		st = meet(&w, t, account, holds, n, emode, c->reserve,
			  d->reserve, open);
		first = first ? first : st;
	}
	st = search_pairs(&w);
	first = first ? first : st;
	if (first && !w.tried)
		return first;
	*none = w.found ? LIQ_SOME : w.none ? w.none : LIQ_REFUSED;
	*verdict = w.found ? AAVE_FINE : w.verdict;
	return ST_OK;
}
