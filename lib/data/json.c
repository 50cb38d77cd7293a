#include "data/json.h"

#include "base/mem.h"
#include "base/text.h"
#include "data/number.h"
#include "data/plain.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_CAP  64
#define PRINT_BITS 10

/* What the scanner knows of each object or array that is still open. */
struct open {
	uint32_t tok; /* its token */
	uint32_t len; /* members or elements so far */
	bool object;
	/* object: one bit for each key's fingerprint */
	uint64_t seen[(1 << PRINT_BITS) / 64];
};

/* What reads on takes the place it begins at and returns the one behind, NULL where
 * it refuses: the place then stands in p, as it does in the rest of a string. */
struct scan {
	struct json *j;
	char *p, *end;
	const char *why;
	int depth;
	struct open open[JSON_DEPTH];
};

static bool refuse(struct scan *s, const char *why)
{
	s->why = why;
	return false;
}

static char *refuse_at(struct scan *s, char *p, const char *why)
{
	s->p = p;
	s->why = why;
	return NULL;
}

static void grow(struct json *j)
{
	j->cap = j->cap ? j->cap * 2 : FIRST_CAP;
	j->tok = mem_realloc(j->tok, j->cap, sizeof(*j->tok));
}

static inline struct json_tok *add(struct scan *s, enum json_kind kind,
				   char *at)
{
	struct json *j = s->j;
	struct json_tok *t;

	if (j->n == j->cap)
		grow(j);
	t = &j->tok[j->n++];
	t->s = at;
	t->len = 0;
	t->next = j->n;
	t->kind = kind;
	return t;
}

/* The four hexadecimal digits at p, or -1. */
static int32_t hex4(const char *p)
{
	int32_t v = 0;

	for (int i = 0; i < 4; i++) {
		char c = p[i];

		if (c >= '0' && c <= '9')
			v = v << 4 | (c - '0');
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			v = v << 4 | ((c | 32) - 'a' + 10);
		else
			return -1;
	}
	return v;
}

static char *put_utf8(char *w, int32_t c)
{
	int more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
	static const unsigned char lead[] = { 0, 0xc0, 0xe0, 0xf0 };

	*w++ = (char)(lead[more] | c >> 6 * more);
	while (more--)
		*w++ = (char)(0x80 | (c >> 6 * more & 63));
	return w;
}

/* \uXXXX with s->p on the 'u'; a high surrogate takes its low half along. */
static bool unescape_u(struct scan *s, char **w)
{
	int32_t c = hex4(s->p + 1), low;

	if (c < 0)
		return refuse(s, "bad \\u escape");
	if (c == 0)
		return refuse(s, "NUL in a string");
	s->p += 5;
	if (c >= 0xd800 && c < 0xe000) {
		low = s->p[0] == '\\' && s->p[1] == 'u' ? hex4(s->p + 2) : -1;
		if (c >= 0xdc00 || low < 0xdc00 || low > 0xdfff)
			return refuse(s, "lone surrogate");
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
		s->p += 6;
	}
	*w = put_utf8(*w, c);
	return true;
}

static bool unescape(struct scan *s, char **w)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *at;

	s->p++; /* the backslash */
	if (*s->p == 'u')
		return unescape_u(s, w);
	at = *s->p ? strchr(from, *s->p) : NULL;
	if (!at)
		return refuse(s, "bad escape");
	*(*w)++ = to[at - from];
	s->p++;
	return true;
}

/* A byte that is neither a quote nor plain: an escape, a multibyte character or
 * something to refuse. */
static bool unplain(struct scan *s, char **w)
{
	unsigned char c = (unsigned char)*s->p;
	size_t n;

	if (c == '\\')
		return unescape(s, w);
	if (c < ' ' && s->p == s->end)
		return refuse(s, "unfinished string");
	if (c < ' ')
		return refuse(s, c ? "control byte in a string" : "NUL byte");
	n = utf8_len(s->p);
	if (!n)
		return refuse(s, "invalid UTF-8");
	memmove(*w, s->p, n);
	*w += n;
	s->p += n;
	return true;
}

/* The rest of a string from its first byte that is not plain: the text moves down
 * over the escapes.  Returns its end, or NULL. */
