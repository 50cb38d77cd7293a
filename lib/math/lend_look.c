/* The market at a moment: what moved, whom that concerns. */
#include "math/lend_key.h"
#include "math/lend_parts.h"

#include <stdlib.h>

/* Whoever has anything in the reserve. */
static void mark_reserve(struct lend_market *m, int reserve)
{
	const struct lend_legs *l = &m->store.l;

	if (m->dirty.n == m->store.a.n)
		return;
	for (uint32_t i = 0; i < l->n; i++)
		if (l->kind[i].reserve == reserve && l->account[i] != LEND_NONE)
			lend_mark(m, l->account[i]);
}

static void mark_rules(struct lend_market *m)
{
	const struct lend_accounts *a = &m->store.a;

	for (uint32_t i = 0; i < a->n; i++)
		if (m->rules_changed || m->emode_changed[a->emode[i]])
			lend_mark(m, i);
	m->rules_changed = false;
	for (int i = 0; i < AAVE_EMODES; i++)
		m->emode_changed[i] = false;
}

static bool any_rule(const struct lend_market *m)
{
	bool any = m->rules_changed;

	for (int i = 0; i < AAVE_EMODES; i++)
		any |= m->emode_changed[i];
	return any;
}

/* The lane as it is now.  True: bounds under it do not hold any more, whatever its
 * price: it came or went, or an index fell. */
static bool lane_now(struct lend_lane *lane, const struct aave_row *row,
		     bool known, struct u256 price, unsigned decimals,
		     bool fell)
{
	bool was = lane->usable;

	lane->usable = false;
	if (known)
		lend_lane_make(lane, price, row->income, row->debt, decimals);
	return lane->usable != was || (was && fell);
}

static void reserve_now(struct lend_market *m, uint8_t r,
			const struct aave_row *before)
{
	const struct aave_row *row = &m->tick.row[r];
	const struct aave_reserve *rules = &m->aave.reserve[r];
	bool known = rules->known && row->indexed && m->priced[r];
	bool fell = u256_cmp(row->income, before->income) < 0 ||
		    u256_cmp(row->debt, before->debt) < 0;
	struct u256 twin = m->aave.rules->emode_price && rules->emode
				   ? m->aave.emode[rules->emode].price
				   : U256_ZERO;
	bool lost = lane_now(&m->lane[r], row, known, m->price[r],
			     rules->decimals, fell);

	lost |= lane_now(&m->lane[AAVE_RESERVES + r], row,
			 known && !u256_is_zero(twin), twin, rules->decimals,
			 fell);
	if (lost || m->reserve_changed[r])
		mark_reserve(m, r);
	m->reserve_changed[r] = false;
}

static void market_now(struct lend_market *m, int64_t time_s)
{
	struct aave_row before[AAVE_RESERVES];

	for (int i = 0; i < AAVE_RESERVES; i++)
		before[i] = m->tick.row[i];
	aave_market_emodes(&m->aave);
	m->partial = aave_tick_time(&m->tick, &m->aave, time_s) != ST_OK;
	for (uint8_t i = 0; i < AAVE_RESERVES; i++)
		if (m->priced[i])
			aave_tick_price(&m->tick, i, m->price[i]);
		else
			aave_tick_no_price(&m->tick, i);
	if (any_rule(m))
		mark_rules(m);
	for (uint8_t i = 0; i < AAVE_RESERVES; i++)
		reserve_now(m, i, &before[i]);
}

static void mark_leg(void *ctx, uint32_t leg)
{
	struct lend_market *m = ctx;

	lend_mark(m, m->store.l.account[leg]);
}

/* Whoever's bounds the lanes have left. */
static void mark_reached(struct lend_market *m)
{
	for (int i = 0; i < LEND_LANES; i++) {
		const struct lend_lane *lane = &m->lane[i];

		if (!lane->usable)
			continue;
		lend_queue_reached(&m->low[i], ~lane->price[0], mark_leg, m);
		lend_queue_reached(&m->high[i], lane->debt[1], mark_leg, m);
		lend_queue_reached(&m->rise[i], lane->supply[1], mark_leg, m);
	}
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Many are faster in order of their places in memory. */
static void dirty_now(struct lend_market *m)
{
	for (uint32_t i = 0; i < m->watched.n; i++)
		lend_mark(m, m->watched.v[i]);
	if (m->dirty.n < m->store.a.n)
		qsort(m->dirty.v, m->dirty.n, sizeof(*m->dirty.v), by_number);
	for (uint32_t i = 0; i < m->dirty.n; i++) {
		m->store.a.dirty[m->dirty.v[i]] = 0;
		lend_settle(m, m->dirty.v[i], false);
	}
	m->dirty.n = 0;
}

/* In box_s seconds everybody is reckoned once, bounds or not. */
static void sweep(struct lend_market *m, int64_t seconds)
{
	uint32_t n = m->store.a.n;
	int64_t box = m->params.box_s;
	uint64_t due;

	if (!box || !n || seconds <= 0)
		return;
	due = seconds < box ? ((uint64_t)seconds * n + (uint64_t)box - 1) /
				      (uint64_t)box
			    : n;
	for (; due; due--) {
		if (m->next >= n)
			m->next = 0;
		lend_settle(m, m->next++, true);
	}
}

void lend_market_look(struct lend_market *m, int64_t time_s)
{
	int64_t since = m->tick.time_s ? time_s - m->tick.time_s : 0;

	m->n_changed = 0;
	m->reckoned = m->bound = 0;
	market_now(m, time_s);
	mark_reached(m);
	dirty_now(m);
	sweep(m, since);
}

void lend_market_resume(struct lend_market *m, int64_t time_s)
{
	market_now(m, time_s);
	for (uint32_t i = 0; i < m->dirty.n; i++)
		m->store.a.dirty[m->dirty.v[i]] = 0;
	m->dirty.n = m->n_changed = 0;
}
