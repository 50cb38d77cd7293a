/* cex_read: what is asked, what is known of it, and what is not when an answer is
 * missing.  The venue and the session here are stand-ins: a body is one number. */
#include "venue/cex_read.h"

#include "base/clock.h"
#include "check.h"

#include <string.h>

struct cex_session {
	const struct cex_venue *venue;
};

static struct arena mem;
static int64_t now_ms = 1000000;
static int n_asked[CEX_ASKS + 1]; /* by question, fundings last */
static int n_sent;
static int spoilt = -1;  /* question without an answer */
static int garbled = -1; /* question with an answer that is none */
static enum cex_why trouble = CEX_TRANSPORT;
static int hedge_mode, flat, pages;
static int64_t next_funding_ms = REC_NONE_INT;

/* ---- the session ---- */

void cex_call_init(struct cex_call *c, struct cex_session *s)
{
	*c = (struct cex_call){ .session = s };
	buf_init(&c->req.query, 256);
	buf_init(&c->req.body, 256);
}

void cex_call_free(struct cex_call *c)
{
	buf_free(&c->req.query);
	buf_free(&c->req.body);
}

const struct cex_venue *cex_venue_of(const struct cex_session *s)
{
	return s->venue;
}

int64_t cex_now(const struct cex_session *s)
{
	(void)s;
	return now_ms;
}

struct cex_clock cex_clock(const struct cex_session *s)
{
	(void)s;
	return (struct cex_clock){ .known = true, .offset_ms = -7 };
}

void cex_heed_time(struct cex_session *s, const struct cex_call *c,
		   int64_t server_ms)
{
	(void)s, (void)c;
	CHECK(server_ms == now_ms);
}

void cex_calls(struct cex_call *const *calls, size_t n, struct arena *a)
{
	static char body[CEX_ASKS + 1][32];

	(void)a;
	for (size_t i = 0; i < n; i++) {
		struct cex_call *c = calls[i];
		int what = c->req.weight; /* stands for the question */

		n_sent++;
		n_asked[what]++;
		c->reply =
			(struct cex_reply){ .verdict = CEX_DONE, .text = "" };
		snprintf(body[what], sizeof(body[what]), "%d", what);
		c->body = body[what];
		c->len = strlen(c->body);
		if (what == spoilt) {
			c->body = NULL;
			c->reply.verdict = CEX_UNKNOWN;
			c->reply.why = trouble;
		}
	}
}

/* ---- the venue ---- */

static void write(struct cex_request *r, int what, const char *symbol)
{
	r->path = "/question";
	r->weight = what;
	r->query.len = r->body.len = 0;
	CHECK(buf_addf(&r->query, "what=%d&symbol=%s", what, symbol));
}

/* Another question answers it. */
static bool is_unasked(int what)
{
	return what == CEX_ASK_SETTINGS || what == CEX_ASK_OTHERS;
}

static bool ask(struct cex_request *r, enum cex_ask what, const char *symbol)
{
	bool of_account = what == CEX_ASK_TIME || what == CEX_ASK_ACCOUNT ||
			  what == CEX_ASK_MODE || what == CEX_ASK_RULES;

	if (is_unasked((int)what))
		return false;
	write(r, (int)what, of_account ? "" : symbol);
	return true;
}

static struct dec whole(int64_t n)
{
	return dec_make(n, 0);
}

static const char *read_seat(struct cex_seat *s, enum cex_ask what,
			     const char *body, size_t len, struct arena *a)
{
	(void)len, (void)a;
	CHECK(atol(body) == (long)what);
	if ((int)what == garbled)
		return "not what was asked for";
	switch (what) {
	case CEX_ASK_TIME:
		s->server_ms = now_ms;
		break;
	case CEX_ASK_RULES:
		s->instrument.base = s->symbol;
		s->instrument.step = whole(3);
		break;
	case CEX_ASK_MARK:
		s->instrument.mark_price = whole(100);
		s->instrument.next_funding_ms = next_funding_ms;
		s->instrument.funding_ms = 1000;
		break;
	case CEX_ASK_ACCOUNT:
		s->account.equity = whole(5000);
		break;
	case CEX_ASK_MODE:
		s->account.mode =
			hedge_mode ? CEX_MODE_HEDGE : CEX_MODE_ONE_WAY;
		break;
	case CEX_ASK_POSITIONS:
		if (flat)
			break;
		s->n_positions = 1;
		s->position[0].position_side =
			hedge_mode ? CEX_SHORT : CEX_BOTH;
		s->position[0].side = CEX_IS_SHORT;
		s->position[0].size = whole(-4);
		s->leverage = whole(3);
		break;
	case CEX_ASK_FEES:
		s->taker_ratio = dec_make(5, 4);
		break;
	case CEX_ASK_FUNDING:
	case CEX_ASK_BOOK:
	case CEX_ASK_SETTINGS:
	case CEX_ASK_OPEN:
	case CEX_ASK_WAITING:
	case CEX_ASK_OTHERS:
	case CEX_ASKS:
		break;
	}
	return NULL;
}

