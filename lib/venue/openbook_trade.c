#include "venue/openbook_trade.h"

#include <stdlib.h>
#include <string.h>

const char *openbook_trade_id(struct arena *a, const struct openbook_trade *t)
{
	return arena_printf(a, "%llu-%llu", (unsigned long long)t->taker_no,
			    (unsigned long long)t->maker_no);
}

/* A number as openbook_trade_id writes it, up to the byte end. */
static const char *number(uint64_t *out, const char *s, char end)
{
	uint64_t v = 0;
	const char *p = s;

	for (; *p >= '0' && *p <= '9'; p++)
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, (uint64_t)(*p - '0'), &v))
			return NULL;
	if (p == s || *p != end || (*s == '0' && p - s > 1))
		return NULL;
	*out = v;
	return p;
}

bool openbook_trade_parse(uint64_t *taker_no, uint64_t *maker_no,
			  const char *id)
{
	uint64_t taker, maker;
	const char *p = number(&taker, id, '-');

	if (!p || !number(&maker, p + 1, '\0'))
		return false;
	*taker_no = taker;
	*maker_no = maker;
	return true;
}

/* ---- pairs ---- */

bool openbook_piece_of(struct openbook_piece *out,
		       const struct openbook_event *e,
		       const struct openbook_place *p)
{
	struct openbook_fill f;

	if (openbook_fill_of(&f, e, p->lots.base_lot, p->lots.quote_lot))
		return false;
	*out = (struct openbook_piece){
		.maker = f.maker,
		.side = f.side,
		.price = f.price,
		.size = f.size,
		.half = { .open_orders = e->open_orders,
			  .order_id = e->order_id,
			  .client_id = e->client_id,
			  .fee = f.fee },
	};
	return true;
}

bool openbook_pair(struct openbook_trade *out,
		   const struct openbook_piece *maker,
		   const struct openbook_piece *taker)
{
	if (!maker->maker || taker->maker || maker->side == taker->side ||
	    maker->price != taker->price || maker->size != taker->size)
		return false;
	*out = (struct openbook_trade){
		.taker_no = openbook_id_seq(taker->half.order_id, taker->side),
		.maker_no = openbook_id_seq(maker->half.order_id, maker->side),
		.price = maker->price,
		.size = maker->size,
		.side = taker->side,
		.taker = taker->half,
		.maker = maker->half,
	};
	return out->maker_no < out->taker_no;
}

/* ---- the ring ---- */

bool openbook_trades_hold(const struct openbook_trades *ring,
			  const struct openbook_trade *t)
{
	uint64_t first = ring->n ? ring->v[0].taker_no : UINT64_MAX;

	if (t->taker_no != first)
		return t->taker_no > first;
	for (size_t i = 0; i < ring->n && ring->v[i].taker_no == first; i++)
		if (ring->v[i].maker_no == t->maker_no)
			return true;
	return false;
}

static bool not_written(struct openbook_fault *fault, struct arena *a,
			const struct openbook_place *p, uint64_t seq)
{
	return openbook_faulty(fault, a, "account_bad",
			       "event %llu of market '%s' cannot be",
			       (unsigned long long)seq, p->name);
}

/* Keeps a trade; trades are in the order of their takers. */
static bool keep(struct openbook_trades *out, const struct openbook_trade *t,
		 struct arena *a)
{
	if (out->n && out->v[out->n - 1].taker_no > t->taker_no)
		return false;
	out->v = arena_grow(a, out->v, out->n * sizeof(*out->v),
			    (out->n + 1) * sizeof(*out->v));
	out->v[out->n++] = *t;
	return true;
}

bool openbook_ring_trades(struct openbook_trades *out,
			  const struct openbook_events *q, uint64_t from,
			  const struct openbook_place *p, struct arena *a,
			  struct openbook_fault *fault)
{
	struct openbook_piece maker, piece;
	struct openbook_trade t;
	bool open = false; /* a maker waits for its taker */

	*out = (struct openbook_trades){ 0 };
	if (from < q->first)
		from = q->first;
	for (uint64_t seq = from; seq < q->next; seq++) {
		struct openbook_event e;

		if (openbook_events_get(&e, q, seq))
			return not_written(fault, a, p, seq);
		if (!(e.flags & OPENBOOK_EVENT_FILL))
			continue;
		if (!openbook_piece_of(&piece, &e, p))
			return not_written(fault, a, p, seq);
		if (piece.maker) {
			if (open)
				return not_written(fault, a, p, seq);
			maker = piece;
			open = true;
		} else if (open) {
			if (!openbook_pair(&t, &maker, &piece) ||
			    !keep(out, &t, a))
				return not_written(fault, a, p, seq);
			open = false;
		} else if (from == q->first && from && !out->n && !out->cut) {
			out->cut = true;
			out->cut_seq = seq;
			out->cut_taker = piece;
		} else {
			return not_written(fault, a, p, seq);
		}
	}
	return !open || not_written(fault, a, p, q->next);
}

/* ---- records ---- */

bool openbook_trade_record(struct rec_trade *out,
			   const struct openbook_trade *t,
			   const struct openbook_place *p,
			   struct openbook_when when, bool own_maker,
			   bool own_taker, struct arena *a,
			   struct openbook_fault *fault)
{
	rec_clear(&rec_trade_type, out);
	out->ts_ms = when.ts_ms;
	out->market = p->name;
	out->side = (int)openbook_side_of(t->side);
	out->id = openbook_trade_id(a, t);
	out->source = OPENBOOK_VENUE;
	out->own_maker = own_maker;
	out->own_taker = own_taker;
	out->ts_max_err_ms = when.max_err_ms;
	return openbook_price_of(&out->price, p, t->price, a, fault) &&
	       openbook_size_of(&out->size, p, t->size, a, fault);
}

bool openbook_fill_record(struct rec_fill *out, const struct openbook_trade *t,
			  bool maker, const char *wallet,
			  const struct openbook_place *p,
			  struct openbook_when when, struct arena *a,
			  struct openbook_fault *fault)
{
	const struct openbook_half *h = maker ? &t->maker : &t->taker;
	bool buys = (t->side == OPENBOOK_BID) != maker;
	struct dec fee = atoms_dec(h->fee, p->lots.quote_decimals);

	rec_clear(&rec_fill_type, out);
	out->ts_ms = when.ts_ms;
	out->id = arena_printf(a, "%s:%s:%s", p->name, openbook_trade_id(a, t),
			       maker ? "maker" : "taker");
	out->venue = OPENBOOK_VENUE;
	out->market = p->name;
	out->wallet = wallet;
	out->side = buys ? SIDE_BUY : SIDE_SELL;
	out->fee = maker ? dec_make(-fee.v, fee.scale) : fee;
	out->fee_asset = p->quote;
	out->maker = maker;
	out->order_id = openbook_id_text(a, h->order_id);
	out->client_id = h->client_id;
	return openbook_price_of(&out->price, p, t->price, a, fault) &&
	       openbook_size_of(&out->size, p, t->size, a, fault);
}
