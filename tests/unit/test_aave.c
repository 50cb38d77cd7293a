/* test_aave - accounts of Aave: refusals, what each version counts, caps; that the fast
 * numbers are the contract's, whatever the size. */
#include "aave_fixture.h"

#include <string.h>

#define ROUNDS 30000

static struct aave_market m;
static struct aave_tick t;

static void start(const char *version)
{
	m = fixture_market(version);
	fixture_tick(&t, &m, 1);
}

/* 10 WETH at 3,000 and 20,000 USDC owed: 24,000 / 20,000. */
static struct aave_hold holds[] = {
	{ .reserve = 0, .collateral = true },
	{ .reserve = 1 },
};

static void fill(void)
{
	holds[0].supply = parts(10, 18);
	holds[1].debt = parts(20000, 6);
}

static void test_refusals(void)
{
	struct aave_account a = { .lt_bps = 7 };
	struct aave_hold h[2];

	CHECK(!aave_rules(0) && !aave_rules(2) && !aave_rules(12));
	CHECK(!aave_rules_named("3"));
	CHECK(strcmp(aave_rules(10)->name, "3.6") == 0);
	start("3.0");
	fill();
	memcpy(h, holds, sizeof(h));
	aave_tick_no_price(&t, 0);
	CHECK(aave_account(&a, &t, h, 2, 0) == ST_NODATA);
	h[0].collateral = false; /* what does not count needs no price */
	CHECK(aave_account(&a, &t, h, 2, 0) == ST_OK && a.hf.limb[0] == 0);
	h[1].reserve = 9; /* debt in a reserve nobody knows */
	CHECK(aave_account(&a, &t, h, 2, 0) == ST_NODATA);
	h[1].reserve = 200;
	CHECK(aave_account(&a, &t, h, 2, 0) == ST_NODATA);
	CHECK(aave_account(&a, &t, h, AAVE_RESERVES + 1, 0) == ST_DOMAIN);

	m.reserve[0].updated_s = 2;
	CHECK(aave_tick_time(&t, &m, 1) == ST_DOMAIN && !t.row[0].indexed);
	CHECK(t.row[1].indexed);
	m.reserve[0].updated_s = 0;
	m.reserve[0].decimals = 78;
	CHECK(aave_tick_time(&t, &m, 1) == ST_DOMAIN);
	m.reserve[0].decimals = 18;
	m.reserve[0].liquidity_rate = m.reserve[0].liquidity_index =
		~(unsigned __int128)0;
	CHECK(aave_tick_time(&t, &m, INT64_MAX) == ST_OVERFLOW);
}

static void test_health(void)
{
	struct aave_account a;

	start("3.0");
	fill();
	a = account_of(&t, holds, 2, 0);
	CHECK(a.hf.limb[0] == 1200000000000000000);
	CHECK(a.collateral.limb[0] == 3000000000000);
	CHECK(a.debt.limb[0] == 2000000000000);
	CHECK(a.room.limb[0] == 250000000000 && !a.zero_ltv);
	CHECK(a.lt_bps == 8000 && a.ltv_bps == 7500);
	a = account_of(&t, holds, 1, 0);
	CHECK(u256_cmp(a.hf, U256_MAX) == 0);
	a = account_of(&t, holds, 0, 0);
	CHECK(u256_cmp(a.hf, U256_MAX) == 0 && u256_is_zero(a.collateral));
	a = account_of(&t, holds + 1, 1, 0);
	CHECK(u256_is_zero(a.hf) && a.lt_bps == 0);
	aave_tick_price(&t, 0, U256_ZERO); /* worth nothing, but there */
	a = account_of(&t, holds, 2, 0);
	CHECK(u256_is_zero(a.hf) && u256_is_zero(a.collateral));
}

/* A threshold of 0 counts from 3.6 on, by the account's flag. */
static void test_no_threshold(void)
{
	static const char *const version[] = { "3.0", "3.5", "3.6", "3.7" };

	for (size_t i = 0; i < COUNT(version); i++) {
		struct aave_account a;
		struct aave_pair p;
		enum aave_verdict v;

		start(version[i]);
		fill();
		m.reserve[0].lt_bps = m.reserve[0].ltv_bps = 0;
		a = account_of(&t, holds, 2, 0);
		CHECK(u256_is_zero(a.hf));
		CHECK(u256_is_zero(a.collateral) == (i < 2));
		CHECK(a.zero_ltv == (i >= 2));
		CHECK(!aave_pair(&p, &v, &t, &a, holds, 2, 0, 0, 1, true));
		CHECK(v == (i < 2 ? AAVE_NOT_COLLATERAL : AAVE_FINE));
	}
}

