/* evm_error.h - what an error of an Ethereum node means.  Layer: venue.
 *
 * The specification leaves codes and texts to the nodes.  Known here: geth, erigon,
 * nethermind, reth, besu, anvil, hardhat, and the services of Alchemy, Infura and
 * QuickNode.  An error that is not known stays unknown: it is never taken for a no.
 */
#ifndef MM_EVM_ERROR_H
#define MM_EVM_ERROR_H

#include "io/jsonrpc.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum evm_error {
	EVM_ERR_UNKNOWN = 0,
	/* Of a transaction that is sent. */
	EVM_ERR_KNOWN,       /* the node has this very transaction already */
	EVM_ERR_NONCE_LOW,   /* another of that nonce is in the chain */
	EVM_ERR_NONCE_HIGH,  /* one before it is missing */
	EVM_ERR_REPLACEMENT, /* another of that nonce waits and pays enough */
	EVM_ERR_UNDERPRICED, /* below what the node takes at all, or below the
				block's base fee */
	EVM_ERR_FUNDS,       /* the sender cannot pay value and gas */
	EVM_ERR_GAS_LIMIT,   /* more gas than a block or the node allows */
	EVM_ERR_INTRINSIC,   /* less gas than the transaction costs at least */
	EVM_ERR_POOL_FULL,   /* the node has no room, or none for this sender */
	EVM_ERR_INVALID,     /* not a transaction this chain can take */
	/* Of a call. */
	EVM_ERR_REVERTED,
	EVM_ERR_OUT_OF_GAS, /* or another end of the machine without a revert */
	/* Of any request. */
	EVM_ERR_NO_METHOD,
	EVM_ERR_PARAMS,    /* the node does not take what was asked */
	EVM_ERR_TOO_MANY,  /* too many results, or too big: ask for less */
	EVM_ERR_RANGE,     /* too many blocks asked for: ask for less */
	EVM_ERR_NO_BLOCK,  /* the node has no such block, or no longer in its
			      chain */
	EVM_ERR_PRUNED,    /* it has the block and not its state */
	EVM_ERR_NO_FILTER, /* the filter or subscription is gone */
	EVM_ERR_LIMITED,   /* too many requests */
	EVM_ERR_TIMEOUT,   /* the node gave up; asking for less may help */
};

struct evm_failure {
	enum evm_error kind;
	const char *why;  /* the node's words, one line, masked; never NULL */
	const char *data; /* EVM_ERR_REVERTED: what the contract said, "0x" and
			     hex; NULL: the node does not give it */
	size_t data_len;  /* bytes it stands for */
	int64_t from, to; /* of TOO_MANY and RANGE: blocks the node would
			     answer for; -1: it does not say */
};

/* evm_error_of: of a reply that is not JSONRPC_OK.  What is not REFUSED or LIMITED
 * is EVM_ERR_UNKNOWN: whether anything was done is told by r->err.
 * out:     its texts live as long as the reply. */
void evm_error_of(struct evm_failure *out, const struct jsonrpc_reply *r);

/* evm_error_read: the same of an error object at t, as simulations have it. */
void evm_error_read(struct evm_failure *out, const struct json *j,
		    const struct json_tok *t);

/* evm_error_elsewhere: another node may answer better: this one is behind, has not
 * kept it, or does not speak the method. */
bool evm_error_elsewhere(enum evm_error e);

/* evm_error_word: a snake_case word, as reasons are; never NULL. */
const char *evm_error_word(enum evm_error e);

#endif
