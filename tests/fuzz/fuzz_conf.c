/* fuzz_conf - KEY=value, whatever it is, is refused with a reason, or is a value
 * that every getter of the key's kind takes and finds within its range. */
#include "base/clock.h"
#include "base/conf.h"
#include "base/conf_value.h"
#include "fuzz.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* The value is one of the key's words, or unset: no number. */
static bool is_word(const struct conf_key *k, const char *value)
{
	size_t n = strlen(value);

	if (!n)
		return true;
	for (const char *w = k->words; w; w = strchr(w, '|')) {
		w += *w == '|';
		if (!strncmp(w, value, n) && (!w[n] || w[n] == '|'))
			return true;
	}
	return false;
}

static void in_range(const struct conf_key *k, struct dec x)
{
	struct dec bound;

	if (k->min && conf_number(&bound, k->kind, k->min))
		FUZZ_CHECK(dec_cmp(x, bound) >= 0);
	if (k->max && conf_number(&bound, k->kind, k->max))
		FUZZ_CHECK(dec_cmp(x, bound) <= 0);
}

static struct dec whole(int64_t n)
{
	return (struct dec){ .v = n, .scale = 0 };
}

static void get(const struct conf_key *k, const char *value)
{
	double x;

	switch (k->kind) {
	case CONF_INT:
		in_range(k, whole(conf_int(k->name)));
		return;
	case CONF_DEC:
		in_range(k, conf_dec(k->name));
		return;
	case CONF_PCT:
		in_range(k, dec_make(conf_ppm(k->name), 4));
		return;
	case CONF_DURATION:
		in_range(k, whole(conf_ms(k->name)));
		return;
	case CONF_REAL:
		x = conf_real(k->name);
		FUZZ_CHECK(isfinite(x));
		FUZZ_CHECK((!k->min || x >= strtod(k->min, NULL)) &&
			   (!k->max || x <= strtod(k->max, NULL)));
		return;
	case CONF_BOOL:
		FUZZ_CHECK(conf_bool(k->name) == !strcmp(value, "1"));
		return;
	case CONF_WORD:
	case CONF_TEXT:
		return;
	}
}

void fuzz_one(const uint8_t *data, size_t len)
{
	char *name = malloc(len + 1), *value;
	const struct conf_key *k;
	const char *why;

	memcpy(name, data, len);
	name[len] = '\0';
	value = strchr(name, '=');
	if (!value) {
		free(name);
		return;
	}
	*value++ = '\0';
	k = conf_find(name);
	if (conf_set(name, value, &why)) {
		FUZZ_CHECK(!why);
		if (k) {
			FUZZ_CHECK(!strcmp(conf_text(k->name), value));
			FUZZ_CHECK(!conf_unfit(k, value));
		}
		if (k && (k->kind == CONF_BOOL || !is_word(k, value)))
			get(k, value);
	} else {
		FUZZ_CHECK(why && *why);
	}
	free(name);
}
