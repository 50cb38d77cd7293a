/* frame.c - a frame of the one market: everything is read and held against
 * everything else before the first record is written. */
#include "tell.h"
#include "trades.h"

#include <string.h>
#include <time.h>

static int64_t elapsed_ms(const struct timespec *since)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)(t.tv_sec - since->tv_sec) * 1000 +
	       (t.tv_nsec - since->tv_nsec) / 1000000;
}

bool tell_view(struct reader *r, struct told *out,
	       const struct openbook_view *v, struct arena *a)
{
	out->market = openbook_place_record(v->place, a, r->ts_ms);
	return openbook_book_record(&out->book, v, a, r->ts_ms, &r->fault) &&
	       openbook_orders(&out->orders, v, a, r->ts_ms, &r->fault) &&
	       openbook_queue_record(&out->queue, v, a, r->ts_ms, &r->fault);
}

void emit_chain(struct frame *f, const struct round *round)
{
	frame_emit(f, &rec_chain_type, &round->chain);
	for (size_t i = 0; i < round->n_luts; i++)
		frame_emit(f, &rec_lut_type, &round->luts[i]);
}

void emit_market(struct frame *f, const struct told *t,
		 const struct openbook_view *v)
{
	const struct rec_open_order *order = t->orders.v;

	frame_emit(f, &rec_market_type, &t->market);
	frame_emit(f, &rec_book_type, &t->book);
	for (size_t i = 0; i < t->orders.n; i++)
		frame_emit(f, &rec_open_order_type, &order[i]);
	for (size_t i = 0; i < v->n_own; i++) {
		struct rec_oo oo;

		if (!v->own[i].exists)
			continue;
		oo = openbook_oo_record(v, &f->arena, &v->own[i],
					t->book.ts_ms);
		frame_emit(f, &rec_oo_type, &oo);
	}
	frame_emit(f, &rec_event_queue_type, &t->queue);
}

void emit_wallets(struct frame *f, const struct reader *r,
		  const struct round *round)
{
	for (size_t i = 0; i < r->conf.n_wallets; i++)
		frame_emit(f, &rec_wallet_type, &round->wallets[i]);
}

static bool emit_trades(struct frame *f, struct reader *r,
			const struct openbook_view *v,
			const struct telling *telling)
{
	for (size_t i = 0; i < telling->n; i++)
		if (!trades_emit(f, r, v->place, v, &telling->v[i], &f->arena))
			return false;
	return true;
}

static bool read_book(struct frame *f, struct reader *r)
{
	struct timespec begun;
	struct round round;
	struct told told;
	struct telling telling = { .cursor = r->cursor };

	clock_gettime(CLOCK_MONOTONIC, &begun);
	if (!find_site(r, &f->arena) ||
	    !round_read(r, &round, &r->site, 1, &r->coins, &f->arena) ||
	    !tell_view(r, &told, round.views, &f->arena))
		return false;
	if (!r->settings->no_trades &&
	    !trades_read(r, &telling, round.views, &f->arena,
			 elapsed_ms(&begun)))
		return false;
	cursor_put(&telling.cursor, &told.queue);
	if (telling.gap)
		told.queue.gap = telling.gap;
	emit_chain(f, &round);
	emit_market(f, &told, round.views);
	emit_wallets(f, r, &round);
	frame_emit(f, &rec_supply_type, &round.supply);
	return emit_trades(f, r, round.views, &telling);
}

void frame_book(struct frame *f, struct reader *r)
{
	if (!read_book(f, r))
		frame_refuse(f, r->fault.reason, "%s", r->fault.text);
}
