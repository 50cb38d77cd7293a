#include "io/secret.h"

#include "base/err.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#define SECRET_ALIGN 16    /* for any type */
#define STACK_BYTES  32768 /* more than any of them uses */

void secret_guard(void)
{
	const struct rlimit none = { 0, 0 };

	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 ||
	    setrlimit(RLIMIT_CORE, &none) != 0)
		mm_die(MM_FAIL, "cannot forbid core dumps: %s",
		       strerror(errno));
	if (sodium_init() < 0)
		mm_die(MM_FAIL, "libsodium does not start");
}

/* libsodium puts the last byte before a page that cannot be touched: the first is
 * aligned as the size is. */
void secret_alloc(struct secret *s, size_t n)
{
	size_t size = (n + SECRET_ALIGN) / SECRET_ALIGN * SECRET_ALIGN;

	if (sodium_init() < 0 || !(s->p = sodium_malloc(size)))
		mm_die(MM_FAIL, "no locked memory for %zu bytes", n);
	s->p[n] = '\0';
	s->len = n;
}

void secret_free(struct secret *s)
{
	sodium_free(s->p); /* wipes; NULL is no error */
	*s = (struct secret){ NULL, 0 };
}

void secret_wipe_stack(void)
{
	sodium_stackzero(STACK_BYTES);
}

bool secret_private(int fd, bool credential)
{
	struct stat st;
	mode_t others = S_IRWXG | S_IRWXO;

	if (fstat(fd, &st) != 0 ||
	    !(S_ISREG(st.st_mode) || S_ISFIFO(st.st_mode)))
		return false;
	if (credential && st.st_uid == 0 && st.st_gid == 0)
		others = S_IRWXO;
	return !(st.st_mode & others) &&
	       (st.st_uid == geteuid() || st.st_uid == 0);
}

/* Reads to the end into s, which holds limit + 1 bytes.  False: errno. */
static bool read_all(struct secret *s, int fd, size_t limit)
{
	s->len = 0;
	while (s->len <= limit) {
		ssize_t n = read(fd, s->p + s->len, limit + 1 - s->len);

		if (n < 0 && errno != EINTR)
			return false;
		if (n == 0)
			break;
		if (n > 0)
			s->len += (size_t)n;
	}
	s->p[s->len] = '\0';
	return true;
}

static bool in_credentials(const char *path)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	size_t n = dir ? strlen(dir) : 0;

	return n > 0 && strncmp(path, dir, n) == 0 && path[n] == '/' &&
	       !strstr(path + n, "/..");
}

static enum secret_err read_private(struct secret *s, int fd, const char *path,
				    size_t limit)
{
	if (!secret_private(fd, in_credentials(path)))
		return SECRET_SHARED;
	if (!read_all(s, fd, limit))
		return SECRET_IO;
	if (s->len > limit)
		return SECRET_LONG;
	return s->len ? SECRET_OK : SECRET_EMPTY;
}

enum secret_err secret_file(struct secret *s, const char *path, size_t limit)
{
	bool input = strcmp(path, "-") == 0;
	int fd = input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	enum secret_err e;
	int err;

	*s = (struct secret){ NULL, 0 };
	if (fd < 0)
		return SECRET_IO;
	secret_alloc(s, limit + 1);
	e = read_private(s, fd, path, limit);
	err = errno;
	if (!input)
		close(fd);
	if (e)
		secret_free(s);
	errno = err;
	return e;
}

static void chop(struct secret *s)
{
	if (s->len && s->p[s->len - 1] == '\n')
		s->p[--s->len] = '\0';
}

enum secret_err secret_word(struct secret *s, const char *path, size_t limit)
{
	enum secret_err e = secret_file(s, path, limit + 1);

	if (e)
		return e;
	chop(s);
	if (s->len && s->len <= limit)
		return SECRET_OK;
	e = s->len ? SECRET_LONG : SECRET_EMPTY;
	secret_free(s);
	return e;
}

/* ---- the terminal ---- */

/* A signal while the terminal does not echo: it echoes again, then the signal is
 * taken. */
static volatile sig_atomic_t caught;

