#include "math/route_parts.h"

#include <math.h>

/* Above what doubles err by in a handful of hops. */
#define SLACK   (1 + 1e-9)
#define ROUNDED 4  /* parts that exact swaps may differ by */
#define FAN     64 /* hops from a token that are held against each other */

/* A search: what is looked for, what was found, and the path at hand. */
struct search {
	const struct route_graph *g;
	const struct route_ask *ask;
	const struct route_flow *flow;
	bool *beyond;     /* or NULL */
	double gas_price; /* of one unit */
	bool whole;       /* amounts are whole numbers */
	bool prune;       /* hops that others beat are left out */
	bool cramped;     /* a pool had not the room for what came to it */
	/* reach[h][t]: no more than this many of token_out come of one t in h hops */
	double reach[ROUTE_HOPS][ROUTE_TOKENS];
	struct route_path *best;
	int n, max;
	struct route_path path;
	int seen[ROUTE_HOPS + 1]; /* tokens */
};

/* ---- the bound ---- */

/* Nothing after it has a better price than the next part. */
static double spot(const struct search *s, int side)
{
	return s->flow->n
		       ? side_spot(&s->g->sides[side], flow_of(s->flow, side))
		       : s->g->sides[side].spot;
}

static void reach_of(struct search *s)
{
	const struct route_graph *g = s->g;

	for (int t = 0; t < g->n_tokens; t++)
		s->reach[0][t] = t == s->ask->token_out;
	for (int h = 1; h < s->ask->max_hops; h++)
		for (int t = 0; t < g->n_tokens; t++) {
			double most = s->reach[h - 1][t];

			for (int i = g->at[t]; i < g->at[t + 1]; i++) {
				double far =
					s->reach[h - 1][g->sides[g->by[i]].to];

				if (far > 0)
					most = fmax(most,
						    far * spot(s, g->by[i]));
			}
			s->reach[h][t] = most;
		}
}

/* Whether so much of a token may still come to more than the worst that is kept. */
static bool may_enter(const struct search *s, int hops_left, int token,
		      double amount)
{
	return s->n < s->max || amount * s->reach[hops_left][token] * SLACK >
					s->best[s->n - 1].net;
}

/* ---- the walk ---- */

static void keep(struct search *s, double out, double gas)
{
	struct route_path p = s->path;
	int i;

	p.out = out;
	p.net = out - gas * s->gas_price;
	if (s->n == s->max && p.net <= s->best[s->n - 1].net)
		return;
	i = s->n < s->max ? s->n++ : s->n - 1;
	for (; i > 0 && s->best[i - 1].net < p.net; i--)
		s->best[i] = s->best[i - 1];
	s->best[i] = p;
}

/* Whether one call of a router can go on through this side. */
static bool same_call(const struct search *s, const struct route_side *e)
{
	const struct route_pool *first, *next;

	if (!s->ask->executable || !s->path.n)
		return true;
	first = &s->g->pools[s->g->sides[s->path.side[0]].pool];
	next = &s->g->pools[e->pool];
	return first->curve != ROUTE_V4 && first->curve == next->curve &&
	       first->router == next->router;
}

static bool was_at(const struct search *s, int token)
{
	for (int i = 0; i <= s->path.n; i++)
		if (s->seen[i] == token)
			return true;
	return false;
}

static void walk(struct search *s, int token, double amount, double gas);

/* A hop from where the path is. */
struct hop {
	int side;
	double out, gas; /* gas: of the leg so far, this hop included */
};

/* False: it leads nowhere, or does not take the amount. */
static bool hop_of(struct hop *h, struct search *s, int side, double amount,
		   double gas)
{
	const struct route_side *e = &s->g->sides[side];
	int left = s->ask->max_hops - s->path.n - 1;
	struct route_went went;

	if (was_at(s, e->to) || !same_call(s, e) ||
	    !may_enter(s, left, e->to, amount * e->spot))
		return false;
	went = flow_of(s->flow, side);
	if (flow_of(s->flow, side ^ 1).in > 0)
		return false;
	h->side = side;
	h->out = side_out(e, went, amount, false);
	if (h->out < 0) {
		s->cramped = true;
		if (e->told_out && s->beyond)
			s->beyond[e->pool] = true;
	}
	if (s->whole)
		h->out = floor(h->out);
	if (!(h->out > 0))
		return false;
	h->gas = gas +
		 (s->gas_price > 0 ? side_gas(s->g, e, went.in, amount) : 0);
	return true;
}

/* Whatever can follow b can follow a, and comes to more. */
static bool beats(const struct search *s, const struct hop *a,
		  const struct hop *b)
{
	const struct route_side *x = &s->g->sides[a->side];
	const struct route_side *y = &s->g->sides[b->side];
	const struct route_pool *p = &s->g->pools[x->pool];
	const struct route_pool *q = &s->g->pools[y->pool];

	return x->to == y->to && a->gas <= b->gas &&
	       a->out > b->out * SLACK + ROUNDED &&
	       (!s->ask->executable ||
		(p->curve == q->curve && p->router == q->router));
}

/* Ends the path with the hop, or goes on. */
static void take(struct search *s, const struct hop *h)
{
	int to = s->g->sides[h->side].to;
	int left = s->ask->max_hops - s->path.n - 1;

	s->path.side[s->path.n++] = h->side;
	s->seen[s->path.n] = to;
	if (to == s->ask->token_out)
		keep(s, h->out, h->gas);
	else if (left > 0 && may_enter(s, left, to, h->out))
		walk(s, to, h->out, h->gas);
	s->path.n--;
}

/* The hops that end first, so that there is something to be better than; of those
 * that go on, one that another beats is no part of the best path. */
static void walk(struct search *s, int token, double amount, double gas)
{
	const struct route_graph *g = s->g;
	struct hop on[FAN], h;
	int n = 0;

	for (int i = g->at[token]; i < g->at[token + 1]; i++)
		if (g->sides[g->by[i]].to == s->ask->token_out &&
		    hop_of(&h, s, g->by[i], amount, gas))
			take(s, &h);
	if (s->path.n + 1 == s->ask->max_hops)
		return;
	for (int i = g->at[token]; i < g->at[token + 1]; i++) {
		if (g->sides[g->by[i]].to == s->ask->token_out ||
		    !hop_of(&h, s, g->by[i], amount, gas))
			continue;
		if (n < FAN)
			on[n++] = h;
		else
			take(s, &h);
	}
	for (int i = 0; i < n; i++) {
		int k = 0;

		while (k < n && !(s->prune && beats(s, &on[k], &on[i])))
			k++;
		if (k == n)
			take(s, &on[i]);
	}
}

int route_search(struct route_path *best, int max, const struct route_graph *g,
		 const struct route_ask *ask, const struct route_flow *flow,
		 double amount, bool *beyond)
{
	struct search
		s; /* without its table, that reach_of fills as far as needed */

	s.g = g;
	s.ask = ask;
	s.flow = flow;
	s.beyond = beyond;
	s.gas_price = u256_to_double(ask->gas_price) * 1e-6;
	s.whole = amount >= 1;
	s.best = best;
	s.n = 0;
	s.max = max;
	s.path.n = 0;
	s.seen[0] = ask->token_in;
	reach_of(&s);
	s.prune = true;
	s.cramped = false;
	walk(&s, ask->token_in, amount, ask->gas_leg);
	if (s.cramped) {
		/* less may go where more does not */
		s.prune = false;
		s.n = 0;
		walk(&s, ask->token_in, amount, ask->gas_leg);
	}
	return s.n;
}
