#include "logs.h"

#include "data/rec.h"

#include <stdlib.h>
#include <string.h>

void asker_open(struct asker *k, struct jsonrpc *rpc, int64_t most)
{
	k->rpc = rpc;
	evm_logs_open(&k->logs, rpc, most);
	for (size_t i = 0; i < LOGS_AT_ONCE; i++)
		jsonrpc_request_init(&k->q[i], EVM_REPLY_MAX);
}

void asker_close(struct asker *k)
{
	evm_logs_close(&k->logs);
	for (size_t i = 0; i < LOGS_AT_ONCE; i++)
		jsonrpc_request_free(&k->q[i]);
}

/* ---- logs that came ---- */

int log_cmp(const struct log *a, int64_t block, int64_t index)
{
	if (a->block != block)
		return a->block < block ? -1 : 1;
	return (a->index > index) - (a->index < index);
}

static int by_place(const void *x, const void *y)
{
	const struct log *b = y;

	return log_cmp(x, b->block, b->index);
}

static bool take(struct log *out, struct arena *a, const struct evm_log *l)
{
	if (l->removed ||
	    !evm_address_parse(&out->from, l->address, strlen(l->address)) ||
	    !uniswap_log_read(&out->u, l->topic, l->n_topics, l->data,
			      l->data_len))
		return false;
	out->block = l->block;
	out->index = l->log_index;
	out->ts_ms =
		l->block_time_s < 0 ? REC_NONE_INT : l->block_time_s * 1000;
	out->tx_hash = arena_strdup(a, l->tx_hash);
	out->block_hash = arena_strdup(a, l->block_hash);
	return true;
}

static void append(struct logs *out, struct arena *a, const struct evm_log *v,
		   size_t n)
{
	out->v = arena_grow(a, out->v, out->n * sizeof(*out->v),
			    (out->n + n + 1) * sizeof(*out->v));
	for (size_t i = 0; i < n; i++)
		out->n += take(&out->v[out->n], a, &v[i]);
}

void logs_of(struct logs *out, struct arena *a, const struct evm_log *v,
	     size_t n)
{
	*out = (struct logs){ NULL, 0 };
	append(out, a, v, n);
}

/* ---- stretches of blocks ---- */

/* In the order of the chain, each once, however often a node tells it. */
static void arrange(struct logs *l)
{
	size_t n = 0;

	qsort(l->v, l->n, sizeof(*l->v), by_place);
	for (size_t i = 0; i < l->n; i++)
		if (!n || log_cmp(&l->v[n - 1], l->v[i].block, l->v[i].index))
			l->v[n++] = l->v[i];
	l->n = n;
}

struct gathering {
	struct logs *out;
	struct arena *a;
};

static const char *gather(void *ctx, const struct evm_filter *f,
			  const struct evm_log *v, size_t n)
{
	struct gathering *g = ctx;

	(void)f;
	append(g->out, g->a, v, n);
	return NULL;
}

enum evm_logs_got logs_read(struct logs *out, struct arena *a, struct asker *k,
			    const struct evm_filter *filter, struct evm_no *no)
{
	struct gathering g = { out, a };
	enum evm_logs_got got;

	*out = (struct logs){ NULL, 0 };
	got = evm_logs_read(&k->logs, a, filter, gather, &g, no);
	arrange(out);
	return got;
}
