#include "gather.h"

#include "chain.h"
#include "math/client_id.h"

#include <string.h>

static void keep(struct rec_list *l, struct arena *a, const void *rec)
{
	/* Full at every power of two. */
	if (!(l->n & (l->n - 1)))
		l->v = arena_grow(a, l->v, l->n * sizeof(rec),
				  (l->n ? 2 * l->n : 1) * sizeof(rec));
	((const void **)l->v)[l->n++] = rec;
}

void gather_take(struct gathered *g, struct arena *a,
		 const struct rec_type *type, const void *rec)
{
	struct rec_list *l = type == &rec_signed_tx_type ? &g->txs
			     : type == &rec_action_type  ? &g->actions
			     : type == &rec_market_type  ? &g->markets
							 : &g->oos;

	keep(l, a, rec_copy(a, type, rec));
}

static const struct rec_action *action_of(const struct gathered *g,
					  const char *intent)
{
	const struct rec_action *const *v = g->actions.v;

	for (size_t i = g->actions.n; i-- > 0;)
		if (!strcmp(v[i]->intent_id, intent))
			return v[i];
	return NULL;
}

static const struct rec_market *market_of(const struct gathered *g,
					  const char *name)
{
	const struct rec_market *const *v = g->markets.v;

	for (size_t i = g->markets.n; i-- > 0;)
		if (!strcmp(v[i]->market, name))
			return v[i];
	return NULL;
}

/* The account a wallet places from: the first that was named. */
static const struct rec_oo *oo_of(const struct gathered *g,
				  const struct rec_action *r)
{
	const struct rec_oo *const *v = g->oos.v;

	for (size_t i = 0; i < g->oos.n && r->wallet && r->market; i++)
		if (!strcmp(v[i]->wallet, r->wallet) &&
		    !strcmp(v[i]->market, r->market))
			return v[i];
	return NULL;
}

/* NULL, or the reason it is refused for. */
static const char *add_part(struct sender *s, struct arena *a,
			    struct attempt *t, const struct gathered *g,
			    const char *intent)
{
	struct part *p = &t->parts[t->n_parts++];

	*p = (struct part){ .intent_id = intent, .slot = "" };
	p->action = action_of(g, intent);
	if (!p->action)
		return "no_action";
	p->lane = s->chain->lane(s, a, t, p->action);
	if (!part_is_order(p))
		return NULL;
	if (!t->market && p->action->market)
		t->market = market_of(g, p->action->market);
	p->oo = oo_of(g, p->action);
	p->slot = arena_printf(a, "%s:%u", p->lane,
			       client_id_slot(p->action->client_id));
	return t->market ? NULL : "no_market";
}

static void refuse(struct frame *f, const struct rec_signed_tx *tx,
		   const char *reason, const char *why)
{
	if (tx->intents.n)
		frame_refuse_intents(f, reason, tx->intents.v, tx->intents.n,
				     "transaction '%s': %s", tx->id, why);
	else
		frame_refuse(f, reason, "transaction '%s': %s", tx->id, why);
}

/* NULL: refused, and said so. */
static struct attempt *attempt_of(struct sender *s, struct frame *f,
				  const struct gathered *g,
				  const struct rec_signed_tx *tx, int64_t ts_ms)
{
	struct attempt *t = arena_alloc(&f->arena, sizeof(*t));
	const char *const *ids = tx->intents.v, *why, *reason = NULL;

	*t = (struct attempt){
		.id = tx->id,
		.class = rec_tx_classes[tx->class],
		.tx = tx,
		.recorded_ms = ts_ms,
		.box = { .valid_until = tx->valid_until },
		.was = "",
		.note = "",
	};
	why = strcmp(tx->chain, s->chain->name) ? "of another chain"
	      : !tx->intents.n                  ? "without an intent"
			       : s->chain->read(s, t, &f->arena);
	if (why) {
		refuse(f, tx, "bad_tx", why);
		return NULL;
	}
	t->parts = arena_alloc(&f->arena, tx->intents.n * sizeof(*t->parts));
	for (size_t i = 0; i < tx->intents.n && !reason; i++)
		reason = add_part(s, &f->arena, t, g, ids[i]);
	if (reason) {
		refuse(f, tx, reason, "a record it needs is missing");
		return NULL;
	}
	return t;
}

struct attempts gather_attempts(struct sender *s, struct frame *f,
				const struct gathered *g, int64_t ts_ms)
{
	const struct rec_signed_tx *const *v = g->txs.v;
	struct attempts all = { NULL, 0, 0 };

	for (size_t i = 0; i < g->txs.n; i++) {
		struct attempt *t = attempt_of(s, f, g, v[i], ts_ms);

		if (t)
			attempts_push(&all, &f->arena, t);
	}
	return all;
}
