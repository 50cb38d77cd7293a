/* money.c - wrap, unwrap, transfer, swap; see op.h. */
#include "op.h"

#include "base/base64.h"

#include <string.h>

#define UNITS_SYSTEM   500
#define UNITS_TOKEN    8000
#define UNITS_CLOSE    5000
#define UNITS_SWAP     600000 /* where the quote does not say */
#define QUOTE_ACCOUNTS 128

static bool atoms_of(struct build *b, struct op *op, int decimals,
		     uint64_t *out)
{
	if (dec_is_none(op->act->amount) ||
	    atoms_of_dec(out, op->act->amount, decimals) || !*out)
		return op_refuse(b, op, "off_step",
				 "the amount is not in whole atoms");
	return true;
}

static void add_lamports(struct build *b, struct op *op,
			 const struct pubkey *to, uint64_t lamports)
{
	op_add_ix(b, op,
		  sol_ix_make(b->a,
			      &(struct sol_action){
				      .kind = IX_SYS_TRANSFER,
				      .source = &op->wallet->key,
				      .destination = to,
				      .amount = lamports,
			      }),
		  UNITS_SYSTEM);
	op->spends = lamports;
	op->keeps_reserve = true;
}

bool op_wrap(struct build *b, struct op *op)
{
	struct pubkey ata = ata_of(b, op->wallet, &sol_native_mint);
	uint64_t lamports;

	op->phase = PHASE_FUND;
	op->risk = true;
	if (!atoms_of(b, op, SOL_DECIMALS, &lamports))
		return false;
	add_lamports(b, op, &ata, lamports);
	op_add_ix(
		b, op,
		sol_ix_make(b->a,
			    &(struct sol_action){ .kind = IX_TOKEN_SYNC_NATIVE,
						  .account = &ata }),
		UNITS_TOKEN);
	op_needs_ata(op, op->wallet, SOL_WRAPPED, &sol_native_mint);
	return true;
}

/* The account is closed, which is the one way out of wrapped SOL: all of it. */
bool op_unwrap(struct build *b, struct op *op)
{
	struct pubkey ata = ata_of(b, op->wallet, &sol_native_mint);

	op->phase = PHASE_FUND;
	op->fragile = true;
	if (!dec_is_none(op->act->amount))
		return op_refuse(
			b, op, "bad_action",
			"only all of the wrapped SOL can be unwrapped");
	op_add_ix(b, op,
		  sol_ix_make(b->a,
			      &(struct sol_action){
				      .kind = IX_TOKEN_CLOSE,
				      .account = &ata,
				      .destination = &op->wallet->key,
				      .authority = &op->wallet->key,
			      }),
		  UNITS_CLOSE);
	return true;
}

/* From the associated account, or the one the action names. */
static bool transfer_token(struct build *b, struct op *op,
			   const struct sol_wallet *to)
{
	struct pubkey mint, from, dest;
	uint64_t atoms;
	int decimals;

	if (!op_mint(b, op, op->act->asset, &mint, &decimals) ||
	    !atoms_of(b, op, decimals, &atoms))
		return false;
	dest = ata_of(b, to, &mint);
	from = ata_of(b, op->wallet, &mint);
	if (op->act->account && !pubkey_parse(&from, op->act->account))
		return op_refuse(b, op, "bad_action", "'%s' is no account",
				 op->act->account);
	if (pubkey_eq(&from, &dest))
		return op_refuse(b, op, "bad_action", "to itself");
	op_add_ix(b, op,
		  sol_ix_make(b->a,
			      &(struct sol_action){
				      .kind = IX_TOKEN_TRANSFER_CHECKED,
				      .source = &from,
				      .mint = &mint,
				      .destination = &dest,
				      .authority = &op->wallet->key,
				      .amount = atoms,
				      .decimals = (uint8_t)decimals,
			      }),
		  UNITS_TOKEN);
	op_needs_ata(op, to, op->act->asset, &mint);
	return true;
}

bool op_transfer(struct build *b, struct op *op)
{
	const struct rec_action *r = op->act;
	const struct sol_wallet *to =
		r->to ? sol_conf_wallet(&b->conf->sol, r->to) : NULL;
	uint64_t lamports;

	op->phase = PHASE_SPEND;
	op->risk = true;
	op->fragile = true;
	if (!to)
		return op_refuse(b, op, "no_wallet", "'%s' is none of WALLETS",
				 r->to ? r->to : "");
	if (!r->asset)
		return op_refuse(b, op, "bad_action", "it names no asset");
	if (strcmp(r->asset, SOL_ASSET) != 0)
		return transfer_token(b, op, to);
	if (to == op->wallet)
		return op_refuse(b, op, "bad_action", "to itself");
	if (!atoms_of(b, op, SOL_DECIMALS, &lamports))
		return false;
	add_lamports(b, op, &to->key, lamports);
	return true;
}

