/* act.h - orders are sent, once, and looked up until they are over.  Layer: cmd.
 *
 * Of a frame, in this order: act_settle, the reading of the exchanges, act_own, the
 * plan, act_run.  What cannot be done is a refusal of the frame, said here.
 */
#ifndef MM_HEDGE_SYNC_ACT_H
#define MM_HEDGE_SYNC_ACT_H

#include "frame.h"
#include "seats.h"
#include "verbs.h"

struct act;

/* act_open opens the journal MM_HOME/hedge.db and the ledger MM_HOME/hedge-ledger.db;
 * one that cannot be used is one line and the exit of the program.
 * in:    all three outlive it.  Owner: caller, act_close. */
struct act *act_open(const struct sync_options *o, struct seats *s,
		     const struct hedge_conf *c);
void act_close(struct act *a); /* NULL is no error */

/* act_settle holds the lane of every seat, with --live, and looks up what is open from
 * before until it is over: what is read after that knows all of it.
 *
 * returns: false: `lane_held`, `unknown_order` or `ledger` was refused; nothing new
 *          may be planned. */
bool act_settle(struct act *a, struct gathered *g);

/* act_own compares the positions that were read with what own orders come to.
 *
 * out:     g->bases, g->turnover, g->latched; g->forced where something was lost,
 *          after an alert `position_sync_error`.
 * returns: false: `not_ours`, `position_lags` or `ledger` was refused. */
bool act_own(struct act *a, struct gathered *g);

/* act_run does what was planned: --live only.
 *
 * out:     of each action of s: state, attempt, filled, why.
 * in:      h: the decision they come from. */
void act_run(struct act *a, struct gathered *g, const struct rec_hedge *h,
	     struct rec_sync *s);

#endif
