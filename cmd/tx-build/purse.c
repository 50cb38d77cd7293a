#include "purse.h"

#include "chain/token.h"

#include <string.h>

struct purse {
	const struct sol_wallet *wallets; /* of the configuration */
	uint64_t *left;                   /* of each */
};

struct purse *purse_open(struct build *b)
{
	const struct sol_conf *c = &b->conf->sol;
	struct purse *p = arena_alloc(b->a, sizeof(*p));

	p->wallets = c->wallets;
	p->left = arena_alloc(b->a, c->n_wallets * sizeof(*p->left));
	for (size_t i = 0; i < c->n_wallets; i++) {
		const struct rec_balance *sol =
			seen_balance(b->seen, c->wallets[i].name, SOL_ASSET);

		if (!sol || atoms_of_dec(&p->left[i], sol->free, SOL_DECIMALS))
			p->left[i] = UINT64_MAX;
	}
	return p;
}

bool purse_pay(struct purse *p, const struct sol_wallet *wallet,
	       uint64_t lamports, uint64_t keep)
{
	uint64_t *left = &p->left[wallet - p->wallets];

	if (keep < rent_exempt(0))
		keep = rent_exempt(0);
	if (*left == UINT64_MAX)
		return true;
	if (*left < keep || *left - keep < lamports)
		return false;
	*left -= lamports;
	return true;
}

bool purse_pay_draft(struct build *b, struct purse *p, const struct draft *d)
{
	uint64_t spends = draft_spends(d);

	/* Amounts are below 2^64 each, a draft holds few. */
	if (spends > INT64_MAX)
		return false;
	return purse_pay(p, d->wallet,
			 draft_fee(b, d) + draft_rent(b, d) + spends,
			 spends ? b->conf->fee_reserve : 0);
}
