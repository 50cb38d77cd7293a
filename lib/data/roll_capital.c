#include "data/roll_capital.h"

#include "base/atoms.h"

#include <string.h>

static bool after(int64_t block, int64_t log, int64_t than_block,
		  int64_t than_log)
{
	return than_block == REC_NONE_INT || block > than_block ||
	       (block == than_block && log > than_log);
}

void roll_capital_of(struct roll_capital *out, struct arena *a,
		     const struct roll_seen *s, const struct roll_knobs *k)
{
	*out = (struct roll_capital){ .s = s,
				      .k = k,
				      .seen_block = REC_NONE_INT,
				      .seen_log = REC_NONE_INT };
	for (size_t i = 0; i < s->lasts.n; i++) {
		const struct rec_range *r = s->lasts.v[i];

		if (r->capital_block != REC_NONE_INT &&
		    after(r->capital_block, r->capital_log, out->seen_block,
			  out->seen_log)) {
			out->seen_block = r->capital_block;
			out->seen_log = r->capital_log;
		}
	}
	out->block = out->seen_block;
	out->log = out->seen_log;
	for (size_t i = 0; i < s->capitals.n; i++) {
		const struct rec_capital *c = s->capitals.v[i];

		if (after(c->block, c->log_index, out->block, out->log)) {
			out->block = c->block;
			out->log = c->log_index;
		}
	}
	out->told.v =
		arena_alloc(a, (s->pools.n + s->positions.n + s->closed.n + 1) *
				       sizeof(*out->told.v));
}

static bool is_new(const struct roll_capital *c, const struct rec_capital *r)
{
	return after(r->block, r->log_index, c->seen_block, c->seen_log);
}

/* ---- pools ---- */

bool roll_capital_is_ours(const struct roll_knobs *k, const struct rec_pool *r)
{
	for (size_t i = 0; i < k->pools.n_pools; i++)
		if (!strcmp(k->pools.pools[i].name, r->pool))
			return true;
	return false;
}

static bool trades(const char *token0, const char *token1, const char *asset)
{
	return !strcmp(token0, asset) || !strcmp(token1, asset);
}

/* The pool that a deposit of an asset goes to: the first of POOLS that trades it. */
static bool goes_to(const struct roll_capital *c, const char *pool,
		    const char *asset)
{
	for (size_t i = 0; i < c->s->pools.n; i++) {
		const struct rec_pool *r = c->s->pools.v[i];

		if (r->kind != POOL_V2 && roll_capital_is_ours(c->k, r) &&
		    trades(r->token0, r->token1, asset))
			return !strcmp(r->pool, pool);
	}
	return false;
}

/* ---- amounts by asset ---- */

static void put(struct rec_list *l, struct arena *a, const char *asset,
		struct dec amount)
{
	struct rec_amount *v = l->v;

	for (size_t i = 0; i < l->n; i++) {
		struct dec sum;

		if (strcmp(v[i].name, asset) != 0)
			continue;
		if (!dec_add(&sum, v[i].amount, amount))
			v[i].amount = sum;
		return;
	}
	v = arena_grow(a, l->v, l->n * sizeof(*v), (l->n + 1) * sizeof(*v));
	v[l->n++] = (struct rec_amount){ asset, amount };
	l->v = v;
}

static struct dec amount_of(const struct rec_list *l, const char *asset)
{
	const struct rec_amount *v = l->v;

	for (size_t i = 0; i < l->n; i++)
		if (!strcmp(v[i].name, asset))
			return v[i].amount;
	return DEC_ZERO;
}

static const struct rec_list *configured(struct rec_list *out,
					 const struct roll_knobs *k)
{
	*out = (struct rec_list){ k->capital, k->n_capital };
	return out;
}

/* Less what a roll that is over took of it: the budget, without LP_CAPITAL where it
 * opened a position. */
static void take_spent(struct rec_list *idle, const struct roll_knobs *k,
		       const struct rec_range *last)
{
	struct rec_amount *v = idle->v;
	struct rec_list own = { NULL, 0 };

	for (size_t i = 0; i < idle->n; i++) {
		struct dec spent = amount_of(&last->budget, v[i].name), left;

		if (!last->position)
			configured(&own, k);
		if (dec_sub(&spent, spent, amount_of(&own, v[i].name)) ||
		    dec_sign(spent) <= 0 || dec_sub(&left, v[i].amount, spent))
			continue;
		v[i].amount = dec_sign(left) > 0 ? left : DEC_ZERO;
	}
}

/* The roll of that decision put its money in: it is no longer under way, and there is
 * a position, or more of it, that was not there. */
