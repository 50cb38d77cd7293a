#include "chain/evm_quantity.h"
#include "data/json_get.h"
#include "venue/flashbots.h"

#include <string.h>

#define HASH_TEXT_LEN 66

/* Gas is a JSON number here, wei are decimal text: source: docs.flashbots.net,
 * eth_callBundle. */
static bool wei(struct u256 *out, const struct json_tok *t)
{
	return json_is(t, JSON_STRING) && !u256_parse(out, t->s, t->len);
}

static bool hash_in(const char **out, const struct json_tok *t)
{
	return json_str(out, t) && t->len == HASH_TEXT_LEN &&
	       !strncmp(*out, "0x", 2);
}

static bool result_in(struct flashbots_result *out, const struct json *j,
		      const struct json_tok *t)
{
	const char *error = NULL;

	*out = (struct flashbots_result){ .ok = true };
	if (!hash_in(&out->tx_hash, json_in(j, t, "txHash")) ||
	    !json_u64(&out->gas_used, json_in(j, t, "gasUsed")))
		return false;
	if (json_str(&error, json_in(j, t, "error"))) {
		out->ok = false;
		out->why = error;
	}
	/* Its text, or the data: nodes differ. */
	if (json_str(&out->revert, json_in(j, t, "revert"))) {
		out->ok = false;
		out->why = error ? error : "reverted";
	}
	return true;
}

const char *flashbots_read_call(struct flashbots_call *out, struct arena *a,
				size_t n, const struct jsonrpc_reply *r)
{
	static const char shape[] = "no simulation of a bundle";
	const struct json_tok *root = &r->json->tok[r->result], *t;

	*out = (struct flashbots_call){ .n = 0 };
	t = json_in(r->json, root, "results");
	if (!json_u64(&out->gas_used, json_in(r->json, root, "totalGasUsed")) ||
	    !wei(&out->coinbase_wei, json_in(r->json, root, "coinbaseDiff")) ||
	    !json_is(t, JSON_ARRAY) || t->len != n)
		return shape;
	out->v = arena_alloc(a, n * sizeof(*out->v));
	t++;
	for (; out->n < n; out->n++, t = json_next(r->json, t))
		if (!result_in(&out->v[out->n], r->json, t))
			return shape;
	return NULL;
}

const char *flashbots_read_sent(const char **bundle_hash,
				const struct jsonrpc_reply *r)
{
	const struct json_tok *root = &r->json->tok[r->result];

	return hash_in(bundle_hash, json_in(r->json, root, "bundleHash"))
		       ? NULL
		       : "no name of a bundle";
}
