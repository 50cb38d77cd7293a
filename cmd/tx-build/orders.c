/* orders.c - place, replace, cancel; see op.h. */
#include "op.h"

#include "chain/pda.h"

#include <string.h>

/* The account orders are placed from: the first of the wallet on the market, or
 * the one that is about to be made. */
static void home_oo(const struct build *b, struct op *op)
{
	const struct rec_oo *oo =
		seen_home_oo(b->seen, op->act->wallet, op->act->market);

	if (!oo || !pubkey_parse(&op->oo, oo->address))
		op->oo = openbook_oo_address(&op->wallet->key,
					     &op->place->market.address,
					     &op->place->market.program);
}

/* What an order of the same client id that rests has locked. */
static uint64_t freed_by(const struct build *b, const struct op *op)
{
	const struct openbook_lots *l = &op->place->lots;
	uint64_t price, size, atoms;

	for (size_t i = 0; i < b->seen->orders.n; i++) {
		const struct rec_open_order *o = b->seen->orders.v[i];

		if (o->client_id != op->act->client_id ||
		    o->side != op->act->side ||
		    strcmp(o->wallet, op->act->wallet) != 0 ||
		    strcmp(o->market, op->act->market) != 0 ||
		    openbook_price_lots(&price, o->price, l) ||
		    openbook_size_lots(&size, o->size, l))
			continue;
		if (o->side == SIDE_SELL)
			return size * l->base_lot;
		return openbook_value(&atoms, price, size, l->quote_lot)
			       ? 0
			       : atoms;
	}
	return 0;
}

static bool whole_lots(struct build *b, struct op *op)
{
	const struct rec_action *r = op->act;
	const struct openbook_lots *l = &op->place->lots;
	struct openbook_order *o = &op->order;
	unsigned __int128 atoms;

	if (dec_is_none(r->price) || dec_is_none(r->size) || r->side < 0 ||
	    !r->client_id)
		return op_refuse(b, op, "bad_action",
				 "side, price, size or client_id is missing");
	if (openbook_price_lots(&o->price, r->price, l) || !o->price ||
	    openbook_size_lots(&o->size, r->size, l) || !o->size)
		return op_refuse(b, op, "off_step",
				 "not in whole ticks and lots");
	atoms = (unsigned __int128)o->size * l->base_lot;
	if (atoms > UINT64_MAX ||
	    openbook_max_quote(&o->max_quote, o->price, o->size, l->quote_lot,
			       true))
		return op_refuse(b, op, "off_step", "too large");
	op->needs = r->side == SIDE_BUY ? o->max_quote : (uint64_t)atoms;
	return true;
}

bool op_order(struct build *b, struct op *op)
{
	const struct rec_action *r = op->act;
	bool buy = r->side == SIDE_BUY;
	const struct pubkey *mint;

	op->kind = OP_ORDER;
	op->phase = PHASE_ORDER;
	op->risk = true;
	if (!place_of(b, op) || !whole_lots(b, op))
		return false;
	if (r->max_ts == REC_NONE_INT)
		return op_refuse(b, op, "bad_action", "max_ts is missing");
	home_oo(b, op);
	op->order.side = buy ? OPENBOOK_BID : OPENBOOK_ASK;
	op->order.self_trade = OPENBOOK_ABORT;
	op->order.type = OPENBOOK_POST_ONLY;
	op->order.client_id = r->client_id;
	op->order.limit = OPENBOOK_LIMIT_MAX;
	op->order.max_ts = r->max_ts;
	op->needs -= freed_by(b, op);
	mint = buy ? &op->place->market.quote_mint
		   : &op->place->market.base_mint;
	op->payer = ata_of(b, op->wallet, mint);
	op_needs_ata(op, op->wallet,
		     buy ? op->place->rec->quote.asset
			 : op->place->rec->base.asset,
		     mint);
	return true;
}

/* ---- cancels ---- */

/* The order that goes, as it rests: by the venue's id, else by client id. */
static const struct rec_open_order *resting(const struct build *b,
					    const struct rec_action *r)
{
	for (size_t i = 0; i < b->seen->orders.n; i++) {
		const struct rec_open_order *o = b->seen->orders.v[i];

		if (strcmp(o->market, r->market) != 0 ||
		    strcmp(o->wallet, r->wallet) != 0)
			continue;
		if (r->order_id ? !strcmp(o->order_id, r->order_id)
				: o->client_id && o->client_id == r->client_id)
			return o;
	}
	return NULL;
}

/* A decimal number of up to 128 bits; 0: none. */
static openbook_id order_id(const char *text)
{
	const openbook_id max = ~(openbook_id)0;
	openbook_id id = 0;

	if (!*text)
		return 0;
	for (; *text; text++) {
		unsigned digit = (unsigned)(*text - '0');

		if (digit > 9 || id > (max - digit) / 10)
			return 0;
		id = id * 10 + digit;
	}
	return id;
}

/* CancelOrderV2 asks for the one order and fails if it is gone. */
static bool cancel_by_id(struct build *b, struct op *op,
			 const struct rec_open_order *o)
{
	struct openbook_action act =
		openbook_action(&op->place->market, OPENBOOK_CANCEL);
	const char *text = op->act->order_id ? op->act->order_id : o->order_id;

	act.order_id = order_id(text);
	if (!act.order_id || (!o && op->act->side < 0))
		return op_refuse(b, op, "bad_action",
				 "'%s' is no order of OpenBook", text);
	act.open_orders = &op->oo;
	act.owner = &op->wallet->key;
	act.side = (o ? o->side : op->act->side) == SIDE_BUY ? OPENBOOK_BID
							     : OPENBOOK_ASK;
	op->fragile = true;
	op_add_ix(b, op,
		  openbook_ix_make(b->a, &op->place->market.program, &act),
		  9000);
	return true;
}

bool op_cancel(struct build *b, struct op *op)
{
	const struct rec_action *r = op->act;
	const struct rec_open_order *o;
	const char *account;

	op->phase = PHASE_CANCEL;
	if (!place_of(b, op))
		return false;
	o = resting(b, r);
	account = r->account ? r->account : o ? o->account : NULL;
	home_oo(b, op);
	if (account && !pubkey_parse(&op->oo, account))
		return op_refuse(b, op, "bad_action", "'%s' is no account",
				 account);
	op->client_id = o ? o->client_id : r->client_id;
	if (op->client_id) {
		op->kind = OP_CANCEL_ID;
		return true;
	}
	if (!o && !r->order_id)
		return op_refuse(b, op, "bad_action",
				 "neither client_id nor order_id");
	return cancel_by_id(b, op, o);
}
