/* tables - prints the record tables of lib/data as JSON, one line a type, for
 * scripts/check-schema:
 *
 *   {"type":"trade","scope":"anywhere","keys":[{"key":"ts_ms","kind":"integer",
 *    "must":true,"id":false},...]}
 *
 * "words" lists what a word may be, "keys" the keys of an object. */
#include "data/out.h"
#include "data/rec.h"

#include <unistd.h>

static const char *kind_name(enum rec_kind kind)
{
	switch (kind) {
	case REC_DEC:
		return "decimal";
	case REC_INT:
		return "integer";
	case REC_U64:
		return "u64";
	case REC_REAL:
		return "real";
	case REC_STR:
		return "text";
	case REC_BOOL:
		return "flag";
	case REC_WORD:
		return "word";
	case REC_STRS:
		return "texts";
	case REC_LEVELS:
		return "levels";
	case REC_AMOUNTS:
		return "amounts";
	case REC_TEXTS:
		return "named texts";
	case REC_OBJECT:
		return "object";
	case REC_NAMED:
		return "named objects";
	case REC_U256:
		return "u256";
	case REC_OBJECTS:
		return "objects";
	case REC_TICKS:
		return "ticks";
	}
	return "unknown";
}

static void shape(struct out *o, const struct rec_shape *s);

static void field(struct out *o, const struct rec_field *f)
{
	out_object(o);
	out_key(o, "key");
	out_str(o, f->key);
	out_key(o, "kind");
	out_str(o, kind_name(f->kind));
	out_key(o, "must");
	out_bool(o, !(f->flags & REC_OPT));
	out_key(o, "id");
	out_bool(o, f->flags & REC_ID);
	if (f->kind == REC_WORD) {
		out_key(o, "words");
		out_array(o);
		for (const char *const *w = f->of; *w; w++)
			out_str(o, *w);
		out_array_end(o);
	}
	if (f->kind == REC_OBJECT || f->kind == REC_NAMED ||
	    f->kind == REC_OBJECTS)
		shape(o, f->of);
	out_object_end(o);
}

static void shape(struct out *o, const struct rec_shape *s)
{
	out_key(o, "keys");
	out_array(o);
	for (size_t i = 0; i < s->n_fields; i++)
		field(o, &s->fields[i]);
	out_array_end(o);
}

int main(void)
{
	struct out o;

	out_open(&o, STDOUT_FILENO);
	for (size_t i = 0; rec_types[i]; i++) {
		const struct rec_type *t = rec_types[i];

		out_object(&o);
		out_key(&o, "type");
		out_str(&o, t->name);
		out_key(&o, "scope");
		out_str(&o, t->scope == REC_IN_FRAME ? "frame" : "anywhere");
		shape(&o, &t->shape);
		out_object_end(&o);
	}
	out_close(&o);
	return 0;
}
