/* openbook_trade.h - trades of an OpenBook v1 market, from the ring of its event
 * queue and from the logs of the transactions that emptied it.  Layer: venue.
 *
 * One identity for both.  The program gives every order a number of its own when it
 * comes in (the low half of its order id), the same sequence for both sides.  A
 * taker meets a maker at most once: the meeting uses up one of the two.  So the pair
 * of their numbers is a trade, "TAKER-MAKER", whoever tells of it; and as a taker
 * meets its makers within one instruction, trades are in the order of their takers'
 * numbers.  The number of an event would not do: a log does not say it.
 *
 * A match stands in the ring as two Fill events, the maker's first, with nothing of
 * another match between them; ConsumeEvents logs them in the same order, though
 * maybe in two transactions.
 */
#ifndef MM_OPENBOOK_TRADE_H
#define MM_OPENBOOK_TRADE_H

#include "data/rec_fill.h"
#include "data/rec_trade.h"
#include "venue/openbook_place.h"

#define OPENBOOK_VENUE "openbook" /* source of trades, venue of fills */

/* One side of a trade. */
struct openbook_half {
	struct pubkey open_orders;
	struct pubkey owner; /* the wallet; zero: an event does not say */
	openbook_id order_id;
	uint64_t client_id;
	uint64_t fee; /* quote atoms: a taker's fee, a maker's rebate */
};

struct openbook_trade {
	uint64_t taker_no, maker_no; /* of their orders */
	uint64_t price, size;        /* lots */
	enum openbook_side side;     /* the taker's */
	struct openbook_half taker, maker;
};

/* ---- identity ---- */

/* openbook_trade_id: text in the arena. */
const char *openbook_trade_id(struct arena *a, const struct openbook_trade *t);

/* openbook_trade_parse: the numbers of such an id.  False: it is none. */
MM_CHECKED bool openbook_trade_parse(uint64_t *taker_no, uint64_t *maker_no,
				     const char *id);

/* ---- pairs ---- */

/* openbook_half_event: a Fill event alone, as far as it says.  False: it is no
 * Fill, or its amounts are of no trade in these lots. */
struct openbook_piece {
	bool maker;
	enum openbook_side side; /* of that order */
	uint64_t price, size;
	struct openbook_half half;
};

MM_CHECKED bool openbook_piece_of(struct openbook_piece *out,
				  const struct openbook_event *e,
				  const struct openbook_place *p);

/* openbook_pair: the trade the two are.  False: they are not of one trade. */
MM_CHECKED bool openbook_pair(struct openbook_trade *out,
			      const struct openbook_piece *maker,
			      const struct openbook_piece *taker);

/* ---- the ring ---- */

struct openbook_trades {
	struct openbook_trade *v; /* in their order */
	size_t n;
	/* The ring begins with the taker's event of a trade whose maker's event it
	 * no longer holds. */
	bool cut;
	uint64_t cut_seq; /* of that event */
	struct openbook_piece cut_taker;
};

/* openbook_ring_trades: those whose events have numbers of at least from.
 * returns: false: account_bad: events that no program wrote. */
MM_CHECKED bool openbook_ring_trades(struct openbook_trades *out,
				     const struct openbook_events *q,
				     uint64_t from,
				     const struct openbook_place *p,
				     struct arena *a,
				     struct openbook_fault *fault);

/* openbook_trades_hold: whether a ring's trades hold that one of the same market: all
 * since their first, of whose taker they may have the last ones only. */
bool openbook_trades_hold(const struct openbook_trades *ring,
			  const struct openbook_trade *t);

/* ---- records ---- */

/* When a trade was, as far as is known. */
struct openbook_when {
	int64_t ts_ms;
	int64_t max_err_ms; /* REC_NONE_INT: not known */
};

MM_CHECKED bool openbook_trade_record(struct rec_trade *out,
				      const struct openbook_trade *t,
				      const struct openbook_place *p,
				      struct openbook_when when, bool own_maker,
				      bool own_taker, struct arena *a,
				      struct openbook_fault *fault);

/* The fill of one of its sides, which is wallet's. */
MM_CHECKED bool openbook_fill_record(struct rec_fill *out,
				     const struct openbook_trade *t, bool maker,
				     const char *wallet,
				     const struct openbook_place *p,
				     struct openbook_when when, struct arena *a,
				     struct openbook_fault *fault);

#endif
