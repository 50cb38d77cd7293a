#include "added.h"

#include <string.h>

#define CRANK_AT_ONCE 12 /* accounts: what fits beside orders */
#define CRANK_ALONE   32 /* slots that wait, from which one is sent alone */

static struct rec_action *new_action(struct build *b, const char *kind,
				     const char *market, const char *wallet,
				     const char *reason)
{
	struct rec_action *r = arena_alloc(b->a, sizeof(*r));

	rec_clear(&rec_action_type, r);
	r->action = kind;
	r->market = market;
	r->wallet = wallet;
	r->reason = reason;
	return r;
}

/* In front of op, and of whatever it stood behind. */
static void put_before(struct op *first, struct op *op)
{
	struct op *to = op->before;

	first->before = to;
	first->behind = op;
	op->before = first;
	if (to)
		to->behind = first;
}

/* ---- open-orders accounts ---- */

static bool has_init(const struct build *b, const struct op *order)
{
	for (size_t i = 0; i < b->n_ops; i++) {
		const struct op *op = b->ops[i];

		if (!op->dropped && op->wallet == order->wallet &&
		    op->place == order->place &&
		    !strcmp(op->act->action, "init_oo"))
			return true;
	}
	return false;
}

void add_accounts(struct build *b)
{
	size_t n = b->n_ops;

	for (size_t i = 0; i < n; i++) {
		const struct op *op = b->ops[i];

		if (op->dropped || op->kind != OP_ORDER ||
		    seen_home_oo(b->seen, op->act->wallet, op->act->market) ||
		    has_init(b, op))
			continue;
		op_add(b, new_action(b, "init_oo", op->act->market,
				     op->act->wallet, "first order"));
	}
}

/* ---- settling ---- */

static struct op *settle_of(struct build *b, const struct rec_oo *oo,
			    const char *reason)
{
	struct rec_action *r =
		new_action(b, "settle", oo->market, oo->wallet, reason);

	r->account = oo->address;
	return op_add(b, r);
}

static bool is_settled(const struct build *b, const struct rec_oo *oo)
{
	for (size_t i = 0; i < b->n_ops; i++) {
		const struct rec_action *r = b->ops[i]->act;

		if (!b->ops[i]->dropped && !strcmp(r->action, "settle") &&
		    !strcmp(r->account, oo->address))
			return true;
	}
	return false;
}

/* What settling that account would bring of the asset. */
static struct dec free_of(const struct build *b, const struct rec_oo *oo,
			  const char *asset)
{
	const struct rec_market *m = seen_market(b->seen, oo->market);

	if (m && !strcmp(m->base.asset, asset))
		return oo->base_free;
	if (m && !strcmp(m->quote.asset, asset))
		return oo->quote_free;
	return DEC_ZERO;
}

/* The wallet lacks what op sends away, and a market holds it. */
static void settle_for(struct build *b, struct op *op)
{
	const struct rec_action *r = op->act;
	const struct rec_balance *have =
		r->asset ? seen_balance(b->seen, r->wallet, r->asset) : NULL;

	if (!have || dec_is_none(r->amount) ||
	    dec_cmp(have->free, r->amount) >= 0)
		return;
	for (size_t i = 0; i < b->seen->oos.n; i++) {
		const struct rec_oo *oo = b->seen->oos.v[i];
		struct op *first;

		if (strcmp(oo->wallet, r->wallet) != 0 || is_settled(b, oo) ||
		    dec_sign(free_of(b, oo, r->asset)) <= 0)
			continue;
		first = settle_of(b, oo, "needed");
		if (first)
			put_before(first, op);
	}
}

void add_settles(struct build *b)
{
	size_t n = b->n_ops;

	for (size_t i = 0; i < n; i++) {
		struct op *op = b->ops[i];

		if (!op->dropped && op->phase == PHASE_SPEND)
			settle_for(b, op);
	}
	if (dec_is_none(b->conf->settle_min))
		return;
	for (size_t i = 0; i < b->seen->oos.n; i++) {
		const struct rec_oo *oo = b->seen->oos.v[i];

		if (dec_cmp(oo->quote_free, b->conf->settle_min) >= 0 &&
		    !is_settled(b, oo) &&
		    sol_conf_wallet(&b->conf->sol, oo->wallet))
			settle_of(b, oo, "idle");
	}
}

/* ---- cranking ---- */

/* Ours that wait; those at the head of the queue come in front of them. */
static void crank_accounts(struct build *b, struct rec_action *r,
			   const struct rec_event_queue *q)
{
	const struct kept *oos = &b->seen->oos;
	const char **v =
		arena_alloc(b->a, (q->head_owners.n + oos->n) * sizeof(*v));
	const char *const *head = q->head_owners.v;
	size_t n = 0;

	for (size_t i = 0; i < q->head_owners.n; i++)
		v[n++] = head[i];
	for (size_t i = 0; i < oos->n && n < CRANK_AT_ONCE; i++) {
		const struct rec_oo *oo = oos->v[i];

		if (oo->slots_waiting > 0 && !strcmp(oo->market, q->market))
			v[n++] = oo->address;
	}
	r->accounts = (struct rec_list){ v, n };
}

