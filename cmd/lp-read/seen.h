/* seen.h - the records of a frame that lp-read looks at. */
#ifndef MM_LP_READ_SEEN_H
#define MM_LP_READ_SEEN_H

#include "base/mem.h"
#include "data/rec.h"

/* Lists of pointers to copies in the frame's arena, in their order. */
struct seen {
	struct rec_list chains, events, removed, pending, prices, hedges;
	int64_t landed; /* our newest landing on an EVM chain, by `lane` */
};

/* seen_keep: a record of a type that is not looked at changes nothing. */
void seen_keep(struct seen *s, struct arena *a, const struct rec_type *type,
	       const void *rec);

#endif
