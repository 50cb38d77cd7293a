#include "data/rec_book.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_book, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_book, market, REC_STR, REC_ID),
	REC_FIELD(rec_book, bids, REC_LEVELS, REC_MUST),
	REC_FIELD(rec_book, asks, REC_LEVELS, REC_MUST),
	REC_FIELD(rec_book, own_bids, REC_LEVELS, REC_MUST),
	REC_FIELD(rec_book, own_asks, REC_LEVELS, REC_MUST),
	REC_FIELD(rec_book, slot, REC_INT, REC_MUST),
	REC_FIELD(rec_book, synthetic, REC_BOOL, REC_OPT),
};

const struct rec_type rec_book_type = {
	.name = "book",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_book, fields),
};
