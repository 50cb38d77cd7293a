#include "base/digits.h"
#include "data/decode_parts.h"
#include "data/number.h"
#include "data/plain.h"

#define INT_ROOM 16 /* digits; one less is far below REC_INT_MAX */

/* What reads on takes the place it begins at and returns the one behind, NULL where the
 * line is not in the form this knows. */
struct reader {
	struct decoder d;
	struct json *j; /* for lists but those of objects */
	char *end;
	int depth; /* objects and arrays around the place */
};

static char *members(struct reader *r, const struct rec_shape *shape, char *rec,
		     char *p, char before);

/* The string whose quote is at p; a NUL takes the place behind its text. */
static inline char *string(const struct reader *r, struct json_tok *t, char *p)
{
	t->kind = JSON_STRING;
	t->s = p + 1;
	p = t->s + plain_len(t->s, (size_t)(r->end - t->s));
	if (*p != '"')
		return NULL;
	t->len = (uint32_t)(p - t->s);
	*p = '\0';
	return p + 1;
}

static char *number(struct json_tok *t, char *p)
{
	const char *why = NULL;

	t->kind = JSON_NUMBER;
	t->s = p;
	p = number_end(p, &why);
	t->len = (uint32_t)(p - t->s);
	return why ? NULL : p;
}

static char *word(struct json_tok *t, char *p)
{
	const char *text = *p == 't' ? "true" : "false";
	size_t n = strlen(text);

	if (strncmp(p, text, n) != 0)
		return NULL;
	*t = (struct json_tok){ .s = p,
				.len = (uint32_t)n,
				.kind = *p == 't' ? JSON_TRUE : JSON_FALSE };
	return p + n;
}

/* [object, ...], the room doubling as they come. */
static char *objects(struct reader *r, const struct rec_shape *shape,
		     struct rec_list *list, char *p)
{
	*list = (struct rec_list){ NULL, 0 };
	if (*p != '[')
		return NULL;
	if (p[1] == ']')
		return p + 2;
	do {
		size_t had = list->n * shape->size;

		if (!(list->n & (list->n - 1)))
			list->v = arena_grow(r->d.a, list->v, had,
					     had ? 2 * had : shape->size);
		r->depth++;
		p = members(r, shape, (char *)list->v + had, p + 1, '{');
		r->depth--;
		list->n++;
	} while (p && *p == ',');
	return p && *p == ']' ? p + 1 : NULL;
}

/* Any other list or object: cut into tokens first. */
static char *tokens(struct reader *r, const struct rec_field *f, void *at,
		    char *p)
{
	p = json_value(r->j, p, r->end, r->depth);
	if (!p || decode_field(&r->d, f, at, r->j->tok))
		return NULL;
	return p;
}

/* Most integers: digits far below 2^53.  NULL: it is none of those. */
static inline char *small_int(const struct reader *r, int64_t *out, char *p)
{
	const char *most = r->end - p > INT_ROOM ? p + INT_ROOM : r->end;
	uint64_t v = 0;
	size_t n = (size_t)(digits_get(&v, p, most) - p);

	if (!n || n >= INT_ROOM || (*p == '0' && n > 1) ||
	    (p[n] != ',' && p[n] != '}'))
		return NULL;
	*out = (int64_t)v;
	return p + n;
}

static bool is_taken(struct reader *r, const struct rec_field *f, void *at,
		     const struct json_tok *t)
{
	if (f->kind == REC_STR)
		return !decode_str(at, t);
	if (f->kind == REC_DEC)
		return !decode_dec(at, t);
	return !decode_field(&r->d, f, at, t);
}

static char *value(struct reader *r, const struct rec_field *f, void *at,
		   char *p)
{
	struct json_tok t;
	char *end;

	if (f->kind == REC_INT) {
		end = small_int(r, at, p);
		if (end)
			return end;
	}
	if (*p == '"')
		p = string(r, &t, p);
	else if (number_digit(*p) || *p == '-')
		p = number(&t, p);
	else if (f->kind == REC_OBJECTS)
		return objects(r, f->of, at, p);
	else if (f->kind == REC_OBJECT)
		return members(r, f->of, at, p, '{');
	else if (*p == '{' || *p == '[')
		return tokens(r, f, at, p);
	else
		p = word(&t, p);
	return p && is_taken(r, f, at, &t) ? p : NULL;
}

static inline bool is_named(const struct reader *r, const struct rec_field *f,
			    const char *p)
{
	size_t n = f->len + REC_NAME_MORE;

	return (size_t)(r->end - p) >= n && same_bytes(p, f->name, n);
}

/* Keys in table order: one is either the next or absent.  Before the first of them
 * stands a byte of its own. */
static char *members(struct reader *r, const struct rec_shape *shape, char *rec,
		     char *p, char before)
{
	r->depth++;
	for (size_t i = 0; i < shape->n_fields; i++) {
		const struct rec_field *f = &shape->fields[i];

		if (*p == before && is_named(r, f, p + 1)) {
			p = value(r, f, rec + f->offset,
				  p + 1 + f->len + REC_NAME_MORE);
			if (!p)
				return NULL;
			before = ',';
		} else if (f->flags & REC_OPT) {
			decode_absent(f, rec + f->offset);
		} else {
			return NULL;
		}
	}
	r->depth--;
	if (before == '{' && *p++ != '{') /* none of them is there */
		return NULL;
	return *p == '}' ? p + 1 : NULL;
}

bool rec_read(const struct rec_type *type, void *rec, char *line, size_t len,
	      struct json *j, struct arena *a)
{
	static const char head[] = "{\"type\":\"";
	size_t n = strlen(head), name = strlen(type->name);
	struct reader r = { .d = { j, a }, .j = j, .end = line + len };
	char *p = line + n + name + 1;

	return len > n + name && !memcmp(line, head, n) &&
	       !memcmp(line + n, type->name, name) && p[-1] == '"' &&
	       members(&r, &type->shape, rec, p, ',') == r.end;
}
