/* expneg.h - e^-x in integers, the same on every machine.  Layer: math.
 *
 * The last bit of libm's exp depends on the processor; a weight that decides
 * lots, or a bound that decides ticks, must not.  Only the argument is a double:
 * its sums, products and quotients are rounded alike everywhere.
 */
#ifndef MM_EXPNEG_H
#define MM_EXPNEG_H

#include "base/status.h"

#include <stdint.h>

#define EXPNEG_MAX 1024.0 /* largest argument, exclusive */

/* m * 2^-(63 + k), 2^62 < m <= 2^63, off by less than 2^-58 of itself. */
struct expneg {
	uint64_t m;
	int k;
};

/* expneg: e^-x.  ST_DOMAIN unless 0 <= x < EXPNEG_MAX. */
MM_CHECKED enum status expneg(struct expneg *out, double x);

/* expneg_fixed: e * 2^bits to the nearest integer, halves up.
 * in: 0 <= bits <= 62. */
int64_t expneg_fixed(struct expneg e, int bits);

double expneg_real(struct expneg e);

#endif
