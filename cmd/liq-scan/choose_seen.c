#include "choose_seen.h"

#include <string.h>
#include <strings.h>

static void *room(struct choose_seen *s, void *v, size_t n, size_t size)
{
	return n & (n - 1) ? v
			   : arena_grow(s->a, v, n * size, (2 * n + 1) * size);
}

/* Liquidations another shard asks for in this frame take from the same wallets. */
static void hear_liquidation(struct choose_seen *s,
			     const struct rec_liquidation *l)
{
	const char *wallet;

	if (l->decision != LIQUIDATION_GO || l->fund != FUND_OWN ||
	    !l->wallet || !l->debt || dec_is_none(l->repay))
		return;
	wallet = arena_strdup(s->a, l->wallet);
	choose_seen_pays(s, wallet);
	choose_seen_spend(s, wallet, arena_strdup(s->a, l->debt), l->repay);
}

void choose_seen_take(struct choose_seen *s, struct arena *a,
		      const struct choose_conf *c, const struct rec_type *type,
		      const void *rec)
{
	const struct rec_wallet *wallet = rec;
	const struct rec_pending *pending = rec;

	s->a = a;
	if (type == &rec_wallet_type && !strcmp(wallet->chain, "evm")) {
		s->wallet =
			room(s, s->wallet, s->n_wallets, sizeof(*s->wallet));
		s->wallet[s->n_wallets++] = rec_copy(a, type, rec);
	} else if (type == &rec_pending_type &&
		   pending->chain_id == c->evm.chain_id &&
		   pending->state != PENDING_DONE) {
		s->pending =
			room(s, s->pending, s->n_pending, sizeof(*s->pending));
		s->pending[s->n_pending++] = rec_copy(a, type, rec);
	} else if (type == &rec_price_type) {
		s->price = room(s, s->price, s->n_prices, sizeof(*s->price));
		s->price[s->n_prices++] = rec_copy(a, type, rec);
	} else if (type == &rec_liquidation_type) {
		hear_liquidation(s, rec);
	}
}

void choose_seen_spend(struct choose_seen *s, const char *wallet,
		       const char *asset, struct dec amount)
{
	s->taken = room(s, s->taken, s->n_taken, sizeof(*s->taken));
	s->taken[s->n_taken++] = (struct choose_taken){ wallet, asset, amount };
}

void choose_seen_pays(struct choose_seen *s, const char *wallet)
{
	s->payer = room(s, s->payer, s->n_payers, sizeof(*s->payer));
	s->payer[s->n_payers++] = wallet;
}

size_t choose_seen_groups(const struct choose_seen *s, const char *wallet)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_payers; i++)
		n += !strcmp(s->payer[i], wallet);
	return n;
}

static struct dec balance_of(const struct rec_wallet *w, const char *asset)
{
	const struct rec_balance *v = w->balances.v;

	for (size_t i = 0; i < w->balances.n; i++)
		if (!strcmp(v[i].asset, asset))
			return v[i].free;
	return DEC_ZERO;
}

/* False: it does not fit a number; then nothing is free. */
static bool minus_pending(struct dec *left, const struct choose_seen *s,
			  const char *wallet, const char *asset)
{
	for (size_t i = 0; i < s->n_pending; i++) {
		const struct rec_amount *v = s->pending[i]->spends.v;
		const char *of = s->pending[i]->wallet;

		if (!of || strcmp(of, wallet) != 0)
			continue;
		for (size_t k = 0; k < s->pending[i]->spends.n; k++)
			if (!strcmp(v[k].name, asset) &&
			    dec_sub(left, *left, v[k].amount))
				return false;
	}
	return true;
}

struct dec choose_seen_free(const struct choose_seen *s, const char *wallet,
			    const char *asset)
{
	struct dec left = DEC_ZERO;

	for (size_t i = 0; i < s->n_wallets; i++)
		if (!strcmp(s->wallet[i]->wallet, wallet))
			left = balance_of(s->wallet[i], asset);
	if (!minus_pending(&left, s, wallet, asset))
		return DEC_ZERO;
	for (size_t i = 0; i < s->n_taken; i++)
		if (!strcmp(s->taken[i].wallet, wallet) &&
		    !strcmp(s->taken[i].asset, asset) &&
		    dec_sub(&left, left, s->taken[i].amount))
			return DEC_ZERO;
	return dec_sign(left) > 0 ? left : DEC_ZERO;
}

/* subject: "USER/DEBT/COLLATERAL" */
bool choose_seen_under_way(const struct choose_seen *s, const char *user)
{
	size_t len = strlen(user);

	for (size_t i = 0; i < s->n_pending; i++) {
		const char *subject = s->pending[i]->subject;

		if (subject && !strcmp(s->pending[i]->action, "liquidate") &&
		    !strncasecmp(subject, user, len) &&
		    (!subject[len] || subject[len] == '/'))
			return true;
	}
	return false;
}

const struct rec_price *choose_seen_price(const struct choose_seen *s,
					  const char *base, const char *quote)
{
	for (size_t i = s->n_prices; i > 0; i--)
		if (rec_price_is_of(s->price[i - 1], base, quote))
			return s->price[i - 1];
	return NULL;
}
