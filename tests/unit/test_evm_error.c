/* test_evm_error - what nodes say and what is understood.  Those of anvil 1.7.1 are
 * recorded (tests/fuzz/corpus/evm_rpc), the others as the nodes' sources and the
 * services' documentation write them. */
#include "replies.h"
#include "venue/evm_error.h"

static struct reply p;

/* An error as a node would send it, read. */
static void said(struct evm_failure *e, int64_t code, const char *message,
		 const char *data)
{
	char text[1024];

	snprintf(text, sizeof(text),
		 "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":%lld,"
		 "\"message\":\"%s\"%s%s}}",
		 (long long)code, message, data ? ",\"data\":" : "",
		 data ? data : "");
	http_call_init(&p.http, 1 << 20);
	CHECK(buf_add(&p.http.answer, text, strlen(text) + 1));
	p.http.answer.len--;
	p.http.status = 200;
	jsonrpc_read(&p.r, &p.json, &p.http, 1);
	evm_error_of(e, &p.r);
}

static const struct {
	int64_t code;
	const char *message;
	enum evm_error kind;
} texts[] = {
	/* geth */
	{ -32000, "already known", EVM_ERR_KNOWN },
	{ -32000, "nonce too low: next nonce 5, tx nonce 4",
	  EVM_ERR_NONCE_LOW },
	{ -32000, "nonce too high", EVM_ERR_NONCE_HIGH },
	{ -32000, "replacement transaction underpriced: new tx gas fee cap 1",
	  EVM_ERR_REPLACEMENT },
	{ -32000, "transaction underpriced: gas tip cap 0, minimum needed 1",
	  EVM_ERR_UNDERPRICED },
	{ -32000,
	  "err: max fee per gas less than block base fee: address 0x1, "
	  "maxFeePerGas: 1, baseFee: 7 (supplied gas 100)",
	  EVM_ERR_UNDERPRICED },
	{ -32000,
	  "insufficient funds for gas * price + value: balance 0, tx cost 1",
	  EVM_ERR_FUNDS },
	{ -32000, "exceeds block gas limit", EVM_ERR_GAS_LIMIT },
	{ -32000, "transaction gas limit too high (cap: 16777216, tx: 2e7)",
	  EVM_ERR_GAS_LIMIT },
	{ -32000, "tx fee (1.5 ether) exceeds the configured cap (1.00 ether)",
	  EVM_ERR_GAS_LIMIT },
	{ -32000, "intrinsic gas too low: gas 1, minimum needed 21000",
	  EVM_ERR_INTRINSIC },
	{ -32000, "txpool is full", EVM_ERR_POOL_FULL },
	{ -32000, "invalid sender", EVM_ERR_INVALID },
	{ -32000, "transaction type not supported", EVM_ERR_INVALID },
	{ -32000, "unknown transaction type", EVM_ERR_UNKNOWN },
	{ 3, "execution reverted", EVM_ERR_REVERTED },
	{ 3, "execution reverted: nonce too low", EVM_ERR_REVERTED },
	{ 3, "already known", EVM_ERR_REVERTED },
	{ -32000, "execution reverted: already known", EVM_ERR_REVERTED },
	{ -32000, "out of gas", EVM_ERR_OUT_OF_GAS },
	{ -32000, "gas required exceeds allowance (1000)", EVM_ERR_OUT_OF_GAS },
	{ -32000, "invalid opcode: INVALID", EVM_ERR_OUT_OF_GAS },
	{ -32601, "the method eth_foo does not exist/is not available",
	  EVM_ERR_NO_METHOD },
	{ -32602, "invalid argument 0: hex string without 0x prefix",
	  EVM_ERR_PARAMS },
	{ -32602, "invalid block range params", EVM_ERR_PARAMS },
	{ -32000, "header not found", EVM_ERR_NO_BLOCK },
	{ -32000, "header for hash not found", EVM_ERR_NO_BLOCK },
	{ -32000, "hash 0x11 is not currently canonical", EVM_ERR_NO_BLOCK },
	{ -32000, "block range extends beyond current head block",
	  EVM_ERR_NO_BLOCK },
	{ -32000,
	  "missing trie node 1111 (path ) state 0x11 is not available, not "
	  "found",
	  EVM_ERR_PRUNED },
	{ -32000, "historical state 0x11 is not available", EVM_ERR_PRUNED },
	{ 4444, "pruned history unavailable", EVM_ERR_PRUNED },
	{ -32000, "filter not found", EVM_ERR_NO_FILTER },
	{ -32000, "execution aborted (timeout = 5s)", EVM_ERR_TIMEOUT },
	/* erigon */
	{ -32000, "ALREADY_EXISTS: already known", EVM_ERR_KNOWN },
	{ -32000, "INTERNAL_ERROR: existing tx with same hash", EVM_ERR_KNOWN },
	{ -32000, "INTERNAL_ERROR: nonce too low", EVM_ERR_NONCE_LOW },
	{ -32000, "could not replace existing tx", EVM_ERR_REPLACEMENT },
	{ -32000, "fee too low", EVM_ERR_UNDERPRICED },
	/* nethermind */
	{ -32010, "AlreadyKnown", EVM_ERR_KNOWN },
	{ -32010, "OldNonce, Current nonce: 5, nonce of rejected tx: 4",
	  EVM_ERR_NONCE_LOW },
	{ -32010, "NonceGap, Future nonce. Expected nonce: 5",
	  EVM_ERR_NONCE_HIGH },
	{ -32010, "FeeTooLowToCompete", EVM_ERR_REPLACEMENT },
	{ -32010, "ReplacementNotAllowed", EVM_ERR_REPLACEMENT },
	{ -32010, "FeeTooLow, MaxFeePerGas too low", EVM_ERR_UNDERPRICED },
	{ -32010, "InsufficientFunds, Account balance: 0", EVM_ERR_FUNDS },
	{ -32010, "GasLimitExceeded, Gas limit: 1", EVM_ERR_GAS_LIMIT },
	{ -32002, "No state available for block 0x11", EVM_ERR_PRUNED },
	{ -32001, "ResourceNotFound", EVM_ERR_NO_BLOCK },
	{ -32015, "VM execution error.", EVM_ERR_REVERTED },
	/* reth */
	{ -32000, "replacement transaction underpriced", EVM_ERR_REPLACEMENT },
	{ -32001, "block not found: 0x11", EVM_ERR_NO_BLOCK },
	{ -32602, "query exceeds max block range 100000", EVM_ERR_RANGE },
	{ -32602, "query exceeds max results 20000, retry with the range 16-47",
	  EVM_ERR_TOO_MANY },
	{ -32000, "state at block #1 is pruned", EVM_ERR_PRUNED },
	/* besu */
	{ -32001, "Nonce too low", EVM_ERR_NONCE_LOW },
	{ -32000, "Known transaction", EVM_ERR_KNOWN },
	{ -32006, "Transaction nonce is too distant from current sender nonce",
	  EVM_ERR_NONCE_HIGH },
	{ -32004, "Upfront cost exceeds account balance", EVM_ERR_FUNDS },
	{ -32003, "Intrinsic gas exceeds gas limit", EVM_ERR_INTRINSIC },
	{ -32005, "Transaction gas limit exceeds block gas limit",
	  EVM_ERR_GAS_LIMIT },
	{ -32009, "Gas price below configured minimum gas price",
	  EVM_ERR_UNDERPRICED },
	{ -32000, "Transaction replacement underpriced", EVM_ERR_REPLACEMENT },
	{ -32005, "Requested range exceeds maximum RPC range limit",
	  EVM_ERR_RANGE },
	{ -32000, "World state unavailable", EVM_ERR_PRUNED },
	{ -32000, "Unknown block", EVM_ERR_NO_BLOCK },
	/* Alchemy */
	{ 429, "Your app has exceeded its compute units per second capacity.",
	  EVM_ERR_LIMITED },
	{ -32600,
	  "Under the Free tier plan, you can make eth_getLogs requests with "
	  "up to a 10 block range. this block range should work: [0x10, 0x19]",
	  EVM_ERR_RANGE },
	{ -32000,
	  "Query timeout exceeded. Consider reducing your block range. this "
	  "block range should work: [0x10, 0x19]",
	  EVM_ERR_TIMEOUT },
	/* Infura */
	{ -32005, "query returned more than 10000 results", EVM_ERR_TOO_MANY },
	{ -32005, "query timeout exceeded", EVM_ERR_TIMEOUT },
	{ -32602, "range 1000000 exceeds limit of 10000", EVM_ERR_RANGE },
	{ -32005, "daily request count exceeded, request rate limited",
	  EVM_ERR_LIMITED },
	{ -32005, "project ID request rate exceeded", EVM_ERR_LIMITED },
	/* QuickNode */
	{ -32614, "eth_getLogs is limited to a 10,000 range", EVM_ERR_RANGE },
	{ -32007, "50/second request limit reached", EVM_ERR_LIMITED },
	{ -32005, "limit exceeded", EVM_ERR_LIMITED },
	/* others */
	{ -32047,
	  "Invalid eth_getLogs request. 'fromBlock'-'toBlock' range too large. "
	  "Max range: 800",
	  EVM_ERR_RANGE },
	{ -32000,
	  "requested too many blocks from 1 to 9999, maximum is set to 2048",
	  EVM_ERR_RANGE },
	{ -32000, "Please limit the query to at most 1000 blocks",
	  EVM_ERR_RANGE },
	{ -32005, "logs matched by query exceeds limit of 10000",
	  EVM_ERR_TOO_MANY },
	{ -32020, "backend response too large", EVM_ERR_TOO_MANY },
	{ -32000, "old data not available due to pruning", EVM_ERR_PRUNED },
	{ -32000, "cannot query unfinalized data", EVM_ERR_NO_BLOCK },
	{ -32000, "Could not find block", EVM_ERR_NO_BLOCK },
	{ 429, "Monthly capacity limit exceeded.", EVM_ERR_LIMITED },
	{ -32029, "you have exceeded your quota", EVM_ERR_LIMITED },
	/* eth_simulateV1, whatever the words */
	{ -38010, "x", EVM_ERR_NONCE_LOW },
	{ -38011, "x", EVM_ERR_NONCE_HIGH },
	{ -38012, "x", EVM_ERR_UNDERPRICED },
	{ -38013, "x", EVM_ERR_INTRINSIC },
	{ -38014, "x", EVM_ERR_FUNDS },
	{ -38015, "x", EVM_ERR_GAS_LIMIT },
	{ -38020, "block numbers must be in order", EVM_ERR_PARAMS },
	{ -38026, "too many blocks", EVM_ERR_TOO_MANY },
	/* What nobody knows. */
	{ -32603, "internal error", EVM_ERR_UNKNOWN },
	{ -32000, "", EVM_ERR_UNKNOWN },
	{ -32000, "the sky is low", EVM_ERR_UNKNOWN },
	{ -32003, "transaction rejected", EVM_ERR_UNKNOWN },
};

