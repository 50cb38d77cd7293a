#include "data/rec_event_queue.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_event_queue, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_event_queue, market, REC_STR, REC_ID),
	REC_FIELD(rec_event_queue, seq, REC_INT, REC_MUST),
	REC_FIELD(rec_event_queue, count, REC_INT, REC_MUST),
	REC_FIELD(rec_event_queue, capacity, REC_INT, REC_MUST),
	REC_FIELD(rec_event_queue, head_owners, REC_STRS, REC_OPT),
	REC_FIELD(rec_event_queue, own_waiting, REC_INT, REC_MUST),
	REC_FIELD(rec_event_queue, gap, REC_INT, REC_OPT),
	REC_FIELD(rec_event_queue, told, REC_INT, REC_OPT),
	REC_FIELD(rec_event_queue, told_slot, REC_INT, REC_OPT),
	REC_FIELD(rec_event_queue, told_ms, REC_INT, REC_OPT),
	REC_FIELD(rec_event_queue, last_trade, REC_STR, REC_OPT),
	REC_FIELD(rec_event_queue, slot, REC_INT, REC_MUST),
};

const struct rec_type rec_event_queue_type = {
	.name = "event_queue",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_event_queue, fields),
};
