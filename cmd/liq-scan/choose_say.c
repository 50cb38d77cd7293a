#include "choose_say.h"

#define BPS 10000

/* What a leg gives less the slippage, or its part of what all of them have to give,
 * whichever is more. */
struct dec choose_min_out(const struct choose_scene *s,
			  const struct liq_offer *o, const struct route *r,
			  const struct route_way *leg)
{
	const struct u256 keep =
		u256_of_u64((uint64_t)(BPS - s->conf->slippage_bps));
	struct u256 least, part;

	if (choose_need(&part, s, o) ||
	    u256_mul_div_ceil(&part, leg->amount_out, part, r->amount_out) ||
	    u256_mul_div_floor(&least, leg->amount_out, keep, u256_of_u64(BPS)))
		return DEC_NONE;
	if (u256_cmp(least, part) < 0)
		least = part;
	if (u256_cmp(least, leg->amount_out) > 0)
		least = leg->amount_out;
	return choose_dec(least, s->asset[o->pair.debt]->decimals);
}

static struct dec base(const struct choose_scene *s, __int128 v)
{
	return dec_make(v, s->view->base_decimals);
}

static enum liquidation_bound bound_word(enum liq_bound bound)
{
	switch (bound) {
	case LIQ_OPTIMAL:
		return BOUND_OPTIMAL;
	case LIQ_MAX:
		return BOUND_MAX;
	case LIQ_COLLATERAL:
		return BOUND_COLLATERAL;
	case LIQ_DEBT:
		return BOUND_DEBT;
	case LIQ_DUST:
		return BOUND_DUST;
	case LIQ_CAPITAL:
		return BOUND_CAPITAL;
	case LIQ_AVAILABLE:
		break;
	}
	return BOUND_AVAILABLE;
}

/* The swap, and the least its legs have to give together. */
static void put_swap(struct rec_liquidation *r, const struct choose_job *j,
		     const struct choose_scene *s, int decimals)
{
	r->swap_out = choose_dec(j->offer.swap.out, decimals);
	r->min_out = DEC_ZERO;
	for (int i = 0; i < j->route.n; i++)
		if (dec_add(&r->min_out, r->min_out,
			    choose_min_out(s, &j->offer, &j->route,
					   &j->route.leg[i])))
			r->min_out = DEC_NONE;
	if (route_map_legs(&r->legs, s->a, s->map, &j->route))
		r->legs.n = 0;
}

static void put_offer(struct rec_liquidation *r, const struct choose_job *j,
		      const struct choose_scene *s)
{
	const struct liq_offer *o = &j->offer;
	const struct evm_asset *c = s->asset[o->pair.collateral];
	const struct evm_asset *d = s->asset[o->pair.debt];

	r->debt = d->name;
	r->collateral = c->name;
	r->repay = choose_dec(o->liq.repay, d->decimals);
	r->max_repay = choose_dec(o->pair.max, d->decimals);
	r->bound = (int)bound_word(o->bound);
	r->seize = choose_dec(o->liq.seize, c->decimals);
	r->protocol_fee = choose_dec(o->liq.fee, c->decimals);
	r->receive = choose_dec(o->liq.receive, c->decimals);
	if (j->route.n)
		put_swap(r, j, s, d->decimals);
	r->gross_base = base(s, o->gross);
	r->swap_cost_base = base(s, o->swap_cost);
	r->premium_base = base(s, o->premium);
	r->gas = (int64_t)o->gas;
	r->gas_base = base(s, o->gas_cost);
	if (o->tip)
		r->tip_base = base(s, o->tip);
	r->net_base = base(s, o->net);
	r->deficit = !u256_is_zero(o->liq.deficit);
}

void choose_say(struct frame *f, const struct choose_job *j,
		const struct choose_scene *s)
{
	const struct liq_view *view = s->view;
	struct rec_liquidation r;

	rec_clear(&rec_liquidation_type, &r);
	r.ts_ms = view->cycle->ts_ms;
	r.chain_id = view->lend->chain_id;
	r.pool = view->lend->pool;
	r.user = j->c->user;
	r.decision = (int)j->decision;
	r.why = j->why;
	if (j->rank)
		r.rank = j->rank;
	r.intent_id = j->intent_id;
	r.wallet = j->wallet ? j->wallet->name : NULL;
	r.fund = s->conf->flash ? FUND_FLASH : FUND_OWN;
	r.hf = choose_dec(j->c->health.hf, 18);
	if (j->offered)
		put_offer(&r, j, s);
	r.target_ts_s = view->chain->target_ts_s;
	r.block = view->chain->block;
	r.state_id = view->state_id;
	frame_emit(f, &rec_liquidation_type, &r);
}
