/* runner.h - the transactions of a plan, run by a node behind the frame's block.
 * Layer: cmd. */
#ifndef MM_TX_SIM_RUNNER_H
#define MM_TX_SIM_RUNNER_H

#include "data/evm_conf.h"
#include "plan.h"
#include "venue/evm_chain.h"
#include "venue/evm_reply.h"

struct runner {
	const struct evm_conf *conf;
	struct jsonrpc *rpc;       /* NULL: not open yet */
	struct jsonrpc_request *q; /* n_q of them, for questions at the same
				      time */
	size_t n_q;
	bool single; /* the nodes have no eth_simulateV1 */
};

/* runner_close: a runner that never ran is no error. */
void runner_close(struct runner *r);

/* runner_run runs every slot that is not dropped, in order and with its limit of gas,
 * in one block behind head that has the header the next one will have.  Without
 * eth_simulateV1 the first of each sender alone, and the others have the reason
 * cannot_simulate.
 *
 * out:     out of each slot; what came of the node lives in the frame's arena.
 * returns: false: nothing could be run, *no says why. */
MM_CHECKED bool runner_run(struct runner *r, struct plan *p,
			   const struct rec_chain *head, struct evm_no *no);

/* runner_balances: the native coin of every sender at head, wei.
 * out: v[i]: of the sender of slot i. */
MM_CHECKED bool runner_balances(struct runner *r, struct plan *p,
				const struct rec_chain *head, struct u256 *v,
				struct evm_no *no);

/* The two ways to run: see runner_run.  Private to the files of the runner. */
bool run_block(struct runner *r, struct plan *p, const struct rec_chain *head,
	       struct evm_no *no);
bool run_single(struct runner *r, struct plan *p, const struct rec_chain *head,
		struct evm_no *no);

/* runner_call: the slot as a node takes it. */
void runner_call(struct arena *a, struct evm_call *out, const struct slot *s);

/* runner_failed: what a failure of one transaction comes to in its slot. */
void runner_failed(struct arena *a, struct slot *s,
		   const struct evm_failure *failure);

/* runner_requests: n requests, to be asked at the same time. */
struct jsonrpc_request *runner_requests(struct runner *r, size_t n);

#endif
