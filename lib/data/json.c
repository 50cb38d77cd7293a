#include "data/json.h"

#include "base/mem.h"
#include "base/text.h"
#include "data/plain.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_CAP 64

/* What the scanner knows of each object or array that is still open. */
struct open {
	uint32_t tok;  /* its token */
	uint64_t seen; /* object: one bit for each key's fingerprint */
};

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

/* The string that begins at s->p (on its quote); a NUL takes the place behind its
 * text. */
static inline bool string(struct scan *s)
{
	struct json_tok *t = add(s, JSON_STRING, ++s->p);
	char *w = s->p + plain_len(s->p, (size_t)(s->end - s->p));

	s->p = w;
	if (*w != '"' && !(w = moved(s)))
		return false;
	t->len = (uint32_t)(w - t->s);
	*w = '\0';
	s->p++;
	return true;
}

static bool digits(struct scan *s)
{
	char *first = s->p;

	while (*s->p >= '0' && *s->p <= '9')
		s->p++;
	return s->p > first || refuse(s, "bad number");
}

static bool number(struct scan *s)
{
	struct json_tok *t = add(s, JSON_NUMBER, s->p);

	s->p += *s->p == '-';
	if (s->p[0] == '0' && s->p[1] >= '0' && s->p[1] <= '9')
		return refuse(s, "number with a leading zero");
	if (!digits(s))
		return false;
	if (*s->p == '.') {
		s->p++;
		if (!digits(s))
			return false;
	}
	if ((*s->p | 32) == 'e') {
		s->p++;
		s->p += *s->p == '+' || *s->p == '-';
		if (!digits(s))
			return false;
	}
	t->len = (uint32_t)(s->p - t->s);
	return true;
}

static bool word(struct scan *s, const char *text, enum json_kind kind)
{
	size_t n = strlen(text);

	if (strncmp(s->p, text, n) != 0)
		return refuse(s, "unknown word");
	add(s, kind, s->p)->len = (uint32_t)n;
	s->p += n;
	return true;
}

static bool enter(struct scan *s, enum json_kind kind)
{
	if (s->depth == JSON_DEPTH)
		return refuse(s, "nested too deep");
	s->open[s->depth++] = (struct open){ .tok = s->j->n };
	add(s, kind, s->p++);
	return true;
}

static bool value(struct scan *s)
{
	char c = *s->p;

	if (c == '"')
		return string(s);
	if ((c >= '0' && c <= '9') || c == '-')
		return number(s);
	if (c == '{')
		return enter(s, JSON_OBJECT);
	if (c == '[')
		return enter(s, JSON_ARRAY);
	if (c == 't')
		return word(s, "true", JSON_TRUE);
	if (c == 'f')
		return word(s, "false", JSON_FALSE);
	if (c == 'n')
		return word(s, "null", JSON_NULL);
	return refuse(s, s->p == s->end ? "unfinished object"
					: "not a JSON value");
}

static void blanks(struct scan *s)
{
	while (*s->p == ' ' || *s->p == '\t' || *s->p == '\r' || *s->p == '\n')
		s->p++;
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
static bool repeated(struct scan *s, struct open *o)
{
	const struct json_tok *obj = &s->j->tok[o->tok];
	const struct json_tok *k = &s->j->tok[s->j->n - 1], *other = obj + 1;
	unsigned first = (unsigned char)k->s[0];
	unsigned last = (unsigned char)k->s[k->len ? k->len - 1 : 0];
	uint64_t print = UINT64_C(1) << ((k->len * 7 + first * 5 + last) & 63);
	bool compare = o->seen & print && obj->len < JSON_FEW_KEYS;

	o->seen |= print;
	for (uint32_t i = 0; compare && i < obj->len; i++) {
		if (same(other, k))
			return true;
		other = next_key(s->j, other);
	}
	return false;
}

static bool key(struct scan *s, struct open *o)
{
	if (*s->p != '"')
		return refuse(s, "key is not a string");
	if (!string(s))
		return false;
	if (repeated(s, o))
		return refuse(s, "key given twice");
	blanks(s);
	if (*s->p != ':')
		return refuse(s, "no colon after a key");
	s->p++;
	blanks(s);
	return true;
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
static bool leave(struct scan *s)
{
	struct json_tok *t = &s->j->tok[s->open[--s->depth].tok];

	s->p++;
	t->next = s->j->n;
	if (t->kind == JSON_OBJECT && t->len > JSON_FEW_KEYS &&
	    !keys_differ(s->j, t))
		return refuse(s, "key given twice");
	return true;
}

/* One element, with its comma and key, or the close of the innermost container. */
static bool step(struct scan *s)
{
	struct open *o = &s->open[s->depth - 1];
	bool object = s->j->tok[o->tok].kind == JSON_OBJECT;

	blanks(s);
	if (*s->p == (object ? '}' : ']'))
		return leave(s);
	if (s->j->tok[o->tok].len) {
		if (*s->p != ',')
			return refuse(s, s->p == s->end
						 ? "unfinished object"
						 : "no comma between values");
		s->p++;
		blanks(s);
	}
	if (object && !key(s, o))
		return false;
	s->j->tok[o->tok].len++;
	return value(s);
}

static const char *scan(struct json *j, char *text, size_t len, bool arrays)
{
	struct scan s;

	s.j = j;
	s.p = text;
	s.end = text + len;
	s.why = NULL;
	s.depth = 0;
	j->n = 0;
	blanks(&s);
	if (*s.p == '{')
		enter(&s, JSON_OBJECT);
	else if (*s.p == '[' && arrays)
		enter(&s, JSON_ARRAY);
	else
		refuse(&s, "not a JSON object");
	while (!s.why && s.depth)
		step(&s);
	if (!s.why)
		blanks(&s);
	if (!s.why && s.p != s.end)
		refuse(&s, "bytes after the object");
	j->at = (size_t)(s.p - text);
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
