/* market.h - a lending market of LEND_MARKETS over the frames. */
#ifndef MM_LEND_READ_MARKET_H
#define MM_LEND_READ_MARKET_H

#include "accounts.h"
#include "heard.h"
#include "protocol.h"
#include "rows.h"

struct market {
	const struct protocol *protocol;
	struct evm_address at;
	const char *address; /* its text, checksummed */
	void *part;          /* the protocol's */

	struct accounts accounts;
	struct heard heard;
	int64_t from_block; /* first block searched for accounts */
	int64_t told_block; /* block of the last frame that was told; -1: none */
	size_t users;       /* accounts with anything in it, as told last */
	struct kept {
		int64_t block;     /* of the newest list on disk; -1: none */
		size_t n_accounts; /* in it */
	} kept;

	bool whole; /* all is told anew, by this frame or the next that can */
	struct rows rows; /* of the frame */
};

/* markets_open reads LEND_MARKETS, and what is kept of each. */
void markets_open(struct reader *r);
void markets_close(struct reader *r);

/* market_read: the accounts that changed, and what stands of them at the block.
 * False: refused. */
MM_CHECKED bool market_read(struct reader *r, struct market *m);

/* market_tell writes the records of the frame. */
void market_tell(struct reader *r, struct market *m);

/* market_commit: they were told. */
void market_commit(struct reader *r, struct market *m);

#endif