static void by_words(void)
{
	struct evm_failure e;

	for (size_t i = 0; i < COUNT(texts); i++) {
		said(&e, texts[i].code, texts[i].message, NULL);
		if (e.kind != texts[i].kind)
			fprintf(stderr, "'%s': %s\n", texts[i].message,
				evm_error_word(e.kind));
		CHECK(e.kind == texts[i].kind);
		CHECK(!e.data && e.why && *evm_error_word(e.kind));
		reply_free(&p);
	}
}

static void recorded(void)
{
	static const struct {
		const char *name;
		enum evm_error kind;
	} t[] = {
		{ "nonce_low", EVM_ERR_NONCE_LOW },
		{ "funds", EVM_ERR_FUNDS },
		{ "intrinsic", EVM_ERR_INTRINSIC },
		{ "gas_limit", EVM_ERR_GAS_LIMIT },
		{ "fee_low", EVM_ERR_UNDERPRICED },
		{ "undecodable", EVM_ERR_INVALID },
		{ "replacement", EVM_ERR_REPLACEMENT },
		{ "imported", EVM_ERR_KNOWN },
		{ "no_filter", EVM_ERR_NO_FILTER },
		{ "no_method", EVM_ERR_NO_METHOD },
		{ "params", EVM_ERR_PARAMS },
		{ "resource_not_found", EVM_ERR_NO_BLOCK },
		{ "block_out_of_range", EVM_ERR_NO_BLOCK },
		{ "unknown_block", EVM_ERR_NO_BLOCK },
		{ "invalid_opcode", EVM_ERR_OUT_OF_GAS },
		{ "out_of_gas", EVM_ERR_OUT_OF_GAS },
		{ "revert_string", EVM_ERR_REVERTED },
		{ "revert_custom", EVM_ERR_REVERTED },
		{ "revert_empty", EVM_ERR_REVERTED },
		{ "too_many_range", EVM_ERR_TOO_MANY },
		{ "response_size", EVM_ERR_TOO_MANY },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct evm_failure e;

		reply_rpc(&p, "evm_rpc", t[i].name);
		CHECK(p.r.err == JSONRPC_REFUSED);
		evm_error_of(&e, &p.r);
		CHECK(e.kind == t[i].kind);
		reply_free(&p);
	}
}

