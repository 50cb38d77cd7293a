#include "op.h"

#include "chain/intent.h"
#include "chain/pda.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A list that doubles; n elements of it are used. */
static void *room(struct build *b, void *v, size_t n, size_t size)
{
	if (n & (n - 1))
		return v;
	return arena_grow(b->a, v, n * size, (n ? 2 * n : 1) * size);
}

struct op *op_new(struct build *b, const struct rec_action *act)
{
	struct op *op = arena_alloc(b->a, sizeof(*op));

	op->act = act;
	op->wallet = act->wallet ? sol_conf_wallet(&b->conf->sol, act->wallet)
				 : NULL;
	op->seq = b->n_ops;
	b->ops = room(b, b->ops, b->n_ops, sizeof(struct op *));
	b->ops[b->n_ops++] = op;
	return op;
}

static struct refused_ops *refusal_of(struct build *b, const char *reason,
				      const char *text)
{
	struct refused_ops *r = b->refusals;

	for (size_t i = 0; i < b->n_refusals; i++)
		if (!strcmp(r[i].reason, reason) && !strcmp(r[i].text, text))
			return &r[i];
	b->refusals = room(b, r, b->n_refusals, sizeof(*r));
	r = &b->refusals[b->n_refusals++];
	*r = (struct refused_ops){ .reason = reason,
				   .text = arena_strdup(b->a, text) };
	return r;
}

bool op_refuse(struct build *b, struct op *op, const char *reason,
	       const char *fmt, ...)
{
	const struct rec_action *act = op->act;
	char text[256];
	struct refused_ops *r;
	va_list ap;
	int n = snprintf(text, sizeof(text), "%.16s %.64s: ", act->action,
			 act->wallet ? act->wallet : "-");

	va_start(ap, fmt);
	vsnprintf(text + n, sizeof(text) - (size_t)n, fmt, ap);
	va_end(ap);
	op->dropped = true;
	if (op->added) /* nobody asked for it */
		return false;
	r = refusal_of(b, reason, text);
	r->ids = room(b, r->ids, r->n, sizeof(*r->ids));
	r->ids[r->n++] = act->intent_id;
	return false;
}

void ops_say_refused(struct build *b)
{
	for (size_t i = 0; i < b->n_refusals; i++)
		frame_refuse_intents(b->f, b->refusals[i].reason,
				     b->refusals[i].ids, b->refusals[i].n, "%s",
				     b->refusals[i].text);
}

void op_add_ix(struct build *b, struct op *op, struct sol_ix ix, uint64_t units)
{
	op->ixs = arena_grow(b->a, op->ixs, op->n_ixs * sizeof(ix),
			     (op->n_ixs + 1) * sizeof(ix));
	op->ixs[op->n_ixs++] = ix;
	op->units += units;
}

void op_needs_ata(struct op *op, const struct sol_wallet *owner,
		  const char *asset, const struct pubkey *mint)
{
	op->atas[op->n_atas++] = (struct op_ata){ .owner = owner,
						  .asset = asset,
						  .mint = *mint };
}

struct pubkey ata_of(struct build *b, const struct sol_wallet *owner,
		     const struct pubkey *mint)
{
	struct ata *known = b->atas;

	for (size_t i = 0; i < b->n_atas; i++)
		if (known[i].owner == owner && pubkey_eq(&known[i].mint, mint))
			return known[i].address;
	b->atas = room(b, b->atas, b->n_atas, sizeof(*known));
	known = &b->atas[b->n_atas++];
	*known = (struct ata){ .owner = owner, .mint = *mint };
	known->address = ata_address(&owner->key, mint, &sol_token_program);
	return known->address;
}

/* ---- markets ---- */

static bool key_of(struct pubkey *out, const char *text)
{
	return text && pubkey_parse(out, text);
}

/* Atoms of a decimal that is a whole number of them, and not 0. */
static bool lot_of(uint64_t *out, struct dec d, int64_t decimals)
{
	return decimals >= 0 && decimals <= 18 &&
	       !atoms_of_dec(out, d, (int)decimals) && *out;
}

