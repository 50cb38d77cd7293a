#include "venue/tape_line.h"

#include "data/in.h"
#include "data/plain.h"
#include "data/rec_book.h"
#include "data/rec_trade.h"

#include <stdlib.h>
#include <string.h>

void tape_reader_init(struct tape_reader *r, const char *market,
		      struct dec tick, struct dec lot)
{
	*r = (struct tape_reader){
		.market = mem_strdup(market),
		.market_len = strlen(market),
		.tick = tick,
		.lot = lot,
	};
	buf_init(&r->copy, LINE_LEN_MAX + 1);
}

void tape_reader_free(struct tape_reader *r)
{
	free((char *)(uintptr_t)r->market);
	free(r->bids);
	free(r->asks);
	buf_free(&r->copy);
	json_free(&r->json);
	arena_free(&r->arena);
}

/* ---- units ---- */

static bool ticks_of(const struct tape_reader *r, int64_t *out,
		     struct dec price, bool up)
{
	return !(up ? dec_units_ceil(out, price, r->tick)
		    : dec_units_floor(out, price, r->tick)) &&
	       *out > 0 && *out < PRICE_MAX;
}

/* The print of e->price and e->size. */
static const char *print_of(const struct tape_reader *r, struct tape_entry *e,
			    enum side side)
{
	struct match_print *p = &e->print;

	p->aggressor = side;
	if (!ticks_of(r, &p->price, e->price, side == SIDE_SELL))
		return "'price': not a price in this market's ticks";
	if (dec_sign(e->size) <= 0 ||
	    dec_units_floor(&p->lots, e->size, r->lot) ||
	    p->lots >= SIZE_MAX_LOTS)
		return "'size': not a size in this market's lots";
	return NULL;
}

/* ---- a line as we write it ---- */

struct cursor {
	const char *p, *end; /* *end is the newline */
};

/* A macro, so that the comparison with a text of known length is no call. */
#define LEN(text) (sizeof(text) - 1)
#define EXPECT(c, text)                                                        \
	((size_t)((c)->end - (c)->p) >= LEN(text) &&                           \
	 !memcmp((c)->p, text, LEN(text)) && ((c)->p += LEN(text), true))

/* A string up to its quote, without a byte that would need a second look. */
static bool plain(struct cursor *c, const char **s, size_t *len)
{
	*s = c->p;
	while (plain_byte(*c->p))
		c->p++;
	*len = (size_t)(c->p - *s);
	return *len > 0 && EXPECT(c, "\"");
}

static bool integer(struct cursor *c, int64_t *out)
{
	const char *first = c->p;
	int64_t v = 0;

	while (*c->p >= '0' && *c->p <= '9' && c->p - first < 16)
		v = v * 10 + (*c->p++ - '0');
	*out = v;
	return c->p > first && *first != '0' && v < REC_INT_MAX;
}

static bool decimal(struct cursor *c, struct dec *out)
{
	const char *s;
	size_t len;

	return plain(c, &s, &len) && dec_parse(out, s, len) == ST_OK;
}

static bool taker_side(struct cursor *c, enum side *side)
{
	*side = SIDE_BUY;
	if (EXPECT(c, "buy\""))
		return true;
	*side = SIDE_SELL;
	return EXPECT(c, "sell\"");
}

static bool quick(const struct tape_reader *r, struct tape_entry *e,
		  const char *line, size_t len, enum tape_line *kind)
{
	struct cursor c = { line, line + len - 1 };
	const char *market;
	size_t market_len;
	enum side side;

	if (!EXPECT(&c, "{\"type\":\"trade\",\"ts_ms\":") ||
	    !integer(&c, &e->print.ts_ms) || !EXPECT(&c, ",\"market\":\"") ||
	    !plain(&c, &market, &market_len) || !EXPECT(&c, ",\"price\":\"") ||
	    !decimal(&c, &e->price) || !EXPECT(&c, ",\"size\":\"") ||
	    !decimal(&c, &e->size) || !EXPECT(&c, ",\"side\":\"") ||
	    !taker_side(&c, &side) || !EXPECT(&c, ",\"id\":\"") ||
	    !plain(&c, &e->id, &e->id_len) || !EXPECT(&c, ",\"source\":\"") ||
	    !plain(&c, &e->source, &e->source_len) || !EXPECT(&c, "}") ||
	    c.p != c.end)
		return false;
	*kind = LINE_PRINT;
	e->kind = TAPE_PRINT;
	e->own_maker = e->own_taker = false;
	if (market_len != r->market_len ||
	    memcmp(market, r->market, market_len) != 0)
		*kind = LINE_OTHER;
	return *kind == LINE_OTHER || !print_of(r, e, side);
}

