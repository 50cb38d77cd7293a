#include "outbox.h"

#include "base/err.h"
#include "chain.h"

#include <stdlib.h>
#include <string.h>

static const char *named(const struct sender *s, struct arena *a,
			 const char *name)
{
	return arena_printf(a, "%s%s", s->prefix, name);
}

/* The name without the prefix, in the arena; NULL: of another venue. */
static const char *own_name(const struct sender *s, struct arena *a,
			    const char *name)
{
	size_t len = strlen(s->prefix);

	return strncmp(name, s->prefix, len) ? NULL
					     : arena_strdup(a, name + len);
}

/* An outcome is words: how it stands (nothing: sent), "unread" while its orders were
 * not looked for, "served" where another one did what it should, "turn N" after a
 * landing of it vanished, "over" where the blocks its bundle was for are, and "block
 * HASH" where its chain names them so. */
static const char *const words[] = {
	[OUTBOX_SENT] = "sent",           [OUTBOX_UNKNOWN] = "unknown",
	[OUTBOX_CONFIRMED] = "confirmed", [OUTBOX_FINALIZED] = "finalized",
	[OUTBOX_FAILED] = "failed",       [OUTBOX_EXPIRED] = "expired",
	[OUTBOX_UNSENT] = "unsent",       [OUTBOX_REPLACED] = "replaced",
};

static bool says_over(const char *outcome)
{
	return strstr(outcome, " over");
}

/* ---- recording ---- */

struct search {
	const char *attempt;
	bool numbered; /* the same transaction, to the byte, may be made again */
	bool held, again;
};

static bool holds(void *ctx, const struct journal_entry *e)
{
	struct search *s = ctx;
	bool is_it = !strcmp(e->attempt, s->attempt);

	if (is_it && s->numbered &&
	    ((e->state == JOURNAL_FAILED &&
	      !strcmp(e->outcome, words[OUTBOX_UNSENT])) ||
	     (e->state == JOURNAL_DEAD && says_over(e->outcome)))) {
		s->again = true;
		return true;
	}
	s->held = e->state <= JOURNAL_DONE || is_it;
	return !s->held;
}

/* The first of its names that the journal does not have, for one that never left, or
 * whose blocks are over, may be made again to the byte; and whether another one forbids
 * it. */
static enum db_err name_anew(struct sender *s, struct arena *a,
			     struct search *search, struct attempt *t)
{
	const char *name = t->name;
	enum db_err err;

	do {
		if (t->tries)
			t->name = arena_printf(a, "%s/%d", name, t->tries);
		search->attempt = named(s, a, t->name);
		search->again = false;
		err = journal_attempt(s->journal, search->attempt, holds,
				      search);
		t->tries += search->again;
	} while (!err && search->again && !search->held);
	return err;
}

enum db_err box_known(struct sender *s, struct arena *a, bool *yes,
		      struct attempt *t)
{
	struct search search = { .numbered = s->chain->in_order };
	enum db_err err = name_anew(s, a, &search, t);

	for (size_t i = 0; i < t->n_parts && !err && !search.held; i++)
		err = journal_intent(s->journal,
				     named(s, a, t->parts[i].intent_id), holds,
				     &search);
	*yes = search.held;
	return err;
}

static struct journal_entry entry_of(const struct sender *s, struct arena *a,
				     const struct attempt *t, size_t i)
{
	const struct part *p = &t->parts[i];
	struct journal_entry e = {
		.intent_id = named(s, a, p->intent_id),
		.attempt = named(s, a, t->name),
		.lane = named(s, a, p->lane),
		.action = p->action->action,
		.class = t->class,
		.slot = *p->slot ? named(s, a, p->slot) : "",
		.roll = p->action->roll ? named(s, a, p->action->roll) : "",
		.final = p->action->final,
		.outcome = "",
		.since_ms = p->action->since_ms == REC_NONE_INT
				    ? t->recorded_ms
				    : p->action->since_ms,
		.recorded_ms = t->recorded_ms,
		.valid_until = t->box.valid_until == REC_NONE_INT
				       ? 0
				       : t->box.valid_until,
	};

	e.body = attempt_body(a, t, i, &e.body_len);
	return e;
}

enum db_err box_record(struct sender *s, struct arena *a, bool *send,
		       struct attempt *const *v, size_t n)
{
	struct journal_entry *e;
	size_t all = 0, k = 0;
	enum db_err err;
	bool *go;

