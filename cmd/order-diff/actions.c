#include "actions.h"

#include "base/conf.h"
#include "chain/intent.h"
#include "data/rec_action.h"

/* Prices, sizes, and until when it may enter the book, of a place or replace. */
static void set_terms(struct rec_action *r, const struct order *o,
		      const struct rec_market *steps, int64_t ts_ms)
{
	/* What came in whole steps goes out in them. */
	if (dec_of_units(&r->price, o->price, steps->tick) ||
	    dec_of_units(&r->size, o->size, steps->base_lot))
		mm_die(MM_FAIL, "price out of range");
	r->since_ms = o->since_ms;
	r->max_ts = ts_ms / 1000 + conf_int("ORDER_TTL_S");
}

/* The same action always has the same name. */
static const char *name_intent(struct arena *a, const struct rec_action *r)
{
	const struct intent in = {
		.strategy = (uint16_t)r->strategy,
		.action = r->action,
		.subject = r->market,
		.wallet = r->wallet,
		.side = rec_sides[r->side],
		.price = r->price,
		.size = r->size,
		.client_id = r->client_id,
		.since_ms = r->since_ms,
	};
	char *id = arena_alloc(a, INTENT_ID_SZ);

	intent_id(id, &in);
	return id;
}

void actions_emit(struct frame *f, const struct seen *s,
		  const struct ordered *by, const struct diff *d, int64_t ts_ms)
{
	const char **ids = arena_alloc(&f->arena, d->n_actions * sizeof(*ids));

	for (size_t i = 0; i < d->n_actions; i++) {
		const struct diff_action *a = &d->actions[i];
		struct rec_action r = {
			.ts_ms = ts_ms,
			.action = diff_verbs[a->verb],
			.strategy = by->frame.strategy,
			.market = s->market,
			.wallet = by->wallets[a->order.wallet],
			.side = (int)a->order.side,
			.price = DEC_NONE,
			.size = DEC_NONE,
			.client_id = a->order.client_id,
			.since_ms = ts_ms,
			.max_ts = REC_NONE_INT,
		};

		if (a->after >= 0) {
			r.after = ids[a->after];
			if (!r.after)
				continue;
		}
		if (a->verb != DIFF_CANCEL)
			set_terms(&r, &a->order, s->steps, ts_ms);
		r.intent_id = name_intent(&f->arena, &r);
		if (a->verb != DIFF_CANCEL && frame_is_bound(f, r.intent_id))
			continue;
		ids[i] = r.intent_id;
		frame_emit(f, &rec_action_type, &r);
	}
}
