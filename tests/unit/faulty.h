/* faulty.h - a web server that does everything wrong, on a free port of this
 * machine, for the tests of io/http and io/jsonrpc.
 *
 * One process a connection; the path of a request says what goes wrong.  The
 * processes end with the test. */
#ifndef MM_FAULTY_H
#define MM_FAULTY_H

#include "check.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct faulty {
	pid_t pid;
	int port;
};

static inline void faulty_put(int fd, const char *text)
{
	size_t len = strlen(text);

	if (send(fd, text, len, MSG_NOSIGNAL) != (ssize_t)len)
		_exit(0);
}

static inline void faulty_answer(int fd, int status, const char *more,
				 const char *body)
{
	char text[2048];

	snprintf(text, sizeof(text),
		 "HTTP/1.1 %d Status\r\nContent-Type: application/json\r\n"
		 "Content-Length: %zu\r\n%s\r\n%s",
		 status, strlen(body), more, body);
	faulty_put(fd, text);
}

/* Reads one request.  Returns its path, NULL at the end; *body: its body. */
static inline const char *faulty_take(int fd, char *req, size_t size,
				      const char **body)
{
	size_t len = 0, want = SIZE_MAX;
	char *end, *p;

	while (len < want) {
		ssize_t n = recv(fd, req + len, size - 1 - len, 0);

		if (n <= 0)
			return NULL;
		len += (size_t)n;
		req[len] = '\0';
		if (want != SIZE_MAX || !(end = strstr(req, "\r\n\r\n")))
			continue;
		*body = end + 4;
		p = strstr(req, "Content-Length:");
		want = (size_t)(*body - req) +
		       (p && p < end ? strtoul(p + 15, NULL, 10) : 0);
	}
	p = strchr(req, ' ') + 1;
	*strchr(p, ' ') = '\0';
	return p;
}

static inline long faulty_id(const char *body)
{
	const char *p = strstr(body, "\"id\":");

	return p ? strtol(p + 5, NULL, 10) : 0;
}

/* A JSON-RPC reply with that id and rest. */
static inline void faulty_reply(int fd, int status, const char *more, long id,
				const char *rest)
{
	char body[1024];

	snprintf(body, sizeof(body), "{\"jsonrpc\":\"2.0\",\"id\":%ld,%s}", id,
		 rest);
	faulty_answer(fd, status, more, body);
}

static inline void faulty_huge(int fd)
{
	static char block[1 << 16];

	memset(block, 'x', sizeof(block) - 1);
	faulty_put(fd, "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n");
	for (;;)
		faulty_put(fd, block);
}

