/* answer.c - what mm-pivot says: a pivot, a seed, a refusal, an explanation. */
#include "base/clock.h"
#include "data/rec_pivot.h"
#include "pivot_cmd.h"

#include <stdio.h>

static const char *dec_text(char buf[static DEC_STR_SZ], struct dec d)
{
	dec_format(buf, d);
	return buf;
}

#define SUM_SZ (U256_STR_SZ + 16)

/* A sum of 128 bits, whole and its decimals apart: it may be wider than a dec. */
static const char *sum_text(char buf[static SUM_SZ], unsigned __int128 sum,
			    int scale)
{
	size_t n = u256_format(buf, u256_of_u128(sum));

	if (scale)
		snprintf(buf + n, SUM_SZ - n, " / 10^%d", scale);
	return buf;
}

static void explain_trades(const struct settings *s, const struct findings *x)
{
	const struct pivot_history *h = &x->history;
	char pv[SUM_SZ], v[SUM_SZ];

	if (s->make_seed)
		mm_warn("'%s': %llu trades up to %lld", x->market,
			(unsigned long long)h->live.n, (long long)h->now);
	else
		mm_warn("'%s': %llu trades after %lld up to %lld (%lld days)",
			x->market, (unsigned long long)h->live.n,
			(long long)(h->now - s->rules.window_ms),
			(long long)h->now, (long long)s->window_days);
	mm_warn("sum of price * size %s, sum of size %s",
		sum_text(pv, h->live.pv, h->price_scale + h->size_scale),
		sum_text(v, h->live.v, h->size_scale));
	mm_warn("left out: %lld own against own, %lld seen before, %lld too "
		"late, %lld from the future",
		(long long)x->n_own, (long long)x->n_again, (long long)x->n_old,
		(long long)x->n_future);
}

static void explain_seed(const struct settings *s, const struct pivot_answer *a)
{
	const struct pivot_rules *r = &s->rules;
	char price[DEC_STR_SZ], mass[DEC_STR_SZ], left[DEC_STR_SZ];

	if (r->mode == PIVOT_SEEDED)
		mm_warn("seed of %s at %s, %s left (%s), share %g",
			dec_text(mass, r->seed_mass),
			dec_text(price, r->seed_price),
			dec_text(left, a->seed_left), pivot_decays[r->decay],
			a->seed_ratio);
	if (r->mode == PIVOT_FADE)
		mm_warn("fade from %s: reference moves it to %.15g, trades "
			"weigh %g",
			dec_text(price, r->seed_price), a->fade.ref,
			a->fade.alpha);
}

static void explain(const struct settings *s, const struct findings *x,
		    const struct pivot_answer *a)
{
	char num[U256_STR_SZ], den[U256_STR_SZ], price[DEC_STR_SZ];
	int scale = x->history.price_scale;

	explain_seed(s, a);
	u256_format(num, a->mean.num);
	u256_format(den, a->mean.den);
	dec_format(price, a->price);
	if (s->rules.mode == PIVOT_FADE)
		mm_warn("pivot %s", price);
	else
		mm_warn("pivot %s / %s / 10^%d = %s", num, den, scale, price);
}

static void refuse(struct frame *f, const struct settings *s,
		   const struct findings *x, enum pivot_refusal refusal)
{
	const struct pivot_history *h = &x->history;
	const char *code = pivot_refusal_code(refusal);
	const struct pivot_rules *r = &s->rules;

	switch (refusal) {
	case PIVOT_GIVEN:
		return;
	case PIVOT_NO_HISTORY:
		frame_refuse(f, code, "'%s': no trade in the %lld days to %lld",
			     x->market, (long long)s->window_days,
			     (long long)h->now);
		return;
	case PIVOT_STALE_HISTORY:
		frame_refuse(f, code,
			     "'%s': newest trade at %lld, over %lld s before "
			     "%lld",
			     x->market, (long long)h->newest_ms,
			     (long long)r->max_age_ms / 1000,
			     (long long)h->now);
		return;
	case PIVOT_NO_REFERENCE:
		frame_refuse(f, code, "no price of '%s'", s->ref_pair);
		return;
	case PIVOT_STALE_REFERENCE:
		frame_refuse(f, code,
			     "price of '%s' at %lld, over %lld s before %lld",
			     s->ref_pair, (long long)h->ref_ms,
			     (long long)r->ref_max_age_ms / 1000,
			     (long long)h->now);
		return;
	case PIVOT_OUT_OF_RANGE:
		frame_refuse(f, code,
			     "'%s': a sum, the seed or the pivot does not fit",
			     x->market);
		return;
	}
}

