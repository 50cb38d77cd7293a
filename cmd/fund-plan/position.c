#include "position.h"

#include "base/conf.h"
#include "data/book_best.h"

#define PPM_SCALE 6

/* The middle of a book narrow enough, own orders taken out.  False: there is
 * none. */
static bool middle(struct dec *out, const struct rec_book *book,
		   const struct rec_list *own_bids,
		   const struct rec_list *own_asks)
{
	struct dec bid, ask, sum, spread, widest;

	bid = book_best(&book->bids, own_bids);
	ask = book_best(&book->asks, own_asks);
	return dec_sign(bid) > 0 && dec_cmp(ask, bid) > 0 &&
	       dec_add(&sum, bid, ask) == ST_OK &&
	       dec_mul(out, sum, dec_make(5, 1)) == ST_OK &&
	       dec_sub(&spread, ask, bid) == ST_OK &&
	       dec_mul(&widest, *out,
		       dec_make(conf_ppm("MAX_SPREAD_PCT"), PPM_SCALE)) ==
		       ST_OK &&
	       dec_cmp(spread, widest) <= 0;
}

static bool fresh(int64_t ts_ms, int64_t now_ms, const char *limit_s)
{
	return ts_ms != REC_NONE_INT &&
	       now_ms - ts_ms <= conf_int(limit_s) * 1000;
}

static bool bound(struct dec *out, struct dec pivot, int64_t ppm)
{
	return dec_mul(out, pivot, dec_make(1000000 + ppm, PPM_SCALE)) == ST_OK;
}

/* Where the market stands: between the others' best prices; else where it traded
 * last; else, where we are alone, between our own, which takers have moved. */
static bool price_of(struct dec *out, const struct rec_pivot *pivot,
		     const struct rec_book *b, int64_t now_ms)
{
	const struct rec_list none = { NULL, 0 };

	if (b && middle(out, b, &b->own_bids, &b->own_asks))
		return true;
	if (!dec_is_none(pivot->last_price) &&
	    fresh(pivot->last_ms, now_ms, "PRICE_MAX_AGE_S")) {
		*out = pivot->last_price;
		return true;
	}
	return b && middle(out, b, &none, &none);
}

const char *position_of(struct position *out, const struct rec_pivot *pivot,
			const struct rec_book *book, int64_t now_ms)
{
	struct position p;

	if (!pivot || !fresh(pivot->ts_ms, now_ms, "INPUT_MAX_AGE_S"))
		return "no fresh pivot";
	p.pivot = pivot->price;
	if (dec_sign(p.pivot) <= 0 ||
	    !bound(&p.lower, p.pivot, -conf_ppm("BUY_CHANNEL_WIDTH_PCT")) ||
	    !bound(&p.upper, p.pivot, conf_ppm("SELL_CHANNEL_WIDTH_PCT")))
		return "the pivot is out of range";
	if (!price_of(&p.price, pivot, book, now_ms))
		return "no book with a middle and no fresh trade";
	*out = p;
	return NULL;
}
