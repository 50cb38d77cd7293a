/* paper_records.h - the paper venue in the words of mm-records(5).
 * Layer: venue.
 *
 * What is made points into the venue's state and into the arena, and lives as
 * long as both.
 */
#ifndef MM_PAPER_RECORDS_H
#define MM_PAPER_RECORDS_H

#include "base/mem.h"
#include "data/rec_book.h"
#include "data/rec_fill.h"
#include "data/rec_lane.h"
#include "data/rec_market.h"
#include "data/rec_open_order.h"
#include "data/rec_receipt.h"
#include "data/rec_wallet.h"
#include "io/paper_db.h"

/* Ticks, lots and atoms as decimals.  in: values the venue can hold. */
struct dec paper_price(const struct paper_terms *t, int64_t ticks);
struct dec paper_size(const struct paper_terms *t, int64_t lots);
struct dec paper_amount(const struct paper_asset *a, __int128 atoms);

/* paper_lane: "market:wallet", where one sender sends at a time. */
const char *paper_lane(struct arena *a, const struct paper_terms *t,
		       const char *wallet);

struct rec_market paper_market(const struct paper_terms *t, int64_t ts_ms);

/* paper_book: the displayed depth, if there is any, with our own orders. */
struct rec_book paper_book(struct arena *a, const struct paper_state *s,
			   int64_t ts_ms);

struct rec_wallet paper_wallet_record(struct arena *a,
				      const struct paper_state *s, int wallet,
				      int64_t ts_ms);

struct rec_open_order paper_open_order(struct arena *a,
				       const struct paper_state *s,
				       const struct match_order *o,
				       int64_t ts_ms);

/* paper_fill: id is "ORDER-N", the order's N-th fill. */
struct rec_fill paper_fill(struct arena *a, const struct paper_state *s,
			   const struct match_event *e);

/* paper_fill_id: the order and number an id of paper_fill stands for.  False: it
 * is none. */
MM_CHECKED bool paper_fill_id(uint64_t *order_id, int64_t *n_fill,
			      const char *id);

/* paper_receipt: what became of a request, answered or still under way. */
struct rec_receipt paper_receipt(struct arena *a, const struct paper_request *r,
				 int64_t sent_ms);

#endif
