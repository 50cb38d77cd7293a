#include "math/opt_width.h"

#include <math.h>

#define LN_TICK 9.9995000333308335e-05 /* ln 1.0001 */

/* Where first_of has its maximum, and that maximum: no width is best when the
 * first-order answer lies above it. */
#define W_MAX     5.15135782
#define FIRST_MAX 3.04687

/* The first-order answer that belongs to the best width w: net'(w) = 0 says
 * w^3 / (4 sinh^2(w/4)) = 4 first. */
static double first_of(double w)
{
	double u = w / 4 / sinh(w / 4);

	return w * u * u;
}

static double net_at(double w, double edge, double cost_var)
{
	return -edge / (2 * expm1(-w / 2)) - cost_var / (w * w);
}

/* It rises from first to W_MAX: halve until nothing lies between. */
static double width_of(double first)
{
	double lo = first, hi = W_MAX;

	for (;;) {
		double mid = lo + (hi - lo) / 2;

		if (!(mid > lo && mid < hi))
			return mid;
		if (first_of(mid) < first)
			lo = mid;
		else
			hi = mid;
	}
}

enum status opt_width(struct opt_width *out, const struct width_in *in)
{
	double var = in->sigma * in->sigma;
	double edge = in->phi - var / 4;
	double cost_var = (in->cost_frac + in->gas_frac) * var;
	struct opt_width o = { .full = true };

	if (!(isfinite(in->phi) && in->sigma > 0 && isfinite(var) &&
	      in->cost_frac >= 0 && in->gas_frac >= 0 && cost_var > 0 &&
	      isfinite(cost_var)))
		return ST_DOMAIN;
	if (edge <= 0)
		return ST_NODATA;
	o.first = 2 * cost_var / edge;
	o.net_full = edge / 2;
	if (!isfinite(o.first))
		return ST_DOMAIN;
	if (o.first < FIRST_MAX) {
		o.w = width_of(o.first);
		o.net = net_at(o.w, edge, cost_var);
		o.half_ticks = llround(o.w / LN_TICK);
		o.full = o.net_full >= o.net;
	}
	if (!isfinite(o.net))
		return ST_DOMAIN;
	*out = o;
	return ST_OK;
}
