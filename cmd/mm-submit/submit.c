/* The stage that sends: judge, journal, send, wait. */
#include "base/clock.h"
#include "base/err.h"
#include "chain.h"
#include "follow.h"
#include "gather.h"
#include "judge.h"
#include "outbox.h"
#include "resend.h"
#include "tell.h"
#include "verbs.h"
#include "way.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>

struct submit {
	const struct submit_options *o;
	struct sender s;
	struct lanes lanes;
	struct gathered g; /* of this frame */
	struct attempts
		unsent; /* of this frame: what was to be sent and was not */
	int64_t first, last; /* frames in which it sent; first 0: in none */
};

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct submit *m = f->ctx;

	gather_take(&m->g, &f->arena, type, rec);
	return true;
}

/* ---- sending ---- */

/* Recorded, and not to be sent after all; NULL: it is to be. */
static const char *held_back(struct submit *m, struct judge *j, struct frame *f,
			     const struct unit *u, const struct attempts *sent)
{
	if (m->s.chain->in_order && judge_shares_lane(&m->unsent, u))
		return "nonce_gap";
	if (u->reduces)
		return NULL;
	if (judge_killed(j, f))
		return "kill_switch";
	return judge_unknown(sent, u) ? "lane_unknown" : NULL;
}

/* Says what came of giving one attempt away.  That somebody took it the journal need
 * not know: it says so of everything that is recorded. */
static enum db_err tell_sent(struct submit *m, struct arena *a,
			     struct attempt *t, const struct sent *sent)
{
	static const char *const status[] = {
		[OUTBOX_TAKEN] = "sent",
		[OUTBOX_MAYBE] = "unknown",
		[OUTBOX_NEVER] = "failed",
	};
	struct rec_receipt r = receipt_of(t, status[sent->how], t->recorded_ms);

	if (t->tries)
		r.turn = t->tries;
	r.error = sent->error;
	r.bundle = sent->bundle;
	m->s.chain->sent(t, sent->how);
	if (sent->how == OUTBOX_TAKEN) {
		tell_now(&m->s, &rec_receipt_type, &r);
		return DB_OK;
	}
	tell_later(a, t, &rec_receipt_type, &r);
	return tell_news(&m->s, a, &t, 1);
}

/* in: recorded: of each member; all of them, or the unit is not sent. */
static enum db_err send_one(struct submit *m, struct judge *j, struct frame *f,
			    const struct unit *u, const bool *recorded,
			    struct attempts *sent)
{
	static const struct sent behind = { .how = OUTBOX_NEVER,
					    .error = "nonce_gap" };
	const char *held = held_back(m, j, f, u, sent);
	struct sent how = { .how = OUTBOX_NEVER };
	enum db_err err = DB_OK;
	size_t n;

	for (size_t i = 0; i < u->n && !held; i++)
		held = recorded[i] ? NULL : "sent_before";
	how.error = held;
	if (!held)
		how = m->s.via->send(&m->s, &f->arena, u);
	if (how.why)
		mm_warn("%s '%s': %s", u->bundle ? "bundle" : "transaction",
			u->bundle ? u->bundle : u->v[0]->id, how.why);
	n = how.first ? how.first : u->n;
	for (size_t i = 0; i < u->n && !err; i++) {
		const struct sent *one = i < n                  ? &how
					 : i < n + how.n_failed ? how.failed
								: &behind;

		if (one->how == OUTBOX_NEVER)
			attempts_push(&m->unsent, &f->arena, u->v[i]);
		if (!recorded[i])
			continue;
		err = tell_sent(m, &f->arena, u->v[i], one);
		attempts_push(sent, &f->arena, u->v[i]);
	}
	return err;
}

/* Journal first: what is written down for all of them is sent, one unit after the
 * other.  out: *sent: what was. */
static enum db_err send_all(struct submit *m, struct judge *j, struct frame *f,
			    const struct units *all, struct attempts *sent)
{
	struct attempts v = { NULL, 0, 0 };
	enum db_err err;
	size_t k = 0;
	bool *go;

	for (size_t i = 0; i < all->n; i++)
		for (size_t n = 0; n < all->v[i].n; n++)
			attempts_push(&v, &f->arena, all->v[i].v[n]);
	go = arena_alloc(&f->arena, v.n * sizeof(*go));
	err = box_record(&m->s, &f->arena, go, v.v, v.n);
	if (err)
		return err;
	mm_at_least = MM_UNKNOWN; /* until the outcome is known */
	for (size_t i = 0; i < all->n && !err; i++) {
		err = send_one(m, j, f, &all->v[i], go + k, sent);
		k += all->v[i].n;
	}
	return err;
}

/* ---- waiting ---- */

static bool all_settled(const struct attempts *v)
{
	for (size_t i = 0; i < v->n; i++)
		if (!attempt_settled(v->v[i]))
			return false;
	return true;
}

/* What is looked up to know of those: where one lands in another's place, what it may
 * be the place of, too. */
static struct attempts watched(struct judge *j, struct arena *a,
			       const struct attempts *sent)
{
	struct attempts all = { NULL, 0, 0 };

	for (size_t i = 0; i < j->open->n && j->s->chain->in_order; i++)
		attempts_push(&all, a, j->open->v[i]);
	for (size_t i = 0; i < sent->n; i++)
		attempts_push(&all, a, sent->v[i]);
	return all;
}

