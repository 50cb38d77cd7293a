#include "base/conf_value.h"

#include "base/clock.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VALUE_BYTES                                                            \
	"0123456789abcdefghijklmnopqrstuvwxyz"                                 \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ._:/,@%+-"

bool conf_number(struct dec *out, enum conf_kind kind, const char *s)
{
	int64_t ms;

	if (kind != CONF_DURATION)
		return dec_parse(out, s, strlen(s)) == ST_OK;
	if (duration_parse(&ms, s))
		return false;
	*out = dec_make(ms, 0);
	return true;
}

bool conf_finite(double *out, const char *s)
{
	char *end;
	double x;

	if (!*s || s[strspn(s, "0123456789.eE+-")])
		return false;
	x = strtod(s, &end);
	if (*end || !isfinite(x))
		return false;
	*out = x;
	return true;
}

static const char *real_unfit(const struct conf_key *k, const char *value)
{
	double x, bound;

	if (!conf_finite(&x, value))
		return "not a number";
	if ((k->min && conf_finite(&bound, k->min) && x < bound) ||
	    (k->max && conf_finite(&bound, k->max) && x > bound))
		return "out of range";
	return NULL;
}

static const char *number_unfit(const struct conf_key *k, const char *value)
{
	struct dec v, bound;

	if (!conf_number(&v, k->kind, value))
		return k->kind == CONF_DURATION ? "not a duration like 30s"
						: "not a plain number";
	if (k->kind == CONF_INT &&
	    (v.scale || v.v > INT64_MAX || v.v < INT64_MIN))
		return "not a whole number";
	if (k->kind == CONF_PCT && v.scale > 4)
		return "over 4 decimals";
	if ((k->min && conf_number(&bound, k->kind, k->min) &&
	     dec_cmp(v, bound) < 0) ||
	    (k->max && conf_number(&bound, k->kind, k->max) &&
	     dec_cmp(v, bound) > 0))
		return "out of range";
	return NULL;
}

static const char *words_of(const struct conf_key *k)
{
	return k->kind == CONF_BOOL ? "0|1" : k->words;
}

/* words is "a|b|c". */
static bool one_of(const char *words, const char *value)
{
	size_t len = strlen(value);

	for (const char *w = words; w; w = strchr(w, '|')) {
		w += *w == '|';
		if (!strncmp(w, value, len) && (!w[len] || w[len] == '|'))
			return true;
	}
	return false;
}

const char *conf_unfit(const struct conf_key *k, const char *value)
{
	if (value[strspn(value, VALUE_BYTES)])
		return "holds a byte that is not allowed";
	if (!*value)
		return *k->initial ? "empty" : NULL;
	if (words_of(k) && one_of(words_of(k), value))
		return NULL;
	switch (k->kind) {
	case CONF_TEXT:
		return NULL;
	case CONF_WORD:
	case CONF_BOOL:
		return "not one of its words";
	case CONF_REAL:
		return real_unfit(k, value);
	case CONF_INT:
	case CONF_DEC:
	case CONF_PCT:
	case CONF_DURATION:
		return number_unfit(k, value);
	}
	return NULL;
}

void conf_range(char buf[static CONF_RANGE_SZ], const struct conf_key *k)
{
	const char *words = words_of(k);
	size_t n;

	n = (size_t)snprintf(buf, CONF_RANGE_SZ, "%s%s", words ? words : "",
			     words && (k->min || k->max) ? ", " : "");
	if (n >= CONF_RANGE_SZ)
		return;
	if (k->min && k->max)
		snprintf(buf + n, CONF_RANGE_SZ - n, "%s..%s", k->min, k->max);
	else if (k->min || k->max)
		snprintf(buf + n, CONF_RANGE_SZ - n, "at %s %s",
			 k->min ? "least" : "most", k->min ? k->min : k->max);
}
