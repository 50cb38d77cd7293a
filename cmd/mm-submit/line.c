#include "line.h"

#include <string.h>

const char *line_of(struct arena *a, const struct rec_type *type,
		    const void *rec)
{
	struct out o;
	char *text;

	out_open(&o, -1);
	rec_write(&o, type, rec);
	text = arena_strndup(a, o.buf, o.len);
	out_rollback(&o, 0);
	out_close(&o);
	return text;
}

const char *line_add(struct arena *a, const char *text,
		     const struct rec_type *type, const void *rec)
{
	return arena_printf(a, "%s%s", text, line_of(a, type, rec));
}

const void *line_read(struct arena *a, const struct rec_type **type,
		      const char *line, size_t len)
{
	char *copy = arena_strndup(a, line, len);
	struct json j = { .n = 0 };
	const struct json_tok *name;
	void *rec = NULL;

	if (json_scan(&j, copy, len) || !(name = json_member(&j, 0, "type")) ||
	    name->kind != JSON_STRING ||
	    !(*type = rec_find(name->s, name->len)))
		goto out;
	rec = arena_alloc(a, (*type)->shape.size);
	if (rec_decode(*type, rec, &j, a))
		rec = NULL;
out:
	json_free(&j);
	return rec;
}
