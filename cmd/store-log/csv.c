#include "csv.h"

#include "base/err.h"

#include <string.h>

static bool is_plain(const struct rec_field *f)
{
	switch (f->kind) {
	case REC_DEC:
	case REC_INT:
	case REC_U64:
	case REC_REAL:
	case REC_STR:
	case REC_BOOL:
	case REC_WORD:
	case REC_U256:
		return true;
	case REC_STRS:
	case REC_LEVELS:
	case REC_AMOUNTS:
	case REC_TEXTS:
	case REC_OBJECT:
	case REC_NAMED:
	case REC_OBJECTS:
	case REC_TICKS:
		return false;
	}
	return false;
}

static void cell(struct out *o, const char *s, size_t len)
{
	if (!memchr(s, '"', len) && !memchr(s, ',', len) &&
	    !memchr(s, '\n', len) && !memchr(s, '\r', len)) {
		out_bytes(o, s, len);
		return;
	}
	out_bytes(o, "\"", 1);
	for (size_t i = 0; i < len; i++)
		out_bytes(o, s[i] == '"' ? "\"\"" : s + i, s[i] == '"' ? 2 : 1);
	out_bytes(o, "\"", 1);
}

void csv_open(struct csv *c, struct out *out, const struct rec_type *type)
{
	const char *comma = "";

	*c = (struct csv){ .out = out, .type = type };
	for (size_t i = 0; i < type->shape.n_fields; i++) {
		const struct rec_field *f = &type->shape.fields[i];

		if (!is_plain(f))
			continue;
		out_bytes(out, comma, strlen(comma));
		out_bytes(out, f->key, f->len);
		comma = ",";
	}
	out_bytes(out, "\n", 1);
}

void csv_close(struct csv *c)
{
	json_free(&c->json);
	arena_free(&c->arena);
}

static void value(struct out *o, const struct json_tok *t)
{
	switch (t->kind) {
	case JSON_STRING:
	case JSON_NUMBER:
		cell(o, t->s, t->len);
		break;
	case JSON_TRUE:
		out_bytes(o, "true", 4);
		break;
	case JSON_FALSE:
		out_bytes(o, "false", 5);
		break;
	case JSON_NULL:
	case JSON_OBJECT:
	case JSON_ARRAY:
		break;
	}
}

bool csv_row(void *ctx, const struct store_row *row)
{
	struct csv *c = ctx;
	const char *comma = "";
	char *line;
	const char *why;

	arena_reset(&c->arena);
	line = arena_strndup(&c->arena, row->body, row->len);
	why = json_scan(&c->json, line, row->len);
	if (why)
		mm_die(MM_FAIL, "%s %s: %s", row->type, row->identity, why);
	for (size_t i = 0; i < c->type->shape.n_fields; i++) {
		const struct rec_field *f = &c->type->shape.fields[i];
		const struct json_tok *t;

		if (!is_plain(f))
			continue;
		out_bytes(c->out, comma, strlen(comma));
		t = json_member(&c->json, 0, f->key);
		if (t)
			value(c->out, t);
		comma = ",";
	}
	out_bytes(c->out, "\n", 1);
	return true;
}
