#include "math/lend_bound.h"

#include "math/aave.h"
#include "math/lend_key.h"

#define VALUE_BITS   80 /* of one holding: sums and products stay in 128 bits */
#define DECIMALS_MAX 38
#define BPS          10000
#define HALF_BPS     5000
#define HF_UNIT      UINT64_C(10000000000) /* bounds know T to 1e-8 */

static bool rate_make(struct lend_rate *out, struct u256 n, struct u256 d)
{
	int shift = 63 - (u256_bits(n) - u256_bits(d));
	struct u256 q;

	if (u256_is_zero(n)) {
		*out = (struct lend_rate){ 0, 0 };
		return true;
	}
	if (shift < 0 || shift > 255 ||
	    u256_mul_div_floor(&q, n, u256_shl(u256_of_u64(1), shift), d))
		return false;
	out->shift = shift;
	return !u256_to_u64(&out->mantissa, q);
}

static bool keys_make(uint64_t key[2], struct u256 *product, struct u256 price,
		      struct u256 index)
{
	if (u256_mul(product, price, index))
		return false;
	key[0] = lend_key(*product, false);
	key[1] = lend_key(*product, true);
	return true;
}

void lend_lane_make(struct lend_lane *lane, struct u256 price,
		    struct u256 income, struct u256 index, unsigned decimals)
{
	struct u256 unit, ray_unit, part, e, q;

	lane->usable = false;
	if (decimals > DECIMALS_MAX)
		return;
	unit = aave_pow10(decimals);
	lane->price[0] = lend_key(price, false);
	lane->price[1] = lend_key(price, true);
	if (u256_mul(&ray_unit, unit, aave_pow10(27)) ||
	    !keys_make(lane->supply, &e, price, income) ||
	    !keys_make(lane->debt, &q, price, index) ||
	    u256_mul_div_ceil(&part, price, u256_of_u64(1), unit) ||
	    u256_to_u64(&lane->part, part))
		return;
	lane->usable = rate_make(&lane->of_supply, e, ray_unit) &&
		       rate_make(&lane->of_debt, q, ray_unit) &&
		       rate_make(&lane->of_part, price, unit);
}

/* The value of that amount, rounded down.  False: over VALUE_BITS. */
static bool value_low(unsigned __int128 *out, unsigned __int128 amount,
		      struct lend_rate rate)
{
	unsigned __int128 low =
		(unsigned __int128)(uint64_t)amount * rate.mantissa;
	unsigned __int128 high = (amount >> 64) * rate.mantissa + (low >> 64);
	int shift = rate.shift;

	if (shift >= 192) {
		*out = 0;
		return true;
	}
	if (shift >= 64) {
		*out = high >> (shift - 64);
		return !(*out >> VALUE_BITS);
	}
	if (high >> (VALUE_BITS - 64 + shift))
		return false;
	*out = high << (64 - shift) | (uint64_t)low >> shift;
	return true;
}

/* The least it can be above what is known: the rate was rounded, then the product. */
static unsigned __int128 value_high(unsigned __int128 low)
{
	return low + 2 + (low >> 61);
}

static unsigned __int128 less(unsigned __int128 a, unsigned __int128 b)
{
	return a > b ? a - b : 0;
}

void lend_sum_deposit(struct lend_sum *s, const struct lend_lane *lane,
		      unsigned __int128 scaled, uint16_t lt_bps)
{
	unsigned __int128 low, sure;

	s->deposits++;
	s->lts += lt_bps;
	s->zero |= !lt_bps;
	if (!lane->usable || !value_low(&low, scaled, lane->of_supply)) {
		s->unfit = true;
		return;
	}
	sure = less(low, lane->part);
	s->has_low += sure;
	s->weight_low += sure * lt_bps;
	s->weight_high += (value_high(low) + lane->part) * lt_bps;
}

void lend_sum_debt(struct lend_sum *s, const struct lend_lane *lane,
		   unsigned __int128 amount, bool stable)
{
	unsigned __int128 low;

	s->debts++;
	if (!lane->usable ||
	    !value_low(&low, amount, stable ? lane->of_part : lane->of_debt)) {
		s->unfit = true;
		return;
	}
	s->owes_low += less(low, lane->part);
	s->owes_high += value_high(low) + lane->part + 1;
}

static int bits_of(unsigned __int128 x)
{
	return u256_bits(u256_of_u128(x));
}

/* (gain - slack - loss) / (gain + loss), below 1. */
static uint64_t ratio_of(unsigned __int128 gain, unsigned __int128 slack,
			 unsigned __int128 loss)
{
	unsigned __int128 room, all = gain + loss, x;
	int off = bits_of(all) - (127 - LEND_RATIO_BITS);

	if (gain < slack || gain - slack <= loss)
		return 0;
	room = gain - slack - loss;
	if (off > 0) {
		room >>= off;
		all = (all >> off) + 1;
	}
	x = (room << LEND_RATIO_BITS) / all;
	return x < LEND_RATIO_ONE ? (uint64_t)x : LEND_RATIO_ONE - 1;
}

uint64_t lend_bound_over(const struct lend_sum *s, unsigned __int128 hf,
			 bool mean)
{
	bool several = mean && s->deposits > 1;
	unsigned __int128 weight = s->weight_low - (several ? s->has_low : 0);
	unsigned __int128 mark = (hf + HF_UNIT - 1) / HF_UNIT;

	if (s->unfit || (several && s->zero))
		return 0;
	return ratio_of(weight * BPS,
			((unsigned __int128)s->lts + HALF_BPS) * BPS,
			s->owes_high * mark);
}

uint64_t lend_bound_under(const struct lend_sum *s, unsigned __int128 hf)
{
	unsigned __int128 mark = (hf - 1) / HF_UNIT;

	if (s->unfit)
		return 0;
	return ratio_of(s->owes_low * mark, s->debts * mark,
			(s->weight_high + HALF_BPS) * BPS);
}
