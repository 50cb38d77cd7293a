/* Attempts, as they stand in the journal. */
#include "base/conf.h"
#include "base/hex.h"
#include "chain/hash.h"
#include "trade.h"

#include <string.h>

/* "mm", four digits of the strategy, "-", these of what is meant, two of the number of
 * the attempt. */
#define MEANT_CHARS  24
#define ATTEMPTS_MAX 255

const char *seat_name(struct arena *m, const char *venue, const char *account,
		      const char *symbol)
{
	return arena_printf(m, "%s:%s:%s", venue, account, symbol);
}

/* ---- the body: all that is needed to look it up ---- */

struct body {
	const char *venue, *account, *symbol, *side;
	struct dec size, price, mark_price;
	bool reduce, reduce_only;
	int position_side;
	int64_t ts_ms, recv_window_ms, horizon_ms;
};

static const char *const position_sides[] = { "both", "long", "short", NULL };

static const struct rec_field body_fields[] = {
	REC_FIELD(body, venue, REC_STR, REC_MUST),
	REC_FIELD(body, account, REC_STR, REC_MUST),
	REC_FIELD(body, symbol, REC_STR, REC_MUST),
	REC_FIELD(body, side, REC_STR, REC_MUST),
	REC_FIELD(body, size, REC_DEC, REC_MUST),
	REC_FIELD(body, price, REC_DEC, REC_OPT),
	REC_FIELD(body, mark_price, REC_DEC, REC_MUST),
	REC_FIELD(body, reduce, REC_BOOL, REC_OPT),
	REC_FIELD(body, reduce_only, REC_BOOL, REC_OPT),
	REC_FIELD_OF(body, position_side, REC_WORD, REC_MUST, position_sides),
	REC_FIELD(body, ts_ms, REC_INT, REC_MUST),
	REC_FIELD(body, recv_window_ms, REC_INT, REC_MUST),
	REC_FIELD(body, horizon_ms, REC_INT, REC_MUST),
};

static const struct rec_type body_type = { "order", REC_ANYWHERE,
					   REC_SHAPE(body, body_fields) };

static const char *body_write(struct arena *m, const struct attempt *t)
{
	const struct body b = {
		.venue = t->venue,
		.account = t->account,
		.symbol = t->order.symbol,
		.side = t->order.buy ? "buy" : "sell",
		.size = t->order.size,
		.price = t->order.market ? DEC_NONE : t->order.price,
		.mark_price = t->mark,
		.reduce = t->reduce,
		.reduce_only = t->order.reduce_only,
		.position_side = (int)t->order.position_side,
		.ts_ms = t->fate.ts_ms,
		.recv_window_ms = t->fate.recv_window_ms,
		.horizon_ms = t->fate.horizon_ms,
	};
	struct out o;
	char *text;

	out_open(&o, -1);
	rec_write(&o, &body_type, &b);
	text = arena_strndup(m, o.buf, o.len);
	o.len = 0;
	out_close(&o);
	return text;
}

static bool body_read(struct body *b, struct arena *m,
		      const struct journal_entry *e)
{
	size_t len = e->body_len;
	struct json j = { .n = 0 };
	char *copy;
	bool ok;

	if (len && e->body[len - 1] == '\n')
		len--;
	copy = arena_strndup(m, e->body, len);
	ok = !json_scan(&j, copy, len) && !rec_decode(&body_type, b, &j, m);
	json_free(&j);
	return ok;
}

/* ---- names ---- */

static bool count(void *ctx, const struct journal_entry *e)
{
	(void)e;
	++*(size_t *)ctx;
	return true;
}

bool attempt_name(struct act *a, struct attempt *t)
{
	unsigned char hash[SHA256_LEN];
	char text[HEX_SZ(SHA256_LEN)];
	const char *meant = t->intent_id;
	size_t n = 0;

	if (!act_journal_ok(a, journal_intent(a->journal, meant, count, &n)))
		return false;
	if (n >= ATTEMPTS_MAX) {
		act_says(a, "attempts", MM_REFUSED, "'%s' failed %zu times",
			 meant, n);
		return false;
	}
	sha256(hash, &(struct hash_part){ meant, strlen(meant) }, 1);
	hex_format(text, hash, sizeof(hash));
	t->client_id = arena_printf(a->mem, "mm%04x-%.*s%02zx",
				    (unsigned)a->conf->strategy & 0xffffu,
				    MEANT_CHARS, text, n + 1);
	t->order.client_id = t->client_id;
	return true;
}

/* ---- the journal ---- */

