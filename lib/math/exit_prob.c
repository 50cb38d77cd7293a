#include "math/exit_prob.h"

#include "math/moments.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#define SQRT_PI 1.7724538509055160273
#define TERMS   64       /* more than either series needs where it is used */
#define NOTHING (-745.2) /* the logarithm of what a double rounds to 0 */
#define LARGE   30 /* weights of images below e^30 are taken as they are */

/* Above this sigma^2 years / width^2 the sines converge, below it the images; at
 * it both take six terms. */
#define SPREAD_SINES 0.3

static bool is_range(const struct exit_range *r, double years)
{
	return r->lower > 0 && r->upper > 0 && r->sigma > 0 && years >= 0 &&
	       isfinite(r->lower + r->upper) && isfinite(r->nu * years) &&
	       isfinite(r->nu) && isfinite(r->sigma) && isfinite(years);
}

static double clamp01(double p)
{
	return fmin(fmax(p, 0), 1);
}

/* e^(x^2) erfc(x) for x >= 0, where erfc alone underflows. */
static double erfc_scaled(double x)
{
	double f = 0;

	if (x < 8)
		return exp(x * x) * erfc(x);
	/* the continued fraction, DLMF 7.9.3, from far enough inside */
	for (int k = 10 + (int)(1000 / (x * x)); k > 0; k--)
		f = k / 2.0 / (x + f);
	return 1 / ((x + f) * SQRT_PI);
}

struct walk {
	double lower, upper, width;
	double mean;   /* of the logarithm at the time */
	double spread; /* its standard deviation       */
};

static struct walk walk_of(const struct exit_range *r, double years)
{
	return (struct walk){
		.lower = r->lower,
		.upper = r->upper,
		.width = r->lower + r->upper,
		.mean = r->nu * years,
		.spread = r->sigma * sqrt(years),
	};
}

/* The image at y weighs e^log_weight; what of it would be found beyond the barrier
 * at x, on the far side of it from where it would be.  Where the weight is large the
 * product is e^-(two squares), so that neither factor can overflow on its own. */
static double image_tail(const struct walk *w, double y, double x,
			 double log_weight, double weight)
{
	double tail = fabs(y + w->mean - x) / (w->spread * M_SQRT2);
	double z = (x - w->mean) / w->spread, e;

	if (log_weight < LARGE)
		return weight * erfc(tail) / 2;
	e = -z * z / 2 - y * (y - 2 * x) / (2 * w->spread * w->spread);
	return e < NOTHING ? 0 : exp(e) * erfc_scaled(tail) / 2;
}

/* The image at y, as the walk that began there would be found between the
 * barriers.  Towards which of its tails it is taken decides what cancels. */
static double image(const struct walk *w, double y)
{
	double above = y + w->mean - w->upper, below = -w->lower - y - w->mean;
	double log_weight = y * w->mean / (w->spread * w->spread);
	double weight = log_weight < LARGE ? exp(log_weight) : 0;
	double lo = image_tail(w, y, -w->lower, log_weight, weight);
	double hi = image_tail(w, y, w->upper, log_weight, weight);

	if (above > 0)
		return hi - lo;
	if (below > 0)
		return lo - hi;
	return weight - lo - hi; /* its mean lies inside: all but both tails */
}

static double outside(const struct walk *w)
{
	double scale = w->spread * M_SQRT2;

	return (erfc((w->upper - w->mean) / scale) +
		erfc((w->lower + w->mean) / scale)) /
	       2;
}

/* Outside at the end, and inside with a barrier touched before. */
double exit_by_images(const struct exit_range *r, double years)
{
	struct walk w = walk_of(r, years);
	double p = outside(&w), near, far;

	for (int n = 1; n < TERMS; n++) {
		near = image(&w, 2 * (w.upper + (n - 1) * w.width)) +
		       image(&w, 2 * (w.upper - n * w.width));
		if (near <= DBL_EPSILON / 16 * p)
			break;
		far = image(&w, 2 * n * w.width) + image(&w, -2 * n * w.width);
		p += near - far;
	}
	return clamp01(p);
}

double exit_by_sines(const struct exit_range *r, double years)
{
	struct walk w = walk_of(r, years);
	double k = r->nu / (r->sigma * r->sigma);
	double decay = w.spread * w.spread / 2;
	double sum = 0;

	for (int n = 1; n < TERMS; n++) {
		double q = n * M_PI / w.width;
		double fall = -decay * (k * k + q * q);
		double lo = exp(fall - k * r->lower);
		double hi = exp(fall + k * r->upper);
		double c = q / (k * k + q * q);

		sum += sin(q * r->lower) * c * (n % 2 ? lo + hi : lo - hi);
		if (c * (lo + hi) < DBL_EPSILON / 16 * w.width)
			break;
	}
	return clamp01(1 - 2 / w.width * sum);
}

enum status exit_by(double *p, const struct exit_range *r, double years)
{
	double width = r->lower + r->upper, spread;

	if (!is_range(r, years))
		return ST_DOMAIN;
	if (years == 0) {
		*p = 0;
		return ST_OK;
	}
	spread = r->sigma * sqrt(years) / width;
	return real_set(p, spread * spread > SPREAD_SINES
				   ? exit_by_sines(r, years)
				   : exit_by_images(r, years));
}

enum status exit_outside_at(double *p, const struct exit_range *r, double years)
{
	struct walk w;

	if (!is_range(r, years))
		return ST_DOMAIN;
	if (years == 0) {
		*p = 0;
		return ST_OK;
	}
	w = walk_of(r, years);
	return real_set(p, clamp01(outside(&w)));
}

/* (g(a) - g(l)) / (l - a) with g(x) = (1 - e^-x) / x, for 0 <= a < l <= 1, where
 * the difference would cancel. */
static double slope(double a, double l)
{
	double sum = 0, power = 0, a_n = 1, sign = 1, factorial = 1;

	/* l^n - a^n = (l - a) (l^(n-1) + l^(n-2) a + ... + a^(n-1)) */
	for (int n = 1; n < 20; n++) {
		power = power * l + a_n;
		a_n *= a;
		factorial *= n + 1;
		sum += sign * power / factorial;
		sign = -sign;
	}
	return sum;
}

enum status exit_mean_time(double *years, const struct exit_range *r)
{
	double var = r->sigma * r->sigma;
	double a = r->nu < 0 ? r->upper : r->lower; /* against the drift */
	double b = r->nu < 0 ? r->lower : r->upper;
	double nu = fabs(r->nu), theta = 2 * nu / var, l = theta * (a + b), g;

	if (!is_range(r, 0))
		return ST_DOMAIN;
	if (l > 1) {
		/* the share that leaves with the drift, and against it */
		double with = expm1(-theta * a) / expm1(-l);
		double against =
			exp(-theta * a) * expm1(-theta * b) / expm1(-l);

		return real_set(years, (b * with - a * against) / nu);
	}
	g = l > 0 ? -expm1(-l) / l : 1;
	return real_set(years, a * b * 2 / var * slope(theta * a, l) / g);
}
