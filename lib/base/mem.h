/* mem.h - memory: arenas for records and frames, wrappers that die.
 * Layer: base.
 *
 * A filter's memory is one record or one frame: it lives in an arena that is
 * reset as a whole.  Out of memory is death (MM_FAIL), said once, here.
 */
#ifndef MM_MEM_H
#define MM_MEM_H

#include <stddef.h>

struct arena_block;

/* Zero is a valid empty arena without a limit. */
struct arena {
	struct arena_block *head; /* newest block */
	size_t used;              /* bytes handed out since the last reset */
	size_t limit;             /* 0: none; else exceeding it is death   */
};

/* arena_alloc: n zeroed bytes aligned for any type; never NULL.  They live
 * until arena_reset or arena_free. */
void *arena_alloc(struct arena *a, size_t n) __attribute__((malloc));

/* arena_grow: like arena_alloc(a, new_n) holding the old_n bytes of old (which
 * may be NULL with 0); extends in place where old was the last allocation. */
void *arena_grow(struct arena *a, void *old, size_t old_n, size_t new_n);

/* arena_strdup: a NUL-terminated copy; arena_strndup: of n bytes. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);

/* arena_printf: the text that printf would write, whole. */
char *arena_printf(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* arena_reset forgets everything and keeps one block for the next round. */
void arena_reset(struct arena *a);
void arena_free(struct arena *a);

/* mem_alloc (zeroed), mem_realloc: the heap, or death.  Owner: caller, free().
 * n * size is checked. */
void *mem_alloc(size_t n, size_t size) __attribute__((malloc));
void *mem_realloc(void *p, size_t n, size_t size);
char *mem_strdup(const char *s);

/* mem_room: the growable array v (n of *cap elements used; NULL with 0) with room
 * for one more; returns where it is now. */
void *mem_room(void *v, int n, int *cap, size_t size);

#endif
