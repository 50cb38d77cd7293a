/* roll_carry.c - a roll that has begun goes on; a pool without a position gets one. */
#include "data/roll_job.h"

#include <string.h>

/* ---- a roll under way ---- */

/* The decision that began it, or the one on what it began with. */
static const struct rec_range *beginning(const struct roll_desk *d,
					 const struct roll *r)
{
	for (size_t i = d->s->lasts.n; i-- > 0;) {
		const struct rec_range *l = d->s->lasts.v[i];

		if (l->roll && !strcmp(l->roll, r->id))
			return l;
	}
	return NULL;
}

/* The wallet's holdings of it are of tokens of that pool only. */
static bool fits(const struct roll_desk *d, const struct roll *r,
		 const struct rec_pool *pool)
{
	bool any = false;

	for (size_t i = 0; i < d->s->holdings.n; i++) {
		const struct rec_holding *h = d->s->holdings.v[i];

		if (strcmp(h->roll, r->id) != 0)
			continue;
		any = true;
		if (!roll_knobs_same_asset(d->k, h->asset, pool->token0) &&
		    !roll_knobs_same_asset(d->k, h->asset, pool->token1))
			return false;
	}
	return any;
}

/* Without that decision (the store was lost): by what it began with, which is closed
 * now; by its holdings; by the only pool of POOLS that trades those. */
static const char *pool_of(const struct roll_desk *d, const struct roll *r)
{
	const struct rec_position *was =
		r->subject ? roll_seen_closed(d->s, r->subject) : NULL;
	const char *only = NULL;

	if (!was && r->subject)
		was = roll_seen_position(d->s, r->subject);
	if (was)
		return was->pool;
	for (size_t i = 0; i < d->s->holdings.n; i++) {
		const struct rec_holding *h = d->s->holdings.v[i];

		if (!strcmp(h->roll, r->id) && h->pool)
			return h->pool;
	}
	for (size_t i = 0; i < d->s->pools.n; i++) {
		const struct rec_pool *p = d->s->pools.v[i];

		if (p->kind == POOL_V2 || !roll_capital_is_ours(d->k, p) ||
		    !fits(d, r, p))
			continue;
		if (only)
			return NULL;
		only = p->pool;
	}
	return only;
}

static void go_on(struct roll_job *j, const struct roll *r)
{
	struct roll_have have;
	const char *why;

	if (r->in_flight) {
		roll_job_say(j, RANGE_WAIT, "in_flight");
		return;
	}
	roll_job_at(j);
	if (!roll_job_may(j, "mint", RANGE_WAIT))
		return;
	why = rolls_have(&have, j->d->s, j->d->k, &j->at, r->id,
			 &j->out.budget);
	if (!why) {
		roll_job_put_in(j, &have, NULL);
		return;
	}
	roll_job_say(j, RANGE_WAIT, why);
	if (!strcmp(why, "no_holding")) {
		struct roll_steps_of s = roll_job_steps(j);

		roll_step_refuse(&s, "mint", why,
				 "no record says what the roll holds");
	}
}

void roll_job_roll(const struct roll_desk *d, const struct roll *r)
{
	const struct rec_range *last = beginning(d, r);
	const char *pool = last ? last->pool : pool_of(d, r);
	const struct rec_pool *rec = pool ? roll_seen_pool(d->s, pool) : NULL;
	struct roll_job j;
	const char *why;

	if (!rec) {
		frame_refuse(d->f, "roll_unknown",
			     "%s: its pool is not in the frame", r->id);
		return;
	}
	roll_job_new(&j, d, pool, last ? last->position : r->subject);
	j.last = last;
	j.out.wallet = r->wallet              ? r->wallet
		       : last && last->wallet ? last->wallet
					      : d->k->wallet;
	if (last) {
		roll_job_resume(&j, last);
		j.out.last_roll_ms = last->last_roll_ms;
	}
	j.out.roll = r->id;
	if (!last && !r->burnt && !r->subject)
		j.out.budget =
			(struct rec_list){ d->k->capital, d->k->n_capital };
	roll_job_say(&j, r->subject || r->burnt ? RANGE_ROLL : RANGE_OPEN,
		     j.out.triggers.n ? ((const char **)j.out.triggers.v)[0]
				      : "resume");
	why = roll_place_of_pool(&j.at, rec);
	if (why)
		roll_job_say(&j, RANGE_WAIT, why);
	else
		go_on(&j, r);
	roll_job_end(&j);
}

