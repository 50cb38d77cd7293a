#include "reader.h"

#include "base/conf.h"
#include "base/err.h"
#include "data/rec_token.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SPENDERS_MAX 4 /* beside the markets */
#define TEXT_SZ      512

static void add_spender(struct reader *r, const char *key, bool by_permit2)
{
	struct evm_spender s = { .by_permit2 = by_permit2 };

	if (evm_conf_contract(&s.at, key))
		r->spenders[r->n_spenders++] = s;
}

void reader_open(struct reader *r)
{
	char why[EVM_RPC_WHY_SZ];
	const char *wrong = evm_batch_conf(&r->batch);
	enum mm_exit code;

	if (wrong)
		mm_die(MM_USAGE, "MULTICALL: %s", wrong);
	evm_conf_read(&r->conf, &r->life);
	r->has_permit2 = evm_conf_contract(&r->permit2, "PERMIT2");
	r->spenders =
		arena_alloc(&r->life, SPENDERS_MAX * sizeof(*r->spenders));
	add_spender(r, "V2_ROUTER", false);
	add_spender(r, "V3_ROUTER", false);
	add_spender(r, "PERMIT2", false);
	add_spender(r, "V4_ROUTER", true);
	r->rpc = r->batch.rpc = evm_rpc_open(&code, why);
	if (!r->rpc)
		mm_die(code, "%s", why);
	evm_logs_open(&r->logs, r->rpc, conf_int("LOGS_RANGE"));
}

void reader_close(struct reader *r)
{
	evm_logs_close(&r->logs);
	jsonrpc_close(r->rpc);
	arena_free(&r->life);
}

void reader_refuse(struct reader *r, const char *reason, const char *fmt, ...)
{
	char text[TEXT_SZ];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	frame_refuse(r->f, reason, "%s", text);
	r->failed = true;
}

void reader_token(struct reader *r, const char *name, const char *address,
		  int64_t decimals)
{
	const struct rec_token token = { .ts_ms = r->ts_ms,
					 .chain_id = r->conf.chain_id,
					 .address = address,
					 .asset = name,
					 .decimals = decimals };
	const char **told = r->tokens.v;

	for (size_t i = 0; i < r->tokens.n; i++)
		if (!strcmp(told[i], name))
			return;
	told = arena_grow(r->a, told, r->tokens.n * sizeof(*told),
			  (r->tokens.n + 1) * sizeof(*told));
	told[r->tokens.n++] = name;
	r->tokens.v = told;
	frame_emit(r->f, &rec_token_type, &token);
}

const char *reader_address(struct reader *r, const struct evm_address *at)
{
	return evm_address_format(arena_alloc(r->a, EVM_ADDRESS_STR_SZ), at);
}

bool reader_dec(struct dec *out, unsigned __int128 n)
{
	if (n >> 127)
		return false;
	*out = dec_make((__int128)n, 0);
	return true;
}

/* FNV-1a of the record as text: only ever compared within one process. */
uint64_t reader_hash(const struct rec_type *type, const void *rec)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	struct out o;

	out_open(&o, -1);
	rec_write(&o, type, rec);
	for (size_t i = 0; i < o.len; i++)
		h = (h ^ (uint8_t)o.buf[i]) * UINT64_C(0x100000001b3);
	o.len = 0;
	out_close(&o);
	return h;
}
