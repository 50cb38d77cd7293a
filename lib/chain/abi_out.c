/* abi_out.c - text that grows in an arena. */
#include "chain/abi_parts.h"

static const char digits[] = "0123456789abcdef";

/* Room for n more bytes and a NUL. */
static char *room(struct abi_out *o, size_t n)
{
	if (o->cap - o->len <= n) {
		size_t cap = 2 * o->cap + n + 64;

		o->p = arena_grow(o->a, o->p, o->cap, cap);
		o->cap = cap;
	}
	o->len += n;
	return o->p + o->len - n;
}

void abi_put(struct abi_out *o, const char *p, size_t n)
{
	memcpy(room(o, n), p, n);
}

void abi_put_text(struct abi_out *o, const char *s)
{
	abi_put(o, s, strlen(s));
}

void abi_put_number(struct abi_out *o, size_t x)
{
	char buf[20];
	size_t at = sizeof(buf);

	do {
		buf[--at] = digits[x % 10];
		x /= 10;
	} while (x);
	abi_put(o, buf + at, sizeof(buf) - at);
}

void abi_put_hex(struct abi_out *o, const uint8_t *p, size_t n)
{
	char *at;

	abi_put(o, "0x", 2);
	at = room(o, 2 * n);
	for (size_t i = 0; i < n; i++) {
		*at++ = digits[p[i] >> 4];
		*at++ = digits[p[i] & 15];
	}
}

const char *abi_out_end(struct abi_out *o)
{
	*room(o, 0) = '\0';
	return o->p;
}
