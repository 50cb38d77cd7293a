/* cex_session.h - requests to exchanges are signed, sent and judged.  Layer: venue.
 *
 * A session is one account at one venue.  Sessions share their connections, which
 * are kept, and n calls of any of them are made at the same time, so that reading
 * everything takes one round trip.
 *
 * A call is over after cex_calls: its reply has a verdict (cex.h), whatever
 * happened.  Nothing here sleeps, and nothing is sent again but a request whose
 * time the venue surely refused (below).
 *
 *   left out  the limits of the venue (io/quota.h) do not allow it now: CEX_RETRY,
 *             CEX_LIMITED or CEX_BANNED, retry_ms; it was not sent
 *   unsent    no connection: CEX_RETRY, CEX_TRANSPORT; not one byte left
 *   lost      no whole answer, or one that is none: CEX_UNKNOWN
 *   else      what the venue said
 *
 * Time: the venue's, reckoned from its last answer to CEX_ASK_TIME with a clock of
 * this machine that nobody can set.  The first signed call of a session asks for it,
 * and so does one when the last answer is CEX_CLOCK_AGE_MS old.  A signature is the
 * last thing made before the send.
 *
 * The secret of an account is the caller's, in locked memory; it is in no message and
 * no URL.  What a request left in memory is wiped with it.
 */
#ifndef MM_CEX_SESSION_H
#define MM_CEX_SESSION_H

#include "io/http.h"
#include "venue/cex.h"

#define CEX_CLOCK_AGE_MS INT64_C(600000)
#define CEX_ANSWER_MAX   ((size_t)16 << 20)

struct cex_session;

/* The time of a venue against this machine's. */
struct cex_clock {
	bool known;
	int64_t offset_ms; /* venue's - clock_now_ms, when it was read  */
	int64_t rtt_ms;    /* the offset is known to half of this       */
	int64_t age_ms;    /* since then                                */
};

/* One request and what came of it.  Zero with cex_call_init; may be used again and
 * keeps its memory. */
struct cex_call {
	struct cex_session *session;
	struct cex_request req; /* by an ask_* of the session's venue */
	int64_t ts_ms; /* venue time to sign it with; 0: that of the send.
			* With a time of its own it is never signed again. */

	struct cex_reply reply; /* its text is in the arena of cex_calls */
	const char *body;       /* NUL-terminated, until the call is made
				 * again; NULL: no whole answer          */
	size_t len;
	int status;      /* of HTTP; 0: no whole answer                   */
	bool left;       /* false: not one byte of it left                */
	int64_t sent_ms; /* venue time it was signed with; 0: it was not  */
	int64_t took_us; /* of the send and the answer                    */

	/* The session's own. */
	struct http_call http;
	struct buf url;
	const char *headers[8];
	int64_t began_us;
};

/* cex_http: connections for sessions, by VENUE_TIMEOUT and VENUE_CA.  Never NULL.
 * Owner: caller, http_close, after the sessions. */
struct http *cex_http(void);

/* cex_open: a session by the venue's addresses of the configuration.
 *
 * in:      creds: NULL: public questions only; else kept, with what it points at,
 *          until cex_close.
 * returns: NULL, and *why (constant phrase), where an address or the folder of the
 *          quota cannot be used.  Owner: caller, cex_close. */
struct cex_session *cex_open(const struct cex_venue *venue, struct http *http,
			     const struct cex_creds *creds, const char **why);
void cex_close(struct cex_session *s); /* NULL is no error */

const struct cex_venue *cex_venue_of(const struct cex_session *s);

/* cex_mark: of an API key, where it is to be known again and not to be shown: the
 * first bytes of its hash.  Returns out. */
#define CEX_MARK_SZ 17
const char *cex_mark(char out[static CEX_MARK_SZ], const char *key);

/* cex_mark_of: of the key of s; "-" without one. */
const char *cex_mark_of(char out[static CEX_MARK_SZ],
			const struct cex_session *s);

/* cex_call_init: owner: caller, cex_call_free, which wipes. */
void cex_call_init(struct cex_call *c, struct cex_session *s);
void cex_call_free(struct cex_call *c);

/* cex_calls makes n calls at the same time; each may be of another session.  One
 * without a time of its own that the venue refused for its time (CEX_CLOCK, and not
 * CEX_UNKNOWN) is signed and sent once more, after the venue was asked for its time.
 *
 * a:       for the texts of replies. */
void cex_calls(struct cex_call *const *calls, size_t n, struct arena *a);

/* cex_sync_clock asks n venues for their time at the same time.  out: reply of each
 * says what came of it (CEX_DONE: the clock is known); may be NULL.  True: all are
 * known. */
bool cex_sync_clock(struct cex_session *const *s, size_t n,
		    struct cex_reply *out, struct arena *a);

/* cex_heed_time: a call of CEX_ASK_TIME that the caller made and read said so. */
void cex_heed_time(struct cex_session *s, const struct cex_call *c,
		   int64_t server_ms);

/* cex_now: the venue's time now, ms; 0: not known.  Never goes back but by an answer
 * of the venue. */
int64_t cex_now(const struct cex_session *s);

struct cex_clock cex_clock(const struct cex_session *s);

#endif
