#include "data/rec_refusal.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_refusal, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_refusal, by, REC_STR, REC_ID),
	REC_FIELD(rec_refusal, reason, REC_STR, REC_ID),
	REC_FIELD(rec_refusal, text, REC_STR, REC_ID),
	REC_FIELD(rec_refusal, intents, REC_STRS, REC_OPT | REC_ID),
};

const struct rec_type rec_refusal_type = {
	.name = "refusal",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_refusal, fields),
};
