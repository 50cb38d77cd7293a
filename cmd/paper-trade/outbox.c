#include "outbox.h"

#include "data/rec_lane.h"
#include "venue/paper_records.h"

#include <string.h>

/* "paper/BIRTH/name" */
static const char *named(const struct venue *v, struct arena *a,
			 const char *name)
{
	return arena_printf(a, "paper/%lld/%s",
			    (long long)paper_db_state(v->db)->born_ms, name);
}

/* The name without its venue, or NULL: it is of another one. */
static const char *own_name(const struct venue *v, struct arena *a,
			    const char *name)
{
	const char *prefix = named(v, a, "");
	size_t n = strlen(prefix);

	return strncmp(name, prefix, n) ? NULL : arena_strdup(a, name + n);
}

static const char *slot_name(const struct venue *v, struct arena *a,
			     const struct attempt *t)
{
	if (t->request.op == MATCH_CANCEL)
		return "";
	return named(
		v, a,
		arena_printf(a, "%s:%llu", t->pending.lane,
			     (unsigned long long)(t->request.order.client_id >>
						  32)));
}

/* The pending record as a line, which is what the journal keeps of an attempt. */
static const char *line_of(struct arena *a, const struct rec_pending *p,
			   size_t *len)
{
	struct out o;
	char *text;

	out_open(&o, -1);
	rec_write(&o, &rec_pending_type, p);
	*len = o.len;
	text = arena_strndup(a, o.buf, o.len);
	out_rollback(&o, 0);
	out_close(&o);
	return text;
}

static struct journal_entry entry_of(const struct venue *v, struct arena *a,
				     const struct attempt *t, int64_t ts_ms)
{
	struct journal_entry e = {
		.intent_id = named(v, a, t->intent_id),
		.attempt = named(v, a, t->id),
		.lane = named(v, a, t->pending.lane),
		.action = t->pending.action,
		.class = t->pending.class,
		.slot = slot_name(v, a, t),
		.roll = "",
		.outcome = "",
		.since_ms = t->pending.since_ms,
		.recorded_ms = ts_ms,
		.valid_until = t->pending.valid_until,
	};

	e.body = line_of(a, &t->pending, &e.body_len);
	return e;
}

struct search {
	const char *attempt;
	bool found;
};

static bool is_attempt(void *ctx, const struct journal_entry *e)
{
	struct search *s = ctx;

	s->found = !strcmp(e->attempt, s->attempt);
	return !s->found;
}

/* A frame that is run twice names the same attempts; those that failed the first
 * time the journal would not hold back. */
static enum db_err tried(struct venue *v, const struct journal_entry *e,
			 bool *yes)
{
	struct search s = { .attempt = e->attempt };
	enum db_err err =
		journal_intent(v->journal, e->intent_id, is_attempt, &s);

	*yes = s.found;
	return err;
}

enum db_err outbox_record(struct venue *v, struct arena *a,
			  struct attempt *attempts, size_t n, int64_t ts_ms)
{
	struct journal_entry *e = arena_alloc(a, n * sizeof(*e));
	size_t *which = arena_alloc(a, n * sizeof(*which)), k = 0;
	bool *send = arena_alloc(a, n * sizeof(*send)), was;
	enum db_err err;

	for (size_t i = 0; i < n; i++) {
		if (attempts[i].error)
			continue;
		e[k] = entry_of(v, a, &attempts[i], ts_ms);
		if ((err = tried(v, &e[k], &was)))
			return err;
		if (!was)
			which[k++] = i;
	}
	if (!k)
		return DB_OK;
	err = journal_record(v->journal, send, e, k);
	for (size_t i = 0; i < k && !err; i++)
		attempts[which[i]].send = send[i];
	return err;
}

enum db_err outbox_fail(struct venue *v, struct arena *a, const char *attempt,
			const char *why)
{
	const struct journal_outcome o = {
		.attempt = named(v, a, attempt),
		.outcome = why,
		.state = JOURNAL_FAILED,
	};

	return journal_settle(v->journal, &o, 1);
}

/* ---- what became of them ---- */

struct open_attempt {
	const char *attempt, *intent_id; /* without the venue */
	const char *body;
	size_t body_len;
	int64_t valid_until;
	struct paper_request answer; /* .seq 0: the venue never saw it */
};

struct attempts {
	const struct venue *v;
	struct arena *a;
	struct open_attempt *list;
	size_t n, cap;
};

static bool keep(void *ctx, const struct journal_entry *e)
{
	struct attempts *all = ctx;
	const char *attempt = own_name(all->v, all->a, e->attempt);
	const char *intent = own_name(all->v, all->a, e->intent_id);

	if (!attempt || !intent)
		return true;
	if (all->n == all->cap) {
		size_t cap = all->cap ? 2 * all->cap : 64;

		all->list = arena_grow(all->a, all->list,
				       all->cap * sizeof(*all->list),
				       cap * sizeof(*all->list));
		all->cap = cap;
	}
	all->list[all->n++] = (struct open_attempt){
		.attempt = attempt,
		.intent_id = intent,
		.body = arena_strndup(all->a, e->body, e->body_len),
		.body_len = e->body_len,
		.valid_until = e->valid_until,
	};
	return true;
}

