/* choose.h - which accounts below 1 are worth liquidating, and how.  Layer: cmd.
 *
 * liq-scan finds the accounts; what is done about them is decided here, from the
 * routes, wallets and intents of the frame.
 */
#ifndef MM_LIQ_SCAN_CHOOSE_H
#define MM_LIQ_SCAN_CHOOSE_H

#include "data/frame.h"
#include "data/rec_chain.h"
#include "data/rec_lend_market.h"
#include "data/rec_reserve.h"
#include "math/lend_market.h"

/* An account below 1. */
struct candidate {
	uint32_t account;             /* in the market */
	const char *user;             /* its address */
	struct aave_account health;   /* at target_ts_s */
	const struct aave_hold *hold; /* by number of reserve */
	size_t holds;
	uint8_t emode;
	bool first;          /* it was not below in the frame before */
	const char *blocked; /* why it must not be touched, whatever it
				would gain: price_stale, ...; NULL: nothing */
	const char *said;    /* why it was skipped when that was last told;
				NULL: it was not */
	/* out: why it is skipped now, a code of liq-scan(1); NULL: it is not.
	 * It lives until the frame is over. */
	const char *why;
};

/* A market of the frame, all of it in agreement. */
struct liq_view {
	const struct rec_cycle *cycle;
	const struct rec_chain *chain;
	const struct rec_lend_market *lend;
	const struct lend_market *market;         /* at chain->target_ts_s */
	const struct rec_reserve *const *reserve; /* by number, AAVE_RESERVES
						     of them; NULL: a hole */
	int base_decimals;                        /* of the base unit: 8 */
	const char *state_id;
	struct candidate *v; /* lowest health factor first */
	size_t n;
};

struct chooser;

/* choose_open, after the options were read and conf_load.  Owner: caller,
 * choose_close. */
struct chooser *choose_open(void);
void choose_close(struct chooser *c);

/* choose_take: a record liq-scan only hands on: pool, pool_ticks, wallet, pending,
 * token, price, liquidation, chain.  What is kept is copied to f->arena.  False: bad,
 * and frame_bad has said why. */
bool choose_take(struct chooser *c, struct frame *f,
		 const struct rec_type *type, const void *rec);

/* choose_frame writes `liquidation` and `action` records of one market; f->refused:
 * no action.  choose_end: the frame is over, what was taken from it is forgotten. */
void choose_frame(struct chooser *c, struct frame *f, struct liq_view *view);
void choose_end(struct chooser *c);

#endif
