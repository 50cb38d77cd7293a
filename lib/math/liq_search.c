/* liq_search.c - the size of a liquidation that gains most.
 *
 * What can be repaid is a range from nothing to a bound (the close factor, the
 * capital, what must stay) and, apart from it, all that is possible at once.  Over the
 * range the gain rises to one top, but for steps where a route changes: it is looked at
 * on a grid first and then narrowed down around the best place of it. */
#include "math/liq.h"

#define GRID   50
#define NARROW 24 /* steps of a golden section: 10^-5 of a step of the grid */
#define ROUNDS 2  /* fresh routes the narrowing is repeated with */

struct search {
	const struct aave_pair *pair;
	const struct liq_terms *terms;
	struct u256 capital;   /* of the debt's asset */
	struct u256 available; /* of the collateral's */
	bool at_bound;         /* no other size is looked at */
	struct liq_offer best;
	bool found;
	bool refused_swap; /* some size could not be quoted */
};

/* What is left of the debt's asset after all, in its parts: finer than base. */
static enum status score(__int128 *out, const struct liq_offer *o)
{
	const struct aave_pair *p = &o->pair;
	struct u256 cost;
	unsigned __int128 gained, paid;
	enum status st = aave_value(
		&cost,
		u256_of_u128((unsigned __int128)(o->gas_cost + o->premium)),
		p->unit_d, p->price_d, AAVE_CEIL);

	if (!st)
		st = u256_add(&cost, cost, o->liq.repay);
	if (!st)
		st = u256_to_u128(&paid, cost);
	if (!st)
		st = u256_to_u128(&gained, o->swap.out);
	if (st || gained >> 126 || paid >> 126)
		return ST_OVERFLOW;
	*out = (__int128)gained - (__int128)paid;
	return ST_OK;
}

/* Tries a size; *gain is its score.  False: it cannot be. */
static bool attempt(struct search *s, __int128 *gain, struct u256 cover,
		    bool fresh)
{
	enum aave_verdict verdict;
	struct liq_offer o;
	__int128 best;
	enum status st =
		liq_size(&o, &verdict, s->pair, s->terms, cover, fresh);

	s->refused_swap |= st == ST_NODATA;
	if (st || verdict || u256_cmp(o.liq.repay, s->capital) > 0 ||
	    u256_cmp(o.liq.receive, s->available) > 0 || score(gain, &o))
		return false;
	if (s->found && (score(&best, &s->best) || best >= *gain))
		return true;
	o.bound = LIQ_OPTIMAL;
	s->best = o;
	s->found = true;
	return true;
}

static bool feasible(const struct search *s, struct u256 cover)
{
	enum aave_verdict verdict;
	struct aave_liq l;

	return !aave_liquidate(&l, &verdict, s->pair, cover) && !verdict &&
	       u256_cmp(l.receive, s->available) <= 0;
}

/* The pool cannot pay out what that size seizes. */
static bool is_dry(const struct search *s, struct u256 cover)
{
	enum aave_verdict verdict;
	struct aave_liq l;

	return !aave_liquidate(&l, &verdict, s->pair, cover) &&
	       u256_cmp(l.receive, s->available) > 0;
}

/* The most below `over` that leaves enough of both and is there; 0: nothing is. */
static struct u256 most_feasible(const struct search *s, struct u256 over)
{
	struct u256 low = U256_ZERO, high = over;

	while (u256_cmp(u256_add_mod(low, u256_of_u64(1)), high) < 0) {
		struct u256 middle =
			u256_add_mod(low, u256_shr(u256_sub_mod(high, low), 1));

		if (feasible(s, middle))
			low = middle;
		else
			high = middle;
	}
	return low;
}

static struct u256 part(struct u256 from, struct u256 to, uint32_t ppm)
{
	struct u256 x;

	if (u256_mul_div_floor(&x, u256_sub_mod(to, from), u256_of_u64(ppm),
			       u256_of_u64(LIQ_PPM)))
		return from;
	return u256_add_mod(from, x);
}

