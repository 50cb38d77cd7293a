#include "io/quota.h"

#include "base/clock.h"
#include "base/home.h"
#include "base/mem.h"
#include "io/durable.h"
#include "io/homedir.h"
#include "io/quota_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LOCK_MS    1000 /* whoever holds it writes a few hundred bytes */
#define DURABLE_MS 1000 /* a hold that grows by less need not be synced */
#define BOOT_ID    "/proc/sys/kernel/random/boot_id"

struct quota {
	struct quota_rule rules[QUOTA_RULES_MAX];
	char boot[QUOTA_BOOT_SZ];
	char *path;
};

static int64_t boot_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Which boot this is; where it cannot be told, only that time went back tells. */
static void read_boot(char out[static QUOTA_BOOT_SZ])
{
	int fd = open(BOOT_ID, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, out, QUOTA_BOOT_SZ - 1);

	if (fd >= 0)
		close(fd);
	out[n > 0 ? n : 0] = '\0';
	out[strspn(out, "0123456789abcdef-")] = '\0';
	if (!*out)
		memcpy(out, "-", 2);
}

struct quota *quota_open(const char *name, const struct quota_rule *rules,
			 size_t n)
{
	struct quota *q;
	char *folder;
	bool ok;

	if (!home_make())
		return NULL;
	folder = home_path("quota");
	ok = mkdir(folder, 0700) == 0 ? durable_entry(folder) : errno == EEXIST;
	if (!ok) {
		free(folder);
		return NULL;
	}
	q = mem_alloc(1, sizeof(*q));
	memcpy(q->rules, rules, n * sizeof(*rules));
	read_boot(q->boot);
	q->path = mem_alloc(strlen(folder) + 1 + strlen(name) + 1, 1);
	memcpy(q->path, folder, strlen(folder));
	q->path[strlen(folder)] = '/';
	memcpy(q->path + strlen(folder) + 1, name, strlen(name) + 1);
	free(folder);
	return q;
}

void quota_close(struct quota *q)
{
	if (!q)
		return;
	free(q->path);
	free(q);
}

/* ---- the file ---- */

static bool put(int fd, const struct quota_state *s)
{
	char text[QUOTA_FILE_SZ];

	quota_write(text, s);
	return pwrite(fd, text, sizeof(text), 0) == (ssize_t)sizeof(text);
}

/* A first file is whole before it has its name: an empty one is a damaged one. */
static bool make_first(const struct quota *q, const struct quota_state *s)
{
	size_t len = strlen(q->path) + 16;
	char *beside = mem_alloc(len, 1);
	bool ok;
	int fd;

	snprintf(beside, len, "%s.%ld", q->path, (long)getpid());
	unlink(beside);
	fd = open(beside, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	ok = fd >= 0 && put(fd, s);
	if (fd >= 0)
		close(fd);
	ok = ok && (link(beside, q->path) == 0 || errno == EEXIST);
	unlink(beside);
	free(beside);
	return ok;
}

static bool lock_file(int fd)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	int64_t end = boot_ms() + LOCK_MS;

	while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EINTR && errno != EWOULDBLOCK)
			return false;
		if (boot_ms() >= end)
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}

/* The file, locked, and what it says now.  -1: errno. */
static int hold(const struct quota *q, struct quota_state *s)
{
	char text[QUOTA_FILE_SZ + 1];
	int64_t now = boot_ms(), wall = clock_now_ms();
	ssize_t n;
	int fd = open(q->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0 && errno == ENOENT) {
		quota_fresh(s, q->boot, now, wall);
		if (!make_first(q, s))
			return -1;
		fd = open(q->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	}
	if (fd < 0)
		return -1;
	n = lock_file(fd) ? pread(fd, text, sizeof(text), 0) : -1;
	if (n < 0) {
		close(fd);
		return -1;
	}
	now = boot_ms();
	if (quota_read(s, text, (size_t)n)) {
		quota_turn(s, q->rules, q->boot, now, wall);
	} else {
		quota_fresh(s, q->boot, now, wall);
		s->until_ms = now + QUOTA_DOUBT_MS;
		if (ftruncate(fd, QUOTA_FILE_SZ) != 0 || !put(fd, s)) {
			close(fd);
			return -1;
		}
	}
	return fd;
}

/* Lets go of the file, with what it is to say now. */
static enum quota_err let_go(int fd, const struct quota_state *s, bool durable)
{
	bool ok = put(fd, s) && (!durable || fsync(fd) == 0);
	int err = errno;

	close(fd);
	errno = err;
	return ok ? QUOTA_OK : QUOTA_IO;
}

/* ---- what is asked for ---- */

enum quota_err quota_take(struct quota *q,
			  const int64_t cost[static QUOTA_RULES_MAX],
			  int64_t *wait_ms)
{
	struct quota_state s;
	int fd = hold(q, &s);

	*wait_ms = QUOTA_DOUBT_MS;
	if (fd < 0)
		return QUOTA_IO;
	*wait_ms = s.until_ms > s.at_ms ? s.until_ms - s.at_ms : 0;
	if (*wait_ms) {
		close(fd);
		return QUOTA_HELD;
	}
	*wait_ms = quota_room(&s, q->rules, cost);
	if (*wait_ms) {
		close(fd);
		return QUOTA_FULL;
	}
	quota_add(&s, q->rules, cost);
	return let_go(fd, &s, false);
}

enum quota_err quota_saw(struct quota *q,
			 const int64_t used[static QUOTA_RULES_MAX])
{
	struct quota_state s;
	int fd = hold(q, &s);

	if (fd < 0)
		return QUOTA_IO;
	quota_raise(&s, q->rules, used);
	return let_go(fd, &s, false);
}

enum quota_err quota_hold(struct quota *q, int64_t wait_ms)
{
	struct quota_state s;
	int64_t longer;
	int fd = hold(q, &s);

	if (fd < 0)
		return QUOTA_IO;
	if (wait_ms > QUOTA_HOLD_MAX)
		wait_ms = QUOTA_HOLD_MAX;
	longer = s.at_ms + wait_ms - s.until_ms;
	if (longer > 0)
		s.until_ms += longer;
	return let_go(fd, &s, longer > DURABLE_MS);
}

const char *quota_text(enum quota_err e)
{
	switch (e) {
	case QUOTA_OK:
		return "counted";
	case QUOTA_FULL:
		return "as much as the venue allows was asked for";
	case QUOTA_HELD:
		return "the venue said to wait";
	case QUOTA_IO:
		return "the file of what was asked for cannot be used";
	}
	return "unknown error";
}
