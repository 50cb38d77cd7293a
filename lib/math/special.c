#include "math/special.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#define SQRT_2PI 2.5066282746310005024
#define TINY     1e-300 /* stands for a zero denominator in Lentz's method */
#define DF_MAX   1e7
#define STEPS    100000 /* terms needed at DF_MAX: about 7 sqrt(df / 2) */

double normal_pdf(double z)
{
	return exp(-z * z / 2) / SQRT_2PI;
}

/* z <= 0 with Phi(z) = p, p <= 1/2: the lower tail is where erfc is precise. */
static double lower_quantile(double p)
{
	double t = sqrt(-2 * log(p));
	double z =
		(2.515517 + t * (0.802853 + t * 0.010328)) /
			(1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) -
		t;

	/* error 4.5e-4, cubed by each step */
	for (int i = 0; i < 3; i++) {
		double e = (erfc(-z / M_SQRT2) / 2 - p) / normal_pdf(z);

		z -= e / (1 + z * e / 2);
	}
	return z;
}

enum status normal_quantile(double *z, double p)
{
	if (!(p > 0 && p < 1))
		return ST_DOMAIN;
	*z = p <= 0.5 ? lower_quantile(p) : -lower_quantile(1 - p);
	return ST_OK;
}

/* lgamma without its global sign. */
static double log_gamma(double a)
{
	int sign;

	return lgamma_r(a, &sign);
}

/* P(a, x) by its power series, for x < a + 1. */
static double gamma_series(double a, double x)
{
	double term = 1 / a, sum = term;

	for (int k = 1; k < STEPS && term > sum * DBL_EPSILON / 4; k++) {
		term *= x / (a + k);
		sum += term;
	}
	return sum;
}

/* Q(a, x) by its continued fraction, for x >= a + 1. */
static double gamma_fraction(double a, double x)
{
	double b = x + 1 - a, c = 1 / TINY, d = 1 / b, h = d, delta = 0;

	for (int k = 1; k < STEPS && fabs(delta - 1) > DBL_EPSILON; k++) {
		double an = -k * (k - a);

		b += 2;
		d = an * d + b;
		d = 1 / (fabs(d) < TINY ? TINY : d);
		c = b + an / c;
		c = fabs(c) < TINY ? TINY : c;
		delta = c * d;
		h *= delta;
	}
	return h;
}

/* P(a, x), and x^a e^-x / Gamma(a) in *scale. */
static double gamma_p(double *scale, double a, double x)
{
	*scale = exp(a * log(x) - x - log_gamma(a));
	if (x < a + 1)
		return *scale * gamma_series(a, x);
	return 1 - *scale * gamma_fraction(a, x);
}

enum status chi2_quantile(double *x, double df, double p)
{
	double a = df / 2, lo = 0, hi = INFINITY, g, z, w;

	if (!(df > 0 && df <= DF_MAX) || normal_quantile(&z, p) != ST_OK)
		return ST_DOMAIN;
	w = 1 - 2 / (9 * df) + z * sqrt(2 / (9 * df));
	g = df / 2 * w * w * w;
	if (!(g > 0)) /* few degrees, far lower tail: P(a, g) ~ g^a / Gamma */
		g = exp((log(p) + log_gamma(a + 1)) / a);
	/* rounding of P may keep g moving by a few ulp: then the last one is it */
	for (int i = 0; i < 100; i++) {
		double scale, step;
		double f = gamma_p(&scale, a, g) - p;

		if (f < 0)
			lo = g;
		else
			hi = g;
		step = f * g / scale; /* dP/dg = scale / g */
		if (fabs(step) <= 2 * DBL_EPSILON * g)
			break;
		if (g - step > lo && g - step < hi)
			g -= step;
		else
			g = isinf(hi) ? 2 * g : (lo + hi) / 2;
	}
	*x = 2 * g;
	return ST_OK;
}

static bool lentz_step(double *h, double *c, double *d, double num)
{
	*d = 1 + num * *d;
	*d = 1 / (fabs(*d) < TINY ? TINY : *d);
	*c = 1 + num / *c;
	*c = fabs(*c) < TINY ? TINY : *c;
	*h *= *c * *d;
	return fabs(*c * *d - 1) > DBL_EPSILON;
}

static double beta_fraction(double x, double a, double b)
{
	double h = 1, c = 1, d = 0;
	bool more = true;

	for (int m = 0; m < STEPS && more; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x /
			     ((a + 2 * m) * (a + 2 * m + 1));

		if (m > 0)
			lentz_step(&h, &c, &d, even);
		more = lentz_step(&h, &c, &d, odd);
	}
	return h;
}

/* log(x) where 1 - x = y, precise near both ends. */
static double log_of(double x, double y)
{
	return x < 0.5 ? log(x) : log1p(-y);
}

enum status beta_inc(double *out, double x, double y, double a, double b)
{
	double front;

	if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1) || !(a > 0 && b > 0) ||
	    isinf(a) || isinf(b))
		return ST_DOMAIN;
	if (x == 0 || y == 0) {
		*out = x == 0 ? 0 : 1;
		return ST_OK;
	}
	front = exp(a * log_of(x, y) + b * log_of(y, x) + log_gamma(a + b) -
		    log_gamma(a) - log_gamma(b));
	/* the fraction converges fast only below the mean */
	if (x < (a + 1) / (a + b + 2))
		*out = front / (a * beta_fraction(x, a, b));
	else
		*out = 1 - front / (b * beta_fraction(y, b, a));
	return ST_OK;
}