bool attempts_record(struct act *a, bool *send, struct attempt *const *v,
		     size_t n, int64_t ts_ms)
{
	struct journal_entry *e = arena_alloc(a->mem, n * sizeof(*e));

	for (size_t i = 0; i < n; i++) {
		const char *body = body_write(a->mem, v[i]);

		e[i] = (struct journal_entry){
			.intent_id = v[i]->intent_id,
			.attempt = v[i]->client_id,
			.lane = v[i]->seat,
			.action = "hedge",
			.class = v[i]->reduce ? "reduce" : "risk",
			.slot = "",
			.roll = "",
			.outcome = "",
			.body = body,
			.body_len = strlen(body),
			.since_ms = ts_ms,
			.recorded_ms = ts_ms,
		};
	}
	return act_journal_ok(a, journal_record(a->journal, send, e, n));
}

static enum journal_state state_of(const struct attempt *t)
{
	switch (t->fate.state) {
	case FATE_RECORDED:
	case FATE_TAKEN:
	case FATE_OPEN:
		return JOURNAL_SENT;
	case FATE_UNKNOWN:
		return JOURNAL_UNKNOWN;
	case FATE_FILLED:
	case FATE_OVER:
		/* Over, and some of what traded is not told yet: still open. */
		return fate_told(&t->fate) ? JOURNAL_DONE : JOURNAL_SENT;
	case FATE_REFUSED:
	case FATE_UNSENT:
		return JOURNAL_FAILED;
	case FATE_DEAD:
		return JOURNAL_DEAD;
	}
	return JOURNAL_UNKNOWN;
}

bool attempts_settle(struct act *a, struct attempt *const *v, size_t n)
{
	struct journal_outcome *o = arena_alloc(a->mem, n * sizeof(*o));

	for (size_t i = 0; i < n; i++)
		o[i] = (struct journal_outcome){
			.attempt = v[i]->client_id,
			.outcome = fate_text(v[i]->fate.state),
			.state = state_of(v[i]),
		};
	return act_journal_ok(a, journal_settle(a->journal, o, n));
}

struct loading {
	struct act *a;
	struct attempts *out;
	bool bad;
};

static struct attempt *from_body(struct act *a, const struct journal_entry *e,
				 const struct body *b)
{
	struct attempt *t = arena_alloc(a->mem, sizeof(*t));

	t->intent_id = arena_strdup(a->mem, e->intent_id);
	t->client_id = arena_strdup(a->mem, e->attempt);
	t->seat = arena_strdup(a->mem, e->lane);
	t->venue = b->venue;
	t->account = b->account;
	t->session = a->seats ? seats_session(a->seats, b->venue) : NULL;
	t->order = (struct cex_order){
		.symbol = b->symbol,
		.client_id = t->client_id,
		.buy = !strcmp(b->side, "buy"),
		.market = dec_is_none(b->price),
		.reduce_only = b->reduce_only,
		.position_side = (enum cex_position_side)b->position_side,
		.size = b->size,
		.price = b->price,
	};
	t->reduce = b->reduce;
	t->mark = b->mark_price;
	t->fate =
		fate_begin(b->ts_ms, b->recv_window_ms, b->horizon_ms, b->size);
	return t;
}

static bool load(void *ctx, const struct journal_entry *e)
{
	struct loading *l = ctx;
	struct attempts *out = l->out;
	struct body b;

	if (!body_read(&b, l->a->mem, e)) {
		mm_warn("journal: attempt '%s' cannot be read", e->attempt);
		l->bad = true;
		return true;
	}
	if (!(out->n & (out->n - 1)))
		out->v =
			arena_grow(l->a->mem, out->v, out->n * sizeof(*out->v),
				   (out->n ? 2 * out->n : 1) * sizeof(*out->v));
	out->v[out->n++] = from_body(l->a, e, &b);
	return true;
}

/* What the ledger knows of it already is not counted again. */
static bool know_counted(struct act *a, struct attempts *all)
{
	enum db_err e = DB_OK;

	for (size_t i = 0; i < all->n && !e; i++)
		e = hedge_ledger_trade(a->ledger, &all->v[i]->counted,
				       all->v[i]->client_id);
	return act_ledger_ok(a, e);
}

bool attempts_open(struct act *a, struct attempts *out)
{
	struct loading l = { .a = a, .out = out };

	*out = (struct attempts){ NULL, 0 };
	if (!act_journal_ok(a, journal_open_attempts(a->journal, load, &l)))
		return false;
	if (l.bad)
		act_says(a, "journal", MM_FAIL,
			 "an attempt in the journal cannot be read");
	return !l.bad && know_counted(a, out);
}
