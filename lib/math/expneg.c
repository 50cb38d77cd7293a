#include "math/expneg.h"

#include <math.h>

/* ln 2 = (LN2_HIGH + LN2_LOW * 2^-64) * 2^-64 */
#define LN2_HIGH UINT64_C(0xb17217f7d1cf79ab)
#define LN2_LOW  UINT64_C(0xc9e3b39803f2f6af)

#define ONE   (UINT64_C(1) << 63)
#define TERMS 20 /* (ln 2)^20 / 20! < 2^-71 */

enum status expneg(struct expneg *out, double x)
{
	unsigned __int128 fixed;
	uint64_t k, r, sum = ONE;

	if (!(x >= 0 && x < EXPNEG_MAX))
		return ST_DOMAIN;
	fixed = (unsigned __int128)(x * 0x1p64);
	k = (uint64_t)(fixed / LN2_HIGH);
	fixed -= (unsigned __int128)k * LN2_HIGH;
	/* No double below EXPNEG_MAX lies between k times the truncated ln 2
	 * and k ln 2, so this does not wrap. */
	r = (uint64_t)fixed - (uint64_t)((unsigned __int128)k * LN2_LOW >> 64);

	/* 1 - r(1 - r/2(1 - r/3(...))), r in 2^-64, the sum in 2^-63 */
	for (unsigned j = TERMS; j; j--)
		sum = ONE - (uint64_t)((unsigned __int128)r * sum >> 64) / j;
	out->m = sum;
	out->k = (int)k;
	return ST_OK;
}

int64_t expneg_fixed(struct expneg e, int bits)
{
	int shift = 63 + e.k - bits;

	if (shift > 63)
		return 0;
	return (int64_t)((e.m + (UINT64_C(1) << (shift - 1))) >> shift);
}

double expneg_real(struct expneg e)
{
	return ldexp((double)e.m, -(63 + e.k));
}