static struct rec_pivot record(const struct settings *s,
			       const struct findings *x,
			       const struct pivot_answer *a, int64_t ts_ms)
{
	const struct pivot_history *h = &x->history;
	int64_t start = h->now - s->rules.window_ms;
	bool external = pivot_sees(&s->rules, h, x->last_ms);

	return (struct rec_pivot){
		.ts_ms = ts_ms,
		.market = x->market,
		.price = a->price,
		.mode = pivot_modes[s->rules.mode],
		.window_days = s->window_days,
		.n_trades = (int64_t)h->live.n,
		.volume = a->volume,
		.seed_ratio = a->seed_ratio,
		.newest_ms = h->live.n ? h->newest_ms : REC_NONE_INT,
		.last_price = external ? x->last_price : DEC_NONE,
		.last_ms = external ? x->last_ms : REC_NONE_INT,
		.partial = x->first_ms == PIVOT_NEVER || x->first_ms > start,
	};
}

static void say_future(const struct settings *s, const struct findings *x)
{
	if (x->n_future)
		mm_warn("warning: '%s': trades dated %lld s ahead or more, "
			"left out: %lld",
			x->market, (long long)s->future_ms / 1000,
			(long long)x->n_future);
}

void answer(struct frame *f, const struct settings *s, const struct findings *x,
	    int64_t ts_ms)
{
	struct pivot_answer a;
	enum pivot_refusal refusal = pivot_decide(&a, &s->rules, &x->history);
	struct rec_pivot rec;

	say_future(s, x);
	if (s->explain)
		explain_trades(s, x);
	if (refusal) {
		refuse(f, s, x, refusal);
		return;
	}
	if (s->explain)
		explain(s, x, &a);
	rec = record(s, x, &a, ts_ms);
	frame_emit(f, &rec_pivot_type, &rec);
}

void answer_too_wide(struct frame *f, const struct settings *s,
		     const struct findings *x)
{
	refuse(f, s, x, PIVOT_OUT_OF_RANGE);
}

/* The volume of a window at the pace of these trades. */
static enum status expected(struct dec *out, const struct settings *s,
			    const struct findings *x)
{
	const struct pivot_history *h = &x->history;
	int64_t span = h->newest_ms - x->first_ms;
	unsigned __int128 lots;
	struct u256 mass;
	enum status st;

	st = u256_mul_div_floor(&mass, u256_of_u128(h->live.v),
				u256_of_u64((uint64_t)s->rules.window_ms),
				u256_of_u64((uint64_t)span));
	if (!st)
		st = u256_to_u128(&lots, mass);
	if (!st && lots >> 127)
		st = ST_OVERFLOW;
	if (!st)
		*out = dec_make((__int128)lots, h->size_scale);
	return st;
}

void answer_seed(struct frame *f, const struct settings *s,
		 const struct findings *x)
{
	const struct pivot_history *h = &x->history;
	char text[3 * DEC_STR_SZ], price_text[DEC_STR_SZ],
		mass_text[DEC_STR_SZ];
	struct dec price, mass;
	struct pivot mean;
	int n;

	say_future(s, x);
	if (s->explain)
		explain_trades(s, x);
	if (pivot_seeded(&mean, &h->live, NULL, 0) ||
	    h->newest_ms <= x->first_ms) {
		frame_refuse(f, pivot_refusal_code(PIVOT_NO_HISTORY),
			     "'%s': no two trades at different times",
			     x->market);
		return;
	}
	if (pivot_price(&price, mean, h->price_scale) ||
	    expected(&mass, s, x)) {
		refuse(f, s, x, PIVOT_OUT_OF_RANGE);
		return;
	}
	n = snprintf(text, sizeof(text),
		     "SEED_PRICE=%s\nSEED_MASS=%s\nSEED_TIME=%lld\n",
		     dec_text(price_text, price), dec_text(mass_text, mass),
		     (long long)h->newest_ms);
	out_bytes(&f->out, text, (size_t)n);
}
