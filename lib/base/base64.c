#include "base/base64.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "abcdefghijklmnopqrstuvwxyz0123456789+/";

#define BAD 0xff

/* The value of each byte as a digit, or BAD. */
/* clang-format off */
static const uint8_t value[256] = {
#define B BAD
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	B, B, B, B, B, B, B, B, B, B, B,62, B, B, B,63,
	52,53,54,55,56,57,58,59,60,61, B, B, B, B, B, B,
	B, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,10,11,12,13,14,
	15,16,17,18,19,20,21,22,23,24,25, B, B, B, B, B,
	B,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,
	41,42,43,44,45,46,47,48,49,50,51, B, B, B, B, B,
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
#undef B
};
/* clang-format on */

size_t base64_format(char *out, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;
	char *w = out;

	for (; n >= 3; n -= 3, p += 3, w += 4) {
		w[0] = digits[p[0] >> 2];
		w[1] = digits[(p[0] & 3) << 4 | p[1] >> 4];
		w[2] = digits[(p[1] & 15) << 2 | p[2] >> 6];
		w[3] = digits[p[2] & 63];
	}
	if (n) {
		uint8_t second = n > 1 ? p[1] : 0;

		*w++ = digits[p[0] >> 2];
		*w++ = digits[(p[0] & 3) << 4 | second >> 4];
		*w++ = n > 1 ? digits[(second & 15) << 2] : '=';
		*w++ = '=';
	}
	*w = '\0';
	return (size_t)(w - out);
}

/* The last four digits, of which one or two may be padding. */
static enum status last_group(uint8_t *out, size_t *n, const char *text)
{
	uint8_t a = value[(uint8_t)text[0]], b = value[(uint8_t)text[1]];
	uint8_t c = value[(uint8_t)text[2]], d = value[(uint8_t)text[3]];
	size_t pad = text[3] != '=' ? 0 : text[2] != '=' ? 1 : 2;

	if (pad)
		d = 0;
	if (pad == 2)
		c = 0;
	if ((a | b | c | d) > 63)
		return ST_FORMAT;
	if ((pad == 2 && b & 15) || (pad == 1 && c & 3))
		return ST_FORMAT;
	out[(*n)++] = (uint8_t)(a << 2 | b >> 4);
	if (pad < 2)
		out[(*n)++] = (uint8_t)(b << 4 | c >> 2);
	if (!pad)
		out[(*n)++] = (uint8_t)(c << 6 | d);
	return ST_OK;
}

enum status base64_parse(uint8_t *out, size_t *n, const char *text, size_t len)
{
	const uint8_t *p = (const uint8_t *)text;
	uint8_t *w = out;
	size_t done;

	if (len % 4)
		return ST_FORMAT;
	*n = 0;
	if (!len)
		return ST_OK;
	/* Written behind where is read: out may be text. */
	for (size_t i = 0; i + 4 < len; i += 4, p += 4, w += 3) {
		uint8_t a = value[p[0]], b = value[p[1]];
		uint8_t c = value[p[2]], d = value[p[3]];

		if ((a | b | c | d) > 63)
			return ST_FORMAT;
		w[0] = (uint8_t)(a << 2 | b >> 4);
		w[1] = (uint8_t)(b << 4 | c >> 2);
		w[2] = (uint8_t)(c << 6 | d);
	}
	done = (size_t)(w - out);
	if (last_group(out, &done, (const char *)p) != ST_OK)
		return ST_FORMAT;
	*n = done;
	return ST_OK;
}
