#include "data/rec_price.h"

#include <string.h>

static const struct rec_field fields[] = {
	REC_FIELD(rec_price, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_price, pair, REC_STR, REC_ID),
	REC_FIELD(rec_price, price, REC_DEC, REC_MUST),
	REC_FIELD(rec_price, age_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_price, n_sources, REC_INT, REC_MUST),
	REC_FIELD(rec_price, spread_bps, REC_INT, REC_OPT),
	REC_FIELD(rec_price, sources, REC_STRS, REC_OPT),
};

const struct rec_type rec_price_type = {
	.name = "price",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_price, fields),
};

bool rec_price_is_of(const struct rec_price *r, const char *base,
		     const char *quote)
{
	size_t n = strlen(base);

	return !strncmp(r->pair, base, n) && r->pair[n] == '/' &&
	       !strcmp(r->pair + n + 1, quote);
}
