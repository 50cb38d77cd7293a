/* axes.h - the values a sweep tries, and their combinations.  Layer: cmd. */
#ifndef MM_BACK_TEST_AXES_H
#define MM_BACK_TEST_AXES_H

#include "base/mem.h"
#include "base/opt.h"

#include <stdbool.h>

struct axis {
	const char *key;
	const char **values;
	int n;
};

struct axes {
	struct axis *v;
	int n;
	int n_points; /* combinations */
};

/* axes_read: out: in mem.  False: a spec is not KEY=value,..., a value is not
 * allowed, or there are more than most combinations; said. */
bool axes_read(struct axes *out, struct arena *mem,
	       const struct opt_list *specs, int most);

/* axes_value: the value of one axis at a combination, 0..n_points-1. */
const char *axes_value(const struct axes *a, int axis, int point);

/* axes_set makes the combination the configuration. */
void axes_set(const struct axes *a, int point);

#endif
