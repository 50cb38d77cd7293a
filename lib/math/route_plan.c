#include "math/route_parts.h"

#include <math.h>

#define COLUMNS 7 /* paths that a split is chosen from */

/* Parts of the amount for which one more path is looked for beside those there are,
 * and how many of the best for each. */
#define PROBES 3
#define BEST   2
static const double probes[PROBES] = { 1.0 / 8, 1.0 / 64, 1.0 / 1024 };

/* Where paths share pools amounts move between them by steps of 1 / 2 to 1 / 2^STEPS,
 * TRIES times each at most. */
#define STEPS  30
#define TRIES  3
#define HALVES 50

struct columns {
	const struct route_graph *g;
	const struct route_ask *ask;
	double amount;
	double gas_price;
	int n;
	struct route_path path[COLUMNS];
	struct split_curve curve[COLUMNS];
	unsigned shares[COLUMNS]; /* set of columns with a pool in common */
};

static bool same_path(const struct route_path *a, const struct route_path *b)
{
	for (int k = 0; k < a->n; k++)
		if (k == b->n || a->side[k] != b->side[k])
			return false;
	return a->n == b->n;
}

static bool share(const struct route_path *a, const struct route_path *b)
{
	for (int i = 0; i < a->n; i++)
		for (int k = 0; k < b->n; k++)
			if (a->side[i] / 2 == b->side[k] / 2)
				return true;
	return false;
}

/* False: it is one already, or there are enough. */
static bool add(struct columns *c, const struct route_path *p)
{
	for (int i = 0; i < c->n; i++)
		if (same_path(&c->path[i], p))
			return false;
	if (c->n == COLUMNS)
		return false;
	c->shares[c->n] = 0;
	for (int i = 0; i < c->n; i++)
		if (share(&c->path[i], p)) {
			c->shares[i] |= 1U << c->n;
			c->shares[c->n] |= 1U << i;
		}
	path_curve(&c->curve[c->n], c->g, p, c->amount);
	c->path[c->n++] = *p;
	return true;
}

/* Whether no two of the set have a pool in common. */
static bool apart(const struct columns *c, unsigned set)
{
	for (int i = 0; i < c->n; i++)
		if (set >> i & 1 && c->shares[i] & set)
			return false;
	return true;
}

/* The columns of a plan. */
static unsigned set_of(const struct columns *c, const struct route_plan *p)
{
	unsigned set = 0;

	for (int i = 0; i < c->n; i++)
		for (int k = 0; k < p->n; k++)
			if (same_path(&c->path[i], &p->path[k]))
				set |= 1U << i;
	return set;
}

/* What the plan comes to, one leg after the other; the flow of it all. */
static double worth(const struct columns *c, const struct route_plan *plan,
		    struct route_flow *flow)
{
	double net = 0;

	flow->n = 0;
	for (int i = 0; i < plan->n; i++) {
		double gas, out;

		if (!(plan->amount[i] > 0))
			continue;
		out = path_out(&gas, flow, c->g, c->ask, &plan->path[i],
			       plan->amount[i]);
		if (out < 0)
			return -INFINITY;
		net += out - gas * c->gas_price;
	}
	return net;
}

static void sort_legs(struct route_plan *p)
{
	for (int i = 1; i < p->n; i++)
		for (int k = i; k > 0 && p->amount[k] > p->amount[k - 1]; k--) {
			struct route_path path = p->path[k];
			double amount = p->amount[k];

			p->path[k] = p->path[k - 1];
			p->amount[k] = p->amount[k - 1];
			p->path[k - 1] = path;
			p->amount[k - 1] = amount;
		}
}

/* ---- paths without a pool in common ---- */

static bool level_plan(struct route_plan *plan, const struct columns *c,
		       unsigned set)
{
	const struct split_curve *curve[ROUTE_LEGS];
	struct route_flow flow;
	double level;

	plan->n = 0;
	for (int i = 0; i < c->n; i++)
		if (set >> i & 1) {
			curve[plan->n] = &c->curve[i];
			plan->path[plan->n++] = c->path[i];
		}
	if (split_level(&level, curve, plan->n, c->amount))
		return false;
	for (int i = 0; i < plan->n; i++) {
		plan->amount[i] = split_curve_at(curve[i], level);
		if (!(plan->amount[i] > 0))
			return false; /* as good without it */
	}
	sort_legs(plan);
	plan->net = worth(c, plan, &flow);
	return true;
}

/* ---- paths that share pools ---- */

static bool shift(struct route_plan *plan, const struct columns *c, int from,
		  int to, double part)
{
	struct route_plan next = *plan;
	struct route_flow flow;

	part = fmin(part, plan->amount[from]);
	if (!(part > 0))
		return false;
	next.amount[from] -= part;
	next.amount[to] += part;
	next.net = worth(c, &next, &flow);
	if (!(next.net > plan->net))
		return false;
	*plan = next;
	return true;
}

static bool shift_any(struct route_plan *plan, const struct columns *c,
		      double part)
{
	bool any = false;

	for (int from = 0; from < plan->n; from++)
		for (int to = 0; to < plan->n; to++)
			any |= from != to && shift(plan, c, from, to, part);
	return any;
}

