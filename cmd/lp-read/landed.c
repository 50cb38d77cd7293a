/* landed.c - the transactions that changed positions: when, what they cost, and what
 * else they did. */
#include "story.h"

#include <string.h>

struct landed *landed_of(const struct telling *t, const struct log *l)
{
	for (size_t i = 0; i < t->n_landed; i++)
		if (!strcmp(t->landed[i].tx_hash, l->tx_hash))
			return &t->landed[i];
	return NULL;
}

static void add(struct telling *t, const struct log *l)
{
	if (landed_of(t, l))
		return;
	t->landed =
		arena_grow(t->r->a, t->landed, t->n_landed * sizeof(*t->landed),
			   (t->n_landed + 1) * sizeof(*t->landed));
	t->landed[t->n_landed++] = (struct landed){ .tx_hash = l->tx_hash,
						    .block_hash = l->block_hash,
						    .block = l->block,
						    .ts_ms = l->ts_ms };
}

static bool gone(struct telling *t)
{
	*t->no = (struct evm_no){ "block_gone",
				  "the chain moved while its logs were read" };
	return false;
}

static bool take_receipt(struct telling *t, struct landed *l,
			 const struct jsonrpc_reply *reply)
{
	struct arena *a = t->r->a;
	struct evm_receipt r;
	const char *why;

	if (reply->err) {
		evm_refused(t->no, a, "no_logs", "a receipt", reply);
		return false;
	}
	why = evm_read_receipt(&r, a, reply);
	if (why) {
		*t->no = (struct evm_no){ "no_logs", why };
		return false;
	}
	if (!r.found)
		return true; /* not kept that long: its cost is not known */
	if (strcmp(r.block_hash, l->block_hash) != 0)
		return gone(t);
	l->ours = evm_conf_owner(&t->r->conf, r.from);
	l->known = !u256_mul(&l->gas_wei, u256_of_u64(r.gas_used), r.gas_price);
	logs_of(&l->logs, a, r.logs, r.n_logs);
	return true;
}

static bool take_block(struct telling *t, struct landed *l,
		       const struct jsonrpc_reply *reply)
{
	struct evm_block b;

	if (reply->err) {
		evm_refused(t->no, t->r->a, "no_logs", "the block of a log",
			    reply);
		return false;
	}
	if (evm_read_block(&b, reply) || !b.found)
		return gone(t);
	l->ts_ms = b.time_s * 1000;
	return true;
}

/* Receipts and times of landed first..first+n-1. */
static bool read_some(struct telling *t, size_t first, size_t n)
{
	struct jsonrpc_request *run[LOGS_AT_ONCE];
	struct jsonrpc_request *q = t->asker->q;
	size_t n_run = 0;
	bool ok = true;

	for (size_t i = 0; i < n; i++) {
		const struct landed *l = &t->landed[first + i];

		evm_ask_receipt(run[n_run++] = &q[2 * i], l->tx_hash);
		if (l->ts_ms == REC_NONE_INT)
			evm_ask_block(run[n_run++] = &q[2 * i + 1],
				      evm_at_hash(l->block_hash));
	}
	jsonrpc_run(t->asker->rpc, run, n_run);
	for (size_t i = 0; ok && i < n; i++) {
		struct landed *l = &t->landed[first + i];

		ok = take_receipt(t, l, &q[2 * i].reply) &&
		     (l->ts_ms != REC_NONE_INT ||
		      take_block(t, l, &q[2 * i + 1].reply));
	}
	return ok;
}

/* The head is still of the chain the logs are of: they were asked for by number. */
static bool still(struct telling *t)
{
	struct jsonrpc_request *q = t->asker->q;
	struct evm_block b;

	evm_ask_block(q, evm_at_block(t->head));
	if (jsonrpc_call(t->asker->rpc, q)) {
		evm_refused(t->no, t->r->a, "no_logs", "the block", &q->reply);
		return false;
	}
	if (evm_read_block(&b, &q->reply) || !b.found ||
	    strcmp(b.hash, t->r->chain->block_hash) != 0)
		return gone(t);
	return true;
}

bool landed_read(struct telling *t)
{
	const size_t step = LOGS_AT_ONCE / 2;

	for (size_t i = 0; i < t->n; i++)
		for (size_t k = 0; k < t->v[i].n_logs; k++)
			add(t, t->v[i].logs[k]);
	for (size_t i = 0; i < t->n_landed; i += step)
		if (!read_some(t, i,
			       t->n_landed - i < step ? t->n_landed - i : step))
			return false;
	return !t->n_landed || still(t);
}
