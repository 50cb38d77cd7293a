#include "venue/evm_logs.h"

#include "venue/evm_error.h"

#include <inttypes.h>

#define LOST_MAX 3 /* answers lost before it is the node, not the range */

bool evm_logs_less(int64_t *range, int64_t from, int64_t to,
		   const struct jsonrpc_reply *reply, int *lost)
{
	int64_t asked = to - from + 1;
	struct evm_failure e;

	evm_error_of(&e, reply);
	if (reply->err == JSONRPC_LOST)
		(*lost)++;
	else if (e.kind != EVM_ERR_TOO_MANY && e.kind != EVM_ERR_RANGE &&
		 e.kind != EVM_ERR_TIMEOUT)
		return false;
	if (asked <= 1 || *lost >= LOST_MAX)
		return false;
	*range = asked / 2;
	if (e.from == from && e.to >= from && e.to < to)
		*range = e.to - from + 1; /* the node's own advice */
	return true;
}

int64_t evm_logs_more(int64_t range, int64_t most)
{
	range += range / 4 + 1;
	return range < most ? range : most;
}

void evm_logs_open(struct evm_logs *l, struct jsonrpc *rpc, int64_t most)
{
	*l = (struct evm_logs){ .rpc = rpc, .most = most, .range = most };
	jsonrpc_request_init(&l->q, EVM_REPLY_MAX);
}

void evm_logs_close(struct evm_logs *l)
{
	jsonrpc_request_free(&l->q);
}

static enum evm_logs_got refused(struct evm_logs *l, struct arena *a,
				 const struct evm_filter *f, struct evm_no *no)
{
	struct evm_failure e;

	evm_error_of(&e, &l->q.reply);
	if (e.kind == EVM_ERR_PRUNED)
		return EVM_LOGS_PRUNED;
	evm_refused(no, a, "no_logs",
		    arena_printf(a, "logs of blocks %" PRId64 " to %" PRId64,
				 f->from, f->to),
		    &l->q.reply);
	return EVM_LOGS_FAIL;
}

/* NULL, or why the reply is none. */
static const char *take_reply(struct arena *scratch,
			      const struct jsonrpc_reply *r,
			      const struct evm_filter *f, evm_logs_take *take,
			      void *ctx)
{
	struct evm_log *v;
	size_t n;
	const char *why = evm_read_logs(&v, &n, scratch, r);

	for (size_t i = 0; !why && i < n; i++)
		if (v[i].block < f->from || v[i].block > f->to)
			why = "logs of blocks that were not asked for";
	return why ? why : take(ctx, f, v, n);
}

enum evm_logs_got evm_logs_read(struct evm_logs *l, struct arena *a,
				const struct evm_filter *filter,
				evm_logs_take *take, void *ctx,
				struct evm_no *no)
{
	struct arena scratch = { 0 };
	struct evm_filter f = *filter;
	enum evm_logs_got got = EVM_LOGS_ALL;
	int lost = 0;

	while (got == EVM_LOGS_ALL && f.from <= filter->to) {
		const char *why;

		f.to = filter->to - f.from < l->range ? filter->to
						      : f.from + l->range - 1;
		evm_ask_logs(&l->q, &f);
		if (jsonrpc_call(l->rpc, &l->q)) {
			if (!evm_logs_less(&l->range, f.from, f.to, &l->q.reply,
					   &lost))
				got = refused(l, a, &f, no);
			continue;
		}
		arena_reset(&scratch);
		why = take_reply(&scratch, &l->q.reply, &f, take, ctx);
		if (why) {
			*no = (struct evm_no){ "no_logs", why };
			got = EVM_LOGS_FAIL;
		}
		f.from = f.to + 1;
		l->range = evm_logs_more(l->range, l->most);
	}
	arena_free(&scratch);
	return got;
}
