/* ws.h - one WebSocket connection, text messages both ways.  Layer: io; the owner of
 * libwebsockets.  source: RFC 6455.
 *
 * Calls wait; nothing runs between them.  TLS is always verified, plain ws goes to this
 * machine only unless told otherwise.  The other side is not trusted: a message over
 * the limit, a binary one or one that is no UTF-8 ends the connection, and so does
 * silence, after a ping that nothing answers.  Nothing here prints; a URL may hold a
 * key, so only ws_show of it may.
 */
#ifndef MM_WS_H
#define MM_WS_H

#include "base/status.h"
#include "io/http.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ws_limits {
	int64_t connect_ms;
	int64_t idle_ms;    /* of silence: a ping; as much again: lost */
	size_t message_max; /* bytes of one message */
	bool plain;         /* plain ws to other machines */
};

struct ws;

enum ws_got {
	WS_MESSAGE, /* a text */
	WS_LATE,    /* the time is over */
	WS_LOST,    /* there is no connection any more: ws_why */
};

/* ws_open: NULL, and *why (constant phrase), where the URL cannot be used.  Owner:
 * caller, ws_close. */
struct ws *ws_open(const char *url, const struct ws_limits *limits,
		   const char **why);
void ws_close(struct ws *w); /* NULL is no error */

/* ws_connect: a new connection in the place of the last one.  False: ws_why. */
MM_CHECKED bool ws_connect(struct ws *w);

/* ws_send: the message left, or waits for the next call to leave.  False: lost. */
MM_CHECKED bool ws_send(struct ws *w, const char *text, size_t len);

/* ws_next waits for a message.
 * out: *text of *len bytes, no newline in it and a NUL behind it, until the next
 *      call. */
enum ws_got ws_next(struct ws *w, char **text, size_t *len, int64_t wait_ms);

/* ws_why: one line, masked; never NULL. */
const char *ws_why(const struct ws *w);

/* ws_show: the URL without what may be secret. */
const char *ws_show(const struct ws *w, char buf[static HTTP_SHOW_SZ]);

#endif
