#include "math/univ3_swap.h"

#include "math/univ3_tick.h"

#define WORD 256 /* ticks whose marks a contract reads at once */

/* A swap on its way. */
struct run {
	const struct univ3_pool *pool;
	const struct univ3_order *order;
	struct u256 limit;
	struct u256 left; /* of the amount */
	uint32_t fee_pips;
	uint32_t protocol; /* v3: one over the share; v4: pips; 0: none */
	size_t above;      /* the first tick over the current one */
	struct univ3_swap done;
};

uint32_t univ4_swap_fee(uint32_t protocol_pips, uint32_t lp_pips)
{
	uint64_t both = (uint64_t)protocol_pips * lp_pips;

	return protocol_pips + lp_pips - (uint32_t)(both / UNIV3_PIPS);
}

static enum status set_fees(struct run *r)
{
	uint32_t packed = r->pool->protocol_fee, lp = r->pool->fee_pips;
	bool down = r->order->zero_for_one;

	if (lp > UNIV3_PIPS)
		return ST_DOMAIN;
	switch (r->pool->version) {
	case UNIV3:
		r->protocol = down ? packed % 16 : packed >> 4;
		r->fee_pips = lp;
		return packed > UINT8_MAX || lp == UNIV3_PIPS ? ST_DOMAIN
							      : ST_OK;
	case UNIV4:
		r->protocol = down ? packed & 0xfff : packed >> 12;
		if (r->protocol > UNIV4_PROTOCOL_MAX)
			return ST_DOMAIN;
		r->fee_pips = univ4_swap_fee(r->protocol, lp);
		break;
	}
	return r->fee_pips == UNIV3_PIPS && !r->order->exact_in ? ST_DOMAIN
								: ST_OK;
}

/* A pool's tick is that of its price, or after a fall to a boundary the next lower;
 * with any other the search for the next tick would be lost. */
static enum status check_pool(const struct univ3_pool *p)
{
	struct u256 boundary;
	int32_t tick;
	enum status st = univ3_tick_at_sqrt(&tick, p->sqrt_x96);

	if (st)
		return st;
	if (p->spacing < 1 || p->spacing > UNIV3_SPACING_MAX)
		return ST_DOMAIN;
	if (p->tick == tick)
		return ST_OK;
	st = univ3_sqrt_at_tick(&boundary, tick);
	if (st)
		return st;
	return p->tick == tick - 1 && u256_cmp(boundary, p->sqrt_x96) == 0
		       ? ST_OK
		       : ST_RANGE;
}

static enum status set_limit(struct run *r)
{
	bool down = r->order->zero_for_one;

	r->limit = r->order->sqrt_limit;
	if (u256_is_zero(r->limit))
		r->limit = down ? u256_add_mod(UNIV3_SQRT_MIN, u256_of_u64(1))
				: u256_sub_mod(UNIV3_SQRT_MAX, u256_of_u64(1));
	if (u256_cmp(r->limit, UNIV3_SQRT_MIN) <= 0 ||
	    u256_cmp(r->limit, UNIV3_SQRT_MAX) >= 0)
		return ST_DOMAIN;
	return u256_cmp(r->limit, r->pool->sqrt_x96) == (down ? -1 : 1)
		       ? ST_OK
		       : ST_DOMAIN;
}

