/* An account and its legs as they are kept where a process ends. */
#include "math/lend_parts.h"

void lend_market_keep(struct lend_kept_account *out,
		      const struct lend_market *m, uint32_t account)
{
	const struct lend_accounts *a = &m->store.a;

	*out = (struct lend_kept_account){
		.address = a->address[account],
		.emode = a->emode[account],
		.class = a->class[account],
		.said = a->said[account],
		.watched = a->watch[account] != 0,
		.hf = a->hf[account],
	};
}

void lend_market_keep_leg(struct lend_kept_leg *out,
			  const struct lend_market *m, uint32_t leg)
{
	const struct lend_legs *l = &m->store.l;
	struct lend_leg_kind k = l->kind[leg];
	int lane = lend_lane_of(k);
	const struct lend_queue *high =
		k.side == LEND_SUPPLY ? &m->rise[lane] : &m->high[lane];

	*out = (struct lend_kept_leg){ .kind = k, .amount = l->amount[leg] };
	if (l->low[leg]) {
		out->low = true;
		out->low_key = m->low[lane].key[l->low[leg] - 1];
	}
	if (l->high[leg]) {
		out->high = true;
		out->high_key = high->key[l->high[leg] - 1];
	}
}

uint32_t lend_market_restore(struct lend_market *m,
			     const struct lend_kept_account *a)
{
	uint32_t account = lend_store_account(&m->store, &a->address);

	m->classes[LEND_FREE]++;
	m->store.a.emode[account] = a->emode;
	m->store.a.said[account] = a->said;
	lend_become(m, account, a->class, a->hf);
	if (a->watched)
		lend_watch(m, account);
	return account;
}

void lend_market_restore_leg(struct lend_market *m, uint32_t account,
			     const struct lend_kept_leg *kept)
{
	uint32_t leg = lend_store_leg_add(&m->store, account, kept->kind);
	struct lend_legs *l = &m->store.l;

	l->amount[leg] = kept->amount;
	if (kept->low)
		lend_queue_put(lend_low_of(m, kept->kind), l->low, leg,
			       kept->low_key);
	if (kept->high)
		lend_queue_put(lend_high_of(m, kept->kind), l->high, leg,
			       kept->high_key);
}
