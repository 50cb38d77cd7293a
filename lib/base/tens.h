/* tens.h - powers of ten as doubles.  Layer: base. */
#ifndef MM_TENS_H
#define MM_TENS_H

#include <math.h>

#define TENS_MOST 22 /* the highest that a double has exactly */

static const double tens_exact[TENS_MOST + 1] = {
	1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

/* tens_real: 10^exponent; that of most tokens without a call. */
static inline double tens_real(int exponent)
{
	if (exponent >= 0 && exponent <= TENS_MOST)
		return tens_exact[exponent];
	if (exponent < 0 && exponent >= -TENS_MOST)
		return 1 / tens_exact[-exponent];
	return pow(10, exponent);
}

#endif
