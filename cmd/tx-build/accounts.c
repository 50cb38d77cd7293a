/* accounts.c - settle, crank, accounts made and closed, lookup tables; see op.h.
 *
 * Compute units are what the programs were measured to use, and a third more.
 */
#include "op.h"

#include "chain/pda.h"
#include "chain/token.h"

#include <string.h>

#define UNITS_SETTLE   25000
#define UNITS_INIT     9000
#define UNITS_CLOSE    5000
#define UNITS_CRANK    12000
#define UNITS_EVENT    2500
#define UNITS_LUT      20000
#define EVENTS_MAX     100 /* of one crank */
#define EVENTS_EACH    12  /* of one ConsumeEvents: see op_crank */
#define EVENTS_OWN     16  /* that this transaction's cancels may add */
#define CRANK_OOS_MAX  25 /* accounts of one crank: what fits without a table */
#define CRANK_IXS_WIDE 3  /* instructions with over half as many */
#define LUT_EXTEND_MAX 27 /* entries of one transaction */

/* The account the action names. */
static bool account_of(struct build *b, struct op *op, struct pubkey *out)
{
	const char *account = op->act->account;

	if (!account || !pubkey_parse(out, account))
		return op_refuse(b, op, "bad_action", "'%s' is no account",
				 account ? account : "");
	return true;
}

bool op_settle(struct build *b, struct op *op)
{
	const struct place *p = place_of(b, op);
	struct openbook_action act;
	struct pubkey base, quote;

	op->phase = PHASE_SETTLE;
	if (!p || !account_of(b, op, &op->oo))
		return false;
	base = ata_of(b, op->wallet, &p->market.base_mint);
	quote = ata_of(b, op->wallet, &p->market.quote_mint);
	act = openbook_action(&p->market, OPENBOOK_SETTLE);
	act.open_orders = &op->oo;
	act.owner = &op->wallet->key;
	act.base_wallet = &base;
	act.quote_wallet = &quote;
	op_add_ix(b, op, openbook_ix_make(b->a, &p->market.program, &act),
		  UNITS_SETTLE);
	op_needs_ata(op, op->wallet, p->rec->base.asset, &p->market.base_mint);
	op_needs_ata(op, op->wallet, p->rec->quote.asset,
		     &p->market.quote_mint);
	return true;
}

/* Whom the first events belong to, then whom the action names: what is not at the
 * head is not reached without those before it. */
static bool crank_accounts(struct build *b, struct op *op,
			   const struct rec_event_queue *q,
			   struct openbook_action *act)
{
	struct pubkey *oos = arena_alloc(b->a, CRANK_OOS_MAX * sizeof(*oos));
	const struct rec_list lists[] = {
		q ? q->head_owners : (struct rec_list){ NULL, 0 },
		op->act->accounts,
	};

	act->oos = oos;
	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < lists[i].n; k++) {
			const char *text = ((const char *const *)lists[i].v)[k];

			if (act->n_oos == CRANK_OOS_MAX)
				return true;
			if (!pubkey_parse(&oos[act->n_oos++], text))
				return op_refuse(b, op, "bad_action",
						 "'%s' is no account", text);
		}
	return act->n_oos || op_refuse(b, op, "bad_action", "no accounts");
}

/* The program logs each fill and never frees what that took: its memory is gone at
 * the 14th of one instruction, or the 13th where it was given 15 accounts.  So an
 * instruction is asked for fewer events, and there are several. */
bool op_crank(struct build *b, struct op *op)
{
	const struct place *p = place_of(b, op);
	const struct rec_event_queue *q;
	struct openbook_action act;
	uint64_t events, n;

	op->phase = PHASE_CRANK;
	if (!p)
		return false;
	q = seen_queue(b->seen, op->act->market);
	act = openbook_action(&p->market, OPENBOOK_CONSUME);
	if (!crank_accounts(b, op, q, &act))
		return false;
	events = EVENTS_MAX;
	if (q && q->count < EVENTS_MAX - EVENTS_OWN)
		events = (uint64_t)q->count + EVENTS_OWN;
	n = (events + EVENTS_EACH - 1) / EVENTS_EACH;
	if (act.n_oos > CRANK_OOS_MAX / 2 && n > CRANK_IXS_WIDE)
		n = CRANK_IXS_WIDE;
	act.limit = EVENTS_EACH;
	for (size_t i = 0; i < n; i++)
		op_add_ix(b, op,
			  openbook_ix_make(b->a, &p->market.program, &act),
			  UNITS_CRANK + UNITS_EVENT * EVENTS_EACH);
	return true;
}

