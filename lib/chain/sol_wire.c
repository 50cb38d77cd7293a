#include "chain/sol_wire.h"

#include <string.h>

const uint8_t *sol_read_bytes(struct sol_reader *r, size_t n)
{
	const uint8_t *p = r->p;

	if (n > r->left)
		return NULL;
	r->p += n;
	r->left -= n;
	return p;
}

bool sol_read_u8(struct sol_reader *r, uint8_t *out)
{
	if (!r->left)
		return false;
	*out = *r->p++;
	r->left--;
	return true;
}

bool sol_read_compact(struct sol_reader *r, size_t *out)
{
	size_t n = 0;

	for (size_t i = 0; i < COMPACT_U16_MAX_LEN && i < r->left; i++) {
		uint8_t byte = r->p[i];

		n |= (size_t)(byte & 0x7f) << 7 * i;
		if (byte & 0x80)
			continue;
		if ((i && !byte) || n > UINT16_MAX)
			return false;
		r->p += i + 1;
		r->left -= i + 1;
		*out = n;
		return true;
	}
	return false;
}

uint8_t *sol_put_bytes(uint8_t *p, const void *bytes, size_t n)
{
	if (n)
		memcpy(p, bytes, n);
	return p + n;
}

size_t compact_u16_len(size_t n)
{
	return n < 1 << 7 ? 1 : n < 1 << 14 ? 2 : 3;
}

uint8_t *compact_u16_put(uint8_t *p, size_t n)
{
	for (; n >= 1 << 7; n >>= 7)
		*p++ = (uint8_t)(n | 0x80);
	*p++ = (uint8_t)n;
	return p;
}
