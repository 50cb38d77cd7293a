/* fuzz_json - the in-place scanner against cJSON: equal verdict, equal value.
 *
 * cJSON alone lets too much through, so the reference is cJSON for the structure
 * and a lexer of its own, written from RFC 8259 and RFC 3629, for what stands in
 * strings, numbers and between them.  cJSON rounds numbers: it is given 0 in
 * their place, and their text is compared instead. */
#include "data/json.h"
#include "fuzz.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <string.h>

#define NUMBERS_MAX 4096

struct span {
	const char *s;
	size_t len;
};

/* The line as the lexer sees it. */
struct lexer {
	const char *text;
	size_t len;
	char *plain; /* the same with 0 and blanks for numbers */
	struct span number[NUMBERS_MAX];
	size_t n_numbers;
	int depth, deepest;
};

/* The code point at s[*i], stepping over it; -1 if it is none. */
static long utf8_next(const char *s, size_t len, size_t *i)
{
	static const long least[] = { 0, 0x80, 0x800, 0x10000 };
	unsigned char c = (unsigned char)s[*i];
	int more = c < 0x80             ? 0
		   : (c & 0xe0) == 0xc0 ? 1
		   : (c & 0xf0) == 0xe0 ? 2
		   : (c & 0xf8) == 0xf0 ? 3
					: -1;
	long point;

	if (more < 0 || *i + (size_t)more >= len)
		return -1;
	point = more ? c & (0x3f >> more) : c;
	++*i;
	for (int k = 0; k < more; k++, ++*i) {
		if (((unsigned char)s[*i] & 0xc0) != 0x80)
			return -1;
		point = point * 64 + (s[*i] & 0x3f);
	}
	if (point < least[more] || point > 0x10ffff ||
	    (point >= 0xd800 && point <= 0xdfff))
		return -1;
	return point;
}

/* The value of a \uXXXX at s[i], or -1. */
static long escaped_unit(const char *s, size_t len, size_t i)
{
	char digits[5] = "";
	char *end;
	long unit;

	if (i + 6 > len || s[i] != '\\' || s[i + 1] != 'u' ||
	    strspn(memcpy(digits, s + i + 2, 4), "0123456789abcdefABCDEF") != 4)
		return -1;
	unit = strtol(digits, &end, 16);
	return unit;
}

/* From the backslash at *i past the escape. */
static bool lex_escape(const struct lexer *l, size_t *i)
{
	long unit;

	if (*i + 1 < l->len && l->text[*i + 1] &&
	    strchr("\"\\/bfnrt", l->text[*i + 1])) {
		*i += 2;
		return true;
	}
	unit = escaped_unit(l->text, l->len, *i);
	*i += 6;
	if (unit < 0xd800 || unit > 0xdfff)
		return unit > 0;
	if (unit > 0xdbff)
		return false;
	unit = escaped_unit(l->text, l->len, *i);
	*i += 6;
	return unit >= 0xdc00 && unit <= 0xdfff;
}

static bool lex_string(const struct lexer *l, size_t *i)
{
	for (++*i; *i < l->len && l->text[*i] != '"';) {
		if (l->text[*i] == '\\') {
			if (!lex_escape(l, i))
				return false;
		} else if (utf8_next(l->text, l->len, i) < 0x20) {
			return false;
		}
	}
	return (*i)++ < l->len;
}

/* -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)? and nothing else. */
static bool is_number(const char *s, size_t len)
{
	static const char digits[] = "0123456789";
	char text[4097];
	size_t n;

	memcpy(text, s, len);
	text[len] = '\0';
	s = text + (*text == '-');
	n = strspn(s, digits);
	if (!n || (n > 1 && *s == '0'))
		return false;
	s += n;
	if (*s == '.') {
		n = strspn(++s, digits);
		if (!n)
			return false;
		s += n;
	}
	if (*s == 'e' || *s == 'E') {
		s++;
		s += *s == '+' || *s == '-';
		n = strspn(s, digits);
		if (!n)
			return false;
		s += n;
	}
	return !*s;
}

static bool lex_number(struct lexer *l, size_t *i)
{
	struct span *number = &l->number[l->n_numbers++];

	number->s = l->text + *i;
	while (*i < l->len && l->text[*i] &&
	       strchr("+-.0123456789eE", l->text[*i]))
		l->plain[(*i)++] = ' ';
	number->len = (size_t)(l->text + *i - number->s);
	l->plain[number->s - l->text] = '0';
	return is_number(number->s, number->len);
}

