/* desk.h - one market's frame, from records to the grid's input, and from its
 * plan to records.  Layer: data.
 *
 * Records are taken as they come, decoded, from a line or made in memory; when
 * the frame is whole desk_input turns them into ticks and lots.  What is missing,
 * too old or cannot be turned is a flag of the input and a reason for people.
 */
#ifndef MM_DESK_H
#define MM_DESK_H

#include "data/grid_conf.h"
#include "data/rec_book.h"
#include "data/rec_grid.h"
#include "data/rec_open_order.h"
#include "data/rec_order.h"
#include "data/rec_pending.h"
#include "data/rec_pivot.h"
#include "data/rec_supply.h"
#include "data/rec_wallet.h"
#include "data/steps.h"

struct desk_list {
	const void **v;
	size_t n, cap;
};

/* What a frame said so far.  Zero at its beginning; all in its arena. */
struct desk {
	const char *market; /* all else is of it; NULL: none seen yet  */
	const char *other;  /* a second one, although none was named   */
	const struct rec_market *steps;
	const struct rec_book *book;
	const struct rec_pivot *pivot;
	const struct rec_grid *last;  /* the grid before this one    */
	size_t n_last;                /* 1, or it cannot be told     */
	bool lanes;                   /* pending orders were looked up        */
	bool store_refused;           /* the store could not be read          */
	struct desk_list wallets;     /* of struct rec_wallet        */
	struct desk_list open_orders; /* of struct rec_open_order    */
	struct desk_list pending;     /* of struct rec_pending       */
	struct desk_list orders;      /* of struct rec_order: last's */
	struct desk_list supplies;    /* of struct rec_supply        */
};

/* desk_take takes a copy of a record of any type; those it has no use for, or of
 * another market, are passed over.  market: the one that is meant, or NULL: the
 * first seen. */
void desk_take(struct desk *d, struct arena *a, const char *market,
	       const struct rec_type *type, const void *rec);

/* The frame in ticks and lots. */
struct desk_frame {
	struct steps steps; /* unless input.no_market */
	struct grid_conf conf;
	struct grid_input input;
	const char **wallets; /* name of each index: in the order they came */
	struct rec_list parameters;
	int64_t control_ms; /* when the supply was read; REC_NONE_INT: never */
	/* By reason, GRID_NO_...: what is wrong, for people; NULL: nothing. */
	const char *why[GRID_REASONS];
};

/* desk_input, after conf_load.  out: *f, in the arena. */
void desk_input(struct desk_frame *f, const struct desk *d, struct arena *a,
		int64_t now_ms, const char *signal);

/* desk_again: the same frame later, where only d->pivot, d->book and the clock are
 * others, and f lacked nothing else. */
void desk_again(struct desk_frame *f, const struct desk *d, struct arena *a,
		int64_t now_ms, const char *signal);

/* desk_grid, desk_order: the plan and one of its orders as records. */
struct rec_grid desk_grid(const struct desk *d, const struct desk_frame *f,
			  const struct grid_plan *plan);
struct rec_order desk_order(const struct desk *d, const struct desk_frame *f,
			    const struct order *o);

#endif
