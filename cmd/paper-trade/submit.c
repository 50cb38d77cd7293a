/* paper-trade submit: in the place of tx-build, mm-sign and mm-submit.
 *
 * Every attempt is in the journal before the venue hears of it; the venue takes
 * all of a frame in one transaction, each attempt once.  What became of them the
 * reading end says in a later frame.
 */
#include "base/err.h"
#include "data/rec_receipt.h"
#include "io/kill.h"
#include "io/lock.h"
#include "outbox.h"
#include "venue/paper_records.h"

#include <signal.h>
#include <string.h>

struct submitter {
	struct venue venue;
	bool live;
	const struct rec_action **actions; /* of this frame, for our market */
	size_t n, cap;
};

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct submitter *s = f->ctx;
	const struct rec_action *a = rec;

	if (a->market && strcmp(a->market, s->venue.conf.terms.market) != 0)
		return true;
	if (s->n == s->cap) {
		size_t cap = s->cap ? 2 * s->cap : 64;

		s->actions = arena_grow(&f->arena, s->actions,
					s->cap * sizeof(*s->actions),
					cap * sizeof(*s->actions));
		s->cap = cap;
	}
	s->actions[s->n++] = rec_copy(&f->arena, type, a);
	return true;
}

/* ---- what may go ---- */

static bool reduces(const struct rec_action *a)
{
	return !strcmp(a->action, "cancel");
}

/* Held back: by a refusal that names it, or with what it must stand behind. */
static bool held(const struct frame *f, const struct rec_action *a,
		 const struct rec_action *const *gone, size_t n_gone)
{
	if (frame_is_bound(f, a->intent_id))
		return true;
	for (size_t i = 0; i < n_gone; i++)
		if (a->after && !strcmp(a->after, gone[i]->intent_id))
			return true;
	return false;
}

/* Is the kill switch on?  Said once a frame. */
static bool killed(struct frame *f, bool *said)
{
	char reason[KILL_REASON_SZ];

	if (!kill_switch(reason))
		return false;
	if (!*said)
		frame_refuse(f, "kill_switch", "%s", reason);
	*said = true;
	return true;
}

/* The attempts of what may go, in order.  Returns how many. */
static size_t choose(struct frame *f, struct submitter *s, int64_t ts_ms,
		     struct attempt *out, bool *said)
{
	const struct rec_action **gone =
		arena_alloc(&f->arena, s->n * sizeof(*gone));
	bool only_less = f->refused;
	size_t n = 0, n_gone = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct rec_action *a = s->actions[i];

		if (!reduces(a) && (only_less || (s->live && killed(f, said)) ||
				    held(f, a, gone, n_gone)))
			gone[n_gone++] = a;
		else
			out[n++] = attempt_of(&f->arena, &s->venue, a, ts_ms);
	}
	return n;
}

static void tell(struct frame *f, const struct attempt *t, const char *status,
		 const char *error, int64_t ts_ms)
{
	struct rec_receipt r;

	rec_clear(&rec_receipt_type, &r);
	r.ts_ms = ts_ms;
	r.id = t->id;
	r.status = status;
	r.error = error;
	r.intents = (struct rec_list){ (void *)(uintptr_t)&t->intent_id, 1 };
	frame_emit(f, &rec_receipt_type, &r);
}

/* ---- live ---- */

static bool says(struct frame *f, enum db_err e, const char *reason,
		 const char *message)
{
	if (e) {
		frame_refuse(f, reason, "%s", message);
		frame_worsen(f, db_exit(e));
	}
	return !e;
}

/* Recorded, but not to be sent after all. */
static void withdraw(struct frame *f, struct submitter *s, struct attempt *t,
		     const char *status, const char *why, int64_t ts_ms)
{
	struct venue *v = &s->venue;

	t->send = false;
	if (says(f, outbox_fail(v, &f->arena, t->id, why), "journal",
		 journal_message(v->journal)))
		tell(f, t, status, why, ts_ms);
}

/* Gives the venue, in the transaction that is open, what is recorded.  False: it
 * is not known whether it took it. */
static bool hand_over(struct frame *f, struct submitter *s, struct attempt *t,
		      size_t n, int64_t ts_ms, bool *said)
{
	struct paper_db *db = s->venue.db;
	int64_t venue_ms = paper_db_state(db)->marks.frame_ms;
	enum db_err e = DB_OK;

	for (size_t i = 0; i < n && !e; i++) {
		const struct paper_request r = {
			.attempt = t[i].id,
			.intent_id = t[i].intent_id,
			.request = t[i].request,
			.until_ms = t[i].pending.valid_until,
		};

		if (!t[i].send)
			continue;
		if (t[i].request.op != MATCH_CANCEL && killed(f, said))
			withdraw(f, s, &t[i], "failed", "kill_switch", ts_ms);
		else if (venue_ms > r.until_ms)
			withdraw(f, s, &t[i], "expired", "late", ts_ms);
		else
			e = paper_db_submit(db, &r, ts_ms);
		if (e == DB_CONFLICT)
			e = DB_OK; /* the venue has it already */
	}
	if (!e)
		e = paper_db_commit(db);
	else
		paper_db_rollback(db);
	if (!says(f, e, "venue", paper_db_message(db)))
		frame_worsen(f, MM_UNKNOWN);
	return !e;
}

