#include "data/out.h"

#include "base/err.h"
#include "base/mem.h"
#include "data/plain.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FLUSH_AT  ((size_t)128 << 10)
#define FIRST_CAP ((size_t)256 << 10)
#define U64_LEN   20

void out_open(struct out *o, int fd)
{
	*o = (struct out){ .fd = fd, .cap = FIRST_CAP };
	o->buf = mem_realloc(NULL, o->cap, 1);
}

void out_close(struct out *o)
{
	out_flush(o);
	if (o->fd == STDOUT_FILENO && close(o->fd) != 0)
		mm_die(MM_FAIL, "<stdout>: %s", strerror(errno));
	free(o->buf);
	o->buf = NULL;
}

void out_flush(struct out *o)
{
	size_t done = 0;

	while (done < o->len) {
		ssize_t n = write(o->fd, o->buf + done, o->len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			o->len = 0; /* so that no exit path tries again */
			mm_die(MM_FAIL, "<stdout>: %s", strerror(errno));
		}
		done += (size_t)n;
	}
	o->len = 0;
}

static void grow(struct out *o, size_t cap)
{
	o->cap = cap;
	o->buf = mem_realloc(o->buf, o->cap, 1);
}

size_t out_mark(struct out *o, size_t n)
{
	if (o->fd < 0) {
		if (o->cap - o->len < n)
			grow(o, 2 * o->cap + n);
		return o->len;
	}
	if (o->len >= FLUSH_AT || o->cap - o->len < n)
		out_flush(o);
	if (o->cap < n)
		grow(o, n);
	return o->len;
}

void out_rollback(struct out *o, size_t mark)
{
	o->len = mark;
}

void out_bytes(struct out *o, const void *src, size_t n)
{
	if (o->cap - o->len < n)
		out_mark(o, n);
	memcpy(o->buf + o->len, src, n);
	o->len += n;
}

static void byte(struct out *o, char c)
{
	if (o->len == o->cap)
		out_mark(o, 1);
	o->buf[o->len++] = c;
}

/* Before a value or a key: the comma its place asks for. */
static void separate(struct out *o)
{
	uint64_t bit = UINT64_C(1) << o->depth;

	if (o->comma & bit && o->depth)
		byte(o, ',');
	o->comma |= bit;
}

static void begin(struct out *o, char bracket)
{
	separate(o);
	byte(o, bracket);
	o->depth++;
	o->comma &= ~(UINT64_C(1) << o->depth);
}

static void end(struct out *o, char bracket)
{
	byte(o, bracket);
	if (--o->depth == 0)
		byte(o, '\n');
}

void out_object(struct out *o)
{
	begin(o, '{');
}

void out_object_end(struct out *o)
{
	end(o, '}');
}

void out_array(struct out *o)
{
	begin(o, '[');
}

void out_array_end(struct out *o)
{
	end(o, ']');
}

static void escaped(struct out *o, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	char text[] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };

	if (c == '"' || c == '\\') {
		text[1] = (char)c;
		out_bytes(o, text, 2);
	} else {
		out_bytes(o, text, sizeof(text));
	}
}

static void quoted(struct out *o, const char *s)
{
	size_t left = strlen(s);

	byte(o, '"');
	for (;;) {
		size_t n = plain_len(s, left);

		/* What is no ASCII came in as valid UTF-8 and goes out as it is. */
		while (n < left && (unsigned char)s[n] >= 0x80)
			n++;
		out_bytes(o, s, n);
		s += n;
		left -= n;
		if (!left)
			break;
		if (plain_byte(*s))
			continue;
		escaped(o, (unsigned char)*s++);
		left--;
	}
	byte(o, '"');
}

void out_name(struct out *o, const char *key, size_t len)
{
	char *p;

	if (o->cap - o->len < len + 4)
		out_mark(o, len + 4);
	p = o->buf + o->len;
	if (o->comma >> o->depth & 1)
		*p++ = ',';
	*p++ = '"';
	memcpy(p, key, len);
	p += len;
	*p++ = '"';
	*p++ = ':';
	o->len = (size_t)(p - o->buf);
	o->comma &= ~(UINT64_C(1) << o->depth); /* its value takes no comma */
}

void out_key(struct out *o, const char *key)
{
	separate(o);
	quoted(o, key);
	byte(o, ':');
	o->comma &= ~(UINT64_C(1) << o->depth); /* its value takes no comma */
}

void out_str(struct out *o, const char *s)
{
	separate(o);
	quoted(o, s);
}

void out_dec(struct out *o, struct dec d)
{
	char text[DEC_STR_SZ + 2];
	size_t n = dec_format(text + 1, d);

	text[0] = text[n + 1] = '"';
	separate(o);
	out_bytes(o, text, n + 2);
}

/* The digits of v at the end of text; returns where they begin. */
static char *digits(char text[static U64_LEN], uint64_t v)
{
	char *p = text + U64_LEN;

	do
		*--p = (char)('0' + v % 10);
	while (v /= 10);
	return p;
}

void out_u64(struct out *o, uint64_t v)
{
	char text[U64_LEN], *p = digits(text, v);

	separate(o);
	byte(o, '"');
	out_bytes(o, p, (size_t)(text + U64_LEN - p));
	byte(o, '"');
}

void out_int(struct out *o, int64_t v)
{
	char text[U64_LEN];
	char *p = digits(text, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);

	separate(o);
	if (v < 0)
		byte(o, '-');
	out_bytes(o, p, (size_t)(text + U64_LEN - p));
}

void out_real(struct out *o, double v)
{
	char text[32];
	int n = 0;

	if (!isfinite(v))
		mm_die(MM_FAIL, "a number that is not finite has no JSON form");
	for (int precision = 15; precision <= 17; precision++) {
		n = snprintf(text, sizeof(text), "%.*g", precision, v);
		if (strtod(text, NULL) == v)
			break;
	}
	separate(o);
	out_bytes(o, text, (size_t)n);
}

void out_bool(struct out *o, bool v)
{
	separate(o);
	out_bytes(o, v ? "true" : "false", v ? 4 : 5);
}

void out_null(struct out *o)
{
	separate(o);
	out_bytes(o, "null", 4);
}
