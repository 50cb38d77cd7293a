#include "data/rec_receipt.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_receipt, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_receipt, id, REC_STR, REC_ID),
	REC_FIELD(rec_receipt, status, REC_STR, REC_ID),
	REC_FIELD(rec_receipt, block_hash, REC_STR, REC_OPT | REC_ID),
	REC_FIELD(rec_receipt, turn, REC_INT, REC_OPT | REC_ID),
	REC_FIELD(rec_receipt, slot, REC_INT, REC_OPT),
	REC_FIELD(rec_receipt, fee, REC_DEC, REC_OPT),
	REC_FIELD(rec_receipt, error, REC_STR, REC_OPT),
	REC_FIELD(rec_receipt, intents, REC_STRS, REC_MUST),
	REC_FIELD(rec_receipt, tip, REC_DEC, REC_OPT),
	REC_FIELD(rec_receipt, bundle, REC_STR, REC_OPT),
	REC_FIELD(rec_receipt, chain_id, REC_INT, REC_OPT),
	REC_FIELD(rec_receipt, nonce, REC_DEC, REC_OPT),
	REC_FIELD(rec_receipt, gas_used, REC_DEC, REC_OPT),
	REC_FIELD(rec_receipt, text, REC_STR, REC_OPT),
};

const struct rec_type rec_receipt_type = {
	.name = "receipt",
	.scope = REC_ANYWHERE,
	.shape = REC_SHAPE(rec_receipt, fields),
};
