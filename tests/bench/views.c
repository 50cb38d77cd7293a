/* views - asks a token for the balances of N accounts at the newest block, through
 * Multicall3 or one after the other, over the nodes of the configuration (MM_EVM_RPC).
 *
 * usage: views batch|single N TOKEN; prints the last balance's low word. */
#include "base/conf.h"
#include "chain/evm_quantity.h"
#include "venue/evm_batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CALL_LEN 36

static struct arena arena;

static void make(struct evm_view *v, size_t n, const char *token)
{
	static const uint8_t balance_of[] = { 0x70, 0xa0, 0x82, 0x31 };
	struct evm_address to;

	if (!evm_address_parse(&to, token, strlen(token)))
		mm_die(MM_USAGE, "'%s' is no address", token);
	for (size_t i = 0; i < n; i++) {
		uint8_t *call = arena_alloc(&arena, CALL_LEN);

		memcpy(call, balance_of, sizeof(balance_of));
		call[CALL_LEN - 2] = (uint8_t)(i >> 8);
		call[CALL_LEN - 1] = (uint8_t)i;
		v[i] = (struct evm_view){ .to = to,
					  .call = call,
					  .call_len = CALL_LEN };
	}
}

static void run_single(struct jsonrpc *rpc, struct evm_view *v, size_t n,
		       const char *token, const char *hash)
{
	struct jsonrpc_request q;

	jsonrpc_request_init(&q, EVM_REPLY_MAX);
	for (size_t i = 0; i < n; i++) {
		char data[EVM_DATA_SZ(CALL_LEN)];
		const struct evm_call call = {
			.to = token,
			.data = evm_data_format(data, v[i].call, CALL_LEN),
		};
		const char *text;
		uint8_t *bytes = arena_alloc(&arena, 32);

		evm_ask_call(&q, &call, evm_at_hash(hash));
		if (jsonrpc_call(rpc, &q) ||
		    evm_read_data(&text, &v[i].len, &q.reply) ||
		    !evm_data_parse(bytes, 32, text, strlen(text)))
			mm_die(MM_FAIL, "call %zu: %s", i, q.reply.why);
		v[i].data = bytes;
		v[i].state = EVM_VIEW_OK;
	}
	jsonrpc_request_free(&q);
}

int main(int argc, char **argv)
{
	const struct evm_chain_want want = { .at = evm_latest() };
	size_t n = argc == 4 ? (size_t)strtoul(argv[2], NULL, 10) : 0;
	struct evm_batch batch = { .block_hash = NULL };
	char why[EVM_RPC_WHY_SZ];
	struct evm_block head;
	struct jsonrpc *rpc;
	struct evm_no no;
	enum mm_exit code;
	struct evm_view *v;

	mm_prog = "views";
	if (!n)
		mm_die(MM_USAGE, "usage: views batch|single N TOKEN");
	conf_load(NULL);
	rpc = evm_rpc_open(&code, why);
	if (!rpc)
		mm_die(code, "%s", why);
	if (!evm_block_find(&head, &arena, rpc, &want, &no))
		mm_die(MM_FAIL, "%s", no.text);
	v = arena_alloc(&arena, n * sizeof(*v));
	make(v, n, argv[3]);
	batch.block_hash = head.hash;
	batch.rpc = rpc;
	if (evm_batch_conf(&batch))
		mm_die(MM_USAGE, "MULTICALL");
	if (!strcmp(argv[1], "single"))
		run_single(rpc, v, n, argv[3], head.hash);
	else if (!evm_batch_run(&batch, &arena, v, n, &no))
		mm_die(MM_FAIL, "%s: %s", no.reason, no.text);
	for (size_t i = 0; i < n; i++)
		if (v[i].state != EVM_VIEW_OK || v[i].len != 32)
			mm_die(MM_FAIL, "view %zu: %d", i, (int)v[i].state);
	printf("%u\n", v[n - 1].data[31]);
	jsonrpc_close(rpc);
	arena_free(&arena);
	return 0;
}
