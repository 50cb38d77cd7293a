/* match_queue.h - who stands before us, and what one print leaves for us.
 * Layer: math.
 *
 * A recorded print was between strangers.  To say what an order of ours would
 * have got of it we assume a queue of others ahead of it at its price, and that
 * we never get more than a share of one print.
 * source: MATH.md 12.
 */
#ifndef MM_MATCH_QUEUE_H
#define MM_MATCH_QUEUE_H

#include "math/order.h"

#include <stdbool.h>

#define PRINT_MEMORY 100 /* prints whose mean size stands for a queue */

/* The sizes of the newest prints.  Zero is a valid empty one. */
struct print_sizes {
	int64_t lots[PRINT_MEMORY]; /* a ring */
	int64_t sum;
	int n;
	int next; /* where the next one goes: the oldest, once full */
};

/* print_sizes_add: a print of that many lots, 0 < lots < SIZE_MAX_LOTS. */
static inline void print_sizes_add(struct print_sizes *s, int64_t lots)
{
	s->sum += lots - s->lots[s->next];
	s->lots[s->next] = lots;
	s->next = s->next + 1 == PRINT_MEMORY ? 0 : s->next + 1;
	s->n += s->n < PRINT_MEMORY;
}

/* queue_assumed: the queue on a tape without depth, queue_ppm of the mean size,
 * rounded up, against us; 0 before the first print. */
int64_t queue_assumed(const struct print_sizes *s, int64_t queue_ppm);

/* One print on its way through our side of the book, best order first. */
struct print_left {
	int64_t lots;  /* not taken by an own order yet                     */
	int64_t share; /* how many own orders may still take of them, >= 0  */
};

/* queue_fill: what one print gives one order, which it has reached.
 *
 * out:     *ahead is less by what the print took from before us; *print is less
 *          by what is returned, so that no lot fills two own orders.
 * in:      left: the order's size, > 0; through: the print was beyond the
 *          order's price, so nobody was left ahead.
 * returns: lots filled, 0..left. */
int64_t queue_fill(int64_t *ahead, struct print_left *print, int64_t left,
		   bool through);

#endif
