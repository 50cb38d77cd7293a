#include "data/in.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Room for the longest line and a good read behind it; pages never touched are
 * never paid for. */
#define READ_SZ ((size_t)256 << 10)
#define BUF_SZ  (LINE_LEN_MAX + READ_SZ + 1)

struct in {
	int fd;
	const char *name;
	uint64_t line;
	size_t start, seen, end; /* line begins, searched up to, bytes held */
	bool eof, skipping;
	char buf[BUF_SZ];
};

struct in *in_open(const char *name)
{
	bool standard = !strcmp(name, "-");
	int fd = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
	struct in *in;

	if (fd < 0)
		return NULL;
	in = malloc(sizeof(*in));
	if (!in) {
		errno = ENOMEM;
		return NULL;
	}
	memset(in, 0, offsetof(struct in, buf));
	in->fd = fd;
	in->name = standard ? "<stdin>" : name;
	return in;
}

void in_close(struct in *in)
{
	if (in->fd != STDIN_FILENO)
		close(in->fd);
	free(in);
}

static bool would_block(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, 0) == 0;
}

/* Reads more bytes behind end; false at end of file or on an error. */
static bool fill(struct in *in, struct out *flush)
{
	size_t room;
	ssize_t n;

	if (in->start) {
		memmove(in->buf, in->buf + in->start, in->end - in->start);
		in->end -= in->start;
		in->seen -= in->start;
		in->start = 0;
	}
	if (flush && out_pending(flush) && would_block(in->fd))
		out_flush(flush);
	room = BUF_SZ - 1 - in->end;
	do
		n = read(in->fd, in->buf + in->end,
			 room < READ_SZ ? room : READ_SZ);
	while (n < 0 && errno == EINTR);
	in->eof = n == 0;
	if (n > 0)
		in->end += (size_t)n;
	return n > 0;
}

/* Hands out the line that ends at nl. */
static enum in_result line_at(struct in *in, char *nl, char **line, size_t *len)
{
	bool too_long = in->skipping;

	*line = in->buf + in->start;
	*len = (size_t)(nl - *line);
	*nl = '\0';
	in->start = in->seen = (size_t)(nl + 1 - in->buf);
	in->line++;
	in->skipping = false;
	return too_long || *len > LINE_LEN_MAX ? IN_LONG : IN_LINE;
}

enum in_result in_next(struct in *in, char **line, size_t *len,
		       struct out *flush)
{
	for (;;) {
		char *nl = memchr(in->buf + in->seen, '\n', in->end - in->seen);

		if (nl)
			return line_at(in, nl, line, len);
		in->seen = in->end;
		if (in->end - in->start > LINE_LEN_MAX) {
			in->skipping = true;
			in->start = in->end;
		}
		if (in->eof || !fill(in, flush))
			break;
	}
	if (!in->eof)
		return IN_ERROR;
	if (in->start == in->end && !in->skipping)
		return IN_END;
	in->start = in->seen = in->end;
	in->skipping = false;
	in->line++;
	return IN_CUT;
}

const char *in_name(const struct in *in)
{
	return in->name;
}

uint64_t in_line(const struct in *in)
{
	return in->line;
}
