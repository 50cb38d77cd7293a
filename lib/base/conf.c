#include "base/conf.h"

#include "base/buf.h"
#include "base/conf_value.h"
#include "base/err.h"
#include "base/home.h"
#include "base/mem.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEYS_MAX   512
#define LINE_SZ    4096
#define FILE_LIMIT ((size_t)1 << 20)

extern char **environ;

struct setting {
	char *text;            /* NULL: the key's default                 */
	enum conf_source from; /* a weaker source never displaces it      */
	int line;              /* where the file gives it, 0: nowhere     */
};

static struct setting settings[KEYS_MAX]; /* by place in conf_keys */
static const char *file_name;             /* whose lines settings have */

/* The market-making specification writes _% where a shell name cannot. */
static bool names(const char *name, const char *key)
{
	size_t n;

	if (*name != *key) /* most are not: back-test asks a lot */
		return false;
	n = strlen(name);
	if (n > 2 && !strcmp(name + n - 2, "_%"))
		return !strncmp(name, key, n - 1) &&
		       !strcmp(key + n - 1, "PCT");
	return !strcmp(name, key);
}

static int place_of(const char *name)
{
	for (int i = 0; conf_keys[i].name; i++)
		if (names(name, conf_keys[i].name))
			return i;
	return -1;
}

const struct conf_key *conf_find(const char *name)
{
	int i = place_of(name);

	return i < 0 ? NULL : &conf_keys[i];
}

/* Self-dealing volume is never built; its keys are known so that an operator
 * learns why nothing happens. */
static bool self_dealing(const char *name)
{
	static bool warned;

	if (strncmp(name, "FLASH_VOLUME_", 13) && strncmp(name, "NOISE_", 6))
		return false;
	if (!warned)
		mm_warn("warning: '%.80s': trades between own wallets to show "
			"volume are wash trading; FLASH_VOLUME_* and NOISE_* "
			"are ignored",
			name);
	warned = true;
	return true;
}

/* Why it may not be, or NULL.  line: 0 outside the file. */
static const char *assign(const char *name, const char *value,
			  enum conf_source from, int line)
{
	int i = place_of(name);
	struct setting *s = &settings[i < 0 ? 0 : i];
	const char *why;

	if (i < 0)
		return self_dealing(name) ? NULL : "unknown key";
	if ((why = conf_unfit(&conf_keys[i], value)))
		return why;
	if (line && s->line)
		return "given twice";
	if (line)
		s->line = line;
	if (from >= s->from) {
		free(s->text);
		s->text = mem_strdup(value);
		s->from = from;
	}
	return NULL;
}

bool conf_set(const char *name, const char *value, const char **why)
{
	*why = assign(name, value, CONF_FLAG, 0);
	return !*why;
}

/* value: NULL where none was given. */
static void complain(const char *place, const char *name, const char *value,
		     const char *why)
{
	const struct conf_key *k = value ? conf_find(name) : NULL;
	char shown[96] = "", range[CONF_RANGE_SZ] = "";

	if (value && *value)
		snprintf(shown, sizeof(shown), "'%.80s': ", value);
	if (k && conf_unfit(k, value))
		conf_range(range, k);
	mm_warn("%s: '%.80s': %s%s%s%s%s", place, name, shown, why,
		*range ? " (" : "", range, *range ? ")" : "");
}

static char *trimmed(char *s)
{
	char *end;

	s += strspn(s, " \t\r");
	end = s + strlen(s);
	while (end > s && strchr(" \t\r", end[-1]))
		end--;
	*end = '\0';
	return s;
}

/* One line without its newline.  False: wrong, and said. */
static bool take_line(const char *text, size_t len, int n)
{
	char line[LINE_SZ], place[LINE_SZ];
	char *name, *eq, *value;
	const char *why;

	snprintf(place, sizeof(place), "%s:%d", file_name, n);
	if (len >= sizeof(line) || memchr(text, '\0', len)) {
		mm_warn("%s: %s", place,
			len >= sizeof(line) ? "line too long"
					    : "holds a NUL byte");
		return false;
	}
	memcpy(line, text, len);
	line[len] = '\0';
	line[strcspn(line, "#")] = '\0';
	name = trimmed(line);
	if (!*name)
		return true;
	eq = strchr(name, '=');
	if (!eq) {
		complain(place, name, NULL, "not KEY=value");
		return false;
	}
	*eq = '\0';
	name = trimmed(name);
	value = trimmed(eq + 1);
	why = assign(name, value, CONF_FILE, n);
	if (why)
		complain(place, name, value, why);
	return !why;
}

/* The whole file at once, so that neither a NUL nor a line without end can hide
 * what follows it.  False: errno says why. */
static bool slurp(struct buf *text, const char *path)
{
	FILE *f = fopen(path, "r");
	char part[LINE_SZ];
	int saved = 0;
	size_t n;

	if (!f)
		return false;
	while (!saved && (n = fread(part, 1, sizeof(part), f)) > 0)
		if (!buf_add(text, part, n))
			saved = EFBIG;
	if (!saved && ferror(f))
		saved = errno;
	fclose(f);
	errno = saved;
	return !saved;
}

