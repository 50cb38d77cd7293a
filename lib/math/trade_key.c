#include "math/trade_key.h"

#include <string.h>

#define NOT_A_NUMBER (UINT64_C(1) << 63)

static uint64_t hashed(const char *s, size_t len, uint64_t salt)
{
	uint64_t h = trade_key_mix(salt), word = 0;

	for (; len > sizeof(word); s += sizeof(word), len -= sizeof(word)) {
		memcpy(&word, s, sizeof(word));
		h = trade_key_mix(h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	}
	word = 0;
	memcpy(&word, s, len);
	return trade_key_mix(h ^ word);
}

/* False: not the plain text of a number below 2^64. */
static bool number(uint64_t *out, const char *s, size_t len)
{
	uint64_t n = 0;

	if (len == 0 || (*s == '0' && len > 1))
		return false;
	for (size_t i = 0; i < len; i++)
		if (s[i] < '0' || s[i] > '9' ||
		    __builtin_mul_overflow(n, (uint64_t)10, &n) ||
		    __builtin_add_overflow(n, (uint64_t)(s[i] - '0'), &n))
			return false;
	*out = n;
	return true;
}

struct trade_key trade_key_of(const char *source, size_t source_len,
			      const char *id, size_t id_len)
{
	struct trade_key key;

	key.hi = hashed(source, source_len, 1) & ~NOT_A_NUMBER;
	if (!number(&key.lo, id, id_len)) {
		key.lo = hashed(id, id_len, key.hi);
		key.hi = hashed(id, id_len, ~key.hi) | NOT_A_NUMBER;
	}
	return key;
}

struct trade_key trade_key_make(const char *source, const char *id)
{
	return trade_key_of(source, strlen(source), id, strlen(id));
}
