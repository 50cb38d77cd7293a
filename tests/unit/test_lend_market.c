/* test_lend_market - a lending market in memory against every account reckoned anew:
 * random markets of all versions, prices, clocks, rules and holdings that move; and
 * bounds at the corners of their boxes. */
#include "check.h"
#include "math/lend_key.h"
#include "math/lend_market.h"

#include <string.h>

#define RAY      (AAVE_WAD * (unsigned __int128)1000000000)
#define RESERVES 6
#define ACCOUNTS 200
#define STEPS    40
#define MARKETS  500 /* times ACCOUNTS: 100,000 walks */

static const char *const versions[] = { "3.0", "3.1", "3.2", "3.3",
					"3.4", "3.5", "3.6", "3.7" };
static const uint8_t decimals[RESERVES] = { 18, 6, 8, 18, 2, 27 };
static const uint64_t start_price[RESERVES] = { 200000000000,  100000000,
						6000000000000, 220000000000,
						100000000,     1000 };

struct world {
	uint64_t seed;
	struct lend_market *m;
	uint64_t price[RESERVES]; /* 0: none */
	int64_t now;
	uint64_t looked, reckoned, unknown;
};

static int64_t pick(struct world *w, int64_t lo, int64_t hi)
{
	return check_pick(&w->seed, lo, hi);
}

/* Of any size from 1 to 2^bits, small ones as likely as large ones. */
static unsigned __int128 any_size(struct world *w, int bits)
{
	int n = (int)pick(w, 1, bits);
	unsigned __int128 x = (unsigned __int128)check_rand(&w->seed) << 64 |
			      check_rand(&w->seed);

	return (x & (((unsigned __int128)1 << n) - 1)) + 1;
}

/* ---- a market ---- */

static void set_reserve(struct world *w, uint8_t i)
{
	const struct aave_reserve *had = &w->m->aave.reserve[i];
	struct aave_reserve r = {
		.known = true,
		.active = true,
		.decimals = decimals[i],
		.lt_bps = (uint16_t)pick(w, 0, 9500),
		.bonus_bps = 10500,
		.liquidity_rate = RAY / 1000 * (unsigned)pick(w, 0, 800),
		.borrow_rate = RAY / 1000 * (unsigned)pick(w, 0, 900),
		.updated_s = w->now,
	};

	r.liquidity_index = had->known ? u256_low(w->m->tick.row[i].income)
				       : RAY + any_size(w, 88);
	r.borrow_index = had->known ? u256_low(w->m->tick.row[i].debt)
				    : RAY + any_size(w, 88);
	/* A chain that took blocks back knows less interest. */
	if (had->known && !pick(w, 0, 3)) {
		r.liquidity_index -= r.liquidity_index >> pick(w, 2, 9);
		r.borrow_index -= r.borrow_index >> pick(w, 2, 9);
	}
	if (had->known && pick(w, 0, 3))
		r.lt_bps = had->lt_bps;
	if (!pick(w, 0, 9))
		r.lt_bps = 0;
	r.emode = w->m->aave.rules->emode_bitmap ? 0 : (uint8_t)(i % 3);
	lend_market_reserve(w->m, i, &r);
}

static void set_emode(struct world *w, uint8_t i)
{
	struct aave_emode e = {
		.lt_bps = (uint16_t)pick(w, 8000, 9700),
		.bonus_bps = 10100,
	};

	if (w->m->aave.rules->emode_bitmap)
		e.collateral = (unsigned)pick(w, 0, 63);
	else if (pick(w, 0, 1))
		e.price = u256_of_u64((uint64_t)pick(w, 50000000, 200000000));
	lend_market_emode(w->m, i, &e);
}

static void set_price(struct world *w, uint8_t i, uint64_t price)
{
	struct u256 p = u256_of_u64(price);

	w->price[i] = price;
	lend_market_price(w->m, i, price ? &p : NULL);
}

static struct lend_address address(int account)
{
	struct lend_address a = { { 0xaa } };

	memcpy(a.b + 8, &account, sizeof(account));
	return a;
}

/* So much of the reserve as that value is. */
static unsigned __int128 worth(uint8_t r, unsigned __int128 base)
{
	struct u256 x;

	CHECK(!u256_mul_div_floor(&x, u256_of_u128(base),
				  aave_pow10(decimals[r]),
				  u256_of_u64(start_price[r])));
	return u256_low(x) & (((unsigned __int128)1 << 100) - 1);
}

/* An account of a few reserves, its debts somewhat below its deposits. */
static void set_account(struct world *w, int account)
{
	struct lend_address user = address(account);
	unsigned __int128 base = any_size(w, 55) << pick(w, 0, 20);
	uint8_t emode = (uint8_t)(pick(w, 0, 2) ? 0 : pick(w, 1, 2));
	int n = (int)pick(w, 1, 4);

	for (uint8_t i = 0; i < RESERVES; i++) {
		struct aave_hold h = { .reserve = i,
				       .collateral = pick(w, 0, 4) != 0 };

		if (pick(w, 0, RESERVES - 1) < n)
			h.supply = worth(i, base) + (unsigned)pick(w, 0, 2);
		if (pick(w, 0, RESERVES - 1) < n)
			h.debt =
				worth(i, base * (unsigned)pick(w, 1, 45) / 100);
		if (w->m->aave.rules->emode_price && !pick(w, 0, 9))
			h.stable = worth(i, base / 10) + 1;
		lend_market_hold(w->m, &user, &h, emode);
	}
}