static int64_t asked_since;

static void ask_fundings(struct cex_request *r, const char *symbol,
			 int64_t since_ms, const char *cursor)
{
	asked_since = since_ms;
	write(r, CEX_ASKS, symbol);
	(void)cursor;
}

static const char *read_fundings(struct cex_fundings *f, const char *body,
				 size_t len, struct arena *a)
{
	(void)body, (void)len;
	f->v = arena_alloc(a, sizeof(*f->v));
	f->v[0] =
		(struct cex_funding_view){ .id = "1", .ts_ms = 900000 + pages };
	f->n = 1;
	f->cursor = pages-- > 0 ? "more" : NULL;
	return NULL;
}

static const struct cex_venue venue = {
	.name = "stand-in",
	.ask = ask,
	.read = read_seat,
	.ask_fundings = ask_fundings,
	.read_fundings = read_fundings,
};

static struct cex_session session = { .venue = &venue };
static const struct cex_place places[] = {
	{ &session, "main", "AAA", { .v = 1, .scale = 0 } },
	{ &session, "main", "BBB", { .v = 1000, .scale = 0 } },
};

/* ---- tests ---- */

static struct cex_sight *look(struct cex_reader *r, int64_t ts_ms)
{
	memset(n_asked, 0, sizeof(n_asked));
	n_sent = 0;
	return cex_read_frame(r, &mem, ts_ms);
}

static void a_missing_answer_is_never_flat(void)
{
	static const struct {
		enum cex_why why;
		const char *reason;
	} all[] = {
		{ CEX_TRANSPORT, "venue_unreachable" },
		{ CEX_OVERLOADED, "venue_overloaded" },
		{ CEX_LIMITED, "rate_limited" },
		{ CEX_BANNED, "rate_banned" },
		{ CEX_CLOCK, "clock_skew" },
		{ CEX_SIGNATURE, "bad_key" },
		{ CEX_PERMISSION, "no_permission" },
		{ CEX_OTHER, "bad_reply" },
	};

	for (int what = 0; what < CEX_ASKS; what++)
		for (size_t i = 0; i < COUNT(all); i++) {
			struct cex_reader *r;
			struct cex_sight *s;

			if (is_unasked(what))
				continue;
			r = cex_reader_open(places, 2);
			spoilt = what;
			trouble = all[i].why;
			s = look(r, now_ms);
			CHECK(!strcmp(s[0].reason, all[i].reason));
			CHECK(!strcmp(s[1].reason, all[i].reason));
			CHECK(strstr(s[1].text, "stand-in BBB: /question: "));
			spoilt = -1;
			/* What was spoilt then is asked again. */
			s = look(r, now_ms + 1);
			CHECK(!s[0].reason && n_asked[CEX_ASK_RULES] == 1);
			garbled = what;
			s = look(r, now_ms + 2);
			CHECK(what == CEX_ASK_RULES ||
			      what == CEX_ASK_FUNDING || what == CEX_ASK_FEES ||
			      !strcmp(s[0].reason, "bad_reply"));
			garbled = -1;
			cex_reader_close(r);
		}
}

