/* bucket.h - a rate limit: so many requests a second, a part of them kept for what
 * must not wait.  Layer: math.
 *
 * Two token buckets.  Every request takes a token of the whole; a plain one also
 * takes a token of the plain part, which fills at only (1 - kept) of the rate.  So
 * plain requests can never use more than their part, and an urgent one (a cancel)
 * finds the rest.  Time is an argument, so that the state can be kept across
 * processes; a clock set back counts as no time at all.
 *
 * Tokens are counted in units of 1e-6: exact at any rate of whole requests per
 * 1000 s.
 */
#ifndef MM_BUCKET_H
#define MM_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

#define BUCKET_RATE_MAX  INT64_C(1000000000) /* per 1000 s */
#define BUCKET_BURST_MAX 1000

struct bucket_rules {
	int64_t rate; /* requests per 1000 s, 1..BUCKET_RATE_MAX; 0: no limit */
	int burst;    /* tokens it can hold, 1..BUCKET_BURST_MAX              */
	int kept_ppm; /* part plain requests never use, 0..999999             */
};

enum bucket_class { BUCKET_PLAIN, BUCKET_URGENT };

/* Zero is full, whatever the time. */
struct bucket {
	int64_t used;  /* of the whole: what is missing, in 1e-6 tokens      */
	int64_t plain; /* of the plain part                                  */
	int64_t at_ms; /* when that was so                                   */
};

/* bucket_take: 0: a token was taken; else nothing was, and in that many ms (at
 * least 1) there is one if nobody else takes it. */
int64_t bucket_take(struct bucket *b, const struct bucket_rules *rules,
		    enum bucket_class class, int64_t now_ms);

/* bucket_valid: *b is a state bucket_take can make: for one read from a file. */
bool bucket_valid(const struct bucket *b, const struct bucket_rules *rules);

#endif
