#include "math/fsm_nonce.h"

#include <string.h>

bool nonce_over(const struct nonce_tx *t)
{
	return t->state >= NONCE_FINALIZED;
}

bool nonce_all_over(const struct nonce_tx *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!nonce_over(&v[i]))
			return false;
	return true;
}

static bool in_block(const struct nonce_tx *t)
{
	return t->state == NONCE_MINED || t->state == NONCE_FINALIZED ||
	       t->state == NONCE_FAILED;
}

long nonce_landed(const struct nonce_tx *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (in_block(&v[i]))
			return (long)i;
	return -1;
}

long nonce_resend(const struct nonce_tx *v, size_t n)
{
	if (nonce_landed(v, n) >= 0)
		return -1;
	for (size_t i = n; i-- > 0;)
		if (!nonce_over(&v[i]))
			return (long)i;
	return -1;
}

void nonce_sent(struct nonce_tx *t, enum outbox_send how)
{
	if (nonce_over(t) || t->state == NONCE_MINED)
		return;
	switch (how) {
	case OUTBOX_TAKEN:
		if (t->state != NONCE_POOLED)
			t->state = NONCE_SENT;
		break;
	case OUTBOX_MAYBE:
		t->state = NONCE_UNKNOWN;
		break;
	case OUTBOX_NEVER:
		t->state = NONCE_UNSENT;
		break;
	}
}

/* ---- what a node shows in the place ---- */

/* Which of ours is in its chain; n: none. */
static size_t holder(const struct nonce_sight *s, size_t n)
{
	size_t i = 0;

	while (i < n && s->tx[i].seen != NONCE_IN_BLOCK)
		i++;
	return i;
}

/* Ours, or a foreign one. */
static bool holds_any(const struct nonce_sight *s, size_t n)
{
	return holder(s, n) < n || s->foreign.number;
}

/* The one that has come furthest; of several the first that shows what holds the
 * place.  NULL: nobody answered. */
static const struct nonce_sight *furthest(const struct nonce_sight *s,
					  size_t n_s, size_t n)
{
	const struct nonce_sight *best = NULL;

	for (size_t i = 0; i < n_s; i++)
		if (s[i].answered &&
		    (!best || s[i].head > best->head ||
		     (s[i].head == best->head && holds_any(&s[i], n) &&
		      !holds_any(best, n))))
			best = &s[i];
	return best;
}

/* Does another node show another transaction in the place, or the same one in another
 * block? */
static bool is_disputed(const struct nonce_sight *s, size_t n_s,
			const struct nonce_sight *best, size_t n)
{
	size_t mine = holder(best, n);

	for (size_t i = 0; i < n_s; i++) {
		if (!s[i].answered || !holds_any(&s[i], n))
			continue;
		if (holder(&s[i], n) != mine)
			return true;
		if (mine < n &&
		    memcmp(s[i].tx[mine].block.hash, best->tx[mine].block.hash,
			   sizeof(best->foreign.hash)) != 0)
			return true;
	}
	return false;
}

/* ---- steps ---- */

static bool same_block(const struct nonce_block *a, const struct nonce_block *b)
{
	return a->number == b->number &&
	       !memcmp(a->hash, b->hash, sizeof(a->hash));
}

/* The block it was in is not in the chain. */
static void falls_out(struct nonce_tx *t)
{
	t->turn++;
	t->state = NONCE_DROPPED;
	t->reverted = false;
	memset(&t->block, 0, sizeof(t->block));
}

static void is_mined(struct nonce_tx *t, const struct nonce_seen_tx *seen,
		     bool deep)
{
	if (t->state == NONCE_MINED && !same_block(&t->block, &seen->block))
		falls_out(t);
	t->block = seen->block;
	t->reverted = seen->reverted;
	t->state = !deep            ? NONCE_MINED
		   : seen->reverted ? NONCE_FAILED
				    : NONCE_FINALIZED;
}

/* It is in no block of that chain, which is the newest there is. */
static void stays_out(struct nonce_tx *t, const struct nonce_seen_tx *seen,
		      bool contested)
{
	bool known = t->state == NONCE_POOLED || t->state == NONCE_DROPPED;

	if (t->state == NONCE_MINED) {
		falls_out(t);
		known = true;
	}
	if (contested)
		t->state = NONCE_UNKNOWN;
	else if (seen->seen == NONCE_IN_POOL)
		t->state = NONCE_POOLED;
	else
		t->state = known ? NONCE_DROPPED : NONCE_SENT;
}

/* Has it come to where we last saw one of them? */
static bool is_fresh(const struct nonce_sight *s, const struct nonce_tx *v,
		     size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].state == NONCE_MINED && s->head < v[i].block.number)
			return false;
	return true;
}

/* What follows from a sight for all of them. */
struct verdict {
	size_t mine;    /* which one is in its chain; n: none of ours       */
	bool deep;      /* the place is taken for good                      */
	bool contested; /* taken, and nobody shows by what: perhaps by ours */
};

static struct verdict verdict_of(const struct nonce_sight *s, size_t n,
				 bool disputed, int64_t depth)
{
	struct verdict d = { .mine = holder(s, n) };
	int64_t at =
		d.mine < n ? s->tx[d.mine].block.number : s->foreign.number;

	d.deep = at && !disputed && s->head - at + 1 >= depth;
	d.contested = s->used && !at;
	return d;
}

static void step(struct nonce_tx *t, const struct nonce_seen_tx *seen,
		 const struct verdict *d, bool is_it, bool ours)
{
	if (is_it)
		is_mined(t, seen, d->deep);
	else if (!d->contested || t->state != NONCE_MINED)
		stays_out(t, seen, d->contested);
	if (d->deep && !is_it)
		t->state = ours ? NONCE_REPLACED : NONCE_STOLEN;
}

static bool is_same(const struct nonce_tx *a, const struct nonce_tx *b)
{
	return a->state == b->state && a->reverted == b->reverted &&
	       a->turn == b->turn && same_block(&a->block, &b->block);
}

bool nonce_look(struct nonce_tx *v, size_t n, const struct nonce_sight *s,
		size_t n_s, int64_t depth)
{
	const struct nonce_sight *best = furthest(s, n_s, n);
	struct verdict d = { .mine = n };
	bool changed = false;

	if (best && !is_fresh(best, v, n))
		return false;
	if (best)
		d = verdict_of(best, n, is_disputed(s, n_s, best, n), depth);
	for (size_t i = 0; i < n; i++) {
		const struct nonce_tx was = v[i];

		if (nonce_over(&v[i]))
			continue;
		if (best)
			step(&v[i], &best->tx[i], &d, i == d.mine, d.mine < n);
		else if (v[i].state != NONCE_MINED)
			v[i].state = NONCE_UNKNOWN;
		changed |= !is_same(&was, &v[i]);
	}
	return changed;
}
