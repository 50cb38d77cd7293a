/* Binance, USD-M futures: replies about a symbol and what is held of it. */
#include "venue/binance_parts.h"
#include "venue/cex_seat.h"

/* Where no list of other intervals names the symbol. */
#define FUNDING_HOURS 8
#define HOUR_MS       INT64_C(3600000)

/* The element of an array whose "symbol" (or other key) is that text, or NULL. */
static const struct json_tok *named(const struct json *j,
				    const struct json_tok *list,
				    const char *key, const char *text)
{
	const struct json_tok *t;

	if (!json_is(list, JSON_ARRAY))
		return NULL;
	t = list + 1;
	for (uint32_t i = 0; i < list->len; i++, t = json_next(j, t))
		if (cex_is(json_in(j, t, key), text))
			return t;
	return NULL;
}

static const char *time_in(struct cex_seat *s, const struct json *j)
{
	return cex_ms(&s->server_ms, json_in(j, j->tok, "serverTime")) &&
			       s->server_ms <= CEX_TIME_MAX
		       ? NULL
		       : "no time";
}

/* ---- the instrument ---- */

/* Steps and bounds of orders; a market order has its own. */
static bool filters_in(struct rec_instrument *i, const struct json *j,
		       const struct json_tok *list)
{
	const struct json_tok *price =
		named(j, list, "filterType", "PRICE_FILTER");
	const struct json_tok *lot = named(j, list, "filterType", "LOT_SIZE");
	const struct json_tok *market =
		named(j, list, "filterType", "MARKET_LOT_SIZE");
	const struct json_tok *notional =
		named(j, list, "filterType", "MIN_NOTIONAL");
	const struct json_tok *band =
		named(j, list, "filterType", "PERCENT_PRICE");

	return cex_dec_positive(&i->tick, json_in(j, price, "tickSize")) &&
	       cex_dec_positive(&i->step, json_in(j, lot, "stepSize")) &&
	       cex_dec_natural(&i->min_size, json_in(j, lot, "minQty")) &&
	       cex_dec_positive(&i->max_size, json_in(j, lot, "maxQty")) &&
	       cex_dec_some(&i->market_step, json_in(j, market, "stepSize")) &&
	       cex_dec_some(&i->min_market, json_in(j, market, "minQty")) &&
	       cex_dec_some(&i->max_market, json_in(j, market, "maxQty")) &&
	       cex_dec_some(&i->min_notional,
			    json_in(j, notional, "notional")) &&
	       cex_dec_some(&i->price_up, json_in(j, band, "multiplierUp")) &&
	       cex_dec_some(&i->price_down, json_in(j, band, "multiplierDown"));
}

static const char *rules_in(struct cex_seat *s, const struct json *j)
{
	struct rec_instrument *i = &s->instrument;
	const struct json_tok *t =
		named(j, json_in(j, j->tok, "symbols"), "symbol", s->symbol);

	if (!t)
		return "no such symbol";
	if (!json_str(&i->base, json_in(j, t, "baseAsset")) ||
	    !json_str(&i->quote, json_in(j, t, "marginAsset")))
		return "a symbol without its assets";
	if (!filters_in(i, j, json_in(j, t, "filters")))
		return "a symbol without its rules";
	i->trading = cex_is(json_in(j, t, "status"), "TRADING") &&
		     cex_is(json_in(j, t, "contractType"), "PERPETUAL");
	return NULL;
}

static const char *mark_in(struct cex_seat *s, const struct json *j)
{
	struct rec_instrument *i = &s->instrument;
	const struct json_tok *t = j->tok;

	if (!cex_is(json_in(j, t, "symbol"), s->symbol))
		return "of another symbol";
	if (!cex_dec_positive(&i->mark_price, json_in(j, t, "markPrice")) ||
	    !cex_dec_some(&i->index_price, json_in(j, t, "indexPrice")) ||
	    !cex_dec_opt(&i->funding_ratio, json_in(j, t, "lastFundingRate")) ||
	    !cex_ms(&i->next_funding_ms, json_in(j, t, "nextFundingTime")) ||
	    !cex_ms(&i->market_ms, json_in(j, t, "time")))
		return "no prices";
	return NULL;
}

