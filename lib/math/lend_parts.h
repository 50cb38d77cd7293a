/* lend_parts.h - what the files of lend_market share.  Layer: math. */
#ifndef MM_LEND_PARTS_H
#define MM_LEND_PARTS_H

#include "math/lend_market.h"

void lend_push(struct lend_lists *l, uint32_t x);

/* lend_mark: the account is looked at by the next look. */
void lend_mark(struct lend_market *m, uint32_t account);

/* lend_settle: class and bounds of an account, at the lanes as they are.
 * in: exactly: though its bounds could be proved without. */
void lend_settle(struct lend_market *m, uint32_t account, bool exactly);

/* lend_become: the account is of this class from now on. */
void lend_become(struct lend_market *m, uint32_t account, enum lend_class class,
		 uint32_t hf);

/* lend_watch: the account is looked at every time; no effect where it is. */
void lend_watch(struct lend_market *m, uint32_t account);

/* The lane a leg is under, and the queues it stands in, where it does. */
static inline int lend_lane_of(struct lend_leg_kind k)
{
	return k.twin ? AAVE_RESERVES + k.reserve : k.reserve;
}

struct lend_queue *lend_low_of(struct lend_market *m, struct lend_leg_kind k);
struct lend_queue *lend_high_of(struct lend_market *m, struct lend_leg_kind k);

/* lend_unbind_leg: it stands in no queue. */
void lend_unbind_leg(struct lend_market *m, uint32_t leg);

#endif
