/* pivot_conf.h - the configuration's pivot (mm.conf(5)).  Layer: data. */
#ifndef MM_PIVOT_CONF_H
#define MM_PIVOT_CONF_H

#include "base/status.h"
#include "math/pivot_rules.h"

#include <stdbool.h>

#define PIVOT_WHY_SZ 256

/* pivot_conf_read, after conf_load: all but the seed. */
void pivot_conf_read(struct pivot_rules *r);

/* pivot_conf_seed, after it: what PIVOT_MODE asks for besides.  False: why says
 * which key is missing or wrong. */
MM_CHECKED bool pivot_conf_seed(struct pivot_rules *r,
				char why[static PIVOT_WHY_SZ]);

#endif
