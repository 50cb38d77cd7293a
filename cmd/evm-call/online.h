/* online.h - questions to contracts, put to the nodes. */
#ifndef EVM_CALL_ONLINE_H
#define EVM_CALL_ONLINE_H

#include "asked.h"
#include "data/frame.h"

/* Nodes that are spoken to when there is something to ask. */
struct online {
	struct evm_batch batch; /* rpc is NULL before that */
	struct evm_at at;       /* --block */
};

/* online_at reads what --block says: a number, a hash, or latest, safe, finalized;
 * NULL: latest.  False: it is none of these. */
MM_CHECKED bool online_at(struct evm_at *out, const char *text);

/* online_ask asks n views at one block.
 *
 * out:     *block: what it was (found, block, hash).
 * in:      *block: found: that one; else o->at, not older than at_least.
 * returns: false: *no says why there is no answer. */
MM_CHECKED bool online_ask(struct online *o, struct arena *a,
			   struct evm_view *views, size_t n,
			   struct evm_block *block, int64_t at_least,
			   struct evm_no *no);

void online_close(struct online *o);

/* online_one: one question from the command line: its result on standard output.
 * Returns an enum mm_exit. */
int online_one(const char *contract, const char *block, char **operands,
	       int n_operands);

/* online_records: call records from files or frames, each answered by a result.
 * Returns an enum mm_exit. */
int online_records(char **files, const char *block, bool keep_going,
		   int64_t now_ms);

extern const struct rec_use online_uses[];

#endif
