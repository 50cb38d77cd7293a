/* check_univ3.c - ticks, amounts, swaps and fees of Uniswap v3 and v4. */
#include "check.h"
#include "line.h"

#include "math/univ3_amounts.h"
#include "math/univ3_fees.h"
#include "math/univ3_sqrt.h"
#include "math/univ3_swap.h"
#include "math/univ3_tick.h"

#include <string.h>

static unsigned __int128 read_u128(const cJSON *o, const char *key)
{
	unsigned __int128 x = 0;

	if (u256_to_u128(&x, vec_u256(o, key)) != ST_OK)
		line_fail("'%s': over 128 bits", key);
	return x;
}

static int32_t read_i32(const cJSON *o, const char *key)
{
	int64_t n = vec_i64(o, key);

	if (n < INT32_MIN || n > INT32_MAX)
		line_fail("'%s': over 31 bits", key);
	return (int32_t)n;
}

static uint32_t read_u32(const cJSON *o, const char *key)
{
	uint64_t n = vec_u64(o, key);

	if (n > UINT32_MAX)
		line_fail("'%s': over 32 bits", key);
	return (uint32_t)n;
}

/* A signed amount as its size; returns whether it is below 0. */
static bool read_signed(struct u256 *size, const cJSON *o, const char *key)
{
	const char *s = vec_text(o, key);
	bool minus = *s == '-';

	if (u256_parse(size, s + minus, strlen(s + minus)) != ST_OK)
		line_fail("'%s': not an integer", key);
	return minus;
}

static void put_signed(cJSON *out, const char *key, bool minus, struct u256 n)
{
	char text[U256_STR_SZ + 1] = "-";

	u256_format(text + 1, n);
	vec_put_text(out, key, text + !(minus && !u256_is_zero(n)));
}

static void put_u128(cJSON *out, const char *key, unsigned __int128 n)
{
	vec_put_u256(out, key, u256_of_u128(n));
}

/* One field that may be the error of a function of its own. */
static void put_or_revert(cJSON *out, const char *key, enum status st,
			  struct u256 n)
{
	if (st)
		vec_put_text(out, key, "revert");
	else
		vec_put_u256(out, key, n);
}

static cJSON *tick_to_sqrt(const cJSON *in)
{
	struct u256 got;
	enum status st = univ3_sqrt_at_tick(&got, read_i32(in, "tick"));
	cJSON *out;

	if (st)
		return vec_err(st);
	out = vec_out();
	vec_put_u256(out, "sqrt_price_x96", got);
	return out;
}

static cJSON *sqrt_to_tick(const cJSON *in)
{
	int32_t got;
	enum status st =
		univ3_tick_at_sqrt(&got, vec_u256(in, "sqrt_price_x96"));
	cJSON *out;

	if (st)
		return vec_err(st);
	out = vec_out();
	vec_put_i64(out, "tick", got);
	return out;
}

static cJSON *mul_div(const cJSON *in)
{
	struct u256 a = vec_u256(in, "a"), b = vec_u256(in, "b"),
		    d = vec_u256(in, "d"), floor = U256_ZERO, ceil = U256_ZERO;
	enum status st = u256_mul_div_floor(&floor, a, b, d);
	cJSON *out = vec_out();

	put_or_revert(out, "floor", st, floor);
	st = u256_mul_div_ceil(&ceil, a, b, d);
	put_or_revert(out, "ceil", st, ceil);
	return out;
}

static cJSON *liquidity_for_amounts(const cJSON *in)
{
	struct univ3_amounts amounts = { vec_u256(in, "amount0"),
					 vec_u256(in, "amount1") };
	unsigned __int128 got;
	enum status st = univ3_liquidity(&got, vec_u256(in, "sqrt_price_x96"),
					 vec_u256(in, "sqrt_a_x96"),
					 vec_u256(in, "sqrt_b_x96"), amounts);
	cJSON *out;

	if (st)
		return vec_err(st);
	out = vec_out();
	put_u128(out, "liquidity", got);
	return out;
}

static cJSON *amounts_for_liquidity(const cJSON *in)
{
	struct u256 s = vec_u256(in, "sqrt_price_x96"),
		    a = vec_u256(in, "sqrt_a_x96"),
		    b = vec_u256(in, "sqrt_b_x96");
	unsigned __int128 liquidity = read_u128(in, "liquidity");
	struct univ3_amounts down, up;
	enum status st = univ3_amounts_floor(&down, s, a, b, liquidity);
	cJSON *out;

	if (!st)
		st = univ3_amounts_ceil(&up, s, a, b, liquidity);
	if (st)
		return vec_err(st);
	out = vec_out();
	vec_put_u256(out, "amount0_down", down.amount0);
	vec_put_u256(out, "amount1_down", down.amount1);
	vec_put_u256(out, "amount0_up", up.amount0);
	vec_put_u256(out, "amount1_up", up.amount1);
	return out;
}

