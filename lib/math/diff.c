#include "math/diff.h"

#include "math/diff_live.h"
#include "math/diff_match.h"

#include <stdlib.h>
#include <string.h>

/* An action as it would be, before anything stops it. */
struct draft {
	struct diff_action action;
	struct live *live;          /* what it acts on; NULL: a place     */
	enum diff_verdict *verdict; /* of the desired order; NULL: cancel */
};

struct plan {
	struct draft *draft; /* cancels, then asks and bids */
	size_t n;
	const struct live_set *lives;
	const bool *unknown; /* per wallet: its lane may not add risk */
	const struct diff_frame *frame;
	size_t budget;
	struct diff out;
};

/* Cancels first; then by side, what is nearest the market first. */
static int cmp_draft(const void *va, const void *vb)
{
	const struct draft *a = va, *b = vb;
	const struct order *x = &a->action.order, *y = &b->action.order;

	CMP(a->action.verb != DIFF_CANCEL, b->action.verb != DIFF_CANCEL);
	CMP(x->side, y->side);
	CMP(-reach_of(x->side, x->price), -reach_of(y->side, y->price));
	CMP(x->wallet, y->wallet);
	CMP(x->client_id, y->client_id);
	return 0;
}

static void draft_cancels(struct plan *p, struct live_set *lives)
{
	for (size_t i = 0; i < lives->n; i++) {
		struct live *l = &lives->live[i];

		if (l->taken || l->leaving)
			continue;
		p->draft[p->n++] = (struct draft){
			.action = { l->at, DIFF_CANCEL, -1 },
			.live = l,
		};
	}
}

static void draft_moves(struct plan *p, const struct want_set *wants)
{
	for (size_t i = 0; i < wants->n; i++) {
		const struct want *w = &wants->want[i];
		struct draft *d = &p->draft[p->n];

		if (w->kept)
			continue; /* verdict 0 is DIFF_KEPT */
		p->n++;
		d->live = w->mate;
		d->verdict = &p->out.verdict[i];
		d->action.order = *w->order;
		d->action.order.client_id =
			w->mate ? w->mate->at.client_id : w->id;
		d->action.verb = w->mate ? DIFF_REPLACE : DIFF_PLACE;
		d->action.after = -1;
	}
}

/* Whether an order of ours may be where `o` would meet it.  If it is one only,
 * and an action on it goes before this one in a transaction of the same wallet,
 * then *after is that action and the answer is no. */
static bool would_meet(const struct plan *p, const struct order *o, int *after)
{
	const struct front *f = &p->lives->front[side_other(o->side)];
	int64_t reach = reach_of(o->side, o->price);
	struct live *blocker = f->who[0];

	if (reach + f->reach[0] < 0)
		return false;
	if (reach + f->reach[1] >= 0 || !blocker || blocker->action < 0 ||
	    blocker->at.wallet != o->wallet || blocker->flying ||
	    blocker->stray || blocker->led)
		return true;
	blocker->led = true;
	*after = blocker->action;
	return false;
}

static enum diff_verdict judge(struct plan *p, struct draft *d)
{
	const struct order *o = &d->action.order;

	if (p->frame->bound)
		return DIFF_WAITS_REFUSAL;
	if (p->unknown[o->wallet] || !o->client_id ||
	    (d->live && d->live->flying))
		return DIFF_WAITS_FLIGHT;
	if (p->budget && p->out.n_actions >= p->budget)
		return DIFF_WAITS_BUDGET;
	if (would_meet(p, o, &d->action.after))
		return DIFF_WAITS_MEET;
	return DIFF_ACTED;
}

static void act(struct plan *p, struct draft *d)
{
	if (d->live)
		d->live->action = (int)p->out.n_actions;
	p->out.actions[p->out.n_actions++] = d->action;
}

/* Whether the desired prices lie above the live ones: then the asks make room
 * first.  A side that is empty before or after says nothing. */
