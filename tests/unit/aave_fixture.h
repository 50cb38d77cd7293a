/* aave_fixture.h - markets and accounts of Aave for tests, made at random.
 * Tests only. */
#ifndef MM_AAVE_FIXTURE_H
#define MM_AAVE_FIXTURE_H

#include "check.h"
#include "math/aave_liq.h"

#define RAY (AAVE_WAD * (unsigned __int128)1000000000)

static inline struct u256 u(uint64_t n)
{
	return u256_of_u64(n);
}

static const uint8_t fixture_decimals[] = { 18, 6, 18, 8 };
static const uint64_t fixture_price[] = { 300000000000, 100000000, 99900000,
					  6000000000000 };

#define FIXTURE_N COUNT(fixture_decimals)

/* WETH, USDC, DAI and WBTC, indexes at 1, no interest. */
static inline struct aave_market fixture_market(const char *version)
{
	struct aave_market m = { .rules = aave_rules_named(version),
				 .n = FIXTURE_N };

	CHECK(m.rules);
	for (size_t i = 0; i < m.n; i++)
		m.reserve[i] = (struct aave_reserve){
			.known = true,
			.active = true,
			.decimals = fixture_decimals[i],
			.ltv_bps = 7500,
			.lt_bps = 8000,
			.bonus_bps = 10500,
			.fee_bps = 1000,
			.liquidity_index = RAY,
			.borrow_index = RAY,
		};
	return m;
}

static inline void fixture_tick(struct aave_tick *t,
				const struct aave_market *m, int64_t time_s)
{
	CHECK(aave_tick_time(t, m, time_s) == ST_OK);
	for (uint8_t i = 0; i < m->n; i++)
		aave_tick_price(t, i, u(fixture_price[i]));
}

static inline unsigned __int128 parts(uint64_t units, uint8_t decimals)
{
	unsigned __int128 x = units;

	while (decimals--)
		x *= 10;
	return x;
}

static inline struct aave_account account_of(const struct aave_tick *t,
					     const struct aave_hold *h,
					     size_t n, uint8_t emode)
{
	struct aave_account a, plain;

	CHECK(aave_account(&a, t, h, n, emode) == ST_OK);
	CHECK(aave_account_plain(&plain, t, h, n, emode) == ST_OK);
	CHECK(u256_cmp(a.hf, plain.hf) == 0);
	return a;
}

#endif
