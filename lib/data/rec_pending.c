#include "data/rec_pending.h"

#include "data/rec_lane.h"

const char *const rec_pending_states[] = { "sent", "unknown", "cancelling",
					   "done", NULL };

static const struct rec_field fields[] = {
	REC_FIELD(rec_pending, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_pending, intent_id, REC_STR, REC_ID),
	REC_FIELD(rec_pending, attempt, REC_STR, REC_ID),
	REC_FIELD(rec_pending, lane, REC_STR, REC_MUST),
	REC_FIELD(rec_pending, action, REC_STR, REC_MUST),
	REC_FIELD(rec_pending, class, REC_STR, REC_MUST),
	REC_FIELD_OF(rec_pending, state, REC_WORD, REC_MUST,
		     rec_pending_states),
	REC_FIELD(rec_pending, market, REC_STR, REC_OPT),
	REC_FIELD(rec_pending, wallet, REC_STR, REC_OPT),
	REC_FIELD_OF(rec_pending, side, REC_WORD, REC_OPT, rec_sides),
	REC_FIELD(rec_pending, price, REC_DEC, REC_OPT),
	REC_FIELD(rec_pending, size, REC_DEC, REC_OPT),
	REC_FIELD(rec_pending, client_id, REC_U64, REC_OPT),
	REC_FIELD(rec_pending, subject, REC_STR, REC_OPT),
	REC_FIELD(rec_pending, spends, REC_AMOUNTS, REC_OPT),
	REC_FIELD(rec_pending, since_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_pending, valid_until, REC_INT, REC_OPT),
	REC_FIELD(rec_pending, chain_id, REC_INT, REC_OPT),
	REC_FIELD(rec_pending, nonce, REC_DEC, REC_OPT),
	REC_FIELD(rec_pending, roll, REC_STR, REC_OPT),
};

const struct rec_type rec_pending_type = {
	.name = "pending",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_pending, fields),
};

bool pending_where(struct arena *a, const struct rec_pending *r,
		   const char **market, const char **wallet)
{
	const char *lane_market = NULL, *lane_wallet = NULL;

	if (!r->market || !r->wallet)
		lane_split(a, r->lane, &lane_market, &lane_wallet);
	*market = r->market ? r->market : lane_market;
	*wallet = r->wallet ? r->wallet : lane_wallet;
	return *market && *wallet;
}
