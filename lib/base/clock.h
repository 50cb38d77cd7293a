/* clock.h - durations as text, and the wall clock for those who may read it.
 * Layer: base.  Calculators have no clock but the frame's (DESIGN: frames). */
#ifndef MM_CLOCK_H
#define MM_CLOCK_H

#include "base/status.h"

#include <stdint.h>

#define DAY_MS INT64_C(86400000)
#define DURATION_MAX_MS                                                        \
	(INT64_C(1) << 53) /* so that a time and it have a sum */

/* clock_now_ms: Unix time in milliseconds, UTC. */
int64_t clock_now_ms(void);

/* duration_parse reads "250ms", "30s", "5m", "1h" or "7d" (digits and one unit)
 * into milliseconds, at most DURATION_MAX_MS.  ST_FORMAT, ST_OVERFLOW. */
MM_CHECKED enum status duration_parse(int64_t *ms, const char *s);

#endif