/* ---- swaps ---- */

/* The next word of *line, which moves behind it; its length, 0 at the end. */
static size_t word(const char **at, const char **line)
{
	size_t n;

	*line += strspn(*line, " ");
	*at = *line;
	n = strcspn(*line, " ");
	*line += n;
	return n;
}

/* "ADDRESS", "ADDRESS/w", "ADDRESS/s", "ADDRESS/s/w". */
static bool meta_of(struct sol_meta *m, const char *at, size_t n)
{
	size_t key = 0;

	while (key < n && at[key] != '/')
		key++;
	*m = (struct sol_meta){ .writable = false };
	if (!pubkey_parse_n(&m->key, at, key))
		return false;
	for (size_t i = key; i < n; i += 2) {
		if (n - i < 2 || at[i] != '/' ||
		    (at[i + 1] != 's' && at[i + 1] != 'w'))
			return false;
		if (at[i + 1] == 's')
			m->signer = true;
		else
			m->writable = true;
	}
	return true;
}

/* An instruction as a `quote` writes it (mm-records(5)).  Only the wallet signs. */
static bool quoted_ix(struct build *b, struct sol_ix *ix, const char *line,
		      const struct pubkey *wallet)
{
	const char *at;
	size_t n = word(&at, &line);
	uint8_t *data;

	*ix = (struct sol_ix){ .n_accounts = 0 };
	if (!pubkey_parse_n(&ix->program, at, n))
		return false;
	n = word(&at, &line);
	if (!n)
		return false;
	if (n != 1 || *at != '-') {
		data = arena_alloc(b->a, BASE64_BYTES(n) + 1);
		if (base64_parse(data, &ix->data_len, at, n))
			return false;
		ix->data = data;
	}
	ix->accounts =
		arena_alloc(b->a, QUOTE_ACCOUNTS * sizeof(*ix->accounts));
	while ((n = word(&at, &line))) {
		struct sol_meta *m = &ix->accounts[ix->n_accounts];

		if (ix->n_accounts == QUOTE_ACCOUNTS || !meta_of(m, at, n) ||
		    (m->signer && !pubkey_eq(&m->key, wallet)))
			return false;
		ix->n_accounts++;
	}
	return true;
}

/* The quote is for this swap, and gives at least what it asks for. */
static bool fits(const struct rec_action *r, const struct rec_quote *q)
{
	return r->asset && r->asset_out && !strcmp(q->wallet, r->wallet) &&
	       !strcmp(q->asset, r->asset) &&
	       !strcmp(q->asset_out, r->asset_out) && !dec_is_none(r->amount) &&
	       !dec_cmp(q->amount, r->amount) &&
	       (dec_is_none(r->min_out) ||
		dec_cmp(q->min_out, r->min_out) >= 0) &&
	       (r->max_slippage_bps == REC_NONE_INT ||
		q->slippage_bps <= r->max_slippage_bps);
}

bool op_swap(struct build *b, struct op *op)
{
	const struct rec_quote *q = seen_quote(b->seen, op->act->intent_id);
	const char *const *lines;
	struct sol_ix ix;

	op->phase = PHASE_SPEND;
	op->risk = true;
	op->fragile = true;
	op->alone = true;
	if (!q)
		return op_refuse(b, op, "no_quote", "no quote came for it");
	if (!fits(op->act, q))
		return op_refuse(
			b, op, "no_quote",
			"the quote is for another swap, or gives less");
	lines = q->instructions.v;
	for (size_t i = 0; i < q->instructions.n; i++) {
		if (!quoted_ix(b, &ix, lines[i], &op->wallet->key))
			return op_refuse(b, op, "no_quote",
					 "instruction %zu of the quote is none",
					 i + 1);
		op_add_ix(b, op, ix, 0);
	}
	if (!op->n_ixs)
		return op_refuse(b, op, "no_quote", "it has no instructions");
	op->units = q->units > 0 ? (uint64_t)q->units : UNITS_SWAP;
	op->tables = q->tables;
	return true;
}
