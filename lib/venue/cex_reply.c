#include "venue/cex_reply.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX  200
#define RETRY_MAX INT64_C(86400 * 30) /* s; longer ones are a mistake */

const char *cex_reply_open(struct json *j, const char *body, size_t len,
			   struct arena *a)
{
	if (!body)
		return "an empty reply";
	return json_scan_any(j, arena_strndup(a, body, len), len) ? "no JSON"
								  : NULL;
}

/* ---- values ---- */

/* The exponent of a text, if it has one, is whole: the scanner saw numbers only. */
static bool exponent_whole(const char *s)
{
	const char *e = strpbrk(s, "eE");
	size_t n;

	if (!e)
		return true;
	e += 1 + (e[1] == '-' || e[1] == '+');
	n = strspn(e, "0123456789");
	return n >= 1 && n <= 3 && !e[n];
}

bool cex_dec(struct dec *out, const struct json_tok *t)
{
	struct json_tok number;

	if (!json_is(t, JSON_STRING))
		return json_exp(out, t);
	if (strlen(t->s) != t->len || !exponent_whole(t->s))
		return false;
	number = *t;
	number.kind = JSON_NUMBER;
	return json_exp(out, &number);
}

bool cex_dec_opt(struct dec *out, const struct json_tok *t)
{
	if (t && t->kind != JSON_NULL && !cex_is(t, ""))
		return cex_dec(out, t);
	*out = DEC_NONE;
	return true;
}

bool cex_dec_some(struct dec *out, const struct json_tok *t)
{
	struct dec d;

	if (!cex_dec_opt(&d, t) || (!dec_is_none(d) && dec_sign(d) < 0))
		return false;
	*out = !dec_is_none(d) && dec_sign(d) ? d : DEC_NONE;
	return true;
}

bool cex_dec_positive(struct dec *out, const struct json_tok *t)
{
	struct dec d;

	if (!cex_dec(&d, t) || dec_sign(d) <= 0)
		return false;
	*out = d;
	return true;
}

bool cex_dec_natural(struct dec *out, const struct json_tok *t)
{
	struct dec d;

	if (!cex_dec(&d, t) || dec_sign(d) < 0)
		return false;
	*out = d;
	return true;
}

bool cex_ms(int64_t *out, const struct json_tok *t)
{
	struct dec d;

	if ((!json_is(t, JSON_NUMBER) && !json_is(t, JSON_STRING)) ||
	    dec_parse(&d, t->s, t->len) || d.scale || d.v < 0 ||
	    d.v >= REC_INT_MAX)
		return false;
	*out = (int64_t)d.v;
	return true;
}

bool cex_id(const char **out, const struct json_tok *t, struct arena *a)
{
	if (json_is(t, JSON_STRING)) {
		*out = t->s;
		return t->len > 0;
	}
	if (!json_is(t, JSON_NUMBER) ||
	    strspn(t->s, "0123456789") < (size_t)t->len)
		return false;
	*out = arena_strndup(a, t->s, t->len);
	return true;
}

bool cex_id_opt(const char **out, const struct json_tok *t, struct arena *a)
{
	if (t && t->kind != JSON_NULL && !cex_is(t, ""))
		return cex_id(out, t, a);
	*out = NULL;
	return true;
}

bool cex_bool(bool *out, const struct json_tok *t)
{
	bool yes = json_is(t, JSON_TRUE) || cex_is(t, "true");

	if (!yes && !json_is(t, JSON_FALSE) && !cex_is(t, "false"))
		return false;
	*out = yes;
	return true;
}

bool cex_word(int *out, const struct json_tok *t, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (cex_is(t, words[i])) {
			*out = i;
			return true;
		}
	return false;
}

bool cex_is(const struct json_tok *t, const char *text)
{
	return json_is(t, JSON_STRING) && !strcmp(t->s, text);
}

/* A level stands behind the one before it: further from the other side. */
static bool behind(struct dec price, struct dec last, bool bids)
{
	return bids ? dec_cmp(price, last) < 0 : dec_cmp(price, last) > 0;
}

bool cex_levels(struct rec_list *out, const struct json *j,
		const struct json_tok *t, bool bids, struct arena *a)
{
	const struct json_tok *pair;
	struct rec_level *v;
	size_t n;

	if (!json_is(t, JSON_ARRAY))
		return false;
	n = t->len < CEX_LEVELS_MAX ? t->len : CEX_LEVELS_MAX;
	v = arena_alloc(a, n * sizeof(*v));
	pair = t + 1;
	for (size_t i = 0; i < n; i++, pair = json_next(j, pair)) {
		if (!json_is(pair, JSON_ARRAY) || pair->len < 2 ||
		    !cex_dec_positive(&v[i].price, pair + 1) ||
		    !cex_dec_positive(&v[i].size, json_next(j, pair + 1)) ||
		    (i && !behind(v[i].price, v[i - 1].price, bids)))
			return false;
	}
	*out = (struct rec_list){ .v = n ? v : NULL, .n = n };
	return true;
}

/* ---- verdicts ---- */

void cex_look_open(struct cex_look *l, const char *body, size_t len)
{
	*l = (struct cex_look){ .len = body ? len : 0 };
	l->copy = mem_alloc(l->len + 1, 1);
	if (l->len)
		memcpy(l->copy, body, l->len);
	l->is_json = !json_scan_any(&l->j, l->copy, l->len);
}

void cex_look_close(struct cex_look *l)
{
	json_free(&l->j);
	explicit_bzero(l->copy, l->len);
	free(l->copy);
}

bool cex_judge_code(struct cex_reply *out, const struct cex_code *table,
		    size_t n, int64_t code)
{
	size_t lo = 0, hi = n;

	out->code = code;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (table[mid].code < code)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == n || table[lo].code != code)
		return false;
	out->verdict = table[lo].verdict;
	out->why = table[lo].why;
	return true;
}

/* Every place of word in text becomes stars. */
static void blot(char *text, const char *word)
{
	size_t n = strlen(word);

	for (char *at = strstr(text, word); at; at = strstr(at, word)) {
		memset(at, '*', n);
		at += n;
	}
}

/* Shorter values of headers are no secret: times, windows. */
#define SECRET_MIN 16

const char *cex_judge_text(const struct cex_request *r, const char *text,
			   struct arena *a)
{
	const char *signature =
		strstr(r->query.p ? r->query.p : "", "&signature=");
	char *copy = arena_strdup(a, text);

	if (!signature && r->body.p)
		signature = strstr(r->body.p, "&signature=");
	if (signature)
		blot(copy, signature + strlen("&signature="));
	for (size_t i = 0; i < r->n_headers; i++) {
		const char *value = strstr(r->headers[i].p, ": ");

		if (value && strlen(value + 2) >= SECRET_MIN)
			blot(copy, value + 2);
	}
	copy = arena_strndup(a, copy, strnlen(copy, TEXT_MAX));
	text_mask(copy);
	return copy;
}

/* Of a Retry-After in seconds; -1: absent, or none. */
static int64_t retry_ms(const char *retry_after)
{
	struct dec s;

	if (!retry_after || dec_parse(&s, retry_after, strlen(retry_after)) ||
	    s.scale || s.v < 0 || s.v > RETRY_MAX)
		return -1;
	return (int64_t)s.v * 1000;
}

struct cex_reply cex_reply_none(const char *retry_after)
{
	return (struct cex_reply){ .verdict = CEX_UNKNOWN,
				   .why = CEX_TRANSPORT,
				   .text = "",
				   .retry_ms = retry_ms(retry_after),
				   .until_ms = -1 };
}