static struct op *crank_of(struct build *b, const struct rec_event_queue *q,
			   const char *wallet, const char *reason)
{
	struct rec_action *r =
		new_action(b, "crank", q->market, wallet, reason);

	crank_accounts(b, r, q);
	return r->accounts.n ? op_add(b, r) : NULL;
}

/* A replace takes a new slot too: the old one is free only after a crank. */
static int64_t slots_needed(const struct build *b, const struct rec_oo *oo)
{
	int64_t n = 0;

	for (size_t i = 0; i < b->n_ops; i++) {
		const struct op *op = b->ops[i];

		n += !op->dropped && op->kind == OP_ORDER &&
		     !strcmp(op->act->wallet, oo->wallet) &&
		     !strcmp(op->act->market, oo->market);
	}
	return n;
}

/* The last orders of a wallet that find no slot. */
static void refuse_orders(struct build *b, const struct rec_oo *oo, int64_t n)
{
	for (size_t i = b->n_ops; i-- > 0 && n > 0;) {
		struct op *op = b->ops[i];

		if (op->dropped || op->kind != OP_ORDER ||
		    strcmp(op->act->wallet, oo->wallet) != 0 ||
		    strcmp(op->act->market, oo->market) != 0)
			continue;
		op_refuse(b, op, "no_slots",
			  "'%s' has %lld free slots, %lld wait for a crank",
			  oo->address, (long long)oo->slots_free,
			  (long long)oo->slots_waiting);
		n--;
	}
}

/* In front of the first order of its wallet, in one transaction. */
static bool lead_orders(struct build *b, struct op *crank)
{
	crank->leads = true;
	for (size_t i = 0; i < b->n_ops; i++) {
		struct op *op = b->ops[i];

		if (!op->dropped && op->kind == OP_ORDER && !op->before &&
		    op->wallet == crank->wallet && op->place == crank->place) {
			put_before(crank, op);
			return true;
		}
	}
	return false;
}

void add_cranks(struct build *b)
{
	for (size_t i = 0; i < b->seen->oos.n; i++) {
		const struct rec_oo *oo = b->seen->oos.v[i];
		const struct rec_event_queue *q =
			seen_queue(b->seen, oo->market);
		int64_t short_by;
		struct op *crank;

		if (seen_home_oo(b->seen, oo->wallet, oo->market) != oo)
			continue;
		short_by = slots_needed(b, oo) - oo->slots_free;
		if (short_by <= 0)
			continue;
		crank = q && oo->slots_waiting > 0
				? crank_of(b, q, oo->wallet, "slots are short")
				: NULL;
		if (crank && lead_orders(b, crank))
			short_by -= oo->slots_waiting;
		refuse_orders(b, oo, short_by);
	}
}

/* The wallet with most to gain pays: the one of whose slots most wait. */
static const struct rec_oo *who_waits(const struct build *b,
				      const struct rec_event_queue *q)
{
	const struct rec_oo *who = NULL;

	for (size_t i = 0; i < b->seen->oos.n; i++) {
		const struct rec_oo *oo = b->seen->oos.v[i];

		if (!strcmp(oo->market, q->market) &&
		    (!who || oo->slots_waiting > who->slots_waiting))
			who = oo;
	}
	return who;
}

void crank_alone(struct build *b)
{
	int64_t least = b->conf->crank ? 0 : CRANK_ALONE;

	for (size_t i = 0; i < b->n_ops; i++)
		if (!b->ops[i]->dropped)
			return;
	for (size_t i = 0; i < b->seen->queues.n; i++) {
		const struct rec_event_queue *q = b->seen->queues.v[i];
		const struct rec_oo *who = who_waits(b, q);

		if (who && q->own_waiting > 0 && who->slots_waiting >= least)
			crank_of(b, q, who->wallet, "events of ours wait");
	}
}

struct op *crank_in_passing(struct build *b, const struct sol_wallet *wallet)
{
	for (size_t i = 0; i < b->n_ops; i++)
		if (!b->ops[i]->dropped && b->ops[i]->phase == PHASE_CRANK)
			return NULL;
	for (size_t i = 0; i < b->seen->queues.n; i++) {
		const struct rec_event_queue *q = b->seen->queues.v[i];

		if (q->own_waiting > 0)
			return crank_of(b, q, wallet->name,
					"events of ours wait");
	}
	return NULL;
}
