#include "venue/cex_write.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add(struct buf *b, const char *p, size_t n)
{
	if (!buf_reserve(b, n + 1))
		abort(); /* see the header: no text from outside is that long */
	memcpy(b->p + b->len, p, n);
	b->len += n;
	b->p[b->len] = '\0';
}

static void add_text(struct buf *b, const char *s)
{
	add(b, s, strlen(s));
}

static void clear(struct buf *b)
{
	b->limit = CEX_REQUEST_MAX;
	b->len = 0;
	add(b, "", 0);
}

void cex_begin(struct cex_request *r, enum cex_method method, const char *path,
	       int weight)
{
	struct cex_request blank = { .method = method,
				     .host = CEX_HOST_TRADE,
				     .path = path,
				     .weight = weight,
				     .query = r->query,
				     .body = r->body };

	memcpy(blank.headers, r->headers, sizeof(blank.headers));
	*r = blank;
	clear(&r->query);
	clear(&r->body);
}

struct buf *cex_target(struct cex_request *r)
{
	return r->method == CEX_POST || r->method == CEX_PUT ? &r->body
							     : &r->query;
}

/* source: RFC 3986, 2.1 and 2.3; no locale is asked what a letter is. */
static bool unreserved(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
	       c == '~';
}

static void add_encoded(struct buf *b, const char *s)
{
	static const char digits[] = "0123456789ABCDEF";

	while (*s) {
		unsigned char c = (unsigned char)*s;
		char hex[3] = { '%', digits[c >> 4], digits[c & 15] };
		size_t n = 0;

		while (unreserved((unsigned char)s[n]))
			n++;
		if (n)
			add(b, s, n);
		else
			add(b, hex, sizeof(hex));
		s += n ? n : 1;
	}
}

/* source: RFC 8259, 7. */
static void add_quoted(struct buf *b, const char *s)
{
	char esc[8];

	add(b, "\"", 1);
	while (*s) {
		size_t n = 0;

		while ((unsigned char)s[n] >= 0x20 && s[n] != '"' &&
		       s[n] != '\\')
			n++;
		add(b, s, n);
		s += n;
		if (!*s)
			break;
		snprintf(esc, sizeof(esc), "\\u%04x", (unsigned char)*s++);
		add_text(b, esc);
	}
	add(b, "\"", 1);
}

/* The key, up to where its value begins. */
static struct buf *key_of(struct cex_request *r, const char *key)
{
	struct buf *b = cex_target(r);

	if (!r->json) {
		if (b->len)
			add(b, "&", 1);
		add_encoded(b, key);
		add(b, "=", 1);
		return b;
	}
	if (b->len)
		b->p[b->len - 1] = ','; /* the brace that value_end put */
	else
		add(b, "{", 1);
	add_quoted(b, key);
	add(b, ":", 1);
	return b;
}

static void value_end(const struct cex_request *r, struct buf *b)
{
	if (r->json)
		add(b, "}", 1);
}

void cex_put_raw(struct cex_request *r, const char *key, const char *value)
{
	struct buf *b = key_of(r, key);

	add_text(b, value);
	value_end(r, b);
}

void cex_put_text(struct cex_request *r, const char *key, const char *value)
{
	struct buf *b = key_of(r, key);

	if (r->json)
		add_quoted(b, value);
	else
		add_encoded(b, value);
	value_end(r, b);
}

void cex_put_int(struct cex_request *r, const char *key, int64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, value);
	cex_put_raw(r, key, text);
}

void cex_put_dec(struct cex_request *r, const char *key, struct dec value)
{
	char text[DEC_STR_SZ];

	dec_format(text, value);
	cex_put_text(r, key, text);
}

void cex_put_bool(struct cex_request *r, const char *key, bool value)
{
	cex_put_raw(r, key, value ? "true" : "false");
}

void cex_bare(struct cex_request *r)
{
	struct buf *b = cex_target(r);

	if (r->n_headers) {
		b->len = r->bare_len;
		b->p[b->len] = '\0';
	}
	r->bare_len = b->len;
	r->n_headers = 0;
}

void cex_header(struct cex_request *r, const char *name, const char *value)
{
	struct buf *b = &r->headers[r->n_headers++];

	clear(b);
	add_text(b, name);
	add_text(b, ": ");
	add_text(b, value);
}
