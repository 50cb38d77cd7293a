/* reel.h - a tape to its end, bad lines said and, with -k, passed over.
 * Layer: cmd. */
#ifndef MM_BACK_TEST_REEL_H
#define MM_BACK_TEST_REEL_H

#include "base/err.h"
#include "io/paper_state.h"
#include "venue/tape.h"

struct reel {
	struct tape *tape;
	struct tape_entry first; /* looked at, not taken yet */
	bool held;               /* there is one             */
	bool keep_going, said_cut;
	enum mm_exit code; /* MM_PARTIAL: a line was passed over; MM_FAIL: a bad
			      line, which has been said: it goes no further */
};

/* reel_open: MM_FAIL in r->code if it cannot be read, which has been said. */
void reel_open(struct reel *r, const char *path, const struct paper_terms *t,
	       bool keep_going);
void reel_close(struct reel *r);

/* reel_first: when the first entry is, before any was taken.  False: there is
 * none. */
bool reel_first(struct reel *r, int64_t *ts_ms);

/* reel_next: the next entry before until_ms.  False: there is none, or it goes no
 * further. */
bool reel_next(struct reel *r, struct tape_entry *e, int64_t until_ms);

/* reel_ended: nothing is left. */
bool reel_ended(const struct reel *r);

#endif
