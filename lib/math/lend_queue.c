#include "math/lend_queue.h"

#include "base/mem.h"

#include <stdlib.h>

#define FIRST_CAP 64
#define WIDTH     4  /* children of a place: half the levels of a binary heap */
#define DEPTH     17 /* levels of 2^32 places */

void lend_queue_free(struct lend_queue *q)
{
	free(q->key);
	free(q->leg);
	*q = (struct lend_queue){ .key = NULL };
}

static void set(struct lend_queue *q, uint32_t *place, uint32_t at,
		uint64_t key, uint32_t leg)
{
	q->key[at] = key;
	q->leg[at] = leg;
	place[leg] = at + 1;
}

/* The leg belongs at this place or nearer to the root. */
static void rise(struct lend_queue *q, uint32_t *place, uint32_t at,
		 uint64_t key, uint32_t leg)
{
	while (at) {
		uint32_t up = (at - 1) / WIDTH;

		if (q->key[up] <= key)
			break;
		set(q, place, at, q->key[up], q->leg[up]);
		at = up;
	}
	set(q, place, at, key, leg);
}

/* ... or farther from it. */
static void sink(struct lend_queue *q, uint32_t *place, uint32_t at,
		 uint64_t key, uint32_t leg)
{
	for (;;) {
		uint64_t first = (uint64_t)at * WIDTH + 1;
		uint32_t least;

		if (first >= q->n)
			break;
		least = (uint32_t)first;
		for (uint64_t i = first + 1; i < first + WIDTH && i < q->n; i++)
			if (q->key[i] < q->key[least])
				least = (uint32_t)i;
		if (q->key[least] >= key)
			break;
		set(q, place, at, q->key[least], q->leg[least]);
		at = least;
	}
	set(q, place, at, key, leg);
}

static void move(struct lend_queue *q, uint32_t *place, uint32_t at,
		 uint64_t key, uint32_t leg)
{
	if (at && key < q->key[(at - 1) / WIDTH])
		rise(q, place, at, key, leg);
	else
		sink(q, place, at, key, leg);
}

void lend_queue_put(struct lend_queue *q, uint32_t *place, uint32_t leg,
		    uint64_t key)
{
	if (place[leg]) {
		move(q, place, place[leg] - 1, key, leg);
		return;
	}
	if (q->n == q->cap) {
		q->cap = q->cap ? 2 * q->cap : FIRST_CAP;
		q->key = mem_realloc(q->key, q->cap, sizeof(*q->key));
		q->leg = mem_realloc(q->leg, q->cap, sizeof(*q->leg));
	}
	rise(q, place, q->n++, key, leg);
}

void lend_queue_drop(struct lend_queue *q, uint32_t *place, uint32_t leg)
{
	uint32_t at = place[leg];

	if (!at)
		return;
	place[leg] = 0;
	q->n--;
	if (at - 1 < q->n)
		move(q, place, at - 1, q->key[q->n], q->leg[q->n]);
}

/* They are the top of the heap: below one that is not reached nobody is. */
void lend_queue_reached(const struct lend_queue *q, uint64_t now,
			void (*visit)(void *ctx, uint32_t leg), void *ctx)
{
	uint32_t stack[WIDTH * DEPTH], n = 0;

	if (q->n)
		stack[n++] = 0;
	while (n) {
		uint32_t at = stack[--n];
		uint64_t first = (uint64_t)at * WIDTH + 1;

		if (q->key[at] >= now)
			continue;
		visit(ctx, q->leg[at]);
		for (uint64_t i = first; i < first + WIDTH && i < q->n; i++)
			stack[n++] = (uint32_t)i;
	}
}
