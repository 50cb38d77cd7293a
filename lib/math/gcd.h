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

/* gcd_u128: the same of 128 bits. */
static inline unsigned __int128 gcd_u128(unsigned __int128 a,
					 unsigned __int128 b)
{
	while (b) {
		unsigned __int128 rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

#endif
