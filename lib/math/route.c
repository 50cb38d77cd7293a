#include "math/route_parts.h"

#include <math.h>

#define AMOUNT_BITS 254
#define SINGLES     8 /* best paths for the whole amount that are swapped exactly */
#define SPOT        1e-12 /* an endless small part */

static bool is_ask(const struct route_graph *g, const struct route_ask *ask)
{
	return ask->token_in >= 0 && ask->token_in < g->n_tokens &&
	       ask->token_out >= 0 && ask->token_out < g->n_tokens &&
	       ask->token_in != ask->token_out && ask->max_hops >= 1 &&
	       ask->max_hops <= ROUTE_HOPS && ask->max_legs >= 1 &&
	       ask->max_legs <= ROUTE_LEGS;
}

static bool is_amount(struct u256 x)
{
	return !u256_is_zero(x) && u256_bits(x) <= AMOUNT_BITS;
}

/* Rounded down; x is at least 0 and below 2^255. */
static struct u256 whole_of(double x)
{
	int exponent;
	double mantissa = frexp(x, &exponent);

	if (exponent <= 64)
		return u256_of_u64((uint64_t)x);
	return u256_shl(u256_of_u64((uint64_t)ldexp(mantissa, 64)),
			exponent - 64);
}

/* ---- exactly ---- */

static void way_of(struct route_way *way, const struct route_graph *g,
		   const struct route_path *p, struct u256 amount)
{
	*way = (struct route_way){ .n = p->n, .amount_in = amount };
	way->token[0] = g->sides[p->side[0]].from;
	for (int k = 0; k < p->n; k++) {
		way->pool[k] = g->sides[p->side[k]].pool;
		way->token[k + 1] = g->sides[p->side[k]].to;
	}
}

/* The legs of r with their amounts in, one after the other. */
static enum status swap_legs(struct route *r, const struct route_graph *g,
			     const struct route_ask *ask, bool *beyond)
{
	struct route_state state = { .n = 0 };

	r->amount_in = r->amount_out = U256_ZERO;
	r->gas = 0;
	for (int i = 0; i < r->n; i++) {
		struct route_way *w = &r->leg[i];

		if (u256_is_zero(w->amount_in) ||
		    route_exact_way(w, &state, g, ask, beyond) ||
		    u256_add(&r->amount_in, r->amount_in, w->amount_in) ||
		    u256_add(&r->amount_out, r->amount_out, w->amount_out))
			return ST_NODATA;
		r->gas += w->gas;
	}
	return u256_mul_div_ceil(&r->gas_out, ask->gas_price,
				 u256_of_u64(r->gas), u256_of_u64(1000000));
}

/* Whether a leaves more than b once gas is paid; what does not fit does not. */
static bool is_better(const struct route *a, const struct route *b)
{
	struct u256 x, y;

	if (u256_add(&x, a->amount_out, b->gas_out) ||
	    u256_add(&y, b->amount_out, a->gas_out))
		return false;
	return u256_cmp(x, y) > 0;
}

static void take(struct route *best, const struct route *r)
{
	if (!best->n || is_better(r, best))
		*best = *r;
}

/* ---- one way ---- */

static void try_singles(struct route *best, const struct route_graph *g,
			const struct route_ask *ask,
			const struct route_path *paths, int n, bool *beyond)
{
	for (int i = 0; i < n; i++) {
		struct route r = { .n = 1 };

		/* far behind what was swapped already: doubles are enough */
		if (best->n && paths[i].net < paths[0].net - 1000 &&
		    paths[i].net < paths[0].net - 1e-6 * paths[0].out)
			break;
		way_of(&r.leg[0], g, &paths[i], ask->amount_in);
		if (!swap_legs(&r, g, ask, beyond))
			take(best, &r);
	}
}

/* ---- several ---- */

/* Each leg's amount rounded down, what is left of all to one of them. */
static enum status share_out(struct route *r, const struct route_graph *g,
			     const struct route_plan *p, struct u256 amount,
			     int rest_to)
{
	struct u256 left = amount;

	r->n = p->n;
	for (int i = 0; i < p->n; i++) {
		if (i != rest_to)
			way_of(&r->leg[i], g, &p->path[i],
			       whole_of(p->amount[i]));
		if (i != rest_to && u256_sub(&left, left, r->leg[i].amount_in))
			return ST_NODATA;
	}
	way_of(&r->leg[rest_to], g, &p->path[rest_to], left);
	return ST_OK;
}

/* The rest is a few parts: which leg is best for it only the exact swaps tell. */
static void try_split(struct route *best, const struct route_graph *g,
		      const struct route_ask *ask,
		      const struct route_plan *plan, bool *beyond)
{
	for (int i = 0; i < plan->n; i++) {
		struct route r;

		if (share_out(&r, g, plan, ask->amount_in, i) ||
		    swap_legs(&r, g, ask, beyond))
			continue;
		take(best, &r);
	}
}

enum status route_quote(struct route *out, const struct route_graph *g,
			const struct route_ask *ask, bool *beyond)
{
	const struct route_flow none = { .n = 0 };
	struct route_path paths[SINGLES];
	struct route best = { .n = 0 };
	double amount = u256_to_double(ask->amount_in);
	int n;

	if (!is_ask(g, ask) || !is_amount(ask->amount_in))
		return ST_DOMAIN;
	n = route_search(paths, SINGLES, g, ask, &none, amount, beyond);
	try_singles(&best, g, ask, paths, n, beyond);
	if (ask->max_legs > 1) {
		struct route_plan plan;

		route_plan_best(&plan, g, ask, paths, n, amount);
		if (plan.n > 1)
			try_split(&best, g, ask, &plan, beyond);
	}
	if (!best.n)
		return ST_NODATA;
	*out = best;
	return ST_OK;
}

enum status route_follow(struct route *out, const struct route_graph *g,
			 const struct route_ask *ask, const struct route *r)
{
	struct route next = *r;
	struct u256 left = ask->amount_in;
	enum status st;

	if (!is_amount(ask->amount_in) || r->n < 1)
		return ST_DOMAIN;
	for (int i = 1; i < r->n; i++) {
		struct u256 *part = &next.leg[i].amount_in;

		if (u256_mul_div_floor(part, ask->amount_in,
				       r->leg[i].amount_in, r->amount_in) ||
		    u256_sub(&left, left, *part))
			return ST_DOMAIN;
	}
	next.leg[0].amount_in = left;
	st = swap_legs(&next, g, ask, NULL);
	if (!st)
		*out = next;
	return st;
}

double route_spot(const struct route_graph *g, const struct route_ask *ask)
{
	const struct route_flow none = { .n = 0 };
	struct route_ask free_ask = *ask;
	struct route_path best;

	if (!is_ask(g, ask))
		return 0;
	free_ask.gas_price = U256_ZERO;
	return route_search(&best, 1, g, &free_ask, &none, SPOT, NULL)
		       ? best.out / SPOT
		       : 0;
}
