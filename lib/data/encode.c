#include "data/rec.h"

#include "base/err.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static inline bool is_absent(const struct rec_field *f, const void *at)
{
	switch (f->kind) {
	case REC_DEC:
		return dec_is_none(*(const struct dec *)at);
	case REC_INT:
		return *(const int64_t *)at == REC_NONE_INT;
	case REC_REAL:
		return isnan(*(const double *)at);
	case REC_WORD:
		return *(const int *)at < 0;
	case REC_U64:
		return !*(const uint64_t *)at && f->flags & REC_OPT;
	case REC_STR:
		return !*(const char *const *)at;
	case REC_BOOL:
		return !*(const bool *)at && f->flags & REC_OPT;
	case REC_STRS:
	case REC_LEVELS:
	case REC_AMOUNTS:
	case REC_TEXTS:
	case REC_NAMED:
	case REC_OBJECTS:
	case REC_TICKS:
		return !((const struct rec_list *)at)->n && f->flags & REC_OPT;
	case REC_U256:
		return !((const struct rec_u256 *)at)->known;
	case REC_OBJECT:
		return f->flags & REC_OPT && !*(const char *const *)at;
	}
	return false;
}

bool rec_is_absent(const struct rec_field *f, const void *at)
{
	return is_absent(f, at);
}

static void shape_out(struct out *o, const struct rec_shape *shape,
		      const char *rec);

static void named_out(struct out *o, const struct rec_list *list,
		      const struct rec_shape *shape)
{
	const char *e = list->v;

	out_object(o);
	for (size_t i = 0; i < list->n; i++, e += shape->size) {
		out_key(o, *(const char *const *)(const void *)e);
		out_object(o);
		shape_out(o, shape, e);
		out_object_end(o);
	}
	out_object_end(o);
}

static void objects_out(struct out *o, const struct rec_list *list,
			const struct rec_shape *shape)
{
	const char *e = list->v;

	out_array(o);
	for (size_t i = 0; i < list->n; i++, e += shape->size) {
		out_object(o);
		shape_out(o, shape, e);
		out_object_end(o);
	}
	out_array_end(o);
}

static void ticks_out(struct out *o, const struct rec_list *list)
{
	const struct rec_tick *t = list->v;

	out_array(o);
	for (size_t i = 0; i < list->n; i++) {
		out_array(o);
		out_int(o, t[i].tick);
		out_dec(o, t[i].net);
		out_dec(o, t[i].gross);
		out_array_end(o);
	}
	out_array_end(o);
}

static void u256_out(struct out *o, const struct rec_u256 *x)
{
	char text[U256_STR_SZ];

	u256_format(text, x->v);
	out_str(o, text);
}

static void list_out(struct out *o, const struct rec_field *f, const void *at)
{
	const struct rec_list *list = at;
	const struct rec_level *levels = list->v;
	const struct rec_amount *amounts = list->v;
	const struct rec_text *texts = list->v;
	const char *const *strs = list->v;
	bool object = f->kind == REC_AMOUNTS || f->kind == REC_TEXTS;

	object ? out_object(o) : out_array(o);
	for (size_t i = 0; i < list->n; i++) {
		if (f->kind == REC_STRS) {
			out_str(o, strs[i]);
		} else if (f->kind == REC_LEVELS) {
			out_array(o);
			out_dec(o, levels[i].price);
			out_dec(o, levels[i].size);
			out_array_end(o);
		} else if (f->kind == REC_AMOUNTS) {
			out_key(o, amounts[i].name);
			out_dec(o, amounts[i].amount);
		} else {
			out_key(o, texts[i].name);
			out_str(o, texts[i].text);
		}
	}
	object ? out_object_end(o) : out_array_end(o);
}

