#include "math/sums.h"

void sums_add(struct sums *to, uint64_t n, struct dec pv, struct dec v)
{
	to->n += n;
	to->overflow |=
		dec_add(&to->pv, to->pv, pv) || dec_add(&to->v, to->v, v);
}

void sums_trade(struct sums *to, struct dec price, struct dec size)
{
	struct dec pv;

	if (dec_mul(&pv, price, size))
		to->overflow = true;
	else
		sums_add(to, 1, pv, size);
}

static bool coef(unsigned __int128 *out, struct dec d, int scale)
{
	__int128 v;

	if (dec_coef(&v, d, scale))
		return false;
	*out = (unsigned __int128)v;
	return true;
}

bool sums_settle(struct pivot_history *h, const struct sums *live,
		 const struct sums *traded)
{
	int lots = live->v.scale, both = live->pv.scale;

	if (traded->v.scale > lots)
		lots = traded->v.scale;
	if (both < lots)
		both = lots;
	h->size_scale = lots;
	h->price_scale = both - lots;
	h->live.n = live->n;
	return !live->overflow && !traded->overflow &&
	       coef(&h->live.pv, live->pv, both) &&
	       coef(&h->live.v, live->v, lots) &&
	       coef(&h->traded, traded->v, lots);
}
