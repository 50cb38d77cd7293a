#include "venue/evm_error.h"

#include "venue/evm_parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A node's words and what they mean: the first line whose phrases both stand in the
 * message, in any case.  What a contract says comes first, for it may say anything;
 * then the narrower before the wider. */
static const struct {
	const char *phrase, *also;
	enum evm_error kind;
} words[] = {
	{ "execution reverted", NULL, EVM_ERR_REVERTED },
	{ "VM Exception", "revert", EVM_ERR_REVERTED },   /* hardhat */
	{ "VM execution error", NULL, EVM_ERR_REVERTED }, /* parity */
	{ "transaction reverted", NULL, EVM_ERR_REVERTED },
	{ "out of gas", NULL, EVM_ERR_OUT_OF_GAS },
	{ "EVM error", NULL, EVM_ERR_OUT_OF_GAS }, /* anvil */
	{ "gas required exceeds allowance", NULL, EVM_ERR_OUT_OF_GAS },
	{ "invalid opcode", NULL, EVM_ERR_OUT_OF_GAS },
	{ "invalid jump", NULL, EVM_ERR_OUT_OF_GAS },
	{ "stack underflow", NULL, EVM_ERR_OUT_OF_GAS },

	{ "already known", NULL, EVM_ERR_KNOWN },
	{ "AlreadyKnown", NULL, EVM_ERR_KNOWN },               /* nethermind */
	{ "known transaction", NULL, EVM_ERR_KNOWN },          /* besu */
	{ "already imported", NULL, EVM_ERR_KNOWN },           /* anvil */
	{ "existing tx with same hash", NULL, EVM_ERR_KNOWN }, /* erigon */

	{ "could not replace existing", NULL, EVM_ERR_REPLACEMENT },
	{ "to replace existing", NULL, EVM_ERR_REPLACEMENT }, /* reth */
	{ "replacement", "underpriced", EVM_ERR_REPLACEMENT },
	{ "replacement fee too low", NULL, EVM_ERR_REPLACEMENT },
	{ "ReplacementNotAllowed", NULL, EVM_ERR_REPLACEMENT },
	{ "FeeTooLowToCompete", NULL, EVM_ERR_REPLACEMENT },
	{ "nonce too low", NULL, EVM_ERR_NONCE_LOW },
	{ "nonce is too low", NULL, EVM_ERR_NONCE_LOW },
	{ "OldNonce", NULL, EVM_ERR_NONCE_LOW },
	{ "nonce too high", NULL, EVM_ERR_NONCE_HIGH },
	{ "nonce is too distant", NULL, EVM_ERR_NONCE_HIGH },
	{ "nonce gap", NULL, EVM_ERR_NONCE_HIGH },
	{ "gapped", "nonce", EVM_ERR_NONCE_HIGH },
	{ "NonceGap", NULL, EVM_ERR_NONCE_HIGH },
	{ "insufficient funds", NULL, EVM_ERR_FUNDS },
	{ "InsufficientFunds", NULL, EVM_ERR_FUNDS },
	{ "insufficient balance", NULL, EVM_ERR_FUNDS },
	{ "upfront cost exceeds account balance", NULL, EVM_ERR_FUNDS },
	{ "intrinsic gas too high", NULL, EVM_ERR_GAS_LIMIT }, /* anvil */
	{ "intrinsic gas", NULL, EVM_ERR_INTRINSIC },
	{ "floor data gas", NULL, EVM_ERR_INTRINSIC }, /* EIP-7623 */
	{ "insufficient gas for floor", NULL, EVM_ERR_INTRINSIC },
	{ "exceeds the configured cap", NULL, EVM_ERR_GAS_LIMIT },
	{ "exceeds block gas limit", NULL, EVM_ERR_GAS_LIMIT },
	{ "gas limit", "too high", EVM_ERR_GAS_LIMIT }, /* EIP-7825 */
	{ "GasLimitExceeded", NULL, EVM_ERR_GAS_LIMIT },
	{ "gas limit", "exceeds", EVM_ERR_GAS_LIMIT },
	{ "underpriced", NULL, EVM_ERR_UNDERPRICED },
	{ "less than block base fee", NULL, EVM_ERR_UNDERPRICED },
	{ "FeeTooLow", NULL, EVM_ERR_UNDERPRICED },
	{ "fee too low", NULL, EVM_ERR_UNDERPRICED },
	{ "gas price too low", NULL, EVM_ERR_UNDERPRICED },
	{ "gas price below", NULL, EVM_ERR_UNDERPRICED },
	{ "below chain minimum", NULL, EVM_ERR_UNDERPRICED },
	{ "txpool is full", NULL, EVM_ERR_POOL_FULL },
	{ "account limit exceeded", NULL, EVM_ERR_POOL_FULL },
	{ "in-flight transaction limit", NULL, EVM_ERR_POOL_FULL },
	{ "invalid sender", NULL, EVM_ERR_INVALID },
	{ "invalid chain id", NULL, EVM_ERR_INVALID },
	{ "transaction type not supported", NULL, EVM_ERR_INVALID },
	{ "only replay-protected", NULL, EVM_ERR_INVALID },
	{ "failed to decode", "transaction", EVM_ERR_INVALID }, /* anvil */
	{ "oversized data", NULL, EVM_ERR_INVALID },
	{ "rlp:", NULL, EVM_ERR_INVALID },

	{ "method not found", NULL, EVM_ERR_NO_METHOD },
	{ "does not exist/is not available", NULL, EVM_ERR_NO_METHOD },
	{ "unsupported method", NULL, EVM_ERR_NO_METHOD },
	{ "method not supported", NULL, EVM_ERR_NO_METHOD },
	{ "is not whitelisted", NULL, EVM_ERR_NO_METHOD },
	{ "returned more than", NULL, EVM_ERR_TOO_MANY }, /* infura */
	{ "response size", NULL, EVM_ERR_TOO_MANY },      /* alchemy */
	{ "response is too big", NULL, EVM_ERR_TOO_MANY },
	{ "query exceeds max results", NULL, EVM_ERR_TOO_MANY }, /* reth */
	{ "too many results", NULL, EVM_ERR_TOO_MANY },
	{ "too many logs", NULL, EVM_ERR_TOO_MANY },
	{ "logs matched", "exceeds", EVM_ERR_TOO_MANY },  /* thirdweb */
	{ "response too large", NULL, EVM_ERR_TOO_MANY }, /* proxyd */
	{ "query timeout", NULL, EVM_ERR_TIMEOUT },
	{ "execution aborted", NULL, EVM_ERR_TIMEOUT }, /* geth */
	{ "request timed out", NULL, EVM_ERR_TIMEOUT },
	{ "context deadline exceeded", NULL, EVM_ERR_TIMEOUT },
	{ "beyond current head", NULL, EVM_ERR_NO_BLOCK },
	{ "invalid block range", NULL, EVM_ERR_PARAMS },
	{ "block range", NULL, EVM_ERR_RANGE },
	{ "blocks range", NULL, EVM_ERR_RANGE },
	{ "range", "limit", EVM_ERR_RANGE },     /* besu, infura, quicknode */
	{ "range", "too large", EVM_ERR_RANGE }, /* cloudflare */
	{ "requested too many blocks", NULL, EVM_ERR_RANGE }, /* avalanche */
	{ "limit the query", NULL, EVM_ERR_RANGE },           /* 1rpc */
	{ "missing trie node", NULL, EVM_ERR_PRUNED },
	{ "state", "is not available", EVM_ERR_PRUNED },
	{ "state unavailable", NULL, EVM_ERR_PRUNED },
	{ "no state available", NULL, EVM_ERR_PRUNED }, /* nethermind */
	{ "pruned", NULL, EVM_ERR_PRUNED },
	{ "pruning", NULL, EVM_ERR_PRUNED },
	{ "archive", NULL, EVM_ERR_PRUNED },
	{ "header not found", NULL, EVM_ERR_NO_BLOCK },
	{ "header for hash not found", NULL, EVM_ERR_NO_BLOCK },
	{ "block not found", NULL, EVM_ERR_NO_BLOCK },
	{ "unknown block", NULL, EVM_ERR_NO_BLOCK },
	{ "not currently canonical", NULL, EVM_ERR_NO_BLOCK }, /* geth */
	{ "BlockOutOfRange", NULL, EVM_ERR_NO_BLOCK },         /* anvil */
	{ "resource not found", NULL, EVM_ERR_NO_BLOCK },
	{ "could not find block", NULL, EVM_ERR_NO_BLOCK },
	{ "unfinalized data", NULL, EVM_ERR_NO_BLOCK }, /* avalanche */
	{ "filter not found", NULL, EVM_ERR_NO_FILTER },
	{ "subscription not found", NULL, EVM_ERR_NO_FILTER },
	{ "rate limit", NULL, EVM_ERR_LIMITED },
	{ "request limit", NULL, EVM_ERR_LIMITED }, /* quicknode */
	{ "too many requests", NULL, EVM_ERR_LIMITED },
	{ "request rate exceeded", NULL, EVM_ERR_LIMITED },
	{ "request count exceeded", NULL, EVM_ERR_LIMITED },
	{ "compute units", NULL, EVM_ERR_LIMITED }, /* alchemy */
	{ "capacity limit", NULL, EVM_ERR_LIMITED },
	{ "quota", NULL, EVM_ERR_LIMITED },
};

