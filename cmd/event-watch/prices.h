/* prices.h - price records on standard input, gathered for the next frame. */
#ifndef MM_EVENT_WATCH_PRICES_H
#define MM_EVENT_WATCH_PRICES_H

#include "base/buf.h"
#include "data/json.h"
#include "data/out.h"

#define PRICES_MAX                                                             \
	((size_t)1 << 20) /* bytes; what is more is said and left out */

struct prices {
	int fd;           /* -1: none, or at its end */
	struct buf in;    /* what is not a whole line yet */
	struct buf lines; /* whole, checked */
	struct json json;
};

/* prices_open: wanted: standard input is read, without waiting. */
void prices_open(struct prices *p, bool wanted);
void prices_close(struct prices *p);

/* prices_hear takes what came.  A line that is no price is said and left out. */
void prices_hear(struct prices *p);

/* prices_write writes what was gathered, and forgets it. */
void prices_write(struct prices *p, struct out *o);

#endif
