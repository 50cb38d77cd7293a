#include "txs.h"

#include "added.h"
#include "base/base64.h"
#include "base/conf.h"
#include "bundle.h"
#include "data/rec_tx.h"

#include <string.h>

/* ---- configuration ---- */

static uint64_t lamports(const char *key)
{
	uint64_t n;

	if (atoms_of_dec(&n, conf_dec(key), SOL_DECIMALS))
		mm_die(MM_USAGE, "%s: not in whole lamports", key);
	return n;
}

static struct dec optional(const char *key)
{
	return conf_isset(key) ? conf_dec(key) : DEC_NONE;
}

void build_conf_read(struct build_conf *c, struct arena *mem)
{
	*c = (struct build_conf){
		.strategy = (uint16_t)conf_int("STRATEGY_ID"),
		.fee_reserve = lamports("FEE_RESERVE_SOL"),
		.fee_min = (uint64_t)conf_int("PRIORITY_FEE_MIN"),
		.fee_max = (uint64_t)conf_int("PRIORITY_FEE_MAX"),
		.fee_pctl = conf_text("PRIORITY_FEE_PCTL"),
		.jito = conf_is("SUBMIT_VIA", "jito"),
		.tip = lamports("JITO_TIP_AMOUNT_SOL"),
		.max_capital = optional("MAX_CAPITAL"),
		.settle_min = optional("SETTLE_MIN_QUOTE"),
	};
	if (c->tip < JITO_TIP_MIN)
		c->tip = JITO_TIP_MIN;
	sol_conf_read(&c->sol, mem);
}

/* ---- what the chain says ---- */

/* The percentile that is paid, rounded up, between floor and cap. */
static uint64_t unit_price(const struct build_conf *c,
			   const struct rec_chain *r)
{
	const struct rec_amount *fee = r->priority_fee.v;
	uint64_t price = 0;
	int64_t n;

	for (size_t i = 0; i < r->priority_fee.n; i++)
		if (!strcmp(fee[i].name, c->fee_pctl) &&
		    !dec_units_ceil(&n, fee[i].amount, dec_make(1, 0)) && n > 0)
			price = (uint64_t)n;
	if (price < c->fee_min)
		price = c->fee_min;
	return price < c->fee_max ? price : c->fee_max;
}

static const char *chain_read(struct build *b, int64_t cycle_id)
{
	const struct rec_chain *r = b->seen->chain;
	const char *const *tips;

	if (!r)
		return "no chain record of solana";
	if (!r->blockhash || !pubkey_parse(&b->blockhash, r->blockhash) ||
	    r->last_valid_height == REC_NONE_INT)
		return "the chain record has no blockhash";
	b->unit_price = unit_price(b->conf, r);
	if (!b->conf->jito)
		return NULL;
	tips = r->tip_accounts.v;
	if (!r->tip_accounts.n ||
	    !pubkey_parse(&b->tip_account,
			  tips[(size_t)cycle_id % r->tip_accounts.n]))
		return "the chain record has no tip account";
	return NULL;
}

/* ---- lookup tables ---- */

/* What was just added to a table cannot be used in the same slot, and which
 * entries those are the record does not say. */
static bool usable(const struct rec_lut *r)
{
	return !r->deactivated && r->slot > r->last_extended_slot &&
	       r->addresses.n && r->addresses.n <= SOL_LUT_MAX;
}

static bool lut_read(struct arena *a, struct sol_lut *out,
		     const struct rec_lut *r)
{
	const char *const *text = r->addresses.v;
	struct pubkey *keys = arena_alloc(a, r->addresses.n * sizeof(*keys));

	if (!pubkey_parse(&out->address, r->address))
		return false;
	for (size_t i = 0; i < r->addresses.n; i++)
		if (!pubkey_parse(&keys[i], text[i]))
			return false;
	out->addresses = keys;
	out->n = r->addresses.n;
	return true;
}

static void tables_read(struct build *b)
{
	const struct sol_conf *c = &b->conf->sol;
	const struct kept *k = &b->seen->luts;

	for (size_t i = 0; i < c->n_luts; i++)
		if (!seen_lut(b->seen, c->luts[i].text))
			b->no_table = c->luts[i].text;
	b->tables = arena_alloc(b->a, k->n * sizeof(*b->tables));
	for (size_t i = 0; i < k->n; i++) {
		const struct rec_lut *r = k->v[i];
		struct table *t = &b->tables[b->n_tables];

		if (!usable(r) || !lut_read(b->a, &t->lut, r))
			continue;
		t->address = r->address;
		for (size_t j = 0; j < c->n_luts; j++)
			t->named |= !strcmp(c->luts[j].text, r->address);
		b->n_tables++;
	}
}

