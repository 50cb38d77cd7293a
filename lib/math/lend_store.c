#include "math/lend_store.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_SLOTS 1024
#define FIRST_CAP   512

void lend_store_init(struct lend_store *s)
{
	*s = (struct lend_store){ .l.free = LEND_NONE, .slots = FIRST_SLOTS };
	s->slot = mem_alloc(s->slots, sizeof(*s->slot));
}

void lend_store_free(struct lend_store *s)
{
	struct lend_accounts *a = &s->a;
	struct lend_legs *l = &s->l;
	void *all[] = { a->address, a->first, a->watch, a->emode,  a->class,
			a->dirty,   a->said,  a->hf,    l->amount, l->kind,
			l->account, l->next,  l->low,   l->high,   s->slot };

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		free(all[i]);
	*s = (struct lend_store){ .slot = NULL };
}

/* Addresses are hashes but for their makers, who choose among many. */
static uint32_t home_of(const struct lend_store *s,
			const struct lend_address *a)
{
	uint64_t x, y;

	memcpy(&x, a->b, sizeof(x));
	memcpy(&y, a->b + 8, sizeof(y));
	x = (x ^ y << 21 ^ y >> 43) * UINT64_C(0x9e3779b97f4a7c15);
	return (uint32_t)(x >> 32) & (s->slots - 1);
}

/* Where the address stands, or the empty slot where it would. */
static uint32_t slot_of(const struct lend_store *s,
			const struct lend_address *a)
{
	uint32_t at = home_of(s, a);

	while (s->slot[at] &&
	       memcmp(&s->a.address[s->slot[at] - 1], a, sizeof(*a)) != 0)
		at = (at + 1) & (s->slots - 1);
	return at;
}

uint32_t lend_store_find(const struct lend_store *s,
			 const struct lend_address *a)
{
	return s->slot[slot_of(s, a)] - 1;
}

static void more_slots(struct lend_store *s)
{
	free(s->slot);
	s->slots *= 2;
	s->slot = mem_alloc(s->slots, sizeof(*s->slot));
	for (uint32_t i = 0; i < s->a.n; i++)
		s->slot[slot_of(s, &s->a.address[i])] = i + 1;
}

#define COLUMN(p) ((p) = mem_realloc((p), cap, sizeof(*(p))))

static void more_accounts(struct lend_accounts *a)
{
	uint32_t cap = a->cap ? 2 * a->cap : FIRST_CAP;

	COLUMN(a->address);
	COLUMN(a->first);
	COLUMN(a->watch);
	COLUMN(a->emode);
	COLUMN(a->class);
	COLUMN(a->dirty);
	COLUMN(a->said);
	COLUMN(a->hf);
	a->cap = cap;
}

static void more_legs(struct lend_legs *l)
{
	uint32_t cap = l->cap ? 2 * l->cap : FIRST_CAP;

	COLUMN(l->amount);
	COLUMN(l->kind);
	COLUMN(l->account);
	COLUMN(l->next);
	COLUMN(l->low);
	COLUMN(l->high);
	l->cap = cap;
}

uint32_t lend_store_account(struct lend_store *s, const struct lend_address *a)
{
	uint32_t new = s->a.n, at;

	if (new && !memcmp(&s->a.address[s->last], a, sizeof(*a)))
		return s->last;
	at = slot_of(s, a);
	if (s->slot[at])
		return s->last = s->slot[at] - 1;
	if (new == s->a.cap)
		more_accounts(&s->a);
	s->a.address[new] = *a;
	s->a.first[new] = LEND_NONE;
	s->a.watch[new] = 0;
	s->a.emode[new] = 0;
	s->a.class[new] = LEND_FREE;
	s->a.dirty[new] = 0;
	s->a.said[new] = 0;
	s->a.hf[new] = LEND_HF_MAX;
	s->a.n++;
	s->slot[at] = new + 1;
	if (s->a.n > s->slots / 4 * 3)
		more_slots(s);
	return s->last = new;
}

uint32_t lend_store_leg(const struct lend_store *s, uint32_t account,
			uint8_t reserve, enum lend_side side)
{
	uint32_t i = s->a.first[account];

	while (i != LEND_NONE &&
	       (s->l.kind[i].reserve != reserve || s->l.kind[i].side != side))
		i = s->l.next[i];
	return i;
}

uint32_t lend_store_leg_add(struct lend_store *s, uint32_t account,
			    struct lend_leg_kind kind)
{
	struct lend_legs *l = &s->l;
	uint32_t new = l->free;

	if (new != LEND_NONE) {
		l->free = l->next[new];
	} else {
		if (l->n == l->cap)
			more_legs(l);
		new = l->n++;
	}
	l->kind[new] = kind;
	l->amount[new] = 0;
	l->account[new] = account;
	l->low[new] = l->high[new] = 0;
	l->next[new] = s->a.first[account];
	s->a.first[account] = new;
	return new;
}

void lend_store_leg_drop(struct lend_store *s, uint32_t leg)
{
	struct lend_legs *l = &s->l;
	uint32_t *at = &s->a.first[l->account[leg]];

	while (*at != leg)
		at = &l->next[*at];
	*at = l->next[leg];
	l->account[leg] = LEND_NONE;
	l->next[leg] = l->free;
	l->free = leg;
}
