#include "plan.h"

#include "base/atoms.h"

#include <string.h>
#include <strings.h>

/* ---- numbers ---- */

/* A whole number below 2^64; absent: no. */
static bool whole(uint64_t *out, struct dec d)
{
	struct u256 v;

	return !dec_is_none(d) && !atoms_of(&v, d, 0) && !u256_to_u64(out, v);
}

uint64_t slot_ceiling(const struct slot *s)
{
	uint64_t gas;

	return whole(&gas, slot_tx(s)->gas) ? gas : 0; /* plan_make saw it */
}

static bool same_sender(const struct slot *a, const struct slot *b)
{
	const struct rec_tx *x = slot_tx(a), *y = slot_tx(b);

	return x->chain_id == y->chain_id && !strcasecmp(x->from, y->from);
}

/* ---- from records ---- */

static bool held_back(const struct frame *f, const struct rec_tx *tx)
{
	const char *const *ids = tx->intents.v;

	if (f->refused && tx->class == TX_RISK)
		return true;
	for (size_t i = 0; i < tx->intents.n; i++)
		if (frame_is_bound(f, ids[i]))
			return true;
	return false;
}

static bool carries(const struct rec_tx *tx, const char *intent_id)
{
	const char *const *ids = tx->intents.v;

	for (size_t i = 0; i < tx->intents.n; i++)
		if (!strcmp(ids[i], intent_id))
			return true;
	return false;
}

/* The slot of what a transaction may stand in for. */
static struct slot *slot_of(struct plan *p, const char *intent_id)
{
	for (size_t i = 0; intent_id && i < p->n; i++) {
		const struct rec_tx *tx = p->v[i].tries[0];

		if (!p->v[i].group &&
		    (carries(tx, intent_id) ||
		     (tx->alternative_of &&
		      !strcmp(tx->alternative_of, intent_id))))
			return &p->v[i];
	}
	return NULL;
}

static void refuse_tx(struct frame *f, const struct rec_tx *tx,
		      const char *reason, const char *text)
{
	if (tx->intents.n)
		frame_refuse_intents(f, reason, tx->intents.v, tx->intents.n,
				     "%s", text);
	else
		frame_refuse(f, reason, "%s", text);
}

static struct slot *new_slot(struct plan *p, const struct rec_tx *tx,
			     uint64_t nonce)
{
	struct slot *s = &p->v[p->n++];
	struct dec next = seen_next(p->seen, tx->chain_id, tx->from);

	s->nonce = nonce;
	s->fixed = !dec_is_none(next) && dec_cmp(tx->nonce, next) < 0;
	return s;
}

/* A new slot, or one more try of the slot it is an alternative of. */
static void add(struct plan *p, const struct rec_tx *tx, int64_t chain_id)
{
	struct arena *a = &p->f->arena;
	struct slot *s = NULL;
	uint64_t nonce, gas;

	if (tx->chain_id != chain_id) {
		refuse_tx(p->f, tx, "chain",
			  "a transaction of another chain than CHAIN_ID");
		return;
	}
	if (!tx->from || !whole(&nonce, tx->nonce) || !whole(&gas, tx->gas) ||
	    !gas) {
		refuse_tx(p->f, tx, "bad_record",
			  "a transaction without sender, nonce or gas");
		return;
	}
	if (!tx->bundle.id)
		s = slot_of(p, tx->alternative_of);
	if (!s)
		s = new_slot(p, tx, nonce);
	s->group = group_of(p, tx, &s->size);
	s->tries = arena_grow(a, s->tries, s->n * sizeof(*s->tries),
			      (s->n + 1) * sizeof(*s->tries));
	s->tries[s->n++] = tx;
}

/* Among the slots of each sender: by nonce, in the places they have together; those of
 * one nonce, which stand in for one another, as they came. */
static void sort(struct plan *p)
{
	for (size_t i = 1; i < p->n; i++) {
		size_t at = i;

		for (size_t k = i; k-- > 0;) {
			struct slot swap = p->v[at];

			if (!same_sender(&p->v[k], &swap))
				continue;
			if (p->v[k].nonce <= swap.nonce)
				break;
			p->v[at] = p->v[k];
			p->v[k] = swap;
			at = k;
		}
	}
}