/* Created with a seed, so that nobody but the wallet signs. */
bool op_init_oo(struct build *b, struct op *op)
{
	const struct place *p = place_of(b, op);
	char seed[OPENBOOK_OO_SEED_SZ];
	struct openbook_action act;

	op->phase = PHASE_INIT;
	op->leads = true;
	op->risk = true;
	if (!p)
		return false;
	op->oo = openbook_oo_address(&op->wallet->key, &p->market.address,
				     &p->market.program);
	op->rent = OPENBOOK_OO_RENT;
	openbook_oo_seed(seed, &p->market.address);
	op_add_ix(b, op,
		  sol_ix_make(b->a,
			      &(struct sol_action){
				      .kind = IX_SYS_CREATE_SEED,
				      .payer = &op->wallet->key,
				      .account = &op->oo,
				      .base = &op->wallet->key,
				      .seed = seed,
				      .seed_len = strlen(seed),
				      .amount = OPENBOOK_OO_RENT,
				      .space = OPENBOOK_OO_LEN,
				      .program = &p->market.program,
			      }),
		  1000);
	act = openbook_action(&p->market, OPENBOOK_INIT_OO);
	act.open_orders = &op->oo;
	act.owner = &op->wallet->key;
	op_add_ix(b, op, openbook_ix_make(b->a, &p->market.program, &act),
		  UNITS_INIT);
	return true;
}

static bool close_oo(struct build *b, struct op *op)
{
	const struct place *p = place_of(b, op);
	struct openbook_action act;

	if (!p)
		return false;
	act = openbook_action(&p->market, OPENBOOK_CLOSE_OO);
	act.open_orders = &op->oo;
	act.owner = &op->wallet->key;
	act.destination = &op->wallet->key;
	op_add_ix(b, op, openbook_ix_make(b->a, &p->market.program, &act),
		  UNITS_CLOSE);
	return true;
}

/* An open-orders account is closed on its market, any other account of ours is a
 * token account.  What it holds of lamports goes to its own wallet. */
bool op_close(struct build *b, struct op *op)
{
	op->phase = PHASE_CLOSE;
	op->fragile = true;
	if (!account_of(b, op, &op->oo))
		return false;
	if (op->act->market)
		return close_oo(b, op);
	if (!seen_token_account(b->seen, op->act->account))
		return op_refuse(b, op, "no_account",
				 "no record of token account '%s'",
				 op->act->account);
	op_add_ix(b, op,
		  sol_ix_make(b->a,
			      &(struct sol_action){
				      .kind = IX_TOKEN_CLOSE,
				      .account = &op->oo,
				      .destination = &op->wallet->key,
				      .authority = &op->wallet->key,
			      }),
		  UNITS_CLOSE);
	return true;
}

/* ---- lookup tables ---- */

static bool entries_of(struct build *b, struct op *op, struct pubkey **out)
{
	const char *const *text = op->act->accounts.v;
	size_t n = op->act->accounts.n;

	if (n > LUT_EXTEND_MAX)
		return op_refuse(b, op, "too_big",
				 "%zu entries; a transaction takes %d", n,
				 LUT_EXTEND_MAX);
	*out = arena_alloc(b->a, n * sizeof(**out));
	for (size_t i = 0; i < n; i++)
		if (!pubkey_parse(&(*out)[i], text[i]))
			return op_refuse(b, op, "bad_action",
					 "'%s' is no account", text[i]);
	return true;
}

static void add_lut_ix(struct build *b, struct op *op, struct sol_action act)
{
	act.account = &op->oo;
	act.authority = act.payer = act.destination = &op->wallet->key;
	op_add_ix(b, op, sol_ix_make(b->a, &act), UNITS_LUT);
}

static bool add_entries(struct build *b, struct op *op)
{
	size_t n = op->act->accounts.n;
	struct pubkey *keys = NULL;

	if (!entries_of(b, op, &keys))
		return false;
	op->rent += 6960 * (uint64_t)PUBKEY_LEN * n;
	add_lut_ix(b, op,
		   (struct sol_action){
			   .kind = IX_LUT_EXTEND, .keys = keys, .n_keys = n });
	return true;
}

/* The table's address follows from the slot; its first entries, if named, come in
 * the same transaction. */
bool op_lut_create(struct build *b, struct op *op)
{
	uint64_t slot = (uint64_t)b->seen->chain->slot;
	uint8_t bump;

	op->phase = PHASE_INIT;
	op->risk = true;
	op->fragile = true;
	op->oo = lut_address(&bump, &op->wallet->key, slot);
	op->rent = rent_exempt(LUT_HEAD_LEN);
	add_lut_ix(b, op,
		   (struct sol_action){
			   .kind = IX_LUT_CREATE, .slot = slot, .bump = bump });
	return !op->act->accounts.n || add_entries(b, op);
}

bool op_lut_extend(struct build *b, struct op *op)
{
	op->phase = PHASE_INIT;
	op->risk = true;
	op->fragile = true;
	if (!op->act->accounts.n)
		return op_refuse(b, op, "bad_action", "no entries");
	return account_of(b, op, &op->oo) && add_entries(b, op);
}

/* First deactivated; closed once that is over, about 513 slots later. */
bool op_lut_close(struct build *b, struct op *op)
{
	const struct rec_lut *lut;

	op->phase = PHASE_CLOSE;
	op->risk = true;
	op->fragile = true;
	if (!account_of(b, op, &op->oo))
		return false;
	lut = seen_lut(b->seen, op->act->account);
	if (!lut)
		return op_refuse(b, op, "no_lut", "no record of table '%s'",
				 op->act->account);
	add_lut_ix(b, op,
		   (struct sol_action){ .kind = lut->deactivated
							? IX_LUT_CLOSE
							: IX_LUT_DEACTIVATE });
	return true;
}
