#include "base/err.h"
#include "sol_send.h"

void sol_open_jito(struct sender *s)
{
	const char *why = NULL;

	s->jito = jito_open(&why);
	if (!s->jito)
		mm_die(MM_USAGE, "%s", why);
}

static const char *refusal_code(struct arena *a, const struct jsonrpc_reply *r)
{
	switch (r->err == JSONRPC_REFUSED ? jito_refusal(r) : JITO_OTHER) {
	case JITO_NO_TIP:
		return "no_tip";
	case JITO_TOO_MANY:
		return "too_many";
	case JITO_STALE:
		return "stale";
	case JITO_UNDECODABLE:
		return "undecodable";
	case JITO_OTHER:
		break;
	}
	return way_error(a, r);
}

/* The name the engines have for it, whether they said so or not. */
static const char *bundle_id(struct arena *a, const struct unit *u)
{
	const char *signatures[JITO_BUNDLE_MAX];
	char *id = arena_alloc(a, JITO_BUNDLE_ID_SZ);

	for (size_t i = 0; i < u->n; i++)
		signatures[i] = u->v[i]->id;
	jito_bundle_id(id, signatures, u->n);
	return id;
}

struct sent sol_send_jito(struct sender *s, struct arena *a,
			  const struct unit *u)
{
	struct sent out = { .how = OUTBOX_TAKEN, .bundle = bundle_id(a, u) };
	struct jito_tx tx[JITO_BUNDLE_MAX];
	struct jsonrpc_request q;
	enum jsonrpc_err err;

	for (size_t i = 0; i < u->n; i++)
		tx[i] = (struct jito_tx){ u->v[i]->raw, u->v[i]->raw_len };
	jsonrpc_request_init(&q, JITO_REPLY_MAX);
	jito_ask_send(&q, tx, u->n, u->reduces ? BUCKET_URGENT : BUCKET_PLAIN);
	err = jsonrpc_call(jito_rpc(s->jito), &q);
	if (err) {
		out.how = jsonrpc_undone(err) ? OUTBOX_NEVER : OUTBOX_MAYBE;
		out.error = refusal_code(a, &q.reply);
		out.why = arena_strdup(a, q.reply.why);
	}
	jsonrpc_request_free(&q);
	return out;
}

/* The final status, where the inflight one does not know it. */
static bool has_landed(struct sender *s, const char *id)
{
	struct jito_bundle bundle;
	struct jsonrpc_request q;
	bool yes;

	jsonrpc_request_init(&q, JITO_REPLY_MAX);
	jito_ask_bundles(&q, &id, 1);
	yes = jsonrpc_call(jito_rpc(s->jito), &q) ||
	      jito_read_bundles(&bundle, &id, 1, &q.reply) || bundle.found;
	jsonrpc_request_free(&q);
	return yes;
}

bool sol_jito_may_resend(struct sender *s, struct arena *a,
			 const struct unit *u)
{
	const char *id = bundle_id(a, u);
	struct jito_inflight_status status = { .state = JITO_PENDING };
	struct jsonrpc_request q;
	bool known;

	jsonrpc_request_init(&q, JITO_REPLY_MAX);
	jito_ask_inflight(&q, &id, 1);
	known = !jsonrpc_call(jito_rpc(s->jito), &q) &&
		!jito_read_inflight(&status, &id, 1, &q.reply);
	jsonrpc_request_free(&q);
	if (!known || status.state == JITO_PENDING ||
	    status.state == JITO_LANDED)
		return false;
	return status.state == JITO_FAILED || !has_landed(s, id);
}
