/* before.c - the price of a pool just before a log: that of its last swap, or of its
 * beginning. */
#include "story.h"

#include "math/univ2_share.h"
#include "math/univ3_tick.h"

#include <string.h>

#define FIRST_SPAN 500 /* blocks looked through at first */
#define GROWTH     4   /* and by how much more each time */

struct prices {
	const char *at;
	const char *events[2];
	const char *pool; /* NULL: the contract has one */
};

static void prices_of(struct prices *q, struct telling *t,
		      const struct story *s)
{
	bool v4 = s->p->kind == POOL_V4;

	q->at = reader_address(t->r,
			       v4 ? &t->r->contracts.v4_pools.at : &s->pool_at);
	q->events[0] = uniswap_topic(v4 ? LOG_START4 : LOG_START);
	q->events[1] = uniswap_topic(v4                      ? LOG_SWAP4
				     : s->p->kind == POOL_V2 ? LOG_SYNC
							     : LOG_SWAP);
	q->pool = v4 ? reader_word(t->r, s->pool_id) : NULL;
}

/* The price behind a log: v2 tells reserves. */
static struct before behind(const struct uniswap_log *u)
{
	struct before b = { true, u->sqrt_x96, u->tick };

	if (u->event == LOG_SYNC)
		b.found = !univ2_sqrt_price(&b.sqrt_x96, u->amount0,
					    u->amount1) &&
			  !univ3_tick_at_sqrt(&b.tick, b.sqrt_x96);
	return b;
}

static bool last_of(struct before *out, const struct logs *logs, int64_t block,
		    int64_t index)
{
	for (size_t i = logs->n; i-- && !out->found;)
		if (log_cmp(&logs->v[i], block, index) < 0)
			*out = behind(&logs->v[i].u);
	return out->found;
}

/* Positions often change several times in a short while. */
static bool known(struct before *out, const struct window *w,
		  const struct story *s, int64_t block, int64_t index)
{
	return w->s && block <= w->to && !strcmp(w->s->p->pool, s->p->pool) &&
	       last_of(out, &w->logs, block, index);
}

bool before_read(struct before *out, struct telling *t, const struct story *s,
		 int64_t block, int64_t index)
{
	struct prices q;
	int64_t to = block, span = FIRST_SPAN;

	*out = (struct before){ .found = false };
	if (known(out, &t->window, s, block, index))
		return true;
	prices_of(&q, t, s);
	while (to >= 0 && !out->found) {
		struct evm_filter f = { .from = to < span ? 0 : to - span + 1,
					.to = to,
					.addresses = &q.at,
					.n_addresses = 1,
					.topic[0] = { q.events, 2 },
					.topic[1] = { &q.pool, !!q.pool } };
		struct window w = { s, to, { NULL, 0 } };

		switch (logs_read(&w.logs, t->r->a, t->asker, &f, t->no)) {
		case EVM_LOGS_PRUNED:
			return true;
		case EVM_LOGS_FAIL:
			return false;
		case EVM_LOGS_ALL:
			break;
		}
		if (last_of(out, &w.logs, block, index))
			t->window = w;
		to = f.from - 1;
		span *= GROWTH;
	}
	return true;
}
