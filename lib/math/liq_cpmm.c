/* liq_cpmm.c - the best repayment against one x*y=k pool. */
#include "math/liq_cpmm.h"

#include <math.h>

static bool in_domain(const struct liq_cpmm *in)
{
	return in->pool_collateral > 0 && in->pool_debt > 0 && in->price > 0 &&
	       in->pool_fee >= 0 && in->pool_fee < 1 && in->bonus > 0 &&
	       in->protocol_fee >= 0 && in->protocol_fee <= 1 &&
	       in->premium >= 0 && in->max_repay >= 0 &&
	       isfinite(in->pool_collateral) && isfinite(in->pool_debt) &&
	       isfinite(in->price) && isfinite(in->bonus) &&
	       isfinite(in->premium) && isfinite(in->max_repay) &&
	       isfinite(in->gas);
}

enum status liq_cpmm_best(struct liq_cpmm_best *out, const struct liq_cpmm *in)
{
	double x = in->pool_collateral, y = in->pool_debt;
	double share = 1 - in->pool_fee, cost = 1 + in->premium;
	double per_debt, root, d;
	struct liq_cpmm_best b;

	if (!in_domain(in))
		return ST_DOMAIN;
	per_debt = (in->bonus - (in->bonus - 1) * in->protocol_fee) / in->price;
	if (!(per_debt > 0))
		return ST_DOMAIN;
	/* (root - x) / (share * per_debt), without the cancellation */
	root = sqrt(share * per_debt * x * y / cost);
	d = x * (y / cost - x / (share * per_debt)) / (root + x);
	b.repay = fmin(fmax(d, 0), in->max_repay);
	b.receive = per_debt * b.repay;
	b.out = share * b.receive * y / (x + share * b.receive);
	b.net = b.out - b.repay * cost - in->gas;
	b.go = b.net > 0;
	if (!isfinite(b.net) || !isfinite(b.receive))
		return ST_OVERFLOW;
	*out = b;
	return ST_OK;
}
