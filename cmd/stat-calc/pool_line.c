#include "pool_line.h"

#include "data/rec_removed.h"

bool pool_line(struct frame *f, struct pool_says *says,
	       const struct rec_type *type, const void *rec)
{
	const char *why = type == &rec_removed_type
				  ? "an event was taken back: only what stands "
				    "can be reckoned"
				  : pool_event_read(says, rec);

	if (why)
		frame_bad(f, "%s", why);
	return !why;
}