static void test_emode(void)
{
	struct aave_account a;

	/* One category a reserve, with a price of its own. */
	start("3.1");
	fill();
	m.emode[1] = (struct aave_emode){ .ltv_bps = 9000, .lt_bps = 9300 };
	m.reserve[0].emode = 1;
	aave_market_emodes(&m);
	a = account_of(&t, holds, 2, 1);
	CHECK(a.lt_bps == 9300 && a.ltv_bps == 9000);
	a = account_of(&t, holds, 2, 2);
	CHECK(a.lt_bps == 8000);
	m.emode[1].price = u(150000000000);
	a = account_of(&t, holds, 2, 1);
	CHECK(a.collateral.limb[0] == 1500000000000);
	CHECK(aave_price(&t, 0, 1).limb[0] == 150000000000);
	CHECK(aave_price(&t, 1, 1).limb[0] == fixture_price[1]);
	aave_tick_no_price(&t, 0); /* the category's stands for it */
	a = account_of(&t, holds, 2, 1);
	CHECK(a.collateral.limb[0] == 1500000000000);
	m.reserve[0].emode = 0;
	aave_market_emodes(&m);
	CHECK(!aave_in_emode(&m, 0, 1));

	/* Bitmaps; up to 3.5 a reserve's own ltv of 0 stays 0. */
	start("3.5");
	m.emode[1] = (struct aave_emode){ .ltv_bps = 9000,
					  .lt_bps = 9300,
					  .collateral = 1 };
	m.emode[1].price = u(1); /* no longer looked at */
	m.reserve[0].ltv_bps = 0;
	a = account_of(&t, holds, 2, 1);
	CHECK(a.lt_bps == 9300 && a.ltv_bps == 0 && a.zero_ltv);
	CHECK(a.collateral.limb[0] == 3000000000000);
	m.rules = aave_rules_named("3.6");
	a = account_of(&t, holds, 2, 1);
	CHECK(a.ltv_bps == 9000 && !a.zero_ltv);
	m.emode[1].ltvzero = 1;
	a = account_of(&t, holds, 2, 1);
	CHECK(a.ltv_bps == 0 && a.zero_ltv && a.lt_bps == 9300);

	/* What is outside an isolated category counts for no new debt. */
	m.emode[1] = (struct aave_emode){ .ltv_bps = 9000,
					  .lt_bps = 9300,
					  .collateral = 2,
					  .isolated = true };
	m.reserve[0].ltv_bps = 7500;
	a = account_of(&t, holds, 2, 1);
	CHECK(a.ltv_bps == 7500 && !a.zero_ltv);
	m.rules = aave_rules_named("3.7");
	a = account_of(&t, holds, 2, 1);
	CHECK(a.ltv_bps == 0 && a.zero_ltv && a.lt_bps == 8000);
}

static enum aave_verdict verdict_of(uint64_t debt, bool open)
{
	struct aave_account a;
	struct aave_pair p;
	enum aave_verdict v;

	fill();
	holds[1].debt = parts(debt, 6);
	a = account_of(&t, holds, 2, 0);
	CHECK(!aave_pair(&p, &v, &t, &a, holds, 2, 0, 0, 1, open));
	CHECK(aave_verdict_code(v));
	return v;
}

static void test_verdicts(void)
{
	struct aave_account a;
	struct aave_pair p;
	enum aave_verdict v;

	start("3.0");
	CHECK(verdict_of(24000, true) == AAVE_HEALTHY); /* exactly 1 */
	CHECK(verdict_of(24001, true) == AAVE_FINE);
	CHECK(verdict_of(25000, false) == AAVE_SENTINEL);
	CHECK(verdict_of(25264, false) == AAVE_FINE); /* under 0.95 */
	m.reserve[0].grace_until_s = 1;
	CHECK(verdict_of(25000, true) == AAVE_FINE);
	m.rules = aave_rules_named("3.1");
	CHECK(verdict_of(25000, true) == AAVE_GRACE);
	m.reserve[0].grace_until_s = 0;
	m.reserve[1].paused = true;
	CHECK(verdict_of(20000, false) == AAVE_PAUSED);
	m.reserve[0].active = false;
	CHECK(verdict_of(20000, true) == AAVE_INACTIVE);
	start("3.6");
	holds[1].debt = parts(25000, 6);
	a = account_of(&t, holds, 2, 0);
	CHECK(!aave_pair(&p, &v, &t, &a, holds, 2, 0, 1, 1, true));
	CHECK(v == AAVE_NOT_COLLATERAL);
	CHECK(!aave_pair(&p, &v, &t, &a, holds, 2, 0, 0, 0, true));
	CHECK(v == AAVE_NOT_BORROWED);
	CHECK(aave_pair(&p, &v, &t, &a, holds, 2, 0, 0, 77, true) == ST_NODATA);
}

