#include "data/rec_venue_account.h"

static const char *const mode_words[] = { "one_way", "hedge", NULL };

static const struct rec_field fields[] = {
	REC_FIELD(rec_venue_account, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_venue_account, venue, REC_STR, REC_ID),
	REC_FIELD(rec_venue_account, account, REC_STR, REC_ID),
	REC_FIELD(rec_venue_account, asset, REC_STR, REC_ID),
	REC_FIELD(rec_venue_account, equity, REC_DEC, REC_MUST),
	REC_FIELD(rec_venue_account, free, REC_DEC, REC_MUST),
	REC_FIELD(rec_venue_account, margin, REC_DEC, REC_OPT),
	REC_FIELD(rec_venue_account, maintenance, REC_DEC, REC_OPT),
	REC_FIELD(rec_venue_account, unrealised, REC_DEC, REC_OPT),
	REC_FIELD_OF(rec_venue_account, mode, REC_WORD, REC_MUST, mode_words),
	REC_FIELD(rec_venue_account, can_trade, REC_BOOL, REC_OPT),
	REC_FIELD(rec_venue_account, server_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_venue_account, offset_ms, REC_INT, REC_MUST),
};

const struct rec_type rec_venue_account_type = {
	.name = "venue_account",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_venue_account, fields),
};
