/* roll_hold.c - a position: does it stay, move, go, or get more? */
#include "data/roll_job.h"
#include "data/roll_money.h"
#include "math/pool_window.h"

#include "base/atoms.h"

#include <math.h>
#include <string.h>

/* What is reckoned with, in smallest parts of token1 and numeraire. */
struct sums {
	struct range_ticks range;
	unsigned __int128 liquidity;
	struct roll_have have; /* what a burn gives now, fees with it */
	double value;          /* of the liquidity, token1            */
	struct roll_money money;
	struct roll_target target;
	const struct rec_il *il;
};

static bool atoms(struct u256 *out, struct dec x, int decimals)
{
	return !dec_is_none(x) && !atoms_of(out, x, decimals);
}

/* NULL, or why the record cannot be worked with. */
static const char *read_position(struct roll_job *j, struct sums *x)
{
	const struct rec_position *p = j->p;
	struct univ3_amounts owed;
	__int128 l;

	if (p->tick_lower == REC_NONE_INT || p->tick_upper == REC_NONE_INT ||
	    p->tick_lower >= p->tick_upper || !p->token_id ||
	    p->tick_lower % j->at.spacing || p->tick_upper % j->at.spacing ||
	    dec_coef(&l, p->liquidity, 0))
		return "bad_position";
	x->liquidity = (unsigned __int128)l;
	x->range = (struct range_ticks){ (int32_t)p->tick_lower,
					 (int32_t)p->tick_upper };
	if (!atoms(&x->have.all.amount0, p->amount0, j->at.decimals0) ||
	    !atoms(&x->have.all.amount1, p->amount1, j->at.decimals1) ||
	    !atoms(&owed.amount0, p->uncollected0, j->at.decimals0) ||
	    !atoms(&owed.amount1, p->uncollected1, j->at.decimals1))
		return "bad_position";
	x->value = u256_to_double(x->have.all.amount0) * j->at.price +
		   u256_to_double(x->have.all.amount1);
	if (u256_add(&x->have.all.amount0, x->have.all.amount0, owed.amount0) ||
	    u256_add(&x->have.all.amount1, x->have.all.amount1, owed.amount1))
		return "bad_position";
	return NULL;
}

static double fraction(double pct)
{
	return pct / 100;
}

static struct range_state state_of(const struct roll_job *j,
				   const struct sums *x)
{
	const struct roll_knobs *k = j->d->k;

	return (struct range_state){
		.tick = j->at.tick,
		.range = x->range,
		.proximity = k->proximity,
		.apy = NAN,
		.apy_min = k->apy_min,
		.efficiency = NAN,
		.efficiency_min = k->efficiency_min,
		.il = x->il ? fraction(x->il->il_pct) : NAN,
		.il_max = k->il_max,
		.net = x->il ? fraction(x->il->net_vs_entry_pct) : NAN,
		.loss_max = k->loss_max,
	};
}

static void tell_triggers(struct roll_job *j, unsigned triggers)
{
	const char **v = arena_alloc(&j->d->f->arena, TRIGGERS * sizeof(*v));
	size_t n = 0;

	for (int i = 0; i < TRIGGERS; i++)
		if (triggers >> i & 1)
			v[n++] = range_trigger_code(i);
	j->out.triggers = (struct rec_list){ v, n };
}

/* What the swap after a burn would lose against the price now, token1; NaN: it cannot
 * be swapped. */
static double swap_loss(struct roll_job *j, struct sums *x, bool *swaps)
{
	struct roll_market m;
	const struct range_market_quote quote = { roll_market_quote, &m };
	struct range_swap swap;
	double in, out;

	*swaps = false;
	roll_market_of(&m, &j->d->f->arena, &j->at, j->d->s, j->d->k, x->range,
		       x->liquidity);
	if (range_swap_size(&swap, j->at.sqrt_x96, x->target.range, x->have.all,
			    &quote))
		return NAN;
	if (m.way == MARKET_NONE &&
	    !roll_job_is_whole(&j->at, x->target.range, x->have.all))
		return NAN; /* it would have to be swapped */
	*swaps = !u256_is_zero(swap.amount);
	in = u256_to_double(swap.amount);
	out = u256_to_double(swap.out);
	return swap.zero_for_one ? in * j->at.price - out
				 : in - out * j->at.price;
}

/* Expected gain and cost of the move, numeraire; and what they come from. */
static void reckon(struct roll_job *j, struct sums *x, struct range_question *q,
		   struct range_state *s)
{
	const struct roll_knobs *k = j->d->k;
	const struct range_market *m = &x->target.market;
	const double horizon = (double)k->horizon_s / (double)POOL_YEAR_S;
	const double per1 = x->money.per_atom1;
	struct range_yield old, new;
	double share, swap, gas, lvr;
	bool swaps;
	bool in = range_is_in(j->at.tick, x->range);

