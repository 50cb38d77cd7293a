/* hedge_fill.c - which seats an asset's target is put on: what is of the wrong sign is
 * closed, then the rest is reduced or opened where it costs least. */
#include "math/hedge_parts.h"

#include <stdlib.h>

/* One asset being filled. */
struct filling {
	struct hedge_job *j;
	struct ward *d;
	int sign;             /* of the target                          */
	struct bench **order; /* the best first                         */
	bool blocked;         /* what has to be closed first cannot be  */
};

static bool is_wrong(const struct filling *f, bool is_long)
{
	return is_long ? f->sign <= 0 : f->sign >= 0;
}

static struct dec ours(const struct bench *b, bool is_long)
{
	return is_long ? b->ours_long : b->ours_short;
}

/* So many lots of our position of that sign, as far as orders can. */
static int64_t lessen(struct bench *b, bool is_long, int64_t lots)
{
	const struct side_view *v = &b->at[is_long ? AT_SELL : AT_BUY];
	int64_t least = bench_least(b, is_long), can = lots;
	int64_t most = v->most > least ? v->most : least;

	if (b->s->stop) {
		b->why = b->s->stop;
		return 0;
	}
	if (can > parts_most(most)) {
		can = parts_most(most);
		b->why = HEDGE_WHY_PARTS;
	}
	parts_of(&can, least, most);
	if (can < lots && !b->why)
		b->why = HEDGE_WHY_MINIMUM;
	*(is_long ? &b->less_long : &b->less_short) = can;
	return can;
}

static void close_wrong(struct filling *f, bool now)
{
	static const bool signs[] = { true, false };

	for (size_t i = 0; i < f->d->n; i++) {
		struct bench *b = &f->d->v[i];

		for (size_t k = 0; k < 2; k++) {
			bool is_long = signs[k];
			int64_t lots = calc_floor(&f->d->calc, ours(b, is_long),
						  b->step);

			if (!lots || !is_wrong(f, is_long))
				continue;
			b->change += is_long ? -lots : lots;
			if (!now)
				b->why = HEDGE_WHY_BAND;
			else if (lessen(b, is_long, lots) < lots)
				f->blocked = true;
		}
	}
}

static int by_score(const void *a, const void *b)
{
	const struct bench *x = *(struct bench *const *)a;
	const struct bench *y = *(struct bench *const *)b;

	if (x->score != y->score)
		return x->score < y->score ? -1 : 1;
	return x < y ? -1 : x > y; /* benches are sorted */
}

static void rank(struct filling *f, struct dec amount, bool opens)
{
	struct ward *d = f->d;
	bool buy = opens ? f->sign > 0 : f->sign < 0;

	for (size_t i = 0; i < d->n; i++) {
		struct bench *b = &d->v[i];

		b->score = bench_score(b, &d->calc, buy, opens,
				       calc_floor(&d->calc, amount, b->unit));
		f->order[i] = b;
	}
	qsort(f->order, d->n, sizeof(*f->order), by_score);
}

static int64_t least_of(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* What orders cannot take off is still wanted of who holds it, and of nobody else. */
static void leave_held(struct filling *f, struct dec amount)
{
	bool is_long = f->sign > 0;
	struct calc *c = &f->d->calc;

	for (size_t i = 0; i < f->d->n; i++) {
		struct bench *b = f->order[i];
		int64_t less = is_long ? b->less_long : b->less_short;
		int64_t lots = least_of(
			calc_floor(c, amount, b->unit),
			calc_floor(c, ours(b, is_long), b->step) - less);

		b->change -= f->sign * lots;
		amount = calc_sub(c, amount, calc_times(c, lots, b->unit));
	}
}

static void reduce(struct filling *f, struct dec amount, bool now)
{
	bool is_long = f->sign > 0;
	struct calc *c = &f->d->calc;

	rank(f, amount, false);
	for (size_t i = 0; i < f->d->n; i++) {
		struct bench *b = f->order[i];
		int64_t lots =
			least_of(calc_floor(c, amount, b->unit),
				 calc_floor(c, ours(b, is_long), b->step));

		if (!lots)
			continue;
		if (now)
			lots = lessen(b, is_long, lots);
		else
			b->why = HEDGE_WHY_BAND;
		b->change -= f->sign * lots;
		amount = calc_sub(c, amount, calc_times(c, lots, b->unit));
	}
	if (now)
		leave_held(f, amount);
}

/* As much of the amount as may be opened at a seat. */
static int64_t open_at(struct filling *f, struct bench *b, int64_t wanted)
{
	const struct side_view *v = &b->at[f->sign > 0 ? AT_BUY : AT_SELL];
	enum hedge_why why = HEDGE_WHY_OPPOSITE;
	int64_t lots = 0;

	if (!f->blocked)
		lots = least_of(wanted,
				room_of(&why, f->j, f->d, b, f->sign > 0));
	if (lots == wanted)
		why = HEDGE_WHY_NONE;
	parts_of(&lots, v->least, v->most);
	if (lots < wanted && !b->why)
		b->why = why ? why : HEDGE_WHY_MINIMUM;
	if (lots)
		room_take(f->j, f->d, b, f->sign > 0, lots);
	b->more = lots;
	return lots;
}

/* What no seat could take is wanted of the best one. */
static void leave(struct filling *f, struct dec amount)
{
	struct bench *b = f->order[0];
	int64_t lots = calc_floor(&f->d->calc, amount, b->unit);

	b->change += f->sign * lots;
	if (lots && !b->why)
		b->why = HEDGE_WHY_MINIMUM;
}

static void open_more(struct filling *f, struct dec amount, bool now)
{
	struct calc *c = &f->d->calc;

	rank(f, amount, true);
	for (size_t i = 0; i < f->d->n; i++) {
		struct bench *b = f->order[i];
		int64_t lots = calc_floor(c, amount, b->unit);

		if (!lots)
			break;
		if (!now) {
			b->why = HEDGE_WHY_BAND;
			break;
		}
		lots = open_at(f, b, lots);
		b->change += f->sign * lots;
		amount = calc_sub(c, amount, calc_times(c, lots, b->unit));
	}
	leave(f, amount);
}

/* What is held of the target's own sign. */
static struct dec rightly_held(const struct filling *f)
{
	struct calc *c = &f->d->calc;
	struct dec sum = DEC_ZERO;

	for (size_t i = 0; f->sign && i < f->d->n; i++) {
		const struct bench *b = &f->d->v[i];

		sum = calc_add(c, sum,
			       calc_mul(c, ours(b, f->sign > 0),
					b->s->rules.multiplier));
	}
	return sum;
}

void ward_fill(struct hedge_job *j, struct ward *d)
{
	struct filling f = { .j = j, .d = d, .sign = dec_sign(d->target) };
	struct dec rest;
	bool now;

	f.order = arena_alloc(j->arena, d->n * sizeof(struct bench *));
	close_wrong(&f, d->beyond || d->opposite);
	rest = calc_sub(&d->calc, dec_abs(d->target), rightly_held(&f));
	now = d->beyond || ward_is_beyond(d, rest);
	if (dec_sign(rest) < 0)
		reduce(&f, dec_abs(rest), now);
	else if (dec_sign(rest) > 0)
		open_more(&f, rest, now);
	if (d->calc.bad)
		d->refused = HEDGE_WHY_OVERFLOW;
}
