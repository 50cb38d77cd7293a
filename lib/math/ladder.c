#include "math/ladder.h"

#include "math/gcd.h"
#include "math/powcmp.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

__int128 ladder_edge(enum side side, int64_t pivot, int64_t width_ppm)
{
	return (__int128)pivot *
	       (side == SIDE_BUY ? PPM - width_ppm : PPM + width_ppm);
}

static enum status check(const struct ladder *l)
{
	__int128 pivot = (__int128)l->pivot * PPM;

	if (l->n < 1 || l->n > LADDER_LEVELS_MAX || l->tick < 1 ||
	    l->pivot < 1 || l->pivot >= LADDER_PIVOT_MAX)
		return ST_DOMAIN;
	if (l->side == SIDE_BUY ? l->edge <= 0 || l->edge >= pivot
				: l->edge <= pivot)
		return ST_DOMAIN;
	return l->edge / PPM > INT64_MAX - l->tick ? ST_OVERFLOW : ST_OK;
}

/* In ticks.  (n - i) parts of pivot and i parts of edge: below 2^101. */
static int64_t linear(const struct ladder *l, int i)
{
	__int128 part = (__int128)l->n * PPM * l->tick;
	__int128 sum = (__int128)l->pivot * PPM * (l->n - i) + l->edge * i;

	return (int64_t)(l->side == SIDE_BUY ? sum / part
					     : (sum + part - 1) / part);
}

/* The sign of ticks * tick - pivot^((n-i)/n) * edge^(i/n), exactly. */
static int compare(const struct ladder *l, int i, int64_t ticks)
{
	unsigned g = (unsigned)gcd(l->n, i);
	unsigned n = (unsigned)l->n / g, k = (unsigned)i / g;
	unsigned __int128 price = (unsigned __int128)ticks * (uint64_t)l->tick;
	struct power ours[2] = { { price, n }, { PPM, k } };
	struct power exact[2] = { { (uint64_t)l->pivot, n - k },
				  { (unsigned __int128)l->edge, k } };

	return ticks ? powcmp(ours, exact) : -1;
}

/* In ticks.  The estimate is off by at most slack; only where a tick lies that
 * near it are powers compared. */
static int64_t geometric(const struct ladder *l, int i)
{
	long double pivot = (long double)l->pivot;
	long double ratio = (long double)l->edge / (pivot * (long double)PPM);
	long double power = logl(ratio) * i / l->n;
	long double estimate = pivot / (long double)l->tick * expl(power);
	long double slack = estimate * LDBL_EPSILON * (8 + 8 * fabsl(power));
	int64_t low, high;

	if (l->side == SIDE_BUY) {
		low = (int64_t)floorl(estimate - slack);
		high = (int64_t)floorl(estimate + slack);
		while (high > low && compare(l, i, high) > 0)
			high--;
		return high;
	}
	low = (int64_t)ceill(estimate - slack);
	high = (int64_t)ceill(estimate + slack);
	while (low < high && compare(l, i, low) < 0)
		low++;
	return low;
}

enum status ladder_prices(int64_t *price, const struct ladder *l)
{
	enum status st = check(l);

	if (st)
		return st;
	for (int i = 1; i <= l->n; i++) {
		/* The last level is the edge itself: no root to take. */
		bool exact = l->spacing == SPACING_LINEAR || i == l->n;

		price[i - 1] =
			(exact ? linear(l, i) : geometric(l, i)) * l->tick;
	}
	return ST_OK;
}

double ladder_steepness(double kappa, double beta, double control)
{
	return kappa * (1 + beta * control);
}

enum status ladder_density(struct expneg *out, double steepness, int i, int n)
{
	if (i < 1 || i > n)
		return ST_DOMAIN;
	return expneg(out, steepness * (n - i) / n);
}

enum status ladder_weights(int64_t *weight, double steepness, int n)
{
	for (int i = 1; i <= n; i++) { /* the largest argument comes first */
		struct expneg density;
		enum status st = ladder_density(&density, steepness, i, n);

		if (st)
			return st;
		weight[i - 1] = expneg_fixed(density, LADDER_WEIGHT_BITS);
	}
	return ST_OK;
}

int ladder_merge(int64_t *price, int64_t *weight, int *number, int n)
{
	int k = 0;

	for (int i = 0; i < n; i++) {
		if (!price[i])
			continue;
		if (k && price[k - 1] == price[i]) {
			weight[k - 1] += weight[i];
			continue;
		}
		price[k] = price[i];
		weight[k] = weight[i];
		number[k++] = i + 1;
	}
	return k;
}
