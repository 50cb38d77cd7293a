/* heard.h - which accounts of a market changed, by the logs of its contracts.
 *
 * Each frame asks for the logs of all blocks since the last, and again for those of the
 * last CONFIRMATIONS blocks before: what is new there, or no longer there, changed
 * too.  So a log that a node did not have yet, and a reorganisation, heal by
 * themselves; one that goes deeper makes the frame whole.  The events of the frame,
 * which event-watch told, are heard besides.
 */
#ifndef MM_LEND_READ_HEARD_H
#define MM_LEND_READ_HEARD_H

#include "protocol.h"

/* A log of the last blocks. */
struct mark {
	int64_t block, index;
	uint8_t hash[8]; /* of its block: the first bytes */
	struct heard_users users;
};

struct marks {
	struct mark *v; /* in the order of the chain */
	size_t n, cap;
};

/* A block that was the chain's. */
struct anchor {
	int64_t block;
	char hash[EVM_HASH_CHARS + 1];
};

struct heard {
	struct watch watch; /* what is heard of */
	struct evm_events events;
	int64_t reach; /* logs are heard up to this block; -1: of none */
	struct marks marks;
	struct anchor *anchors; /* one a frame, the newest last */
	size_t n_anchors, cap_anchors;
};

void heard_open(struct heard *h, struct reader *r, const struct market *m);
void heard_close(struct heard *h);

/* heard_from: an earlier run heard the logs up to this block, which had this hash. */
void heard_from(struct heard *h, int64_t reach, const char *hash);

/* heard_read touches the accounts of the market that changed since; m->whole is set
 * where that cannot be told.  What an earlier run knew of another chain is forgotten.
 * False: refused. */
MM_CHECKED bool heard_read(struct reader *r, struct market *m);

#endif
