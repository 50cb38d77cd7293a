/* samples.h - a value that is looked at now and then: the last of each span of
 * time counts. */
#ifndef MM_STAT_CALC_SAMPLES_H
#define MM_STAT_CALC_SAMPLES_H

#include "base/dec.h"

#include <stdbool.h>
#include <stdint.h>

struct sample {
	int64_t ts_ms;
	struct dec value;       /* a price, or the worth of an account */
	struct dec deposits;    /* so far, in the unit of value        */
	struct dec withdrawals; /* so far                              */
};

/* Zero is empty.  Owner: caller, samples_free. */
struct samples {
	struct sample *v;
	int n, cap;
};

/* span_of: the number of the span a time lies in; spans begin at multiples of
 * every_ms > 0 since 1970. */
int64_t span_of(int64_t ts_ms, int64_t every_ms);

/* samples_add takes them in any order, and less memory in order of time. */
void samples_add(struct samples *s, int64_t every_ms, struct sample x);

/* samples_settle sorts them and leaves the last of each span; of two at one time
 * the one added later. */
void samples_settle(struct samples *s, int64_t every_ms);

/* samples_at: the last one at or before ts_ms of settled samples, or NULL. */
const struct sample *samples_at(const struct samples *s, int64_t ts_ms);

void samples_free(struct samples *s);

/* A plain price. */
static inline struct sample sample_price(int64_t ts_ms, struct dec price)
{
	return (struct sample){ ts_ms, price, DEC_ZERO, DEC_ZERO };
}

#endif
