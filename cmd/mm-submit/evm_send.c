#include "base/conf.h"
#include "base/err.h"
#include "evm.h"
#include "venue/evm_error.h"

/* What all nodes together did with one transaction. */
struct answers {
	struct arena *a;
	struct sent sent; /* the best of them */
};

/* What an answer to a sending proves.  A node that says why it does not want a
 * transaction does not have it; that its nonce is used proves nothing, for it may be
 * by this one. */
static enum outbox_send how_of(const struct jsonrpc_reply *r,
			       const struct evm_failure *e)
{
	if (jsonrpc_undone(r->err))
		return OUTBOX_NEVER;
	switch (e->kind) {
	case EVM_ERR_KNOWN:
		return OUTBOX_TAKEN;
	case EVM_ERR_NONCE_HIGH:
	case EVM_ERR_REPLACEMENT:
	case EVM_ERR_UNDERPRICED:
	case EVM_ERR_FUNDS:
	case EVM_ERR_GAS_LIMIT:
	case EVM_ERR_INTRINSIC:
	case EVM_ERR_POOL_FULL:
	case EVM_ERR_INVALID:
	case EVM_ERR_NO_METHOD:
	case EVM_ERR_PARAMS:
	case EVM_ERR_LIMITED:
		return OUTBOX_NEVER;
	case EVM_ERR_UNKNOWN:
	case EVM_ERR_NONCE_LOW:
	case EVM_ERR_REVERTED:
	case EVM_ERR_OUT_OF_GAS:
	case EVM_ERR_TOO_MANY:
	case EVM_ERR_RANGE:
	case EVM_ERR_NO_BLOCK:
	case EVM_ERR_PRUNED:
	case EVM_ERR_NO_FILTER:
	case EVM_ERR_TIMEOUT:
		return OUTBOX_MAYBE;
	}
	return OUTBOX_MAYBE;
}

/* Taken before maybe before never: as fsm_outbox.h counts them. */
static void hear(void *ctx, const struct jsonrpc_reply *r)
{
	struct answers *all = ctx;
	struct sent one = { .how = OUTBOX_TAKEN };
	struct evm_failure e;

	if (r->err) {
		evm_error_of(&e, r);
		one.how = how_of(r, &e);
		one.error = e.kind == EVM_ERR_UNKNOWN ? way_error(all->a, r)
						      : evm_error_word(e.kind);
		one.why = arena_strdup(all->a, e.why);
	}
	if (one.how == OUTBOX_TAKEN)
		one.error = one.why = NULL;
	if (one.how < all->sent.how || !all->sent.error)
		all->sent = one;
}

static struct sent send_to(struct jsonrpc *nodes, struct arena *a,
			   const struct unit *u)
{
	struct answers all = { a, { .how = OUTBOX_NEVER } };
	struct jsonrpc_request q;

	jsonrpc_request_init(&q, EVM_REPLY_MAX);
	evm_ask_send(&q, u->v[0]->tx->raw,
		     u->reduces ? BUCKET_URGENT : BUCKET_PLAIN);
	jsonrpc_cast(nodes, &q, hear, &all);
	jsonrpc_request_free(&q);
	return all.sent;
}

/* To all nodes, and so to everybody. */
static struct sent send_rpc(struct sender *s, struct arena *a,
			    const struct unit *u)
{
	return send_to(s->rpc, a, u);
}

/* ---- to those that show it to nobody but who makes blocks ---- */

static struct sent send_private(struct sender *s, struct arena *a,
				const struct unit *u)
{
	return send_to(s->private_rpc, a, u);
}

static void open_key(struct sender *s, const char *service, const char *key)
{
	char why[EVM_RPC_WHY_SZ];
	enum mm_exit code;

	s->private_rpc = evm_rpc_open_key(service, key, &code, why);
	if (!s->private_rpc)
		mm_die(code, "%s", why);
}

static void open_private(struct sender *s)
{
	open_key(s, "private", "PRIVATE_RPC");
}

static void open_protect(struct sender *s)
{
	open_key(s, "protect", "PROTECT_URL");
}

const struct way evm_ways[] = {
	{ .name = "flashbots",
	  .open = evm_open_flashbots,
	  .send = evm_send_flashbots,
	  .join = evm_join,
	  .withdraw = evm_withdraw_flashbots },
	{ .name = "protect", .open = open_protect, .send = send_private },
	{ .name = "private", .open = open_private, .send = send_private },
	{ .name = "rpc", .shown = true, .send = send_rpc },
	{ 0 },
};
