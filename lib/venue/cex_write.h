/* cex_write.h - how venues write a request of venue/cex.h.  Layer: venue.
 *
 * Parameters go, in the order they are put, into the query of GET and DELETE, and
 * into the body of POST and PUT, as a form or, with r->json, as the members of one
 * object.  Forms and queries are percent-encoded byte by byte (RFC 3986, 2.3: what
 * is not unreserved is %XX).
 *
 * Texts are of this program and of its configuration: a request over
 * CEX_REQUEST_MAX bytes is a mistake here, and aborts.
 */
#ifndef MM_CEX_WRITE_H
#define MM_CEX_WRITE_H

#include "venue/cex.h"

#define CEX_REQUEST_MAX ((size_t)16 << 10)
#define CEX_CURSOR_MAX  512 /* readers refuse longer ones */

/* cex_begin clears *r, which may be zero, and keeps its memory. */
void cex_begin(struct cex_request *r, enum cex_method method, const char *path,
	       int weight);

void cex_put_text(struct cex_request *r, const char *key, const char *value);
void cex_put_int(struct cex_request *r, const char *key, int64_t value);
void cex_put_dec(struct cex_request *r, const char *key, struct dec value);
void cex_put_bool(struct cex_request *r, const char *key, bool value);
/* cex_put_raw: value as it is: percent-encoded already, or JSON. */
void cex_put_raw(struct cex_request *r, const char *key, const char *value);

/* cex_target: where the parameters are. */
struct buf *cex_target(struct cex_request *r);

/* cex_bare takes back what sign added the last time and forgets the headers, so that
 * a request can be signed again. */
void cex_bare(struct cex_request *r);

/* cex_header adds a header, "Name: value". */
void cex_header(struct cex_request *r, const char *name, const char *value);

#endif
