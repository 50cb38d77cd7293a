#include "evm_group.h"

#include "chain/evm_quantity.h"
#include "chain/intent.h"
#include "data/rec_tx.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- records ---- */

static const struct rec_nonce *nonce_of(const struct evm_build *b,
					const struct evm_wallet *w)
{
	for (size_t i = 0; i < b->seen->n_nonces; i++)
		if (!strcasecmp(b->seen->nonces[i]->address, w->address))
			return b->seen->nonces[i];
	return NULL;
}

static bool is_pending(const struct evm_build *b, const char *intent_id)
{
	for (size_t i = 0; i < b->seen->n_pending; i++)
		if (!strcmp(b->seen->pending[i]->intent_id, intent_id))
			return true;
	return false;
}

/* ---- an action ---- */

bool evm_op_refuse(struct evm_build *b, struct evm_op *op, const char *reason,
		   const char *fmt, ...)
{
	char text[256];
	va_list ap;

	if (op->dropped)
		return false;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	op->dropped = true;
	frame_refuse_intents(b->f, reason, &op->act->intent_id, 1, "%s", text);
	return false;
}

static const struct {
	const char *action;
	bool (*make)(struct evm_build *b, struct evm_op *op);
} kinds[] = {
	{ "approve", evm_op_approve },
	{ "transfer", evm_op_transfer },
	{ "wrap", evm_op_wrap },
	{ "unwrap", evm_op_unwrap },
	{ "swap", evm_op_swap },
	{ "add_liquidity", evm_op_add_liquidity },
	{ "remove_liquidity", evm_op_remove_liquidity },
	{ "mint", evm_op_position },
	{ "increase", evm_op_position },
	{ "decrease", evm_op_position },
	{ "collect", evm_op_position },
	{ "burn", evm_op_position },
	{ "liquidate", evm_op_liquidate },
	{ "supply", evm_op_supply },
	{ "withdraw", evm_op_withdraw },
	{ "borrow", evm_op_borrow },
	{ "repay", evm_op_repay },
	{ "enter", evm_op_collateral },
	{ "leave", evm_op_collateral },
	{ "call", evm_op_call },
	{ "bump", evm_op_bump },
	{ "cancel_nonce", evm_op_cancel },
	{ "fill_nonce", evm_op_cancel },
};

static void make(struct evm_build *b, struct evm_op *op)
{
	const char *action = op->act->action, *wallet = op->act->wallet;

	if (op->act->chain_id != b->conf->evm.chain_id) {
		evm_op_refuse(b, op, "chain",
			      "an action of another chain than CHAIN_ID");
		return;
	}
	op->from = wallet ? evm_conf_wallet(&b->conf->evm, wallet) : NULL;
	if (!op->from) {
		evm_op_refuse(b, op, "no_wallet", "'wallet': %s",
			      wallet ? "not one of WALLETS" : "missing");
		return;
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(kinds[i].action, action)) {
			kinds[i].make(b, op);
			return;
		}
	evm_op_refuse(b, op, "action", "'%s' is no action of this chain",
		      action);
}

/* It has landed.  The approval of a group may have, for it was shown to somebody, and
 * then stands for the group that comes again. */
static bool is_done(const struct evm_build *b, const struct rec_action *act)
{
	return past_has(&b->seen->past.landed, act->intent_id) &&
	       !(act->group && !strcmp(act->action, "approve"));
}

/* NULL: it is not to be built, in this frame or again. */
static struct evm_op *new_op(struct evm_build *b, const struct rec_action *act)
{
	struct evm_op *op = &b->ops[b->n];

	if (is_pending(b, act->intent_id) || is_done(b, act) ||
	    frame_is_bound(b->f, act->intent_id))
		return NULL;
	for (size_t i = 0; i < b->n; i++)
		if (!strcmp(b->ops[i].act->intent_id, act->intent_id))
			return NULL;
	b->n++;
	*op = (struct evm_op){
		.act = act,
		.root = op,
		.value = DEC_ZERO,
		.gas = dec_is_none(act->gas) ? b->conf->gas_max : act->gas,
		.nonce = DEC_NONE,
	};
	make(b, op);
	if (!op->dropped && b->f->refused && !evm_op_reduces(b, op))
		op->dropped = true; /* a refusal binds the frame */
	return op;
}

