#include "judge.h"

#include "base/conf.h"

#include "chain.h"
#include "io/kill.h"
#include "outbox.h"
#include "way.h"

#include <string.h>

static void refuse(struct frame *f, const struct unit *u, const char *reason,
		   const char *what)
{
	struct rec_list ids = unit_intents(&f->arena, u);

	frame_refuse_intents(f, reason, ids.v, ids.n, "%s '%s'%s%s",
			     u->bundle ? "bundle" : "transaction",
			     u->bundle ? u->bundle : u->v[0]->id,
			     *what ? ": " : "", what);
}

bool judge_killed(struct judge *j, struct frame *f)
{
	char reason[KILL_REASON_SZ];

	if (!kill_switch(reason))
		return false;
	if (!j->said_killed)
		frame_refuse(f, "kill_switch", "%s", reason);
	j->said_killed = true;
	return true;
}

/* A refusal of this frame holds the unit back. */
static bool is_bound(const struct frame *f, const struct unit *u)
{
	if (f->refused)
		return true;
	for (size_t i = 0; i < u->n; i++)
		for (size_t k = 0; k < u->v[i]->n_parts; k++)
			if (frame_is_bound(f, u->v[i]->parts[k].intent_id))
				return true;
	return false;
}

static bool is_on(const struct attempt *t, const char *lane)
{
	for (size_t i = 0; i < t->n_parts; i++)
		if (!strcmp(t->parts[i].lane, lane))
			return true;
	return false;
}

static bool share_lane(const struct attempt *t, const struct unit *u)
{
	for (size_t i = 0; i < u->n; i++)
		for (size_t k = 0; k < u->v[i]->n_parts; k++)
			if (is_on(t, u->v[i]->parts[k].lane))
				return true;
	return false;
}

const struct attempt *judge_unknown(const struct attempts *among,
				    const struct unit *u)
{
	for (size_t i = 0; i < among->n; i++)
		if (among->v[i]->box.state == OUTBOX_UNKNOWN &&
		    share_lane(among->v[i], u))
			return among->v[i];
	return NULL;
}

bool judge_shares_lane(const struct attempts *among, const struct unit *u)
{
	for (size_t i = 0; i < among->n; i++)
		if (share_lane(among->v[i], u))
			return true;
	return false;
}

bool judge_needs_lane(const struct judge *j, const struct attempt *t,
		      const struct part *p)
{
	return j->s->chain->in_order || part_needs_lane(t, p);
}

static bool lane_is_ours(struct judge *j, struct frame *f, const struct unit *u,
			 const char *lane)
{
	enum lock_err e = lanes_hold(j->lanes, lane);

	if (e) {
		refuse(f, u, "lane_held",
		       arena_printf(&f->arena, "lane '%s': %s", lane,
				    lock_text(e)));
		frame_worsen(f, e == LOCK_HELD ? MM_RETRY : MM_FAIL);
	}
	return !e;
}

/* What became of everything on its lanes is known. */
static bool lanes_are_known(struct judge *j, struct frame *f,
			    const struct unit *u)
{
	const struct attempt *t = judge_unknown(j->open, u);

	if (t)
		refuse(f, u, "lane_unknown",
		       arena_printf(&f->arena,
				    "what became of '%s' is not "
				    "known",
				    t->id));
	return !t;
}

static bool lanes_are_ours(struct judge *j, struct frame *f,
			   const struct unit *u)
{
	for (size_t i = 0; i < u->n; i++)
		for (size_t k = 0; k < u->v[i]->n_parts; k++)
			if (judge_needs_lane(j, u->v[i], &u->v[i]->parts[k]) &&
			    !lane_is_ours(j, f, u, u->v[i]->parts[k].lane))
				return false;
	return true;
}

static enum db_err was_sent(struct judge *j, struct arena *a, bool *yes,
			    const struct unit *u)
{
	enum db_err err = DB_OK;

	*yes = false;
	for (size_t i = 0; i < u->n && !err && !*yes; i++)
		err = box_known(j->s, a, yes, u->v[i]);
	return err;
}

static bool may_go(struct judge *j, struct frame *f, const struct unit *u)
{
	bool ordered = j->s->chain->in_order;

	if (!u->reduces && is_bound(f, u))
		return false;
	if (!j->lanes)
		return true;
	if (!u->reduces && (judge_killed(j, f) || !lanes_are_known(j, f, u)))
		return false;
	return (u->reduces && !ordered) || lanes_are_ours(j, f, u);
}

/* A chain's groups are whole or not at all, and that way takes no bundles. */
static bool is_torn(const struct sender *s, const struct unit *u)
{
	return u->bundle && u->n > 1 && s->chain->in_order && s->via &&
	       !s->via->join;
}

static bool liquidates(const struct attempt *t)
{
	for (size_t i = 0; i < t->n_parts; i++)
		if (!strcmp(t->parts[i].action->action, "liquidate"))
			return true;
	return false;
}

/* Of a group that lands in parts nothing goes behind its liquidation: where that comes
 * too late, what is to sell the seized sells what was ours before. */
static struct unit cut_torn(struct frame *f, const struct unit *u)
{
	struct unit head = *u, rest = *u;

	while (head.n && !liquidates(head.v[head.n - 1]))
		head.n--;
	if (!head.n || head.n == u->n)
		return *u;
	rest.v += head.n;
	rest.n -= head.n;
	refuse(f, &rest, "inventory",
	       "what is seized stays in the wallet, for it would be sent in "
	       "parts");
	return head;
}

enum db_err judge_units(struct judge *j, struct frame *f, struct units *out,
			const struct units *all, const bool *whole)
{
	*out = (struct units){ arena_alloc(&f->arena, all->n * sizeof(*out->v)),
			       0 };
	for (size_t i = 0; i < all->n; i++) {
		const struct unit *u = &all->v[i];
		bool sent = false;
		enum db_err err;

		if (j->lanes && (err = was_sent(j, &f->arena, &sent, u)))
			return err;
		if (sent)
			continue;
		if (!whole[i])
			refuse(f, u, "bundle_incomplete", "");
		else if (!u->bundle && j->s->via->bundles)
			refuse(f, u, "no_bundle", "");
		else if (is_torn(j->s, u) && !conf_bool("ACCEPT_INVENTORY"))
			refuse(f, u, "no_bundle",
			       "it would be sent in parts, and "
			       "ACCEPT_INVENTORY is not 1");
		else if (may_go(j, f, u))
			out->v[out->n++] =
				is_torn(j->s, u) ? cut_torn(f, u) : *u;
	}
	return DB_OK;
}
