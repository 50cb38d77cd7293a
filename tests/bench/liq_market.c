/* liq_market - a frame that tells a lending market of N borrowers whole, as lend-read
 * writes it: "liq_market N".
 *
 * Health factors and sizes are drawn from the quantiles of two snapshots of Aave v3 of
 * June 2023 (lidofinance/aave-liquidation-model): 124 accounts that owe ether against
 * staked ether, in the category of both, and 346 that owe dollars against ether and
 * other things.  The same N gives the same bytes. */
#include "chain/evm_address.h"
#include "check.h"
#include "data/rec_chain.h"
#include "data/rec_cycle.h"
#include "data/rec_emode.h"
#include "data/rec_lend_market.h"
#include "data/rec_oracle.h"
#include "data/rec_reserve.h"
#include "data/rec_user_reserve.h"

#include <unistd.h>

#define POOL  "0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2"
#define TS_S  1700000000
#define BLOCK 18000000
#define HASH                                                                   \
	"0x9d8d8dd6a4e1ff4bf0ff11f9dbcc80ef1b3b46c39a6b3dbb47ee9d2ed4cb0eaa"
#define ETHERS 1 /* category */

static const struct {
	const char *asset, *address;
	int decimals, ltv, lt;
	int64_t price; /* 1e-8 dollars */
} reserves[] = {
	{ "WETH", "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2", 18, 8050, 8300,
	  171989763743 },
	{ "wstETH", "0x7f39C581F595B53c5cb19bD0b3f8dA6c935E2Ca0", 18, 7850,
	  8100, 194142439258 },
	{ "WBTC", "0x2260FAC5E5542a773Aa44fBCfeDf7C193bc2C599", 8, 7300, 7800,
	  2650000000000 },
	{ "rETH", "0xae78736Cd615f374D3085123A210448E74Fc6393", 18, 6700, 7400,
	  184786124623 },
	{ "LINK", "0x514910771AF9Ca656af840dff83E8264EcF986CA", 18, 5300, 6800,
	  610000000 },
	{ "USDC", "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", 6, 7700, 7900,
	  100021167 },
	{ "USDT", "0xdAC17F958D2ee523a2206206994597C13D831ec7", 6, 7400, 7600,
	  99974555 },
	{ "DAI", "0x6B175474E89094C44Da98b954EedeAC495271d0F", 18, 6700, 8000,
	  99990000 },
};

enum { WETH, WSTETH, WBTC, RETH, LINK, USDC, USDT, DAI };

/* Sixteenths of the snapshots. */
static const double ether_hf[] = { 1.032224, 1.036709, 1.052143, 1.063057,
				   1.075638, 1.081305, 1.097271, 1.112395,
				   1.120557, 1.125912, 1.156088, 1.189107,
				   1.219063, 1.250359, 1.32331,  1.968243,
				   22.3 };
static const double dollar_hf[] = { 1.016271, 1.22073,  1.346071, 1.507216,
				    1.607527, 1.722894, 1.833707, 1.970109,
				    2.083866, 2.257602, 2.412987, 2.714003,
				    3.007042, 3.351602, 3.734789, 5.56894,
				    100 };
static const double size[] = { 23,     3446,   7919,   14580,   20373,   29121,
			       41746,  52349,  71652,  97662,   123460,  177015,
			       260111, 424937, 913181, 2990148, 58611280 };

static struct out out;
static uint64_t seed = 6;

static double drawn(const double q[17])
{
	double at = (double)(check_rand(&seed) >> 11) * 0x1p-53 * 16;
	int i = (int)at;

	return q[i] + (q[i + 1] - q[i]) * (at - i);
}

static struct dec whole(double x)
{
	return dec_make((__int128)x, 0);
}

/* So many dollars of it, in smallest parts over an index of 1.02. */
static struct dec parts(int reserve, double dollars)
{
	double unit = 1;

	for (int i = 0; i < reserves[reserve].decimals; i++)
		unit *= 10;
	return whole(dollars * 1e8 / (double)reserves[reserve].price * unit /
		     1.02);
}

static const char *user_of(uint64_t i)
{
	static char text[EVM_ADDRESS_STR_SZ];
	uint64_t x[3];
	struct evm_address a;

	for (int k = 0; k < 3; k++)
		x[k] = check_rand(&i);
	a = evm_address_at((const uint8_t *)x);
	return evm_address_format(text, &a);
}

/* ---- records ---- */

static void tell(const char *user, int reserve, struct dec supply,
		 struct dec debt, int64_t emode)
{
	struct rec_user_reserve r;

	rec_clear(&rec_user_reserve_type, &r);
	r.ts_ms = TS_S * INT64_C(1000);
	r.chain_id = 1;
	r.pool = POOL;
	r.user = user;
	r.reserve = reserve;
	r.scaled_supply = supply;
	r.scaled_debt = debt;
	r.collateral = !dec_is_none(supply);
	r.emode = emode;
	r.block = BLOCK;
	rec_write(&out, &rec_user_reserve_type, &r);
}

/* An account of the first snapshot: staked ether, ether owed. */
static void tell_ether(const char *user)
{
	double worth = drawn(size);

	tell(user, WETH, DEC_NONE, parts(WETH, worth * 0.93 / drawn(ether_hf)),
	     ETHERS);
	tell(user, WSTETH, parts(WSTETH, worth), DEC_NONE, ETHERS);
}

