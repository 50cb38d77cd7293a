/* past.h - what earlier frames said of positions, from the store and from this run. */
#ifndef MM_LP_READ_PAST_H
#define MM_LP_READ_PAST_H

#include "base/mem.h"
#include "data/rec_position.h"

struct past_position {
	struct rec_position p;
	bool closed; /* its last record was `closed` */
};

struct past {
	struct arena arena[2]; /* one holds what is known, in turn */
	int now;               /* which */
	struct past_position *v;
	size_t n;
	bool read; /* the store was */
};

/* past_read takes the newest record of each position from the store, once a run; a
 * store that is not there yet is an empty one.
 * returns: NULL, or why it cannot be read: text in the arena. */
MM_CHECKED const char *past_read(struct past *past, struct arena *a,
				 const char *path, int64_t chain_id);

/* past_find: NULL: never heard of. */
const struct past_position *past_find(const struct past *past,
				      const char *position);

/* past_keep: what the frame after this one will know: of each position the newest. */
void past_keep(struct past *past, const struct past_position *v, size_t n);

void past_free(struct past *past);

#endif
