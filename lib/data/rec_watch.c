#include "data/rec_watch.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_watch, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_watch, chain_id, REC_INT, REC_ID),
	REC_FIELD(rec_watch, watch, REC_STR, REC_ID),
	REC_FIELD(rec_watch, first, REC_INT, REC_MUST),
	REC_FIELD(rec_watch, block, REC_INT, REC_MUST),
	REC_FIELD(rec_watch, settled, REC_INT, REC_MUST),
	REC_FIELD(rec_watch, settled_hash, REC_STR, REC_MUST),
	REC_FIELD(rec_watch, settled_ts_s, REC_INT, REC_MUST),
};

const struct rec_type rec_watch_type = {
	.name = "watch",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_watch, fields),
};
