#include "online.h"

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "chain/evm_quantity.h"
#include "data/out.h"

#include <string.h>
#include <unistd.h>

static bool number_in(int64_t *out, const char *text)
{
	struct dec d;

	if (dec_parse(&d, text, strlen(text)) || d.scale || d.v < 0 ||
	    d.v >= REC_INT_MAX)
		return false;
	*out = (int64_t)d.v;
	return true;
}

bool online_at(struct evm_at *out, const char *text)
{
	uint8_t hash[32];

	*out = evm_latest();
	if (!text || !strcmp(text, "latest"))
		return true;
	if (!strcmp(text, "safe"))
		out->kind = EVM_AT_SAFE;
	else if (!strcmp(text, "finalized"))
		out->kind = EVM_AT_FINALIZED;
	else if (evm_data_parse(hash, sizeof(hash), text, strlen(text)))
		*out = evm_at_hash(text);
	else if (number_in(&out->block, text))
		out->kind = EVM_AT_BLOCK;
	else
		return false;
	return true;
}

static void open_nodes(struct online *o)
{
	const char *unfit = evm_batch_conf(&o->batch);
	char why[EVM_RPC_WHY_SZ];
	enum mm_exit code;

	if (unfit)
		mm_die(MM_USAGE, "MULTICALL: '%s' %s", conf_text("MULTICALL"),
		       unfit);
	o->batch.rpc = evm_rpc_open(&code, why);
	if (!o->batch.rpc)
		mm_die(code, "%s", why);
}

bool online_ask(struct online *o, struct arena *a, struct evm_view *views,
		size_t n, struct evm_block *block, int64_t at_least,
		struct evm_no *no)
{
	struct evm_chain_want want = { .at = o->at, .at_least = at_least };

	if (!o->batch.rpc)
		open_nodes(o);
	if (!block->found && !evm_block_find(block, a, o->batch.rpc, &want, no))
		return false;
	o->batch.block_hash = block->hash;
	return evm_batch_run(&o->batch, a, views, n, no);
}

void online_close(struct online *o)
{
	jsonrpc_close(o->batch.rpc);
}

int online_one(const char *contract, const char *block, char **operands,
	       int n_operands)
{
	struct rec_call call = { .ts_ms = clock_now_ms(),
				 .chain_id = conf_int("CHAIN_ID"),
				 .contract = contract };
	struct evm_block at = { .found = false };
	struct online o = { .batch = { .rpc = NULL } };
	struct rec_result result;
	struct arena a = { 0 };
	struct evm_view view;
	struct asked q;
	struct evm_no no;
	const char *why;
	struct out out;

	if (!n_operands)
		mm_die(MM_USAGE, "what is to be called?");
	if (!online_at(&o.at, block))
		mm_die(MM_USAGE, "--block: '%s' is no block", block);
	call.signature = operands[0];
	call.args = (struct rec_list){ operands + 1, (size_t)n_operands - 1 };
	why = asked_make(&q, &view, &a, &call);
	if (why)
		mm_die(MM_USAGE, "%s", why);
	if (!online_ask(&o, &a, &view, 1, &at, 0, &no))
		mm_die(MM_RETRY, "%s: %s", no.reason, no.text);
	asked_result(&result, &a, &q, &view);
	result.ts_ms = call.ts_ms;
	result.block = at.block;
	result.block_hash = at.hash;
	out_open(&out, STDOUT_FILENO);
	rec_write(&out, &rec_result_type, &result);
	out_close(&out);
	online_close(&o);
	arena_free(&a);
	return MM_OK;
}
