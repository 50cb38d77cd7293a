/* story_logs.c - the logs of positions of v3 and v4: new ones in one question for all,
 * those of a position never seen backwards to its first. */
#include "story.h"

#include <string.h>

/* ---- filters ---- */

struct texts {
	const char **v;
	size_t n;
};

static void add_text(struct texts *list, struct arena *a, const char *text)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->v[i], text))
			return;
	list->v = arena_grow(a, list->v, list->n * sizeof(text),
			     (list->n + 1) * sizeof(text));
	list->v[list->n++] = text;
}

/* Contracts that write of the position, and what names it in the first topic behind
 * the event. */
static void add_story(struct texts *at, struct texts *names, struct reader *r,
		      const struct story *s)
{
	bool v4 = s->p->kind == POOL_V4;

	add_text(at, r->a,
		 reader_address(r,
				v4 ? &r->contracts.v4_pools.at : &s->manager));
	add_text(names, r->a, reader_word(r, v4 ? s->pool_id : s->id));
}

static struct evm_topics topics_of(const struct texts *t)
{
	return (struct evm_topics){ t->v, t->n };
}

static void deal(struct telling *t, const struct logs *logs, bool fresh)
{
	for (size_t i = 0; i < logs->n; i++)
		for (size_t k = 0; k < t->n; k++) {
			const struct log *l = &logs->v[i];
			struct story *s = &t->v[k];

			if ((s->known < 0) != fresh || l->block <= s->known ||
			    !story_has(t, s, l))
				continue;
			if (l->u.event == LOG_NFT)
				story_moved(t, s, l);
			else
				story_log(t, s, l);
		}
}

/* ---- what is new ---- */

static void changes(struct texts *out, struct arena *a)
{
	add_text(out, a, uniswap_topic(LOG_INCREASE));
	add_text(out, a, uniswap_topic(LOG_DECREASE));
	add_text(out, a, uniswap_topic(LOG_COLLECT));
	add_text(out, a, uniswap_topic(LOG_MODIFY));
}

static bool failed(struct telling *t, enum evm_logs_got got)
{
	if (got == EVM_LOGS_PRUNED)
		*t->no = (struct evm_no){ "no_logs",
					  "nodes have no logs of blocks that "
					  "were not read yet" };
	return got != EVM_LOGS_ALL;
}

/* One question for all positions with a past. */
bool story_read_new(struct telling *t)
{
	struct reader *r = t->r;
	struct texts at = { NULL, 0 }, names = at, events = at;
	struct evm_filter f = { .from = t->head + 1, .to = t->head };
	struct logs logs;

	for (size_t i = 0; i < t->n; i++) {
		const struct story *s = &t->v[i];

		if (s->known < 0 || s->p->kind == POOL_V2)
			continue;
		add_story(&at, &names, r, s);
		if (s->known + 1 < f.from)
			f.from = s->known + 1;
	}
	if (f.from > f.to)
		return true;
	changes(&events, r->a);
	f.addresses = at.v;
	f.n_addresses = at.n;
	f.topic[0] = topics_of(&events);
	f.topic[1] = topics_of(&names);
	if (failed(t, logs_read(&logs, r->a, t->asker, &f, t->no)))
		return false;
	deal(t, &logs, false);
	return true;
}

/* ---- what was never read ---- */

/* Whether a story without a past still lacks its first log. */
static bool unborn(const struct telling *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].known < 0 && !t->v[i].born &&
		    t->v[i].p->kind != POOL_V2)
			return true;
	return false;
}

struct asked {
	struct texts at, names, managers, ids, events, moves;
};

static void ask_whom(struct telling *t, struct asked *q)
{
	struct reader *r = t->r;

	*q = (struct asked){ .at = { NULL, 0 } };
	for (size_t i = 0; i < t->n; i++) {
		const struct story *s = &t->v[i];

		if (s->known >= 0 || s->born || s->p->kind == POOL_V2)
			continue;
		add_story(&q->at, &q->names, r, s);
		add_text(&q->managers, r->a, reader_address(r, &s->manager));
		add_text(&q->ids, r->a, reader_word(r, s->id));
	}
	changes(&q->events, r->a);
	add_text(&q->moves, r->a, uniswap_topic(LOG_NFT));
}

static enum evm_logs_got read_back(struct telling *t, const struct asked *q,
				   int64_t from, int64_t to)
{
	struct arena *a = t->r->a;
	struct evm_filter f = { .from = from,
				.to = to,
				.addresses = q->at.v,
				.n_addresses = q->at.n,
				.topic = { topics_of(&q->events),
					   topics_of(&q->names) } };
	struct logs logs, moved;
	enum evm_logs_got got = logs_read(&logs, a, t->asker, &f, t->no);

	if (got != EVM_LOGS_ALL)
		return got;
	f.addresses = q->managers.v;
	f.n_addresses = q->managers.n;
	f.topic[0] = topics_of(&q->moves);
	f.topic[1] = (struct evm_topics){ NULL, 0 };
	f.topic[3] = topics_of(&q->ids);
	got = logs_read(&moved, a, t->asker, &f, t->no);
	if (got != EVM_LOGS_ALL)
		return got;
	deal(t, &logs, true);
	deal(t, &moved, true);
	return got;
}

/* Backwards, for most positions are young; until the log that made each is found. */
bool story_read_past(struct telling *t)
{
	int64_t to = t->head;
	struct asked q;

	while (to >= 0 && unborn(t)) {
		int64_t from = to < t->asker->logs.range
				       ? 0
				       : to - t->asker->logs.range + 1;
		enum evm_logs_got got;

		ask_whom(t, &q);
		got = read_back(t, &q, from, to);
		if (got == EVM_LOGS_FAIL)
			return false;
		if (got == EVM_LOGS_PRUNED)
			break;
		to = from - 1;
	}
	for (size_t i = 0; i < t->n; i++) {
		struct story *s = &t->v[i];

		if (s->known >= 0 || s->p->kind == POOL_V2)
			continue;
		story_sort(s);
		if (!s->born)
			story_unknown(s, "nodes do not have the log that made "
					 "it");
	}
	return true;
}
