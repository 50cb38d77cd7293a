/* cex_quota.h - an exchange's limits are kept to.  Layer: venue; of
 * venue/cex_session.c.
 *
 * What the headers of answers say of used limits, and a wait that an answer asks for,
 * goes into the quota of the venue (io/quota.h), where every process sees it.  A host
 * that only looks after keys has a quota of its own. */
#ifndef MM_CEX_QUOTA_H
#define MM_CEX_QUOTA_H

#include "io/http.h"
#include "io/quota.h"
#include "venue/cex.h"

/* cex_quota_open: NULL: the folder cannot be made.  Owner: caller, quota_close. */
struct quota *cex_quota_open(const struct cex_venue *v, enum cex_host host);

/* cex_quota_take: false: r may not be sent now, and *out says so. */
MM_CHECKED bool cex_quota_take(struct quota *q, const struct cex_request *r,
			       struct cex_reply *out);

/* cex_quota_heed: an answer and its verdict.  Sets retry_ms of *r where it tells to
 * wait.
 *
 * now_ms:  venue time; 0: not known. */
void cex_quota_heed(struct quota *q, const struct cex_venue *v,
		    const struct http_call *c, struct cex_reply *r,
		    int64_t now_ms);

/* cex_header_count: a header that is a count: digits and nothing else, at most 18;
 * else -1.  in: text may be NULL. */
int64_t cex_header_count(const char *text);

#endif
