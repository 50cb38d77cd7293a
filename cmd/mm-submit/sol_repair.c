#include "chain/intent.h"
#include "math/client_id.h"
#include "sol.h"

static const char *name_of(struct arena *a, const struct rec_action *r)
{
	const struct intent in = {
		.strategy = (uint16_t)r->strategy,
		.action = r->action,
		.subject = r->market,
		.wallet = r->wallet,
		.side = rec_sides[r->side],
		.price = DEC_NONE,
		.size = DEC_NONE,
		.client_id = r->client_id,
		.since_ms = r->since_ms,
	};
	char *id = arena_alloc(a, INTENT_ID_SZ);

	intent_id(id, &in);
	return id;
}

static void cancel(struct frame *f, const struct part *p, int64_t ts_ms)
{
	const struct rec_action *of = p->action;
	struct rec_action r;

	rec_clear(&rec_action_type, &r);
	r.ts_ms = ts_ms;
	r.action = "cancel";
	r.strategy = client_id_strategy(of->client_id);
	r.market = of->market;
	r.wallet = of->wallet;
	r.side = (int)client_id_side(of->client_id);
	r.client_id = of->client_id;
	r.since_ms = ts_ms;
	r.account = p->oo ? p->oo->address : NULL;
	r.reason = "unknown";
	r.intent_id = name_of(&f->arena, &r);
	frame_emit(f, &rec_action_type, &r);
}

void sol_repair(struct sender *s, struct frame *f, const struct attempts *all,
		int64_t ts_ms)
{
	(void)s;
	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < all->v[i]->n_parts; k++) {
			const struct part *p = &all->v[i]->parts[k];

			if (all->v[i]->box.state == OUTBOX_UNKNOWN &&
			    part_is_order(p) && p->action->market &&
			    p->action->wallet)
				cancel(f, p, ts_ms);
		}
}
