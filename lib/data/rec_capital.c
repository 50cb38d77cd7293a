#include "data/rec_capital.h"

static const char *const event_words[] = { "deposit", "withdrawal", NULL };

static const struct rec_field fields[] = {
	REC_FIELD(rec_capital, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_capital, chain_id, REC_INT, REC_MUST),
	REC_FIELD(rec_capital, vault, REC_STR, REC_ID),
	REC_FIELD(rec_capital, cause, REC_STR, REC_ID),
	REC_FIELD_OF(rec_capital, event, REC_WORD, REC_MUST, event_words),
	REC_FIELD(rec_capital, owner, REC_STR, REC_MUST),
	REC_FIELD(rec_capital, asset, REC_STR, REC_MUST),
	REC_FIELD(rec_capital, amount, REC_DEC, REC_MUST),
	REC_FIELD(rec_capital, shares, REC_DEC, REC_MUST),
	REC_FIELD(rec_capital, owner_shares, REC_DEC, REC_MUST),
	REC_FIELD(rec_capital, total_shares, REC_DEC, REC_MUST),
	REC_FIELD(rec_capital, block, REC_INT, REC_MUST),
	REC_FIELD(rec_capital, log_index, REC_INT, REC_MUST),
};

const struct rec_type rec_capital_type = {
	.name = "capital",
	.scope = REC_ANYWHERE,
	.shape = REC_SHAPE(rec_capital, fields),
};
