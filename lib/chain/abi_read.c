/* abi_read.c - text as values. */
#include "chain/abi_parts.h"

#include "base/hex.h"

struct text_reader {
	const char *p;
	struct arena *a;
	const char *what; /* begins every reason */
	const char *why;
};

#define SHOWN 80 /* characters of a refused text that the reason repeats */

static bool refuse(struct text_reader *r, const char *why)
{
	r->why = *r->p ? arena_printf(r->a, "%s: %s before '%.20s'", r->what,
				      why, r->p)
		       : arena_printf(r->a, "%s: %s at the end", r->what, why);
	return false;
}

static bool refuse_text(struct text_reader *r, const struct abi_type *t,
			enum status st, const char *s, size_t n)
{
	const char *name = abi_type_text(r->a, t);
	int shown = (int)(n < SHOWN ? n : SHOWN);

	if (st == ST_DOMAIN)
		r->why = arena_printf(r->a, "%s: '%.*s': wrong checksum",
				      r->what, shown, s);
	else if (st == ST_OVERFLOW)
		r->why = arena_printf(r->a, "%s: '%.*s' does not fit %s",
				      r->what, shown, s, name);
	else if (st == ST_RANGE)
		r->why = arena_printf(r->a, "%s: '%.*s' is %zu bytes, not %s",
				      r->what, shown, s, (n - 2) / 2, name);
	else if (n > 2 && n % 2 && s[0] == '0' && s[1] == 'x')
		r->why = arena_printf(r->a,
				      "%s: '%.*s' is no %s: an odd number of "
				      "digits",
				      r->what, shown, s, name);
	else
		r->why = arena_printf(r->a, "%s: '%.*s' is no %s", r->what,
				      shown, s, name);
	return false;
}

static bool word(struct text_reader *r, struct abi_value *v, size_t n)
{
	enum status st = abi_word_read(v->word, v->type, r->p, n);

	if (st != ST_OK)
		return refuse_text(r, v->type, st, r->p, n);
	r->p += n;
	return true;
}

static bool bytes(struct text_reader *r, struct abi_value *v, size_t n)
{
	uint8_t *p;

	v->len = n < 2 ? 0 : (n - 2) / 2;
	v->bytes = p = arena_alloc(r->a, v->len);
	if (n < 2 || n % 2 || r->p[0] != '0' || r->p[1] != 'x' ||
	    !hex_parse(p, v->len, r->p + 2, n - 2))
		return refuse_text(r, v->type, ST_FORMAT, r->p, n);
	r->p += n;
	return true;
}

/* The code unit of \uXXXX. */
static bool unit(struct text_reader *r, uint32_t *out)
{
	uint8_t b[2];

	if (strnlen(r->p, 6) < 6 || r->p[0] != '\\' || r->p[1] != 'u' ||
	    !hex_parse(b, 2, r->p + 2, 4))
		return refuse(r, "no \\uXXXX");
	*out = (uint32_t)b[0] << 8 | b[1];
	r->p += 6;
	return true;
}

static size_t utf8_put(uint8_t *p, uint32_t c)
{
	if (c < 0x80) {
		p[0] = (uint8_t)c;
		return 1;
	}
	if (c < 0x800) {
		p[0] = (uint8_t)(0xc0 | c >> 6);
		p[1] = (uint8_t)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		p[0] = (uint8_t)(0xe0 | c >> 12);
		p[1] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
		p[2] = (uint8_t)(0x80 | (c & 0x3f));
		return 3;
	}
	p[0] = (uint8_t)(0xf0 | c >> 18);
	p[1] = (uint8_t)(0x80 | (c >> 12 & 0x3f));
	p[2] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
	p[3] = (uint8_t)(0x80 | (c & 0x3f));
	return 4;
}

/* What stands behind a backslash; never longer than it was written. */
static bool escape(struct text_reader *r, uint8_t *out, size_t *len)
{
	static const char names[] = "\"\\/bfnrt", named[] = "\"\\/\b\f\n\r\t";
	const char *at = r->p[1] ? strchr(names, r->p[1]) : NULL;
	uint32_t c, second;

	if (at) {
		out[(*len)++] = (uint8_t)named[at - names];
		r->p += 2;
		return true;
	}
	if (!unit(r, &c))
		return false;
	if (c >= 0xd800 && c < 0xdc00) {
		if (!unit(r, &second))
			return false;
		if (second < 0xdc00 || second > 0xdfff)
			return refuse(r, "half a surrogate pair");
		c = 0x10000 + ((c - 0xd800) << 10) + (second - 0xdc00);
	} else if (c >= 0xdc00 && c < 0xe000) {
		return refuse(r, "half a surrogate pair");
	}
	*len += utf8_put(out + *len, c);
	return true;
}

