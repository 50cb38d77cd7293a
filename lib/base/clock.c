#include "base/clock.h"

#include <string.h>
#include <time.h>

int64_t clock_now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

enum status duration_parse(int64_t *ms, const char *s)
{
	static const struct {
		const char *name;
		int64_t ms;
	} units[] = {
		{ "ms", 1 },      { "s", 1000 },   { "m", 60000 },
		{ "h", 3600000 }, { "d", DAY_MS },
	};
	int64_t n = 0;
	const char *p = s;

	for (; *p >= '0' && *p <= '9'; p++)
		if (__builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, *p - '0', &n))
			return ST_OVERFLOW;
	if (p == s)
		return ST_FORMAT;
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (strcmp(p, units[i].name) != 0)
			continue;
		if (__builtin_mul_overflow(n, units[i].ms, &n) ||
		    n > DURATION_MAX_MS)
			return ST_OVERFLOW;
		*ms = n;
		return ST_OK;
	}
	return ST_FORMAT;
}
