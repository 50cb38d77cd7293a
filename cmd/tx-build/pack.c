#include "pack.h"

#include "chain/jito.h"

#include <stdlib.h>
#include <string.h>

/* ---- ops to drafts ---- */

static struct draft *new_draft(struct build *b, struct drafts *all,
			       const struct sol_wallet *wallet)
{
	struct draft *d = arena_alloc(b->a, sizeof(*d));

	d->wallet = wallet;
	if (all->n == all->cap) {
		size_t cap = all->cap ? 2 * all->cap : 16;

		all->v = arena_grow(b->a, all->v,
				    all->cap * sizeof(struct draft *),
				    cap * sizeof(struct draft *));
		all->cap = cap;
	}
	all->v[all->n++] = d;
	return d;
}

/* A chain of ops, and what kind of transaction it may be in. */
struct chain {
	struct op *head;
	size_t n;
	bool risk, fragile, alone;
};

static struct chain chain_of(struct op *head)
{
	struct chain c = { .head = head };

	for (struct op *op = head; op && !op->dropped; op = op->behind) {
		c.n++;
		c.risk |= op->risk;
		c.fragile |= op->fragile;
		c.alone |= op->alone;
	}
	return c;
}

/* A transaction of its own bundle carries the tip. */
static uint64_t tip_in(const struct build *b, bool fragile)
{
	return fragile && b->conf->jito ? b->conf->tip : 0;
}

static bool put(struct build *b, struct draft *d, const struct chain *c)
{
	struct draft was = *d;
	struct op *op = c->head;

	for (size_t i = 0; i < c->n; i++, op = op->behind)
		draft_add(b, d, op);
	if (draft_fits(b, d, tip_in(b, c->fragile)))
		return true;
	was.ops = d->ops;
	was.cap = d->cap;
	*d = was;
	return false;
}

static bool alike(const struct draft *d, const struct chain *c)
{
	return d->wallet == c->head->wallet && d->risk == c->risk &&
	       d->fragile == c->fragile && !d->ops[0]->alone && !c->alone;
}

/* What does not fit even alone loses its end; what stands behind in the chain
 * needs what stands before, not the other way round. */
static void place(struct build *b, struct drafts *all, struct chain c)
{
	struct op *last;

	for (size_t i = 0; i < all->n; i++)
		if (alike(all->v[i], &c) && put(b, all->v[i], &c))
			return;
	while (c.n && !put(b, new_draft(b, all, c.head->wallet), &c)) {
		all->n--;
		last = c.head;
		while (last->behind && !last->behind->dropped)
			last = last->behind;
		op_refuse(b, last, "too_big", "more than a transaction holds");
		c = chain_of(c.head);
	}
}

/* Reducing ones first, then what others of the wallet need. */
static int turn(const struct chain *c)
{
	return c->risk ? c->head->leads ? 1 : 2 : 0;
}

void pack_ops(struct build *b, struct drafts *out)
{
	for (int now = 0; now <= 2; now++)
		for (size_t i = 0; i < b->n_ops; i++) {
			struct op *op = b->ops[i];
			struct chain c;

			if (op->dropped || op->before)
				continue;
			c = chain_of(op);
			if (turn(&c) == now)
				place(b, out, c);
		}
}

void pack_in_passing(struct build *b, struct drafts *d, struct op *op)
{
	struct chain c = chain_of(op);

	for (size_t i = 0; i < d->n; i++)
		if (!d->v[i]->fragile && d->v[i]->wallet == op->wallet &&
		    put(b, d->v[i], &c))
			return;
	op->dropped = true;
}
