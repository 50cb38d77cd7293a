/* rec_book.h - book: the order book of a market, best first, our own sizes
 * beside it.  Layer: data. */
#ifndef MM_REC_BOOK_H
#define MM_REC_BOOK_H

#include "data/rec.h"

struct rec_book {
	int64_t ts_ms; /* Unix ms, UTC */
	const char *market;
	struct rec_list bids; /* own orders included */
	struct rec_list asks;
	struct rec_list own_bids; /* of all our wallets */
	struct rec_list own_asks;
	int64_t slot;   /* slot, block or ts_ms it was true at */
	bool synthetic; /* optional: no real depth behind it */
};

extern const struct rec_type rec_book_type;

#endif