static void settle(struct route_plan *plan, const struct columns *c)
{
	double part = c->amount;

	for (int step = 0; step < STEPS; step++) {
		part /= 2;
		for (int i = 0; i < TRIES && shift_any(plan, c, part); i++)
			;
	}
}

/* The order of the others is part of what they come to. */
static void drop_idle(struct route_plan *plan)
{
	int n = 0;

	for (int i = 0; i < plan->n; i++)
		if (plan->amount[i] > 0) {
			plan->path[n] = plan->path[i];
			plan->amount[n++] = plan->amount[i];
		}
	plan->n = n;
}

static int smallest(const struct route_plan *plan)
{
	int least = 0;

	for (int i = 1; i < plan->n; i++)
		if (plan->amount[i] < plan->amount[least])
			least = i;
	return least;
}

/* A plan, and one more path beside its own, or instead of the smallest. */
static bool joined_plan(struct route_plan *plan, const struct columns *c,
			const struct route_plan *old, int column, bool instead)
{
	struct route_flow flow;

	*plan = *old;
	if (set_of(c, old) >> column & 1 ||
	    (!instead && plan->n == c->ask->max_legs))
		return false;
	if (instead) {
		plan->path[smallest(plan)] = c->path[column];
		plan->net = worth(c, plan, &flow);
	} else {
		plan->amount[plan->n] = 0;
		plan->path[plan->n++] = c->path[column];
	}
	settle(plan, c);
	drop_idle(plan);
	return plan->net > old->net;
}

/* ---- where nothing takes it all ---- */

/* The most of left that the path takes after the flow. */
static double most_of(const struct columns *c, const struct route_flow *flow,
		      const struct route_path *p, double left)
{
	double low = 0, high = left, mid = left, gas;

	for (int i = 0; i < HALVES; i++) {
		struct route_flow after = *flow;

		if (path_out(&gas, &after, c->g, c->ask, p, mid) < 0)
			high = mid;
		else
			low = mid;
		if (low == left)
			break;
		mid = low + (high - low) / 2;
	}
	return low;
}

/* Each path in turn takes what it can, the first of them first. */
static void pour(struct route_plan *plan, const struct columns *c, int first)
{
	struct route_flow flow = { .n = 0 };
	double left = c->amount, gas;

	plan->n = 0;
	for (int i = 0; i < c->n && plan->n < c->ask->max_legs && left > 0;
	     i++) {
		const struct route_path *p = &c->path[(first + i) % c->n];
		double part = most_of(c, &flow, p, left);

		if (!(part > 0))
			continue;
		path_out(&gas, &flow, c->g, c->ask, p, part);
		plan->path[plan->n] = *p;
		plan->amount[plan->n++] = part;
		left -= part;
	}
	plan->net = left > 0 ? -INFINITY : worth(c, plan, &flow);
	if (left > 0)
		plan->n = 0;
	else
		settle(plan, c);
	drop_idle(plan);
}

/* ---- the best of all ---- */

/* Every set of paths with one of the new ones in it. */
static void try_sets(struct route_plan *best, const struct columns *c, int old)
{
	for (unsigned set = 1U << old; set < 1U << c->n; set++) {
		struct route_plan plan;
		int legs = __builtin_popcount(set);

		if (legs > 1 && legs <= c->ask->max_legs && apart(c, set) &&
		    level_plan(&plan, c, set) && plan.net > best->net)
			*best = plan;
	}
}

static void try_joined(struct route_plan *best, const struct columns *c,
		       bool instead)
{
	for (int i = 0; i < c->n; i++) {
		struct route_plan plan;

		if (best->n && !apart(c, set_of(c, best) | 1U << i) &&
		    joined_plan(&plan, c, best, i, instead))
			*best = plan;
	}
}

/* Paths for the next part beside what the plan takes.  False: none is new. */
static bool more(struct columns *c, const struct route_plan *plan)
{
	struct route_path found[BEST];
	struct route_flow flow;
	bool any = false;

	if (isinf(worth(c, plan, &flow)))
		return false;
	for (int i = 0; i < PROBES; i++) {
		int n = route_search(found, BEST, c->g, c->ask, &flow,
				     c->amount * probes[i], NULL);

		for (int k = 0; k < n; k++)
			any |= add(c, &found[k]);
	}
	return any;
}

void route_plan_best(struct route_plan *out, const struct route_graph *g,
		     const struct route_ask *ask,
		     const struct route_path *first, int n, double amount)
{
	struct columns c;
	int old = 0;

	c.g = g;
	c.ask = ask;
	c.amount = amount;
	c.gas_price = u256_to_double(ask->gas_price) * 1e-6;
	c.n = 0;
	*out = (struct route_plan){ .net = -INFINITY };
	if (n)
		*out = (struct route_plan){ .n = 1,
					    .path = { first[0] },
					    .amount = { amount },
					    .net = first[0].net };
	for (int i = 0; i < n && i < BEST; i++)
		add(&c, &first[i]);
	do {
		try_sets(out, &c, old);
		try_joined(out, &c, false);
		old = c.n;
	} while (more(&c, out));
	for (int i = 0; i < c.n && !out->n; i++)
		pour(out, &c, i);
	if (out->n > 1 && out->n == ask->max_legs)
		try_joined(out, &c, true);
}
