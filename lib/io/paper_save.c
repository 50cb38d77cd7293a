#include "io/paper_rows.h"

#include <stdio.h>

#define U64_SZ      21
#define SIZES_SZ    (PRINT_MEMORY * 15) /* of a number under 2^40, and a blank */
#define N_OF(array) ((int)(sizeof(array) / sizeof(*(array))))

/* Binds integers from parameter first on. */
static void bind_ints(struct db *d, sqlite3_stmt *st, int first,
		      const int64_t *v, int n)
{
	for (int i = 0; i < n; i++)
		db_bind_int(d, st, first + i, v[i]);
}

/* These bind what stays in buf until the statement has run. */
static void bind_money(struct db *d, sqlite3_stmt *st, int i,
		       char buf[static DEC_STR_SZ], __int128 v)
{
	dec_format(buf, dec_make(v, 0));
	db_bind_text(d, st, i, buf);
}

static void bind_u64(struct db *d, sqlite3_stmt *st, int i,
		     char buf[static U64_SZ], uint64_t v)
{
	snprintf(buf, U64_SZ, "%llu", (unsigned long long)v);
	db_bind_text(d, st, i, buf);
}

enum db_err paper_insert(struct db *d, const struct paper_terms *t,
			 int64_t born_ms)
{
	const int64_t v[] = {
		t->base.decimals, t->quote.decimals, t->base_lot, t->quote_lot,
		t->maker_ppm,     t->taker_ppm,      born_ms,
	};
	char tick[DEC_STR_SZ], lot[DEC_STR_SZ];
	sqlite3_stmt *st = db_stmt(d, SQL_ADD_VENUE);

	dec_format(tick, t->tick);
	dec_format(lot, t->lot);
	db_bind_text(d, st, 1, t->market);
	db_bind_text(d, st, 2, t->base.name);
	db_bind_text(d, st, 3, t->quote.name);
	db_bind_text(d, st, 4, tick);
	db_bind_text(d, st, 5, lot);
	bind_ints(d, st, 6, v, N_OF(v));
	return db_run(d, st);
}

/* Oldest first, each before a blank. */
static void sizes_text(char buf[static SIZES_SZ], const struct print_sizes *s)
{
	int oldest = s->n == PRINT_MEMORY ? s->next : 0;
	size_t len = 0;

	buf[0] = '\0';
	for (int i = 0; i < s->n; i++)
		len += (size_t)snprintf(
			buf + len, SIZES_SZ - len, "%s%lld", i ? " " : "",
			(long long)s->lots[(oldest + i) % PRINT_MEMORY]);
}

static enum db_err save_progress(struct db *d, const struct paper_state *s)
{
	const struct match *m = &s->match;
	const struct ledger *l = &m->ledger;
	const int64_t v[] = {
		s->marks.frame_ms,   s->marks.depth_ms,     s->marks.told_ms,
		s->marks.told_fill,  s->marks.told_request, m->now_ms,
		(int64_t)m->next_id, m->last.ts_ms,         m->last.price,
		m->last.lots,        m->last.aggressor,
	};
	const __int128 money[] = { l->start.base.free, l->start.quote.free,
				   l->base_in, l->quote_in, l->fees };
	char text[N_OF(money)][DEC_STR_SZ], sizes[SIZES_SZ];
	sqlite3_stmt *st = db_stmt(d, SQL_PUT_PROGRESS);

	bind_ints(d, st, 1, v, N_OF(v));
	for (int i = 0; i < N_OF(money); i++)
		bind_money(d, st, N_OF(v) + 1 + i, text[i], money[i]);
	sizes_text(sizes, &m->sizes);
	db_bind_text(d, st, N_OF(v) + N_OF(money) + 1, sizes);
	return db_run(d, st);
}

static enum db_err save_wallet(struct db *d, int i, const char *name,
			       const struct funds *f)
{
	const __int128 money[] = { f->base.free, f->base.locked, f->quote.free,
				   f->quote.locked };
	char text[N_OF(money)][DEC_STR_SZ];
	sqlite3_stmt *st = db_stmt(d, SQL_PUT_WALLET);

	db_bind_int(d, st, 1, i);
	db_bind_text(d, st, 2, name);
	for (int k = 0; k < N_OF(money); k++)
		bind_money(d, st, 3 + k, text[k], money[k]);
	return db_run(d, st);
}