/* Codes, where the words say nothing.  source: EIP-1474, EIP-4444, eth_simulateV1 of
 * execution-apis. */
static const struct {
	int64_t code;
	enum evm_error kind;
} codes[] = {
	{ 3, EVM_ERR_REVERTED },        { -32015, EVM_ERR_REVERTED },
	{ -32601, EVM_ERR_NO_METHOD },  { -32004, EVM_ERR_NO_METHOD },
	{ -32602, EVM_ERR_PARAMS },     { -32001, EVM_ERR_NO_BLOCK },
	{ 4444, EVM_ERR_PRUNED },       { 429, EVM_ERR_LIMITED },
	{ -32005, EVM_ERR_LIMITED },    { -32007, EVM_ERR_LIMITED },
	{ -32614, EVM_ERR_RANGE },      { -38010, EVM_ERR_NONCE_LOW },
	{ -38011, EVM_ERR_NONCE_HIGH }, { -38012, EVM_ERR_UNDERPRICED },
	{ -38013, EVM_ERR_INTRINSIC },  { -38014, EVM_ERR_FUNDS },
	{ -38015, EVM_ERR_GAS_LIMIT },  { -38020, EVM_ERR_PARAMS },
	{ -38021, EVM_ERR_PARAMS },     { -38025, EVM_ERR_INVALID },
	{ -38026, EVM_ERR_TOO_MANY },
};

