/* rec_capital.h - capital: money that came into a vault or left it, and what its shares are then.  Layer: data. */
#ifndef MM_REC_CAPITAL_H
#define MM_REC_CAPITAL_H

#include "data/rec.h"

enum capital_event { CAPITAL_DEPOSIT, CAPITAL_WITHDRAWAL };

struct rec_capital {
	int64_t ts_ms;           /* time of the block, Unix ms */
	int64_t chain_id;        /* chain */
	const char *vault;       /* name in VAULTS */
	const char *cause;       /* identity of the log */
	int event;               /* enum capital_event: which way */
	const char *owner;       /* whose, an address */
	const char *asset;       /* asset */
	struct dec amount;       /* how much, above 0 */
	struct dec shares;       /* shares made or taken back, smallest parts */
	struct dec owner_shares; /* shares of the owner after it */
	struct dec total_shares; /* shares of all after it */
	int64_t block;           /* block */
	int64_t log_index;       /* place of its log in the block */
};

extern const struct rec_type rec_capital_type;

#endif