/* The whole collateral goes and a debt stays: the rest of it is burned from 3.3 on. */
static void test_deficit(void)
{
	static const char *const version[] = { "3.0", "3.3", "3.6", "3.7" };

	for (size_t i = 0; i < COUNT(version); i++) {
		struct aave_account a;
		struct aave_pair p;
		struct aave_liq l;
		enum aave_verdict v;

		start(version[i]);
		fill();
		holds[1].debt = parts(40000, 6);
		a = account_of(&t, holds, 2, 0);
		CHECK(!aave_pair(&p, &v, &t, &a, holds, 2, 0, 0, 1, true) &&
		      !v);
		CHECK(!aave_liquidate(&l, &v, &p, U256_MAX) && !v);
		CHECK(u256_cmp(l.seize, p.user_collateral) == 0);
		CHECK(l.none_left == (i > 0) &&
		      u256_is_zero(l.deficit) == (i == 0));
		CHECK(l.scaled_c == holds[0].supply);
		CHECK((l.scaled_d == holds[1].debt) == (i > 0));
		if (i)
			CHECK(l.repay.limb[0] + l.deficit.limb[0] ==
			      p.user_debt.limb[0]);
		CHECK(u256_cmp(u256_add_mod(l.receive, l.fee), l.seize) == 0);
	}
}

static void test_room(void)
{
	struct u256 x;

	start("3.6");
	CHECK(!aave_supply_room(&x, &t, 1, 5) && u256_cmp(x, U256_MAX) == 0);
	m.reserve[1].supply_cap = m.reserve[1].borrow_cap = 10;
	CHECK(!aave_supply_room(&x, &t, 1, 4000000) && x.limb[0] == 6000000);
	CHECK(!aave_borrow_room(&x, &t, 1, 10000001) && u256_is_zero(x));
	CHECK(!aave_flash_premium(&x, m.rules, u(1), 5) && x.limb[0] == 1);
	CHECK(!aave_flash_premium(&x, aave_rules_named("3.4"), u(999), 5));
	CHECK(u256_is_zero(x));
	m.reserve[0].ceiling_cents = 5;
	m.reserve[0].isolation_cents = 7;
	CHECK(aave_isolation_room(&m.reserve[0]) == 0);
	m.reserve[0].ceiling_cents = 9;
	CHECK(aave_isolation_room(&m.reserve[0]) == 2);
}

static unsigned __int128 any(uint64_t *seed)
{
	unsigned __int128 x =
		(unsigned __int128)check_rand(seed) << 64 | check_rand(seed);

	return x >> check_pick(seed, 0, 127);
}

/* Fast is plain, errors too, over numbers of every size. */
static void test_fast(void)
{
	static const char *const version[] = { "3.0", "3.2", "3.3",
					       "3.5", "3.6", "3.7" };
	uint64_t seed = 3;

	for (int i = 0; i < check_times(ROUNDS); i++) {
		struct aave_hold h[FIXTURE_N];
		struct aave_account a, b;
		enum status st;

		m.rules = aave_rules_named(version[(size_t)i % COUNT(version)]);
		for (uint8_t r = 0; r < FIXTURE_N; r++) {
			h[r] = (struct aave_hold){ .reserve = r };
			h[r].supply = any(&seed);
			h[r].debt = check_pick(&seed, 0, 1) ? any(&seed) : 0;
			h[r].collateral = check_pick(&seed, 0, 3);
			if (i % 16)
				continue;
			m.reserve[r].liquidity_index = RAY + any(&seed) / 4;
			m.reserve[r].borrow_index = RAY + any(&seed) / 4;
			m.reserve[r].lt_bps =
				(uint16_t)check_pick(&seed, 0, 10000);
		}
		if (i % 16 == 0) {
			CHECK(aave_tick_time(&t, &m, 1) == ST_OK);
			for (uint8_t r = 0; r < FIXTURE_N; r++)
				aave_tick_price(&t, r,
						u256_of_u128(any(&seed)));
		}
		st = aave_account(&a, &t, h, FIXTURE_N, 0);
		CHECK(aave_account_plain(&b, &t, h, FIXTURE_N, 0) == st);
		if (st)
			continue;
		CHECK(u256_cmp(a.hf, b.hf) == 0 &&
		      u256_cmp(a.debt, b.debt) == 0);
		CHECK(u256_cmp(a.collateral, b.collateral) == 0);
		CHECK(u256_cmp(a.room, b.room) == 0);
		CHECK(a.lt_bps == b.lt_bps && a.ltv_bps == b.ltv_bps);
		CHECK(a.zero_ltv == b.zero_ltv);
	}
}

int main(void)
{
	test_refusals();
	test_health();
	test_no_threshold();
	test_emode();
	test_verdicts();
	test_deficit();
	test_room();
	start("3.0");
	test_fast();
	printf("test_aave: pass\n");
	return 0;
}
