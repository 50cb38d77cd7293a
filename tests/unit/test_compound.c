/* Interest, debts and liquidity of Compound v2, against what its contracts said of
 * markets and accounts on a chain of our own. */
#include "math/compound.h"

#include "check.h"

#include <math.h>
#include <string.h>

static struct u256 n(const char *text)
{
	struct u256 x;

	CHECK(u256_parse(&x, text, strlen(text)) == ST_OK);
	return x;
}

static bool same(struct u256 a, const char *text)
{
	return u256_cmp(a, n(text)) == 0;
}

/* A market as stored, and after accrueInterest in a later block. */
static const struct accrual {
	const char *cash, *borrows, *reserves, *supply, *index, *rate, *factor;
	uint64_t at, to;
	const char *exchange;
	const char *borrows_then, *reserves_then, *index_then, *exchange_then;
} accruals[] = {
	{ "2491000000000000000000", "25000001095433804387", "219086760876",
	  "12579999998910", "1000000147556063158", "2091636366",
	  "200000000000000000", 366, 369, "200000000086991020954357727",
	  "25000001252306538710", "250461307740", "1000000153830973181",
	  "200000000096967029497272977" },
	{ "4001100000000", "23900000013", "0", "20124999999999719",
	  "1000000000633262877", "28243379", "75000000000000000", 355, 369,
	  "200000000000648", "23900000022", "0", "1000000001028670183",
	  "200000000001095" },
	{ "3878643210987654321098766", "126456789012666511753244",
	  "48124927800", "20025499999999998", "1000000000106944284",
	  "150180462", "150000000000000000", 369, 369,
	  "200000000000013638007750617", "126456789012666511753244",
	  "48124927800", "1000000000106944284", "200000000000013638007750617" },
	{ "9322222223", "787777777", "0", "505500000000", "1000000106731212461",
	  "3236845233", "200000000000000000", 368, 369, "20000000000000000",
	  "787777779", "0", "1000000109968058039", "20000000003956478" },
	{ "2491000000000000000000", "25000001095433804387", "219086760876",
	  "12579999998910", "1000000147556063158", "2091636366",
	  "200000000000000000", 366, 1369, "200000000086991020954357727",
	  "25000053543217979959", "10708643595990", "1000002245467647815",
	  "200000003422303210468943600" },
	{ "4001100000000", "23900000013", "0", "20124999999999719",
	  "1000000000633262877", "28243379", "75000000000000000", 355, 1369,
	  "200000000000648", "23900000697", "51", "1000000029272049201",
	  "200000000032102" },
	{ "3878643210987654321098766", "126456789012666511753244",
	  "48124927800", "20025499999999998", "1000000000106944284",
	  "150180462", "150000000000000000", 369, 1369,
	  "200000000000013638007750617", "126456808004005508712024",
	  "2848748974471617", "1000000150287406300",
	  "200000000806117762619618716" },
	{ "9322222223", "787777777", "0", "505500000000", "1000000106731212461",
	  "3236845233", "200000000000000000", 368, 1369, "20000000000000000",
	  "787780329", "510", "1000003346813636511", "20000004039564787" },
	{ "2491000000000000000000", "25000001095433804387", "219086760876",
	  "12579999998910", "1000000147556063158", "2091636366",
	  "200000000000000000", 366, 778146, "200000000086991020954357727",
	  "25040671920534579175", "8134384106915833", "1001626980728859700",
	  "200002586466965857121700539" },
	{ "4001100000000", "23900000013", "0", "20124999999999719",
	  "1000000000633262877", "28243379", "75000000000000000", 355, 778146,
	  "200000000000648", "23900525034", "39376", "1000021968079272577",
	  "200000024132077" },
	{ "3878643210987654321098766", "126456789012666511753244",
	  "48124927800", "20025499999999998", "1000000000106944284",
	  "150180462", "150000000000000000", 369, 778146,
	  "200000000000013638007750617", "126471560039337549362732",
	  "2215654048780569223", "1000116807016149749",
	  "200000626969261366252704249" },
	{ "9322222223", "787777777", "0", "505500000000", "1000000106731212461",
	  "3236845233", "200000000000000000", 368, 778146, "20000000000000000",
	  "789761044", "396653", "1002517654011545579", "20003138702274975" },
};

