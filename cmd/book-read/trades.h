/* trades.h - what of a market's trades has not been told, out of the ring and, where
 * the ring has forgotten some, out of the logs. */
#ifndef MM_BOOK_READ_TRADES_H
#define MM_BOOK_READ_TRADES_H

#include "reader.h"

/* A trade and what is known beside it. */
struct told_trade {
	struct openbook_trade t;
	struct openbook_when when;
};

struct telling {
	struct told_trade *v; /* in their order */
	size_t n;
	int64_t gap;          /* events still lost to us; 0: none */
	struct cursor cursor; /* behind them */
};

/* trades_read: what is to be told in this frame.
 *
 * Where the ring has lost events, the logs are read, for at most gap_wait_ms a
 * frame, and nothing is told until they have been read to the end: what is told is
 * told in order, and once.  What a node does not have any more is lost, and said.
 * returns: false: r->fault. */
MM_CHECKED bool trades_read(struct reader *r, struct telling *out,
			    const struct openbook_view *v, struct arena *a,
			    int64_t elapsed_ms);

/* past_when: the time of a trade out of a log: its crank's block.  ts_ms: where that
 * is not known. */
struct openbook_when past_when(int64_t block_s, int64_t ts_ms);

/* trades_key: what a trade or a fill is known by in r->known. */
struct trade_key trades_key(const char *type, const char *id);

/* trades_emit writes the trade, and the fills of the sides that are ours, but what
 * is in r->known.  False: r->fault. */
MM_CHECKED bool trades_emit(struct frame *f, struct reader *r,
			    const struct openbook_place *p,
			    const struct openbook_view *v,
			    const struct told_trade *t, struct arena *a);

#endif
