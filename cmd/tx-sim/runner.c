#include "runner.h"

#include "base/atoms.h"
#include "base/err.h"
#include "venue/evm_reason.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- requests ---- */

static void open_rpc(struct runner *r)
{
	char why[EVM_RPC_WHY_SZ];
	enum mm_exit code;

	if (r->rpc)
		return;
	r->rpc = evm_rpc_open(&code, why);
	if (!r->rpc)
		mm_die(code, "%s", why);
}

struct jsonrpc_request *runner_requests(struct runner *r, size_t n)
{
	open_rpc(r);
	if (n > r->n_q) {
		r->q = mem_realloc(r->q, n, sizeof(*r->q));
		for (size_t i = r->n_q; i < n; i++)
			jsonrpc_request_init(&r->q[i], EVM_REPLY_MAX);
		r->n_q = n;
	}
	return r->q;
}

void runner_close(struct runner *r)
{
	for (size_t i = 0; i < r->n_q; i++)
		jsonrpc_request_free(&r->q[i]);
	free(r->q);
	jsonrpc_close(r->rpc);
	*r = (struct runner){ .conf = NULL };
}

/* ---- a slot as a call ---- */

static struct u256 wei_of(struct dec d)
{
	struct u256 v;

	return dec_is_none(d) || atoms_of(&v, d, 0) ? U256_ZERO : v;
}

static void access_of(struct arena *a, struct evm_call *out,
		      const struct rec_list *list)
{
	const struct rec_tx_access *from = list->v;
	struct evm_call_access *v = arena_alloc(a, (list->n + 1) * sizeof(*v));

	for (size_t i = 0; i < list->n; i++)
		v[i] = (struct evm_call_access){
			.address = from[i].address,
			.keys = from[i].storage_keys.v,
			.n_keys = from[i].storage_keys.n
		};
	out->access = v;
	out->n_access = list->n;
}

void runner_call(struct arena *a, struct evm_call *out, const struct slot *s)
{
	const struct rec_tx *tx = slot_tx(s);

	*out = (struct evm_call){
		.from = tx->from,
		.to = tx->to,
		.data = tx->data,
		.value = wei_of(tx->value_wei),
		.gas = s->gas,
		.numbered = true,
		.nonce = s->nonce,
		.max_fee = wei_of(tx->max_fee_wei),
		.max_priority = wei_of(tx->max_priority_fee_wei),
		.gas_price = wei_of(tx->gas_price_wei),
	};
	access_of(a, out, &tx->access_list);
}

void runner_failed(struct arena *a, struct slot *s,
		   const struct evm_failure *failure)
{
	s->out.reason = evm_error_word(failure->kind);
	s->out.text = evm_reason(a, failure);
}

/* ---- runs ---- */

bool runner_run(struct runner *r, struct plan *p, const struct rec_chain *head,
		struct evm_no *no)
{
	open_rpc(r);
	if (!r->single && run_block(r, p, head, no))
		return true;
	return r->single && run_single(r, p, head, no);
}

/* The slot whose sender is asked for in place of that of slot i. */
static size_t first_of(const struct plan *p, size_t i)
{
	size_t k = 0;

	while (strcasecmp(slot_tx(&p->v[k])->from, slot_tx(&p->v[i])->from))
		k++;
	return k;
}

bool runner_balances(struct runner *r, struct plan *p,
		     const struct rec_chain *head, struct u256 *v,
		     struct evm_no *no)
{
	struct arena *a = &p->f->arena;
	struct jsonrpc_request **run = arena_alloc(a, p->n * sizeof(*run));
	struct jsonrpc_request *q = runner_requests(r, p->n);
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		if (first_of(p, i) != i)
			continue;
		evm_ask_balance(&q[i], slot_tx(&p->v[i])->from,
				evm_at_hash(head->block_hash));
		run[n++] = &q[i];
	}
	jsonrpc_run(r->rpc, run, n);
	for (size_t i = 0; i < p->n; i++) {
		size_t k = first_of(p, i);
		const char *why = NULL;

		if (k < i) {
			v[i] = v[k];
			continue;
		}
		if (!q[i].reply.err)
			why = evm_read_u256(&v[i], &q[i].reply);
		if (!q[i].reply.err && !why)
			continue;
		if (why)
			*no = (struct evm_no){ "rpc_garbage", why };
		else
			evm_refused(no, a, "no_balance",
				    "the balance of a sender", &q[i].reply);
		return false;
	}
	return true;
}
