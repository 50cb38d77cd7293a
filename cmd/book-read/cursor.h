/* cursor.h - how far the trades of a market have been told: what is stored says it.
 *
 * The last `event_queue` record says up to which event; the last `trade` records say
 * it too, where the queue's record is of a reader that tells none.  The further of
 * the two counts.
 */
#ifndef MM_BOOK_READ_CURSOR_H
#define MM_BOOK_READ_CURSOR_H

#include "base/mem.h"
#include "data/rec_event_queue.h"
#include "data/rec_trade.h"
#include "venue/openbook_trade.h"

/* Zero is a cursor of which nothing is known. */
struct cursor {
	bool has_told;     /* the three below are known           */
	uint64_t told;     /* number of the next event            */
	int64_t told_slot; /* slot it was the next one at         */
	int64_t told_ms;   /* frame it was                        */
	bool has_last;     /* the three below are known           */
	uint64_t last_no;  /* order number of its taker           */
	int64_t last_ms;   /* its time                            */
	const char *last;  /* id of the last trade told           */
};

/* cursor_queue, cursor_trade: what a record that came in says.  Of other markets,
 * or of other sources: nothing.  Texts are copied. */
void cursor_queue(struct cursor *c, struct arena *a, const char *market,
		  const struct rec_event_queue *q);
void cursor_trade(struct cursor *c, struct arena *a, const char *market,
		  const struct rec_trade *t);

/* cursor_old: that trade was told. */
bool cursor_old(const struct cursor *c, const struct openbook_trade *t);

/* cursor_put writes the cursor into the record of a queue. */
void cursor_put(const struct cursor *c, struct rec_event_queue *q);

#endif