/* Where phrase stands in text, in any case; "unknown transaction" does not hold
 * "known transaction". */
static const char *find(const char *text, const char *phrase)
{
	size_t len = strlen(phrase);

	for (const char *p = text; *p; p++)
		if (!strncasecmp(p, phrase, len) &&
		    (p == text || !isalpha((unsigned char)p[-1])))
			return p;
	return NULL;
}

static enum evm_error kind_of(int64_t code, const char *why)
{
	/* A contract's own words stand behind "execution reverted: ", or, where a
	 * node gives them alone, behind the code. */
	if (code == 3)
		return EVM_ERR_REVERTED;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (find(why, words[i].phrase) &&
		    (!words[i].also || find(why, words[i].also)))
			return words[i].kind;
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (code == codes[i].code)
			return codes[i].kind;
	return EVM_ERR_UNKNOWN;
}

/* What a contract said: as data, behind a word in data (parity), or as a member of
 * data that is an object (hardhat, ganache). */
static void take_data(struct evm_failure *out, const struct json *j,
		      const struct json_tok *data)
{
	static const char *const members[] = { "data", "result", "return" };

	if (json_is(data, JSON_STRING)) {
		struct json_tok hex = *data;
		const char *at = strstr(data->s, "0x");

		if (!at)
			return;
		hex.len -= (uint32_t)(at - data->s);
		hex.s += at - data->s;
		if (!evm_data_in(&out->data, &out->data_len, &hex))
			out->data = NULL;
		return;
	}
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++)
		if (evm_data_in(&out->data, &out->data_len,
				json_in(j, data, members[i])))
			return;
}

/* "... [0x10, 0x2f]", or "... range 16-47": the blocks a node would answer for. */
static bool range_in_text(struct evm_failure *out, const char *why)
{
	const char *p = find(why, "range");
	long long from, to;
	char *end;

	p = p ? strpbrk(p, "[0123456789") : NULL;
	while (p) {
		int base = *p == '[' ? 16 : 10;

		from = strtoll(p + (*p == '['), &end, base);
		if ((base == 16 && *end == ',') ||
		    (base == 10 && *end == '-')) {
			to = strtoll(end + 1, &end, base);
			if (from >= 0 && to >= from) {
				out->from = from;
				out->to = to;
				return true;
			}
		}
		p = strpbrk(p + strspn(p + 1, "0123456789") + 1, "[0123456789");
	}
	return false;
}

