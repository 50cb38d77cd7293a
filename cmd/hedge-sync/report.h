/* report.h - what `hedge-sync report` gathers.  Layer: cmd. */
#ifndef MM_HEDGE_SYNC_REPORT_H
#define MM_HEDGE_SYNC_REPORT_H

#include "base/opt.h"
#include "data/frame.h"
#include "data/hedge_conf.h"
#include "math/keyset.h"

struct report_options {
	const char *store; /* NULL: files alone */
	int64_t from_ms, to_ms;
	bool keep_going;
};

/* A frame's decision, or a trade. */
struct report_event {
	int64_t ts_ms;
	size_t at;               /* place in the input                 */
	struct dec *held, *mark; /* by seat; NULL: a trade             */
	struct dec *exposure;    /* by asset                           */
	size_t seat;             /* of a trade                         */
	struct dec size, price;  /* likewise; bought above 0           */
};

/* A position's account against holding, at its first and its last record. */
struct report_position {
	const char *name;
	int64_t first_ms, last_ms;
	struct dec first, last;
};

struct report {
	const struct report_options *o;
	struct hedge_conf c; /* its pairs are the seats */
	const char **assets; /* each once, in the order of the pairs */
	size_t n_assets;
	struct arena memory; /* what is kept to the end */
	struct report_event *events;
	struct report_position *positions;
	size_t n_events, n_positions;
	int cap_events, cap_positions;
	size_t cursor; /* positions come in the same order in every frame */
	struct keyset counted; /* fills and fundings, by exchange and id */
	struct dec funding, fees;
	const char *quote; /* of the first fee or funding; NULL: none yet */
	bool other;        /* some were in another asset, and are left out */
	bool overflow;
};

extern const struct opt report_options[];

/* report_run: the verb. */
int report_run(int n, char **files);

/* ---- what its files share ---- */

/* report_take keeps what a record says. */
void report_take(struct report *r, const struct rec_type *type,
		 const void *rec);

/* report_stored: takes what the store holds.  False: stop, and why has been said. */
bool report_stored(struct frame *f, struct report *r);

#endif
