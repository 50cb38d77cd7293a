/* test_evm_reply - replies of Ethereum's nodes: what is refused, then recorded ones
 * of anvil 1.7.1 decoded. */
#include "replies.h"
#include "venue/evm_parts.h"

#define SENDER "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"
#define H      "0x14022d0728fe835c2e45191efe1fcd572414149be53f0205a69037598ede5e5c"

static struct arena arena;
static struct reply p;

static const struct jsonrpc_reply *load(const char *name)
{
	reply_rpc(&p, "evm_rpc", name);
	CHECK(p.r.err == JSONRPC_OK);
	return &p.r;
}

/* A reply whose result is that. */
static const struct jsonrpc_reply *result(const char *json)
{
	const char head[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":";

	http_call_init(&p.http, 1 << 20);
	CHECK(buf_add(&p.http.answer, head, strlen(head)) &&
	      buf_add(&p.http.answer, json, strlen(json)) &&
	      buf_add(&p.http.answer, "}", 2));
	p.http.answer.len--;
	p.http.status = 200;
	jsonrpc_read(&p.r, &p.json, &p.http, 1);
	CHECK(p.r.err == JSONRPC_OK);
	return &p.r;
}

/* A recorded reply with one text in it changed for another of any length. */
static const struct jsonrpc_reply *changed(const char *name, const char *from,
					   const char *to)
{
	struct reply was;
	char *at, *text;

	reply_load(&was, "evm_rpc", name);
	text = was.http.answer.p;
	at = strstr(text, from);
	CHECK(at);
	http_call_init(&p.http, 1 << 20);
	CHECK(buf_add(&p.http.answer, text, (size_t)(at - text)) &&
	      buf_add(&p.http.answer, to, strlen(to)) &&
	      buf_add(&p.http.answer, at + strlen(from),
		      strlen(at + strlen(from)) + 1));
	p.http.answer.len--;
	p.http.status = 200;
	reply_free(&was);
	jsonrpc_read(&p.r, &p.json, &p.http, 1);
	CHECK(p.r.err == JSONRPC_OK);
	return &p.r;
}

static void scalars(void)
{
	static const char *const none[] = { "null",   "7",     "\"\"",
					    "\"0x\"", "\"7\"", "[]",
					    "true",   "{}",    "\"0xzz\"" };
	struct u256 x = u256_of_u64(5);
	const char *text;
	int64_t n = 5;
	size_t len;

	for (size_t i = 0; i < COUNT(none); i++) {
		CHECK(evm_read_number(&n, result(none[i])) && n == 5);
		CHECK(evm_read_u256(&x, &p.r) && x.limb[0] == 5);
		CHECK(evm_read_sent(&text, &p.r));
		if (strcmp(none[i], "\"0x\""))
			CHECK(evm_read_data(&text, &len, &p.r));
		reply_free(&p);
	}
	CHECK(evm_read_number(&n, result("\"0x20000000000000\"")));
	CHECK(!evm_read_u256(&x, &p.r) && x.limb[0] == UINT64_C(1) << 53);
	reply_free(&p);
	CHECK(!evm_read_number(&n, load("chain_id")) && n == 31337);
	reply_free(&p);
	CHECK(!evm_read_data(&text, &len, load("data_empty")) && len == 0);
	reply_free(&p);
	CHECK(!evm_read_data(&text, &len, result("\"0xABcd\"")));
	CHECK(len == 2 && !strcmp(text, "0xabcd"));
	reply_free(&p);
	CHECK(!evm_read_sent(&text, result("\"" H "\"")) && !strcmp(text, H));
	reply_free(&p);
}

static void blocks(void)
{
	struct evm_block b;

	CHECK(!evm_read_block(&b, load("null")) && !b.found);
	reply_free(&p);
	CHECK(evm_read_block(&b, result("{}")));
	reply_free(&p);
	CHECK(evm_read_block(
		&b, changed("block", "\"number\":\"0x1\"", "\"number\":null")));
	reply_free(&p);
	CHECK(evm_read_block(&b, changed("block", H, "0x14")));
	reply_free(&p);
	CHECK(evm_read_block(&b, changed("block", "\"baseFeePerGas\":\"0x",
					 "\"baseFeePerGas\":\"0y")));
	reply_free(&p);
	CHECK(!evm_read_block(&b, load("block")));
	CHECK(b.found && b.block == 1 && !strcmp(b.hash, H));
	CHECK(b.time_s == 1700000000 && b.gas_limit == 30000000);
	CHECK(b.gas_used == 21000 && b.has_base_fee);
	CHECK(b.base_fee.limb[0] == 1000000000 && strlen(b.parent) == 66);
	reply_free(&p);
	CHECK(!evm_read_block(&b, changed("block", "baseFeePerGas", "x")));
	CHECK(b.found && !b.has_base_fee);
	reply_free(&p);
	CHECK(!evm_read_block(&b, load("block_world")) && b.block == 461);
	reply_free(&p);
}

/* Rewards that are null, absent or of empty blocks trip nothing. */
static void fees(void)
{
	static const char *const none[] = {
		"{\"oldestBlock\":\"0x1\"}",
		"{\"oldestBlock\":\"0x1\",\"reward\":null}",
		"{\"oldestBlock\":\"0x1\",\"reward\":[]}",
		"{\"oldestBlock\":\"0x1\",\"reward\":[null,[]]}",
		"{\"oldestBlock\":\"0x1\",\"reward\":[[\"0x0\",\"0x0\",\"0x0\"]"
		"],\"gasUsedRatio\":[0]}",
		"{\"oldestBlock\":\"0x1\",\"baseFeePerGas\":null,\"reward\":"
		"[[\"0x0\",\"0x0\",\"0x0\"]],\"gasUsedRatio\":[0.00]}",
	};
	static const char *const bad[] = {
		"null",
		"[]",
		"{}",
		"{\"oldestBlock\":1}",
		"{\"oldestBlock\":\"0x1\",\"reward\":7}",
		"{\"oldestBlock\":\"0x1\",\"reward\":[7]}",
		"{\"oldestBlock\":\"0x1\",\"reward\":[[\"0x1\"]]}",
		"{\"oldestBlock\":\"0x1\",\"reward\":[[1,2,3]]}",
		"{\"oldestBlock\":\"0x1\",\"baseFeePerGas\":7}",
		"{\"oldestBlock\":\"0x1\",\"baseFeePerGas\":[null]}",
	};
	struct evm_fees f;

	for (size_t i = 0; i < COUNT(bad); i++) {
		CHECK(evm_read_fee_history(&f, &arena, 3, result(bad[i])));
		reply_free(&p);
	}
	for (size_t i = 0; i < COUNT(none); i++) {
		CHECK(!evm_read_fee_history(&f, &arena, 3, result(none[i])));
		CHECK(!f.n_blocks && !f.n_base_fee);
		reply_free(&p);
	}
	CHECK(!evm_read_fee_history(&f, &arena, 3, load("fee_history")));
	CHECK(f.oldest == 0 && f.n_blocks == 1 && f.n_base_fee == 3);
	CHECK(f.reward[2].limb[0] == 1000000000);
	CHECK(f.base_fee[2].limb[0] == 0x342a1c58);
	reply_free(&p);
	CHECK(!evm_read_fee_history(&f, &arena, 3, load("fee_history_world")));
	CHECK(f.n_blocks == 5 && f.n_base_fee == 6 && f.oldest == 457);
	reply_free(&p);
	CHECK(!evm_read_fee_history(&f, &arena, 0, load("fee_history_bare")));
	reply_free(&p);
}

static void logs(void)
{
	static const struct {
		const char *from, *to;
	} wrong[] = {
		{ "\"blockNumber\":\"0x40\"", "\"blockNumber\":null" },
		{ "\"logIndex\":\"0x2\"", "\"logIndex\":2" },
		{ "\"removed\":false", "\"removed\":null" },
		{ "0xc42079f9", "0xc42079" },
		{ "\"transactionHash\"", "\"hash\"" },
		{ "\"data\":\"0x", "\"data\":\"" },
		{ "\"topics\":[", "\"topics\":[\"0x\"," },
		{ "\"address\":\"0x", "\"address\":\"0x00" },
	};
	struct evm_log *v;
	size_t n;

	for (size_t i = 0; i < COUNT(wrong); i++) {
		changed("logs_v3", wrong[i].from, wrong[i].to);
		CHECK(evm_read_logs(&v, &n, &arena, &p.r));
		reply_free(&p);
	}
	CHECK(evm_read_logs(&v, &n, &arena, result("null")));
	reply_free(&p);
	CHECK(!evm_read_logs(&v, &n, &arena, result("[]")) && n == 0);
	reply_free(&p);
	CHECK(!evm_read_logs(&v, &n, &arena, load("logs_v3")) && n == 8);
	CHECK(!strcmp(v->address,
		      "0x83885737b45e1a8a9284067a1eb83f8b8a9e85e9"));
	CHECK(v->n_topics == 3 && !strncmp(v->topic[0], "0xc42079f9", 10));
	CHECK(v->data_len == 160 && v->block == 64 && v->log_index == 2);
	CHECK(v->tx_index == 0 && v->block_time_s == 1700000768);
	CHECK(!v->removed && !v->topic[3]);
	for (size_t i = 1; i < n; i++)
		CHECK(v[i].block > v[i - 1].block);
	reply_free(&p);
	/* As some nodes tell the time, or not. */
	changed("logs_v3", "\"blockTimestamp\":\"0x6553f400\"",
		"\"blockTimestamp\":1700000768");
	CHECK(!evm_read_logs(&v, &n, &arena, &p.r));
	CHECK(v->block_time_s == 1700000768);
	reply_free(&p);
	changed("logs_v3", "blockTimestamp", "x");
	CHECK(!evm_read_logs(&v, &n, &arena, &p.r) && v->block_time_s == -1);
	reply_free(&p);
	changed("logs_v3", "\"removed\":false", "\"removed\":true");
	CHECK(!evm_read_logs(&v, &n, &arena, &p.r));
	CHECK(v[0].removed && !v[1].removed);
	reply_free(&p);
}

static void transactions(void)
{
	struct evm_transaction t;

	CHECK(!evm_read_transaction(&t, load("null")) && !t.found);
	reply_free(&p);
	CHECK(evm_read_transaction(&t, result("{}")));
	reply_free(&p);
	CHECK(!evm_read_transaction(&t, load("transaction")));
	CHECK(t.found && t.mined && t.block == 1 && !strcmp(t.block_hash, H));
	CHECK(t.nonce == 0 && t.gas == 21000 && !strcmp(t.from, SENDER));
	CHECK(t.value.limb[0] == 1000000000000000000 && !strcmp(t.data, "0x"));
	CHECK(t.to);
	reply_free(&p);
	changed("transaction", "\"blockHash\":\"" H "\"", "\"blockHash\":null");
	CHECK(!evm_read_transaction(&t, &p.r) && t.found && !t.mined);
	reply_free(&p);
}

static void receipts(void)
{
	struct evm_receipt r;

	CHECK(!evm_read_receipt(&r, &arena, load("null")) && !r.found);
	reply_free(&p);
	CHECK(evm_read_receipt(&r, &arena, result("{}")));
	reply_free(&p);
	changed("receipt", "\"status\":\"0x1\"", "\"status\":\"0x2\"");
	CHECK(evm_read_receipt(&r, &arena, &p.r));
	reply_free(&p);
	changed("receipt", "\"status\":\"0x1\"", "\"root\":\"0x1\"");
	CHECK(evm_read_receipt(&r, &arena, &p.r)); /* not told is not ok */
	reply_free(&p);
	CHECK(!evm_read_receipt(&r, &arena, load("receipt")));
	CHECK(r.found && r.ok && r.block == 1 && r.gas_used == 21000);
	CHECK(r.gas_price.limb[0] == 2000000000 && !r.n_logs && !r.contract);
	CHECK(!strcmp(r.from, SENDER) && !strcmp(r.block_hash, H));
	reply_free(&p);
	CHECK(!evm_read_receipt(&r, &arena, load("receipt_log")));
	CHECK(r.ok && r.n_logs == 1 && r.logs->data_len == 32);
	reply_free(&p);
	CHECK(!evm_read_receipt(&r, &arena, load("receipt_reverted")));
	CHECK(r.found && !r.ok);
	reply_free(&p);
}

static void simulations(void)
{
	struct evm_simulation s;

	CHECK(evm_read_simulation(&s, &arena, 1, result("[]")));
	reply_free(&p);
	CHECK(evm_read_simulation(&s, &arena, 3, load("simulation")));
	CHECK(evm_read_simulation(&s, &arena, 5, &p.r));
	CHECK(!evm_read_simulation(&s, &arena, 4, &p.r));
	CHECK(s.base_fee.limb[0] == 7 && s.calls[0].ok);
	CHECK(s.calls[0].gas_used == 21000 && s.calls[0].gas_peak == 21000);
	CHECK(s.calls[0].n_logs == 1 &&
	      !strcmp(s.calls[0].logs->address, EVM_SIM_NATIVE));
	CHECK(!s.calls[1].ok && s.calls[1].failure.kind == EVM_ERR_REVERTED);
	CHECK(s.calls[1].data_len == 100 &&
	      !strncmp(s.calls[1].failure.data, "0x08c379a0", 10));
	CHECK(s.calls[2].ok && s.calls[2].n_logs == 2);
	CHECK(!s.calls[3].ok && s.calls[3].failure.kind == EVM_ERR_REVERTED &&
	      !s.calls[3].failure.data);
	reply_free(&p);
	/* geth: the data stand in the error, and the gas before refunds. */
	CHECK(!evm_read_simulation(
		&s, &arena, 1,
		result("[{\"gasUsed\":\"0x0\",\"calls\":[]},{\"gasUsed\":"
		       "\"0x5208\",\"calls\":[{\"status\":\"0x0\",\"gasUsed\":"
		       "\"0x5208\",\"maxUsedGas\":\"0x6000\",\"logs\":[],"
		       "\"returnData\":\"0x\",\"error\":{\"code\":3,"
		       "\"message\":\"execution reverted\",\"data\":\"0x11\"}}"
		       "]}]")));
	CHECK(s.calls->gas_peak == 0x6000 && s.calls->data_len == 1);
	CHECK(!strcmp(s.calls->data, "0x11") && s.gas_used == 21000);
	reply_free(&p);
}

int main(void)
{
	scalars();
	blocks();
	fees();
	logs();
	transactions();
	receipts();
	simulations();
	arena_free(&arena);
	printf("test_evm_reply: pass\n");
	return 0;
}
