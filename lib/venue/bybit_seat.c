/* Bybit v5, category linear: replies about a symbol and what is held of it. */
#include "venue/bybit_parts.h"
#include "venue/cex_seat.h"

#define MINUTE_MS INT64_C(60000)

/* The only element of a list, of the seat's symbol; NULL: not so. */
static const struct json_tok *only(const struct cex_seat *s,
				   const struct json *j)
{
	const struct json_tok *list = bybit_list(j);

	return list && list->len == 1 &&
			       cex_is(json_in(j, list + 1, "symbol"), s->symbol)
		       ? list + 1
		       : NULL;
}

static const char *time_in(struct cex_seat *s, const struct json *j)
{
	return bybit_result(j) &&
			       cex_ms(&s->server_ms,
				      json_in(j, j->tok, "time")) &&
			       s->server_ms <= CEX_TIME_MAX
		       ? NULL
		       : "no time";
}

/* ---- the instrument ---- */

static bool sizes_in(struct rec_instrument *i, const struct json *j,
		     const struct json_tok *lot)
{
	if (!cex_dec_positive(&i->step, json_in(j, lot, "qtyStep")) ||
	    !cex_dec_natural(&i->min_size, json_in(j, lot, "minOrderQty")) ||
	    !cex_dec_positive(&i->max_size, json_in(j, lot, "maxOrderQty")) ||
	    !cex_dec_some(&i->max_market, json_in(j, lot, "maxMktOrderQty")) ||
	    !cex_dec_some(&i->min_notional,
			  json_in(j, lot, "minNotionalValue")))
		return false;
	i->market_step = i->step;
	i->min_market = i->min_size;
	return true;
}

/* A limit price is allowed up to this from the mark price at least. */
static bool band_in(struct rec_instrument *i, const struct json_tok *ratio)
{
	const struct dec one = dec_make(1, 0);
	struct dec x;

	i->price_up = i->price_down = DEC_NONE;
	if (!cex_dec_some(&x, ratio))
		return false;
	if (dec_is_none(x))
		return true;
	return dec_cmp(x, one) < 0 && !dec_add(&i->price_up, one, x) &&
	       !dec_sub(&i->price_down, one, x);
}

static const char *rules_in(struct cex_seat *s, const struct json *j)
{
	struct rec_instrument *i = &s->instrument;
	const struct json_tok *t = only(s, j), *risk;
	int64_t minutes;

	if (!t)
		return "no such symbol";
	if (!json_str(&i->base, json_in(j, t, "baseCoin")) ||
	    !json_str(&i->quote, json_in(j, t, "settleCoin")))
		return "a symbol without its assets";
	risk = json_in(j, t, "riskParameters");
	if (!cex_dec_positive(&i->tick, json_in(j, json_in(j, t, "priceFilter"),
						"tickSize")) ||
	    !sizes_in(i, j, json_in(j, t, "lotSizeFilter")) ||
	    !band_in(i, json_in(j, risk, "priceLimitRatioX")) ||
	    !cex_dec_some(&i->max_leverage,
			  json_in(j, json_in(j, t, "leverageFilter"),
				  "maxLeverage")) ||
	    !cex_ms(&minutes, json_in(j, t, "fundingInterval")) ||
	    minutes < 1 || minutes > 7 * 24 * 60)
		return "a symbol without its rules";
	i->funding_ms = minutes * MINUTE_MS;
	i->trading = cex_is(json_in(j, t, "status"), "Trading") &&
		     cex_is(json_in(j, t, "contractType"), "LinearPerpetual");
	return NULL;
}

static const char *mark_in(struct cex_seat *s, const struct json *j)
{
	struct rec_instrument *i = &s->instrument;
	const struct json_tok *t = only(s, j);

	if (!t)
		return "no such symbol";
	if (!cex_dec_positive(&i->mark_price, json_in(j, t, "markPrice")) ||
	    !cex_dec_some(&i->index_price, json_in(j, t, "indexPrice")) ||
	    !cex_dec_opt(&i->funding_ratio, json_in(j, t, "fundingRate")) ||
	    !cex_ms(&i->next_funding_ms, json_in(j, t, "nextFundingTime")) ||
	    !cex_ms(&i->market_ms, json_in(j, j->tok, "time")))
		return "no prices";
	return NULL;
}

