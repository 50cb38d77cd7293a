/* paper_sent.h - the paper venue's outbox in memory: what paper-trade keeps in the
 * journal, for a process that has both ends.  Layer: venue.
 *
 * An intent (what is asked, for which price and size, since when) is sent once:
 * again only after it failed.  What is under way, and the newest order that landed
 * in each slot, are seen in every frame.
 */
#ifndef MM_PAPER_SENT_H
#define MM_PAPER_SENT_H

#include "data/rec_pending.h"
#include "math/keyset.h"
#include "math/match.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct paper_flight {
	struct match_request request;
	struct rec_pending pending; /* as it is shown; spends left out */
	struct trade_key intent;
};

/* Zero is a valid empty outbox. */
struct paper_sent {
	struct paper_flight *open; /* oldest first                       */
	struct paper_flight *done; /* one a slot: by wallet, then slot   */
	int n_open, cap_open, n_done, cap_done;
	struct keyset landed; /* intents */
	uint64_t last_tag;
};

/* paper_sent_add: a request about to be submitted.
 *
 * out:     r->tag, by which paper_sent_settle knows it again.
 * in:      p: its strings live as long as the outbox.
 * returns: false: do not send it; its intent is open or has landed. */
MM_CHECKED bool paper_sent_add(struct paper_sent *s, struct match_request *r,
			       const struct rec_pending *p);

/* paper_sent_settle: the outcome of a request.
 * in: e: not MATCH_FILLED, of a request that is open. */
void paper_sent_settle(struct paper_sent *s, const struct match_event *e);

void paper_sent_free(struct paper_sent *s);

#endif
