#include "data/decode_parts.h"

#include "base/digits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const rec_sides[] = { "buy", "sell", NULL };

static bool shape_in(struct decoder *d, const struct rec_shape *shape,
		     char *rec, uint32_t obj, const char **why);

static const char *complaint(struct decoder *d, const char *key,
			     const char *what)
{
	size_t n = strlen(key) + strlen(what) + 8;
	char *text = arena_alloc(d->a, n);

	snprintf(text, n, "'%s': %s", key, what);
	return text;
}

/* Most integers are plain digits far below 2^53. */
static bool small_int(int64_t *out, const struct json_tok *t)
{
	uint64_t v = 0;

	if (t->len > 15 || digits_get(&v, t->s, t->s + t->len) != t->s + t->len)
		return false;
	*out = (int64_t)v;
	return true;
}

/* The key that is read is money or a count: what would have to be rounded is
 * refused. */
static const char *int_in(int64_t *out, const struct json_tok *t)
{
	struct dec v;

	if (t->kind != JSON_NUMBER)
		return "not a number";
	if (small_int(out, t))
		return NULL;
	if (dec_parse(&v, t->s, t->len) || v.scale ||
	    (t->len > 2 && memchr(t->s, '.', t->len)))
		return "not an integer";
	if (v.v >= REC_INT_MAX || v.v <= -REC_INT_MAX)
		return "an integer of 2^53 or more";
	*out = (int64_t)v.v;
	return NULL;
}

const char *decode_dec(struct dec *out, const struct json_tok *t)
{
	int64_t n;

	switch (t->kind == JSON_STRING ? dec_parse(out, t->s, t->len)
				       : ST_DOMAIN) {
	case ST_OK:
		return NULL;
	case ST_RANGE:
		return "a decimal of over 38 digits";
	case ST_DOMAIN:
		if (int_in(&n, t))
			return "not a decimal string";
		*out = dec_make(n, 0);
		return NULL;
	case ST_FORMAT:
	case ST_OVERFLOW:
	case ST_DIVZERO:
	case ST_NODATA:
		break;
	}
	return "not a decimal";
}

static const char *u64_in(uint64_t *out, const struct json_tok *t)
{
	struct dec v;

	if (t->kind != JSON_STRING || dec_parse(&v, t->s, t->len) || v.scale ||
	    v.v < 0 || v.v > UINT64_MAX || memchr(t->s, '.', t->len))
		return "not an unsigned 64-bit decimal";
	*out = (uint64_t)v.v;
	return NULL;
}

static const char *u256_in(struct rec_u256 *out, const struct json_tok *t)
{
	out->known = true;
	if (t->kind != JSON_STRING || u256_parse(&out->v, t->s, t->len))
		return "not an unsigned 256-bit decimal";
	return NULL;
}

static const char *real_in(double *out, const struct json_tok *t)
{
	char text[64];
	double v;

	if (t->kind != JSON_NUMBER)
		return "not a number";
	if (t->len >= sizeof(text))
		return "a number of over 63 bytes";
	memcpy(text, t->s, t->len);
	text[t->len] = '\0';
	v = strtod(text, NULL);
	if (!isfinite(v))
		return "a number too large";
	*out = v;
	return NULL;
}

/* A value under a name may be empty. */
static const char *text_in(const char **out, const struct json_tok *t)
{
	*out = t->s;
	return t->kind == JSON_STRING ? NULL : "holds what is not a string";
}

static const char *word_in(int *out, const struct json_tok *t,
			   const char *const *words)
{
	if (t->kind == JSON_STRING)
		for (int i = 0; words[i]; i++)
			if (!strcmp(words[i], t->s)) {
				*out = i;
				return NULL;
			}
	return "not one of its words";
}

static const char *bool_in(bool *out, const struct json_tok *t)
{
	if (t->kind != JSON_TRUE && t->kind != JSON_FALSE)
		return "not true or false";
	*out = t->kind == JSON_TRUE;
	return NULL;
}

/* Room for n elements of that size, NULL where there are none. */
static void *list_of(struct decoder *d, struct rec_list *list, size_t n,
		     size_t size)
{
	list->n = n;
	list->v = n ? arena_alloc(d->a, n * size) : NULL;
	return list->v;
}

