#include "venue/paper_request.h"

#include "base/conf.h"
#include "math/client_id.h"
#include "venue/paper_records.h"

#include <string.h>

static bool op_of(const char *action, enum match_op *op)
{
	static const char *const names[] = { "place", "cancel", "replace" };

	for (int i = MATCH_PLACE; i <= MATCH_REPLACE; i++)
		if (!strcmp(action, names[i])) {
			*op = (enum match_op)i;
			return true;
		}
	return false;
}

static int wallet_of(const struct paper_state *s, const char *name)
{
	for (int i = 0; name && i < s->match.ledger.n_wallets; i++)
		if (!strcmp(s->wallets[i], name))
			return i;
	return -1;
}

const char *paper_request(struct match_request *r, const struct paper_conf *c,
			  const struct paper_state *s,
			  const struct rec_action *a)
{
	struct order *o = &r->order;

	*r = (struct match_request){
		.post_only = c->post_only,
		.order = { .since_ms = a->since_ms,
			   .client_id = a->client_id,
			   .wallet = wallet_of(s, a->wallet),
			   .side = a->side < 0 ? client_id_side(a->client_id)
					       : (enum side)a->side },
		.max_ts_ms = INT64_MAX,
	};
	if (!op_of(a->action, &r->op))
		return "unknown_action";
	if (o->wallet < 0)
		return "unknown_wallet";
	if (!a->client_id)
		return "no_client_id";
	if (r->op == MATCH_CANCEL)
		return NULL;
	if (a->side < 0 || dec_is_none(a->price) || dec_is_none(a->size))
		return "no_terms";
	if (dec_units(&o->price, a->price, s->terms.tick) ||
	    dec_units(&o->size, a->size, s->terms.lot))
		return "off_step";
	/* The last second it may enter in, to its end. */
	if (a->max_ts != REC_NONE_INT)
		r->max_ts_ms = a->max_ts * 1000 + 999;
	return NULL;
}

static int64_t valid_until(const struct match_request *r, int64_t ts_ms)
{
	return r->max_ts_ms < INT64_MAX
		       ? r->max_ts_ms
		       : ts_ms + conf_int("ORDER_TTL_S") * 1000;
}

/* What the request takes from its wallet when it lands, beyond what the order it
 * replaces gives back. */
static struct rec_list spends(struct arena *a, const struct paper_state *s,
			      const struct match_request *r)
{
	const struct order *o = &r->order;
	const struct match_book *b = &s->match.books[o->side];
	struct rec_amount *v = arena_alloc(a, sizeof(*v));
	struct claim c = { .price = o->price,
			   .lots = o->size,
			   .side = o->side };
	__int128 need = ledger_lock_of(&s->match.ledger, &c);

	for (int i = 0; i < b->n; i++) {
		const struct order *old = &b->v[i].order;

		if (old->wallet != o->wallet || old->client_id != o->client_id)
			continue;
		c.price = old->price;
		c.lots = old->size;
		need -= ledger_lock_of(&s->match.ledger, &c);
	}
	if (need <= 0)
		return (struct rec_list){ NULL, 0 };
	v->name =
		o->side == SIDE_BUY ? s->terms.quote.name : s->terms.base.name;
	v->amount = paper_amount(
		o->side == SIDE_BUY ? &s->terms.quote : &s->terms.base, need);
	return (struct rec_list){ v, 1 };
}

struct rec_pending paper_pending(struct arena *arena,
				 const struct paper_state *s,
				 const struct rec_action *a,
				 const struct match_request *r, int64_t ts_ms)
{
	bool cancels = r->op == MATCH_CANCEL;
	struct rec_pending p = {
		.ts_ms = ts_ms,
		.intent_id = a->intent_id,
		.lane = paper_lane(arena, &s->terms, a->wallet),
		.action = a->action,
		.class = cancels ? "reduce" : "risk",
		.state = PENDING_SENT,
		.market = s->terms.market,
		.wallet = a->wallet,
		.side = (int)r->order.side,
		.price = a->price,
		.size = a->size,
		.client_id = a->client_id,
		.since_ms = a->since_ms == REC_NONE_INT ? ts_ms : a->since_ms,
		.valid_until = valid_until(r, ts_ms),
	};

	if (!cancels)
		p.spends = spends(arena, s, r);
	return p;
}
