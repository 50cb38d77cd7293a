/* decode_parts.h - what both readers of records share.  Layer: data. */
#ifndef MM_DECODE_PARTS_H
#define MM_DECODE_PARTS_H

#include "data/rec.h"

#include <string.h>

struct decoder {
	const struct json *j;
	struct arena *a;
};

/* decode_field: the value t of that key, whose place is `at`.  NULL, or why not. */
const char *decode_field(struct decoder *d, const struct rec_field *f, void *at,
			 const struct json_tok *t);

/* The same of two kinds, which are most of a record. */
const char *decode_dec(struct dec *out, const struct json_tok *t);
static inline const char *decode_str(const char **out, const struct json_tok *t)
{
	if (t->kind != JSON_STRING)
		return "not a string";
	if (!t->len)
		return "empty";
	*out = t->s;
	return NULL;
}

/* decode_absent: an optional key without a value. */
void decode_absent(const struct rec_field *f, void *at);

/* Whether n bytes are the same: keys are too short for a call. */
static inline bool same_bytes(const char *a, const char *b, size_t n)
{
	uint64_t x, y;
	uint32_t v, w;

	if (n > 24)
		return !memcmp(a, b, n);
	if (n >= 8) {
		memcpy(&x, a, 8);
		memcpy(&y, b, 8);
		if (x != y)
			return false;
		if (n > 16) {
			memcpy(&x, a + 8, 8);
			memcpy(&y, b + 8, 8);
			if (x != y)
				return false;
		}
		memcpy(&x, a + n - 8, 8);
		memcpy(&y, b + n - 8, 8);
		return x == y;
	}
	if (n >= 4) {
		memcpy(&v, a, 4);
		memcpy(&w, b, 4);
		if (v != w)
			return false;
		memcpy(&v, a + n - 4, 4);
		memcpy(&w, b + n - 4, 4);
		return v == w;
	}
	while (n && a[n - 1] == b[n - 1])
		n--;
	return !n;
}

#endif
