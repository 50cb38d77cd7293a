/* Bybit v5, category linear: replies about orders, fills, funding and keys. */
#include "venue/bybit_parts.h"
#include "venue/cex_seat.h"
#include "venue/cex_write.h"

#include <string.h>

const struct json_tok *bybit_result(const struct json *j)
{
	int64_t code;

	return json_int(&code, json_in(j, j->tok, "retCode")) && !code
		       ? json_in(j, j->tok, "result")
		       : NULL;
}

const struct json_tok *bybit_list(const struct json *j)
{
	const struct json_tok *list = json_in(j, bybit_result(j), "list");

	return json_is(list, JSON_ARRAY) ? list : NULL;
}

/* ---- orders ---- */

static const struct cex_state_word states[] = {
	{ "New", CEX_NEW },
	{ "Untriggered", CEX_NEW },
	{ "Triggered", CEX_NEW },
	{ "PartiallyFilled", CEX_PARTIAL },
	{ "Filled", CEX_FILLED },
	{ "Cancelled", CEX_CANCELED },
	{ "PartiallyFilledCanceled", CEX_CANCELED },
	{ "Deactivated", CEX_CANCELED },
	{ "Rejected", CEX_REFUSED },
	{ NULL, CEX_REFUSED },
};
static const char *const sides[] = { "Buy", "Sell", NULL };

static const struct cex_order_names names = {
	.state = "orderStatus",
	.client_id = "orderLinkId",
	.size = "qty",
	.executed = "cumExecQty",
	.trigger = "triggerPrice",
	.updated_ms = "updatedTime",
	.states = states,
	.sides = sides,
};

const char *bybit_order_in(struct cex_order_view *v, const struct json *j,
			   const struct json_tok *t, struct arena *a)
{
	const char *why = cex_order_in(v, j, t, &names, a);
	const struct json_tok *at = json_in(j, t, "positionIdx");
	int64_t index = CEX_BOTH;

	if (!why && at && (!cex_ms(&index, at) || index > CEX_SHORT))
		return "an order of an unknown side";
	v->position_side = (enum cex_position_side)index; /* 0, 1, 2: as ours */
	return why;
}

/* It was taken, no more: what becomes of it is told elsewhere. */
const char *bybit_read_place(struct cex_order_view *v, const char *body,
			     size_t len, struct arena *a)
{
	struct json j = { 0 };
	const char *why = cex_reply_open(&j, body, len, a);
	const struct json_tok *t = why ? NULL : bybit_result(&j);

	*v = (struct cex_order_view){ .state = CEX_NEW,
				      .size = DEC_NONE,
				      .executed = DEC_NONE,
				      .price = DEC_NONE,
				      .mean_price = DEC_NONE,
				      .trigger_price = DEC_NONE,
				      .updated_ms = -1 };
	if (!why &&
	    (!cex_id(&v->order_id, json_in(&j, t, "orderId"), a) ||
	     !cex_id_opt(&v->client_id, json_in(&j, t, "orderLinkId"), a)))
		why = "an order without its number";
	json_free(&j);
	return why;
}

/* An order of which only fills are found: how much is left is told by the one after
 * which the least was left; whether it is over, only if that is nothing. */
static const char *order_of_fills(struct cex_order_view *v,
				  const struct json *j,
				  const struct json_tok *list, struct arena *a)
{
	const struct json_tok *t = list + 1;
	struct dec left, least = DEC_NONE;
	int side;

	*v = (struct cex_order_view){ .price = DEC_NONE,
				      .mean_price = DEC_NONE,
				      .trigger_price = DEC_NONE,
				      .updated_ms = -1 };
	if (!cex_id(&v->order_id, json_in(j, t, "orderId"), a) ||
	    !cex_id_opt(&v->client_id, json_in(j, t, "orderLinkId"), a) ||
	    !json_str(&v->symbol, json_in(j, t, "symbol")) ||
	    !cex_word(&side, json_in(j, t, "side"), sides) ||
	    !cex_dec_natural(&v->size, json_in(j, t, "orderQty")))
		return "fills without their order";
	for (uint32_t i = 0; i < list->len; i++, t = json_next(j, t)) {
		if (!cex_is(json_in(j, t, "orderId"), v->order_id))
			return "fills of more than one order";
		if (!cex_dec_natural(&left, json_in(j, t, "leavesQty")))
			return "a fill without what it left";
		if (dec_is_none(least) || dec_cmp(left, least) < 0)
			least = left;
	}
	if (dec_sub(&v->executed, v->size, least) || dec_sign(v->executed) < 0)
		return "fills that do not add up";
	v->state = dec_sign(least) ? CEX_PARTIAL : CEX_FILLED;
	v->buy = side == 0;
	return NULL;
}

const char *bybit_read_query(struct cex_order_view *v, int step,
			     const char *body, size_t len, struct arena *a)
{
	struct json j = { 0 };
	const char *why = cex_reply_open(&j, body, len, a);
	const struct json_tok *list;
	int64_t code = 0;

	*v = (struct cex_order_view){ .order_id = NULL };
	if (!why && !json_int(&code, json_in(&j, j.tok, "retCode")))
		why = "no code";
	if (!why && !code) {
		list = bybit_list(&j);
		if (!list)
			why = "no list of orders";
		else if (list->len && step == 2)
			why = order_of_fills(v, &j, list, a);
		else if (list->len > 1)
			why = "more than one order";
		else if (list->len)
			why = bybit_order_in(v, &j, list + 1, a);
	}
	json_free(&j);
	return why;
}

