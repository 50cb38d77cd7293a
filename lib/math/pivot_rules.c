#include "math/pivot_rules.h"

#include <math.h>
#include <stddef.h>

typedef unsigned __int128 u128;

#define MASS_SCALE 12

const char *const pivot_modes[] = { "vwap", "seeded", "fade", NULL };
const char *const pivot_decays[] = { "none", "time", "volume", "both", NULL };

const char *pivot_refusal_code(enum pivot_refusal refusal)
{
	switch (refusal) {
	case PIVOT_GIVEN:
		break;
	case PIVOT_NO_HISTORY:
		return "no_history";
	case PIVOT_STALE_HISTORY:
		return "stale_history";
	case PIVOT_NO_REFERENCE:
		return "no_reference";
	case PIVOT_STALE_REFERENCE:
		return "stale_reference";
	case PIVOT_OUT_OF_RANGE:
		return "out_of_range";
	}
	return NULL;
}

static enum status lots_of(u128 *out, struct dec d, int scale)
{
	__int128 v;
	enum status st = dec_coef(&v, d, scale);

	if (!st)
		*out = (u128)v;
	return st;
}

static enum status dec_of_lots(struct dec *out, u128 lots, int scale)
{
	if (lots >> 127)
		return ST_OVERFLOW;
	*out = dec_make((__int128)lots, scale);
	return ST_OK;
}

/* The history counted in lots fine enough for a seed: a mass rounded to coarse
 * lots would depend on how coarse the trades at hand happen to be. */
static enum status refined(struct pivot_history *h)
{
	uint64_t factor = 1;
	enum status st;

	for (; h->size_scale < MASS_SCALE; h->size_scale++)
		factor *= 10;
	st = pivot_sums_rescale(&h->live, 1, factor);
	if (!st && __builtin_mul_overflow(h->traded, (u128)factor, &h->traded))
		st = ST_OVERFLOW;
	return st;
}

static enum status seed_of(struct pivot_seed *seed,
			   const struct pivot_rules *rules,
			   const struct pivot_history *h)
{
	struct dec price = rules->seed_price;
	int scale = price.scale > h->price_scale ? price.scale : h->price_scale;
	enum status st;

	*seed = (struct pivot_seed){ .decay = rules->decay,
				     .t0 = rules->seed_ms };
	st = lots_of(&seed->num, price, scale);
	if (!st)
		st = lots_of(&seed->den, dec_make(1, 0),
			     scale - h->price_scale);
	if (!st)
		st = lots_of(&seed->mass, rules->seed_mass, h->size_scale);
	return st;
}

static enum status seeded_mean(struct pivot_answer *out,
			       const struct pivot_rules *rules,
			       const struct pivot_history *history)
{
	struct pivot_history h = *history;
	struct pivot_seed seed;
	u128 left = 0;
	enum status st;

	if ((st = refined(&h)) || (st = seed_of(&seed, rules, &h)) ||
	    (st = pivot_seed_left(&left, &seed, rules->window_ms, h.now,
				  h.traded)) ||
	    (st = pivot_seeded(&out->mean, &h.live, &seed, left)) ||
	    (st = dec_of_lots(&out->seed_left, left, h.size_scale)))
		return st;
	out->seed_ratio = (double)left / ((double)left + (double)h.live.v);
	return ST_OK;
}

static bool older(int64_t t, int64_t now, int64_t max_age)
{
	int64_t age;

	return __builtin_sub_overflow(now, t, &age) || age > max_age;
}

/* Whether the newest trade, or the seed in place of one, is too old. */
static bool stale(const struct pivot_rules *rules,
		  const struct pivot_history *h)
{
	int64_t newest = h->newest_ms;

	if (rules->mode != PIVOT_VWAP && rules->seed_ms > newest)
		newest = rules->seed_ms;
	return older(newest, h->now, rules->max_age_ms);
}

static enum pivot_refusal reference(double *ref,
				    const struct pivot_rules *rules,
				    const struct pivot_history *h,
				    int64_t elapsed)
{
	*ref = rules->ref_start;
	if (h->live.n && elapsed >= rules->fade_ms)
		return PIVOT_GIVEN; /* it weighs nothing any more */
	if (h->ref_ms == PIVOT_NEVER)
		return PIVOT_NO_REFERENCE;
	if (older(h->ref_ms, h->now, rules->ref_max_age_ms))
		return PIVOT_STALE_REFERENCE;
	*ref = h->ref;
	return PIVOT_GIVEN;
}

static enum pivot_refusal faded(struct pivot_answer *out,
				const struct pivot_rules *rules,
				const struct pivot_history *h)
{
	struct pivot_fade fade = {
		.p0 = dec_to_double(rules->seed_price),
		.ref_t0 = rules->ref_start,
		.exponent = rules->fade_exponent,
		.span = rules->fade_ms,
	};
	int64_t elapsed = h->now > rules->seed_ms ? h->now - rules->seed_ms : 0;
	enum pivot_refusal refusal;
	double ref, mean = 0;
	struct pivot shown;

	refusal = reference(&ref, rules, h, elapsed);
	if (refusal)
		return refusal;
	if (h->live.n && pivot_double(&mean, out->mean))
		return PIVOT_OUT_OF_RANGE;
	mean /= pow(10, h->price_scale);
	if (pivot_fade_in(&out->fade, &fade, ref, elapsed,
			  h->live.n ? &mean : NULL) ||
	    pivot_of_double(&shown, out->fade.pivot) ||
	    pivot_price(&out->price, shown, 0))
		return PIVOT_OUT_OF_RANGE;
	out->seed_ratio = 1 - out->fade.alpha;
	return PIVOT_GIVEN;
}

enum pivot_refusal pivot_decide(struct pivot_answer *out,
				const struct pivot_rules *rules,
				const struct pivot_history *h)
{
	enum status st;

	*out = (struct pivot_answer){ .seed_ratio = NAN,
				      .seed_left = DEC_ZERO };
	if (rules->mode == PIVOT_SEEDED)
		st = seeded_mean(out, rules, h);
	else
		st = pivot_seeded(&out->mean, &h->live, NULL, 0);
	if (st == ST_NODATA && rules->mode != PIVOT_FADE)
		return PIVOT_NO_HISTORY;
	if ((st && st != ST_NODATA) ||
	    dec_of_lots(&out->volume, h->live.v, h->size_scale))
		return PIVOT_OUT_OF_RANGE;
	if (stale(rules, h))
		return PIVOT_STALE_HISTORY;
	if (rules->mode == PIVOT_FADE)
		return faded(out, rules, h);
	if (pivot_price(&out->price, out->mean, h->price_scale))
		return PIVOT_OUT_OF_RANGE;
	return PIVOT_GIVEN;
}
