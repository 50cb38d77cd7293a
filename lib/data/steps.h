/* steps.h - a market's decimals in ticks and lots, and back.  Layer: data. */
#ifndef MM_STEPS_H
#define MM_STEPS_H

#include "base/dec.h"
#include "data/rec_market.h"
#include "math/order.h"

#define STEPS_COEF_MAX  (INT64_C(1) << 32) /* of a tick and of a lot */
#define STEPS_SCALE_MAX 16

/* Bounded so that every price, size and sum of the math layer is exact as a
 * decimal. */
struct steps {
	struct dec tick;  /* quote per base             */
	struct dec micro; /* a millionth of a tick      */
	struct dec lot;   /* base                       */
	struct dec quote; /* a quote lot: tick times lot */
};

/* steps_of: NULL, or why the market's steps cannot be worked with. */
MM_CHECKED const char *steps_of(struct steps *out, const struct rec_market *m);

/* steps_order sets price and size of o.  False: one of them is not in whole
 * steps, or out of range; o is untouched. */
MM_CHECKED bool steps_order(struct order *o, const struct steps *s,
			    struct dec price, struct dec size);

/* steps_times: n units of one of the steps, |n| < 2^62. */
struct dec steps_times(int64_t n, struct dec unit);

#endif
