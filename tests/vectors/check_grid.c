/* check_grid.c - the levels of a grid, their shares and wallets, triggers. */
#include "check.h"

#include "math/alloc.h"
#include "math/channel.h"
#include "math/improve.h"
#include "math/ladder.h"
#include "math/skew.h"
#include "math/wallets.h"

#include <math.h>
#include <string.h>

static enum side side_of(const cJSON *o)
{
	return strcmp(vec_text(o, "side"), "buy") ? SIDE_SELL : SIDE_BUY;
}

static cJSON *levels(const cJSON *in, enum spacing spacing)
{
	struct ladder l = {
		.side = side_of(in),
		.spacing = spacing,
		.n = (int)vec_i64(in, "n"),
		.pivot = vec_i64(in, "pivot"),
		.tick = vec_i64(in, "tick"),
	};
	int64_t *price = vec_alloc((size_t)l.n, sizeof(*price));
	cJSON *out = vec_out();
	enum status st;

	l.edge = ladder_edge(l.side, l.pivot, vec_i64(in, "width_ppm"));
	st = ladder_prices(price, &l);
	if (st)
		return vec_err(st);
	vec_put_i64s(out, "prices", price, (size_t)l.n);
	return out;
}

static cJSON *grid_levels_linear(const cJSON *in)
{
	return levels(in, SPACING_LINEAR);
}

static cJSON *grid_levels_geometric(const cJSON *in)
{
	return levels(in, SPACING_GEOMETRIC);
}

static cJSON *grid_weights(const cJSON *in)
{
	int n = (int)vec_i64(in, "n");
	double steepness =
		ladder_steepness(vec_real(in, "kappa"), vec_real(in, "beta"),
				 vec_real(in, "target_control"));
	double *real = vec_alloc((size_t)n, sizeof(*real));
	int64_t *weight = vec_alloc((size_t)n, sizeof(*weight));
	enum status st = ladder_weights(weight, steepness, n);
	cJSON *out = vec_out();

	for (int i = 1; !st && i <= n; i++) {
		struct expneg density;

		st = ladder_density(&density, steepness, i, n);
		real[i - 1] = expneg_real(density);
	}
	if (st)
		return vec_err(st);
	vec_put_reals(out, "weights", real, (size_t)n);
	vec_put_i64s(out, "int_weights", weight, (size_t)n);
	return out;
}

static cJSON *shared_out(enum status st, const int64_t *lots, size_t n)
{
	cJSON *out;

	if (st)
		return vec_err(st);
	out = vec_out();
	vec_put_i64s(out, "lots", lots, n);
	return out;
}

static cJSON *answer_alloc_total(const cJSON *in)
{
	struct arena mem = { 0 };
	int64_t *weight, *cap = NULL, *lots, left;
	size_t n = vec_i64s(&weight, in, "weights");
	enum status st;
	cJSON *out;

	if (vec_has(in, "caps"))
		vec_i64s(&cap, in, "caps");
	lots = vec_alloc(n, sizeof(*lots));
	st = alloc_total(&mem, lots, &left, vec_i64(in, "total_lots"), weight,
			 cap, n, vec_i64(in, "min_lots"));
	arena_free(&mem);
	out = shared_out(st, lots, n);
	if (!st)
		vec_put_i64(out, "unallocated", left);
	return out;
}

static cJSON *answer_alloc_budget(const cJSON *in)
{
	struct arena mem = { 0 };
	int64_t *weight, *price, *cap = NULL, *lots, spent;
	int64_t budget = vec_i64(in, "budget_quote");
	size_t n = vec_i64s(&weight, in, "weights");
	enum status st;
	cJSON *out;

	vec_i64s(&price, in, "prices");
	if (vec_has(in, "caps"))
		vec_i64s(&cap, in, "caps");
	lots = vec_alloc(n, sizeof(*lots));
	st = alloc_budget(&mem, lots, &spent, budget, price, weight, cap, n);
	arena_free(&mem);
	out = shared_out(st, lots, n);
	if (!st) {
		vec_put_i64(out, "spent", spent);
		vec_put_i64(out, "leftover", budget - spent);
	}
	return out;
}

static void put_remaining(cJSON *out, const struct wallets *w)
{
	cJSON *array = vec_put_array(out, "remaining");

	for (int i = 0; i < w->n; i++) {
		const struct wallet *at = &w->at[i];
		cJSON *o = vec_out();

		vec_put_i64(o, "quote", at->free[SIDE_BUY]);
		vec_put_i64(o, "base", at->free[SIDE_SELL]);
		vec_put_i64(o, "orders",
			    at->orders[SIDE_BUY] + at->orders[SIDE_SELL]);
		vec_add(array, o);
	}
}

