#include "data/steps.h"

static bool usable(struct dec d)
{
	return dec_sign(d) > 0 && d.v < STEPS_COEF_MAX &&
	       d.scale <= STEPS_SCALE_MAX;
}

const char *steps_of(struct steps *out, const struct rec_market *m)
{
	struct steps s = { .tick = m->tick, .lot = m->base_lot };

	if (!usable(s.tick))
		return "'tick' is not above 0, or has too many digits";
	if (!usable(s.lot))
		return "'base_lot' is not above 0, or has too many digits";
	s.micro = dec_make(s.tick.v, s.tick.scale + 6);
	s.quote = dec_make(s.tick.v * s.lot.v, s.tick.scale + s.lot.scale);
	if (dec_cmp(s.quote, m->quote_lot))
		return "'quote_lot' is not tick times base_lot";
	*out = s;
	return NULL;
}

bool steps_order(struct order *o, const struct steps *s, struct dec price,
		 struct dec size)
{
	int64_t ticks, lots;

	if (dec_is_none(price) || dec_is_none(size) ||
	    dec_units(&ticks, price, s->tick) ||
	    dec_units(&lots, size, s->lot) || ticks < 1 || ticks >= PRICE_MAX ||
	    lots < 1 || lots >= SIZE_MAX_LOTS)
		return false;
	o->price = ticks;
	o->size = lots;
	return true;
}

struct dec steps_times(int64_t n, struct dec unit)
{
	return dec_make(n * unit.v, unit.scale);
}
