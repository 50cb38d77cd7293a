#include "data/roll_job.h"
#include "data/roll_money.h"

#include "base/atoms.h"
#include "chain/intent.h"

#include <math.h>
#include <string.h>

#define ROLL_ID_LEN 16 /* hex digits of its hash */

void roll_job_new(struct roll_job *j, const struct roll_desk *d,
		  const char *pool, const char *position)
{
	*j = (struct roll_job){ .d = d, .ref = { .price = DEC_NONE } };
	rec_clear(&rec_range_type, &j->out);
	j->last = roll_seen_last(d->s, pool, position);
	j->out.ts_ms = d->ts_ms;
	j->out.chain_id = d->k->evm.chain_id;
	j->out.pool = pool;
	j->out.position = position;
	j->out.strategy = d->k->strategy;
	j->out.numeraire = d->k->numeraire;
	j->out.tolerance = d->k->tolerance;
	j->out.asymmetry = d->k->asymmetry;
	j->out.horizon_s = d->k->horizon_s;
	j->out.capital_block = d->capital->block;
	j->out.capital_log = d->capital->log;
}

void roll_job_at(struct roll_job *j)
{
	const struct roll_desk *d = j->d;

	j->untrusted = roll_place_reference(&j->ref, &j->at, d->s, d->k);
	j->out.tick = j->at.tick;
	j->out.spot = j->at.spot;
	j->out.reference = j->ref.price;
	j->out.deviation_ratio = j->ref.deviation;
	j->out.twap_tick = j->ref.twap_tick;
	j->out.idle =
		roll_capital_idle(d->capital, &d->f->arena, &j->at, d->rolls);
}

void roll_job_say(struct roll_job *j, enum range_decision d, const char *reason)
{
	j->out.decision = (int)d;
	j->out.reason = reason;
}

void roll_job_resume(struct roll_job *j, const struct rec_range *last)
{
	j->out.roll = last->roll;
	j->out.roll_ms = last->roll_ms;
	j->out.budget = last->budget;
	j->out.triggers = last->triggers;
}

void roll_job_end(struct roll_job *j)
{
	frame_emit(j->d->f, &rec_range_type, &j->out);
}

struct roll_steps_of roll_job_steps(const struct roll_job *j)
{
	return (struct roll_steps_of){
		.f = j->d->f,
		.k = j->d->k,
		.at = &j->at,
		.ts_ms = j->d->ts_ms,
		.wallet = j->out.wallet,
		.roll = j->out.roll ? j->out.roll : "",
		.position = j->out.position,
		.reason = j->out.reason,
	};
}

void roll_job_begin(struct roll_job *j)
{
	const struct intent in = {
		.strategy = (uint16_t)j->d->k->strategy,
		.action = "roll",
		.subject = j->out.position ? j->out.position : j->out.pool,
		.price = DEC_NONE,
		.size = DEC_NONE,
		.since_ms = j->d->ts_ms,
	};
	char id[INTENT_ID_SZ];

	intent_id(id, &in);
	j->out.roll =
		arena_printf(&j->d->f->arena, "ROLL-%.*s", ROLL_ID_LEN, id);
	j->out.roll_ms = j->d->ts_ms;
}

static const char *explain(const char *why)
{
	return !strcmp(why, "no_reference") ? "nothing to hold the price "
					      "against: no mean tick, no price"
	       : !strcmp(why, "stale_price")
		       ? "the price to hold it against is too old"
		       : "the price is too far from its reference";
}

bool roll_job_withdraw(struct roll_job *j, const char *action,
		       enum range_decision otherwise)
{
	struct roll_steps_of s = roll_job_steps(j);

	if (!j->untrusted || j->d->k->any_price)
		return true;
	roll_step_refuse(&s, action, j->untrusted, explain(j->untrusted));
	roll_job_say(j, otherwise, j->untrusted);
	return false;
}

bool roll_job_may(struct roll_job *j, const char *action,
		  enum range_decision otherwise)
{
	struct roll_money m;

	if (j->d->frozen) {
		roll_job_say(j, otherwise, j->d->frozen);
		return false;
	}
	roll_money_of(&m, &j->at, j->d->s, j->d->k);
	if (m.gas_high) {
		roll_job_say(j, otherwise, "gas_price");
		return false;
	}
	return roll_job_withdraw(j, action, otherwise);
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b; /* REC_NONE_INT is below all */
}

/* A roll that began: what it began with is there no more. */
static bool began(const struct roll_job *j, const struct rec_range *r)
{
	const struct rec_position *p =
		r->position ? roll_seen_position(j->d->s, r->position) : NULL;

	if (rolls_named(j->d->rolls, r->roll ? r->roll : ""))
		return true;
	return r->position ? !p || !roll_seen_is_live(p) : j->p != NULL;
}

