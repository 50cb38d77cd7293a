#include "base/conf.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/home.h"
#include "base/mem.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEYS_MAX 256
#define LINE_SZ  4096
#define VALUE_BYTES                                                            \
	"0123456789abcdefghijklmnopqrstuvwxyz"                                 \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ._:/,@%+-"

extern char **environ;

static const char *values[KEYS_MAX]; /* by place in conf_keys; NULL: default */
static bool from_flag[KEYS_MAX];

static int place_of(const char *name)
{
	for (int i = 0; conf_keys[i].name; i++)
		if (!strcmp(conf_keys[i].name, name))
			return i;
	return -1;
}

const struct conf_key *conf_find(const char *name)
{
	int i = place_of(name);

	return i < 0 ? NULL : &conf_keys[i];
}

static bool one_of(const char *words, const char *value)
{
	size_t len = strlen(value);

	for (const char *w = words; w; w = strchr(w, '|')) {
		w += *w == '|';
		if (!strncmp(w, value, len) && (!w[len] || w[len] == '|'))
			return len > 0;
	}
	return false;
}

static bool real_parse(double *out, const char *s)
{
	char *end;
	double x;

	if (!*s || strspn(s, "0123456789.eE+-") != strlen(s))
		return false;
	x = strtod(s, &end);
	if (*end || !isfinite(x))
		return false;
	*out = x;
	return true;
}

/* A bound or a value as something to compare: every numeric kind is ordered
 * alike by its decimal, its real or its milliseconds. */
static bool numeric(struct dec *out, enum conf_kind kind, const char *s)
{
	int64_t ms;

	if (kind == CONF_DURATION) {
		if (duration_parse(&ms, s))
			return false;
		*out = dec_make(ms, 0);
		return true;
	}
	return dec_parse(out, s, strlen(s)) == ST_OK;
}

static const char *outside(const struct conf_key *k, const char *value)
{
	struct dec v, lo, hi;
	double x, bound;

	if (k->kind == CONF_REAL) {
		if (!real_parse(&x, value))
			return "not a number";
		if ((k->min && real_parse(&bound, k->min) && x < bound) ||
		    (k->max && real_parse(&bound, k->max) && x > bound))
			return "out of range";
		return NULL;
	}
	if (!numeric(&v, k->kind, value))
		return k->kind == CONF_DURATION ? "not a duration like 30s"
						: "not a plain number";
	if (k->kind == CONF_INT &&
	    (v.scale || v.v > INT64_MAX || v.v < INT64_MIN))
		return "not a whole number";
	if (k->kind == CONF_PCT && v.scale > 4)
		return "over 4 decimals";
	if ((k->min && numeric(&lo, k->kind, k->min) && dec_cmp(v, lo) < 0) ||
	    (k->max && numeric(&hi, k->kind, k->max) && dec_cmp(v, hi) > 0))
		return "out of range";
	return NULL;
}

static const char *unfit(const struct conf_key *k, const char *value)
{
	if (value[strspn(value, VALUE_BYTES)])
		return "holds a byte that is not allowed";
	if (!*value)
		return *k->initial ? "empty" : NULL;
	if (k->words && one_of(k->words, value))
		return NULL;
	switch (k->kind) {
	case CONF_TEXT:
		return NULL;
	case CONF_WORD:
		return "not one of its words";
	case CONF_BOOL:
		return !strcmp(value, "0") || !strcmp(value, "1")
			       ? NULL
			       : "not 0 or 1";
	case CONF_INT:
	case CONF_DEC:
	case CONF_PCT:
	case CONF_REAL:
	case CONF_DURATION:
		return outside(k, value);
	}
	return NULL;
}

bool conf_set(const char *name, const char *value, const char **why)
{
	int i = place_of(name);

	*why = i < 0 ? "unknown key" : unfit(&conf_keys[i], value);
	if (*why)
		return false;
	values[i] = mem_strdup(value);
	from_flag[i] = true;
	return true;
}

/* The market-making specification writes _% where a shell name cannot. */
static void plain_name(char *name)
{
	size_t n = strlen(name);

	if (n > 2 && !strcmp(name + n - 2, "_%"))
		memcpy(name + n - 1, "PCT", 4);
}

static char *trimmed(char *s)
{
	char *end;

	s += strspn(s, " \t");
	end = s + strlen(s);
	while (end > s && strchr(" \t\r\n", end[-1]))
		end--;
	*end = '\0';
	return s;
}

/* Self-dealing volume is never built; its keys are named so that an operator
 * learns why nothing happens. */
static bool self_dealing(const char *name)
{
	return !strncmp(name, "FLASH_VOLUME_", 13) ||
	       !strncmp(name, "NOISE_", 6);
}

