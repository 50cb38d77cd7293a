#include "actions.h"

#include "chain/intent.h"

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

void actions_emit(struct frame *f, const struct diff_conf *c,
		  const struct seen *s, const struct ordered *by,
		  const struct diff *d, int64_t ts_ms)
{
	const char **ids = arena_alloc(&f->arena, d->n_actions * sizeof(*ids));
	struct diff_place at = { .market = s->market, .ts_ms = ts_ms };

	at.tick = s->steps ? s->steps->tick : DEC_NONE;
	at.lot = s->steps ? s->steps->base_lot : DEC_NONE;
	for (size_t i = 0; i < d->n_actions; i++) {
		const struct diff_action *a = &d->actions[i];
		struct rec_action r =
			diff_record(c, &at, a, by->wallets[a->order.wallet]);

		if (a->after >= 0) {
			r.after = ids[a->after];
			if (!r.after)
				continue;
		}
		r.intent_id = name_intent(&f->arena, &r);
		if (a->verb != DIFF_CANCEL && frame_is_bound(f, r.intent_id))
			continue;
		ids[i] = r.intent_id;
		frame_emit(f, &rec_action_type, &r);
	}
}
