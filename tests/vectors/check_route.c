/* check_route.c - route_split, sandwich_bound. */
#include "check.h"

#include "math/route_split.h"
#include "math/sandwich.h"

#include <math.h>

static cJSON *split(const cJSON *in)
{
	const cJSON *list = vec_array(in, "pools"), *e;
	int n = cJSON_GetArraySize(list), i = 0;
	struct split_pool *pools = vec_alloc((size_t)n + 1, sizeof(*pools));
	double *alloc = vec_alloc((size_t)n + 1, sizeof(*alloc));
	struct split got = { .marginal = 0 };
	enum status st;
	cJSON *out;

	cJSON_ArrayForEach(e, list) pools[i++] = (struct split_pool){
		.reserve_in = vec_real(e, "reserve_in"),
		.reserve_out = vec_real(e, "reserve_out"),
		.fee = vec_real(e, "fee"),
	};
	st = split_pools(&got, alloc, pools, n, vec_real(in, "amount_in"));
	if (st)
		return vec_err(st);
	out = vec_out();
	vec_put_reals(out, "alloc", alloc, (size_t)n);
	vec_put_real(out, "amount_out", got.amount_out);
	vec_put_real(out, "marginal", got.marginal);
	return out;
}

static cJSON *bound(const cJSON *in)
{
	const struct sandwich_in x = {
		.reserve_in = vec_real(in, "reserve_in"),
		.reserve_out = vec_real(in, "reserve_out"),
		.victim_in = vec_real(in, "victim_in"),
		.fee = vec_real(in, "fee"),
		.cost = vec_real(in, "gas_in_units"),
		.slippage = vec_real(in, "slippage"),
	};
	struct sandwich got;
	enum status st = sandwich_cpmm(&got, &x);
	cJSON *out;

	if (st)
		return vec_err(st);
	out = vec_out();
	vec_put_real(out, "quote_out", got.quote_out);
	vec_put_real(out, "a_max", got.a_max);
	if (isinf(got.a_star))
		vec_put_null(out, "a_star");
	else
		vec_put_real(out, "a_star", got.a_star);
	vec_put_real(out, "a_opt", got.a_opt);
	vec_put_real(out, "gross_profit", got.gross);
	vec_put_real(out, "net_profit", got.net);
	vec_put_real(out, "max_safe_slippage", got.safe);
	return out;
}

const struct checker check_route[] = {
	{ "route_split", split },
	{ "sandwich_bound", bound },
	{ NULL, NULL },
};
