#include "attempt.h"

#include "line.h"
#include "math/client_id.h"

#include <string.h>

void attempts_push(struct attempts *all, struct arena *a, struct attempt *t)
{
	if (all->n == all->cap) {
		size_t cap = all->cap ? 2 * all->cap : 32;

		all->v = arena_grow(a, all->v,
				    all->cap * sizeof(struct attempt *),
				    cap * sizeof(struct attempt *));
		all->cap = cap;
	}
	all->v[all->n++] = t;
}

static bool is(const struct rec_action *a, const char *kind)
{
	return !strcmp(a->action, kind);
}

bool part_is_order(const struct part *p)
{
	return is(p->action, "place") || is(p->action, "replace");
}

bool part_needs_lane(const struct attempt *t, const struct part *p)
{
	const struct rec_action *r = p->action;
	bool orders = false;

	for (size_t i = 0; i < t->n_parts; i++)
		orders |= part_is_order(&t->parts[i]);
	return orders ? part_is_order(p)
		      : !is(r, "cancel") && !is(r, "settle") &&
				!is(r, "crank") && !is(r, "close");
}

bool attempt_settled(const struct attempt *t)
{
	return outbox_over(&t->box) || outbox_landed(&t->box) || t->beaten ||
	       t->over;
}

/* ---- in the journal ---- */

const char *attempt_body(struct arena *a, const struct attempt *t, size_t i,
			 size_t *len)
{
	const struct part *p = &t->parts[i];
	const char *text = line_of(a, &rec_action_type, p->action);

	if (p->oo)
		text = line_add(a, text, &rec_oo_type, p->oo);
	if (!i)
		text = line_add(a, text, &rec_signed_tx_type, t->tx);
	if (!i && t->market)
		text = line_add(a, text, &rec_market_type, t->market);
	if (!i && t->at)
		text = line_add(a, text, &rec_chain_type, t->at);
	*len = strlen(text);
	return text;
}

/* The place in *b of records of that type; NULL: it has none. */
static const void **place_of(struct body *b, const struct rec_type *type)
{
	return type == &rec_action_type      ? (const void **)&b->action
	       : type == &rec_oo_type        ? (const void **)&b->oo
	       : type == &rec_signed_tx_type ? (const void **)&b->tx
	       : type == &rec_market_type    ? (const void **)&b->market
	       : type == &rec_chain_type     ? (const void **)&b->at
					     : NULL;
}

bool body_read(struct body *b, struct arena *a, const char *lines, size_t len)
{
	const char *end = lines + len;

	*b = (struct body){ .action = NULL };
	while (lines < end) {
		const char *nl = memchr(lines, '\n', (size_t)(end - lines));
		const struct rec_type *type;
		const void *rec, **place;

		if (!nl ||
		    !(rec = line_read(a, &type, lines, (size_t)(nl - lines))))
			return false;
		if (!(place = place_of(b, type)))
			return false;
		*place = rec;
		lines = nl + 1;
	}
	return b->action;
}

/* ---- as it is shown ---- */

/* What is approved is spent by what it is approved for. */
static struct rec_list spends_of(struct arena *a, const struct rec_action *r)
{
	struct rec_amount *v = arena_alloc(a, 2 * sizeof(*v));
	bool none = is(r, "approve") || is(r, "borrow") || is(r, "withdraw");
	size_t n = 0;

	if (!none && r->asset && !dec_is_none(r->amount))
		v[n++] = (struct rec_amount){ r->asset, r->amount };
	if (!is(r, "liquidate") && r->asset_b && !dec_is_none(r->amount_b))
		v[n++] = (struct rec_amount){ r->asset_b, r->amount_b };
	return (struct rec_list){ v, n };
}

/* An account and a pair are liquidated: "USER/DEBT/COLLATERAL". */
static const char *subject_of(struct arena *a, const struct rec_action *r)
{
	if (is(r, "liquidate") && r->user && r->asset && r->asset_b)
		return arena_printf(a, "%s/%s/%s", r->user, r->asset,
				    r->asset_b);
	return r->account ? r->account : r->position;
}

struct rec_pending pending_of(struct arena *a, const struct part *p,
			      const struct attempt *t, enum pending_state state,
			      int64_t ts_ms)
{
	const struct rec_action *r = p->action;
	struct rec_pending out;

	rec_clear(&rec_pending_type, &out);
	out.ts_ms = ts_ms;
	out.intent_id = p->intent_id;
	out.attempt = t->id;
	out.lane = p->lane;
	out.action = r->action;
	out.class = t->class;
	out.state = (int)state;
	out.market = r->market;
	out.wallet = r->wallet;
	out.side = r->side;
	out.price = r->price;
	out.size = r->size;
	out.client_id = r->client_id;
	out.subject = subject_of(a, r);
	out.roll = r->roll;
	if (out.client_id && out.side < 0)
		out.side = (int)client_id_side(out.client_id);
	if (state != PENDING_DONE)
		out.spends = spends_of(a, r);
	out.since_ms =
		r->since_ms == REC_NONE_INT ? t->recorded_ms : r->since_ms;
	out.valid_until = t->box.valid_until;
	if (t->tx) {
		out.chain_id = t->tx->chain_id;
		out.nonce = t->tx->nonce;
	}
	return out;
}