/* Where nodes put what a contract said. */
static void revert_data(void)
{
	static const struct {
		int64_t code;
		const char *message, *data, *want;
	} t[] = {
		{ 3, "execution reverted", "\"0x08C379a0\"", "0x08c379a0" },
		{ 3, "execution reverted", "\"0x\"", "0x" },
		{ 3, "execution reverted", NULL, NULL },
		{ 3, "execution reverted", "null", NULL },
		{ 3, "execution reverted", "\"0x08c\"", NULL },
		{ 3, "execution reverted", "\"0x08cg\"", NULL },
		{ 3, "execution reverted", "\"revert\"", NULL },
		{ 3, "execution reverted", "17", NULL },
		{ -32015, "VM execution error.", "\"Reverted 0x08c379a0\"",
		  "0x08c379a0" },
		{ -32603, "Error: VM Exception while processing: reverted",
		  "{\"message\":\"x\",\"data\":\"0x08c379a0\"}", "0x08c379a0" },
		{ -32000, "VM Exception while processing transaction: revert",
		  "{\"hash\":\"0x11\",\"result\":\"0x08c379a0\"}",
		  "0x08c379a0" },
		{ -32000, "VM Exception while processing transaction: revert",
		  "{\"hash\":\"0x11\"}", NULL },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct evm_failure e;

		said(&e, t[i].code, t[i].message, t[i].data);
		CHECK(e.kind == EVM_ERR_REVERTED);
		CHECK(!e.data == !t[i].want);
		if (e.data)
			CHECK(!strcmp(e.data, t[i].want) &&
			      e.data_len == strlen(t[i].want) / 2 - 1);
		reply_free(&p);
	}
}