static const char *book_in(struct cex_seat *s, const struct json *j,
			   struct arena *a)
{
	const struct json_tok *t = bybit_result(j);

	if (!cex_is(json_in(j, t, "s"), s->symbol))
		return "of another symbol";
	return cex_seat_book(s, j, t, "b", "a", "ts", a);
}

/* ---- the account ---- */

/* Unified accounts only: others have another wallet.  Portfolio margin is cross
 * margin with another model of its height. */
static const char *mode_in(struct cex_seat *s, const struct json *j)
{
	static const char *const modes[] = { "REGULAR_MARGIN",
					     "ISOLATED_MARGIN",
					     "PORTFOLIO_MARGIN", NULL };
	const struct json_tok *t = bybit_result(j);
	int64_t status;
	int mode;

	if (!cex_word(&mode, json_in(j, t, "marginMode"), modes) ||
	    !cex_ms(&status, json_in(j, t, "unifiedMarginStatus")))
		return "an account without its mode";
	if (status < 3)
		return "not a unified account";
	s->margin_type = mode == 1 ? CEX_MARGIN_ISOLATED : CEX_MARGIN_CROSS;
	s->account.can_trade = true;
	return NULL;
}

/* With cross margin every asset is margin, counted in USD. */
static bool cross_in(struct rec_venue_account *v, const struct json *j,
		     const struct json_tok *t)
{
	return cex_dec(&v->equity, json_in(j, t, "totalMarginBalance")) &&
	       cex_dec(&v->free, json_in(j, t, "totalAvailableBalance")) &&
	       cex_dec_natural(&v->margin,
			       json_in(j, t, "totalInitialMargin")) &&
	       cex_dec_natural(&v->maintenance,
			       json_in(j, t, "totalMaintenanceMargin")) &&
	       cex_dec(&v->unrealised, json_in(j, t, "totalPerpUPL"));
}

/* With isolated margin those mean nothing: the asset's own line says it. */
static bool isolated_in(struct rec_venue_account *v, const struct json *j,
			const struct json_tok *t)
{
	struct dec wallet, positions, orders, locked;

	return cex_dec(&v->equity, json_in(j, t, "equity")) &&
	       cex_dec(&v->unrealised, json_in(j, t, "unrealisedPnl")) &&
	       cex_dec(&wallet, json_in(j, t, "walletBalance")) &&
	       cex_dec_natural(&positions, json_in(j, t, "totalPositionIM")) &&
	       cex_dec_natural(&orders, json_in(j, t, "totalOrderIM")) &&
	       cex_dec_natural(&locked, json_in(j, t, "locked")) &&
	       cex_dec_natural(&v->maintenance,
			       json_in(j, t, "totalPositionMM")) &&
	       !dec_add(&v->margin, positions, orders) &&
	       !dec_sub(&v->free, wallet, v->margin) &&
	       !dec_sub(&v->free, v->free, locked);
}

static const char *account_in(struct cex_seat *s, const struct json *j)
{
	struct rec_venue_account *v = &s->account;
	const struct json_tok *list = bybit_list(j), *t, *coins;

	if (!list || list->len != 1)
		return "no wallet";
	v->asset = s->instrument.quote ? s->instrument.quote : "USDT";
	if (s->margin_type != CEX_MARGIN_ISOLATED)
		return cross_in(v, j, list + 1)
			       ? NULL
			       : "a wallet without its margins";
	coins = json_in(j, list + 1, "coin");
	if (!json_is(coins, JSON_ARRAY))
		return "a wallet without its assets";
	t = coins + 1;
	for (uint32_t i = 0; i < coins->len; i++, t = json_next(j, t))
		if (cex_is(json_in(j, t, "coin"), v->asset))
			return isolated_in(v, j, t)
				       ? NULL
				       : "a wallet without its margins";
	v->equity = v->free = v->margin = v->maintenance = v->unrealised =
		DEC_ZERO; /* none of it, ever */
	return NULL;
}

/* A size is never below 0: the side says which way it is; "" or "None": flat. */
static bool size_in(struct dec *out, const struct json *j,
		    const struct json_tok *t)
{
	const struct json_tok *side = json_in(j, t, "side");

	if (!cex_dec_natural(out, json_in(j, t, "size")))
		return false;
	if (!dec_sign(*out) || cex_is(side, "Buy"))
		return true;
	return cex_is(side, "Sell") && !dec_sub(out, DEC_ZERO, *out);
}

