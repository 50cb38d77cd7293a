#include "data/json_get.h"

#include <stdlib.h>
#include <string.h>

const struct json_tok *json_in(const struct json *j, const struct json_tok *obj,
			       const char *key)
{
	if (!json_is(obj, JSON_OBJECT))
		return NULL;
	return json_member(j, (uint32_t)(obj - j->tok), key);
}

/* The digits of a whole JSON number.  False: it is none, or does not fit. */
static bool whole(__int128 *out, const struct json_tok *t)
{
	struct dec v;

	if (!json_is(t, JSON_NUMBER))
		return false;
	for (uint32_t i = 0; i < t->len; i++)
		if (t->s[i] == '.')
			return false;
	if (dec_parse(&v, t->s, t->len) || v.scale)
		return false;
	*out = v.v;
	return true;
}

bool json_int(int64_t *out, const struct json_tok *t)
{
	__int128 v;

	if (!whole(&v, t) || v < INT64_MIN || v > INT64_MAX)
		return false;
	*out = (int64_t)v;
	return true;
}

bool json_u64(uint64_t *out, const struct json_tok *t)
{
	__int128 v;

	if (!whole(&v, t) || v < 0 || v > UINT64_MAX)
		return false;
	*out = (uint64_t)v;
	return true;
}

bool json_dec(struct dec *out, const struct json_tok *t)
{
	if (!json_is(t, JSON_NUMBER) && !json_is(t, JSON_STRING))
		return false;
	return dec_parse(out, t->s, t->len) == ST_OK;
}

/* d times 10^exp. */
static bool shift(struct dec *out, struct dec d, long exp)
{
	if (exp < -DEC_SCALE_MAX || exp > DEC_SCALE_MAX)
		return false;
	for (; exp > 0; exp--)
		if (dec_mul(&d, d, dec_make(10, 0)))
			return false;
	if (d.scale - exp > DEC_SCALE_MAX)
		return false;
	*out = dec_make(d.v, d.scale - (int)exp);
	return true;
}

bool json_exp(struct dec *out, const struct json_tok *t)
{
	const char *e;
	struct dec d;

	if (!json_is(t, JSON_NUMBER))
		return json_dec(out, t);
	e = memchr(t->s, 'e', t->len);
	if (!e)
		e = memchr(t->s, 'E', t->len);
	if (!e)
		return json_dec(out, t);
	/* The scanner has seen that digits follow; what ends them is no digit. */
	return dec_parse(&d, t->s, (size_t)(e - t->s)) == ST_OK &&
	       shift(out, d, strtol(e + 1, NULL, 10));
}

bool json_str(const char **out, const struct json_tok *t)
{
	if (!json_is(t, JSON_STRING))
		return false;
	*out = t->s;
	return true;
}
