/* history.c - what the new logs of the frame's positions come to, with what was known
 * of them. */
#include "history.h"

#include "story.h"

#include "base/conf.h"
#include "math/univ3_tick.h"

#include <string.h>

/* Reasons that may be gone in the next frame: it goes on from where all was known. */
static const char unread[] = "its logs could not be read";
static const char unequal[] = "its logs do not add up to its liquidity";

static bool is_passing(const char *why)
{
	return why && (!strcmp(why, unread) || !strcmp(why, unequal));
}

/* Flows that were final before, then the new ones. */
static void join(struct telling *t, struct story *s)
{
	const struct rec_flow *old = s->past ? s->past->flows.v : NULL;
	size_t n = 0, n_old = s->past && s->known >= 0 ? s->past->flows.n : 0;
	struct rec_flow *all =
		arena_alloc(t->r->a, (n_old + s->n_flows + 1) * sizeof(*all));

	for (size_t i = 0; i < n_old; i++)
		if (old[i].block <= s->known)
			all[n++] = old[i];
	for (size_t i = 0; i < s->n_flows; i++)
		all[n++] = s->flows[i];
	s->p->flows = (struct rec_list){ n ? all : NULL, n };
}

static bool adds_up(const struct story *s)
{
	const struct rec_flow *v = s->p->flows.v;
	struct dec sum = DEC_ZERO;

	for (size_t i = 0; i < s->p->flows.n; i++) {
		if (dec_is_none(v[i].liquidity))
			continue;
		if (v[i].flow == FLOW_INCREASE
			    ? dec_add(&sum, sum, v[i].liquidity)
			    : dec_sub(&sum, sum, v[i].liquidity))
			return false;
	}
	return !dec_cmp(sum, s->p->liquidity);
}

/* Its last flow is one that was told: so is how it stood then. */
static void finished(struct story *s)
{
	struct rec_position *p = s->p;

	if (!s->past)
		return;
	p->sqrt_price_x96 = s->past->sqrt_price_x96;
	p->tick = s->past->tick;
	p->block = s->past->block;
	p->block_hash = s->past->block_hash;
}

/* How it stood when it was closed: worth nothing, at the price before its last flow. */
static void finish(const struct telling *t, struct story *s)
{
	struct rec_position *p = s->p;
	const struct rec_flow *last =
		s->n_flows ? &s->flows[s->n_flows - 1] : NULL;
	int32_t tick;

	finished(s);
	p->liquidity = p->amount0 = p->amount1 = DEC_ZERO;
	p->uncollected0 = p->uncollected1 = DEC_ZERO;
	p->pool_liquidity = DEC_NONE;
	if (!last || !last->sqrt_price_x96.known ||
	    univ3_tick_at_sqrt(&tick, last->sqrt_price_x96.v))
		return;
	p->sqrt_price_x96 = last->sqrt_price_x96;
	p->tick = tick;
	for (size_t i = 0; i < t->n_landed; i++)
		if (!strcmp(t->landed[i].tx_hash, last->tx_hash)) {
			p->block = t->landed[i].block;
			p->block_hash = t->landed[i].block_hash;
		}
}

/* Its history is known if it was and all that came since is, and if what went in less
 * what came out is what there is. */
static void settle(struct telling *t, struct story *s)
{
	struct rec_position *p = s->p;

	join(t, s);
	if (s->gone)
		finish(t, s);
	if (s->known >= 0 && s->past->entry == ENTRY_UNKNOWN &&
	    !is_passing(s->past->entry_why))
		s->why = s->past->entry_why ? s->past->entry_why
					    : "it was unknown before";
	if (!s->why && !adds_up(s))
		s->why = unequal;
	p->entry = s->why ? ENTRY_UNKNOWN : ENTRY_KNOWN;
	p->entry_why = s->why;
	p->history_block = s->known >= 0 ? s->known : REC_NONE_INT;
	if (!is_passing(s->why) && t->final > s->known)
		p->history_block = t->final;
}

/* What was known stands, and no more. */
static void give_up(struct telling *t)
{
	for (size_t i = 0; i < t->n; i++) {
		t->v[i].n_flows = 0;
		t->v[i].why = unread;
		settle(t, &t->v[i]);
	}
}

static bool tell(struct telling *t)
{
	stories_begin(t);
	if (!story_read_new(t) || !story_read_past(t) || !shares_read(t) ||
	    !landed_read(t) || !flows_make(t))
		return false;
	for (size_t i = 0; i < t->n; i++) {
		quoted_put(t, &t->v[i]);
		settle(t, &t->v[i]);
	}
	return true;
}

void history_run(struct reader *r)
{
	struct asker asker;
	struct evm_no no;
	struct telling t = {
		.r = r,
		.asker = &asker,
		.head = r->chain->block,
		.final = r->chain->block - conf_int("CONFIRMATIONS"),
		.no = &no,
	};

	asker_open(&asker, r->rpc, conf_int("LOGS_RANGE"));
	if (!tell(&t)) {
		frame_refuse(r->f, no.reason, "%s", no.text);
		give_up(&t);
	}
	asker_close(&asker);
}
