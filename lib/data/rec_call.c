#include "data/rec_call.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_call, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_call, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_call, contract, REC_STR, REC_ID),
	REC_FIELD(rec_call, signature, REC_STR, REC_ID),
	REC_FIELD(rec_call, args, REC_STRS, REC_ID | REC_OPT),
};

const struct rec_type rec_call_type = {
	.name = "call",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_call, fields),
};
