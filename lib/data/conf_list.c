#include "data/conf_list.h"

#include "base/conf.h"
#include "base/err.h"

#include <string.h>

const char **conf_list(struct arena *a, const char *key, size_t *n)
{
	char *rest = arena_strdup(a, conf_text(key));
	const char **v = NULL;

	*n = 0;
	while (*rest) {
		size_t len = strcspn(rest, ",");
		bool more = rest[len] == ',';

		if (!len || (more && !rest[len + 1]))
			mm_die(MM_USAGE, "%s: an element is empty", key);
		v = arena_grow(a, v, *n * sizeof(*v), (*n + 1) * sizeof(*v));
		v[(*n)++] = rest;
		rest[len] = '\0';
		rest += len + more;
	}
	return v;
}

bool conf_list_pair(struct arena *a, const char *text, const char **name,
		    const char **rest)
{
	const char *colon = strchr(text, ':');

	if (!colon || colon == text)
		return false;
	*name = arena_strndup(a, text, (size_t)(colon - text));
	*rest = colon + 1;
	return true;
}

bool conf_list_is_evm(const char *text)
{
	const char *colon = strchr(text, ':');

	return colon && colon[1] == '0' && (colon[2] == 'x' || colon[2] == 'X');
}
