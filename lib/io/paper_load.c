#include "io/paper_rows.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static bool decimal_at(sqlite3_stmt *st, int i, struct dec *out)
{
	const char *s = db_text_at(st, i);

	return dec_parse(out, s, strlen(s)) == ST_OK;
}

static bool money_at(sqlite3_stmt *st, int i, __int128 *out)
{
	struct dec d;

	if (!decimal_at(st, i, &d) || d.scale)
		return false;
	*out = d.v;
	return true;
}

static uint64_t u64_at(sqlite3_stmt *st, int i)
{
	return strtoull(db_text_at(st, i), NULL, 10);
}

static int int_at(sqlite3_stmt *st, int i)
{
	return sqlite3_column_int(st, i);
}

static int64_t i64_at(sqlite3_stmt *st, int i)
{
	return sqlite3_column_int64(st, i);
}

static enum db_err load_terms(struct db *d, struct paper_state *s)
{
	struct paper_terms *t = &s->terms;
	sqlite3_stmt *st = db_stmt(d, SQL_VENUE);
	enum db_err e;
	bool row;

	if ((e = db_next(d, st, &row)))
		return e;
	if (!row)
		return db_say(d, DB_NOTFOUND, "no venue in it yet");
	*t = (struct paper_terms){
		.market = mem_strdup(db_text_at(st, 0)),
		.base = { mem_strdup(db_text_at(st, 1)), int_at(st, 5) },
		.quote = { mem_strdup(db_text_at(st, 2)), int_at(st, 6) },
		.base_lot = i64_at(st, 7),
		.quote_lot = i64_at(st, 8),
		.maker_ppm = i64_at(st, 9),
		.taker_ppm = i64_at(st, 10),
	};
	s->born_ms = i64_at(st, 11);
	if (!decimal_at(st, 3, &t->tick) || !decimal_at(st, 4, &t->lot))
		e = db_say(d, DB_CORRUPT, "tick or lot is no decimal");
	sqlite3_reset(st);
	return e;
}

static bool progress_at(sqlite3_stmt *st, struct paper_state *s)
{
	struct match *m = &s->match;
	const char *p = db_text_at(st, 16);

	s->marks = (struct paper_marks){
		.frame_ms = i64_at(st, 0),
		.depth_ms = i64_at(st, 1),
		.told_ms = i64_at(st, 2),
		.told_fill = i64_at(st, 3),
		.told_request = i64_at(st, 4),
	};
	m->now_ms = i64_at(st, 5);
	m->next_id = (uint64_t)i64_at(st, 6);
	m->last = (struct match_print){
		.ts_ms = i64_at(st, 7),
		.price = i64_at(st, 8),
		.lots = i64_at(st, 9),
		.aggressor = (enum side)int_at(st, 10),
	};
	for (char *end; *p; p = end) {
		int64_t lots = strtoll(p, &end, 10);

		if (end == p || lots <= 0 || lots >= SIZE_MAX_LOTS)
			return false;
		print_sizes_add(&m->sizes, lots);
	}
	return money_at(st, 11, &m->ledger.start.base.free) &&
	       money_at(st, 12, &m->ledger.start.quote.free) &&
	       money_at(st, 13, &m->ledger.base_in) &&
	       money_at(st, 14, &m->ledger.quote_in) &&
	       money_at(st, 15, &m->ledger.fees);
}

static enum db_err load_progress(struct db *d, struct paper_state *s)
{
	sqlite3_stmt *st = db_stmt(d, SQL_PROGRESS);
	enum db_err e;
	bool row;

	if ((e = db_next(d, st, &row)))
		return e;
	if (!row || !progress_at(st, s))
		e = db_say(d, DB_CORRUPT, "its progress cannot be read");
	sqlite3_reset(st);
	return e;
}

static enum db_err load_wallets(struct db *d, struct paper_state *s)
{
	sqlite3_stmt *st = db_stmt(d, SQL_WALLETS);
	int cap = 0;
	enum db_err e;
	bool row;

	while (!(e = db_next(d, st, &row)) && row) {
		int n = ledger_add_wallet(&s->match.ledger, 0, 0);
		struct funds *f = &s->match.ledger.wallets[n];

		s->wallets = mem_room(s->wallets, n, &cap, sizeof(char *));
		s->wallets[n] = mem_strdup(db_text_at(st, 0));
		if (!money_at(st, 1, &f->base.free) ||
		    !money_at(st, 2, &f->base.locked) ||
		    !money_at(st, 3, &f->quote.free) ||
		    !money_at(st, 4, &f->quote.locked)) {
			sqlite3_reset(st);
			return db_say(d, DB_CORRUPT, "a balance is no integer");
		}
	}
	return e;
}

