#include "data/rec_nonce.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_nonce, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_nonce, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_nonce, address, REC_STR, REC_ID),
	REC_FIELD(rec_nonce, wallet, REC_STR, REC_MUST),
	REC_FIELD(rec_nonce, next, REC_DEC, REC_MUST),
	REC_FIELD(rec_nonce, in_flight, REC_INT, REC_MUST),
};

const struct rec_type rec_nonce_type = {
	.name = "nonce",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_nonce, fields),
};