/* The number of ticks at or below this one. */
static size_t ticks_to(const struct univ3_pool *p, int32_t tick)
{
	size_t low = 0, high = p->n_ticks;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (p->ticks[mid].tick <= tick)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static enum status start(struct run *r)
{
	const struct univ3_pool *p = r->pool;
	enum status st;

	if (u256_is_zero(r->order->amount))
		return ST_DOMAIN;
	if (r->order->amount.limb[3] >> 63)
		return ST_RANGE;
	st = check_pool(p);
	if (!st)
		st = set_fees(r);
	if (!st)
		st = set_limit(r);
	r->left = r->order->amount;
	r->done = (struct univ3_swap){ .sqrt_after = p->sqrt_x96,
				       .tick_after = p->tick,
				       .liquidity_after = p->liquidity };
	r->above = ticks_to(p, p->tick);
	return st;
}

/* The next tick the price would stop at: an initialised one, or the edge of the
 * word of marks.  Returns it if initialised, else NULL. */
static const struct univ3_tick *next_stop(const struct run *r, int32_t *stop)
{
	const struct univ3_pool *p = r->pool;
	int32_t at = univ3_tick_index(r->done.tick_after, p->spacing);
	const struct univ3_tick *next = NULL;
	bool inside = false;

	if (r->order->zero_for_one) {
		*stop = univ3_tick_floor(at, WORD) * p->spacing;
		if (r->above) {
			next = &p->ticks[r->above - 1];
			inside = next->tick >= *stop;
		}
	} else {
		*stop = (univ3_tick_floor(at + 1, WORD) + WORD - 1) *
			p->spacing;
		if (r->above < p->n_ticks) {
			next = &p->ticks[r->above];
			inside = next->tick <= *stop;
		}
	}
	if (inside)
		*stop = next->tick;
	if (*stop < UNIV3_TICK_MIN)
		*stop = UNIV3_TICK_MIN;
	if (*stop > UNIV3_TICK_MAX)
		*stop = UNIV3_TICK_MAX;
	return inside ? next : NULL;
}

/* The protocol's part of a step's fee. */
static enum status protocol_part(const struct run *r, struct u256 *part,
				 const struct univ3_step *s, struct u256 paid)
{
	*part = U256_ZERO;
	if (!r->protocol)
		return ST_OK;
	switch (r->pool->version) {
	case UNIV3:
		return u256_divmod(part, NULL, s->fee,
				   u256_of_u64(r->protocol));
	case UNIV4:
		break;
	}
	*part = s->fee;
	if (r->fee_pips == r->protocol) /* nothing is left for the providers */
		return ST_OK;
	return u256_mul_div_floor(part, paid, u256_of_u64(r->protocol),
				  u256_of_u64(UNIV3_PIPS));
}

static enum status share_fee(struct run *r, const struct univ3_step *s,
			     struct u256 paid)
{
	struct univ3_swap *d = &r->done;
	struct u256 part, growth;
	enum status st = protocol_part(r, &part, s, paid);

	if (st)
		return st;
	d->fee = u256_add_mod(d->fee, s->fee);
	d->protocol_fee = u256_add_mod(d->protocol_fee, part);
	if (!d->liquidity_after)
		return ST_OK;
	/* v4 lets this wrap: only for amounts that it refuses in the end. */
	st = u256_mul_div_floor(&growth, u256_sub_mod(s->fee, part),
				u256_shl(u256_of_u64(1), 128),
				u256_of_u128(d->liquidity_after));
	if (!st)
		d->fee_growth_x128 = u256_add_mod(d->fee_growth_x128, growth);
	return st;
}

static enum status count(struct run *r, const struct univ3_step *s)
{
	struct univ3_swap *d = &r->done;
	struct u256 paid = u256_add_mod(s->amount_in, s->fee);

	d->amount_in = u256_add_mod(d->amount_in, paid);
	d->amount_out = u256_add_mod(d->amount_out, s->amount_out);
	r->left = u256_sub_mod(r->left,
			       r->order->exact_in ? paid : s->amount_out);
	return share_fee(r, s, paid);
}

static enum status cross(struct run *r, const struct univ3_tick *t)
{
	bool down = r->order->zero_for_one;
	bool more = (t->liquidity_net < 0) == down;
	unsigned __int128 was = r->done.liquidity_after;
	unsigned __int128 net = t->liquidity_net < 0
					? -(unsigned __int128)t->liquidity_net
					: (unsigned __int128)t->liquidity_net;
	unsigned __int128 now = more ? was + net : was - net;

	if (more ? now < was : now > was)
		return ST_OVERFLOW;
	r->done.liquidity_after = now;
	r->done.ticks_crossed++;
	if (down)
		r->above--;
	else
		r->above++;
	return ST_OK;
}

static enum status advance(struct run *r)
{
	struct univ3_swap *d = &r->done;
	bool down = r->order->zero_for_one;
	struct u256 before = d->sqrt_after, sqrt_stop, target;
	const struct univ3_tick *next;
	struct univ3_step s;
	int32_t stop;
	enum status st;

	next = next_stop(r, &stop);
	st = univ3_sqrt_at_tick(&sqrt_stop, stop);
	if (st)
		return st;
	target = u256_cmp(sqrt_stop, r->limit) == (down ? -1 : 1) ? r->limit
								  : sqrt_stop;
	st = univ3_swap_step(&s, r->pool->version, before, target,
			     d->liquidity_after, r->order->exact_in, r->left,
			     r->fee_pips);
	if (!st)
		st = count(r, &s);
	if (st)
		return st;
	d->sqrt_after = s.sqrt_after;
	if (u256_cmp(s.sqrt_after, sqrt_stop) == 0) {
		d->tick_after = down ? stop - 1 : stop;
		return next ? cross(r, next) : ST_OK;
	}
	if (u256_cmp(s.sqrt_after, before) == 0)
		return ST_OK;
	return univ3_tick_at_sqrt(&d->tick_after, s.sqrt_after);
}

/* v4 keeps balances in signed 128 bits. */
static enum status check_size(const struct run *r)
{
	switch (r->pool->version) {
	case UNIV3:
		return ST_OK;
	case UNIV4:
		break;
	}
	return u256_cmp(r->done.amount_in, u256_shl(u256_of_u64(1), 127)) > 0 ||
			       u256_bits(r->done.amount_out) > 127
		       ? ST_OVERFLOW
		       : ST_OK;
}

enum status univ3_swap(struct univ3_swap *out, const struct univ3_pool *pool,
		       const struct univ3_order *order)
{
	struct run r = { .pool = pool, .order = order };
	enum status st = start(&r);

	while (!st && !u256_is_zero(r.left) &&
	       u256_cmp(r.done.sqrt_after, r.limit) != 0)
		st = advance(&r);
	if (!st)
		st = check_size(&r);
	if (st)
		return st;
	r.done.filled = u256_is_zero(r.left);
	*out = r.done;
	return ST_OK;
}

uint32_t univ3_quoter_crossed(const struct univ3_pool *pool, int32_t tick_after)
{
	bool down = tick_after < pool->tick;
	int32_t low = down ? tick_after : pool->tick;
	int32_t high = down ? pool->tick : tick_after;
	int32_t first = low / pool->spacing * pool->spacing;
	int32_t last = high / pool->spacing * pool->spacing;
	size_t n = ticks_to(pool, last) - ticks_to(pool, first - 1);

	/* A swap that begins on a tick and rises, or falls onto one, has not
	 * crossed it. */
	if (low != high && low == first &&
	    ticks_to(pool, low) > ticks_to(pool, low - 1))
		n--;
	return (uint32_t)n;
}