static const char *strs_in(struct decoder *d, struct rec_list *out,
			   const struct json_tok *t)
{
	const char **v, *why;

	if (t->kind != JSON_ARRAY)
		return "not an array";
	v = list_of(d, out, t->len, sizeof(*v));
	for (size_t i = 0; i < out->n; i++)
		if ((why = decode_str(&v[i], &t[1 + i])))
			return "holds what is not a string";
	return NULL;
}

/* [[price,size],...]: every element is an array and its two members. */
static const char *levels_in(struct decoder *d, struct rec_list *out,
			     const struct json_tok *t)
{
	struct rec_level *v;
	const struct json_tok *e;

	if (t->kind != JSON_ARRAY)
		return "not an array";
	v = list_of(d, out, t->len, sizeof(*v));
	e = t + 1;
	for (size_t i = 0; i < out->n; i++) {
		if (e->kind != JSON_ARRAY || e->len != 2 ||
		    decode_dec(&v[i].price, e + 1) ||
		    decode_dec(&v[i].size, e + 2))
			return "not a list of [price,size]";
		e = &d->j->tok[e->next];
	}
	return NULL;
}

/* [[tick,"net","gross"],...] */
static const char *ticks_in(struct decoder *d, struct rec_list *out,
			    const struct json_tok *t)
{
	struct rec_tick *v;
	const struct json_tok *e;

	if (t->kind != JSON_ARRAY)
		return "not an array";
	v = list_of(d, out, t->len, sizeof(*v));
	e = t + 1;
	for (size_t i = 0; i < out->n; i++) {
		if (e->kind != JSON_ARRAY || e->len != 3 ||
		    int_in(&v[i].tick, e + 1) || decode_dec(&v[i].net, e + 2) ||
		    decode_dec(&v[i].gross, e + 3))
			return "not a list of [tick,net,gross]";
		e = &d->j->tok[e->next];
	}
	return NULL;
}

static const char *objects_in(struct decoder *d, struct rec_list *out,
			      const struct json_tok *t,
			      const struct rec_shape *shape)
{
	const struct json_tok *e = t + 1;
	const char *why = NULL;
	char *v;

	if (t->kind != JSON_ARRAY)
		return "not an array";
	v = list_of(d, out, t->len, shape->size);
	for (size_t i = 0; i < out->n && !why; i++, v += shape->size) {
		if (e->kind != JSON_OBJECT)
			return "holds what is not an object";
		shape_in(d, shape, v, (uint32_t)(e - d->j->tok), &why);
		e = &d->j->tok[e->next];
	}
	return why;
}

/* The three kinds of object whose keys are names. */
static const char *named_in(struct decoder *d, struct rec_list *out,
			    const struct json_tok *t, const struct rec_field *f)
{
	const struct rec_shape *shape = f->of;
	size_t size = f->kind == REC_NAMED     ? shape->size
		      : f->kind == REC_AMOUNTS ? sizeof(struct rec_amount)
					       : sizeof(struct rec_text);
	const struct json_tok *k = t + 1;
	const char *why = NULL;
	char *v;

	if (t->kind != JSON_OBJECT)
		return "not an object";
	v = list_of(d, out, t->len, size);
	for (size_t i = 0; i < out->n && !why; i++, v += size) {
		memcpy(v, &k->s, sizeof(k->s));
		if (f->kind == REC_AMOUNTS)
			why = decode_dec(
				&((struct rec_amount *)(void *)v)->amount,
				k + 1);
		else if (f->kind == REC_TEXTS)
			why = text_in(&((struct rec_text *)(void *)v)->text,
				      k + 1);
		else if (k[1].kind != JSON_OBJECT)
			why = "holds what is not an object";
		else
			shape_in(d, shape, v, (uint32_t)(k + 1 - d->j->tok),
				 &why);
		k = &d->j->tok[k[1].next];
	}
	return why;
}