/* Golden section between two sizes, by the way of the last fresh quote. */
static void narrow(struct search *s, struct u256 low, struct u256 high)
{
	const uint32_t left = 381966, right = 618034; /* ppm */
	struct u256 a = part(low, high, left), b = part(low, high, right);
	__int128 at_a, at_b;
	bool ok = attempt(s, &at_a, a, false) && attempt(s, &at_b, b, false);

	for (int i = 0; ok && i < NARROW && u256_cmp(a, b) < 0; i++) {
		if (at_a >= at_b) {
			high = b;
			b = a;
			at_b = at_a;
			a = part(low, high, left);
			ok = attempt(s, &at_a, a, false);
		} else {
			low = a;
			a = b;
			at_a = at_b;
			b = part(low, high, right);
			ok = attempt(s, &at_b, b, false);
		}
	}
}

/* The best of the grid up to bound, by the way of the last fresh quote. */
static void over_grid(struct search *s, struct u256 bound)
{
	__int128 gain;

	for (uint32_t k = 1; k < GRID; k++)
		(void)attempt(s, &gain,
			      part(U256_ZERO, bound, k * (LIQ_PPM / GRID)),
			      false);
}

/* Around the best so far, a step of the grid to each side. */
static void around_best(struct search *s, struct u256 bound)
{
	struct u256 one = u256_of_u64(1), low, high;
	struct u256 step =
		u256_add_mod(part(U256_ZERO, bound, LIQ_PPM / GRID), one);
	__int128 gain;

	for (int i = 0; s->found && i < ROUNDS; i++) {
		struct u256 at = s->best.liq.repay;

		low = u256_cmp(at, step) > 0 ? u256_sub_mod(at, step) : one;
		high = u256_add_mod(at, step);
		if (u256_cmp(high, bound) > 0)
			high = bound;
		if (attempt(s, &gain, at, true))
			narrow(s, low, high);
	}
}

/* The most that is swapped, where bound is not: found by halves, then to a hundredth;
 * its way is the last fresh one.  False: nothing is. */
static bool most_swapped(struct search *s, struct u256 *bound, __int128 *gain)
{
	struct u256 low = u256_shr(*bound, 1), high = *bound;

	while (!u256_is_zero(low) && !attempt(s, gain, low, true)) {
		high = low;
		low = u256_shr(low, 1);
	}
	if (u256_is_zero(low))
		return false;
	for (int i = 0; i < 7; i++) {
		struct u256 middle = part(low, high, LIQ_PPM / 2);

		if (attempt(s, gain, middle, true))
			low = middle;
		else
			high = middle;
	}
	*bound = low;
	return attempt(s, gain, low, true);
}

/* More gains more nearly up to the bound: along its own way it does in the last step of
 * the grid, where the top is looked for; and another way, of half the size, does not
 * beat it. */
static bool rises(struct search *s, struct u256 bound, __int128 at_bound)
{
	struct u256 below = part(U256_ZERO, bound, LIQ_PPM - LIQ_PPM / GRID);
	__int128 gain;

	if (!attempt(s, &gain, below, false) || gain >= at_bound)
		return false;
	narrow(s, below, bound);
	return !attempt(s, &gain, u256_shr(bound, 1), true) || gain < at_bound;
}

/* The best of nothing to bound, which the contract allows. */
static void over_range(struct search *s, struct u256 bound)
{
	__int128 gain;

	if (!attempt(s, &gain, bound, true) && !most_swapped(s, &bound, &gain))
		return;
	if (s->at_bound || rises(s, bound, gain))
		return;
	(void)attempt(s, &gain, bound, true);
	over_grid(s, bound);
	around_best(s, bound);
}

static bool takes_all(const struct search *s, const struct aave_liq *l)
{
	return u256_cmp(l->seize, s->pair->user_collateral) == 0 ||
	       u256_cmp(l->repay, s->pair->user_debt) == 0;
}

/* All that is possible at once, where that is all of a collateral or a debt.  It stands
 * for any size that would take as much: one that only just does so now would leave dust
 * a block later. */
static void beside_all(struct search *s)
{
	struct search all = *s;
	__int128 a, b;

	all.found = false;
	if (!attempt(&all, &a, U256_MAX, true))
		return;
	if (!s->found || takes_all(s, &s->best.liq) ||
	    (!score(&b, &s->best) && a > b)) {
		s->best = all.best;
		s->found = true;
	}
}

