#include "chain/hd_path.h"

static enum status step(uint32_t *out, const char **at)
{
	const char *s = *at;
	uint64_t n = 0;

	if (*s < '0' || *s > '9')
		return ST_FORMAT;
	for (; *s >= '0' && *s <= '9'; s++) {
		n = n * 10 + (uint64_t)(*s - '0');
		if (n >= HD_HARDENED)
			return ST_RANGE;
	}
	if (*s == '\'' || *s == 'h' || *s == 'H') {
		n |= HD_HARDENED;
		s++;
	}
	*out = (uint32_t)n;
	*at = s;
	return ST_OK;
}

enum status hd_path_parse(struct hd_path *out, const char *s)
{
	struct hd_path path = { .n = 0 };

	if (*s++ != 'm')
		return ST_FORMAT;
	while (*s) {
		enum status st;

		if (*s++ != '/')
			return ST_FORMAT;
		if (path.n == HD_DEPTH_MAX)
			return ST_OVERFLOW;
		st = step(&path.step[path.n++], &s);
		if (st)
			return st;
	}
	*out = path;
	return ST_OK;
}
