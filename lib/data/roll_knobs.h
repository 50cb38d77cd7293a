/* roll_knobs.h - the configuration of range-roll, read once.  Layer: data. */
#ifndef MM_ROLL_KNOBS_H
#define MM_ROLL_KNOBS_H

#include "data/evm_conf.h"
#include "data/pools_conf.h"
#include "data/rec.h"

struct roll_knobs {
	struct evm_conf evm;
	const char *numeraire;
	const char *wallet; /* that opens positions; NULL: there is none */
	int64_t strategy;

	/* the width of a range */
	double tolerance, z, asymmetry;
	double sigma; /* where nothing tells it; 0: none */
	int64_t horizon_s;
	bool optimal;

	/* what asks for another, as fractions */
	double proximity, apy_min, efficiency_min, il_max, loss_max;

	/* what it costs, and when it may be */
	double gas_max_gwei, priority_gwei;
	int64_t burn_gas, swap_gas, mint_gas;
	int64_t interval_ms;
	int64_t roll_s;

	/* what an action may meet */
	bool panic;     /* withdraw everything, set by who wants it */
	bool any_price; /* and whatever the price is                */
	int64_t deviation_ppm, panic_ppm;
	int64_t reference_ms; /* oldest price that is one */
	int64_t slippage_ppm;
	int64_t swap_min_ppm; /* of the value */
	int64_t deadline_s;

	/* contracts, "" where there is none */
	const char *v2_router, *v3_router, *v4_router;
	const char *v3_manager, *v4_manager, *permit2;

	struct pools_conf pools;
	bool listed; /* POSITIONS names them: a new one would not be seen */
	struct rec_amount *capital; /* LP_CAPITAL */
	size_t n_capital;
};

/* roll_knobs_read, after conf_load.  What cannot be used is one line and exit MM_USAGE.
 * out:     *k; its texts live in the arena. */
void roll_knobs_read(struct roll_knobs *k, struct arena *a);

/* roll_knobs_same_asset: the same, or the native coin and its wrapped token. */
bool roll_knobs_same_asset(const struct roll_knobs *k, const char *a,
			   const char *b);

/* roll_knobs_is_native: the asset is the native coin itself. */
bool roll_knobs_is_native(const struct roll_knobs *k, const char *asset);

#endif
