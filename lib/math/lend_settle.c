/* One account: its class, its bounds. */
#include "base/mem.h"
#include "math/lend_key.h"
#include "math/lend_parts.h"

#include <string.h>

const uint32_t lend_hf_marks[LEND_HF_BUCKETS - 1] = {
	50000000,  80000000,  90000000,  95000000,  100000000,
	105000000, 110000000, 125000000, 150000000, 200000000,
	300000000, 500000000, 1000000000
};

static int bucket_of(uint32_t hf)
{
	int i = 0;

	while (i < LEND_HF_BUCKETS - 1 && hf > lend_hf_marks[i])
		i++;
	return i;
}

static bool has_factor(enum lend_class c)
{
	return c == LEND_SAFE || c == LEND_NEAR || c == LEND_BELOW;
}

/* The account counts under its class and health factor (+1), or no more (-1). */
static void count(struct lend_market *m, uint32_t account, int sign)
{
	const struct lend_accounts *a = &m->store.a;
	uint32_t hf = a->hf[account];

	m->classes[a->class[account]] += (uint32_t)sign;
	if (!has_factor(a->class[account]))
		return;
	m->by_hf[bucket_of(hf)] += (uint32_t)sign;
	m->hf_sum += sign > 0 ? hf : -(uint64_t)hf;
}

struct lend_queue *lend_low_of(struct lend_market *m, struct lend_leg_kind k)
{
	return &m->low[lend_lane_of(k)];
}

struct lend_queue *lend_high_of(struct lend_market *m, struct lend_leg_kind k)
{
	return k.side == LEND_SUPPLY ? &m->rise[lend_lane_of(k)]
				     : &m->high[lend_lane_of(k)];
}

void lend_unbind_leg(struct lend_market *m, uint32_t leg)
{
	struct lend_legs *l = &m->store.l;

	lend_queue_drop(lend_low_of(m, l->kind[leg]), l->low, leg);
	lend_queue_drop(lend_high_of(m, l->kind[leg]), l->high, leg);
}

void lend_watch(struct lend_market *m, uint32_t account)
{
	uint32_t *place = &m->store.a.watch[account];

	if (*place)
		return;
	lend_push(&m->watched, account);
	*place = m->watched.n;
}

static void unwatch(struct lend_market *m, uint32_t account)
{
	uint32_t *place = &m->store.a.watch[account];
	uint32_t last;

	if (!*place)
		return;
	last = m->watched.v[--m->watched.n];
	m->watched.v[*place - 1] = last;
	m->store.a.watch[last] = *place;
	*place = 0;
}

/* What of an account is the same for all its legs. */
struct view {
	uint32_t account;
	uint8_t emode;
	struct lend_sum sum;
};

/* The reserve's price is its category's for this account. */
static bool is_twin(const struct lend_market *m, uint8_t reserve, uint8_t emode)
{
	return emode && m->aave.rules->emode_price &&
	       !u256_is_zero(m->aave.emode[emode].price) &&
	       aave_in_emode(&m->aave, reserve, emode);
}

static bool counts(const struct lend_market *m, struct lend_leg_kind k)
{
	return k.collateral &&
	       (m->aave.rules->by_flag || m->aave.reserve[k.reserve].lt_bps);
}

static uint16_t threshold(const struct lend_market *m, uint8_t reserve,
			  uint8_t emode)
{
	return emode && aave_in_emode(&m->aave, reserve, emode)
		       ? m->aave.emode[emode].lt_bps
		       : m->aave.reserve[reserve].lt_bps;
}

static void sum_up(struct lend_market *m, struct view *v)
{
	struct lend_legs *l = &m->store.l;

	for (uint32_t i = m->store.a.first[v->account]; i != LEND_NONE;
	     i = l->next[i]) {
		struct lend_leg_kind *k = &l->kind[i];
		bool twin = is_twin(m, k->reserve, v->emode);
		const struct lend_lane *lane;

		v->sum.unfit |= !m->aave.reserve[k->reserve].known;

		if (twin != k->twin) {
			lend_unbind_leg(m, i);
			k->twin = twin;
		}
		lane = &m->lane[lend_lane_of(*k)];
		if (k->side != LEND_SUPPLY)
			lend_sum_debt(&v->sum, lane, l->amount[i],
				      k->side == LEND_STABLE);
		else if (counts(m, *k))
			lend_sum_deposit(&v->sum, lane, l->amount[i],
					 threshold(m, k->reserve, v->emode));
	}
}

/* In a queue under that key, or in none. */
static void place_leg(struct lend_queue *q, uint32_t *place, uint32_t leg,
		      bool in, uint64_t key)
{
	if (in)
		lend_queue_put(q, place, leg, key);
	else
		lend_queue_drop(q, place, leg);
}