static cJSON *assign_wallets(const cJSON *in)
{
	const cJSON *o, *orders = vec_array(in, "orders");
	const cJSON *list = vec_array(in, "wallets");
	size_t n_wallets = (size_t)cJSON_GetArraySize(list), i = 0;
	size_t n_orders = (size_t)cJSON_GetArraySize(orders);
	struct means *funds = vec_alloc(n_wallets, sizeof(*funds));
	int64_t *wallet = vec_alloc(n_orders, sizeof(*wallet));
	struct arena mem = { 0 };
	cJSON *out = vec_out();
	struct wallets w;

	cJSON_ArrayForEach(o, list)
	{
		funds[i].quote = vec_i64(o, "quote");
		funds[i++].base = vec_i64(o, "base");
	}
	wallets_open(&w, &mem, funds, (int)n_wallets,
		     (int)vec_i64(in, "max_orders"),
		     vec_i64(in, "max_order_ppm"));
	i = 0;
	cJSON_ArrayForEach(o, orders)
	{
		enum side side = side_of(o);
		int64_t lots = vec_i64(o, "lots");

		wallet[i++] = wallets_fit(
			&w, side,
			side == SIDE_BUY ? vec_i64(o, "price") * lots : lots);
	}
	vec_put_i64s(out, "wallet", wallet, n_orders);
	put_remaining(out, &w);
	arena_free(&mem);
	return out;
}

static cJSON *answer_improve(const cJSON *in)
{
	struct improve_in i = {
		.side = side_of(in),
		.tick = vec_i64(in, "tick"),
		.competitor_price = vec_i64(in, "competitor_price"),
		.competitor_lots = vec_i64(in, "competitor_lots"),
		.threshold_lots = vec_i64(in, "threshold_lots"),
		.limit_price = vec_i64(in, "limit_price"),
	};
	enum improve_result r;
	int64_t price;
	cJSON *out = vec_out();

	i.opposite_best = vec_i64(in, i.side == SIDE_BUY ? "best_ask_ext"
							 : "best_bid_ext");
	if (vec_has(in, "own_best_same_side"))
		i.own_best = vec_i64(in, "own_best_same_side");
	r = improve_one_tick(&price, &i);
	vec_put_text(out, "action", r == IMPROVE_QUOTE ? "quote" : "none");
	if (r == IMPROVE_QUOTE)
		vec_put_i64(out, "price", price);
	else
		vec_put_text(out, "reason", improve_name(r));
	return out;
}

static cJSON *answer_trigger(const cJSON *in)
{
	struct trigger t = rebalance_trigger(
		vec_i64(in, "price"), vec_i64(in, "pivot"),
		vec_i64(in, "threshold_ppm"), vec_i64(in, "elapsed_s"),
		vec_i64(in, "max_interval_s"), vec_bool(in, "external"));
	cJSON *out = vec_out();

	vec_put_bool(out, "deviation", t.deviation);
	vec_put_bool(out, "timeout", t.timeout);
	vec_put_bool(out, "external", t.external);
	vec_put_bool(out, "rebuild", t.rebuild);
	return out;
}

/* Our bounds are integers: the line's reals are counted in parts so small that
 * the larger of them fills 60 bits. */
static cJSON *ema_boundary(const cJSON *in)
{
	double prev = vec_real(in, "prev"), target = vec_real(in, "target");
	cJSON *out = vec_out();
	uint64_t alpha;
	int64_t moved;
	int bits;
	enum status st =
		inertia(&alpha, vec_real(in, "dt_s"), vec_real(in, "tau_s"));

	if (st)
		return vec_err(st);
	frexp(fmax(prev, target), &bits);
	moved = inertia_move(llrint(ldexp(prev, 60 - bits)),
			     llrint(ldexp(target, 60 - bits)), alpha);
	vec_put_real(out, "alpha", ldexp((double)alpha, -63));
	vec_put_real(out, "value", ldexp((double)moved, bits - 60));
	return out;
}

static cJSON *answer_skew(const cJSON *in)
{
	struct skew_in i = {
		.mid = vec_real(in, "mid"),
		.inventory = vec_real(in, "inventory"),
		.gamma = vec_real(in, "gamma"),
		.sigma = vec_real(in, "sigma_abs"),
		.time_left = vec_real(in, "T_left"),
		.k = vec_real(in, "k"),
	};
	struct skew s;
	enum status st = avellaneda_stoikov(&s, &i);
	cJSON *out = vec_out();

	if (st)
		return vec_err(st);
	vec_put_real(out, "reservation", s.reservation);
	vec_put_real(out, "half_spread", s.half_spread);
	vec_put_real(out, "bid", s.bid);
	vec_put_real(out, "ask", s.ask);
	return out;
}

const struct checker check_grid[] = {
	{ "grid_levels_linear", grid_levels_linear },
	{ "grid_levels_geometric", grid_levels_geometric },
	{ "grid_weights", grid_weights },
	{ "alloc_total", answer_alloc_total },
	{ "alloc_budget", answer_alloc_budget },
	{ "assign_wallets", assign_wallets },
	{ "improve_one_tick", answer_improve },
	{ "rebalance_trigger", answer_trigger },
	{ "ema_boundary", ema_boundary },
	{ "avellaneda_stoikov", answer_skew },
	{ 0 },
};
