/* fsm_breaker.h - a circuit breaker: leaves alone an endpoint that fails, and tries
 * it again now and then.  Layer: math.
 *
 *     closed --threshold failures in a row--> open --rest over--> half open
 *     half open --the probe succeeds--> closed
 *     half open --the probe fails--> open, for twice as long up to rest_max_ms
 *
 * An endpoint that says when to come back (429, 503 with Retry-After) is left alone
 * for that long; that is no failure.  Time is an argument (Unix ms, so that the
 * state can be kept across processes); a clock set back cannot keep a breaker open
 * longer than the longest rest.
 */
#ifndef MM_FSM_BREAKER_H
#define MM_FSM_BREAKER_H

#include <stdbool.h>
#include <stdint.h>

struct breaker_rules {
	int threshold;        /* failures in a row that open it, at least 1  */
	int64_t rest_ms;      /* the first rest, above 0                      */
	int64_t rest_max_ms;  /* the longest, at least rest_ms                */
	int64_t probe_ms;     /* a probe without an outcome is given up then  */
	int64_t retry_max_ms; /* longest Retry-After that is believed         */
};

/* For an endpoint used every few seconds. */
extern const struct breaker_rules breaker_rules_default;

enum breaker_phase { BREAKER_CLOSED, BREAKER_OPEN, BREAKER_HALF_OPEN };

/* Zero is closed, without a failure. */
struct breaker {
	enum breaker_phase phase;
	int failures;     /* in a row, while closed                           */
	int64_t until_ms; /* open: end of the rest; half open: of the probe   */
	int64_t rest_ms;  /* of the last opening; 0: none since it was closed */
	int64_t hold_ms;  /* the endpoint asked to be left alone until then   */
};

/* breaker_ask: may a request go now?  The first yes after a rest makes it half
 * open: that request is the probe, and its outcome must be told.
 * returns: 0: yes; else how many ms until asking again can help, at least 1. */
int64_t breaker_ask(struct breaker *b, const struct breaker_rules *rules,
		    int64_t now_ms);

/* breaker_hold: how many ms the endpoint still asks to be left alone for.  All that
 * holds back a request that must not wait (a cancel): where the endpoint only
 * failed, one more try costs nothing but its time.  No probe; its outcome is told
 * like any other. */
int64_t breaker_hold(const struct breaker *b, const struct breaker_rules *rules,
		     int64_t now_ms);

/* breaker_good: the endpoint answered, whatever it said. */
void breaker_good(struct breaker *b);

/* breaker_bad: no answer, or one that is none of the service. */
void breaker_bad(struct breaker *b, const struct breaker_rules *rules,
		 int64_t now_ms);

/* breaker_busy: the endpoint is up and asks for less; retry_ms: what it asked
 * for, -1 if it did not say (then it is left alone for rest_ms). */
void breaker_busy(struct breaker *b, const struct breaker_rules *rules,
		  int64_t now_ms, int64_t retry_ms);

/* breaker_valid: *b is a state the functions above can make: for one that was
 * read from a file. */
bool breaker_valid(const struct breaker *b, const struct breaker_rules *rules);

#endif
