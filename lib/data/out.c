#include "data/out.h"

#include "base/digits.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/tens.h"
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

#define REAL_DIGITS     15
#define REAL_DIGITS_MAX 17
#define REAL_LEAST      1e-4 /* "%g" writes no exponent from here ... */
#define REAL_MOST       1e14 /* ... to here */

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

/* Where the next n bytes go; the writer then moves o->len behind what it wrote. */
static inline char *room(struct out *o, size_t n)
{
	if (o->cap - o->len < n)
		out_mark(o, n);
	return o->buf + o->len;
}

static void byte(struct out *o, char c)
{
	*room(o, 1) = c;
	o->len++;
}

/* Before a value or a key, at p: the comma its place asks for.  Returns where they
 * begin. */
static inline char *separate(struct out *o, char *p)
{
	*p = ',';
	p += o->comma;
	o->comma = o->depth > 0;
	return p;
}

static inline void wrote(struct out *o, const char *end)
{
	o->len = (size_t)(end - o->buf);
}

static void begin(struct out *o, char bracket)
{
	char *p = separate(o, room(o, 2));

	*p++ = bracket;
	wrote(o, p);
	o->depth++;
	o->comma = false;
}

static void end(struct out *o, char bracket)
{
	byte(o, bracket);
	o->comma = --o->depth > 0;
	if (!o->depth)
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

/* The n bytes at s between quotes, some of which have to be escaped. */
static void quoted_escaped(struct out *o, const char *s, size_t left)
{
	byte(o, '"');
	while (left) {
		size_t n = plain_len(s, left);

		/* What is no ASCII came in as valid UTF-8 and goes out as it is. */
		while (n < left && (unsigned char)s[n] >= 0x80)
			n++;
		out_bytes(o, s, n);
		s += n;
		left -= n;
		if (!left || plain_byte(*s))
			continue;
		escaped(o, (unsigned char)*s++);
		left--;
	}
	byte(o, '"');
}

static void quoted(struct out *o, const char *s)
{
	size_t len = strlen(s);
	char *p = separate(o, room(o, len + 3));

	wrote(o, p);
	if (plain_len(s, len) < len) {
		quoted_escaped(o, s, len);
		return;
	}
	*p++ = '"';
	memcpy(p, s, len);
	p += len;
	*p++ = '"';
	wrote(o, p);
}

/* n bytes from s to p, n >= 4: a name is too short for a call.  The last word overlaps
 * the one before. */
static inline void put_name(char *p, const char *s, size_t n)
{
	if (n < 8) {
		memcpy(p, s, 4);
		memcpy(p + n - 4, s + n - 4, 4);
		return;
	}
	for (size_t i = 0; i + 8 < n; i += 8)
		memcpy(p + i, s + i, 8);
	memcpy(p + n - 8, s + n - 8, 8);
}

/* Apart, so that the usual way saves no registers for it. */
static __attribute__((noinline)) void
name_in_new_room(struct out *o, const char *name, size_t len)
{
	out_mark(o, len + 1);
	out_name(o, name, len);
}

void out_name(struct out *o, const char *name, size_t len)
{
	char *p;

	if (o->cap - o->len <= len) {
		name_in_new_room(o, name, len);
		return;
	}
	p = separate(o, o->buf + o->len);
	put_name(p, name, len);
	wrote(o, p + len);
	o->comma = false; /* its value takes none */
}

void out_key(struct out *o, const char *key)
{
	quoted(o, key);
	byte(o, ':');
	o->comma = false; /* its value takes none */
}

void out_str(struct out *o, const char *s)
{
	quoted(o, s);
}

void out_dec(struct out *o, struct dec d)
{
	char *p = separate(o, room(o, DEC_PUT_SZ + 3));

	*p++ = '"';
	p += dec_put(p, d);
	*p++ = '"';
	wrote(o, p);
}

void out_u64(struct out *o, uint64_t v)
{
	char *p = separate(o, room(o, U64_LEN + 3));

	*p++ = '"';
	p = digits_put(p, v, digits_of(v));
	*p++ = '"';
	wrote(o, p);
}

void out_int(struct out *o, int64_t v)
{
	char *p = separate(o, room(o, U64_LEN + 2));
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	*p = '-';
	p += v < 0;
	wrote(o, digits_put(p, u, digits_of(u)));
}

/* n * 10^-places, without the zeros behind. */
static char *put_short(char *p, uint64_t n, int places)
{
	for (; places >= 3 && !(n & 7) && n % 1000 == 0; n /= 1000)
		places -= 3;
	for (; places > 0 && !(n & 1) && n % 10 == 0; n /= 10)
		places--;
	return digits_point(p, n, places);
}

/* To the nearest integer, 0 <= x < 2^63. */
static double rounded(double x)
{
	return (double)(int64_t)(x + 0.5);
}

/* The text that "%.15g" would write, where that is the number again; 0: it is not,
 * or it is too far from 1 for this.  A power of ten up to 10^22 and an integer below
 * 2^53 are doubles, so their quotient or product is the double nearest to those
 * digits: equal to v, and 15 digits say it. */
static size_t short_real(char text[static DEC_PUT_SZ], double v)
{
	double x = fabs(v), m;
	int exponent, places;
	uint64_t bits;

	if (x == 0 && !signbit(v)) {
		text[0] = '0';
		return 1;
	}
	if (!(x >= REAL_LEAST && x < REAL_MOST))
		return 0;
	memcpy(&bits, &x, sizeof(bits));
	exponent = (int)(bits >> 52) - 1023;
	/* its power of ten, or one less: 1233/4096 is just below log10(2) */
	places = REAL_DIGITS - 1 - (exponent * 1233 >> 12);
	m = rounded(x * tens_exact[places]);
	if (m >= 1e15)
		m = rounded(x * tens_exact[--places]);
	if (m / tens_exact[places] != x)
		return 0;
	text[0] = '-';
	return (size_t)(put_short(text + (v < 0), (uint64_t)m, places) - text);
}

/* The fewest digits from 15 on that are v again. */
static size_t long_real(char text[static DEC_PUT_SZ], double v)
{
	int n, precision = REAL_DIGITS;

	if (!isfinite(v))
		mm_die(MM_FAIL, "a number that is not finite has no JSON form");
	do
		n = snprintf(text, DEC_PUT_SZ, "%.*g", precision, v);
	while (strtod(text, NULL) != v && precision++ < REAL_DIGITS_MAX);
	return (size_t)n;
}

void out_real(struct out *o, double v)
{
	char *p = separate(o, room(o, DEC_PUT_SZ + 1));
	size_t n = short_real(p, v);

	wrote(o, p + (n ? n : long_real(p, v)));
}

void out_bool(struct out *o, bool v)
{
	char *p = separate(o, room(o, 6));

	memcpy(p, v ? "true" : "false", 5);
	wrote(o, p + (v ? 4 : 5));
}

void out_null(struct out *o)
{
	char *p = separate(o, room(o, 5));

	memcpy(p, "null", 4);
	wrote(o, p + 4);
}