	q->gain = q->cost = NAN;
	swap = swap_loss(j, x, &swaps) * per1;
	gas = roll_money_gas(&x->money, k->burn_gas + k->mint_gas +
						(swaps ? k->swap_gas : 0));
	s->efficiency =
		range_efficiency(m, x->range, x->target.range, in, x->value);
	j->out.efficiency_ratio = s->efficiency;
	if (isnan(m->fees_year) || range_yield(&old, m, x->range, x->value) ||
	    range_yield(&new, m, x->target.range, x->value))
		return;
	share = range_in_share(&old, m, x->range,
			       range_gain_years(&new, horizon));
	lvr = new.lvr_apr * x->value *per1 *(double)k->roll_s /
	      (double)POOL_YEAR_S;
	s->apy = in ? old.fee_apr : 0;
	s->apy_s = j->at.rec->window_s;
	q->gain = range_gain(&old, share, &new, x->value, horizon) * per1;
	q->cost = gas + swap + lvr;
	j->out.gain = roll_money_dec(q->gain);
	j->out.cost = roll_money_dec(q->cost);
	j->out.cost_gas = roll_money_dec(gas);
	j->out.cost_swap = roll_money_dec(swap);
	j->out.cost_lvr = roll_money_dec(lvr);
	j->out.apr_old_pct = 100 * share * old.net_apr;
	j->out.apr_new_pct = 100 * new.net_apr;
}

static void tell_target(struct roll_job *j, const struct roll_target *t)
{
	j->out.new_lower = t->range.lower;
	j->out.new_upper = t->range.upper;
	j->out.half_ticks = t->half;
	j->out.optimal_ticks = t->optimal;
	j->out.sigma_ratio = t->market.sigma;
	j->out.expected_fee_multiplier =
		isfinite(t->multiplier) ? t->multiplier : NAN;
}

/* The range it should have.  False: none can be told, the decision is to hold. */
static bool aim(struct roll_job *j, struct sums *x)
{
	const double per1 = x->money.per_atom1, value = x->value * per1;
	const struct roll_knobs *k = j->d->k;
	const struct roll_target_of of = {
		.value = x->value,
		.own = x->range,
		.liquidity = x->liquidity,
		.sigma = x->il ? x->il->sigma_ratio : NAN,
		/* half of it is swapped */
		.cost_frac = (double)j->at.fee_now / UNIV3_PIPS / 2,
		.gas_frac =
			roll_money_gas(&x->money, k->burn_gas + k->swap_gas +
							  k->mint_gas) /
			value,
	};
	const char *why = roll_target_of(&x->target, &j->d->f->arena, &j->at,
					 j->d->s, k, &of);

	if (why)
		roll_job_say(j, RANGE_HOLD, why);
	else
		tell_target(j, &x->target);
	return !why;
}

/* ---- what is done ---- */

static void do_exit(struct roll_job *j)
{
	struct roll_steps_of s;
	const char *why;

	roll_job_begin(j);
	j->out.step = STEP_BURN;
	s = roll_job_steps(j);
	if (!roll_job_withdraw(j, "burn", RANGE_EXIT))
		return;
	why = roll_step_burn(&s, j->p, true);
	if (!why)
		return;
	roll_step_refuse(&s, "burn", why,
			 "no least amount can be asked for at this price");
	roll_job_say(j, RANGE_EXIT, why);
}

static void do_roll(struct roll_job *j)
{
	struct roll_steps_of s;
	const char *why;

	if (!roll_job_may(j, "burn", RANGE_HOLD))
		return;
	roll_job_begin(j);
	j->out.step = STEP_BURN;
	s = roll_job_steps(j);
	why = roll_step_burn(&s, j->p, false);
	if (why)
		roll_job_say(j, RANGE_HOLD, why);
}

/* Its vault's money goes: so much of the position, in one step that is a roll of its
 * own. */
static void do_decrease(struct roll_job *j, const struct sums *x)
{
	struct roll_steps_of s;
	__int128 keep;
	const char *why;

	if (dec_coef(&keep, j->out.keep_liquidity, 0) || keep < 0)
		return;
	roll_job_say(j, RANGE_EXIT, "withdrawal");
	roll_job_begin(j);
	j->out.step = STEP_BURN;
	s = roll_job_steps(j);
	if (!roll_job_withdraw(j, keep ? "decrease" : "burn", RANGE_HOLD))
		return;
	why = keep ? roll_step_decrease(&s, j->p,
					x->liquidity - (unsigned __int128)keep)
		   : roll_step_burn(&s, j->p, true);
	if (why)
		roll_job_say(j, RANGE_HOLD, why);
}

/* More goes in: what came through the vault, from its first step or where it stands. */
static void do_increase(struct roll_job *j, const struct roll *r)
{
	struct roll_have have;
	const char *why;

	roll_job_say(j, RANGE_OPEN, "capital");
	if (r) {
		if (j->last)
			roll_job_resume(j, j->last);
		j->out.roll = r->id;
	} else {
		roll_job_begin(j);
		j->out.budget = j->out.idle;
	}
	if (!roll_job_may(j, "increase", r ? RANGE_WAIT : RANGE_HOLD))
		return;
	why = rolls_have(&have, j->d->s, j->d->k, &j->at, j->out.roll,
			 &j->out.budget);
	if (why)
		roll_job_say(j, RANGE_WAIT, why);
	else
		roll_job_put_in(j, &have, j->p);
}

