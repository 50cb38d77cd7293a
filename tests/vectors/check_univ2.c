/* check_univ2.c - v2_amount_out, v2_amount_in, and both over a path. */
#include "check.h"
#include "line.h"

#include "math/univ2.h"

static struct univ2_pool read_pool(const cJSON *o)
{
	return (struct univ2_pool){
		.reserve_in = vec_u256(o, "reserve_in"),
		.reserve_out = vec_u256(o, "reserve_out"),
		.fee_num = (uint32_t)vec_i64(o, "fee_num"),
		.fee_den = (uint32_t)vec_i64(o, "fee_den"),
	};
}

static cJSON *one(enum status st, const char *key, struct u256 amount)
{
	cJSON *out;

	if (st)
		return vec_err(st);
	out = vec_out();
	vec_put_u256(out, key, amount);
	return out;
}

static cJSON *amount_out(const cJSON *in)
{
	struct univ2_pool pool = read_pool(in);
	struct u256 got = U256_ZERO;
	enum status st =
		univ2_amount_out(&got, &pool, vec_u256(in, "amount_in"));

	return one(st, "amount_out", got);
}

static cJSON *amount_in(const cJSON *in)
{
	struct univ2_pool pool = read_pool(in);
	struct u256 got = U256_ZERO;
	enum status st =
		univ2_amount_in(&got, &pool, vec_u256(in, "amount_out"));

	return one(st, "amount_in", got);
}

/* {pools, amount_in or amount_out} -> {amounts}, one more than pools. */
static cJSON *path(const cJSON *in)
{
	const cJSON *list = vec_array(in, "pools"), *e;
	size_t n = (size_t)cJSON_GetArraySize(list), i = 0;
	struct univ2_pool *pools = vec_alloc(n, sizeof(*pools));
	struct u256 *amounts = vec_alloc(n + 1, sizeof(*amounts));
	char text[U256_STR_SZ];
	enum status st;
	cJSON *out, *array;

	if (!n)
		line_fail("'pools': empty");
	cJSON_ArrayForEach(e, list) pools[i++] = read_pool(e);
	st = vec_has(in, "amount_in")
		     ? univ2_amounts_out(amounts, pools, n,
					 vec_u256(in, "amount_in"))
		     : univ2_amounts_in(amounts, pools, n,
					vec_u256(in, "amount_out"));
	if (st)
		return vec_err(st);
	out = vec_out();
	array = vec_put_array(out, "amounts");
	for (i = 0; i <= n; i++) {
		u256_format(text, amounts[i]);
		vec_add_text(array, text);
	}
	return out;
}

const struct checker check_univ2[] = {
	{ "v2_amount_out", amount_out },
	{ "v2_amount_in", amount_in },
	{ "v2_amounts", path },
	{ NULL, NULL },
};
