#include "venue/evm_parts.h"

const char *evm_read_block_hashes(const char *const **out, size_t *n,
				  struct arena *a,
				  const struct jsonrpc_reply *r)
{
	const struct json_tok *t =
		json_in(r->json, evm_result(r), "transactions");
	const char **v;

	*n = 0;
	if (json_is(evm_result(r), JSON_NULL))
		return NULL;
	if (!json_is(t, JSON_ARRAY))
		return "a block in a shape that is not known";
	v = arena_alloc(a, (t->len + 1) * sizeof(*v));
	*out = v;
	for (size_t left = t->len; left--;) {
		const char *hash;

		t = *n ? json_next(r->json, t) : t + 1;
		if (!evm_hash_in(&hash, t))
			return "a transaction where a hash was asked for";
		v[(*n)++] = arena_strdup(a, hash);
	}
	return NULL;
}
