#include "math/skew.h"

#include <math.h>

enum status skew_reservation(double *out, const struct skew_in *in)
{
	double r;

	if (!(in->mid > 0 && in->gamma >= 0 && in->sigma >= 0 &&
	      in->time_left >= 0))
		return ST_DOMAIN;
	r = in->mid -
	    in->inventory * in->gamma * in->sigma * in->sigma * in->time_left;
	if (!isfinite(r))
		return ST_DOMAIN;
	*out = r;
	return ST_OK;
}

enum status avellaneda_stoikov(struct skew *out, const struct skew_in *in)
{
	struct skew s;
	enum status st = skew_reservation(&s.reservation, in);

	if (st)
		return st;
	if (!(in->k > 0))
		return ST_DOMAIN;
	s.half_spread = in->gamma * in->sigma * in->sigma * in->time_left / 2;
	/* (1/gamma) ln(1 + gamma/k) tends to 1/k */
	s.half_spread += in->gamma > 0 ? log1p(in->gamma / in->k) / in->gamma
				       : 1 / in->k;
	if (!isfinite(s.half_spread))
		return ST_DOMAIN;
	s.bid = s.reservation - s.half_spread;
	s.ask = s.reservation + s.half_spread;
	if (!(s.bid < s.ask))
		return ST_RANGE;
	*out = s;
	return ST_OK;
}
