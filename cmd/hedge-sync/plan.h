/* plan.h - what is planned of what a frame gathered.  Layer: cmd.
 *
 * Nothing here opens a file or a socket, or asks for the time: the same frame, the same
 * plan.
 */
#ifndef MM_HEDGE_SYNC_PLAN_H
#define MM_HEDGE_SYNC_PLAN_H

#include "data/hedge_conf.h"
#include "frame.h"

/* plan_make: the decision and what it asks for, its orders as actions "planned" in the
 * order they are sent in.  What cannot be said without guessing is refused (frame_refuse)
 * and the decision is then HEDGE_REFUSE, with what the last one covered. */
void plan_make(struct rec_hedge *h, struct rec_sync *s, struct gathered *g,
	       const struct hedge_conf *c);

/* plan_was_made: the decision rests on what was read; else its legs are those of the
 * last one. */
bool plan_was_made(const struct rec_hedge *h);

/* ---- what its files share ---- */

/* What a decision is made of. */
struct plan_job {
	struct gathered *g;
	const struct hedge_conf *c;
	struct arena *a;
	const struct rec_il **ils; /* each position once, by name */
	size_t n_ils;
	struct hedge_world w;
	struct hedge_asset *assets;
	struct hedge_account *accounts; /* as conf venues */
	struct hedge_seat *seats;       /* as conf pairs  */
	struct rec_list unhedged;       /* struct rec_amount */
	struct hedge_plan p;
};

/* plan_sort: the frame's positions; the last record of one is the one that counts. */
void plan_sort(struct plan_job *j);

/* plan_cover: every position that has to be there is.
 * out:     h->covered: those of the frame, or where it refuses of the last decision.
 * returns: false: refused. */
bool plan_cover(struct rec_hedge *h, struct plan_job *j);

/* plan_exposures: what all positions and rolls of the frame are exposed to, by asset. */
void plan_exposures(struct plan_job *j);

/* plan_seats: accounts and symbols as the frame tells them. */
void plan_seats(struct plan_job *j);

/* plan_base: contracts of that seat that are left alone. */
struct dec plan_base(const struct plan_job *j,
		     const struct hedge_conf_pair *pair);

/* plan_tell: the records of a plan. */
void plan_tell(struct rec_hedge *h, struct rec_sync *s, struct plan_job *j);

#endif