/* ---- out ---- */

static void emit_added(struct build *b, const struct draft *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->ops[i]->added)
			frame_emit(b->f, &rec_action_type, d->ops[i]->act);
}

static void emit_tx(struct build *b, const struct draft *d,
		    const struct rec_tx_bundle *bundle)
{
	const char **ids = arena_alloc(b->a, d->n * sizeof(*ids));
	const char *signer = d->wallet->address;
	struct made made;
	struct rec_tx tx;
	char *text;

	draft_make(b, &made, d);
	text = arena_alloc(b->a, BASE64_SZ(made.len));
	base64_format(text, made.msg, made.len);
	for (size_t i = 0; i < d->n; i++)
		ids[i] = d->ops[i]->act->intent_id;
	rec_clear(&rec_tx_type, &tx);
	tx.ts_ms = b->ts_ms;
	tx.chain = "solana";
	tx.signers = (struct rec_list){ &signer, 1 };
	tx.intents = (struct rec_list){ ids, d->n };
	tx.class = d->risk ? TX_RISK : TX_REDUCE;
	if (bundle)
		tx.bundle = *bundle;
	tx.message = text;
	tx.valid_until_height = b->seen->chain->last_valid_height;
	tx.fee = atoms_dec(made.fee, SOL_DECIMALS);
	if (d->tip)
		tx.tip = atoms_dec(d->tip, SOL_DECIMALS);
	frame_emit(b->f, &rec_tx_type, &tx);
}

static void emit_all(struct build *b, const struct bundles *all,
		     int64_t cycle_id)
{
	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < all->v[i].n; k++)
			emit_added(b, all->v[i].v[k]);
	for (size_t i = 0; i < all->n; i++) {
		struct rec_tx_bundle bundle = {
			.id = arena_printf(b->a, "%lld-%zu",
					   (long long)cycle_id, i),
			.count = (int64_t)all->v[i].n,
		};

		for (size_t k = 0; k < all->v[i].n; k++) {
			bundle.index = (int64_t)k;
			emit_tx(b, all->v[i].v[k],
				b->conf->jito ? &bundle : NULL);
		}
	}
}

/* ---- the frame ---- */

static void refuse_all(struct frame *f, const struct seen *seen,
		       const char *text)
{
	const char **ids =
		arena_alloc(&f->arena, seen->actions.n * sizeof(*ids));

	for (size_t i = 0; i < seen->actions.n; i++) {
		const struct rec_action *r = seen->actions.v[i];

		ids[i] = r->intent_id;
	}
	frame_refuse_intents(f, "no_chain", ids, seen->actions.n, "%s", text);
}

static void make_ops(struct build *b)
{
	b->places = arena_alloc(b->a, b->seen->markets.n * sizeof(*b->places));
	for (size_t i = 0; i < b->seen->actions.n; i++)
		op_make(b, b->seen->actions.v[i]);
	ops_link(b);
	limit_capital(b);
	ops_link(b);
	add_accounts(b);
	add_settles(b);
	add_cranks(b);
	crank_alone(b);
	ops_link(b);
}

static void pack_all(struct build *b, int64_t cycle_id)
{
	struct drafts drafts = { .n = 0 };
	struct bundles bundles;
	struct op *crank;

	pack_ops(b, &drafts);
	crank = drafts.n ? crank_in_passing(b, drafts.v[0]->wallet) : NULL;
	if (crank)
		pack_in_passing(b, &drafts, crank);
	bundle_all(b, &bundles, &drafts, purse_open(b));
	emit_all(b, &bundles, cycle_id);
}

void txs_build(struct frame *f, const struct build_conf *c,
	       const struct seen *seen, const struct rec_cycle *cycle)
{
	struct build b = { .f = f,
			   .a = &f->arena,
			   .conf = c,
			   .seen = seen,
			   .ts_ms = cycle->ts_ms };
	const char *why;

	why = chain_read(&b, cycle->id);
	if (why) {
		if (seen->actions.n)
			refuse_all(f, seen, why);
		return;
	}
	tables_read(&b);
	make_ops(&b);
	pack_all(&b, cycle->id);
	ops_say_refused(&b);
	arena_free(&b.scratch);
}
