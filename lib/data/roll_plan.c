#include "data/roll_plan.h"

#include "data/roll_job.h"

#include <string.h>

/* There is a position in that pool, or a roll on its way to one. */
static bool taken(const struct roll_desk *d, const char *pool)
{
	for (size_t i = 0; i < d->s->positions.n; i++) {
		const struct rec_position *p = d->s->positions.v[i];

		if (!strcmp(p->pool, pool) && roll_seen_is_live(p))
			return true;
	}
	return false;
}

/* A roll whose position is live is decided on with it. */
static bool is_apart(const struct roll_desk *d, const struct roll *r)
{
	const struct rec_position *p =
		r->subject ? roll_seen_position(d->s, r->subject) : NULL;

	return !p || !roll_seen_is_live(p);
}

/* Pools that rolls of this frame are for, as far as it is known before they are
 * decided on: the last decision says so.  A roll of which nothing does may be for any. */
static bool awaited(const struct roll_desk *d, const char *pool)
{
	for (size_t i = 0; i < d->rolls->n; i++) {
		const struct roll *r = &d->rolls->v[i];
		bool known = false;

		if (!is_apart(d, r))
			continue;
		for (size_t j = 0; j < d->s->lasts.n; j++) {
			const struct rec_range *l = d->s->lasts.v[j];

			if (!l->roll || strcmp(l->roll, r->id) != 0)
				continue;
			known = true;
			if (!strcmp(l->pool, pool))
				return true;
		}
		if (!known)
			return true;
	}
	return false;
}

/* Something to withdraw; without liquidity a position of v4 has no fees. */
static bool has_anything(const struct rec_position *p)
{
	return roll_seen_is_live(p) ||
	       (p->kind == POOL_V3 && (dec_sign(p->uncollected0) > 0 ||
				       dec_sign(p->uncollected1) > 0));
}

void roll_plan(struct frame *f, const struct roll_seen *s,
	       const struct roll_knobs *k, bool killed, int64_t ts_ms)
{
	struct rolls rolls;
	struct roll_capital capital;
	const struct roll_desk d = {
		.f = f,
		.s = s,
		.k = k,
		.rolls = &rolls,
		.capital = &capital,
		.frozen = killed       ? "kill"
			  : f->refused ? "refused"
				       : NULL,
		.ts_ms = ts_ms,
	};

	rolls_of(&rolls, &f->arena, s);
	roll_capital_of(&capital, &f->arena, s, k);
	for (size_t i = 0; i < s->positions.n; i++) {
		const struct rec_position *p = s->positions.v[i];

		if (k->panic && has_anything(p))
			roll_job_panic(&d, p);
		else if (!k->panic && roll_seen_is_live(p))
			roll_job_position(&d, p);
	}
	if (k->panic)
		return;
	for (size_t i = 0; i < rolls.n; i++)
		if (is_apart(&d, &rolls.v[i]))
			roll_job_roll(&d, &rolls.v[i]);
	for (size_t i = 0; i < s->pools.n; i++) {
		const struct rec_pool *r = s->pools.v[i];

		if (r->kind != POOL_V2 && roll_capital_is_ours(k, r) &&
		    !taken(&d, r->pool) && !awaited(&d, r->pool))
			roll_job_open(&d, r);
	}
}
