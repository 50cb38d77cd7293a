/* kill-switch - stop everything that adds risk; see kill-switch(1).
 *
 * The switch is the file MM_HOME/KILL.  It is on from the first system call that
 * makes the file: on a full disk it goes on without its reason.
 */
#include "base/err.h"
#include "base/home.h"
#include "base/opt.h"
#include "io/durable.h"
#include "io/kill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *reason; /* --reason of on */

static const struct opt on_options[] = {
	OPT_STR_('r', "reason", &reason, "<text>", "why, for whoever finds it"),
	OPT_END_,
};

/* Only the first line is ever read back. */
static void one_line(char text[static KILL_REASON_SZ])
{
	size_t n = (size_t)snprintf(text, KILL_REASON_SZ - 1, "%s", reason);

	if (n >= KILL_REASON_SZ - 1)
		n = KILL_REASON_SZ - 2;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] < ' ')
			text[i] = ' ';
	text[n] = '\n';
	text[n + 1] = '\0';
}

static int already_on(const char *path)
{
	char text[KILL_REASON_SZ];

	if (!kill_switch(text))
		mm_die(MM_RETRY, "%s: turned off at this moment", path);
	mm_warn("warning: already on: '%s'", text);
	return MM_OK;
}

static int turn_on(int n, char **operands)
{
	char *path, text[KILL_REASON_SZ];
	int fd, code = MM_OK;

	(void)n, (void)operands;
	if (!reason || !*reason)
		mm_die(MM_USAGE, "on: --reason is needed");
	one_line(text);
	path = home_path("KILL");
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0 && errno == EEXIST) {
		code = already_on(path);
	} else if (fd < 0) {
		mm_warn("not on: %s: %s", path, strerror(errno));
		code = MM_FAIL;
	} else if (!durable_write(fd, text, strlen(text)) ||
		   !durable_entry(path)) {
		mm_warn("on, but %s is not safe on disk: %s", path,
			strerror(errno));
		code = MM_FAIL;
	}
	if (fd >= 0)
		close(fd);
	free(path);
	return code;
}

static int turn_off(int n, char **operands)
{
	char *path = home_path("KILL");
	int code = MM_OK;

	(void)n, (void)operands;
	if (unlink(path) < 0 && errno != ENOENT) {
		mm_warn("not off: %s: %s", path, strerror(errno));
		code = MM_FAIL;
	} else if (!durable_entry(path) && errno != ENOENT) {
		mm_warn("off, but %s may be back after a power cut: %s", path,
			strerror(errno));
		code = MM_FAIL;
	}
	free(path);
	return code;
}

static int status(int n, char **operands)
{
	char text[KILL_REASON_SZ];

	(void)n, (void)operands;
	if (!kill_switch(text)) {
		printf("off\n");
		return MM_OK;
	}
	printf("on: %s\n", text);
	return MM_REFUSED;
}

/* clang-format off */
static const struct opt_verb verbs[] = {
	{ "on", "", "stop everything that adds risk", on_options, turn_on, false },
	{ "off", "", "let it go on", NULL, turn_off, false },
	{ "status", "", "print whether it is on; exit 0 off, 5 on", NULL, status,
	  false },
	{ 0 },
};
/* clang-format on */

static const struct opt_prog prog = {
	.name = "kill-switch",
	.operands = "<verb> ...",
	.verbs = verbs,
};

int main(int argc, char **argv)
{
	enum mm_exit code = (enum mm_exit)opt_run_verb(&prog, argc, argv);

	return (int)mm_close_stdout(code);
}
