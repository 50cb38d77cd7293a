#include "data/roll_rolls.h"

#include "base/atoms.h"

#include <string.h>

static bool same(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

static struct roll *find(const struct rolls *r, const char *id)
{
	for (size_t i = 0; i < r->n; i++)
		if (same(r->v[i].id, id))
			return &r->v[i];
	return NULL;
}

void rolls_of(struct rolls *out, struct arena *a, const struct roll_seen *s)
{
	*out = (struct rolls){ .v = arena_alloc(a, (s->pendings.n + 1) *
							   sizeof(*out->v)) };
	for (size_t i = 0; i < s->pendings.n; i++) {
		const struct rec_pending *p = s->pendings.v[i];
		bool done = p->state == PENDING_DONE;
		struct roll *r;

		if (!p->roll)
			continue;
		if (!(r = find(out, p->roll))) {
			r = &out->v[out->n++];
			r->id = p->roll;
		}
		if (p->subject)
			r->subject = p->subject;
		if (p->wallet)
			r->wallet = p->wallet;
		r->in_flight |= !done;
		r->landed |= done;
		r->burnt |= done && !strcmp(p->action, "burn");
	}
}

const struct roll *rolls_named(const struct rolls *r, const char *id)
{
	return find(r, id);
}

const struct roll *rolls_about(const struct rolls *r, const char *position)
{
	for (size_t i = 0; i < r->n; i++)
		if (same(r->v[i].subject, position))
			return &r->v[i];
	return NULL;
}

bool rolls_busy(const struct roll_seen *s, const char *position,
		const char *roll)
{
	for (size_t i = 0; i < s->pendings.n; i++) {
		const struct rec_pending *p = s->pendings.v[i];

		if (p->state != PENDING_DONE &&
		    (same(p->subject, position) || same(p->roll, roll)))
			return true;
	}
	return false;
}

/* ---- what it holds ---- */

static bool add(struct dec *sum, struct dec by)
{
	return !dec_add(sum, *sum, by);
}

/* By the logs of its steps: below 0 where it spent what it did not have before. */
static bool held(struct dec *sum, bool *any, const struct roll_seen *s,
		 const char *roll, const char *asset)
{
	for (size_t i = 0; i < s->holdings.n; i++) {
		const struct rec_holding *h = s->holdings.v[i];

		if (strcmp(h->roll, roll) != 0 || strcmp(h->asset, asset) != 0)
			continue;
		*any = true;
		if (!add(sum, h->amount))
			return false;
	}
	return true;
}

static bool budgeted(struct dec *sum, bool *any, const struct rec_list *budget,
		     const char *asset)
{
	const struct rec_amount *b = budget->v;

	for (size_t i = 0; i < budget->n; i++) {
		if (strcmp(b[i].name, asset) != 0)
			continue;
		*any = true;
		if (!add(sum, b[i].amount))
			return false;
	}
	return true;
}

static bool atoms(struct u256 *out, struct dec amount, int decimals)
{
	return !atoms_of(out, dec_sign(amount) > 0 ? amount : DEC_ZERO,
			 decimals);
}

const char *rolls_have(struct roll_have *out, const struct roll_seen *s,
		       const struct roll_knobs *k, const struct roll_place *at,
		       const char *roll, const struct rec_list *budget)
{
	const char *wrapped =
		roll_knobs_is_native(k, at->token0) && k->evm.wrapped
			? k->evm.wrapped->name
			: NULL;
	struct dec x0 = DEC_ZERO, x1 = DEC_ZERO, w = DEC_ZERO;
	bool any = false;

	if (!held(&x0, &any, s, roll, at->token0) ||
	    !held(&x1, &any, s, roll, at->token1) ||
	    (wrapped && !held(&w, &any, s, roll, wrapped)) ||
	    !budgeted(&x0, &any, budget, at->token0) ||
	    !budgeted(&x1, &any, budget, at->token1) || !add(&x0, w) ||
	    !atoms(&out->all.amount0, x0, at->decimals0) ||
	    !atoms(&out->all.amount1, x1, at->decimals1) ||
	    !atoms(&out->wrapped0, w, at->decimals0))
		return "amount";
	return any ? NULL : "no_holding";
}
