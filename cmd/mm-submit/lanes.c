#include "lanes.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

enum lock_err lanes_hold(struct lanes *l, const char *lane)
{
	struct lock lock;
	enum lock_err e;

	for (int i = 0; i < l->n; i++)
		if (!strcmp(l->v[i].lane, lane))
			return LOCK_OK;
	e = lock_take(&lock, lane, 0);
	if (e)
		return e;
	l->v = mem_room(l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = (struct lane_lock){ mem_strdup(lane), lock };
	return LOCK_OK;
}

void lanes_drop(struct lanes *l)
{
	for (int i = 0; i < l->n; i++) {
		lock_drop(&l->v[i].lock);
		free(l->v[i].lane);
	}
	free(l->v);
}
