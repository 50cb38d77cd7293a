#include "past.h"

#include "math/sums.h"

void past_open(struct past *p, const struct pivot_rules *rules,
	       int64_t first_ms, int64_t step_ms)
{
	int64_t now = first_ms - 1; /* a frame sees what is before it */

	*p = (struct past){ .rules = *rules,
			    .newest_ms = PIVOT_NEVER,
			    .last_ms = PIVOT_NEVER };
	slices_init(&p->live, rules->window_ms, now, step_ms);
	/* Until a seed's time has come the window ends there. */
	if (rules->seed_ms > now)
		now = rules->seed_ms;
	p->horizon_ms = now - rules->window_ms;
}

void past_close(struct past *p)
{
	slices_free(&p->live);
	known_free(&p->known);
}

/* The sums in ticks and lots that this print is a whole number of. */
static enum status refine(struct past *p, const struct tape_entry *e)
{
	struct trade_scale finer = p->scale;
	struct trade_finer by;
	enum status st = trade_scale_refine(&finer, &by, e->price, e->size);

	if (!st && __builtin_mul_overflow(p->traded, (unsigned __int128)by.size,
					  &p->traded))
		st = ST_OVERFLOW;
	if (!st)
		st = slices_rescale(&p->live, by.price, by.size);
	if (!st)
		p->scale = finer;
	return st;
}

/* The print as sums.  False: they do not hold it. */
static bool sums_of(const struct past *p, struct pivot_sums *out,
		    const struct tape_entry *e)
{
	__int128 ticks, lots;

	if (dec_coef(&ticks, e->price, p->scale.price) ||
	    dec_coef(&lots, e->size, p->scale.size))
		return false;
	out->v = (unsigned __int128)lots;
	out->n = 1;
	return !__builtin_mul_overflow((unsigned __int128)ticks, out->v,
				       &out->pv);
}

static bool count(struct past *p, const struct tape_entry *e)
{
	struct pivot_sums one;

	if (!trade_scale_holds(&p->scale, e->price, e->size) && refine(p, e))
		return false;
	if (!sums_of(p, &one, e))
		return false;
	if (e->print.ts_ms > p->rules.seed_ms - p->rules.window_ms &&
	    __builtin_add_overflow(p->traded, one.v, &p->traded))
		return false;
	return e->print.ts_ms <= p->horizon_ms ||
	       !slices_add(&p->live, e->print.ts_ms, one);
}

bool past_add(struct past *p, const struct tape_entry *e)
{
	if (!known_add(&p->known, e) ||
	    !pivot_counts(e->own_maker, e->own_taker))
		return true;
	p->newest_ms = e->print.ts_ms;
	if (!e->own_maker && !e->own_taker) {
		p->last_ms = e->print.ts_ms;
		p->last_price = e->price;
	}
	return count(p, e);
}

static bool dec_of(struct dec *out, unsigned __int128 v, int scale)
{
	if (v >> 127 || scale > DEC_SCALE_MAX)
		return false;
	*out = dec_make((__int128)v, scale);
	return true;
}

/* Through decimals, as sums of a store come: the same digits decide. */
static bool settle(const struct past *p, struct pivot_history *h)
{
	const struct pivot_sums *live = &p->live.live;
	int both = p->scale.price + p->scale.size;
	struct sums a = { .n = live->n }, b = { .n = 0 };

	return dec_of(&a.pv, live->pv, both) &&
	       dec_of(&a.v, live->v, p->scale.size) &&
	       dec_of(&b.v, p->traded, p->scale.size) && sums_settle(h, &a, &b);
}

enum pivot_refusal past_pivot(struct past *p, struct rec_pivot *out,
			      int64_t ts_ms)
{
	int64_t now = ts_ms - 1;
	struct pivot_history h = { .newest_ms = p->newest_ms,
				   .ref_ms = PIVOT_NEVER };
	struct pivot_answer a;
	enum pivot_refusal refusal;

	slices_advance(&p->live, now);
	h.now = now > p->rules.seed_ms ? now : p->rules.seed_ms;
	if (!settle(p, &h))
		return PIVOT_OUT_OF_RANGE;
	refusal = pivot_decide(&a, &p->rules, &h);
	if (refusal)
		return refusal;
	*out = (struct rec_pivot){
		.ts_ms = ts_ms,
		.price = a.price,
		.last_price = DEC_NONE,
		.last_ms = REC_NONE_INT,
	};
	if (pivot_sees(&p->rules, &h, p->last_ms)) {
		out->last_price = p->last_price;
		out->last_ms = p->last_ms;
	}
	return PIVOT_GIVEN;
}
