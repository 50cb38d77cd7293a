/* Binance, USD-M futures: replies about orders, fills, funding and keys. */
#include "venue/binance_parts.h"
#include "venue/cex_seat.h"

#include <inttypes.h>

/* ---- orders ---- */

static const struct cex_state_word states[] = {
	{ "NEW", CEX_NEW },          { "NEW_INSURANCE", CEX_NEW },
	{ "NEW_ADL", CEX_NEW },      { "PARTIALLY_FILLED", CEX_PARTIAL },
	{ "FILLED", CEX_FILLED },    { "CANCELED", CEX_CANCELED },
	{ "EXPIRED", CEX_CANCELED }, { "EXPIRED_IN_MATCH", CEX_CANCELED },
	{ "REJECTED", CEX_REFUSED }, { NULL, CEX_REFUSED },
};
static const char *const sides[] = { "BUY", "SELL", NULL };
static const char *const position_sides[] = { "BOTH", "LONG", "SHORT", NULL };
static const struct cex_order_names names = {
	.state = "status",
	.client_id = "clientOrderId",
	.size = "origQty",
	.executed = "executedQty",
	.trigger = "stopPrice",
	.updated_ms = "updateTime",
	.states = states,
	.sides = sides,
};

const char *binance_order_in(struct cex_order_view *v, const struct json *j,
			     const struct json_tok *t, struct arena *a)
{
	const char *why = cex_order_in(v, j, t, &names, a);
	const struct json_tok *at = json_in(j, t, "positionSide");
	int side = CEX_BOTH;

	if (!why && at && !cex_word(&side, at, position_sides))
		return "an order of an unknown side";
	v->position_side = (enum cex_position_side)side;
	return why;
}

/* An order that waits for a price, with a number of its own kind.  One that closes what
 * is there has no size. */
const char *binance_waiting_in(struct cex_order_view *v, const struct json *j,
			       const struct json_tok *t, struct arena *a)
{
	static const char *const open[] = { "NEW", "TRIGGERING", "TRIGGERED",
					    NULL };
	int state, side, position_side;

	*v = (struct cex_order_view){ .executed = DEC_ZERO,
				      .mean_price = DEC_NONE,
				      .updated_ms = -1 };
	if (!cex_word(&state, json_in(j, t, "algoStatus"), open) ||
	    !cex_word(&side, json_in(j, t, "side"), sides) ||
	    !cex_word(&position_side, json_in(j, t, "positionSide"),
		      position_sides) ||
	    !json_str(&v->symbol, json_in(j, t, "symbol")) ||
	    !cex_id(&v->order_id, json_in(j, t, "algoId"), a) ||
	    !cex_id_opt(&v->client_id, json_in(j, t, "clientAlgoId"), a))
		return "a waiting order without what it is";
	if (!cex_dec_opt(&v->size, json_in(j, t, "quantity")) ||
	    dec_sign(v->size) < 0 ||
	    !cex_dec_some(&v->price, json_in(j, t, "price")) ||
	    !cex_dec_some(&v->trigger_price, json_in(j, t, "triggerPrice")))
		return "a waiting order without its size";
	if (dec_is_none(v->size))
		v->size = DEC_ZERO;
	v->state = CEX_NEW;
	v->buy = side == 0;
	v->position_side = (enum cex_position_side)position_side;
	return NULL;
}

const char *binance_read_place(struct cex_order_view *v, const char *body,
			       size_t len, struct arena *a)
{
	struct json j = { 0 };
	const char *why = cex_reply_open(&j, body, len, a);

	if (!why)
		why = binance_order_in(v, &j, j.tok, a);
	json_free(&j);
	return why;
}

/* A reply that holds a code was judged to say that there is none. */
const char *binance_read_query(struct cex_order_view *v, int step,
			       const char *body, size_t len, struct arena *a)
{
	struct json j = { 0 };
	const char *why = cex_reply_open(&j, body, len, a);
	int64_t code;

	(void)step;
	*v = (struct cex_order_view){ .order_id = NULL };
	if (!why && !json_int(&code, json_in(&j, j.tok, "code")))
		why = binance_order_in(v, &j, j.tok, a);
	else if (!why && code != -2013)
		why = "another error";
	json_free(&j);
	return why;
}

/* ---- fills and funding ---- */

static const char *fill_in(struct cex_fill_view *v, const struct json *j,
			   const struct json_tok *t, struct arena *a)
{
	int side;

	*v = (struct cex_fill_view){ .client_id = NULL };
	if (!cex_id(&v->id, json_in(j, t, "id"), a) ||
	    !cex_id(&v->order_id, json_in(j, t, "orderId"), a) ||
	    !json_str(&v->symbol, json_in(j, t, "symbol")) ||
	    !cex_word(&side, json_in(j, t, "side"), sides) ||
	    !cex_bool(&v->maker, json_in(j, t, "maker")) ||
	    !cex_dec_positive(&v->price, json_in(j, t, "price")) ||
	    !cex_dec_positive(&v->size, json_in(j, t, "qty")) ||
	    !cex_dec(&v->fee, json_in(j, t, "commission")) ||
	    !cex_id(&v->fee_asset, json_in(j, t, "commissionAsset"), a) ||
	    !cex_ms(&v->ts_ms, json_in(j, t, "time")))
		return "a fill without what it is";
	v->buy = side == 0;
	return NULL;
}

