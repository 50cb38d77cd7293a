/* tape.h - a recorded market, read in time order.  Layer: venue.
 *
 * A tape is a file of records, a line each, in time order: `trade` for each
 * print, and `book` for the displayed depth where it was recorded.  Records of
 * other markets and types are skipped.  It may grow while it is read; a last line
 * without a newline is not there yet.
 *
 * Prices and sizes become whole ticks and lots, against us where they are not: a
 * seller's print and a bid are rounded up, a buyer's print and an ask down, a
 * print's lots down, a displayed size up.
 */
#ifndef MM_TAPE_H
#define MM_TAPE_H

#include "base/dec.h"
#include "base/status.h"
#include "math/match.h"

#include <stdbool.h>
#include <stddef.h>

struct tape;

enum tape_kind { TAPE_PRINT, TAPE_BOOK };

struct tape_entry {
	enum tape_kind kind;
	struct match_print print;  /* TAPE_PRINT; ts_ms of either            */
	struct match_depth depth;  /* TAPE_BOOK                             */
	struct dec price, size;    /* TAPE_PRINT: as recorded                */
	bool own_maker, own_taker; /* TAPE_PRINT: an order of ours was in it */
	const char *line;          /* as recorded, newline included          */
	size_t len;
	const char *id, *source; /* TAPE_PRINT: not terminated */
	size_t id_len, source_len;
};

enum tape_result {
	TAPE_ENTRY,
	TAPE_END, /* nothing before that time (yet)                         */
	TAPE_BAD, /* a bad line: tape_why; the tape stays where it is       */
};

/* tape_open: out: *t is set even on failure, for tape_why and tape_close.
 * in:      market, tick and lot (> 0) say what is read, and in which units.
 * returns: false: cannot be read. */
MM_CHECKED bool tape_open(struct tape **t, const char *path, const char *market,
			  struct dec tick, struct dec lot);
void tape_close(struct tape *t);

/* tape_refresh looks for lines added since; what tape_next gave before dies.
 * False: cannot be read any more. */
MM_CHECKED bool tape_refresh(struct tape *t);

/* tape_seek: the next entry is the first at or after ts_ms.
 * cost: O(log n) lines. */
MM_CHECKED enum tape_result tape_seek(struct tape *t, int64_t ts_ms);

/* tape_next: the next entry before until_ms.
 * out: *e, alive until the next call on t. */
MM_CHECKED enum tape_result tape_next(struct tape *t, struct tape_entry *e,
				      int64_t until_ms);

/* tape_skip passes over the line that is bad.  in: TAPE_BAD was the last answer of
 * tape_next. */
void tape_skip(struct tape *t);

/* tape_ended: no line is left.  tape_cut: nor is what comes last a whole line;
 * tape_why then says so. */
bool tape_ended(const struct tape *t);
bool tape_cut(struct tape *t);

/* A displayed book that outlives its entry.  Zero is one without levels. */
struct tape_book {
	struct match_depth depth;
	struct match_level *levels; /* bids, then asks */
	int cap;
};

/* tape_book_keep copies d.  Owner: caller, tape_book_free. */
void tape_book_keep(struct tape_book *b, const struct match_depth *d);
void tape_book_free(struct tape_book *b);

/* tape_why: "FILE:LINE: reason" or "FILE: reason". */
const char *tape_why(const struct tape *t);

#endif