static void begin(struct world *w, uint64_t seed)
{
	struct lend_params params;

	*w = (struct world){ .seed = seed, .now = 1700000000 };
	params.near = AAVE_WAD + (unsigned)pick(w, 0, 2) * (AAVE_WAD / 10);
	params.box_ppm = pick(w, 0, 2) ? pick(w, 0, 100) : 0;
	params.box_s = pick(w, 0, 3) ? 0 : 86400;
	w->m = lend_market_new(&params);
	lend_market_rules(
		w->m,
		aave_rules_named(versions[pick(w, 0, COUNT(versions) - 1)]));
	for (uint8_t i = 1; i < 3; i++)
		set_emode(w, i);
	for (uint8_t i = 0; i < RESERVES; i++) {
		set_reserve(w, i);
		set_price(w, i, start_price[i]);
	}
	for (int i = 0; i < ACCOUNTS; i++)
		set_account(w, i);
}

/* ---- what happens to it ---- */

/* The price that makes price * index this key; the nearest one inside. */
static uint64_t price_at(uint64_t key, struct u256 index, bool up)
{
	int shift = (int)(key >> LEND_KEY_BITS) - (LEND_KEY_BITS - 1);
	struct u256 m = u256_of_u64(key & ((UINT64_C(1) << LEND_KEY_BITS) - 1));
	struct u256 one = u256_of_u64(1), x, n = one;
	uint64_t price;

	if (shift < 0)
		CHECK(!u256_mul(&index, index, u256_shl(one, -shift)));
	else
		n = u256_shl(one, shift);
	if (up)
		CHECK(!u256_mul_div_ceil(&x, m, n, index));
	else
		CHECK(!u256_mul_div_floor(&x, m, n, index));
	return u256_to_u64(&price, x) ? 0 : price;
}

/* All prices of an account to a corner of its box, and perhaps a little past it: where
 * its health factor is lowest, or highest. */
static void step_to_corner(struct world *w, uint32_t account, bool lowest)
{
	const struct lend_legs *l = &w->m->store.l;

	for (uint32_t i = w->m->store.a.first[account]; i != LEND_NONE;
	     i = l->next[i]) {
		uint8_t r = l->kind[i].reserve;
		bool deposit = l->kind[i].side == LEND_SUPPLY;
		const struct aave_row *row = &w->m->tick.row[r];
		const struct lend_queue *q =
			deposit ? &w->m->rise[r] : &w->m->high[r];
		uint64_t price = 0;

		if (l->kind[i].twin)
			continue;
		if (deposit == lowest && l->low[i])
			price = price_at(~w->m->low[r].key[l->low[i] - 1],
					 u256_of_u64(1), true);
		else if (deposit != lowest && l->high[i])
			price = price_at(q->key[l->high[i] - 1],
					 deposit ? row->income : row->debt,
					 false);
		if (price)
			set_price(w, r, price + (uint64_t)!pick(w, 0, 20));
	}
}

static void step_price(struct world *w, uint8_t i)
{
	static const int64_t ppm[] = { 1, 10, 100, 1000, 10000, 300000 };
	int64_t most = ppm[pick(w, 0, COUNT(ppm) - 1)];
	uint64_t was = w->price[i] ? w->price[i] : start_price[i];

	set_price(w, i,
		  (uint64_t)((unsigned __int128)was *
			     (uint64_t)(1000000 + pick(w, -most, most)) /
			     1000000) +
			  1);
}

static void step(struct world *w)
{
	for (uint8_t i = 0; i < RESERVES; i++)
		switch (pick(w, 0, 6)) {
		case 0:
		case 1:
		case 2:
			step_price(w, i);
			break;
		case 3:
			if (!pick(w, 0, 60))
				set_price(w, i, 0);
			break;
		case 4:
			if (!pick(w, 0, 30))
				set_reserve(w, i);
			break;
		}
	if (!pick(w, 0, 59))
		set_emode(w, (uint8_t)pick(w, 1, 2));
	if (!pick(w, 0, 3))
		set_account(w, (int)pick(w, 0, ACCOUNTS - 1));
	w->now += pick(w, 0, 2) ? pick(w, 0, 12) : (int64_t)any_size(w, 20);
}

/* ---- what is known of it against what is so ---- */

static enum lend_class class_of(const struct world *w, uint32_t account)
{
	struct aave_hold holds[LEND_HOLDS];
	size_t n = lend_market_holds(w->m, account, holds);
	struct aave_account a;
	bool owes = false;