static const char *funding_in(struct cex_seat *s, const struct json *j)
{
	const struct json_tok *t = named(j, j->tok, "symbol", s->symbol);
	int64_t hours = FUNDING_HOURS;

	if (!json_is(j->tok, JSON_ARRAY) ||
	    (t && (!cex_ms(&hours, json_in(j, t, "fundingIntervalHours")) ||
		   hours < 1 || hours > 24 * 7)))
		return "no time between fundings";
	s->instrument.funding_ms = hours * HOUR_MS;
	return NULL;
}

static const char *book_in(struct cex_seat *s, const struct json *j,
			   struct arena *a)
{
	return cex_seat_book(s, j, j->tok, "bids", "asks", "E", a);
}

/* ---- the account ---- */

static const char *mode_in(struct cex_seat *s, const struct json *j)
{
	bool dual;

	if (!cex_bool(&dual, json_in(j, j->tok, "dualSidePosition")) ||
	    !cex_bool(&s->account.can_trade, json_in(j, j->tok, "canTrade")) ||
	    !cex_bool(&s->pooled, json_in(j, j->tok, "multiAssetsMargin")))
		return "an account without its mode";
	s->account.mode = dual ? CEX_MODE_HEDGE : CEX_MODE_ONE_WAY;
	return NULL;
}

/* Where assets are margin for one another the totals of an account are of all of them,
 * counted in USD. */
static bool pooled_in(struct rec_venue_account *v, const struct json *j)
{
	const struct json_tok *t = j->tok;

	return cex_dec(&v->equity, json_in(j, t, "totalMarginBalance")) &&
	       cex_dec(&v->free, json_in(j, t, "availableBalance")) &&
	       cex_dec_natural(&v->margin,
			       json_in(j, t, "totalInitialMargin")) &&
	       cex_dec_natural(&v->maintenance,
			       json_in(j, t, "totalMaintMargin")) &&
	       cex_dec(&v->unrealised, json_in(j, t, "totalUnrealizedProfit"));
}

/* Whatever else is held takes of the same margin. */
static const char *others_in(struct cex_seat *s, const struct json *j,
			     struct arena *a)
{
	const struct json_tok *t = json_in(j, j->tok, "positions");
	const char *symbol;
	struct dec size;

	if (!json_is(t, JSON_ARRAY))
		return "an account without its positions";
	for (uint32_t i = 0, n = t++->len; i < n; i++, t = json_next(j, t)) {
		if (!json_str(&symbol, json_in(j, t, "symbol")) ||
		    !cex_dec(&size, json_in(j, t, "positionAmt")))
			return "a position without its size";
		cex_seat_other(s, symbol, size, a);
	}
	return NULL;
}

/* Else they are of USDT only: the asset the symbol is paid in has its own line. */
static const char *margins_in(struct cex_seat *s, const struct json *j)
{
	struct rec_venue_account *v = &s->account;
	const char *asset = s->instrument.quote ? s->instrument.quote : "USDT";
	const struct json_tok *t =
		named(j, json_in(j, j->tok, "assets"), "asset", asset);

	if (!json_is(json_in(j, j->tok, "assets"), JSON_ARRAY))
		return "an account without its assets";
	v->asset = asset;
	if (s->pooled)
		return pooled_in(v, j) ? NULL
				       : "an account without its margins";
	if (!t) { /* none of it, ever */
		v->equity = v->free = v->margin = v->maintenance =
			v->unrealised = DEC_ZERO;
		return NULL;
	}
	if (!cex_dec(&v->equity, json_in(j, t, "marginBalance")) ||
	    !cex_dec(&v->free, json_in(j, t, "availableBalance")) ||
	    !cex_dec_natural(&v->margin, json_in(j, t, "initialMargin")) ||
	    !cex_dec_natural(&v->maintenance, json_in(j, t, "maintMargin")) ||
	    !cex_dec(&v->unrealised, json_in(j, t, "unrealizedProfit")))
		return "an account without its margins";
	return NULL;
}

static const char *account_in(struct cex_seat *s, const struct json *j,
			      struct arena *a)
{
	const char *why = margins_in(s, j);

	return why ? why : others_in(s, j, a);
}

