#include "live.h"

#include "base/conf.h"
#include "base/err.h"
#include "io/secret_file.h"
#include "io/ws.h"
#include "venue/evm_socket.h"
#include "venue/net_conf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define IDLE_MS         20000
#define MESSAGE_MAX     ((size_t)8 << 20)
#define LOOK_MS         1000 /* how often the parent is looked for */
#define BACK_OFF_MS     500  /* at first; twice as long after each failure */
#define BACK_OFF_MAX_MS 30000
#define WHY_SZ          160
#define HEADS           1
#define LOGS            2

enum said { SAID_NEWS = 'n', SAID_UP = 'u', SAID_DOWN = 'd' };

struct child {
	struct ws *ws;
	struct json json;
	const struct evm_filter *filter;
	pid_t parent;
	int fd;
	bool up;           /* this connection was of use */
	char said[WHY_SZ]; /* why the last one ended */
};

static void tell(const struct child *c, enum said said)
{
	char byte = (char)said;

	if (getppid() != c->parent || write(c->fd, &byte, 1) != 1)
		_exit(0);
}

static bool subscribe(struct child *c, int64_t id, const struct evm_filter *f)
{
	struct out o;
	bool ok;

	out_open(&o, -1);
	evm_write_subscribe(&o, id, f);
	ok = ws_send(c->ws, o.buf, o.len);
	o.len = 0;
	out_close(&o);
	return ok;
}

/* What keeps the connection from being of use; NULL: it was lost. */
static const char *listen_to(struct child *c)
{
	unsigned taken = 0;
	char *text;
	size_t len;
	int64_t id;

	for (;;) {
		switch (ws_next(c->ws, &text, &len, LOOK_MS)) {
		case WS_LOST:
			return NULL;
		case WS_LATE:
			if (getppid() != c->parent)
				_exit(0);
			continue;
		case WS_MESSAGE:
			break;
		}
		switch (evm_word_of(&c->json, &id, text, len)) {
		case EVM_WORD_OTHER:
			break;
		case EVM_WORD_REFUSED:
			return "the node takes no subscription";
		case EVM_WORD_SUBSCRIBED:
			taken |= id == HEADS || id == LOGS ? 1u << id : 0;
			if (taken == (1u << HEADS | 1u << LOGS)) {
				tell(c, SAID_UP);
				c->up = true;
			}
			break;
		case EVM_WORD_NEWS:
			tell(c, SAID_NEWS);
			break;
		}
	}
}

/* From one connection to the end of it. */
static void connection(struct child *c)
{
	char show[HTTP_SHOW_SZ];
	const char *why = NULL;

	c->up = false;
	if (ws_connect(c->ws) && subscribe(c, HEADS, NULL) &&
	    subscribe(c, LOGS, c->filter))
		why = listen_to(c);
	if (!why)
		why = ws_why(c->ws);
	if (c->up || strcmp(c->said, why) != 0)
		mm_warn("warning: %s: %s", ws_show(c->ws, show), why);
	snprintf(c->said, sizeof(c->said), "%s", why);
	tell(c, SAID_DOWN);
}

static void keep_connected(struct child *c)
{
	int64_t wait_ms = BACK_OFF_MS;

	for (;;) {
		struct timespec pause;

		connection(c);
		if (c->up)
			wait_ms = BACK_OFF_MS;
		pause = (struct timespec){ wait_ms / 1000,
					   wait_ms % 1000 * 1000000 };
		nanosleep(&pause, NULL);
		wait_ms = wait_ms * 2 < BACK_OFF_MAX_MS ? wait_ms * 2
							: BACK_OFF_MAX_MS;
	}
}

static struct ws *open_socket(void)
{
	const char *url = conf_text("EVM_WS"), *why = NULL;
	struct http_limits net = net_limits();
	struct ws_limits limits = { .connect_ms = net.total_ms,
				    .idle_ms = IDLE_MS,
				    .message_max = MESSAGE_MAX,
				    .plain = net.plain };
	struct secret_file file = { 0 };
	struct ws *ws = NULL;

	if (*url == '@')
		why = secret_file_read(&file, url + 1);
	if (!why)
		ws = ws_open(file.text ? file.text : url, &limits, &why);
	secret_file_drop(&file);
	if (!ws)
		mm_die(MM_USAGE, "EVM_WS: %s", why);
	return ws;
}

void live_open(struct live *l, const struct evm_filter *filter)
{
	struct child c = { .filter = filter, .parent = getpid() };
	int pipe_fd[2];
	pid_t pid;

	*l = (struct live){ .fd = -1 };
	if (!*conf_text("EVM_WS"))
		return;
	c.ws = open_socket();
	if (pipe(pipe_fd) < 0)
		mm_die(MM_FAIL, "pipe: %s", strerror(errno));
	fcntl(pipe_fd[0], F_SETFL, O_NONBLOCK);
	pid = fork();
	if (pid < 0)
		mm_die(MM_FAIL, "fork: %s", strerror(errno));
	if (pid == 0) {
		/* The pipe's reader must see its end when we end, and locks
		 * must be free. */
		close(STDIN_FILENO);
		close(STDOUT_FILENO);
		c.fd = STDERR_FILENO + 1;
		dup2(pipe_fd[1], c.fd);
		closefrom(c.fd + 1);
		keep_connected(&c);
	}
	close(pipe_fd[1]);
	ws_close(c.ws);
	l->fd = pipe_fd[0];
}

bool live_hear(struct live *l)
{
	char said[4096];
	bool news = false;
	ssize_t n;

	if (l->fd < 0)
		return false;
	while ((n = read(l->fd, said, sizeof(said))) > 0)
		for (ssize_t i = 0; i < n; i++) {
			l->up = said[i] == SAID_NEWS || said[i] == SAID_UP;
			news = news || l->up;
		}
	if (n == 0) { /* its process is gone: blocks are looked for */
		close(l->fd);
		*l = (struct live){ .fd = -1 };
	}
	return news;
}