static void send_all(struct frame *f, struct submitter *s, struct attempt *t,
		     size_t n, int64_t ts_ms, bool *said)
{
	struct venue *v = &s->venue;

	if (!says(f, outbox_record(v, &f->arena, t, n, ts_ms), "journal",
		  journal_message(v->journal))) {
		paper_db_rollback(v->db);
		return;
	}
	if (!hand_over(f, s, t, n, ts_ms, said))
		return;
	for (size_t i = 0; i < n; i++) {
		if (t[i].error)
			tell(f, &t[i], "failed", t[i].error, ts_ms);
		else if (t[i].send)
			tell(f, &t[i], "sent", NULL, ts_ms);
	}
	out_flush(&f->out);
}

/* ---- dry run ---- */

/* What the venue would answer now; NULL: it would take it. */
static const char *would_answer(struct paper_state *s,
				const struct match_request *r, int64_t ts_ms)
{
	struct match *m = &s->match;

	match_submit(m, ts_ms, r);
	match_advance(m, match_due(m, ts_ms));
	return m->events[m->n_events - 1].why
		       ? match_why_text(m->events[m->n_events - 1].why)
		       : NULL;
}

/* Each attempt alone on the venue as it is, and all of them in order: what only
 * the second would take depends on what a dry run does not send. */
static void simulate(struct frame *f, struct submitter *s, struct attempt *t,
		     size_t n, int64_t ts_ms)
{
	struct paper_db *db = s->venue.db;
	const char **in_order = arena_alloc(&f->arena, n * sizeof(*in_order));
	enum db_err e = DB_OK;

	for (size_t i = 0; i < n; i++)
		in_order[i] = t[i].error ? t[i].error
					 : would_answer(paper_db_state(db),
							&t[i].request, ts_ms);
	paper_db_rollback(db);
	for (size_t i = 0; i < n && !e; i++) {
		const char *alone = t[i].error;

		if (!alone && !(e = paper_db_begin(db))) {
			alone = would_answer(paper_db_state(db), &t[i].request,
					     ts_ms);
			paper_db_rollback(db);
		}
		if (alone && !in_order[i])
			tell(f, &t[i], "not_simulated", alone, ts_ms);
		else
			tell(f, &t[i], "simulated", alone, ts_ms);
	}
	says(f, e, "venue", paper_db_message(db));
}

/* ---- the end ---- */

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct submitter *s = f->ctx;
	struct attempt *t = arena_alloc(&f->arena, s->n * sizeof(*t));
	bool said = false;
	size_t n = 0;

	/* One transaction from the look at the venue to what is done to it. */
	if (s->n && says(f, paper_db_begin(s->venue.db), "venue",
			 paper_db_message(s->venue.db))) {
		n = choose(f, s, cycle->ts_ms, t, &said);
		if (s->live)
			send_all(f, s, t, n, cycle->ts_ms, &said);
		else
			simulate(f, s, t, n, cycle->ts_ms);
	}
	s->actions = NULL;
	s->n = s->cap = 0;
}

/* Held as long as the process lives: who else would send is told to wait. */
static void take_lanes(const struct venue *v)
{
	struct arena a = { .limit = 0 };

	for (int i = 0; i < v->conf.n_wallets; i++) {
		const char *lane =
			paper_lane(&a, &v->conf.terms, v->conf.wallets[i].name);
		struct lock l;
		enum lock_err e = lock_take(&l, lane, 0);

		if (e)
			mm_die(e == LOCK_HELD ? MM_RETRY : MM_FAIL,
			       "lane '%s': %s", lane, lock_text(e));
	}
	arena_free(&a);
}

static const struct rec_use uses[] = {
	{ REC_READS, &rec_action_type },
	{ REC_MAKES, &rec_receipt_type },
	{ 0, NULL },
};

int paper_submit(bool live, char **files, int64_t now_ms)
{
	static const struct stage stage = {
		.uses = uses,
		.take = take,
		.close = close_frame,
	};
	const struct frame_options frames = { .files = files,
					      .now_ms = now_ms };
	struct submitter s = { .live = live };
	enum mm_exit code;

	signal(SIGPIPE, SIG_IGN); /* a lost reader must not cut an effect */
	venue_conf(&s.venue);
	venue_open(&s.venue);
	if (live)
		take_lanes(&s.venue);
	code = frame_run(&stage, &frames, &s);
	venue_close(&s.venue);
	return (int)code;
}
