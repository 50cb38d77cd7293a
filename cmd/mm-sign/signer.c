#include "signer.h"

#include "base/base64.h"
#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ANSWER_MAX  BASE64_LEN(SIGNER_SIG_MAX)
#define END_WAIT_MS 200
#define END_STEP_MS 10

/* ---- start and end ---- */

static void child(const struct signer_question *q, int in, int out)
{
	char *const argv[] = { (char *)q->program, (char *)q->address, NULL };

	if (dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0)
		execv(q->program, argv);
	_exit(127);
}

static bool start(struct signer *s, const struct signer_question *q)
{
	int to[2], from[2];

	if (pipe(to) != 0)
		return false;
	if (pipe(from) != 0) {
		close(to[0]);
		close(to[1]);
		return false;
	}
	/* Ours are not inherited, by this one or the next. */
	fcntl(to[1], F_SETFD, FD_CLOEXEC);
	fcntl(from[0], F_SETFD, FD_CLOEXEC);
	fcntl(to[1], F_SETFL, O_NONBLOCK);
	fcntl(from[0], F_SETFL, O_NONBLOCK);
	s->pid = fork();
	if (s->pid == 0)
		child(q, to[0], from[1]);
	close(to[0]);
	close(from[1]);
	s->to = to[1];
	s->from = from[0];
	if (s->pid > 0)
		return true;
	close(s->to);
	close(s->from);
	s->pid = 0;
	return false;
}

static void let_go(struct signer *s, int wait_ms)
{
	if (!s->pid)
		return;
	close(s->to);
	close(s->from);
	for (; wait_ms > 0; wait_ms -= END_STEP_MS) {
		if (waitpid(s->pid, NULL, WNOHANG) != 0) {
			s->pid = 0;
			return;
		}
		poll(NULL, 0, END_STEP_MS);
	}
	kill(s->pid, SIGKILL);
	while (waitpid(s->pid, NULL, 0) < 0 && errno == EINTR)
		;
	s->pid = 0;
}

void signer_end(struct signer *s)
{
	let_go(s, END_WAIT_MS);
}

/* ---- a question ---- */

/* Waits until fd can be read or written; false: not before the deadline. */
static bool wait_for(int fd, short events, int64_t deadline_ms)
{
	struct pollfd p = { .fd = fd, .events = events };
	int rc;

	do {
		int64_t left = deadline_ms - clock_now_ms();

		if (left <= 0)
			return false;
		rc = poll(&p, 1, left > INT32_MAX ? INT32_MAX : (int)left);
	} while (rc < 0 && errno == EINTR);
	return rc > 0;
}

static const char *tell(struct signer *s, const char *line, size_t n,
			int64_t deadline_ms)
{
	/* One that died takes us along otherwise. */
	void (*old)(int) = signal(SIGPIPE, SIG_IGN);
	const char *why = NULL;

	while (n > 0 && !why) {
		ssize_t done = write(s->to, line, n);

		if (done > 0) {
			line += done;
			n -= (size_t)done;
		} else if (errno == EAGAIN) {
			if (!wait_for(s->to, POLLOUT, deadline_ms))
				why = "the signer does not read in time";
		} else if (errno != EINTR) {
			why = "the signer has ended";
		}
	}
	signal(SIGPIPE, old);
	return why;
}

/* A line of exactly the length an answer has, and nothing behind it. */
static const char *hear(struct signer *s, char *answer, size_t len,
			int64_t deadline_ms)
{
	size_t n = 0;

	while (n < len + 1 && !memchr(answer, '\n', n)) {
		ssize_t got = read(s->from, answer + n, len + 1 - n);

		if (got > 0)
			n += (size_t)got;
		else if (got == 0)
			return "the signer has ended";
		else if (errno == EAGAIN) {
			if (!wait_for(s->from, POLLIN, deadline_ms))
				return "the signer does not answer in time";
		} else if (errno != EINTR) {
			return "the signer cannot be read";
		}
	}
	return n == len + 1 && answer[len] == '\n'
		       ? NULL
		       : "the signer's answer is no signature";
}

static const char *ask(struct arena *a, struct signer *s, uint8_t *sig,
		       const struct signer_question *q, int64_t deadline_ms)
{
	char *line = arena_alloc(a, BASE64_SZ(q->len) + 1);
	char answer[ANSWER_MAX + 1];
	unsigned char bytes[BASE64_BYTES(ANSWER_MAX)];
	size_t n = base64_format(line, q->bytes, q->len),
	       len = BASE64_LEN(q->sig_len);
	const char *why;

	line[n] = '\n';
	why = tell(s, line, n + 1, deadline_ms);
	if (!why)
		why = hear(s, answer, len, deadline_ms);
	if (why)
		return why;
	if (base64_parse(bytes, &n, answer, len) || n != q->sig_len ||
	    !q->is_right(q, bytes))
		return "the signer's answer is no signature of this message by "
		       "this wallet";
	memcpy(sig, bytes, n);
	return NULL;
}

const char *signer_ask(struct arena *a, struct signer *s,
		       uint8_t sig[static SIGNER_SIG_MAX],
		       const struct signer_question *q)
{
	int64_t deadline_ms = clock_now_ms() + q->timeout_ms;
	const char *why;

	if (!s->pid && !start(s, q))
		return "the signer cannot be started";
	why = ask(a, s, sig, q, deadline_ms);
	if (why)
		let_go(s, 0);
	return why;
}
