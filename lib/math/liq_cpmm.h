/* liq_cpmm.h - the repayment that gains most where one x*y=k pool takes the
 * collateral, in closed form.  Layer: math.
 *
 * A first guess in real numbers, in units; what is sent is decided by whole numbers
 * (liq.h).
 *
 * source: MATH.md 7, Profit.
 */
#ifndef MM_LIQ_CPMM_H
#define MM_LIQ_CPMM_H

#include "base/status.h"

#include <stdbool.h>

struct liq_cpmm {
	double pool_collateral, pool_debt; /* reserves, > 0 */
	double pool_fee;     /* share of what goes in, 0 <= f < 1 */
	double price;        /* of a collateral, in debt, > 0 */
	double bonus;        /* 1.05: 5 % */
	double protocol_fee; /* share of the bonus, 0 to 1 */
	double premium;      /* flash premium, share of the repayment, >= 0 */
	double max_repay;    /* >= 0 */
	double gas;          /* in debt */
};

struct liq_cpmm_best {
	double repay;   /* 0 <= repay <= max_repay, worth it or not */
	double receive; /* collateral for it */
	double out;     /* what the pool gives for that */
	double net;     /* out less repay, premium and gas */
	bool go;        /* net > 0 */
};

/* liq_cpmm_best.  returns: ST_OK, or ST_DOMAIN (a number out of its range). */
MM_CHECKED enum status liq_cpmm_best(struct liq_cpmm_best *out,
				     const struct liq_cpmm *in);

#endif