static struct compound_market market_of(const struct accrual *a)
{
	return (struct compound_market){
		.cash = n(a->cash),
		.borrows = n(a->borrows),
		.reserves = n(a->reserves),
		.supply = n(a->supply),
		.index = n(a->index),
		.rate = n(a->rate),
		.reserve_factor = n(a->factor),
		.at = a->at,
	};
}

static void interest_is_the_contract_s(void)
{
	for (size_t i = 0; i < COUNT(accruals); i++) {
		const struct accrual *a = &accruals[i];
		struct compound_market m = market_of(a);
		struct u256 exchange;

		CHECK(compound_exchange(&exchange, &m) == ST_OK);
		CHECK(same(exchange, a->exchange));
		CHECK(compound_accrue(&m, a->to) == ST_OK);
		CHECK(m.at == a->to);
		CHECK(same(m.borrows, a->borrows_then));
		CHECK(same(m.reserves, a->reserves_then));
		CHECK(same(m.index, a->index_then));
		CHECK(compound_exchange(&exchange, &m) == ST_OK);
		CHECK(same(exchange, a->exchange_then));
	}
}

static void interest_that_cannot_be(void)
{
	struct compound_market m = market_of(&accruals[0]), was = m;

	CHECK(compound_accrue(&m, m.at) == ST_OK);
	CHECK(memcmp(&m, &was, sizeof(m)) == 0);
	CHECK(compound_accrue(&m, m.at - 1) == ST_DOMAIN);
	m.rate = u256_of_u64(COMPOUND_RATE_MAX + 1);
	CHECK(compound_accrue(&m, m.at + 1) == ST_RANGE);
	m.rate = u256_of_u64(COMPOUND_RATE_MAX);
	m.borrows = U256_MAX;
	was = m;
	CHECK(compound_accrue(&m, m.at + 1) == ST_OVERFLOW);
	CHECK(memcmp(&m, &was, sizeof(m)) == 0);
}

static void exchange_rates(void)
{
	struct compound_market m = market_of(&accruals[0]);
	struct u256 x;

	m.first_exchange = u256_of_u64(7);
	m.supply = U256_ZERO;
	CHECK(compound_exchange(&x, &m) == ST_OK && same(x, "7"));
	m.supply = u256_of_u64(1);
	m.reserves = U256_MAX; /* more than there is */
	CHECK(compound_exchange(&x, &m) == ST_OVERFLOW);
	CHECK(compound_worth(&x, n("50000000000"),
			     n("200000000061520259741976492")) == ST_OK);
	CHECK(same(x, "10000000003076012987"));
	CHECK(compound_worth(&x, U256_MAX, u256_of_u64(2)) == ST_OVERFLOW);
}

static void debts(void)
{
	struct u256 x;

	CHECK(compound_debt(&x, n("15900000000"), n("1000000000000000000"),
			    n("1000000000633262877")) == ST_OK);
	CHECK(same(x, "15900000010"));
	CHECK(compound_debt(&x, U256_ZERO, U256_ZERO, n("9")) == ST_OK);
	CHECK(u256_is_zero(x)); /* who owes nothing has no index */
	CHECK(compound_debt(&x, n("1"), U256_ZERO, n("9")) == ST_DIVZERO);
	CHECK(compound_debt(&x, U256_MAX, n("1"), n("2")) == ST_OVERFLOW);
}

