/* test_evm_chain - the chain record: of headers first, then of nodes that are behind,
 * on another chain, or do not say everything. */
#include "base/conf.h"
#include "faulty.h"
#include "venue/evm_chain.h"

#include <dirent.h>

#define H(c)                                                                   \
	"0x" c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c
#define NOW_MS INT64_C(1700000000000)

static char home[] = "/tmp/mm-test-evm-chain-XXXXXX";
static struct faulty server;
static struct arena arena;

/* ---- of a header ---- */

static struct evm_block header(void)
{
	return (struct evm_block){
		.found = true,
		.block = 100,
		.hash = H("64"),
		.parent = H("63"),
		.time_s = NOW_MS / 1000,
		.gas_limit = 30000000,
		.gas_used = 15000001,
		.has_base_fee = true,
		.base_fee = u256_of_u64(1000000000),
	};
}

static struct evm_chain_want head_of(int64_t now_ms)
{
	return (struct evm_chain_want){ .chain_id = 1,
					.block_time_ms = 12000,
					.now_ms = now_ms };
}

static void refused_headers(void)
{
	const struct evm_chain_want want = head_of(0);
	struct evm_block b = header();
	struct rec_chain c;

	b.gas_used = b.gas_limit + 1;
	CHECK(evm_chain_of_block(&c, &arena, &b, &want));
	b = header();
	b.gas_limit = b.gas_used = 0;
	CHECK(evm_chain_of_block(&c, &arena, &b, &want));
	b = header();
	b.base_fee = U256_MAX;
	CHECK(evm_chain_of_block(&c, &arena, &b, &want));
}

static bool is(struct dec d, int64_t n)
{
	return dec_cmp(d, dec_make(n, 0)) == 0;
}

static void headers(void)
{
	const struct evm_chain_want want = head_of(0);
	struct evm_block b = header();
	struct rec_chain c;

	CHECK(!evm_chain_of_block(&c, &arena, &b, &want));
	CHECK(!strcmp(c.chain, "evm") && c.chain_id == 1 && c.block == 100);
	CHECK(!strcmp(c.block_hash, H("64")) &&
	      !strcmp(c.parent_hash, H("63")));
	CHECK(c.block_ts_s == 1700000000 && c.target_ts_s == 1700000012);
	CHECK(is(c.gas_limit, 30000000) && is(c.base_fee_wei, 1000000000) &&
	      is(c.next_base_fee_wei, 1000000008));
	CHECK(!c.priority_wei.n && dec_is_none(c.gas_price_wei));
	b.has_base_fee = false;
	CHECK(!evm_chain_of_block(&c, &arena, &b, &want));
	CHECK(dec_is_none(c.base_fee_wei) && dec_is_none(c.next_base_fee_wei));
}

/* When the next block is expected, by how long ago this one was. */
static void targets(void)
{
	static const struct {
		int64_t block_ms, since_ms, target_s;
	} t[] = {
		{ 12000, -5000, 12 },
		{ 12000, 0, 12 },
		{ 12000, 12000, 12 },
		{ 12000, 12001, 24 },
		{ 12000, 35999, 36 },
		{ 12000, 12000 * 32, 12 * 32 },
		{ 12000, 12000 * 33, 12 }, /* a chain with a clock of its own */
		{ 1000, 0, 1 },
		{ 250, 0, 1 },
		{ 250, 1100, 2 },
		{ 2000, 3000, 4 },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct evm_chain_want want = head_of(NOW_MS + t[i].since_ms);
		struct evm_block b = header();
		struct rec_chain c;

		want.block_time_ms = t[i].block_ms;
		CHECK(!evm_chain_of_block(&c, &arena, &b, &want));
		if (c.target_ts_s - c.block_ts_s != t[i].target_s)
			fprintf(stderr, "%zu: %lld\n", i,
				(long long)(c.target_ts_s - c.block_ts_s));
		CHECK(c.target_ts_s - c.block_ts_s == t[i].target_s);
	}
}

/* ---- of nodes ---- */

static void reply_block(int fd, long id, int n, const char *fee)
{
	char text[900];

	snprintf(text, sizeof(text),
		 "\"result\":{\"number\":\"0x%x\",\"hash\":\"%s\","
		 "\"parentHash\":\"%s\",\"timestamp\":\"0x6553f100\","
		 "\"gasLimit\":\"0x1c9c380\",\"gasUsed\":\"0x0\"%s}",
		 n, H("64"), H("63"), fee);
	faulty_reply(fd, 200, "", id, text);
}