/* In front of an approval one of 0, of which an action tells. */
static void add_zero(struct evm_build *b, struct evm_op *op)
{
	struct rec_action *act = arena_alloc(b->a, sizeof(*act));
	char *id = arena_alloc(b->a, INTENT_ID_SZ);
	const struct intent in = { .strategy = (uint16_t)op->act->strategy,
				   .action = "approve",
				   .subject = op->act->intent_id,
				   .wallet = op->act->wallet,
				   .price = DEC_NONE,
				   .size = DEC_ZERO,
				   .since_ms = op->act->since_ms };
	struct evm_op after = *op, *zero;

	intent_id(id, &in);
	*act = *op->act;
	act->ts_ms = b->ts_ms;
	act->intent_id = id;
	act->amount = DEC_ZERO;
	act->final = false;
	act->alternatives = (struct rec_list){ NULL, 0 };
	b->n--;
	zero = new_op(b, act);
	if (zero && !zero->dropped)
		frame_emit(b->f, &rec_action_type, act);
	op = &b->ops[b->n++];
	*op = after;
	op->root = op;
}

static void add(struct evm_build *b, const struct rec_action *act)
{
	struct evm_op *op = new_op(b, act);

	if (!op || op->dropped || strcmp(act->action, "approve") != 0)
		return;
	switch (evm_allow_of(b, op)) {
	case EVM_ALLOW_SEND:
		break;
	case EVM_ALLOW_THERE:
		op->there = true;
		break;
	case EVM_ALLOW_ZERO_FIRST:
		add_zero(b, op);
		break;
	}
}

/* ---- what belongs together ---- */

static struct evm_op *op_of(struct evm_build *b, const char *intent_id)
{
	for (size_t i = 0; i < b->n; i++)
		if (!strcmp(b->ops[i].act->intent_id, intent_id))
			return &b->ops[i];
	return NULL;
}

/* The first of an action and its alternatives that could be made stands for all. */
static void link_alternatives(struct evm_build *b, struct evm_op *op)
{
	const char *const *ids = op->act->alternatives.v;
	struct evm_op *root = op->dropped ? NULL : op;

	for (size_t i = 0; i < op->act->alternatives.n; i++) {
		struct evm_op *alt = op_of(b, ids[i]);

		if (!alt || alt == op || alt->dropped || alt->act->group)
			continue;
		if (!root)
			root = alt;
		if (alt->from == root->from && !alt->fixed && !root->fixed) {
			alt->root = root;
			alt->there = root->there;
		}
	}
}

/* It is made, or an alternative of it is. */
static bool is_made(struct evm_build *b, const struct evm_op *op)
{
	const char *const *ids = op->act->alternatives.v;

	for (size_t i = 0; i < op->act->alternatives.n; i++) {
		const struct evm_op *alt = op_of(b, ids[i]);

		if (alt && !alt->dropped)
			return true;
	}
	return !op->dropped;
}

/* What stands behind something that is not made is not made either, and a group is made
 * whole or not at all. */
static void link_after(struct evm_build *b)
{
	bool again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < b->n; i++) {
			struct evm_op *op = &b->ops[i], *before;

			if (op->dropped)
				continue;
			if (op->act->group && evm_group_broken(b, op)) {
				again = true;
				evm_op_refuse(b, op, "depends",
					      "not all of its group is made");
			}
			if (op->dropped || !op->act->after)
				continue;
			before = op_of(b, op->act->after);
			if (before && is_made(b, before))
				continue;
			if (!before &&
			    (is_pending(b, op->act->after) ||
			     past_has(&b->seen->past.landed, op->act->after)))
				continue; /* it is on its way, or there */
			again = true;
			evm_op_refuse(b, op, "depends",
				      "what it stands behind is not made");
		}
	}
}

/* ---- fees and numbers ---- */

static void price(struct evm_build *b)
{
	for (size_t i = 0; i < b->n; i++) {
		struct evm_op *op = &b->ops[i];
		const char *why;

		if (op->dropped || op->fixed || op->there)
			continue;
		if (!b->seen->chain) {
			evm_op_refuse(b, op, "no_chain",
				      "no chain record of CHAIN_ID");
			continue;
		}
		why = evm_fees_of(&op->fees, b, evm_group_tip(b, op));
		if (why)
			evm_op_refuse(b, op, "fee_ceiling", "%s", why);
	}
}

/* What was refused goes last, and what stands behind it with it. */
static void put_last(struct evm_build *b)
{
	bool again = true;

	for (size_t i = 0; i < b->n; i++)
		b->ops[i].last = past_has(&b->seen->past.refused,
					  b->ops[i].act->intent_id) ||
				 past_has(&b->seen->past.failed,
					  b->ops[i].act->intent_id);
	while (again) {
		again = false;
		for (size_t i = 0; i < b->n; i++) {
			struct evm_op *op = &b->ops[i];
			const struct evm_op *before =
				op->act->after ? op_of(b, op->act->after)
					       : NULL;

			if (!op->last && ((before && before->last) ||
					  evm_group_is_last(b, op)))
				op->last = again = true;
		}
	}
}

