/* rounds.h - from the transactions of a frame to those that go through.
 * Layer: cmd. */
#ifndef MM_TX_SIM_ROUNDS_H
#define MM_TX_SIM_ROUNDS_H

#include "profit.h"
#include "runner.h"

struct rounds_conf {
	struct profit_conf profit;
	struct dec gas_margin;
};

/* rounds_run runs the plan until all that is left of it goes through, with the gas it
 * is given, gains what was asked for and can be paid; the rest is refused.
 *
 * out:     gas, nonce and out of each slot that is left.
 * returns: false: it could not be run, *no says why. */
MM_CHECKED bool rounds_run(struct runner *r, struct plan *p,
			   const struct rec_chain *head,
			   const struct rounds_conf *conf, struct evm_no *no);

#endif
