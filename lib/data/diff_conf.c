#include "data/diff_conf.h"

#include "base/conf.h"
#include "base/err.h"

void diff_conf_read(struct diff_conf *c)
{
	*c = (struct diff_conf){
		.rules = {
			.tolerance_ticks = conf_int("DIFF_TOLERANCE_TICKS"),
			.tolerance_size_ppm =
				conf_ppm("DIFF_TOLERANCE_SIZE_PCT"),
			.budget = (size_t)conf_int("DIFF_BUDGET"),
		},
		.strategy = (uint16_t)conf_int("STRATEGY_ID"),
		.ttl_s = conf_int("ORDER_TTL_S"),
	};
}

/* Prices, sizes, and until when it may enter the book, of a place or replace. */
static void set_terms(struct rec_action *r, const struct diff_conf *c,
		      const struct diff_place *at, const struct order *o)
{
	/* What came in whole steps goes out in them. */
	if (dec_of_units(&r->price, o->price, at->tick) ||
	    dec_of_units(&r->size, o->size, at->lot))
		mm_die(MM_FAIL, "price out of range");
	r->since_ms = o->since_ms;
	r->max_ts = at->ts_ms / 1000 + c->ttl_s;
}

struct rec_action diff_record(const struct diff_conf *c,
			      const struct diff_place *at,
			      const struct diff_action *a, const char *wallet)
{
	struct rec_action r;

	rec_clear(&rec_action_type, &r);
	r.ts_ms = at->ts_ms;
	r.action = diff_verbs[a->verb];
	r.strategy = c->strategy;
	r.market = at->market;
	r.wallet = wallet;
	r.side = (int)a->order.side;
	r.client_id = a->order.client_id;
	r.since_ms = at->ts_ms;
	if (a->verb != DIFF_CANCEL)
		set_terms(&r, c, at, &a->order);
	return r;
}
