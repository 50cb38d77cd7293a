/* json_get.h - values out of a scanned text that is no record of ours (a reply of
 * some service), asked for by kind.  Layer: data.
 *
 * Every getter takes a token that may be NULL, so that a path reads as one
 * expression; false: it is absent, of another kind or does not fit, and *out is
 * untouched.
 */
#ifndef MM_JSON_GET_H
#define MM_JSON_GET_H

#include "base/dec.h"
#include "data/json.h"

/* json_in: the member key of obj, or NULL (obj no object, or without it). */
const struct json_tok *json_in(const struct json *j, const struct json_tok *obj,
			       const char *key);

/* json_next: the element behind this one of an array; the first stands at
 * array + 1, array->len says how many there are. */
static inline const struct json_tok *json_next(const struct json *j,
					       const struct json_tok *t)
{
	return &j->tok[t->next];
}

static inline bool json_is(const struct json_tok *t, enum json_kind kind)
{
	return t && t->kind == kind;
}

/* Whole JSON numbers, without fraction or exponent. */
MM_CHECKED bool json_int(int64_t *out, const struct json_tok *t);
MM_CHECKED bool json_u64(uint64_t *out, const struct json_tok *t);
/* An exact decimal: a JSON number without exponent, or a string of one. */
MM_CHECKED bool json_dec(struct dec *out, const struct json_tok *t);
/* The same with an exponent, as services write what they counted in floating
 * point: exact, or false where it has over DEC_SCALE_MAX decimals. */
MM_CHECKED bool json_exp(struct dec *out, const struct json_tok *t);
MM_CHECKED bool json_str(const char **out, const struct json_tok *t);

#endif
