#include "venue/evm_chain.h"

#include "base/atoms.h"
#include "base/conf.h"
#include "math/basefee.h"

#include <stdlib.h>

#define HISTORY_BLOCKS 20
#define MISSED_MAX     32 /* blocks; more, and the chain has a clock of its own */

static const int percentiles[] = { 25, 50, 75, 90, 95 };
static const char *const names[] = { "p25", "p50", "p75", "p90", "p95" };

#define N_PERCENTILES (sizeof(percentiles) / sizeof(*percentiles))

void evm_refused(struct evm_no *no, struct arena *a, const char *reason,
		 const char *what, const struct jsonrpc_reply *r)
{
	struct evm_failure e;

	evm_error_of(&e, r);
	no->reason = e.kind == EVM_ERR_NO_BLOCK ? "block_gone" : reason;
	no->text =
		r->err == JSONRPC_HTTP
			? arena_printf(a, "%s: HTTP status %d", what, r->status)
			: arena_printf(a, "%s: %s", what, e.why);
}

struct evm_chain_want evm_chain_want_head(int64_t at_least, int64_t now_ms)
{
	struct evm_chain_want want = { .at = evm_latest(),
				       .chain_id = conf_int("CHAIN_ID"),
				       .at_least = at_least,
				       .now_ms = now_ms };

	if (dec_units_ceil(&want.block_time_ms, conf_dec("BLOCK_TIME_S"),
			   dec_make(1, 3)) != ST_OK)
		abort(); /* the key's range sees to it */
	return want;
}

/* When the block after one of ts_s is expected: a block time later, or as many of
 * them as have passed since without a block. */
static int64_t target_s(int64_t ts_s, const struct evm_chain_want *want)
{
	int64_t since_ms = want->now_ms - ts_s * 1000, n = 1;

	if (want->now_ms && since_ms > want->block_time_ms)
		n = (since_ms + want->block_time_ms - 1) / want->block_time_ms;
	if (n > MISSED_MAX)
		n = 1;
	return ts_s + (n * want->block_time_ms + 999) / 1000;
}

const char *evm_chain_of_block(struct rec_chain *out, struct arena *a,
			       const struct evm_block *b,
			       const struct evm_chain_want *want)
{
	struct u256 next;

	rec_clear(&rec_chain_type, out);
	out->chain = "evm";
	out->chain_id = want->chain_id;
	out->block = b->block;
	out->block_hash = arena_strdup(a, b->hash);
	out->parent_hash = arena_strdup(a, b->parent);
	out->block_ts_s = b->time_s;
	out->target_ts_s = target_s(b->time_s, want);
	if (atoms_amount(&out->gas_limit, u256_of_u64(b->gas_limit), 0))
		return "a gas limit beyond measure";
	if (!b->has_base_fee)
		return NULL;
	if (basefee_next(&next, b->base_fee, b->gas_used, b->gas_limit) ||
	    atoms_amount(&out->base_fee_wei, b->base_fee, 0) ||
	    atoms_amount(&out->next_base_fee_wei, next, 0))
		return "a block whose gas does not add up";
	return NULL;
}

static int by_size(const void *x, const void *y)
{
	return u256_cmp(*(const struct u256 *)x, *(const struct u256 *)y);
}

/* The median over the blocks of what each percentile paid. */
static bool priority_of(struct rec_list *out, struct arena *a,
			const struct evm_fees *fees)
{
	struct rec_amount *v = arena_alloc(a, N_PERCENTILES * sizeof(*v));
	struct u256 *row = arena_alloc(a, fees->n_blocks * sizeof(*row));

	for (size_t p = 0; p < N_PERCENTILES; p++) {
		for (size_t i = 0; i < fees->n_blocks; i++)
			row[i] = fees->reward[i * N_PERCENTILES + p];
		qsort(row, fees->n_blocks, sizeof(*row), by_size);
		v[p].name = names[p];
		if (atoms_amount(&v[p].amount, row[fees->n_blocks / 2], 0))
			return false;
	}
	*out = (struct rec_list){ v, N_PERCENTILES };
	return true;
}

/* What recent blocks paid, where a node says so and one did. */
static void add_priority(struct rec_chain *out, struct arena *a,
			 struct jsonrpc *rpc, struct jsonrpc_request *q)
{
	struct evm_fees fees;

