#include "chain/evm_quantity.h"
#include "venue/evm_parts.h"

#include <string.h>

bool evm_u256_in(struct u256 *out, const struct json_tok *t)
{
	return json_is(t, JSON_STRING) && evm_quantity_parse(out, t->s);
}

bool evm_u64_in(uint64_t *out, const struct json_tok *t)
{
	return json_is(t, JSON_STRING) && evm_quantity_parse_u64(out, t->s);
}

bool evm_int_in(int64_t *out, const struct json_tok *t)
{
	return json_is(t, JSON_STRING) && evm_quantity_parse_int(out, t->s);
}

/* In each byte below 0x80: its high bit says whether it is in lo..hi. */
static uint64_t between(uint64_t x, char lo, char hi)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);

	return (x + ones * (uint64_t)(0x80 - lo)) &
	       ~(x + ones * (uint64_t)(0x7f - hi)) & ones * 0x80;
}

/* Eight hex digits made lower case.  False: another byte among them. */
static bool lower8(uint64_t *x)
{
	const uint64_t high = UINT64_C(0x8080808080808080);

	if (*x & high)
		return false;
	*x |= between(*x, 'A', 'F') >> 2;
	return (between(*x, '0', '9') | between(*x, 'a', 'f')) == high;
}

/* Hex digits made lower case where they stand, eight at a time: logs are made of
 * them, and a branch on each costs more than all else.  False: another byte. */
static bool lower(char *p, size_t n)
{
	uint64_t x;

	for (; n >= sizeof(x); p += sizeof(x), n -= sizeof(x)) {
		memcpy(&x, p, sizeof(x));
		if (!lower8(&x))
			return false;
		memcpy(p, &x, sizeof(x));
	}
	memset(&x, '0', sizeof(x));
	memcpy(&x, p, n);
	if (!lower8(&x))
		return false;
	memcpy(p, &x, n);
	return true;
}

bool evm_data_in(const char **out, size_t *n, const struct json_tok *t)
{
	if (!json_is(t, JSON_STRING) || !evm_data_len(n, t->s, t->len) ||
	    !lower(t->s + 2, t->len - 2))
		return false;
	*out = t->s;
	return true;
}

static bool sized_in(const char **out, const struct json_tok *t, size_t len)
{
	size_t n;

	return json_is(t, JSON_STRING) && t->len == len &&
	       evm_data_in(out, &n, t);
}

bool evm_hash_in(const char **out, const struct json_tok *t)
{
	return sized_in(out, t, EVM_HASH_CHARS);
}

bool evm_address_in(const char **out, const struct json_tok *t)
{
	return sized_in(out, t, EVM_ADDRESS_CHARS);
}

bool evm_address_or_none(const char **out, const struct json_tok *t)
{
	*out = NULL;
	return !t || t->kind == JSON_NULL || evm_address_in(out, t);
}

const char *evm_read_number(int64_t *out, const struct jsonrpc_reply *r)
{
	return evm_int_in(out, evm_result(r))
		       ? NULL
		       : "no number where one was asked for";
}

const char *evm_read_u256(struct u256 *out, const struct jsonrpc_reply *r)
{
	return evm_u256_in(out, evm_result(r))
		       ? NULL
		       : "no number where one was asked for";
}

const char *evm_read_data(const char **out, size_t *n,
			  const struct jsonrpc_reply *r)
{
	return evm_data_in(out, n, evm_result(r))
		       ? NULL
		       : "no data where some were asked for";
}

const char *evm_read_sent(const char **hash, const struct jsonrpc_reply *r)
{
	return evm_hash_in(hash, evm_result(r))
		       ? NULL
		       : "no hash where one was asked for";
}

