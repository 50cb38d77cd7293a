#include "data/roll_knobs.h"

#include "base/conf.h"
#include "base/err.h"
#include "data/conf_list.h"

#include <string.h>

static double real(const char *key)
{
	return dec_to_double(conf_dec(key));
}

static double tolerance(void)
{
	return conf_is("RISK_TOLERANCE", "conservative") ? 1.5
	       : conf_is("RISK_TOLERANCE", "aggressive") ? 0.7
							 : 1.0;
}

static void read_capital(struct roll_knobs *k, struct arena *a)
{
	const char **v = conf_list(a, "LP_CAPITAL", &k->n_capital);

	k->capital = arena_alloc(a, (k->n_capital + 1) * sizeof(*k->capital));
	for (size_t i = 0; i < k->n_capital; i++) {
		struct rec_amount *c = &k->capital[i];
		const char *amount;

		if (!conf_list_pair(a, v[i], &c->name, &amount) ||
		    dec_parse(&c->amount, amount, strlen(amount)) ||
		    dec_sign(c->amount) <= 0)
			mm_die(MM_USAGE, "LP_CAPITAL: '%s' is not asset:amount",
			       v[i]);
		if (!evm_conf_asset(&k->evm, c->name))
			mm_die(MM_USAGE, "LP_CAPITAL: '%s' is not in ASSETS",
			       c->name);
	}
}

static void read_wallet(struct roll_knobs *k)
{
	const struct evm_wallet *w = k->evm.n_wallets ? k->evm.wallets : NULL;

	if (conf_isset("LP_WALLET")) {
		w = evm_conf_wallet(&k->evm, conf_text("LP_WALLET"));
		if (!w)
			mm_die(MM_USAGE,
			       "LP_WALLET: '%s' is not in WALLETS with an "
			       "address of the chain",
			       conf_text("LP_WALLET"));
	}
	k->wallet = w ? w->name : NULL;
}

void roll_knobs_read(struct roll_knobs *k, struct arena *a)
{
	*k = (struct roll_knobs){
		.numeraire = conf_text("NUMERAIRE"),
		.strategy = conf_int("STRATEGY_ID"),
		.tolerance = tolerance(),
		.z = real("RANGE_Z"),
		.asymmetry = real("RANGE_ASYMMETRY"),
		.sigma = real("RANGE_SIGMA"),
		.horizon_s = conf_ms("RANGE_HORIZON") / 1000,
		.optimal = conf_is("RANGE_WIDTH", "optimal"),
		.proximity = real("PRICE_PROXIMITY"),
		.apy_min = real("APY_THRESHOLD"),
		.efficiency_min = real("CAPITAL_EFFICIENCY"),
		.il_max = real("MAX_IL"),
		.loss_max = real("STOP_LOSS"),
		.gas_max_gwei = real("MAX_GAS_PRICE_GWEI"),
		.priority_gwei = real("PRIORITY_FEE_GWEI"),
		.burn_gas = conf_int("BURN_GAS"),
		.swap_gas = conf_int("SWAP_GAS"),
		.mint_gas = conf_int("MINT_GAS"),
		.interval_ms = conf_ms("ROLL_MIN_INTERVAL"),
		.roll_s = conf_ms("ROLL_TIME") / 1000,
		.deviation_ppm = conf_ppm("MAX_DEVIATION_PCT"),
		.panic_ppm = conf_ppm("PANIC_MAX_DEVIATION_PCT"),
		.reference_ms = conf_ms("REFERENCE_AGE"),
		.slippage_ppm = conf_ppm("LP_SLIPPAGE_PCT"),
		.swap_min_ppm = conf_ppm("LP_SWAP_MIN_PCT"),
		.deadline_s = conf_int("TX_DEADLINE_S"),
		.v2_router = conf_text("V2_ROUTER"),
		.v3_router = conf_text("V3_ROUTER"),
		.v4_router = conf_text("V4_ROUTER"),
		.v3_manager = conf_text("V3_MANAGER"),
		.v4_manager = conf_text("V4_MANAGER"),
		.permit2 = conf_text("PERMIT2"),
		.listed = conf_isset("POSITIONS"),
	};
	evm_conf_read(&k->evm, a);
	pools_conf_read(&k->pools, a, &k->evm);
	read_capital(k, a);
	read_wallet(k);
}

bool roll_knobs_is_native(const struct roll_knobs *k, const char *asset)
{
	return !strcmp(asset, k->evm.native->name);
}

bool roll_knobs_same_asset(const struct roll_knobs *k, const char *a,
			   const char *b)
{
	if (!strcmp(a, b))
		return true;
	return k->evm.wrapped && ((roll_knobs_is_native(k, a) &&
				   !strcmp(b, k->evm.wrapped->name)) ||
				  (roll_knobs_is_native(k, b) &&
				   !strcmp(a, k->evm.wrapped->name)));
}
