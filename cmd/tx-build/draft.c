#include "draft.h"

#include "chain/jito.h"
#include "chain/token.h"

#include <stdlib.h>
#include <string.h>

#define UNITS_MAX     1400000 /* of a transaction */
#define UNITS_ANY     1000    /* the budget's own instructions, the tip */
#define UNITS_ATA     35000
#define UNITS_PLACING 12000 /* of ReplaceOrdersByClientIds, whatever it holds */
#define UNITS_PLACE   17000 /* ... and for each order, a token transfer with it */
#define UNITS_CANCELS 8000 /* of CancelOrdersByClientIds, likewise */
#define UNITS_CANCEL  5500

void draft_add(struct build *b, struct draft *d, struct op *op)
{
	if (d->n == d->cap) {
		size_t cap = d->cap ? 2 * d->cap : 16;

		d->ops = arena_grow(b->a, d->ops, d->cap * sizeof(struct op *),
				    cap * sizeof(struct op *));
		d->cap = cap;
	}
	d->ops[d->n++] = op;
	d->risk |= op->risk;
	d->fragile |= op->fragile;
	d->leads |= op->leads;
}

void draft_pop(struct draft *d, size_t n)
{
	d->n -= n;
}

/* ---- the order of things ---- */

static int rank(__int128 a, __int128 b)
{
	return (a > b) - (a < b);
}

/* By phase; within it what stands behind another after it; one account and side
 * together, and of those first what frees money. */
static int by_order(const void *a, const void *b)
{
	const struct op *x = *(struct op *const *)a;
	const struct op *y = *(struct op *const *)b;
	int c = rank(x->phase, y->phase);

	if (!c)
		c = rank((__int128)x->depth, (__int128)y->depth);
	if (!c)
		c = rank(x->kind, y->kind);
	if (!c && x->kind != OP_FIXED)
		c = pubkey_cmp(&x->oo, &y->oo);
	if (!c && x->kind == OP_ORDER)
		c = rank(x->order.side, y->order.side);
	if (!c && x->kind == OP_ORDER)
		c = rank(x->needs, y->needs);
	return c ? c : rank((__int128)x->seq, (__int128)y->seq);
}

static struct op **in_order(struct arena *a, const struct draft *d)
{
	struct op **ops = arena_alloc(a, d->n * sizeof(struct op *));

	memcpy(ops, d->ops, d->n * sizeof(struct op *));
	qsort(ops, d->n, sizeof(struct op *), by_order);
	return ops;
}

/* ---- ops to instructions ---- */

struct listing {
	struct build *b;
	struct arena *a;
	struct sol_ix *ixs;
	size_t n, cap;
	uint64_t units;
};

static void list(struct listing *l, struct sol_ix ix, uint64_t units)
{
	if (l->n == l->cap) {
		size_t cap = l->cap ? 2 * l->cap : 16;

		l->ixs = arena_grow(l->a, l->ixs, l->cap * sizeof(ix),
				    cap * sizeof(ix));
		l->cap = cap;
	}
	l->ixs[l->n++] = ix;
	l->units += units;
}

static void list_budget(struct listing *l)
{
	list(l,
	     sol_ix_make(l->a, &(struct sol_action){ .kind = IX_BUDGET_LIMIT }),
	     0);
	if (l->b->unit_price)
		list(l,
		     sol_ix_make(l->a,
				 &(struct sol_action){
					 .kind = IX_BUDGET_PRICE,
					 .amount = l->b->unit_price }),
		     0);
}

/* Known to hold something, so known to be there. */
static bool holds(const struct build *b, const struct op_ata *ata)
{
	const struct rec_balance *have =
		seen_balance(b->seen, ata->owner->name, ata->asset);

	return have && dec_sign(have->free) > 0;
}

static bool same_ata(const struct op_ata *a, const struct op_ata *b)
{
	return a->owner == b->owner && pubkey_eq(&a->mint, &b->mint);
}

