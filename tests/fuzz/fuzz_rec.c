/* fuzz_rec - any line is refused, or is a record that encodes to a line of the
 * same record: decode, encode, decode, encode ends where it was, and a copy into
 * an arena is the same record too.  What is read in one pass is what two would make of
 * it, and what was written is read so unless a string of it is no plain ASCII. */
#include "data/rec.h"
#include "fuzz.h"

#include <fcntl.h>
#include <string.h>

#define RECORD_SZ 1024

union record {
	max_align_t align;
	unsigned char bytes[RECORD_SZ];
};

static struct json json;
static struct arena arena;

/* The record of a line of len bytes, which is destroyed; NULL: refused. */
static const struct rec_type *decode(union record *rec, char *line, size_t len)
{
	const struct rec_type *type;
	const struct json_tok *name;

	/* A value that is not set is seen by its bytes. */
	memset(rec, 0xa5, sizeof(*rec));
	if (json_scan(&json, line, len))
		return NULL;
	name = json_member(&json, 0, "type");
	if (!name || name->kind != JSON_STRING)
		return NULL;
	type = rec_find(name->s, name->len);
	FUZZ_CHECK(!type || type->shape.size <= sizeof(*rec));
	return type && !rec_decode(type, rec, &json, &arena) ? type : NULL;
}

/* The line, in the arena and without its newline. */
static char *encode(const struct rec_type *type, const void *rec, size_t *len)
{
	static struct out out;

	if (!out.buf)
		out_open(&out, open("/dev/null", O_WRONLY));
	out.len = 0;
	rec_write(&out, type, rec);
	FUZZ_CHECK(out.len && out.buf[out.len - 1] == '\n');
	*len = out.len - 1;
	return arena_strndup(&arena, out.buf, *len);
}

static char *identity(const struct rec_type *type, const void *rec)
{
	struct buf b;
	char *text;

	buf_init(&b, 1 << 20);
	rec_identity(&b, type, rec);
	text = arena_strndup(&arena, b.p ? b.p : "", b.len);
	buf_free(&b);
	return text;
}

/* The type that the first bytes of a line say; NULL: none of ours. */
static const struct rec_type *said(const char *line)
{
	static const char head[] = "{\"type\":\"";
	const char *name = line + strlen(head);

	return strncmp(line, head, strlen(head))
		       ? NULL
		       : rec_find(name, strcspn(name, "\""));
}

/* The same line in one pass, where that is known to do: `type`, or nothing. */
static void read_at_once(const char *line, size_t len,
			 const struct rec_type *type, const union record *rec)
{
	const struct rec_type *name = said(line);
	char *copy = arena_strndup(&arena, line, len), *want;
	union record got;
	size_t n, want_n;

	memset(&got, 0x5a, sizeof(got));
	if (!name || !rec_read(name, &got, copy, len, &json, &arena))
		return;
	FUZZ_CHECK(name == type);
	want = encode(type, rec, &want_n);
	copy = encode(type, &got, &n);
	FUZZ_CHECK(n == want_n && !memcmp(copy, want, n));
}

static bool is_plain(const char *line, size_t len)
{
	for (; len; len--, line++)
		if (*line == '\\' || (unsigned char)*line >= 0x80)
			return false;
	return true;
}

void fuzz_one(const uint8_t *data, size_t len)
{
	const struct rec_type *type;
	union record rec, back;
	size_t n, again_n;
	char *line, *again, *name;

	arena_reset(&arena);
	line = arena_strndup(&arena, (const char *)data, len);
	type = decode(&rec, line, len);
	read_at_once(arena_strndup(&arena, (const char *)data, len), len, type,
		     &rec);
	if (!type)
		return;
	name = identity(type, &rec);
	line = encode(type, &rec, &n);
	again = encode(type, rec_copy(&arena, type, &rec), &again_n);
	FUZZ_CHECK(n == again_n && !memcmp(line, again, n));

	memcpy(again, line, n);
	FUZZ_CHECK(decode(&back, again, n) == type);
	FUZZ_CHECK(!strcmp(name, identity(type, &back)));
	again = encode(type, &back, &again_n);
	FUZZ_CHECK(n == again_n && !memcmp(line, again, n));
	if (is_plain(line, n))
		FUZZ_CHECK(rec_read(type, &back, again, n, &json, &arena));
}