/* The transactions of a sender that are new, those that go last or the others. */
static void number_some(struct evm_build *b, const struct evm_wallet *wallet,
			struct dec *next, bool last)
{
	const struct dec one = { .v = 1, .scale = 0 };

	for (size_t i = 0; i < b->n; i++) {
		struct evm_op *op = &b->ops[i];

		if (op->dropped || op->fixed || op->there ||
		    op->from != wallet || op->root != op || op->last != last)
			continue;
		if (dec_is_none(*next)) {
			evm_op_refuse(b, op, "no_nonce",
				      "no nonce record of its wallet");
			continue;
		}
		op->nonce = *next;
		if (dec_add(next, *next, one))
			evm_op_refuse(b, op, "nonce", "no further one");
	}
}

/* New transactions go on where the sender's record says, in the order of their
 * actions; an alternative has the number of what it stands in for. */
static void number(struct evm_build *b)
{
	put_last(b);
	for (size_t w = 0; w < b->conf->evm.n_wallets; w++) {
		const struct evm_wallet *wallet = &b->conf->evm.wallets[w];
		const struct rec_nonce *rec = nonce_of(b, wallet);
		struct dec next = rec ? rec->next : DEC_NONE;

		number_some(b, wallet, &next, false);
		number_some(b, wallet, &next, true);
	}
	for (size_t i = 0; i < b->n; i++)
		if (b->ops[i].root != &b->ops[i])
			b->ops[i].nonce = b->ops[i].root->nonce;
	evm_group_number(b);
}

/* ---- out ---- */

static struct dec fee_most(const struct evm_op *op)
{
	const struct dec wei = dec_make(1, EVM_NATIVE_DECIMALS);
	struct dec fee =
		dec_is_none(op->fees.price) ? op->fees.max_fee : op->fees.price;

	return dec_mul(&fee, fee, op->gas) || dec_mul(&fee, fee, wei) ? DEC_NONE
								      : fee;
}

static void emit(struct evm_build *b, const struct evm_op *op)
{
	struct rec_tx tx;

	rec_clear(&rec_tx_type, &tx);
	tx.ts_ms = b->ts_ms;
	tx.chain = "evm";
	tx.signers = (struct rec_list){ (void *)&op->from->address, 1 };
	tx.intents = (struct rec_list){ (void *)&op->act->intent_id, 1 };
	tx.class = evm_op_reduces(b, op) ? TX_REDUCE : TX_RISK;
	tx.chain_id = b->conf->evm.chain_id;
	tx.from = op->from->address;
	tx.nonce = op->nonce;
	tx.to = op->to;
	tx.value_wei = op->value;
	tx.data = evm_data_format(arena_alloc(b->a, EVM_DATA_SZ(op->data.len)),
				  op->data.p, op->data.len);
	tx.gas = op->gas;
	tx.max_fee_wei = op->fees.max_fee;
	tx.max_priority_fee_wei = op->fees.max_priority;
	tx.gas_price_wei = op->fees.price;
	if (op->root != op)
		tx.alternative_of = op->root->act->intent_id;
	tx.fee = fee_most(op);
	tx.bundle = evm_group_bundle(b, op);
	frame_emit(b->f, &rec_tx_type, &tx);
}

void evm_build(struct frame *f, const struct evm_build_conf *c,
	       const struct evm_seen *seen, const struct rec_cycle *cycle)
{
	struct evm_build b = {
		.f = f,
		.a = &f->arena,
		.conf = c,
		.seen = seen,
		.ts_ms = cycle->ts_ms,
		/* Each may have an approval in front of it. */
		.ops = arena_alloc(&f->arena,
				   (2 * seen->n_actions + 1) * sizeof(*b.ops)),
		.allowed = evm_allowed_room(&f->arena, seen->n_actions),
	};

	for (size_t i = 0; i < seen->n_actions; i++)
		add(&b, seen->actions[i]);
	price(&b);
	for (size_t i = 0; i < b.n; i++)
		link_alternatives(&b, &b.ops[i]);
	link_after(&b);
	evm_group_link(&b);
	number(&b);
	for (size_t i = 0; i < b.n; i++)
		if (!b.ops[i].dropped && !b.ops[i].there)
			emit(&b, &b.ops[i]);
}
