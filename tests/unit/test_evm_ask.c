/* test_evm_ask - every question to an Ethereum node, as the text that is sent. */
#include "check.h"
#include "venue/evm_rpc.h"

#include <string.h>

#define A "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
#define H "0x14022d0728fe835c2e45191efe1fcd572414149be53f0205a69037598ede5e5c"
#define T "0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67"

static struct jsonrpc_request q;

/* The open request's method and params are that. */
static void is(const char *method, const char *params)
{
	char want[2048];
	int n = snprintf(want, sizeof(want),
			 "{\"jsonrpc\":\"2.0\",\"id\":%lld,\"method\":\"%s\","
			 "\"params\":[%s",
			 (long long)q.id, method, params);

	if (q.body.len != (size_t)n || memcmp(q.body.buf, want, (size_t)n) != 0)
		fprintf(stderr, "%.*s\n%s\n", (int)q.body.len, q.body.buf,
			want);
	CHECK(q.body.len == (size_t)n);
	CHECK(!memcmp(q.body.buf, want, (size_t)n));
}

static void chain(void)
{
	static const int percentiles[] = { 25, 95 };

	evm_ask_chain_id(&q);
	is("eth_chainId", "");
	evm_ask_block_number(&q);
	is("eth_blockNumber", "");
	evm_ask_gas_price(&q);
	is("eth_gasPrice", "");
	evm_ask_block(&q, evm_latest());
	is("eth_getBlockByNumber", "\"latest\",false");
	evm_ask_block(&q, evm_at_block(18));
	is("eth_getBlockByNumber", "\"0x12\",false");
	evm_ask_block(&q, evm_at_hash(H));
	is("eth_getBlockByHash", "\"" H "\",false");
	evm_ask_block(&q, (struct evm_at){ .kind = EVM_AT_FINALIZED });
	is("eth_getBlockByNumber", "\"finalized\",false");
	evm_ask_block(&q, (struct evm_at){ .kind = EVM_AT_SAFE });
	is("eth_getBlockByNumber", "\"safe\",false");
	evm_ask_fee_history(&q, 20, evm_at_block(255), percentiles, 2);
	is("eth_feeHistory", "\"0x14\",\"0xff\",[25,95]");
}

static void accounts(void)
{
	evm_ask_nonce(&q, A, evm_pending());
	is("eth_getTransactionCount", "\"" A "\",\"pending\"");
	evm_ask_balance(&q, A, evm_at_block(0));
	is("eth_getBalance", "\"" A "\",\"0x0\"");
	evm_ask_code(&q, A, evm_at_hash(H));
	is("eth_getCode",
	   "\"" A "\",{\"blockHash\":\"" H "\",\"requireCanonical\":true}");
}

static void logs(void)
{
	static const char *const address[] = { A };
	static const char *const topic[] = { T, H };
	struct evm_filter f = { .from = 0, .to = 4096 };

	evm_ask_logs(&q, &f);
	is("eth_getLogs", "{\"fromBlock\":\"0x0\",\"toBlock\":\"0x1000\"}");
	f.addresses = address;
	f.n_addresses = 1;
	f.topic[0] = (struct evm_topics){ topic, 2 };
	evm_ask_logs(&q, &f);
	is("eth_getLogs", "{\"fromBlock\":\"0x0\",\"toBlock\":\"0x1000\","
			  "\"address\":[\"" A "\"],"
			  "\"topics\":[[\"" T "\",\"" H "\"]]}");
	f.topic[0].n = 0;
	f.topic[2] = (struct evm_topics){ topic, 1 };
	f.block_hash = H;
	evm_ask_logs(&q, &f);
	is("eth_getLogs", "{\"blockHash\":\"" H "\",\"address\":[\"" A "\"],"
			  "\"topics\":[null,null,[\"" T "\"]]}");
	evm_write_filter(jsonrpc_begin(&q, "eth_subscribe", BUCKET_PLAIN), &f,
			 false);
	is("eth_subscribe",
	   "{\"address\":[\"" A "\"],\"topics\":[null,null,[\"" T "\"]]}");
}