static void take_range(struct evm_failure *out, const struct json *j,
		       const struct json_tok *data)
{
	int64_t from, to;

	if (evm_int_in(&from, json_in(j, data, "from")) &&
	    evm_int_in(&to, json_in(j, data, "to")) && to >= from) {
		out->from = from;
		out->to = to;
	} else if (!range_in_text(out, out->why)) {
		out->from = out->to = -1;
	}
}

static void understand(struct evm_failure *out, int64_t code, const char *why,
		       const struct json *j, const struct json_tok *data)
{
	*out = (struct evm_failure){ .why = why, .from = -1, .to = -1 };
	out->kind = kind_of(code, why);
	if (out->kind == EVM_ERR_REVERTED)
		take_data(out, j, data);
	else if (out->kind == EVM_ERR_TOO_MANY || out->kind == EVM_ERR_RANGE ||
		 out->kind == EVM_ERR_TIMEOUT)
		take_range(out, j, data);
}

void evm_error_of(struct evm_failure *out, const struct jsonrpc_reply *r)
{
	const struct json_tok *data = r->data ? &r->json->tok[r->data] : NULL;

	if (r->err == JSONRPC_REFUSED) {
		understand(out, r->code, r->why, r->json, data);
		return;
	}
	*out = (struct evm_failure){ .why = r->why ? r->why
						   : jsonrpc_text(r->err),
				     .from = -1,
				     .to = -1 };
	if (r->err == JSONRPC_LIMITED)
		out->kind = EVM_ERR_LIMITED;
}

void evm_error_read(struct evm_failure *out, const struct json *j,
		    const struct json_tok *t)
{
	const char *why;
	int64_t code;

	if (!json_int(&code, json_in(j, t, "code")))
		code = 0;
	if (!json_str(&why, json_in(j, t, "message")))
		why = "an error without a message";
	understand(out, code, why, j, json_in(j, t, "data"));
}

bool evm_error_elsewhere(enum evm_error e)
{
	switch (e) {
	case EVM_ERR_UNKNOWN:
	case EVM_ERR_POOL_FULL:
	case EVM_ERR_NO_METHOD:
	case EVM_ERR_NO_BLOCK:
	case EVM_ERR_PRUNED:
	case EVM_ERR_TIMEOUT:
		return true;
	case EVM_ERR_KNOWN:
	case EVM_ERR_NONCE_LOW:
	case EVM_ERR_NONCE_HIGH:
	case EVM_ERR_REPLACEMENT:
	case EVM_ERR_UNDERPRICED:
	case EVM_ERR_FUNDS:
	case EVM_ERR_GAS_LIMIT:
	case EVM_ERR_INTRINSIC:
	case EVM_ERR_INVALID:
	case EVM_ERR_REVERTED:
	case EVM_ERR_OUT_OF_GAS:
	case EVM_ERR_PARAMS:
	case EVM_ERR_TOO_MANY:
	case EVM_ERR_RANGE:
	case EVM_ERR_NO_FILTER:
	case EVM_ERR_LIMITED:
		return false;
	}
	return false;
}

const char *evm_error_word(enum evm_error e)
{
	static const char *const v[] = {
		[EVM_ERR_UNKNOWN] = "unknown",
		[EVM_ERR_KNOWN] = "already_known",
		[EVM_ERR_NONCE_LOW] = "nonce_too_low",
		[EVM_ERR_NONCE_HIGH] = "nonce_too_high",
		[EVM_ERR_REPLACEMENT] = "replacement_underpriced",
		[EVM_ERR_UNDERPRICED] = "underpriced",
		[EVM_ERR_FUNDS] = "insufficient_funds",
		[EVM_ERR_GAS_LIMIT] = "gas_limit",
		[EVM_ERR_INTRINSIC] = "intrinsic_gas",
		[EVM_ERR_POOL_FULL] = "pool_full",
		[EVM_ERR_INVALID] = "invalid_transaction",
		[EVM_ERR_REVERTED] = "reverted",
		[EVM_ERR_OUT_OF_GAS] = "out_of_gas",
		[EVM_ERR_NO_METHOD] = "no_method",
		[EVM_ERR_PARAMS] = "bad_params",
		[EVM_ERR_TOO_MANY] = "too_many_results",
		[EVM_ERR_RANGE] = "range_too_wide",
		[EVM_ERR_NO_BLOCK] = "no_block",
		[EVM_ERR_PRUNED] = "pruned",
		[EVM_ERR_NO_FILTER] = "no_filter",
		[EVM_ERR_LIMITED] = "rate_limited",
		[EVM_ERR_TIMEOUT] = "timeout",
	};

	return v[e];
}
