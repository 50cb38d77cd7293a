/* evm_socket.h - what is said on the WebSocket of an Ethereum node.  Layer: venue.
 * source: geth.ethereum.org, "Real-time events" (eth_subscribe). */
#ifndef MM_EVM_SOCKET_H
#define MM_EVM_SOCKET_H

#include "data/json.h"
#include "venue/evm_rpc.h"

/* evm_write_subscribe: eth_subscribe to logs, or without a filter to newHeads. */
void evm_write_subscribe(struct out *o, int64_t id, const struct evm_filter *f);

enum evm_word {
	EVM_WORD_OTHER,      /* nothing that is known */
	EVM_WORD_SUBSCRIBED, /* *id was taken */
	EVM_WORD_REFUSED,    /* *id was not */
	EVM_WORD_NEWS,       /* a head or a log */
};

/* evm_word_of: a message of the node, of any content.  It is scanned in place. */
enum evm_word evm_word_of(struct json *j, int64_t *id, char *text, size_t len);

#endif
