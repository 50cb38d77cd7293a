#include "venue/cex_seat.h"

#include <string.h>

/* ---- orders ---- */

static bool state_in(enum cex_order_state *out, const struct json_tok *t,
		     const struct cex_state_word *words)
{
	for (; words->word; words++)
		if (cex_is(t, words->word)) {
			*out = words->state;
			return true;
		}
	return false;
}

const char *cex_order_in(struct cex_order_view *v, const struct json *j,
			 const struct json_tok *t,
			 const struct cex_order_names *names, struct arena *a)
{
	const struct json_tok *at;
	int side;

	*v = (struct cex_order_view){ .updated_ms = -1 };
	if (!state_in(&v->state, json_in(j, t, names->state), names->states) ||
	    !cex_word(&side, json_in(j, t, "side"), names->sides) ||
	    !json_str(&v->symbol, json_in(j, t, "symbol")) ||
	    !cex_id(&v->order_id, json_in(j, t, "orderId"), a) ||
	    !cex_id_opt(&v->client_id, json_in(j, t, names->client_id), a))
		return "an order without what it is";
	if (!cex_dec_natural(&v->size, json_in(j, t, names->size)) ||
	    !cex_dec_natural(&v->executed, json_in(j, t, names->executed)) ||
	    !cex_dec_some(&v->price, json_in(j, t, "price")) ||
	    !cex_dec_some(&v->mean_price, json_in(j, t, "avgPrice")) ||
	    !cex_dec_some(&v->trigger_price, json_in(j, t, names->trigger)) ||
	    dec_cmp(v->executed, v->size) > 0)
		return "an order without its sizes";
	at = json_in(j, t, "reduceOnly");
	if (at && !cex_bool(&v->reduce_only, at))
		return "an order without what it is";
	at = json_in(j, t, names->updated_ms);
	if (at && !cex_ms(&v->updated_ms, at))
		return "an order without its time";
	if (v->state == CEX_REFUSED && dec_sign(v->executed))
		v->state = CEX_CANCELED;
	v->buy = side == 0;
	return NULL;
}

/* ---- seats ---- */

const char *cex_seat_read(struct cex_seat *s, enum cex_ask what,
			  const struct cex_seat_reader *readers,
			  const char *body, size_t len, struct arena *a)
{
	struct json j = { 0 };
	const char *why = cex_reply_open(&j, body, len, a);

	if (!why && what < CEX_ASKS && readers[what].plain)
		why = readers[what].plain(s, &j);
	else if (!why && what < CEX_ASKS && readers[what].lists)
		why = readers[what].lists(s, &j, a);
	else if (!why)
		why = "no such question";
	json_free(&j);
	return why;
}

const char *cex_seat_book(struct cex_seat *s, const struct json *j,
			  const struct json_tok *t, const char *bids,
			  const char *asks, const char *ms, struct arena *a)
{
	struct rec_instrument *i = &s->instrument;
	int64_t at;

	if (!cex_levels(&i->bids, j, json_in(j, t, bids), true, a) ||
	    !cex_levels(&i->asks, j, json_in(j, t, asks), false, a) ||
	    !cex_ms(&at, json_in(j, t, ms)))
		return "no book";
	if (at < i->market_ms) /* prices are as old as the oldest of them */
		i->market_ms = at;
	return NULL;
}

#define SEAT_POSITIONS 2

struct rec_venue_position *cex_seat_position(struct cex_seat *s,
					     enum cex_position_side side)
{
	struct rec_venue_position *p;

	if (s->n_positions == SEAT_POSITIONS ||
	    (s->account.mode == CEX_MODE_HEDGE && side == CEX_BOTH) ||
	    (s->account.mode == CEX_MODE_ONE_WAY && side != CEX_BOTH))
		return NULL;
	for (size_t i = 0; i < s->n_positions; i++)
		if (s->position[i].position_side == (int)side)
			return NULL;
	p = &s->position[s->n_positions++];
	p->position_side = (int)side;
	return p;
}

bool cex_seat_way(struct rec_venue_position *p)
{
	int sign = dec_sign(p->size);

	p->side = sign > 0   ? CEX_IS_LONG
		  : sign < 0 ? CEX_IS_SHORT
			     : CEX_IS_FLAT;
	return !(sign < 0 && p->position_side == CEX_LONG) &&
	       !(sign > 0 && p->position_side == CEX_SHORT);
}

void cex_seat_other(struct cex_seat *s, const char *symbol, struct dec size,
		    struct arena *a)
{
	struct rec_list *l = &s->others;
	struct cex_other *v = l->v;

	if (!dec_sign(size) || !strcmp(symbol, s->symbol))
		return;
	v = arena_grow(a, v, l->n * sizeof(*v), (l->n + 1) * sizeof(*v));
	v[l->n] = (struct cex_other){ symbol, size };
	*l = (struct rec_list){ v, l->n + 1 };
}

/* What a record says of an open order of that symbol. */
static const char *open_in(struct rec_venue_order *out,
			   const struct cex_order_view *v, const char *symbol)
{
	if (strcmp(v->symbol, symbol) != 0)
		return "of another symbol";
	if (v->state != CEX_NEW && v->state != CEX_PARTIAL)
		return "an open order that is over";
	*out = (struct rec_venue_order){
		.order_id = v->order_id,
		.client_id = v->client_id,
		.side = v->buy ? "buy" : "sell",
		.price = v->price,
		.trigger_price = v->trigger_price,
		.size = v->size,
		.filled = v->executed,
	};
	return NULL;
}

const char *cex_seat_orders(
	struct cex_seat *s, const struct json *j, const struct json_tok *list,
	const char *(*order_in)(struct cex_order_view *v, const struct json *j,
				const struct json_tok *t, struct arena *a),
	struct arena *a)
{
	struct cex_order_view view;
	struct rec_venue_order *out;
	const struct json_tok *t;
	const char *why = NULL;

	if (!json_is(list, JSON_ARRAY))
		return "no list of orders";
	out = arena_alloc(a, (s->orders.n + list->len) * sizeof(*out));
	if (s->orders.n)
		memcpy(out, s->orders.v, s->orders.n * sizeof(*out));
	t = list + 1;
	for (uint32_t i = 0; i < list->len && !why; i++) {
		why = order_in(&view, j, t, a);
		if (!why)
			why = open_in(&out[s->orders.n + i], &view, s->symbol);
		t = json_next(j, t);
	}
	if (!why && list->len)
		s->orders = (struct rec_list){ out, s->orders.n + list->len };
	return why;
}
