#include "io/homedir.h"

#include "base/home.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A new directory is on disk when its parent is. */
static bool sync_parent(const char *path)
{
	char *parent = mem_strdup(path);
	char *slash = strrchr(parent, '/');
	int fd, rc;

	if (slash)
		slash[slash == parent] = '\0';
	fd = open(slash ? parent : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(parent);
	if (fd < 0)
		return false;
	rc = fsync(fd);
	close(fd);
	return rc == 0;
}

static bool make_dir(const char *path)
{
	struct stat st;

	if (mkdir(path, 0700) == 0)
		return sync_parent(path);
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