	for (size_t i = 0; i < n; i++)
		all += v[i]->n_parts;
	e = arena_alloc(a, all * sizeof(*e));
	go = arena_alloc(a, all * sizeof(*go));
	for (size_t i = 0; i < n; i++)
		for (size_t p = 0; p < v[i]->n_parts; p++)
			e[k++] = entry_of(s, a, v[i], p);
	err = journal_record(s->journal, go, e, all);
	k = 0;
	for (size_t i = 0; i < n; i++) {
		send[i] = !err && go[k];
		k += v[i]->n_parts;
	}
	return err;
}

/* ---- what is known of them ---- */

static const char *outcome_of(struct arena *a, const struct attempt *t)
{
	const char *text = words[t->box.state];

	if (t->box.state == OUTBOX_CONFIRMED && t->box.failed)
		text = arena_printf(a, "%s failing", text);
	if (t->owes_read)
		text = arena_printf(a, "%s unread", text);
	if (t->served)
		text = arena_printf(a, "%s served", text);
	if (t->over)
		text = arena_printf(a, "%s over", text);
	if (t->turn)
		text = arena_printf(a, "%s turn %d", text, t->turn);
	if (t->block_hash)
		text = arena_printf(a, "%s block %s", text, t->block_hash);
	return text;
}

static void outcome_read(struct attempt *t, struct arena *a, const char *text)
{
	const char *block = strstr(text, " block ");
	const char *turn = strstr(text, " turn ");

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strncmp(text, words[i], strlen(words[i])))
			t->box.state = (enum outbox_state)i;
	t->box.failed =
		strstr(text, " failing") || t->box.state == OUTBOX_FAILED;
	t->owes_read = strstr(text, " unread");
	t->served = strstr(text, " served");
	t->over = says_over(text);
	t->block_hash =
		block ? arena_strdup(a, block + strlen(" block ")) : NULL;
	t->turn = turn ? (int)strtol(turn + strlen(" turn "), NULL, 10) : 0;
}

/* A landing that did nothing is not over before it is final: it may vanish, and
 * then do something. */
static enum journal_state state_of(const struct attempt *t)
{
	const struct outbox *o = &t->box;

	switch (o->state) {
	case OUTBOX_SENT:
		return t->over ? JOURNAL_DEAD : JOURNAL_SENT;
	case OUTBOX_UNKNOWN:
		return JOURNAL_UNKNOWN;
	case OUTBOX_CONFIRMED:
		return o->failed ? JOURNAL_SENT : JOURNAL_DONE;
	case OUTBOX_FINALIZED:
		return JOURNAL_DONE;
	case OUTBOX_FAILED:
	case OUTBOX_UNSENT:
		return JOURNAL_FAILED;
	case OUTBOX_EXPIRED:
		return JOURNAL_DEAD;
	case OUTBOX_REPLACED:
		return t->served ? JOURNAL_DONE : JOURNAL_DEAD;
	}
	return JOURNAL_UNKNOWN;
}

bool box_is_news(struct arena *a, const struct attempt *t)
{
	return *t->note || strcmp(t->was, outcome_of(a, t));
}

static struct journal_outcome news_of(const struct sender *s, struct arena *a,
				      const struct attempt *t)
{
	return (struct journal_outcome){
		.attempt = named(s, a, t->name),
		.outcome = outcome_of(a, t),
		.note = t->note,
		.landed_slot = outbox_landed(&t->box) ? t->box.landed_slot : 0,
		.state = state_of(t),
		.watch = *t->note || t->owes_read || !outbox_over(&t->box),
	};
}

enum db_err box_learn(struct sender *s, struct arena *a,
		      struct attempt *const *v, size_t n)
{
	struct journal_outcome *o = arena_alloc(a, n * sizeof(*o));
	const char **was = arena_alloc(a, n * sizeof(*was));
	bool *took = arena_alloc(a, n * sizeof(*took));
	enum db_err err;

	for (size_t i = 0; i < n; i++) {
		o[i] = news_of(s, a, v[i]);
		was[i] = v[i]->was;
	}
	err = journal_learn(s->journal, took, was, o, n);
	for (size_t i = 0; i < n && !err; i++) {
		v[i]->was = o[i].outcome;
		if (!took[i])
			v[i]->note = "";
	}
	return err;
}

enum db_err box_told(struct sender *s, struct arena *a,
		     struct attempt *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		v[i]->note = "";
	return box_learn(s, a, v, n);
}

/* ---- reading them ---- */

