/* attempt.h - an action on its way to the venue.  Layer: cmd. */
#ifndef MM_PAPER_TRADE_ATTEMPT_H
#define MM_PAPER_TRADE_ATTEMPT_H

#include "data/rec_action.h"
#include "data/rec_pending.h"
#include "venue.h"

/* All in the frame's arena. */
struct attempt {
	const char *id;
	const char *intent_id;
	struct rec_pending pending; /* as it will be shown while under way */
	struct match_request request;
	const char *error; /* not sent: why; NULL */
	bool send;         /* recorded: to be given to the venue now */
};

/* attempt_of: the attempt an action makes in the frame at ts_ms, for the venue as
 * it is.  .error says why the venue cannot take it. */
struct attempt attempt_of(struct arena *arena, const struct venue *v,
			  const struct rec_action *a, int64_t ts_ms);

#endif