static const char *take_line(char *text, bool store, bool *warned)
{
	char *name, *value, *eq;
	const char *why;
	int i;

	text[strcspn(text, "#")] = '\0';
	name = trimmed(text);
	if (!*name)
		return NULL;
	eq = strchr(name, '=');
	if (!eq)
		return "not KEY=value";
	*eq = '\0';
	name = trimmed(name);
	value = trimmed(eq + 1);
	if (self_dealing(name)) {
		if (!*warned)
			mm_warn("warning: '%s': trades between own wallets to "
				"show volume are wash trading; FLASH_VOLUME_* "
				"and NOISE_* are ignored",
				name);
		*warned = true;
		return NULL;
	}
	plain_name(name);
	i = place_of(name);
	why = i < 0 ? "unknown key" : unfit(&conf_keys[i], value);
	if (!why && store && !from_flag[i])
		values[i] = mem_strdup(value);
	return why;
}

/* Every mistake is said with its place; returns how many, -1 if the file cannot
 * be read. */
static int read_file(const char *path, bool store)
{
	char line[LINE_SZ], name[64];
	bool warned = false;
	int n = 0, bad = 0;
	FILE *f = fopen(path, "r");

	if (!f)
		return -1;
	while (fgets(line, sizeof(line), f)) {
		const char *why;

		n++;
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(line, "=\n"),
			 line);
		if (!strchr(line, '\n') && !feof(f))
			why = "line too long";
		else
			why = take_line(line, store, &warned);
		if (!why)
			continue;
		mm_warn("%s:%d: '%s': %s", path, n, trimmed(name), why);
		bad++;
		if (store || !strcmp(why, "line too long"))
			break;
	}
	if (ferror(f)) {
		mm_warn("%s: %s", path, strerror(errno));
		bad++;
	}
	fclose(f);
	return bad;
}

static void read_environment(void)
{
	for (char **e = environ; *e; e++) {
		const char *eq = strchr(*e, '='), *why;
		char name[64];
		int i;

		if (strncmp(*e, "MM_", 3) || !eq)
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)(eq - *e - 3),
			 *e + 3);
		i = place_of(name);
		if (i < 0 || from_flag[i])
			continue;
		if ((why = unfit(&conf_keys[i], eq + 1)))
			mm_die(MM_USAGE, "MM_%s: '%.80s': %s", name, eq + 1,
			       why);
		values[i] = eq + 1;
	}
}

void conf_load(const char *path)
{
	char *standard = path ? NULL : home_path("mm.conf");
	int bad = read_file(path ? path : standard, true);

	if (bad < 0 && (path || errno != ENOENT))
		mm_die(MM_USAGE, "%s: %s", path ? path : standard,
		       strerror(errno));
	if (bad > 0)
		exit(MM_USAGE);
	free(standard);
	read_environment();
}

int conf_check_file(const char *path)
{
	int bad = read_file(path, false);

	if (bad < 0) {
		mm_warn("%s: %s", path, strerror(errno));
		return 1;
	}
	return bad;
}

static const char *value_of(const char *name, enum conf_kind kind, bool any)
{
	int i = place_of(name);

	if (i < 0 || (!any && conf_keys[i].kind != kind)) {
		mm_warn("'%s': no such key of that kind", name);
		abort();
	}
	return values[i] ? values[i] : conf_keys[i].initial;
}

const char *conf_text(const char *name)
{
	return value_of(name, CONF_TEXT, true);
}

bool conf_is(const char *name, const char *word)
{
	return !strcmp(conf_text(name), word);
}

bool conf_isset(const char *name)
{
	return *conf_text(name);
}

static struct dec number(const char *name, enum conf_kind kind)
{
	struct dec d;

	if (!numeric(&d, kind, value_of(name, kind, false)))
		mm_die(MM_USAGE, "%s: '%s' where a number is needed", name,
		       conf_text(name));
	return d;
}

int64_t conf_int(const char *name)
{
	return (int64_t)number(name, CONF_INT).v;
}

struct dec conf_dec(const char *name)
{
	return number(name, CONF_DEC);
}

int64_t conf_ms(const char *name)
{
	return (int64_t)number(name, CONF_DURATION).v;
}

int64_t conf_ppm(const char *name)
{
	__int128 ppm;

	/* At most 4 decimals were let in, so this is exact. */
	if (dec_coef(&ppm, number(name, CONF_PCT), 4) || ppm > INT64_MAX ||
	    ppm < INT64_MIN)
		mm_die(MM_USAGE, "%s: '%s' is out of range", name,
		       conf_text(name));
	return (int64_t)ppm;
}

double conf_real(const char *name)
{
	double x;

	if (!real_parse(&x, value_of(name, CONF_REAL, false)))
		mm_die(MM_USAGE, "%s: '%s' where a number is needed", name,
		       conf_text(name));
	return x;
}

bool conf_bool(const char *name)
{
	return !strcmp(value_of(name, CONF_BOOL, false), "1");
}