/* The next page begins behind the highest number of this one. */
static const char *fills_in(struct cex_fills *f, const struct json *j,
			    struct arena *a)
{
	const struct json_tok *t = j->tok;
	uint64_t id, last = 0;
	const char *why = NULL;

	if (!json_is(t, JSON_ARRAY))
		return "no list of fills";
	f->n = t->len;
	f->v = arena_alloc(a, f->n * sizeof(*f->v));
	t++;
	for (size_t i = 0; i < f->n && !why; i++, t = json_next(j, t)) {
		why = fill_in(&f->v[i], j, t, a);
		if (json_u64(&id, json_in(j, t, "id")) && id > last)
			last = id;
	}
	if (f->n >= BINANCE_PAGE)
		f->cursor = arena_printf(a, "%" PRIu64, last + 1);
	return why;
}

const char *binance_read_fills(struct cex_fills *f, const char *body,
			       size_t len, struct arena *a)
{
	struct json j = { 0 };
	const char *why = cex_reply_open(&j, body, len, a);

	*f = (struct cex_fills){ .n = 0 };
	if (!why)
		why = fills_in(f, &j, a);
	json_free(&j);
	return why;
}

static const char *funding_in(struct cex_funding_view *v, const struct json *j,
			      const struct json_tok *t, struct arena *a)
{
	if (!cex_is(json_in(j, t, "incomeType"), "FUNDING_FEE"))
		return "income that is no funding";
	if (!cex_id(&v->id, json_in(j, t, "tranId"), a) ||
	    !json_str(&v->symbol, json_in(j, t, "symbol")) ||
	    !cex_id(&v->asset, json_in(j, t, "asset"), a) ||
	    !cex_dec(&v->amount, json_in(j, t, "income")) ||
	    !cex_ms(&v->ts_ms, json_in(j, t, "time")))
		return "funding without what it is";
	return NULL;
}

/* Oldest first: the next page begins a millisecond behind the last. */
static const char *fundings_in(struct cex_fundings *f, const struct json *j,
			       struct arena *a)
{
	const struct json_tok *t = j->tok;
	const char *why = NULL;
	int64_t last = 0;

	if (!json_is(t, JSON_ARRAY))
		return "no list of income";
	f->n = t->len;
	f->v = arena_alloc(a, f->n * sizeof(*f->v));
	t++;
	for (size_t i = 0; i < f->n && !why; i++, t = json_next(j, t)) {
		why = funding_in(&f->v[i], j, t, a);
		if (!why && f->v[i].ts_ms > last)
			last = f->v[i].ts_ms;
	}
	if (f->n >= BINANCE_PAGE)
		f->cursor = arena_printf(a, "%" PRId64, last + 1);
	return why;
}

const char *binance_read_fundings(struct cex_fundings *f, const char *body,
				  size_t len, struct arena *a)
{
	struct json j = { 0 };
	const char *why = cex_reply_open(&j, body, len, a);

	*f = (struct cex_fundings){ .n = 0 };
	if (!why)
		why = fundings_in(f, &j, a);
	json_free(&j);
	return why;
}

/* ---- what a key may ---- */

/* A right that the reply does not tell might be there: then nothing is known. */
const char *binance_read_rights(struct cex_rights *v, const char *body,
				size_t len, struct arena *a)
{
	struct json j = { 0 };
	const char *why = cex_reply_open(&j, body, len, a);
	const struct json_tok *t = j.tok, *at;
	bool internal = false, universal = false;

	*v = (struct cex_rights){ .expires_ms = -1, .account = "" };
	if (!why &&
	    (!cex_bool(&v->read, json_in(&j, t, "enableReading")) ||
	     !cex_bool(&v->trade, json_in(&j, t, "enableFutures")) ||
	     !cex_bool(&v->withdraw, json_in(&j, t, "enableWithdrawals")) ||
	     !cex_bool(&internal, json_in(&j, t, "enableInternalTransfer")) ||
	     !cex_bool(&universal,
		       json_in(&j, t, "permitsUniversalTransfer")) ||
	     !cex_bool(&v->ip_bound, json_in(&j, t, "ipRestrict"))))
		why = "rights without one that matters";
	at = why ? NULL : json_in(&j, t, "tradingAuthorityExpirationTime");
	if (at && at->kind != JSON_NULL && !cex_ms(&v->expires_ms, at))
		why = "a key without its end";
	v->transfer = internal || universal;
	json_free(&j);
	return why;
}