static void reply_fees(int fd, long id, const char *path)
{
	static const char rows[] =
		"\"result\":{\"oldestBlock\":\"0x1\",\"gasUsedRatio\":[0.5,0,"
		"0.5,0.5],\"reward\":[[\"0x1\",\"0x2\",\"0x3\",\"0x4\",\"0x5\"]"
		","
		"[\"0x0\",\"0x0\",\"0x0\",\"0x0\",\"0x0\"],[\"0x11\",\"0x12\","
		"\"0x13\",\"0x14\",\"0x15\"],[\"0x3\",\"0x4\",\"0x5\",\"0x6\","
		"\"0x7\"]]}";

	if (!strcmp(path, "/no-fees"))
		faulty_reply(fd, 200, "", id,
			     "\"error\":{\"code\":-32601,\"message\":\"the "
			     "method does not exist\"}");
	else if (!strcmp(path, "/null-fees"))
		faulty_reply(fd, 200, "", id,
			     "\"result\":{\"oldestBlock\":\"0x1\","
			     "\"reward\":null}");
	else
		faulty_reply(fd, 200, "", id, rows);
}

static bool serve(int fd, const char *path, const char *body)
{
	static const char fee[] = ",\"baseFeePerGas\":\"0x8\"";
	long id = faulty_id(body);

	if (strstr(body, "eth_chainId") && !strcmp(path, "/mute"))
		faulty_reply(fd, 200, "", id,
			     "\"error\":{\"code\":-32601,\"message\":\"Method "
			     "not found\"}");
	else if (strstr(body, "eth_chainId"))
		faulty_reply(fd, 200, "", id,
			     !strcmp(path, "/other") ? "\"result\":\"0x5\""
						     : "\"result\":\"0x1\"");
	else if (strstr(body, "eth_feeHistory"))
		reply_fees(fd, id, path);
	else if (strstr(body, "eth_gasPrice"))
		faulty_reply(fd, 200, "", id, "\"result\":\"0x77\"");
	else if (!strcmp(path, "/none"))
		faulty_reply(fd, 200, "", id, "\"result\":null");
	else if (!strcmp(path, "/odd"))
		faulty_reply(fd, 200, "", id, "\"result\":{\"number\":7}");
	else if (!strcmp(path, "/unknown"))
		faulty_reply(fd, 200, "", id,
			     "\"error\":{\"code\":-32000,\"message\":\"header "
			     "not found\"}");
	else
		reply_block(fd, id, !strcmp(path, "/ahead") ? 105 : 100,
			    !strcmp(path, "/old") ? "" : fee);
	return true;
}

static void forget(void)
{
	char dir[sizeof(home) + 16], path[600];
	struct dirent *e;
	DIR *d;

	snprintf(dir, sizeof(dir), "%s/breaker", home);
	d = opendir(dir);
	while (d && (e = readdir(d))) {
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (e->d_name[0] != '.')
			CHECK(unlink(path) == 0);
	}
	if (d)
		closedir(d);
}

/* The nodes at these paths, as EVM_RPC. */
static struct jsonrpc *nodes(const char *first, const char *second)
{
	char a[64], b[64], urls[160], why[EVM_RPC_WHY_SZ];
	struct jsonrpc *rpc;
	enum mm_exit code;
	const char *unfit;

	forget();
	snprintf(urls, sizeof(urls), "%s%s%s",
		 faulty_url(a, server.port, first), second ? "," : "",
		 second ? faulty_url(b, server.port, second) : "");
	CHECK(conf_set("EVM_RPC", urls, &unfit));
	rpc = evm_rpc_open(&code, why);
	CHECK(rpc);
	return rpc;
}

/* What those nodes say; its reason, or NULL. */
static const char *asked(struct rec_chain *c, const char *first,
			 const char *second, int64_t at_least, struct evm_at at)
{
	struct evm_chain_want want = evm_chain_want_head(at_least, 0);
	struct jsonrpc *rpc = nodes(first, second);
	struct evm_no no = { .text = NULL };
	bool ok;

	want.at = at;
	ok = evm_chain_read(c, &arena, rpc, &want, &no);
	CHECK(ok == !no.text);
	jsonrpc_close(rpc);
	return ok ? NULL : no.reason;
}

static void refused_nodes(void)
{
	static const struct {
		const char *first, *second;
		int64_t at_least;
		enum evm_at_kind kind;
		const char *reason;
	} t[] = {
		{ "/none", NULL, 0, EVM_AT_LATEST, "no_chain" },
		{ "/none", NULL, 0, EVM_AT_BLOCK, "block_gone" },
		{ "/none", NULL, 0, EVM_AT_HASH, "block_gone" },
		{ "/none", "/none", 0, EVM_AT_HASH, "block_gone" },
		{ "/unknown", NULL, 0, EVM_AT_HASH, "block_gone" },
		{ "/odd", NULL, 0, EVM_AT_LATEST, "no_chain" },
		{ "/head", NULL, 101, EVM_AT_LATEST, "block_behind" },
		{ "/head", "/head", 101, EVM_AT_LATEST, "block_behind" },
		{ "/head", "/ahead", 106, EVM_AT_LATEST, "block_behind" },
		{ "/head", "/ahead", 101, EVM_AT_BLOCK, "block_behind" },
	};
	struct rec_chain c;

	for (size_t i = 0; i < COUNT(t); i++) {
		const struct evm_at at = { t[i].kind, 100, H("64") };
		const char *reason =
			asked(&c, t[i].first, t[i].second, t[i].at_least, at);

		CHECK(reason && !strcmp(reason, t[i].reason));
	}
}

