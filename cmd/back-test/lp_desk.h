/* lp_desk.h - the wallet, the position and the roll under way of a back-test, and what
 * becomes of the actions on the recorded pool.  Layer: cmd.
 *
 * An action lands `latency` after its frame, in the pool as it stands then; where that
 * is outside its interval of ticks, or a minimum is not reached, it does not land and
 * costs nothing, as tx-sim and a relay that takes no transaction that reverts have it.
 * A swap goes through the pool with the liquidity that is in range as far as it goes,
 * and moves the price for itself alone.
 */
#ifndef MM_BACK_TEST_LP_DESK_H
#define MM_BACK_TEST_LP_DESK_H

#include "data/rec_action.h"
#include "lp_stake.h"

enum lp_step { LP_BURN, LP_SWAP, LP_MINT };

#define LP_STEPS_MAX 8 /* of one roll: burn, swaps, mint */

/* What the run is about, all of it given. */
struct lp_terms {
	const struct lp_tape *tape;
	const char *wallet;      /* name */
	const char *numeraire;   /* one of the pool's tokens */
	int numeraire_token;     /* 0 or 1 */
	int native_token;        /* that is the native coin; -1: neither */
	struct lp_amounts funds; /* at the start */
	struct dec gas_wei;      /* base fee; DEC_NONE: the tape has marks */
	struct dec tip_wei;
	int64_t gas_of[3]; /* by enum lp_step */
	int64_t latency_ms;
};

/* A step of a roll that was asked for. */
struct lp_try {
	enum lp_step step;
	int64_t due_ms;
	struct rec_action *action; /* a copy, in the desk's memory */
};

struct lp_roll {
	char *id;      /* "": none is under way */
	char *subject; /* position it began with, or NULL */
	struct lp_try landed[LP_STEPS_MAX];
	int n_landed;
	struct lp_amounts holding; /* what these left */
	int64_t block;
};

struct lp_deposit {
	int64_t ts_ms, block;
	struct u256 sqrt_x96;
	struct lp_amounts put;
	__int128 gas_wei;
	struct dec native_price; /* numeraire per native coin */
};

struct lp_desk {
	const struct lp_terms *terms;
	int at; /* event of the tape the pool stands at */
	struct lp_amounts wallet;
	struct lp_stake stake; /* liquidity 0: no position */
	struct lp_deposit entry;
	int64_t id; /* of the newest position; 0: none yet */
	struct lp_roll roll;
	struct lp_try tries[LP_STEPS_MAX]; /* in flight */
	int n_tries;

	/* Beside it, what the same money makes over all ticks: put in where the
	 * first position was. */
	struct lp_stake full;
	struct lp_amounts full_idle;
	__int128 full_gas; /* numeraire, smallest parts */

	/* so far */
	struct lp_amounts fees; /* collected */
	__int128 il; /* of positions that were withdrawn, numeraire */
	__int128 gas, gas_wei;
	double swap_cost; /* against the pool's price, numeraire atoms */
	int64_t n_mints, n_swaps, n_rolls, n_exits, n_failed;
	int64_t in_ms, put_ms; /* in range; with a position */
	int64_t clock_ms;      /* up to here that is counted */

	struct arena mem; /* of the roll under way */
};

void lp_desk_open(struct lp_desk *d, const struct lp_terms *t, int64_t ts_ms);
void lp_desk_free(struct lp_desk *d);

/* lp_desk_pool: how the pool stands. */
const struct lp_event *lp_desk_pool(const struct lp_desk *d);

/* lp_desk_advance: the tape up to before ts_ms, actions landing on the way. */
void lp_desk_advance(struct lp_desk *d, int64_t ts_ms);

/* lp_desk_act: an action asked for in the frame of ts_ms. */
void lp_desk_act(struct lp_desk *d, const struct rec_action *a, int64_t ts_ms);

/* lp_desk_gas: the price of gas at that time, tip included. */
struct dec lp_desk_gas(const struct lp_desk *d, int64_t ts_ms);

/* lp_desk_native: of one native coin in the numeraire; DEC_NONE: it is no token of the
 * pool. */
struct dec lp_desk_native(const struct lp_desk *d);

/* lp_desk_value: of amounts at the pool's price, rounded down, in smallest parts of the
 * numeraire. */
__int128 lp_desk_value(const struct lp_desk *d, struct lp_amounts a);

/* lp_desk_holds: wallet, position and its fees. */
struct lp_amounts lp_desk_holds(const struct lp_desk *d);
struct lp_amounts
lp_desk_full(const struct lp_desk *d); /* likewise beside it */

/* lp_desk_il: V - H of the position as it stands; 0 without one. */
__int128 lp_desk_il(const struct lp_desk *d);

#endif
