/* evm_moves.h - what transactions moved to and from an account, by their logs.
 * Layer: venue.
 *
 * Counted are ERC-20 Transfers, and what the wrapped native coin says of itself when
 * the account wraps or unwraps (Deposit, Withdrawal): the token one way, the coin the
 * other.  A Transfer of an ERC-721 has a topic more and is no amount.  The coin leaves
 * no other logs, and gas is none of this.
 * source: ERC-20, ERC-721; WETH9.sol.
 */
#ifndef MM_EVM_MOVES_H
#define MM_EVM_MOVES_H

#include "base/mem.h"
#include "chain/evm_address.h"
#include "venue/evm_reply.h"

/* Topic 0 of these logs: keccak-256 of Transfer(address,address,uint256),
 * Deposit(address,uint256) and Withdrawal(address,uint256). */
#define EVM_TOPIC_TRANSFER                                                     \
	"0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
#define EVM_TOPIC_DEPOSIT                                                      \
	"0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c"
#define EVM_TOPIC_WITHDRAWAL                                                   \
	"0x7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65"

/* What came and what went of one token. */
struct evm_moved {
	struct evm_address token; /* zero: the native coin */
	struct u256 in, out;
};

struct evm_moves {
	struct evm_address account;
	struct evm_address wrapped; /* zero: none */
	struct evm_moved *v;
	size_t n;
};

/* evm_moves_add counts the logs of a receipt.  NULL, or why it cannot be believed
 * (constant phrase).  owner: the arena. */
MM_CHECKED const char *evm_moves_add(struct evm_moves *m, struct arena *a,
				     const struct evm_receipt *receipt);

#endif
