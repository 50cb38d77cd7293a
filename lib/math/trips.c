#include "math/trips.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct trip_lot {
	int64_t ts_ms;
	struct dec price;
	struct dec left;     /* base still open            */
	struct dec fee_left; /* quote, of what is left     */
	struct dec pnl;      /* quote, of what is closed   */
};

void trips_free(struct trips *t)
{
	free(t->lots);
	*t = (struct trips){ 0 };
}

/* part / whole of fee, rounded down; 0 < part <= whole. */
static enum status fee_share(struct dec *out, struct dec fee, struct dec part,
			     struct dec whole)
{
	int fee_scale =
		fee.scale > TRIPS_FEE_SCALE ? fee.scale : TRIPS_FEE_SCALE;
	int scale = part.scale > whole.scale ? part.scale : whole.scale;
	__int128 f, p, w;
	enum status st;

	if (dec_cmp(part, whole) == 0) {
		*out = fee;
		return ST_OK;
	}
	st = dec_coef(&f, fee, fee_scale);
	if (!st)
		st = dec_coef(&p, part, scale);
	if (!st)
		st = dec_coef(&w, whole, scale);
	if (st)
		return st;
	if (__builtin_mul_overflow(f, p, &p))
		return ST_OVERFLOW;
	*out = dec_make(p / w - (p % w < 0), fee_scale);
	return ST_OK;
}

/* *acc += sign * a * b */
static enum status add_product(struct dec *acc, int sign, struct dec a,
			       struct dec b)
{
	enum status st = dec_mul(&a, a, b);

	if (st)
		return st;
	return sign > 0 ? dec_add(acc, *acc, a) : dec_sub(acc, *acc, a);
}

/* Moves the fee of part out of what is left; *acc -= it. */
static enum status charge(struct dec *acc, struct dec *fee_left,
			  struct dec part, struct dec left)
{
	struct dec share;
	enum status st = fee_share(&share, *fee_left, part, left);

	if (!st)
		st = dec_sub(fee_left, *fee_left, share);
	return st ? st : dec_sub(acc, *acc, share);
}

/* Closes what fill and lot have in common; *fill is what remains of it. */
static enum status close_part(struct trips *t, struct trip_lot *lot,
			      struct trip_fill *fill)
{
	int sign = fill->side == SIDE_SELL ? 1 : -1;
	struct dec part =
		dec_cmp(lot->left, fill->size) < 0 ? lot->left : fill->size;
	struct dec pnl = DEC_ZERO;
	enum status st;

	if ((st = add_product(&pnl, sign, fill->price, part)) ||
	    (st = add_product(&pnl, -sign, lot->price, part)) ||
	    (st = charge(&pnl, &lot->fee_left, part, lot->left)) ||
	    (st = charge(&pnl, &fill->fee, part, fill->size)) ||
	    (st = dec_sub(&lot->left, lot->left, part)) ||
	    (st = dec_sub(&fill->size, fill->size, part)) ||
	    (st = dec_add(&lot->pnl, lot->pnl, pnl)))
		return st;
	return dec_add(&t->realized, t->realized, pnl);
}

static enum status count_closed(struct trips *t, const struct trip_lot *lot,
				int64_t ts_ms)
{
	t->n_closed++;
	t->n_won += dec_sign(lot->pnl) > 0;
	t->closed_ms += ts_ms - lot->ts_ms;
	return dec_add(&t->closed_pnl, t->closed_pnl, lot->pnl);
}

static void open_lot(struct trips *t, const struct trip_fill *fill)
{
	if (t->first > t->n / 2) { /* most of the front is closed */
		t->n -= t->first;
		memmove(t->lots, t->lots + t->first,
			(size_t)t->n * sizeof(*t->lots));
		t->first = 0;
	}
	t->lots = mem_room(t->lots, t->n, &t->cap, sizeof(*t->lots));
	t->lots[t->n++] = (struct trip_lot){
		.ts_ms = fill->ts_ms,
		.price = fill->price,
		.left = fill->size,
		.fee_left = fill->fee,
		.pnl = DEC_ZERO,
	};
	t->side = fill->side;
}

enum status trips_add(struct trips *t, const struct trip_fill *fill)
{
	struct trip_fill rest = *fill;
	enum status st;

	if (dec_sign(fill->price) <= 0 || dec_sign(fill->size) <= 0)
		return ST_DOMAIN;
	st = fill->side == SIDE_BUY
		     ? dec_add(&t->inventory, t->inventory, fill->size)
		     : dec_sub(&t->inventory, t->inventory, fill->size);
	while (!st && dec_sign(rest.size) > 0 && t->first < t->n &&
	       t->side != fill->side) {
		struct trip_lot *lot = &t->lots[t->first];

		st = close_part(t, lot, &rest);
		if (!st && dec_sign(lot->left) == 0) {
			st = count_closed(t, lot, fill->ts_ms);
			t->first++;
		}
	}
	if (!st && dec_sign(rest.size) > 0)
		open_lot(t, &rest);
	return st;
}

enum status trips_open_pnl(struct dec *out, const struct trips *t,
			   struct dec price)
{
	int sign = t->side == SIDE_BUY ? 1 : -1;
	struct dec sum = DEC_ZERO;
	enum status st;

	for (int i = t->first; i < t->n; i++) {
		const struct trip_lot *lot = &t->lots[i];

		if ((st = add_product(&sum, sign, price, lot->left)) ||
		    (st = add_product(&sum, -sign, lot->price, lot->left)) ||
		    (st = dec_sub(&sum, sum, lot->fee_left)))
			return st;
	}
	*out = sum;
	return ST_OK;
}
