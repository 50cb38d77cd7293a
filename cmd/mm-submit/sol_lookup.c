#include "sol_lookup.h"

#include "venue/solana_reply.h"

#include <string.h>

_Static_assert(JSONRPC_ENDPOINTS_MAX <= OUTBOX_NODES_MAX, "a bit per node");

/* What the nodes said in one look, by endpoint. */
struct look {
	struct attempt *const *v; /* those asked for in this request */
	size_t n;
	struct outbox_sight *sights; /* of v[i]: sights + i * nodes */
	size_t nodes;
	struct {
		int64_t height, final_slot; /* -1: not known */
		bool answered;
	} node[JSONRPC_ENDPOINTS_MAX];
};

bool lookup_vanished(const struct outbox *was, const struct outbox *is)
{
	return outbox_landed(was) &&
	       (!outbox_landed(is) || is->landed_slot != was->landed_slot);
}

static void take_height(void *ctx, const struct jsonrpc_reply *r)
{
	struct look *l = ctx;

	if (r->err || solana_read_number(&l->node[r->endpoint].height, r))
		l->node[r->endpoint].height = -1;
}

static void take_slot(void *ctx, const struct jsonrpc_reply *r)
{
	struct look *l = ctx;

	if (r->err || solana_read_number(&l->node[r->endpoint].final_slot, r))
		l->node[r->endpoint].final_slot = -1;
}

static void sight_of(struct outbox_sight *out, const struct solana_status *s)
{
	static const enum outbox_seen seen[] = {
		[SOLANA_PROCESSED] = OUTBOX_PROCESSED,
		[SOLANA_CONFIRMED] = OUTBOX_IN_BLOCK,
		[SOLANA_FINALIZED] = OUTBOX_IN_FINAL,
	};

	if (!s->found)
		return;
	out->seen = seen[s->commitment];
	out->landed_slot = s->slot;
	out->failed = s->err.failed;
}

static void take_statuses(void *ctx, const struct jsonrpc_reply *r)
{
	struct solana_status status[SOLANA_STATUSES_MAX];
	struct look *l = ctx;
	int64_t slot;

	if (r->err || solana_read_statuses(status, l->n, &slot, r))
		return;
	l->node[r->endpoint].answered = true;
	for (size_t i = 0; i < l->n; i++) {
		struct outbox_sight *s = &l->sights[i * l->nodes + r->endpoint];

		s->answered = true;
		s->height = l->node[r->endpoint].height;
		s->final_slot = l->node[r->endpoint].final_slot;
		s->slot = slot;
		sight_of(s, &status[i]);
	}
}

/* What follows from a landing, and from its vanishing. */
static void owe(struct attempt *t, const struct outbox *was)
{
	bool vanished = lookup_vanished(was, &t->box);

	if (vanished) {
		t->turn++;
		t->owes_read = false;
	}
	if (outbox_landed(&t->box) && (vanished || !outbox_landed(was)))
		for (size_t i = 0; i < t->n_parts; i++)
			t->owes_read |= part_is_order(&t->parts[i]);
}

/* One request for at most SOLANA_STATUSES_MAX of them. */
static void ask(struct sender *s, struct arena *a, struct look *l,
		struct jsonrpc_request *q, bool prove)
{
	const char **ids = arena_alloc(a, l->n * sizeof(*ids));
	int quorum = sender_quorum(s);

	l->sights = arena_alloc(a, l->n * l->nodes * sizeof(*l->sights));
	for (size_t i = 0; i < l->n; i++) {
		ids[i] = l->v[i]->id;
		for (size_t k = 0; k < l->nodes; k++)
			l->sights[i * l->nodes + k].node = (int)k;
	}
	solana_ask_statuses(q, ids, l->n, true);
	if (prove) {
		jsonrpc_cast(s->rpc, q, take_statuses, l);
	} else {
		jsonrpc_call(s->rpc, q);
		take_statuses(l, &q->reply);
	}
	for (size_t i = 0; i < l->n; i++) {
		struct outbox was = l->v[i]->box;

		if (outbox_look(&l->v[i]->box, &l->sights[i * l->nodes],
				l->nodes, quorum))
			owe(l->v[i], &was);
	}
}

size_t lookup(struct sender *s, struct arena *a, struct attempt *const *v,
	      size_t n, bool prove)
{
	struct attempt **ask_for = arena_alloc(a, n * sizeof(struct attempt *));
	struct look l = { .nodes = jsonrpc_endpoints(s->rpc) };
	struct jsonrpc_request q;
	size_t m = 0, answered = 0;

	for (size_t i = 0; i < n; i++)
		if (!outbox_over(&v[i]->box))
			ask_for[m++] = v[i];
	for (size_t i = 0; i < l.nodes; i++)
		l.node[i].height = l.node[i].final_slot = -1;
	jsonrpc_request_init(&q, SOLANA_REPLY_MAX);
	if (m && prove) {
		const struct solana_at final = { SOLANA_FINALIZED, 0 };

		/* In this order: see math/fsm_outbox.h. */
		solana_ask_height(&q, final);
		jsonrpc_cast(s->rpc, &q, take_height, &l);
		solana_ask_slot(&q, final);
		jsonrpc_cast(s->rpc, &q, take_slot, &l);
	}
	for (size_t i = 0; i < m; i += l.n) {
		l.v = ask_for + i;
		l.n = m - i < SOLANA_STATUSES_MAX ? m - i : SOLANA_STATUSES_MAX;
		ask(s, a, &l, &q, prove);
	}
	jsonrpc_request_free(&q);
	for (size_t i = 0; i < l.nodes; i++)
		answered += l.node[i].answered;
	return answered;
}
