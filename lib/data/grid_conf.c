#include "data/grid_conf.h"

#include "base/conf.h"

#include <stdio.h>
#include <string.h>

#define COUNT_SZ 12 /* an int as text */

static const char *const keys[] = {
	"STRATEGY_ID",
	"BUY_CHANNEL_WIDTH_PCT",
	"SELL_CHANNEL_WIDTH_PCT",
	"BOUND_INERTIA_S",
	"OUT_OF_CHANNEL",
	"REBALANCE_THRESHOLD_PCT",
	"REBALANCE_REF",
	"REBALANCE_INTERVAL_S",
	"MIN_REBUILD_S",
	"MAX_SPREAD_PCT",
	"PRICE_MAX_AGE_S",
	"ORDERS_PER_WALLET",
	"BUY_LEVELS",
	"SELL_LEVELS",
	"GRID_SPACING",
	"BUY_DENSITY",
	"TARGET_CONTROL_PCT",
	"TARGET_DENSITY_BETA",
	"TARGET_BUDGET_BETA",
	"BUY_BUDGET_PCT",
	"MAX_BUY_BUDGET_PCT",
	"SELL_BUDGET_PCT",
	"MAX_LEVEL_PCT",
	"MAX_ORDER_PCT",
	"MIN_ORDER_SIZE",
	"RESERVE_BASE",
	"RESERVE_QUOTE",
	"FEE_RESERVE_PCT",
	"INPUT_MAX_AGE_S",
	"IMPROVE",
	"IMPROVE_MIN_SIZE",
	"IMPROVE_MIN_S",
	"REFILL_ON_HOLD",
	"DIFF_TOLERANCE_SIZE_PCT",
	"SKEW_GAMMA",
	"SKEW_VOLATILITY_PCT",
	"SKEW_HORIZON_S",
};

#define N_KEYS (sizeof(keys) / sizeof(*keys))

static int levels(const char *key)
{
	return conf_is(key, "auto") ? GRID_AUTO : (int)conf_int(key);
}

static int64_t seconds(const char *key)
{
	return conf_int(key) * 1000;
}

/* A size in lots, rounded up.  False: too large. */
static bool lots(int64_t *out, const char *key, const struct steps *s)
{
	return !dec_units_ceil(out, conf_dec(key), s->lot) &&
	       *out < SIZE_MAX_LOTS;
}

const char *grid_conf_read(struct grid_conf *c, const struct steps *s)
{
	struct grid_params p = {
		.strategy = (uint16_t)conf_int("STRATEGY_ID"),
		.buy_width_ppm = conf_ppm("BUY_CHANNEL_WIDTH_PCT"),
		.sell_width_ppm = conf_ppm("SELL_CHANNEL_WIDTH_PCT"),
		.inertia_ms = seconds("BOUND_INERTIA_S"),
		.one_side = conf_is("OUT_OF_CHANNEL", "one_side"),
		.threshold_ppm = conf_ppm("REBALANCE_THRESHOLD_PCT"),
		.ref_pivot = conf_is("REBALANCE_REF", "pivot"),
		.interval_ms = seconds("REBALANCE_INTERVAL_S"),
		.min_rebuild_ms = seconds("MIN_REBUILD_S"),
		.spread_max_ppm = conf_ppm("MAX_SPREAD_PCT"),
		.price_max_age_ms = seconds("PRICE_MAX_AGE_S"),
		.buy_levels = levels("BUY_LEVELS"),
		.sell_levels = levels("SELL_LEVELS"),
		.orders_per_wallet = (int)conf_int("ORDERS_PER_WALLET"),
		.spacing = conf_is("GRID_SPACING", "linear")
				   ? SPACING_LINEAR
				   : SPACING_GEOMETRIC,
		.density = conf_real("BUY_DENSITY"),
		.density_beta = conf_real("TARGET_DENSITY_BETA"),
		.buy_budget_ppm = conf_ppm("BUY_BUDGET_PCT"),
		.buy_budget_max_ppm = conf_ppm("MAX_BUY_BUDGET_PCT"),
		.sell_budget_ppm = conf_ppm("SELL_BUDGET_PCT"),
		.level_max_ppm = conf_ppm("MAX_LEVEL_PCT"),
		.order_max_ppm = conf_ppm("MAX_ORDER_PCT"),
		.improve = conf_bool("IMPROVE"),
		.improve_min_ms = seconds("IMPROVE_MIN_S"),
		.refill = conf_bool("REFILL_ON_HOLD"),
		.size_slack_ppm = conf_ppm("DIFF_TOLERANCE_SIZE_PCT"),
		.skew_gamma = conf_real("SKEW_GAMMA"),
		.skew_volatility =
			(double)conf_ppm("SKEW_VOLATILITY_PCT") / (double)PPM,
		.skew_horizon_ms = seconds("SKEW_HORIZON_S"),
	};

	if (dec_units_floor(&p.budget_beta_ppm, conf_dec("TARGET_BUDGET_BETA"),
			    dec_make(1, 6)))
		return "TARGET_BUDGET_BETA has too many digits";
	if (!lots(&p.min_lots, "MIN_ORDER_SIZE", s))
		return "MIN_ORDER_SIZE is too large for the market's lot";
	if (!lots(&p.improve_min_lots, "IMPROVE_MIN_SIZE", s))
		return "IMPROVE_MIN_SIZE is too large for the market's lot";
	p.min_lots += !p.min_lots;
	*c = (struct grid_conf){
		.params = p,
		.reserve_base = conf_dec("RESERVE_BASE"),
		.reserve_quote = conf_dec("RESERVE_QUOTE"),
		.fee_ppm = conf_ppm("FEE_RESERVE_PCT"),
		.control_ppm = conf_is("TARGET_CONTROL_PCT", "dynamic")
				       ? -1
				       : conf_ppm("TARGET_CONTROL_PCT"),
	};
	return NULL;
}

struct rec_list grid_conf_echo(struct arena *a, int n_wallets)
{
	struct rec_text *v = arena_alloc(a, (N_KEYS + 1) * sizeof(*v));
	char *count = arena_alloc(a, COUNT_SZ);

	for (size_t i = 0; i < N_KEYS; i++)
		v[i] = (struct rec_text){ keys[i], conf_text(keys[i]) };
	snprintf(count, COUNT_SZ, "%d", n_wallets);
	v[N_KEYS] = (struct rec_text){ "wallets", count };
	return (struct rec_list){ v, N_KEYS + 1 };
}

bool grid_conf_same(const struct rec_list *a, const struct rec_list *b)
{
	const struct rec_text *x = a->v, *y = b->v;

	for (size_t i = 0; i < a->n && i < b->n; i++)
		if (strcmp(x[i].name, y[i].name) ||
		    strcmp(x[i].text, y[i].text))
			return false;
	return a->n == b->n;
}
