/* evm_frame.h - the block a frame is read at.  Layer: venue. */
#ifndef MM_EVM_FRAME_H
#define MM_EVM_FRAME_H

#include "data/frame.h"
#include "venue/evm_chain.h"

/* evm_frame_block: what the first of the frame's `chain` records of CHAIN_ID names; where
 * there is none, the newest block, of which `chain` is then written.
 *
 * in:      chains: of const struct rec_chain *, in the frame's arena; landed: the
 *          newest block of our own landings, 0: none.
 * returns: NULL: the frame is refused (no_chain, block_gone, block_behind). */
const struct rec_chain *evm_frame_block(struct frame *f, struct jsonrpc *rpc,
					const struct rec_list *chains,
					int64_t landed, int64_t ts_ms);

#endif
