/* init.c - mm-sign init and mm-sign check: a first policy, and whether one will do. */
#include "base/conf.h"
#include "base/err.h"
#include "chain/openbook_lots.h"
#include "data/sol_conf.h"
#include "init_evm.h"
#include "policy_file.h"
#include "verbs.h"

#include <string.h>

#define JUPITER_V6 "JUP6LkbZbjS1jKKwapdHNy74zcZ3tLUZoi5QNyVTaV4"
#define LAMPORTS   UINT64_C(1000000000)
#define TIP_MOST   2 /* of a transaction, times JITO_TIP_AMOUNT_SOL */

/* Mints whose decimals everyone knows; those of others a person has to say. */
static const struct {
	const char *mint;
	int decimals;
} well_known[] = {
	{ "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v", 6 }, /* USDC */
	{ "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB", 6 }, /* USDT */
};

static struct policy_keys one(struct arena *a, const struct pubkey *key)
{
	struct policy_keys k = { .v = arena_alloc(a, sizeof(*key)), .n = 1 };

	k.v[0] = *key;
	return k;
}

static uint64_t lamports(struct dec sol)
{
	uint64_t atoms;

	return atoms_of_dec(&atoms, sol, SOL_DECIMALS) ? 0 : atoms;
}

static void wallets(struct arena *a, struct policy *p, const struct sol_conf *c)
{
	p->wallets = arena_alloc(a, (c->n_wallets + 1) * sizeof(*p->wallets));
	for (; p->n_wallets < c->n_wallets; p->n_wallets++) {
		const struct sol_wallet *from = &c->wallets[p->n_wallets];
		struct policy_wallet *w = &p->wallets[p->n_wallets];

		w->name = from->name;
		w->key = from->key;
	}
}

static void assets(struct arena *a, struct policy *p, const struct sol_conf *c)
{
	p->assets = arena_alloc(a, (c->n_assets + 2) * sizeof(*p->assets));
	p->assets[POLICY_SOL] =
		(struct policy_asset){ .name = SOL_ASSET, .decimals = 9 };
	p->assets[POLICY_WSOL] = (struct policy_asset){ .name = SOL_WRAPPED,
							.mint = sol_native_mint,
							.decimals = 9 };
	p->n_assets = POLICY_WSOL + 1;
	for (size_t i = 0; i < c->n_assets; i++) {
		struct policy_asset as = { .name = c->assets[i].name,
					   .decimals = -1 };

		if (strcmp(as.name, SOL_WRAPPED) == 0)
			continue;
		for (size_t k = 0; k < 2; k++)
			if (strcmp(c->assets[i].mint, well_known[k].mint) == 0)
				as.decimals = well_known[k].decimals;
		if (as.decimals < 0 ||
		    !pubkey_parse(&as.mint, c->assets[i].mint))
			mm_warn("warning: asset '%s' is left out: how many "
				"decimals it has is not known",
				as.name);
		else
			p->assets[p->n_assets++] = as;
	}
}

/* Fees and tips as the configuration means to pay them, with room; no value may
 * leave, and nothing be offered, until a person writes how much. */
static void ceilings(struct policy *p)
{
	struct policy_sums *tx = &p->ceilings[POLICY_TX];
	struct policy_sums *hour = &p->ceilings[POLICY_HOUR];
	struct policy_sums *day = &p->ceilings[POLICY_DAY];
	uint64_t tip = lamports(conf_dec("JITO_TIP_AMOUNT_SOL"));

	tx->fees = LAMPORTS / 1000;
	hour->fees = LAMPORTS / 2;
	day->fees = 5 * LAMPORTS;
	tx->tips = TIP_MOST * tip;
	day->tips = lamports(conf_dec("TIP_BUDGET_SOL_DAY")) / 4 * 5;
	hour->tips = day->tips / 8;
	hour->count = 10000;
	day->count = 150000;
}