static const char *position_in(struct cex_seat *s, const struct json *j,
			       const struct json_tok *t)
{
	static const char *const sides[] = { "BOTH", "LONG", "SHORT", NULL };
	struct rec_venue_position *p;
	struct dec size;
	int side;

	if (!cex_is(json_in(j, t, "symbol"), s->symbol))
		return "of another symbol";
	if (!cex_word(&side, json_in(j, t, "positionSide"), sides) ||
	    !cex_dec(&size, json_in(j, t, "positionAmt")))
		return "a position without its size";
	if (!dec_sign(size))
		return NULL;
	p = cex_seat_position(s, (enum cex_position_side)side);
	if (!p)
		return "positions that do not go together";
	p->size = size;
	if (!cex_dec_some(&p->entry_price, json_in(j, t, "entryPrice")) ||
	    !cex_dec_some(&p->mark_price, json_in(j, t, "markPrice")) ||
	    !cex_dec_some(&p->liq_price, json_in(j, t, "liquidationPrice")) ||
	    !cex_dec_opt(&p->margin, json_in(j, t, "initialMargin")) ||
	    !cex_dec_opt(&p->unrealised, json_in(j, t, "unRealizedProfit")) ||
	    !cex_ms(&p->updated_ms, json_in(j, t, "updateTime")) ||
	    !cex_seat_way(p))
		return "a position that does not fit";
	return NULL;
}

/* Told is what is held, or has open orders: a side that is not is flat. */
static const char *positions_in(struct cex_seat *s, const struct json *j)
{
	const struct json_tok *t = j->tok;
	const char *why = NULL;

	if (!json_is(t, JSON_ARRAY))
		return "no list of positions";
	s->n_positions = 0;
	for (uint32_t i = 0, n = t++->len; i < n && !why; i++) {
		why = position_in(s, j, t);
		t = json_next(j, t);
	}
	return why;
}

static const char *settings_in(struct cex_seat *s, const struct json *j)
{
	static const char *const types[] = { "CROSSED", "ISOLATED", NULL };
	const struct json_tok *t = named(j, j->tok, "symbol", s->symbol);

	return cex_word(&s->margin_type, json_in(j, t, "marginType"), types) &&
			       cex_dec_positive(&s->leverage,
						json_in(j, t, "leverage"))
		       ? NULL
		       : "no settings of the symbol";
}

static const char *fees_in(struct cex_seat *s, const struct json *j)
{
	if (!cex_is(json_in(j, j->tok, "symbol"), s->symbol))
		return "of another symbol";
	return cex_dec(&s->maker_ratio,
		       json_in(j, j->tok, "makerCommissionRate")) &&
			       cex_dec(&s->taker_ratio,
				       json_in(j, j->tok,
					       "takerCommissionRate"))
		       ? NULL
		       : "no fees";
}

static const char *open_in(struct cex_seat *s, const struct json *j,
			   struct arena *a)
{
	return cex_seat_orders(s, j, j->tok, binance_order_in, a);
}

static const char *waiting_in(struct cex_seat *s, const struct json *j,
			      struct arena *a)
{
	return cex_seat_orders(s, j, j->tok, binance_waiting_in, a);
}

static const struct cex_seat_reader readers[CEX_ASKS] = {
	[CEX_ASK_TIME] = { .plain = time_in },
	[CEX_ASK_RULES] = { .plain = rules_in },
	[CEX_ASK_MARK] = { .plain = mark_in },
	[CEX_ASK_FUNDING] = { .plain = funding_in },
	[CEX_ASK_BOOK] = { .lists = book_in },
	[CEX_ASK_MODE] = { .plain = mode_in },
	[CEX_ASK_ACCOUNT] = { .lists = account_in },
	[CEX_ASK_POSITIONS] = { .plain = positions_in },
	[CEX_ASK_SETTINGS] = { .plain = settings_in },
	[CEX_ASK_FEES] = { .plain = fees_in },
	[CEX_ASK_OPEN] = { .lists = open_in },
	[CEX_ASK_WAITING] = { .lists = waiting_in },
};

const char *binance_read_seat(struct cex_seat *s, enum cex_ask what,
			      const char *body, size_t len, struct arena *a)
{
	return cex_seat_read(s, what, readers, body, len, a);
}
