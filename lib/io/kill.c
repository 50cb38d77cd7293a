#include "io/kill.h"

#include "base/home.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The first line of the file, or why it cannot be had.  O_NONBLOCK: a pipe named
 * KILL must not hang the program it is to stop. */
static void read_reason(char reason[static KILL_REASON_SZ], const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = fd < 0 ? -1 : read(fd, reason, KILL_REASON_SZ - 1);

	if (n < 0)
		snprintf(reason, KILL_REASON_SZ, "KILL cannot be read: %s",
			 strerror(errno));
	else
		reason[n] = '\0';
	if (fd >= 0)
		close(fd);
	reason[strcspn(reason, "\n")] = '\0';
	text_mask(reason);
	if (!*reason)
		snprintf(reason, KILL_REASON_SZ, "no reason given");
}

bool kill_switch(char reason[static KILL_REASON_SZ])
{
	char *path = home_path("KILL");
	struct stat st;
	bool on = true;

	*reason = '\0';
	/* lstat: a link that leads nowhere is still a KILL someone made. */
	if (lstat(path, &st) == 0)
		read_reason(reason, path);
	else if (errno == ENOENT)
		on = false;
	else
		snprintf(reason, KILL_REASON_SZ, "KILL cannot be examined: %s",
			 strerror(errno));
	free(path);
	return on;
}