	evm_ask_fee_history(q, HISTORY_BLOCKS, evm_at_block(out->block),
			    percentiles, N_PERCENTILES);
	if (jsonrpc_call(rpc, q) ||
	    evm_read_fee_history(&fees, a, N_PERCENTILES, &q->reply) ||
	    !fees.n_blocks || !priority_of(&out->priority_wei, a, &fees))
		out->priority_wei = (struct rec_list){ NULL, 0 };
}

/* A chain without a base fee has a price of gas.  Not to know it is no error here:
 * who needs it and finds none refuses. */
static void add_gas_price(struct rec_chain *out, struct jsonrpc *rpc,
			  struct jsonrpc_request *q)
{
	struct u256 price;

	evm_ask_gas_price(q);
	if (jsonrpc_call(rpc, q) || evm_read_u256(&price, &q->reply) ||
	    atoms_amount(&out->gas_price_wei, price, 0))
		out->gas_price_wei = DEC_NONE;
}

/* A block that outlives its reply. */
static void keep(struct evm_block *out, struct arena *a,
		 const struct evm_block *b)
{
	*out = *b;
	out->hash = arena_strdup(a, b->hash);
	out->parent = arena_strdup(a, b->parent);
	out->fee_recipient = NULL;
}

/* The newest block any node has, not older than the one here. */
struct newest {
	struct arena *a;
	struct evm_block *block;
};

static void keep_newest(void *ctx, const struct jsonrpc_reply *r)
{
	struct newest *n = ctx;
	struct evm_block b;

	if (!r->err && !evm_read_block(&b, r) && b.found &&
	    (!n->block->found || b.block > n->block->block))
		keep(n->block, n->a, &b);
}

static bool is_one(const struct evm_at *at)
{
	return at->kind == EVM_AT_HASH || at->kind == EVM_AT_BLOCK;
}

/* The block as the first node that answers has it; out->found: it has it. */
static bool ask_block(struct evm_block *out, struct arena *a,
		      struct jsonrpc *rpc, struct jsonrpc_request *q,
		      struct evm_at at, struct evm_no *no)
{
	struct evm_block b;

	evm_ask_block(q, at);
	if (jsonrpc_call(rpc, q)) {
		evm_refused(no, a, "no_chain", "the block", &q->reply);
		return false;
	}
	*no = (struct evm_no){ "no_chain", evm_read_block(&b, &q->reply) };
	out->found = false;
	if (!no->text && b.found)
		keep(out, a, &b);
	return !no->text;
}

static bool find(struct evm_block *out, struct arena *a, struct jsonrpc *rpc,
		 struct jsonrpc_request *q, const struct evm_chain_want *want,
		 struct evm_no *no)
{
	bool one = is_one(&want->at);

	if (!ask_block(out, a, rpc, q, want->at, no))
		return false;
	/* A node that is behind, or has it not yet: the others may. */
	if (!out->found || (out->block < want->at_least && !one)) {
		evm_ask_block(q, want->at);
		jsonrpc_cast(rpc, q, keep_newest, &(struct newest){ a, out });
	}
	if (!out->found) {
		no->reason = one ? "block_gone" : "no_chain";
		no->text = "no node has that block";
		return false;
	}
	if (out->block >= want->at_least)
		return true;
	no->reason = "block_behind";
	no->text = arena_printf(
		a, "block %lld is older than %lld, where we landed",
		(long long)out->block, (long long)want->at_least);
	return false;
}

bool evm_block_find(struct evm_block *out, struct arena *a, struct jsonrpc *rpc,
		    const struct evm_chain_want *want, struct evm_no *no)
{
	struct jsonrpc_request q;
	bool ok;

	jsonrpc_request_init(&q, EVM_REPLY_MAX);
	ok = find(out, a, rpc, &q, want, no);
	jsonrpc_request_free(&q);
	return ok;
}

bool evm_chain_read(struct rec_chain *out, struct arena *a, struct jsonrpc *rpc,
		    const struct evm_chain_want *want, struct evm_no *no)
{
	struct jsonrpc_request q;
	struct evm_block b;
	bool ok;

	jsonrpc_request_init(&q, EVM_REPLY_MAX);
	ok = find(&b, a, rpc, &q, want, no);
	if (ok) {
		no->text = evm_chain_of_block(out, a, &b, want);
		no->reason = "no_chain";
		ok = !no->text;
	}
	if (ok)
		add_priority(out, a, rpc, &q);
	if (ok && !b.has_base_fee)
		add_gas_price(out, rpc, &q);
	jsonrpc_request_free(&q);
	return ok;
}
