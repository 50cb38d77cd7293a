/* plan_seats.c - accounts and instruments of the frame, and what of them cannot be
 * relied on. */
#include "plan.h"

#include <string.h>

/* What the frame tells of a seat. */
struct seat_records {
	const struct rec_instrument *rules;
	const struct rec_venue_account *account;
	const struct rec_venue_position *both, *up, *down;
};

static const struct rec_venue_position *
position_of(const struct plan_job *j, const struct hedge_conf_pair *pair,
	    enum cex_position_side side)
{
	const struct hedge_conf_venue *v = &j->c->venues[pair->venue];

	return gather_position(j->g, v->name, v->account, pair->symbol, side);
}

static struct seat_records records_of(const struct plan_job *j,
				      const struct hedge_conf_pair *pair)
{
	const struct hedge_conf_venue *v = &j->c->venues[pair->venue];
	struct seat_records r = {
		.rules = gather_instrument(j->g, v->name, pair->symbol),
		.account = gather_account(j->g, v->name, v->account),
	};

	if (r.account && r.account->mode == CEX_MODE_HEDGE) {
		r.up = position_of(j, pair, CEX_LONG);
		r.down = position_of(j, pair, CEX_SHORT);
	} else {
		r.both = position_of(j, pair, CEX_BOTH);
	}
	return r;
}

static bool is_told(const struct seat_records *r)
{
	return r->rules && r->account && (r->both || (r->up && r->down));
}

/* Either one: settings of a symbol are the same for both sides of a two-way account. */
static const struct rec_venue_position *any(const struct seat_records *r)
{
	return r->both ? r->both : r->up;
}

static bool is_sound(const struct rec_instrument *r)
{
	return dec_sign(r->tick) > 0 && dec_sign(r->step) > 0 &&
	       dec_sign(r->mark_price) > 0 && dec_sign(r->min_size) >= 0 &&
	       dec_sign(r->max_size) >= 0 &&
	       (dec_is_none(r->market_step) || dec_sign(r->market_step) > 0);
}

static struct dec part(const struct rec_venue_position *p, int sign)
{
	struct dec size = p ? p->size : DEC_ZERO;

	if (dec_sign(size) != sign)
		return DEC_ZERO;
	size.v *= sign;
	return size;
}

static void hold_of(struct hedge_seat *s, const struct seat_records *r)
{
	if (r->both) {
		s->held_long = part(r->both, 1);
		s->held_short = part(r->both, -1);
	} else {
		s->held_long = part(r->up, 1);
		s->held_short = part(r->down, -1);
	}
}

static struct hedge_levels levels(struct plan_job *j, const struct rec_list *l)
{
	struct hedge_level *v = arena_alloc(j->a, (l->n + 1) * sizeof(*v));
	const struct rec_level *from = l->v;

	for (size_t i = 0; i < l->n; i++)
		v[i] = (struct hedge_level){ from[i].price, from[i].size };
	return (struct hedge_levels){ v, l->n };
}

static void rules_of(struct hedge_seat *s, struct plan_job *j,
		     const struct rec_instrument *r, struct dec multiplier)
{
	s->rules = (struct hedge_rules){
		.tick = r->tick,
		.step = r->step,
		.market_step = r->market_step,
		.min_size = r->min_size,
		.max_size = r->max_size,
		.min_market = r->min_market,
		.max_market = r->max_market,
		.min_notional = r->min_notional,
		.multiplier = multiplier,
		.max_leverage = r->max_leverage,
		.price_up = r->price_up,
		.price_down = r->price_down,
	};
	s->mark = r->mark_price;
	s->bids = levels(j, &r->bids);
	s->asks = levels(j, &r->asks);
	s->funding_ratio = r->funding_ratio;
	s->funding_ms = r->funding_ms;
}

/* ---- age ---- */

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* How old what was read is at the time of the frame: by the record's frame and by our
 * clock when the exchange answered. */
static int64_t age_of(const struct plan_job *j, int64_t record_ms,
		      const struct rec_venue_account *a)
{
	int64_t read_ms = a->server_ms - a->offset_ms;

	return later(0,
		     j->g->ts_ms - (record_ms < read_ms ? record_ms : read_ms));
}

struct ages {
	int64_t price, position, balance;
};

