/* policy_evm_text.c - the section "evm" written again as it was read; see
 * policy_evm_conf.h. */
#include "data/policy_evm_conf.h"

#include "data/policy_conf.h"

#include <string.h>

struct writing {
	struct reader *r;
	struct buf b;
};

static void put(struct writing *w, const char *text, size_t n)
{
	if (!buf_add(&w->b, text, n))
		bad(w->r, "'evm': over %zu bytes", POLICY_FILE_MAX);
}

/* Nothing that a policy is made of has to be escaped, and what has is refused. */
static void put_string(struct writing *w, const struct json_tok *t)
{
	for (uint32_t i = 0; i < t->len; i++)
		if (t->s[i] == '"' || t->s[i] == '\\' ||
		    (unsigned char)t->s[i] < ' ')
			bad(w->r, "'evm': a text with '\"', '\\' or a control "
				  "character");
	put(w, "\"", 1);
	put(w, t->s, t->len);
	put(w, "\"", 1);
}

static void new_line(struct writing *w, int depth)
{
	put(w, "\n", 1);
	while (depth-- > 0)
		put(w, "\t", 1);
}

static void put_value(struct writing *w, const struct json_tok *t, int depth);

static void put_container(struct writing *w, const struct json_tok *t,
			  int depth)
{
	bool object = t->kind == JSON_OBJECT;
	const struct json_tok *e = t + 1;

	put(w, object ? "{" : "[", 1);
	for (uint32_t i = 0; i < t->len; i++) {
		put(w, ",", i > 0);
		new_line(w, depth + 1);
		if (object) {
			put_string(w, e);
			put(w, ": ", 2);
			e++;
		}
		put_value(w, e, depth + 1);
		e = json_next(&w->r->j, e);
	}
	if (t->len)
		new_line(w, depth);
	put(w, object ? "}" : "]", 1);
}

static void put_value(struct writing *w, const struct json_tok *t, int depth)
{
	switch (t->kind) {
	case JSON_OBJECT:
	case JSON_ARRAY:
		put_container(w, t, depth);
		break;
	case JSON_STRING:
		put_string(w, t);
		break;
	case JSON_NUMBER:
		put(w, t->s, t->len);
		break;
	case JSON_TRUE:
	case JSON_FALSE:
	case JSON_NULL:
		bad(w->r, "'evm': neither a text nor a number");
		break;
	}
}

const char *policy_evm_text(struct reader *r, const struct json_tok *t)
{
	struct writing w = { .r = r };
	const char *text;

	buf_init(&w.b, POLICY_FILE_MAX);
	put_value(&w, t, 1);
	text = arena_strndup(r->a, w.b.p ? w.b.p : "", w.b.len);
	buf_free(&w.b);
	return text;
}
