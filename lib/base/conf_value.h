/* conf_value.h - what a configuration value may be.  Layer: base.
 *
 * Pure: text in, verdict out.  conf.c keeps the values, conf_keys.c the table.
 */
#ifndef MM_CONF_VALUE_H
#define MM_CONF_VALUE_H

#include "base/conf.h"

/* conf_unfit: why this value may not be given to the key, or NULL if it may.
 * Constant text. */
const char *conf_unfit(const struct conf_key *k, const char *value);

/* conf_range writes what the key allows, such as "1..3650", "at least 0",
 * "last|pivot" or "auto, 0..100000"; "" for any text. */
#define CONF_RANGE_SZ 96
void conf_range(char buf[static CONF_RANGE_SZ], const struct conf_key *k);

/* conf_number reads every kind that is a number but CONF_REAL; a duration counts
 * in milliseconds.  False: not one, *out untouched. */
bool conf_number(struct dec *out, enum conf_kind kind, const char *s);

/* conf_finite reads a CONF_REAL.  False: not one, or not finite; *out
 * untouched. */
bool conf_finite(double *out, const char *s);

#endif
