#include "evm_fees.h"

#include "base/conf.h"
#include "evm_raw.h"
#include "venue/evm_chain.h"

#include <string.h>

#define GWEI 9 /* decimals */
#define PPM  1000000

/* ---- as it is now ---- */

static __int128 wei_of(const char *key)
{
	__int128 wei;

	/* Below a wei nothing is paid; the keys' ranges see to the rest. */
	if (dec_coef(&wei, conf_dec(key), GWEI))
		wei = 0;
	return wei;
}

static __int128 whole_of(struct dec d)
{
	__int128 n;

	return dec_is_none(d) || dec_coef(&n, d, 0) ? 0 : n;
}

static __int128 clamp(__int128 x, __int128 low, __int128 high)
{
	return x < low ? low : x > high ? high : x;
}

static __int128 percentile(const struct rec_chain *c)
{
	const struct rec_amount *v = c->priority_wei.v;

	for (size_t i = 0; i < c->priority_wei.n; i++)
		if (!strcmp(v[i].name, conf_text("PRIORITY_FEE_PCTL")))
			return whole_of(v[i].amount);
	return 0;
}

const char *evm_fees_read(struct evm_fees_now *out, struct sender *s,
			  struct arena *a)
{
	struct evm_chain_want want = evm_chain_want_head(0, 0);
	struct rec_chain c;
	struct evm_no no;

	rec_clear(&rec_chain_type, &c);
	if (!evm_chain_read(&c, a, s->rpc, &want, &no))
		return no.text;
	*out = (struct evm_fees_now){
		.block = c.block,
		.time_s = c.block_ts_s,
		.base = whole_of(c.next_base_fee_wei),
		.max_most = wei_of("MAX_FEE_GWEI"),
		.priority_most = wei_of("PRIORITY_MAX_GWEI"),
	};
	out->priority = clamp(percentile(&c), wei_of("PRIORITY_MIN_GWEI"),
			      out->priority_most);
	return NULL;
}

/* ---- what is paid ---- */

/* The next base fees, however they rise meanwhile. */
static __int128 headroom(const struct evm_fees_now *now)
{
	struct dec d;
	int64_t n;

	if (dec_mul(&d, dec_make(now->base, 0),
		    conf_dec("BASE_FEE_HEADROOM")) ||
	    dec_units_ceil(&n, d, dec_make(1, 0)))
		return now->max_most;
	return n;
}

static __int128 raised(__int128 fee)
{
	__int128 by = conf_ppm("BUMP_PCT");
	__int128 up = (fee * (PPM + by) + PPM - 1) / PPM;

	return up > fee ? up : fee + 1;
}

static struct evm_fee fee_of(__int128 max, __int128 priority)
{
	return (struct evm_fee){ dec_make(max, 0), dec_make(priority, 0) };
}

static __int128 larger(__int128 a, __int128 b)
{
	return a > b ? a : b;
}

bool evm_fee_above(struct evm_fee *out, const struct evm_fees_now *now,
		   const struct evm_place *p)
{
	__int128 max = 0, priority = 0, least;

	for (size_t i = 0; i < p->n; i++) {
		max = larger(max, evm_max_fee(p->v[i]));
		priority = larger(priority, evm_max_priority(p->v[i]));
	}
	least = raised(max);
	priority = larger(raised(priority), now->priority);
	max = larger(least, headroom(now) + priority);
	max = larger(least, clamp(max, 0, now->max_most));
	*out = fee_of(max, priority);
	return max <= now->max_most && max >= now->base &&
	       priority <= now->priority_most && priority <= max;
}

bool evm_fee_plain(struct evm_fee *out, const struct evm_fees_now *now)
{
	__int128 max = clamp(headroom(now) + now->priority, 0, now->max_most);

	*out = fee_of(max, now->priority);
	return max >= now->base + now->priority;
}

bool evm_is_too_cheap(const struct evm_fees_now *now, const struct attempt *t)
{
	return evm_max_fee(t) < now->base;
}
