/* breaker_state.h - what the processes of one MM_HOME know of an endpoint: its
 * circuit breaker and its rate limit.  Layer: io.
 *
 * A small file each, MM_HOME/breaker/<service>-<hash of the URL>, read and written
 * under its lock: mm-submit and mm-submit pending share one limit, and a bot started
 * anew leaves alone what its predecessor did.  What cannot be read or kept is
 * forgotten: that never stops a request.
 */
#ifndef MM_BREAKER_STATE_H
#define MM_BREAKER_STATE_H

#include "math/bucket.h"
#include "math/fsm_breaker.h"

struct breaker_state;

/* What became of a request, as the breaker sees it. */
enum breaker_news { BREAKER_GOOD, BREAKER_BAD, BREAKER_BUSY };

/* breaker_state_open: never NULL.  Owner: caller, breaker_state_close.
 * in:      rate: kept by value. */
struct breaker_state *breaker_state_open(const char *service, const char *url,
					 const struct bucket_rules *rate);
void breaker_state_close(struct breaker_state *s); /* NULL is no error */

/* breaker_state_ask: 0: a request of that class may go now, and its outcome must
 * be told; else how many ms until asking again can help.  An urgent one goes to an
 * endpoint that only failed all the same. */
int64_t breaker_state_ask(struct breaker_state *s, enum bucket_class class,
			  int64_t now_ms);

/* breaker_state_tell: retry_ms: what BREAKER_BUSY asked for, -1: nothing. */
void breaker_state_tell(struct breaker_state *s, enum breaker_news news,
			int64_t now_ms, int64_t retry_ms);

#endif