static bool lex_other(struct lexer *l, size_t *i)
{
	static const char *const words[] = { "true", "false", "null" };
	char c = l->text[*i];

	for (size_t w = 0; w < 3; w++) {
		size_t n = strlen(words[w]);

		if (l->len - *i >= n && !memcmp(l->text + *i, words[w], n)) {
			*i += n;
			return true;
		}
	}
	if (!c || !strchr(" \t\r\n{}[],:", c))
		return false;
	l->depth += (c == '{' || c == '[') - (c == '}' || c == ']');
	if (l->depth > l->deepest)
		l->deepest = l->depth;
	++*i;
	return true;
}

static bool lex(struct lexer *l)
{
	for (size_t i = 0; i < l->len;) {
		char c = l->text[i];
		bool good = c == '"' ? lex_string(l, &i)
			    : c == '-' || (c >= '0' && c <= '9')
				    ? lex_number(l, &i)
				    : lex_other(l, &i);

		if (!good)
			return false;
	}
	return l->deepest <= JSON_DEPTH;
}

static bool keys_differ(const cJSON *v)
{
	const cJSON *a, *b;

	for (a = v->child; a; a = a->next) {
		if (!keys_differ(a))
			return false;
		for (b = v->child; cJSON_IsObject(v) && b != a; b = b->next) {
			if (!strcmp(a->string, b->string))
				return false;
		}
	}
	return true;
}

static bool same_text(const struct json_tok *t, const char *s)
{
	return t->len == strlen(s) && !memcmp(t->s, s, t->len + 1);
}

static bool same_kind(enum json_kind kind, const cJSON *v)
{
	switch (kind) {
	case JSON_OBJECT:
		return cJSON_IsObject(v);
	case JSON_ARRAY:
		return cJSON_IsArray(v);
	case JSON_STRING:
		return cJSON_IsString(v);
	case JSON_NUMBER:
		return cJSON_IsNumber(v);
	case JSON_TRUE:
		return cJSON_IsTrue(v);
	case JSON_FALSE:
		return cJSON_IsFalse(v);
	case JSON_NULL:
		return cJSON_IsNull(v);
	}
	return false;
}

/* The tokens from at on are the value v; numbers are met in their order.  Returns
 * the index behind it. */
static uint32_t compare(const struct json *j, uint32_t at, const cJSON *v,
			const struct span **number)
{
	const struct json_tok *t = &j->tok[at];
	uint32_t next = at + 1;

	FUZZ_CHECK(at < j->n && same_kind(t->kind, v));
	if (t->kind == JSON_STRING)
		FUZZ_CHECK(same_text(t, v->valuestring));
	if (t->kind == JSON_NUMBER) {
		FUZZ_CHECK(t->len == (*number)->len &&
			   !memcmp(t->s, (*number)->s, t->len));
		++*number;
	}
	if (t->kind == JSON_OBJECT || t->kind == JSON_ARRAY) {
		FUZZ_CHECK((int)t->len == cJSON_GetArraySize(v));
		for (const cJSON *e = v->child; e; e = e->next) {
			if (t->kind == JSON_OBJECT)
				FUZZ_CHECK(
					same_text(&j->tok[next++], e->string));
			next = compare(j, next, e, number);
		}
	}
	FUZZ_CHECK(t->next == next);
	return next;
}

void fuzz_one(const uint8_t *data, size_t len)
{
	static struct json j; /* kept from line to line, as programs do */
	static struct lexer l;
	char *line = malloc(len + 1), *text = malloc(len + 1);
	char *plain = malloc(len + 1);
	const struct span *number = l.number;
	cJSON *root = NULL;
	const char *why;

	memcpy(line, data, len);
	line[len] = '\0';
	memcpy(text, line, len + 1);
	memcpy(plain, line, len + 1);
	l = (struct lexer){ .text = text, .len = len, .plain = plain };
	if (lex(&l))
		root = cJSON_ParseWithLengthOpts(plain, len + 1, NULL, 1);
	why = json_scan(&j, line, len);
	FUZZ_CHECK(!why == (cJSON_IsObject(root) && keys_differ(root)));
	if (why)
		FUZZ_CHECK(j.at <= len);
	else
		FUZZ_CHECK(compare(&j, 0, root, &number) == j.n);
	cJSON_Delete(root);
	free(plain);
	free(text);
	free(line);
}