struct loading {
	struct sender *s;
	struct arena *a;
	struct attempts *out;
	size_t unread;
};

static struct attempt *begin(struct loading *l, const struct journal_entry *e,
			     const struct body *b, const char *name)
{
	struct attempt *t = arena_alloc(l->a, sizeof(*t));

	t->id = b->tx->id;
	t->tx = b->tx;
	t->at = b->at;
	t->class = rec_tx_classes[b->tx->class];
	t->market = b->market;
	t->recorded_ms = e->recorded_ms;
	t->box.valid_until = e->valid_until ? e->valid_until : REC_NONE_INT;
	t->was = arena_strdup(l->a, e->outcome);
	t->note = arena_strdup(l->a, e->note);
	outcome_read(t, l->a, e->outcome);
	t->box.landed_slot = e->landed_slot;
	if (l->s->chain->read(l->s, t, l->a) ||
	    strncmp(name, t->name, strlen(t->name)) != 0)
		return NULL;
	if (name[strlen(t->name)] == '/')
		t->tries = (int)strtol(name + strlen(t->name) + 1, NULL, 10);
	t->name = name;
	t->parts = arena_alloc(l->a, b->tx->intents.n * sizeof(*t->parts));
	return t;
}

static struct part part_of(const struct sender *s, struct arena *a,
			   const struct journal_entry *e, const struct body *b)
{
	return (struct part){
		.intent_id = own_name(s, a, e->intent_id),
		.lane = own_name(s, a, e->lane),
		.slot = *e->slot ? own_name(s, a, e->slot) : "",
		.action = b->action,
		.oo = b->oo,
	};
}

/* The entries of an attempt are neighbours, the one with the transaction first. */
static bool load(void *ctx, const struct journal_entry *e)
{
	struct loading *l = ctx;
	const char *name = own_name(l->s, l->a, e->attempt);
	struct attempt *t = l->out->n ? l->out->v[l->out->n - 1] : NULL;
	struct body b;

	if (!name)
		return true;
	if (!body_read(&b, l->a, e->body, e->body_len))
		goto bad;
	if (b.tx) {
		t = begin(l, e, &b, name);
		if (!t)
			goto bad;
		attempts_push(l->out, l->a, t);
	}
	if (!t || strcmp(t->name, name) || t->n_parts == t->tx->intents.n)
		goto bad;
	t->parts[t->n_parts++] = part_of(l->s, l->a, e, &b);
	return true;
bad:
	mm_warn("journal: attempt '%s' cannot be read", name);
	l->unread++;
	return true;
}

enum db_err box_load(struct sender *s, struct arena *a, struct attempts *out,
		     size_t *unread)
{
	struct loading l = { .s = s, .a = a, .out = out };
	enum db_err err;

	*out = (struct attempts){ NULL, 0, 0 };
	err = journal_watched(s->journal, load, &l);
	*unread = l.unread;
	if (!err && s->chain->relate)
		s->chain->relate(s, a, out);
	return err;
}

enum db_err box_rolls(struct sender *s, struct arena *a, struct attempts *out)
{
	struct loading l = { .s = s, .a = a, .out = out };

	*out = (struct attempts){ NULL, 0, 0 };
	return journal_rolls(s->journal, load, &l);
}

struct landing {
	struct sender *s;
	struct arena *a;
	void (*each)(void *ctx, const struct part *p, const struct attempt *t);
	void *ctx;
};

static bool show_landed(void *ctx, const struct journal_entry *e)
{
	struct landing *l = ctx;
	struct attempt t = { .id = own_name(l->s, l->a, e->attempt),
			     .class = arena_strdup(l->a, e->class),
			     .recorded_ms = e->recorded_ms,
			     .box = { .valid_until = e->valid_until } };
	struct body b;
	struct part p;

	if (!t.id || !body_read(&b, l->a, e->body, e->body_len))
		return true;
	p = part_of(l->s, l->a, e, &b);
	l->each(l->ctx, &p, &t);
	return true;
}

enum db_err box_landed(struct sender *s, struct arena *a,
		       void (*each)(void *ctx, const struct part *p,
				    const struct attempt *t),
		       void *ctx)
{
	struct landing l = { .s = s, .a = a, .each = each, .ctx = ctx };

	return journal_landed(s->journal, show_landed, &l);
}

enum db_err box_lane_slot(struct sender *s, struct arena *a, int64_t *slot,
			  const char *lane)
{
	return journal_lane_slot(s->journal, slot, named(s, a, lane));
}