/* ---- a pool that waits for a position ---- */

/* A position of it was withdrawn: only a person says that it may have another. */
static bool exited(const struct roll_desk *d, const char *pool)
{
	for (size_t i = 0; i < d->s->lasts.n; i++) {
		const struct rec_range *r = d->s->lasts.v[i];

		if (strcmp(r->pool, pool) != 0)
			continue;
		if (r->position ? r->decision == RANGE_EXIT &&
					  strcmp(r->reason, "withdrawal") != 0
				: !strcmp(r->reason, "exited"))
			return true;
	}
	return false;
}

/* What is free of an asset, less what rolls under way hold of it. */
static struct dec free_of(const struct roll_desk *d, const struct rec_wallet *w,
			  const char *asset)
{
	const struct rec_balance *b = w->balances.v;
	struct dec left = DEC_ZERO;

	for (size_t i = 0; i < w->balances.n; i++)
		if (!strcmp(b[i].asset, asset))
			left = b[i].free;
	for (size_t i = 0; i < d->s->holdings.n; i++) {
		const struct rec_holding *h = d->s->holdings.v[i];

		if (!strcmp(h->wallet, w->wallet) && !strcmp(h->asset, asset) &&
		    dec_sign(h->amount) > 0 && dec_sub(&left, left, h->amount))
			return DEC_ZERO;
	}
	return left;
}

static bool has_funds(const struct roll_desk *d, const struct rec_wallet *w,
		      const struct rec_list *budget)
{
	const struct rec_amount *v = budget->v;

	for (size_t i = 0; i < budget->n; i++)
		if (dec_cmp(free_of(d, w, v[i].name), v[i].amount) < 0)
			return false;
	return true;
}

/* NULL, or why none is opened now. */
static const char *closed_for(struct roll_job *j)
{
	const struct roll_desk *d = j->d;
	const struct rec_wallet *w =
		d->k->wallet ? roll_seen_wallet(d->s, d->k->wallet) : NULL;

	if (exited(d, j->out.pool))
		return "exited";
	if (d->k->listed)
		return "positions_listed";
	if (!j->out.budget.n)
		return "no_capital";
	if (j->out.last_roll_ms != REC_NONE_INT &&
	    d->ts_ms - j->out.last_roll_ms < d->k->interval_ms)
		return "interval";
	if (!w)
		return "no_wallet";
	return has_funds(d, w, &j->out.budget) ? NULL : "no_funds";
}

static void open(struct roll_job *j)
{
	const struct roll_desk *d = j->d;
	struct roll_have have;
	const char *why;

	roll_job_at(j);
	j->out.budget =
		roll_capital_budget(d->k, &d->f->arena, &j->at, &j->out.idle);
	why = closed_for(j);
	if (why) {
		j->out.budget = (struct rec_list){ NULL, 0 };
		roll_job_say(j, RANGE_HOLD, why);
		return;
	}
	roll_job_say(j, RANGE_OPEN, "capital");
	j->out.triggers = (struct rec_list){
		arena_alloc(&d->f->arena, sizeof(const char *)), 1
	};
	((const char **)j->out.triggers.v)[0] = "capital";
	if (!roll_job_may(j, "mint", RANGE_HOLD))
		return;
	roll_job_begin(j);
	why = rolls_have(&have, d->s, d->k, &j->at, j->out.roll,
			 &j->out.budget);
	if (why)
		roll_job_say(j, RANGE_HOLD, why);
	else
		roll_job_put_in(j, &have, NULL);
}

void roll_job_open(const struct roll_desk *d, const struct rec_pool *pool)
{
	struct roll_job j;
	const char *why;

	roll_job_new(&j, d, pool->pool, NULL);
	j.out.wallet = d->k->wallet;
	j.out.last_roll_ms = roll_job_since(&j);
	why = roll_place_of_pool(&j.at, pool);
	if (why)
		roll_job_say(&j, RANGE_HOLD, why);
	else
		open(&j);
	roll_job_end(&j);
}
