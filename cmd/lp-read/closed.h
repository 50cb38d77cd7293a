/* closed.h - positions that are no more, and for how long they are told. */
#ifndef MM_LP_READ_CLOSED_H
#define MM_LP_READ_CLOSED_H

#include "reader.h"

/* closed_sort, when the frame's positions are found: one that is empty is gone too, or,
 * where nobody knew of it, nothing; one that was told as closed is told again until
 * the hedge has let go of it. */
void closed_sort(struct reader *r);

#endif
