/* fuzz_evm_rpc - any reply of an Ethereum node: every reader takes it whole or refuses
 * it, reads nothing outside it, and no error is without words. */
#include "chain/multicall.h"
#include "fuzz.h"
#include "venue/evm_chain.h"
#include "venue/evm_reply.h"

#include <string.h>

static struct arena arena;
static struct json json;

static void check_hex(const char *text, size_t len)
{
	FUZZ_CHECK(strlen(text) == 2 * len + 2);
	FUZZ_CHECK(strspn(text + 2, "0123456789abcdef") == 2 * len);
}

static void check_logs(const struct evm_log *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		FUZZ_CHECK(v[i].n_topics <= EVM_TOPICS);
		for (size_t k = 0; k < v[i].n_topics; k++)
			check_hex(v[i].topic[k], 32);
		check_hex(v[i].address, 20);
		check_hex(v[i].data, v[i].data_len);
	}
}

static void check_failure(const struct evm_failure *e)
{
	FUZZ_CHECK(e->why && *evm_error_word(e->kind));
	FUZZ_CHECK(!e->data || e->kind == EVM_ERR_REVERTED);
	if (e->data)
		check_hex(e->data, e->data_len);
	FUZZ_CHECK((e->from < 0 && e->to < 0) ||
		   (e->from >= 0 && e->from <= e->to));
}

static void read_scalars(const struct jsonrpc_reply *r)
{
	const char *text;
	struct u256 x;
	int64_t n;
	size_t len;

	if (!evm_read_number(&n, r))
		FUZZ_CHECK(n >= 0 && n < INT64_C(1) << 53 &&
			   !evm_read_u256(&x, r));
	if (!evm_read_data(&text, &len, r))
		check_hex(text, len);
	if (!evm_read_sent(&text, r))
		check_hex(text, 32);
}

static void read_chain(const struct jsonrpc_reply *r)
{
	const struct evm_chain_want want = { .chain_id = 1,
					     .block_time_ms = 12000 };
	struct rec_chain chain;
	struct evm_block b;
	struct evm_fees f;

	if (!evm_read_block(&b, r) && b.found) {
		check_hex(b.hash, 32);
		check_hex(b.parent, 32);
		if (!evm_chain_of_block(&chain, &arena, &b, &want))
			FUZZ_CHECK(chain.target_ts_s > chain.block_ts_s);
	}
	for (size_t n = 0; n <= 3; n++)
		if (!evm_read_fee_history(&f, &arena, n, r) && f.n_blocks && n)
			FUZZ_CHECK(u256_bits(f.reward[f.n_blocks * n - 1]) <=
				   256);
}

static void read_transactions(const struct jsonrpc_reply *r)
{
	struct evm_transaction t;
	struct evm_simulation s;
	struct evm_receipt receipt;
	struct evm_log *logs;
	size_t n;

	if (!evm_read_logs(&logs, &n, &arena, r))
		check_logs(logs, n);
	if (!evm_read_transaction(&t, r) && t.found)
		check_hex(t.hash, 32);
	if (!evm_read_receipt(&receipt, &arena, r) && receipt.found)
		check_logs(receipt.logs, receipt.n_logs);
	for (n = 0; n <= 4; n++) {
		if (evm_read_simulation(&s, &arena, n, r))
			continue;
		for (size_t i = 0; i < n; i++) {
			check_logs(s.calls[i].logs, s.calls[i].n_logs);
			check_hex(s.calls[i].data, s.calls[i].data_len);
			FUZZ_CHECK(s.calls[i].gas_peak >= s.calls[i].gas_used);
			if (!s.calls[i].ok)
				check_failure(&s.calls[i].failure);
		}
	}
}

static void read_reply(struct http_call *http)
{
	struct jsonrpc_reply r;
	struct evm_failure e;

	jsonrpc_read(&r, &json, http, 1);
	if (r.err == JSONRPC_OK) {
		read_scalars(&r);
		read_chain(&r);
		read_transactions(&r);
		return;
	}
	evm_error_of(&e, &r);
	check_failure(&e);
}

static void read_many(const uint8_t *data, size_t len)
{
	struct multicall_result v[5];

	for (size_t n = 0; n <= 5; n++)
		if (multicall_decode(v, n, data, len))
			for (size_t i = 0; i < n; i++)
				FUZZ_CHECK(v[i].data >= data &&
					   v[i].data + v[i].len <= data + len);
}

void fuzz_one(const uint8_t *data, size_t len)
{
	static const int statuses[] = { 200, 429, 400 };
	struct http_call http;

	read_many(data, len);
	for (size_t i = 0; i < sizeof(statuses) / sizeof(*statuses); i++) {
		http_call_init(&http, len + 1);
		if (len)
			FUZZ_CHECK(buf_add(&http.answer, data, len));
		FUZZ_CHECK(buf_add(&http.answer, "", 1));
		http.answer.len--;
		http.status = statuses[i];
		read_reply(&http);
		http_call_free(&http);
		arena_reset(&arena);
	}
}