/* ---- any line ---- */

/* One side of a book in ticks and lots, best first; levels that fall on one tick
 * become one. */
static const char *levels_of(struct tape_reader *r, struct match_level **out,
			     int *cap, int *n, const struct rec_list *levels,
			     enum side side)
{
	const struct rec_level *v = levels->v;

	*n = 0;
	for (size_t i = 0; i < levels->n; i++) {
		struct match_level l, *last;

		*out = mem_room(*out, *n, cap, sizeof(**out));
		last = *n ? &(*out)[*n - 1] : NULL;
		if (!ticks_of(r, &l.price, v[i].price, side == SIDE_BUY) ||
		    dec_sign(v[i].size) <= 0 ||
		    dec_units_ceil(&l.size, v[i].size, r->lot) ||
		    l.size >= SIZE_MAX_LOTS)
			return "a level is not in this market's ticks and lots";
		if (last && last->price == l.price)
			last->size += l.size;
		else if (last && (last->price < l.price) == (side == SIDE_BUY))
			return "levels are not best first";
		else
			(*out)[(*n)++] = l;
	}
	return NULL;
}

static const char *book_of(struct tape_reader *r, struct tape_entry *e)
{
	struct rec_book b;
	const char *why = rec_decode(&rec_book_type, &b, &r->json, &r->arena);

	if (!why)
		why = levels_of(r, &r->bids, &r->cap_bids, &e->depth.n_bids,
				&b.bids, SIDE_BUY);
	if (!why)
		why = levels_of(r, &r->asks, &r->cap_asks, &e->depth.n_asks,
				&b.asks, SIDE_SELL);
	e->kind = TAPE_BOOK;
	e->depth.bids = r->bids;
	e->depth.asks = r->asks;
	return why;
}

static const char *trade_of(struct tape_reader *r, struct tape_entry *e)
{
	struct rec_trade t;
	const char *why = rec_decode(&rec_trade_type, &t, &r->json, &r->arena);

	if (why)
		return why;
	e->kind = TAPE_PRINT;
	e->id = t.id;
	e->id_len = strlen(t.id);
	e->source = t.source;
	e->source_len = strlen(t.source);
	e->price = t.price;
	e->size = t.size;
	e->own_maker = t.own_maker;
	e->own_taker = t.own_taker;
	return print_of(r, e, (enum side)t.side);
}

static bool member_is(const struct json *j, const char *key, const char *text)
{
	const struct json_tok *t = json_member(j, 0, key);

	return t && t->kind == JSON_STRING && !strcmp(t->s, text);
}

static const char *scan(struct tape_reader *r, const char *line, size_t len)
{
	r->copy.len = 0;
	arena_reset(&r->arena);
	if (len > LINE_LEN_MAX || !buf_add(&r->copy, line, len))
		return "line over 1 MiB";
	r->copy.p[len - 1] = '\0';
	return json_scan(&r->json, r->copy.p, len - 1);
}

enum tape_line tape_read_line(struct tape_reader *r, struct tape_entry *e,
			      const char *line, size_t len, const char **why)
{
	enum tape_line kind = LINE_OTHER;
	const struct json_tok *ts;
	struct dec ms;

	if (quick(r, e, line, len, &kind))
		return kind;
	*why = scan(r, line, len);
	if (*why)
		return LINE_BAD;
	ts = json_member(&r->json, 0, "ts_ms");
	*why = "'ts_ms': missing or not a time";
	if (!ts || ts->kind != JSON_NUMBER || dec_parse(&ms, ts->s, ts->len) ||
	    ms.scale || ms.v < 0 || ms.v >= REC_INT_MAX)
		return LINE_BAD;
	e->print.ts_ms = (int64_t)ms.v;
	if (!member_is(&r->json, "market", r->market))
		return LINE_OTHER;
	*why = NULL;
	if (member_is(&r->json, "type", rec_trade_type.name)) {
		kind = LINE_PRINT;
		*why = trade_of(r, e);
	} else if (member_is(&r->json, "type", rec_book_type.name)) {
		kind = LINE_BOOK;
		*why = book_of(r, e);
	}
	return *why ? LINE_BAD : kind;
}
