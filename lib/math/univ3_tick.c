#include "math/univ3_tick.h"

#include <math.h>
#include <stdlib.h>

#define HEX128(hi, lo) ((unsigned __int128)(hi) << 64 | (lo))

/* sqrt(1.0001)^-(2^i) with 128 binary places, as the contract has it. */
static const unsigned __int128 factors[] = {
	HEX128(0xfffcb933bd6fad37, 0xaa2d162d1a594001),
	HEX128(0xfff97272373d4132, 0x59a46990580e213a),
	HEX128(0xfff2e50f5f656932, 0xef12357cf3c7fdcc),
	HEX128(0xffe5caca7e10e4e6, 0x1c3624eaa0941cd0),
	HEX128(0xffcb9843d60f6159, 0xc9db58835c926644),
	HEX128(0xff973b41fa98c081, 0x472e6896dfb254c0),
	HEX128(0xff2ea16466c96a38, 0x43ec78b326b52861),
	HEX128(0xfe5dee046a99a2a8, 0x11c461f1969c3053),
	HEX128(0xfcbe86c7900a88ae, 0xdcffc83b479aa3a4),
	HEX128(0xf987a7253ac41317, 0x6f2b074cf7815e54),
	HEX128(0xf3392b0822b70005, 0x940c7a398e4b70f3),
	HEX128(0xe7159475a2c29b74, 0x43b29c7fa6e889d9),
	HEX128(0xd097f3bdfd2022b8, 0x845ad8f792aa5825),
	HEX128(0xa9f746462d870fdf, 0x8a65dc1f90e061e5),
	HEX128(0x70d869a156d2a1b8, 0x90bb3df62baf32f7),
	HEX128(0x31be135f97d08fd9, 0x81231505542fcfa6),
	HEX128(0x09aa508b5b7a84e1, 0xc677de54f3e99bc9),
	HEX128(0x005d6af8dedb8119, 0x6699c329225ee604),
	HEX128(0x00002216e584f5fa, 0x1ea926041bedfe98),
	HEX128(0x00000000048a1703, 0x91f7dc42444e8fa2),
};

/* a * b / 2^128, rounded down. */
static unsigned __int128 mul_high(unsigned __int128 a, unsigned __int128 b)
{
	uint64_t a0 = (uint64_t)a, a1 = (uint64_t)(a >> 64);
	uint64_t b0 = (uint64_t)b, b1 = (uint64_t)(b >> 64);
	unsigned __int128 low = (unsigned __int128)a0 * b0;
	unsigned __int128 mid = (unsigned __int128)a0 * b1 + (low >> 64);
	unsigned __int128 mid2 = (unsigned __int128)a1 * b0 + (uint64_t)mid;

	return (unsigned __int128)a1 * b1 + (mid >> 64) + (mid2 >> 64);
}

enum status univ3_sqrt_at_tick(struct u256 *sqrt_x96, int32_t tick)
{
	struct u256 price = { .limb = { 0, 0, 1 } }; /* 1, 128 places */
	unsigned __int128 ratio;
	unsigned left;
	enum status st;

	if (tick < UNIV3_TICK_MIN || tick > UNIV3_TICK_MAX)
		return ST_RANGE;
	left = (unsigned)abs(tick);
	if (left) {
		/* The lowest bit first: each product is rounded down. */
		ratio = factors[__builtin_ctz(left)];
		while ((left &= left - 1))
			ratio = mul_high(ratio, factors[__builtin_ctz(left)]);
		price = u256_of_u128(ratio);
	}
	if (tick > 0) {
		st = u256_divmod(&price, NULL, U256_MAX, price);
		if (st)
			return st;
	}
	*sqrt_x96 = u256_shr(u256_add_mod(price, u256_of_u64(UINT32_MAX)), 32);
	return ST_OK;
}

/* The sqrt price of a tick is rounded up to 2^-96 and has 32 bits at least, so it
 * lies within 5e-6 of the tick; the logarithm within 1e-9.  Where that leaves two
 * ticks, the exact price of the higher decides. */
#define SLACK         1e-4
#define TICKS_PER_LN  20000.999983334167 /* 2 / ln 1.0001 */
#define LN_2_TO_THE96 66.542129333754753

enum status univ3_tick_at_sqrt(int32_t *tick, struct u256 sqrt_x96)
{
	int32_t low, high;
	struct u256 at_high;
	double near;

	if (u256_cmp(sqrt_x96, UNIV3_SQRT_MIN) < 0 ||
	    u256_cmp(sqrt_x96, UNIV3_SQRT_MAX) >= 0)
		return ST_RANGE;
	near = log(u256_to_double(sqrt_x96));
	near = (near - LN_2_TO_THE96) * TICKS_PER_LN;
	low = (int32_t)floor(near - SLACK);
	high = (int32_t)floor(near + SLACK);
	if (low != high && univ3_sqrt_at_tick(&at_high, high) == ST_OK &&
	    u256_cmp(at_high, sqrt_x96) <= 0)
		low = high;
	*tick = low < UNIV3_TICK_MIN ? UNIV3_TICK_MIN : low;
	return ST_OK;
}

int32_t univ3_tick_index(int32_t tick, int32_t spacing)
{
	return tick / spacing - (tick % spacing < 0);
}

int32_t univ3_tick_floor(int32_t tick, int32_t spacing)
{
	return univ3_tick_index(tick, spacing) * spacing;
}

int32_t univ3_tick_ceil(int32_t tick, int32_t spacing)
{
	return -univ3_tick_floor(-tick, spacing);
}

int32_t univ3_tick_first(int32_t spacing)
{
	return UNIV3_TICK_MIN / spacing * spacing;
}

int32_t univ3_tick_last(int32_t spacing)
{
	return UNIV3_TICK_MAX / spacing * spacing;
}
