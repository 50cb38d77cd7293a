#include "math/lend_market.h"

#include "base/mem.h"
#include "math/lend_parts.h"

#include <stdlib.h>
#include <string.h>

struct lend_market *lend_market_new(const struct lend_params *params)
{
	struct lend_market *m = mem_alloc(1, sizeof(*m));

	m->params = *params;
	lend_store_init(&m->store);
	return m;
}

void lend_market_free(struct lend_market *m)
{
	if (!m)
		return;
	lend_store_free(&m->store);
	for (int i = 0; i < LEND_LANES; i++) {
		lend_queue_free(&m->low[i]);
		lend_queue_free(&m->high[i]);
		lend_queue_free(&m->rise[i]);
	}
	free(m->watched.v);
	free(m->dirty.v);
	free(m->changed);
	free(m);
}

void lend_push(struct lend_lists *l, uint32_t x)
{
	if (l->n == l->cap) {
		l->cap = l->cap ? 2 * l->cap : 64;
		l->v = mem_realloc(l->v, l->cap, sizeof(*l->v));
	}
	l->v[l->n++] = x;
}

void lend_mark(struct lend_market *m, uint32_t account)
{
	if (m->store.a.dirty[account])
		return;
	m->store.a.dirty[account] = 1;
	lend_push(&m->dirty, account);
}

void lend_market_rules(struct lend_market *m, const struct aave_rules *rules)
{
	m->rules_changed |= m->aave.rules != rules;
	m->aave.rules = rules;
}

void lend_market_reserve(struct lend_market *m, uint8_t reserve,
			 const struct aave_reserve *r)
{
	struct aave_reserve *had = &m->aave.reserve[reserve];

	m->reserve_changed[reserve] |=
		had->known != r->known || had->decimals != r->decimals ||
		had->lt_bps != r->lt_bps || had->emode != r->emode;
	*had = *r;
	if (reserve >= m->aave.n)
		m->aave.n = (size_t)reserve + 1;
}

void lend_market_emode(struct lend_market *m, uint8_t id,
		       const struct aave_emode *e)
{
	struct aave_emode *had = &m->aave.emode[id];

	m->emode_changed[id] |= had->lt_bps != e->lt_bps ||
				had->collateral != e->collateral ||
				u256_cmp(had->price, e->price) != 0;
	*had = *e;
}

void lend_market_price(struct lend_market *m, uint8_t reserve,
		       const struct u256 *price)
{
	m->priced[reserve] = price != NULL;
	m->price[reserve] = price ? *price : U256_ZERO;
}

/* The account's leg of that side is this much from now on. */
static void set_leg(struct lend_market *m, uint32_t account, uint8_t reserve,
		    enum lend_side side, unsigned __int128 amount,
		    bool collateral)
{
	struct lend_store *s = &m->store;
	uint32_t leg = lend_store_leg(s, account, reserve, side);

	if (!amount) {
		if (leg != LEND_NONE) {
			lend_unbind_leg(m, leg);
			lend_store_leg_drop(s, leg);
		}
		return;
	}
	if (leg == LEND_NONE)
		leg = lend_store_leg_add(
			s, account,
			(struct lend_leg_kind){ .reserve = reserve,
						.side = (uint8_t)side });
	s->l.amount[leg] = amount;
	s->l.kind[leg].collateral = collateral;
}

void lend_market_hold(struct lend_market *m, const struct lend_address *user,
		      const struct aave_hold *hold, uint8_t emode)
{
	uint32_t had = m->store.a.n;
	uint32_t account = lend_store_account(&m->store, user);

	m->classes[LEND_FREE] += m->store.a.n - had;
	if (hold->supply || hold->debt || hold->stable)
		m->store.a.emode[account] = emode;
	set_leg(m, account, hold->reserve, LEND_SUPPLY, hold->supply,
		hold->collateral);
	set_leg(m, account, hold->reserve, LEND_DEBT, hold->debt, false);
	set_leg(m, account, hold->reserve, LEND_STABLE, hold->stable, false);
	lend_mark(m, account);
}

void lend_market_carry(struct lend_market *m, const struct lend_market *from)
{
	const struct lend_accounts *old = &from->store.a;
	struct lend_accounts *a = &m->store.a;

	for (uint32_t i = 0; i < old->n; i++) {
		uint32_t had = a->n, at;

		if (old->class[i] == LEND_FREE && !old->said[i])
			continue;
		at = lend_store_account(&m->store, &old->address[i]);
		m->classes[LEND_FREE] += a->n - had;
		lend_become(m, at, old->class[i], old -> hf[i]);
		a->said[at] = old->said[i];
		lend_mark(m, at);
	}
}

/* The account's hold of that reserve in the list, made where there is none. */
static struct aave_hold *hold_of(struct aave_hold *holds, size_t *n,
				 uint8_t reserve)
{
	size_t at = *n;

	while (at && holds[at - 1].reserve > reserve)
		at--;
	if (at && holds[at - 1].reserve == reserve)
		return &holds[at - 1];
	memmove(&holds[at + 1], &holds[at], (*n - at) * sizeof(*holds));
	holds[at] = (struct aave_hold){ .reserve = reserve };
	(*n)++;
	return &holds[at];
}

size_t lend_market_holds(const struct lend_market *m, uint32_t account,
			 struct aave_hold holds[static LEND_HOLDS])
{
	const struct lend_legs *l = &m->store.l;
	size_t n = 0;

	for (uint32_t i = m->store.a.first[account]; i != LEND_NONE;
	     i = l->next[i]) {
		struct aave_hold *h = hold_of(holds, &n, l->kind[i].reserve);

		switch ((enum lend_side)l->kind[i].side) {
		case LEND_SUPPLY:
			h->supply = l->amount[i];
			h->collateral = l->kind[i].collateral;
			break;
		case LEND_DEBT:
			h->debt = l->amount[i];
			break;
		case LEND_STABLE:
			h->stable = l->amount[i];
			break;
		}
	}
	return n;
}

enum status lend_market_account(struct aave_account *out,
				const struct lend_market *m, uint32_t account)
{
	struct aave_hold holds[LEND_HOLDS];
	size_t n = lend_market_holds(m, account, holds);

	/* What counts for nothing there may count for something here. */
	for (size_t i = 0; i < n; i++)
		if (!m->aave.reserve[holds[i].reserve].known)
			return ST_NODATA;
	return aave_account(out, &m->tick, holds, n, m->store.a.emode[account]);
}
