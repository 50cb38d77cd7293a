/* tell.h - what liq-scan says of a market that was committed.  Layer: cmd. */
#ifndef MM_LIQ_SCAN_TELL_H
#define MM_LIQ_SCAN_TELL_H

#include "choose.h"
#include "data/lend_state.h"

/* Who is told of whatever happens. */
struct tell_asked {
	struct lend_address *user;
	size_t n_users;
	int64_t top; /* so many with the lowest health factors */
};

/* tell_health: who changed, by address; then who was asked for. */
void tell_health(struct frame *f, const struct lend_pool *p,
		 const struct tell_asked *asked, int64_t ts_ms);

/* tell_scan: what was looked at. */
void tell_scan(struct frame *f, const struct lend_pool *p, const char *shard,
	       int64_t ts_ms);

/* tell_view: the market and its accounts below 1 as choose has them, in the frame's
 * arena. */
struct liq_view tell_view(struct frame *f, const struct lend_pool *p,
			  const struct lend_state *s,
			  const struct rec_cycle *cycle,
			  const struct rec_chain *chain);

/* tell_remember: what choose said of them is what was said last. */
void tell_remember(struct lend_pool *p, struct lend_state *s,
		   const struct liq_view *view);

/* tell_base_decimals: of the market's unit of prices. */
int tell_base_decimals(const struct lend_pool *p);

#endif