	for (size_t i = 0; i < n; i++)
		owes |= holds[i].debt || holds[i].stable;
	if (!owes)
		return LEND_FREE;
	if (lend_market_account(&a, w->m, account))
		return LEND_UNKNOWN;
	if (u256_cmp(a.hf, u256_of_u64(AAVE_WAD)) < 0)
		return LEND_BELOW;
	return u256_cmp(a.hf, u256_of_u128(w->m->params.near)) < 0 ? LEND_NEAR
								   : LEND_SAFE;
}

static void check_all(struct world *w, enum lend_class was[ACCOUNTS])
{
	const struct lend_accounts *a = &w->m->store.a;
	uint32_t classes[LEND_UNKNOWN + 1] = { 0 }, moved = 0, factors = 0;

	for (uint32_t i = 0; i < a->n; i++) {
		enum lend_class is = class_of(w, i);

		CHECK(a->class[i] == is);
		classes[is]++;
		moved += was[i] != is;
		was[i] = is;
	}
	CHECK(!memcmp(classes, w->m->classes, sizeof(classes)));
	CHECK(moved == w->m->n_changed);
	for (int i = 0; i < LEND_HF_BUCKETS; i++)
		factors += w->m->by_hf[i];
	CHECK(factors ==
	      classes[LEND_SAFE] + classes[LEND_NEAR] + classes[LEND_BELOW]);
	w->looked += a->n - classes[LEND_FREE];
	w->reckoned += w->m->reckoned;
	w->unknown += classes[LEND_UNKNOWN];
}

/* The market as another process would have it back: what goes on from there is held
 * against every account as before. */
static void restart(struct world *w)
{
	const struct lend_market *old = w->m;
	struct lend_market *m = lend_market_new(&old->params);

	lend_market_rules(m, old->aave.rules);
	for (uint8_t i = 0; i < RESERVES; i++) {
		lend_market_reserve(m, i, &old->aave.reserve[i]);
		lend_market_price(m, i, old->priced[i] ? &old->price[i] : NULL);
	}
	for (uint8_t i = 1; i < 3; i++)
		lend_market_emode(m, i, &old->aave.emode[i]);
	for (uint32_t i = 0; i < old->store.a.n; i++) {
		struct lend_kept_account a;
		struct lend_kept_leg l;

		lend_market_keep(&a, old, i);
		CHECK(lend_market_restore(m, &a) == i);
		for (uint32_t k = old->store.a.first[i]; k != LEND_NONE;
		     k = old->store.l.next[k]) {
			lend_market_keep_leg(&l, old, k);
			lend_market_restore_leg(m, i, &l);
		}
	}
	m->next = old->next;
	lend_market_resume(m, old->tick.time_s);
	CHECK(m->watched.n == old->watched.n && m->hf_sum == old->hf_sum);
	CHECK(!memcmp(m->classes, old->classes, sizeof(m->classes)));
	for (int i = 0; i < LEND_LANES; i++)
		CHECK(m->low[i].n == old->low[i].n &&
		      m->high[i].n == old->high[i].n &&
		      m->rise[i].n == old->rise[i].n);
	lend_market_free(w->m);
	w->m = m;
}

static void test_walks(void)
{
	uint64_t looked = 0, reckoned = 0, unknown = 0;

	for (int64_t k = 0; k < check_times(MARKETS / 10); k++) {
		enum lend_class was[ACCOUNTS] = { LEND_FREE };
		struct world w;

		begin(&w, (uint64_t)k);
		for (int i = 0; i < STEPS; i++) {
			lend_market_look(w.m, w.now);
			check_all(&w, was);
			if (!pick(&w, 0, 19))
				restart(&w);
			if (pick(&w, 0, 1))
				step(&w);
			else
				step_to_corner(
					&w, (uint32_t)pick(&w, 0, ACCOUNTS - 1),
					pick(&w, 0, 1));
		}
		looked += w.looked;
		reckoned += w.reckoned;
		unknown += w.unknown;
		lend_market_free(w.m);
	}
	/* Bounds that spare nothing would pass all of the above. */
	CHECK(unknown && reckoned < looked / 4 * 3);
}

/* Who empties a reserve is in the category the others say, whatever that row says. */
static void test_emptied(void)
{
	struct world w;
	struct lend_address user = address(0);
	const struct aave_hold none = { .reserve = 2 };
	const struct aave_hold deposit = { .reserve = 1,
					   .supply = worth(1, 100000) };

	begin(&w, 1);
	lend_market_hold(w.m, &user, &deposit, 1);
	lend_market_hold(w.m, &user, &none, 0);
	CHECK(w.m->store.a.emode[lend_store_find(&w.m->store, &user)] == 1);
	lend_market_hold(w.m, &user, &none, 2);
	CHECK(w.m->store.a.emode[lend_store_find(&w.m->store, &user)] == 1);
	/* It leaves the category, and empties another reserve with it. */
	lend_market_hold(w.m, &user, &deposit, 0);
	lend_market_hold(w.m, &user, &none, 1);
	CHECK(w.m->store.a.emode[lend_store_find(&w.m->store, &user)] == 0);
	lend_market_free(w.m);
}

int main(void)
{
	test_emptied();
	test_walks();
	printf("test_lend_market: pass\n");
	return 0;
}
