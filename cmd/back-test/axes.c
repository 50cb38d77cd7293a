#include "axes.h"

#include "base/conf.h"
#include "base/err.h"

#include <string.h>

static bool add_value(struct axis *x, struct arena *mem, const char *s,
		      size_t len)
{
	size_t n = (size_t)x->n;
	const char *value = arena_strndup(mem, s, len), *why;

	if (!conf_set(x->key, value, &why)) {
		mm_warn("--sweep %s=%s: %s", x->key, value, why);
		return false;
	}
	x->values = arena_grow(mem, x->values, n * sizeof(*x->values),
			       (n + 1) * sizeof(*x->values));
	x->values[x->n++] = value;
	return true;
}

static bool read_axis(struct axis *x, struct arena *mem, const char *spec)
{
	const char *equals = strchr(spec, '='), *s;
	const struct conf_key *key;

	if (!equals) {
		mm_warn("--sweep '%s': not KEY=value,...", spec);
		return false;
	}
	key = conf_find(arena_strndup(mem, spec, (size_t)(equals - spec)));
	if (!key) {
		mm_warn("--sweep '%s': no such key", spec);
		return false;
	}
	*x = (struct axis){ .key = key->name };
	for (s = equals + 1;; s++) {
		size_t len = strcspn(s, ",");

		if (!add_value(x, mem, s, len))
			return false;
		s += len;
		if (!*s)
			return true;
	}
}

static bool read_before(const struct axes *a, const char *key)
{
	for (int i = 0; i < a->n; i++)
		if (!strcmp(a->v[i].key, key))
			return true;
	return false;
}

bool axes_read(struct axes *a, struct arena *mem, const struct opt_list *specs,
	       int most)
{
	*a = (struct axes){
		.v = arena_alloc(mem, (size_t)specs->n * sizeof(*a->v)),
		.n_points = 1,
	};
	for (int i = 0; i < specs->n; i++) {
		struct axis *x = &a->v[i];

		if (!read_axis(x, mem, specs->v[i]))
			return false;
		if (read_before(a, x->key)) {
			mm_warn("--sweep %s: given twice", x->key);
			return false;
		}
		a->n++;
		if (x->n > most / a->n_points) {
			mm_warn("--sweep: over %d combinations", most);
			return false;
		}
		a->n_points *= x->n;
	}
	return true;
}

const char *axes_value(const struct axes *a, int axis, int point)
{
	for (int i = a->n - 1; i > axis; i--)
		point /= a->v[i].n;
	return a->v[axis].values[point % a->v[axis].n];
}

void axes_set(const struct axes *a, int point)
{
	const char *why;

	for (int i = 0; i < a->n; i++)
		if (!conf_set(a->v[i].key, axes_value(a, i, point), &why))
			mm_die(MM_USAGE, "%s: %s", a->v[i].key, why);
}