/* Every leg is bound by the ratio: downwards what could make the factor fall, and for
 * one that is near upwards what could make it rise. */
static void bind(struct lend_market *m, const struct view *v, uint64_t x,
		 bool both)
{
	struct lend_legs *l = &m->store.l;

	for (uint32_t i = m->store.a.first[v->account]; i != LEND_NONE;
	     i = l->next[i]) {
		struct lend_leg_kind k = l->kind[i];
		const struct lend_lane *lane = &m->lane[lend_lane_of(k)];
		bool deposit = k.side == LEND_SUPPLY;
		bool idle = deposit && !counts(m, k);
		uint64_t now = deposit ? lane->supply[0] : lane->debt[0];

		place_leg(lend_low_of(m, k), l->low, i,
			  !idle && (deposit || both),
			  ~lend_key_scale(lane->price[1], LEND_RATIO_ONE - x,
					  true));
		place_leg(lend_high_of(m, k), l->high, i,
			  !idle && (!deposit || both),
			  lend_key_scale(now, LEND_RATIO_ONE + x, false));
	}
	unwatch(m, v->account);
	m->bound++;
}

static void unbind(struct lend_market *m, uint32_t account)
{
	for (uint32_t i = m->store.a.first[account]; i != LEND_NONE;
	     i = m->store.l.next[i])
		lend_unbind_leg(m, i);
}

/* Binds the account in the class it is in; false: there is too little room. */
static bool bound(struct lend_market *m, const struct view *v,
		  enum lend_class class)
{
	bool mean = m->aave.rules->hf_mean;
	uint64_t least =
		((uint64_t)m->params.box_ppm << LEND_RATIO_BITS) / 1000000;
	uint64_t x, up;

	if (class == LEND_SAFE) {
		x = lend_bound_over(&v->sum, m->params.near, mean);
	} else if (class == LEND_NEAR) {
		x = lend_bound_over(&v->sum, AAVE_WAD, mean);
		up = lend_bound_under(&v->sum, m->params.near);
		x = up < x ? up : x;
	} else {
		return false;
	}
	if (!x || x < least)
		return false;
	bind(m, v, x, class == LEND_NEAR);
	return true;
}

static enum lend_class class_of(const struct lend_market *m, struct u256 hf)
{
	if (u256_cmp(hf, u256_of_u64(AAVE_WAD)) < 0)
		return LEND_BELOW;
	if (u256_cmp(hf, u256_of_u128(m->params.near)) < 0)
		return LEND_NEAR;
	return LEND_SAFE;
}

static uint32_t small_hf(struct u256 hf)
{
	unsigned __int128 x;

	if (u256_to_u128(&x, hf) || x >= (unsigned __int128)10 * AAVE_WAD)
		return LEND_HF_MAX;
	return (uint32_t)(x / (AAVE_WAD / LEND_HF_ONE));
}

/* The account as the contract has it. */
static enum lend_class reckon(struct lend_market *m, uint32_t account,
			      uint32_t *hf)
{
	struct aave_account a;

	m->reckoned++;
	if (lend_market_account(&a, m, account))
		return LEND_UNKNOWN;
	*hf = small_hf(a.hf);
	return class_of(m, a.hf);
}

void lend_become(struct lend_market *m, uint32_t account, enum lend_class class,
		 uint32_t hf)
{
	struct lend_accounts *a = &m->store.a;
	enum lend_class was = a->class[account];

	count(m, account, -1);
	a->class[account] = (uint8_t) class;
	a->hf[account] = hf;
	count(m, account, 1);
	if (was == class)
		return;
	if (m->n_changed == m->changed_cap) {
		m->changed_cap = m->changed_cap ? 2 * m->changed_cap : 64;
		m->changed = mem_realloc(m->changed, m->changed_cap,
					 sizeof(*m->changed));
	}
	m->changed[m->n_changed++] = (struct lend_change){ account, was };
}

void lend_settle(struct lend_market *m, uint32_t account, bool exactly)
{
	const struct lend_accounts *a = &m->store.a;
	struct view v = { .account = account, .emode = a->emode[account] };
	enum lend_class class = a->class[account];
	uint32_t hf = a->hf[account];

	sum_up(m, &v);
	if (!v.sum.debts) {
		unbind(m, account);
		unwatch(m, account);
		lend_become(m, account, LEND_FREE, LEND_HF_MAX);
		return;
	}
	if (!exactly && bound(m, &v, class))
		return;
	class = reckon(m, account, &hf);
	lend_become(m, account, class, hf);
	if (bound(m, &v, class))
		return;
	unbind(m, account);
	lend_watch(m, account);
}