static enum db_err load_resting(struct db *d, struct match *m)
{
	sqlite3_stmt *st = db_stmt(d, SQL_RESTING);
	enum db_err e;
	bool row;

	while (!(e = db_next(d, st, &row)) && row) {
		struct match_order o = {
			.order = {
				.client_id = u64_at(st, 0),
				.wallet = int_at(st, 2),
				.side = (enum side)int_at(st, 3),
				.price = i64_at(st, 4),
				.size = i64_at(st, 5),
				.since_ms = i64_at(st, 6),
			},
			.id = (uint64_t)i64_at(st, 1),
			.ahead = i64_at(st, 7),
			.n_fills = i64_at(st, 8),
			.taker = int_at(st, 9) != 0,
		};

		if (o.order.wallet < 0 ||
		    o.order.wallet >= m->ledger.n_wallets ||
		    o.order.side > SIDE_SELL) {
			sqlite3_reset(st);
			return db_say(d, DB_CORRUPT, "an order is not whole");
		}
		match_restore(m, &o);
	}
	return e;
}

struct paper_request paper_request_at(sqlite3_stmt *st)
{
	struct paper_request r = {
		.seq = i64_at(st, 0),
		.attempt = db_text_at(st, 1),
		.intent_id = db_text_at(st, 2),
		.request = {
			.op = (enum match_op)int_at(st, 4),
			.order = {
				.client_id = u64_at(st, 3),
				.wallet = int_at(st, 5),
				.side = (enum side)int_at(st, 6),
				.price = i64_at(st, 7),
				.size = i64_at(st, 8),
				.since_ms = i64_at(st, 9),
			},
			.post_only = int_at(st, 10) != 0,
			.max_ts_ms = i64_at(st, 11),
			.at_ms = i64_at(st, 12),
			.tag = (uint64_t)i64_at(st, 0),
		},
		.until_ms = i64_at(st, 13),
		.answered = sqlite3_column_type(st, 14) != SQLITE_NULL,
		.what = (enum match_what)int_at(st, 14),
		.why = (enum match_why)int_at(st, 15),
		.done_ms = i64_at(st, 16),
		.order_id = (uint64_t)i64_at(st, 17),
	};

	return r;
}

struct match_event paper_fill_at(sqlite3_stmt *st, int64_t *seq)
{
	*seq = i64_at(st, 1);
	return (struct match_event){
		.what = MATCH_FILLED,
		.order = {
			.client_id = u64_at(st, 0),
			.wallet = int_at(st, 5),
			.side = (enum side)int_at(st, 6),
			.price = i64_at(st, 7),
			.size = i64_at(st, 8),
		},
		.ts_ms = i64_at(st, 2),
		.order_id = (uint64_t)i64_at(st, 3),
		.n_fill = i64_at(st, 4),
		.fee = i64_at(st, 9),
		.maker = int_at(st, 10) != 0,
	};
}

static enum db_err load_waiting(struct db *d, struct match *m)
{
	sqlite3_stmt *st = db_stmt(d, SQL_WAITING);
	enum db_err e;
	bool row;

	while (!(e = db_next(d, st, &row)) && row) {
		struct paper_request r = paper_request_at(st);

		if (r.request.op > MATCH_REPLACE ||
		    r.request.order.side > SIDE_SELL) {
			sqlite3_reset(st);
			return db_say(d, DB_CORRUPT, "a request is not whole");
		}
		match_restore_request(m, &r.request);
	}
	return e;
}

enum db_err paper_load(struct db *d, struct paper_state *s)
{
	struct match_rules rules = s->match.rules;
	enum db_err e;

	*s = (struct paper_state){ .match.rules = rules };
	if ((e = load_terms(d, s)))
		return e;
	paper_state_engine(s, &rules);
	/* Wallets first: adding one adds to the start, which is read next. */
	if ((e = load_wallets(d, s)) || (e = load_progress(d, s)) ||
	    (e = load_resting(d, &s->match)) ||
	    (e = load_waiting(d, &s->match)))
		return e;
	return match_balanced(&s->match)
		       ? DB_OK
		       : db_say(d, DB_CORRUPT, "the ledger does not balance");
}
