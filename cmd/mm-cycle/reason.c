#include "reason.h"

#include "base/err.h"
#include "base/home.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char *left, *taken; /* the two paths */
static char text[REASON_SZ];

/* The text of taken; false: errno says why. */
static bool read_taken(void)
{
	int fd = open(taken, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	int saved = errno;

	if (fd >= 0)
		close(fd);
	errno = saved;
	if (n < 0)
		return false;
	text[n] = '\0';
	text[strcspn(text, "\n")] = '\0';
	text_mask(text);
	if (!*text)
		snprintf(text, sizeof(text), "no reason given");
	return true;
}

const char *reason_take(void)
{
	/* Only the first look can find what a crash left behind. */
	bool first = !left, found;

	if (first) {
		left = home_path("signal");
		taken = home_path("signal.taken");
	}
	found = rename(left, taken) == 0;
	if (!found && errno != ENOENT) {
		mm_warn("warning: %s: %s", left, strerror(errno));
		return NULL;
	}
	if (!found && !first)
		return NULL;
	if (read_taken())
		return text;
	if (errno != ENOENT)
		mm_warn("warning: %s: %s", taken, strerror(errno));
	return NULL;
}

void reason_drop(void)
{
	if (unlink(taken) < 0 && errno != ENOENT)
		mm_warn("warning: %s: %s", taken, strerror(errno));
}
