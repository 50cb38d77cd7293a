#include "data/lend_state.h"

#include "data/lend_aave.h"

#include <stdlib.h>
#include <string.h>

bool lend_state_follows(const struct lend_pool *p)
{
	const struct rec_lend_market *lend = p->draft.lend;

	return lend->whole || lend->after_block == REC_NONE_INT ||
	       lend->after_block == p->as_of;
}

static void kept_free(struct lend_kept *k)
{
	arena_free(&k->mem);
	k->rec = NULL;
}

static void pool_free(struct lend_pool *p)
{
	for (int i = 0; i < AAVE_RESERVES; i++) {
		kept_free(&p->reserve[i]);
		kept_free(&p->oracle[i]);
	}
	for (int i = 0; i < AAVE_EMODES; i++)
		kept_free(&p->emode[i]);
	kept_free(&p->lend);
	lend_market_free(p->market);
	lend_market_free(p->draft.whole);
	arena_free(&p->draft.mem);
	free(p->draft.told);
	free(p->pool);
	free(p);
}

void lend_state_free(struct lend_state *s)
{
	for (size_t i = 0; i < s->n; i++)
		pool_free(s->pool[i]);
	for (size_t i = 0; i < s->n_reasons; i++)
		free(s->reason[i]);
	free(s->pool);
	free(s->reason);
	s->pool = NULL;
	s->reason = NULL;
	s->n = s->n_reasons = 0;
}

uint8_t lend_state_said(struct lend_state *s, const char *reason)
{
	size_t i = 0;

	while (reason && i < s->n_reasons && strcmp(s->reason[i], reason) != 0)
		i++;
	if (!reason || i == LEND_REASONS_MAX)
		return LEND_SAID_HEALTH;
	if (i == s->n_reasons) {
		s->reason = mem_realloc(s->reason, i + 1, sizeof(char *));
		s->reason[s->n_reasons++] = mem_strdup(reason);
	}
	return (uint8_t)(LEND_SAID_REASON + i);
}

const char *lend_state_reason(const struct lend_state *s, uint8_t said)
{
	size_t i = (size_t)said - LEND_SAID_REASON;

	return said >= LEND_SAID_REASON && i < s->n_reasons ? s->reason[i]
							    : NULL;
}

bool lend_state_ours(const struct lend_state *s, const struct lend_address *a)
{
	uint64_t tail = 0;

	if (s->shards < 2)
		return true;
	for (int i = LEND_ADDRESS_LEN - 8; i < LEND_ADDRESS_LEN; i++)
		tail = tail << 8 | a->b[i];
	return tail % s->shards == s->shard;
}

static struct lend_pool *pool_of(const struct lend_state *s, const char *pool,
				 size_t len)
{
	for (size_t i = 0; i < s->n; i++)
		if (!strncmp(s->pool[i]->pool, pool, len) &&
		    !s->pool[i]->pool[len])
			return s->pool[i];
	return NULL;
}

static struct lend_pool *pool_made(struct lend_state *s, const char *name)
{
	struct lend_pool *p = pool_of(s, name, strlen(name));

	if (p)
		return p;
	s->pool = mem_realloc(s->pool, s->n + 1, sizeof(struct lend_pool *));
	p = s->pool[s->n++] = mem_alloc(1, sizeof(*p));
	p->pool = mem_strdup(name);
	return p;
}

/* Everything of it is told anew: what waited is void. */
static void begin_whole(struct lend_state *s, struct lend_draft *d)
{
	memset(d->reserve, 0, sizeof(d->reserve));
	memset(d->emode, 0, sizeof(d->emode));
	d->n_told = 0;
	d->fold[0] = d->fold[1] = 0;
	lend_market_free(d->whole);
	d->whole = lend_market_new(&s->params);
}

