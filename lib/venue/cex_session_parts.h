/* cex_session_parts.h - what a session is.  Layer: venue; cex_session.c and
 * cex_clock.c only. */
#ifndef MM_CEX_SESSION_PARTS_H
#define MM_CEX_SESSION_PARTS_H

#include "io/quota.h"
#include "venue/cex_session.h"

#define CEX_HOSTS 2

struct cex_session {
	const struct cex_venue *venue;
	const struct cex_creds *creds; /* NULL: public questions only */
	struct http *http;
	struct {
		const char *url;
		struct quota *quota;
		bool stop; /* it said to wait while requests were made */
	} hosts[CEX_HOSTS];
	struct {
		bool known;
		int64_t server_ms, at_us; /* at which it was that time there */
		int64_t rtt_us;
	} clock;
	struct cex_call time; /* that asks for it */
};

/* cex_boot_us: a clock that nobody sets and that goes on while the machine sleeps. */
int64_t cex_boot_us(void);

/* cex_answer: what became of a call that was not made. */
void cex_answer(struct cex_call *c, const struct cex_reply *reply);

/* cex_make sends what may be sent, all of it at the same time, and judges it. */
void cex_make(struct cex_call *const *calls, size_t n, struct arena *a);

#endif
