/* conf.h - the configuration, read by this one reader.  Layer: base.
 *
 * mm.conf holds lines KEY=value, value of [A-Za-z0-9._:/,@%+-]*, and # comments:
 * no quotes, no expansion.  Precedence: -o KEY=value, then the environment
 * (MM_KEY), then the file, then the default.  The key table (conf_keys.c) gives
 * each key's kind, unit, range, default and meaning; it makes mm.conf(5) and
 * mm-conf list.  An unknown key or a value outside its range is MM_USAGE with the
 * line number.
 *
 * Getters take a key's name as it stands in the table; a name that does not, or
 * of another kind, is a programming error and aborts.
 */
#ifndef MM_CONF_H
#define MM_CONF_H

#include "base/dec.h"

#include <stdbool.h>
#include <stdint.h>

enum conf_kind {
	CONF_INT,      /* whole number                                        */
	CONF_DEC,      /* exact decimal                                       */
	CONF_PCT,      /* exact decimal in percent; at most 4 decimals        */
	CONF_REAL,     /* real number, for analytics                          */
	CONF_TEXT,     /* any text of the allowed bytes                       */
	CONF_WORD,     /* one of .words                                       */
	CONF_BOOL,     /* 0 or 1                                              */
	CONF_DURATION, /* 250ms, 30s, 5m, 1h, 7d                              */
};

struct conf_key {
	const char *name;
	enum conf_kind kind;
	const char *unit; /* as shown; "" if none */
	const char *min;  /* text of the same kind; NULL: unbounded */
	const char *max;
	const char *initial; /* default value, "" = unset */
	const char *words; /* "a|b": words allowed (beside a number for a number
	                        kind); NULL: none */
	const char *meaning; /* one clause, no full stop */
};

extern const struct conf_key conf_keys[]; /* ends with a NULL name */

/* A heading of mm.conf(5): it stands before the key named first. */
struct conf_group {
	const char *first;
	const char *title;
};

extern const struct conf_group conf_groups[]; /* ends with a NULL title */

/* Where a value comes from, weakest first. */
enum conf_source { CONF_DEFAULT, CONF_FILE, CONF_ENVIRONMENT, CONF_FLAG };

/* conf_load reads path (NULL: MM_HOME/mm.conf, which may be absent) and the
 * environment over the defaults.  Wrong: one line and exit MM_USAGE. */
void conf_load(const char *path);

/* conf_set gives key=value the strongest precedence.  False, and the reason in
 * *why (constant text), if the key is unknown or the value not allowed. */
bool conf_set(const char *name, const char *value, const char **why);

/* conf_check does what conf_load does, but reports every mistake on stderr
 * instead of stopping at the first; returns how many. */
int conf_check(const char *path);

/* conf_text: the value's text, "" if unset.  Owner: conf. */
const char *conf_text(const char *name);
/* conf_is: the value is exactly this word. */
bool conf_is(const char *name, const char *word);
/* conf_isset: the value is not empty. */
bool conf_isset(const char *name);

int64_t conf_int(const char *name);
struct dec conf_dec(const char *name);
double conf_real(const char *name);
bool conf_bool(const char *name);
int64_t conf_ms(const char *name);  /* CONF_DURATION */
int64_t conf_ppm(const char *name); /* CONF_PCT: 1 % is 10000 */

/* conf_find: the key of that name (KEY_% finds KEY_PCT), or NULL. */
const struct conf_key *conf_find(const char *name);

/* conf_source: where the key's value comes from.
 * out:     *line: its line in the file, 0 from elsewhere; may be NULL. */
enum conf_source conf_source(const char *name, int *line);

/* conf_source_text: "default", "file", "environment" or "option". */
const char *conf_source_text(enum conf_source from);

#endif