/* Takes lines until the first mistake, or all of them; returns how many were
 * wrong. */
static int read_lines(const struct buf *text, bool all)
{
	int n = 0, bad = 0;
	size_t len;

	for (size_t at = 0; at < text->len && (all || !bad); at += len + 1) {
		const char *p = text->p + at;
		const char *end = memchr(p, '\n', text->len - at);

		len = end ? (size_t)(end - p) : text->len - at;
		bad += !take_line(p, len, ++n);
	}
	return bad;
}

static int read_file(bool optional, bool all)
{
	struct buf text;
	int bad = 0;

	buf_init(&text, FILE_LIMIT);
	if (slurp(&text, file_name)) {
		bad = read_lines(&text, all);
	} else if (!optional || errno != ENOENT) {
		mm_warn("%s: %s", file_name, strerror(errno));
		bad = 1;
	}
	buf_free(&text);
	return bad;
}

static int read_environment(bool all)
{
	int bad = 0;

	for (char **e = environ; *e && (all || !bad); e++) {
		const char *eq = strchr(*e, '='), *why;
		char name[64];

		if (strncmp(*e, "MM_", 3) || !eq)
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)(eq - *e - 3),
			 *e + 3);
		/* MM_HOME, MM_LOG and their like are no keys. */
		if (place_of(name) < 0 && !self_dealing(name))
			continue;
		if ((why = assign(name, eq + 1, CONF_ENVIRONMENT, 0))) {
			complain("environment", name, eq + 1, why);
			bad++;
		}
	}
	return bad;
}

const char *conf_source_text(enum conf_source from)
{
	switch (from) {
	case CONF_DEFAULT:
		return "default";
	case CONF_FILE:
		return "file";
	case CONF_ENVIRONMENT:
		return "environment";
	case CONF_FLAG:
		return "option";
	}
	return "unknown source";
}

static int clash(const char *name, const char *why)
{
	char place[LINE_SZ];
	int line;
	enum conf_source from = conf_source(name, &line);

	if (from == CONF_FILE)
		snprintf(place, sizeof(place), "%s:%d", file_name, line);
	else
		snprintf(place, sizeof(place), "%s", conf_source_text(from));
	complain(place, name, conf_text(name), why);
	return 1;
}

/* What each value alone does not show. */
static int check_together(void)
{
	int64_t upper = conf_ppm("UPPER_USDC_RATIO_MAX_PCT");
	int64_t lower = conf_ppm("LOWER_USDC_RATIO_MAX_PCT");
	int64_t edge = upper > lower ? upper : lower;

	/* MATH: at the edge the gradient wants SOL down to 100 % - edge; an
	 * injection above that would fight it frame after frame. */
	if (conf_ppm("MIN_SOL_RESERVE_PCT") >= 1000000 - edge)
		return clash("MIN_SOL_RESERVE_PCT",
			     "not below 100 less the larger of "
			     "UPPER_ and LOWER_USDC_RATIO_MAX_PCT");
	if (conf_ppm("INJECT_TARGET_PCT") < conf_ppm("MIN_SOL_RESERVE_PCT"))
		return clash("INJECT_TARGET_PCT",
			     "below MIN_SOL_RESERVE_PCT, where it begins");
	return 0;
}

static int read_all(const char *path, bool all)
{
	int bad;

	file_name = path ? path : home_path("mm.conf");
	bad = read_file(!path, all);
	if (all || !bad)
		bad += read_environment(all);
	return bad ? bad : check_together();
}

void conf_load(const char *path)
{
	if (read_all(path, false))
		exit(MM_USAGE);
}

int conf_check(const char *path)
{
	return read_all(path, true);
}

/* The key's place; a name that is none is a programming error. */
static int known(const char *name)
{
	int i = place_of(name);

	if (i < 0) {
		mm_warn("'%s': no such key", name);
		abort();
	}
	return i;
}

const char *conf_text(const char *name)
{
	int i = known(name);

	return settings[i].text ? settings[i].text : conf_keys[i].initial;
}

enum conf_source conf_source(const char *name, int *line)
{
	const struct setting *s = &settings[known(name)];

	if (line)
		*line = s->from == CONF_FILE ? s->line : 0;
	return s->from;
}

bool conf_is(const char *name, const char *word)
{
	return !strcmp(conf_text(name), word);
}

bool conf_isset(const char *name)
{
	return *conf_text(name);
}

static const char *text_of(const char *name, enum conf_kind kind)
{
	if (conf_keys[known(name)].kind != kind) {
		mm_warn("'%s': asked for as another kind", name);
		abort();
	}
	return conf_text(name);
}

/* A word or nothing stands where this run needs a number. */
static noreturn void needs_number(const char *name)
{
	mm_die(MM_USAGE, "%s: '%s' where a number is needed", name,
	       conf_text(name));
}

static struct dec number(const char *name, enum conf_kind kind)
{
	struct dec d;

	if (!conf_number(&d, kind, text_of(name, kind)))
		needs_number(name);
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

	if (!conf_finite(&x, text_of(name, CONF_REAL)))
		needs_number(name);
	return x;
}

bool conf_bool(const char *name)
{
	return !strcmp(text_of(name, CONF_BOOL), "1");
}
