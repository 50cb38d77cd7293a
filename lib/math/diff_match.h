/* diff_match.h - which live order is to be which desired one, for diff.c.
 * Layer: math. */
#ifndef MM_DIFF_MATCH_H
#define MM_DIFF_MATCH_H

#include "math/diff_live.h"

/* One desired order. */
struct want {
	const struct order *order;
	struct live *mate; /* the live order that is it or shall move to it */
	struct live
		*namesake; /* the live order of its own client id, or NULL  */
	uint64_t id;       /* without a mate: the free id it gets; 0: none  */
	bool open;         /* nothing of ours may be live in its own slot   */
	bool kept;         /* mate is near enough as it stands              */
};

struct want_set {
	struct want *want; /* in the caller's order */
	size_t n;
	int64_t reach[2]; /* of each side, the furthest; REACH_NONE: none */
};

/* want_collect checks the desired orders.  out: *set, in a. */
MM_CHECKED enum diff_err want_collect(struct arena *a, struct want_set *set,
				      const struct diff_frame *frame);

/* want_match gives each want a mate, or else an id, where there is one, and
 * marks every live order with a mate as taken. */
void want_match(struct arena *a, struct want_set *wants, struct live_set *lives,
		const struct diff_rules *rules);

#endif