void plan_make(struct plan *p, struct frame *f, const struct seen *seen,
	       int64_t chain_id)
{
	*p = (struct plan){ .f = f, .seen = seen };
	p->v = arena_alloc(&f->arena, (seen->txs.n + 1) * sizeof(*p->v));
	p->groups =
		arena_alloc(&f->arena, (seen->txs.n + 1) * sizeof(*p->groups));
	for (size_t i = 0; i < seen->txs.n; i++)
		if (!held_back(f, seen->txs.v[i]))
			add(p, seen->txs.v[i], chain_id);
	sort(p);
	groups_begin(p);
}

/* ---- what fails ---- */

/* s stands behind an intent of what was dropped. */
static bool is_behind(const struct plan *p, const struct slot *s,
		      const struct slot *on)
{
	const struct rec_tx *tx = slot_tx(s), *first = on->tries[0];
	const char *const *ids = tx->intents.v;

	for (size_t i = 0; i < tx->intents.n; i++) {
		const struct rec_action *act = seen_action(p->seen, ids[i]);

		if (act && act->after && carries(first, act->after))
			return true;
	}
	return false;
}

void plan_drop(struct plan *p, struct slot *s, const char *reason,
	       const char *text)
{
	if (s->dropped)
		return;
	s->dropped = true;
	for (size_t i = 0; i < s->n; i++)
		refuse_tx(p->f, s->tries[i], reason, text);
	for (size_t i = 0; i < p->n; i++)
		if (!p->v[i].dropped &&
		    ((s->group && p->v[i].group == s->group) ||
		     is_behind(p, &p->v[i], s)))
			plan_drop(p, &p->v[i], "depends",
				  "what it stands behind was refused");
}

static bool fail_group(struct plan *p, struct slot *s, const char *reason,
		       const char *text)
{
	struct group *g = s->group;

	if (!g->reason) {
		g->reason = reason;
		g->text = text;
	}
	if (group_next(p, g)) {
		mm_warn("another size is tried: %s: %s", reason, text);
		return true;
	}
	plan_drop(p, s, g->reason, g->text);
	return false;
}

bool plan_fail(struct plan *p, struct slot *s, const char *reason,
	       const char *text)
{
	if (s->group)
		return fail_group(p, s, reason, text);
	if (!s->reason) {
		s->reason = reason;
		s->text = text;
	}
	if (s->at + 1 < s->n) {
		mm_warn("an alternative is tried: %s: %s", reason, text);
		s->at++;
		return true;
	}
	plan_drop(p, s, s->reason, s->text);
	return false;
}

/* ---- what is left ---- */

/* The nonce the new transactions of a sender begin at: where its record says, or that
 * of the first of the frame, whatever became of it. */
static uint64_t base_of(const struct plan *p, const struct rec_tx *of)
{
	struct dec next = seen_next(p->seen, of->chain_id, of->from);
	uint64_t base = UINT64_MAX, nonce;

	if (whole(&nonce, next))
		return nonce;
	for (size_t i = 0; i < p->seen->txs.n; i++) {
		const struct rec_tx *tx = p->seen->txs.v[i];

		if (tx->from && !strcasecmp(tx->from, of->from) &&
		    whole(&nonce, tx->nonce) && nonce < base)
			base = nonce;
	}
	return base;
}

void plan_number(struct plan *p)
{
	for (size_t i = 0; i < p->n; i++) {
		uint64_t next = base_of(p, slot_tx(&p->v[i]));

		for (size_t k = 0; k < p->n; k++) {
			struct slot *t = &p->v[k];

			if (!t->fixed && slot_runs(t) &&
			    same_sender(t, &p->v[i]))
				t->nonce = next++;
		}
	}
}

bool plan_shares(const struct slot *a, const struct slot *b)
{
	return slot_runs(a) && slot_runs(b) &&
	       (a == b || (a->group && a->group == b->group));
}

struct rec_list slot_min_delta(const struct plan *p, const struct slot *s)
{
	for (size_t k = 0; k < p->n; k++) {
		const struct rec_tx *tx = slot_tx(&p->v[k]);
		const char *const *ids = tx->intents.v;

		for (size_t i = 0;
		     plan_shares(s, &p->v[k]) && i < tx->intents.n; i++) {
			const struct rec_action *act =
				seen_action(p->seen, ids[i]);

			if (act && act->min_delta.n)
				return act->min_delta;
		}
	}
	return (struct rec_list){ NULL, 0 };
}
