/* stored.h - records of earlier frames, out of the store. */
#ifndef MM_LP_READ_STORED_H
#define MM_LP_READ_STORED_H

#include "io/store.h"
#include "reader.h"

/* Called for each record; its strings live until it returns.  False stops. */
typedef bool stored_take(void *ctx, const struct rec_type *type,
			 const void *rec);

/* stored_scan: the records asked for that can be read (those of another build are
 * passed over).  A store that is not there yet has none.  False: it cannot be read;
 * the frame is refused, once. */
MM_CHECKED bool stored_scan(struct reader *r, const struct store_query *q,
			    stored_take *take, void *ctx);

void stored_close(struct reader *r);

#endif