static enum lend_took take_lend(struct lend_state *s,
				const struct rec_lend_market *r,
				const char **why)
{
	struct lend_pool *p = pool_made(s, r->pool);
	struct lend_draft *d = &p->draft;

	p->other = r->kind != LEND_AAVE;
	if (p->other)
		return LEND_TOOK;
	if (d->lend) {
		*why = "'pool': told twice in a frame";
		return LEND_BAD;
	}
	if (r->whole)
		begin_whole(s, d);
	d->lend = rec_copy(&d->mem, &rec_lend_market_type, r);
	return LEND_TOOK;
}

/* The draft a record of that market belongs to. */
static enum lend_took draft_of(struct lend_draft **out,
			       const struct lend_state *s, const char *pool,
			       size_t len, int64_t block, const char **why)
{
	struct lend_pool *p = pool_of(s, pool, len);

	*out = NULL;
	if (p && p->other)
		return LEND_TOOK;
	if (!p || !p->draft.lend) {
		*why = "before the lend_market of its pool";
		return LEND_BAD;
	}
	p->draft.mixed |= block != p->draft.lend->block;
	*out = &p->draft;
	return LEND_TOOK;
}

static const char *keep_reserve(struct lend_draft *d,
				const struct rec_reserve *r)
{
	struct aave_reserve reserve;
	const char *why = lend_aave_reserve(&reserve, r);

	if (!why)
		d->reserve[r->id] = rec_copy(&d->mem, &rec_reserve_type, r);
	return why;
}

static const char *keep_emode(struct lend_draft *d, const struct rec_emode *r)
{
	struct aave_emode emode;
	const char *why = lend_aave_emode(&emode, r);

	if (!why)
		d->emode[r->id] = rec_copy(&d->mem, &rec_emode_type, r);
	return why;
}

static const char *keep_oracle(struct lend_draft *d, const struct rec_oracle *r)
{
	size_t n = d->n_oracles;

	if (r->price_base.scale || dec_sign(r->price_base) < 0)
		return "'price_base': not a whole number";
	d->oracle = arena_grow(&d->mem, d->oracle, n * sizeof(*d->oracle),
			       (n + 1) * sizeof(*d->oracle));
	d->oracle[d->n_oracles++] = rec_copy(&d->mem, &rec_oracle_type, r);
	return NULL;
}

static uint64_t mix(uint64_t a, uint64_t b)
{
	unsigned __int128 p =
		(unsigned __int128)(a ^ UINT64_C(0xa0761d6478bd642f)) *
		(b ^ UINT64_C(0xe7037ed1a0b428db));

	return (uint64_t)p ^ (uint64_t)(p >> 64);
}

static void fold_in(uint64_t fold[2], const struct lend_told *t)
{
	const struct aave_hold *h = &t->hold;
	uint64_t w[3] = { 0 };

	memcpy(w, t->user.b, LEND_ADDRESS_LEN);
	w[2] |= (uint64_t)h->reserve << 32 | (uint64_t)t->emode << 40 |
		(uint64_t)h->collateral << 48;
	fold[0] = mix(fold[0] ^ w[0], w[1] ^ (uint64_t)h->supply);
	fold[1] = mix(fold[1] ^ w[2], fold[0] ^ (uint64_t)h->debt);
	fold[0] ^= mix((uint64_t)(h->supply >> 64) ^ fold[1],
		       (uint64_t)(h->debt >> 64));
	fold[1] ^=
		mix((uint64_t)h->stable ^ fold[0], (uint64_t)(h->stable >> 64));
}

enum lend_took lend_state_hold(struct lend_state *s, const char *pool,
			       size_t pool_len, const struct lend_told *told,
			       int64_t block, const char **why)
{
	struct lend_draft *d;
	enum lend_took took = draft_of(&d, s, pool, pool_len, block, why);

	if (took != LEND_TOOK || !d)
		return took;
	if (!lend_state_ours(s, &told->user))
		return LEND_OTHER_SHARD;
	fold_in(d->fold, told);
	if (d->whole) {
		lend_market_hold(d->whole, &told->user, &told->hold,
				 told->emode);
		return LEND_TOOK;
	}
	if (d->n_told == d->told_cap) {
		d->told_cap = d->told_cap ? 2 * d->told_cap : 64;
		d->told = mem_realloc(d->told, d->told_cap, sizeof(*d->told));
	}
	d->told[d->n_told++] = *told;
	return LEND_TOOK;
}

