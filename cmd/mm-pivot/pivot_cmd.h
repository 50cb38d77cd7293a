/* pivot_cmd.h - what the parts of mm-pivot share. */
#ifndef MM_PIVOT_CMD_H
#define MM_PIVOT_CMD_H

#include "data/frame.h"
#include "data/rec_price.h"
#include "data/rec_trade.h"
#include "math/pivot_rules.h"

struct settings {
	const char *market;   /* NULL: that of the first trade (files)   */
	const char *store;    /* NULL: a file is reduced                 */
	const char *ref_pair; /* whose price a fade follows              */
	int64_t now_ms;       /* or REC_NONE_INT                         */
	int64_t window_days;
	int64_t future_ms; /* how far ahead of the clock a trade may be  */
	struct pivot_rules rules;
	bool make_seed;
	bool explain;
};

/* What was found out about the market, by either way. */
struct findings {
	const char *market;
	struct pivot_history history;
	int64_t first_ms; /* of all trades known, or PIVOT_NEVER      */
	int64_t last_ms;  /* of the last trade without us, or PIVOT_NEVER */
	struct dec last_price; /* of that trade                            */
	int64_t n_own;         /* left out: between two of our own orders  */
	int64_t n_again;       /* left out: their identity was there       */
	int64_t n_old;         /* left out: came when their time was over  */
	int64_t n_future;      /* left out: dated ahead of the clock       */
};

static const struct findings findings_none = {
	.history = { .newest_ms = PIVOT_NEVER, .ref_ms = PIVOT_NEVER },
	.first_ms = PIVOT_NEVER,
	.last_ms = PIVOT_NEVER,
};

/* findings_clock sets the time the window ends at: to_ms, but never before the
 * seed's. */
void findings_clock(struct findings *x, const struct settings *s,
		    int64_t to_ms);

/* findings_counts: whether a trade may count towards a pivot that sees what is
 * before end_ms; notes its time, or why it does not count. */
bool findings_counts(struct findings *x, const struct settings *s,
		     const struct rec_trade *t, int64_t end_ms);

/* findings_trade notes a trade that is in: its time and, where it was without us,
 * its price. */
void findings_trade(struct findings *x, const struct rec_trade *t);

/* findings_price notes the reference price, the newest of several.  False: it is
 * not above 0, after frame_bad said so. */
bool findings_price(struct findings *x, struct frame *f,
		    const struct settings *s, const struct rec_price *p);

/* answer gives the pivot of ts_ms, or refuses it. */
void answer(struct frame *f, const struct settings *s, const struct findings *x,
	    int64_t ts_ms);

/* answer_too_wide refuses: the sums do not fit. */
void answer_too_wide(struct frame *f, const struct settings *s,
		     const struct findings *x);

/* answer_seed prints the seed these trades amount to, in mm.conf's syntax. */
void answer_seed(struct frame *f, const struct settings *s,
		 const struct findings *x);

/* trade_is_bad: a price or size not above 0, after frame_bad said so. */
bool trade_is_bad(struct frame *f, const struct rec_trade *t);

/* Reduces files to one pivot, or with --make-seed to a seed. */
extern const struct stage tape_stage;
void *tape_open(const struct settings *s);
void tape_close(void *ctx);

/* A pivot for each frame, out of the store. */
extern const struct stage frame_stage;
void *history_open(const struct settings *s);
void history_close(void *ctx);

#endif