/* ---- which of it ---- */

static void answer(struct roll_job *j, struct sums *x)
{
	struct range_state s = state_of(j, x);
	struct range_question q = { .gain = NAN, .cost = NAN };
	enum range_answer a;
	int64_t n_swaps = j->at.rec ? j->at.rec->n_swaps : 0;
	bool aimed = aim(j, x);

	if (aimed)
		reckon(j, x, &q, &s);
	q.triggers = range_triggers(&s);
	q.gas_high = x->money.gas_high;
	q.interval_ms = j->d->k->interval_ms;
	q.since_ms = j->out.last_roll_ms == REC_NONE_INT
			     ? -1
			     : j->d->ts_ms - j->out.last_roll_ms;
	tell_triggers(j, q.triggers);
	a = range_answer(&q);
	j->out.urgency = range_urgency(&s);
	j->out.confidence = range_confidence(
		a, &q, n_swaps == REC_NONE_INT ? 0 : n_swaps, j->ref.deviation,
		(double)j->d->k->deviation_ppm / 1e6);
	if (a == ANSWER_EXIT) {
		roll_job_say(j, RANGE_EXIT,
			     q.triggers & TRIGGER_MAX_IL ? "max_il"
							 : "stop_loss");
		do_exit(j);
	} else if (a == ANSWER_ROLL) {
		roll_job_say(j, RANGE_ROLL,
			     ((const char **)j->out.triggers.v)[0]);
		do_roll(j);
	} else if (aimed || a == ANSWER_NO_TRIGGER) {
		roll_job_say(j, RANGE_HOLD, range_answer_code(a));
	}
}

static void decide(struct roll_job *j, struct sums *x)
{
	const struct roll *r = rolls_about(j->d->rolls, j->p->position);

	if (rolls_busy(j->d->s, j->p->position,
		       j->last ? j->last->roll : NULL) ||
	    (r && r->burnt)) {
		/* burnt, and there: what was read is older than that */
		if (j->last)
			roll_job_resume(j, j->last);
		roll_job_say(j, RANGE_WAIT, "in_flight");
		if (j->last && j->last->decision == RANGE_EXIT)
			roll_job_say(j, RANGE_EXIT, j->last->reason);
		return;
	}
	answer(j, x);
	if (j->out.decision == RANGE_EXIT)
		return;
	if (!dec_is_none(j->out.keep_liquidity))
		do_decrease(j, x);
	else if (r && r->landed)
		do_increase(j, r);
	else if (j->out.decision == RANGE_HOLD && j->out.idle.n &&
		 range_is_in(j->at.tick, x->range))
		do_increase(j, NULL);
}

/* NULL, or why the position cannot be decided on. */
static const char *begin(struct roll_job *j, struct sums *x,
			 const struct roll_desk *d,
			 const struct rec_position *p)
{
	const char *why;

	roll_job_new(j, d, p->pool, p->position);
	j->p = p;
	j->out.wallet = p->wallet;
	j->out.liquidity = p->liquidity;
	j->out.tick_lower = p->tick_lower;
	j->out.tick_upper = p->tick_upper;
	j->out.last_roll_ms = roll_job_since(j);
	x->il = roll_seen_il(d->s, p->position);
	if (x->il) {
		j->out.il_pct = x->il->il_pct;
		j->out.net_pct = x->il->net_vs_entry_pct;
	}
	why = roll_place_of_position(&j->at, d->s, p);
	return why ? why : read_position(j, x);
}

void roll_job_position(const struct roll_desk *d, const struct rec_position *p)
{
	struct sums x;
	struct roll_job j;
	const char *why = begin(&j, &x, d, p);

	if (why) {
		roll_job_say(&j, RANGE_HOLD, why);
	} else {
		roll_job_at(&j);
		j.out.keep_liquidity = roll_capital_keep(d->capital, p, j.last);
		roll_money_of(&x.money, &j.at, d->s, d->k);
		decide(&j, &x);
	}
	roll_job_end(&j);
}

/* A burn of it is on its way. */
static bool burning(const struct roll_seen *s, const char *position)
{
	for (size_t i = 0; i < s->pendings.n; i++) {
		const struct rec_pending *p = s->pendings.v[i];

		if (p->state != PENDING_DONE && p->subject &&
		    !strcmp(p->subject, position) && !strcmp(p->action, "burn"))
			return true;
	}
	return false;
}

void roll_job_panic(const struct roll_desk *d, const struct rec_position *p)
{
	struct sums x;
	struct roll_job j;
	const char *why = begin(&j, &x, d, p);

	roll_job_say(&j, RANGE_EXIT, why ? why : "panic");
	if (why) {
		struct roll_steps_of s = roll_job_steps(&j);

		roll_step_refuse(&s, "burn", why,
				 "its record cannot be worked with");
	} else if (burning(d->s, p->position)) {
		roll_job_say(&j, RANGE_EXIT, "in_flight");
	} else {
		roll_job_at(&j);
		do_exit(&j);
	}
	roll_job_end(&j);
}
