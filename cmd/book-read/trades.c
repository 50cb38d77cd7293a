#include "trades.h"

#include "base/err.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Solana's first block: no trade is older.  source: its genesis creation time. */
#define GENESIS_MS INT64_C(1584368940000)

/* ---- what the ring holds ---- */

/* The first event that was not told. */
static uint64_t begin_at(const struct cursor *c,
			 const struct openbook_events *q)
{
	if (!c->has_told)
		return q->first;
	if (c->told > q->next) {
		mm_warn("warning: the event queue went back from %llu to %llu",
			(unsigned long long)c->told,
			(unsigned long long)q->next);
		return q->first;
	}
	return c->told;
}

/* How many events are lost to us: 0 where the ring goes back to what was told. */
static uint64_t lost(const struct cursor *c, const struct openbook_events *q,
		     const struct openbook_trades *ring)
{
	if (c->has_told)
		return c->told < q->first ? q->first - c->told : 0;
	/* Known by its last trade alone. */
	if (!c->has_last || !q->first ||
	    (ring->n && ring->v[0].taker_no <= c->last_no) ||
	    (ring->cut && openbook_id_seq(ring->cut_taker.half.order_id,
					  ring->cut_taker.side) <= c->last_no))
		return 0;
	return q->first;
}

/* When the ring's events were: after what was told, before now. */
static struct openbook_when ring_when(const struct reader *r,
				      int64_t elapsed_ms)
{
	const struct cursor *c = &r->cursor;
	int64_t from = c->has_told   ? c->told_ms
		       : c->has_last ? c->last_ms
				     : GENESIS_MS;
	int64_t to = r->ts_ms + elapsed_ms, ms = from + (to - from) / 2;

	/* Before any frame: what is known is that it is no younger. */
	if (ms > r->ts_ms || (!c->has_told && !c->has_last))
		ms = r->ts_ms;
	return (struct openbook_when){
		ms,
		ms - from > to - ms ? ms - from : to - ms,
	};
}

static void add(struct telling *out, const struct openbook_trade *t,
		struct openbook_when when, struct arena *a)
{
	out->v = arena_grow(a, out->v, out->n * sizeof(*out->v),
			    (out->n + 1) * sizeof(*out->v));
	out->v[out->n++] = (struct told_trade){ *t, when };
}

/* ---- what the ring has forgotten ---- */

struct openbook_when past_when(int64_t block_s, int64_t ts_ms)
{
	return (struct openbook_when){ block_s < 0 ? ts_ms : block_s * 1000,
				       REC_NONE_INT };
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A gap that is being filled, maybe over several frames.  When it is, what was seen
 * as it was opened is told, and the frame after goes on from there. */
struct gap {
	struct past *past;
	struct arena arena;
	struct cursor from;          /* where it begins */
	struct telling found;        /* newest first */
	struct openbook_trades ring; /* what the ring held behind it */
	struct openbook_when when;   /* of those */
	struct cursor to;            /* behind them */
	uint64_t events;             /* how many are lost */
	int64_t slot;                /* the ring was seen at */
	bool final;                  /* that is */
	bool over;
};

static struct gap *gap_open(const struct reader *r,
			    const struct openbook_view *v,
			    const struct telling *ring,
			    const struct openbook_piece *cut, uint64_t events)
{
	struct gap *g = mem_alloc(1, sizeof(*g));
	const struct cursor *c = &r->cursor;

	g->from = *c;
	g->from.last = NULL; /* of the frame */
	g->events = events;
	g->slot = v->slot;
	g->ring.n = ring->n;
	g->ring.v = arena_alloc(&g->arena, (ring->n + 1) * sizeof(*g->ring.v));
	for (size_t i = 0; i < ring->n; i++) {
		g->ring.v[i] = ring->v[i].t;
		g->when = ring->v[i].when;
	}
	g->to = ring->cursor;
	if (g->to.last)
		g->to.last = arena_strdup(&g->arena, g->to.last);
	g->past = past_open(
		v->place, cut,
		(struct past_end){ .slot = c->has_told ? c->told_slot : 0,
				   .to_slot = v->slot });
	return g;
}

void gap_close(struct gap *g)
{
	if (!g)
		return;
	past_close(g->past);
	arena_free(&g->arena);
	free(g);
}

/* Goes on until what was told is met.  False: r->fault. */
static bool gap_step(struct reader *r, struct gap *g, struct arena *a)
{
	struct past_trade *v;
	size_t n;

	if (!past_next(g->past, &r->net, &v, &n, a, &r->fault))
		return false;
	for (size_t i = 0; i < n && !g->over; i++) {
		g->over = cursor_old(&g->from, &v[i].t);
		if (!g->over && !openbook_trades_hold(&g->ring, &v[i].t))
			add(&g->found, &v[i].t,
			    past_when(v[i].block_s, r->ts_ms), &g->arena);
	}
	g->over |= past_over(g->past);
	return true;
}

/* Waits until what the ring was seen at is final: a node may list transactions later
 * than it shows accounts.  False: r->fault, or it took too long. */
static bool gap_final(struct reader *r, struct gap *g, int64_t end_ms,
		      struct arena *a)
{
	static const struct timespec slot = { .tv_nsec = 400000000 };

