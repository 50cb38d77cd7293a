/* report_take.c - decisions, trades, fundings and accounts, from lines or a store. */
#include "report.h"

#include "base/err.h"
#include "data/rec_fill.h"
#include "data/rec_funding.h"
#include "data/rec_hedge.h"
#include "data/rec_il.h"
#include "io/store.h"
#include "math/order.h"
#include "plan.h"

#include <string.h>

static bool is_within(const struct report *r, int64_t ts_ms)
{
	return ts_ms >= r->o->from_ms && ts_ms < r->o->to_ms;
}

static size_t seat_of(const struct report *r, const char *venue,
		      const char *account, const char *symbol)
{
	size_t i = 0;

	for (; i < r->c.n_pairs; i++) {
		const struct hedge_conf_pair *p = &r->c.pairs[i];
		const struct hedge_conf_venue *v = &r->c.venues[p->venue];

		if (!strcmp(v->name, venue) && !strcmp(v->account, account) &&
		    !strcmp(p->symbol, symbol))
			break;
	}
	return i;
}

static struct report_event *event(struct report *r, int64_t ts_ms)
{
	struct report_event *e;

	r->events = mem_room(r->events, (int)r->n_events, &r->cap_events,
			     sizeof(*r->events));
	e = &r->events[r->n_events];
	*e = (struct report_event){ .ts_ms = ts_ms, .at = r->n_events++ };
	return e;
}

static struct dec *none(struct report *r, size_t n)
{
	struct dec *v = arena_alloc(&r->memory, (n + 1) * sizeof(*v));

	for (size_t i = 0; i < n; i++)
		v[i] = DEC_NONE;
	return v;
}

static void expose(struct report *r, struct dec *exposure,
		   const struct rec_hedge_leg *l)
{
	for (size_t i = 0; i < r->n_assets; i++)
		if (!strcmp(r->assets[i], l->asset))
			exposure[i] = l->exposure;
}

static void take_hedge(struct report *r, const struct rec_hedge *h)
{
	const struct rec_hedge_leg *l = h->legs.v;
	struct report_event *e;

	if (h->strategy != r->c.strategy || !plan_was_made(h))
		return;
	e = event(r, h->ts_ms);
	e->held = none(r, r->c.n_pairs);
	e->mark = none(r, r->c.n_pairs);
	e->exposure = none(r, r->n_assets);
	for (size_t i = 0; i < h->legs.n; i++) {
		size_t s =
			seat_of(r, l[i].venue, l[i].account, l[i].instrument);

		if (s == r->c.n_pairs)
			continue;
		e->held[s] = l[i].held;
		e->mark[s] = l[i].mark_price;
		expose(r, e->exposure, &l[i]);
	}
}

/* One and the same fill or funding counts once. */
static bool is_new(struct report *r, const char *venue, const char *id)
{
	return keyset_add(&r->counted, trade_key_make(venue, id));
}

static void count(struct report *r, struct dec *sum, struct dec amount,
		  const char *asset)
{
	if (!dec_sign(amount))
		return;
	if (!r->quote)
		r->quote = arena_strdup(&r->memory, asset);
	if (strcmp(r->quote, asset) != 0)
		r->other = true;
	else if (dec_add(sum, *sum, amount))
		r->overflow = true;
}

static bool is_ours(const struct report *r, const struct rec_fill *f)
{
	return f->attempt && (int64_t)(f->client_id >> 48) == r->c.strategy;
}

static void take_fill(struct report *r, const struct rec_fill *f)
{
	size_t s = seat_of(r, f->venue, f->wallet, f->market);
	struct report_event *e;

	if (!is_ours(r, f) || s == r->c.n_pairs || !is_new(r, f->venue, f->id))
		return;
	e = event(r, f->ts_ms);
	e->seat = s;
	e->size = f->size;
	if (f->side == SIDE_SELL)
		e->size.v = -e->size.v;
	e->price = f->price;
	count(r, &r->fees, f->fee, f->fee_asset);
}