static void on_signal(int sig)
{
	caught = sig;
}

static const int signals[] = { SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGTSTP };

#define N_SIGNALS (sizeof(signals) / sizeof(*signals))

/* A line from the terminal; the one that does not fit is read to its end. */
static enum secret_err read_line(struct secret *s, int fd, size_t limit)
{
	enum secret_err e = SECRET_OK;
	char c;

	for (s->len = 0; !caught;) {
		ssize_t n = read(fd, &c, 1);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return SECRET_IO;
		if (c == '\n')
			break;
		if (s->len < limit)
			s->p[s->len++] = c;
		else
			e = SECRET_LONG;
	}
	sodium_memzero(&c, sizeof(c));
	s->p[s->len] = '\0';
	return caught ? SECRET_IO : e;
}

static bool show(int fd, const char *text)
{
	return write(fd, text, strlen(text)) == (ssize_t)strlen(text);
}

/* Asks at fd; seen: the terminal echoes. */
static enum secret_err ask_at(struct secret *s, int fd, const char *prompt,
			      bool seen, size_t limit)
{
	struct sigaction act = { .sa_handler = on_signal }, old[N_SIGNALS];
	struct termios was, quiet;
	enum secret_err e;

	if (tcgetattr(fd, &was) != 0)
		return SECRET_NOTTY;
	caught = 0;
	for (size_t i = 0; i < N_SIGNALS; i++)
		sigaction(signals[i], &act, &old[i]);
	quiet = was;
	if (!seen)
		quiet.c_lflag &= ~(tcflag_t)ECHO;
	if (tcsetattr(fd, TCSAFLUSH, &quiet) != 0)
		e = SECRET_IO;
	else
		e = show(fd, prompt) ? read_line(s, fd, limit) : SECRET_IO;
	tcsetattr(fd, TCSAFLUSH, &was);
	if (!seen && !show(fd, "\n") && !e)
		e = SECRET_IO;
	for (size_t i = 0; i < N_SIGNALS; i++)
		sigaction(signals[i], &old[i], NULL);
	if (caught) {
		raise(caught);
		errno = EINTR;
	}
	return e;
}

static enum secret_err ask(struct secret *s, const char *prompt, bool seen,
			   size_t limit)
{
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	enum secret_err e;

	*s = (struct secret){ NULL, 0 };
	if (fd < 0)
		return SECRET_NOTTY;
	secret_alloc(s, limit);
	e = ask_at(s, fd, prompt, seen, limit);
	close(fd);
	if (!e && !s->len)
		e = SECRET_EMPTY;
	if (e)
		secret_free(s);
	return e;
}

enum secret_err secret_ask(struct secret *s, const char *prompt, bool twice,
			   size_t limit)
{
	enum secret_err e = ask(s, prompt, false, limit);
	struct secret again;

	if (e || !twice)
		return e;
	e = ask(&again, "again: ", false, limit);
	if (!e &&
	    (again.len != s->len || sodium_memcmp(again.p, s->p, s->len) != 0))
		e = SECRET_DIFFERS;
	secret_free(&again);
	if (e)
		secret_free(s);
	return e;
}

enum secret_err secret_confirm(const char *prompt, const char *word)
{
	struct secret s;
	enum secret_err e = ask(&s, prompt, true, strlen(word));

	if (e == SECRET_LONG || e == SECRET_EMPTY)
		return SECRET_DIFFERS;
	if (!e && strcmp(s.p, word) != 0)
		e = SECRET_DIFFERS;
	secret_free(&s);
	return e;
}

const char *secret_text(enum secret_err e)
{
	switch (e) {
	case SECRET_OK:
		return "read";
	case SECRET_IO:
		return "cannot be read";
	case SECRET_SHARED:
		return "not a file or pipe that only its owner can read "
		       "(chmod 600)";
	case SECRET_LONG:
		return "too long";
	case SECRET_EMPTY:
		return "empty";
	case SECRET_NOTTY:
		return "no terminal to ask at";
	case SECRET_DIFFERS:
		return "not the same";
	}
	return "unknown error";
}
