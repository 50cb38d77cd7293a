/* pending: the first stage of a pipe.  What was sent before is looked up, journalled
 * and told, and then shown: where each lane has landed, what is on its way, and the
 * newest order of every slot. */
#include "base/clock.h"
#include "chain.h"
#include "data/rec_lane.h"
#include "data/rec_nonce.h"
#include "follow.h"
#include "outbox.h"
#include "tell.h"
#include "verbs.h"

#include <signal.h>
#include <string.h>

/* Settled attempts are kept that long, for people. */
#define KEEP_MS (30 * DAY_MS)

struct pending {
	struct sender s;
	bool forgot; /* what is too old, once a run */
};

/* ---- lanes ---- */

static enum db_err show_lane(struct pending *p, struct frame *f,
			     const char *lane, int64_t ts_ms)
{
	struct rec_lane r;
	enum db_err err;
	int64_t slot;

	rec_clear(&rec_lane_type, &r);
	r.ts_ms = ts_ms;
	r.lane = lane;
	r.chain = p->s.chain->name;
	err = box_lane_slot(&p->s, &f->arena, &slot, lane);
	if (slot)
		r.landed_slot = slot;
	if (!err)
		frame_emit(f, &rec_lane_type, &r);
	return err;
}

static enum db_err show_lanes(struct pending *p, struct frame *f, int64_t ts_ms)
{
	struct rec_list all = p->s.chain->lanes(&p->s, &f->arena);
	const char *const *v = all.v;
	enum db_err err = DB_OK;

	for (size_t i = 0; i < all.n && !err; i++)
		err = show_lane(p, f, v[i], ts_ms);
	return err;
}

/* ---- attempts ---- */

struct showing {
	struct frame *f;
	int64_t ts_ms;
};

static void show_part(struct showing *s, const struct part *p,
		      const struct attempt *t, enum pending_state state)
{
	struct rec_pending r = pending_of(&s->f->arena, p, t, state, s->ts_ms);

	frame_emit(s->f, &rec_pending_type, &r);
}

static void show_landed(void *ctx, const struct part *p,
			const struct attempt *t)
{
	show_part(ctx, p, t, PENDING_DONE);
}

static void show_open(struct showing *s, const struct attempts *all)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct attempt *t = all->v[i];
		enum pending_state state = t->box.state == OUTBOX_UNKNOWN
						   ? PENDING_UNKNOWN
						   : PENDING_SENT;

		if (attempt_settled(t))
			continue;
		for (size_t k = 0; k < t->n_parts; k++)
			show_part(s, &t->parts[k], t, state);
	}
}

/* What a transaction did in the place of another one was asked for by that one's
 * action. */
static const struct part *asked_for(const struct attempts *all, size_t i,
				    size_t k)
{
	const struct part *p = &all->v[i]->parts[k];

	while (i-- > 0 && p->action->attempt)
		if (!strcmp(all->v[i]->id, p->action->attempt))
			p = &all->v[i]->parts[0];
	return p;
}

/* Each landed step of the rolls that are not done. */
static enum db_err show_rolls(struct pending *p, struct showing *s)
{
	struct attempts all;
	enum db_err err = box_rolls(&p->s, &s->f->arena, &all);

	for (size_t i = 0; i < all.n && !err; i++) {
		const struct attempt *t = all.v[i];

		for (size_t k = 0; k < t->n_parts && outbox_landed(&t->box);
		     k++)
			show_part(s, asked_for(&all, i, k), t, PENDING_DONE);
	}
	return err;
}

/* ---- a frame ---- */

static enum db_err learn(struct pending *p, struct frame *f,
			 struct attempts *all, int64_t ts_ms)
{
	size_t unread;
	enum db_err err = box_load(&p->s, &f->arena, all, &unread);

	if (unread)
		frame_refuse(f, "journal", "%zu attempts cannot be read",
			     unread);
	if (!err)
		err = tell_notes(&p->s, &f->arena, all->v, all->n);
	return err ? err : follow(&p->s, &f->arena, all, true, ts_ms);
}

static void close_frame(struct frame *f, const struct rec_cycle *cycle)
{
	struct pending *p = f->ctx;
	struct showing s = { .f = f, .ts_ms = cycle->ts_ms };
	struct attempts all;
	enum db_err err = DB_OK;

	p->s.out = &f->out;
	if (!p->forgot)
		err = journal_forget(p->s.journal, cycle->ts_ms - KEEP_MS);
	p->forgot = true;
	if (!err)
		err = learn(p, f, &all, cycle->ts_ms);
	/* Without a lane nobody may think that all there is was seen. */
	if (!err)
		err = show_lanes(p, f, cycle->ts_ms);
	if (!err && p->s.chain->pending)
		p->s.chain->pending(&p->s, f, &all, cycle->ts_ms);
	if (!err) {
		show_open(&s, &all);
		err = box_landed(&p->s, &f->arena, show_landed, &s);
	}
	if (!err)
		err = show_rolls(p, &s);
	sender_says(f, &p->s, err);
}

static const struct rec_use uses[] = {
	{ REC_MAKES, &rec_lane_type },    { REC_MAKES, &rec_nonce_type },
	{ REC_MAKES, &rec_pending_type }, { REC_MAKES, &rec_receipt_type },
	{ REC_MAKES, &rec_event_type },   { 0, NULL },
};

int pending_run(char **files, int64_t now_ms)
{
	static const struct stage stage = { .uses = uses,
					    .close = close_frame };
	const struct frame_options frames = { .files = files,
					      .now_ms = now_ms };
	struct pending p = { .forgot = false };
	enum mm_exit code;

	signal(SIGPIPE, SIG_IGN);
	sender_open(&p.s, SENDER_JOURNAL | SENDER_NODES);
	code = frame_run(&stage, &frames, &p);
	sender_close(&p.s);
	return (int)code;
}
