#include "data/rec_lend_market.h"

static const char *const kind_words[] = { "aave", "compound", NULL };

static const struct rec_field fields[] = {
	REC_FIELD(rec_lend_market, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_lend_market, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_lend_market, pool, REC_STR, REC_ID),
	REC_FIELD_OF(rec_lend_market, kind, REC_WORD, REC_MUST, kind_words),
	REC_FIELD(rec_lend_market, revision, REC_INT, REC_OPT),
	REC_FIELD(rec_lend_market, oracle, REC_STR, REC_MUST),
	REC_FIELD(rec_lend_market, base_unit, REC_DEC, REC_MUST),
	REC_FIELD(rec_lend_market, flash_premium_bps, REC_INT, REC_OPT),
	REC_FIELD(rec_lend_market, liquidations_open, REC_BOOL, REC_OPT),
	REC_FIELD(rec_lend_market, close_factor, REC_DEC, REC_OPT),
	REC_FIELD(rec_lend_market, incentive, REC_DEC, REC_OPT),
	REC_FIELD(rec_lend_market, users, REC_INT, REC_MUST),
	REC_FIELD(rec_lend_market, from_block, REC_INT, REC_MUST),
	REC_FIELD(rec_lend_market, whole, REC_BOOL, REC_OPT),
	REC_FIELD(rec_lend_market, after_block, REC_INT, REC_OPT),
	REC_FIELD(rec_lend_market, block, REC_INT, REC_MUST),
	REC_FIELD(rec_lend_market, block_hash, REC_STR, REC_MUST),
};

const struct rec_type rec_lend_market_type = {
	.name = "lend_market",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_lend_market, fields),
};
