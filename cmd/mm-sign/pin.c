/* pin.c - mm-sign pin, mm-sign pin-market: a record becomes part of the policy, once
 * a person has said so. */
#include "base/err.h"
#include "data/frame.h"
#include "data/rec_lut.h"
#include "data/rec_market.h"
#include "io/secret.h"
#include "policy_file.h"
#include "verbs.h"
#include "words.h"

#include <string.h>

static const char *yes; /* --yes */
static const char *order_base, *order_quote;

#define YES_                                                                   \
	OPT_STR_('y', "yes", &yes, "<address>",                                \
		 "the address, or the address again, instead of typing it")

const struct opt pin_options[] = { YES_, OPT_END_ };

const struct opt pin_market_options[] = {
	YES_,
	OPT_STR_(0, "order-base", &order_base, "<amount>",
		 "most base of one order"),
	OPT_STR_(0, "order-quote", &order_quote, "<amount>",
		 "most quote of one order"),
	OPT_END_,
};

/* What is looked for, and the last record of it. */
struct pin {
	const char *address;
	struct arena arena;
	struct rec_lut *table;
	struct rec_market *market;
};

static bool take(struct frame *f, const struct rec_type *type, const void *rec)
{
	struct pin *pin = f->ctx;

	if (type == &rec_lut_type) {
		const struct rec_lut *r = rec;

		if (strcmp(r->address, pin->address) == 0)
			pin->table = rec_copy(&pin->arena, type, r);
	} else {
		const struct rec_market *r = rec;

		if (strcmp(r->market, pin->address) == 0)
			pin->market = rec_copy(&pin->arena, type, r);
	}
	return true;
}

static const struct sol_lut *pinned(const struct policy *p,
				    const struct pubkey *address)
{
	for (size_t i = 0; i < p->n_tables; i++)
		if (pubkey_eq(&p->tables[i].address, address))
			return &p->tables[i];
	return NULL;
}

/* The addresses, each new or changed one marked. */
static void show_table(struct frame *f, struct pin *pin, const struct policy *p)
{
	const char *const *v = pin->table->addresses.v;
	const struct sol_lut *old = NULL;
	struct pubkey address, key;

	if (pubkey_parse(&address, pin->address))
		old = pinned(p, &address);
	words_line(f, arena_printf(&pin->arena,
				   "table %s: %zu addresses, %zu pinned before",
				   pin->address, pin->table->addresses.n,
				   old ? old->n : 0));
	for (size_t i = 0; i < pin->table->addresses.n; i++) {
		bool ok = pubkey_parse(&key, v[i]);
		const char *mark = " ";

		if (!old || i >= old->n)
			mark = "+";
		else if (ok && !pubkey_eq(&old->addresses[i], &key))
			mark = "!";
		words_line(f, arena_printf(&pin->arena, "%s %3zu %s", mark, i,
					   v[i]));
	}
}

static void show_market(struct frame *f, struct pin *pin)
{
	const struct rec_market *r = pin->market;
	char tick[DEC_STR_SZ], lot[DEC_STR_SZ];

	dec_format(tick, r->tick);
	dec_format(lot, r->base_lot);
	words_line(f, arena_printf(
			      &pin->arena,
			      "market %s of program %s\n  base %s, mint %s\n"
			      "  quote %s, mint %s\n  price step %s, size step "
			      "%s",
			      r->market, r->program ? r->program : "?",
			      r->base.asset, r->base.mint ? r->base.mint : "?",
			      r->quote.asset,
			      r->quote.mint ? r->quote.mint : "?", tick, lot));
}

static void must_agree(const char *address)
{
	enum secret_err e = SECRET_OK;

	if (yes && strcmp(yes, address) != 0)
		mm_die(MM_REFUSED, "--yes: '%s' is another address", yes);
	if (!yes)
		e = secret_confirm("Type its address to pin it: ", address);
	if (e)
		mm_die(MM_REFUSED, "not pinned: %s", secret_text(e));
}

static void finish(struct frame *f)
{
	struct pin *pin = f->ctx;
	struct policy p = *policy_file_load();
	const char *why;

	if (!pin->table && !pin->market)
		mm_die(MM_FAIL, "no record of '%s' came", pin->address);
	if (pin->table)
		show_table(f, pin, &p);
	else
		show_market(f, pin);
	out_flush(&f->out);
	why = pin->table ? policy_pin_table(&pin->arena, &p, pin->table)
			 : policy_pin_market(&pin->arena, &p, pin->market);
	if (!why && pin->market)
		why = policy_let_orders(&pin->arena, &p, pin->address,
					order_base, order_quote);
	if (!why)
		why = policy_index(&pin->arena, &p);
	if (why)
		mm_die(MM_REFUSED, "not pinned: %s", why);
	must_agree(pin->address);
	policy_file_write(&p, false);
}

static int run(const struct rec_use *uses, int n, char **operands)
{
	const struct stage stage = {
		.uses = uses, .take = take, .raw = words_only, .finish = finish
	};
	struct pubkey key;
	/* With --yes the address may be left out before the files. */
	bool named = n && (!yes || pubkey_parse(&key, operands[0]));
	struct pin pin = { .address = named ? operands[0] : yes };
	const struct frame_options frames = { .files = operands + named,
					      .now_ms = REC_NONE_INT };
	enum mm_exit code;

	if (!pin.address)
		mm_die(MM_USAGE, "which address?");
	code = frame_run(&stage, &frames, &pin);
	arena_free(&pin.arena);
	return (int)code;
}

int pin_run(int n, char **operands)
{
	static const struct rec_use uses[] = { { REC_READS, &rec_lut_type },
					       { 0, NULL } };

	return run(uses, n, operands);
}

int pin_market_run(int n, char **operands)
{
	static const struct rec_use uses[] = { { REC_READS, &rec_market_type },
					       { 0, NULL } };

	return run(uses, n, operands);
}
