#include "data/rec.h"

#include <string.h>

static void shape_copy(struct arena *a, const struct rec_shape *shape,
		       char *rec);

static void list_copy(struct arena *a, const struct rec_field *f,
		      struct rec_list *list)
{
	const struct rec_shape *shape = f->of;
	size_t size = f->kind == REC_STRS      ? sizeof(const char *)
		      : f->kind == REC_LEVELS  ? sizeof(struct rec_level)
		      : f->kind == REC_AMOUNTS ? sizeof(struct rec_amount)
		      : f->kind == REC_TEXTS   ? sizeof(struct rec_text)
					       : shape->size;
	char *v;

	if (!list->n)
		return;
	v = arena_alloc(a, list->n * size);
	memcpy(v, list->v, list->n * size);
	list->v = v;
	for (size_t i = 0; i < list->n && f->kind != REC_LEVELS;
	     i++, v += size) {
		const char **name = (const char **)(void *)v;

		*name = arena_strdup(a, *name);
		if (f->kind == REC_TEXTS)
			name[1] = arena_strdup(a, name[1]);
		if (f->kind == REC_NAMED)
			shape_copy(a, shape, v);
	}
}

static void shape_copy(struct arena *a, const struct rec_shape *shape,
		       char *rec)
{
	for (size_t i = 0; i < shape->n_fields; i++) {
		const struct rec_field *f = &shape->fields[i];
		void *at = rec + f->offset;

		if (rec_is_absent(f, at))
			continue;
		if (f->kind == REC_STR)
			*(const char **)at = arena_strdup(a, *(char **)at);
		else if (f->kind == REC_OBJECT)
			shape_copy(a, f->of, at);
		else if (f->kind == REC_STRS || f->kind == REC_LEVELS ||
			 f->kind == REC_AMOUNTS || f->kind == REC_TEXTS ||
			 f->kind == REC_NAMED)
			list_copy(a, f, at);
	}
}

void *rec_copy(struct arena *a, const struct rec_type *type, const void *rec)
{
	char *copy = arena_alloc(a, type->shape.size);

	memcpy(copy, rec, type->shape.size);
	shape_copy(a, &type->shape, copy);
	return copy;
}
