#include "sol_readback.h"

#include "chain/openbook.h"
#include "chain/pda.h"
#include "chain/sol_message.h"
#include "tell.h"
#include "venue/solana_reply.h"

#include <string.h>

/* A market as it stood at or behind a landing. */
struct place {
	const struct rec_market *market;
	struct openbook_slab side[2]; /* by enum openbook_side */
	struct openbook_events events;
};

/* An order as it should rest. */
struct wanted {
	enum openbook_side side;
	int64_t price, size; /* lots */
	uint64_t client_id;
	struct pubkey oo;
};

/* ---- the market ---- */

static bool side_of(struct arena *a, struct place *p, enum openbook_side side,
		    const struct solana_account *s)
{
	return s->exists &&
	       !openbook_slab_decode(a, &p->side[side], s->data, s->len) &&
	       p->side[side].side == side;
}

/* False: it cannot be read just now. */
static bool read_place(struct sender *s, struct arena *a, struct place *p,
		       int64_t min_slot)
{
	const struct rec_market *m = p->market;
	const struct solana_at at = { SOLANA_CONFIRMED, min_slot };
	struct solana_accounts got;
	struct jsonrpc_request q;
	struct pubkey keys[3];
	bool read;

	if (!m->bids || !m->asks || !m->event_queue ||
	    !pubkey_parse(&keys[0], m->bids) ||
	    !pubkey_parse(&keys[1], m->asks) ||
	    !pubkey_parse(&keys[2], m->event_queue))
		return false;
	jsonrpc_request_init(&q, SOLANA_REPLY_MAX);
	solana_ask_accounts(&q, keys, 3, at);
	read = !jsonrpc_call(s->rpc, &q) &&
	       !solana_read_accounts(&got, a, keys, 3, &q.reply) &&
	       got.slot >= min_slot && side_of(a, p, OPENBOOK_BID, &got.v[0]) &&
	       side_of(a, p, OPENBOOK_ASK, &got.v[1]) && got.v[2].exists &&
	       !openbook_events_decode(&p->events, got.v[2].data, got.v[2].len);
	jsonrpc_request_free(&q);
	return read;
}

/* ---- one order ---- */

static bool oo_of(const struct sender *s, const struct rec_market *m,
		  const struct part *p, struct pubkey *out)
{
	struct pubkey market, program, owner;
	const struct sol_wallet *w;

	if (p->oo)
		return pubkey_parse(out, p->oo->address);
	w = p->action->wallet ? sol_conf_wallet(&s->sol, p->action->wallet)
			      : NULL;
	if (!w || !m->program || !pubkey_parse(&owner, w->address) ||
	    !pubkey_parse(&market, m->market) ||
	    !pubkey_parse(&program, m->program))
		return false;
	*out = openbook_oo_address(&owner, &market, &program);
	return true;
}

static bool wanted_of(const struct sender *s, const struct rec_market *m,
		      const struct part *p, struct wanted *w)
{
	const struct rec_action *r = p->action;

	w->side = r->side == 0 ? OPENBOOK_BID : OPENBOOK_ASK;
	w->client_id = r->client_id;
	return r->side >= 0 && !dec_is_none(r->price) &&
	       !dec_is_none(r->size) &&
	       !dec_units(&w->price, r->price, m->tick) &&
	       !dec_units(&w->size, r->size, m->base_lot) &&
	       oo_of(s, m, p, &w->oo);
}

static const struct openbook_leaf *resting(const struct place *p,
					   const struct wanted *w)
{
	const struct openbook_slab *slab = &p->side[w->side];

	for (size_t i = 0; i < slab->n; i++)
		if (slab->leaves[i].client_id == w->client_id &&
		    pubkey_eq(&slab->leaves[i].open_orders, &w->oo))
			return &slab->leaves[i];
	return NULL;
}

/* What the market's events say of an order: the newest one there was of that id
 * and price, or that one with *id not 0. */
struct past {
	bool out, filled;
};

static bool concerns(const struct openbook_event *e, const struct wanted *w,
		     openbook_id id)
{
	return e->client_id == w->client_id &&
	       pubkey_eq(&e->open_orders, &w->oo) &&
	       (id ? e->order_id == id
		   : openbook_id_price(e->order_id) == (uint64_t)w->price);
}

