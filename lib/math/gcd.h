/* gcd.h - the greatest common divisor.  Layer: math.
 * source: Euclid, Elements, VII.2.
 */
#ifndef MM_GCD_H
#define MM_GCD_H

#include <stdint.h>

/* gcd: of two numbers >= 0; of 0 and a number, that number. */
static inline int64_t gcd(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

#endif
