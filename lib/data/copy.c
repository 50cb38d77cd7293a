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
		      : f->kind == REC_TICKS   ? sizeof(struct rec_tick)
					       : shape->size;
	char *v;

	if (!list->n)
		return;
	v = arena_alloc(a, list->n * size);
	memcpy(v, list->v, list->n * size);
	list->v = v;
	if (f->kind == REC_LEVELS || f->kind == REC_TICKS)
		return;
	for (size_t i = 0; i < list->n; i++, v += size) {
		const char **name = (const char **)(void *)v;

		if (f->kind == REC_OBJECTS) {
			shape_copy(a, shape, v);
			continue;
		}
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

		switch (f->kind) {
		case REC_STR:
			if (*(char **)at)
				*(char **)at = arena_strdup(a, *(char **)at);
			break;
		case REC_OBJECT:
			if (!rec_is_absent(f, at))
				shape_copy(a, f->of, at);
			break;
		case REC_STRS:
		case REC_LEVELS:
		case REC_AMOUNTS:
		case REC_TEXTS:
		case REC_NAMED:
		case REC_OBJECTS:
		case REC_TICKS:
			list_copy(a, f, at);
			break;
		case REC_DEC: /* these stand in the struct itself */
		case REC_INT:
		case REC_U64:
		case REC_U256:
		case REC_REAL:
		case REC_BOOL:
		case REC_WORD:
			break;
		}
	}
}

void *rec_copy(struct arena *a, const struct rec_type *type, const void *rec)
{
	char *copy = arena_alloc(a, type->shape.size);

	memcpy(copy, rec, type->shape.size);
	shape_copy(a, &type->shape, copy);
	return copy;
}