/* The token accounts its ops need and that may not be there, each once. */
static size_t missing_atas(const struct build *b, const struct draft *d,
			   const struct op_ata **out)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++)
		for (size_t j = 0; j < d->ops[i]->n_atas; j++) {
			const struct op_ata *ata = &d->ops[i]->atas[j];
			size_t k = 0;

			while (k < n && !same_ata(out[k], ata))
				k++;
			if (k == n && !holds(b, ata))
				out[n++] = ata;
		}
	return n;
}

static void list_atas(struct listing *l, const struct draft *d)
{
	const struct op_ata **atas =
		arena_alloc(l->a, OP_ATAS_MAX * d->n * sizeof(*atas));
	size_t n = missing_atas(l->b, d, atas);

	for (size_t i = 0; i < n; i++) {
		struct pubkey account =
			ata_of(l->b, atas[i]->owner, &atas[i]->mint);

		list(l,
		     sol_ix_make(l->a,
				 &(struct sol_action){
					 .kind = IX_ATA_CREATE_IDEMPOTENT,
					 .payer = &d->wallet->key,
					 .account = &account,
					 .owner = &atas[i]->owner->key,
					 .mint = &atas[i]->mint,
					 .program = &sol_token_program,
				 }),
		     UNITS_ATA);
	}
}

static bool together(const struct op *a, const struct op *b)
{
	return a->kind == b->kind && a->phase == b->phase &&
	       a->depth == b->depth && pubkey_eq(&a->oo, &b->oo) &&
	       (a->kind != OP_ORDER || a->order.side == b->order.side);
}

static void list_cancels(struct listing *l, struct op *const *ops, size_t n)
{
	const struct openbook_market *m = &ops[0]->place->market;
	struct openbook_action act = openbook_action(m, OPENBOOK_CANCEL_IDS);

	act.open_orders = &ops[0]->oo;
	act.owner = &ops[0]->wallet->key;
	act.n_client_ids = n;
	for (size_t i = 0; i < n; i++)
		act.client_ids[i] = ops[i]->client_id;
	list(l, openbook_ix_make(l->a, &m->program, &act),
	     UNITS_CANCELS + UNITS_CANCEL * n);
}

static void list_orders(struct listing *l, struct op *const *ops, size_t n)
{
	const struct openbook_market *m = &ops[0]->place->market;
	struct openbook_action act = openbook_action(m, OPENBOOK_REPLACE_MANY);

	act.open_orders = &ops[0]->oo;
	act.owner = &ops[0]->wallet->key;
	act.payer = &ops[0]->payer;
	act.n_orders = n;
	for (size_t i = 0; i < n; i++)
		act.orders[i] = ops[i]->order;
	list(l, openbook_ix_make(l->a, &m->program, &act),
	     UNITS_PLACING + UNITS_PLACE * n);
}

static void list_ops(struct listing *l, const struct draft *d)
{
	struct op **ops = in_order(l->a, d);

	for (size_t i = 0, n; i < d->n; i += n) {
		n = 1;
		if (ops[i]->kind == OP_FIXED) {
			for (size_t k = 0; k < ops[i]->n_ixs; k++)
				list(l, ops[i]->ixs[k], 0);
			l->units += ops[i]->units;
			continue;
		}
		while (n < OPENBOOK_BATCH_MAX && i + n < d->n &&
		       together(ops[i], ops[i + n]))
			n++;
		if (ops[i]->kind == OP_CANCEL_ID)
			list_cancels(l, ops + i, n);
		else
			list_orders(l, ops + i, n);
	}
}

static void list_tip(struct listing *l, const struct draft *d, uint64_t tip)
{
	list(l,
	     sol_ix_make(l->a,
			 &(struct sol_action){
				 .kind = IX_SYS_TRANSFER,
				 .source = &d->wallet->key,
				 .destination = &l->b->tip_account,
				 .amount = tip,
			 }),
	     0);
}

static struct listing listing_of(struct build *b, struct arena *a,
				 const struct draft *d, uint64_t tip)
{
	struct listing l = { .b = b, .a = a, .units = UNITS_ANY };

	list_budget(&l);
	list_atas(&l, d);
	list_ops(&l, d);
	if (tip)
		list_tip(&l, d, tip);
	l.ixs[0] = sol_ix_make(a, &(struct sol_action){ .kind = IX_BUDGET_LIMIT,
							.amount = l.units });
	return l;
}