static cJSON *amount_delta(const cJSON *in)
{
	struct u256 a = vec_u256(in, "sqrt_a_x96"),
		    b = vec_u256(in, "sqrt_b_x96"), got = U256_ZERO;
	unsigned __int128 liquidity = read_u128(in, "liquidity");
	bool up = vec_bool(in, "round_up");
	cJSON *out = vec_out();
	enum status st = up ? univ3_amount0_ceil(&got, a, b, liquidity)
			    : univ3_amount0_floor(&got, a, b, liquidity);

	put_or_revert(out, "amount0", st, got);
	st = up ? univ3_amount1_ceil(&got, a, b, liquidity)
		: univ3_amount1_floor(&got, a, b, liquidity);
	put_or_revert(out, "amount1", st, got);
	return out;
}

static cJSON *next_sqrt(const cJSON *in)
{
	struct u256 sqrt = vec_u256(in, "sqrt_price_x96"),
		    amount = vec_u256(in, "amount"), got = U256_ZERO;
	unsigned __int128 liquidity = read_u128(in, "liquidity");
	bool down = vec_bool(in, "zero_for_one");
	cJSON *out = vec_out();
	enum status st =
		univ3_sqrt_after_in(&got, sqrt, liquidity, amount, down);

	put_or_revert(out, "from_input", st, got);
	st = univ3_sqrt_after_out(&got, sqrt, liquidity, amount, down);
	put_or_revert(out, "from_output", st, got);
	return out;
}

static cJSON *swap_step(const cJSON *in)
{
	struct univ3_step got;
	struct u256 amount;
	bool exact_in = !read_signed(&amount, in, "amount_remaining");
	enum status st = univ3_swap_step(
		&got, UNIV3, vec_u256(in, "sqrt_current"),
		vec_u256(in, "sqrt_target"), read_u128(in, "liquidity"),
		exact_in, amount, read_u32(in, "fee_pips"));
	cJSON *out;

	if (st)
		return vec_err(st);
	out = vec_out();
	vec_put_u256(out, "sqrt_next", got.sqrt_after);
	vec_put_u256(out, "amount_in", got.amount_in);
	vec_put_u256(out, "amount_out", got.amount_out);
	vec_put_u256(out, "fee_amount", got.fee);
	return out;
}

static struct univ3_pool read_pool(const cJSON *in, enum univ3_version version)
{
	const cJSON *list = vec_array(in, "ticks"), *e;
	struct univ3_tick *ticks =
		vec_alloc((size_t)cJSON_GetArraySize(list) + 1, sizeof(*ticks));
	struct univ3_pool pool = {
		.version = version,
		.sqrt_x96 = vec_u256(in, "sqrt_price_x96"),
		.tick = read_i32(in, "tick"),
		.spacing = read_i32(in, "tick_spacing"),
		.liquidity = read_u128(in, "liquidity"),
		.fee_pips = read_u32(in, "fee_pips"),
		.protocol_fee = vec_has(in, "protocol_fee")
					? read_u32(in, "protocol_fee")
					: 0,
		.ticks = ticks,
	};

	cJSON_ArrayForEach(e, list)
	{
		const cJSON *tick = cJSON_GetArrayItem(e, 0);
		const cJSON *net = cJSON_GetArrayItem(e, 1);
		cJSON *pair = vec_out();

		cJSON_AddItemReferenceToObject(pair, "tick", (cJSON *)tick);
		cJSON_AddItemReferenceToObject(pair, "net", (cJSON *)net);
		ticks[pool.n_ticks++] = (struct univ3_tick){
			.tick = read_i32(pair, "tick"),
			.liquidity_net = vec_i128(pair, "net"),
		};
	}
	return pool;
}

/* Amounts as the pool sees them, or with paid_minus as the trader does. */
static void put_amounts(cJSON *out, bool zero_for_one, bool paid_minus,
			const struct univ3_swap *s)
{
	put_signed(out, zero_for_one ? "amount0" : "amount1", paid_minus,
		   s->amount_in);
	put_signed(out, zero_for_one ? "amount1" : "amount0", !paid_minus,
		   s->amount_out);
}

static cJSON *swap(const cJSON *in, enum univ3_version version)
{
	struct univ3_pool pool = read_pool(in, version);
	struct univ3_order order = {
		.zero_for_one = vec_bool(in, "zero_for_one"),
		.sqrt_limit = vec_u256(in, "sqrt_limit_x96"),
	};
	bool minus = read_signed(&order.amount, in, "amount_specified");
	struct univ3_swap got;
	enum status st;
	cJSON *out;

	order.exact_in = minus == (version == UNIV4);
	st = univ3_swap(&got, &pool, &order);
	if (st)
		return vec_err(st);
	out = vec_out();
	put_amounts(out, order.zero_for_one, version == UNIV4, &got);
	vec_put_u256(out, "sqrt_after_x96", got.sqrt_after);
	vec_put_i64(out, "tick_after", got.tick_after);
	put_u128(out, "liquidity_after", got.liquidity_after);
	vec_put_u256(out, "fee_total", got.fee);
	vec_put_u256(out, "protocol_fee", got.protocol_fee);
	vec_put_i64(out, "ticks_crossed", got.ticks_crossed);
	vec_put_i64(out, "quoter_crossed",
		    univ3_quoter_crossed(&pool, got.tick_after));
	vec_put_u256(out, "fee_growth_delta_x128", got.fee_growth_x128);
	vec_put_bool(out, "filled", got.filled);
	return out;
}

