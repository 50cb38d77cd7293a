/* frame.h - what a frame of hedge-sync gathered.  Layer: cmd.
 *
 * The same structure whether the records of the exchanges came in (plan) or were just
 * read (the default form): what is planned depends on nothing else.  Everything in it
 * lives in the frame's arena.
 */
#ifndef MM_HEDGE_SYNC_FRAME_H
#define MM_HEDGE_SYNC_FRAME_H

#include "data/frame.h"
#include "data/rec_fill.h"
#include "data/rec_funding.h"
#include "data/rec_hedge.h"
#include "data/rec_holding.h"
#include "data/rec_il.h"
#include "data/rec_instrument.h"
#include "data/rec_sync.h"
#include "data/rec_venue_account.h"
#include "data/rec_venue_position.h"

/* Records of one type, in the order they came in. */
struct gathered_list {
	const void **v;
	size_t n;
};

/* A position of an account that is not ours and is left alone (--baseline), or the
 * one that was taken over (--adopt): what our own orders come on top of. */
struct seat_base {
	const char *venue, *account, *symbol;
	struct dec size;    /* contracts, signed: what is left alone */
	struct dec adopted; /* contracts, signed: what was taken over */
};

/* A position of an account in a symbol that HEDGE_ASSETS does not name there. */
struct seat_other {
	const char *venue, *account, *symbol;
	struct dec size; /* contracts, signed */
};

struct gathered {
	struct frame *f;
	int64_t ts_ms;                    /* of the cycle */
	struct gathered_list ils;         /* struct rec_il */
	struct gathered_list holdings;    /* struct rec_holding */
	struct gathered_list accounts;    /* struct rec_venue_account */
	struct gathered_list positions;   /* struct rec_venue_position */
	struct gathered_list instruments; /* struct rec_instrument */
	struct gathered_list fundings;    /* struct rec_funding: known before */
	struct gathered_list fills;       /* struct rec_fill: likewise */
	const struct rec_hedge *last;     /* the last decision; NULL: none */
	struct rec_list others; /* struct seat_other: held beside the hedge */
	struct rec_list bases;  /* struct seat_base; a seat without: all 0 */
	bool refused;           /* an earlier stage could not do its part */
	bool killed;            /* the kill switch is on: only what reduces */
	bool drawdown;          /* MAX_DRAWDOWN was reached: likewise */
	bool key_bad;           /* a key may more than it should: likewise */
	struct dec turnover;    /* of our orders in the last 24 h, quote */
	bool adopt;        /* the positions of this frame are those to cover, */
	const char *again; /* where none are yet, or this says so (verbs.h) */
	bool live;         /* what is planned is sent as well                */
	bool forced; /* the minimum interval does not hold: after an error */
};

/* gather_take: keeps a record of a frame; a type that is not gathered is left. */
void gather_take(struct gathered *g, struct arena *a,
		 const struct rec_type *type, const void *rec);

/* gather_record: what a stage takes (struct stage) whose context begins with its
 * struct gathered. */
bool gather_record(struct frame *f, const struct rec_type *type,
		   const void *rec);

/* gather_close: the frame is whole. */
void gather_close(struct gathered *g, struct frame *f, int64_t ts_ms);

/* gather_clear: forgets it all, for the next frame. */
void gather_clear(struct gathered *g);

/* What is known of a seat: NULL where the frame does not tell. */
const struct rec_venue_account *gather_account(const struct gathered *g,
					       const char *venue,
					       const char *account);
const struct rec_instrument *gather_instrument(const struct gathered *g,
					       const char *venue,
					       const char *symbol);
/* of one side: CEX_BOTH of a one-way account */
const struct rec_venue_position *gather_position(const struct gathered *g,
						 const char *venue,
						 const char *account,
						 const char *symbol,
						 enum cex_position_side side);
const struct seat_base *gather_base(const struct gathered *g, const char *venue,
				    const char *account, const char *symbol);

#endif
