#include "math/wash.h"

#include "base/mem.h"

#include <stdlib.h>

#define CAP_MIN 1024

/* Prints are numbered from 1 and stand at number % cap; 0 ends a chain, as does
 * any number older than the oldest. */
struct wash_slot {
	struct wash_print print;
	uint64_t hash;
	uint64_t older; /* the next in its chain */
	bool bounced;
	bool repeated;
};

void wash_init(struct wash *w, int64_t window_ms)
{
	*w = (struct wash){
		.window_ms = window_ms,
		.bounced = DEC_ZERO,
		.repeated = DEC_ZERO,
		.oldest = 1,
		.next = 1,
		.newest_ms = INT64_MIN,
	};
}

void wash_free(struct wash *w)
{
	free(w->slots);
	free(w->heads);
}

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

static uint64_t hash_of(const struct wash_print *p)
{
	uint64_t h = mix((uint64_t)p->price.v, (uint64_t)p->price.scale);

	return mix(mix(h, (uint64_t)p->size.v), (uint64_t)p->size.scale);
}

static struct wash_slot *slot(const struct wash *w, uint64_t number)
{
	return &w->slots[number & (w->cap - 1)];
}

static void chain(struct wash *w, uint64_t number)
{
	struct wash_slot *s = slot(w, number);
	uint64_t *head = &w->heads[s->hash & (w->cap - 1)];

	s->older = *head;
	*head = number;
}

/* Twice the room, every print chained anew, oldest first. */
static void grow(struct wash *w)
{
	struct wash old = *w;

	w->cap = old.cap ? 2 * old.cap : CAP_MIN;
	w->slots = mem_alloc(w->cap, sizeof(*w->slots));
	w->heads = mem_alloc(w->cap, sizeof(*w->heads));
	for (uint64_t i = w->oldest; i < w->next; i++) {
		*slot(w, i) = *slot(&old, i);
		chain(w, i);
	}
	wash_free(&old);
}

static bool within(const struct wash *w, int64_t a_ms, int64_t b_ms)
{
	return (a_ms > b_ms ? a_ms - b_ms : b_ms - a_ms) <= w->window_ms;
}

static bool alike(const struct wash_print *a, const struct wash_print *b)
{
	return dec_cmp(a->price, b->price) == 0 &&
	       dec_cmp(a->size, b->size) == 0;
}

static enum status count_pair(struct dec *sum, struct dec size)
{
	enum status st = dec_add(sum, *sum, size);

	return st ? st : dec_add(sum, *sum, size);
}

/* The youngest prints like p that no other has claimed, one of each kind. */
static enum status pair_up(enum wash_verdict *verdict, struct wash *w,
			   struct wash_slot *self)
{
	struct wash_slot *bounce = NULL, *repeat = NULL;
	const struct wash_print *p = &self->print;
	enum status st = ST_OK;

	for (uint64_t i = w->heads[self->hash & (w->cap - 1)]; i >= w->oldest;
	     i = slot(w, i)->older) {
		struct wash_slot *s = slot(w, i);

		if (s->hash != self->hash || !alike(&s->print, p))
			continue;
		if (s->print.id == p->id) {
			*verdict = WASH_KNOWN;
			return ST_OK;
		}
		if (p->ours || s->print.ours ||
		    !within(w, s->print.ts_ms, p->ts_ms))
			continue;
		if (s->print.side == p->side)
			repeat = repeat || s->repeated ? repeat : s;
		else
			bounce = bounce || s->bounced ? bounce : s;
	}
	*verdict = WASH_NEW;
	if (bounce) {
		bounce->bounced = self->bounced = true;
		st = count_pair(&w->bounced, p->size);
	}
	if (repeat && !st) {
		repeat->repeated = self->repeated = true;
		st = count_pair(&w->repeated, p->size);
	}
	return st;
}

enum status wash_add(enum wash_verdict *verdict, struct wash *w,
		     const struct wash_print *print)
{
	struct wash_slot self = { .print = *print, .hash = hash_of(print) };
	enum status st;

	if (print->ts_ms > w->newest_ms)
		w->newest_ms = print->ts_ms;
	while (w->oldest < w->next &&
	       !within(w, slot(w, w->oldest)->print.ts_ms, w->newest_ms))
		w->oldest++;
	if (w->next - w->oldest >= w->cap)
		grow(w);
	st = pair_up(verdict, w, &self);
	if (st || *verdict == WASH_KNOWN)
		return st;
	*slot(w, w->next) = self;
	chain(w, w->next++);
	return ST_OK;
}
