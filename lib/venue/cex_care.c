#include "venue/cex_care.h"

#include "venue/cex_key.h"
#include "venue/cex_reply.h"

#include <string.h>

/* A word of a header or of a signature: 8 bytes or more, none of them a blank. */
static bool word_in(const char **out, const struct json_tok *t)
{
	const char *s;

	if (!json_str(&s, t) || t->len < 8 || t->len > CEX_KEY_MAX)
		return false;
	for (const char *p = s; *p; p++)
		if (*p <= ' ' || *p > '~')
			return false;
	*out = s;
	return strlen(s) == t->len;
}

const char *cex_care_secret(struct secret *out, const char *body, size_t len,
			    const char *in, const char *key, const char *secret)
{
	const struct json_tok *at;
	const char *k, *s, *why;
	struct json j = { 0 };
	struct secret copy;

	*out = (struct secret){ NULL, 0 };
	secret_alloc(&copy, len);
	memcpy(copy.p, body, len);
	copy.p[len] = '\0';
	why = json_scan(&j, copy.p, len);
	if (!why) {
		at = in ? json_in(&j, j.tok, in) : j.tok;
		if (!word_in(&k, json_in(&j, at, key)) ||
		    !word_in(&s, json_in(&j, at, secret)))
			why = "a new key without its secret";
	}
	if (!why) {
		secret_alloc(out, strlen(k) + 1 + strlen(s) + 1);
		memcpy(out->p, k, strlen(k));
		out->p[strlen(k)] = '\n';
		memcpy(out->p + strlen(k) + 1, s, strlen(s));
		out->p[out->len - 1] = '\n';
	}
	json_free(&j);
	secret_free(&copy);
	return why;
}

const char *cex_care_keys(struct cex_kept_keys *out, const struct json *j,
			  const struct json_tok *list, const char *key,
			  const char *name, struct arena *a)
{
	const struct json_tok *t;

	if (!json_is(list, JSON_ARRAY))
		return "a list of keys without keys";
	out->v = arena_alloc(a, (list->len + 1) * sizeof(*out->v));
	t = list + 1;
	for (uint32_t i = 0; i < list->len; i++, t = json_next(j, t)) {
		struct cex_kept_key *k = &out->v[out->n++];

		if (!cex_id(&k->key, json_in(j, t, key), a) ||
		    !json_str(&k->name, json_in(j, t, name)))
			return "a key without a name";
	}
	return NULL;
}
