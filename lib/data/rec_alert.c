#include "data/rec_alert.h"

static const struct rec_field fields[] = {
	REC_FIELD(rec_alert, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_alert, by, REC_STR, REC_ID),
	REC_FIELD(rec_alert, name, REC_STR, REC_ID),
	REC_FIELD(rec_alert, text, REC_STR, REC_MUST),
	REC_FIELD(rec_alert, severity, REC_STR, REC_MUST),
	REC_FIELD(rec_alert, market, REC_STR, REC_OPT | REC_ID),
};

const struct rec_type rec_alert_type = {
	.name = "alert",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_alert, fields),
};