static void take_funding(struct report *r, const struct rec_funding *f)
{
	if (f->strategy == r->c.strategy &&
	    seat_of(r, f->venue, f->account, f->symbol) < r->c.n_pairs &&
	    is_new(r, f->venue, f->id))
		count(r, &r->funding, f->amount, f->asset);
}

static struct report_position *position(struct report *r, const char *name)
{
	struct report_position *p;

	for (size_t i = 0; i < r->n_positions; i++) {
		p = &r->positions[(r->cursor + i) % r->n_positions];
		if (!strcmp(p->name, name)) {
			r->cursor = (r->cursor + i + 1) % r->n_positions;
			return p;
		}
	}
	r->positions = mem_room(r->positions, (int)r->n_positions,
				&r->cap_positions, sizeof(*r->positions));
	p = &r->positions[r->n_positions++];
	*p = (struct report_position){
		.name = arena_strdup(&r->memory, name),
		.first_ms = INT64_MAX,
		.last_ms = INT64_MIN,
	};
	return p;
}

static void take_il(struct report *r, const struct rec_il *il)
{
	struct report_position *p;

	if (il->strategy != r->c.strategy || dec_is_none(il->il_amount))
		return;
	p = position(r, il->position);
	if (il->ts_ms < p->first_ms) {
		p->first_ms = il->ts_ms;
		p->first = il->il_amount;
	}
	if (il->ts_ms >= p->last_ms) {
		p->last_ms = il->ts_ms;
		p->last = il->il_amount;
	}
}

/* The time of a record of these types. */
static int64_t time_of(const struct rec_type *type, const void *rec)
{
	if (type == &rec_hedge_type)
		return ((const struct rec_hedge *)rec)->ts_ms;
	if (type == &rec_fill_type)
		return ((const struct rec_fill *)rec)->ts_ms;
	if (type == &rec_funding_type)
		return ((const struct rec_funding *)rec)->ts_ms;
	return ((const struct rec_il *)rec)->ts_ms;
}

void report_take(struct report *r, const struct rec_type *type, const void *rec)
{
	if (!is_within(r, time_of(type, rec)))
		return;
	if (type == &rec_hedge_type)
		take_hedge(r, rec);
	else if (type == &rec_fill_type)
		take_fill(r, rec);
	else if (type == &rec_funding_type)
		take_funding(r, rec);
	else
		take_il(r, rec);
}

/* ---- the store ---- */

static const char *const types[] = { "hedge", "fill", "funding", "il", NULL };

struct reader {
	struct frame *f;
	struct report *r;
	struct json json;
	bool good; /* go on */
};

static bool take_row(void *ctx, const struct store_row *row)
{
	struct reader *x = ctx;
	const struct rec_type *type = rec_find(row->type, strlen(row->type));
	union {
		struct rec_hedge hedge;
		struct rec_fill fill;
		struct rec_funding funding;
		struct rec_il il;
	} rec;
	char *line = arena_strndup(&x->f->arena, row->body, row->len);
	const char *why = json_scan(&x->json, line, row->len);

	if (!why)
		why = rec_decode(type, &rec, &x->json, &x->f->arena);
	if (why) {
		mm_warn("%s: row %lld: %s: %s", x->r->o->store,
			(long long)row->seq, row->type, why);
		frame_worsen(x->f, x->r->o->keep_going ? MM_PARTIAL : MM_FAIL);
		x->good = x->r->o->keep_going;
	} else {
		report_take(x->r, type, &rec);
	}
	arena_reset(&x->f->arena);
	return x->good;
}

bool report_stored(struct frame *f, struct report *r)
{
	const struct store_query query = {
		.types = types,
		.from_ms = r->o->from_ms > 0 ? r->o->from_ms : 0,
		.to_ms = r->o->to_ms,
	};
	struct reader x = { .f = f, .r = r, .good = true };
	struct store *s;
	enum db_err e = store_open(&s, r->o->store, STORE_READ, DB_BUSY_MS);

	if (!e)
		e = store_scan(s, &query, take_row, &x);
	if (e) {
		mm_warn("%s", store_message(s));
		frame_worsen(f, db_exit(e));
	}
	store_close(s);
	json_free(&x.json);
	return !e && x.good;
}