static char *moved(struct scan *s)
{
	char *w = s->p;

	while (*s->p != '"') {
		if (plain_byte(*s->p))
			*w++ = *s->p++;
		else if (!unplain(s, &w))
			return NULL;
	}
	return w;
}

/* The string whose quote is at p; a NUL takes the place behind its text.  Most of a
 * line is strings: a call of its own for each would be a tenth of the scan. */
__attribute__((always_inline)) static inline char *string(struct scan *s,
							  char *p)
{
	struct json_tok *t = add(s, JSON_STRING, p + 1);
	char *w = t->s + plain_len(t->s, (size_t)(s->end - t->s));

	p = w;
	if (*w != '"') {
		s->p = p;
		w = moved(s);
		p = s->p;
		if (!w)
			return NULL;
	}
	t->len = (uint32_t)(w - t->s);
	*w = '\0';
	return p + 1;
}

static char *number(struct scan *s, char *p)
{
	struct json_tok *t = add(s, JSON_NUMBER, p);
	const char *why = NULL;

	p = number_end(p, &why);
	if (why)
		return refuse_at(s, p, why);
	t->len = (uint32_t)(p - t->s);
	return p;
}

static char *word(struct scan *s, char *p, const char *text,
		  enum json_kind kind)
{
	size_t n = strlen(text);

	if (strncmp(p, text, n) != 0)
		return refuse_at(s, p, "unknown word");
	add(s, kind, p)->len = (uint32_t)n;
	return p + n;
}

static char *enter(struct scan *s, char *p, enum json_kind kind)
{
	if (s->depth == JSON_DEPTH)
		return refuse_at(s, p, "nested too deep");
	s->open[s->depth++] =
		(struct open){ .tok = s->j->n, .object = kind == JSON_OBJECT };
	add(s, kind, p);
	return p + 1;
}

static inline char *value(struct scan *s, char *p)
{
	char c = *p;

	if (c == '"')
		return string(s, p);
	if (number_digit(c) || c == '-')
		return number(s, p);
	if (c == '{')
		return enter(s, p, JSON_OBJECT);
	if (c == '[')
		return enter(s, p, JSON_ARRAY);
	if (c == 't')
		return word(s, p, "true", JSON_TRUE);
	if (c == 'f')
		return word(s, p, "false", JSON_FALSE);
	if (c == 'n')
		return word(s, p, "null", JSON_NULL);
	return refuse_at(
		s, p, p == s->end ? "unfinished object" : "not a JSON value");
}