/* ---- instructions to a message ---- */

static bool wanted(const struct draft *d, const struct table *t)
{
	if (t->named)
		return true;
	for (size_t i = 0; i < d->n; i++) {
		const char *const *text = d->ops[i]->tables.v;

		for (size_t k = 0; k < d->ops[i]->tables.n; k++)
			if (!strcmp(text[k], t->address))
				return true;
	}
	return false;
}

static void add_tables(const struct build *b, struct arena *a,
		       struct sol_plan *plan, const struct draft *d)
{
	struct sol_lut *luts = arena_alloc(a, b->n_tables * sizeof(*luts));

	plan->luts = luts;
	plan->n_luts = 0;
	for (size_t i = 0; i < b->n_tables; i++)
		if (wanted(d, &b->tables[i]))
			luts[plan->n_luts++] = b->tables[i].lut;
}

static bool compile(struct build *b, struct arena *a, struct sol_message *m,
		    const struct draft *d, const struct listing *l,
		    enum sol_version version)
{
	struct sol_plan plan = { .version = version,
				 .payer = d->wallet->key,
				 .blockhash = b->blockhash,
				 .ixs = l->ixs,
				 .n_ixs = l->n };

	if (version == SOL_V0)
		add_tables(b, a, &plan, d);
	return (version == SOL_LEGACY || plan.n_luts) &&
	       !sol_message_compile(a, m, &plan);
}

static size_t n_locks(const struct sol_message *m)
{
	size_t n = m->n_keys;

	for (size_t i = 0; i < m->n_lookups; i++)
		n += m->lookups[i].n_writable + m->lookups[i].n_readonly;
	return n;
}

static bool fits_as(struct build *b, const struct draft *d,
		    const struct listing *l, enum sol_version version)
{
	struct sol_message m;

	return compile(b, &b->scratch, &m, d, l, version) &&
	       sol_tx_len(&m) <= SOL_TX_MAX && n_locks(&m) <= DRAFT_LOCKS_MAX;
}

bool draft_fits(struct build *b, const struct draft *d, uint64_t tip)
{
	struct listing l;

	arena_reset(&b->scratch);
	l = listing_of(b, &b->scratch, d, tip);
	return l.units <= UNITS_MAX &&
	       (fits_as(b, d, &l, SOL_V0) || fits_as(b, d, &l, SOL_LEGACY));
}

static uint64_t fee_of(const struct build *b, uint64_t units)
{
	unsigned __int128 micro = (unsigned __int128)units * b->unit_price;

	return SOL_LAMPORTS_SIG + (uint64_t)((micro + 999999) / 1000000);
}

uint64_t draft_fee(struct build *b, const struct draft *d)
{
	arena_reset(&b->scratch);
	return fee_of(b, listing_of(b, &b->scratch, d, d->tip).units);
}

uint64_t draft_rent(const struct build *b, const struct draft *d)
{
	const struct op_ata *atas[OP_ATAS_MAX * SOL_IXS_MAX];
	uint64_t rent = 0;

	for (size_t i = 0; i < d->n; i++)
		rent += d->ops[i]->rent;
	return rent + TOKEN_ACCOUNT_RENT * missing_atas(b, d, atas);
}

uint64_t draft_spends(const struct draft *d)
{
	uint64_t spends = 0;

	for (size_t i = 0; i < d->n; i++)
		spends += d->ops[i]->spends;
	return spends;
}

/* The smaller of the two forms: tables are worth their 34 bytes or are left out. */
void draft_make(struct build *b, struct made *out, const struct draft *d)
{
	struct listing l = listing_of(b, b->a, d, d->tip);
	struct sol_message m, v0;
	bool legacy = compile(b, b->a, &m, d, &l, SOL_LEGACY);

	if (compile(b, b->a, &v0, d, &l, SOL_V0) &&
	    (!legacy || sol_tx_len(&v0) < sol_tx_len(&m)))
		m = v0;
	out->fee = fee_of(b, l.units);
	out->len = sol_message_len(&m);
	out->msg = arena_alloc(b->a, out->len);
	sol_message_write(out->msg, &m);
}
