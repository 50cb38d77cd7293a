/* paper_request.h - an action as the paper venue takes it, and as it is shown
 * while it is under way.  Layer: venue. */
#ifndef MM_PAPER_REQUEST_H
#define MM_PAPER_REQUEST_H

#include "base/mem.h"
#include "data/rec_action.h"
#include "data/rec_pending.h"
#include "venue/paper_conf.h"

/* paper_request: what is asked of the venue.
 *
 * out:     *r, whole only where NULL is returned.
 * returns: NULL, or why the venue cannot take it, as a reason code. */
MM_CHECKED const char *paper_request(struct match_request *r,
				     const struct paper_conf *c,
				     const struct paper_state *s,
				     const struct rec_action *a);

/* paper_pending: the request of that action in the frame at ts_ms, for the venue
 * as it is; state sent, attempt not set.  Owner: arena; strings are a's and s's
 * too. */
struct rec_pending paper_pending(struct arena *arena,
				 const struct paper_state *s,
				 const struct rec_action *a,
				 const struct match_request *r, int64_t ts_ms);

#endif
