#include "io/last.h"

#include "base/err.h"
#include "base/home.h"
#include "io/durable.h"
#include "io/homedir.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define NAME   "cycle"
#define DIGITS 19

void last_open(struct last *l, bool synced)
{
	char *path;

	if (!home_make())
		mm_die(MM_FAIL, "%s: %s", home_dir(), strerror(errno));
	path = home_path(NAME);
	l->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	l->synced = synced;
	if (l->fd < 0 || !durable_entry(path))
		mm_die(MM_FAIL, "%s: %s", path, strerror(errno));
	free(path);
	last_id(l);
}

int64_t last_id(const struct last *l)
{
	char text[DIGITS + 2];
	ssize_t n = pread(l->fd, text, sizeof(text), 0);

	if (n < 0)
		mm_die(MM_FAIL, "%s/" NAME ": %s", home_dir(), strerror(errno));
	if (n == 0) /* made, but nothing claimed yet */
		return 0;
	text[n - 1] = '\0';
	if (n != DIGITS + 1 || text[strspn(text, "0123456789")])
		mm_die(MM_FAIL,
		       "%s/" NAME ": damaged: should be the last cycle's id, "
		       "%d digits and a newline",
		       home_dir(), DIGITS);
	return strtoll(text, NULL, 10);
}

static bool locked(const struct last *l, int how)
{
	int rc;

	do
		rc = flock(l->fd, how);
	while (rc < 0 && errno == EINTR);
	return rc == 0;
}

bool last_claim(struct last *l, int64_t id, bool *lost)
{
	char text[DIGITS + 3]; /* and room for a sign */
	bool rises;

	*lost = !locked(l, LOCK_EX);
	rises = id > last_id(l);
	if (rises) {
		snprintf(text, sizeof(text), "%0*" PRId64 "\n", DIGITS, id);
		if (pwrite(l->fd, text, DIGITS + 1, 0) != DIGITS + 1 ||
		    (l->synced && fdatasync(l->fd) != 0))
			*lost = true;
	}
	if (!locked(l, LOCK_UN))
		*lost = true;
	return rises;
}
