#include "accounts.h"

#include "base/err.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS_FIRST 1024 /* a power of two */

/* Addresses are chosen by who makes them: all of their bytes count. */
static uint64_t hash_of(const struct evm_address *at)
{
	uint64_t part[3] = { 0 }, h = 0;

	memcpy(part, at->b, EVM_ADDRESS_LEN);
	for (size_t i = 0; i < 3; i++) {
		h = (h ^ part[i]) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 29;
	}
	return h;
}

/* Its slot, or the free one where it belongs. */
static uint32_t *slot_of(const struct accounts *all,
			 const struct evm_address *at)
{
	size_t mask = all->n_slots - 1, i = hash_of(at) & mask;

	while (all->slots[i] &&
	       !evm_address_eq(&all->v[all->slots[i] - 1].at, at))
		i = (i + 1) & mask;
	return &all->slots[i];
}

static void spread(struct accounts *all)
{
	free(all->slots);
	all->n_slots = all->n_slots ? 2 * all->n_slots : SLOTS_FIRST;
	all->slots = mem_alloc(all->n_slots, sizeof(*all->slots));
	for (size_t i = 0; i < all->n; i++)
		*slot_of(all, &all->v[i].at) = (uint32_t)(i + 1);
}

uint32_t accounts_place(struct accounts *all, const struct evm_address *at)
{
	uint32_t *slot;

	if (2 * all->n >= all->n_slots)
		spread(all);
	slot = slot_of(all, at);
	if (*slot)
		return *slot - 1;
	if (all->n == all->cap) {
		if (all->n >= ACCOUNTS_MAX)
			mm_die(MM_FAIL, "too many accounts");
		all->cap = all->cap ? 2 * all->cap : SLOTS_FIRST;
		all->v = mem_realloc(all->v, all->cap, sizeof(*all->v));
	}
	all->v[all->n] = (struct account){ .at = *at };
	*slot = (uint32_t)++all->n;
	return *slot - 1;
}

void accounts_touch(struct accounts *all, uint32_t place)
{
	if (all->v[place].touched)
		return;
	all->v[place].touched = true;
	if (all->n_touched == all->cap_touched) {
		all->cap_touched =
			all->cap_touched ? 2 * all->cap_touched : SLOTS_FIRST;
		all->touched = mem_realloc(all->touched, all->cap_touched,
					   sizeof(*all->touched));
	}
	all->touched[all->n_touched++] = place;
}

void accounts_settled(struct accounts *all)
{
	for (size_t i = 0; i < all->n_touched; i++)
		all->v[all->touched[i]].touched = false;
	all->n_touched = 0;
}

void accounts_free(struct accounts *all)
{
	free(all->v);
	free(all->slots);
	free(all->touched);
	*all = (struct accounts){ .n = 0 };
}
