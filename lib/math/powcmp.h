/* powcmp.h - which of two products of powers is larger, exactly.  Layer: math. */
#ifndef MM_POWCMP_H
#define MM_POWCMP_H

struct power {
	unsigned __int128 base; /* > 0 */
	unsigned exponent;
};

/* powcmp: -1, 0 or 1 as a[0] * a[1] is <, = or > b[0] * b[1].
 *
 * cost: quadratic in the length of the products; takes and frees memory. */
int powcmp(const struct power a[2], const struct power b[2]);

#endif
