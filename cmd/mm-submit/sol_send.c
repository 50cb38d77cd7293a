#include "sol_send.h"
#include "sol.h"
#include "venue/solana_rpc.h"

/* What all nodes together did with one transaction. */
struct answers {
	bool taken, undone;
};

static void hear(void *ctx, const struct jsonrpc_reply *r)
{
	struct answers *all = ctx;

	all->taken |= r->err == JSONRPC_OK;
	all->undone &= jsonrpc_undone(r->err);
}

/* Not simulated by the node first: what it would refuse may well land, and what
 * fails on the chain is proven to have failed. */
static struct sent send_rpc(struct sender *s, struct arena *a,
			    const struct unit *u)
{
	const struct attempt *t = u->v[0];
	struct answers all = { .undone = true };
	struct sent out = { .how = OUTBOX_TAKEN };
	struct jsonrpc_request q;

	jsonrpc_request_init(&q, SOLANA_REPLY_MAX);
	solana_ask_send(&q, t->raw, t->raw_len, true, 0,
			u->reduces ? BUCKET_URGENT : BUCKET_PLAIN);
	jsonrpc_cast(s->rpc, &q, hear, &all);
	if (!all.taken) {
		out.how = all.undone ? OUTBOX_NEVER : OUTBOX_MAYBE;
		out.error = way_error(a, &q.reply);
		out.why = arena_strdup(a, q.reply.why);
	}
	jsonrpc_request_free(&q);
	return out;
}

const struct way sol_ways[] = {
	{ .name = "jito",
	  .bundles = true,
	  .open = sol_open_jito,
	  .send = sol_send_jito,
	  .may_resend = sol_jito_may_resend },
	{ .name = "rpc", .shown = true, .send = send_rpc },
	{ 0 },
};