static bool quoted(struct text_reader *r, struct abi_value *v)
{
	size_t n = 1;
	uint8_t *p;

	if (*r->p != '"')
		return refuse(r, "'\"' expected");
	while (r->p[n] && r->p[n] != '"')
		n += r->p[n] == '\\' && r->p[n + 1] ? 2 : 1;
	v->bytes = p = arena_alloc(r->a, n);
	v->len = 0;
	r->p++;
	while (*r->p && *r->p != '"') {
		if (*r->p != '\\')
			p[v->len++] = (uint8_t)*r->p++;
		else if (!escape(r, p, &v->len))
			return false;
	}
	if (*r->p != '"')
		return refuse(r, "a string without its second '\"'");
	r->p++;
	return true;
}

static void skip(struct text_reader *r)
{
	r->p += strspn(r->p, " \t\n\r");
}

static bool items(struct text_reader *r, struct abi_value *v);

/* A value between others. */
static bool inner(struct text_reader *r, struct abi_value *v,
		  const struct abi_type *t)
{
	v->type = t;
	skip(r);
	if (abi_is_word(t))
		return word(r, v, strcspn(r->p, ",)] \t\n\r"));
	if (t->kind == ABI_BYTES)
		return bytes(r, v, strcspn(r->p, ",)] \t\n\r"));
	if (t->kind == ABI_STRING)
		return quoted(r, v);
	return items(r, v);
}

static bool too_many(const struct abi_value *v)
{
	return v->type->kind != ABI_LIST && v->n == v->type->n;
}

/* The parts of a list, array or tuple up to the bracket that closes it. */
static bool items(struct text_reader *r, struct abi_value *v)
{
	const struct abi_type *t = v->type;
	bool tuple = t->kind == ABI_TUPLE;
	char close = tuple ? ')' : ']';
	size_t cap = 0;

	if (*r->p != (tuple ? '(' : '['))
		return refuse(r, tuple ? "'(' expected" : "'[' expected");
	r->p++;
	v->items = NULL;
	v->n = 0;
	skip(r);
	while (v->n > 0 || *r->p != close) {
		if (too_many(v))
			return refuse(r, "more parts than the type has");
		if (v->n == cap) {
			size_t more = 2 * cap + 4;

			v->items = arena_grow(r->a, v->items,
					      cap * sizeof(*v->items),
					      more * sizeof(*v->items));
			cap = more;
		}
		if (!inner(r, &v->items[v->n],
			   tuple ? &t->param[v->n].type : t->item))
			return false;
		v->n++;
		skip(r);
		if (*r->p == close)
			break;
		if (*r->p != ',')
			return refuse(r, tuple ? "',' or ')' expected"
					       : "',' or ']' expected");
		r->p++;
	}
	r->p++;
	if (t->kind != ABI_LIST && v->n < t->n)
		return refuse(r, "fewer parts than the type has");
	return true;
}

bool abi_value_read(struct abi_value *out, struct arena *a,
		    const struct abi_type *t, const char *what,
		    const char *text, const char **why)
{
	struct text_reader r = { .p = text, .a = a, .what = what };
	size_t n = strlen(text);
	bool ok;

	*out = (struct abi_value){ .type = t };
	if (abi_is_word(t)) {
		ok = word(&r, out, n);
	} else if (t->kind == ABI_BYTES) {
		ok = bytes(&r, out, n);
	} else if (t->kind == ABI_STRING) {
		out->bytes = (const uint8_t *)arena_strndup(a, text, n);
		out->len = n;
		return true;
	} else {
		skip(&r);
		ok = items(&r, out);
		skip(&r);
		if (ok && *r.p)
			ok = refuse(&r, "the value ends");
	}
	if (!ok)
		*why = r.why;
	return ok;
}

bool abi_args_read(struct abi_value *out, struct arena *a,
		   const struct abi_type *t, const char *const *args, size_t n,
		   const char **why)
{
	*out = (struct abi_value){ .type = t };
	if (n != t->n) {
		*why = arena_printf(a, "%zu arguments, %zu expected", n, t->n);
		return false;
	}
	out->n = n;
	out->items = arena_alloc(a, n * sizeof(*out->items));
	for (size_t i = 0; i < n; i++) {
		const char *what = arena_printf(a, "argument %zu '%.40s'",
						i + 1, t->param[i].name);

		if (!abi_value_read(&out->items[i], a, &t->param[i].type, what,
				    args[i], why))
			return false;
	}
	return true;
}