const char *evm_block_in(struct evm_block *out, const struct json *j,
			 const struct json_tok *t)
{
	const struct json_tok *base = json_in(j, t, "baseFeePerGas");

	*out = (struct evm_block){ .found = t && t->kind != JSON_NULL };
	if (!out->found)
		return NULL;
	out->has_base_fee = base && base->kind != JSON_NULL;
	/* A pending block has neither hash nor number yet: it is none. */
	if (!evm_int_in(&out->block, json_in(j, t, "number")) ||
	    !evm_hash_in(&out->hash, json_in(j, t, "hash")) ||
	    !evm_hash_in(&out->parent, json_in(j, t, "parentHash")) ||
	    !evm_int_in(&out->time_s, json_in(j, t, "timestamp")) ||
	    !evm_u64_in(&out->gas_limit, json_in(j, t, "gasLimit")) ||
	    !evm_u64_in(&out->gas_used, json_in(j, t, "gasUsed")) ||
	    !evm_address_or_none(&out->fee_recipient, json_in(j, t, "miner")) ||
	    (out->has_base_fee && !evm_u256_in(&out->base_fee, base)))
		return "a block in a shape that is not known";
	return NULL;
}

const char *evm_read_block(struct evm_block *out, const struct jsonrpc_reply *r)
{
	return evm_block_in(out, r->json, evm_result(r));
}

/* The numbers of an array.  NULL: it is none. */
static struct u256 *numbers_in(size_t *n, struct arena *a, const struct json *j,
			       const struct json_tok *t)
{
	struct u256 *v;

	if (!json_is(t, JSON_ARRAY))
		return NULL;
	*n = t->len;
	v = arena_alloc(a, (*n + 1) * sizeof(*v));
	t++;
	for (size_t i = 0; i < *n; i++, t = json_next(j, t))
		if (!evm_u256_in(&v[i], t))
			return NULL;
	return v;
}

/* The rewards of one block.  A node that has none says null, or nothing. */
static bool reward_in(struct evm_fees *out, size_t n_percentiles,
		      const struct json *j, const struct json_tok *t)
{
	struct u256 *v = out->reward + out->n_blocks * n_percentiles;

	if (json_is(t, JSON_NULL))
		return true;
	if (!json_is(t, JSON_ARRAY))
		return false;
	if (t->len != n_percentiles)
		return t->len == 0;
	t++;
	for (size_t i = 0; i < n_percentiles; i++, t = json_next(j, t))
		if (!evm_u256_in(&v[i], t))
			return false;
	out->n_blocks++;
	return true;
}

/* Blocks without a transaction have no rewards to learn from. */
static bool is_used(const struct json *j, const struct json_tok *ratios,
		    size_t block)
{
	const struct json_tok *t;

	if (!json_is(ratios, JSON_ARRAY) || block >= ratios->len)
		return true;
	t = ratios + 1;
	while (block--)
		t = json_next(j, t);
	return !json_is(t, JSON_NUMBER) || strspn(t->s, "0.") < t->len;
}

static bool rewards_in(struct evm_fees *out, struct arena *a,
		       size_t n_percentiles, const struct json *j,
		       const struct json_tok *history)
{
	const struct json_tok *t = json_in(j, history, "reward");
	const struct json_tok *ratios = json_in(j, history, "gasUsedRatio");
	size_t n = t && t->kind == JSON_ARRAY ? t->len : 0;

	out->reward = arena_alloc(a, (n + 1) * (n_percentiles + 1) *
					     sizeof(*out->reward));
	if (!t || t->kind == JSON_NULL)
		return true;
	if (t->kind != JSON_ARRAY)
		return false;
	t++;
	for (size_t i = 0; i < n; i++, t = json_next(j, t))
		if (is_used(j, ratios, i) &&
		    !reward_in(out, n_percentiles, j, t))
			return false;
	return true;
}

const char *evm_read_fee_history(struct evm_fees *out, struct arena *a,
				 size_t n_percentiles,
				 const struct jsonrpc_reply *r)
{
	const struct json *j = r->json;
	const struct json_tok *t = evm_result(r);
	const struct json_tok *base = json_in(j, t, "baseFeePerGas");

	*out = (struct evm_fees){ 0 };
	if (!evm_int_in(&out->oldest, json_in(j, t, "oldestBlock")) ||
	    !rewards_in(out, a, n_percentiles, j, t))
		return "a fee history in a shape that is not known";
	if (base && base->kind != JSON_NULL) {
		out->base_fee = numbers_in(&out->n_base_fee, a, j, base);
		if (!out->base_fee)
			return "a fee history in a shape that is not known";
	}
	return NULL;
}
