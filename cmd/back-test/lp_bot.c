#include "lp_bot.h"

#include "base/conf.h"
#include "base/err.h"
#include "data/rec_cycle.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const programs[LP_BOT_PROGRAMS] = { "il-calc",
						       "range-roll" };

/* The configuration as it is here, flags and sweeps with it. */
static void hand_down(struct arena *mem)
{
	for (const struct conf_key *k = conf_keys; k->name; k++)
		if (conf_source(k->name, NULL) != CONF_DEFAULT)
			setenv(arena_printf(mem, "MM_%s", k->name),
			       conf_text(k->name), 1);
}

/* The child: never returns.  A refusal is a record; on stderr each would be a line of
 * every frame. */
static void become(const char *program, int in, int out, int quiet)
{
	char *const argv[] = { (char *)program, (char *)"-c",
			       (char *)"/dev/null", NULL };

	if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0)
		_exit(MM_FAIL);
	if (quiet >= 0)
		dup2(quiet, STDERR_FILENO);
	execvp(program, argv);
	mm_warn("%s: %s", program, strerror(errno));
	_exit(MM_FAIL);
}

static void pipe_of(int ends[2])
{
	if (pipe(ends) < 0)
		mm_die(MM_FAIL, "no pipe: %s", strerror(errno));
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
}

static void start(struct lp_bot *b, int quiet)
{
	int in[2], between[2], out[2];
	struct arena mem = { .limit = 0 };

	hand_down(&mem);
	pipe_of(in);
	pipe_of(between);
	pipe_of(out);
	for (int i = 0; i < LP_BOT_PROGRAMS; i++) {
		b->pids[i] = fork();
		if (b->pids[i] < 0)
			mm_die(MM_FAIL, "no further process: %s",
			       strerror(errno));
		if (!b->pids[i])
			become(programs[i], i ? between[0] : in[0],
			       i ? out[1] : between[1], quiet);
	}
	close(in[0]);
	close(between[0]);
	close(between[1]);
	close(out[1]);
	b->to_fd = in[1];
	out_open(&b->to, in[1]);
	b->from = fdopen(out[0], "r");
	if (!b->from)
		mm_die(MM_FAIL, "no pipe: %s", strerror(errno));
	arena_free(&mem);
}

static void stop(struct lp_bot *b)
{
	close(b->to_fd);
	fclose(b->from);
	for (int i = 0; i < LP_BOT_PROGRAMS; i++)
		while (waitpid(b->pids[i], NULL, 0) < 0 && errno == EINTR)
			;
}

/* Do they take the configuration?  They say why not before they read. */
static void try_out(struct lp_bot *b)
{
	static const char cycle[] =
		"{\"type\":\"cycle\",\"ts_ms\":1,\"id\":1}\n";
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);
	bool lives;

	start(b, -1);
	lives = write(b->to_fd, cycle, sizeof(cycle) - 1) ==
			(ssize_t)sizeof(cycle) - 1 &&
		getline(&b->line, &b->room, b->from) > 0;
	signal(SIGPIPE, before);
	stop(b);
	out_close(&b->to);
	if (!lives)
		mm_die(MM_USAGE, "il-calc and range-roll do not run with this "
				 "configuration");
}

void lp_bot_open(struct lp_bot *b)
{
	int quiet = open("/dev/null", O_WRONLY | O_CLOEXEC);

	*b = (struct lp_bot){ .from = NULL };
	try_out(b);
	start(b, quiet);
	close(quiet);
}

void lp_bot_close(struct lp_bot *b)
{
	stop(b);
	out_close(&b->to);
	free(b->line);
	json_free(&b->json);
	arena_free(&b->mem);
}

void lp_bot_ask(struct lp_bot *b, int64_t ts_ms)
{
	struct rec_cycle cycle;

	rec_clear(&rec_cycle_type, &cycle);
	cycle.ts_ms = ts_ms;
	cycle.id = ts_ms;
	rec_write(&b->to, &rec_cycle_type, &cycle);
	out_flush(&b->to);
}

const char *lp_bot_next(struct lp_bot *b, const struct rec_type **type)
{
	ssize_t len = getline(&b->line, &b->room, b->from);
	const struct json_tok *t;

	if (len <= 0)
		mm_die(MM_FAIL, "il-calc or range-roll ended");
	arena_reset(&b->mem);
	b->text = arena_strndup(&b->mem, b->line, (size_t)len);
	b->line[len - 1] = '\0';
	if (json_scan(&b->json, b->line, (size_t)len - 1) ||
	    !(t = json_member(&b->json, 0, "type")))
		mm_die(MM_FAIL, "range-roll wrote what is no record");
	*type = rec_find(t->s, strlen(t->s));
	return *type == &rec_cycle_type ? NULL : b->text;
}

void *lp_bot_record(struct lp_bot *b, const struct rec_type *type)
{
	void *rec = arena_alloc(&b->mem, type->shape.size);
	const char *why = rec_decode(type, rec, &b->json, &b->mem);

	if (why)
		mm_die(MM_FAIL, "range-roll wrote a bad %s: %s", type->name,
		       why);
	return rec;
}
