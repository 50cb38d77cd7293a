#include "venue/paper_records.h"

#include "base/err.h"

#include <stdlib.h>
#include <string.h>

/* The venue's bounds keep every product within 38 digits. */
static struct dec units(int64_t n, struct dec unit)
{
	struct dec d;

	if (dec_of_units(&d, n, unit))
		mm_die(MM_FAIL, "price or size out of range");
	return d;
}

struct dec paper_price(const struct paper_terms *t, int64_t ticks)
{
	return units(ticks, t->tick);
}

struct dec paper_size(const struct paper_terms *t, int64_t lots)
{
	return units(lots, t->lot);
}

struct dec paper_amount(const struct paper_asset *a, __int128 atoms)
{
	return dec_make(atoms, a->decimals);
}

static const char *order_name(struct arena *a, uint64_t id)
{
	return arena_printf(a, "%llu", (unsigned long long)id);
}

const char *paper_lane(struct arena *a, const struct paper_terms *t,
		       const char *wallet)
{
	return arena_printf(a, "%s:%s", t->market, wallet);
}

struct rec_market paper_market(const struct paper_terms *t, int64_t ts_ms)
{
	return (struct rec_market){
		.ts_ms = ts_ms,
		.market = t->market,
		.tick = t->tick,
		.base_lot = t->lot,
		.quote_lot = paper_amount(&t->quote, t->quote_lot),
		.base = { .asset = t->base.name, .decimals = t->base.decimals },
		.quote = { .asset = t->quote.name,
			   .decimals = t->quote.decimals },
	};
}

/* ---- the book ---- */

/* Appends to a list with room for it; levels of one price become one. */
static void add_level(struct rec_list *l, struct dec price, struct dec size)
{
	struct rec_level *v = l->v;

	if (l->n && !dec_cmp(v[l->n - 1].price, price)) {
		if (dec_add(&v[l->n - 1].size, v[l->n - 1].size, size))
			mm_die(MM_FAIL, "size out of range");
		return;
	}
	v[l->n++] = (struct rec_level){ price, size };
}

static struct rec_list own_levels(struct arena *a, const struct paper_state *s,
				  enum side side)
{
	const struct match_book *b = &s->match.books[side];
	struct rec_list l = {
		.v = arena_alloc(a, (size_t)b->n * sizeof(struct rec_level)),
	};

	for (int i = b->n - 1; i >= 0; i--)
		add_level(&l, paper_price(&s->terms, b->v[i].order.price),
			  paper_size(&s->terms, b->v[i].order.size));
	return l;
}

/* The displayed side with own on top of it, best first. */
static struct rec_list with_own(struct arena *a, const struct paper_state *s,
				const struct rec_list *own, enum side side)
{
	const struct match_depth *d = s->match.depth;
	const struct match_level *seen = NULL;
	const struct rec_level *ours = own->v;
	size_t n = 0, i = 0, k = 0;
	struct rec_list l;

	if (d) {
		seen = side == SIDE_BUY ? d->bids : d->asks;
		n = (size_t)(side == SIDE_BUY ? d->n_bids : d->n_asks);
	}
	l = (struct rec_list){
		.v = arena_alloc(a, (n + own->n) * sizeof(struct rec_level)),
	};
	while (i < n || k < own->n) {
		struct dec price = DEC_ZERO;
		int first = 1; /* > 0: ours is the better or only one */

		if (i < n)
			price = paper_price(&s->terms, seen[i].price);
		if (k == own->n)
			first = -1;
		else if (i < n)
			first = side == SIDE_BUY
					? dec_cmp(ours[k].price, price)
					: dec_cmp(price, ours[k].price);
		if (first > 0) {
			add_level(&l, ours[k].price, ours[k].size);
			k++;
		} else {
			add_level(&l, price,
				  paper_size(&s->terms, seen[i].size));
			i++;
		}
	}
	return l;
}

struct rec_book paper_book(struct arena *a, const struct paper_state *s,
			   int64_t ts_ms)
{
	struct rec_book b = {
		.ts_ms = ts_ms,
		.market = s->terms.market,
		.own_bids = own_levels(a, s, SIDE_BUY),
		.own_asks = own_levels(a, s, SIDE_SELL),
		.slot = ts_ms,
		.synthetic = !s->match.depth,
	};

	b.bids = with_own(a, s, &b.own_bids, SIDE_BUY);
	b.asks = with_own(a, s, &b.own_asks, SIDE_SELL);
	return b;
}

