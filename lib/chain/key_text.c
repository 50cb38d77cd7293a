#include "chain/key_text.h"

#include "base/hex.h"
#include "chain/base58.h"

#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static void trim(const char **text, size_t *len)
{
	while (*len && is_blank(**text)) {
		++*text;
		--*len;
	}
	while (*len && is_blank((*text)[*len - 1]))
		--*len;
}

/* What is left to read. */
struct rest {
	const char *p, *end;
};

static void blanks(struct rest *r)
{
	while (r->p < r->end && is_blank(*r->p))
		r->p++;
}

static bool byte(struct rest *r, unsigned char *out)
{
	unsigned v = 0;
	int digits = 0;

	for (; r->p < r->end && *r->p >= '0' && *r->p <= '9'; r->p++) {
		if (digits++ && !v) /* a leading zero */
			return false;
		v = v * 10 + (unsigned)(*r->p - '0');
		if (v > 255)
			return false;
	}
	*out = (unsigned char)v;
	return digits > 0;
}

static bool take(struct rest *r, char c)
{
	blanks(r);
	if (r->p == r->end || *r->p != c)
		return false;
	r->p++;
	blanks(r);
	return true;
}

bool key_id_json(unsigned char out[static ED25519_SECRET_LEN], const char *text,
		 size_t len)
{
	struct rest r = { text, text + len };

	if (!take(&r, '['))
		return false;
	for (int i = 0; i < ED25519_SECRET_LEN; i++)
		if ((i && !take(&r, ',')) || !byte(&r, out + i))
			return false;
	return take(&r, ']') && r.p == r.end;
}

bool key_base58(unsigned char out[static ED25519_SECRET_LEN], const char *text,
		size_t len)
{
	size_t n;

	trim(&text, &len);
	return base58_decode(out, &n, ED25519_SECRET_LEN, text, len) == ST_OK &&
	       n == ED25519_SECRET_LEN;
}

bool key_hex(unsigned char out[static 32], const char *text, size_t len)
{
	trim(&text, &len);
	if (len > 2 && text[0] == '0' && text[1] == 'x') {
		text += 2;
		len -= 2;
	}
	return hex_parse(out, 32, text, len);
}

size_t key_id_json_write(char *out,
			 const unsigned char secret[static ED25519_SECRET_LEN])
{
	char *p = out;

	for (int i = 0; i < ED25519_SECRET_LEN; i++) {
		unsigned v = secret[i];

		*p++ = i ? ',' : '[';
		if (v >= 100)
			*p++ = (char)('0' + v / 100);
		if (v >= 10)
			*p++ = (char)('0' + v / 10 % 10);
		*p++ = (char)('0' + v % 10);
	}
	*p++ = ']';
	*p++ = '\n';
	return (size_t)(p - out);
}
