/* live.h - word of a node that something is new, over a WebSocket.
 *
 * A process of its own keeps the connection: it subscribes to heads and to the logs
 * that are watched, connects again where the connection is lost, and says of each
 * message no more than that it came.  What is new is then asked for over HTTP, whole
 * and as of one block: a socket that was cut, lied or was late loses nothing.
 */
#ifndef MM_EVENT_WATCH_LIVE_H
#define MM_EVENT_WATCH_LIVE_H

#include "venue/evm_rpc.h"

#include <stdbool.h>

struct live {
	int fd;  /* a byte for each piece of news; -1: none */
	bool up; /* subscribed, as far as known */
};

/* live_open: EVM_WS; without it fd is -1.  Dies MM_USAGE where the URL cannot be used.
 * The process ends with this one. */
void live_open(struct live *l, const struct evm_filter *filter);

/* live_hear reads what came, without waiting.  True: a head or a log was among it, or
 * the connection came back, so that something may have been missed. */
bool live_hear(struct live *l);

#endif