static bool rising(const struct live_set *lives, const struct want_set *wants)
{
	int64_t rise = 0;

	if (lives->front[SIDE_BUY].reach[0] != REACH_NONE &&
	    wants->reach[SIDE_BUY] != REACH_NONE)
		rise += wants->reach[SIDE_BUY] -
			lives->front[SIDE_BUY].reach[0];
	if (lives->front[SIDE_SELL].reach[0] != REACH_NONE &&
	    wants->reach[SIDE_SELL] != REACH_NONE)
		rise -= wants->reach[SIDE_SELL] -
			lives->front[SIDE_SELL].reach[0];
	return rise > 0;
}

static void act_on_side(struct plan *p, enum side side)
{
	for (size_t i = 0; i < p->n; i++) {
		struct draft *d = &p->draft[i];

		if (!d->verdict || d->action.order.side != side)
			continue;
		*d->verdict = judge(p, d);
		if (*d->verdict == DIFF_ACTED)
			act(p, d);
	}
}

/* The lanes with an intent of unknown outcome, by wallet. */
static enum diff_err find_unknown(struct arena *a, bool **out,
				  const struct diff_frame *f)
{
	int n = 0;

	for (size_t i = 0; i < f->n_desired; i++)
		n = f->desired[i].wallet >= n ? f->desired[i].wallet + 1 : n;
	for (size_t i = 0; i < f->n_pending; i++) {
		int wallet = f->pending[i].order.wallet;

		if (wallet < 0)
			return DIFF_EVALUE;
		n = wallet >= n ? wallet + 1 : n;
	}
	*out = arena_alloc(a, (size_t)n * sizeof(**out));
	for (size_t i = 0; i < f->n_pending; i++) {
		if (f->pending[i].state == DIFF_UNKNOWN)
			(*out)[f->pending[i].order.wallet] = true;
	}
	return DIFF_OK;
}

enum diff_err diff_orders(struct arena *a, struct diff *out,
			  const struct diff_frame *frame,
			  const struct diff_rules *rules)
{
	struct plan p = { .frame = frame, .budget = rules->budget };
	struct live_set lives;
	struct want_set wants;
	bool *unknown, up;
	enum diff_err e;

	if ((e = want_collect(a, &wants, frame)) ||
	    (e = live_collect(a, &lives, frame)) ||
	    (e = find_unknown(a, &unknown, frame)))
		return e;
	want_match(a, &wants, &lives, rules);

	p.lives = &lives;
	p.unknown = unknown;
	p.draft = arena_alloc(a, (lives.n + wants.n) * sizeof(*p.draft));
	p.out.actions =
		arena_alloc(a, (lives.n + wants.n) * sizeof(*p.out.actions));
	p.out.verdict = arena_alloc(a, wants.n * sizeof(*p.out.verdict));
	draft_cancels(&p, &lives);
	draft_moves(&p, &wants);
	if (p.n)
		qsort(p.draft, p.n, sizeof(*p.draft), cmp_draft);

	for (size_t i = 0; i < p.n && !p.draft[i].verdict; i++)
		act(&p, &p.draft[i]);
	up = rising(&lives, &wants);
	act_on_side(&p, up ? SIDE_SELL : SIDE_BUY);
	act_on_side(&p, up ? SIDE_BUY : SIDE_SELL);
	*out = p.out;
	return DIFF_OK;
}

const char *const diff_verbs[] = { "cancel", "place", "replace" };

enum diff_verb diff_verb_of(const char *name)
{
	int verb = DIFF_CANCEL;

	while (verb < DIFF_OTHER && strcmp(name, diff_verbs[verb]) != 0)
		verb++;
	return (enum diff_verb)verb;
}

const char *diff_strerror(enum diff_err e)
{
	switch (e) {
	case DIFF_OK:
		return "ok";
	case DIFF_EVALUE:
		return "a price, size or wallet is out of range";
	case DIFF_ETAG:
		return "a desired order's client id is not of its strategy and "
		       "side";
	case DIFF_ETWICE:
		return "two desired orders share a slot";
	case DIFF_ECROSSED:
		return "a desired bid reaches a desired ask";
	}
	return "unknown error";
}