/* ---- wallets and orders ---- */

static struct rec_balance balance(const struct paper_asset *asset,
				  const struct purse *p)
{
	return (struct rec_balance){
		.asset = asset->name,
		.free = paper_amount(asset, p->free),
		.locked = paper_amount(asset, p->locked),
		.unsettled = DEC_ZERO,
	};
}

struct rec_wallet paper_wallet_record(struct arena *a,
				      const struct paper_state *s, int wallet,
				      int64_t ts_ms)
{
	const struct funds *f = &s->match.ledger.wallets[wallet];
	struct rec_balance *b = arena_alloc(a, 2 * sizeof(*b));

	b[0] = balance(&s->terms.base, &f->base);
	b[1] = balance(&s->terms.quote, &f->quote);
	return (struct rec_wallet){
		.ts_ms = ts_ms,
		.wallet = s->wallets[wallet],
		.chain = "paper",
		.balances = { b, 2 },
		.slot = ts_ms,
	};
}

struct rec_open_order paper_open_order(struct arena *a,
				       const struct paper_state *s,
				       const struct match_order *o,
				       int64_t ts_ms)
{
	return (struct rec_open_order){
		.ts_ms = ts_ms,
		.market = s->terms.market,
		.wallet = s->wallets[o->order.wallet],
		.side = (int)o->order.side,
		.price = paper_price(&s->terms, o->order.price),
		.size = paper_size(&s->terms, o->order.size),
		.order_id = order_name(a, o->id),
		.client_id = o->order.client_id,
	};
}

struct rec_fill paper_fill(struct arena *a, const struct paper_state *s,
			   const struct match_event *e)
{
	return (struct rec_fill){
		.ts_ms = e->ts_ms,
		.id = arena_printf(a, "%llu-%lld",
				   (unsigned long long)e->order_id,
				   (long long)e->n_fill),
		.venue = "paper",
		.market = s->terms.market,
		.wallet = s->wallets[e->order.wallet],
		.side = (int)e->order.side,
		.price = paper_price(&s->terms, e->order.price),
		.size = paper_size(&s->terms, e->order.size),
		.fee = paper_amount(&s->terms.quote, e->fee),
		.fee_asset = s->terms.quote.name,
		.maker = e->maker,
		.order_id = order_name(a, e->order_id),
		.client_id = e->order.client_id,
	};
}

bool paper_fill_id(uint64_t *order_id, int64_t *n_fill, const char *id)
{
	const char *dash = strchr(id, '-');
	struct dec order, n;

	if (!dash || dec_parse(&order, id, (size_t)(dash - id)) ||
	    dec_parse(&n, dash + 1, strlen(dash + 1)) || order.scale ||
	    n.scale || order.v <= 0 || order.v > INT64_MAX || n.v <= 0 ||
	    n.v > INT64_MAX)
		return false;
	*order_id = (uint64_t)order.v;
	*n_fill = (int64_t)n.v;
	return true;
}

/* ---- receipts ---- */

static const char *status(const struct paper_request *r)
{
	if (!r->answered)
		return "sent";
	if (match_landed(r->what, r->why))
		return "confirmed";
	if (r->why == MATCH_WOULD_CROSS)
		return "not_posted";
	return r->why == MATCH_EXPIRED ? "expired" : "failed";
}

struct rec_receipt paper_receipt(struct arena *a, const struct paper_request *r,
				 int64_t sent_ms)
{
	const char **intent = arena_alloc(a, sizeof(*intent));
	struct rec_receipt receipt;

	*intent = arena_strdup(a, r->intent_id);
	rec_clear(&rec_receipt_type, &receipt);
	receipt.ts_ms = r->answered ? r->done_ms : sent_ms;
	receipt.id = arena_strdup(a, r->attempt);
	receipt.status = status(r);
	receipt.slot = r->answered ? r->done_ms : REC_NONE_INT;
	receipt.error = r->answered && r->why ? match_why_text(r->why) : NULL;
	receipt.intents = (struct rec_list){ intent, 1 };
	return receipt;
}
