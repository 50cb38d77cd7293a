/* http.h - requests over HTTP and HTTPS, several at a time.  Layer: io; the owner
 * of libcurl.
 *
 * libcurl is loaded at the first request: a program that makes none starts as fast
 * as one that could not.  Connections are kept and used again.  TLS is always
 * verified, redirects are never followed, plain http goes to this machine only
 * unless http_open was told otherwise.  Nothing here prints; a URL may hold a key,
 * so only http_show of it may.
 *
 * An answer of any status is HTTP_OK: what it means is the caller's.  Whether the
 * other side may have acted is told by err: after HTTP_UNSENT surely not, after
 * HTTP_LOST nobody knows.  A kept connection that turns out to be closed before
 * one byte of an answer came is opened anew and the request sent again: a request
 * must be one that may arrive twice, or say that it is sent once.
 */
#ifndef MM_HTTP_H
#define MM_HTTP_H

#include "base/buf.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HTTP_SHOW_SZ 96

enum http_err {
	HTTP_OK = 0, /* an answer, whole                                   */
	HTTP_UNSENT, /* not one byte of the request left                   */
	HTTP_LOST,   /* it left, in part or whole, and no whole answer came */
};

struct http; /* connections */

struct http_limits {
	int64_t connect_ms; /* to a connection, TLS included */
	int64_t total_ms;   /* to the last byte of the answer */
	bool plain; /* plain http to other machines: the network is trusted */
	const char *ca; /* file of the authorities that are trusted; NULL: the
			 * system's.  Kept by the caller                      */
};

enum http_method {
	HTTP_BY_BODY = 0, /* GET; with a body POST */
	HTTP_GET,
	HTTP_POST,
	HTTP_PUT,
	HTTP_DELETE,
};

/* One request and what came of it.  Zero with http_call_init; may be used again
 * and keeps its memory.  The texts live until http_run returns. */
struct http_call {
	const char *url;
	const char *const *headers; /* "Name: value", ends with NULL; or NULL */
	enum http_method method;
	const char *body; /* NULL: none; GET has none                     */
	size_t body_len;
	const char *type; /* of the body; NULL: application/json          */
	/* Shared by requests to one host, or NULL: an answer that says to wait
	 * (403, 418, 429) sets it, and what has not left then stays. */
	bool *stop;
	bool once; /* it must not arrive twice: a kept connection that was
		    * closed is HTTP_LOST, and one that was long idle is
		    * not used                                              */

	enum http_err err;
	const char *why; /* constant phrase; NULL with HTTP_OK             */
	int status;      /* 200 …; 0 without an answer                     */
	int64_t retry_after_ms; /* -1: the answer does not say             */
	int64_t took_us;
	int64_t ready_us;  /* of that: until the request began to leave     */
	struct buf answer; /* whole; p is NUL-terminated, or NULL          */
	struct buf head;   /* header lines, each with a NUL behind it      */
};

/* http_open: never NULL.  Owner: caller, http_close. */
struct http *http_open(const struct http_limits *limits);
void http_close(struct http *h); /* NULL is no error */

/* http_call_init: an answer over answer_max bytes is HTTP_LOST "answer too big".
 * Owner: caller, http_call_free. */
void http_call_init(struct http_call *c, size_t answer_max);
void http_call_free(struct http_call *c);

/* http_run makes n requests at the same time and waits for them all.
 *
 * in:      enough: called as each is over; true: the others are given up
 *          (HTTP_LOST, or HTTP_UNSENT).  NULL: never. */
void http_run(struct http *h, struct http_call *const *calls, size_t n,
	      bool (*enough)(void *ctx, const struct http_call *c), void *ctx);

/* http_header: the value of that header of the answer (any case), or NULL. */
const char *http_header(const struct http_call *c, const char *name);

/* http_url_unfit: NULL, or why no request goes to that URL (constant phrase). */
const char *http_url_unfit(const char *url, bool plain);

/* http_show writes scheme, host and port of a URL, without what may be secret:
 * "https://host:port".  Returns buf. */
const char *http_show(char buf[static HTTP_SHOW_SZ], const char *url);

#endif
