/* evm_logs.h - over how many blocks logs are asked for at a time: nodes differ in what
 * they answer, and say so only when asked.  Layer: venue. */
#ifndef MM_EVM_LOGS_H
#define MM_EVM_LOGS_H

#include "venue/evm_chain.h"

/* evm_logs_less: logs of blocks from..to were asked for and did not come.  True: asking
 * for less may help, and *range says for how much.
 * in:  *lost: how many answers were lost so far; it is counted on. */
MM_CHECKED bool evm_logs_less(int64_t *range, int64_t from, int64_t to,
			      const struct jsonrpc_reply *reply, int *lost);

/* evm_logs_more: the range after one that came: it may come again, and a little more,
 * but no more than most. */
int64_t evm_logs_more(int64_t range, int64_t most);

/* Who asks for logs, and how much nodes answered at a time so far. */
struct evm_logs {
	struct jsonrpc *rpc;
	struct jsonrpc_request q;
	int64_t most;  /* blocks that may be asked for at a time */
	int64_t range; /* that nodes answer for */
};

/* evm_logs_open: owner: caller, evm_logs_close. */
void evm_logs_open(struct evm_logs *l, struct jsonrpc *rpc, int64_t most);
void evm_logs_close(struct evm_logs *l);

/* Takes the n logs of blocks f->from..f->to, in any order, maybe some of them twice; what
 * they point to lives until it returns.  NULL, or why they cannot be (constant). */
typedef const char *evm_logs_take(void *ctx, const struct evm_filter *f,
				  const struct evm_log *v, size_t n);

enum evm_logs_got {
	EVM_LOGS_ALL,
	EVM_LOGS_PRUNED, /* nodes no longer have logs that old */
	EVM_LOGS_FAIL,   /* *no says why */
};

/* evm_logs_read: those of the filter's blocks from..to, piece by piece, each as large as
 * nodes answer.
 * in:      from <= to; a: for *no. */
MM_CHECKED enum evm_logs_got evm_logs_read(struct evm_logs *l, struct arena *a,
					   const struct evm_filter *filter,
					   evm_logs_take *take, void *ctx,
					   struct evm_no *no);

#endif
