#include "math/il.h"

#include "math/moments.h"
#include "math/roots.h"

#include <math.h>

enum status il_v2(double *il, double ratio)
{
	double q = (ratio - 1) / (1 + sqrt(ratio));

	if (!(ratio > 0) || isinf(ratio))
		return ST_DOMAIN;
	return real_set(il, -q * (q / (1 + ratio)));
}

/* With c, c0 the roots inside the range, per unit of liquidity:
 *   hold - value = (c - c0) (s^2 - c c0) / (c c0)
 *   hold         = s^2 (b - c0) / (b c0) + (c0 - a)
 * and s^2 - c c0 = (s - c)(s + c) + c (c - c0), whose parts have one sign. */
enum status il_v3(double *il, struct u256 lower, struct u256 upper,
		  struct u256 entry, struct u256 now)
{
	struct u256 in0 = root_clamp(entry, lower, upper);
	struct u256 in1 = root_clamp(now, lower, upper);
	double b = u256_to_double(upper), c0 = u256_to_double(in0);
	double c = u256_to_double(in1), s = u256_to_double(now);
	double moved = root_minus(in1, in0), lost, held;

	if (!is_root(lower) || !is_root(upper) || !is_root(entry) ||
	    !is_root(now) || u256_cmp(lower, upper) >= 0)
		return ST_DOMAIN;
	/* products by pairs of a near size: 2^160 four times is no double's */
	lost = moved / c0 * ((root_minus(now, in1) / c) * (s + c) + moved);
	held = s / c0 * (s / b) * root_minus(upper, in0) +
	       root_minus(in0, lower);
	return real_set(il, moved == 0 ? 0 : fmin(-lost / held, 0));
}
