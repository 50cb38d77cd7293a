#include "venue/tape.h"

#include "venue/tape_line.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define WHY_SZ 512

struct tape {
	char *path;
	int fd;
	const char *map; /* NULL while empty */
	size_t size;     /* of the whole lines in it */
	size_t mapped;
	size_t at;       /* where the next line begins */
	int64_t last_ms; /* of the line before it; INT64_MIN: not known */
	size_t counted;  /* up to here lines were counted: ...          */
	size_t n_lines;  /* ... so many                                 */
	struct tape_reader reader;
	char why[WHY_SZ];
};

static bool fails(struct tape *t, const char *reason)
{
	snprintf(t->why, sizeof(t->why), "%s: %s", t->path, reason);
	return false;
}

static enum tape_result bad(struct tape *t, const char *reason)
{
	if (t->at < t->counted)
		t->counted = t->n_lines = 0;
	for (; t->counted < t->at; t->counted++)
		t->n_lines += t->map[t->counted] == '\n';
	snprintf(t->why, sizeof(t->why), "%s:%zu: %s", t->path, t->n_lines + 1,
		 reason);
	return TAPE_BAD;
}

const char *tape_why(const struct tape *t)
{
	return t->why;
}

bool tape_refresh(struct tape *t)
{
	struct stat st;
	void *p;

	if (fstat(t->fd, &st) < 0)
		return fails(t, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return fails(t, "not a regular file");
	if ((size_t)st.st_size == t->mapped)
		return true;
	if (t->map)
		munmap((void *)(uintptr_t)t->map, t->mapped);
	t->map = NULL;
	t->mapped = t->size = 0;
	if (st.st_size == 0)
		return true;
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, t->fd, 0);
	if (p == MAP_FAILED)
		return fails(t, strerror(errno));
	t->map = p;
	t->mapped = t->size = (size_t)st.st_size;
	while (t->size && t->map[t->size - 1] != '\n')
		t->size--;
	return t->at <= t->size || fails(t, "it was cut while it was read");
}

bool tape_open(struct tape **out, const char *path, const char *market,
	       struct dec tick, struct dec lot)
{
	struct tape *t = *out = mem_alloc(1, sizeof(*t));

	t->path = mem_strdup(path);
	t->last_ms = INT64_MIN;
	tape_reader_init(&t->reader, market, tick, lot);
	t->fd = open(path, O_RDONLY | O_CLOEXEC);
	return t->fd >= 0 ? tape_refresh(t) : fails(t, strerror(errno));
}

void tape_close(struct tape *t)
{
	if (!t)
		return;
	if (t->map)
		munmap((void *)(uintptr_t)t->map, t->mapped);
	if (t->fd >= 0)
		close(t->fd);
	tape_reader_free(&t->reader);
	free(t->path);
	free(t);
}

static size_t line_len(const struct tape *t, size_t at)
{
	const char *nl = memchr(t->map + at, '\n', t->size - at);

	return (size_t)(nl + 1 - t->map) - at;
}

/* The line that begins at t->at. */
static enum tape_line read_here(struct tape *t, struct tape_entry *e,
				const char **why)
{
	e->line = t->map + t->at;
	e->len = line_len(t, t->at);
	return tape_read_line(&t->reader, e, e->line, e->len, why);
}

enum tape_result tape_next(struct tape *t, struct tape_entry *e,
			   int64_t until_ms)
{
	while (t->at < t->size) {
		const char *why;
		enum tape_line kind = read_here(t, e, &why);

		if (kind == LINE_BAD)
			return bad(t, why);
		if (e->print.ts_ms < t->last_ms)
			return bad(t, "earlier than the line before it");
		if (e->print.ts_ms >= until_ms)
			return TAPE_END;
		t->last_ms = e->print.ts_ms;
		t->at += e->len;
		if (kind != LINE_OTHER)
			return TAPE_ENTRY;
	}
	return TAPE_END;
}

void tape_skip(struct tape *t)
{
	t->at += line_len(t, t->at);
}

bool tape_ended(const struct tape *t)
{
	return t->at == t->size;
}

bool tape_cut(struct tape *t)
{
	if (t->size == t->mapped || !tape_ended(t))
		return false;
	bad(t, "last line is not ended");
	return true;
}

/* The search keeps: every line that begins before lo is too early, every line
 * that begins at hi or later is not. */
enum tape_result tape_seek(struct tape *t, int64_t ts_ms)
{
	size_t lo = 0, hi = t->size;

	t->last_ms = INT64_MIN;
	while (lo < hi) {
		struct tape_entry e;
		const char *why;

		t->at = lo + (hi - lo) / 2;
		while (t->at > lo && t->map[t->at - 1] != '\n')
			t->at--;
		if (read_here(t, &e, &why) == LINE_BAD)
			return bad(t, why);
		if (e.print.ts_ms < ts_ms)
			lo = t->at + e.len;
		else
			hi = t->at;
	}
	t->at = lo;
	return lo < t->size ? TAPE_ENTRY : TAPE_END;
}

static void copy_levels(struct match_level *to, const struct match_level *from,
			int n)
{
	if (n)
		memcpy(to, from, (size_t)n * sizeof(*to));
}

void tape_book_keep(struct tape_book *b, const struct match_depth *d)
{
	int n = d->n_bids + d->n_asks;

	if (n > b->cap) {
		b->levels =
			mem_realloc(b->levels, (size_t)n, sizeof(*b->levels));
		b->cap = n;
	}
	b->depth = *d;
	if (!n)
		return;
	b->depth.bids = b->levels;
	b->depth.asks = b->levels + d->n_bids;
	copy_levels(b->levels, d->bids, d->n_bids);
	copy_levels(b->levels + d->n_bids, d->asks, d->n_asks);
}

void tape_book_free(struct tape_book *b)
{
	free(b->levels);
	*b = (struct tape_book){ .cap = 0 };
}
