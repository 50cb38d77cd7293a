#include "math/route_split.h"

#include <math.h>

#define ROUNDS 200 /* halvings, where straight lines do not get there */

bool split_curve_put(struct split_curve *c, double in, double out, double rate,
		     double bend)
{
	if (c->n == SPLIT_PIECES)
		return false;
	c->piece[c->n++] = (struct split_piece){
		.in = in,
		.out = out,
		.rate = rate,
		.bend = bend,
		.level = 1 / sqrt(rate),
	};
	return true;
}

static double end_of(const struct split_curve *c, int i)
{
	return i + 1 < c->n ? c->piece[i + 1].in : c->room;
}

double split_curve_out(const struct split_curve *c, double amount)
{
	const struct split_piece *p = c->piece;
	double b;

	if (!c->n)
		return 0;
	while (p < c->piece + c->n - 1 && p[1].in <= amount)
		p++;
	b = amount - p->in;
	return p->out + p->rate * b / (1 + p->bend * b);
}

/* How fast the amount grows with the level within a piece. */
static double slope_of(const struct split_piece *p)
{
	return sqrt(p->rate) / p->bend;
}

/* The amount, and how fast it grows with the level there. */
static double at_level(const struct split_curve *c, double level, double *slope)
{
	int i = 0, end = c->n;
	double amount;

	*slope = 0;
	if (!c->n || c->piece[0].level > level)
		return 0;
	while (end - i > 1) {
		int mid = i + (end - i) / 2;

		if (c->piece[mid].level > level)
			end = mid;
		else
			i = mid;
	}
	amount = c->piece[i].in +
		 (level - c->piece[i].level) * slope_of(&c->piece[i]);
	if (amount >= end_of(c, i))
		return end_of(c, i);
	*slope = slope_of(&c->piece[i]);
	return amount;
}

double split_curve_at(const struct split_curve *c, double level)
{
	double slope;

	return at_level(c, level, &slope);
}

/* The lowest level any of them begins at, and one at which one alone takes it all.
 * False: they have not the room. */
static bool bracket(double *low, double *high,
		    const struct split_curve *const *curves, int n,
		    double amount)
{
	double room = 0;

	*low = INFINITY;
	*high = 0;
	for (int i = 0; i < n; i++) {
		const struct split_curve *c = curves[i];
		const struct split_piece *last = &c->piece[c->n - 1];
		double top;

		if (!c->n)
			continue;
		room += c->room;
		*low = fmin(*low, c->piece[0].level);
		top = last->level +
		      (fmin(amount, c->room) - last->in) / slope_of(last);
		*high = fmax(*high, fmax(top, last->level));
	}
	return room >= amount;
}

enum status split_level(double *level, const struct split_curve *const *curves,
			int n, double amount)
{
	double low, high, at;

	if (!(amount > 0) || isinf(amount) || n < 1)
		return ST_DOMAIN;
	if (!bracket(&low, &high, curves, n, amount))
		return ST_NODATA;
	at = low;
	for (int round = 0; round < ROUNDS && low < high; round++) {
		double sum = 0, slopes = 0, slope, next;

		for (int i = 0; i < n; i++) {
			sum += at_level(curves[i], at, &slope);
			slopes += slope;
		}
		if (sum < amount)
			low = at;
		else
			high = at;
		next = at + (amount - sum) / slopes;
		if (!(next > low && next < high))
			next = low + (high - low) / 2;
		if (next == at || (next == low && sum < amount) ||
		    sum == amount)
			break;
		at = next;
	}
	*level = at;
	return ST_OK;
}

enum status split_pools(struct split *out, double *alloc,
			const struct split_pool *pools, int n, double amount)
{
	struct split_curve curves[SPLIT_WAYS];
	const struct split_curve *each[SPLIT_WAYS];
	double level;
	enum status st;

	if (n < 1 || n > SPLIT_WAYS)
		return ST_DOMAIN;
	for (int i = 0; i < n; i++) {
		const struct split_pool *p = &pools[i];
		double left = 1 - p->fee;

		if (!(p->reserve_in > 0) || !(p->reserve_out > 0) ||
		    !(p->fee >= 0) || !(left > 0) || isinf(p->reserve_in) ||
		    isinf(p->reserve_out))
			return ST_DOMAIN;
		curves[i].n = 0;
		curves[i].room = INFINITY;
		if (!split_curve_put(&curves[i], 0, 0,
				     left * p->reserve_out / p->reserve_in,
				     left / p->reserve_in))
			return ST_RANGE;
		each[i] = &curves[i];
	}
	st = split_level(&level, each, n, amount);
	if (st)
		return st;
	*out = (struct split){ .marginal = 1 / (level * level) };
	for (int i = 0; i < n; i++) {
		alloc[i] = split_curve_at(&curves[i], level);
		out->amount_out += split_curve_out(&curves[i], alloc[i]);
	}
	return ST_OK;
}
