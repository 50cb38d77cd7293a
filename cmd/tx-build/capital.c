/* capital.c - MAX_CAPITAL: what all orders and balances on a market may be worth.
 *
 * Counted is what could be there whatever lands: every order that rests, is in
 * flight or is new, at its own price, and what is free on the market, base at the
 * highest price of an order of ours.  New orders take what is free first, as the
 * program does, so of both only the larger counts.
 */
#include "added.h"

#include <string.h>

/* Of one wallet and side, in quote. */
struct pocket {
	const char *wallet;
	int side;
	struct dec free, fresh; /* on the market; new orders */
};

struct capital {
	const char *market;
	struct dec price; /* that free base counts at */
	struct dec used;  /* quote: orders that rest or are in flight, and the
			   * larger part of every pocket */
	struct pocket *pockets;
	size_t n;
	bool overflow;
};

static struct dec larger(struct dec a, struct dec b)
{
	return dec_cmp(a, b) > 0 ? a : b;
}

static void add(struct capital *c, struct dec *to, struct dec d)
{
	if (dec_add(to, *to, d))
		c->overflow = true;
}

static void take_off(struct capital *c, struct dec *from, struct dec d)
{
	if (dec_sub(from, *from, d))
		c->overflow = true;
}

static struct dec value(struct capital *c, struct dec size, struct dec price)
{
	struct dec v = DEC_ZERO;

	if (dec_mul(&v, size, price))
		c->overflow = true;
	return v;
}

static struct pocket *pocket_of(struct capital *c, const char *wallet, int side)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->pockets[i].side == side &&
		    !strcmp(c->pockets[i].wallet, wallet))
			return &c->pockets[i];
	c->pockets[c->n] = (struct pocket){ .wallet = wallet,
					    .side = side,
					    .free = DEC_ZERO,
					    .fresh = DEC_ZERO };
	return &c->pockets[c->n++];
}

/* ---- what is there ---- */

static const struct rec_open_order *
resting(const struct build *b, const char *wallet, uint64_t client_id)
{
	for (size_t i = 0; i < b->seen->orders.n && client_id; i++) {
		const struct rec_open_order *o = b->seen->orders.v[i];

		if (o->client_id == client_id && !strcmp(o->wallet, wallet))
			return o;
	}
	return NULL;
}

/* In flight, and not yet among what rests. */
static bool may_rest(const struct build *b, const struct rec_pending *p)
{
	return p->market && p->wallet && p->state != PENDING_DONE &&
	       !dec_is_none(p->price) && !dec_is_none(p->size) &&
	       (!strcmp(p->action, "place") || !strcmp(p->action, "replace")) &&
	       !resting(b, p->wallet, p->client_id);
}

static bool wants(const struct capital *c, const struct op *op)
{
	return !op->dropped && op->kind == OP_ORDER &&
	       !strcmp(op->act->market, c->market);
}

static void count_orders(const struct build *b, struct capital *c)
{
	for (size_t i = 0; i < b->seen->orders.n; i++) {
		const struct rec_open_order *o = b->seen->orders.v[i];

		if (strcmp(o->market, c->market) != 0)
			continue;
		c->price = larger(c->price, o->price);
		add(c, &c->used, value(c, o->size, o->price));
	}
	for (size_t i = 0; i < b->seen->pending.n; i++) {
		const struct rec_pending *p = b->seen->pending.v[i];

		if (!may_rest(b, p) || strcmp(p->market, c->market) != 0)
			continue;
		c->price = larger(c->price, p->price);
		add(c, &c->used, value(c, p->size, p->price));
	}
	for (size_t i = 0; i < b->n_ops; i++)
		if (wants(c, b->ops[i]))
			c->price = larger(c->price, b->ops[i]->act->price);
}

static void count_free(const struct build *b, struct capital *c)
{
	for (size_t i = 0; i < b->seen->oos.n; i++) {
		const struct rec_oo *oo = b->seen->oos.v[i];

		if (strcmp(oo->market, c->market) != 0)
			continue;
		add(c, &pocket_of(c, oo->wallet, SIDE_BUY)->free,
		    oo->quote_free);
		add(c, &pocket_of(c, oo->wallet, SIDE_SELL)->free,
		    value(c, oo->base_free, c->price));
	}
	for (size_t i = 0; i < c->n; i++)
		add(c, &c->used, c->pockets[i].free);
}

/* ---- what is new ---- */

/* Takes the order in, or leaves everything as it was: it would be too much. */
static bool admit(struct build *b, struct capital *c, const struct op *op)
{
	const struct rec_action *r = op->act;
	const struct rec_open_order *old = resting(b, r->wallet, r->client_id);
	struct pocket *p = pocket_of(c, r->wallet, r->side);
	struct dec fresh = p->fresh, used = c->used;

	add(c, &fresh, value(c, r->size, r->price));
	take_off(c, &used, larger(p->free, p->fresh));
	add(c, &used, larger(p->free, fresh));
	if (old && !strcmp(old->market, r->market))
		take_off(c, &used, value(c, old->size, old->price));
	if (c->overflow || (dec_cmp(used, b->conf->max_capital) > 0 &&
			    dec_cmp(used, c->used) > 0))
		return false;
	p->fresh = fresh;
	c->used = used;
	return true;
}

static void limit_market(struct build *b, const char *market)
{
	struct capital c = { .market = market,
			     .price = DEC_ZERO,
			     .used = DEC_ZERO };
	char text[DEC_STR_SZ];

	c.pockets = arena_alloc(b->a, 2 * (b->seen->oos.n + b->n_ops) *
					      sizeof(*c.pockets));
	count_orders(b, &c);
	count_free(b, &c);
	dec_format(text, b->conf->max_capital);
	for (size_t i = 0; i < b->n_ops; i++)
		if (wants(&c, b->ops[i]) && !admit(b, &c, b->ops[i]))
			op_refuse(b, b->ops[i], "max_capital",
				  "over MAX_CAPITAL %s on the market", text);
}

void limit_capital(struct build *b)
{
	if (dec_is_none(b->conf->max_capital))
		return;
	for (size_t i = 0; i < b->n_places; i++)
		limit_market(b, b->places[i].rec->market);
}
