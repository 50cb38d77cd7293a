#include "venue/flashbots.h"

#include "check.h"

#include <stdio.h>
#include <string.h>

#define HASH                                                                   \
	"0x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static struct arena mem;

/* ---- questions ---- */

static void check_body(struct jsonrpc_request *q, const char *method,
		       const char *params)
{
	size_t len;
	const char *body = jsonrpc_body(q, &len);
	char *text = arena_strndup(&mem, body, len);
	char *want = arena_printf(&mem, "\"method\":\"%s\",\"params\":%s}\n",
				  method, params);
	char *at = strstr(text, want);

	if (!at)
		fprintf(stderr, "%s\n%s\n", text, want);
	CHECK(at && !at[strlen(want)]);
}

static void test_questions(void)
{
	static const char *const raw[] = { "0x02aa", "0x02bb" };
	struct flashbots_bundle b = { .raw = raw, .n = 2, .block = 26 };
	struct jsonrpc_request q;

	jsonrpc_request_init(&q, FLASHBOTS_REPLY_MAX);
	flashbots_ask_call(&q, &b, 1700000000);
	check_body(
		&q, "eth_callBundle",
		"[{\"txs\":[\"0x02aa\",\"0x02bb\"],\"blockNumber\":\"0x1a\","
		"\"stateBlockNumber\":\"latest\",\"timestamp\":1700000000}]");
	flashbots_ask_call(&q, &b, -1);
	check_body(&q, "eth_callBundle",
		   "[{\"txs\":[\"0x02aa\",\"0x02bb\"],\"blockNumber\":\"0x1a\","
		   "\"stateBlockNumber\":\"latest\"}]");
	flashbots_ask_send(&q, &b, BUCKET_PLAIN);
	check_body(
		&q, "eth_sendBundle",
		"[{\"txs\":[\"0x02aa\",\"0x02bb\"],\"blockNumber\":\"0x1a\"}]");
	b.uuid = "u";
	flashbots_ask_send(&q, &b, BUCKET_URGENT);
	check_body(&q, "eth_sendBundle",
		   "[{\"txs\":[\"0x02aa\",\"0x02bb\"],\"blockNumber\":\"0x1a\","
		   "\"replacementUuid\":\"u\"}]");
	flashbots_ask_cancel(&q, "u");
	check_body(&q, "eth_cancelBundle", "[{\"replacementUuid\":\"u\"}]");
	jsonrpc_request_free(&q);
}

static void test_uuid(void)
{
	char out[FLASHBOTS_UUID_SZ];

	CHECK(!strcmp(flashbots_uuid(out, HASH),
		      "00112233-4455-8667-a788-99aabbccddee"));
}

/* ---- replies ---- */

/* Reads a result; NULL: it was taken. */
static const char *read_call(struct flashbots_call *out, struct json *j,
			     size_t n, const char *text)
{
	struct jsonrpc_reply r = { .json = j };
	char *line = arena_strdup(&mem, text);

	CHECK(!json_scan(j, line, strlen(line)));
	return flashbots_read_call(out, &mem, n, &r);
}

static void test_simulations(void)
{
	static const char *const bad[] = {
		"{}",
		"{\"results\":[],\"totalGasUsed\":1,\"coinbaseDiff\":\"1\"}",
		"{\"results\":[{\"txHash\":\"" HASH "\"}],\"totalGasUsed\":1,"
		"\"coinbaseDiff\":\"1\"}",
		"{\"results\":[{\"txHash\":\"0x00\",\"gasUsed\":1}],"
		"\"totalGasUsed\":1,\"coinbaseDiff\":\"1\"}",
		"{\"results\":[{\"txHash\":\"" HASH "\",\"gasUsed\":1}],"
		"\"totalGasUsed\":-1,\"coinbaseDiff\":\"1\"}",
		"{\"results\":[{\"txHash\":\"" HASH "\",\"gasUsed\":1}],"
		"\"totalGasUsed\":1,\"coinbaseDiff\":1}",
		"{\"results\":{},\"totalGasUsed\":1,\"coinbaseDiff\":\"1\"}",
	};
	struct json j = { .tok = NULL };
	struct flashbots_call c;

	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK(read_call(&c, &j, 1, bad[i]));
	CHECK(!read_call(&c, &j, 3,
			 "{\"bundleHash\":\"" HASH "\",\"coinbaseDiff\":"
			 "\"20000000000126000\",\"results\":["
			 "{\"txHash\":\"" HASH "\",\"gasUsed\":21000},"
			 "{\"txHash\":\"" HASH "\",\"gasUsed\":42000,"
			 "\"error\":\"execution reverted\",\"revert\":\"0x\"},"
			 "{\"txHash\":\"" HASH "\",\"gasUsed\":0,"
			 "\"error\":\"nonce too low\"}],"
			 "\"totalGasUsed\":63000}"));
	CHECK(c.n == 3 && c.gas_used == 63000);
	CHECK(u256_cmp(c.coinbase_wei, u256_of_u64(20000000000126000)) == 0);
	CHECK(c.v[0].ok && !c.v[0].why && c.v[0].gas_used == 21000);
	CHECK(!c.v[1].ok && !strcmp(c.v[1].why, "execution reverted") &&
	      !strcmp(c.v[1].revert, "0x"));
	CHECK(!c.v[2].ok && !c.v[2].revert &&
	      !strcmp(c.v[2].why, "nonce too low"));
	json_free(&j);
}

static void test_sent(void)
{
	struct json j = { .tok = NULL };
	struct jsonrpc_reply r = { .json = &j };
	char good[] = "{\"bundleHash\":\"" HASH "\"}", bad[] = "{\"a\":1}";
	const char *hash;

	CHECK(!json_scan(&j, good, strlen(good)));
	CHECK(!flashbots_read_sent(&hash, &r) && !strcmp(hash, HASH));
	CHECK(!json_scan(&j, bad, strlen(bad)));
	CHECK(flashbots_read_sent(&hash, &r));
	json_free(&j);
}

int main(void)
{
	test_questions();
	test_uuid();
	test_simulations();
	test_sent();
	arena_free(&mem);
	printf("test_flashbots: pass\n");
	return 0;
}