static enum lend_took take_hold(struct lend_state *s,
				const struct rec_user_reserve *r,
				const char **why)
{
	struct lend_told told;

	*why = lend_aave_hold(&told.user, &told.hold, &told.emode, r);
	if (*why)
		return LEND_BAD;
	return lend_state_hold(s, r->pool, strlen(r->pool), &told, r->block,
			       why);
}

enum lend_took lend_state_take(struct lend_state *s,
			       const struct rec_type *type, const void *rec,
			       const char **why)
{
	const struct rec_reserve *r = rec;
	const struct rec_emode *e = rec;
	const struct rec_oracle *o = rec;
	const struct rec_user_reserve *u = rec;
	const struct rec_lend_market *l = rec;
	struct lend_draft *d;
	enum lend_took took;

#define OF(name, x) (type == &rec_##name##_type && (x)->chain_id == s->chain_id)
	if (OF(lend_market, l))
		return take_lend(s, l, why);
	if (OF(user_reserve, u))
		return take_hold(s, u, why);
	if (OF(reserve, r))
		took = draft_of(&d, s, r->pool, strlen(r->pool), r->block, why);
	else if (OF(emode, e))
		took = draft_of(&d, s, e->pool, strlen(e->pool), e->block, why);
	else if (OF(oracle, o))
		took = draft_of(&d, s, o->pool, strlen(o->pool), o->block, why);
	else
		return LEND_TOOK;
#undef OF
	if (took != LEND_TOOK || !d)
		return took;
	if (type == &rec_reserve_type)
		*why = keep_reserve(d, r);
	else if (type == &rec_emode_type)
		*why = keep_emode(d, e);
	else
		*why = keep_oracle(d, o);
	return *why ? LEND_BAD : LEND_TOOK;
}

/* Something is missing: nothing holds before all is told anew. */
static void lose(struct lend_pool *p)
{
	p->gap = true;
	lend_market_free(p->draft.whole);
	p->draft.whole = NULL;
}

/* What the frame told, its changes on top of what was told before. */
static void follow(struct lend_pool *p, enum lend_heard heard)
{
	const struct rec_lend_market *lend = p->draft.lend;

	if (!lend)
		return;
	p->waits = true;
	if (heard == LEND_PART && lend->whole)
		lose(p);
	if (heard != LEND_ALL)
		return;
	if (!lend_state_follows(p))
		lose(p);
	p->as_of = lend->block;
}

/* The rules that wait outlive the frame, the rest of its memory does not. */
static void draft_over(struct lend_draft *d)
{
	struct arena mem = { NULL, 0, 0 };

	for (int i = 0; i < AAVE_RESERVES; i++)
		if (d->reserve[i])
			d->reserve[i] = rec_copy(&mem, &rec_reserve_type,
						 d->reserve[i]);
	for (int i = 0; i < AAVE_EMODES; i++)
		if (d->emode[i])
			d->emode[i] =
				rec_copy(&mem, &rec_emode_type, d->emode[i]);
	arena_free(&d->mem);
	d->mem = mem;
	d->lend = NULL;
	d->oracle = NULL;
	d->n_oracles = 0;
	d->mixed = false;
}

void lend_state_over(struct lend_state *s, enum lend_heard heard)
{
	for (size_t i = 0; i < s->n; i++) {
		struct lend_pool *p = s->pool[i];

		if (!p->current)
			follow(p, heard);
		if (heard == LEND_LOST && !p->other)
			lose(p);
		draft_over(&p->draft);
		p->current = false;
	}
}
