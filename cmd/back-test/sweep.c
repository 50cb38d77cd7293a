#include "sweep.h"

#include "base/buf.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* One process: it sends its record through a pipe, which holds all of it. */
struct job {
	pid_t pid; /* 0: none */
	int fd;
	int point;
};

struct sweeping {
	const struct sweep_work *work;
	struct axes axes;
	struct job *jobs;
	int n_jobs, n_running;
	struct arena mem;
	char **lines; /* by combination; NULL: it failed */
	enum mm_exit code;
};

/* The child: never returns. */
static void run_point(const struct sweeping *s, int point, int fd)
{
	struct out out;
	enum mm_exit code;

	axes_set(&s->axes, point);
	out_open(&out, fd);
	code = s->work->run(s->work->o, &out);
	out_close(&out);
	_exit((int)code);
}

static void start(struct sweeping *s, int point)
{
	struct job *j = s->jobs;
	int ends[2];

	while (j->pid)
		j++;
	if (pipe(ends) < 0 || (j->pid = fork()) < 0)
		mm_die(MM_FAIL, "no further process: %s", strerror(errno));
	if (!j->pid) {
		close(ends[0]);
		run_point(s, point, ends[1]);
	}
	close(ends[1]);
	j->fd = ends[0];
	j->point = point;
	s->n_running++;
}

/* What the child wrote, or NULL. */
static char *read_all(struct arena *mem, int fd)
{
	char chunk[4096], *text = NULL;
	size_t len = 0;
	ssize_t n;

	while ((n = read(fd, chunk, sizeof(chunk))) > 0) {
		text = arena_grow(mem, text, len, len + (size_t)n + 1);
		memcpy(text + len, chunk, (size_t)n);
		len += (size_t)n;
		text[len] = '\0';
	}
	close(fd);
	return text;
}

static void finish_one(struct sweeping *s)
{
	struct job *j = s->jobs;
	int status;
	pid_t pid = waitpid(-1, &status, 0);

	if (pid < 0)
		mm_die(MM_FAIL, "waiting for a process: %s", strerror(errno));
	while (j->pid != pid)
		j++;
	s->lines[j->point] = read_all(&s->mem, j->fd);
	s->code = mm_worse(s->code, WIFEXITED(status)
					    ? (enum mm_exit)WEXITSTATUS(status)
					    : MM_FAIL);
	j->pid = 0;
	s->n_running--;
}

static void run_all(struct sweeping *s)
{
	for (int i = 0; i < s->axes.n_points; i++) {
		if (s->n_running == s->n_jobs)
			finish_one(s);
		start(s, i);
	}
	while (s->n_running)
		finish_one(s);
}

/* ---- what became of them ---- */

static const void *decoded(struct sweeping *s, char *line)
{
	const struct rec_type *type = s->work->result;
	void *r = arena_alloc(&s->mem, type->shape.size);
	struct json j = { .n = 0 };
	size_t len = line ? strlen(line) : 0;
	bool ok;

	if (!len)
		return NULL;
	line[len - 1] = '\0'; /* the newline */
	ok = !json_scan(&j, line, len - 1) && !rec_decode(type, r, &j, &s->mem);
	json_free(&j);
	return ok ? r : NULL;
}

static void tell(struct sweeping *s, bool records)
{
	size_t n = (size_t)s->axes.n_points;
	const void **r = arena_alloc(&s->mem, n * sizeof(*r));
	struct out out;

	out_open(&out, STDOUT_FILENO);
	for (size_t i = 0; i < n && records; i++)
		if (s->lines[i])
			out_bytes(&out, s->lines[i], strlen(s->lines[i]));
	for (size_t i = 0; i < n && !records; i++)
		r[i] = decoded(s, s->lines[i]);
	if (!records)
		table_write(&out, &s->axes, s->work->columns, r);
	out_close(&out);
	if (n > 1)
		mm_warn("warning: %zu configurations were tried on one tape: "
			"the best of them owes some of it to luck; try it on a "
			"tape it was not chosen by",
			n);
}

enum mm_exit sweep(const struct sweep_work *work, const struct opt_list *specs,
		   int jobs, bool records)
{
	struct sweeping s = { .work = work, .n_jobs = jobs };
	size_t n;

	if (!axes_read(&s.axes, &s.mem, specs, SWEEP_MAX)) {
		arena_free(&s.mem);
		return MM_USAGE;
	}
	n = (size_t)s.axes.n_points;
	s.lines = arena_alloc(&s.mem, n * sizeof(*s.lines));
	s.jobs = arena_alloc(&s.mem, (size_t)jobs * sizeof(*s.jobs));
	run_all(&s);
	tell(&s, records);
	arena_free(&s.mem);
	return s.code;
}
