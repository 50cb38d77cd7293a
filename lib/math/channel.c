#include "math/channel.h"

#include "math/expneg.h"
#include "math/order.h"

bool deviates(int64_t value, int64_t reference, int64_t threshold_ppm)
{
	__int128 gap = (__int128)value - reference;

	return (gap < 0 ? -gap : gap) * PPM >
	       (__int128)threshold_ppm * reference;
}

struct trigger rebalance_trigger(int64_t price, int64_t pivot,
				 int64_t threshold_ppm, int64_t elapsed_ms,
				 int64_t interval_ms, bool external)
{
	struct trigger t = {
		.deviation = deviates(price, pivot, threshold_ppm),
		.timeout = elapsed_ms >= interval_ms,
		.external = external,
	};

	t.rebuild = t.deviation || t.timeout || t.external;
	return t;
}

enum status inertia(uint64_t *alpha, double dt, double tau)
{
	struct expneg stays = { 0 };

	if (!(dt >= 0 && tau > 0))
		return ST_DOMAIN;
	/* Beyond that nothing of the old bound is left in 63 bits. */
	if (dt / tau < EXPNEG_MAX && expneg(&stays, dt / tau))
		return ST_DOMAIN;
	*alpha = INERTIA_ONE - (stays.k > 63 ? 0 : stays.m >> stays.k);
	return ST_OK;
}

int64_t inertia_move(int64_t prev, int64_t target, uint64_t alpha)
{
	__int128 way = (__int128)target - prev;
	__int128 half = (__int128)1 << 62;
	bool down = way < 0;

	way = ((down ? -way : way) * alpha + half) >> 63;
	return (int64_t)(prev + (down ? -way : way));
}
