/* Nodes without eth_simulateV1: the first transaction of each sender by eth_call and
 * eth_estimateGas; what comes behind it cannot be known. */
#include "runner.h"

#include <strings.h>

static bool is_first(const struct plan *p, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (slot_runs(&p->v[k]) && !strcasecmp(slot_tx(&p->v[k])->from,
						       slot_tx(&p->v[i])->from))
			return false;
	return true;
}

/* A failure of the transaction, or of the node. */
static bool failed(struct plan *p, struct slot *s,
		   const struct jsonrpc_reply *reply, struct evm_no *no)
{
	struct evm_failure e;

	evm_error_of(&e, reply);
	if (reply->err != JSONRPC_REFUSED || e.kind == EVM_ERR_UNKNOWN ||
	    e.kind >= EVM_ERR_NO_METHOD) {
		evm_refused(no, &p->f->arena, "no_simulation", "a call", reply);
		return false;
	}
	runner_failed(&p->f->arena, s, &e);
	return true;
}

static bool take(struct plan *p, struct slot *s, struct jsonrpc_request *q,
		 struct evm_no *no)
{
	struct u256 gas;
	const char *why;

	if (q[0].reply.err)
		return failed(p, s, &q[0].reply, no);
	if (q[1].reply.err)
		return failed(p, s, &q[1].reply, no);
	why = evm_read_u256(&gas, &q[1].reply);
	if (!why && u256_to_u64(&s->out.gas_used, gas))
		why = "an estimate of gas over 64 bits";
	if (why)
		*no = (struct evm_no){ "rpc_garbage", why };
	return !why;
}

static void cannot(struct slot *s, const char *text)
{
	s->out.reason = "cannot_simulate";
	s->out.text = text;
}

bool run_single(struct runner *r, struct plan *p, const struct rec_chain *head,
		struct evm_no *no)
{
	struct arena *a = &p->f->arena;
	const struct evm_at at = evm_at_hash(head->block_hash);
	struct jsonrpc_request *q = runner_requests(r, 2 * p->n);
	struct jsonrpc_request **run = arena_alloc(a, 2 * p->n * sizeof(*run));
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		struct slot *s = &p->v[i];
		struct evm_call call;

		s->out = (struct outcome){ .gas_used = 0 };
		if (!slot_runs(s))
			continue;
		if (!is_first(p, i)) {
			cannot(s, "the node has no eth_simulateV1, and it "
				  "stands behind another of its sender");
			continue;
		}
		if (slot_min_delta(p, s).n) {
			cannot(s, "the node has no eth_simulateV1 to tell "
				  "what it gains");
			continue;
		}
		runner_call(a, &call, s);
		call.numbered = false; /* those before it are not there */
		evm_ask_call(&q[2 * i], &call, at);
		evm_ask_estimate(&q[2 * i + 1], &call, at);
		run[n++] = &q[2 * i];
		run[n++] = &q[2 * i + 1];
	}
	jsonrpc_run(r->rpc, run, n);
	for (size_t i = 0; i < p->n; i++)
		if (slot_runs(&p->v[i]) && !p->v[i].out.reason &&
		    !take(p, &p->v[i], &q[2 * i], no))
			return false;
	return true;
}