/* The blocks a node would answer for. */
static void ranges(void)
{
	static const struct {
		const char *message, *data;
		int64_t from, to;
	} t[] = {
		{ "query returned more than 10000 results",
		  "{\"from\":\"0x10\",\"limit\":10000,\"to\":\"0x2f\"}", 16,
		  47 },
		{ "query returned more than 10000 results. Try with this block "
		  "range [0x10, 0x2F].",
		  NULL, 16, 47 },
		{ "query exceeds max results 20000, retry with the range 16-47",
		  NULL, 16, 47 },
		{ "Log response size exceeded. up to a 2K block range, with a "
		  "cap of 10K logs. this block range should work: [0x10,0x2f]",
		  NULL, 16, 47 },
		{ "query returned more than 10000 results", NULL, -1, -1 },
		{ "query returned more than 10000 results",
		  "{\"from\":\"0x2f\",\"to\":\"0x10\"}", -1, -1 },
		{ "block range [0x2f, 0x10]", NULL, -1, -1 },
		{ "block range [", NULL, -1, -1 },
		{ "block range 7-", NULL, -1, -1 },
		{ "block range [0x10", NULL, -1, -1 },
		{ "block range [-5, 9]", NULL, -1, -1 },
		{ "block range is wide", NULL, -1, -1 },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct evm_failure e;

		said(&e, -32005, t[i].message, t[i].data);
		if (e.from != t[i].from || e.to != t[i].to)
			fprintf(stderr, "'%s': %lld %lld\n", t[i].message,
				(long long)e.from, (long long)e.to);
		CHECK(e.from == t[i].from && e.to == t[i].to);
		reply_free(&p);
	}
}

/* Not an error of a node at all. */
static void unread(void)
{
	struct jsonrpc_reply r = { .err = JSONRPC_LOST };
	struct evm_failure e;

	evm_error_of(&e, &r);
	CHECK(e.kind == EVM_ERR_UNKNOWN && e.why);
	r = (struct jsonrpc_reply){ .err = JSONRPC_LIMITED, .why = "slow" };
	evm_error_of(&e, &r);
	CHECK(e.kind == EVM_ERR_LIMITED && !strcmp(e.why, "slow"));
	CHECK(evm_error_elsewhere(EVM_ERR_UNKNOWN));
	CHECK(evm_error_elsewhere(EVM_ERR_NO_BLOCK));
	CHECK(!evm_error_elsewhere(EVM_ERR_REVERTED));
	CHECK(!evm_error_elsewhere(EVM_ERR_NONCE_LOW));
}

int main(void)
{
	by_words();
	recorded();
	revert_data();
	ranges();
	unread();
	printf("test_evm_error: pass\n");
	return 0;
}
