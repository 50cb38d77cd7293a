#include "follow.h"

#include "chain.h"
#include "tell.h"

enum db_err follow(struct sender *s, struct arena *a,
		   const struct attempts *all, bool prove, int64_t ts_ms)
{
	(void)s->chain->look(s, a, all, prove, ts_ms);
	return tell_news(s, a, all->v, all->n);
}