/* What a path asks for.  False: the connection is closed. */
static inline bool faulty_serve(int fd, const char *path, const char *body)
{
	long id = faulty_id(body);
	char text[512];

	if (!strcmp(path, "/ok")) {
		faulty_reply(fd, 200, "", id, "\"result\":{\"n\":7}");
	} else if (!strcmp(path, "/echo")) {
		snprintf(text, sizeof(text), "\"result\":%zu", strlen(body));
		faulty_reply(fd, 200, "X-Bundle-Id:  abc\r\n", id, text);
	} else if (!strcmp(path, "/once")) {
		faulty_reply(fd, 200, "", id, "\"result\":true");
		return false; /* though the client may keep it */
	} else if (!strcmp(path, "/null")) {
		faulty_reply(fd, 200, "", id, "\"result\":null");
	} else if (!strcmp(path, "/slow")) {
		sleep(5);
	} else if (!strcmp(path, "/late")) {
		usleep(200000);
		faulty_reply(fd, 200, "", id, "\"result\":\"late\"");
	} else if (!strcmp(path, "/429")) {
		faulty_answer(fd, 429, "", "slow down");
	} else if (!strcmp(path, "/429-after")) {
		faulty_answer(fd, 429, "Retry-After: 2\r\n", "");
	} else if (!strcmp(path, "/429-rpc")) {
		faulty_answer(fd, 429, "",
			      "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32097,"
			      "\"message\":\"Rate limit exceeded. Retry after "
			      "250 ms\",\"data\":null},\"id\":null}");
	} else if (!strcmp(path, "/500")) {
		faulty_answer(fd, 500, "", "<html>oops</html>");
	} else if (!strcmp(path, "/503")) {
		faulty_answer(fd, 503, "Retry-After: 3\r\n", "");
	} else if (!strcmp(path, "/redirect")) {
		faulty_answer(fd, 302, "Location: /ok\r\n", "");
	} else if (!strcmp(path, "/refused")) {
		faulty_reply(fd, 200, "", id,
			     "\"error\":{\"code\":-32002,\"message\":\"no\\n"
			     "way\",\"data\":{\"err\":\"AccountInUse\"}}");
	} else if (!strcmp(path, "/400-refused")) {
		faulty_reply(fd, 400, "", id,
			     "\"error\":{\"code\":-32602,\"message\":\"tip\"}");
	} else if (!strcmp(path, "/behind")) {
		faulty_reply(
			fd, 200, "", id,
			"\"error\":{\"code\":-32005,\"message\":\"behind\"}");
	} else if (!strcmp(path, "/garbage")) {
		faulty_answer(fd, 200, "", "<html>hello</html>");
	} else if (!strcmp(path, "/wrong-id")) {
		faulty_reply(fd, 200, "", id + 1, "\"result\":1");
	} else if (!strcmp(path, "/no-result")) {
		faulty_reply(fd, 200, "", id, "\"other\":1");
	} else if (!strcmp(path, "/array")) {
		faulty_answer(fd, 200, "", "[1,2,3]");
	} else if (!strcmp(path, "/empty")) {
		faulty_answer(fd, 200, "", "");
	} else if (!strcmp(path, "/half")) {
		faulty_put(fd, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"
			       "{\"jsonrpc\":\"2.0\",\"id\":");
		return false;
	} else if (!strcmp(path, "/huge")) {
		faulty_huge(fd);
	} else if (!strcmp(path, "/no-http")) {
		faulty_put(fd, "hello, this is no web server\r\n");
		return false;
	} else {
		return false; /* /close: without a word */
	}
	return true;
}

/* What a server does with a request: its path and its body.  False: the connection is
 * closed. */
struct faulty_rules {
	bool (*serve)(int fd, const char *path, const char *body);
};

static inline void faulty_connection(int fd, const struct faulty_rules *rules)
{
	static char req[1 << 20];
	const char *path, *body;

	while ((path = faulty_take(fd, req, sizeof(req), &body)))
		if (!rules->serve(fd, path, body))
			break;
	_exit(0);
}

/* A listening socket on a free port. */
static inline int faulty_listen(int *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&at, len) == 0);
	CHECK(listen(fd, 64) == 0);
	CHECK(getsockname(fd, (struct sockaddr *)&at, &len) == 0);
	*port = ntohs(at.sin_port);
	return fd;
}

/* serve NULL: it closes every connection at once. */
static inline struct faulty faulty_start_with(const struct faulty_rules *rules)
{
	struct faulty f;
	int fd = faulty_listen(&f.port);

	f.pid = fork();
	CHECK(f.pid >= 0);
	if (f.pid) {
		close(fd);
		return f;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGCHLD, SIG_IGN);
	for (;;) {
		int c = accept(fd, NULL, NULL);

		if (rules->serve && fork() == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			faulty_connection(c, rules);
		}
		close(c);
	}
}

static inline struct faulty faulty_start(bool deaf)
{
	const struct faulty_rules rules = { deaf ? NULL : faulty_serve };

	return faulty_start_with(&rules);
}

static inline void faulty_stop(struct faulty *f)
{
	kill(f->pid, SIGKILL);
	waitpid(f->pid, NULL, 0);
}

/* A port nobody listens on. */
static inline int faulty_nobody(void)
{
	int port, fd = faulty_listen(&port);

	close(fd);
	return port;
}

static inline const char *faulty_url(char buf[static 64], int port,
				     const char *path)
{
	snprintf(buf, 64, "http://127.0.0.1:%d%s", port, path);
	return buf;
}

#endif
