#include "venue/paper_sent.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* An intent as a key: of a million of them, one in 10^26 pairs is mistaken. */
static struct trade_key intent_of(const struct match_request *r)
{
	const struct order *o = &r->order;
	const uint64_t parts[] = {
		(uint64_t)r->op << 1 | (uint64_t)o->side,
		(uint64_t)o->wallet,
		(uint64_t)o->price,
		(uint64_t)o->size,
		o->client_id,
		(uint64_t)o->since_ms,
	};
	struct trade_key k = { .hi = 1, .lo = 2 };

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		k.hi = trade_key_mix(k.hi ^ parts[i]);
		k.lo = trade_key_mix(k.lo + parts[i]) * 3;
	}
	return k;
}

static bool is_open(const struct paper_sent *s, struct trade_key intent)
{
	for (int i = 0; i < s->n_open; i++)
		if (trade_key_same(s->open[i].intent, intent))
			return true;
	return false;
}

bool paper_sent_add(struct paper_sent *s, struct match_request *r,
		    const struct rec_pending *p)
{
	struct trade_key intent = intent_of(r);

	if (is_open(s, intent) || keyset_has(&s->landed, intent))
		return false;
	r->tag = ++s->last_tag;
	s->open = mem_room(s->open, s->n_open, &s->cap_open, sizeof(*s->open));
	s->open[s->n_open++] = (struct paper_flight){ *r, *p, intent };
	return true;
}

static int by_slot(const struct paper_flight *a, const struct paper_flight *b)
{
	const struct order *x = &a->request.order, *y = &b->request.order;
	uint64_t i = x->client_id >> 32, j = y->client_id >> 32;

	if (x->wallet != y->wallet)
		return x->wallet < y->wallet ? -1 : 1;
	return (i > j) - (i < j);
}

/* The newest landed order of its slot, unless one sent later landed before. */
static void land(struct paper_sent *s, struct paper_flight *f)
{
	int low = 0, high = s->n_done;

	f->pending.state = PENDING_DONE;
	while (low < high) {
		int mid = low + (high - low) / 2;

		if (by_slot(&s->done[mid], f) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < s->n_done && !by_slot(&s->done[low], f)) {
		if (s->done[low].request.tag < f->request.tag)
			s->done[low] = *f;
		return;
	}
	s->done = mem_room(s->done, s->n_done, &s->cap_done, sizeof(*s->done));
	memmove(&s->done[low + 1], &s->done[low],
		(size_t)(s->n_done - low) * sizeof(*s->done));
	s->done[low] = *f;
	s->n_done++;
}

void paper_sent_settle(struct paper_sent *s, const struct match_event *e)
{
	struct paper_flight f;
	int i = 0;

	while (s->open[i].request.tag != e->tag)
		i++;
	f = s->open[i];
	s->n_open--;
	memmove(&s->open[i], &s->open[i + 1],
		(size_t)(s->n_open - i) * sizeof(*s->open));
	if (!match_landed(e->what, e->why))
		return;
	keyset_add(&s->landed, f.intent);
	if (f.request.op != MATCH_CANCEL)
		land(s, &f);
}

void paper_sent_free(struct paper_sent *s)
{
	free(s->open);
	free(s->done);
	keyset_free(&s->landed);
	*s = (struct paper_sent){ .n_open = 0 };
}
