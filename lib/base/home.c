#include "base/home.h"

#include "base/err.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *joined(const char *dir, const char *name)
{
	size_t n = strlen(dir) + strlen(name) + 2;
	char *path = mem_alloc(n, 1);

	snprintf(path, n, "%s/%s", dir, name);
	return path;
}

const char *home_dir(void)
{
	static char *dir;
	const char *base;

	if (dir)
		return dir;
	if ((base = getenv("MM_HOME")) && *base)
		dir = mem_strdup(base);
	else if ((base = getenv("XDG_STATE_HOME")) && *base)
		dir = joined(base, "mmutils");
	else if ((base = getenv("HOME")) && *base)
		dir = joined(base, ".local/state/mmutils");
	else
		mm_die(MM_USAGE,
		       "none of MM_HOME, XDG_STATE_HOME, HOME is set");
	return dir;
}

char *home_path(const char *name)
{
	return joined(home_dir(), name);
}
