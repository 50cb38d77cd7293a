/* What of a frame fits into the run of nonces. */
#include "base/conf.h"
#include "evm.h"
#include "venue/evm_chain.h"

#include <inttypes.h>
#include <string.h>

/* A sender, as its run grows. */
struct run {
	const struct evm_wallet *wallet;
	struct evm_count count; /* next: the nonce it goes on with */
	bool waits; /* what is new has to wait for what is under way */
};

struct arranging {
	struct judge *j;
	struct frame *f;
	struct evm_places open; /* from frames before */
	struct run *runs;
	size_t n_runs;
};

static struct run *run_of(struct arranging *g, const struct evm_wallet *w)
{
	struct run *r;

	for (size_t i = 0; i < g->n_runs; i++)
		if (g->runs[i].wallet == w)
			return &g->runs[i];
	r = &g->runs[g->n_runs++];
	*r = (struct run){
		.wallet = w,
		.count = evm_count_of(g->j->s, &g->f->arena, w, g->j->open),
	};
	r->waits = g->j->s->via->join && r->count.next > r->count.mined;
	return r;
}

/* It is about a nonce that is behind the next one. */
static bool is_repair(const struct attempt *t)
{
	static const char *const kinds[] = { "bump", "cancel_nonce",
					     "fill_nonce" };

	for (size_t i = 0; i < t->n_parts; i++)
		for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++)
			if (!strcmp(t->parts[i].action->action, kinds[k]))
				return true;
	return false;
}

/* Something of ours has landed there. */
static bool is_taken(const struct arranging *g, const struct evm_attempt *e)
{
	for (size_t i = 0; i < g->open.n; i++)
		if (g->open.v[i].wallet == e->wallet &&
		    g->open.v[i].nonce == e->nonce)
			return !evm_is_open(&g->open.v[i]);
	return false;
}

/* One of its intents is of an attempt that was given up, and could still land beside
 * this one. */
static bool is_elsewhere(const struct attempts *open, const struct attempt *t)
{
	for (size_t i = 0; i < open->n; i++) {
		const struct attempt *o = open->v[i];

		if (!o->over || o->evm->wallet != t->evm->wallet ||
		    o->evm->nonce == t->evm->nonce)
			continue;
		for (size_t k = 0; k < o->n_parts; k++)
			for (size_t p = 0; p < t->n_parts; p++)
				if (!strcmp(o->parts[k].intent_id,
					    t->parts[p].intent_id))
					return true;
	}
	return false;
}

/* NULL: it fits, and the run goes on behind it; else why not. */
static const char *fits(struct arranging *g, const struct attempt *t)
{
	struct arena *a = &g->f->arena;
	struct run *r = run_of(g, t->evm->wallet);
	uint64_t nonce = t->evm->nonce;

	if (!r->count.known)
		return "no node says where its sender goes on";
	if (is_elsewhere(g->j->open, t))
		return "what it is for may still land with another nonce";
	if (nonce < r->count.mined || is_taken(g, t->evm))
		return "its nonce is used";
	if (nonce == r->count.next && r->waits)
		return "a bundle of its sender is on its way";
	if (nonce == r->count.next) {
		r->count.next++;
		return NULL;
	}
	if (nonce < r->count.next && is_repair(t))
		return NULL;
	return arena_printf(a, "its nonce is %" PRIu64 ", the next %" PRIu64,
			    nonce, r->count.next);
}

/* All of a unit, or none: the runs then stay as they were. */
static const char *unit_fits(struct arranging *g, const struct unit *u)
{
	struct run *was =
		arena_alloc(&g->f->arena, (g->n_runs + u->n) * sizeof(*was));
	const char *why = NULL;
	size_t n;

	for (size_t i = 0; i < u->n; i++)
		(void)run_of(g, u->v[i]->evm->wallet);
	n = g->n_runs;
	memcpy(was, g->runs, n * sizeof(*was));
	for (size_t i = 0; i < u->n && !why; i++)
		why = fits(g, u->v[i]);
	if (why)
		memcpy(g->runs, was, n * sizeof(*was));
	return why;
}

/* What stands where stays with its sender. */
void evm_sort(struct units *all)
{
	for (size_t i = 0; i < all->n; i++)
		for (size_t k = i + 1; k < all->n; k++) {
			const struct evm_attempt *x = all->v[i].v[0]->evm;
			const struct evm_attempt *y = all->v[k].v[0]->evm;
			struct unit t = all->v[i];

			if (x->wallet != y->wallet || x->nonce <= y->nonce)
				continue;
			all->v[i] = all->v[k];
			all->v[k] = t;
		}
}

/* The chain they are sent on, for the journal.  NULL: no node says, for *why. */
static const struct rec_chain *read_chain(struct sender *s, struct arena *a,
					  const char **why, int64_t ts_ms)
{
	struct evm_chain_want want = evm_chain_want_head(0, 0);
	struct rec_chain *out = arena_alloc(a, sizeof(*out));
	struct evm_no no;

	rec_clear(&rec_chain_type, out);
	if (!evm_chain_read(out, a, s->rpc, &want, &no)) {
		*why = no.text;
		return NULL;
	}
	out->ts_ms = ts_ms;
	return out;
}

static void refuse(struct frame *f, const struct unit *u, const char *reason,
		   const char *why)
{
	struct rec_list ids = unit_intents(&f->arena, u);

	frame_refuse_intents(f, reason, ids.v, ids.n, "transaction '%s': %s",
			     u->v[0]->id, why);
}

void evm_arrange(struct judge *j, struct frame *f, struct units *may,
		 int64_t ts_ms)
{
	struct arranging g = {
		.j = j,
		.f = f,
		.open = evm_places_of(&f->arena, j->open),
		.runs = arena_alloc(&f->arena,
				    j->s->evm.n_wallets * sizeof(*g.runs)),
	};
	const struct rec_chain *at;
	const char *no_chain = NULL;
	size_t n = may->n;

	if (!n)
		return;
	at = read_chain(j->s, &f->arena, &no_chain, ts_ms);

	evm_sort(may);
	may->n = 0;
	for (size_t i = 0; i < n; i++) {
		const struct unit *u = &may->v[i];
		const char *why = at ? unit_fits(&g, u) : no_chain;

		if (why) {
			refuse(f, u, at ? "nonce_gap" : "no_chain", why);
			continue;
		}
		for (size_t k = 0; k < u->n; k++) {
			u->v[k]->at = at;
			if (u->bundle && j->s->via->join)
				u->v[k]->box.valid_until =
					at->block + conf_int("BUNDLE_BLOCKS");
		}
		may->v[may->n++] = *u;
	}
}
