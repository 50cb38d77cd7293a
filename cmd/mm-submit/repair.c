/* repair: what has to be asked for because something is stuck.
 *
 * On Solana little ever is: a transaction lands or dies by itself, and holds up no
 * other.  But while it is not known whether an order was placed its lane adds no
 * risk, and nobody wants an order that nobody knows of: it is cancelled by its
 * client id, which does nothing where there is no such order. */
#include "base/conf.h"
#include "chain/intent.h"
#include "math/client_id.h"
#include "outbox.h"
#include "verbs.h"

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

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct sender *s = f->ctx;
	struct attempts all;
	size_t unread;

	if (!sender_says(f, s, box_load(s, &f->arena, &all, &unread)))
		return;
	if (unread)
		frame_refuse(f, "journal", "%zu attempts cannot be read",
			     unread);
	for (size_t i = 0; i < all.n; i++)
		for (size_t k = 0; k < all.v[i]->n_parts; k++) {
			const struct part *p = &all.v[i]->parts[k];

			if (all.v[i]->box.state == OUTBOX_UNKNOWN &&
			    part_is_order(p) && p->action->market &&
			    p->action->wallet)
				cancel(f, p, cycle->ts_ms);
		}
}

static const struct rec_use uses[] = {
	{ REC_MAKES, &rec_action_type },
	{ 0, NULL },
};

int repair_run(char **files, int64_t now_ms)
{
	static const struct stage stage = { .uses = uses,
					    .close = close_frame };
	const struct frame_options frames = { .files = files,
					      .now_ms = now_ms };
	struct sender s = { .via = VIA_RPC };
	enum mm_exit code;

	sender_open(&s, SENDER_JOURNAL);
	code = frame_run(&stage, &frames, &s);
	sender_close(&s);
	return (int)code;
}
