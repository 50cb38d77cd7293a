#include "io/ack.h"

#include "base/err.h"
#include "data/json.h"
#include "data/rec_cycle.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

void ack_open(struct ack *a, const char *path)
{
	struct stat st;

	*a = (struct ack){ .fd = -1,
			   .pipe_fd = STDOUT_FILENO,
			   .wake_fd = { -1, -1 } };
	if (!path)
		return;
	a->fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (a->fd < 0)
		mm_die(MM_USAGE, "--ack: %s: %s", path, strerror(errno));
	if (fstat(a->fd, &st) < 0 || !S_ISFIFO(st.st_mode))
		mm_die(MM_USAGE, "--ack: %s: not a FIFO", path);
}

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* The id of the cycle in the line, or 0 with the reason said. */
static int64_t cycle_id(char *line, size_t len)
{
	struct json json = { 0 };
	struct arena arena = { 0 };
	struct rec_cycle cycle = { 0 };
	const char *why = json_scan(&json, line, len);

	if (!why)
		why = rec_decode(&rec_cycle_type, &cycle, &json, &arena);
	if (why)
		mm_warn("warning: --ack: not a cycle: %s", why);
	json_free(&json);
	arena_free(&arena);
	return why ? 0 : cycle.id;
}

/* What one line says; false: nothing that is waited for. */
static bool heard(enum ack_said *said, char *line, size_t len, int64_t id)
{
	int64_t got;

	if (!strcmp(line, "stop")) {
		*said = ACK_STOP;
		return true;
	}
	if (!strcmp(line, "end")) {
		*said = ACK_ENDS;
		return true;
	}
	got = cycle_id(line, len);
	if (got && got != id)
		mm_warn("warning: --ack: cycle %" PRId64 " is not in flight",
			got);
	*said = ACK_DONE;
	return got && got == id;
}

/* The next line already read that says something. */
static bool next_line(struct ack *a, enum ack_said *said, int64_t id)
{
	char *end;

	while ((end = memchr(a->line, '\n', a->len))) {
		size_t len = (size_t)(end - a->line);
		bool found;

		*end = '\0';
		found = heard(said, a->line, len, id);
		a->len -= len + 1;
		memmove(a->line, end + 1, a->len);
		if (found)
			return true;
	}
	if (a->len == sizeof(a->line)) {
		mm_warn("warning: --ack: line over %zu bytes", a->len);
		a->len = 0;
	}
	return false;
}

enum ack_said ack_wait(struct ack *a, int64_t id, int64_t wait_ms)
{
	/* Of the pipe only a lost reader is of interest. */
	struct pollfd p[] = { { .fd = a->pipe_fd },
			      { .fd = a->fd, .events = POLLIN },
			      { .fd = a->wake_fd[0], .events = POLLIN },
			      { .fd = a->wake_fd[1], .events = POLLIN } };
	int64_t until = now_ms() + wait_ms, left;
	enum ack_said said;
	ssize_t n;

	while (!next_line(a, &said, id)) {
		left = until - now_ms();
		if (left <= 0)
			return ACK_LATE;
		if (poll(p, 2 + ACK_WAKES,
			 left > INT_MAX ? INT_MAX : (int)left) < 0 &&
		    errno != EINTR)
			mm_die(MM_FAIL, "poll: %s", strerror(errno));
		if (p[0].revents & (POLLERR | POLLHUP))
			return ACK_GONE;
		if (p[2].revents || p[3].revents)
			return ACK_WAKE;
		n = a->fd < 0 ? -1
			      : read(a->fd, a->line + a->len,
				     sizeof(a->line) - a->len);
		if (n > 0)
			a->len += (size_t)n;
	}
	return said;
}
