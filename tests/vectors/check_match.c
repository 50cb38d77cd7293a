/* check_match.c - queue_fill, through the whole paper venue: the queue comes in
 * as displayed depth, the tape as prints. */
#include "check.h"

#include "math/match.h"

#include <string.h>

static enum side side_of(const cJSON *o, const char *key)
{
	return !strcmp(vec_text(o, key), "buy") ? SIDE_BUY : SIDE_SELL;
}

static void rest(struct match *m, const struct order *o, int64_t ahead)
{
	struct match_level displayed = { o->price, ahead };
	struct match_depth depth = { 0 };
	struct match_request r = {
		.order = *o,
		.max_ts_ms = INT64_MAX,
	};

	if (o->side == SIDE_BUY) {
		depth.bids = &displayed;
		depth.n_bids = 1;
	} else {
		depth.asks = &displayed;
		depth.n_asks = 1;
	}
	m->depth = &depth;
	match_submit(m, 0, &r);
	match_advance(m, 0);
	m->depth = NULL;
}

/* Lots our order gets of one trade. */
static int64_t filled_by(struct match *m, const cJSON *trade)
{
	struct match_print p = {
		.price = vec_i64(trade, "price"),
		.lots = vec_i64(trade, "lots"),
		.aggressor = side_of(trade, "aggressor"),
	};

	match_forget_events(m);
	match_print(m, &p);
	return m->n_events ? m->events[0].order.size : 0;
}

static cJSON *queue_fill_answer(const cJSON *in)
{
	struct order o = {
		.price = vec_i64(in, "price"),
		.size = vec_i64(in, "size"),
		.client_id = 1,
		.side = side_of(in, "side"),
	};
	struct match_rules rules = { .share_ppm = PPM };
	struct ledger terms = { .base_lot = 1, .quote_lot = 1 };
	const cJSON *trades = vec_array(in, "trades"), *t;
	size_t n = (size_t)cJSON_GetArraySize(trades), i = 0;
	int64_t *fills = vec_alloc(n + 1, sizeof(*fills)), filled = 0;
	const struct match_order *left;
	cJSON *out = vec_out();
	struct match m;

	match_init(&m, &rules, &terms);
	ledger_add_wallet(&m.ledger, o.size, o.price * o.size);
	rest(&m, &o, vec_i64(in, "queue_ahead"));
	for (t = trades->child; t; t = t->next) {
		fills[i] = filled_by(&m, t);
		filled += fills[i++];
	}
	left = match_book_best(&m.books[o.side]);
	vec_put_i64s(out, "fills", fills, n);
	vec_put_i64(out, "filled", filled);
	vec_put_i64(out, "queue_left", left ? left->ahead : 0);
	match_free(&m);
	return out;
}

const struct checker check_match[] = {
	{ "queue_fill", queue_fill_answer },
	{ NULL, NULL },
};