/* ---- fills and funding ---- */

/* Which asset a linear contract is paid in, where a fill does not say it. */
static const char *settled_in(const char *symbol)
{
	size_t n = strlen(symbol);

	return n > 4 && !strcmp(symbol + n - 4, "USDT") ? "USDT" : "USDC";
}

static bool fee_asset(const char **out, const struct json *j,
		      const struct json_tok *t, const char *symbol,
		      struct arena *a)
{
	if (!cex_id_opt(out, json_in(j, t, "feeCurrency"), a))
		return false;
	if (!*out)
		*out = settled_in(symbol);
	return true;
}

static const char *fill_in(struct cex_fill_view *v, const struct json *j,
			   const struct json_tok *t, struct arena *a)
{
	int side;

	*v = (struct cex_fill_view){ .client_id = NULL };
	if (!cex_is(json_in(j, t, "execType"), "Trade"))
		return "an execution that is no trade";
	if (!cex_id(&v->id, json_in(j, t, "execId"), a) ||
	    !cex_id(&v->order_id, json_in(j, t, "orderId"), a) ||
	    !cex_id_opt(&v->client_id, json_in(j, t, "orderLinkId"), a) ||
	    !json_str(&v->symbol, json_in(j, t, "symbol")) ||
	    !cex_word(&side, json_in(j, t, "side"), sides) ||
	    !cex_bool(&v->maker, json_in(j, t, "isMaker")) ||
	    !cex_dec_positive(&v->price, json_in(j, t, "execPrice")) ||
	    !cex_dec_positive(&v->size, json_in(j, t, "execQty")) ||
	    !cex_dec(&v->fee, json_in(j, t, "execFee")) ||
	    !fee_asset(&v->fee_asset, j, t, v->symbol, a) ||
	    !cex_ms(&v->ts_ms, json_in(j, t, "execTime")))
		return "a fill without what it is";
	v->buy = side == 0;
	return NULL;
}

/* What an execution says of funding is a fee: paid above 0. */
static const char *funding_in(struct cex_funding_view *v, const struct json *j,
			      const struct json_tok *t, struct arena *a)
{
	struct dec fee;

	if (!cex_is(json_in(j, t, "execType"), "Funding"))
		return "an execution that is no funding";
	if (!cex_id(&v->id, json_in(j, t, "execId"), a) ||
	    !json_str(&v->symbol, json_in(j, t, "symbol")) ||
	    !cex_dec(&fee, json_in(j, t, "execFee")) ||
	    dec_sub(&v->amount, DEC_ZERO, fee) ||
	    !fee_asset(&v->asset, j, t, v->symbol, a) ||
	    !cex_ms(&v->ts_ms, json_in(j, t, "execTime")))
		return "funding without what it is";
	return NULL;
}

const char *bybit_cursor(const char **cursor, const struct json *j, size_t n,
			 struct arena *a)
{
	const struct json_tok *t =
		json_in(j, bybit_result(j), "nextPageCursor");

	if (!cex_id_opt(cursor, t, a))
		return "a cursor that is none";
	if (!n)
		*cursor = NULL;
	return *cursor && (strlen(*cursor) > CEX_CURSOR_MAX ||
			   strpbrk(*cursor, "& \r\n#"))
		       ? "a cursor that is none"
		       : NULL;
}

const char *bybit_read_fills(struct cex_fills *f, const char *body, size_t len,
			     struct arena *a)
{
	struct json j = { 0 };
	const char *why = cex_reply_open(&j, body, len, a);
	const struct json_tok *list = why ? NULL : bybit_list(&j), *t;

	*f = (struct cex_fills){ .n = 0 };
	if (!why && !list)
		why = "no list of fills";
	if (!why) {
		f->v = arena_alloc(a, list->len * sizeof(*f->v));
		for (t = list + 1; f->n < list->len && !why;
		     t = json_next(&j, t))
			why = fill_in(&f->v[f->n++], &j, t, a);
	}
	if (!why)
		why = bybit_cursor(&f->cursor, &j, f->n, a);
	json_free(&j);
	return why;
}

const char *bybit_read_fundings(struct cex_fundings *f, const char *body,
				size_t len, struct arena *a)
{
	struct json j = { 0 };
	const char *why = cex_reply_open(&j, body, len, a);
	const struct json_tok *list = why ? NULL : bybit_list(&j), *t;

	*f = (struct cex_fundings){ .n = 0 };
	if (!why && !list)
		why = "no list of funding";
	if (!why) {
		f->v = arena_alloc(a, list->len * sizeof(*f->v));
		for (t = list + 1; f->n < list->len && !why;
		     t = json_next(&j, t))
			why = funding_in(&f->v[f->n++], &j, t, a);
	}
	if (!why)
		why = bybit_cursor(&f->cursor, &j, f->n, a);
	json_free(&j);
	return why;
}
