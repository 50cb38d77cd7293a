#include "math/match_ledger.h"

#include "base/mem.h"

#include <stdlib.h>

int ledger_add_wallet(struct ledger *l, __int128 base, __int128 quote)
{
	int w = l->n_wallets++;

	l->wallets = mem_realloc(l->wallets, (size_t)l->n_wallets,
				 sizeof(*l->wallets));
	l->wallets[w] = (struct funds){
		.base = { .free = base },
		.quote = { .free = quote },
	};
	l->start.base.free += base;
	l->start.quote.free += quote;
	return w;
}

void ledger_free(struct ledger *l)
{
	free(l->wallets);
	l->wallets = NULL;
	l->n_wallets = 0;
}

/* Rounded up: for a rebate (ppm < 0) that is towards zero, as C divides. */
static __int128 fee_ceil(__int128 notional, int64_t ppm)
{
	__int128 product = notional * ppm;

	return product / PPM + (product % PPM > 0);
}

static int64_t rate(const struct ledger *l, const struct claim *c)
{
	return c->taker ? l->taker_ppm : l->maker_ppm;
}

static __int128 notional(const struct ledger *l, const struct claim *c)
{
	return (__int128)c->price * c->lots * l->quote_lot;
}

bool ledger_fits(const struct ledger *l, const struct claim *c)
{
	return notional(l, c) < MONEY_MAX &&
	       (__int128)c->lots * l->base_lot < MONEY_MAX;
}

__int128 ledger_lock_of(const struct ledger *l, const struct claim *c)
{
	__int128 per_lot = (__int128)c->price * l->quote_lot;
	__int128 fee = fee_ceil(per_lot, rate(l, c));

	if (c->side == SIDE_SELL)
		return (__int128)c->lots * l->base_lot;
	return c->lots * (per_lot + (fee > 0 ? fee : 0));
}

static struct purse *locked_purse(struct ledger *l, const struct claim *c)
{
	struct funds *w = &l->wallets[c->wallet];

	return c->side == SIDE_BUY ? &w->quote : &w->base;
}

bool ledger_lock(struct ledger *l, const struct claim *c)
{
	struct purse *p = locked_purse(l, c);
	__int128 need = ledger_lock_of(l, c);

	if (need > p->free)
		return false;
	p->free -= need;
	p->locked += need;
	return true;
}

void ledger_unlock(struct ledger *l, const struct claim *c)
{
	struct purse *p = locked_purse(l, c);
	__int128 held = ledger_lock_of(l, c);

	p->locked -= held;
	p->free += held;
}

int64_t ledger_fill(struct ledger *l, const struct claim *c)
{
	struct funds *w = &l->wallets[c->wallet];
	__int128 paid = notional(l, c);
	__int128 base = (__int128)c->lots * l->base_lot;
	__int128 fee = fee_ceil(paid, rate(l, c));

	ledger_unlock(l, c);
	if (c->side == SIDE_SELL) {
		paid = -paid;
		base = -base;
	}
	w->quote.free -= paid + fee;
	w->base.free += base;
	l->quote_in -= paid;
	l->base_in += base;
	l->fees += fee;
	return (int64_t)fee;
}

static bool purse_ok(const struct purse *p)
{
	return p->free >= 0 && p->locked >= 0;
}

bool ledger_balanced(const struct ledger *l)
{
	__int128 base = 0, quote = 0;

	for (int i = 0; i < l->n_wallets; i++) {
		const struct funds *w = &l->wallets[i];

		if (!purse_ok(&w->base) || !purse_ok(&w->quote))
			return false;
		base += w->base.free + w->base.locked;
		quote += w->quote.free + w->quote.locked;
	}
	return base == l->start.base.free + l->base_in &&
	       quote + l->fees == l->start.quote.free + l->quote_in;
}
