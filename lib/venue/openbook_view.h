/* openbook_view.h - a market and our open-orders accounts on it at one slot, from
 * accounts to records.  Layer: venue.
 *
 * Everything is decoded and held against everything else before one record is
 * made: a view is whole or it is a fault.
 */
#ifndef MM_OPENBOOK_VIEW_H
#define MM_OPENBOOK_VIEW_H

#include "data/rec_book.h"
#include "data/rec_event_queue.h"
#include "data/rec_oo.h"
#include "data/rec_open_order.h"
#include "venue/openbook_place.h"

/* What is asked for first, in this order; then one open-orders account after the
 * other. */
enum {
	OPENBOOK_AT_MARKET,
	OPENBOOK_AT_BIDS,
	OPENBOOK_AT_ASKS,
	OPENBOOK_AT_EVENTS,
	OPENBOOK_AT_OO
};

/* An open-orders account of ours, or the address one of ours would have. */
struct openbook_own {
	struct pubkey address;
	const struct sol_wallet *wallet;
	bool exists;
	uint64_t lamports;
	struct openbook_oo oo;     /* where it exists */
	unsigned __int128 resting; /* bit per slot: its order is on the book */
};

struct openbook_view {
	const struct openbook_place *place;
	int64_t slot;
	struct openbook_slab side[2]; /* by enum openbook_side */
	struct openbook_events events;
	struct openbook_own *own; /* as asked for: a wallet's first one is where
				     it places                               */
	size_t n_own;
	const struct openbook_own **sorted; /* by address */
};

/* openbook_view_read.
 *
 * in:      v->place, v->own with address and wallet, v->n_own; accounts: the market,
 *          its bids, asks and event queue, then those of v->own.
 * out:     the rest of *v; it points into the accounts' bytes and the arena.
 * returns: false: as openbook_place_same, or account_bad, or book_torn: an order of
 *          ours on the book that its account does not know; nothing is to be made
 *          of *v. */
MM_CHECKED bool openbook_view_read(struct openbook_view *v, struct arena *a,
				   const struct solana_accounts *accounts,
				   struct openbook_fault *fault);

/* openbook_own_read reads one account of ours of that market; false: account_owner,
 * account_bad. */
MM_CHECKED bool openbook_own_read(struct openbook_own *o,
				  const struct openbook_place *place,
				  const struct solana_account *account,
				  struct arena *a,
				  struct openbook_fault *fault);

/* openbook_view_own: whose open-orders account that is; NULL: not ours. */
const struct openbook_own *openbook_view_own(const struct openbook_view *v,
					     const struct pubkey *oo);

/* The records of a view; all false only as openbook_price_of. */
MM_CHECKED bool openbook_book_record(struct rec_book *out,
				     const struct openbook_view *v,
				     struct arena *a, int64_t ts_ms,
				     struct openbook_fault *fault);

/* Our orders on the book, best first, bids first: list of struct rec_open_order. */
MM_CHECKED bool openbook_orders(struct rec_list *out,
				const struct openbook_view *v, struct arena *a,
				int64_t ts_ms, struct openbook_fault *fault);

/* in: o->exists */
struct rec_oo openbook_oo_record(const struct openbook_view *v, struct arena *a,
				 const struct openbook_own *o, int64_t ts_ms);

/* openbook_queue_record: head_owners are at most OPENBOOK_HEAD_OWNERS; nothing is
 * said of what was told. */
#define OPENBOOK_HEAD_OWNERS 29 /* as many as one ConsumeEvents can name */
MM_CHECKED bool openbook_queue_record(struct rec_event_queue *out,
				      const struct openbook_view *v,
				      struct arena *a, int64_t ts_ms,
				      struct openbook_fault *fault);

#endif