static bool spent(const struct roll_capital *c, const struct rec_range *last,
		  const struct rolls *rolls)
{
	if (!last->budget.n || !last->roll || rolls_named(rolls, last->roll))
		return false;
	for (size_t i = 0; i < c->s->positions.n; i++) {
		const struct rec_position *p = c->s->positions.v[i];

		if (strcmp(p->pool, last->pool) != 0 || !roll_seen_is_live(p))
			continue;
		if (!last->position)
			return true;
		if (!strcmp(last->position, p->position))
			return !dec_is_none(last->liquidity) &&
			       dec_cmp(p->liquidity, last->liquidity) > 0;
	}
	return false;
}

static bool told(struct roll_capital *c, const char *pool)
{
	for (size_t i = 0; i < c->told.n; i++)
		if (!strcmp(c->told.v[i], pool))
			return true;
	c->told.v[c->told.n++] = pool;
	return false;
}

struct rec_list roll_capital_idle(struct roll_capital *c, struct arena *a,
				  const struct roll_place *at,
				  const struct rolls *rolls)
{
	struct rec_list idle = { NULL, 0 }, left = { NULL, 0 };

	if (told(c, at->pool))
		return left;
	for (size_t i = 0; i < c->s->lasts.n; i++) {
		const struct rec_range *r = c->s->lasts.v[i];
		struct rec_list was = { NULL, 0 };
		const struct rec_amount *v = r->idle.v;

		if (strcmp(r->pool, at->pool) != 0)
			continue;
		for (size_t j = 0; j < r->idle.n; j++)
			put(&was, a, v[j].name, v[j].amount);
		if (spent(c, r, rolls))
			take_spent(&was, c->k, r);
		v = was.v;
		for (size_t j = 0; j < was.n; j++)
			put(&idle, a, v[j].name, v[j].amount);
	}
	for (size_t i = 0; i < c->s->capitals.n; i++) {
		const struct rec_capital *r = c->s->capitals.v[i];

		if (r->event == CAPITAL_DEPOSIT && is_new(c, r) &&
		    trades(at->token0, at->token1, r->asset) &&
		    goes_to(c, at->pool, r->asset))
			put(&idle, a, r->asset, r->amount);
	}
	for (size_t i = 0; i < idle.n; i++) {
		const struct rec_amount *v = idle.v;

		if (dec_sign(v[i].amount) > 0)
			put(&left, a, v[i].name, v[i].amount);
	}
	return left;
}

/* liquidity * total / (total + shares), rounded down. */
static struct dec share_left(struct dec liquidity, struct dec total,
			     struct dec shares)
{
	int scale = total.scale > shares.scale ? total.scale : shares.scale;
	__int128 l, t, all;
	struct u256 x;
	struct dec left;

	if (dec_coef(&l, liquidity, 0) || dec_coef(&t, total, scale) ||
	    dec_coef(&all, shares, scale) || l < 0 || t < 0 || all <= 0 ||
	    u256_mul_div_floor(&x, u256_of_u128((unsigned __int128)l),
			       u256_of_u128((unsigned __int128)t),
			       u256_of_u128((unsigned __int128)t +
					    (unsigned __int128)all)) ||
	    atoms_amount(&left, x, 0))
		return liquidity;
	return left;
}

/* Without any decision to look back on nobody knows which of them were followed. */
struct dec roll_capital_keep(const struct roll_capital *c,
			     const struct rec_position *p,
			     const struct rec_range *last)
{
	struct dec keep = p->liquidity;

	if (last && !dec_is_none(last->keep_liquidity) &&
	    dec_cmp(last->keep_liquidity, keep) < 0)
		keep = last->keep_liquidity;
	for (size_t i = 0; i < c->s->capitals.n; i++) {
		const struct rec_capital *r = c->s->capitals.v[i];

		if (r->event == CAPITAL_WITHDRAWAL && c->s->lasts.n &&
		    is_new(c, r) && trades(p->token0, p->token1, r->asset))
			keep = share_left(keep, r->total_shares, r->shares);
	}
	return dec_cmp(keep, p->liquidity) < 0 ? keep : DEC_NONE;
}

struct rec_list roll_capital_budget(const struct roll_knobs *k, struct arena *a,
				    const struct roll_place *at,
				    const struct rec_list *idle)
{
	struct rec_list budget = { NULL, 0 };
	const struct rec_amount *v = idle->v;

	for (size_t i = 0; i < k->n_capital; i++)
		if (trades(at->token0, at->token1, k->capital[i].name))
			put(&budget, a, k->capital[i].name,
			    k->capital[i].amount);
	for (size_t i = 0; i < idle->n; i++)
		put(&budget, a, v[i].name, v[i].amount);
	return budget;
}
