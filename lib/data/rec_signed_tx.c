#include "data/rec_signed_tx.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_signed_tx, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_signed_tx, chain, REC_STR, REC_MUST),
	REC_FIELD(rec_signed_tx, id, REC_STR, REC_ID),
	REC_FIELD(rec_signed_tx, raw, REC_STR, REC_MUST),
	REC_FIELD(rec_signed_tx, valid_until, REC_INT, REC_OPT),
	REC_FIELD_OF(rec_signed_tx, class, REC_WORD, REC_MUST, rec_tx_classes),
	REC_FIELD(rec_signed_tx, intents, REC_STRS, REC_MUST),
	REC_FIELD_OF(rec_signed_tx, bundle, REC_OBJECT, REC_OPT,
		     &rec_tx_bundle_shape),
	REC_FIELD(rec_signed_tx, fee, REC_DEC, REC_OPT),
	REC_FIELD(rec_signed_tx, tip, REC_DEC, REC_OPT),
	REC_FIELD(rec_signed_tx, chain_id, REC_INT, REC_OPT),
	REC_FIELD(rec_signed_tx, from, REC_STR, REC_OPT),
	REC_FIELD(rec_signed_tx, nonce, REC_DEC, REC_OPT),
};

const struct rec_type rec_signed_tx_type = {
	.name = "signed_tx",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_signed_tx, fields),
};