	while (!g->final) {
		g->final = past_final(&r->net, g->slot, a, &r->fault);
		if (g->final)
			break;
		if (now_ms() >= end_ms || strcmp(r->fault.reason, "not_final"))
			return false;
		nanosleep(&slot, NULL);
	}
	return true;
}

/* Goes on for as long as a frame may wait.  False: it is not filled yet. */
static bool gap_fill(struct reader *r, struct gap *g)
{
	int64_t end_ms = now_ms() + r->settings->gap_wait_ms;
	struct arena a = { 0 };
	bool ok = gap_final(r, g, end_ms, &a);

	while (ok && !g->over && now_ms() < end_ms) {
		ok = gap_step(r, g, &a);
		if (ok)
			arena_reset(&a);
	}
	if (!ok)
		mm_warn("warning: missed events: %s: %s", r->fault.reason,
			r->fault.text);
	arena_free(&a);
	if (g->over && past_holes(g->past))
		mm_warn("warning: trades of %lld transactions are lost: their "
			"logs are not kept",
			(long long)past_holes(g->past));
	return g->over;
}

/* What a filled gap tells: what was found, then what the ring held. */
static void gap_tell(struct telling *out, const struct gap *g, struct arena *a)
{
	*out = (struct telling){ .cursor = g->to };
	for (size_t i = g->found.n; i-- > 0;)
		add(out, &g->found.v[i].t, g->found.v[i].when, a);
	for (size_t i = 0; i < g->ring.n; i++)
		add(out, &g->ring.v[i], g->when, a);
	if (out->cursor.last)
		out->cursor.last = arena_strdup(a, out->cursor.last);
}

/* ---- together ---- */

static void last_of(struct telling *out, struct arena *a)
{
	const struct told_trade *last = out->n ? &out->v[out->n - 1] : NULL;
	struct cursor *c = &out->cursor;

	if (!last)
		return;
	c->has_last = true;
	c->last_no = last->t.taker_no;
	c->last_ms = last->when.ts_ms;
	c->last = openbook_trade_id(a, &last->t);
}

static void tell_ring(struct telling *out, const struct reader *r,
		      const struct openbook_view *v,
		      const struct openbook_trades *ring,
		      struct openbook_when when, struct arena *a)
{
	*out = (struct telling){ .cursor = r->cursor };
	for (size_t i = 0; i < ring->n; i++)
		if (!cursor_old(&r->cursor, &ring->v[i]))
			add(out, &ring->v[i], when, a);
	last_of(out, a);
	out->cursor.has_told = true;
	out->cursor.told = v->events.next;
	out->cursor.told_slot = v->slot;
	out->cursor.told_ms = r->ts_ms;
}

/* The event the ring begins with, where its maker's was consumed and it was not. */
static const struct openbook_piece *waiting(const struct openbook_events *q,
					    const struct openbook_trades *ring)
{
	return ring->cut && ring->cut_seq >= q->next - q->count
		       ? &ring->cut_taker
		       : NULL;
}

static bool same_gap(const struct gap *g, const struct cursor *c)
{
	return g && g->from.has_told == c->has_told &&
	       g->from.told == c->told && g->from.has_last == c->has_last &&
	       g->from.last_no == c->last_no;
}

/* The trades of the ring that were not told.  Where the chain took back what was told
 * the ring may have grown past it, and what stands there now may begin in the middle
 * of a trade. */
static bool read_ring(struct reader *r, struct openbook_trades *ring,
		      const struct openbook_view *v, struct arena *a)
{
	const struct openbook_events *q = &v->events;
	uint64_t from = begin_at(&r->cursor, q);

	if (openbook_ring_trades(ring, q, from, v->place, a, &r->fault))
		return true;
	if (from <= q->first)
		return false;
	mm_warn("warning: the event queue is not the one of which %llu events "
		"were told: it is read from its beginning",
		(unsigned long long)from);
	return openbook_ring_trades(ring, q, q->first, v->place, a, &r->fault);
}

bool trades_read(struct reader *r, struct telling *out,
		 const struct openbook_view *v, struct arena *a,
		 int64_t elapsed_ms)
{
	const struct openbook_events *q = &v->events;
	struct openbook_trades ring;
	uint64_t n_lost;

	if (!read_ring(r, &ring, v, a))
		return false;
	n_lost = lost(&r->cursor, q, &ring);
	tell_ring(out, r, v, &ring, ring_when(r, elapsed_ms), a);
	if (!same_gap(r->gap, &r->cursor)) {
		gap_close(r->gap);
		r->gap = NULL;
	}
	if (!n_lost && !r->gap)
		return true;
	if (!r->gap) {
		mm_warn("warning: %llu events of the queue were missed",
			(unsigned long long)n_lost);
		r->gap = gap_open(r, v, out, waiting(q, &ring), n_lost);
	}
	if (gap_fill(r, r->gap)) {
		gap_tell(out, r->gap, a);
		gap_close(r->gap);
		r->gap = NULL;
	} else {
		*out = (struct telling){ .cursor = r->cursor,
					 .gap = (int64_t)r->gap->events };
	}
	return true;
}

/* ---- records ---- */

struct trade_key trades_key(const char *type, const char *id)
{
	return trade_key_make(type, id);
}

/* Whose side that is; NULL: not ours. */
static const char *wallet_of(const struct reader *r,
			     const struct openbook_view *v,
			     const struct openbook_half *h)
{
	const struct openbook_own *own = openbook_view_own(v, &h->open_orders);

	if (own)
		return own->wallet->name;
	for (size_t i = 0; i < r->conf.n_wallets; i++)
		if (pubkey_eq(&r->conf.wallets[i].key, &h->owner))
			return r->conf.wallets[i].name;
	return NULL;
}

bool trades_emit(struct frame *f, struct reader *r,
		 const struct openbook_place *p, const struct openbook_view *v,
		 const struct told_trade *t, struct arena *a)
{
	const char *wallet[] = { wallet_of(r, v, &t->t.taker),
				 wallet_of(r, v, &t->t.maker) };
	struct rec_trade trade;
	struct rec_fill fill;

	if (!openbook_trade_record(&trade, &t->t, p, t->when, wallet[1],
				   wallet[0], a, &r->fault))
		return false;
	if (!keyset_has(&r->known, trades_key("trade", trade.id)))
		frame_emit(f, &rec_trade_type, &trade);
	for (int maker = 0; maker < 2; maker++) {
		if (!wallet[maker])
			continue;
		if (!openbook_fill_record(&fill, &t->t, maker, wallet[maker], p,
					  t->when, a, &r->fault))
			return false;
		if (!keyset_has(&r->known, trades_key("fill", fill.id)))
			frame_emit(f, &rec_fill_type, &fill);
	}
	return true;
}
