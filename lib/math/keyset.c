#include "math/keyset.h"

#include "base/mem.h"

#include <stdlib.h>

#define FIRST_CAP 1024

static bool is_free(struct trade_key k)
{
	return !k.hi && !k.lo;
}

/* Where the key is, or would go: linear probing.  Venues number their trades:
 * four neighbours share a cache line, and only the lines are scattered. */
static size_t place_of(const struct keyset *s, struct trade_key key)
{
	uint64_t line = trade_key_mix(key.lo >> 2 ^
				      key.hi * UINT64_C(0x9e3779b97f4a7c15));
	size_t i = (size_t)(line << 2 | (key.lo & 3)) & (s->cap - 1);

	while (!is_free(s->slot[i]) && !trade_key_same(s->slot[i], key))
		i = (i + 1) & (s->cap - 1);
	return i;
}

static void grow(struct keyset *s)
{
	struct keyset old = *s;

	s->cap = old.cap ? 2 * old.cap : FIRST_CAP;
	s->slot = mem_alloc(s->cap, sizeof(*s->slot));
	for (size_t i = 0; i < old.cap; i++)
		if (!is_free(old.slot[i]))
			s->slot[place_of(s, old.slot[i])] = old.slot[i];
	free(old.slot);
}

bool keyset_has(const struct keyset *s, struct trade_key key)
{
	if (is_free(key))
		return s->has_zero;
	return s->cap && !is_free(s->slot[place_of(s, key)]);
}

bool keyset_add(struct keyset *s, struct trade_key key)
{
	size_t i;

	if (is_free(key)) {
		bool fresh = !s->has_zero;

		s->has_zero = true;
		return fresh;
	}
	if (s->n >= s->cap / 8 * 5)
		grow(s);
	i = place_of(s, key);
	if (!is_free(s->slot[i]))
		return false;
	s->slot[i] = key;
	s->n++;
	return true;
}

void keyset_free(struct keyset *s)
{
	free(s->slot);
	*s = (struct keyset){ .n = 0 };
}