static void everything_at_once_and_nothing_twice(void)
{
	struct cex_reader *r = cex_reader_open(places, 2);
	struct cex_sight *s = look(r, now_ms);

	CHECK(!s[0].reason && !s[1].reason);
	for (int what = 0; what < CEX_ASKS; what++)
		CHECK(n_asked[what] ==
		      (is_unasked(what) ? 0
		       : what == CEX_ASK_TIME || what == CEX_ASK_ACCOUNT ||
				       what == CEX_ASK_MODE ||
				       what == CEX_ASK_RULES
			       ? 1
			       : 2));
	CHECK(n_asked[CEX_ASKS] == 2);
	CHECK(!strcmp(s[1].seat.instrument.base, "BBB"));
	CHECK(dec_cmp(s[1].seat.instrument.multiplier, whole(1000)) == 0);
	CHECK(!strcmp(s[1].seat.position[0].symbol, "BBB"));
	CHECK(s[0].seat.account.offset_ms == -7);
	CHECK(dec_cmp(s[0].seat.position[0].leverage, whole(3)) == 0);
	CHECK(dec_is_none(s[0].seat.position[0].entry_price));
	CHECK(dec_is_none(s[0].seat.position[0].maker_ratio));

	/* Rules and fees are kept, for a time. */
	s = look(r, now_ms + 1);
	CHECK(!n_asked[CEX_ASK_RULES] && !n_asked[CEX_ASK_FEES]);
	CHECK(dec_cmp(s[0].seat.instrument.step, whole(3)) == 0);
	CHECK(dec_cmp(s[0].seat.position[0].taker_ratio, dec_make(5, 4)) == 0);
	now_ms += CEX_RULES_MS + 1;
	look(r, now_ms);
	CHECK(n_asked[CEX_ASK_RULES] == 1 && n_asked[CEX_ASK_FEES] == 2);
	cex_reader_close(r);
}

static void flat_is_told(void)
{
	struct cex_reader *r = cex_reader_open(places, 1);
	struct cex_sight *s;

	flat = 1;
	s = look(r, now_ms);
	CHECK(s->seat.n_positions == 1);
	CHECK(s->seat.position[0].position_side == CEX_BOTH);
	CHECK(s->seat.position[0].side == CEX_IS_FLAT);
	hedge_mode = 1;
	CHECK(look(r, now_ms)->seat.n_positions == 2);
	flat = 0;
	s = look(r, now_ms);
	CHECK(s->seat.n_positions == 2);
	CHECK(s->seat.position[0].position_side == CEX_SHORT);
	CHECK(s->seat.position[1].position_side == CEX_LONG);
	CHECK(dec_sign(s->seat.position[1].size) == 0);
	hedge_mode = 0;
	cex_reader_close(r);
}

static void what_was_paid(void)
{
	struct cex_reader *r = cex_reader_open(places, 1);
	int64_t week = 7 * DAY_MS;
	struct cex_sight *s;

	now_ms += week;
	pages = 2;
	s = look(r, 5); /* the frame's own time says nothing */
	CHECK(s->fundings.n == 3 && !s->no_fundings && n_asked[CEX_ASKS] == 3);
	CHECK(asked_since == now_ms - week + CEX_FUNDING_MS);
	now_ms++;
	CHECK(look(r, 6)->fundings.n == 0 && !n_asked[CEX_ASKS]);
	cex_reader_paid(r, "stand-in", "main", "AAA", now_ms - 5);
	cex_reader_paid(r, "stand-in", "other", "AAA", now_ms - 1);
	spoilt = CEX_ASKS;
	now_ms += CEX_FUNDING_MS;
	s = look(r, 7);
	CHECK(s->no_fundings && !s->reason);
	spoilt = -1;
	pages = 0;
	s = look(r, 8);
	CHECK(!s->no_fundings && asked_since == now_ms - CEX_FUNDING_MS - 5);
	/* Only what can be new is asked for. */
	now_ms += CEX_FUNDING_MS;
	cex_reader_paid(r, "stand-in", "main", "AAA", now_ms - 5);
	next_funding_ms = now_ms + 995;
	look(r, 9);
	CHECK(!n_asked[CEX_ASKS]);
	next_funding_ms = now_ms + 996;
	look(r, 10);
	CHECK(n_asked[CEX_ASKS] == 1);
	cex_reader_close(r);
}

int main(void)
{
	a_missing_answer_is_never_flat();
	everything_at_once_and_nothing_twice();
	flat_is_told();
	what_was_paid();
	arena_free(&mem);
	puts("pass");
	return 0;
}
