#include "evm.h"
#include "evm_raw.h"
#include "evm_tell.h"
#include "tell.h"

#include <string.h>

/* NULL: it would do what it should; else why not.  *ran: a node said so. */
static struct evm_reason try_one(struct sender *s, struct arena *a,
				 const struct attempt *t, bool *ran)
{
	struct evm_call call = evm_call_of(a, t);
	struct evm_reason why = { NULL, NULL };
	struct jsonrpc_request q;

	jsonrpc_request_init(&q, EVM_REPLY_MAX);
	evm_ask_call(&q, &call, evm_latest());
	if (jsonrpc_call(s->rpc, &q))
		why = evm_reason_read(a, &q.reply);
	*ran = !q.reply.err || q.reply.err == JSONRPC_REFUSED;
	jsonrpc_request_free(&q);
	return why;
}

bool evm_fails_now(struct sender *s, struct arena *a, const struct attempt *t)
{
	bool ran = false;
	struct evm_reason why = try_one(s, a, t, &ran);

	return ran && why.error && !strcmp(why.error, "reverted");
}

static void run(struct sender *s, struct arena *a, const struct attempt *t,
		bool depends, int64_t ts_ms)
{
	struct rec_receipt r = receipt_of(t, "simulated", ts_ms);
	struct evm_reason why = { "depends", NULL };
	bool ran = false;

	if (!depends)
		why = try_one(s, a, t, &ran);
	r.error = why.error;
	r.text = why.text;
	if (!ran)
		r.status = "not_simulated";
	tell_now(s, &rec_receipt_type, &r);
}

void evm_simulate(struct sender *s, struct arena *a, const struct units *all,
		  int64_t ts_ms)
{
	struct units one = units_single(a, all);

	for (size_t i = 0; i < one.n; i++) {
		const struct attempt *t = one.v[i].v[0];
		bool depends = false;

		/* The first of a sender is not always the first one here: what
		 * only reduces risk comes before the rest. */
		for (size_t k = 0; k < one.n && !depends; k++) {
			const struct evm_attempt *e = one.v[k].v[0]->evm;

			depends = e->wallet == t->evm->wallet &&
				  e->nonce < t->evm->nonce;
		}
		run(s, a, t, depends, ts_ms);
	}
}
