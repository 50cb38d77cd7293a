/* eth_simulateV1: all of a frame's transactions behind one another in one block. */
#include "base/atoms.h"
#include "chain/evm_quantity.h"
#include "delta.h"
#include "runner.h"

#include <string.h>
#include <strings.h>

/* The slots that run, and what a node is asked of them. */
struct block {
	struct slot **slots;
	struct evm_call *calls;
	size_t n;
	struct u256 base_fee, gas_limit;
	struct evm_sim_ask ask;
};

static void header(struct block *b, const struct rec_chain *head)
{
	b->ask = (struct evm_sim_ask){
		.block = head->block + 1,
		.time_s = head->target_ts_s,
		.transfers = true,
	};
	if (!dec_is_none(head->next_base_fee_wei) &&
	    !atoms_of(&b->base_fee, head->next_base_fee_wei, 0))
		b->ask.base_fee = &b->base_fee;
	if (!dec_is_none(head->gas_limit) &&
	    !atoms_of(&b->gas_limit, head->gas_limit, 0))
		b->ask.gas_limit = &b->gas_limit;
}

static void gather(struct block *b, struct plan *p, struct arena *a,
		   const struct rec_chain *head)
{
	b->slots = arena_alloc(a, (p->n + 1) * sizeof(*b->slots));
	b->calls = arena_alloc(a, (p->n + 1) * sizeof(*b->calls));
	for (size_t i = 0; i < p->n; i++) {
		if (!slot_runs(&p->v[i]))
			continue;
		b->slots[b->n] = &p->v[i];
		runner_call(a, &b->calls[b->n++], &p->v[i]);
	}
	header(b, head);
}

/* Asks for the first n calls. */
static const struct jsonrpc_reply *ask(struct runner *r, struct block *b,
				       size_t n, const struct rec_chain *head)
{
	struct jsonrpc_request *q = runner_requests(r, 1);

	b->ask.calls = b->calls;
	b->ask.n = n;
	evm_ask_simulate(q, &b->ask, evm_at_hash(head->block_hash));
	jsonrpc_call(r->rpc, q);
	return &q->reply;
}

/* The node takes none of the block for the sake of one transaction. */
static bool is_of_one(enum evm_error e)
{
	return e == EVM_ERR_NONCE_LOW || e == EVM_ERR_NONCE_HIGH ||
	       e == EVM_ERR_UNDERPRICED || e == EVM_ERR_FUNDS ||
	       e == EVM_ERR_GAS_LIMIT || e == EVM_ERR_INTRINSIC ||
	       e == EVM_ERR_INVALID || e == EVM_ERR_REVERTED ||
	       e == EVM_ERR_OUT_OF_GAS;
}

/* Failure(uint256 error, uint256 info, uint256 detail) of a contract of Compound, which
 * says so in place of reverting.  source: compound-protocol 2.8.1, ErrorReporter.sol. */
#define FAILURE                                                                \
	"0x45b96fe442630264581b197e84bbada861235052c5a1aadfff9ea4e40a969aa0"
#define FAILURE_WORD 32 /* bytes */

/* True: the contract that was called says that it did nothing. */
static bool says_failed(struct arena *a, struct slot *s,
			const struct evm_sim_call *c)
{
	const char *to = slot_tx(s)->to;

	for (size_t i = 0; i < c->n_logs && to; i++) {
		const struct evm_log *log = &c->logs[i];
		uint8_t word[3][FAILURE_WORD]; /* error, info, detail */

		if (log->n_topics != 1 || strcmp(log->topic[0], FAILURE) ||
		    strcasecmp(log->address, to) ||
		    !evm_data_parse(word[0], sizeof(word), log->data,
				    strlen(log->data)))
			continue;
		s->out.reason = "reverted";
		s->out.text = arena_printf(a, "error %d, %d of Compound",
					   word[0][FAILURE_WORD - 1],
					   word[1][FAILURE_WORD - 1]);
		return true;
	}
	return false;
}

static bool take(struct runner *r, struct plan *p, struct block *b, size_t n,
		 const struct jsonrpc_reply *reply, struct evm_no *no)
{
	struct arena *a = &p->f->arena;
	struct evm_simulation sim;
	const char *why = evm_read_simulation(&sim, a, n, reply);

	if (why) {
		*no = (struct evm_no){ "rpc_garbage", why };
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		const struct evm_sim_call *c = &sim.calls[i];
		struct slot *s = b->slots[i];

		s->out = (struct outcome){ .gas_used = c->gas_used };
		if (!c->ok) {
			runner_failed(a, s, &c->failure);
		} else if (!says_failed(a, s, c) &&
			   !delta_of(a, &s->out.delta, r->conf,
				     slot_tx(s)->from, c->logs, c->n_logs)) {
			s->out.reason = "not_counted";
			s->out.text = "it moves more than a decimal holds";
		}
	}
	return true;
}

/* Finds the transaction the node stumbles over: the first without which those
 * before it run.  What stands behind it was not run and has no reason. */
static bool find(struct runner *r, struct plan *p, struct block *b,
		 const struct rec_chain *head, struct evm_no *no)
{
	for (size_t n = 1; n <= b->n; n++) {
		const struct jsonrpc_reply *reply = ask(r, b, n, head);
		struct evm_failure e;

		if (!reply->err) {
			if (!take(r, p, b, n, reply, no))
				return false;
			continue;
		}
		evm_error_of(&e, reply);
		if (!is_of_one(e.kind)) {
			evm_refused(no, &p->f->arena, "no_simulation",
				    "a simulation", reply);
			return false;
		}
		runner_failed(&p->f->arena, b->slots[n - 1], &e);
		return true;
	}
	return true;
}

bool run_block(struct runner *r, struct plan *p, const struct rec_chain *head,
	       struct evm_no *no)
{
	struct block b = { .n = 0 };
	const struct jsonrpc_reply *reply;
	struct evm_failure e;

	gather(&b, p, &p->f->arena, head);
	if (!b.n)
		return true;
	for (size_t i = 0; i < b.n; i++)
		b.slots[i]->out = (struct outcome){ .gas_used = 0 };
	reply = ask(r, &b, b.n, head);
	if (!reply->err)
		return take(r, p, &b, b.n, reply, no);
	evm_error_of(&e, reply);
	if (is_of_one(e.kind))
		return find(r, p, &b, head, no);
	r->single = e.kind == EVM_ERR_NO_METHOD;
	evm_refused(no, &p->f->arena, "no_simulation", "a simulation", reply);
	return false;
}
