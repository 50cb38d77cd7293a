/* policy_evm_pools.c - the pools of a contract in a policy: "A/B/fee" of v3,
 * "A/B/fee/spacing" of v4 with a hook's address behind, as POOLS of mm.conf(5) names
 * them. */
#include "data/policy_evm_conf.h"

#include <string.h>

#define PARTS_MAX 5
#define FEE_MAX   0xffffff /* a uint24; with the flag of a fee that hooks say */

static bool number(uint64_t *out, const char *text, uint64_t most)
{
	struct u256 v;

	return !u256_parse(&v, text, strlen(text)) && !u256_to_u64(out, v) &&
	       *out <= most;
}

static bool asset(size_t *out, const struct policy_evm *p, const char *name)
{
	int i = policy_evm_asset_of(p, name, strlen(name));

	*out = i < 0 ? 0 : (size_t)i;
	return i >= 0;
}

static bool parse(struct arena *a, struct policy_evm_pool *q,
		  const struct policy_evm *p, const char *text)
{
	char *part[PARTS_MAX], *rest = arena_strdup(a, text);
	uint64_t fee, spacing = 0;
	size_t n = 0;

	for (char *end; rest && n < PARTS_MAX; rest = end) {
		end = strchr(rest, '/');
		if (end)
			*end++ = '\0';
		part[n++] = rest;
	}
	if (rest || n < 3 || !asset(&q->asset[0], p, part[0]) ||
	    !asset(&q->asset[1], p, part[1]) ||
	    !number(&fee, part[2], FEE_MAX) ||
	    (n > 3 && !number(&spacing, part[3], INT16_MAX)) ||
	    (n > 4 && !evm_address_parse(&q->hooks, part[4], strlen(part[4]))))
		return false;
	q->fee = (uint32_t)fee;
	q->spacing = (int32_t)spacing;
	return true;
}

static void pool(struct reader *r, const struct policy_evm *p,
		 struct policy_evm_contract *contract, const char *text)
{
	struct policy_evm_pool *q = &contract->pools[contract->n_pools++];

	if (!parse(r->a, q, p, text))
		bad(r, "'pools': '%s' is not as in 'WETH/USDC/3000/60'", text);
	else if (memcmp(p->assets[q->asset[0]].address.b,
			p->assets[q->asset[1]].address.b, EVM_ADDRESS_LEN) >= 0)
		bad(r, "'pools': '%s' is not in the order of the addresses",
		    text);
}

void policy_evm_pools(struct reader *r, const struct policy_evm *p,
		      struct policy_evm_contract *contract,
		      const struct json_tok *t)
{
	const struct json_tok *e = t ? t + 1 : NULL;
	const char *text;

	if (t && t->kind != JSON_ARRAY)
		bad(r, "'pools': not a list");
	if (!t || r->why)
		return;
	contract->pools =
		arena_alloc(r->a, (t->len + 1) * sizeof(*contract->pools));
	for (uint32_t i = 0; i < t->len && !r->why; i++) {
		if (json_str(&text, e))
			pool(r, p, contract, text);
		else
			bad(r, "'pools': not text");
		e = json_next(&r->j, e);
	}
}