const char *decode_field(struct decoder *d, const struct rec_field *f, void *at,
			 const struct json_tok *t)
{
	const char *why = NULL;

	switch (f->kind) {
	case REC_DEC:
		return decode_dec(at, t);
	case REC_INT:
		return int_in(at, t);
	case REC_U64:
		return u64_in(at, t);
	case REC_REAL:
		return real_in(at, t);
	case REC_STR:
		return decode_str(at, t);
	case REC_BOOL:
		return bool_in(at, t);
	case REC_WORD:
		return word_in(at, t, f->of);
	case REC_STRS:
		return strs_in(d, at, t);
	case REC_LEVELS:
		return levels_in(d, at, t);
	case REC_AMOUNTS:
	case REC_TEXTS:
	case REC_NAMED:
		return named_in(d, at, t, f);
	case REC_U256:
		return u256_in(at, t);
	case REC_TICKS:
		return ticks_in(d, at, t);
	case REC_OBJECTS:
		return objects_in(d, at, t, f->of);
	case REC_OBJECT:
		if (t->kind != JSON_OBJECT)
			return "not an object";
		shape_in(d, f->of, at, (uint32_t)(t - d->j->tok), &why);
		return why;
	}
	return NULL;
}

void decode_absent(const struct rec_field *f, void *at)
{
	switch (f->kind) {
	case REC_DEC:
		*(struct dec *)at = DEC_NONE;
		return;
	case REC_INT:
		*(int64_t *)at = REC_NONE_INT;
		return;
	case REC_REAL:
		*(double *)at = NAN;
		return;
	case REC_WORD:
		*(int *)at = -1;
		return;
	case REC_U64:
		*(uint64_t *)at = 0;
		return;
	case REC_STR:
		*(const char **)at = NULL;
		return;
	case REC_BOOL:
		*(bool *)at = false;
		return;
	case REC_STRS:
	case REC_LEVELS:
	case REC_AMOUNTS:
	case REC_TEXTS:
	case REC_NAMED:
	case REC_OBJECTS:
	case REC_TICKS:
		*(struct rec_list *)at = (struct rec_list){ NULL, 0 };
		return;
	case REC_U256:
		((struct rec_u256 *)at)->known = false;
		return;
	case REC_OBJECT: /* told by its first string */
		memset(at, 0, ((const struct rec_shape *)f->of)->size);
		return;
	}
}

/* The field of that key; our own records come in table order, so the search
 * begins behind the last hit. */
static size_t field_of(const struct rec_shape *shape, size_t from,
		       const struct json_tok *key)
{
	for (size_t i = 0; i < shape->n_fields; i++) {
		size_t at = from + i < shape->n_fields
				    ? from + i
				    : from + i - shape->n_fields;
		const struct rec_field *f = &shape->fields[at];

		if (f->len == key->len && same_bytes(f->key, key->s, f->len))
			return at;
	}
	return shape->n_fields;
}

void rec_clear(const struct rec_type *type, void *rec)
{
	memset(rec, 0, type->shape.size);
	for (size_t i = 0; i < type->shape.n_fields; i++)
		decode_absent(&type->shape.fields[i],
			      (char *)rec + type->shape.fields[i].offset);
}

static bool fill_absent(struct decoder *d, const struct rec_shape *shape,
			char *rec, uint64_t seen, const char **why)
{
	uint64_t unseen = ~seen & (~UINT64_C(0) >> (64 - shape->n_fields));

	for (; unseen; unseen &= unseen - 1) {
		const struct rec_field *f =
			&shape->fields[__builtin_ctzll(unseen)];

		if (!(f->flags & REC_OPT)) {
			*why = complaint(d, f->key, "missing");
			return false;
		}
		decode_absent(f, rec + f->offset);
	}
	return true;
}

static bool shape_in(struct decoder *d, const struct rec_shape *shape,
		     char *rec, uint32_t obj, const char **why)
{
	const struct json_tok *o = &d->j->tok[obj], *k = o + 1;
	uint64_t seen = 0;
	size_t at = 0;

	for (uint32_t i = 0; i < o->len; i++) {
		size_t hit = field_of(shape, at, k);

		if (hit < shape->n_fields) {
			const struct rec_field *f = &shape->fields[hit];
			const char *bad =
				decode_field(d, f, rec + f->offset, k + 1);

			if (bad) {
				*why = complaint(d, f->key, bad);
				return false;
			}
			seen |= UINT64_C(1) << hit;
			at = hit + 1 < shape->n_fields ? hit + 1 : 0;
		}
		k = &d->j->tok[k[1].next];
	}
	return fill_absent(d, shape, rec, seen, why);
}

const char *rec_decode(const struct rec_type *type, void *rec,
		       const struct json *j, struct arena *a)
{
	struct decoder d = { .j = j, .a = a };
	const char *why = NULL;

	shape_in(&d, &type->shape, rec, 0, &why);
	return why;
}