static inline void field_out(struct out *o, const struct rec_field *f,
			     const void *at)
{
	const char *const *words = f->of;

	switch (f->kind) {
	case REC_DEC:
		out_dec(o, *(const struct dec *)at);
		return;
	case REC_INT:
		out_int(o, *(const int64_t *)at);
		return;
	case REC_U64:
		out_u64(o, *(const uint64_t *)at);
		return;
	case REC_REAL:
		out_real(o, *(const double *)at);
		return;
	case REC_STR:
		out_str(o, *(const char *const *)at);
		return;
	case REC_BOOL:
		out_bool(o, *(const bool *)at);
		return;
	case REC_WORD:
		out_str(o, words[*(const int *)at]);
		return;
	case REC_STRS:
	case REC_LEVELS:
	case REC_AMOUNTS:
	case REC_TEXTS:
		list_out(o, f, at);
		return;
	case REC_NAMED:
		named_out(o, at, f->of);
		return;
	case REC_OBJECTS:
		objects_out(o, at, f->of);
		return;
	case REC_TICKS:
		ticks_out(o, at);
		return;
	case REC_U256:
		u256_out(o, at);
		return;
	case REC_OBJECT:
		out_object(o);
		shape_out(o, f->of, at);
		out_object_end(o);
		return;
	}
}

static void shape_out(struct out *o, const struct rec_shape *shape,
		      const char *rec)
{
	for (size_t i = 0; i < shape->n_fields; i++) {
		const struct rec_field *f = &shape->fields[i];

		if (is_absent(f, rec + f->offset))
			continue;
		out_name(o, f->name, f->len + REC_NAME_MORE);
		field_out(o, f, rec + f->offset);
	}
}

void rec_write(struct out *o, const struct rec_type *type, const void *rec)
{
	out_object(o);
	out_key(o, "type");
	out_str(o, type->name);
	shape_out(o, &type->shape, rec);
	out_object_end(o);
}

static void identity_add(struct buf *b, const char *text, size_t n)
{
	if (!buf_add(b, text, n))
		mm_die(MM_FAIL, "an identity is too long");
}

/* Quoted and escaped, so that no value can pass for two. */
static void identity_str(struct buf *b, const char *s)
{
	identity_add(b, "\"", 1);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			identity_add(b, "\\", 1);
		identity_add(b, s, 1);
	}
	identity_add(b, "\"", 1);
}

static void identity_strs(struct buf *b, const struct rec_list *list)
{
	const char *const *s = list->v;

	for (size_t i = 0; i < list->n; i++) {
		identity_add(b, i ? "," : "[", 1);
		identity_str(b, s[i]);
	}
	identity_add(b, "]", 1);
}

/* The value of one key; kinds that are no identity are a mistake in a table. */
static void identity_value(struct buf *b, const struct rec_field *f,
			   const void *at)
{
	const char *const *words = f->of;
	char text[DEC_STR_SZ];
	int n = 0;

	switch (f->kind) {
	case REC_STR:
		identity_str(b, *(const char *const *)at);
		return;
	case REC_WORD:
		identity_str(b, words[*(const int *)at]);
		return;
	case REC_INT:
		n = snprintf(text, sizeof(text), "%" PRId64,
			     *(const int64_t *)at);
		break;
	case REC_U64:
		n = snprintf(text, sizeof(text), "%" PRIu64,
			     *(const uint64_t *)at);
		break;
	case REC_DEC:
		n = (int)dec_format(text, *(const struct dec *)at);
		break;
	case REC_STRS:
		identity_strs(b, at);
		return;
	case REC_REAL:
	case REC_BOOL:
	case REC_LEVELS:
	case REC_AMOUNTS:
	case REC_TEXTS:
	case REC_OBJECT:
	case REC_NAMED:
	case REC_OBJECTS:
	case REC_TICKS:
	case REC_U256:
		mm_die(MM_FAIL, "'%s' cannot identify a record", f->key);
	}
	identity_add(b, text, (size_t)n);
}

void rec_identity(struct buf *b, const struct rec_type *type, const void *rec)
{
	const char *separator = "";

	for (size_t i = 0; i < type->shape.n_fields; i++) {
		const struct rec_field *f = &type->shape.fields[i];
		const void *at = (const char *)rec + f->offset;

		if (!(f->flags & REC_ID))
			continue;
		identity_add(b, separator, strlen(separator));
		separator = " ";
		if (rec_is_absent(f, at))
			identity_add(b, "-", 1);
		else
			identity_value(b, f, at);
	}
}
