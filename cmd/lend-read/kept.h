/* kept.h - the accounts of a market on disk, so that the next run need not search the
 * whole chain for them.
 *
 * The file is MM_HOME/lend-CHAIN-POOL.accounts, text, replaced whole: a line
 *
 *     lend-read 1 CHAIN POOL FROM REACH HASH
 *
 * (searched are the blocks FROM to REACH, and that is the hash of the last), then a line for each account, in the order they were discovered: its address, the
 * reserves it may have anything in (a bitmap), a hash of what was told of it; then
 * "end" and how many they are.  Numbers in hex are written without 0x.
 */
#ifndef MM_LEND_READ_KEPT_H
#define MM_LEND_READ_KEPT_H

#include "market.h"

/* kept_load fills the list of the market and heard.reach.  What is no such file, or of
 * another market or LEND_FROM, is passed over with a warning. */
void kept_load(struct reader *r, struct market *m);

/* kept_save: what is kept reaches to blocks that no reorganisation reaches.  One that
 * cannot be written is a warning: the next run searches further back. */
void kept_save(struct reader *r, struct market *m);

#endif
