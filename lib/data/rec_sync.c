#include "data/rec_sync.h"

static const struct rec_field discrepancies_fields[] = {
	REC_FIELD(rec_sync_gap, venue, REC_STR, REC_MUST),
	REC_FIELD(rec_sync_gap, account, REC_STR, REC_MUST),
	REC_FIELD(rec_sync_gap, symbol, REC_STR, REC_MUST),
	REC_FIELD(rec_sync_gap, target, REC_DEC, REC_MUST),
	REC_FIELD(rec_sync_gap, held, REC_DEC, REC_MUST),
	REC_FIELD(rec_sync_gap, gap, REC_DEC, REC_MUST),
	REC_FIELD(rec_sync_gap, reason, REC_STR, REC_MUST),
};

static const struct rec_shape discrepancies_shape =
	REC_SHAPE(rec_sync_gap, discrepancies_fields);

static const struct rec_field actions_fields[] = {
	REC_FIELD(rec_sync_action, intent_id, REC_STR, REC_MUST),
	REC_FIELD(rec_sync_action, attempt, REC_STR, REC_OPT),
	REC_FIELD(rec_sync_action, venue, REC_STR, REC_MUST),
	REC_FIELD(rec_sync_action, account, REC_STR, REC_MUST),
	REC_FIELD(rec_sync_action, symbol, REC_STR, REC_MUST),
	REC_FIELD(rec_sync_action, side, REC_STR, REC_MUST),
	REC_FIELD(rec_sync_action, size, REC_DEC, REC_MUST),
	REC_FIELD(rec_sync_action, price, REC_DEC, REC_OPT),
	REC_FIELD(rec_sync_action, reduce, REC_BOOL, REC_OPT),
	REC_FIELD(rec_sync_action, state, REC_STR, REC_MUST),
	REC_FIELD(rec_sync_action, filled, REC_DEC, REC_OPT),
	REC_FIELD(rec_sync_action, why, REC_STR, REC_OPT),
};

static const struct rec_shape actions_shape =
	REC_SHAPE(rec_sync_action, actions_fields);

static const struct rec_field fields[] = {
	REC_FIELD(rec_sync, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_sync, strategy, REC_INT, REC_ID),
	REC_FIELD(rec_sync, total, REC_INT, REC_MUST),
	REC_FIELD(rec_sync, synced, REC_INT, REC_MUST),
	REC_FIELD(rec_sync, forced, REC_BOOL, REC_OPT),
	REC_FIELD_OF(rec_sync, discrepancies, REC_OBJECTS, REC_MUST,
		     &discrepancies_shape),
	REC_FIELD_OF(rec_sync, actions, REC_OBJECTS, REC_MUST, &actions_shape),
};

const struct rec_type rec_sync_type = {
	.name = "sync",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_sync, fields),
};
