/* treasury.h - the SOL/USDC buffer and the supply in other hands.
 * Layer: math.
 *
 * The buffer decides how much of the treasury should be in USDC.  It plans: its
 * doubles are good to about 1e-12 of the value and never reach an order without
 * being floored to lots by the caller.
 * source: MATH.md 3.
 */
#ifndef MM_TREASURY_H
#define MM_TREASURY_H

#include "base/status.h"

#include <stdint.h>

/* Prices in quote per base, all > 0, lower < pivot < upper. */
struct fiat_buffer_in {
	double price;
	double pivot;
	double lower; /* bounds of the channel */
	double upper;
	double sol;                /* SOL above the reserve, >= 0      */
	double usdc;               /* >= 0                             */
	double sol_usd;            /* USDC per SOL, > 0                */
	double fee;                /* proportional cost, 0 <= fee < 1  */
	double usdc_max_frac;      /* USDC share at either bound, 0..1 */
	double min_sol_frac;       /* below it SOL is injected, 0..1   */
	double inject_target_frac; /* up to this share, min_sol_frac..1 */
};

struct fiat_buffer {
	double usdc_target_frac;   /* wanted share of the value in USDC    */
	double sol_frac_now;       /* 1 where the treasury is empty        */
	double sell_sol_usd_value; /* SOL to sell, as USDC before cost     */
	double buy_sol_usdc;       /* USDC to spend on SOL for the target  */
	double inject_usdc;        /* USDC to spend to restore SOL         */
};

/* fiat_buffer_hold: the symmetric rule, holding USDC on both sides of the
 * pivot.  Conversion (at most one of sell and buy is above 0) and injection are
 * two separate answers without dead band or minimum size: a planner takes one.
 *
 * returns: ST_OK, ST_DOMAIN. */
MM_CHECKED enum status fiat_buffer_hold(struct fiat_buffer *out,
					const struct fiat_buffer_in *in);

/* fiat_buffer_spend: below the pivot SOL is never sold, and the USDC share has a
 * ceiling that shrinks from its largest at the pivot to 0 at the lower bound; what
 * exceeds it buys SOL.  From the pivot up it is fiat_buffer_hold.
 *
 * returns: ST_OK, ST_DOMAIN. */
MM_CHECKED enum status fiat_buffer_spend(struct fiat_buffer *out,
					 const struct fiat_buffer_in *in);

enum control_status {
	CONTROL_OK = 0,
	CONTROL_NO_SUPPLY,      /* supply is 0                       */
	CONTROL_OVERSUBSCRIBED, /* locked + owned exceed the supply  */
	CONTROL_DOMAIN,         /* a negative amount, or over 2^107  */
};

/* target_control_ppm: the share of the supply that others hold, rounded down.
 *
 * in: atoms of the token, 0..2^107; owned counts balances and the base in
 *     resting SELL orders, once. */
MM_CHECKED enum control_status target_control_ppm(int64_t *out, __int128 supply,
						  __int128 locked,
						  __int128 owned);

#endif