static const char *position_in(struct cex_seat *s, const struct json *j,
			       const struct json_tok *t)
{
	struct rec_venue_position *p;
	int64_t index;

	if (!cex_is(json_in(j, t, "symbol"), s->symbol))
		return "of another symbol";
	if (!cex_ms(&index, json_in(j, t, "positionIdx")) || index > CEX_SHORT)
		return "a position of an unknown side";
	if (s->account.mode < 0) /* the first one told says it */
		s->account.mode = index ? CEX_MODE_HEDGE : CEX_MODE_ONE_WAY;
	p = cex_seat_position(s, (enum cex_position_side)index);
	if (!p)
		return "positions that do not go together";
	if (!size_in(&p->size, j, t) || !cex_seat_way(p) ||
	    !cex_dec_some(&p->entry_price, json_in(j, t, "avgPrice")) ||
	    !cex_dec_some(&p->mark_price, json_in(j, t, "markPrice")) ||
	    !cex_dec_some(&p->liq_price, json_in(j, t, "liqPrice")) ||
	    !cex_dec_some(&p->leverage, json_in(j, t, "leverage")) ||
	    !cex_dec_opt(&p->margin, json_in(j, t, "positionIM")) ||
	    !cex_dec_opt(&p->unrealised, json_in(j, t, "unrealisedPnl")) ||
	    !cex_ms(&p->updated_ms, json_in(j, t, "updatedTime")))
		return "a position without its size";
	s->leverage = p->leverage;
	return NULL;
}

/* A symbol that was asked for is told even when it is flat: a list without it says
 * nothing. */
static const char *positions_in(struct cex_seat *s, const struct json *j)
{
	const struct json_tok *list = bybit_list(j), *t;
	const char *why = NULL;

	if (!list || !list->len)
		return "no position of the symbol";
	s->n_positions = 0;
	s->account.mode = -1;
	t = list + 1;
	for (uint32_t i = 0; i < list->len && !why; i++) {
		why = position_in(s, j, t);
		t = json_next(j, t);
	}
	return why;
}

static const char *others_in(struct cex_seat *s, const struct json *j,
			     struct arena *a)
{
	const struct json_tok *list = bybit_list(j), *t;
	const char *symbol;
	struct dec size;

	if (!list)
		return "no list of positions";
	t = list + 1;
	for (uint32_t i = 0; i < list->len; i++, t = json_next(j, t)) {
		if (!json_str(&symbol, json_in(j, t, "symbol")) ||
		    !size_in(&size, j, t))
			return "a position without its size";
		cex_seat_other(s, symbol, size, a);
	}
	return NULL;
}

static const char *fees_in(struct cex_seat *s, const struct json *j)
{
	const struct json_tok *t = only(s, j);

	return cex_dec(&s->maker_ratio, json_in(j, t, "makerFeeRate")) &&
			       cex_dec(&s->taker_ratio,
				       json_in(j, t, "takerFeeRate"))
		       ? NULL
		       : "no fees";
}

static const char *open_in(struct cex_seat *s, const struct json *j,
			   struct arena *a)
{
	return cex_seat_orders(s, j, bybit_list(j), bybit_order_in, a);
}

/* The rules tell the time between fundings, positions the settings. */
static const struct cex_seat_reader readers[CEX_ASKS] = {
	[CEX_ASK_TIME] = { .plain = time_in },
	[CEX_ASK_RULES] = { .plain = rules_in },
	[CEX_ASK_MARK] = { .plain = mark_in },
	[CEX_ASK_BOOK] = { .lists = book_in },
	[CEX_ASK_MODE] = { .plain = mode_in },
	[CEX_ASK_ACCOUNT] = { .plain = account_in },
	[CEX_ASK_POSITIONS] = { .plain = positions_in },
	[CEX_ASK_FEES] = { .plain = fees_in },
	[CEX_ASK_OPEN] = { .lists = open_in },
	[CEX_ASK_OTHERS] = { .lists = others_in },
};

const char *bybit_read_seat(struct cex_seat *s, enum cex_ask what,
			    const char *body, size_t len, struct arena *a)
{
	return cex_seat_read(s, what, readers, body, len, a);
}