/* Until every outcome is known or the time is over. */
static enum db_err wait_for(struct submit *m, struct judge *j, struct frame *f,
			    const struct attempts *sent)
{
	struct attempts all = watched(j, &f->arena, sent);
	int64_t start = clock_now_ms(), end = start + m->o->wait_ms;
	int64_t resent = start, now = start;
	enum db_err err = DB_OK;

	for (int round = 1; !err && !all_settled(sent) && now < end; round++) {
		poll(NULL, 0, (int)(end - now < POLL_MS ? end - now : POLL_MS));
		/* All it takes to prove one dead only now and then. */
		err = follow(&m->s, &f->arena, &all, round % 8 == 0,
			     clock_now_ms());
		now = clock_now_ms();
		if (now - resent < RESEND_MS)
			continue;
		resend(j, f, sent->v, sent->n);
		resent = now = clock_now_ms();
	}
	return err;
}

/* ---- a frame ---- */

static enum db_err go_live(struct submit *m, struct frame *f, struct judge *j,
			   const struct units *all, const bool *whole,
			   int64_t ts_ms)
{
	struct attempts sent = { NULL, 0, 0 };
	struct units may;
	enum db_err err = judge_units(j, f, &may, all, whole);

	if (err)
		return err;
	if (!m->s.via->bundles && !m->s.via->join)
		may = units_single(&f->arena, &may);
	if (m->s.chain->arrange)
		m->s.chain->arrange(j, f, &may, ts_ms);
	if (m->s.via->join)
		may = m->s.via->join(&f->arena, &may);
	err = may.n ? send_all(m, j, f, &may, &sent) : DB_OK;
	resend(j, f, j->open->v, j->open->n);
	return err ? err : wait_for(m, j, f, &sent);
}

static void run_live(struct submit *m, struct frame *f, struct units *all,
		     const bool *whole, int64_t ts_ms)
{
	struct attempts open;
	struct judge j = { .s = &m->s, .lanes = &m->lanes, .open = &open };
	size_t unread;
	enum db_err err = box_load(&m->s, &f->arena, &open, &unread);

	if (!m->first)
		m->first = ts_ms;
	m->last = ts_ms;
	if (unread)
		frame_refuse(f, "journal", "%zu attempts cannot be read",
			     unread);
	if (!err)
		err = go_live(m, f, &j, all, whole, ts_ms);
	sender_says(f, &m->s, err);
	frame_worsen(f, MM_OK); /* what follows has its own code again */
}

static void run_dry(struct submit *m, struct frame *f, const struct units *all,
		    const bool *whole, int64_t ts_ms)
{
	struct judge j = { .s = &m->s };
	struct units may;

	if (!judge_units(&j, f, &may, all, whole))
		m->s.chain->simulate(&m->s, &f->arena, &may, ts_ms);
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct submit *m = f->ctx;
	struct attempts all = gather_attempts(&m->s, f, &m->g, cycle->ts_ms);
	struct units units;
	bool *whole;

	m->s.out = &f->out;
	units = units_of(&f->arena, all.v, all.n, &whole);
	if (m->o->live)
		run_live(m, f, &units, whole, cycle->ts_ms);
	else
		run_dry(m, f, &units, whole, cycle->ts_ms);
	m->g = (struct gathered){ .txs = { NULL, 0 } };
	m->unsent = (struct attempts){ NULL, 0, 0 };
}

/* ---- the run ---- */

/* Is anything that this run sent still on its way? */
static enum mm_exit left_open(struct submit *m)
{
	struct arena a = { .limit = 0 };
	struct attempts open;
	enum mm_exit code = MM_OK;
	size_t unread;

	if (box_load(&m->s, &a, &open, &unread))
		code = MM_UNKNOWN;
	for (size_t i = 0; i < open.n; i++)
		if (!attempt_settled(open.v[i]) &&
		    open.v[i]->recorded_ms >= m->first &&
		    open.v[i]->recorded_ms <= m->last)
			code = MM_UNKNOWN;
	arena_free(&a);
	return code;
}

static const struct rec_use uses[] = {
	{ REC_EATS, &rec_signed_tx_type },
	{ REC_READS, &rec_action_type },
	{ REC_READS, &rec_market_type },
	{ REC_READS, &rec_oo_type },
	{ REC_MAKES, &rec_receipt_type },
	{ REC_MAKES, &rec_event_type },
	{ 0, NULL },
};

int submit_run(const struct submit_options *o)
{
	static const struct stage stage = {
		.uses = uses,
		.take = take,
		.close = close_frame,
	};
	const struct frame_options frames = { .files = o->files,
					      .now_ms = o->now_ms };
	struct submit m = { .o = o, .s = { .via = o->via } };
	unsigned needs = SENDER_NODES;
	enum mm_exit code;

	signal(SIGPIPE, SIG_IGN); /* a lost reader must not cut an effect */
	if (o->live)
		needs |= SENDER_JOURNAL | SENDER_WAY;
	sender_open(&m.s, needs);
	code = frame_run(&stage, &frames, &m);
	if (o->live && m.first)
		code = mm_worse(code, left_open(&m));
	lanes_drop(&m.lanes);
	sender_close(&m.s);
	return (int)code;
}