int init_run(int n, char **operands)
{
	static const enum policy_allow not_yet[] = { POLICY_TAKE, POLICY_PAY,
						     POLICY_NONCE,
						     POLICY_APPROVE };
	struct arena a = { .head = NULL };
	struct sol_conf conf;
	struct evm_conf evm;
	struct policy p = { .order_ttl_s = 2 * conf_int("ORDER_TTL_S"),
			    .max_slippage_bps = conf_int("FUND_SLIPPAGE_BPS"),
			    .allow = (UINT32_C(1) << POLICY_ALLOWS) - 1 };
	struct pubkey jupiter;
	const char *why;

	(void)n;
	(void)operands;
	for (size_t i = 0; i < sizeof(not_yet) / sizeof(*not_yet); i++)
		p.allow &= ~(UINT32_C(1) << not_yet[i]);
	sol_conf_read(&conf, &a);
	evm_conf_read(&evm, &a);
	if (!conf.n_wallets && !evm.n_wallets)
		mm_die(MM_USAGE, "WALLETS is empty: whose transactions?");
	if (evm.n_wallets)
		p.evm_text = init_evm(&a, &evm);
	wallets(&a, &p, &conf);
	assets(&a, &p, &conf);
	ceilings(&p);
	p.openbook = one(&a, &openbook_program);
	if (pubkey_parse(&jupiter, JUPITER_V6))
		p.jupiter = one(&a, &jupiter);
	p.tip_accounts.n = JITO_TIP_ACCOUNTS;
	p.tip_accounts.v = arena_alloc(&a, sizeof(jito_tip_accounts));
	memcpy(p.tip_accounts.v, jito_tip_accounts, sizeof(jito_tip_accounts));
	why = policy_index(&a, &p);
	if (why)
		mm_die(MM_USAGE, "%s", why);
	policy_file_write(&p, true);
	arena_free(&a);
	return MM_OK;
}

/* ---- check ---- */

static void check_wallets(const struct policy *p, const struct sol_conf *c)
{
	for (size_t i = 0; i < c->n_wallets; i++)
		if (policy_wallet_of(p, &c->wallets[i].key) < 0)
			mm_warn("warning: wallet '%s' of WALLETS is not in it",
				c->wallets[i].name);
}

static void check_tables(const struct policy *p, const struct sol_conf *c)
{
	for (size_t i = 0; i < c->n_luts; i++) {
		bool found = false;

		for (size_t k = 0; k < p->n_tables; k++)
			found |= pubkey_eq(&c->luts[i].key,
					   &p->tables[k].address);
		if (!found)
			mm_warn("warning: table '%s' of LUTS is not pinned",
				c->luts[i].text);
	}
}

static void check_market(const struct policy *p)
{
	struct pubkey key;

	if (!conf_isset("MARKET") || !pubkey_parse(&key, conf_text("MARKET")))
		return;
	for (size_t i = 0; i < p->n_markets; i++) {
		const struct policy_market *m = &p->markets[i];
		const uint64_t *placed = p->ceilings[POLICY_TX].placed;

		if (!pubkey_eq(&m->address, &key))
			continue;
		if (!m->max_base || !m->max_quote)
			mm_warn("warning: market '%s': max_order_base or "
				"max_order_quote is 0",
				conf_text("MARKET"));
		if (!placed[m->base] || !placed[m->quote])
			mm_warn("warning: market '%s': limits allow no orders "
				"to be placed",
				conf_text("MARKET"));
		return;
	}
	mm_warn("warning: MARKET '%s' is not pinned", conf_text("MARKET"));
}

int check_run(int n, char **operands)
{
	struct arena a = { .head = NULL };
	const struct policy *p;
	struct sol_conf conf;
	struct evm_conf evm;

	(void)n;
	(void)operands;
	p = policy_file_load();
	sol_conf_read(&conf, &a);
	evm_conf_read(&evm, &a);
	check_evm(&a, p->evm, &evm);
	check_wallets(p, &conf);
	check_tables(p, &conf);
	check_market(p);
	arena_free(&a);
	return MM_OK;
}