static enum jsonrpc_err sends(struct jsonrpc *rpc)
{
	struct jsonrpc_request q;
	enum jsonrpc_err e;

	jsonrpc_request_init(&q, 1000);
	evm_ask_send(&q, "0x02", BUCKET_PLAIN);
	e = jsonrpc_call(rpc, &q);
	jsonrpc_request_free(&q);
	return e;
}

static void wrong_chain(void)
{
	char a[64], why[EVM_RPC_WHY_SZ];
	struct jsonrpc *rpc;
	enum mm_exit code;
	const char *unfit;

	forget();
	faulty_url(a, server.port, "/other");
	CHECK(conf_set("EVM_RPC", a, &unfit));
	CHECK(!evm_rpc_open(&code, why) && code == MM_REFUSED);
	CHECK(strstr(why, "is on chain 5, CHAIN_ID is 1"));
	CHECK(!strstr(why, "/other")); /* a path may hold a key */
	/* Those that only take transactions need not know of chains. */
	CHECK(conf_set("PRIVATE_RPC", a, &unfit));
	CHECK(!evm_rpc_open_key("private", "PRIVATE_RPC", &code, why));
	faulty_url(a, server.port, "/mute");
	CHECK(conf_set("PRIVATE_RPC", a, &unfit));
	rpc = evm_rpc_open_key("private", "PRIVATE_RPC", &code, why);
	CHECK(rpc && sends(rpc) == JSONRPC_OK);
	jsonrpc_close(rpc);
	CHECK(conf_set("EVM_RPC", a, &unfit));
	rpc = evm_rpc_open(&code, why);
	CHECK(rpc && sends(rpc) == JSONRPC_UNSENT);
	jsonrpc_close(rpc);
	CHECK(conf_set("EVM_RPC", "", &unfit));
	CHECK(!evm_rpc_open(&code, why) && code == MM_USAGE);
	CHECK(!strcmp(why, "EVM_RPC: is not set"));
	CHECK(conf_set("EVM_RPC", "http://example.org", &unfit));
	CHECK(!evm_rpc_open(&code, why) && code == MM_USAGE);
}

static void answered(void)
{
	struct rec_chain c;
	const struct rec_amount *p;

	CHECK(!asked(&c, "/head", NULL, 100, evm_latest()));
	CHECK(c.block == 100 && is(c.next_base_fee_wei, 7));
	p = c.priority_wei.v;
	CHECK(c.priority_wei.n == 5 && !strcmp(p[0].name, "p25"));
	/* The middle of the three blocks that hold transactions. */
	CHECK(is(p[0].amount, 3) && is(p[4].amount, 7) &&
	      !strcmp(p[4].name, "p95"));
	/* A node that is behind: the others are asked. */
	CHECK(!asked(&c, "/head", "/ahead", 101, evm_latest()));
	CHECK(c.block == 105);
	CHECK(!asked(&c, "/unknown", "/head", 0, evm_at_hash(H("64"))));
	CHECK(!asked(&c, "/none", "/head", 0, evm_at_hash(H("64"))));
	CHECK(c.block == 100);
	/* What nodes do not say of fees is absent, and no error. */
	CHECK(!asked(&c, "/no-fees", NULL, 0, evm_latest()));
	CHECK(c.block == 100 && !c.priority_wei.n);
	CHECK(!asked(&c, "/null-fees", NULL, 0, evm_latest()));
	CHECK(!c.priority_wei.n && dec_is_none(c.gas_price_wei));
	CHECK(!asked(&c, "/old", NULL, 0, evm_latest()));
	CHECK(dec_is_none(c.base_fee_wei) && is(c.gas_price_wei, 0x77));
}

int main(void)
{
	const struct faulty_rules rules = { serve };
	char dir[sizeof(home) + 16];

	CHECK(mkdtemp(home) && setenv("MM_HOME", home, 1) == 0);
	conf_load(NULL);
	refused_headers();
	headers();
	targets();
	server = faulty_start_with(&rules);
	refused_nodes();
	wrong_chain();
	answered();
	faulty_stop(&server);
	forget();
	snprintf(dir, sizeof(dir), "%s/breaker", home);
	CHECK(rmdir(dir) == 0 && rmdir(home) == 0);
	arena_free(&arena);
	printf("test_evm_chain: pass\n");
	return 0;
}
