#include "math/trade_scale.h"

#define FINER_MAX 18 /* the largest step in one go: 10^18 fits 64 bits */

static uint64_t power_of_ten(int n)
{
	uint64_t x = 1;

	while (n-- > 0)
		x *= 10;
	return x;
}

enum status trade_scale_refine(struct trade_scale *s, struct trade_finer *by,
			       struct dec price, struct dec size)
{
	int ticks = price.scale > s->price ? price.scale - s->price : 0;
	int lots = size.scale > s->size ? size.scale - s->size : 0;

	if (ticks > FINER_MAX || lots > FINER_MAX)
		return ST_OVERFLOW;
	*by = (struct trade_finer){ power_of_ten(ticks), power_of_ten(lots) };
	s->price += ticks;
	s->size += lots;
	return ST_OK;
}

static enum status units(int64_t *out, struct dec d, int scale)
{
	__int128 v;
	enum status st = dec_coef(&v, d, scale);

	if (!st && v > INT64_MAX)
		st = ST_OVERFLOW;
	if (!st)
		*out = (int64_t)v;
	return st;
}

enum status trade_scale_units(const struct trade_scale *s, int64_t *ticks,
			      int64_t *lots, struct dec price, struct dec size)
{
	enum status st = units(ticks, price, s->price);

	return st ? st : units(lots, size, s->size);
}
