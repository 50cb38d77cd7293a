/* evm_group.h - actions that are done whole or not at all: their transactions are one
 * bundle.  Layer: cmd.
 *
 * The actions of a group name it, and stand one behind the other.  Where an action of a
 * group names an alternative that is in another group, that whole group stands in for
 * its own.
 */
#ifndef MM_TX_BUILD_EVM_GROUP_H
#define MM_TX_BUILD_EVM_GROUP_H

#include "data/rec_tx.h"
#include "evm.h"

/* evm_group_turn: the group that one of that name may stand in for; itself: none. */
const char *evm_group_turn(const struct evm_seen *seen, const char *group);

/* evm_group_broken: op is in a group of which an action is not made. */
bool evm_group_broken(const struct evm_build *b, const struct evm_op *op);

/* evm_group_link: root of each op whose group stands in for another one: the op that
 * named it, or, where that group is not made, the first it named that is. */
void evm_group_link(struct evm_build *b);

/* evm_group_is_last: one of op's group goes last. */
bool evm_group_is_last(const struct evm_build *b, const struct evm_op *op);

/* evm_group_number: nonces of those that stand in for others: the ones of the others, in
 * their order; beyond the end the last of them, for tx-sim numbers them anew. */
void evm_group_number(struct evm_build *b);

/* evm_group_bundle: op's place in its bundle; id NULL: it has no group. */
struct rec_tx_bundle evm_group_bundle(const struct evm_build *b,
				      const struct evm_op *op);

/* evm_group_tip: the priority fee a group pays; DEC_NONE: the usual one. */
struct dec evm_group_tip(const struct evm_build *b, const struct evm_op *op);

#endif
