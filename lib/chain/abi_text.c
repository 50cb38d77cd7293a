/* abi_text.c - values as text. */
#include "chain/abi_parts.h"

#include "base/text.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

/* Bytes of the UTF-8 sequence at p, 0 if there is none. */
static size_t sequence(const uint8_t *p, size_t left)
{
	char text[5] = "";

	memcpy(text, p, left < 4 ? left : 4);
	return utf8_len(text);
}

/* A string as it is. */
static void plain(struct abi_out *o, const struct abi_value *v)
{
	for (size_t i = 0, n; i < v->len; i += n ? n : 1) {
		n = sequence(v->bytes + i, v->len - i);
		if (n)
			abi_put(o, (const char *)v->bytes + i, n);
		else
			abi_put_text(o, REPLACEMENT);
	}
}

static void escaped(struct abi_out *o, uint8_t c)
{
	static const char digits[] = "0123456789abcdef";
	static const char named[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";
	const char *at = c ? strchr(named, c) : NULL;
	const char unicode[] = { '\\',           'u',           '0', '0',
				 digits[c >> 4], digits[c & 15] };

	if (at)
		abi_put(o, (const char[]){ '\\', names[at - named] }, 2);
	else
		abi_put(o, unicode, sizeof(unicode));
}

/* A string as in JSON. */
static void quoted(struct abi_out *o, const struct abi_value *v)
{
	abi_put_text(o, "\"");
	for (size_t i = 0, n; i < v->len; i += n ? n : 1) {
		uint8_t c = v->bytes[i];

		n = sequence(v->bytes + i, v->len - i);
		if (c < ' ' || c == '"' || c == '\\')
			escaped(o, c);
		else if (n)
			abi_put(o, (const char *)v->bytes + i, n);
		else
			abi_put_text(o, REPLACEMENT);
	}
	abi_put_text(o, "\"");
}

static void put_value(struct abi_out *o, const struct abi_value *v)
{
	bool tuple = v->type->kind == ABI_TUPLE;
	char buf[ABI_WORD_TEXT_SZ];

	if (abi_is_word(v->type)) {
		abi_put(o, buf, abi_word_text(buf, v->type, v->word));
	} else if (v->type->kind == ABI_BYTES) {
		abi_put_hex(o, v->bytes, v->len);
	} else if (v->type->kind == ABI_STRING) {
		quoted(o, v);
	} else {
		abi_put_text(o, tuple ? "(" : "[");
		for (size_t i = 0; i < v->n; i++) {
			if (i)
				abi_put_text(o, ",");
			put_value(o, &v->items[i]);
		}
		abi_put_text(o, tuple ? ")" : "]");
	}
}

const char *abi_text(struct arena *a, const struct abi_value *v)
{
	struct abi_out o = { .a = a };

	if (v->type->kind == ABI_STRING)
		plain(&o, v);
	else
		put_value(&o, v);
	return abi_out_end(&o);
}