/* Accounts as getAccountLiquidity has them; factors in thousandths. */
static const struct known {
	const char *liquidity, *shortfall;
	size_t n;
	struct {
		const char *tokens, *debt, *exchange;
		uint64_t factor;
		const char *price;
	} in[4];
} accounts[] = {
	{ "234876544787452282379325",
	  "0",
	  3,
	  { { "2499999998912", "0", "200000000086991020954357727", 825,
	      "2000000000000000000000" },
	    { "0", "123456789012345678901234", "200000000000013638007750617",
	      830, "1000000000000000000" },
	    { "0", "777777777", "20000000000000000", 700,
	      "600000000000000000000000000000000" } } },
	{ "599999997176759228734",
	  "0",
	  2,
	  { { "50000000000", "0", "200000000086991020954357727", 825,
	      "2000000000000000000000" },
	    { "0", "15900000010", "200000000000648", 855,
	      "1000000000000000000000000000000" } } },
	{ "1450000000267546762367",
	  "0",
	  4,
	  { { "25000000000", "0", "200000000086991020954357727", 825,
	      "2000000000000000000000" },
	    { "0", "8000000003", "200000000000648", 855,
	      "1000000000000000000000000000000" },
	    { "0", "3000000000320832852000", "200000000000013638007750617", 830,
	      "1000000000000000000" },
	    { "500000000", "0", "20000000000000000", 700,
	      "600000000000000000000000000000000" } } },
	{ "5999998318119014246000",
	  "0",
	  2,
	  { { "0", "18000000840940492877", "200000000086991020954357727", 825,
	      "2000000000000000000000" },
	    { "5000000000", "0", "20000000000000000", 700,
	      "600000000000000000000000000000000" } } },
	{ "2425000000000115988659",
	  "0",
	  3,
	  { { "24999999999919", "0", "200000000000648", 855,
	      "1000000000000000000000000000000" },
	    { "24999999999999", "0", "200000000000013638007750617", 830,
	      "1000000000000000000" },
	    { "0", "10000000", "20000000000000000", 700,
	      "600000000000000000000000000000000" } } },
};

static void liquidity_is_the_contract_s(void)
{
	for (size_t i = 0; i < COUNT(accounts); i++) {
		const struct known *k = &accounts[i];
		struct compound_hold holds[4];
		struct compound_account got;

		for (size_t j = 0; j < k->n; j++)
			holds[j] = (struct compound_hold){
				.tokens = n(k->in[j].tokens),
				.debt = n(k->in[j].debt),
				.exchange = n(k->in[j].exchange),
				.factor = u256_of_u64(k->in[j].factor *
						      (COMPOUND_ONE / 1000)),
				.price = n(k->in[j].price),
			};
		CHECK(compound_account(&got, holds, k->n) == ST_OK);
		CHECK(same(got.liquidity, k->liquidity));
		CHECK(same(got.shortfall, k->shortfall));
		/* What is owed beyond it is what is missing, to the unit. */
		holds[0].debt = U256_ZERO;
		holds[0].tokens = U256_ZERO;
		CHECK(compound_account(&got, holds, k->n) == ST_OK);
		CHECK(u256_is_zero(got.liquidity) ||
		      u256_is_zero(got.shortfall));
		holds[k->n - 1].price = U256_ZERO;
		CHECK(compound_account(&got, holds, k->n) == ST_NODATA);
	}
	{
		struct compound_account none;

		CHECK(compound_account(&none, NULL, 0) == ST_OK);
		CHECK(u256_is_zero(none.liquidity) &&
		      u256_is_zero(none.shortfall));
	}
}

static void shortfall(void)
{
	/* 10 of 2,000 at 82.5 %, 16,500 and a part of a part owed. */
	struct compound_hold h[2] = {
		{ n("1000000000"), U256_ZERO,
		  n("10000000000000000000000000000"), n("825000000000000000"),
		  n("2000000000000000000000") },
		{ U256_ZERO, n("16500000001"), n("1"), n("1"),
		  n("1000000000000000000000000000000") },
	};
	struct compound_account got;

	CHECK(compound_account(&got, h, COUNT(h)) == ST_OK);
	CHECK(same(got.collateral, "16500000000000000000000"));
	CHECK(same(got.debt, "16500000001000000000000"));
	CHECK(same(got.shortfall, "1000000000000"));
	CHECK(u256_is_zero(got.liquidity));
	h[1].debt = n("16500000000");
	CHECK(compound_account(&got, h, COUNT(h)) == ST_OK);
	CHECK(u256_is_zero(got.shortfall) && u256_is_zero(got.liquidity));
}

static void years(void)
{
	struct compound_year y = compound_year(U256_ZERO, 2102400);

	CHECK(y.apr == 0 && y.apy == 0);
	y = compound_year(n("23782343987"), 2102400); /* 5 % by 15 s */
	CHECK(fabs(y.apr - 0.05) < 1e-9);
	CHECK(fabs(y.apy - 0.051271095) < 1e-8);
}

int main(void)
{
	interest_is_the_contract_s();
	interest_that_cannot_be();
	exchange_rates();
	debts();
	liquidity_is_the_contract_s();
	shortfall();
	years();
	return 0;
}