int64_t roll_job_since(const struct roll_job *j)
{
	int64_t since = REC_NONE_INT;

	for (size_t i = 0; i < j->d->s->lasts.n; i++) {
		const struct rec_range *r = j->d->s->lasts.v[i];

		if (strcmp(r->pool, j->out.pool) != 0)
			continue;
		if (r == j->last || !r->position ||
		    !roll_seen_position(j->d->s, r->position))
			since = later(since, r->last_roll_ms);
		if (r->roll && began(j, r))
			since = later(since, r->roll_ms);
	}
	return since;
}

/* ---- money goes in ---- */

static double value_of(const struct roll_place *at, struct univ3_amounts x)
{
	return u256_to_double(x.amount0) * at->price +
	       u256_to_double(x.amount1);
}

bool roll_job_is_whole(const struct roll_place *at, struct range_ticks r,
		       struct univ3_amounts x)
{
	return (at->tick >= r.upper || !u256_is_zero(x.amount0)) &&
	       (at->tick < r.lower || !u256_is_zero(x.amount1));
}

/* What the range asks to be swapped, where that is worth it.  False: nothing is, or (the
 * decision says so) it should be and cannot be. */
static bool must_swap(struct roll_job *j, struct roll_market *m,
		      struct range_swap *swap, struct range_ticks r,
		      const struct roll_have *have)
{
	const struct range_market_quote quote = { roll_market_quote, m };
	struct univ3_amounts in = { .amount0 = U256_ZERO };
	double value = value_of(&j->at, have->all);

	roll_market_of(m, &j->d->f->arena, &j->at, j->d->s, j->d->k,
		       (struct range_ticks){ 0, 0 }, 0);
	if (range_swap_size(swap, j->at.sqrt_x96, r, have->all, &quote))
		return false;
	*(swap->zero_for_one ? &in.amount0 : &in.amount1) = swap->amount;
	return !u256_is_zero(swap->amount) &&
	       value_of(&j->at, in) * 1e6 >
		       value * (double)j->d->k->swap_min_ppm;
}

/* Another pool than the range's own may be pushed for itself: what it gives is held
 * against the price that was confirmed. */
static bool market_trusted(struct roll_job *j, const struct roll_market *m,
			   const struct range_swap *swap)
{
	struct roll_steps_of s = roll_job_steps(j);

	if (m->own || roll_market_is_fair(m, swap, j->d->k->deviation_ppm))
		return true;
	roll_step_refuse(&s, "swap", "price_deviation",
			 "the pool to swap in gives too little");
	roll_job_say(j, RANGE_WAIT, "price_deviation");
	return false;
}

static const char *range_for(struct roll_job *j, struct range_ticks *r,
			     const struct roll_have *have,
			     const struct rec_position *into)
{
	const struct roll_target_of of = {
		.value = value_of(&j->at, have->all),
		.sigma = NAN,
		.cost_frac = NAN,
		.gas_frac = NAN,
	};
	struct roll_target t;
	const char *why;

	if (into) {
		*r = (struct range_ticks){ (int32_t)into->tick_lower,
					   (int32_t)into->tick_upper };
		return NULL;
	}
	if (!(of.value > 0))
		return "dust";
	why = roll_target_of(&t, &j->d->f->arena, &j->at, j->d->s, j->d->k,
			     &of);
	if (why)
		return why;
	*r = t.range;
	j->out.new_lower = r->lower;
	j->out.new_upper = r->upper;
	j->out.half_ticks = t.half;
	j->out.optimal_ticks = t.optimal;
	j->out.sigma_ratio = t.market.sigma;
	j->out.expected_fee_multiplier =
		isfinite(t.multiplier) ? t.multiplier : NAN;
	return NULL;
}

void roll_job_put_in(struct roll_job *j, const struct roll_have *have,
		     const struct rec_position *into)
{
	struct roll_steps_of s = roll_job_steps(j);
	struct range_swap swap;
	struct range_ticks r;
	struct roll_market m;
	const char *why = range_for(j, &r, have, into);

	if (why) {
		roll_job_say(j, RANGE_WAIT, why);
		return;
	}
	if (must_swap(j, &m, &swap, r, have)) {
		j->out.step = STEP_SWAP;
		if (!market_trusted(j, &m, &swap))
			return;
		why = roll_step_swap(&s, &m, &swap, have);
	} else if (m.way == MARKET_NONE &&
		   !roll_job_is_whole(&j->at, r, have->all)) {
		why = "no_route";
		roll_step_refuse(&s, "swap", why,
				 "no pool and router to swap in");
	} else {
		j->out.step = STEP_MINT;
		why = roll_step_mint(&s, r, have, into);
	}
	if (why)
		roll_job_say(j, RANGE_WAIT, why);
}