static bool place_read(struct place *p, const struct rec_market *r)
{
	struct openbook_market *m = &p->market;

	p->rec = r;
	if (!key_of(&m->address, r->market) ||
	    !key_of(&m->program, r->program) || !key_of(&m->bids, r->bids) ||
	    !key_of(&m->asks, r->asks) ||
	    !key_of(&m->event_queue, r->event_queue) ||
	    !key_of(&m->request_queue, r->request_queue) ||
	    !key_of(&m->vault_signer, r->vault_signer) ||
	    !key_of(&m->base_mint, r->base.mint) ||
	    !key_of(&m->quote_mint, r->quote.mint) ||
	    !key_of(&m->base_vault, r->base.vault) ||
	    !key_of(&m->quote_vault, r->quote.vault) ||
	    !lot_of(&m->base_lot, r->base_lot, r->base.decimals) ||
	    !lot_of(&m->quote_lot, r->quote_lot, r->quote.decimals))
		return false;
	p->lots = (struct openbook_lots){
		.base_lot = m->base_lot,
		.quote_lot = m->quote_lot,
		.base_decimals = (int)r->base.decimals,
		.quote_decimals = (int)r->quote.decimals,
	};
	return true;
}

static const struct place *known_place(const struct build *b,
				       const char *market)
{
	for (size_t i = 0; i < b->n_places; i++)
		if (!strcmp(b->places[i].rec->market, market))
			return &b->places[i];
	return NULL;
}

const struct place *place_of(struct build *b, struct op *op)
{
	const char *market = op->act->market;
	const struct rec_market *r;
	struct place *p;

	if (!market) {
		op_refuse(b, op, "bad_action", "it names no market");
		return NULL;
	}
	op->place = known_place(b, market);
	if (op->place)
		return op->place;
	r = seen_market(b->seen, market);
	if (!r) {
		op_refuse(b, op, "no_market", "no market record of '%s'",
			  market);
		return NULL;
	}
	p = &b->places[b->n_places];
	if (!place_read(p, r)) {
		op_refuse(b, op, "no_market",
			  "the record of '%s' is no market of OpenBook",
			  market);
		return NULL;
	}
	b->n_places++;
	op->place = p;
	return p;
}

/* ---- assets ---- */

/* Whoever knows the mint says its decimals. */
static int decimals_of(const struct build *b, const char *mint)
{
	if (!strcmp(mint, SOL_WRAPPED_MINT))
		return SOL_DECIMALS;
	for (size_t i = 0; i < b->seen->markets.n; i++) {
		const struct rec_market *m = b->seen->markets.v[i];

		if (m->base.mint && !strcmp(m->base.mint, mint))
			return (int)m->base.decimals;
		if (m->quote.mint && !strcmp(m->quote.mint, mint))
			return (int)m->quote.decimals;
	}
	for (size_t i = 0; i < b->seen->token_accounts.n; i++) {
		const struct rec_token_account *t =
			b->seen->token_accounts.v[i];

		if (!strcmp(t->mint, mint) && t->decimals != REC_NONE_INT)
			return (int)t->decimals;
	}
	return -1;
}

bool op_mint(struct build *b, struct op *op, const char *asset,
	     struct pubkey *mint, int *decimals)
{
	const char *text = sol_conf_mint(&b->conf->sol, asset);

	if (!text || !pubkey_parse(mint, text))
		return op_refuse(b, op, "asset_unknown",
				 "no mint of '%s' (ASSETS)", asset);
	*decimals = decimals_of(b, text);
	if (*decimals < 0 || *decimals > 18)
		return op_refuse(b, op, "asset_unknown",
				 "no record says the decimals of '%s'", asset);
	return true;
}

/* ---- from actions to ops ---- */

static const struct {
	const char *name;
	bool (*make)(struct build *b, struct op *op);
} makers[] = {
	{ "place", op_order },
	{ "replace", op_order },
	{ "cancel", op_cancel },
	{ "settle", op_settle },
	{ "crank", op_crank },
	{ "init_oo", op_init_oo },
	{ "close", op_close },
	{ "wrap", op_wrap },
	{ "unwrap", op_unwrap },
	{ "transfer", op_transfer },
	{ "swap", op_swap },
	{ "lut_create", op_lut_create },
	{ "lut_extend", op_lut_extend },
	{ "lut_close", op_lut_close },
};

