/* purse.h - the lamports of each wallet, as transactions use them up.  Layer: cmd.
 *
 * Fees, tips and rent come out of FEE_RESERVE_SOL, which is there for them; what
 * goes elsewhere leaves it alone.  Nothing may leave less than an account needs to
 * exist.
 */
#ifndef MM_TX_BUILD_PURSE_H
#define MM_TX_BUILD_PURSE_H

#include "draft.h"

struct purse;

/* purse_open: what every wallet has; one without a record, or whose record does not
 * say its SOL, is not held back.  Owner: b->a. */
struct purse *purse_open(struct build *b);

/* purse_pay takes lamports off; false: it has not so much, nothing taken.
 * in: keep: lamports that have to be left. */
bool purse_pay(struct purse *p, const struct sol_wallet *wallet,
	       uint64_t lamports, uint64_t keep);

/* purse_pay_draft: what the draft costs without its tip. */
bool purse_pay_draft(struct build *b, struct purse *p, const struct draft *d);

#endif
