#include "base/mem.h"

#include "base/err.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALIGN     ((size_t)16)
#define BLOCK_MIN ((size_t)16 << 10)

struct arena_block {
	struct arena_block *next;
	size_t cap, len;
	_Alignas(16) unsigned char data[];
};

static size_t rounded(size_t n)
{
	if (n > SIZE_MAX / 4)
		mm_die(MM_FAIL, "out of memory");
	return (n + ALIGN - 1) & ~(ALIGN - 1);
}

static void charge(struct arena *a, size_t n)
{
	a->used += n;
	if (a->limit && a->used > a->limit)
		mm_die(MM_FAIL, "frame needs over %zu MiB", a->limit >> 20);
}

/* n bytes that hold what was there before. */
static void *taken(struct arena *a, size_t n)
{
	struct arena_block *b = a->head;
	void *p;

	n = rounded(n);
	charge(a, n);
	if (!b || b->cap - b->len < n) {
		size_t cap = b ? b->cap * 2 : BLOCK_MIN;

		if (cap < n)
			cap = n;
		b = malloc(sizeof(*b) + cap);
		if (!b)
			mm_die(MM_FAIL, "out of memory");
		b->next = a->head;
		b->cap = cap;
		b->len = 0;
		a->head = b;
	}
	p = b->data + b->len;
	b->len += n;
	return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
	return memset(taken(a, n), 0, n);
}

void *arena_grow(struct arena *a, void *old, size_t old_n, size_t new_n)
{
	struct arena_block *b = a->head;
	size_t had = rounded(old_n), want = rounded(new_n);
	void *p;

	if (want <= had)
		return old;
	if (old && b && (unsigned char *)old + had == b->data + b->len &&
	    b->cap - b->len >= want - had) {
		charge(a, want - had);
		memset(b->data + b->len, 0, want - had);
		b->len += want - had;
		return old;
	}
	p = arena_alloc(a, new_n);
	if (old_n)
		memcpy(p, old, old_n);
	return p;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *p = taken(a, n + 1);

	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	size_t n;
	char *p;

	va_start(ap, fmt);
	n = (size_t)vsnprintf(NULL, 0, fmt, ap) + 1;
	va_end(ap);
	p = arena_alloc(a, n);
	va_start(ap, fmt);
	vsnprintf(p, n, fmt, ap);
	va_end(ap);
	return p;
}

void arena_reset(struct arena *a)
{
	struct arena_block *b = a->head;

	while (b && b->next) {
		struct arena_block *older = b->next;

		b->next = older->next;
		free(older);
	}
	if (b)
		b->len = 0;
	a->used = 0;
}

void arena_free(struct arena *a)
{
	arena_reset(a);
	free(a->head);
	a->head = NULL;
}

void *mem_alloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		mm_die(MM_FAIL, "out of memory");
	return p;
}

void *mem_realloc(void *p, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		mm_die(MM_FAIL, "out of memory");
	p = realloc(p, bytes ? bytes : 1);
	if (!p)
		mm_die(MM_FAIL, "out of memory");
	return p;
}

char *mem_strdup(const char *s)
{
	size_t n = strlen(s) + 1;

	return memcpy(mem_alloc(n, 1), s, n);
}

void *mem_room(void *v, int n, int *cap, size_t size)
{
	if (n < *cap)
		return v;
	*cap = *cap ? 2 * *cap : 64;
	return mem_realloc(v, (size_t)*cap, size);
}