static bool found(void *ctx, const struct paper_request *r)
{
	struct open_attempt *t = ctx;

	t->answer = *r;
	return false;
}

static struct journal_outcome outcome_of(const struct venue *v, struct arena *a,
					 const struct open_attempt *t)
{
	const struct paper_request *r = &t->answer;
	struct journal_outcome o = { .attempt = named(v, a, t->attempt) };

	if (!r->seq) {
		o.outcome = "not arrived";
		o.state = JOURNAL_DEAD;
	} else {
		o.outcome = match_why_text(r->why);
		o.state = match_landed(r->what, r->why) ? JOURNAL_DONE
							: JOURNAL_FAILED;
		o.landed_slot = match_landed(r->what, r->why) ? r->done_ms : 0;
	}
	return o;
}

/* It died on the way: the venue, whose time is past its limit, will not have
 * it. */
static void tell_dead(struct frame *f, const struct open_attempt *t)
{
	struct rec_receipt r;

	rec_clear(&rec_receipt_type, &r);
	r.ts_ms = t->valid_until;
	r.id = t->attempt;
	r.status = "expired";
	r.error = "not_arrived";
	r.intents = (struct rec_list){ (void *)(uintptr_t)&t->intent_id, 1 };
	frame_emit(f, &rec_receipt_type, &r);
}

enum db_err outbox_settle(struct venue *v, struct frame *f, int64_t ts_ms)
{
	struct attempts all = { .v = v, .a = &f->arena };
	enum db_err err = journal_open_attempts(v->journal, keep, &all);
	struct journal_outcome *o = arena_alloc(&f->arena, all.n * sizeof(*o));
	size_t n = 0;

	for (size_t i = 0; i < all.n && !err; i++) {
		struct open_attempt *t = &all.list[i];

		err = paper_db_attempt(v->db, t->attempt, found, t);
		if (err)
			break;
		if (t->answer.seq ? t->answer.answered : t->valid_until < ts_ms)
			o[n++] = outcome_of(v, &f->arena, t);
		if (!t->answer.seq && t->valid_until < ts_ms)
			tell_dead(f, t);
	}
	return err || !n ? err : journal_settle(v->journal, o, n);
}

/* ---- how they are seen ---- */

static void show(struct frame *f, const struct open_attempt *t,
		 enum pending_state state, int64_t ts_ms)
{
	struct json j = { .n = 0 };
	struct rec_pending p;
	char *line = arena_strndup(&f->arena, t->body, t->body_len);

	line[t->body_len - 1] = '\0'; /* its newline */
	if (json_scan(&j, line, t->body_len - 1) ||
	    rec_decode(&rec_pending_type, &p, &j, &f->arena)) {
		frame_refuse(f, "journal", "attempt '%s' cannot be read",
			     t->attempt);
	} else {
		p.ts_ms = ts_ms;
		p.state = (int)state;
		if (state == PENDING_DONE)
			p.spends = (struct rec_list){ NULL, 0 };
		frame_emit(f, &rec_pending_type, &p);
	}
	json_free(&j);
}

static enum db_err show_lanes(struct venue *v, struct frame *f, int64_t ts_ms)
{
	const struct paper_state *s = paper_db_state(v->db);
	enum db_err err = DB_OK;

	for (int i = 0; i < s->match.ledger.n_wallets && !err; i++) {
		struct rec_lane lane = {
			.ts_ms = ts_ms,
			.lane = paper_lane(&f->arena, &s->terms, s->wallets[i]),
			.chain = "paper",
		};

		err = journal_lane_slot(v->journal, &lane.landed_slot,
					named(v, &f->arena, lane.lane));
		if (!lane.landed_slot)
			lane.landed_slot = REC_NONE_INT;
		if (!err)
			frame_emit(f, &rec_lane_type, &lane);
	}
	return err;
}

enum db_err outbox_show(struct venue *v, struct frame *f, int64_t ts_ms)
{
	struct attempts open = { .v = v, .a = &f->arena };
	struct attempts done = { .v = v, .a = &f->arena };
	enum db_err err;

	if ((err = show_lanes(v, f, ts_ms)) ||
	    (err = journal_open_attempts(v->journal, keep, &open)) ||
	    (err = journal_landed(v->journal, keep, &done)))
		return err;
	for (size_t i = 0; i < open.n; i++)
		show(f, &open.list[i], PENDING_SENT, ts_ms);
	for (size_t i = 0; i < done.n; i++)
		show(f, &done.list[i], PENDING_DONE, ts_ms);
	return DB_OK;
}