static struct past past_of(const struct place *p, const struct wanted *w,
			   openbook_id id)
{
	struct past past = { false, false };

	for (uint64_t seq = p->events.next; seq-- > p->events.first;) {
		struct openbook_event e;

		if (openbook_events_get(&e, &p->events, seq) ||
		    !concerns(&e, w, id))
			continue;
		id = e.order_id;
		past.out |= (e.flags & OPENBOOK_EVENT_OUT) != 0;
		past.filled |= (e.flags & OPENBOOK_EVENT_FILL) != 0;
	}
	return past;
}

/* Why the order does not rest as it was sent; NULL: it does, or it traded. */
static const char *missing(const struct place *p, const struct wanted *w)
{
	const struct openbook_slab *slab = &p->side[w->side];
	const struct openbook_leaf *leaf = resting(p, w);
	struct past past = past_of(p, w, leaf ? leaf->order_id : 0);

	if (past.filled)
		return NULL;
	if (leaf)
		return leaf->size < (uint64_t)w->size ? "smaller" : NULL;
	if (slab->n >= (slab->capacity + 1) / 2)
		return "evicted";
	return past.out ? "crossed" : "not_found";
}

/* ---- an attempt ---- */

static bool same_text(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

/* Does q end the order of p? */
static bool ends(const struct part *q, const struct part *p)
{
	const struct rec_action *a = q->action, *b = p->action;

	if (*p->slot && !strcmp(q->slot, p->slot))
		return true;
	return !strcmp(a->action, "cancel") && a->client_id == b->client_id &&
	       same_text(a->wallet, b->wallet) &&
	       same_text(a->market, b->market);
}

/* Something sent behind part k of attempt i ended its order, or may have. */
static bool is_superseded(const struct attempts *all, size_t i, size_t k)
{
	const struct part *p = &all->v[i]->parts[k];

	for (size_t j = i; j < all->n; j++) {
		const struct attempt *t = all->v[j];

		if (outbox_over(&t->box) && !outbox_landed(&t->box))
			continue;
		for (size_t m = j == i ? k + 1 : 0; m < t->n_parts; m++)
			if (ends(&t->parts[m], p))
				return true;
	}
	return false;
}

static void tell_missing(struct arena *a, struct attempt *t,
			 const struct rec_list *intents, const char *causes,
			 int64_t ts_ms)
{
	struct rec_receipt r = receipt_of(t, "not_posted", ts_ms);

	r.intents = *intents;
	r.error = causes;
	tell_later(a, t, &rec_receipt_type, &r);
}

static void look(struct sender *s, struct arena *a, const struct attempts *all,
		 size_t i, const struct place *p, int64_t ts_ms)
{
	struct attempt *t = all->v[i];
	const char **ids = arena_alloc(a, t->n_parts * sizeof(*ids));
	struct rec_list intents = { ids, 0 };
	const char *causes = NULL;

	for (size_t k = 0; k < t->n_parts; k++) {
		const char *why = NULL;
		struct wanted w;

		if (part_is_order(&t->parts[k]) && !is_superseded(all, i, k) &&
		    wanted_of(s, p->market, &t->parts[k], &w))
			why = missing(p, &w);
		if (!why)
			continue;
		ids[intents.n++] = t->parts[k].intent_id;
		if (!causes)
			causes = why;
		else if (!strstr(causes, why))
			causes = arena_printf(a, "%s,%s", causes, why);
	}
	t->owes_read = false;
	if (intents.n)
		tell_missing(a, t, &intents, causes, ts_ms);
}

/* ---- all of them ---- */

static bool owes(const struct attempt *t)
{
	return t->owes_read && t->market && outbox_landed(&t->box);
}

void readback(struct sender *s, struct arena *a, const struct attempts *all,
	      int64_t ts_ms)
{
	bool *done = arena_alloc(a, all->n * sizeof(*done));

	for (size_t i = 0; i < all->n; i++) {
		struct place p = { .market = all->v[i]->market };
		int64_t min_slot = 0;
		bool read;

		if (done[i] || !owes(all->v[i]))
			continue;
		for (size_t j = i; j < all->n; j++) {
			const struct attempt *t = all->v[j];

			if (owes(t) && t->box.landed_slot > min_slot &&
			    !strcmp(t->market->market, p.market->market))
				min_slot = t->box.landed_slot;
		}
		read = read_place(s, a, &p, min_slot);
		for (size_t j = i; j < all->n; j++) {
			const struct attempt *t = all->v[j];

			if (!owes(t) ||
			    strcmp(t->market->market, p.market->market))
				continue;
			done[j] = true;
			if (read)
				look(s, a, all, j, &p, ts_ms);
		}
	}
}