static inline char *blanks(char *p)
{
	while ((unsigned char)*p <= ' ' &&
	       (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
		p++;
	return p;
}

static bool same(const struct json_tok *a, const struct json_tok *b)
{
	return a->len == b->len && !memcmp(a->s, b->s, a->len);
}

/* The next sibling key of the key token k. */
static struct json_tok *next_key(const struct json *j, const struct json_tok *k)
{
	return &j->tok[k[1].next];
}

/* Most objects are small, and a key whose fingerprint was not seen is new: only
 * the others are compared.  Large objects are sorted once, when they close. */
static inline bool repeated(struct scan *s, struct open *o)
{
	const struct json_tok *k = &s->j->tok[s->j->n - 1];
	const struct json_tok *other = &s->j->tok[o->tok + 1];
	uint32_t first = (unsigned char)k->s[0];
	uint32_t last = (unsigned char)k->s[k->len ? k->len - 1 : 0];
	uint32_t mid = (unsigned char)k->s[k->len / 2];
	uint32_t print = first | last << 8 | mid << 16 | k->len << 24;
	uint32_t mixed = print * UINT32_C(0x9e3779b1) >> (32 - PRINT_BITS);
	uint64_t *seen = &o->seen[mixed / 64];
	uint64_t bit = UINT64_C(1) << (mixed % 64);
	bool compare = *seen & bit && o->len < JSON_FEW_KEYS;

	*seen |= bit;
	for (uint32_t i = 0; compare && i < o->len; i++) {
		if (same(other, k))
			return true;
		other = next_key(s->j, other);
	}
	return false;
}

static inline char *key(struct scan *s, char *p, struct open *o)
{
	if (*p != '"')
		return refuse_at(s, p, "key is not a string");
	p = string(s, p);
	if (!p)
		return NULL;
	if (repeated(s, o))
		return refuse_at(s, p, "key given twice");
	p = blanks(p);
	if (*p != ':')
		return refuse_at(s, p, "no colon after a key");
	return blanks(p + 1);
}

static int by_text(const void *x, const void *y)
{
	const struct json_tok *a = *(struct json_tok *const *)x;
	const struct json_tok *b = *(struct json_tok *const *)y;
	int order = memcmp(a->s, b->s, a->len < b->len ? a->len : b->len);

	return order ? order : (a->len > b->len) - (a->len < b->len);
}

static bool keys_differ(const struct json *j, const struct json_tok *obj)
{
	const struct json_tok **keys = mem_alloc(obj->len, sizeof(*keys));
	const struct json_tok *k = obj + 1;
	bool differ = true;

	for (uint32_t i = 0; i < obj->len; i++) {
		keys[i] = k;
		k = next_key(j, k);
	}
	qsort(keys, obj->len, sizeof(*keys), by_text);
	for (uint32_t i = 1; i < obj->len && differ; i++)
		differ = !same(keys[i - 1], keys[i]);
	free(keys);
	return differ;
}

/* The closing bracket of the innermost container. */
static char *leave(struct scan *s, char *p)
{
	const struct open *o = &s->open[--s->depth];
	struct json_tok *t = &s->j->tok[o->tok];

	t->len = o->len;
	t->next = s->j->n;
	if (o->object && o->len > JSON_FEW_KEYS && !keys_differ(s->j, t))
		return refuse_at(s, p + 1, "key given twice");
	return p + 1;
}

/* One element, with its comma and key, or the close of the innermost container. */
static inline char *step(struct scan *s, char *p)
{
	struct open *o = &s->open[s->depth - 1];

	p = blanks(p);
	if (*p == (o->object ? '}' : ']'))
		return leave(s, p);
	if (o->len) {
		if (*p != ',')
			return refuse_at(s, p,
					 p == s->end
						 ? "unfinished object"
						 : "no comma between values");
		p = blanks(p + 1);
	}
	if (o->object) {
		p = key(s, p, o);
		if (!p)
			return NULL;
	}
	o->len++;
	return value(s, p);
}

/* The object or array at p, inside of so many others. */
static char *nested(struct scan *s, char *p, int depth)
{
	s->why = NULL;
	s->depth = depth;
	s->j->n = 0;
	p = enter(s, p, *p == '{' ? JSON_OBJECT : JSON_ARRAY);
	while (p && s->depth > depth)
		p = step(s, p);
	return p;
}

static const char *scan(struct json *j, char *text, size_t len, bool arrays)
{
	struct scan s;
	char *p = blanks(text);

	s.j = j;
	s.end = text + len;
	if (*p == '{' || (*p == '[' && arrays))
		p = nested(&s, p, 0);
	else
		p = refuse_at(&s, p, "not a JSON object");
	if (p)
		p = blanks(p);
	if (p && p != s.end)
		refuse_at(&s, p, "bytes after the object");
	j->at = (size_t)((s.why ? s.p : s.end) - text);
	return s.why;
}

const char *json_scan(struct json *j, char *line, size_t len)
{
	return scan(j, line, len, false);
}

const char *json_scan_any(struct json *j, char *text, size_t len)
{
	return scan(j, text, len, true);
}

char *json_value(struct json *j, char *p, char *end, int depth)
{
	struct scan s;

	s.j = j;
	s.end = end;
	return nested(&s, p, depth);
}

void json_free(struct json *j)
{
	free(j->tok);
	*j = (struct json){ 0 };
}

const struct json_tok *json_member(const struct json *j, uint32_t obj,
				   const char *name)
{
	const struct json_tok *o = &j->tok[obj], *k = o + 1;
	size_t len = strlen(name);

	for (uint32_t i = 0; i < o->len; i++, k = next_key(j, k))
		if (k->len == len && !memcmp(k->s, name, len))
			return k + 1;
	return NULL;
}
