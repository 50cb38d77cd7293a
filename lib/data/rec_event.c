#include "data/rec_event.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_event, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_event, name, REC_STR, REC_ID),
	REC_FIELD(rec_event, cause, REC_STR, REC_ID),
	REC_FIELD(rec_event, market, REC_STR, REC_OPT),
	REC_FIELD(rec_event, wallet, REC_STR, REC_OPT),
	REC_FIELD(rec_event, trigger, REC_STR, REC_OPT),
	REC_FIELD(rec_event, pivot, REC_DEC, REC_OPT),
	REC_FIELD(rec_event, price, REC_DEC, REC_OPT),
	REC_FIELD(rec_event, volume, REC_DEC, REC_OPT),
	REC_FIELD(rec_event, usdc, REC_DEC, REC_OPT),
	REC_FIELD(rec_event, sol, REC_DEC, REC_OPT),
	REC_FIELD(rec_event, chain_id, REC_INT, REC_OPT),
	REC_FIELD(rec_event, block, REC_INT, REC_OPT),
	REC_FIELD(rec_event, block_hash, REC_STR, REC_OPT),
	REC_FIELD(rec_event, tx_hash, REC_STR, REC_OPT),
	REC_FIELD(rec_event, tx_index, REC_INT, REC_OPT),
	REC_FIELD(rec_event, log_index, REC_INT, REC_OPT),
	REC_FIELD(rec_event, turn, REC_INT, REC_OPT),
	REC_FIELD(rec_event, contract, REC_STR, REC_OPT),
	REC_FIELD(rec_event, signature, REC_STR, REC_OPT),
	REC_FIELD(rec_event, args, REC_TEXTS, REC_OPT),
};

const struct rec_type rec_event_type = {
	.name = "event",
	.scope = REC_ANYWHERE,
	.shape = REC_SHAPE(rec_event, fields),
};
