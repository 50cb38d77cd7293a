/* plan.h - the transactions of a frame as they are tried: alternatives, groups, what
 * depends on what, nonces without a gap.  Layer: cmd.  No network.
 */
#ifndef MM_TX_SIM_PLAN_H
#define MM_TX_SIM_PLAN_H

#include "data/frame.h"
#include "seen.h"

/* What one transaction did when it was run. */
struct outcome {
	uint64_t gas_used;
	const char *reason;    /* code of a failure; NULL: it went through */
	const char *text;      /* the same in words                        */
	struct rec_list delta; /* of struct rec_amount */
};

/* What is done whole or not at all: the transactions of a bundle, or of the first of the
 * bundles that may stand in for it that goes through. */
struct group {
	const char **sizes; /* their bundles, in the order they are tried */
	size_t n, at;       /* sizes[at] is the one at hand               */
	const char *turn;   /* the intent they stand in for; NULL: none   */
	const char *reason, *text; /* of the first failure */
};

/* One thing to be done: a transaction, or the first of its alternatives that goes
 * through. */
struct slot {
	const struct rec_tx **tries;
	size_t n, at; /* tries[at] is the one at hand                  */
	bool fixed;   /* takes the nonce of a transaction on its way   */
	bool dropped; /* refused, or what it depends on was            */
	uint64_t nonce;
	uint64_t gas;              /* its limit */
	struct outcome out;        /* of the last run */
	const char *reason, *text; /* of the first failure */
	struct group *group;       /* NULL: it stands alone */
	size_t size;               /* of the group's, which it belongs to */
};

struct plan {
	struct frame *f;
	const struct seen *seen;
	struct slot *v; /* in the order they run: by nonce for each sender */
	size_t n;
	struct group *groups;
	size_t n_groups;
};

/* plan_make: every transaction of the frame that a refusal does not hold back.  One of
 * another chain, or whose numbers are no numbers, is refused. */
void plan_make(struct plan *p, struct frame *f, const struct seen *seen,
	       int64_t chain_id);

static inline const struct rec_tx *slot_tx(const struct slot *s)
{
	return s->tries[s->at];
}

/* slot_runs: it is tried now: it is not refused, nor of a size that is not at hand. */
static inline bool slot_runs(const struct slot *s)
{
	return !s->dropped && (!s->group || s->size == s->group->at);
}

/* slot_ceiling: the gas that was asked for. */
uint64_t slot_ceiling(const struct slot *s);

/* plan_fail: what the slot tries now does not go through.  Its next alternative is
 * up, or the next size of its group; without one it is refused, and so are its whole
 * group and what stands behind it.
 * returns: true: there is an alternative. */
bool plan_fail(struct plan *p, struct slot *s, const char *reason,
	       const char *text);

/* plan_drop drops a slot and what depends on it, under a refusal of that reason. */
void plan_drop(struct plan *p, struct slot *s, const char *reason,
	       const char *text);

/* plan_number gives every sender's new transactions nonces without a gap. */
void plan_number(struct plan *p);

/* slot_min_delta: what the action asks for at the least, or one of its group's;
 * empty: nothing. */
struct rec_list slot_min_delta(const struct plan *p, const struct slot *s);

/* plan_shares: both run, and are judged as one: the same, or of one group. */
bool plan_shares(const struct slot *a, const struct slot *b);

/* ---- groups; private to the files of the plan ---- */

/* group_of: the group a transaction is in, made if it is not there; NULL: it has no
 * bundle.
 * out: *size. */
struct group *group_of(struct plan *p, const struct rec_tx *tx, size_t *size);

/* groups_begin: of each group the first size that all of is there is at hand; where
 * there is none it is refused. */
void groups_begin(struct plan *p);

/* group_next: the next size of which all is there is at hand.  False: none is. */
bool group_next(const struct plan *p, struct group *g);

#endif