/* The least that seizes as much: what it costs more is a gift. */
static void shrink(struct search *s)
{
	const struct aave_liq *l = &s->best.liq;
	struct u256 low = U256_ZERO, high = l->repay, seize = l->seize;
	enum aave_verdict verdict;
	struct liq_offer o;

	/* One part of the collateral is worth so much of the debt, at most. */
	if (u256_cmp(seize, u256_of_u64(2)) > 0 &&
	    u256_mul_div_floor(&low, high, u256_sub_mod(seize, u256_of_u64(2)),
			       seize))
		return;
	while (u256_cmp(low, high) < 0) {
		struct u256 middle =
			u256_add_mod(low, u256_shr(u256_sub_mod(high, low), 1));
		struct aave_liq at;

		if (!aave_liquidate(&at, &verdict, s->pair, middle) &&
		    !verdict && u256_cmp(at.seize, seize) >= 0)
			high = middle;
		else
			low = u256_add_mod(middle, u256_of_u64(1));
	}
	o = s->best;
	if (!aave_liquidate(&o.liq, &verdict, s->pair, high) && !verdict &&
	    u256_cmp(o.liq.receive, s->best.liq.receive) == 0 &&
	    !liq_weigh(&o, s->terms))
		s->best = o;
}

static enum liq_bound bound_of(const struct search *s, struct u256 most,
			       enum liq_bound set_by)
{
	const struct liq_offer *o = &s->best;

	if (u256_cmp(o->liq.seize, s->pair->user_collateral) == 0)
		return LIQ_COLLATERAL;
	if (u256_cmp(o->liq.repay, s->pair->user_debt) == 0)
		return LIQ_DEBT;
	/* Within a millionth of the bound it is the bound that set it. */
	if (u256_cmp(o->liq.repay, part(U256_ZERO, most, LIQ_PPM - 1)) >= 0)
		return set_by;
	return LIQ_OPTIMAL;
}

/* Why nothing is possible, full being the contract's word on all at once. */
static enum liq_none none_of(const struct search *s, enum aave_verdict full,
			     bool short_of)
{
	if (s->refused_swap)
		return LIQ_NO_SWAP;
	if (short_of && (!full || u256_is_zero(s->capital)))
		return LIQ_POOR;
	return is_dry(s, U256_MAX) ? LIQ_DRY : LIQ_REFUSED;
}

enum status liq_pair_best(struct liq_offer *out, enum liq_none *none,
			  enum aave_verdict *verdict,
			  const struct aave_pair *pair,
			  const struct liq_terms *terms, bool at_bound)
{
	struct search s = {
		.pair = pair,
		.terms = terms,
		.at_bound = at_bound,
		.capital =
			terms->capital ? terms->capital[pair->debt] : U256_MAX,
		.available = terms->available
				     ? terms->available[pair->collateral]
				     : U256_MAX,
	};
	enum liq_bound set_by = LIQ_MAX;
	enum aave_verdict at_full;
	struct aave_liq full;
	struct u256 most;
	bool short_of;
	enum status st =
		u256_is_zero(pair->price_d)
			? ST_DIVZERO
			: aave_liquidate(&full, &at_full, pair, U256_MAX);

	if (st)
		return st;
	most = full.repay;
	short_of = u256_cmp(s.capital, most) < 0;
	if (short_of) {
		most = s.capital;
		set_by = LIQ_CAPITAL;
	}
	/* Below all of it may be a gap, of sizes that leave dust. */
	if ((!short_of && takes_all(&s, &full)) || !feasible(&s, most)) {
		set_by = is_dry(&s, most) ? LIQ_AVAILABLE : LIQ_DUST;
		most = most_feasible(&s, most);
	}
	if (!u256_is_zero(most))
		over_range(&s, most);
	if (!short_of && !at_full && takes_all(&s, &full))
		beside_all(&s);
	*verdict = AAVE_FINE;
	if (!s.found) {
		*none = none_of(&s, at_full, short_of);
		if (*none == LIQ_REFUSED)
			*verdict = AAVE_DUST;
		return ST_OK;
	}
	if (!takes_all(&s, &s.best.liq))
		shrink(&s);
	s.best.bound = bound_of(&s, most, set_by);
	*none = LIQ_SOME;
	*out = s.best;
	return ST_OK;
}
