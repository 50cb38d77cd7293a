#include "prices.h"

#include "base/err.h"
#include "data/rec_price.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define READ_SIZE 4096

void prices_open(struct prices *p, bool wanted)
{
	int flags = fcntl(STDIN_FILENO, F_GETFL);

	*p = (struct prices){ .fd = wanted ? STDIN_FILENO : -1 };
	buf_init(&p->in, PRICES_MAX);
	buf_init(&p->lines, PRICES_MAX);
	if (wanted &&
	    (flags < 0 || fcntl(STDIN_FILENO, F_SETFL, flags | O_NONBLOCK) < 0))
		mm_die(MM_FAIL, "<stdin>: %s", strerror(errno));
}

void prices_close(struct prices *p)
{
	buf_free(&p->in);
	buf_free(&p->lines);
	json_free(&p->json);
}

/* line: with its newline, which is a NUL while it is looked at. */
static void take_line(struct prices *p, const char *line, size_t len)
{
	struct arena a = { 0 };
	struct rec_price price;
	char *copy = arena_strndup(&a, line, len - 1);
	const char *why = json_scan(&p->json, copy, len - 1);

	if (!why)
		why = rec_decode(&rec_price_type, &price, &p->json, &a);
	if (why)
		mm_warn("warning: <stdin>: not a price: %s", why);
	else if (!buf_add(&p->lines, line, len))
		mm_warn("warning: <stdin>: more prices than a frame takes");
	arena_free(&a);
}

static void take_lines(struct prices *p)
{
	size_t begun = 0;
	char *end;

	while ((end = memchr(p->in.p + begun, '\n', p->in.len - begun))) {
		size_t len = (size_t)(end - p->in.p) + 1 - begun;

		take_line(p, p->in.p + begun, len);
		begun += len;
	}
	p->in.len -= begun;
	memmove(p->in.p, p->in.p + begun, p->in.len);
}

void prices_hear(struct prices *p)
{
	while (p->fd >= 0) {
		ssize_t n;

		if (!buf_reserve(&p->in, READ_SIZE))
			mm_die(MM_FAIL, "<stdin>: line over 1 MiB");
		n = read(p->fd, p->in.p + p->in.len, READ_SIZE);
		if (n < 0)
			return;
		if (n == 0)
			p->fd = -1;
		p->in.len += (size_t)n;
		if (p->in.len)
			take_lines(p);
	}
}

void prices_write(struct prices *p, struct out *o)
{
	if (p->lines.len)
		out_bytes(o, p->lines.p, p->lines.len);
	p->lines.len = 0;
}
