#include "data/rec_lane.h"

#include <string.h>

static const struct rec_field fields[] = {
	REC_FIELD(rec_lane, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(rec_lane, lane, REC_STR, REC_ID),
	REC_FIELD(rec_lane, chain, REC_STR, REC_MUST),
	REC_FIELD(rec_lane, landed_slot, REC_INT, REC_OPT),
};

const struct rec_type rec_lane_type = {
	.name = "lane",
	.scope = REC_IN_FRAME,
	.shape = REC_SHAPE(rec_lane, fields),
};

bool lane_split(struct arena *a, const char *lane, const char **market,
		const char **wallet)
{
	const char *colon = strrchr(lane, ':');

	if (!colon || colon == lane || !colon[1])
		return false;
	*market = arena_strndup(a, lane, (size_t)(colon - lane));
	*wallet = colon + 1;
	return true;
}
