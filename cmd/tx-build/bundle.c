#include "bundle.h"

#include <string.h>

/* What a draft more costs at most, where one is split for the tip. */
#define SPLIT_FEE (2 * SOL_LAMPORTS_SIG)

/* Drafts of one kind on their way into bundles; a split puts one back in front. */
struct queue {
	struct draft **v;
	size_t n, at;
};

/* ---- refusing ---- */

static void refuse_draft(struct build *b, struct draft *d, const char *reason,
			 const char *text)
{
	for (size_t i = 0; i < d->n; i++)
		op_refuse(b, d->ops[i], reason, "%s", text);
	d->n = 0;
}

/* A draft that its wallet cannot pay for, and those that need it. */
static void pay_all(struct build *b, struct drafts *d, struct purse *p)
{
	for (size_t i = 0; i < d->n; i++) {
		struct draft *x = d->v[i];

		if (!x->n || purse_pay_draft(b, p, x))
			continue;
		for (size_t k = i + 1; x->leads && k < d->n; k++)
			if (d->v[k]->n && d->v[k]->risk &&
			    d->v[k]->wallet == x->wallet)
				refuse_draft(b, d->v[k], "no_sol",
					     "too little SOL for the account "
					     "it needs");
		refuse_draft(b, x, "no_sol",
			     "too little SOL for fees, rent and reserve");
	}
}

/* ---- the tip ---- */

/* d[k] may be sent after those behind it. */
static bool may_be_last(const struct bundle *u, size_t k)
{
	for (size_t i = k + 1; i < u->n; i++)
		if (u->v[k]->leads && u->v[i]->wallet == u->v[k]->wallet)
			return false;
	return true;
}

static bool can_carry(struct build *b, struct purse *p, const struct bundle *u,
		      size_t k)
{
	return may_be_last(u, k) && draft_fits(b, u->v[k], b->conf->tip) &&
	       purse_pay(p, u->v[k]->wallet, b->conf->tip, 0);
}

static void make_last(struct bundle *u, size_t k)
{
	struct draft *d = u->v[k];

	for (; k + 1 < u->n; k++)
		u->v[k] = u->v[k + 1];
	u->v[k] = d;
}

/* The last chain of from goes to to.  False: it has only the one. */
static bool move_chain(struct build *b, struct draft *to, struct draft *from)
{
	size_t i = from->n - 1;

	while (i > 0 && from->ops[i]->before)
		i--;
	if (!i)
		return false;
	for (size_t k = i; k < from->n; k++)
		draft_add(b, to, from->ops[k]);
	draft_pop(from, from->n - i);
	return true;
}

/* Only one chain, and no room beside it: its end has to wait. */
static bool shorten(struct build *b, struct draft *d)
{
	if (d->n < 2)
		return false;
	op_refuse(b, d->ops[d->n - 1], "too_big",
		  "more than a transaction holds beside its tip");
	draft_pop(d, 1);
	return true;
}

/* Room for the tip: what stood at the end of the last draft becomes one of its own,
 * which joins the bundle and carries the tip if there is place, else goes back to
 * the queue. */
static bool split(struct build *b, struct purse *p, struct bundle *u,
		  struct queue *q)
{
	struct draft *last = u->v[u->n - 1];
	struct draft *rest = arena_alloc(b->a, sizeof(*rest));

	if (!purse_pay(p, last->wallet, b->conf->tip + SPLIT_FEE, 0))
		return false;
	rest->wallet = last->wallet;
	if (u->n < JITO_BUNDLE_MAX && move_chain(b, rest, last)) {
		u->v[u->n++] = rest;
		while (!draft_fits(b, rest, b->conf->tip))
			if (!shorten(b, rest))
				return false;
		return true;
	}
	while (!draft_fits(b, last, b->conf->tip))
		if (!move_chain(b, rest, last) && !shorten(b, last))
			return false;
	if (rest->n)
		q->v[--q->at] = rest;
	return true;
}

static bool carry_tip(struct build *b, struct purse *p, struct bundle *u,
		      struct queue *q)
{
	for (size_t k = u->n; k-- > 0;)
		if (can_carry(b, p, u, k)) {
			make_last(u, k);
			return true;
		}
	return split(b, p, u, q);
}

/* ---- bundles ---- */

static void bundle_queue(struct build *b, struct bundles *out, struct purse *p,
			 struct queue *q, size_t most)
{
	while (q->at < q->n) {
		struct bundle *u = &out->v[out->n];

		*u = (struct bundle){ .n = 0 };
		while (q->at < q->n && u->n < most)
			u->v[u->n++] = q->v[q->at++];
		if (!b->conf->jito) {
			out->n++;
		} else if (carry_tip(b, p, u, q)) {
			u->v[u->n - 1]->tip = b->conf->tip;
			out->n++;
		} else {
			for (size_t i = 0; i < u->n; i++)
				refuse_draft(b, u->v[i], "no_sol",
					     "no SOL, or no room, for the tip");
		}
	}
}

static struct queue queue_of(struct build *b, const struct drafts *d, bool risk,
			     bool fragile)
{
	struct queue q = { .n = 0 };

	q.v = arena_alloc(b->a, d->n * sizeof(struct draft *));
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i]->n && d->v[i]->risk == risk &&
		    d->v[i]->fragile == fragile)
			q.v[q.n++] = d->v[i];
	return q;
}

void bundle_all(struct build *b, struct bundles *out, struct drafts *d,
		struct purse *p)
{
	size_t most = b->conf->jito ? JITO_BUNDLE_MAX : 1;
	struct queue q;

	/* A split makes at most one more of each. */
	out->v = arena_alloc(b->a, 2 * d->n * sizeof(*out->v));
	out->n = 0;
	pay_all(b, d, p);
	for (int risk = 0; risk < 2; risk++) {
		q = queue_of(b, d, risk, false);
		bundle_queue(b, out, p, &q, most);
		q = queue_of(b, d, risk, true);
		bundle_queue(b, out, p, &q, 1);
	}
}