static void calls(void)
{
	static const char *const keys[] = { T };
	static const struct evm_call_access access[] = { { A, keys, 1 },
							 { A, NULL, 0 } };
	struct evm_call c = { .to = A, .data = "0x0902f1ac" };

	evm_ask_call(&q, &c, evm_at_hash(H));
	is("eth_call", "{\"to\":\"" A "\",\"input\":\"0x0902f1ac\"},"
		       "{\"blockHash\":\"" H "\",\"requireCanonical\":true}");
	c = (struct evm_call){ .from = A,
			       .value = u256_of_u64(1000),
			       .gas = 21000,
			       .numbered = true,
			       .max_fee = u256_of_u64(16),
			       .access = access,
			       .n_access = 2 };
	evm_ask_estimate(&q, &c, evm_latest());
	is("eth_estimateGas",
	   "{\"from\":\"" A "\",\"value\":\"0x3e8\",\"gas\":\"0x5208\","
	   "\"nonce\":\"0x0\",\"maxFeePerGas\":\"0x10\","
	   "\"maxPriorityFeePerGas\":\"0x0\",\"accessList\":[{\"address\":\"" A
	   "\",\"storageKeys\":[\"" T "\"]},{\"address\":\"" A
	   "\",\"storageKeys\":[]}]},\"latest\"");
	c = (struct evm_call){ .gas_price = u256_of_u64(255) };
	evm_ask_call(&q, &c, evm_pending());
	is("eth_call", "{\"gasPrice\":\"0xff\"},\"pending\"");
}

static void simulations(void)
{
	const struct evm_call c[] = { { .from = A, .data = "0x" },
				      { .to = A } };
	const struct u256 fee = u256_of_u64(7), limit = u256_of_u64(30000000);
	struct evm_sim_ask ask = {
		.calls = c, .n = 2, .block = -1, .time_s = -1
	};

	evm_ask_simulate(&q, &ask, evm_at_hash(H));
	is("eth_simulateV1",
	   "{\"blockStateCalls\":[{\"blockOverrides\":{},\"calls\":[{\"from\":"
	   "\"" A "\",\"input\":\"0x\"},{\"to\":\"" A "\"}]}],"
	   "\"validation\":false,\"traceTransfers\":false},"
	   "{\"blockHash\":\"" H "\",\"requireCanonical\":true}");
	ask = (struct evm_sim_ask){ .block = 9,
				    .time_s = 1700000012,
				    .base_fee = &fee,
				    .gas_limit = &limit,
				    .fee_recipient = A,
				    .validate = true,
				    .transfers = true };
	evm_ask_simulate(&q, &ask, evm_at_block(8));
	is("eth_simulateV1",
	   "{\"blockStateCalls\":[{\"blockOverrides\":{\"number\":\"0x9\","
	   "\"time\":\"0x6553f10c\",\"gasLimit\":\"0x1c9c380\","
	   "\"baseFeePerGas\":\"0x7\",\"feeRecipient\":\"" A "\"},"
	   "\"calls\":[]}],\"validation\":true,\"traceTransfers\":true},"
	   "\"0x8\"");
}

static void transactions(void)
{
	evm_ask_transaction(&q, H);
	is("eth_getTransactionByHash", "\"" H "\"");
	evm_ask_receipt(&q, H);
	is("eth_getTransactionReceipt", "\"" H "\"");
	evm_ask_send(&q, "0x02f8", BUCKET_URGENT);
	is("eth_sendRawTransaction", "\"0x02f8\"");
	CHECK(q.class == BUCKET_URGENT);
}

/* A request longer than any other stays whole. */
static void long_request(void)
{
	struct evm_filter f = { .to = 1 };
	const char *topic[40000];

	for (size_t i = 0; i < COUNT(topic); i++)
		topic[i] = T;
	f.topic[0] = (struct evm_topics){ topic, COUNT(topic) };
	evm_ask_logs(&q, &f);
	CHECK(q.body.len > COUNT(topic) * strlen(T));
	CHECK(!memcmp(q.body.buf, "{\"jsonrpc\"", 10));
	CHECK(!memcmp(q.body.buf + q.body.len - 4, "\"]]}", 4));
}

int main(void)
{
	jsonrpc_request_init(&q, 1000);
	chain();
	accounts();
	logs();
	calls();
	simulations();
	transactions();
	long_request();
	jsonrpc_request_free(&q);
	printf("test_evm_ask: pass\n");
	return 0;
}
