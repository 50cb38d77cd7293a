#include "io/lock.h"

#include "base/home.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define POLL_MS 20
#define PID_SZ  24

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c && strchr("._:@+-", c));
}

/* The lock file of a lane: lock/ and the lane, escaped into one file name.
 * NULL: no such name.  Owner: caller, free(). */
static char *lane_path(const char *lane)
{
	char name[sizeof("lock/") + NAME_MAX];
	size_t len = (size_t)snprintf(name, sizeof(name), "lock/");
	const char *start = lane;

	if (!*lane)
		return NULL;
	for (; *lane; lane++) {
		bool plain = is_plain(*lane) && (*lane != '.' || lane != start);

		if (len + (plain ? 1 : 3) >= sizeof(name))
			return NULL;
		if (plain)
			name[len++] = *lane;
		else
			len += (size_t)snprintf(name + len, sizeof(name) - len,
						"%%%02X", (unsigned char)*lane);
	}
	name[len] = '\0';
	return home_path(name);
}

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* flock has no timeout of its own, and a signal to give it one would be the
 * whole program's. */
static bool take(int fd, int wait_ms)
{
	const struct timespec pause = { .tv_nsec = POLL_MS * 1000000L };
	int64_t deadline = now_ms() + wait_ms;

	for (;;) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return true;
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK || now_ms() >= deadline)
			return false;
		nanosleep(&pause, NULL);
	}
}

static bool write_pid(int fd)
{
	char text[PID_SZ];
	int n = snprintf(text, sizeof(text), "%ld\n", (long)getpid());

	return ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)n, 0) == n;
}

enum lock_err lock_take(struct lock *l, const char *lane, int wait_ms)
{
	char *path = lane_path(lane);
	int fd, err;

	l->fd = -1;
	if (!path)
		return LOCK_NAME;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	free(path);
	if (fd < 0)
		return LOCK_IO;
	if (take(fd, wait_ms) && write_pid(fd)) {
		l->fd = fd;
		return LOCK_OK;
	}
	err = errno;
	close(fd);
	errno = err;
	return err == EWOULDBLOCK ? LOCK_HELD : LOCK_IO;
}

void lock_drop(struct lock *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
}

pid_t lock_holder(const char *lane)
{
	char *path = lane_path(lane);
	char text[PID_SZ] = "";
	long pid = 0;
	int fd;

	if (!path)
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	free(path);
	if (fd < 0)
		return 0;
	/* A text in a file nobody holds is the last holder's. */
	if (flock(fd, LOCK_SH | LOCK_NB) != 0 &&
	    pread(fd, text, sizeof(text) - 1, 0) > 0)
		pid = strtol(text, NULL, 10);
	close(fd);
	return pid > 0 && pid <= INT_MAX ? (pid_t)pid : 0;
}

const char *lock_text(enum lock_err e)
{
	switch (e) {
	case LOCK_OK:
		return "taken";
	case LOCK_HELD:
		return "held by another process";
	case LOCK_NAME:
		return "not a lane name";
	case LOCK_IO:
		return "the lock file cannot be used";
	}
	return "unknown lock error";
}
