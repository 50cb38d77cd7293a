#include "io/homedir.h"

#include "base/home.h"
#include "io/durable.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

static bool make_dir(const char *path)
{
	struct stat st;

	if (mkdir(path, 0700) == 0)
		return durable_entry(path);
	if (errno != EEXIST || stat(path, &st) != 0)
		return false;
	if (!S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		return false;
	}
	return true;
}

bool home_make(void)
{
	char *path = home_path("lock");
	bool ok = true;

	for (char *p = path + 1; ok && *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		ok = make_dir(path);
		*p = '/';
	}
	ok = ok && make_dir(path);
	free(path);
	return ok;
}
