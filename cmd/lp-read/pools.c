#include "pools.h"

#include "data/pools_conf.h"

static void take_conf(struct pools_part *part, struct reader *r)
{
	struct pools_conf conf;

	pools_conf_read(&conf, r->a, &r->conf);
	part->n = conf.n_pools;
	part->v = arena_alloc(r->a, part->n * sizeof(*part->v));
	for (size_t i = 0; i < part->n; i++) {
		const struct pool_conf *p = &conf.pools[i];

		part->v[i] = (struct pool){ .kind = p->kind,
					    .conf = p->conf,
					    .name = p->name,
					    .at = p->at,
					    .key = p->key,
					    .id = p->id };
	}
}

void pools_begin(struct reader *r)
{
	r->pools = arena_alloc(r->a, sizeof(*r->pools));
	take_conf(r->pools, r);
	for (size_t i = 0; i < r->pools->n; i++)
		pool_state_ask(r, &r->pools->v[i]);
}

void pools_ask(struct reader *r)
{
	/* The first round is under way: begin asked. */
	for (size_t i = 0; i < r->pools->n; i++)
		if (r->rounds.n_answered)
			pool_ticks_ask(r, &r->pools->v[i]);
}

/* False: refused. */
static bool read_one(struct rec_pool *out, struct reader *r, struct pool *p)
{
	const char *why = pool_state(r, p);

	if (!why && (!p->asset[0] || !p->asset[1]))
		return false; /* asset_unknown */
	if (!why)
		why = pool_state_put(out, r, p);
	if (!why)
		why = pool_ticks_check(p);
	if (why)
		frame_refuse(r->f, "pool_unread", "%s: %s", p->conf, why);
	if (!why && p->n_words) {
		out->word_low = p->words[0].at;
		out->word_high = p->words[p->n_words - 1].at;
	}
	return !why;
}

void pools_make(struct reader *r)
{
	struct pools_part *part = r->pools;
	struct rec_pool *out = arena_alloc(r->a, part->n * sizeof(*out));
	const struct pool **read = arena_alloc(r->a, part->n * sizeof(*read));
	size_t n = 0;

	for (size_t i = 0; i < part->n; i++)
		if (read_one(&out[n], r, &part->v[i]))
			read[n++] = &part->v[i];
	pool_past_put(out, r, read, n);
	for (size_t i = 0; i < n; i++) {
		frame_emit(r->f, &rec_pool_type, &out[i]);
		pool_ticks_tell(r, read[i]);
	}
}
