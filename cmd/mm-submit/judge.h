/* judge.h - what of a frame may be sent.  Layer: cmd. */
#ifndef MM_SUBMIT_JUDGE_H
#define MM_SUBMIT_JUDGE_H

#include "lanes.h"
#include "sender.h"
#include "unit.h"

struct judge {
	struct sender *s;
	struct lanes *lanes;         /* NULL: a dry run, which needs none    */
	const struct attempts *open; /* what is under way from before        */
	bool said_killed;            /* in this frame                        */
};

/* judge_killed: the kill switch is on, which is a refusal, once a frame. */
bool judge_killed(struct judge *j, struct frame *f);

/* judge_unknown: an attempt among those, on a lane of that unit, of which nobody
 * could say what became of it; NULL: none. */
const struct attempt *judge_unknown(const struct attempts *among,
				    const struct unit *u);

/* judge_shares_lane: one of those attempts is on a lane of that unit. */
bool judge_shares_lane(const struct attempts *among, const struct unit *u);

/* judge_needs_lane: nobody else may send on that lane meanwhile. */
bool judge_needs_lane(const struct judge *j, const struct attempt *t,
		      const struct part *p);

/* judge_units: those units that may go, in their order.  The others are refused, or
 * were sent before.
 *
 * out:     *out.
 * returns: not DB_OK: nothing may go. */
MM_CHECKED enum db_err judge_units(struct judge *j, struct frame *f,
				   struct units *out, const struct units *all,
				   const bool *whole);

#endif