static bool make(struct build *b, struct op *op)
{
	for (size_t i = 0; i < sizeof(makers) / sizeof(*makers); i++) {
		if (strcmp(makers[i].name, op->act->action) != 0)
			continue;
		if (!op->wallet)
			return op_refuse(b, op, "no_wallet",
					 "it is none of WALLETS");
		return makers[i].make(b, op);
	}
	return op_refuse(b, op, "bad_action", "not an action of Solana");
}

static struct op *op_of(const struct build *b, const char *intent_id)
{
	for (size_t i = 0; i < b->n_ops; i++)
		if (!strcmp(b->ops[i]->act->intent_id, intent_id))
			return b->ops[i];
	return NULL;
}

void op_make(struct build *b, const struct rec_action *act)
{
	struct op *op;

	/* Asking twice is asking once. */
	if (op_of(b, act->intent_id))
		return;
	op = op_new(b, act);
	if (frame_is_bound(b->f, act->intent_id))
		op->dropped = true;
	else if (make(b, op) && op->risk && b->no_table)
		op_refuse(b, op, "no_lut", "no record of table '%s' (LUTS)",
			  b->no_table);
	if (op->risk && b->f->refused)
		op->dropped = true;
}

struct op *op_add(struct build *b, struct rec_action *act)
{
	char *id = arena_alloc(b->a, INTENT_ID_SZ);
	const struct intent in = {
		.strategy = b->conf->strategy,
		.action = act->action,
		.subject = act->account ? act->account : act->market,
		.wallet = act->wallet,
		.price = DEC_NONE,
		.size = DEC_NONE,
		.since_ms = b->ts_ms,
	};
	struct op *op;

	intent_id(id, &in);
	act->ts_ms = b->ts_ms;
	act->intent_id = id;
	act->strategy = b->conf->strategy;
	act->since_ms = b->ts_ms;
	op = op_new(b, act);
	op->added = true;
	if (!frame_is_bound(b->f, id) && make(b, op))
		return op;
	op->dropped = true;
	return NULL;
}

/* ---- chains ---- */

/* Refused, unless what binds the first of the chain has been said already. */
static void link_one(struct build *b, struct op *op)
{
	struct op *to = op_of(b, op->act->after);

	if (!to || to == op || (to->behind && to->behind != op)) {
		op_refuse(b, op, "no_after",
			  "what it stands behind is not in the frame");
	} else if (to->wallet != op->wallet) {
		op_refuse(b, op, "no_after",
			  "it stands behind an action of another wallet");
	} else {
		op->before = to;
		to->behind = op;
	}
}

/* What stands behind another is never in an earlier phase, and behind it in its
 * own; cancels alone are all one. */
static void order_chain(struct op *head)
{
	for (struct op *op = head->behind; op; op = op->behind) {
		const struct op *to = op->before;

		if (op->phase < to->phase)
			op->phase = to->phase;
		op->depth = 0;
		if (op->phase == to->phase && op->phase != PHASE_CANCEL)
			op->depth = to->depth + 1;
	}
}

void ops_link(struct build *b)
{
	bool again = true;

	for (size_t i = 0; i < b->n_ops; i++)
		if (b->ops[i]->act->after && !b->ops[i]->before &&
		    !b->ops[i]->dropped)
			link_one(b, b->ops[i]);
	while (again) {
		again = false;
		for (size_t i = 0; i < b->n_ops; i++) {
			struct op *op = b->ops[i];

			if (op->dropped || !op->before || !op->before->dropped)
				continue;
			again = true;
			op_refuse(b, op, "depends",
				  "what it stands behind is not made");
		}
	}
	for (size_t i = 0; i < b->n_ops; i++)
		if (!b->ops[i]->before)
			order_chain(b->ops[i]);
}
