/* openbook_past.h - trades out of the logs of transactions, backwards.
 * Layer: venue.
 *
 * Nodes list a market's transactions newest first; so that none has to be kept, they
 * are read in that order, and each log from its end.  ConsumeEvents logs every fill
 * of the market, in the order of its queue, so in this direction a taker's event
 * comes first and its maker's next, maybe in the transaction before.
 */
#ifndef MM_OPENBOOK_PAST_H
#define MM_OPENBOOK_PAST_H

#include "venue/openbook_trade.h"

struct openbook_past {
	const struct openbook_place *place;
	bool open; /* a taker's event waits for its maker's */
	struct openbook_piece taker;
	int64_t n_holes; /* logs that were cut, or are no logs of this program */
};

/* openbook_past_open: taker: the event behind the last one that was consumed, where it
 * is a taker's: openbook_ring_trades leaves one that still waits.  Its maker's is the
 * first to come.  NULL: none. */
void openbook_past_open(struct openbook_past *p,
			const struct openbook_place *place,
			const struct openbook_piece *taker);

/* openbook_past_read: the trades whose maker's event one transaction logged, newest
 * first, in the arena.
 *
 * in:      the transaction before the one given last; it did not fail. */
void openbook_past_read(struct openbook_past *p, struct openbook_trades *out,
			const struct solana_logs *logs, struct arena *a);

/* openbook_past_hole: a transaction whose log is not to be had. */
void openbook_past_hole(struct openbook_past *p);

#endif
