/* plot.h - value and holding over the price, drawn.  Layer: cmd. */
#ifndef MM_IL_CALC_PLOT_H
#define MM_IL_CALC_PLOT_H

#include "base/buf.h"
#include "books.h"

/* Zero is an empty drawing. */
struct plot {
	struct buf panels;
	int n;
};

/* plot_add: one panel below the last: the value of the position and of what would be
 * held, over the price; nothing where its accounts are not known. */
void plot_add(struct plot *p, const struct books *b, const struct rec_il *il);

/* plot_write writes the file whole and empties the drawing; it dies (MM_FAIL) where
 * it cannot. */
void plot_write(struct plot *p, const char *name);

void plot_free(struct plot *p);

#endif