static cJSON *v3_swap(const cJSON *in)
{
	return swap(in, UNIV3);
}

static cJSON *v4_swap(const cJSON *in)
{
	return swap(in, UNIV4);
}

/* A swap as its log tells it, by whichever order would have made it: so much in, so
 * much out, or up to a price. */
static cJSON *replay(const cJSON *in)
{
	static const char *const by[] = { "exact_in", "exact_out", "limit" };
	struct u256 amount0, amount1, after = vec_u256(in, "sqrt_after_x96");
	bool out0 = read_signed(&amount0, in, "amount0");
	bool down = !out0 && !u256_is_zero(amount0);
	bool out1 = read_signed(&amount1, in, "amount1");
	struct u256 paid = down ? amount0 : amount1;
	struct u256 taken = down ? amount1 : amount0;
	const struct univ3_order orders[] = {
		{ .zero_for_one = down, .exact_in = true, .amount = paid },
		{ .zero_for_one = down, .exact_in = false, .amount = taken },
		{ .zero_for_one = down,
		  .exact_in = true,
		  .amount = u256_shr(U256_MAX, 1),
		  .sqrt_limit = after },
	};
	struct univ3_pool pool = read_pool(in, UNIV3);
	struct univ3_swap got;
	cJSON *out;

	if (down ? out0 : out1)
		line_fail("'amount0', 'amount1': nothing is paid");
	for (size_t i = 0; i < sizeof(orders) / sizeof(*orders); i++) {
		if (univ3_swap(&got, &pool, &orders[i]) != ST_OK ||
		    u256_cmp(got.amount_in, paid) != 0 ||
		    u256_cmp(got.amount_out, taken) != 0 ||
		    u256_cmp(got.sqrt_after, after) != 0)
			continue;
		out = vec_out();
		put_amounts(out, down, false, &got);
		vec_put_u256(out, "sqrt_after_x96", got.sqrt_after);
		vec_put_i64(out, "tick_after", got.tick_after);
		vec_put_text(out, "by", by[i]);
		return out;
	}
	return vec_refusal("NO_ORDER");
}

/* What the pool asks for liquidity, or gives: below 0. */
static cJSON *modify(const cJSON *in)
{
	__int128 delta = vec_i128(in, "delta");
	struct univ3_amounts got;
	enum status st = univ3_modify(
		&got, read_i32(in, "tick"), vec_u256(in, "sqrt_price_x96"),
		read_i32(in, "lower"), read_i32(in, "upper"), delta);
	cJSON *out;

	if (st)
		return vec_err(st);
	out = vec_out();
	put_signed(out, "amount0", delta < 0, got.amount0);
	put_signed(out, "amount1", delta < 0, got.amount1);
	return out;
}

/* Of one token: the growth inside, and what is owed by it. */
static cJSON *fees(const cJSON *in)
{
	unsigned __int128 liquidity = read_u128(in, "liquidity");
	struct u256 last = vec_u256(in, "last"), paid = U256_ZERO;
	struct u256 inside = univ3_growth_inside(
		read_i32(in, "tick"), read_i32(in, "lower"),
		read_i32(in, "upper"), vec_u256(in, "global"),
		vec_u256(in, "outside_lower"), vec_u256(in, "outside_upper"));
	cJSON *out = vec_out();
	enum status st = univ4_fees(&paid, inside, last, liquidity);

	vec_put_u256(out, "inside", inside);
	put_u128(out, "earned", univ3_fees_earned(inside, last, liquidity));
	put_u128(out, "owed",
		 univ3_owed(read_u128(in, "owed"), inside, last, liquidity));
	put_or_revert(out, "v4_fees", st, paid);
	return out;
}

const struct checker check_univ3[] = {
	{ "tick_to_sqrt_price", tick_to_sqrt },
	{ "sqrt_price_to_tick", sqrt_to_tick },
	{ "mul_div", mul_div },
	{ "liquidity_for_amounts", liquidity_for_amounts },
	{ "amounts_for_liquidity", amounts_for_liquidity },
	{ "v3_amount_delta", amount_delta },
	{ "v3_next_sqrt", next_sqrt },
	{ "swap_step", swap_step },
	{ "v3_swap", v3_swap },
	{ "v4_swap", v4_swap },
	{ "v3_replay", replay },
	{ "v3_modify", modify },
	{ "v3_fees", fees },
	{ NULL, NULL },
};
