/* fund.h - what the treasury does next: convert, inject or nothing.  Layer: math.
 *
 * fiat_buffer_* (math/treasury.h) say what would be right; this says whether it is
 * worth doing, and never both at once.  Its amounts are plans: the caller floors
 * them to units.
 * source: MATH.md 3.1.
 */
#ifndef MM_FUND_H
#define MM_FUND_H

#include "math/treasury.h"

#include <stdbool.h>

enum fund_mode {
	FUND_SPEND, /* below the pivot USDC is only spent */
	FUND_HOLD,  /* the same rule on both sides        */
};

enum fund_step {
	FUND_REST,
	FUND_SELL_SOL, /* amount_usdc: what the SOL sold is worth */
	FUND_BUY_SOL,  /* amount_usdc: USDC spent                 */
	FUND_INJECT,   /* amount_usdc: USDC spent                 */
};

struct fund_in {
	struct fiat_buffer_in buffer;
	enum fund_mode mode;
	double dead_band_frac; /* of the value: less is left alone, 0..1     */
	double min_usdc;       /* a smaller swap is left alone, >= 0         */
	double max_usdc;       /* of one swap: the rest comes later, > 0     */
	double sol_free;       /* of buffer.sol, what can be sold now, >= 0  */
	bool injecting;        /* the last frame's answer                    */
};

struct fund {
	enum fund_step step;
	double amount_usdc;
	bool injecting; /* parts of an injection are left for later frames */
	double usdc_target_frac;
	double sol_frac_now;
};

/* fund_next.  in: every frame's injecting is the last one's out.
 *
 * returns: ST_OK; ST_DOMAIN, also where min_sol_frac is not below what the USDC
 *          share at its largest leaves: it would fight the gradient. */
MM_CHECKED enum status fund_next(struct fund *out, const struct fund_in *in);

#endif
