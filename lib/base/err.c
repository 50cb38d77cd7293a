#include "base/err.h"

#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MESSAGE_SZ 1024

const char *mm_prog = "mm";
bool mm_log_json;
enum mm_exit mm_at_least;

static void put(char *line, size_t *len, size_t cap, const char *s)
{
	while (*s && *len < cap)
		line[(*len)++] = *s++;
}

/* Quotes and backslashes are the only bytes left to escape: the rest was
 * masked. */
static void put_json(char *line, size_t *len, size_t cap, const char *s)
{
	for (; *s && *len + 2 <= cap; s++) {
		if (*s == '"' || *s == '\\')
			line[(*len)++] = '\\';
		line[(*len)++] = *s;
	}
}

void mm_vwarn(const char *fmt, va_list ap)
{
	char msg[MESSAGE_SZ];
	char line[2 * MESSAGE_SZ + 128];
	size_t len = 0, cap = sizeof(line) - 4;

	vsnprintf(msg, sizeof(msg), fmt, ap);
	text_mask(msg);
	if (mm_log_json) {
		put(line, &len, cap, "{\"type\":\"log\",\"prog\":\"");
		put(line, &len, cap, mm_prog);
		put(line, &len, cap, "\",\"text\":\"");
		put_json(line, &len, cap, msg);
		put(line, &len, cap + 2, "\"}");
	} else {
		put(line, &len, cap, mm_prog);
		put(line, &len, cap, ": ");
		put(line, &len, cap, msg);
	}
	line[len++] = '\n';
	if (write(STDERR_FILENO, line, len) < 0)
		return; /* nobody is left to be told */
}

void mm_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	mm_vwarn(fmt, ap);
	va_end(ap);
}

noreturn void mm_die(enum mm_exit code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	mm_vwarn(fmt, ap);
	va_end(ap);
	exit((int)mm_worse(mm_at_least, code));
}

enum mm_exit mm_worse(enum mm_exit a, enum mm_exit b)
{
	static const int rank[] = {
		[MM_OK] = 0,      [MM_PARTIAL] = 1, [MM_RETRY] = 2,
		[MM_FAIL] = 3,    [MM_USAGE] = 4,   [MM_REFUSED] = 5,
		[MM_UNKNOWN] = 6,
	};

	return rank[a] >= rank[b] ? a : b;
}

enum mm_exit mm_close_stdout(enum mm_exit code)
{
	bool bad = ferror(stdout);

	if (fclose(stdout) != 0 || bad) {
		mm_warn("<stdout>: %s", strerror(errno));
		return mm_worse(code, MM_FAIL);
	}
	return code;
}
