/* lend_queue.h - which holdings a number that grew has reached.  Layer: math.
 *
 * A heap of (key, leg), the smallest key first, that knows the place of each leg, so
 * that a key is changed or dropped where it stands.
 */
#ifndef MM_LEND_QUEUE_H
#define MM_LEND_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zero is an empty queue.  Owner: caller, lend_queue_free. */
struct lend_queue {
	uint64_t *key;
	uint32_t *leg;
	uint32_t n, cap;
};

void lend_queue_free(struct lend_queue *q);

/* lend_queue_put: the leg stands in the queue under this key from now on.
 *
 * in:   place[leg]: one more than its place, 0: not in it; kept by the queue.
 * cost: O(log n); keys in no order: O(1) on average. */
void lend_queue_put(struct lend_queue *q, uint32_t *place, uint32_t leg,
		    uint64_t key);
void lend_queue_drop(struct lend_queue *q, uint32_t *place, uint32_t leg);

/* lend_queue_reached: calls visit for each leg whose key is below now; nothing changes.
 * cost: O(legs visited). */
void lend_queue_reached(const struct lend_queue *q, uint64_t now,
			void (*visit)(void *ctx, uint32_t leg), void *ctx);

#endif