/* One of the second: half of them ether, one deposit in five beside it another, one
 * debt in four of two dollars. */
static void tell_dollars(const char *user)
{
	static const int kinds[] = { WETH,   WETH,   WETH, WETH, WETH,
				     WSTETH, WSTETH, WBTC, RETH, LINK };
	int first = kinds[check_pick(&seed, 0, 9)],
	    other = check_pick(&seed, 0, 4) ? first : WBTC;
	int dollar = (int)check_pick(&seed, USDC, DAI);
	double worth = drawn(size), part = other == first ? 1 : 0.7, owed;
	bool two = dollar < DAI && !check_pick(&seed, 0, 3);

	owed = worth / 1e4 *
	       (part * reserves[first].lt + (1 - part) * reserves[other].lt) /
	       drawn(dollar_hf);
	tell(user, first, parts(first, worth * part), DEC_NONE, REC_NONE_INT);
	if (other != first)
		tell(user, other, parts(other, worth * (1 - part)), DEC_NONE,
		     REC_NONE_INT);
	tell(user, dollar, DEC_NONE, parts(dollar, two ? owed / 2 : owed),
	     REC_NONE_INT);
	if (two)
		tell(user, DAI, DEC_NONE, parts(DAI, owed / 2), REC_NONE_INT);
}

static void tell_reserve(int i)
{
	static const struct dec index = {
		.v = (__int128)102 * 10000000000000000 * 1000000000, .scale = 0
	};
	struct rec_reserve r;
	struct rec_oracle o = {
		.ts_ms = TS_S * INT64_C(1000),
		.chain_id = 1,
		.pool = POOL,
		.asset = reserves[i].asset,
		.price_base = dec_make(reserves[i].price, 0),
		.source = "0x54586bE62E3c3580375aE3723C145253060Ca0C2",
		.updated_s = TS_S - 60,
		.block = BLOCK
	};

	rec_clear(&rec_reserve_type, &r);
	r.ts_ms = o.ts_ms;
	r.chain_id = 1;
	r.pool = POOL;
	r.id = i;
	r.asset = reserves[i].asset;
	r.address = r.a_token = reserves[i].address;
	r.decimals = reserves[i].decimals;
	r.ltv_bps = reserves[i].ltv;
	r.lt_bps = reserves[i].lt;
	r.bonus_bps = 10500;
	r.fee_bps = 1000;
	r.reserve_factor_bps = 1500;
	r.active = r.borrowing = true;
	r.liquidity_index = r.borrow_index = dec_make(index.v * 10, 0);
	r.liquidity_rate = whole(0.01e27);
	r.borrow_rate = whole(0.03e27);
	r.updated_s = TS_S - 600;
	r.block = BLOCK;
	rec_write(&out, &rec_reserve_type, &r);
	rec_write(&out, &rec_oracle_type, &o);
}

static void tell_market(int64_t users)
{
	struct rec_chain c;
	struct rec_lend_market m;
	struct rec_emode e;

	rec_clear(&rec_chain_type, &c);
	rec_clear(&rec_lend_market_type, &m);
	rec_clear(&rec_emode_type, &e);
	c.ts_ms = m.ts_ms = e.ts_ms = TS_S * INT64_C(1000);
	c.chain_id = m.chain_id = e.chain_id = 1;
	c.block = m.block = e.block = BLOCK;
	c.chain = "evm";
	c.block_hash = c.parent_hash = m.block_hash = HASH;
	c.block_ts_s = TS_S;
	c.target_ts_s = TS_S + 12;
	c.gas_limit = whole(30e6);
	m.pool = e.pool = POOL;
	m.kind = LEND_AAVE;
	m.revision = 10;
	m.oracle = "0x54586bE62E3c3580375aE3723C145253060Ca0C2";
	m.base_unit = whole(1e8);
	m.users = users;
	m.from_block = 1;
	m.whole = true;
	e.id = ETHERS;
	e.ltv_bps = 9000;
	e.lt_bps = 9300;
	e.bonus_bps = 10100;
	e.collateral = e.borrowable = (struct rec_u256){
		u256_of_u64(1 << WETH | 1 << WSTETH | 1 << RETH), true
	};
	rec_write(&out, &rec_chain_type, &c);
	rec_write(&out, &rec_lend_market_type, &m);
	for (int i = 0; i < (int)COUNT(reserves); i++)
		tell_reserve(i);
	rec_write(&out, &rec_emode_type, &e);
}

int main(int argc, char **argv)
{
	long users = argc == 2 ? strtol(argv[1], NULL, 10) : 0;
	struct rec_cycle cycle = { .ts_ms = TS_S * INT64_C(1000),
				   .id = TS_S * INT64_C(1000) };

	if (users < 1)
		return 2;
	out_open(&out, STDOUT_FILENO);
	tell_market(users);
	for (long i = 0; i < users; i++) {
		const char *user = user_of((uint64_t)i);

		if (check_pick(&seed, 0, 469) < 124)
			tell_ether(user);
		else
			tell_dollars(user);
	}
	rec_write(&out, &rec_cycle_type, &cycle);
	out_close(&out);
	return 0;
}