static struct ages ages_of(const struct plan_job *j,
			   const struct seat_records *r)
{
	const struct rec_venue_account *a = r->account;
	int64_t behind = later(0, a->server_ms - r->rules->market_ms);
	int64_t position = any(r)->ts_ms;

	if (r->down && r->down->ts_ms < position)
		position = r->down->ts_ms;
	return (struct ages){
		.price = behind + age_of(j, r->rules->ts_ms, a),
		.position = age_of(j, position, a),
		.balance = age_of(j, a->ts_ms, a),
	};
}

/* ---- what is in the way ---- */

static enum hedge_why stopped_by(const struct plan_job *j,
				 const struct seat_records *r,
				 const struct ages *age)
{
	int64_t offset = r->account->offset_ms;

	if (age->position > j->c->limits.max_age_ms)
		return HEDGE_WHY_STALE_POSITION;
	if (age->price > j->c->limits.max_age_ms)
		return HEDGE_WHY_STALE_PRICE;
	if (offset > j->c->clock_max_ms || offset < -j->c->clock_max_ms)
		return HEDGE_WHY_CLOCK;
	if (!r->rules->trading || !r->account->can_trade)
		return HEDGE_WHY_NOT_TRADING;
	return HEDGE_WHY_NONE;
}

static enum hedge_why held_by(const struct plan_job *j,
			      const struct seat_records *r,
			      const struct ages *age)
{
	const struct rec_venue_position *p = any(r);
	const struct hedge_conf *c = j->c;

	if (age->balance > c->limits.max_age_ms)
		return HEDGE_WHY_STALE_BALANCE;
	if (c->margin_type >= 0 && p->margin_type >= 0 &&
	    c->margin_type != p->margin_type)
		return HEDGE_WHY_MARGIN_TYPE;
	if (p->margin_type == CEX_MARGIN_ISOLATED &&
	    !dec_is_none(p->leverage) &&
	    dec_cmp(p->leverage, c->limits.max_leverage) > 0)
		return HEDGE_WHY_LEVERAGE;
	return HEDGE_WHY_NONE;
}

static void tell_seat(struct hedge_seat *s, struct plan_job *j,
		      const struct hedge_conf_pair *pair,
		      const struct seat_records *r)
{
	struct ages age = ages_of(j, r);

	rules_of(s, j, r->rules, pair->multiplier);
	hold_of(s, r);
	s->two_way = !r->both;
	s->taker_ratio = any(r)->taker_ratio;
	s->leverage = any(r)->leverage;
	s->base = plan_base(j, pair);
	s->age_ms = later(age.price, later(age.position, age.balance));
	s->stop = stopped_by(j, r, &age);
	s->hold = held_by(j, r, &age);
	s->known = s->stop != HEDGE_WHY_STALE_POSITION;
}

static void seat_set(struct hedge_seat *s, struct plan_job *j,
		     const struct hedge_conf_pair *pair)
{
	struct seat_records r = records_of(j, pair);

	*s = (struct hedge_seat){
		.account = pair->venue,
		.rank = (int64_t)pair->venue,
		.symbol = pair->symbol,
		.stop = HEDGE_WHY_NOT_READ,
	};
	while (strcmp(j->assets[s->asset].name, pair->asset) != 0)
		s->asset++;
	if (is_told(&r) && is_sound(r.rules))
		tell_seat(s, j, pair, &r);
}

static void account_set(struct hedge_account *a, const struct plan_job *j,
			const struct hedge_conf_venue *v)
{
	const struct rec_venue_account *r =
		gather_account(j->g, v->name, v->account);

	*a = (struct hedge_account){
		.venue = v->name,
		.name = v->account,
		.equity = r ? r->equity : DEC_ZERO,
		.free = r ? r->free : DEC_ZERO,
		.margin = r ? r->margin : DEC_ZERO,
	};
}

void plan_seats(struct plan_job *j)
{
	const struct hedge_conf *c = j->c;

	j->accounts =
		arena_alloc(j->a, (c->n_venues + 1) * sizeof(*j->accounts));
	j->seats = arena_alloc(j->a, (c->n_pairs + 1) * sizeof(*j->seats));
	for (size_t i = 0; i < c->n_venues; i++)
		account_set(&j->accounts[i], j, &c->venues[i]);
	for (size_t i = 0; i < c->n_pairs; i++)
		seat_set(&j->seats[i], j, &c->pairs[i]);
	j->w.accounts = j->accounts;
	j->w.n_accounts = c->n_venues;
	j->w.seats = j->seats;
	j->w.n_seats = c->n_pairs;
}