static enum db_err save_order(struct db *d, const struct match_order *o)
{
	const int64_t v[] = {
		(int64_t)o->id, o->order.wallet, o->order.side,
		o->order.price, o->order.size,   o->order.since_ms,
		o->ahead,       o->n_fills,      o->taker,
	};
	char id[U64_SZ];
	sqlite3_stmt *st = db_stmt(d, SQL_PUT_RESTING);

	bind_u64(d, st, 1, id, o->order.client_id);
	bind_ints(d, st, 2, v, N_OF(v));
	return db_run(d, st);
}

static enum db_err drop_order(struct db *d, const struct match_order *o)
{
	sqlite3_stmt *st = db_stmt(d, SQL_DROP_RESTING);

	db_bind_int(d, st, 1, (int64_t)o->id);
	return db_run(d, st);
}

/* Both books hold their orders in the same sequence, so one walk finds what
 * went, what came and what changed. */
static enum db_err save_book(struct db *d, const struct match_book *was,
			     const struct match_book *is)
{
	enum db_err e = DB_OK;
	int i = 0, k = 0;

	while (!e && (i < was->n || k < is->n)) {
		const struct match_order *old = i < was->n ? &was->v[i] : NULL;
		const struct match_order *now = k < is->n ? &is->v[k] : NULL;

		if (!now || (old && match_order_before(now, old))) {
			e = drop_order(d, old);
			i++;
		} else if (!old || now->id != old->id) {
			e = save_order(d, now);
			k++;
		} else {
			if (now->ahead != old->ahead ||
			    now->n_fills != old->n_fills)
				e = save_order(d, now);
			i++;
			k++;
		}
	}
	return e;
}

static enum db_err forget_requests(struct db *d, const struct paper_marks *m)
{
	sqlite3_stmt *st = db_stmt(d, SQL_FORGET_REQUESTS);

	db_bind_int(d, st, 1, m->told_request);
	db_bind_int(d, st, 2, m->frame_ms);
	return db_run(d, st);
}

enum db_err paper_save(struct db *d, const struct paper_state *s,
		       const struct match_book was[2])
{
	const struct match *m = &s->match;
	enum db_err e = save_progress(d, s);

	if (!e)
		e = forget_requests(d, &s->marks);

	for (int i = 0; i < m->ledger.n_wallets && !e; i++)
		e = save_wallet(d, i, s->wallets[i], &m->ledger.wallets[i]);
	for (int side = SIDE_BUY; side <= SIDE_SELL && !e; side++)
		e = save_book(d, &was[side], &m->books[side]);
	return e;
}

static enum db_err save_fill(struct db *d, const struct match_event *f)
{
	const int64_t v[] = {
		f->ts_ms,      (int64_t)f->order_id,
		f->n_fill,     f->order.wallet,
		f->order.side, f->order.price,
		f->order.size, f->fee,
		f->maker,
	};
	char id[U64_SZ];
	sqlite3_stmt *st = db_stmt(d, SQL_ADD_FILL);

	bind_u64(d, st, 1, id, f->order.client_id);
	bind_ints(d, st, 2, v, N_OF(v));
	return db_run(d, st);
}

static enum db_err save_answer(struct db *d, const struct match_event *a)
{
	const int64_t v[] = { (int64_t)a->tag, a->what, a->why, a->ts_ms,
			      (int64_t)a->order_id };
	sqlite3_stmt *st = db_stmt(d, SQL_ANSWER);

	bind_ints(d, st, 1, v, N_OF(v));
	return db_run(d, st);
}

enum db_err paper_save_event(struct db *d, const struct match_event *e)
{
	return e->what == MATCH_FILLED ? save_fill(d, e) : save_answer(d, e);
}

enum db_err paper_save_request(struct db *d, const struct paper_request *r)
{
	const struct match_request *q = &r->request;
	const int64_t v[] = {
		r->seq,         q->op,         q->order.wallet,   q->order.side,
		q->order.price, q->order.size, q->order.since_ms, q->post_only,
		q->max_ts_ms,   q->at_ms,      r->until_ms,
	};
	char id[U64_SZ];
	sqlite3_stmt *st = db_stmt(d, SQL_ADD_REQUEST);

	db_bind_text(d, st, 1, r->attempt);
	db_bind_text(d, st, 2, r->intent_id);
	bind_u64(d, st, 3, id, q->order.client_id);
	bind_ints(d, st, 4, v, N_OF(v));
	return db_run(d, st);
}
