/* What orders came to: counted once, told once. */
#include "base/hex.h"
#include "chain/hash.h"
#include "data/rec_fill.h"
#include "math/order.h"
#include "trade.h"

#include <string.h>

/* 16 bits of the strategy, 48 of the client id. */
static uint64_t number_of(const struct act *a, const char *client_id)
{
	unsigned char hash[SHA256_LEN];
	uint64_t n = (uint64_t)(a->conf->strategy & 0xffff);

	sha256(hash, &(struct hash_part){ client_id, strlen(client_id) }, 1);
	for (int i = 0; i < 6; i++)
		n = n << 8 | hash[i];
	return n;
}

static const char *line_of(struct act *a, const struct rec_fill *r)
{
	struct out o;
	char *line;

	out_open(&o, -1);
	rec_write(&o, &rec_fill_type, r);
	line = arena_strndup(a->mem, o.buf, o.len);
	o.len = 0;
	out_close(&o);
	return line;
}

static struct hedge_fill fill_of(struct act *a, const struct attempt *t,
				 const struct cex_fill_view *v)
{
	struct rec_fill r;

	rec_clear(&rec_fill_type, &r);
	r.ts_ms = v->ts_ms;
	r.id = arena_printf(a->mem, "%s:%s:%s", t->venue, t->order.symbol,
			    v->id);
	r.venue = t->venue;
	r.market = t->order.symbol;
	r.wallet = t->account;
	r.side = t->order.buy ? SIDE_BUY : SIDE_SELL;
	r.price = v->price;
	r.size = v->size;
	r.fee = dec_is_none(v->fee) ? DEC_ZERO : v->fee;
	r.fee_asset = v->fee_asset && *v->fee_asset ? v->fee_asset : "none";
	r.maker = v->maker;
	r.order_id = v->order_id ? v->order_id : t->client_id;
	r.client_id = number_of(a, t->client_id);
	r.attempt = t->client_id;
	return (struct hedge_fill){ r.id, line_of(a, &r) };
}

/* The venue lists by symbol or by order; what says whose it is decides. */
static bool is_ours(const struct attempt *t, const struct cex_fill_view *v)
{
	if (v->client_id && *v->client_id)
		return !strcmp(v->client_id, t->client_id);
	return t->order_id && v->order_id && !strcmp(v->order_id, t->order_id);
}

/* Pages may overlap while more trades. */
static bool is_known(const struct attempt *t, const char *id)
{
	for (size_t i = 0; i < t->n_fills; i++)
		if (!strcmp(t->fills[i].id, id))
			return true;
	return false;
}

static void take_one(struct act *a, struct attempt *t,
		     const struct cex_fill_view *v)
{
	struct hedge_fill fill = fill_of(a, t, v);
	struct dec worth;

	if (is_known(t, fill.id) || dec_add(&t->sum, t->sum, v->size))
		return;
	if (!dec_mul(&worth, v->price, v->size) &&
	    dec_add(&t->notional, t->notional, worth))
		t->notional = worth;
	if (v->ts_ms > t->traded_ms)
		t->traded_ms = v->ts_ms;
	if (!(t->n_fills & (t->n_fills - 1)))
		t->fills = arena_grow(
			a->mem, t->fills, t->n_fills * sizeof(*t->fills),
			(t->n_fills ? 2 * t->n_fills : 1) * sizeof(*t->fills));
	t->fills[t->n_fills++] = fill;
}

void fills_take(struct act *a, struct attempt *t, const struct cex_fills *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (is_ours(t, &f->v[i]))
			take_one(a, t, &f->v[i]);
}

/* What traded, valued where no fill tells the price: as it was planned. */
static struct dec worth_of(const struct attempt *t)
{
	struct dec worth = t->notional;

	if (dec_cmp(t->sum, t->fate.executed) < 0 &&
	    dec_mul(&worth, t->fate.executed, t->mark))
		worth = t->notional;
	return worth;
}

static bool count_one(struct act *a, struct attempt *t)
{
	struct hedge_trade trade = {
		.attempt = t->client_id,
		.seat = t->seat,
		.executed = t->fate.executed,
		.notional = worth_of(t),
		.reduce = t->reduce,
		.ts_ms = t->traded_ms ? t->traded_ms : t->fate.ts_ms,
		.guessed = dec_cmp(t->sum, t->fate.executed) < 0,
	};

	if (!dec_sign(t->fate.executed))
		return true;
	if (!t->order.buy)
		trade.executed.v = -trade.executed.v;
	if (!act_ledger_ok(a, hedge_ledger_count(a->ledger, &trade, t->fills,
						 t->n_fills)))
		return false;
	t->counted = trade.executed;
	return true;
}

static void tell(void *ctx, int64_t number, const char *line)
{
	struct act *a = ctx;

	out_bytes(a->out, line, strlen(line));
	a->told = number;
}

/* Told in every frame, under the same id, until one comes back from where it is kept: who
 * is behind us may die before this frame is whole. */
bool fills_tell(struct act *a)
{
	int64_t before = a->told;

	if (!act_ledger_ok(a, hedge_ledger_untold(a->ledger, before, tell, a)))
		return false;
	if (a->told != before)
		out_flush(a->out);
	return true;
}

bool fills_kept(struct act *a, const struct gathered_list *fills)
{
	for (size_t i = 0; i < fills->n; i++) {
		const struct rec_fill *r = fills->v[i];

		if (!act_ledger_ok(a, hedge_ledger_told(a->ledger, r->id)))
			return false;
	}
	return true;
}

bool attempts_count(struct act *a, struct attempt *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!count_one(a, v[i]))
			return false;
	return fills_tell(a);
}
