#include "chain/openbook_lots.h"

#include "math/gcd.h"

#define DECIMALS_MAX 18

/* Of 2^64, as the program has them: floor(2^64 * 20 / 100000) and twice that. */
#define MAKER_RATE ((uint64_t)(((unsigned __int128)20 << 64) / 100000))
#define TAKER_RATE (2 * MAKER_RATE)

static bool in_range(const struct openbook_lots *l)
{
	return l->base_lot && l->quote_lot && l->base_decimals >= 0 &&
	       l->base_decimals <= DECIMALS_MAX && l->quote_decimals >= 0 &&
	       l->quote_decimals <= DECIMALS_MAX;
}

static unsigned __int128 pow10_of(int n)
{
	unsigned __int128 p = 1;

	while (n--)
		p *= 10;
	return p;
}

/* num / den in its decimal form, if it ends within DEC_SCALE_MAX places. */
static enum status quotient(struct dec *out, unsigned __int128 num,
			    unsigned __int128 den)
{
	unsigned __int128 common = gcd_u128(num, den);
	int scale = 0;

	num /= common;
	den /= common;
	while (den != 1) {
		/* Ten times the numerator takes a 2 and a 5 from below. */
		unsigned __int128 g = gcd_u128(10, den);

		if (g == 1 || scale == DEC_SCALE_MAX)
			return ST_RANGE;
		den /= g;
		if (__builtin_mul_overflow(num, 10 / g, &num))
			return ST_OVERFLOW;
		scale++;
	}
	if (num >> 127)
		return ST_OVERFLOW;
	*out = dec_make((__int128)num, scale);
	return ST_OK;
}

/* (quote_lot / 10^quote_decimals) / (base_lot / 10^base_decimals) */
enum status openbook_tick(struct dec *out, const struct openbook_lots *l)
{
	unsigned __int128 num, den;

	if (!in_range(l))
		return ST_DOMAIN;
	if (__builtin_mul_overflow(pow10_of(l->base_decimals), l->quote_lot,
				   &num) ||
	    __builtin_mul_overflow(pow10_of(l->quote_decimals), l->base_lot,
				   &den))
		return ST_OVERFLOW;
	return quotient(out, num, den);
}

enum status openbook_step(struct dec *out, const struct openbook_lots *l)
{
	if (!in_range(l))
		return ST_DOMAIN;
	*out = atoms_dec(l->base_lot, l->base_decimals);
	return ST_OK;
}

/* d is how many units, up to 2^64 - 1. */
static enum status units(uint64_t *out, struct dec d, struct dec unit)
{
	int scale = d.scale > unit.scale ? d.scale : unit.scale;
	__int128 num, den;
	enum status st;

	if (dec_sign(d) < 0)
		return ST_DOMAIN;
	st = dec_coef(&num, d, scale);
	if (!st)
		st = dec_coef(&den, unit, scale);
	if (st)
		return st;
	if (num % den)
		return ST_RANGE;
	if (num / den > UINT64_MAX)
		return ST_OVERFLOW;
	*out = (uint64_t)(num / den);
	return ST_OK;
}

enum status openbook_price_lots(uint64_t *out, struct dec price,
				const struct openbook_lots *l)
{
	struct dec tick;
	enum status st = openbook_tick(&tick, l);

	return st ? st : units(out, price, tick);
}

enum status openbook_size_lots(uint64_t *out, struct dec size,
			       const struct openbook_lots *l)
{
	struct dec step;
	enum status st = openbook_step(&step, l);

	return st ? st : units(out, size, step);
}

enum status openbook_price(struct dec *out, uint64_t lots,
			   const struct openbook_lots *l)
{
	struct dec tick;
	enum status st = openbook_tick(&tick, l);

	return st ? st : dec_mul(out, dec_make(lots, 0), tick);
}

enum status openbook_size(struct dec *out, uint64_t lots,
			  const struct openbook_lots *l)
{
	struct dec step;
	enum status st = openbook_step(&step, l);

	return st ? st : dec_mul(out, dec_make(lots, 0), step);
}

struct dec atoms_dec(uint64_t atoms, int decimals)
{
	return dec_make(atoms, decimals);
}

enum status atoms_of_dec(uint64_t *out, struct dec d, int decimals)
{
	return units(out, d, dec_make(1, decimals));
}

/* ---- money ---- */

enum status openbook_value(uint64_t *out, uint64_t price, uint64_t size,
			   uint64_t quote_lot)
{
	uint64_t lots, value;

	if (__builtin_mul_overflow(price, size, &lots) ||
	    __builtin_mul_overflow(lots, quote_lot, &value))
		return ST_OVERFLOW;
	*out = value;
	return ST_OK;
}

uint64_t openbook_taker_fee_ceil(uint64_t value)
{
	unsigned __int128 fee = (unsigned __int128)value * TAKER_RATE;

	return (uint64_t)(fee >> 64) + ((uint64_t)fee != 0);
}

uint64_t openbook_maker_rebate_floor(uint64_t value)
{
	return (uint64_t)((unsigned __int128)value * MAKER_RATE >> 64);
}

enum status openbook_max_quote(uint64_t *out, uint64_t price, uint64_t size,
			       uint64_t quote_lot, bool post_only)
{
	uint64_t value, with_fee;
	enum status st = openbook_value(&value, price, size, quote_lot);

	if (st)
		return st;
	if (__builtin_add_overflow(
		    value, post_only ? 0 : openbook_taker_fee_ceil(value),
		    &with_fee))
		return ST_OVERFLOW;
	*out = with_fee;
	return ST_OK;
}

/* ---- fills ---- */

/* What changed hands in quote atoms, before fee or rebate.  A bid pays, an ask
 * receives; a maker's side of it lacks the rebate of a bid and holds that of an
 * ask, a taker's the other way round. */
static bool fill_value(uint64_t *value, const struct openbook_event *e,
		       bool bid, bool maker)
{
	if (bid == maker)
		return !__builtin_add_overflow(bid ? e->paid : e->released,
					       e->fee, value);
	return !__builtin_sub_overflow(bid ? e->paid : e->released, e->fee,
				       value);
}

enum openbook_err openbook_fill_of(struct openbook_fill *out,
				   const struct openbook_event *e,
				   uint64_t base_lot, uint64_t quote_lot)
{
	bool bid = e->flags & OPENBOOK_EVENT_BID;
	bool maker = e->flags & OPENBOOK_EVENT_MAKER;
	uint64_t base = bid ? e->released : e->paid;
	uint64_t size, value, lots;

	if (!(e->flags & OPENBOOK_EVENT_FILL) || !base_lot || !quote_lot ||
	    !base || base % base_lot || !fill_value(&value, e, bid, maker))
		return OPENBOOK_CORRUPT;
	size = base / base_lot;
	lots = value / quote_lot;
	if (value % quote_lot || lots % size || !lots)
		return OPENBOOK_CORRUPT;
	*out = (struct openbook_fill){
		.side = bid ? OPENBOOK_BID : OPENBOOK_ASK,
		.maker = maker,
		.price = lots / size,
		.size = size,
		.value = value,
		.fee = e->fee,
	};
	return OPENBOOK_OK;
}
