#include "data/eip712_json.h"

#include "data/json_get.h"

/* The members of an object come as pairs; those of an array alone. */
static const struct json_tok *value_of(const struct json *j,
				       const struct json_tok *t, bool pair)
{
	return pair ? json_next(j, t) : t;
}

static const char *value(struct eip712_value *out, struct arena *a,
			 const struct json *j, const struct json_tok *t);

static const char *items(struct eip712_value *out, struct arena *a,
			 const struct json *j, const struct json_tok *t)
{
	bool pair = t->kind == JSON_OBJECT;
	const struct json_tok *at = t + 1;
	struct eip712_value *v = arena_alloc(a, t->len * sizeof(*v));

	out->array = !pair;
	out->items = v;
	out->n = t->len;
	for (uint32_t i = 0; i < t->len; i++) {
		const struct json_tok *of = value_of(j, at, pair);
		const char *why = value(&v[i], a, j, of);

		if (why)
			return why;
		if (pair)
			v[i].name = at->s;
		at = json_next(j, of);
	}
	return NULL;
}

/* Depth is that of the scanner. */
static const char *value(struct eip712_value *out, struct arena *a,
			 const struct json *j, const struct json_tok *t)
{
	*out = (struct eip712_value){ .text = NULL };
	switch (t->kind) {
	case JSON_OBJECT:
	case JSON_ARRAY:
		return items(out, a, j, t);
	case JSON_STRING:
		out->text = t->s;
		return NULL;
	case JSON_NUMBER:
		out->text = arena_strndup(a, t->s, t->len);
		return NULL;
	case JSON_TRUE:
	case JSON_FALSE:
		out->text = t->kind == JSON_TRUE ? "true" : "false";
		return NULL;
	case JSON_NULL:
		break;
	}
	return "a value is null";
}

static bool fields(struct eip712_struct *s, struct arena *a,
		   const struct json *j, const struct json_tok *t)
{
	struct eip712_field *f;
	const struct json_tok *at = t + 1;

	if (t->kind != JSON_ARRAY)
		return false;
	s->fields = f = arena_alloc(a, t->len * sizeof(*f));
	s->n = t->len;
	for (uint32_t i = 0; i < t->len; i++, at = json_next(j, at))
		if (!json_str(&f[i].name, json_in(j, at, "name")) ||
		    !json_str(&f[i].type, json_in(j, at, "type")))
			return false;
	return true;
}

const char *eip712_read(struct eip712 *out, struct arena *a,
			const struct json *j, const struct json_tok *t)
{
	const struct json_tok *types = json_in(j, t, "types");
	const struct json_tok *domain = json_in(j, t, "domain");
	const struct json_tok *message = json_in(j, t, "message");
	struct eip712_struct *s;
	const struct json_tok *at;
	const char *why;

	*out = (struct eip712){ .structs = NULL };
	if (!json_is(types, JSON_OBJECT) || !json_is(domain, JSON_OBJECT) ||
	    !json_is(message, JSON_OBJECT) ||
	    !json_str(&out->primary, json_in(j, t, "primaryType")))
		return "types, domain, primaryType and message expected";
	out->structs = s = arena_alloc(a, types->len * sizeof(*s));
	out->n = types->len;
	at = types + 1;
	for (size_t i = 0; i < out->n; i++, at = json_next(j, at)) {
		s[i].name = at->s;
		at = json_next(j, at);
		if (!fields(&s[i], a, j, at))
			return "a type is a list of {name, type}";
	}
	why = value(&out->domain, a, j, domain);
	return why ? why : value(&out->message, a, j, message);
}
